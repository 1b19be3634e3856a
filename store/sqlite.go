package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// session is one connection to SQLite. It speaks to SQLite's C interface without database/sql in between, which at sixty
// columns a row would cost more than SQLite itself: there, each value is boxed, copied into memory of its own, and watched
// by a lock. A session has no lock at all, so it belongs to one goroutine at a time.
type session struct {
	tls *libc.TLS
	db  uintptr // sqlite3 *

	followed <-chan struct{} // the end of the context that may interrupt what runs; see follow
	unfollow func()
}

// sqliteError is an error that SQLite gave, with its extended result code.
type sqliteError struct {
	code int
	text string
}

// Error is SQLite's own words for it, and the code.
func (e *sqliteError) Error() string { return fmt.Sprintf("%s (%d)", e.text, e.code) }

// codeOf is the primary result code of an error that SQLite gave; 0 for any other.
func codeOf(err error) int {
	var e *sqliteError
	if !errors.As(err, &e) {
		return sqlite3.SQLITE_OK
	}
	return e.code & 0xff
}

func init() { sqlite3.PatchIssue199() } // arm64 on Linux: the library leaves it to whoever uses it

// busyWait is how long is waited for another process that holds the file.
const busyWait = 5 * time.Second

// openSession opens a connection and sets it up.
func openSession(from source) (*session, error) {
	s := &session{tls: libc.NewTLS()}
	if err := s.open(from.uri); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if err := s.exec(context.Background(), from.setup); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *session) open(uri string) error {
	name, err := libc.CString(uri)
	if err != nil {
		return err
	}
	defer libc.Xfree(s.tls, name)
	const pointer = 8
	handle := s.tls.Alloc(pointer)
	defer s.tls.Free(pointer)
	const flags = sqlite3.SQLITE_OPEN_READWRITE | sqlite3.SQLITE_OPEN_CREATE | sqlite3.SQLITE_OPEN_URI | sqlite3.SQLITE_OPEN_NOMUTEX
	rc := sqlite3.Xsqlite3_open_v2(s.tls, name, handle, flags, 0)
	s.db = libc.AtomicLoadPUintptr(handle) // also there when it failed, for the error's words
	if rc != sqlite3.SQLITE_OK {
		return s.failure(rc)
	}
	sqlite3.Xsqlite3_extended_result_codes(s.tls, s.db, 1)
	s.waitWhileBusy(busyWait)
	// The file may come from someone else. Its internals cannot be written to, and "text" in double quotes is never a
	// string; see guards for the rest.
	return errors.Join(s.configure(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, 1),
		s.configure(sqlite3.SQLITE_DBCONFIG_DQS_DDL, 0), s.configure(sqlite3.SQLITE_DBCONFIG_DQS_DML, 0))
}

func (s *session) waitWhileBusy(most time.Duration) {
	sqlite3.Xsqlite3_busy_timeout(s.tls, s.db, int32(most/time.Millisecond))
}

func (s *session) configure(option, value int32) error {
	const arguments = 16 // eight bytes for each of two
	at := s.tls.Alloc(arguments)
	defer s.tls.Free(arguments)
	if rc := sqlite3.Xsqlite3_db_config(s.tls, s.db, option, libc.VaList(at, value, uintptr(0))); rc != sqlite3.SQLITE_OK {
		return s.failure(rc)
	}
	return nil
}

// close closes the connection. The last one of a file moves the write-ahead log into it.
func (s *session) close() error {
	s.follow(context.Background())
	var err error
	if s.db != 0 {
		if rc := sqlite3.Xsqlite3_close_v2(s.tls, s.db); rc != sqlite3.SQLITE_OK {
			err = s.failure(rc)
		}
	}
	s.tls.Close()
	s.db, s.tls = 0, nil
	return err
}

// failure makes an error of a result code, with what SQLite has to say about it.
func (s *session) failure(rc int32) error {
	text := libc.GoString(sqlite3.Xsqlite3_errstr(s.tls, rc))
	if s.db != 0 && sqlite3.Xsqlite3_extended_errcode(s.tls, s.db) == rc {
		if said := libc.GoString(sqlite3.Xsqlite3_errmsg(s.tls, s.db)); said != text {
			text += ": " + said
		}
	}
	return &sqliteError{int(rc), text}
}

// inTransaction tells whether a transaction was begun and not ended.
func (s *session) inTransaction() bool { return sqlite3.Xsqlite3_get_autocommit(s.tls, s.db) == 0 }

// follow lets the end of a context interrupt what runs on the connection from now on, in place of the one followed
// before. One goroutine serves all that runs under the same context. When follow returns, an interrupt of the one before
// cannot come any more: COMMIT runs under a context without an end.
func (s *session) follow(ctx context.Context) {
	done := ctx.Done()
	if done == s.followed {
		return
	}
	if s.followed != nil {
		s.unfollow()
	}
	s.followed = done
	if done == nil {
		return
	}
	quit, ended := make(chan struct{}), make(chan struct{})
	s.unfollow = func() { close(quit); <-ended }
	go func() {
		defer close(ended)
		select {
		case <-done:
			interruptUntil(quit, s.db)
		case <-quit:
		}
	}()
}

// interruptUntil interrupts a connection again and again: between two statements an interrupt has no effect.
func interruptUntil(quit <-chan struct{}, db uintptr) {
	tls := libc.NewTLS()
	defer tls.Close()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		sqlite3.Xsqlite3_interrupt(tls, db)
		select {
		case <-again.C:
		case <-quit:
			return
		}
	}
}
