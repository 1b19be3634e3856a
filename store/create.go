package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
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

func (f format) makeAt(ctx context.Context, path string) error {
	connector, err := sqlite.NewConnector(dsnForCreating(path))
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1)
	// Closing the only connection moves the write-ahead log into the file and removes it.
	return errors.Join(f.migrate(ctx, db), db.Close())
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

// probe looks at a file without changing it or its folder, and gives the version of its schema. A file of another kind
// or of a newer version is refused.
func (f format) probe(ctx context.Context, path string) (version int, err error) {
	name := model.Clean(path)
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return 0, err
	case info.IsDir():
		return 0, notOurs(errors.New("a folder"), name, f.kind)
	case !info.Mode().IsRegular() || info.Size() == 0:
		return 0, notOurs(errors.New("an empty or special file"), name, f.kind)
	}
	connector, err := sqlite.NewConnector(dsnForFrozen(path))
	if err != nil {
		return 0, err
	}
	db := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, db.Close()) }()
	var id int
	var lite *sqlite.Error
	err = db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id)
	if errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_NOTADB {
		return 0, notOurs(err, name, f.kind)
	}
	if err != nil {
		return 0, err
	}
	if id != f.application {
		return 0, notOurs(fmt.Errorf("application id %#x", id), name, f.kind)
	}
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	if version > f.version() {
		return 0, newer(name)
	}
	return version, nil
}
