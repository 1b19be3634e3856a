package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
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

// How much of the file SQLite keeps in memory during an import, in KiB. A first load only adds at the end, and sorts its
// indexes in pieces of this size, which takes no longer than sorting them whole. Other imports look rows up anywhere.
const (
	loadCache   = 8 << 10
	lookupCache = 64 << 10
)

// newApplier starts an import: its line in the register comes first, since observations refer to it.
func newApplier(ctx context.Context, se *session, words *vocabulary, batch model.Batch, options ApplyOptions) (a *applier, err error) {
	a = &applier{
		session: se, words: words, batch: batch, importedAt: options.At,
		records: map[recordName]*recordEntry{}, recordsChanged: map[recordName]struct{}{}, roads: roads{},
		touched: make(map[string]*entry, chunkSize), counts: map[model.Status]int{}, moved: map[int64]struct{}{}, seed: maphash.MakeSeed(),
	}
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	if a.oldest.stored, a.oldest.known, err = se.meta(ctx, metaFirstOrdered); err != nil {
		return nil, err
	}
	rows, err := se.number(ctx, "SELECT EXISTS(SELECT 1 FROM observation)")
	if err != nil {
		return nil, err
	}
	cache := lookupCache
	if a.loading = rows == 0; a.loading {
		cache, a.loaded = loadCache, map[uint64]struct{}{}
		if err := se.exec(ctx, dropUniqueIndexes); err != nil {
			return nil, err
		}
	}
	if err := se.exec(ctx, fmt.Sprintf("PRAGMA cache_size=-%d", cache)); err != nil {
		return nil, err
	}
	if a.writer, err = newRowWriter(ctx, se); err != nil {
		return nil, err
	}
	a.firstRow, a.firstObservation = a.writer.nextRow, a.writer.nextObservation
	if a.recordWriter, err = newRecordWriter(ctx, se); err != nil {
		return a, err
	}
	a.firstRecorded = a.recordWriter.nextObserved
	a.importID, err = a.register(ctx)
	return a, err
}

// register gives the import its line in the register, or finds the one that it continues.
func (a *applier) register(ctx context.Context) (id int64, err error) {
	b := a.batch
	digest := b.Digest
	if b.Continues {
		const last = "SELECT id FROM import WHERE id = (SELECT max(id) FROM import) AND kind = ? AND name = ?"
		if id, err = a.session.number(ctx, last, b.Kind, b.Name); err != nil || id != 0 {
			return id, err
		}
		// The same part may come again, and begin a line again: it is no content that is looked up.
		if id, err = a.session.number(ctx, "SELECT count(*) FROM import"); err != nil {
			return 0, err
		}
		digest = fmt.Sprintf("%s/%d", digest, id)
	}
	const line = `INSERT INTO import(digest,name,kind,source,zone,seen_at,imported_at,rows,accepted,duplicate,rejected,blank,header,totals)
VALUES(?,?,?,?,?,?,?,0,0,0,0,0,0,'[]')`
	err = a.session.exec(ctx, line, digest, b.Name, b.Kind, b.Source.ID(), b.Zone, int64(b.SeenAt), int64(a.importedAt))
	if err != nil {
		return 0, err
	}
	return a.session.number(ctx, "SELECT last_insert_rowid()")
}

// closeRegister writes what came of the import into its line.
func (a *applier) closeRegister(ctx context.Context, receipt model.Receipt, seen model.Instant) error {
	totals, err := a.session.importTotals(ctx, a.importID)
	if err != nil {
		return err
	}
	for _, m := range receipt.Totals {
		if err := totals.Add(m); err != nil {
			return err
		}
	}
	t := receipt.Tally
	const line = `UPDATE import SET rows=rows+?, accepted=accepted+?, duplicate=duplicate+?, rejected=rejected+?, blank=blank+?, header=header+?,
observed=observed+?, recorded=recorded+?, totals=?, seen_at=max(seen_at, ?), imported_at=? WHERE id=?`
	return a.session.exec(ctx, line, t.Rows, t.Accepted, t.Duplicate, t.Rejected, t.Blank, t.Header, a.observed, a.recorded,
		writeTotals(totals.All()), int64(seen), int64(a.importedAt), a.importID)
}

// importTotals reads the control totals of an import so far.
func (s *session) importTotals(ctx context.Context, id int64) (totals model.Purse, err error) {
	err = s.each(ctx, "SELECT totals FROM import WHERE id = ?", []any{id}, func(row []driver.Value) error {
		list, _ := row[0].(string)
		all, err := readTotals(list)
		for _, m := range all {
			err = errors.Join(err, totals.Add(m))
		}
		return err
	})
	return totals, err
}

// finish writes what is left, and the facts that hold for the whole snapshot, then checks the sums.
func (a *applier) finish(ctx context.Context, feed *feed) (model.Receipt, error) {
	if err := a.endLoading(ctx); err != nil {
		return model.Receipt{}, err
	}
	receipt, err := a.balance(ctx, feed)
	if err != nil {
		return model.Receipt{}, err
	}
	if err := a.writeMeta(ctx, feed.latest); err != nil {
		return model.Receipt{}, err
	}
	return receipt, a.closeRegister(ctx, receipt, a.batch.SeenAt)
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
