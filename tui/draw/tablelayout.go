package draw

import (
	"slices"
	"strings"

	"recoup/model"
)

const (
	gutter     = 3  // the cursor's marker, the mark and a blank
	gap        = 2  // between columns
	widestText = 44 // a longer text is cut, so that a name does not push the numbers off the screen
	leastName  = 16 // of the first column, however narrow the screen
	leastText  = 8  // a text column at the right edge is shown from here on
	shortText  = 14 // a text column is cut down to this before another is left out
	sampleSize = 240
)

// slot is a column's place on the line.
type slot struct {
	column, x, w, tail int
	right              bool // numbers stand at the right of their column
}

func (v *TableView) widths() []ColumnWidth {
	if len(v.Widths) == len(v.Table.Columns) {
		return v.Widths
	}
	return Measure(*v)
}

// Measure finds how wide the columns are, from their headers, the totals and a sample of the rows: all of a few hundred,
// else some of the beginning, the end and between. Keep the result in Widths until the table, the order of its columns,
// the language or hiding changes.
func Measure(v TableView) []ColumnWidth {
	widths := make([]ColumnWidth, len(v.Table.Columns))
	rows := sample(v.Len())
	for c, column := range v.Table.Columns {
		var cells ColumnWidth
		whole := 0
		grow := func(value model.Value) {
			text := v.text(column, value)
			tail := tailOf(text, value)
			whole = max(whole, model.Width(text)-tail)
			cells.Tail = max(cells.Tail, tail)
		}
		for _, place := range rows {
			grow(v.Table.Rows.Cell(v.Row(place), c))
		}
		if v.ShowTotals && c < len(v.Table.Totals) {
			grow(v.Table.Totals[c])
		}
		cells.Cells = max(whole+cells.Tail, model.Width(column.Label), 1)
		if !isNumber(column.Type) {
			cells.Cells = min(cells.Cells, widestText)
		}
		widths[c] = cells
	}
	return widths
}

func sample(n int) []int {
	var places []int
	if n <= sampleSize {
		for i := range n {
			places = append(places, i)
		}
		return places
	}
	const part = sampleSize / 3
	for i := range part {
		places = append(places, i, part+i*(n-2*part)/part, n-1-i)
	}
	return places
}

// text is what a cell says.
func (v *TableView) text(column model.Column, value model.Value) string {
	if column.Personal && v.Formatter.Redact && !value.IsMissing() {
		return redacted
	}
	return v.Formatter.Value(value)
}

const redacted = "•••"

// isNumber tells whether a column's cells stand at its right and line up.
func isNumber(t model.ColumnType) bool {
	switch t {
	case model.ColCount, model.ColMoney, model.ColRatio, model.ColDuration, model.ColDay:
		return true
	}
	return false
}

// tailOf is the number of cells of a number's text from its decimal sign on.
func tailOf(text string, v model.Value) int {
	switch v.Kind() {
	case model.MoneyValue:
		exponent := v.Money().Currency().Exponent()
		if n := len(text) - exponent - 1; exponent > 0 && n >= 0 && (text[n] == '.' || text[n] == ',') {
			return exponent + 1
		}
	case model.RatioValue:
		// A sign with three digits after it parts thousands.
		end := strings.LastIndexByte(text, ' ')
		at := strings.LastIndexAny(text, ".,")
		switch {
		case end < 0:
			return 0
		case at >= 0 && end-at <= 3:
			return len(text) - at
		}
		return len(text) - end
	}
	return 0
}

// layout places the frozen column and, from Left on, those that fit beside it. A text may be cut at the right edge, a
// number never.
func (v *TableView) layout(w int, widths []ColumnWidth) []slot {
	if len(widths) == 0 {
		return nil
	}
	w -= 2 // the right edge is kept for the sign that there are more
	slots := make([]slot, 0, 16)
	first := v.slot(0, gutter, widths)
	tight := fullWidth(widths) > w
	if !first.right && tight {
		first.w = min(first.w, max(w/4, leastName)) // it stays on screen, so the others must be left room
	}
	first.w = max(min(first.w, w-gutter), 0)
	slots = append(slots, first)
	x := gutter + first.w + gap
	if v.Left > 0 {
		x++ // room for the sign that there are more to the left
	}
	for c := 1 + v.Left; c < len(widths); c++ {
		s := v.slot(c, x, widths)
		if tight && c != v.Column && isWords(v.Table.Columns[c].Type) { // the column one is on is read whole
			s.w = min(s.w, max(w/5, shortText)) // more columns tell more than whole sentences
		}
		if room := w - x; s.w > room {
			if s.right && len(slots) > 1 || room < leastText && len(slots) > 1 || room < 3 {
				break
			}
			s.w = room
		}
		slots = append(slots, s)
		x += s.w + gap
	}
	widen(slots, widths, w-(x-gap))
	return slots
}

// widen gives the columns that were cut what is left over, from the first on, each up to its full width.
func widen(slots []slot, widths []ColumnWidth, left int) {
	shift := 0
	for i := range slots {
		s := &slots[i]
		s.x += shift
		if extra := min(widths[s.column].Cells-s.w, left); extra > 0 {
			s.w += extra
			shift += extra
			left -= extra
		}
	}
}

// isWords tells whether a column's cells are words, which may be cut where room is short.
func isWords(t model.ColumnType) bool { return t == model.ColText || t == model.ColEnum }

// fullWidth is the width at which all columns fit.
func fullWidth(widths []ColumnWidth) int {
	n := gutter - gap
	for _, c := range widths {
		n += c.Cells + gap
	}
	return n
}

func (v *TableView) slot(c, x int, widths []ColumnWidth) slot {
	return slot{column: c, x: x, w: widths[c].Cells, tail: widths[c].Tail, right: isNumber(v.Table.Columns[c].Type)}
}

// wider gives the widths with room for the numbers that are on screen, in case the sample had none as long.
func wider(widths []ColumnWidth, slots []slot, cells []cell) ([]ColumnWidth, bool) {
	grown := false
	for i, c := range cells {
		s := slots[i%len(slots)]
		if !s.right {
			continue
		}
		old := widths[s.column]
		tail := max(old.Tail, c.tail)
		need := max(old.Cells, c.width-c.tail+tail)
		if need > old.Cells || tail > old.Tail {
			if !grown {
				widths, grown = slices.Clone(widths), true
			}
			widths[s.column] = ColumnWidth{need, tail}
		}
	}
	return widths, grown
}
