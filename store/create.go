package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"recoup/model"
)

// unfinished is the pattern of a file that is being made; leftovers of a process that was killed are removed after a day.
const unfinished = ".recoup-*.new"

// createIfMissing makes an empty file of the format at a path where there is nothing. It is made under another name and
// gets its own only when it is complete, so that an empty file at the path is never one of ours.
func (f format) createIfMissing(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := f.refuseOrphan(path); err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	removeLeftovers(dir)
	file, err := os.CreateTemp(dir, unfinished) // 0600, and never a file that was there
	if err != nil {
		return err
	}
	made := file.Name()
	defer func() {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(made + suffix)
		}
	}()
	if err := file.Close(); err != nil { // before SQLite opens it: closing it later would drop SQLite's locks
		return err
	}
	if err := f.makeAt(ctx, made); err != nil {
		return err
	}
	if err := publish(made, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	} else if err == nil {
		return syncDir(dir)
	}
	return nil // another process was faster; its file is as good
}

// refuseOrphan looks for the log of a file that was deleted without it: SQLite would play it into whatever is made at the
// path. It is not removed, since another process may be making the file just now and the log be its own.
func (f format) refuseOrphan(path string) error {
	for _, log := range []string{path + "-wal", path + "-journal"} {
		if sizeOf(log) == 0 {
			continue
		}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return model.Failed(ErrOrphan, "Put that "+f.kind+" back, or delete this file as well.",
				"%s is left of a %s that was deleted.", model.Clean(log), f.kind)
		}
	}
	return nil
}

func (f format) makeAt(ctx context.Context, path string) error {
	db := newPool(1, func() (*session, error) { return openSession(forCreating(path)) })
	if err := errors.Join(f.migrate(ctx, db), emptyLog(ctx, db), db.close()); err != nil {
		return err
	}
	if left := sizeOf(path + "-wal"); left > 0 {
		return fmt.Errorf("%d bytes of the new file are in its log still", left)
	}
	return nil
}

// emptyLog moves the write-ahead log into the file. Closing the last connection would do so too, but keeps quiet about an
// error, and the file is given its name without the log.
func emptyLog(ctx context.Context, db *pool) error {
	return withSession(ctx, db, func(s *session) error { return s.exec(ctx, "PRAGMA wal_checkpoint(TRUNCATE)") })
}

func removeLeftovers(dir string) {
	names, _ := filepath.Glob(filepath.Join(escapeGlob(dir), unfinished+"*"))
	for _, name := range names {
		if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > 24*time.Hour {
			_ = os.Remove(name)
		}
	}
}

// escapeGlob makes the folder's own characters stand for themselves in a pattern.
func escapeGlob(dir string) string {
	var out []rune
	for _, r := range dir {
		if r == '*' || r == '?' || r == '[' || r == '\\' {
			out = append(out, '\\')
		}
		out = append(out, r)
	}
	return string(out)
}

// syncDir makes a new name in a folder survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// probe looks at a file without changing it, and refuses one of another kind or of a newer version.
func (f format) probe(ctx context.Context, path string) error {
	name := model.Clean(path)
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return notOurs(errors.New("a folder"), name, f.kind)
	case !info.Mode().IsRegular() || info.Size() == 0:
		return notOurs(errors.New("an empty or special file"), name, f.kind)
	}
	// Without a write-ahead log the file can be read alone, and no file is made beside one that may not be ours. With
	// one, it may be in the middle of being brought up to date from it, and only both together make sense.
	var marks fileMarks
	alone := sizeOf(path+"-wal") == 0
	if alone {
		err = marks.read(ctx, forFrozen(path))
	}
	if !alone || err != nil && sizeOf(path+"-wal") > 0 {
		err = marks.read(ctx, forReading(path))
	}
	switch {
	case codeOf(err) == sqlite3.SQLITE_NOTADB:
		return notOurs(err, name, f.kind)
	case err != nil:
		return err
	case marks.application != int64(f.application):
		return notOurs(fmt.Errorf("application id %#x", marks.application), name, f.kind)
	case marks.version > int64(f.version()):
		return newer(name)
	}
	return nil
}

// fileMarks are the two numbers in a file's header that say what it is.
type fileMarks struct{ application, version int64 }

func (m *fileMarks) read(ctx context.Context, from source) error {
	s, err := openSession(from)
	if err != nil {
		return err
	}
	m.application, err = s.number(ctx, "PRAGMA application_id")
	if err == nil {
		m.version, err = s.number(ctx, "PRAGMA user_version")
	}
	return errors.Join(err, s.close())
}
