package store

import (
	"context"
	"strings"
)

// rowWriter writes the rows of one import through statements that are compiled once.
type rowWriter struct {
	row, observation   *prepared
	update, body, seen *prepared

	nextRow, nextObservation int64
}

func newRowWriter(ctx context.Context, s *session) (w *rowWriter, err error) {
	w = &rowWriter{}
	columns := rowColumns()
	for _, p := range []struct {
		place      **prepared
		sql        string
		parameters int
	}{
		{&w.row, "INSERT INTO transaction_(" + strings.Join(columns, ",") + ") VALUES " + placeholders(rowWidth), rowWidth},
		{&w.observation, "INSERT INTO observation(id,code,source,hash,first_seen,last_seen,import_id,body) VALUES " + placeholders(8), 8},
		{&w.update, "UPDATE transaction_ SET " + strings.Join(columns[1:], "=?,") + "=? WHERE id=?", rowWidth},
		{&w.body, "UPDATE observation SET body=? WHERE id=? AND body IS NULL", 2},
		{&w.seen, "UPDATE observation SET first_seen=?, last_seen=? WHERE id=?", 3},
	} {
		if *p.place, err = s.prepare(ctx, p.sql, p.parameters); err != nil {
			w.close()
			return nil, err
		}
	}
	if w.nextRow, err = s.number(ctx, "SELECT coalesce(max(id), 0) + 1 FROM transaction_"); err == nil {
		w.nextObservation, err = s.number(ctx, "SELECT coalesce(max(id), 0) + 1 FROM observation")
	}
	if err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

// insertRow writes the row of a new transaction.
func (w *rowWriter) insertRow(ctx context.Context, row *rowValues) error {
	w.row.setNumber(rowID, w.nextRow)
	w.nextRow++
	w.row.setRow(row, 0)
	return w.row.run(ctx)
}

// updateRow rewrites the row of a transaction.
func (w *rowWriter) updateRow(ctx context.Context, id int64, row *rowValues) error {
	w.update.setRow(row, -rowCode)
	w.update.setNumber(rowWidth-1, id)
	return w.update.run(ctx)
}

// insertObservation writes a new observation; without a body its facts are in the transaction's row.
func (w *rowWriter) insertObservation(ctx context.Context, code string, o *stored, importID int64, body any) error {
	p := w.observation
	p.setNumber(0, w.nextObservation)
	p.setText(1, code)
	p.setText(2, o.source.ID())
	p.setBytes(3, o.hash[:])
	p.setNumber(4, int64(o.first))
	p.setNumber(5, int64(o.last))
	p.setNumber(6, importID)
	p.set(7, body)
	w.nextObservation++
	return p.run(ctx)
}

func (w *rowWriter) giveBody(ctx context.Context, id int64, body string) error {
	w.body.setText(0, body)
	w.body.setNumber(1, id)
	return w.body.run(ctx)
}

func (w *rowWriter) widen(ctx context.Context, o *stored) error {
	w.seen.setNumber(0, int64(o.first))
	w.seen.setNumber(1, int64(o.last))
	w.seen.setNumber(2, o.id)
	return w.seen.run(ctx)
}

func (w *rowWriter) close() { closeAll(w.row, w.observation, w.update, w.body, w.seen) }
