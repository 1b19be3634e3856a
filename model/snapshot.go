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
	ID    DatasetID
	State DatasetState
	Rows  int // transactions or records
	// Roads tells by which roads it came, strongest source last.
	Roads []Road
	// Note says in a sentence what is partial about it, or how to bring it in; empty when there is nothing to say.
	Note string
}

// Road is what one source has told of a dataset.
type Road struct {
	Source   Source
	Rows     int  // transactions or records it has told of
	Dated    Span // the earliest and the latest date of those, both included; zero where they have none
	LastSeen Instant
	// ImportedAt is when it last brought something in, also if that was nothing new.
	ImportedAt Instant
	// Covered are the parts that were asked for in full, or that a file holds, by status; the empty status is all.
	Covered map[Status][]Span
}

// Dataset gives the register's line on a dataset; one that is not there is absent.
func (i *SnapshotInfo) Dataset(id DatasetID) Dataset {
	for _, d := range i.Datasets {
		if d.ID == id {
			return d
		}
	}
	return Dataset{ID: id, State: DatasetAbsent}
}

// History is one transaction with all that was seen of it, oldest first.
type History struct {
	Current      Transaction
	Observations []Observation
}

// Tally accounts for every line of an imported file:
// Rows = Accepted + Duplicate + Rejected + Blank + Header, always.
type Tally struct {
	Rows      int // physical records of the file, header and blank lines included; events; items of an answer
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
