package model

// Readable is the table as people see it: without the columns that other cells imply.
func (t Table) Readable() Table {
	shown := make([]int, 0, len(t.Columns))
	for i, c := range t.Columns {
		if !c.Implied {
			shown = append(shown, i)
		}
	}
	if len(shown) == len(t.Columns) {
		return t
	}
	narrow := t
	narrow.Columns, narrow.Totals, narrow.SortBy = nil, nil, -1
	for to, from := range shown {
		narrow.Columns = append(narrow.Columns, t.Columns[from])
		if t.Totals != nil {
			narrow.Totals = append(narrow.Totals, t.Totals[from])
		}
		if from == t.SortBy {
			narrow.SortBy = to
		}
	}
	if t.Rows != nil {
		narrow.Rows = narrowRows{t.Rows, shown}
	}
	return narrow
}

// narrowRows are rows with some of their columns.
type narrowRows struct {
	Rows
	shown []int
}

// Cell is one value; column counts the columns that are shown.
func (r narrowRows) Cell(row, column int) Value { return r.Rows.Cell(row, r.shown[column]) }
