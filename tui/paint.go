package tui

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// paint gives the whole screen: a.h lines of a.w cells, and where the terminal's cursor is to stand, if anywhere.
func (a *App) paint() ([]string, *tea.Cursor) {
	if a.w <= 0 || a.h <= 0 {
		return nil, nil
	}
	if a.w < leastWidth || a.h < leastHeight {
		return draw.Tiny(a.theme, a.w, a.h, fmt.Sprintf("recoup needs %d×%d", leastWidth, leastHeight)), nil
	}
	l := a.layout()
	body := []string{}
	if l.left.w > 0 {
		body = a.paintLeft(l.left)
	}
	if l.right.w > 0 {
		right := a.paintRight(l.right)
		if l.left.w > 0 {
			right = draw.Beside(body, right)
		}
		body = right
	}
	footer, cursor := a.paintFooter()
	lines := draw.Stack(a.w, a.h, []string{a.paintHeader()}, body, []string{footer})
	for _, d := range a.dialogs {
		var at *tea.Cursor
		lines, at = a.paintDialog(lines, d)
		cursor = at
	}
	return lines, cursor
}

func joinLines(lines []string) string { return strings.Join(lines, "\n") }

// roomyDialog is the height from which a dialog leaves the footer free.
const roomyDialog = 12

func (a *App) paintDialog(lines []string, d dialog) ([]string, *tea.Cursor) {
	room := a.h - headerHeight
	if room >= roomyDialog {
		room -= footerHeight
	}
	box, at := d.paint(a, a.w, room)
	w := 0
	if len(box) > 0 {
		w = draw.Cells(box[0])
	}
	x, y := draw.Center(a.w, room, w, len(box))
	y += headerHeight
	lines = draw.Overlay(lines, box, x, y)
	if at == nil || at.X >= w-1 || at.Y >= len(box)-1 {
		return lines, nil
	}
	return lines, tea.NewCursor(x+at.X, y+at.Y)
}

func (a *App) paintLeft(r rect) []string {
	inner := r.inner()
	focused := a.leftFocus && len(a.dialogs) == 0
	body := a.paintHome(inner.w, inner.h, focused)
	note := a.waiting(&a.home.inquiry)
	if note == "" && a.home.more {
		note = a.theme.Glyphs.More
	}
	return draw.Frame(a.theme, r.w, r.h, "Last 7 days", note, focused, body)
}

func (a *App) paintRight(r rect) []string {
	inner := r.inner()
	focused := !a.leftFocus && len(a.dialogs) == 0
	title := shortTrail(a.trail(), r.w-6)
	s := a.top()
	if s == nil {
		return draw.Frame(a.theme, r.w, r.h, title, a.waiting(&a.menu.inquiry), focused, a.paintMenu(inner.w, inner.h, focused))
	}
	note := a.waiting(&s.inquiry)
	if g := s.grid(); g != nil && note == "" {
		note = a.waiting(&g.inquiry)
	}
	return draw.Frame(a.theme, r.w, r.h, title, note, focused, a.paintScreen(s, inner.w, inner.h, focused))
}

// waiting is the sign that something is being waited for, once that takes long enough to be noticed.
func (a *App) waiting(q *inquiry) string {
	if !q.slow {
		return ""
	}
	return model.Pad("loading"+strings.Repeat(".", a.pulse%4), len("loading..."))
}

func (a *App) paintScreen(s *screen, w, h int, focused bool) []string {
	switch {
	case s.err != nil:
		return draw.Stack(w, h, a.errorLines(w, s.err))
	case !s.loaded:
		return draw.Stack(w, h, []string{draw.Line(a.theme, w, draw.Span{Role: draw.Muted, Text: " Counting."})})
	case s.isPage():
		return s.page.paint(a.theme, w, h, focused)
	case s.report.Empty != model.NotEmpty && len(s.report.Metrics) == 0:
		return a.paintEmpty(s, w, h)
	}
	return a.paintReport(s, w, h, focused)
}

// paintReport stacks the figures, the tabs, the chart, the table and the notes.
func (a *App) paintReport(s *screen, w, h int, focused bool) []string {
	p := a.divide(s, w, h)
	r := &s.report
	var lines []string
	if p.metrics > 0 {
		lines = append(lines, draw.Metrics(a.theme, w, p.metrics, r.Metrics, a.format, r.Currency)...)
		switch {
		case p.metricsGap == 0:
		case a.allMetrics(s, w, p):
			lines = append(lines, draw.Blank(w))
		default:
			more := []draw.Span{{Role: draw.KeyHint, Text: "i"}, {Role: draw.Muted, Text: " all " + a.format.Count(int64(len(r.Metrics))) + " figures "}}
			lines = append(lines, draw.Row2(a.theme, w, nil, more))
		}
	}
	if p.tabs > 0 {
		lines = append(lines, draw.Tabs(a.theme, w, tabLabels(s), s.tab, focused))
	}
	if p.chart > 0 {
		chart, _ := s.chart()
		lines = append(lines, draw.Chart(a.theme, w, p.chart, chart, a.format, r.Currency)...)
		lines = append(lines, blanks(w, p.chartGap)...)
	}
	switch g := s.grid(); {
	case r.Empty != model.NotEmpty:
		lines = append(lines, a.paintEmpty(s, w, p.table)...)
	case g != nil:
		v := g.view(a.format)
		v.Focused = focused
		v.Position, v.Foot = g.position(a.format), g.foot(a.format)
		lines = append(lines, draw.Table(a.theme, w, p.table, v)...)
	default:
		lines = append(lines, blanks(w, p.table)...)
	}
	if p.notes > 0 {
		lines = append(lines, a.noteLines(s, w, p.notes)...)
	}
	return draw.Stack(w, h, lines)
}

func blanks(w, n int) []string {
	lines := make([]string, max(n, 0))
	for i := range lines {
		lines[i] = draw.Blank(w)
	}
	return lines
}

// noteLines are what a report adds in words: first which data it lacks, then what the figures mean. Only whole sentences
// are told, as many as find room on h lines.
func (a *App) noteLines(s *screen, w, h int) []string {
	var lines []string
	say := func(role draw.Role, text string) {
		wrapped := draw.Wrap(text, w-2)
		if len(lines)+len(wrapped) > h {
			return
		}
		for _, line := range wrapped {
			lines = append(lines, draw.Line(a.theme, w, draw.Span{Role: role, Text: " " + line}))
		}
	}
	for _, m := range s.report.Missing {
		if s.report.Empty == model.NeverImported {
			break // said in the middle of the screen
		}
		say(draw.Warning, model.Clean(strings.TrimSpace(m.Why+" "+m.How)).String())
	}
	for _, n := range s.report.Notes {
		say(draw.Muted, a.format.Phrase(n))
	}
	return lines
}

// paintEmpty says why there is nothing, and what to do about it. The four reasons are told apart.
func (a *App) paintEmpty(s *screen, w, h int) []string {
	switch s.report.Empty {
	case model.NoSnapshot:
		return draw.EmptyState(a.theme, w, h, "There is no snapshot yet.",
			[]string{"Bring in a report that you downloaded from Hotmart, with:"}, "recoup import FILE")
	case model.NoSaleEver:
		return draw.EmptyState(a.theme, w, h, "No sale has been made yet.",
			[]string{"The figures start with the first one.", "If you have sold already, bring in an older report, with:"}, "recoup import FILE")
	case model.NeverImported:
		return a.paintMissing(s, w, h)
	}
	sentences := []string{"Nothing was found for " + a.query.Period.Range(a.format.Lang) + a.filterWords() + "."}
	if !a.query.Filter.IsZero() {
		sentences = append(sentences, "F clears the filters.")
	}
	return draw.EmptyState(a.theme, w, h, "Nothing matches.", append(sentences, "[ goes one period back, p chooses another."), "")
}

func (a *App) paintMissing(s *screen, w, h int) []string {
	sentences, command := []string{}, ""
	for _, m := range s.report.Missing {
		sentences = append(sentences, model.Clean(m.Why).String())
		if command == "" {
			command = model.Clean(m.How).String()
		} else if m.How != "" {
			sentences = append(sentences, model.Clean(m.How).String())
		}
	}
	return draw.EmptyState(a.theme, w, h, "This is not in the snapshot.", sentences, command)
}

// errorLines tells an error in its own place: what is wrong, and what to do.
func (a *App) errorLines(w int, err error) []string {
	message, hint := sentencesOf(err)
	lines := []string{draw.Blank(w)}
	for _, line := range draw.Wrap(message, w-4) {
		lines = append(lines, draw.Line(a.theme, w, draw.Span{Role: draw.Error, Text: "  " + line}))
	}
	for _, line := range draw.Wrap(hint, w-4) {
		lines = append(lines, draw.Line(a.theme, w, draw.Span{Role: draw.Muted, Text: "  " + line}))
	}
	return lines
}

// sentencesOf takes an error apart. An error that is not meant for readers gets a sentence of its own.
func sentencesOf(err error) (message, hint string) {
	var e *model.Error
	if errors.As(err, &e) {
		return model.Clean(e.Message).String(), model.Clean(e.Hint).String()
	}
	return "This could not be read: " + model.Clean(err.Error()).String(), "ctrl+r tries again."
}
