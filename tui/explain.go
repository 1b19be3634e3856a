package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// explainDialog answers "what is this number": each figure of the screen with its definition in words, the SQL that
// counts it again, how many transactions it counted, and the way to them.
type explainDialog struct {
	section  model.SectionID
	metrics  []model.Metric
	currency model.Currency
	period   *model.Period // of the left pane, whose figures are always of seven days
	cursor   int
	top      int
	counted  string
	inquiry  inquiry
}

// explained are the figures that `i` speaks of.
func (a *App) explained() (metrics []model.Metric, currency model.Currency, section model.SectionID, period *model.Period) {
	s := a.top()
	if s != nil && !a.leftFocus {
		return s.report.Metrics, s.report.Currency, s.section, nil
	}
	week := HomeQuery(a.query).Period
	return a.home.report.Metrics, a.home.leading(a.query.Currency), model.Sold, &week
}

func whyNoNumber(a *App) string {
	if metrics, _, _, _ := a.explained(); len(metrics) == 0 {
		return "There is no figure to explain here."
	}
	return ""
}

func (a *App) explain(string) tea.Cmd {
	d := &explainDialog{}
	d.metrics, d.currency, d.section, d.period = a.explained()
	_ = a.show(d)
	return d.count(a)
}

// find is the filter behind the selected figure.
func (d *explainDialog) find() (model.Filter, bool) {
	m := d.metrics[d.cursor]
	if m.Behind == nil {
		return model.Filter{}, false
	}
	f := *m.Behind
	if f.Period == nil {
		f.Period = d.period
	}
	return f, true
}

// count asks how many transactions the selected figure counted.
func (d *explainDialog) count(a *App) tea.Cmd {
	d.counted = ""
	f, ok := d.find()
	if !ok {
		d.inquiry.stop()
		return nil
	}
	q := a.query
	return ask(a, &d.inquiry,
		func(ctx context.Context) (model.Report, error) { return a.backend.Transactions(ctx, q, f) },
		func(r model.Report, err error) tea.Cmd {
			switch {
			case err != nil:
				message, _ := sentencesOf(err)
				d.counted = message
			case len(r.Tables) > 0 && r.Tables[0].Rows != nil:
				d.counted = a.format.Count(int64(r.Tables[0].Rows.Len())) + " transactions"
			}
			return nil
		})
}

func (d *explainDialog) press(a *App, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc", "q", "i":
		d.inquiry.stop()
		a.closeDialog()
	case "up", "k":
		return d.move(a, -1)
	case "down", "j":
		return d.move(a, 1)
	case "y":
		if sql := d.metrics[d.cursor].SQL; sql != "" {
			return a.toClipboard(model.Clean(sql).String(), "the SQL")
		}
	case "enter":
		f, ok := d.find()
		if !ok {
			return a.tell(toastInfo, "No transactions stand behind this figure.")
		}
		d.inquiry.stop()
		a.closeDialog()
		return a.openRows(d.section, model.Clean(d.metrics[d.cursor].Label).String(), f)
	}
	return nil
}

func (d *explainDialog) move(a *App, by int) tea.Cmd {
	before := d.cursor
	d.cursor = clamp(d.cursor+by, 0, len(d.metrics)-1)
	if d.cursor == before {
		return nil
	}
	return d.count(a)
}

func (d *explainDialog) paint(a *App, w, h int) ([]string, *tea.Position) {
	width := boxWidth(80, w)
	innerW, innerH := draw.FrameInner(width, min(h, 26))
	menu := draw.MenuView{Cursor: d.cursor, Top: d.top, Focused: true}
	for _, m := range d.metrics {
		v, _ := m.In(d.currency)
		menu.Items = append(menu.Items, draw.Item{Title: model.Clean(m.Label).String(), Value: a.format.Value(v), ValueRole: draw.Strong})
	}
	listed := clamp(len(d.metrics), 1, max(innerH/3, 1))
	d.top = draw.MenuTop(listed, menu)
	menu.Top = d.top
	lines := draw.Menu(a.theme, innerW, listed, menu)
	lines = append(lines, draw.Rule(a.theme, innerW))
	m := d.metrics[d.cursor]
	say := func(role draw.Role, text string) {
		for _, line := range draw.Wrap(model.Clean(text).String(), innerW-2) {
			lines = append(lines, draw.Line(a.theme, innerW, draw.Span{Role: role, Text: " " + line}))
		}
	}
	say(draw.Plain, orElse(m.Definition, "This figure has no definition yet."))
	if d.counted != "" {
		say(draw.Strong, "Counted: "+d.counted)
	}
	if m.SQL != "" {
		lines = append(lines, draw.Blank(innerW))
		for statement := range strings.Lines(m.SQL) {
			say(draw.Muted, strings.TrimRight(statement, "\n"))
		}
	}
	if room := innerH - 2; len(lines) > room {
		lines = lines[:max(room, 0)]
	}
	lines = append(lines, draw.Blank(innerW), draw.Hints(a.theme, innerW, d.hints()))
	return draw.Frame(a.theme, width, len(lines)+2, "What is this number", "", true, lines), nil
}

func (d *explainDialog) keys() []draw.Hint {
	return append([]draw.Hint{{Key: "↑↓", Title: "other figures"}}, d.hints()...)
}

func (d *explainDialog) hints() []draw.Hint {
	hints := []draw.Hint{}
	if _, ok := d.find(); ok {
		hints = append(hints, draw.Hint{Key: "⏎", Title: "its transactions"})
	}
	if d.metrics[d.cursor].SQL != "" {
		hints = append(hints, draw.Hint{Key: "y", Title: "copy the SQL"})
	}
	return append(hints, draw.Hint{Key: "esc", Title: "close"})
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
