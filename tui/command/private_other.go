//go:build !unix

package command

// KeepFilesPrivate does nothing here: files take the access rules of their folder.
func KeepFilesPrivate() {}
