package ingest

import (
	"fmt"

	"recoup/model"
)

// format is how a file holds its table: delimited text, a sheet, a page.
type format interface {
	// table begins to go through the file's records. The styles are those of its columns of amounts, as far as they are
	// known; only numbers that the format stores as such are written in them.
	table(src *source, l *layout, styles *styles) (table, error)
	// delimiters are those in which rejected rows of the file are written.
	delimiters() (sep byte, lineEnd string)
}

// table gives the records of a file from the first to the last, each of them once, whatever they mean.
type table interface {
	// next gives the next record, valid until the one after it, or io.EOF.
	next() (record, error)
	// describe tells the summary how the records turned out to be written, when all have been seen.
	describe(*Summary)
}

// styles is how each column of amounts writes its decimals, by target.
type styles [maxTargets]model.DecimalStyle

// rowKind is what a record of the file is.
type rowKind uint8

const (
	rowData rowKind = iota
	rowBlank
	rowHeader
	rowBroken
)

// record is one record of a file: a physical line of text, or several that a quoted cell ties together; a row of a
// spreadsheet or of a table on a page.
type record struct {
	kind  rowKind
	line  int      // of its first line or row, from 1
	text  string   // of delimited text as it came, decoded, without its end; of a broken row of a sheet, as such a text
	cells []string // valid until the next record; of a broken line of text, nil
	// native tells which cells are stored as numbers, so that they show no style; nil for none.
	native []bool
	fault  *fault
}

// fault is what is wrong with a record: with one of its columns, or with the whole of it when column is negative.
type fault struct {
	column int
	reason string
}

// broken words what is wrong with a column, or with a negative one the whole row.
func broken(column int, format string, args ...any) *fault {
	return &fault{column, fmt.Sprintf(format, args...)}
}

// otherTableError says that a header with other columns stands in the middle of the file.
type otherTableError struct{ line int }

func (e otherTableError) Error() string {
	return fmt.Sprintf("another table begins on line %d", e.line)
}

func allEmpty(cells []string) bool {
	for _, cell := range cells {
		if cell != "" {
			return false
		}
	}
	return true
}
