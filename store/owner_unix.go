//go:build unix

package store

import (
	"os"
	"syscall"
)

// ownedByUs tells whether a file belongs to the user who runs the program.
func ownedByUs(info os.FileInfo) bool {
	sys, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(sys.Uid) == os.Getuid()
}
