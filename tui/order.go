package tui

import (
	"cmp"
	"slices"

	"recoup/model"
)

// arrangement says which of a table's rows are shown and in which order.
type arrangement struct {
	sortBy     int // column, -1 for the table's own order
	descending bool
	needle     needle
}

// arrange gives the numbers of the rows to show. It reads the whole table, so for a long one it is background work.
// haystack may be nil; the one that was made for the filter is returned to be used again.
func (g arrangement) arrange(t model.Table, f model.Formatter, haystack *haystack) ([]int, *haystack) {
	n := t.Rows.Len()
	rows := make([]int, 0, n)
	if len(g.needle) == 0 {
		for i := range n {
			rows = append(rows, i)
		}
	} else {
		if haystack == nil {
			haystack = newHaystack(t, f)
		}
		for i := range n {
			if g.needle.in(haystack.rows[i]) {
				rows = append(rows, i)
			}
		}
	}
	switch {
	case g.sortBy == t.SortBy && g.descending == t.Descending:
	case g.sortBy >= 0 && g.sortBy < len(t.Columns):
		sortRows(rows, t, g.sortBy, g.descending)
	case g.descending:
		slices.Reverse(rows)
	}
	return rows, haystack
}

// haystack is what a filter searches: the folded text of every cell, as it is shown.
type haystack struct{ rows [][][]rune }

func newHaystack(t model.Table, f model.Formatter) *haystack {
	h := &haystack{rows: make([][][]rune, t.Rows.Len())}
	for i := range h.rows {
		cells := make([][]rune, len(t.Columns))
		for c := range t.Columns {
			if v := t.Rows.Cell(i, c); !v.IsMissing() {
				cells[c] = foldRunes(shown(f, t.Columns[c], v))
			}
		}
		h.rows[i] = cells
	}
	return h
}

// shown is what a cell says on the screen: what identifies a buyer is not to be found by typing when it is left out.
func shown(f model.Formatter, c model.Column, v model.Value) string {
	if c.Personal && f.Redact && !v.IsMissing() {
		return redacted
	}
	return f.Value(v)
}

// sortRows orders rows by a column. What is not known comes last in both directions; equal rows keep the table's order.
func sortRows(rows []int, t model.Table, column int, descending bool) {
	type keyed struct {
		row int
		key sortKey
	}
	lines := make([]keyed, len(rows))
	for i, r := range rows {
		lines[i] = keyed{r, sortKeyOf(t.Rows.Cell(r, column))}
	}
	slices.SortStableFunc(lines, func(x, y keyed) int {
		if x.key.missing || y.key.missing {
			return cmp.Compare(asInt(x.key.missing), asInt(y.key.missing))
		}
		if descending {
			return y.key.compare(x.key)
		}
		return x.key.compare(y.key)
	})
	for i := range lines {
		rows[i] = lines[i].row
	}
}

// sortKey is what a value is ordered by. Amounts of different currencies are not comparable, so they are grouped by
// currency; words ignore case and accents.
type sortKey struct {
	missing bool
	words   string
	number  int64
	ratio   float64
}

func sortKeyOf(v model.Value) sortKey {
	switch v.Kind() {
	case model.Missing:
		return sortKey{missing: true}
	case model.TextValue:
		return sortKey{words: model.Fold(v.Text().String())}
	case model.EnumValue:
		return sortKey{words: model.Fold(v.Label().String())}
	case model.MoneyValue:
		return sortKey{words: string(v.Money().Currency()), number: v.Money().Minor()}
	case model.RatioValue:
		return sortKey{ratio: v.Ratio()}
	}
	return sortKey{number: v.Int()}
}

func (k sortKey) compare(o sortKey) int {
	return cmp.Or(cmp.Compare(k.words, o.words), cmp.Compare(k.number, o.number), cmp.Compare(k.ratio, o.ratio))
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
