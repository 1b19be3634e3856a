package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"recoup/model"
)

// rejectsFile is a file of rejected rows to be made: NAME.rejected and its extension, or the next number where another
// file has that name.
type rejectsFile struct {
	of   string // what was imported, fit for a message
	base string // its name
	ext  string
}

// write makes the file in a folder out of what fill writes, and gives its path: whole or not at all, readable by its owner
// alone. Where fill counts no rows there is no file.
func (r rejectsFile) write(ctx context.Context, folder string, fill func(context.Context, io.Writer) (int, error)) (string, error) {
	temp, err := os.CreateTemp(folder, ".recoup-*.tmp") // created 0600
	if err != nil {
		return "", r.unwritable(folder, err)
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // gone already when all went well
	count, err := fill(ctx, temp)
	if err == nil {
		err = temp.Sync()
	}
	if closing := temp.Close(); err == nil {
		err = closing
	}
	var known *model.Error
	switch {
	case errors.As(err, &known), ctx.Err() != nil && err != nil:
		return "", err
	case err != nil:
		return "", r.unwritable(folder, err)
	case count == 0:
		return "", nil
	}
	return r.place(temp.Name(), folder)
}

func (r rejectsFile) unwritable(folder string, err error) error {
	return model.Failed(err, "Make room there, or name another folder.", "The rejected rows of %s cannot be written to %s: %s.",
		r.of, model.Clean(folder), cause(err))
}

// place gives the finished file its name without ever taking one that another file has.
func (r rejectsFile) place(temp, folder string) (string, error) {
	base := rejectedName.ReplaceAllString(strings.TrimSuffix(r.base, filepath.Ext(r.base)), "")
	for n := 1; n <= 999; n++ {
		name := base + ".rejected" + r.ext
		if n > 1 {
			name = fmt.Sprintf("%s.rejected-%d%s", base, n, r.ext)
		}
		path := filepath.Join(folder, name)
		err := claim(temp, path)
		switch {
		case err == nil:
			syncFolder(folder)
			return path, nil
		case !errors.Is(err, fs.ErrExist):
			return "", r.unwritable(folder, err)
		case sameContent(temp, path):
			return path, nil
		}
	}
	return "", model.Failed(nil, "Remove the old ones.", "There are too many files of rejected rows of %s.", r.of)
}

// claim renames a file to a name that must be free. A link is the way that cannot take a name from another program; where
// the file system has none, the name is reserved with an empty file first.
func claim(temp, path string) error {
	err := os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	reserved, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // beside the user's file
	if err != nil {
		return err
	}
	if err := reserved.Close(); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(path) //nolint:errcheck,gosec // ours, and empty
		return err
	}
	return nil
}

// syncFolder makes the new name durable, where the system can.
func syncFolder(folder string) {
	if d, err := os.Open(folder); err == nil { //nolint:gosec // the user's own folder
		d.Sync()  //nolint:errcheck,gosec // not every system can
		d.Close() //nolint:errcheck,gosec // only synced
	}
}

// sameContent tells whether two regular files hold the same.
func sameContent(a, b string) bool {
	if stat, err := os.Lstat(b); err != nil || !stat.Mode().IsRegular() {
		return false
	}
	fa, err := os.Open(a) //nolint:gosec // our own
	if err != nil {
		return false
	}
	defer fa.Close()      //nolint:errcheck // only read
	fb, err := os.Open(b) //nolint:gosec // named like ours
	if err != nil {
		return false
	}
	defer fb.Close() //nolint:errcheck // only read
	ba, bb := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		na, ea := io.ReadFull(fa, ba)
		nb, eb := io.ReadFull(fb, bb)
		if !bytes.Equal(ba[:na], bb[:nb]) || (ea == nil) != (eb == nil) {
			return false
		}
		if ea != nil {
			return true
		}
	}
}
