package draw

import (
	"strings"

	"recoup/model"
)

// Hint is a key and what it does.
type Hint struct {
	Key, Title string
	Disabled   bool
	Reason     string // why it is disabled
}

// HelpGroup is a group of keys under a heading.
type HelpGroup struct {
	Title string
	Hints []Hint
}

// Hints writes keys on one line, as many as fit whole; the last ones are left out first, but for the very last, which is
// the way to all of them.
func Hints(t *Theme, w int, hints []Hint) string {
	if w <= 0 {
		return ""
	}
	p := newPen(t, OnPlain, w)
	p.to(1)
	if len(hints) > 0 {
		last := hints[len(hints)-1]
		end := w - 1 - last.width() - gap
		for _, hint := range hints[:len(hints)-1] {
			if p.cells+hint.width() > end {
				break
			}
			p.hint(hint, w)
			p.to(p.cells + gap)
		}
		p.hint(last, w)
	}
	return p.finish()
}

func (h Hint) width() int { return model.Width(h.Key) + 1 + model.Width(h.Title) }

func (p *pen) hint(h Hint, w int) {
	key := roleIf(h.Disabled, Disabled, KeyHint)
	p.write(key, h.Key)
	p.to(p.cells + 1)
	p.write(Muted, h.Title)
}

// Help draws groups of keys in as many columns as fit the width: one below the other on a narrow screen, never fewer of
// them. top is the first line shown of what is taller than h; HelpHeight says how tall it is.
func Help(t *Theme, w, h int, groups []HelpGroup, top int) []string {
	lines := helpLines(t, w, groups)
	top = min(max(top, 0), max(len(lines)-h, 0))
	return fit(w, h, lines[top:])
}

// HelpHeight is the number of lines that Help takes at a width.
func HelpHeight(t *Theme, w int, groups []HelpGroup) int { return len(helpLines(t, w, groups)) }

// helpLines lays the groups out in columns of nearly the same height, in their order.
func helpLines(t *Theme, w int, groups []HelpGroup) []string {
	if w <= 0 {
		return nil
	}
	keys, widest := 1, 1
	for _, group := range groups {
		widest = max(widest, model.Width(group.Title))
		for _, hint := range group.Hints {
			keys = max(keys, model.Width(hint.Key))
		}
	}
	keys = min(keys, max(w/3, 1))
	for _, group := range groups {
		for _, hint := range group.Hints {
			widest = max(widest, keys+gap+model.Width(hint.says()))
		}
	}
	const between, least = 3, 34 // of a column that wraps what is longer, so that another fits beside it
	room := max(w-2, 1)
	columns := max((room+between)/(min(widest, least)+between), 1)
	widest = min(widest, (room-between*(columns-1))/columns)
	blocks := make([][]string, len(groups))
	total := 0
	for i, group := range groups {
		blocks[i] = helpGroup(t, widest, keys, group)
		total += len(blocks[i])
	}
	return pour(w, widest, between, columns, total, blocks)
}

// pour fills columns with blocks. The height is the least at which all blocks find room.
func pour(w, width, between, columns, total int, blocks [][]string) []string {
	height := (total + columns - 1) / columns
	for needed(blocks, height) > columns {
		height++
	}
	lines := make([]string, 0, height)
	var laid [][]string
	for _, block := range blocks {
		n := len(laid)
		if n == 0 || len(laid[n-1])+len(block) > height && len(laid[n-1]) > 0 {
			laid = append(laid, nil)
			n++
		}
		laid[n-1] = append(laid[n-1], block...)
	}
	for i := range height {
		line := " "
		for c, column := range laid {
			if c > 0 {
				line += spaces(between)
			}
			if i < len(column) {
				line += column[i]
			} else {
				line += spaces(width)
			}
		}
		lines = append(lines, exactly(line, w))
	}
	for n := len(lines); n > 0 && strings.TrimSpace(lines[n-1]) == ""; n-- {
		lines = lines[:n-1]
	}
	return lines
}

// needed is the number of columns of a height that the blocks take; a block taller than that has a column of its own.
func needed(blocks [][]string, height int) int {
	columns, used := 0, height+1
	for _, block := range blocks {
		if used+len(block) > height {
			columns, used = columns+1, 0
		}
		used += len(block)
	}
	if columns <= 1 {
		return columns
	}
	for _, block := range blocks {
		if len(block) > height {
			return columns + len(blocks) // taller columns are wanted
		}
	}
	return columns
}

func helpGroup(t *Theme, w, keys int, group HelpGroup) []string {
	lines := []string{Line(t, w, Span{Heading, group.Title})}
	for _, hint := range group.Hints {
		key := roleIf(hint.Disabled, Disabled, KeyHint)
		for i, text := range Wrap(hint.says(), max(w-keys-gap, 1)) {
			p := newPen(t, OnPlain, w)
			if i == 0 {
				p.limited(key, hint.Key, min(keys, w))
			}
			p.to(keys + gap)
			p.write(roleIf(hint.Disabled, Disabled, Plain), text)
			lines = append(lines, p.finish())
		}
	}
	return append(lines, Blank(w))
}

// says is the hint's title, with the reason where it is disabled.
func (h Hint) says() string {
	if h.Disabled && h.Reason != "" {
		return h.Title + " (" + h.Reason + ")"
	}
	return h.Title
}

// Tabs writes the names of a report's tabs on one line with the active one standing out, and scrolls so that it is seen.
func Tabs(t *Theme, w int, labels []string, active int, focused bool) string {
	if w <= 0 {
		return ""
	}
	from := firstTab(w, labels, active)
	p := newPen(t, OnPlain, w)
	p.to(1)
	if from > 0 {
		p.write(Muted, t.Glyphs.Left+" ")
	}
	for i := from; i < len(labels) && p.cells < w; i++ {
		if i == active {
			role := roleIf(focused, Accent, Strong)
			p.write(role, t.Glyphs.Cursor)
			p.write(roleIf(focused, Match, Strong), labels[i])
		} else {
			p.to(p.cells + 1)
			p.write(Muted, labels[i])
		}
		p.to(p.cells + gap)
	}
	return p.finish()
}

// firstTab is the first tab to write so that the active one fits.
func firstTab(w int, labels []string, active int) int {
	room := w - 1
	for i := min(active, len(labels)-1); i >= 0; i-- {
		room -= 1 + model.Width(labels[i]) + gap
		if room < 0 {
			return min(i+1, active)
		}
	}
	return 0
}
