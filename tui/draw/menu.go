package draw

import (
	"recoup/model"
)

// ItemState says how an entry of a menu stands out.
type ItemState uint8

// The states of an entry.
const (
	ItemNormal   ItemState = iota
	ItemMissing            // its data is not here: readable, and can be opened to learn how to get it
	ItemDisabled           // cannot be chosen now; Reason says why
	ItemHeading            // names the entries below it; the cursor passes over it
)

// Item is an entry of a menu: a section, a link, a period, a command.
type Item struct {
	Title string
	// Matches are the byte offsets in Title that a search matched.
	Matches []int
	// Value stands beside the title: a headline, a count.
	Value     string
	ValueRole Role
	Key       string // the key that chooses it at once
	State     ItemState
	Reason    string // why it is disabled, in place of Value
	Current   bool   // the choice in force
}

// MenuView is a list of entries and how it is looked at.
type MenuView struct {
	Items       []Item
	Cursor, Top int
	Focused     bool
	// ValuesRight puts the values at the right edge, as counts are; otherwise they start in one column after the titles.
	ValuesRight bool
	// TitleWidth is how wide the titles' column is at least; 0 takes the widest title.
	TitleWidth int
}

// Menu draws a list of entries. The cursor's entry is always on screen, whatever Top says.
func Menu(t *Theme, w, h int, v MenuView) []string {
	if w <= 0 || h <= 0 {
		return fit(w, h, nil)
	}
	v.Cursor = min(max(v.Cursor, 0), max(len(v.Items)-1, 0))
	v.Top = MenuTop(h, v)
	titles, keys := v.titleWidth(w), v.keyWidth()
	lines := make([]string, 0, h)
	p := newPen(t, OnPlain, w)
	for i := v.Top; i < len(v.Items) && len(lines) < h; i++ {
		lines = append(lines, v.entry(&p, i, w, titles, keys))
	}
	return fit(w, h, lines)
}

// MenuTop gives the first entry on screen, so that the cursor's is too: Top, moved no more than needed.
func MenuTop(h int, v MenuView) int {
	top := min(max(v.Top, v.Cursor-h+1), v.Cursor)
	return max(min(top, len(v.Items)-h), 0)
}

// titleWidth is the width of the titles' column: that of the widest title, but never so much that no value fits.
func (v *MenuView) titleWidth(w int) int {
	widest, values := v.TitleWidth, 0
	for _, item := range v.Items {
		if item.State != ItemHeading {
			widest = max(widest, model.Width(item.Title))
			values = max(values, model.Width(item.beside()))
		}
	}
	if values > 0 {
		const leastValue = 10
		widest = min(widest, max(w-gutter-gap-min(values, leastValue), w/2))
	}
	return widest
}

func (v *MenuView) keyWidth() int {
	widest := 0
	for _, item := range v.Items {
		widest = max(widest, model.Width(item.Key))
	}
	return widest
}

// beside is what stands next to the title.
func (i *Item) beside() string {
	if i.State == ItemDisabled && i.Reason != "" {
		return i.Reason
	}
	return i.Value
}

func (v *MenuView) entry(p *pen, i, w, titles, keys int) string {
	item := &v.Items[i]
	ground, sign := OnPlain, ""
	if i == v.Cursor && item.State != ItemHeading {
		ground, sign = OnSelectedDim, p.theme.Glyphs.Resting
		if v.Focused {
			ground, sign = OnSelected, p.theme.Glyphs.Cursor
		}
	}
	p.restart(ground)
	p.limited(Accent, sign, w)
	if item.Current {
		p.to(1)
		p.write(Marked, p.theme.Glyphs.Mark)
	}
	p.to(gutter)
	if keys > 0 {
		if item.State != ItemHeading {
			p.write(KeyHint, item.Key)
		}
		p.to(gutter + keys + gap)
	}
	v.title(p, item, w, titles)
	v.value(p, item, w, titles, keys)
	return p.finish()
}

func (v *MenuView) title(p *pen, item *Item, w, titles int) {
	role := Plain
	switch item.State {
	case ItemHeading:
		role = Heading
	case ItemMissing:
		role = Muted
	case ItemDisabled:
		role = Disabled
	}
	end := w
	if v.ValuesRight {
		if taken := model.Width(item.beside()); taken > 0 {
			end = max(w-1-min(taken, w/2)-1, p.cells)
		}
	} else if item.beside() != "" {
		end = min(p.cells+titles, w)
	}
	p.spans(Highlight(item.Title, item.Matches, role, Match), end)
}

func (v *MenuView) value(p *pen, item *Item, w, titles, keys int) {
	text, role := item.beside(), item.ValueRole
	if item.State != ItemNormal {
		role = Muted
	}
	if text == "" {
		return
	}
	if v.ValuesRight {
		room := min(model.Width(text), w-1-p.cells-1)
		if room <= 0 {
			return
		}
		p.to(w - 1 - room)
		p.limited(role, text, room)
		return
	}
	at := gutter + titles + gap
	if keys > 0 {
		at += keys + gap
	}
	if at < w-1 {
		p.to(at)
		p.limited(role, text, w-1-at)
	}
}
