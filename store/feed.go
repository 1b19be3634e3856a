package store

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"recoup/model"
)

// chunkSize is how many changes travel together from the reader to SQLite, and chunksOut how many chunks there are: what
// an import holds in memory does not grow with the file.
const (
	chunkSize = 1024
	chunksOut = 4
)

// sighting is a change on its way into the file. One whose transaction has no code speaks of records alone.
type sighting struct {
	transaction model.Transaction
	records     []recordSighting
	source      model.Source
	seen        model.Instant
	hash        contentHash
	// row is filled on the reader's side, which has more time than SQLite's; see onlyRow.
	row   rowValues
	alone bool
}

// onlyRow is the row of the transaction, should this be all that is known of it: nil where its columns cannot hold that.
func (s *sighting) onlyRow() *rowValues {
	if !s.alone {
		return nil
	}
	return &s.row
}

// chunk grows with what it is given, so that an import of one event costs little.
type chunk struct{ items []sighting }

// next gives the place of another change.
func (c *chunk) next() *sighting {
	if n := len(c.items); n < cap(c.items) {
		c.items = c.items[:n+1] // with the memory of what was there before
	} else {
		c.items = append(c.items, sighting{})
	}
	return &c.items[len(c.items)-1]
}

// feed runs a batch's Read on its own goroutine and hands its changes over in chunks. full is closed when the reader is
// done; only then may tally, totals, latest and err be looked at.
type feed struct {
	full   chan *chunk
	free   chan *chunk
	cancel context.CancelFunc
	done   <-chan struct{}

	tally  model.Tally
	totals model.Purse
	latest model.Instant
	err    error

	batch   model.Batch
	current *chunk
	scratch []byte
	reasons map[string]model.DeclineReason
}

func startFeed(ctx context.Context, batch model.Batch) *feed {
	ctx, cancel := context.WithCancel(ctx)
	f := &feed{
		full: make(chan *chunk, chunksOut), free: make(chan *chunk, chunksOut), cancel: cancel, done: ctx.Done(),
		batch: batch, latest: batch.SeenAt, reasons: map[string]model.DeclineReason{},
	}
	for range chunksOut {
		f.free <- new(chunk)
	}
	go f.run(ctx)
	return f
}

func (f *feed) run(ctx context.Context) {
	defer close(f.full)
	defer func() {
		if r := recover(); r != nil { // a reader must not take the screen's terminal down with it
			f.err = model.Failed(fmt.Errorf("panic: %v", r), "Please report this with the file's header line. Nothing was changed.",
				"%s could not be read.", model.Clean(f.batch.Name))
		}
	}()
	f.tally, f.err = f.batch.Read(ctx, f.emit)
	if f.err == nil && f.current != nil {
		f.err = f.hand()
	}
	if f.err == nil {
		f.err = ctx.Err()
	}
}

// emit copies a change, which the reader may reuse, and prepares it for storing.
func (f *feed) emit(c model.Change) error {
	if c.Transaction == nil && len(c.Records) == 0 || c.Transaction != nil && c.Transaction.Code == "" {
		return model.Failed(nil, "Nothing was changed. Please report this with the file's header line.",
			"%s has a row that speaks of nothing.", model.Clean(f.batch.Name))
	}
	if f.current == nil {
		select {
		case f.current = <-f.free:
			f.current.items = f.current.items[:0]
		case <-f.done:
			return context.Canceled
		}
	}
	item := f.current.next()
	item.source, item.seen = c.Source, c.SeenAt
	if item.source == model.SourceUnknown {
		item.source = f.batch.Source
	}
	if item.seen == 0 {
		item.seen = f.batch.SeenAt
	}
	f.latest = max(f.latest, item.seen)
	item.records = item.records[:0]
	for _, r := range c.Records {
		item.records = append(item.records, sightingOf(r))
	}
	if err := f.prepare(item, c.Transaction); err != nil {
		return err
	}
	if len(f.current.items) == chunkSize {
		return f.hand()
	}
	return nil
}

// prepare makes what is stored of a transaction; nil is none.
func (f *feed) prepare(item *sighting, t *model.Transaction) error {
	item.alone = false
	if t == nil {
		item.transaction = model.Transaction{}
		return nil
	}
	item.transaction = *t
	empty(&item.transaction)
	f.scratch = appendBody(f.scratch[:0], &item.transaction)
	if !utf8.Valid(f.scratch) || !utf8.ValidString(t.Code) { // each text need not be looked at: the body holds them all
		mend(&item.transaction)
		f.scratch = appendBody(f.scratch[:0], &item.transaction)
	}
	item.hash = hashOf(f.scratch)
	if item.alone = oneCurrencyPerGroup(&item.transaction); item.alone {
		item.row.fill(&item.transaction, 1, f.reason)
	}
	if item.transaction.Has.Has(model.FPrice) {
		if err := f.totals.Add(item.transaction.Price); err != nil {
			return err
		}
	}
	return nil
}

// reason is model.ParseReason, which is asked the same few dozen words in every file.
func (f *feed) reason(raw string) model.DeclineReason {
	const most = 1000
	if known, ok := f.reasons[raw]; ok {
		return known
	}
	parsed := model.ParseReason(raw)
	if len(f.reasons) < most {
		f.reasons[strings.Clone(raw)] = parsed
	}
	return parsed
}

// hand passes the current chunk on.
func (f *feed) hand() error {
	select {
	case f.full <- f.current:
		f.current = nil
		return nil
	case <-f.done:
		return context.Canceled
	}
}

// give returns a chunk that has been merged.
func (f *feed) give(c *chunk) { f.free <- c }

// stop ends the reader and waits for it.
func (f *feed) stop() {
	f.cancel()
	for range f.full {
	}
}
