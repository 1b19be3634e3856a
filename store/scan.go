package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"iter"
	"strconv"

	"recoup/model"
)

// Transactions goes through the transactions by order date and code; see Reader. The whole loop sees one moment of the
// file, whatever is imported meanwhile. SQLite reads ahead of the loop, so that both have a core.
func (s *Snapshot) Transactions(ctx context.Context) iter.Seq2[*model.Transaction, error] {
	return func(yield func(*model.Transaction, error) bool) {
		scan := s.startScan(ctx)
		defer scan.stop()
		var t model.Transaction
		for fetched := range scan.ahead {
			for i, row := range fetched.rows {
				id, err := readRow(row, s.words, &t)
				if err == nil && id != fetched.ids[i] {
					err = fmt.Errorf("row %d came out of order", id)
				}
				if err != nil {
					yield(nil, explain(err, s.path))
					return
				}
				if !yield(&t, nil) {
					return
				}
			}
		}
		if scan.err != nil {
			yield(nil, explain(scan.err, s.path))
		}
	}
}

// rowsPerFetch is how many rows a scan asks for at a time, and fetchesAhead how many times it does so before it waits for
// its reader.
const (
	rowsPerFetch = 1024
	fetchesAhead = 2
)

// fetch is a number of rows as rowJSON gives them, and the ids they were asked for by.
type fetch struct {
	ids  []int64
	rows []string
}

// scan reads the rows of transaction_ on a goroutine of its own. ahead is closed at the end; only then may err be looked
// at.
type scan struct {
	ahead  chan fetch
	err    error
	cancel context.CancelFunc
}

func (s *Snapshot) startScan(ctx context.Context) *scan {
	ctx, cancel := context.WithCancel(ctx)
	c := &scan{ahead: make(chan fetch, fetchesAhead), cancel: cancel}
	go func() {
		defer close(c.ahead)
		defer func() {
			if r := recover(); r != nil { // a reader must not take the screen's terminal down with it
				c.err = fmt.Errorf("panic: %v", r)
			}
		}()
		c.err = reading(ctx, s.db, func(se *session) error { return se.inOrder(ctx, c.ahead) })
	}()
	return c
}

// stop ends the scan and waits until its connection is free.
func (c *scan) stop() {
	c.cancel()
	for range c.ahead {
	}
}

// inOrder sorts the rows by id alone, so that the sorter holds a few bytes of each, and then fetches them in that order.
func (s *session) inOrder(ctx context.Context, ahead chan<- fetch) error {
	var ids []int64
	err := s.each(ctx, "SELECT id FROM transaction_ ORDER BY ordered_at, code", nil, func(row []driver.Value) error {
		id, _ := row[0].(int64)
		ids = append(ids, id)
		return nil
	})
	if err != nil {
		return err
	}
	query := "SELECT " + rowJSON("t") + " FROM json_each(?) j CROSS JOIN transaction_ t ON t.id = j.value"
	for len(ids) > 0 {
		next := fetch{ids: ids[:min(len(ids), rowsPerFetch)]}
		ids = ids[len(next.ids):]
		next.rows = make([]string, 0, len(next.ids))
		if err := s.each(ctx, query, []any{listOfIDs(next.ids)}, func(row []driver.Value) error {
			text, _ := row[0].(string)
			next.rows = append(next.rows, text)
			return nil
		}); err != nil {
			return err
		}
		if len(next.rows) != len(next.ids) {
			return fmt.Errorf("%d rows came of %d", len(next.rows), len(next.ids))
		}
		select {
		case ahead <- next:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// listOfIDs gives ids as a JSON array, the one argument of a query that joins them.
func listOfIDs(ids []int64) string {
	list := []byte{'['}
	for i, id := range ids {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, id, 10)
	}
	return string(append(list, ']'))
}
