package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"recoup/model"
)

// A format is a kind of file: the mark in its header, and its schema.
type format struct {
	kind        string // in a user's words
	application int
	steps       []migration
	// fill writes what every file of the format holds, after the last step; it may be nil.
	fill func(context.Context, *session) error
}

func (f format) version() int { return len(f.steps) }

// snapshotFormat is the format of snapshots, with the schema that a list of migrations leads to.
func snapshotFormat(steps []migration) format {
	return format{"snapshot", applicationID, steps, func(ctx context.Context, s *session) error {
		if err := s.writeViews(ctx); err != nil {
			return err
		}
		return s.writeWords(ctx)
	}}
}

// migrate takes a database through the steps it has not seen, in one SQLite transaction. A database that is up to date
// is left alone.
func (f format) migrate(ctx context.Context, db *pool) error {
	return writing(ctx, db, func(s *session) (bool, error) {
		version, err := s.number(ctx, "PRAGMA user_version")
		if err != nil || int(version) >= f.version() {
			return false, err
		}
		for _, step := range f.steps[version:] {
			if err := s.exec(ctx, string(step)); err != nil {
				return false, err
			}
		}
		if f.fill != nil {
			if err := f.fill(ctx, s); err != nil {
				return false, err
			}
		}
		err = s.exec(ctx, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d", f.application, f.version()))
		return true, err
	})
}

// writeViews makes the views anew: they say what the program makes of the tables, and change with it.
func (s *session) writeViews(ctx context.Context) error {
	var old []string
	err := s.each(ctx, "SELECT name FROM sqlite_schema WHERE type = 'view'", nil, func(row []driver.Value) error {
		name, _ := row[0].(string)
		old = append(old, name)
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range old {
		if err := s.exec(ctx, `DROP VIEW "`+name+`"`); err != nil {
			return err
		}
	}
	return s.exec(ctx, views())
}

// writeWords brings the model's words in the file up to date.
func (s *session) writeWords(ctx context.Context) error {
	for _, st := range wordTables() {
		if err := s.exec(ctx, st.sql, st.args...); err != nil {
			return err
		}
	}
	return nil
}

// upgrade migrates an older file. The screen opens snapshots for reading only, so this opens it once more for writing.
func (s *Snapshot) upgrade(ctx context.Context, f format) error {
	if s.mode == ReadOnly {
		writer, err := openWith(ctx, s.path, ReadWrite, f)
		if err != nil {
			return err
		}
		if err := writer.Close(); err != nil {
			return err
		}
		return s.use(ctx, forReading(s.path))
	}
	if err := s.keepCopy(ctx); err != nil {
		return err
	}
	if err := f.migrate(ctx, s.db); err != nil {
		return err
	}
	s.version = f.version()
	return nil
}

// keepCopy puts a copy of the file, as it is before a migration, beside it: snapshot.db becomes snapshot.db.v1. A copy
// that is there already was made by an attempt that did not finish, and is made again.
func (s *Snapshot) keepCopy(ctx context.Context) error {
	file, err := os.CreateTemp(filepath.Dir(s.path), unfinished) // SQLite keeps the mode of an empty file: 0600
	if err != nil {
		return err
	}
	made := file.Name()
	defer os.Remove(made)
	if err := file.Close(); err != nil {
		return err
	}
	if err := withSession(ctx, s.db, func(se *session) error { return se.exec(ctx, "VACUUM INTO ?", made) }); err != nil {
		return err
	}
	copied, err := os.OpenFile(made, os.O_RDWR, 0) // SQLite has closed it, and syncs no copy
	if err != nil {
		return err
	}
	if err := errors.Join(copied.Sync(), copied.Close()); err != nil {
		return err
	}
	if err := os.Rename(made, fmt.Sprintf("%s.v%d", s.path, s.version)); err != nil {
		return err
	}
	return syncDir(filepath.Dir(s.path))
}

// soundSize is the size in bytes up to which a file is checked before each first import of a process; 32 MB take about
// 50 ms. A larger file is checked only when its last writer did not finish.
const soundSize = 32 << 20

// ensureSound looks for damage before the first write. Opening for reading does not, so that the first frame does not
// wait for it; a report over a damaged page fails by itself.
func (s *Snapshot) ensureSound(ctx context.Context, se *session) error {
	if !s.unchecked || (!s.unclean && sizeOf(s.path) > soundSize) {
		return nil
	}
	if err := se.checkPages(ctx, "quick_check", s.path); err != nil {
		return err
	}
	s.unchecked = false
	return nil
}

// checkPages runs quick_check or integrity_check.
func (s *session) checkPages(ctx context.Context, pragma, path string) error {
	return s.each(ctx, "PRAGMA "+pragma+"(1)", nil, func(row []driver.Value) error {
		if said, _ := row[0].(string); said != "ok" {
			return damaged(fmt.Errorf("%s: %s", pragma, said), model.Clean(path), model.Clean(said).String())
		}
		return nil
	})
}
