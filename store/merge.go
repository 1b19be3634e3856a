package store

import (
	"bytes"
	"context"
	"hash/maphash"
	"slices"

	"recoup/model"
)

// maxPostponed bounds how many changes wait for the end of a first load.
const maxPostponed = 16384

// applier merges the changes of one import into the file.
type applier struct {
	session *session
	words   *vocabulary
	writer  *rowWriter
	batch   model.Batch

	importID         int64
	importedAt       model.Instant
	firstRow         int64 // the id of this import's first new row
	firstObservation int64 // the id of this import's first observation
	firstRecorded    int64 // the id of this import's first observation of a record

	// While a first load runs there are no indexes: a code that comes a second time in a later chunk is put off until
	// there are. loaded holds a hash of every code that was written, which may put off one too many but never one too few.
	loading   bool
	loaded    map[uint64]struct{}
	postponed []sighting
	seed      maphash.Seed

	touched map[string]*entry // of the chunk
	order   []*entry
	counts  map[model.Status]int // change in the number of transactions, by status
	oldest  orderBound

	// Of records, the same: what the chunk speaks of, and what became of it.
	records        map[recordName]*recordEntry
	recordOrder    []*recordEntry
	recordWriter   *recordWriter
	recordsChanged map[recordName]struct{}
	roads          roads

	done, accepted, duplicate int
	observed, recorded        int                // observations of transactions and of records that are new
	created                   int                // transactions that are new
	moved                     map[int64]struct{} // rows of older ones whose state is another
	repeated                  model.Purse        // prices of the duplicates
	before, after             []byte
	row                       rowValues
}

// entry is a transaction that a chunk speaks of.
type entry struct {
	code     string
	id       int64              // of its row; 0 when it has none yet
	current  *model.Transaction // the row as it is stored
	seen     []stored
	fresh    bool // a new observation, so the row is written
	reranked bool // an observation was widened, so the order may be another
}

// stored is an observation, in the file or about to be.
type stored struct {
	id          int64 // 0: about to be
	source      model.Source
	hash        contentHash
	first, last model.Instant
	hasBody     bool
	widened     bool
	transaction *model.Transaction // nil until it is needed
	row         *rowValues         // of the transaction, should this stay its only observation
}

// take merges one chunk.
func (a *applier) take(ctx context.Context, items []sighting) error {
	a.done += len(items)
	if err := a.merge(ctx, items); err != nil {
		return err
	}
	if len(a.postponed) < maxPostponed {
		return nil
	}
	return a.endLoading(ctx)
}

// endLoading makes the indexes of a first load and takes in what waited for them.
func (a *applier) endLoading(ctx context.Context) error {
	if !a.loading {
		return nil
	}
	if err := a.session.exec(ctx, uniqueIndexes); err != nil {
		return err
	}
	waiting := a.postponed
	a.loading, a.loaded, a.postponed = false, nil, nil
	for len(waiting) > 0 {
		n := min(len(waiting), chunkSize)
		if err := a.merge(ctx, waiting[:n]); err != nil {
			return err
		}
		waiting = waiting[n:]
	}
	return nil
}

func (a *applier) merge(ctx context.Context, items []sighting) error {
	clear(a.touched)
	a.order = a.order[:0]
	for i := range items {
		t := &items[i].transaction
		if _, known := a.touched[t.Code]; known || t.Code == "" {
			continue
		}
		if a.loading {
			key := maphash.String(a.seed, t.Code)
			if _, written := a.loaded[key]; written {
				continue
			}
			a.loaded[key] = struct{}{}
		}
		e := &entry{code: t.Code}
		a.touched[t.Code] = e
		a.order = append(a.order, e)
	}
	if !a.loading {
		if err := a.lookUp(ctx); err != nil {
			return err
		}
	}
	if err := a.lookUpRecords(ctx, items); err != nil {
		return err
	}
	for i := range items {
		if err := a.sightChange(&items[i]); err != nil {
			return err
		}
	}
	if err := a.loadFacts(ctx); err != nil {
		return err
	}
	for _, e := range a.order {
		if err := a.settle(ctx, e); err != nil {
			return err
		}
	}
	return a.settleRecords(ctx)
}

// sightChange takes a change in, unless it has to wait for the end of a first load. It is a duplicate when nothing it
// says is new.
func (a *applier) sightChange(item *sighting) error {
	fresh := false
	if item.transaction.Code != "" {
		e, here := a.touched[item.transaction.Code]
		if !here {
			waiting := *item
			waiting.records, waiting.alone = slices.Clone(item.records), false // the chunk, and the row in it, is used again
			a.postponed = append(a.postponed, waiting)
			return nil
		}
		var err error
		if fresh, err = a.sight(e, item); err != nil {
			return err
		}
	}
	for i := range item.records {
		if a.sightRecord(item, &item.records[i]) {
			fresh = true
		}
	}
	if fresh {
		a.accepted++
	} else {
		a.duplicate++
	}
	return nil
}

// sight adds one change to what is known of its transaction, and tells whether it says something new.
func (a *applier) sight(e *entry, item *sighting) (fresh bool, err error) {
	a.roads.saw(roadName{model.DataTransactions, item.source}, e.isNewFor(item.source), item.transaction.OrderedAt, item.seen)
	for i := range e.seen {
		o := &e.seen[i]
		if o.source != item.source || o.hash != item.hash {
			continue
		}
		if item.seen < o.first || item.seen > o.last {
			o.first, o.last, o.widened = min(o.first, item.seen), max(o.last, item.seen), true
			e.reranked = true
		}
		if item.transaction.Has.Has(model.FPrice) {
			return false, a.repeated.Add(item.transaction.Price)
		}
		return false, nil
	}
	a.observed++
	e.fresh = true
	e.seen = append(e.seen, stored{
		source: item.source, hash: item.hash, first: item.seen, last: item.seen, transaction: &item.transaction, row: item.onlyRow(),
	})
	return true, nil
}

// isNewFor tells whether a source had said nothing of the transaction before.
func (e *entry) isNewFor(source model.Source) bool {
	for i := range e.seen {
		if e.seen[i].source == source {
			return false
		}
	}
	return true
}

// needsFacts tells whether the current state has to be worked out again from observations in the file. A single
// observation that was merely seen again stays what it is.
func (e *entry) needsFacts() bool {
	return e.id != 0 && (e.fresh || e.reranked && len(e.seen) > 1)
}

// settle works out the current state of a transaction and writes what is new.
func (a *applier) settle(ctx context.Context, e *entry) error {
	if !e.fresh && !e.reranked {
		return nil
	}
	if e.fresh || len(e.seen) > 1 {
		current := project(e)
		if err := a.writeState(ctx, e, current); err != nil {
			return err
		}
	}
	plain := e.id == 0 && len(e.seen) == 1 && oneCurrencyPerGroup(e.seen[0].transaction)
	for i := range e.seen {
		if err := a.writeObservation(ctx, e, &e.seen[i], plain); err != nil {
			return err
		}
	}
	return nil
}

// project is model.Project over an entry's observations; a single one whose amounts fit the columns is its own result.
func project(e *entry) *model.Transaction {
	if len(e.seen) == 1 && oneCurrencyPerGroup(e.seen[0].transaction) {
		return e.seen[0].transaction
	}
	seen := make([]model.Observation, len(e.seen))
	for i := range e.seen {
		seen[i] = e.seen[i].observation()
	}
	current := model.Project(e.code, seen)
	return &current
}

func (o *stored) observation() model.Observation {
	return model.Observation{Source: o.source, FirstSeen: o.first, LastSeen: o.last, Hash: o.hash.String(), Transaction: *o.transaction}
}

// writeState writes the row of a transaction where it is new or different.
func (a *applier) writeState(ctx context.Context, e *entry, current *model.Transaction) error {
	if e.id == 0 {
		a.created++
		a.counts[current.Status]++
		a.oldest.add(current)
		if row := e.seen[0].row; row != nil && len(e.seen) == 1 {
			return a.writer.insertRow(ctx, row)
		}
		a.row.fill(current, len(e.seen), model.ParseReason)
		return a.writer.insertRow(ctx, &a.row)
	}
	a.before, a.after = appendBody(a.before[:0], e.current), appendBody(a.after[:0], current)
	if same := bytes.Equal(a.before, a.after); same && !e.fresh {
		return nil
	} else if !same {
		if e.id < a.firstRow { // a new one that moves on within one import is counted once
			a.moved[e.id] = struct{}{}
		}
		a.counts[e.current.Status]--
		a.counts[current.Status]++
		a.oldest.remove(e.current)
		a.oldest.add(current)
	}
	a.row.fill(current, len(e.seen), model.ParseReason)
	return a.writer.updateRow(ctx, e.id, &a.row)
}

// writeObservation writes an observation that is new, or what changed about one that is not. plain says that the row
// of the transaction holds its facts.
func (a *applier) writeObservation(ctx context.Context, e *entry, o *stored, plain bool) error {
	switch {
	case o.id == 0:
		var body any
		if !plain {
			a.after = appendBody(a.after[:0], o.transaction)
			body = string(a.after)
		}
		return a.writer.insertObservation(ctx, e.code, o, a.importID, body)
	case !o.hasBody && e.fresh:
		// It was the only one; from now on the row is no longer what it said.
		a.after = appendBody(a.after[:0], o.transaction)
		if err := a.writer.giveBody(ctx, o.id, string(a.after)); err != nil {
			return err
		}
	}
	if o.widened {
		return a.writer.widen(ctx, o)
	}
	return nil
}

func (a *applier) close() {
	if a.writer != nil {
		a.writer.close()
	}
	if a.recordWriter != nil {
		a.recordWriter.close()
	}
}
