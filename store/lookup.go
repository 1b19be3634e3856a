package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"recoup/model"
)

// listOfCodes gives codes as a JSON array, the one argument of a query that joins them. A code that is no valid JSON
// string cannot occur: normalise made it UTF-8, and appendString escapes the rest.
func listOfCodes(entries []*entry, want func(*entry) bool) string {
	list := []byte{'['}
	for _, e := range entries {
		if !want(e) {
			continue
		}
		if len(list) > 1 {
			list = append(list, ',')
		}
		list = appendString(list, e.code)
	}
	return string(append(list, ']'))
}

// lookUp finds what is stored about the transactions of a chunk, without facts.
func (a *applier) lookUp(ctx context.Context) error {
	all := listOfCodes(a.order, func(*entry) bool { return true })
	const sightings = `
SELECT o.code, o.id, o.source, o.hash, o.first_seen, o.last_seen, o.body IS NOT NULL, t.id
FROM json_each(?1) j CROSS JOIN transaction_ t ON t.code = j.value CROSS JOIN observation o ON o.code = t.code
ORDER BY o.id`
	return a.session.each(ctx, sightings, []any{all}, func(row []driver.Value) error {
		code, _ := row[0].(string)
		e := a.touched[code]
		if e == nil {
			return damagedObservation(code)
		}
		e.id, _ = row[7].(int64)
		o, err := readStored(row[1:])
		e.seen = append(e.seen, o)
		return err
	})
}

// readStored reads id, source, hash, first_seen, last_seen and whether there is a body.
func readStored(row []driver.Value) (stored, error) {
	o := stored{}
	o.id, _ = row[0].(int64)
	source, _ := row[1].(string)
	o.source = model.ParseSource(source)
	hash, _ := row[2].([]byte)
	if len(hash) != hashSize {
		return o, damagedObservation(fmt.Sprint(o.id))
	}
	o.hash = contentHash(hash)
	first, _ := row[3].(int64)
	last, _ := row[4].(int64)
	o.first, o.last = model.Instant(first), model.Instant(last)
	has, _ := row[5].(int64)
	o.hasBody = has != 0
	return o, nil
}

// loadFacts reads the rows and the bodies of the transactions whose state has to be worked out again.
func (a *applier) loadFacts(ctx context.Context) error {
	list := listOfCodes(a.order, (*entry).needsFacts)
	if len(list) == len("[]") {
		return nil
	}
	rows := "SELECT " + rowJSON("t") + " FROM json_each(?1) j CROSS JOIN transaction_ t ON t.code = j.value"
	err := a.session.each(ctx, rows, []any{list}, func(row []driver.Value) error {
		t := new(model.Transaction)
		text, _ := row[0].(string)
		if _, err := readRow(text, a.words, t); err != nil {
			return err
		}
		e := a.touched[t.Code]
		e.current = t
		for i := range e.seen {
			if o := &e.seen[i]; o.id != 0 && !o.hasBody {
				o.transaction = t
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	const bodies = "SELECT o.code, o.id, o.body FROM json_each(?1) j CROSS JOIN observation o ON o.code = j.value WHERE o.body IS NOT NULL"
	return a.session.each(ctx, bodies, []any{list}, func(row []driver.Value) error {
		code, _ := row[0].(string)
		id, _ := row[1].(int64)
		body, _ := row[2].(string)
		e := a.touched[code]
		for i := range e.seen {
			if o := &e.seen[i]; o.id == id {
				o.transaction = &model.Transaction{Code: code}
				return bodyError(readBody(body, a.words, o.transaction), code)
			}
		}
		return damagedObservation(code)
	})
}

func bodyError(err error, code string) error {
	if err == nil {
		return nil
	}
	return damagedObservation(code)
}

func damagedObservation(code string) error {
	return model.Failed(ErrDamaged, "Run recoup doctor; if it finds the same, import your files into a new snapshot.",
		"The snapshot's history of %s cannot be read.", model.Clean(code))
}
