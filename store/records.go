package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"recoup/model"
)

// recordSighting is a record on its way into the file.
type recordSighting struct {
	name   recordName
	record *model.Record
	facts  string
	hash   contentHash
}

// recordName tells a record from all others.
type recordName struct {
	dataset model.DatasetID
	key     string
}

// sightingOf prepares a record for storing.
func sightingOf(r *model.Record) recordSighting {
	key := r.Key
	mendText(&key)
	facts := appendFacts(nil, r)
	return recordSighting{name: recordName{r.Dataset, key}, record: r, facts: string(facts), hash: hashOf(facts)}
}

// recordEntry is a record that a chunk speaks of.
type recordEntry struct {
	name    recordName
	id      int64  // 0 when it is new
	current string // its facts as they are stored
	seen    []storedRecord
	changed bool
}

// storedRecord is an observation of a record, in the file or about to be.
type storedRecord struct {
	id          int64 // 0: about to be
	source      model.Source
	hash        contentHash
	first, last model.Instant
	facts       string
	hasFacts    bool // in the file, beside the record's own
	widened     bool
}

// lookUpRecords finds what is stored about the records of a chunk.
func (a *applier) lookUpRecords(ctx context.Context, items []sighting) error {
	clear(a.records)
	a.recordOrder = a.recordOrder[:0]
	list := []byte{'['}
	for i := range items {
		for j := range items[i].records {
			name := items[i].records[j].name
			if a.records[name] != nil {
				continue
			}
			e := &recordEntry{name: name}
			a.records[name] = e
			a.recordOrder = append(a.recordOrder, e)
			if len(list) > 1 {
				list = append(list, ',')
			}
			list = appendString(append(list, '['), string(name.dataset))
			list = append(appendString(append(list, ','), name.key), ']')
		}
	}
	if len(a.recordOrder) == 0 {
		return nil
	}
	const stored = `
SELECT r.dataset, r.key, r.id, r.facts, o.id, o.source, o.hash, o.first_seen, o.last_seen, o.facts
FROM json_each(?1) j CROSS JOIN record r ON r.dataset = j.value ->> 0 AND r.key = j.value ->> 1
CROSS JOIN record_observation o ON o.record_id = r.id ORDER BY o.id`
	return a.session.each(ctx, stored, []any{string(append(list, ']'))}, func(row []driver.Value) error {
		dataset, _ := row[0].(string)
		key, _ := row[1].(string)
		e := a.records[recordName{model.DatasetID(dataset), key}]
		if e == nil {
			return damagedRecord(model.DatasetID(dataset), key)
		}
		return e.add(row)
	})
}

// add reads a row of the stored observations of a record: its id, its facts, then the observation.
func (e *recordEntry) add(row []driver.Value) error {
	e.id, _ = row[2].(int64)
	e.current, _ = row[3].(string)
	o, err := readStoredRecord(row[4:])
	if !o.hasFacts {
		o.facts = e.current
	}
	e.seen = append(e.seen, o)
	return err
}

// readStoredRecord reads id, source, hash, first_seen, last_seen and facts.
func readStoredRecord(row []driver.Value) (storedRecord, error) {
	var o storedRecord
	common, err := readStored(append(row[:5:5], int64(0)))
	if err != nil {
		return o, err
	}
	o = storedRecord{id: common.id, source: common.source, hash: common.hash, first: common.first, last: common.last}
	o.facts, o.hasFacts = row[5].(string)
	return o, nil
}

func damagedRecord(dataset model.DatasetID, key string) error {
	return damagedObservation(fmt.Sprintf("%s %s", dataset, key))
}

// sightRecord adds one observation to what is known of its record, and tells whether it says something new.
func (a *applier) sightRecord(item *sighting, r *recordSighting) (fresh bool) {
	e := a.records[r.name]
	a.roads.saw(roadName{r.name.dataset, item.source}, e.isNewFor(item.source), recordDate(r.record), item.seen)
	for i := range e.seen {
		o := &e.seen[i]
		if o.source != item.source || o.hash != r.hash {
			continue
		}
		if item.seen < o.first || item.seen > o.last {
			o.first, o.last, o.widened, e.changed = min(o.first, item.seen), max(o.last, item.seen), true, true
		}
		return false
	}
	if len(e.seen) == 0 {
		a.roads.of(roadName{dataset: r.name.dataset}).rows++
	}
	e.changed = true
	e.seen = append(e.seen, storedRecord{source: item.source, hash: r.hash, first: item.seen, last: item.seen, facts: r.facts})
	a.recorded++
	return true
}

func (e *recordEntry) isNewFor(source model.Source) bool {
	for i := range e.seen {
		if e.seen[i].source == source {
			return false
		}
	}
	return true
}

// recordDate is the moment that dates a record, zero where there is none.
func recordDate(r *model.Record) model.Instant {
	if fact, _ := r.Dataset.Fact(); fact.When != "" {
		at, _ := r.TimeOf(fact.When)
		return at
	}
	return 0
}

// settleRecords works out the current state of the records of a chunk and writes what is new.
func (a *applier) settleRecords(ctx context.Context) error {
	for _, e := range a.recordOrder {
		if !e.changed {
			continue
		}
		current, err := e.project()
		if err != nil {
			return err
		}
		isNew := e.id == 0
		if isNew || current != e.current {
			a.recordsChanged[e.name] = struct{}{}
		}
		if err := a.recordWriter.write(ctx, e, current, a.importID); err != nil {
			return err
		}
	}
	return nil
}

// project gives the facts of the record's current state.
func (e *recordEntry) project() (string, error) {
	if len(e.seen) == 1 {
		return e.seen[0].facts, nil
	}
	seen := make([]model.RecordObservation, len(e.seen))
	for i := range e.seen {
		o, err := e.seen[i].observation(e.name)
		if err != nil {
			return "", err
		}
		seen[i] = o
	}
	return string(appendFacts(nil, model.ProjectRecord(seen))), nil
}

func (o *storedRecord) observation(name recordName) (model.RecordObservation, error) {
	record, err := readFacts(name.dataset, name.key, o.facts)
	if err != nil {
		return model.RecordObservation{}, damagedRecord(name.dataset, name.key)
	}
	return model.RecordObservation{Source: o.source, FirstSeen: o.first, LastSeen: o.last, Hash: o.hash.String(), Record: record}, nil
}
