package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// previewPane shows, in the room that the menu leaves, what the section under the cursor would open with. It is asked for
// only once the cursor rests, and what was seen is kept until the reader asks another question.
type previewPane struct {
	asked   question
	seen    map[model.SectionID]previewed
	wanted  model.SectionID
	err     error
	inquiry inquiry
}

// previewed is what is kept of a section's report: not its tables, which may be long.
type previewed struct {
	metrics  []model.Metric
	charts   []model.Chart
	missing  []model.MissingData
	currency model.Currency
}

// The room that a preview needs and how long the cursor rests before it is asked for.
const (
	leastPreview = 8
	thinPreview  = 60
	restsAfter   = 100 * time.Millisecond
)

// rested tells that the cursor may have come to rest on a section.
type rested struct{ on model.SectionID }

// menuHeight is how many of the right pane's lines the menu has; a preview takes the rest.
func menuHeight(w, h int) int {
	n := 0
	for _, s := range model.Sections() {
		if s.Side == model.RightSide {
			n++
		}
	}
	if w < thinPreview || h-n < leastPreview {
		return h
	}
	return n
}

// underCursor is the section that the home screen's cursor is on, if there is room to preview it and a report to ask for.
func (a *App) underCursor() (model.Section, bool) {
	right := a.layout().right.inner()
	if a.top() != nil || menuHeight(right.w, right.h) >= right.h {
		return model.Section{}, false
	}
	section, ok := a.menu.selected()
	if a.leftFocus {
		section, ok = model.SectionByID(homeItems()[a.home.cursor].section)
	}
	return section, ok && a.backend.Built(section.ID)
}

// follow keeps the preview on the section under the cursor. The figures of the home screen itself are never kept waiting
// by it.
func (p *previewPane) follow(a *App) tea.Cmd {
	section, ok := a.underCursor()
	if now := (question{a.query, a.generation}); ok && (p.seen == nil || p.asked.differs(now)) {
		p.asked, p.seen, p.wanted = now, map[model.SectionID]previewed{}, ""
	}
	if !ok || !a.home.loaded || a.home.inquiry.pending() || a.menu.inquiry.pending() {
		p.inquiry.stop()
		p.wanted = ""
		return nil
	}
	if p.wanted == section.ID {
		return nil
	}
	p.inquiry.stop()
	p.wanted, p.err = section.ID, nil
	if _, known := p.seen[section.ID]; known {
		return nil
	}
	return a.after(restsAfter, rested{section.ID})
}

// ask gets the preview that is still wanted.
func (p *previewPane) ask(a *App, msg rested) tea.Cmd {
	if p.wanted != msg.on || p.inquiry.pending() {
		return nil
	}
	q := a.query
	if s, _ := model.SectionByID(msg.on); s.Side == model.LeftSide {
		q = HomeQuery(q)
	}
	return ask(a, &p.inquiry,
		func(ctx context.Context) (model.Report, error) { return a.backend.Report(ctx, msg.on, q) },
		func(r model.Report, err error) tea.Cmd {
			if p.err = err; err == nil {
				p.seen[msg.on] = previewed{r.Metrics, r.Charts, r.Missing, r.Currency}
			}
			return nil
		})
}

func (a *App) paintMenu(w, h int, focused bool) []string {
	list := menuHeight(w, h)
	menu := draw.Menu(a.theme, w, list, a.menu.view(a, w, focused))
	if list == h {
		return menu
	}
	return draw.Stack(w, h, menu, a.paintPreview(w, h-list))
}

// paintPreview draws the section's name, its figures and its chart.
func (a *App) paintPreview(w, h int) []string {
	section, ok := a.underCursor()
	if !ok {
		return nil
	}
	period := a.query.Period
	if section.Side == model.LeftSide {
		period = HomeQuery(a.query).Period
	}
	lines := []string{draw.Blank(w), draw.Line(a.theme, w, draw.Span{Role: draw.Heading, Text: " " + section.Title},
		draw.Span{Role: draw.Muted, Text: "  " + period.Name(a.format.Lang)})}
	found, known := a.preview.seen[section.ID]
	switch {
	case known:
		return append(lines, a.previewLines(found, w, h-len(lines))...)
	case a.preview.err != nil:
		return append(lines, a.errorLines(w, a.preview.err)...)
	case a.preview.inquiry.slow:
		return append(lines, draw.Line(a.theme, w, draw.Span{Role: draw.Muted, Text: " Counting."}))
	}
	return lines
}

func (a *App) previewLines(p previewed, w, h int) []string {
	if len(p.metrics) == 0 {
		var lines []string
		for _, m := range p.missing {
			for _, line := range draw.Wrap(model.Clean(m.Why+" "+m.How).String(), w-2) {
				lines = append(lines, draw.Line(a.theme, w, draw.Span{Role: draw.Muted, Text: " " + line}))
			}
		}
		return lines
	}
	n := min(draw.MetricsHeight(a.theme, w, p.metrics, a.format, p.currency), 2+3*(h/10))
	lines := draw.Metrics(a.theme, w, n, p.metrics, a.format, p.currency)
	room := h - n - 1
	if s := (&screen{report: model.Report{Charts: p.charts}}); room >= leastPreview-3 {
		if chart, ok := s.chart(); ok {
			lines = append(lines, draw.Blank(w))
			lines = append(lines, draw.Chart(a.theme, w, min(room, chartHeight(chart, 2*h)), chart, a.format, p.currency)...)
		}
	}
	return lines
}
