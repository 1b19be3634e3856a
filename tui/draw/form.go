package draw

import (
	"recoup/model"
)

// Button is a choice at the foot of a dialog.
type Button struct {
	Key, Title string
	Focused    bool
	Disabled   bool
}

// DialogView is a small window over the screen.
type DialogView struct {
	Title string
	// Lines is what it says; each is one line, cut where it is too wide. Paragraphs are wrapped by Wrap first.
	Lines [][]Span
	// Input is a line the user types into, or nil.
	Input *InputView
	// Menu is a list to choose from, or nil; it gets the lines that are left.
	Menu *MenuView
	// Error says what is wrong with what was typed.
	Error   string
	Buttons []Button
}

// InputView is a line the user types into.
type InputView struct {
	Prompt      string
	Text        string
	Cursor      int    // byte offset in Text
	Placeholder string // shown while Text is empty
}

// Dialog draws a dialog as a box of w by h.
func Dialog(t *Theme, w, h int, v DialogView) []string {
	innerW, innerH := FrameInner(w, h)
	pad := 1
	if innerW < 12 {
		pad = 0
	}
	bodyW := max(innerW-2*pad, 0)
	tail := dialogTail(t, bodyW, v)
	var body []string
	for _, spans := range v.Lines {
		body = append(body, Line(t, bodyW, spans...))
	}
	if v.Input != nil {
		line, _ := InputLine(t, bodyW, *v.Input)
		body = append(body, line)
	}
	if v.Menu != nil {
		room := max(innerH-len(body)-len(tail), min(1, innerH))
		body = append(body, Menu(t, bodyW, min(room, len(v.Menu.Items)), *v.Menu)...)
	}
	body = Stack(bodyW, innerH-len(tail), body)
	body = append(body, tail...)
	for i, line := range body {
		body[i] = spaces(pad) + line + spaces(pad)
	}
	return Frame(t, w, h, v.Title, "", true, body)
}

// DialogHeight is the height at which a dialog shows all it has.
func DialogHeight(v DialogView) int {
	h := 2 + len(v.Lines)
	if v.Input != nil {
		h++
	}
	if v.Menu != nil {
		h += len(v.Menu.Items)
	}
	if v.Error != "" {
		h++
	}
	if len(v.Buttons) > 0 {
		h += 2
	}
	return h
}

// dialogTail is the lines that stay at the foot of a dialog.
func dialogTail(t *Theme, w int, v DialogView) []string {
	var tail []string
	if v.Error != "" {
		tail = append(tail, Line(t, w, Span{Error, v.Error}))
	}
	if len(v.Buttons) > 0 {
		tail = append(tail, Blank(w), buttons(t, w, v.Buttons))
	}
	return tail
}

// buttons writes choices in a row; the one that has focus has a marker and a background.
func buttons(t *Theme, w int, all []Button) string {
	p := newPen(t, OnPlain, w)
	for i, b := range all {
		if i > 0 {
			p.to(p.cells + gap)
		}
		role, key, sign := Plain, KeyHint, " "
		if b.Disabled {
			role, key = Disabled, Disabled
		}
		if b.Focused {
			p.over(OnSelected)
			sign = t.Glyphs.Cursor
		}
		p.write(Accent, sign)
		if b.Key != "" {
			p.write(key, b.Key)
			p.write(role, " ")
		}
		p.write(role, b.Title)
		p.write(role, " ")
		p.over(OnPlain)
	}
	return p.finish()
}

// InputLine draws what the user types after a prompt, scrolled so that the cursor is on the line, and gives the cell of
// the cursor, for the terminal's own cursor to stand there.
func InputLine(t *Theme, w int, v InputView) (line string, cursor int) {
	if w <= 0 {
		return "", 0
	}
	p := newPen(t, OnPlain, w)
	p.limited(Accent, v.Prompt, max(w-4, 0))
	at := min(max(v.Cursor, 0), len(v.Text))
	before, after := v.Text[:at], v.Text[at:]
	room := w - p.cells - 1 // one cell for a cursor at the end
	start := p.cells
	if v.Text == "" {
		p.write(Muted, v.Placeholder)
		return p.finish(), start
	}
	for before != "" && model.Width(before) > room {
		before = before[clusterLen(before):]
	}
	p.write(Plain, before)
	cursor = min(p.cells, w-1)
	p.write(Plain, after)
	return p.finish(), cursor
}

// Toast is a line that tells what was just done, or went wrong, in a role.
func Toast(t *Theme, w int, role Role, text string) string {
	return Line(t, w, Span{role, " " + t.Glyphs.Cursor}, Span{roleIf(role == Error, Error, Plain), text})
}

// ProgressView is long work on its way.
type ProgressView struct {
	Label string
	// Part is how much is done, from 0 to 1; below 0 when it is not known.
	Part float64
	// Figures says it in words: the rate and the time left.
	Figures string
}

// Progress draws long work on one line: what is done, a bar, how much of it, and the rate and time left.
func Progress(t *Theme, w int, f model.Formatter, v ProgressView) string {
	if w <= 0 {
		return ""
	}
	part := ""
	if v.Part >= 0 {
		part = model.PadLeft(f.Count(int64(min(v.Part, 1)*100))+" %", len("100 %"))
	}
	right := []Span{{Strong, part}}
	if v.Figures != "" {
		right = append(right, Span{Muted, "  " + v.Figures})
	}
	left := []Span{{Plain, " "}, {Plain, v.Label}, {Plain, "  "}}
	room := min(w-SpansWidth(left)-SpansWidth(right)-3, 40)
	if v.Part >= 0 && room >= 6 {
		left = append(left, t.track(min(v.Part, 1), room)...)
	}
	return Row2(t, w, left, append(right, Span{Plain, " "}))
}

// track is a progress bar of w cells.
func (t *Theme) track(part float64, w int) []Span {
	done := t.run(part, 1, w)
	rest := ""
	for range w - model.Width(done) {
		rest += t.Glyphs.Track
	}
	return []Span{{Accent, done}, {Border, rest}}
}

// EmptyState tells why there is nothing to show, and what to do: a title, sentences, and a command to type.
func EmptyState(t *Theme, w, h int, title string, sentences []string, command string) []string {
	const widest = 64
	width := min(w-4, widest)
	if width <= 0 || h <= 0 {
		return fit(w, h, nil)
	}
	var block []string
	left := max((w-width)/2, 0)
	add := func(role Role, text string) {
		for _, line := range Wrap(text, width) {
			block = append(block, Line(t, w, Span{Plain, spaces(left)}, Span{role, line}))
		}
	}
	add(Heading, title)
	if h >= len(block)+len(sentences)+3 {
		block = append(block, Blank(w))
	}
	for _, s := range sentences {
		add(Muted, s)
	}
	if command != "" {
		if h >= len(block)+2 {
			block = append(block, Blank(w))
		}
		add(Strong, command)
	}
	above := max((h-len(block))/3, 0)
	return Stack(w, h, fit(w, above, nil), block)
}

// Tiny is what a screen too small for anything shows: one line in the middle.
func Tiny(t *Theme, w, h int, text string) []string {
	if w <= 0 || h <= 0 {
		return fit(w, h, nil)
	}
	left := max((w-model.Width(text))/2, 0)
	line := Line(t, w, Span{Plain, spaces(left)}, Span{Plain, text})
	return Stack(w, h, fit(w, (h-1)/2, nil), []string{line})
}
