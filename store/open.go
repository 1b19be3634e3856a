package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

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

// maxSessions bounds the connections of one Snapshot beside its watch for changes: a long scan, an import, and short
// questions beside.
const maxSessions = 3

// Snapshot is an open snapshot file. Its methods may be called from several goroutines; Apply waits for its turn.
type Snapshot struct {
	path    string // empty in memory
	mode    Mode
	db      *pool
	opened  os.FileInfo // identity of the file at the time of opening; nil in memory
	words   *vocabulary
	version int
	now     func() time.Time
	// unchecked is set until the file was found sound; see ensureSound.
	unchecked bool
	unclean   bool
	worded    bool // the model's words were brought up to date
	applying  sync.Mutex

	watching sync.Mutex
	watch    *session
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
	s.db = newPool(1, func() (*session, error) { return openSession(inMemory()) })
	if err := snapshotFormat(migrations()).migrate(ctx, s.db); err != nil {
		return nil, explain(errors.Join(err, s.db.close()), "memory")
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
	from := forReading(s.path)
	if s.mode == ReadWrite {
		from = forWriting(s.path)
	}
	if err := s.use(ctx, from); err != nil {
		if s.mode != ReadOnly || !cannotShare(err) || sizeOf(s.path+"-wal") > 0 {
			return err
		}
		// SQLite needs to make two files beside one that others may write to. In a folder where it may not, nobody
		// else can write either, and without a log the file is complete as it is.
		if err := s.use(ctx, forFrozen(s.path)); err != nil {
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

// use makes the pool, and reads the schema's version through a first connection, which stays to watch for changes.
func (s *Snapshot) use(ctx context.Context, from source) (err error) {
	if err := s.Close(); err != nil {
		return err
	}
	s.db = newPool(maxSessions, func() (*session, error) { return s.openSame(from) })
	if s.watch, err = s.openSame(from); err != nil {
		return err
	}
	defer s.watch.follow(context.Background())
	version, err := s.watch.number(ctx, "PRAGMA user_version")
	if err != nil {
		return err
	}
	s.version = int(version)
	// A table has to be read before SQLite looks for the files beside the snapshot.
	if _, err := s.watch.number(ctx, "SELECT count(*) FROM sqlite_schema"); err != nil {
		return err
	}
	s.seen, err = s.watch.number(ctx, "PRAGMA data_version")
	return err
}

// cannotShare tells whether SQLite could not make its -wal and -shm files.
func cannotShare(err error) bool {
	code := codeOf(err)
	return code == sqlite3.SQLITE_READONLY || code == sqlite3.SQLITE_CANTOPEN
}

// openSame opens one more connection, but never to another file than the one that was opened first: the pool opens them
// when it needs them, and by then something else may have been put at the path.
func (s *Snapshot) openSame(from source) (*session, error) {
	opened, err := openSession(from)
	if err != nil {
		return nil, err
	}
	if err := s.checkInPlace(); err != nil {
		return nil, errors.Join(err, opened.close())
	}
	return opened, nil
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
		err = s.watch.close()
		s.watch = nil
	}
	err = errors.Join(err, s.db.close())
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
