package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"recoup/model"
)

// Mode says what a snapshot is opened for.
type Mode uint8

// The modes.
const (
	// ReadOnly never writes to the file, and never makes one.
	ReadOnly Mode = iota
	// ReadWrite may apply batches, and makes the file and its folder where they are missing.
	ReadWrite
)

// maxConnections bounds the connections of one Snapshot: a long scan, the watch for changes, and short questions beside.
const maxConnections = 4

// Snapshot is an open snapshot file. Its methods may be called from several goroutines; Apply waits for its turn.
type Snapshot struct {
	path    string // empty in memory
	mode    Mode
	db      *sql.DB
	opened  os.FileInfo // identity of the file at the time of opening; nil in memory
	words   *vocabulary
	version int
	now     func() time.Time
	// unchecked is set until the file was found sound; see ensureSound.
	unchecked bool
	unclean   bool
	applying  sync.Mutex

	watching sync.Mutex
	watch    *sql.Conn
	seen     int64 // data_version of watch at the last call of Changed
}

// Open opens the snapshot at a path. A file that is not a snapshot is refused and left byte for byte as it is, one of an
// older version is brought up to date after a copy of it was put beside it. Errors are *model.Error with one of this
// package's causes.
func Open(ctx context.Context, path string, mode Mode) (*Snapshot, error) {
	return openWith(ctx, path, mode, snapshotFormat(migrations()))
}

// OpenMemory opens an empty snapshot that lives in this process only: for a dry run where there is no file yet. It has
// one connection, so nothing else can be asked of it while a loop over Transactions runs.
func OpenMemory(ctx context.Context) (*Snapshot, error) {
	s := &Snapshot{mode: ReadWrite, words: newVocabulary(), now: time.Now, version: len(migrations())}
	connector, err := sqlite.NewConnector(dsnInMemory)
	if err != nil {
		return nil, explain(err, "memory")
	}
	s.db = sql.OpenDB(connector)
	s.db.SetMaxOpenConns(1)
	if err := snapshotFormat(migrations()).migrate(ctx, s.db); err != nil {
		return nil, explain(errors.Join(err, s.db.Close()), "memory")
	}
	return s, nil
}

func openWith(ctx context.Context, path string, mode Mode, f format) (*Snapshot, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, explain(err, path)
	}
	if mode == ReadWrite {
		if err := f.createIfMissing(ctx, full); err != nil {
			return nil, explain(err, path)
		}
	}
	if err := f.probe(ctx, full); err != nil {
		return nil, explain(err, path)
	}
	s := &Snapshot{path: full, mode: mode, words: newVocabulary(), now: time.Now, unchecked: true, unclean: sizeOf(full+"-wal") > 0}
	if err := s.connect(ctx, f); err != nil {
		return nil, explain(errors.Join(err, s.Close()), path)
	}
	return s, nil
}

// connect opens the file for good, and migrates it when it is older.
func (s *Snapshot) connect(ctx context.Context, f format) (err error) {
	if s.opened, err = os.Stat(s.path); err != nil {
		return err
	}
	dsn := dsnForReading(s.path)
	if s.mode == ReadWrite {
		dsn = dsnForWriting(s.path)
	}
	if err := s.useDSN(ctx, dsn); err != nil {
		if s.mode != ReadOnly || !cannotShare(err) || sizeOf(s.path+"-wal") > 0 {
			return err
		}
		// SQLite needs to make two files beside one that others may write to. In a folder where it may not, nobody
		// else can write either, and without a log the file is complete as it is.
		if err := s.useDSN(ctx, dsnForFrozen(s.path)); err != nil {
			return err
		}
	}
	switch {
	case s.version > f.version(): // the newer version may not have reached the file itself when it was probed
		return newer(model.Clean(s.path))
	case s.version < f.version():
		return s.upgrade(ctx, f)
	}
	return nil
}

// useDSN makes the pool and reads the schema's version through its first connection.
func (s *Snapshot) useDSN(ctx context.Context, dsn string) error {
	if err := s.Close(); err != nil {
		return err
	}
	base, err := sqlite.NewConnector(dsn)
	if err != nil {
		return err
	}
	s.db = sql.OpenDB(sameFile{base, s})
	s.db.SetMaxOpenConns(maxConnections)
	s.db.SetMaxIdleConns(2)
	if s.watch, err = s.db.Conn(ctx); err != nil {
		return err
	}
	if err := s.watch.QueryRowContext(ctx, "PRAGMA user_version").Scan(&s.version); err != nil {
		return err
	}
	// A table has to be read before SQLite looks for the files beside the snapshot.
	if err := s.watch.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(new(int)); err != nil {
		return err
	}
	return s.watch.QueryRowContext(ctx, "PRAGMA data_version").Scan(&s.seen)
}

// cannotShare tells whether SQLite could not make its -wal and -shm files.
func cannotShare(err error) bool {
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return false
	}
	code := lite.Code() & 0xff
	return code == sqlite3.SQLITE_READONLY || code == sqlite3.SQLITE_CANTOPEN
}

// sameFile refuses connections to another file than the one that was opened first: a pool opens them when it needs them,
// and by then something else may have been put at the path.
type sameFile struct {
	driver.Connector
	s *Snapshot
}

// Connect opens one more connection.
func (c sameFile) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.s.checkInPlace(); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// checkInPlace tells whether the path still leads to the file that was opened. SQLite itself would go on writing into a
// deleted file and report success.
func (s *Snapshot) checkInPlace() error {
	if s.opened == nil {
		return nil
	}
	now, err := os.Stat(s.path)
	if err == nil && os.SameFile(now, s.opened) {
		return nil
	}
	return model.Failed(errors.Join(ErrReplaced, err), "Start recoup again; nothing was written.",
		"%s was deleted or replaced while it was open.", model.Clean(s.path))
}

// Close closes the file. Readers that are still in a loop get an error.
func (s *Snapshot) Close() error {
	if s.db == nil {
		return nil
	}
	var err error
	if s.watch != nil {
		err = s.watch.Close()
		s.watch = nil
	}
	err = errors.Join(err, s.db.Close())
	s.db = nil
	return err
}

// Path is where the snapshot lies; empty for one in memory.
func (s *Snapshot) Path() string { return s.path }

// Version is the version of the file's schema.
func (s *Snapshot) Version() int { return s.version }

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
