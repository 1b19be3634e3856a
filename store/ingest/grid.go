package ingest

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
)

// gridRow is a row of a table whose cells are told apart by the format: of a sheet, or of a page.
type gridRow struct {
	number int      // from 1
	cells  []string // up to the last that holds something
	native []bool   // cells that are stored as numbers; nil for none
	fault  *fault   // what is wrong with the row as it stands in the file
}

// gridRows gives rows from the first to the last, and io.EOF behind it. A row is valid until the next one.
type gridRows interface {
	// next gives the next row, its cells as the columns of the layout read them; without a layout, as they are.
	next(*layout, *styles) (gridRow, error)
	describe(*Summary)
}

// grid makes records of the rows of a sheet or page.
type grid struct {
	gridRows
	layout *layout
	styles *styles
	header int // row of the header
}

// next gives the record of the next row.
func (g *grid) next() (record, error) {
	row, err := g.gridRows.next(g.layout, g.styles)
	if err != nil {
		return record{}, err
	}
	rec := record{line: row.number, cells: row.cells, native: row.native}
	switch {
	case row.fault == nil && allBlank(row.cells):
		rec.kind = rowBlank
		return rec, nil
	case row.number <= g.header:
		rec.kind = rowHeader
		return rec, nil
	case row.fault != nil:
		// Its cells are given as one text, so that the row is not accepted as it is when it comes back.
		rec.kind, rec.fault, rec.text, rec.cells = rowBroken, row.fault, delimitedRow(row.cells), nil
	default:
		if at := g.beside(row.cells); at >= 0 {
			rec.kind, rec.fault = rowBroken, besideTable(at)
			rec.text, rec.cells = delimitedRow(row.cells), nil
			break
		}
		rec.cells = g.padded(row.cells)
		return g.layout.classify(rec)
	}
	return rec, nil
}

// beside gives the column of what stands right of the header, negative where nothing does.
func (g *grid) beside(cells []string) int {
	for at := len(g.layout.header); at < len(cells); at++ {
		if !isNone(cells[at]) {
			return at
		}
	}
	return -1
}

func besideTable(column int) *fault {
	return broken(-1, "something stands right of the table, in column %s", columnLetters(column))
}

// padded makes a row as wide as the header: what a table leaves out at the end of a row is empty.
func (g *grid) padded(cells []string) []string {
	cells = cells[:min(len(cells), len(g.layout.header))]
	for missing := len(g.layout.header) - len(cells); missing > 0; missing-- {
		cells = append(cells, "")
	}
	return cells
}

// delimitedRow writes a row as it would stand in a file of delimited text.
func delimitedRow(cells []string) string {
	var b strings.Builder
	w := sheet{w: bufio.NewWriter(&b), sep: ';'}
	w.row(cells...)
	w.w.Flush() //nolint:errcheck,gosec // into memory
	return b.String()
}

func allBlank(cells []string) bool {
	for _, cell := range cells {
		if trim(cell) != "" {
			return false
		}
	}
	return true
}

// firstRows are the rows of a table among which its header is looked for.
type firstRows struct {
	rows  []gridRow
	tried bool
}

// add keeps a row, until there are enough.
func (f *firstRows) add(row gridRow) {
	if len(f.rows) <= maxLead && row.fault == nil && !allBlank(row.cells) {
		row.cells = slices.Clone(row.cells)
		f.rows = append(f.rows, row)
	}
}

// search gives the row of the header, if it is a better one than the search has.
func (f *firstRows) search(s *search) (header int) {
	for i, row := range f.rows {
		width := 0
		if i+1 < len(f.rows) {
			width = len(f.rows[i+1].cells)
		}
		if s.try(row.number, row.cells, width) {
			header = row.number
		}
		if s.complete {
			break
		}
	}
	return header
}

// searchRows looks for the header in the first rows, and gives the row on which it stands.
func searchRows(rows gridRows, s *search) (header int, err error) {
	var first firstRows
	for n := 0; n < 2*maxLead; n++ {
		row, err := rows.next(nil, nil)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, err
		}
		first.add(row)
	}
	return first.search(s), nil
}
