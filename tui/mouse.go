package tui

import (
	tea "charm.land/bubbletea/v2"

	"recoup/tui/draw"
)

// wheelStep is how many rows a turn of the wheel moves.
const wheelStep = 3

// mouse takes clicks and the wheel: a click focuses a pane and selects; on what is selected already it opens; on a
// column's name it sorts.
func (a *App) mouse(msg tea.MouseMsg) tea.Cmd {
	m := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		return a.wheel(m)
	case tea.MouseClickMsg:
		if m.Button == tea.MouseLeft && len(a.dialogs) == 0 {
			a.toast.dismiss()
			return a.click(m.X, m.Y)
		}
	}
	return nil
}

func (a *App) wheel(m tea.Mouse) tea.Cmd {
	by := 0
	switch m.Button {
	case tea.MouseWheelUp:
		by = -wheelStep
	case tea.MouseWheelDown:
		by = wheelStep
	case tea.MouseWheelLeft, tea.MouseWheelRight:
		if g := a.focusedGrid(); g != nil && len(a.dialogs) == 0 {
			g.sideways(map[bool]int{true: 1, false: -1}[m.Button == tea.MouseWheelRight])
		}
		return nil
	}
	if n := len(a.dialogs); n > 0 {
		return a.wheelDialog(a.dialogs[n-1], by)
	}
	l := a.layout()
	if l.left.has(m.X, m.Y) || l.right.has(m.X, m.Y) {
		a.leftFocus = l.left.has(m.X, m.Y)
	}
	return moveBy(by)(a, "")
}

// wheelDialog turns the wheel into keys, which every dialog knows.
func (a *App) wheelDialog(d dialog, by int) tea.Cmd {
	key := tea.KeyPressMsg{Code: tea.KeyDown}
	if by < 0 {
		key.Code = tea.KeyUp
	}
	return d.press(a, key)
}

func (a *App) click(x, y int) tea.Cmd {
	l := a.layout()
	switch {
	case l.left.has(x, y):
		return a.clickLeft(l.left.inner(), y)
	case l.right.has(x, y):
		return a.clickRight(l.right.inner(), x, y)
	}
	return nil
}

func (a *App) clickLeft(r rect, y int) tea.Cmd {
	again := a.leftFocus
	a.leftFocus = true
	for i, row := range a.home.rows {
		if row != y-r.y {
			continue
		}
		if again && a.home.cursor == i {
			return a.openSelected("")
		}
		a.home.cursor = i
	}
	return nil
}

func (a *App) clickRight(r rect, x, y int) tea.Cmd {
	again := !a.leftFocus
	a.leftFocus = false
	s := a.top()
	line := y - r.y
	switch {
	case line < 0 || line >= r.h:
		return nil
	case s == nil:
		at := a.menu.top + line
		return a.pick(&a.menu.cursor, at, len(a.menu.sections()), again)
	case s.isPage():
		for i, link := range s.page.links {
			if link == s.page.top+line {
				return a.pick(&s.page.cursor, i, len(s.page.links), again)
			}
		}
		return nil
	}
	return a.clickReport(s, r, x-r.x, line, again)
}

// pick selects an entry, or opens the one that was selected already.
func (a *App) pick(cursor *int, at, n int, again bool) tea.Cmd {
	if at < 0 || at >= n {
		return nil
	}
	if again && *cursor == at {
		if why := whyNothingToOpen(a); why != "" {
			return a.tell(toastInfo, why)
		}
		return a.openSelected("")
	}
	*cursor = at
	return nil
}

func (a *App) clickReport(s *screen, r rect, x, line int, again bool) tea.Cmd {
	p := a.divide(s, r.w, r.h)
	if p.tabs > 0 && line == p.metrics+p.metricsGap {
		if tab := draw.TabAt(a.theme, r.w, x, tabLabels(s), s.tab); tab >= 0 {
			s.tab = tab
		}
		return nil
	}
	g := s.grid()
	y := line - p.tableTop()
	if g == nil || y < 0 || y >= p.table {
		return nil
	}
	v := g.view(a.format)
	column := draw.ColumnAt(r.w, x, v)
	if y == 0 {
		if column < 0 {
			return nil
		}
		g.column = column
		return a.sortByColumn("")
	}
	row := draw.RowAt(p.table, y, v)
	if column >= 0 && row >= 0 {
		g.column = column
	}
	return a.pick(&g.cursor, row, g.len(), again)
}

func tabLabels(s *screen) []string {
	labels := make([]string, len(s.report.Tables))
	for i, t := range s.report.Tables {
		labels[i] = t.Label
	}
	return labels
}
