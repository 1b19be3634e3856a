package draw

import (
	"strings"
	"unicode/utf8"

	"recoup/model"
)

// pen writes one line of w cells and stops at its edge. It knows at which cell it stands, so that nothing has to be
// measured afterwards, and changes the style only where it differs.
type pen struct {
	theme  *Theme
	ground Ground
	w      int
	line   []byte
	cells  int
	style  string // the escape sequence in force
	under  Ground // what it paints on
	inked  bool   // it also shows on a blank
}

func newPen(t *Theme, ground Ground, w int) pen {
	w = max(w, 0)
	return pen{theme: t, ground: ground, w: w, line: make([]byte, 0, 2*w+64)}
}

// restart begins a new line with the memory of the last one.
func (p *pen) restart(ground Ground) {
	p.ground, p.line, p.cells = ground, p.line[:0], 0
	p.style, p.under, p.inked = "", OnPlain, false
}

// write appends a text, cut at the edge of the line.
func (p *pen) write(role Role, s string) { p.limited(role, s, p.w) }

// put is write for a text that is known to be clean, this wide, and to fit.
func (p *pen) put(role Role, s string, width int) {
	if p.theme.signs != nil {
		s = p.theme.signs.Replace(s)
	}
	p.dip(role)
	p.line = append(p.line, s...)
	p.cells += width
}

// dip changes to the style of a role.
func (p *pen) dip(role Role) {
	style := p.theme.prefix[p.ground][role]
	if style == p.style {
		return
	}
	if p.style != "" {
		p.line = append(p.line, reset...)
	}
	p.line = append(p.line, style...)
	p.style, p.under, p.inked = style, p.ground, p.theme.inks[p.ground][role]
}

// over changes the ground for what follows on the line.
func (p *pen) over(ground Ground) { p.ground = ground }

// limited is write within a number of cells; what does not fit is cut. Control characters cannot be in a clean text;
// should one get here, it is shown and not obeyed.
func (p *pen) limited(role Role, s string, w int) {
	w = min(w, p.w-p.cells)
	if w <= 0 || s == "" {
		return
	}
	if hasControl(s) {
		s = model.Clean(s).String()
	}
	width := model.Width(s)
	if width > w {
		s = p.theme.truncate(s, w)
		width = model.Width(s)
	}
	p.put(role, s, width)
}

// to fills up with blanks to a cell of the line; it does nothing when the pen is there or beyond.
func (p *pen) to(cell int) {
	n := min(cell, p.w) - p.cells
	if n <= 0 {
		return
	}
	// The colour of a blank does not show; its ground does, and so does a line under it.
	if p.inked || p.under != p.ground {
		p.dip(Plain)
	}
	p.line = append(p.line, spaces(n)...)
	p.cells += n
}

// spans writes spans up to a cell of the line. Where they do not fit, "…" says so.
func (p *pen) spans(spans []Span, end int) {
	end = min(end, p.w)
	for i, s := range spans {
		width := model.Width(s.Text)
		room := end - p.cells
		if width > room || width == room && anyText(spans[i+1:]) {
			p.cut(s, room)
			return
		}
		p.write(s.Role, s.Text)
	}
}

// cut writes the start of a span and the sign that more was there.
func (p *pen) cut(s Span, room int) {
	if room <= 0 {
		return
	}
	// Something must be cut even where this span alone would have fitted.
	text := p.theme.truncate(s.Text+" ", min(room, model.Width(s.Text)))
	p.write(s.Role, text)
}

func anyText(spans []Span) bool {
	for _, s := range spans {
		if strings.TrimSpace(s.Text) != "" {
			return true
		}
	}
	return false
}

// finish fills the line up and gives it.
func (p *pen) finish() string {
	p.to(p.w)
	if p.style != "" {
		p.line = append(p.line, reset...)
	}
	return string(p.line)
}

// truncate shortens a text to w cells with the theme's own sign for what was cut.
func (t *Theme) truncate(s string, w int) string {
	short := model.Truncate(s, w)
	if t.Glyphs.Ellipsis == "…" || short == s {
		return short
	}
	return strings.TrimSuffix(short, "…") + t.Glyphs.Ellipsis
}

// hasControl tells whether a string holds a byte that a terminal would obey: C0, DEL, C1, or what is not UTF-8.
func hasControl(s string) bool {
	for i := 0; i < len(s); i++ {
		b := s[i]
		switch {
		case b < 0x20 || b == 0x7f:
			return true
		case b >= utf8.RuneSelf && !utf8.ValidString(s[i:]):
			return true
		case b >= utf8.RuneSelf:
			return hasC1(s[i:])
		}
	}
	return false
}

// hasC1 is hasControl for a text that is UTF-8.
func hasC1(s string) bool {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < 0x20 || b == 0x7f || b == 0xc2 && s[i+1] < 0xa0 {
			return true
		}
	}
	return false
}

const blanks = "                                                                                                                                                                                                                                                                                                                "

// spaces gives n blanks, none for n under 1.
func spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}

// Cells is the number of cells that a styled line takes. Blocks are put together by it, so it is made for speed: it steps
// over escape sequences and ASCII, and only measures what lies between.
func Cells(s string) int {
	n := 0
	for i := 0; i < len(s); {
		switch b := s[i]; {
		case b == 0x1b:
			i = afterEscape(s, i)
		case b < utf8.RuneSelf:
			n++
			i++
		default:
			end := i
			for end < len(s) && s[end] >= utf8.RuneSelf {
				end++
			}
			n += model.Width(s[i:end]) // a mark on an ASCII letter takes no cell with or without it
			i = end
		}
	}
	return n
}

// afterEscape is where the escape sequence ends that starts at a byte.
func afterEscape(s string, i int) int {
	for i += 2; i < len(s); i++ {
		if s[i] >= 0x40 && s[i] <= 0x7e {
			return i + 1
		}
	}
	return len(s)
}
