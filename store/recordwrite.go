package store

import (
	"context"
)

// recordWriter writes the records of one import through statements that are compiled once.
type recordWriter struct {
	insert, update            *prepared
	observe, giveFacts, widen *prepared
	nextRecord, nextObserved  int64
}

func newRecordWriter(ctx context.Context, s *session) (w *recordWriter, err error) {
	w = &recordWriter{}
	for _, p := range []struct {
		place      **prepared
		sql        string
		parameters int
	}{
		{&w.insert, "INSERT INTO record(id,dataset,key,facts,observations) VALUES(?,?,?,?,?)", 5},
		{&w.update, "UPDATE record SET facts=?, observations=? WHERE id=?", 3},
		{&w.observe, "INSERT INTO record_observation(id,record_id,source,hash,first_seen,last_seen,import_id,facts) VALUES(?,?,?,?,?,?,?,?)", 8},
		{&w.giveFacts, "UPDATE record_observation SET facts=? WHERE id=? AND facts IS NULL", 2},
		{&w.widen, "UPDATE record_observation SET first_seen=?, last_seen=? WHERE id=?", 3},
	} {
		if *p.place, err = s.prepare(ctx, p.sql, p.parameters); err != nil {
			w.close()
			return nil, err
		}
	}
	if w.nextRecord, err = s.number(ctx, "SELECT coalesce(max(id), 0) + 1 FROM record"); err == nil {
		w.nextObserved, err = s.number(ctx, "SELECT coalesce(max(id), 0) + 1 FROM record_observation")
	}
	if err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

// write brings a record and its observations up to date. While there is one observation, its facts are the record's and
// are not written twice.
func (w *recordWriter) write(ctx context.Context, e *recordEntry, current string, importID int64) error {
	if err := w.writeRecord(ctx, e, current); err != nil {
		return err
	}
	alone := len(e.seen) == 1
	for i := range e.seen {
		o := &e.seen[i]
		var err error
		switch {
		case o.id == 0:
			var facts any
			if !alone {
				facts = o.facts
			}
			err = run(ctx, w.observe, w.nextObserved, e.id, o.source.ID(), o.hash[:], int64(o.first), int64(o.last), importID, facts)
			w.nextObserved++
		case !o.hasFacts && !alone:
			err = run(ctx, w.giveFacts, o.facts, o.id)
		}
		if err == nil && o.widened && o.id != 0 {
			err = run(ctx, w.widen, int64(o.first), int64(o.last), o.id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *recordWriter) writeRecord(ctx context.Context, e *recordEntry, current string) error {
	if e.id != 0 {
		return run(ctx, w.update, current, int64(len(e.seen)), e.id)
	}
	e.id = w.nextRecord
	w.nextRecord++
	return run(ctx, w.insert, e.id, string(e.name.dataset), e.name.key, current, int64(len(e.seen)))
}

// run runs a statement with all its parameters.
func run(ctx context.Context, p *prepared, values ...any) error {
	for i, v := range values {
		p.set(i, v)
	}
	return p.run(ctx)
}

func (w *recordWriter) close() { closeAll(w.insert, w.update, w.observe, w.giveFacts, w.widen) }
