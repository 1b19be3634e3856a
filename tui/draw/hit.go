package draw

import "recoup/model"

// These functions say what a click landed on. They take what the renderer of the same name took, and cells and lines
// counted from the top left corner of what it drew; -1 is nothing.

// ColumnAt gives the column of a table at a cell.
func ColumnAt(w, x int, v TableView) int {
	v.settle(1)
	found := -1
	for _, s := range v.layout(w, v.widths()) {
		if x >= s.x-gap/2 && x < s.x+s.w+gap/2 {
			found = s.column
		}
	}
	return found
}

// RowAt gives the place in Order of a table's row at a line.
func RowAt(h, y int, v TableView) int {
	v.settle(h)
	parts := v.divide(h)
	if parts.header {
		y--
	}
	if y < 0 || y >= parts.rows || v.Top+y >= v.Len() {
		return -1
	}
	return v.Top + y
}

// ItemAt gives the entry of a menu at a line.
func ItemAt(h, y int, v MenuView) int {
	at := MenuTop(h, v) + y
	if y < 0 || y >= h || at >= len(v.Items) {
		return -1
	}
	return at
}

// TabAt gives the tab at a cell.
func TabAt(t *Theme, w, x int, labels []string, active int) int {
	from := firstTab(w, labels, active)
	at := 1
	if from > 0 {
		at += model.Width(t.Glyphs.Left) + 1
	}
	for i := from; i < len(labels) && at < w; i++ {
		end := at + 1 + model.Width(labels[i])
		if x >= at && x < end {
			return i
		}
		at = end + gap
	}
	return -1
}
