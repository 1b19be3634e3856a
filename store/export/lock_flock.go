//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package export

import (
	"os"

	"golang.org/x/sys/unix"
)

// hold locks a file until it is closed, waiting for whoever is about to find out whether it is held. A file system
// without locks leaves it unlocked.
func hold(f *os.File) { _ = unix.Flock(int(f.Fd()), unix.LOCK_EX) }

// isLeft tells whether nobody holds a file.
func isLeft(f *os.File) bool { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil }
