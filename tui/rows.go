package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// The commands on rows: filter, sort, mark, copy.

func whyNoRows(a *App) string {
	s := a.top()
	if s == nil || s.grid() != nil {
		return ""
	}
	return "There are no rows to filter here."
}

func whyNoTable(a *App) string {
	if a.focusedGrid() == nil {
		return "Go to a table first."
	}
	return ""
}

// typedFilter is a filter that is being typed, of a table or of the menu.
type typedFilter struct {
	text   *string
	typing *bool
	apply  func() tea.Cmd
}

func (a *App) filterBeingTyped() *typedFilter {
	f := a.filterHere()
	if f == nil || !*f.typing {
		return nil
	}
	return f
}

// filterHere is the filter that `/` types into.
func (a *App) filterHere() *typedFilter {
	s := a.top()
	if s == nil {
		m := &a.menu
		return &typedFilter{&m.filter, &m.typing, func() tea.Cmd { m.cursor = 0; return nil }}
	}
	if g := s.grid(); g != nil {
		return &typedFilter{&g.filter, &g.typing, func() tea.Cmd { return g.rearrange(a) }}
	}
	return nil
}

func (a *App) startFilter(string) tea.Cmd {
	a.leftFocus = false
	*a.filterHere().typing = true
	a.input = newInput(*a.filterHere().text)
	a.input.CharLimit = longestFilter
	return nil
}

// typeFilter takes a key while a filter is typed. Moving up and down goes through what is left of the rows.
func (a *App) typeFilter(f *typedFilter, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		*f.typing, *f.text = false, ""
		return f.apply()
	case "enter":
		*f.typing = false
		return nil
	case "up", "down", "pgup", "pgdown":
		c, key := a.keys.of(k)
		return a.perform(c, key)
	}
	a.input, _ = a.input.Update(k)
	return a.filterTo(f, a.input.Value())
}

// longestFilter bounds what is searched for: more is a mistaken paste.
const longestFilter = 200

func (a *App) filterTo(f *typedFilter, typed string) tea.Cmd {
	if typed == *f.text {
		return nil
	}
	*f.text = typed
	return f.apply()
}

func (a *App) filterInput() (draw.InputView, bool) {
	if a.filterBeingTyped() == nil {
		return draw.InputView{}, false
	}
	return inputView(" / ", a.input, "words to find"), true
}

// inputView is what is typed as the renderer wants it.
func inputView(prompt string, in textinput.Model, placeholder string) draw.InputView {
	value := []rune(in.Value())
	before := string(value[:clamp(in.Position(), 0, len(value))])
	return draw.InputView{
		Prompt: prompt, Text: model.Clean(in.Value()).String(),
		Cursor: len(model.Clean(before).String()), Placeholder: placeholder,
	}
}

// filterCount is how many rows are left of how many.
func (a *App) filterCount() string {
	left, all := 0, 0
	if s := a.top(); s != nil && s.grid() != nil {
		left, all = s.grid().len(), s.grid().table.Rows.Len()
	} else {
		left = len(a.menu.sections())
		for _, s := range model.Sections() {
			if s.Side == model.RightSide {
				all++
			}
		}
	}
	return a.format.Count(int64(left)) + " of " + a.format.Count(int64(all))
}

// position says where the cursor is in the rows that are shown.
func (g *grid) position(f model.Formatter) string {
	if g.len() == 0 {
		return ""
	}
	return "row " + f.Count(int64(g.cursor+1)) + " of " + f.Count(int64(g.len()))
}

// foot tells under a table what was done to it.
func (g *grid) foot(f model.Formatter) []draw.Span {
	var parts []string
	if g.filter != "" {
		parts = append(parts, "/"+model.Clean(g.filter).String()+"  "+f.Count(int64(g.len()))+" of "+f.Count(int64(g.table.Rows.Len())))
	}
	if n := len(g.marks); n > 0 {
		parts = append(parts, f.Count(int64(n))+" marked")
	}
	if len(parts) == 0 {
		return nil
	}
	return []draw.Span{{Role: draw.Accent, Text: strings.Join(parts, " · ")}}
}

// sortByColumn sorts by the selected column: numbers from the largest, words from A. Again, it turns the order round.
func (a *App) sortByColumn(string) tea.Cmd {
	g := a.focusedGrid()
	if g.sort.sortBy == g.column {
		return a.reverseOrder("")
	}
	g.sorted = true
	g.sort.sortBy = g.column
	g.sort.descending = largestFirst(g.table.Columns[g.column].Type)
	return g.rearrange(a)
}

func largestFirst(t model.ColumnType) bool {
	return t != model.ColText && t != model.ColEnum
}

func (a *App) reverseOrder(string) tea.Cmd {
	g := a.focusedGrid()
	g.sorted = true
	g.sort.descending = !g.sort.descending
	return g.rearrange(a)
}

func (a *App) markRow(string) tea.Cmd {
	g := a.focusedGrid()
	g.toggleMark()
	g.move(1)
	return nil
}

func (a *App) markAll(string) tea.Cmd {
	a.focusedGrid().markAll()
	return nil
}

func whyNothingToCopy(a *App) string {
	g := a.focusedGrid()
	if s := a.top(); g == nil && !(s != nil && s.isPage() && !a.leftFocus) {
		return "Go to a table first."
	}
	if g != nil && g.row() < 0 {
		return "There is no row to copy."
	}
	return ""
}

// copyCell copies what the selected cell says, on one line, so that pasting it never runs a command.
func (a *App) copyCell(string) tea.Cmd {
	g := a.focusedGrid()
	if g == nil {
		return a.copy(a.top().code)
	}
	v, _ := g.cell()
	return a.copy(shown(a.format, g.table.Columns[g.column], v))
}

// copyRow copies the row's cells with tabs between them, as a spreadsheet takes them.
func (a *App) copyRow(string) tea.Cmd {
	g := a.focusedGrid()
	if g == nil {
		return a.copy(a.top().code)
	}
	cells := make([]string, len(g.table.Columns))
	for c := range cells {
		if v := g.table.Rows.Cell(g.row(), c); !v.IsMissing() {
			cells[c] = model.Clean(shown(a.format, g.table.Columns[c], v)).String()
		}
	}
	return a.toClipboard(strings.Join(cells, "\t"), "the row")
}

func (a *App) copy(text string) tea.Cmd {
	text = model.Clean(text).String()
	return a.toClipboard(text, text)
}

func (a *App) toClipboard(text, what string) tea.Cmd {
	return tea.Batch(tea.SetClipboard(text), a.tell(toastDone, "Copied "+what+"."))
}
