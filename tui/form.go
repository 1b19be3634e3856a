package tui

import (
	"slices"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// field is one line of a form: either options to go through, or something to type.
type field struct {
	label   string
	options []option
	chosen  int
	input   *textinput.Model
	hint    string // shown while nothing is typed
	// asked tells whether the field matters with what is chosen in the others; nil is always.
	asked func() bool
}

// option is one value of a field.
type option struct{ id, label, note string }

func (f *field) value() string {
	switch {
	case f.input != nil:
		return f.input.Value()
	case len(f.options) == 0:
		return ""
	}
	return f.options[f.chosen].id
}

// form is a dialog with fields.
type form struct {
	title  string
	intro  []string
	fields []*field
	at     int
	err    string
	verb   string
	submit func(a *App, f *form) tea.Cmd
	// changed follows a choice, for fields that depend on each other.
	changed func(f *form)
}

func (f *form) shown() []*field {
	var fields []*field
	for _, one := range f.fields {
		if one.asked == nil || one.asked() {
			fields = append(fields, one)
		}
	}
	return fields
}

func (f *form) current() *field {
	fields := f.shown()
	f.at = clamp(f.at, 0, len(fields)-1)
	return fields[f.at]
}

func (f *form) press(a *App, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		a.closeDialog()
		return nil
	case "enter":
		f.err = ""
		return f.submit(a, f)
	case "up", "shift+tab":
		f.at--
		f.current()
		return nil
	case "down", "tab":
		f.at++
		f.current()
		return nil
	}
	one := f.current()
	if one.input != nil {
		return f.typed(a, k)
	}
	switch k.String() {
	case "left", "h":
		f.turn(one, -1)
	case "right", "l", "space":
		f.turn(one, 1)
	case "k":
		f.at--
	case "j":
		f.at++
	}
	f.current()
	return nil
}

// turn goes to the next or previous option, round and round.
func (f *form) turn(one *field, by int) {
	if n := len(one.options); n > 0 {
		one.chosen = (one.chosen + by + n) % n
		f.err = ""
		if f.changed != nil {
			f.changed(f)
		}
	}
}

func (f *form) typed(_ *App, msg tea.Msg) tea.Cmd {
	if one := f.current(); one.input != nil {
		*one.input, _ = one.input.Update(msg)
		f.err = ""
	}
	return nil
}

func (f *form) keys() []draw.Hint {
	hints := []draw.Hint{{Key: "↑↓", Title: "field"}}
	if f.current().input == nil {
		hints = append(hints, draw.Hint{Key: "← →", Title: "choose"})
	}
	return append(hints, draw.Hint{Key: "⏎", Title: f.verb}, draw.Hint{Key: "esc", Title: "cancel"})
}

const formWidth = 66

func (f *form) paint(a *App, w, h int) ([]string, *tea.Position) {
	textWidth := dialogText(formWidth, w)
	intro := f.introLines(textWidth)
	fields, at, x := f.fieldLines(a, textWidth)
	v := draw.DialogView{Title: f.title, Buttons: []draw.Button{
		{Key: "⏎", Title: f.verb, Focused: true}, {Key: "esc", Title: "cancel"},
	}}
	fault := wrapped(draw.Error, f.err, textWidth)
	const border, foot = 2, 2
	if border+len(intro)+len(fields)+len(fault)+foot > h {
		intro = nil // on a small screen the fields come first
	}
	if border+len(fields)+len(fault)+foot > h {
		v.Buttons = nil
	}
	if over := border + len(fields) + len(fault) - h; over > 0 {
		skip := min(at, over)
		fields, at = fields[skip:], at-skip
	}
	v.Lines = slices.Concat(intro, fields, fault)
	box := boxed(a, formWidth, w, h, v)
	if x < 0 {
		return box, nil
	}
	return box, &tea.Position{X: 2 + x, Y: 1 + len(intro) + at}
}

func (f *form) introLines(w int) [][]draw.Span {
	var lines [][]draw.Span
	for _, s := range f.intro {
		lines = append(lines, wrapped(draw.Muted, s, w)...)
	}
	if len(lines) > 0 {
		lines = append(lines, nil)
	}
	return lines
}

// fieldLines writes the fields, and gives the line of the current one and where the cursor is on it, -1 where nothing is
// typed.
func (f *form) fieldLines(a *App, w int) (lines [][]draw.Span, at, x int) {
	labels := 0
	for _, one := range f.shown() {
		labels = max(labels, model.Width(one.label))
	}
	labels = min(labels, w/3)
	current := f.current()
	x = -1
	for i, one := range f.shown() {
		sign, role := "  ", draw.Muted
		if one == current {
			sign, role, at = a.theme.Glyphs.Cursor+" ", draw.Accent, i
		}
		lead := []draw.Span{{Role: draw.Accent, Text: sign}, {Role: role, Text: model.Pad(one.label, labels) + "  "}}
		spans, cursor := one.spans(w-draw.SpansWidth(lead), one == current)
		if one == current && one.input != nil {
			x = draw.SpansWidth(lead) + cursor
		}
		lines = append(lines, append(lead, spans...))
	}
	return lines, at, x
}

// spans writes the field's value, and where the cursor is in what is typed.
func (f *field) spans(w int, current bool) ([]draw.Span, int) {
	if f.input != nil {
		v := inputView("", *f.input, f.hint)
		if v.Text == "" {
			return []draw.Span{{Role: draw.Muted, Text: f.hint}}, 0
		}
		before, cut := v.Text[:v.Cursor], v.Text
		for model.Width(before) >= w && len(before) > 0 { // the end of a long path is where one types
			r := len(string([]rune(before)[:1]))
			before, cut = before[r:], cut[r:]
		}
		return []draw.Span{{Role: draw.Input, Text: cut}}, model.Width(before)
	}
	if len(f.options) == 0 {
		return []draw.Span{{Role: draw.Muted, Text: f.hint}}, 0
	}
	chosen := f.options[f.chosen]
	spans := []draw.Span{{Role: draw.Plain, Text: chosen.label}}
	if current {
		spans = []draw.Span{{Role: draw.Muted, Text: "‹ "}, {Role: draw.Strong, Text: chosen.label}, {Role: draw.Muted, Text: " ›"}}
	}
	if chosen.note != "" {
		spans = append(spans, draw.Span{Role: draw.Muted, Text: "  " + chosen.note})
	}
	return spans, 0
}

// newDaysForm asks for the two days of a period.
func newDaysForm(a *App) dialog {
	from, to := newInput(a.query.Period.From.String()), newInput(a.query.Period.To.String())
	return &form{
		title: "Days of your choice", intro: []string{"Both days are included, in the account's time."}, verb: "show",
		fields: []*field{{label: "From", input: &from, hint: "YYYY-MM-DD"}, {label: "To", input: &to, hint: "YYYY-MM-DD"}},
		submit: func(a *App, f *form) tea.Cmd {
			first, err := model.ParseDay(f.fields[0].value())
			if err == nil {
				var last model.Day
				if last, err = model.ParseDay(f.fields[1].value()); err == nil {
					var p model.Period
					if p, err = model.CustomPeriod(first, last); err == nil {
						a.query.Period = p
						a.closeDialog()
						return nil
					}
				}
			}
			message, hint := sentencesOf(err)
			f.err = message + " " + hint
			return nil
		},
	}
}
