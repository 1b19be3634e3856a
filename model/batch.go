package model

import "context"

// Batch is one import: everything in it is applied, or nothing is.
type Batch struct {
	Name   string // the file's name, or what else the user knows it by
	Kind   string // what it was recognised as: "sales-report-detailed", …
	Digest string // of the content and of every option that changes its meaning: the same digest is the same import
	Source Source
	Zone   string // IANA name of the zone its wall-clock dates were read in
	SeenAt Instant
	// Continues says that the batch is a part of the import that the last one of the same Kind and Name began: a sync comes
	// window by window, events one by one. Together they are one line of the register.
	Continues bool
	// Covers says what the source was asked for, or what part a file holds.
	Covers []Coverage
	// Cursors are left in the snapshot together with the rows: how far a sync has come, by name.
	Cursors map[string]string
	// Account is the name of the account the content is of; empty where it does not say.
	Account string
	// Read goes through the content once and hands over each change. Its Tally counts lines that are no changes
	// (Rejected, Blank, Header) and all Rows; Accepted and Duplicate are the store's to decide. It stops at the first
	// error of emit or of ctx and returns it.
	Read func(ctx context.Context, emit func(Change) error) (Tally, error)
}

// Coverage is a part of a dataset that was asked for in full: what is not there in that part does not exist at the source.
type Coverage struct {
	Dataset DatasetID
	Span
	// Statuses are those of the transactions that were asked for; nil is all.
	Statuses []Status
}

// Span is a period, half-open. Zero ends are open.
type Span struct{ From, To Instant }

// Receipt says what an import did.
type Receipt struct {
	Tally Tally
	// Totals is the control total: the sum of Price of all accepted and duplicate rows, per currency.
	Totals []Money
	// Changed counts the transactions whose current state is new or different, and Records the records, by dataset.
	Changed int
	Records map[DatasetID]int
	// Known is set when this very content had been imported before: nothing was done.
	Known bool
}
