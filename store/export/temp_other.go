//go:build !linux && !darwin

package export

import (
	"errors"
	"os"
)

// renameNew would rename unless the new name is taken, which this system cannot.
func renameNew(from, to string) error {
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: errors.ErrUnsupported}
}
