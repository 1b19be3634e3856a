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
	// Read goes through the content once and hands over each change. Its Tally counts lines that are no changes
	// (Rejected, Blank, Header) and all Rows; Accepted and Duplicate are the store's to decide. It stops at the first
	// error of emit or of ctx and returns it.
	Read func(ctx context.Context, emit func(Change) error) (Tally, error)
}

// Receipt says what an import did.
type Receipt struct {
	Tally Tally
	// Totals is the control total: the sum of Price of all accepted and duplicate rows, per currency.
	Totals []Money
	// Changed counts the transactions whose current state is new or different.
	Changed int
	// Known is set when this very content had been imported before: nothing was done.
	Known bool
}
