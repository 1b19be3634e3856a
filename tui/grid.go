package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// longTable is from how many rows on sorting and filtering are background work.
const longTable = 3000

// grid is a table and what its reader has done to it: where they are, what they sorted, filtered and marked. It is kept
// while its report is loaded anew.
type grid struct {
	whole       model.Table // as it came, for exports
	table       model.Table // without the columns that others imply
	order       []int       // the rows shown, by number; nil is all as they come
	cursor, top int         // places in order
	column      int
	left        int // columns scrolled away
	sort        arrangement
	sorted      bool // by the reader
	filter      string
	typing      bool // the filter is being typed
	marks       map[int]bool
	widths      []draw.ColumnWidth
	hay         *haystack
	height      int // lines on screen, for moving by pages
	inquiry     inquiry
}

// adopt takes a table in, new or loaded again.
func (g *grid) adopt(a *App, t model.Table) tea.Cmd {
	if g.table.ID != "" && len(g.whole.Columns) != len(t.Columns) {
		g.sorted, g.column, g.left = false, 0, 0
	}
	if t.Rows == nil {
		t.Rows = model.RowList{}
	}
	g.whole, t = t, t.Readable()
	g.table, g.order, g.hay, g.widths, g.marks = t, nil, nil, nil, nil
	if !g.sorted {
		g.sort.sortBy, g.sort.descending = t.SortBy, t.Descending
	}
	g.column = min(g.column, max(len(t.Columns)-1, 0))
	return g.rearrange(a)
}

// rearrange applies sorting and filter. The row under the cursor stays under it when it is still shown.
func (g *grid) rearrange(a *App) tea.Cmd {
	g.sort.needle = newNeedle(g.filter)
	if g.natural() {
		g.inquiry.stop()
		g.place(nil)
		return nil
	}
	sort, table, format, hay := g.sort, g.table, a.format, g.hay
	if table.Rows.Len() <= longTable {
		order, made := sort.arrange(table, format, hay)
		g.hay = made
		g.place(order)
		g.showMatch(format)
		return nil
	}
	type arranged struct {
		order []int
		hay   *haystack
	}
	return ask(a, &g.inquiry,
		func(context.Context) (arranged, error) {
			order, made := sort.arrange(table, format, hay)
			return arranged{order, made}, nil
		},
		func(found arranged, err error) tea.Cmd {
			if err != nil {
				return a.fail(err)
			}
			g.hay = found.hay
			g.place(found.order)
			g.showMatch(format)
			return nil
		})
}

func (g *grid) natural() bool {
	return len(g.sort.needle) == 0 && g.sort.sortBy == g.table.SortBy && g.sort.descending == g.table.Descending
}

// place puts a new order on screen.
func (g *grid) place(order []int) {
	row := g.row()
	g.order = order
	g.cursor = min(g.cursor, max(g.len()-1, 0))
	if row < 0 {
		return
	}
	if order == nil {
		g.cursor = min(row, max(g.len()-1, 0))
		return
	}
	for at, r := range order {
		if r == row {
			g.cursor = at
			return
		}
	}
	g.cursor = 0
}

// showMatch moves to a column in which the filter found something, so that one sees why the row is there.
func (g *grid) showMatch(f model.Formatter) {
	row := g.row()
	if row < 0 || len(g.sort.needle) == 0 {
		return
	}
	matches := func(c int) bool {
		return len(g.sort.needle.marks(shown(f, g.table.Columns[c], g.table.Rows.Cell(row, c)))) > 0
	}
	if matches(g.column) {
		return
	}
	for c := range g.table.Columns {
		if matches(c) {
			g.column = c
			return
		}
	}
}

func (g *grid) len() int {
	if g.order != nil {
		return len(g.order)
	}
	return g.table.Rows.Len()
}

// row is the number of the selected row in the table, -1 when there is none.
func (g *grid) row() int {
	switch {
	case g.cursor < 0 || g.cursor >= g.len():
		return -1
	case g.order != nil:
		return g.order[g.cursor]
	}
	return g.cursor
}

func (g *grid) move(by int) { g.cursor = clamp(g.cursor+by, 0, g.len()-1) }

func (g *grid) page() int { return draw.TableRows(g.height, g.view(model.Formatter{})) }

func (g *grid) sideways(by int) { g.column = clamp(g.column+by, 0, len(g.table.Columns)-1) }

// reveal scrolls so that the cursor is on screen.
func (g *grid) reveal(f model.Formatter, w, h int) {
	g.height = h
	v := g.view(f)
	if g.widths == nil {
		g.widths = draw.Measure(v)
		v.Widths = g.widths
	}
	g.top, g.left = draw.Reveal(w, h, v)
}

// view is the table as the renderer wants it.
func (g *grid) view(f model.Formatter) draw.TableView {
	v := draw.TableView{
		Table: g.table, Formatter: f, Order: g.order, Cursor: g.cursor, Top: g.top, Column: g.column, Left: g.left,
		SortColumn: g.sort.sortBy, Descending: g.sort.descending, Marks: g.marks, ShowTotals: g.showTotals(), Widths: g.widths,
	}
	if n := g.sort.needle; len(n) > 0 {
		v.Matches = func(row, column int) []int {
			return n.marks(shown(f, g.table.Columns[column], g.table.Rows.Cell(row, column)))
		}
	}
	return v
}

// showTotals: a total under rows that a filter has thinned out would be the total of something else.
func (g *grid) showTotals() bool { return len(g.sort.needle) == 0 }

// cell is the selected cell.
func (g *grid) cell() (model.Value, bool) {
	row := g.row()
	if row < 0 || g.column >= len(g.table.Columns) {
		return model.Unknown(), false
	}
	return g.table.Rows.Cell(row, g.column), true
}

// behind finds the transactions behind the selected row.
func (g *grid) behind() (model.Filter, bool) {
	row := g.row()
	if row < 0 {
		return model.Filter{}, false
	}
	return g.table.Rows.Behind(row)
}

func (g *grid) toggleMark() {
	row := g.row()
	if row < 0 {
		return
	}
	if g.marks == nil {
		g.marks = map[int]bool{}
	}
	if g.marks[row] {
		delete(g.marks, row)
	} else {
		g.marks[row] = true
	}
}

// markAll marks every row shown, or none when all of them are.
func (g *grid) markAll() {
	marks := map[int]bool{}
	for at := range g.len() {
		row := at
		if g.order != nil {
			row = g.order[at]
		}
		marks[row] = true
	}
	for row := range marks {
		if !g.marks[row] {
			g.marks = marks
			return
		}
	}
	g.marks = nil
}

// rows is the part of a table that a reader sees, in their order; of it the marked rows alone when there are any.
type rows struct {
	model.Rows
	order []int
}

// Len is the number of rows.
func (r rows) Len() int { return len(r.order) }

// Cell is one value.
func (r rows) Cell(row, column int) model.Value { return r.Rows.Cell(r.order[row], column) }

// Behind is the filter of the row.
func (r rows) Behind(row int) (model.Filter, bool) { return r.Rows.Behind(r.order[row]) }

// asShown is the table as it stands on the screen, for an export.
func (g *grid) asShown() model.Table {
	t := g.whole
	if g.order == nil && len(g.marks) == 0 {
		return t
	}
	shown := rows{Rows: t.Rows}
	for at := range g.len() {
		row := at
		if g.order != nil {
			row = g.order[at]
		}
		if len(g.marks) == 0 || g.marks[row] {
			shown.order = append(shown.order, row)
		}
	}
	if len(shown.order) != t.Rows.Len() {
		t.Totals = nil
	}
	t.Rows, t.SortBy, t.Descending = shown, -1, g.sort.descending
	if by := g.sort.sortBy; by >= 0 {
		t.SortBy = slices.IndexFunc(t.Columns, func(c model.Column) bool { return c.ID == g.table.Columns[by].ID })
	}
	return t
}

func clamp(n, low, high int) int { return max(min(n, high), low) }
