package store

import (
	"context"
	"fmt"

	"recoup/model"
)

// ApplyOptions says how a batch is applied. The zero value applies it for good.
type ApplyOptions struct {
	// DryRun does everything, checks included, and then takes it back: the receipt is the one that applying would give.
	// Of several batches, each is told as it would be after those before it only by Rehearse.
	DryRun bool
	// Progress is called now and then with the number of changes that were read, on Apply's goroutine.
	Progress func(done int)
	// At is when the import happens; zero is now.
	At model.Instant
}

// Apply brings a batch into the snapshot: all of it, or, when it returns an error, nothing. A batch whose digest is known
// changes nothing and is not read; its receipt tells the first import's counts, with what was accepted then as
// duplicates now. Two processes may apply at once: the second waits for the first, up to five seconds.
//
// Before it commits, Apply adds up what is stored and compares it with what was read, and looks whether the file is still
// the one at the path.
func (s *Snapshot) Apply(ctx context.Context, batch model.Batch, options ApplyOptions) (model.Receipt, error) {
	var receipt model.Receipt
	err := s.inTurn(ctx, func(se *session) (keep bool, err error) {
		receipt, err = s.applyIn(ctx, se, batch, options)
		return !options.DryRun && !receipt.Known, err
	})
	if err != nil {
		return model.Receipt{}, err
	}
	return receipt, nil
}

// Rehearse tells what applying batches one after the other would do, and changes nothing: a row that two of them share is
// accepted once. It does all that Apply does, in one transaction, and takes it back. When a batch fails, the receipts of
// those before it are given beside the error.
func (s *Snapshot) Rehearse(ctx context.Context, batches []model.Batch, options ApplyOptions) ([]model.Receipt, error) {
	var receipts []model.Receipt
	err := s.inTurn(ctx, func(se *session) (keep bool, err error) {
		for _, batch := range batches {
			receipt, err := s.applyIn(ctx, se, batch, options)
			if err != nil {
				return false, err
			}
			receipts = append(receipts, receipt)
		}
		return false, nil
	})
	return receipts, err
}

// inTurn runs fn as the only writer of the file, in one transaction; see writing.
func (s *Snapshot) inTurn(ctx context.Context, fn func(*session) (keep bool, err error)) error {
	if s.mode != ReadWrite {
		return readOnly(model.Clean(s.path))
	}
	s.applying.Lock()
	defer s.applying.Unlock()
	kept := false
	err := writing(ctx, s.db, func(se *session) (keep bool, err error) {
		if err := s.ensureSound(ctx, se); err != nil {
			return false, err
		}
		if !s.worded {
			if err := se.writeWords(ctx); err != nil {
				return false, err
			}
		}
		keep, err = fn(se)
		kept = keep
		return keep, err
	})
	s.worded = s.worded || kept && err == nil
	return explain(err, s.path)
}

// applyIn brings a batch in within a transaction, unless it is known already.
func (s *Snapshot) applyIn(ctx context.Context, se *session, batch model.Batch, options ApplyOptions) (model.Receipt, error) {
	var receipt model.Receipt
	if !batch.Continues {
		known, err := se.knownImport(ctx, batch.Digest, &receipt)
		if err != nil || known {
			return receipt, err
		}
	}
	if options.At == 0 {
		options.At = model.InstantOf(s.now())
	}
	receipt, err := s.applyNew(ctx, se, batch, options)
	if err != nil {
		return model.Receipt{}, err
	}
	return receipt, s.checkInPlace()
}

// knownImport looks a digest up and tells its import again.
func (s *session) knownImport(ctx context.Context, digest string, receipt *model.Receipt) (known bool, err error) {
	imports, err := s.imports(ctx, "WHERE digest = ?", digest)
	if err != nil || len(imports) == 0 {
		return false, err
	}
	first := imports[0]
	tally := first.Tally
	tally.Duplicate, tally.Accepted = tally.Duplicate+tally.Accepted, 0
	*receipt = model.Receipt{Known: true, Tally: tally, Totals: first.Totals}
	return true, nil
}

// applyNew reads the batch on a goroutine of its own and merges on this one, so that parsing and SQL each have a core.
// SQLite is only ever called from here.
func (s *Snapshot) applyNew(ctx context.Context, se *session, batch model.Batch, options ApplyOptions) (model.Receipt, error) {
	a, err := newApplier(ctx, se, s.words, batch, options)
	if err != nil {
		return model.Receipt{}, err
	}
	defer a.close()
	feed := startFeed(ctx, batch)
	defer feed.stop()
	for chunk := range feed.full {
		if err := a.take(ctx, chunk.items); err != nil {
			return model.Receipt{}, err
		}
		if options.Progress != nil {
			options.Progress(a.done)
		}
		feed.give(chunk)
	}
	if feed.err != nil {
		return model.Receipt{}, feed.err
	}
	return a.finish(ctx, feed)
}

// balance fills in what the store decided and checks that every line and every amount is accounted for.
func (a *applier) balance(ctx context.Context, feed *feed) (model.Receipt, error) {
	tally := feed.tally
	tally.Accepted, tally.Duplicate = a.accepted, a.duplicate
	if !tally.Balanced() {
		return model.Receipt{}, unbalanced("%d lines were read, but %d are accounted for", tally.Rows,
			tally.Accepted+tally.Duplicate+tally.Rejected+tally.Blank+tally.Header)
	}
	stored, rows, err := a.session.storedTotals(ctx, a.firstRow, a.firstObservation)
	if err != nil {
		return model.Receipt{}, err
	}
	if rows != a.observed {
		return model.Receipt{}, unbalanced("%d observations were taken in, but %d are stored", a.observed, rows)
	}
	recorded, err := a.session.number(ctx, "SELECT count(*) FROM record_observation WHERE id >= ?", a.firstRecorded)
	if err != nil {
		return model.Receipt{}, err
	}
	if int(recorded) != a.recorded {
		return model.Receipt{}, unbalanced("%d observations of records were taken in, but %d are stored", a.recorded, recorded)
	}
	for _, again := range a.repeated.All() {
		if err := stored.Add(again); err != nil {
			return model.Receipt{}, err
		}
	}
	for _, read := range feed.totals.All() {
		if kept, _ := stored.Of(read.Currency()); kept != read {
			return model.Receipt{}, unbalanced("the %s read add up to %d, those stored to %d", model.Clean(string(read.Currency())), read.Minor(), kept.Minor())
		}
	}
	if stored.Len() != feed.totals.Len() {
		return model.Receipt{}, unbalanced("amounts in %d currencies were read, in %d stored", feed.totals.Len(), stored.Len())
	}
	receipt := model.Receipt{Tally: tally, Totals: feed.totals.All(), Changed: a.created + len(a.moved)}
	for name := range a.recordsChanged {
		if receipt.Records == nil {
			receipt.Records = map[model.DatasetID]int{}
		}
		receipt.Records[name.dataset]++
	}
	return receipt, nil
}

func unbalanced(format string, args ...any) error {
	return model.Failed(ErrUnbalanced, "Nothing was changed. Please report this with the file's header line.",
		"The import does not add up: %s.", fmt.Sprintf(format, args...))
}

// storedTotals reads back the prices of the observations from an id on, and how many there are. The facts of one without
// a body are in a row from an id on; a row whose only observation has a body all the same does not count.
func (s *session) storedTotals(ctx context.Context, firstRow, firstObservation int64) (totals model.Purse, rows int, err error) {
	stored, err := s.number(ctx, "SELECT count(*) FROM observation WHERE id >= ?", firstObservation)
	if err != nil {
		return totals, 0, err
	}
	const prices = `
SELECT currency, price_minor FROM transaction_
WHERE id >= ?1 AND code NOT IN (SELECT code FROM observation WHERE id >= ?2 AND body IS NOT NULL)
UNION ALL
SELECT body ->> '$.price[1]', body ->> '$.price[0]' FROM observation WHERE id >= ?2 AND body IS NOT NULL`
	// They are added up here: to group them by currency, SQLite would sort all of them.
	currency := ""
	err = s.eachRow(ctx, prices, []any{firstRow, firstObservation}, func(row *prepared) error {
		rows++
		if row.isNull(1) {
			return nil
		}
		currency = row.text(0, currency)
		return totals.Add(model.NewMoney(row.number(1), model.Currency(currency)))
	})
	if err == nil && rows != int(stored) {
		return totals, 0, unbalanced("%d observations are stored, but the facts of %d", stored, rows)
	}
	return totals, rows, err
}
