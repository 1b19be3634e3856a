package tui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
)

// farAway is more lines than any list has.
const farAway = 1 << 30

// list is what the cursor can move in.
type list interface {
	move(by int)
	page() int
}

// list is the one that has focus.
func (a *App) list() list {
	s := a.top()
	switch {
	case a.leftFocus:
		return &a.home
	case s == nil:
		return &a.menu
	case s.isPage():
		return pageList{&s.page}
	case s.grid() != nil:
		return s.grid()
	}
	return nil
}

// pageList moves in a transaction's page.
type pageList struct{ of *page }

func (l pageList) page() int { return l.of.height }

func (l pageList) move(by int) { l.of.move(by) }

func moveBy(by int) func(*App, string) tea.Cmd {
	return func(a *App, _ string) tea.Cmd {
		if l := a.list(); l != nil {
			l.move(by)
		}
		return nil
	}
}

// movePages moves by halves of a page.
func movePages(halves int) func(*App, string) tea.Cmd {
	return func(a *App, _ string) tea.Cmd {
		if l := a.list(); l != nil {
			l.move(halves * max(l.page(), 2) / 2)
		}
		return nil
	}
}

// sideways moves to another column, or where there are none, to another pane.
func sideways(by int) func(*App, string) tea.Cmd {
	return func(a *App, _ string) tea.Cmd {
		if g := a.focusedGrid(); g != nil {
			g.sideways(by)
			return nil
		}
		if (by < 0) != a.leftFocus {
			a.leftFocus = by < 0
		}
		return nil
	}
}

func (a *App) focusedGrid() *grid {
	if a.leftFocus {
		return nil
	}
	return a.top().grid()
}

func (a *App) switchPane(string) tea.Cmd {
	a.leftFocus = !a.leftFocus
	return nil
}

func (a *App) toggleZoom(string) tea.Cmd {
	a.zoom = !a.zoom
	return nil
}

func whyNothingToOpen(a *App) string {
	s := a.top()
	switch {
	case a.leftFocus:
		return ""
	case s == nil:
		section, ok := a.menu.selected()
		if !ok {
			return "No section matches the filter; esc clears it."
		}
		if !a.backend.Built(section.ID) {
			return section.Title + " is not built yet."
		}
		return ""
	case s.isPage():
		if s.page.selected() < 0 {
			return "There is nothing to open here."
		}
		return ""
	case s.grid() == nil || s.grid().row() < 0:
		return "There is no row to open."
	}
	if _, ok := s.grid().behind(); !ok {
		return "No transactions stand behind this row."
	}
	return ""
}

// openSelected opens the entry, or the transactions behind the row, or the one transaction that a row is.
func (a *App) openSelected(string) tea.Cmd {
	s := a.top()
	switch {
	case a.leftFocus:
		return a.openHomeItem(homeItems()[a.home.cursor])
	case s == nil:
		section, _ := a.menu.selected()
		a.menu.typing = false
		return a.openSection(section.ID)
	case s.isPage():
		way := s.page.lines[s.page.selected()].link
		return a.openRows(s.section, way.crumb, way.find)
	}
	g := s.grid()
	g.typing = false
	f, _ := g.behind()
	if code, one := onlyCode(f); one {
		return a.openTransaction(s.section, code)
	}
	crumb := a.format.Value(g.table.Rows.Cell(g.row(), 0))
	if len(g.table.Columns) > 0 {
		crumb = shown(a.format, g.table.Columns[0], g.table.Rows.Cell(g.row(), 0))
	}
	return a.openRows(s.section, crumb, f)
}

// onlyCode tells whether a filter names one transaction.
func onlyCode(f model.Filter) (string, bool) {
	if len(f.Codes) != 1 {
		return "", false
	}
	code := f.Codes[0]
	f.Codes, f.Period, f.Set = nil, nil, model.AnyTransaction
	return code, f.IsZero()
}

// openHomeItem opens an entry of the left side for the seven days that it counts.
func (a *App) openHomeItem(item homeItem) tea.Cmd {
	if item.export {
		return a.openLostSalesExport()
	}
	if a.backend.Built(item.section) {
		a.query.Period = HomeQuery(a.query).Period
	}
	return a.openSection(item.section)
}

func whyNoWayBack(a *App) string {
	if len(a.stack) > 0 || a.menu.filter != "" || a.zoom {
		return ""
	}
	return "This is the first screen. q quits."
}

// back undoes the last step: the filter typed over the rows, the screen opened last, the zoom.
func (a *App) back(string) tea.Cmd {
	s := a.top()
	switch {
	case s == nil && a.menu.filter != "":
		a.menu.filter = ""
		return nil
	case s == nil:
		a.zoom = false
		return nil
	}
	if g := s.grid(); g != nil && g.filter != "" && !a.leftFocus {
		g.filter = ""
		return g.rearrange(a)
	}
	s.leave()
	a.stack = a.stack[:len(a.stack)-1]
	a.leftFocus = false
	return nil
}

func (a *App) goHome(string) tea.Cmd {
	a.leaveAll()
	a.zoom = false
	return nil
}

func whyNoTabs(a *App) string {
	if s := a.top(); s == nil || len(s.report.Tables) < 2 {
		return "There are no tabs here."
	}
	return ""
}

func (a *App) chooseTab(key string) tea.Cmd {
	n, err := strconv.Atoi(key)
	s := a.top()
	if err != nil || n > len(s.report.Tables) {
		return a.tell(toastInfo, "There are "+strconv.Itoa(len(s.report.Tables))+" tabs here.")
	}
	s.tab = n - 1
	a.leftFocus = false
	return nil
}
