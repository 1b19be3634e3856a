package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// paintHeader tells whose numbers these are, for which days, and how old they are. Where it is narrow the details go
// first; that it is sample data always stays.
func (a *App) paintHeader() string {
	name := []draw.Span{{Text: " "}, {Role: draw.Strong, Text: "recoup"}}
	if a.info().Sample {
		name = append(name, draw.Span{Text: "  "}, draw.Span{Role: draw.Warning, Text: "sample data"})
	}
	account := []draw.Span{{Role: draw.Muted, Text: "  " + model.Clean(a.info().Account).String()}}
	period := a.query.Period
	short := period.Name(a.format.Lang)
	if period.Shifted != 0 || period.Key == model.Custom {
		short = period.Range(a.format.Lang)
	}
	currency := a.currencyWords()
	full := []draw.Span{{Role: draw.Strong, Text: period.Name(a.format.Lang)}, {Role: draw.Muted, Text: " · " + period.Range(a.format.Lang)}}
	if currency != "" {
		full = append(full, draw.Span{Role: draw.Muted, Text: " · " + currency})
	}
	brief := []draw.Span{{Role: draw.Strong, Text: short}}
	if currency != "" {
		brief = append(brief, draw.Span{Role: draw.Muted, Text: " · " + currency})
	}
	if words := a.askedWords(); words != "" {
		full = append(full, draw.Span{Role: draw.Accent, Text: words})
		brief = append(brief, draw.Span{Role: draw.Accent, Text: words})
	}
	age, zone := a.age(), a.zoneName()
	both := strings.Trim(age+" · "+zone, " ·")
	for _, try := range []struct {
		left, middle []draw.Span
		right        string
	}{
		{append(clone(name), account...), full, both},
		{append(clone(name), account...), full, age},
		{name, full, age},
		{append(clone(name), account...), brief, age},
		{name, brief, age},
		{name, brief, ""},
	} {
		if line, fits := a.headerLine(try.left, try.middle, try.right); fits {
			return line
		}
	}
	if draw.SpansWidth(name)+3 > a.w { // nothing else fits; that it is sample data is the last thing to go
		return draw.Line(a.theme, a.w, append([]draw.Span{{Text: " "}}, name[len(name)-1])...)
	}
	return draw.Line(a.theme, a.w, append(clone(name), draw.Span{Role: draw.Muted, Text: "  " + short})...)
}

func clone(spans []draw.Span) []draw.Span { return append([]draw.Span(nil), spans...) }

// headerLine puts the middle part in the middle, or where it finds room.
func (a *App) headerLine(left, middle []draw.Span, right string) (string, bool) {
	lw, mw, rw := draw.SpansWidth(left), draw.SpansWidth(middle), model.Width(right)
	at := max((a.w-mw)/2, lw+2)
	if at+mw+2+rw+1 > a.w {
		at = a.w - mw - rw - 3
	}
	if at < lw+2 {
		return "", false
	}
	left = append(clone(left), draw.Span{Text: strings.Repeat(" ", at-lw)})
	left = append(left, middle...)
	return draw.Row2(a.theme, a.w, left, []draw.Span{{Role: draw.Muted, Text: right}, {Text: " "}}), true
}

// age is how old the snapshot is by the clock.
func (a *App) age() string {
	info := a.info()
	if a.now == nil || info.TakenAt == 0 || info.Sample {
		return ""
	}
	age := a.now().Sub(info.TakenAt.In(time.UTC))
	if age < time.Minute {
		return "snapshot from just now"
	}
	return "snapshot " + a.format.Age(age) + " old"
}

// zoneName is the city of the zone that days are local to.
func (a *App) zoneName() string {
	name := a.query.Zone.String()
	name = strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
	if accented, ok := map[string]string{"Sao Paulo": "São Paulo", "Belem": "Belém", "Maceio": "Maceió", "Cuiaba": "Cuiabá", "Bogota": "Bogotá", "Asuncion": "Asunción"}[name]; ok {
		return accented
	}
	return name
}

// currencyWords is the currency that is shown.
func (a *App) currencyWords() string {
	c := a.query.Currency
	if s := a.top(); s != nil && s.loaded && !s.isPage() && c == "" {
		c = s.report.Currency
	}
	if c == "" {
		c = a.home.leading("")
	}
	if c == model.AllCurrencies {
		return "all currencies"
	}
	return model.Clean(string(c)).String()
}

// askedWords names what differs from the usual question: filters, the date basis, the measure, the comparison.
func (a *App) askedWords() string {
	words := a.filterWords()
	if a.query.Basis == model.ByOrder {
		words += " · by order"
	}
	if a.query.Measure == model.Booked {
		words += " · booked"
	}
	switch a.query.Comparison {
	case model.WithLastYear:
		words += " · vs last year"
	case model.WithNothing:
		words += " · not compared"
	}
	return words
}

// filterWords names the filters in force, each after a dot.
func (a *App) filterWords() string {
	var words strings.Builder
	f := a.query.Filter
	for _, s := range f.Statuses {
		words.WriteString(" · " + s.Label())
	}
	for _, p := range f.PaymentTypes {
		words.WriteString(" · " + p.Label())
	}
	for _, id := range f.Products {
		words.WriteString(" · " + model.Truncate(a.productName(id), 24))
	}
	return words.String()
}

// paintFooter is one line: what is being typed, what just happened, or the keys that matter here.
func (a *App) paintFooter() (string, *tea.Cursor) {
	if typed, ok := a.filterInput(); ok && len(a.dialogs) == 0 {
		line, x := draw.InputLine(a.theme, max(a.w-24, 12), typed)
		count := a.filterCount() + "  esc clears"
		line = draw.Stack(a.w, 1, draw.Beside([]string{line}, []string{draw.Row2(a.theme, min(24, a.w-12), nil, []draw.Span{{Role: draw.Muted, Text: count + " "}})}))[0]
		return line, tea.NewCursor(x, a.h-1)
	}
	if a.toast.text != "" {
		return draw.Toast(a.theme, a.w, a.toast.role(), a.toast.text), nil
	}
	hints := []draw.Hint{{Key: "↑↓", Title: "move"}}
	if n := len(a.dialogs); n > 0 {
		return draw.Hints(a.theme, a.w, a.dialogs[n-1].keys()), nil
	}
	for _, id := range []string{"pane", "open", "back", "export", "period", "currency", "filter", "sort", "explain", "palette", "quit", "help"} {
		c := a.command(id)
		if c.why(a) == "" {
			key, _, _ := strings.Cut(c.Shown, " ")
			hints = append(hints, draw.Hint{Key: key, Title: c.Short})
		}
	}
	return draw.Hints(a.theme, a.w, hints), nil
}

func (a *App) command(id string) *Command {
	for i := range a.commands {
		if a.commands[i].ID == id {
			return &a.commands[i]
		}
	}
	return &Command{why: always, run: nothing}
}
