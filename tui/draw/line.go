package draw

import (
	"slices"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"recoup/model"
)

// Span is a piece of a line with its meaning.
type Span struct {
	Role Role
	Text string
}

// Line writes spans one after another as exactly w cells: what does not fit is cut with "…", the rest is blank.
func Line(t *Theme, w int, spans ...Span) string { return LineOn(t, OnPlain, w, spans...) }

// LineOn is Line on a ground, which reaches across all spans and the blank after them.
func LineOn(t *Theme, ground Ground, w int, spans ...Span) string {
	if w <= 0 {
		return ""
	}
	p := newPen(t, ground, w)
	p.spans(spans, w)
	return p.finish()
}

// Row2 writes one group of spans from the left and one up to the right edge, as exactly w cells. When both do not fit,
// the left one is cut.
func Row2(t *Theme, w int, left, right []Span) string { return Row2On(t, OnPlain, w, left, right) }

// Row2On is Row2 on a ground.
func Row2On(t *Theme, ground Ground, w int, left, right []Span) string {
	if w <= 0 {
		return ""
	}
	p := newPen(t, ground, w)
	taken := SpansWidth(right)
	if taken == 0 {
		p.spans(left, w)
		return p.finish()
	}
	if room := w - taken - 1; room > 0 {
		p.spans(left, room)
	}
	p.to(w - taken)
	p.spans(right, w)
	return p.finish()
}

// SpansWidth is the number of cells that spans take.
func SpansWidth(spans []Span) int {
	n := 0
	for _, s := range spans {
		n += model.Width(s.Text)
	}
	return n
}

// Blank is an empty line of w cells.
func Blank(w int) string { return spaces(w) }

// Highlight parts a text into spans, so that the characters in which matched runes lie stand out. indexes are byte
// offsets of matched runes, ascending, as a fuzzy search gives them.
func Highlight(text string, indexes []int, base, match Role) []Span {
	if len(indexes) == 0 {
		return []Span{{base, text}}
	}
	var spans []Span
	from, matched := 0, false
	for at := 0; at < len(text); {
		end := at + clusterLen(text[at:])
		hit := false
		for len(indexes) > 0 && indexes[0] < end {
			hit = hit || indexes[0] >= at
			indexes = indexes[1:]
		}
		if hit != matched && at > from {
			spans = append(spans, Span{roleIf(matched, match, base), text[from:at]})
			from = at
		}
		matched, at = hit, end
	}
	if from < len(text) {
		spans = append(spans, Span{roleIf(matched, match, base), text[from:]})
	}
	return spans
}

func roleIf(yes bool, a, b Role) Role {
	if yes {
		return a
	}
	return b
}

// clusterLen is the length in bytes of the character at the start of s, with the marks on it.
func clusterLen(s string) int {
	if len(s) < 2 || s[0] < utf8.RuneSelf && s[1] < utf8.RuneSelf {
		return min(len(s), 1)
	}
	cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return max(len(cluster), 1)
}

// Wrap breaks a clean text into lines of at most w cells, between words where it can. An empty text is no line.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	var lines []string
	for s != "" {
		cut, next := wrapPoint(s, w)
		lines = append(lines, s[:cut])
		s = s[next:]
	}
	return lines
}

// wrapPoint finds where a line ends and where the next one starts.
func wrapPoint(s string, w int) (cut, next int) {
	cells, at, space := 0, 0, -1
	for at < len(s) {
		n := clusterLen(s[at:])
		width := model.Width(s[at : at+n])
		if s[at] == ' ' && n == 1 {
			space = at
		}
		if cells+width > w {
			switch {
			case space > 0:
				return space, space + 1
			case at == 0:
				return n, n // wider than the line: given whole, and cut when it is drawn
			}
			return at, at
		}
		cells += width
		at += n
	}
	return len(s), len(s)
}

// Paragraph writes a text in a role over as many lines of w cells as it takes.
func Paragraph(t *Theme, w int, role Role, text string) []string {
	lines := Wrap(text, w)
	for i, line := range lines {
		lines[i] = Line(t, w, Span{role, line})
	}
	return lines
}

// fit makes a block exactly h lines of w cells, given that its lines are w cells wide already.
func fit(w, h int, lines []string) []string {
	h = max(h, 0)
	if len(lines) >= h {
		return lines[:h]
	}
	blank := spaces(w)
	lines = slices.Grow(lines, h-len(lines))
	for len(lines) < h {
		lines = append(lines, blank)
	}
	return lines
}
