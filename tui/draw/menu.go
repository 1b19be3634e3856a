package draw

import (
	"strings"

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
	c := v.columns(w)
	lines := make([]string, 0, h)
	p := newPen(t, OnPlain, w)
	for i := v.Top; i < len(v.Items) && len(lines) < h; i++ {
		lines = append(lines, v.entry(&p, i, w, c))
	}
	return fit(w, h, lines)
}

// MenuTop gives the first entry on screen, so that the cursor's is too: Top, moved no more than needed.
func MenuTop(h int, v MenuView) int {
	cursor := min(max(v.Cursor, 0), max(len(v.Items)-1, 0))
	top := min(max(v.Top, cursor-h+1), cursor)
	return max(min(top, len(v.Items)-h), 0)
}

// menuColumns says at which cells the parts of an entry start.
type menuColumns struct{ keys, titles, values int }

// columns places the parts. The titles' column is as wide as the widest title, but never so wide that no value fits.
func (v *MenuView) columns(w int) menuColumns {
	keys, titles, values := 0, v.TitleWidth, 0
	c := menuColumns{keys: menuGutter}
	for i := range v.Items {
		item := &v.Items[i]
		keys = max(keys, model.Width(item.Key))
		if item.State != ItemHeading {
			titles = max(titles, model.Width(item.Title))
			values = max(values, model.Width(item.beside()))
		}
		if item.Current {
			c.keys = gutter // room for the sign of the choice in force
		}
	}
	c.titles = c.keys
	if keys > 0 {
		c.titles += keys + gap
	}
	if values > 0 {
		titles = min(titles, max(w-c.titles-gap-min(values, leastValue), w/2))
	}
	c.values = c.titles + titles + gap
	return c
}

const (
	menuGutter = 2 // the cursor's marker and a blank
	leastValue = 12
)

// beside is what stands next to the title.
func (i *Item) beside() string {
	if i.State == ItemDisabled && i.Reason != "" {
		return i.Reason
	}
	return i.Value
}

func (v *MenuView) entry(p *pen, i, w int, c menuColumns) string {
	item := &v.Items[i]
	ground, sign := OnPlain, ""
	if i == v.Cursor && item.State != ItemHeading {
		ground, sign = OnSelectedDim, p.theme.Glyphs.Resting
		if v.Focused {
			ground, sign = OnSelected, p.theme.Glyphs.Cursor
		}
	}
	p.restart(ground)
	p.write(Accent, sign)
	if item.Current {
		p.to(1)
		p.write(Marked, p.theme.Glyphs.Mark)
	}
	p.to(c.keys)
	if item.State == ItemHeading {
		p.write(Heading, item.Title)
		return p.finish()
	}
	if c.titles > c.keys {
		p.write(roleIf(item.State == ItemDisabled, Disabled, KeyHint), item.Key)
		p.to(c.titles)
	}
	v.entryText(p, item, w, c)
	return p.finish()
}

// entryText writes the title and what stands beside it.
func (v *MenuView) entryText(p *pen, item *Item, w int, c menuColumns) {
	role, beside, besideRole := Plain, item.beside(), item.ValueRole
	switch item.State {
	case ItemMissing:
		role, besideRole = Muted, Muted
	case ItemDisabled:
		role, besideRole = Disabled, Disabled
	}
	title := Highlight(item.Title, item.Matches, role, Match)
	switch {
	case beside == "":
		p.spans(title, w)
	case v.ValuesRight:
		beside = shorten(beside, max(w/2, w-c.titles-SpansWidth(title)-gap-1))
		at := w - 1 - model.Width(beside)
		p.spans(title, at-1)
		p.to(at)
		p.limited(besideRole, beside, w-1-p.cells)
	default:
		p.spans(title, c.values-gap)
		p.to(c.values)
		p.limited(besideRole, shorten(beside, w-1-c.values), w-1-p.cells)
	}
}

// shorten leaves out the last parts of a headline, which " · " keeps apart, until it fits.
func shorten(s string, w int) string {
	for model.Width(s) > w {
		at := strings.LastIndex(s, " · ")
		if at <= 0 {
			return s
		}
		s = s[:at]
	}
	return s
}
