package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// execute runs SQL on a snapshot's own connections.
func execute(s *Snapshot, statement string, args ...any) error {
	ctx := context.Background()
	return withSession(ctx, s.db, func(se *session) error { return se.exec(ctx, statement, args...) })
}

// listed runs a query of one column and joins the rows.
func listed(t *testing.T, s *Snapshot, query string, args ...any) string {
	t.Helper()
	ctx := context.Background()
	var all []string
	err := withSession(ctx, s.db, func(se *session) error {
		return se.each(ctx, query, args, func(row []driver.Value) error {
			all = append(all, fmt.Sprint(row[0]))
			return nil
		})
	})
	if err != nil {
		t.Fatalf("%v in %s", err, query)
	}
	return strings.Join(all, " ")
}

func emptySession(t *testing.T) *session {
	t.Helper()
	s, err := openSession(inMemory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.close() })
	return s
}

func TestValuesComeBackAsTheyWereWritten(t *testing.T) {
	ctx := context.Background()
	s := emptySession(t)
	if err := s.exec(ctx, "CREATE TABLE kept(n INTEGER PRIMARY KEY, a ANY, b ANY) STRICT"); err != nil {
		t.Fatal(err)
	}
	insert, err := s.prepare(ctx, "INSERT INTO kept(a, b) VALUES(?, ?)", 2)
	if err != nil {
		t.Fatal(err)
	}
	defer insert.close()
	large := strings.Repeat("ção ", 1<<18)
	written := [][2]driver.Value{
		{int64(math.MinInt64), int64(math.MaxInt64)}, {"", []byte{}}, {"a\x00b", []byte{0, 1, 255}}, {nil, "nothing before"},
		{large, large + "!"}, {"small again", nil}, {"é", int64(0)}, {nil, nil}, {strings.Repeat("x", 3000), "behind"},
	}
	for _, row := range written {
		insert.set(0, row[0])
		insert.set(1, row[1])
		if err := insert.run(ctx); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	err = s.each(ctx, "SELECT a, b FROM kept ORDER BY n", nil, func(row []driver.Value) error {
		for i, want := range written[n] {
			if fmt.Sprintf("%T %v", row[i], row[i]) != fmt.Sprintf("%T %v", want, want) {
				t.Errorf("row %d: %.40q became %.40q", n, want, row[i])
			}
		}
		n++
		return nil
	})
	if err != nil || n != len(written) {
		t.Fatalf("%d of %d rows, %v", n, len(written), err)
	}
}

func TestAStatementThatFailedWorksAgain(t *testing.T) {
	ctx := context.Background()
	s := emptySession(t)
	if err := s.exec(ctx, "CREATE TABLE kept(a TEXT UNIQUE) STRICT; INSERT INTO kept VALUES('one')"); err != nil {
		t.Fatal(err)
	}
	insert, err := s.prepare(ctx, "INSERT INTO kept VALUES(?)", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer insert.close()
	for _, try := range []struct {
		value driver.Value
		code  int
	}{{"one", sqlite3.SQLITE_CONSTRAINT}, {int64(1), 0}, {[]byte("b"), sqlite3.SQLITE_CONSTRAINT}, {"two", 0}} {
		insert.set(0, try.value)
		if err := insert.run(ctx); codeOf(err) != try.code {
			t.Errorf("%v: %v, want code %d", try.value, err, try.code)
		}
	}
	insert.set(0, time.Time{})
	if err := insert.run(ctx); err == nil {
		t.Error("a time was taken for a value of SQLite")
	}
	if _, err := s.prepare(ctx, "INSERT INTO kept VALUES(?)", 2); err == nil {
		t.Error("a parameter too many was promised")
	}
	if err := s.exec(ctx, "INSERT INTO kept VALUES(?)"); err == nil {
		t.Error("an argument is missing, and nobody says so")
	}
	if n, err := s.number(ctx, "SELECT count(*) FROM kept"); n != 3 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
}

// endless runs longer than any test.
const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

func TestTheEndOfAContextStopsWhatRuns(t *testing.T) {
	s := emptySession(t)
	for range 3 { // the connection can be used again each time
		ctx, stop := context.WithCancel(context.Background())
		ended := time.AfterFunc(5*time.Millisecond, stop)
		if _, err := s.number(ctx, endless); !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
		if _, err := s.number(ctx, "SELECT 1"); !errors.Is(err, context.Canceled) {
			t.Errorf("after the end: %v", err)
		}
		ended.Stop()
		if n, err := s.number(context.Background(), "SELECT 7"); n != 7 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	}
}

func TestWaitingForAnotherWriterCanBeStopped(t *testing.T) {
	path := snapshotPath(t)
	first, second := open(t, path, ReadWrite), open(t, path, ReadWrite)
	err := writing(context.Background(), first.db, func(*session) (bool, error) {
		ctx, stop := context.WithCancel(context.Background())
		defer time.AfterFunc(20*time.Millisecond, stop).Stop()
		_, err := second.Apply(ctx, file("a.csv", noon, sale("HP1")), ApplyOptions{})
		refused(t, err, context.Canceled)
		return false, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := listed(t, second, "PRAGMA busy_timeout"); got != "5000" {
		t.Errorf("the connection waits %s ms from now on", got)
	}
	apply(t, second, file("a.csv", noon, sale("HP1")))
}

// Whoever wants to stop while the last rows are being made durable comes too late, and is told so by success.
func TestACommitIsNotInterrupted(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	for n := range 20 {
		ctx, stop := context.WithCancel(context.Background())
		err := writing(ctx, s.db, func(se *session) (bool, error) {
			err := se.exec(ctx, "INSERT INTO meta(key,value) VALUES(?,?)", fmt.Sprint("test ", n), n)
			stop()
			return true, err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := listed(t, s, "SELECT count(*) FROM meta WHERE key LIKE 'test %'"); got != "20" {
		t.Errorf("%s of 20 are there", got)
	}
}

func TestAPoolLendsAsManyConnectionsAsItMay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	opened := 0
	p := newPool(2, func() (*session, error) { opened++; return openSession(forCreating(path)) })
	ctx := context.Background()
	first, err := p.take(ctx)
	if err != nil {
		t.Fatal(err)
	}
	second, err := p.take(ctx)
	if err != nil {
		t.Fatal(err)
	}
	short, stop := context.WithTimeout(ctx, time.Millisecond)
	defer stop()
	if _, err := p.take(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a third one: %v", err)
	}
	for _, s := range []*session{first, second} {
		if err := p.give(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := withSession(ctx, p, func(s *session) error { return s.exec(ctx, "CREATE TABLE kept(a)") }); err != nil || opened != 2 {
		t.Errorf("%d were opened, %v", opened, err)
	}
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.take(ctx); !errors.Is(err, errClosed) {
		t.Errorf("a closed pool lends: %v", err)
	}
}

func TestAPanicLeavesNoTransactionBehind(t *testing.T) {
	ctx := context.Background()
	s := open(t, snapshotPath(t), ReadWrite)
	for _, use := range []func(){
		func() {
			_ = writing(ctx, s.db, func(se *session) (bool, error) {
				_ = se.exec(ctx, "INSERT INTO meta(key,value) VALUES('half', 1)")
				panic("a bug")
			})
		},
		func() { _ = reading(ctx, s.db, func(*session) error { panic("a bug") }) },
	} {
		func() {
			defer func() { _ = recover() }()
			use()
		}()
	}
	apply(t, s, file("a.csv", noon, sale("HP1")))
	if got := listed(t, s, "SELECT count(*) FROM meta WHERE key = 'half'"); got != "0" {
		t.Error("half a transaction was committed")
	}
	for range 2 * maxSessions {
		err := withSession(ctx, s.db, func(se *session) error {
			if se.inTransaction() {
				t.Error("a connection is lent in the middle of a transaction")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
