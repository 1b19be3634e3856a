//go:build unix

package credentials

import (
	"os"
	"syscall"
)

// checksModes tells whether files here say who may read them.
const checksModes = true

// ownerOf is the user a file belongs to.
func ownerOf(info os.FileInfo) (uid int, known bool) {
	sys, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(sys.Uid), true
}
