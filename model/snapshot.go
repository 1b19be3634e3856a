package model

import "time"

// SnapshotInfo says what a snapshot holds.
type SnapshotInfo struct {
	Path    string
	Sample  bool // the built-in sample account
	Account string
	Zone    *time.Location // the account's: days are local to it
	TakenAt Instant        // the default as-of: the latest moment that what was seen speaks of
	Rows    int            // transactions
	// Statuses counts the transactions by status: statuses that were never brought in are absent, and a report that
	// needs them must say so and not print 0.
	Statuses  map[Status]int
	FirstDay  Day
	Datasets  []Dataset
	SchemaNow int // version of the snapshot's schema
}

// DatasetState says how much of a kind of data is here.
type DatasetState string

// The states of a dataset.
const (
	DatasetLoaded  DatasetState = "loaded"
	DatasetPartial DatasetState = "partial"
	DatasetAbsent  DatasetState = "absent"
)

// Dataset is the register's line on one kind of data.
type Dataset struct {
	Name     string // transactions, carts, payouts, visits …
	State    DatasetState
	Rows     int
	LastSeen Instant
	Source   Source
	Note     string
}

// History is one transaction with all that was seen of it, oldest first.
type History struct {
	Current      Transaction
	Observations []Observation
}

// Tally accounts for every line of an imported file:
// Rows = Accepted + Duplicate + Rejected + Blank + Header, always.
type Tally struct {
	Rows      int // physical records of the file, header and blank lines included
	Accepted  int // brought something new
	Duplicate int // said nothing that was not known
	Rejected  int // could not be read; written to the rejects file
	Blank     int
	Header    int
}

// Balanced tells whether the counts add up.
func (t Tally) Balanced() bool {
	return t.Rows == t.Accepted+t.Duplicate+t.Rejected+t.Blank+t.Header
}
