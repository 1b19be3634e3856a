package store

import (
	"context"
	"errors"
	"strings"
)

// Rows travel to SQLite in statements of many rows, which saves a tenth of the time; what is left over goes one by one.
const (
	rowsAtOnce         = 50
	observationsAtOnce = 100
	observationWidth   = 8
)

// rowWriter writes the rows of one import through statements that are compiled once.
type rowWriter struct {
	rows, row                 *prepared
	observations, observation *prepared
	update, body, seen        *prepared

	rowsWaiting, observationsWaiting int
	nextRow, nextObservation         int64
}

func newRowWriter(ctx context.Context, s *session) (w *rowWriter, err error) {
	w = &rowWriter{}
	columns := rowColumns()
	insertRow := "INSERT INTO transaction_(" + strings.Join(columns, ",") + ") VALUES "
	updateRow := "UPDATE transaction_ SET " + strings.Join(columns[1:], "=?,") + "=? WHERE id=?"
	const insertObservation = "INSERT INTO observation(id,code,source,hash,first_seen,last_seen,import_id,body) VALUES "
	for _, p := range []struct {
		place      **prepared
		sql        string
		parameters int
	}{
		{&w.rows, insertRow + placeholders(rowsAtOnce, rowWidth), rowsAtOnce * rowWidth},
		{&w.row, insertRow + placeholders(1, rowWidth), rowWidth},
		{&w.observations, insertObservation + placeholders(observationsAtOnce, observationWidth), observationsAtOnce * observationWidth},
		{&w.observation, insertObservation + placeholders(1, observationWidth), observationWidth},
		{&w.update, updateRow, rowWidth},
		{&w.body, "UPDATE observation SET body=? WHERE id=? AND body IS NULL", 2},
		{&w.seen, "UPDATE observation SET first_seen=?, last_seen=? WHERE id=?", 3},
	} {
		if *p.place, err = s.prepare(ctx, p.sql, p.parameters); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	if w.nextRow, err = s.number(ctx, "SELECT max(id) + 1 FROM transaction_"); err != nil {
		return nil, errors.Join(err, w.close())
	}
	if w.nextObservation, err = s.number(ctx, "SELECT max(id) + 1 FROM observation"); err != nil {
		return nil, errors.Join(err, w.close())
	}
	w.nextRow, w.nextObservation = max(w.nextRow, 1), max(w.nextObservation, 1)
	return w, nil
}

// insertRow queues the row of a new transaction.
func (w *rowWriter) insertRow(ctx context.Context, row *rowValues) error {
	row[rowID] = w.nextRow
	for i, value := range row {
		w.rows.set(w.rowsWaiting*rowWidth+i, value)
	}
	w.nextRow++
	w.rowsWaiting++
	if w.rowsWaiting < rowsAtOnce {
		return nil
	}
	w.rowsWaiting = 0
	return w.rows.run(ctx)
}

// updateRow rewrites the row of a transaction.
func (w *rowWriter) updateRow(ctx context.Context, id int64, row *rowValues) error {
	for i, value := range row[rowCode:] {
		w.update.set(i, value)
	}
	w.update.set(rowWidth-1, id)
	return w.update.run(ctx)
}

// insertObservation queues a new observation; without a body its facts are in the transaction's row.
func (w *rowWriter) insertObservation(ctx context.Context, code string, o *stored, importID int64, body any) error {
	at := w.observationsWaiting * observationWidth
	for i, value := range [observationWidth]any{
		w.nextObservation, code, o.source.ID(), o.hash[:], int64(o.first), int64(o.last), importID, body,
	} {
		w.observations.set(at+i, value)
	}
	w.nextObservation++
	w.observationsWaiting++
	if w.observationsWaiting < observationsAtOnce {
		return nil
	}
	w.observationsWaiting = 0
	return w.observations.run(ctx)
}

func (w *rowWriter) giveBody(ctx context.Context, id int64, body string) error {
	w.body.set(0, body)
	w.body.set(1, id)
	return w.body.run(ctx)
}

func (w *rowWriter) widen(ctx context.Context, o *stored) error {
	w.seen.set(0, int64(o.first))
	w.seen.set(1, int64(o.last))
	w.seen.set(2, o.id)
	return w.seen.run(ctx)
}

// flush writes what is queued.
func (w *rowWriter) flush(ctx context.Context) error {
	if err := runEach(ctx, w.rows, w.row, w.rowsWaiting, rowWidth); err != nil {
		return err
	}
	w.rowsWaiting = 0
	if err := runEach(ctx, w.observations, w.observation, w.observationsWaiting, observationWidth); err != nil {
		return err
	}
	w.observationsWaiting = 0
	return nil
}

// runEach runs a statement of one row for each of the rows waiting in that of many.
func runEach(ctx context.Context, many, one *prepared, waiting, width int) error {
	for n := range waiting {
		for i := range width {
			one.set(i, many.args[n*width+i].Value)
		}
		if err := one.run(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (w *rowWriter) close() error {
	var err error
	for _, p := range []*prepared{w.rows, w.row, w.observations, w.observation, w.update, w.body, w.seen} {
		if p != nil {
			err = errors.Join(err, p.close())
		}
	}
	return err
}
