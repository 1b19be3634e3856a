package tui

import (
	"strings"

	"recoup/model"
	"recoup/tui/draw"
)

// menuPane is the right side of the home screen: the fifteen sections with their headlines.
type menuPane struct {
	headlines map[model.SectionID]Headline
	asked     question
	cursor    int
	top       int
	height    int
	filter    string
	typing    bool
	inquiry   inquiry
}

func (m *menuPane) show(headlines []Headline) {
	m.headlines = byName(headlines)
}

func byName(headlines []Headline) map[model.SectionID]Headline {
	named := make(map[model.SectionID]Headline, len(headlines))
	for _, h := range headlines {
		named[h.Section] = h
	}
	return named
}

// sections lists the right side's sections that pass the filter.
func (m *menuPane) sections() []model.Section {
	n := newNeedle(m.filter)
	var shown []model.Section
	for _, s := range model.Sections() {
		if s.Side == model.RightSide && n.in([][]rune{foldRunes(s.Title)}) {
			shown = append(shown, s)
		}
	}
	return shown
}

func (m *menuPane) selected() (model.Section, bool) {
	shown := m.sections()
	if m.cursor >= len(shown) {
		return model.Section{}, false
	}
	return shown[m.cursor], true
}

func (m *menuPane) move(by int) { m.cursor = clamp(m.cursor+by, 0, max(len(m.sections())-1, 0)) }

func (m *menuPane) page() int { return m.height }

func (m *menuPane) reveal(h int) {
	m.height = h
	m.move(0)
	m.top = draw.MenuTop(h, draw.MenuView{Items: make([]draw.Item, len(m.sections())), Cursor: m.cursor, Top: m.top})
}

// view is the menu as the renderer wants it.
func (m *menuPane) view(a *App, w int, focused bool) draw.MenuView {
	n := newNeedle(m.filter)
	v := draw.MenuView{Cursor: m.cursor, Top: m.top, Focused: focused}
	for _, s := range m.sections() {
		title := s.Title
		if w < 76 {
			title = strings.TrimSuffix(title, " Dashboard")
		}
		item := draw.Item{Title: title, Matches: n.marks(title)}
		head, known := m.headlines[s.ID]
		switch {
		case !a.backend.Built(s.ID):
			item.State, item.Reason = draw.ItemDisabled, a.notBuilt(head)
		case known && head.Missing:
			item.State, item.Value = draw.ItemMissing, notHere
		case known:
			item.Value = a.format.Phrase(head.Words)
		}
		v.Items = append(v.Items, item)
	}
	return v
}

// notBuilt is what stands beside a section that this version does not have: what is known of its data, else just that.
func (a *App) notBuilt(h Headline) string {
	switch {
	case h.Missing:
		return notHere
	case h.Words.IsEmpty():
		return "not built yet"
	}
	return a.format.Phrase(h.Words)
}

// notHere stands where a figure would, when the snapshot does not hold what it is made of.
const notHere = model.Unavailable + " not in this snapshot"
