package store

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// publish renames a finished file, unless the name is taken (fs.ErrExist).
func publish(made, path string) error {
	err := unix.Renameat2(unix.AT_FDCWD, made, unix.AT_FDCWD, path, unix.RENAME_NOREPLACE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) { // not every file system can
		return link(made, path)
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: made, New: path, Err: err}
	}
	return nil
}
