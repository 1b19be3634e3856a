package draw_test

import (
	"strings"
	"testing"

	"recoup/model"
	"recoup/tui/draw"
)

// cellOf is the cell at which a word starts on a line.
func cellOf(line, word string) int {
	before, _, found := strings.Cut(line, word)
	if !found {
		return -1
	}
	return model.Width(before)
}

func TestAClickFindsTheColumnUnderIt(t *testing.T) {
	for _, left := range []int{0, 3} {
		v := transactionsView(50)
		v.Left = left
		header := draw.Table(plainTheme(), 120, 20, v)[0]
		found := 0
		for c, column := range v.Table.Columns {
			x := cellOf(header, column.Label)
			if x < 0 {
				continue
			}
			found++
			for _, at := range []int{x, x + len(column.Label) - 1} {
				if got := draw.ColumnAt(120, at, v); got != c {
					t.Errorf("scrolled by %d, cell %d is column %d, want %d (%s)", left, at, got, c, column.Label)
				}
			}
		}
		if found < 4 {
			t.Fatalf("only %d columns in %q", found, header)
		}
		if got := draw.ColumnAt(120, 0, v); got != -1 {
			t.Errorf("the marker's cell is column %d", got)
		}
	}
}

func TestAClickFindsTheRowUnderIt(t *testing.T) {
	v := transactionsView(50)
	v.Cursor, v.Top = 30, 20
	for y, line := range draw.Table(plainTheme(), 120, 20, v) {
		got := draw.RowAt(20, y, v)
		if strings.HasPrefix(line, "▌") != (got == 30) {
			t.Errorf("line %d is row %d: %q", y, got, line)
		}
	}
	for _, y := range []int{-1, 0, 17, 18, 19, 25} { // the header, the totals, the foot, outside
		if got := draw.RowAt(20, y, v); got != -1 {
			t.Errorf("line %d is row %d", y, got)
		}
	}
}

func TestAClickFindsTheEntryAndTheTabUnderIt(t *testing.T) {
	v := sectionMenu()
	v.Cursor = 12
	for y, line := range draw.Menu(plainTheme(), 80, 8, v) {
		if got := draw.ItemAt(8, y, v); !strings.Contains(line, v.Items[got].Title) {
			t.Errorf("line %d is entry %d: %q", y, got, line)
		}
	}
	labels := []string{"Overview", "Requests", "Products", "Buyers"}
	for active := range labels {
		line := draw.Tabs(plainTheme(), 34, labels, active, true)
		for i, label := range labels {
			if x := cellOf(line, label); x >= 0 {
				if got := draw.TabAt(plainTheme(), 34, x, labels, active); got != i {
					t.Errorf("%q: cell %d is tab %d, want %d", line, x, got, i)
				}
			}
		}
	}
}
