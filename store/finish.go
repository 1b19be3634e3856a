package store

import (
	"context"
	"database/sql/driver"
	"hash/maphash"

	"recoup/model"
)

// The keys of meta.
const (
	metaTakenAt      = "taken_at"         // the latest moment that anything seen speaks of, in ms
	metaZone         = "zone"             // IANA name of the account's zone
	metaAccount      = "account"          // its name, where one was given
	metaFirstOrdered = "first_ordered_at" // the earliest order date, in ms
)

// newApplier starts an import: its line in the register comes first, since observations refer to it.
func newApplier(ctx context.Context, se *session, words *vocabulary, batch model.Batch, options ApplyOptions) (*applier, error) {
	a := &applier{
		session: se, words: words, batch: batch, importedAt: options.At,
		records: map[recordName]*recordEntry{}, recordsChanged: map[recordName]struct{}{}, roads: roads{},
		touched: make(map[string]*entry, chunkSize), counts: map[model.Status]int{}, moved: map[int64]struct{}{}, seed: maphash.MakeSeed(),
	}
	if err := se.exec(ctx, "PRAGMA cache_size=-65536"); err != nil {
		return nil, err
	}
	if err := se.writeWords(ctx); err != nil {
		return nil, err
	}
	var err error
	if a.oldest.stored, a.oldest.known, err = se.meta(ctx, metaFirstOrdered); err != nil {
		return nil, err
	}
	rows, err := se.number(ctx, "SELECT EXISTS(SELECT 1 FROM observation)")
	if err != nil {
		return nil, err
	}
	if a.loading = rows == 0; a.loading {
		a.loaded = map[uint64]struct{}{}
		if err := se.exec(ctx, dropUniqueIndexes); err != nil {
			return nil, err
		}
	}
	if a.writer, err = newRowWriter(ctx, se); err != nil {
		return nil, err
	}
	a.firstRow, a.firstObservation = a.writer.nextRow, a.writer.nextObservation
	if a.recordWriter, err = newRecordWriter(ctx, se); err != nil {
		return a, err
	}
	a.firstRecorded = a.recordWriter.nextObserved
	const register = `INSERT INTO import(digest,name,kind,source,zone,seen_at,imported_at,rows,accepted,duplicate,rejected,blank,header,totals)
VALUES(?,?,?,?,?,?,?,0,0,0,0,0,0,'[]')`
	err = se.exec(ctx, register, batch.Digest, batch.Name, batch.Kind, batch.Source.ID(), batch.Zone, int64(batch.SeenAt), int64(options.At))
	if err != nil {
		return a, err
	}
	a.importID, err = se.number(ctx, "SELECT last_insert_rowid()")
	return a, err
}

// finish writes what is left, and the facts that hold for the whole snapshot, then checks the sums.
func (a *applier) finish(ctx context.Context, feed *feed) (model.Receipt, error) {
	if err := a.endLoading(ctx); err != nil {
		return model.Receipt{}, err
	}
	if err := a.writer.flush(ctx); err != nil {
		return model.Receipt{}, err
	}
	receipt, err := a.balance(ctx, feed)
	if err != nil {
		return model.Receipt{}, err
	}
	if err := a.writeMeta(ctx, feed.latest); err != nil {
		return model.Receipt{}, err
	}
	t := receipt.Tally
	err = a.session.exec(ctx, "UPDATE import SET rows=?,accepted=?,duplicate=?,rejected=?,blank=?,header=?,totals=?,observed=?,recorded=? WHERE id=?",
		t.Rows, t.Accepted, t.Duplicate, t.Rejected, t.Blank, t.Header, writeTotals(receipt.Totals), a.observed, a.recorded, a.importID)
	return receipt, err
}

func (a *applier) writeMeta(ctx context.Context, latest model.Instant) error {
	for status, more := range a.counts {
		if more == 0 {
			continue
		}
		if err := a.session.exec(ctx, "UPDATE status SET transactions = transactions + ? WHERE id = ?", more, status.ID()); err != nil {
			return err
		}
	}
	const later = "INSERT INTO meta(key,value) VALUES(?,?) ON CONFLICT DO UPDATE SET value=max(value,excluded.value)"
	if err := a.session.exec(ctx, later, metaTakenAt, int64(latest)); err != nil {
		return err
	}
	if a.batch.Zone != "" {
		if err := a.session.exec(ctx, "INSERT INTO meta(key,value) VALUES(?,?) ON CONFLICT DO NOTHING", metaZone, a.batch.Zone); err != nil {
			return err
		}
	}
	if a.batch.Account != "" {
		const latest = "INSERT INTO meta(key,value) VALUES(?,?) ON CONFLICT DO UPDATE SET value=excluded.value"
		if err := a.session.exec(ctx, latest, metaAccount, a.batch.Account); err != nil {
			return err
		}
	}
	if err := a.oldest.write(ctx, a.session); err != nil {
		return err
	}
	if err := a.roads.write(ctx, a.session, a.importedAt); err != nil {
		return err
	}
	if err := a.session.writeCoverage(ctx, a.batch.Source, a.batch.Covers); err != nil {
		return err
	}
	return a.session.writeCursors(ctx, a.batch.Cursors)
}

// meta reads a number of meta.
func (s *session) meta(ctx context.Context, key string) (n int64, known bool, err error) {
	err = s.each(ctx, "SELECT value FROM meta WHERE key = ?", []any{key}, func(row []driver.Value) error {
		n, known = row[0].(int64)
		return nil
	})
	return n, known, err
}

// orderBound keeps the earliest order date without going through all rows for it.
type orderBound struct {
	stored  int64 // the one in meta
	known   bool
	earlier int64 // the earliest that was added, if any
	added   bool
	stale   bool // the stored one's transaction may have moved
}

func (b *orderBound) add(t *model.Transaction) {
	if !t.Has.Has(model.FOrderedAt) {
		return
	}
	if at := int64(t.OrderedAt); !b.added || at < b.earlier {
		b.earlier, b.added = at, true
	}
}

func (b *orderBound) remove(t *model.Transaction) {
	if t.Has.Has(model.FOrderedAt) && b.known && int64(t.OrderedAt) <= b.stored {
		b.stale = true
	}
}

func (b *orderBound) write(ctx context.Context, s *session) error {
	if b.stale {
		return s.exec(ctx, firstOrderedSQL, metaFirstOrdered)
	}
	if !b.added {
		return nil
	}
	at := b.earlier
	if b.known {
		at = min(at, b.stored)
	}
	return s.exec(ctx, "INSERT INTO meta(key,value) VALUES(?,?) ON CONFLICT DO UPDATE SET value=excluded.value", metaFirstOrdered, at)
}

// firstOrderedSQL looks for the earliest order date in all rows.
const firstOrderedSQL = `INSERT INTO meta(key,value) SELECT ?, min(ordered_at) FROM transaction_ WHERE ordered_at IS NOT NULL HAVING count(*) > 0
ON CONFLICT DO UPDATE SET value=excluded.value`

// writeTotals gives amounts as a JSON array of [minor units, "currency"].
func writeTotals(totals []model.Money) string {
	list := []byte{'['}
	for i := range totals {
		if i > 0 {
			list = append(list, ',')
		}
		list = appendFact(list, &totals[i])
	}
	return string(append(list, ']'))
}

// readTotals reads what writeTotals wrote.
func readTotals(list string) ([]model.Money, error) {
	var totals []model.Money
	r := bodyReader{rest: list}
	r.expect('[')
	for !r.failed && !r.accept(']') {
		if len(totals) > 0 {
			r.expect(',')
		}
		var m model.Money
		r.fact(&m)
		totals = append(totals, m)
	}
	if r.failed || r.rest != "" {
		return nil, errBody
	}
	return totals, nil
}
