//go:build !linux

package store

// publish gives a finished file its name, unless the name is taken (fs.ErrExist).
func publish(made, path string) error { return link(made, path) }
