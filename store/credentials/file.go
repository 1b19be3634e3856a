package credentials

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"recoup/model"
)

const (
	fileName = "credentials.json"
	// unfinished is the pattern of a file that is being written; one that a killed process has left holds secrets too.
	unfinished = ".credentials-*.new"
)

// file keeps credentials where there is no keyring. Without a folder it keeps nothing.
type file struct {
	folder string
	tell   func(sentence string)
}

func (f file) path() string { return filepath.Join(f.folder, fileName) }

// contents are what the file holds.
type contents map[Profile]Values

// read gives what the file holds, nothing where there is none. A file that others may read, or put another in the place
// of, is refused.
func (f file) read() (contents, error) {
	if f.folder == "" {
		return contents{}, nil
	}
	info, err := os.Stat(f.path()) // before it is opened: opening a pipe would wait for its other end
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR):
		return contents{}, nil
	case err != nil:
		return nil, f.unreadable(err)
	case !info.Mode().IsRegular():
		return nil, f.notOurs()
	}
	opened, err := os.Open(f.path())
	if err != nil {
		return nil, f.unreadable(err)
	}
	defer opened.Close() //nolint:errcheck // read only
	if info, err = opened.Stat(); err != nil {
		return nil, f.unreadable(err)
	}
	if err := f.refuseExposed(info); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(opened, maxInput+1))
	if err != nil {
		return nil, f.unreadable(err)
	}
	found, ok := decode(raw)
	if !ok {
		return nil, f.notOurs()
	}
	return found, nil
}

// refuseExposed refuses a file that is not its reader's alone, and warns of a folder that others may look into.
func (f file) refuseExposed(info fs.FileInfo) error {
	if !checksModes {
		return nil
	}
	path, folder := model.Clean(f.path()), model.Clean(f.folder)
	if uid, known := ownerOf(info); known && uid != os.Geteuid() {
		return model.Failed(ErrExposed, "Delete it and keep your own with: recoup auth set", "%s belongs to another user, so it is not read.", path)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return model.Failed(ErrExposed, "Run chmod 600 on it; if others may have seen it, make a new credential in Hotmart.",
			"Others on this machine can open %s, so it is not read.", path)
	}
	around, err := os.Stat(f.folder)
	if err != nil {
		return f.unreadable(err)
	}
	uid, known := ownerOf(around)
	switch {
	case known && uid != os.Geteuid() && uid != 0:
		return model.Failed(ErrExposed, "Make it yours with chown.", "The folder %s belongs to another user, so what is in it is not read.", folder)
	case around.Mode().Perm()&0o022 != 0:
		return model.Failed(ErrExposed, "Run chmod 700 on it.", "Others on this machine can write in the folder %s, so what is in it is not read.", folder)
	case around.Mode().Perm()&0o077 != 0:
		f.tell("Others on this machine can look into the folder " + folder.String() + ": run chmod 700 on it.")
	}
	return nil
}

// decode reads the JSON of the file. The decoder's own errors would repeat parts of it.
func decode(raw []byte) (contents, bool) {
	if len(raw) > maxInput {
		return nil, false
	}
	var held map[Profile]map[Name]string
	if json.Unmarshal(raw, &held) != nil || held == nil {
		return nil, false
	}
	found := contents{}
	for p, values := range held {
		if p != Production && p != Sandbox {
			return nil, false
		}
		kept, ok := checked(p, values)
		if !ok {
			return nil, false
		}
		found[p] = kept
	}
	return found, true
}

// checked makes values of what was kept as text, if each is one that could have been kept.
func checked(p Profile, held map[Name]string) (Values, bool) {
	values := Values{}
	for n, raw := range held {
		if check(n, raw) != nil || !p.holds(n) { // as it was kept: quotes in it are its own now
			return nil, false
		}
		values[n] = NewSecret(raw)
	}
	return values, true
}

// encode writes values as text for a place that keeps them.
func encode(v Values) map[Name]string {
	held := map[Name]string{}
	for _, n := range v.names() {
		held[n] = v[n].Reveal()
	}
	return held
}

// write replaces the file, whole or not at all, by one that only its owner may read; without values it removes it.
func (f file) write(all contents) error {
	held := map[Profile]map[Name]string{}
	for p, values := range all {
		if !values.isEmpty() {
			held[p] = encode(values)
		}
	}
	if len(held) == 0 {
		return f.remove()
	}
	if f.folder == "" {
		return model.Failed(nil, "Set HOME or XDG_CONFIG_HOME.", "There is no folder to keep the credentials in.")
	}
	raw, err := json.MarshalIndent(held, "", "  ")
	if err != nil {
		return f.unwritable(err)
	}
	if err := f.makeFolder(); err != nil {
		return f.unwritable(err)
	}
	f.sweep(time.Hour)
	if err := f.replace(append(raw, '\n')); err != nil {
		return f.unwritable(err)
	}
	return nil
}

// makeFolder makes the folder, or takes from others the rights to one that is ours.
func (f file) makeFolder() error {
	if err := os.MkdirAll(f.folder, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(f.folder)
	if err != nil || !checksModes || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(f.folder, 0o700)
}

func (f file) replace(raw []byte) (err error) {
	temp, err := os.CreateTemp(f.folder, unfinished) // 0600, and never a file that was there
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(raw)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return err
	}
	if err = os.Rename(temp.Name(), f.path()); err != nil {
		return err
	}
	return syncFolder(f.folder)
}

// remove deletes the file.
func (f file) remove() error {
	if f.folder == "" {
		return nil
	}
	err := os.Remove(f.path())
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	if err == nil {
		err = syncFolder(f.folder)
	}
	if err != nil {
		return model.Failed(err, "Delete it yourself.", "%s could not be removed: %s.", model.Clean(f.path()), model.Clean(cause(err)))
	}
	return nil
}

// sweep removes files that were begun and not finished at least so long ago.
func (f file) sweep(age time.Duration) {
	entries, err := os.ReadDir(f.folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if ours, _ := filepath.Match(unfinished, entry.Name()); !ours || !entry.Type().IsRegular() {
			continue
		}
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) >= age {
			_ = os.Remove(filepath.Join(f.folder, entry.Name()))
		}
	}
}

// syncFolder makes a new name in a folder outlast a power cut, where the system can.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return nil //nolint:nilerr // a folder that may be written but not read cannot be synced
	}
	defer d.Close() //nolint:errcheck // read only
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return err
}

func (f file) unreadable(err error) error {
	return model.Failed(err, "Check that it is yours: ls -l "+model.Clean(f.path()).String(),
		"%s cannot be read: %s.", model.Clean(f.path()), model.Clean(cause(err)))
}

func (f file) unwritable(err error) error {
	return model.Failed(err, "Nothing was kept. Make room, or make the folder yours, and try again.",
		"The credentials could not be written to %s: %s.", model.Clean(f.path()), model.Clean(cause(err)))
}

func (f file) notOurs() error {
	return model.Failed(ErrNotOurs, "Begin anew: recoup auth remove, then recoup auth set", "%s is not what recoup writes there.", model.Clean(f.path()))
}

// cause is the innermost reason, without the name of the temporary file.
func cause(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	}
	return strings.TrimSuffix(err.Error(), ".")
}

// exists tells whether there is a file, or something else of its name.
func (f file) exists() bool {
	if f.folder == "" {
		return false
	}
	_, err := os.Lstat(f.path())
	return err == nil
}
