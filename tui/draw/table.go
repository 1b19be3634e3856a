package draw

import (
	"recoup/model"
)

// TableView is a table and how it is looked at.
type TableView struct {
	Table     model.Table
	Formatter model.Formatter
	// Order lists the rows to show, by their number in Table.Rows; nil shows all of them as they come.
	Order []int
	// Cursor is the place of the selected row in Order, Top that of the first row on screen. The renderer moves Top where
	// the cursor would not be seen.
	Cursor, Top int
	// Column is the selected column; Left is how many columns after the first, which stays, are scrolled away.
	Column, Left int
	// SortColumn wears the arrow; -1 is none.
	SortColumn int
	Descending bool
	Marks      map[int]bool // by the row's number in Table.Rows
	// Matches gives the byte offsets in a cell's text that a filter matched; it may be nil.
	Matches func(row, column int) []int
	// CellRole gives a cell's meaning; it may be nil.
	CellRole   func(row, column int) Role
	Focused    bool
	ShowTotals bool
	// Widths holds what Measure found, so that columns keep still while rows scroll. Without it every drawing measures.
	Widths []ColumnWidth
	// Position says where the cursor is, "row 12 of 340"; without it the renderer says it in English.
	Position string
	// Foot stands on the same line on the left: the filter, what is marked.
	Foot []Span
}

// ColumnWidth is how much room a column's content takes.
type ColumnWidth struct {
	Cells int // in all
	Tail  int // of it, the decimal sign and what follows, so that numbers line up
}

// Len is the number of rows to show.
func (v TableView) Len() int {
	switch {
	case v.Order != nil:
		return len(v.Order)
	case v.Table.Rows == nil:
		return 0
	}
	return v.Table.Rows.Len()
}

// Row gives the number in Table.Rows of the row at a place.
func (v TableView) Row(place int) int {
	if v.Order != nil {
		return v.Order[place]
	}
	return place
}

// tableParts says how the lines of a table's height are used.
type tableParts struct {
	header, foot, totals bool
	rows                 int // lines for rows
}

// divide gives the selected row the first line, then the header, the foot and the totals as room allows.
func (v *TableView) divide(h int) tableParts {
	parts := tableParts{header: h >= 2, foot: h >= 4, totals: v.ShowTotals && v.Table.Totals != nil && h >= 7}
	parts.rows = h
	if parts.header {
		parts.rows--
	}
	if parts.foot {
		parts.rows--
	}
	if parts.totals {
		parts.rows -= 2
	}
	parts.rows = max(parts.rows, 0)
	return parts
}

// TableHeight is the number of lines at which a table shows all of its rows, for a caller that has room to spare.
func TableHeight(v TableView) int {
	h := 2 + max(v.Len(), 1)
	if v.ShowTotals && v.Table.Totals != nil {
		h += 2
	}
	return max(h, 4)
}

// TableRows is the number of rows that a table of a height shows at once, for moving by pages.
func TableRows(h int, v TableView) int { return v.divide(h).rows }

// Reveal gives the Top and Left at which the cursor's row and the whole of the selected column are on screen, moving no
// more than needed.
func Reveal(w, h int, v TableView) (top, left int) {
	v.settle(h)
	if v.Column <= 0 {
		return v.Top, v.Left
	}
	widths := v.widths()
	v.Left = min(v.Left, v.Column-1)
	for v.Left < v.Column-1 && !v.isWhole(v.Column, w, widths) {
		v.Left++
	}
	v.Left = min(v.Left, max(len(v.Table.Columns)-2, 0))
	return v.Top, v.Left
}

// isWhole tells whether a column is on screen and not cut.
func (v *TableView) isWhole(column, w int, widths []ColumnWidth) bool {
	for _, s := range v.layout(w, widths) {
		if s.column == column {
			return s.w >= widths[column].Cells
		}
	}
	return false
}

// Visible gives the first and the last column on screen next to the frozen one; last is 0 when only that one fits.
func Visible(w int, v TableView) (first, last int) {
	slots := v.layout(w, v.widths())
	if len(slots) < 2 {
		return 0, 0
	}
	return slots[1].column, slots[len(slots)-1].column
}

// settle puts cursor and top into range, and the cursor's row on screen.
func (v *TableView) settle(h int) {
	n, rows := v.Len(), v.divide(h).rows
	v.Cursor = min(max(v.Cursor, 0), max(n-1, 0))
	v.Top = min(max(v.Top, v.Cursor-rows+1), v.Cursor)
	v.Top = max(min(v.Top, n-rows), 0)
	v.Left = min(max(v.Left, 0), max(len(v.Table.Columns)-2, 0))
}

// Table draws a table: a header with the sort order, the first column always in sight, as many of the others as fit,
// the rows around the cursor, the totals, and where the cursor is. Only the cells on screen are asked for.
func Table(t *Theme, w, h int, v TableView) []string {
	if w <= 0 || h <= 0 {
		return fit(w, h, nil)
	}
	v.settle(h)
	parts := v.divide(h)
	d := tableDrawing{TableView: v, theme: t, w: w, pen: newPen(t, OnPlain, w)}
	d.fill(parts)
	lines := make([]string, 0, h)
	if parts.header {
		lines = append(lines, d.header())
	}
	lines = append(lines, d.body(parts)...)
	if parts.totals && v.Len() > 0 {
		lines = append(lines, Blank(w), d.totals())
	}
	if parts.foot {
		lines = fit(w, h-1, lines)
		lines = append(lines, d.foot())
	}
	return fit(w, h, lines)
}
