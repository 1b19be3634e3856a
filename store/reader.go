package store

import (
	"context"
	"iter"

	"recoup/model"
)

// Reader is what reports and screens need of a snapshot; Snapshot and Memory are both one.
type Reader interface {
	// Info says what the snapshot holds.
	Info(ctx context.Context) (model.SnapshotInfo, error)
	// Transactions goes through the current state of every transaction, oldest order first, ties by code; those without
	// an order date come first. The pointer is valid until the next step only; the strings it holds may be kept.
	Transactions(ctx context.Context) iter.Seq2[*model.Transaction, error]
	// History gives one transaction with everything that was seen of it. A code that is not there is an error of
	// model.KindUsage.
	History(ctx context.Context, code string) (model.History, error)
	// Records goes through the current state of the records of a dataset, by key.
	Records(ctx context.Context, dataset model.DatasetID) iter.Seq2[*model.Record, error]
	// Imports lists what was brought in, oldest first.
	Imports(ctx context.Context) ([]Import, error)
	// Changed tells whether another connection or process has committed something since the last call. The first call
	// compares with the moment of opening.
	Changed(ctx context.Context) (bool, error)
}

// Import is the register's line on one import.
type Import struct {
	Name       string
	Kind       string
	Digest     string
	Source     model.Source
	Zone       string
	SeenAt     model.Instant
	ImportedAt model.Instant
	Tally      model.Tally
	Totals     []model.Money // the control total of the rows that could be read
}

var (
	_ Reader = (*Memory)(nil)
)

// unknownCode is the error for a code that nothing was seen of.
func unknownCode(code string) error {
	return model.Usage("Look it up with the search first.", "There is no transaction %q in this snapshot.", model.Clean(code))
}
