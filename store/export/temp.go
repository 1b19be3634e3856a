package export

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// temp is the content on its way to the file: in the same folder, so that it can take the file's name in one step.
type temp struct {
	path  string
	f     *os.File
	held  *os.File // locked while the content is in use, so that the next run can tell what a killed one has left
	bytes int64
	err   error // the first error of writing
}

// tempPattern is the name of our temporary files; * stands for random digits.
const tempPattern = ".recoup-*.tmp"

// newTemp makes an empty file that only its owner may read, and removes those that killed runs have left.
func newTemp(folder string) (t *temp, err error) {
	sweep(folder)
	for range 3 { // another run may sweep our file away between its making and its lock
		f, err := os.CreateTemp(folder, tempPattern)
		if err != nil {
			return nil, err
		}
		t = &temp{path: f.Name(), f: f}
		if err = t.claim(); err == nil {
			return t, nil
		}
		t.discard()
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return nil, err
}

// claim marks the file as in use.
func (t *temp) claim() (err error) {
	if err := t.f.Chmod(0o600); err != nil { // a strict umask may have taken our own rights
		return err
	}
	if t.held, err = os.Open(t.path); err != nil {
		return err
	}
	hold(t.held)
	_, err = os.Lstat(t.path)
	return err
}

// sweep removes the temporary files that nobody holds any more. What cannot be looked at is left alone.
func sweep(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if ours, _ := filepath.Match(tempPattern, entry.Name()); !ours || !entry.Type().IsRegular() {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		if isLeft(f) {
			_ = os.Remove(path)
		}
		_ = f.Close()
	}
}

// finish brings the content to the disk. An error of writing that the writer has swallowed is an error all the same.
func (t *temp) finish() error {
	if t.err != nil {
		return t.err
	}
	if err := t.f.Sync(); err != nil && !cannotSync(err) {
		return err
	}
	err := t.f.Close()
	t.f = nil
	return err
}

// Write adds to the content.
func (t *temp) Write(p []byte) (int, error) {
	if t.err != nil {
		return 0, t.err
	}
	n, err := t.f.Write(p)
	t.bytes += int64(n)
	t.err = err
	return n, err
}

// discard removes what is left of the temporary file: all of it after a failure, its second name after a success.
func (t *temp) discard() {
	if t.path == "" {
		return
	}
	if t.f != nil {
		_ = t.f.Close()
	}
	_ = os.Remove(t.path)
	if t.held != nil {
		_ = t.held.Close()
	}
	t.path = ""
}

// publish gives the finished content its name, which must be free, by the first of the ways that the file system knows.
// Each way fails with fs.ErrExist, and changes nothing, if the name is taken.
func publish(from, to string, ways ...func(from, to string) error) (err error) {
	for _, way := range ways {
		if err = way(from, to); err == nil || !isUnsupported(err) {
			return err
		}
	}
	return err
}

func linkNew(from, to string) error { return os.Link(from, to) }

// reserveNew takes the name with an empty file and then replaces that: for file systems that know neither links nor a
// rename that spares what is there. A run killed between the two steps leaves the empty file.
func reserveNew(from, to string) error {
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = f.Close()
	if err == nil {
		err = os.Rename(from, to)
	}
	if err != nil {
		_ = os.Remove(to)
	}
	return err
}

// isUnsupported tells whether a file system does not know an operation. FAT answers EPERM to a link.
func isUnsupported(err error) bool {
	for _, known := range []error{errors.ErrUnsupported, syscall.EPERM, syscall.EINVAL, syscall.EMLINK, syscall.EXDEV} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// syncFolder brings the folder's entry to the disk. A folder that may be written but not read cannot be synced.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	err = f.Sync()
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil && cannotSync(err) {
		return nil
	}
	return err
}

// cannotSync tells whether syncing is something that the file system does not do.
func cannotSync(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported)
}
