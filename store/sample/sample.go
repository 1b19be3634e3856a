// Package sample makes the account that the program shows where there is no snapshot yet: two years of a creator's
// business that look like a real one's, and hold in small numbers all that real ones surprise a program with. Nobody in
// it exists: names are put together from common ones, addresses end in example.com, example.org or example.net, and
// telephone numbers and documents are such as are never given out.
//
// The account hangs on its as-of moment: the last seven days always have about two hundred sales and some forty lost
// ones, and yesterday eleven cards without limit. Only integers decide what is in it, because processors round floating
// point differently: one seed and one as-of moment give the same account on every machine.
package sample

import (
	"iter"
	"time"

	"recoup/model"
)

const (
	// Account is the sample account's name.
	Account = "Loja da Ana"
	// Transactions is how many transactions the sample account holds.
	Transactions = 20_000
	// Seed gives the account that the program shows.
	Seed uint64 = 1997
)

// Changes makes the sample account as it stands at an as-of moment, with days local to a zone: Transactions
// transactions, most of them seen once, some of them at several points of their lives. The sightings of one transaction
// stand together, oldest first, and none is later than asOf. The slice and what it points to belong to the caller.
func Changes(asOf model.Instant, zone *time.Location, seed uint64) []model.Change {
	changes := make([]model.Change, 0, Transactions+Transactions/8)
	newMaker(Transactions, asOf, zone, seed).run(func(c model.Change) bool {
		changes = append(changes, c)
		return true
	})
	return changes
}

// Rows makes an account of exactly n transactions over about the same two years, busier in proportion, and hands its
// changes over one by one, as Changes orders them. It is what benchmarks of a hundred thousand or a million rows are
// made of. Every pass over it makes the same account again.
func Rows(n int, asOf model.Instant, zone *time.Location, seed uint64) iter.Seq[model.Change] {
	return func(yield func(model.Change) bool) {
		newMaker(n, asOf, zone, seed).run(yield)
	}
}

// Info describes the sample account. What depends on its transactions, the statuses and the first day, is left for the
// store that holds them.
func Info(asOf model.Instant, zone *time.Location) model.SnapshotInfo {
	return model.SnapshotInfo{
		Sample:  true,
		Account: Account,
		Zone:    zone,
		TakenAt: asOf,
		Rows:    Transactions,
		Datasets: []model.Dataset{{
			ID:    model.DataTransactions,
			State: model.DatasetLoaded,
			Rows:  Transactions,
			Roads: []model.Road{{Source: model.SourceSample, Rows: Transactions, LastSeen: asOf}},
		}},
	}
}
