package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
)

// session is one connection in use. It speaks to the driver without database/sql in between, which at sixty columns a
// row would cost more than SQLite itself. It stays on the goroutine that opened it.
type session struct {
	conn interface {
		driver.ConnPrepareContext
		driver.ExecerContext
		driver.QueryerContext
	}
}

// withSession runs fn on one connection of the pool.
func withSession(ctx context.Context, db *sql.DB, fn func(*session) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		s := &session{}
		var ok bool
		if s.conn, ok = raw.(interface {
			driver.ConnPrepareContext
			driver.ExecerContext
			driver.QueryerContext
		}); !ok {
			return fmt.Errorf("the SQLite driver's connection lacks a method: %T", raw)
		}
		return fn(s)
	})
}

// reading runs fn inside one read transaction, so that all it reads belongs to the same moment.
func reading(ctx context.Context, db *sql.DB, fn func(*session) error) error {
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
func writing(ctx context.Context, db *sql.DB, fn func(*session) (keep bool, err error)) error {
	return withSession(ctx, db, func(s *session) error {
		if err := s.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
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

func named(args []any) []driver.NamedValue {
	values := make([]driver.NamedValue, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case int:
			a = int64(v)
		case bool:
			a = flagValue(v)
		}
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	return values
}

func flagValue(yes bool) driver.Value {
	if yes {
		return int64(1)
	}
	return int64(0)
}

// exec runs one or more statements; int, int64, bool, string, []byte and nil are allowed as arguments.
func (s *session) exec(ctx context.Context, query string, args ...any) error {
	_, err := s.conn.ExecContext(ctx, query, named(args))
	return err
}

// each runs a query and calls fn with every row; the slice is reused.
func (s *session) each(ctx context.Context, query string, args []any, fn func(row []driver.Value) error) error {
	rows, err := s.conn.QueryContext(ctx, query, named(args))
	if err != nil {
		return err
	}
	return drain(ctx, rows, fn)
}

// drain goes through rows and closes them. It looks at ctx now and then: the driver watches it only until the first row.
func drain(ctx context.Context, rows driver.Rows, fn func(row []driver.Value) error) (err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	row := make([]driver.Value, len(rows.Columns()))
	for n := 0; ; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := rows.Next(row); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
}

// number runs a query for one integer; no row and NULL are 0.
func (s *session) number(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = s.each(ctx, query, args, func(row []driver.Value) error {
		n, _ = row[0].(int64)
		return nil
	})
	return n, err
}

// prepared is a statement that is run many times with arguments in a reused slice.
type prepared struct {
	stmt interface {
		driver.Stmt
		driver.StmtExecContext
	}
	args []driver.NamedValue
}

// prepare compiles one statement with a number of parameters.
func (s *session) prepare(ctx context.Context, query string, parameters int) (*prepared, error) {
	stmt, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p := &prepared{args: make([]driver.NamedValue, parameters)}
	var ok bool
	if p.stmt, ok = stmt.(interface {
		driver.Stmt
		driver.StmtExecContext
	}); !ok {
		return nil, errors.Join(fmt.Errorf("the SQLite driver's statement lacks a method: %T", stmt), stmt.Close())
	}
	for i := range p.args {
		p.args[i].Ordinal = i + 1
	}
	return p, nil
}

func (p *prepared) set(i int, v driver.Value) { p.args[i].Value = v }

func (p *prepared) run(ctx context.Context) error {
	_, err := p.stmt.ExecContext(ctx, p.args)
	return err
}

func (p *prepared) close() error { return p.stmt.Close() }
