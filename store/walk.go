package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"slices"
	"strings"

	"recoup/model"
)

// walked is a transaction as it is stored, with all its observations.
type walked struct {
	id      int64
	current model.Transaction
	derived []driver.Value
	seen    []stored
}

// walkSpan is how many rows a walk reads before it lets go of its cursor, so that they can be written to in between.
const walkSpan = 4096

// walk goes through the rows of transaction_ in the order of their ids, together with their observations.
func (s *session) walk(ctx context.Context, words *vocabulary, fn func(*walked) error) error {
	last, err := s.number(ctx, "SELECT max(id) FROM transaction_")
	if err != nil {
		return err
	}
	for from := int64(0); from <= last; from += walkSpan {
		if err := s.walkSpan(ctx, words, from, from+walkSpan, fn); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) walkSpan(ctx context.Context, words *vocabulary, from, to int64, fn func(*walked) error) error {
	query := "SELECT t.id," + rowJSON("t") + ",t." + strings.Join(rowColumns()[rowDerived:], ",t.") + `,o.id,o.source,o.hash,o.first_seen,o.last_seen,o.body IS NOT NULL,o.body
FROM transaction_ t LEFT JOIN observation o ON o.code = t.code WHERE t.id >= ? AND t.id < ? ORDER BY t.id`
	const derived = rowWidth - rowDerived
	var w walked
	pending := false
	err := s.each(ctx, query, []any{from, to}, func(row []driver.Value) error {
		id, _ := row[0].(int64)
		if !pending || id != w.id {
			if pending {
				if err := fn(&w); err != nil {
					return err
				}
			}
			pending = true
			w.id, w.seen = id, w.seen[:0]
			w.derived = append(w.derived[:0], row[2:2+derived]...)
			text, _ := row[1].(string)
			if _, err := readRow(text, words, &w.current); err != nil {
				return err
			}
		}
		return w.addObservation(row[2+derived:], words)
	})
	if err != nil || !pending {
		return err
	}
	return fn(&w)
}

func (w *walked) addObservation(row []driver.Value, words *vocabulary) error {
	if row[0] == nil {
		return nil
	}
	o, err := readStored(row)
	if err != nil {
		return err
	}
	o.transaction = &w.current
	if o.hasBody {
		body, _ := row[6].(string)
		o.transaction = &model.Transaction{Code: w.current.Code}
		if err := readBody(body, words, o.transaction); err != nil {
			return damagedObservation(w.current.Code)
		}
	}
	w.seen = append(w.seen, o)
	return nil
}

// intact tells whether every observation still says what its hash was made of, whether it was seen first before it was
// seen last, which SQLite checks only in a file that is open for writing, and whether the one whose facts are in the row
// is alone.
func (w *walked) intact(scratch []byte) ([]byte, bool) {
	for i := range w.seen {
		o := &w.seen[i]
		if o.first > o.last || !o.hasBody && len(w.seen) > 1 {
			return scratch, false
		}
		scratch = appendBody(scratch[:0], o.transaction)
		if hashOf(scratch) != o.hash {
			return scratch, false
		}
	}
	return scratch, len(w.seen) > 0
}

// Hash is one value for everything that the snapshot says: the current state of each transaction and record, and all that
// was said of it by each source. It does not depend on the order, the names and the times of the imports, nor on how many
// times the same was imported or seen.
func (s *Snapshot) Hash(ctx context.Context) (string, error) {
	var all [][sha256.Size]byte
	err := reading(ctx, s.db, func(se *session) error {
		var scratch []byte
		err := se.walk(ctx, s.words, func(w *walked) error {
			scratch = w.appendContent(scratch[:0])
			all = append(all, sha256.Sum256(scratch))
			return nil
		})
		if err != nil {
			return err
		}
		return se.eachRecord(ctx, "", nil, func(e *recordEntry) error {
			scratch = e.appendContent(scratch[:0])
			all = append(all, sha256.Sum256(scratch))
			return nil
		})
	})
	if err != nil {
		return "", explain(err, s.path)
	}
	slices.SortFunc(all, func(a, b [sha256.Size]byte) int { return slices.Compare(a[:], b[:]) })
	whole := sha256.New()
	for i := range all {
		whole.Write(all[i][:])
	}
	return hex.EncodeToString(whole.Sum(nil)), nil
}

// appendContent writes what Hash covers of one transaction.
func (w *walked) appendContent(dst []byte) []byte {
	dst = appendString(dst, w.current.Code)
	dst = appendBody(dst, &w.current)
	slices.SortFunc(w.seen, func(a, b stored) int {
		return cmp.Or(cmp.Compare(a.source, b.source), a.hash.compare(b.hash))
	})
	for i := range w.seen {
		o := &w.seen[i]
		dst = appendString(dst, o.source.ID())
		dst = append(dst, o.hash[:]...)
	}
	return dst
}

// appendContent writes what Hash covers of one record.
func (e *recordEntry) appendContent(dst []byte) []byte {
	dst = appendString(dst, string(e.name.dataset))
	dst = appendString(dst, e.name.key)
	dst = append(dst, e.current...)
	slices.SortFunc(e.seen, func(a, b storedRecord) int {
		return cmp.Or(cmp.Compare(a.source, b.source), a.hash.compare(b.hash))
	})
	for i := range e.seen {
		dst = appendString(dst, e.seen[i].source.ID())
		dst = append(dst, e.seen[i].hash[:]...)
	}
	return dst
}
