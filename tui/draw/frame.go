package draw

import (
	"github.com/charmbracelet/x/ansi"

	"recoup/model"
)

// Frame draws a pane: a thin border with its title set into it on the left and a note on the right, around a body of
// w-2 cells by h-2 lines. The pane that has focus wears the accent, a marker before its title and a bold title, so that
// it can be told without colour. The body is cut and filled up; where there is no room for a border, only it is left.
func Frame(t *Theme, w, h int, title, right string, focused bool, body []string) []string {
	if w < 2 || h < 2 {
		return Stack(w, h, body)
	}
	edge := t.Paint(edgeRole(focused), t.Glyphs.Vertical)
	lines := make([]string, 0, h)
	lines = append(lines, frameTop(t, w, title, right, focused))
	for i := range h - 2 {
		inner := ""
		if i < len(body) {
			inner = body[i]
		}
		lines = append(lines, edge+exactly(inner, w-2)+edge)
	}
	return append(lines, frameBottom(t, w, focused))
}

// FrameInner is the size of the body of a frame.
func FrameInner(w, h int) (innerW, innerH int) {
	if w < 2 || h < 2 {
		return max(w, 0), max(h, 0)
	}
	return w - 2, h - 2
}

func edgeRole(focused bool) Role { return roleIf(focused, FocusBorder, Border) }

func frameTop(t *Theme, w int, title, right string, focused bool) string {
	g, edge := t.Glyphs, edgeRole(focused)
	p := newPen(t, OnPlain, w)
	p.write(edge, g.TopLeft)
	if title != "" && w >= 6 {
		lead, weight := " ", Muted
		if focused {
			lead, weight = g.Cursor, FocusBorder
		}
		p.write(edge, lead)
		p.limited(weight, title, w-4)
		p.write(edge, " ")
	} else if focused && w >= 3 {
		p.write(edge, g.Cursor)
	}
	if room := w - 1 - p.cells; right != "" && model.Width(right)+4 <= room {
		p.rule(edge, w-model.Width(right)-4)
		p.write(edge, " ")
		p.write(Muted, right)
		p.write(edge, " "+g.Horizontal)
	}
	p.rule(edge, w-1)
	p.write(edge, g.TopRight)
	return p.finish()
}

func frameBottom(t *Theme, w int, focused bool) string {
	g, edge := t.Glyphs, edgeRole(focused)
	p := newPen(t, OnPlain, w)
	p.write(edge, g.BottomLeft)
	p.rule(edge, w-1)
	p.write(edge, g.BottomRight)
	return p.finish()
}

// rule draws a horizontal line up to a cell.
func (p *pen) rule(role Role, cell int) {
	p.dip(role)
	for cell = min(cell, p.w); p.cells < cell; p.cells++ {
		p.line = append(p.line, p.theme.Glyphs.Horizontal...)
	}
}

// Rule is a horizontal line of w cells.
func Rule(t *Theme, w int) string {
	if w <= 0 {
		return ""
	}
	p := newPen(t, OnPlain, w)
	p.rule(Border, w)
	return p.finish()
}

// Stack puts blocks one below the other, as exactly h lines of w cells: what does not fit is cut, the rest is blank.
func Stack(w, h int, blocks ...[]string) []string {
	h = max(h, 0)
	lines := make([]string, 0, h)
	for _, block := range blocks {
		for _, line := range block {
			if len(lines) == h {
				return lines
			}
			lines = append(lines, exactly(line, w))
		}
	}
	return fit(w, h, lines)
}

// Beside puts two blocks side by side. Where one is shorter, it is filled up with blanks of its own width.
func Beside(left, right []string) []string {
	n := max(len(left), len(right))
	lines := make([]string, n)
	for i := range n {
		lines[i] = lineOr(left, i) + lineOr(right, i)
	}
	return lines
}

func lineOr(block []string, i int) string {
	switch {
	case i < len(block):
		return block[i]
	case len(block) == 0:
		return ""
	}
	return spaces(Cells(block[0]))
}

// Overlay lays a box over a screen with its top left corner at column x of line y. What hangs over the edges is cut; the
// screen keeps its size. A wide character that the box cuts in two becomes a blank.
func Overlay(base, box []string, x, y int) []string {
	lines := append([]string(nil), base...)
	for i, patch := range box {
		at := y + i
		if at < 0 || at >= len(lines) {
			continue
		}
		w, from, to := Cells(lines[at]), x, x+Cells(patch)
		if from < 0 {
			patch, from = ansi.Cut(patch, -from, to-from), 0
		}
		if to > w {
			patch, to = ansi.Truncate(patch, w-from, ""), w
		}
		if from >= to {
			continue
		}
		left, right := ansi.Truncate(lines[at], from, ""), ansi.TruncateLeft(lines[at], to, "")
		if Cells(right) > w-to {
			right = ansi.TruncateLeft(lines[at], to+1, "") // the box covers half of a wide character
		}
		lines[at] = exactly(left, from) + exactly(patch, to-from) + flushRight(right, w-to)
	}
	return lines
}

// Center gives the place of a box of bw by bh in the middle of a screen of w by h, a little above the middle, never
// outside the top left corner.
func Center(w, h, bw, bh int) (x, y int) {
	return max((w-bw)/2, 0), max((h-bh)*2/5, 0)
}

// exactly makes a styled line w cells wide. A line that is already costs no more than measuring it.
func exactly(line string, w int) string {
	w = max(w, 0)
	n := Cells(line)
	if n > w {
		line = ansi.Truncate(line, w, "")
		n = Cells(line)
		if n > w {
			return spaces(w)
		}
	}
	return line + spaces(w-n)
}

// flushRight is exactly with the blanks in front.
func flushRight(line string, w int) string {
	if n := Cells(line); n < w {
		return spaces(w-n) + line
	}
	return exactly(line, w)
}
