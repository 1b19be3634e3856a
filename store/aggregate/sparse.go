package aggregate

import (
	"cmp"
	"slices"
)

// sparse is a column that few rows have a value in: sorted row numbers beside the values.
type sparse[T any] struct {
	rows   []int32
	values []T
}

// add gives a row a value. Rows come in ascending order.
func (s *sparse[T]) add(row int32, value T) {
	s.rows, s.values = append(s.rows, row), append(s.values, value)
}

// at is the row's value; ok is false when it has none.
func (s *sparse[T]) at(row int32) (value T, ok bool) {
	i, ok := slices.BinarySearch(s.rows, row)
	if !ok {
		return value, false
	}
	return s.values[i], true
}

// renumber moves every value to its row's new number.
func (s *sparse[T]) renumber(newRow []int32) {
	order := make([]int, len(s.rows))
	for i := range s.rows {
		order[i], s.rows[i] = i, newRow[s.rows[i]]
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(s.rows[a], s.rows[b]) })
	rows, values := make([]int32, len(order)), make([]T, len(order))
	for to, from := range order {
		rows[to], values[to] = s.rows[from], s.values[from]
	}
	s.rows, s.values = rows, values
}
