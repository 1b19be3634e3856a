package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// withSession runs fn on one connection of the pool.
func withSession(ctx context.Context, db *pool, fn func(*session) error) (err error) {
	s, err := db.take(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.give(s)) }()
	return fn(s)
}

// reading runs fn inside one read transaction, so that all it reads belongs to the same moment.
func reading(ctx context.Context, db *pool, fn func(*session) error) error {
	return withSession(ctx, db, func(s *session) error {
		if err := s.exec(ctx, "BEGIN"); err != nil {
			return err
		}
		err := fn(s)
		return errors.Join(err, s.exec(context.WithoutCancel(ctx), "ROLLBACK"))
	})
}

// writing runs fn inside one write transaction and commits it, unless fn fails or asks for a rollback by returning
// keep = false. It holds the write lock from the start. An error means that nothing was changed.
func writing(ctx context.Context, db *pool, fn func(*session) (keep bool, err error)) error {
	return withSession(ctx, db, func(s *session) error {
		if err := s.lockForWriting(ctx); err != nil {
			return err
		}
		done := context.WithoutCancel(ctx)
		finished := false
		defer func() {
			if !finished { // fn panicked
				_ = s.exec(done, "ROLLBACK")
			}
		}()
		keep, err := fn(s)
		if err == nil && keep {
			// From here on the user's wish to stop comes too late: a COMMIT that is interrupted may have happened.
			err = s.exec(done, "COMMIT")
		} else if err == nil {
			finished = true
			return s.exec(done, "ROLLBACK")
		}
		finished = true
		if err != nil {
			// SQLite has rolled back by itself after some errors; then there is nothing to roll back.
			_ = s.exec(done, "ROLLBACK")
		}
		return err
	})
}

// lockForWriting begins a write transaction. While another process holds the lock it asks again and again, as SQLite's own
// wait does not end with a context.
func (s *session) lockForWriting(ctx context.Context) error {
	defer s.waitWhileBusy(busyWait)
	s.waitWhileBusy(busyWait / 100)
	for deadline := time.Now().Add(busyWait); ; {
		err := s.exec(ctx, "BEGIN IMMEDIATE")
		if codeOf(err) != sqlite3.SQLITE_BUSY || time.Now().After(deadline) {
			return err
		}
	}
}

// exec runs one or more statements. For arguments see prepared.set; each statement gets as many of them as it has
// parameters.
func (s *session) exec(ctx context.Context, query string, args ...any) error {
	return s.eachStatement(ctx, query, args, func(p *prepared) error { return p.run(ctx) })
}

// each runs a query and calls fn with every row; the slice is reused.
func (s *session) each(ctx context.Context, query string, args []any, fn func(row []driver.Value) error) error {
	var row []driver.Value
	return s.eachRow(ctx, query, args, func(p *prepared) error {
		row = row[:0]
		for i := range p.width() {
			row = append(row, p.column(i))
		}
		return fn(row)
	})
}

// eachRow runs a query and calls fn with the statement at every row. It is for many rows: their values are not boxed.
func (s *session) eachRow(ctx context.Context, query string, args []any, fn func(row *prepared) error) error {
	return s.eachStatement(ctx, query, args, func(p *prepared) error {
		for {
			if more, err := p.step(ctx); err != nil || !more {
				return err
			}
			if err := fn(p); err != nil {
				return err
			}
		}
	})
}

// eachStatement compiles the statements of a query one after the other, as a later one may need what an earlier one makes.
func (s *session) eachStatement(ctx context.Context, query string, args []any, fn func(*prepared) error) error {
	text, err := libc.CString(query)
	if err != nil {
		return err
	}
	defer libc.Xfree(s.tls, text)
	for rest := text; libc.GoBytes(rest, 1)[0] != 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var p *prepared
		if p, rest, err = s.compile(rest); err != nil {
			return stopped(ctx, err)
		}
		if p.handle == 0 {
			continue
		}
		if err := p.once(args, fn); err != nil {
			return err
		}
	}
	return nil
}

func (p *prepared) once(args []any, fn func(*prepared) error) error {
	defer p.close()
	n := p.parameters()
	if n > len(args) {
		return fmt.Errorf("%d parameters, but %d arguments", n, len(args))
	}
	for i := range n {
		p.set(i, args[i])
	}
	return fn(p)
}

// number runs a query for one integer; no row and NULL are 0.
func (s *session) number(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = s.each(ctx, query, args, func(row []driver.Value) error {
		n, _ = row[0].(int64)
		return nil
	})
	return n, err
}
