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
	empty  []string
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
		rec.cells = g.padded(row.cells)
		return g.layout.classify(rec)
	}
	return rec, nil
}

// padded makes a row as wide as the header: what a table leaves out at the end of a row is empty.
func (g *grid) padded(cells []string) []string {
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

// searchRows looks for the header in the first rows, and gives the row on which it stands.
func searchRows(rows gridRows, s *search) (header int, err error) {
	var first []gridRow
	for len(first) <= maxLead {
		row, err := rows.next(nil, nil)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, err
		}
		if row.fault == nil && !allBlank(row.cells) {
			row.cells = slices.Clone(row.cells)
			first = append(first, row)
		}
	}
	for i, row := range first {
		width := 0
		if i+1 < len(first) {
			width = len(first[i+1].cells)
		}
		if s.try(row.number, row.cells, width) {
			header = row.number
		}
		if s.complete {
			break
		}
	}
	return header, nil
}
