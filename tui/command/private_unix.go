//go:build unix

package command

import "syscall"

// KeepFilesPrivate makes every file this process creates readable by its owner alone, also those that a library creates.
func KeepFilesPrivate() { syscall.Umask(0o077) }
