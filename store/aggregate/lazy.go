package aggregate

import "recoup/model"

// lazyColumn is a column of a long table and how one of its cells is made.
type lazyColumn[T any] struct {
	model.Column
	cell func(s *scope, of T) model.Value
}

// lazyRows is a table of which only the rows on screen are ever made: a list of what its rows are about, and columns.
// Reading it changes nothing, so several goroutines may.
type lazyRows[T any] struct {
	s       *scope
	items   []T
	columns []lazyColumn[T]
	find    func(s *scope, of T) model.Filter
}

// Len is the number of rows.
func (r *lazyRows[T]) Len() int { return len(r.items) }

// Cell is one value.
func (r *lazyRows[T]) Cell(row, column int) model.Value {
	return r.columns[column].cell(r.s, r.items[row])
}

// Behind is the filter that finds the row's transactions.
func (r *lazyRows[T]) Behind(row int) (model.Filter, bool) { return r.find(r.s, r.items[row]), true }

// fill gives a table its columns and rows.
func (r *lazyRows[T]) fill(t model.Table) model.Table {
	t.Columns = make([]model.Column, len(r.columns))
	for i := range r.columns {
		t.Columns[i] = r.columns[i].Column
	}
	t.Rows = r
	return t
}

// newestFirst gives rows, which stand in the order of time, from the last to the first.
func newestFirst(rows []int32) []int32 {
	turned := make([]int32, len(rows))
	for i, row := range rows {
		turned[len(rows)-1-i] = row
	}
	return turned
}
