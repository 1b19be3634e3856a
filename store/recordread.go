package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"iter"
	"slices"

	"recoup/model"
)

// Records goes through the records of a dataset, by key; see Reader.
func (s *Snapshot) Records(ctx context.Context, dataset model.DatasetID) iter.Seq2[*model.Record, error] {
	return func(yield func(*model.Record, error) bool) {
		stopped := false
		err := reading(ctx, s.db, func(se *session) error {
			const inOrder = "SELECT key, facts FROM record WHERE dataset = ? ORDER BY key"
			return se.each(ctx, inOrder, []any{string(dataset)}, func(row []driver.Value) error {
				key, _ := row[0].(string)
				facts, _ := row[1].(string)
				record, err := readFacts(dataset, key, facts)
				if err != nil {
					return damagedRecord(dataset, key)
				}
				if !yield(record, nil) {
					stopped = true
					return errStopped
				}
				return nil
			})
		})
		if err != nil && !stopped {
			yield(nil, explain(err, s.path))
		}
	}
}

// errStopped ends a query whose reader has seen enough.
var errStopped = errors.New("the reader has seen enough")

// RecordHistory gives everything that was seen of one record, oldest first; nothing when there is no such record.
func (s *Snapshot) RecordHistory(ctx context.Context, dataset model.DatasetID, key string) ([]model.RecordObservation, error) {
	var history []model.RecordObservation
	err := reading(ctx, s.db, func(se *session) error {
		return se.eachRecord(ctx, "WHERE r.dataset = ? AND r.key = ?", []any{string(dataset), key}, func(e *recordEntry) error {
			for i := range e.seen {
				o, err := e.seen[i].observation(e.name)
				if err != nil {
					return err
				}
				history = append(history, o)
			}
			return nil
		})
	})
	slices.SortFunc(history, func(a, b model.RecordObservation) int {
		return cmp.Or(cmp.Compare(a.FirstSeen, b.FirstSeen), cmp.Compare(a.LastSeen, b.LastSeen), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Hash, b.Hash))
	})
	return history, explain(err, s.path)
}

// eachRecord goes through the records that a condition finds, each with all its observations.
func (s *session) eachRecord(ctx context.Context, where string, args []any, fn func(*recordEntry) error) error {
	var e *recordEntry
	query := `SELECT r.dataset, r.key, r.id, r.facts, o.id, o.source, o.hash, o.first_seen, o.last_seen, o.facts
FROM record r JOIN record_observation o ON o.record_id = r.id ` + where + ` ORDER BY r.id, o.id`
	err := s.each(ctx, query, args, func(row []driver.Value) error {
		if id, _ := row[2].(int64); e == nil || e.id != id {
			if e != nil {
				if err := fn(e); err != nil {
					return err
				}
			}
			dataset, _ := row[0].(string)
			key, _ := row[1].(string)
			e = &recordEntry{name: recordName{model.DatasetID(dataset), key}}
		}
		return e.add(row)
	})
	if err != nil || e == nil {
		return err
	}
	return fn(e)
}
