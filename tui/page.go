package tui

import (
	"strings"

	"recoup/model"
	"recoup/tui/draw"
)

// page is one transaction: its money from what the buyer paid to what the seller keeps, who took part, where it came
// from, what was seen of it when, and the ways to its relatives.
type page struct {
	history model.History
	written []pageLine // whatever the width
	lines   []pageLine // what is too long for the width broken
	width   int
	links   []int // the lines that can be opened
	cursor  int   // of links
	top     int
	height  int
}

// pageLine is one line of the page before it is painted.
type pageLine struct {
	heading string
	label   string
	value   string
	note    string
	strong  bool
	amount  bool // its value lines up with other amounts on the right
	bar     flow // of an amount
	link    *link
}

// link leads to other transactions.
type link struct {
	crumb string
	find  model.Filter
}

func (p *page) show(a *App, h model.History) {
	p.history = h
	p.write(a)
	p.cursor = clamp(p.cursor, 0, max(len(p.links)-1, 0))
}

// write puts the page into words; again when the way of writing changes.
func (p *page) write(a *App) {
	p.lines, p.links = nil, nil
	w := pageWriter{page: p, f: a.format, t: &p.history.Current}
	w.head(a)
	w.money()
	w.card()
	w.parties()
	w.seen()
	w.relatives(a)
	w.origin()
	p.written = p.lines
	p.wrap()
}

// wrap breaks what is too long for the width. A note that has no room beside its value stands below it.
func (p *page) wrap() {
	p.lines, p.links = make([]pageLine, 0, len(p.written)), nil
	labels := p.labels(p.width)
	room := p.width - labels - 2*pageGap - 1
	for _, line := range p.written {
		if line.link != nil {
			p.links = append(p.links, len(p.lines))
		}
		long := model.Width(line.value)+pageGap+model.Width(line.note) > room && room >= leastValue
		if !long || line.heading != "" || line.link != nil || line.amount {
			p.lines = append(p.lines, line)
			continue
		}
		note := line.note
		for i, part := range draw.Wrap(line.value, room) {
			line.value, line.note = part, ""
			if i > 0 {
				line.label = ""
			}
			p.lines = append(p.lines, line)
		}
		for _, part := range draw.Wrap(note, room) {
			p.lines = append(p.lines, pageLine{note: part})
		}
	}
}

const (
	pageGap    = 2
	leastValue = 16 // under this a value is cut, not broken
)

// labels is how wide the column of labels is.
func (p *page) labels(w int) int {
	widest := 0
	for _, line := range p.written {
		if line.link == nil {
			widest = max(widest, model.Width(line.label))
		}
	}
	return min(widest, w/2)
}

// selected is the line under the cursor, -1 when nothing can be opened.
func (p *page) selected() int {
	if p.cursor < 0 || p.cursor >= len(p.links) {
		return -1
	}
	return p.links[p.cursor]
}

// move goes from way to way, and scrolls where there is none left in that direction.
func (p *page) move(by int) {
	next := p.cursor + by
	if len(p.links) > 0 && next >= 0 && next < len(p.links) && by*by == 1 && p.inSight(p.links[next]) {
		p.cursor = next
		return
	}
	p.top = clamp(p.top+by, 0, max(len(p.lines)-p.height, 0))
	p.follow()
}

func (p *page) inSight(line int) bool { return line >= p.top && line < p.top+p.height }

// follow keeps the cursor on a way that is on screen.
func (p *page) follow() {
	if s := p.selected(); s >= 0 && p.inSight(s) {
		return
	}
	for i, line := range p.links {
		if p.inSight(line) {
			p.cursor = i
			return
		}
	}
}

func (p *page) reveal(w, h int) {
	if p.width != w {
		p.width = w
		p.wrap()
	}
	p.height = h
	p.top = clamp(p.top, 0, max(len(p.lines)-h, 0))
	p.follow()
}

func (p *page) paint(t *draw.Theme, w, h int, focused bool) []string {
	c := p.columns(w)
	lines := make([]string, 0, h)
	for i := p.top; i < len(p.lines) && len(lines) < h; i++ {
		lines = append(lines, p.line(t, w, c, p.lines[i], i == p.selected(), focused))
	}
	return draw.Stack(w, h, lines)
}

// pageColumns are the widths of what stands in columns on the page.
type pageColumns struct{ labels, amounts, bars int }

func (p *page) columns(w int) pageColumns {
	c := pageColumns{labels: p.labels(w)}
	for _, line := range p.lines {
		if line.amount {
			c.amounts = max(c.amounts, model.Width(line.value))
		}
	}
	const around, longestNote, leastBar, longestBar = 8, 16, 8, 32
	if room := w - c.labels - c.amounts - around - longestNote; room >= leastBar {
		c.bars = min(room, longestBar)
	}
	return c
}

func (p *page) line(t *draw.Theme, w int, c pageColumns, l pageLine, selected, focused bool) string {
	if l.heading != "" {
		return draw.Line(t, w, draw.Span{Text: " "}, draw.Span{Role: draw.Heading, Text: l.heading})
	}
	ground, sign := draw.OnPlain, "  "
	if l.link != nil && selected {
		ground, sign = draw.OnSelectedDim, t.Glyphs.Resting+" "
		if focused {
			ground, sign = draw.OnSelected, t.Glyphs.Cursor+" "
		}
	}
	role := draw.Plain
	switch {
	case l.strong:
		role = draw.Strong
	case l.value == model.Unavailable:
		role = draw.Muted
	}
	spans := []draw.Span{{Role: draw.Accent, Text: sign}, {Role: draw.Muted, Text: model.Pad(l.label, c.labels) + "  "}}
	if l.link != nil {
		spans[1] = draw.Span{Text: l.label}
	}
	if l.amount {
		spans = append(spans, draw.Span{Text: strings.Repeat(" ", max(c.amounts-model.Width(l.value), 0))})
	}
	spans = append(spans, draw.Span{Role: role, Text: l.value})
	if l.amount && c.bars > 0 {
		spans = append(spans, l.bar.spans(t, c.bars)...)
	}
	switch {
	case l.note != "" && l.value == "":
		spans = append(spans, draw.Span{Role: draw.Muted, Text: l.note})
	case l.note != "":
		spans = append(spans, draw.Span{Role: draw.Muted, Text: "  " + l.note})
	}
	return draw.LineOn(t, ground, w, spans...)
}
