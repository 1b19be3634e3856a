package tui

import (
	"strings"

	"recoup/model"
	"recoup/tui/draw"
)

// homePane is the left side: what was sold in the last seven days, what was lost, and the ways on from there.
type homePane struct {
	report  model.Report
	counts  map[model.SectionID]Headline // of the same seven days
	loaded  bool
	err     error
	asked   question
	cursor  int
	inquiry inquiry
	// rows are the lines on which the entries stand, for the mouse, and more that lines lie below: both follow what was
	// painted last.
	rows []int
	more bool
}

// homeItem is an entry of the left side that can be opened.
type homeItem struct {
	section model.SectionID
	title   string
	short   string // on a narrow screen
	key     string
	export  bool
}

// homeItems are the entries in the order of Hotmart's page.
func homeItems() []homeItem {
	return []homeItem{
		{section: model.Sold, title: "SOLD", short: "SOLD"},
		{section: model.LostSales, title: "RECOVERY OPPORTUNITIES", short: "OPPORTUNITIES"},
		{section: model.LostSales, title: "Export details", short: "Export details", key: "e", export: true},
		{section: model.RecoveryTools, title: "Discover ways to recover", short: "Discover ways"},
		{section: model.DeclinedCards, title: "Reasons for declined cards", short: "Declined cards"},
		{section: model.CartAbandonment, title: "Cart abandonment", short: "Cart abandonment"},
	}
}

// named is the entry's title for a pane of w cells.
func (i homeItem) named(w int) string {
	if w < narrowHome {
		return i.short
	}
	return i.title
}

// narrowHome is the width of the left pane under which it keeps to the figures.
const narrowHome = 38

func (h *homePane) show(r model.Report, counts []Headline) {
	h.report, h.loaded, h.err = r, true, nil
	h.counts = byName(counts)
}

func (h *homePane) move(by int) { h.cursor = clamp(h.cursor+by, 0, len(homeItems())-1) }

func (h *homePane) page() int { return len(homeItems()) }

// homeLines writes the left side into w by h cells and notes on which lines its entries stand.
type homeLines struct {
	a       *App
	w, h    int
	focused bool
	lines   []string
	rows    []int
}

func (a *App) paintHome(w, h int, focused bool) []string {
	d := &homeLines{a: a, w: w, h: h, focused: focused}
	switch {
	case !a.home.loaded && a.home.err != nil:
		d.lines = a.errorLines(w, a.home.err)
	case !a.home.loaded:
		d.waiting("Reading the snapshot.")
	case a.home.report.Empty == model.NoSaleEver || a.home.report.Empty == model.NoSnapshot:
		d.nothingSold()
	default:
		d.sold()
		d.opportunities()
	}
	d.ways()
	shown := d.scrolled()
	a.home.rows, a.home.more = d.rows, len(shown) > h
	return draw.Stack(w, h, shown)
}

// scrolled drops lines from the top where the selected entry would lie below the pane.
func (d *homeLines) scrolled() []string {
	if d.a.home.cursor >= len(d.rows) || len(d.lines) <= d.h {
		return d.lines
	}
	skip := clamp(d.rows[d.a.home.cursor]-d.h+2, 0, len(d.lines)-d.h)
	for i := range d.rows {
		d.rows[i] -= skip
	}
	return d.lines[skip:]
}

func (d *homeLines) say(role draw.Role, text string) {
	for _, line := range draw.Wrap(text, d.w-2) {
		d.add(draw.Span{Role: role, Text: " " + line})
	}
}

func (d *homeLines) add(spans ...draw.Span) {
	d.lines = append(d.lines, draw.Line(d.a.theme, d.w, spans...))
}

func (d *homeLines) beside(left, right []draw.Span) {
	right = append(right, draw.Span{Text: " "})
	d.lines = append(d.lines, draw.Row2(d.a.theme, d.w, left, right))
}

// entry writes the line of an entry that can be opened.
func (d *homeLines) entry(left, right []draw.Span) {
	ground, sign := draw.OnPlain, " "
	if len(d.rows) == d.a.home.cursor {
		ground, sign = draw.OnSelectedDim, d.a.theme.Glyphs.Resting
		if d.focused {
			ground, sign = draw.OnSelected, d.a.theme.Glyphs.Cursor
		}
	}
	d.rows = append(d.rows, len(d.lines))
	left = append([]draw.Span{{Role: draw.Accent, Text: sign}}, left...)
	right = append(right, draw.Span{Text: " "})
	d.lines = append(d.lines, draw.Row2On(d.a.theme, ground, d.w, left, right))
}

// nothingSold keeps the rule of Hotmart's page: with no sale ever made there are no figures, not even zeros.
func (d *homeLines) nothingSold() {
	d.waiting("No sale has been made yet. The figures start with the first one.")
}

// waiting says in the place of the figures why there are none.
func (d *homeLines) waiting(why string) {
	d.heading(0, "")
	d.say(draw.Muted, why)
	d.lines = append(d.lines, draw.Blank(d.w))
	d.heading(1, "")
	d.lines = append(d.lines, draw.Blank(d.w))
}

// heading writes the line of one of the two big numbers.
func (d *homeLines) heading(i int, count string) {
	var right []draw.Span
	if count != "" {
		right = []draw.Span{{Role: draw.Strong, Text: count}}
	}
	d.entry([]draw.Span{{Role: draw.Heading, Text: homeItems()[i].named(d.w)}}, right)
}

// currencies lists those in which something was sold or lost, the one that is asked for first.
func (h *homePane) currencies(asked model.Currency) []model.Currency {
	var list []model.Currency
	t, _ := h.report.Table("by_currency")
	for i := range rowsOf(t) {
		c := model.Currency(t.Rows.Cell(i, 0).Text().String())
		if c == asked {
			list = append([]model.Currency{c}, list...)
		} else {
			list = append(list, c)
		}
	}
	return list
}

func rowsOf(t model.Table) int {
	if t.Rows == nil {
		return 0
	}
	return t.Rows.Len()
}

// figure is one number of the seven days in a currency: that of the metric, or of the line about the currency where the
// metric is about another one.
func (h *homePane) figure(id string, c model.Currency) model.Value {
	m, _ := h.report.Metric(id)
	for _, f := range m.Values {
		if f.Currency == c {
			return f.Value
		}
	}
	return h.inTable(id, c)
}

// before is figure for the days that these are compared with.
func (h *homePane) before(id string, c model.Currency) model.Value {
	m, _ := h.report.Metric(id)
	for _, f := range m.Previous {
		if f.Currency == c {
			return f.Value
		}
	}
	return h.inTable(id+"_before", c)
}

func (h *homePane) inTable(id string, c model.Currency) model.Value {
	t, _ := h.report.Table("by_currency")
	for column := range t.Columns {
		if t.Columns[column].ID != id {
			continue
		}
		for i := range rowsOf(t) {
			if t.Rows.Cell(i, 0).Text().String() == string(c) {
				return t.Rows.Cell(i, column)
			}
		}
	}
	return model.Unknown()
}

// leading is the currency whose figures stand out.
func (h *homePane) leading(asked model.Currency) model.Currency {
	if asked == "" || asked == model.AllCurrencies {
		asked = h.report.Currency
	}
	list := h.currencies(asked)
	if len(list) > 0 && (asked == "" || asked == model.AllCurrencies) {
		return list[0]
	}
	return asked
}

func (d *homeLines) sold() {
	f := d.a.format
	d.heading(0, "")
	leading := d.a.home.leading(d.a.query.Currency)
	shown := 0
	for _, c := range d.a.home.currencies(leading) {
		amount, count := d.a.home.figure("gross", c), d.a.home.figure("sales", c)
		if shown == 3 || shown > 0 && d.h < 14 {
			break
		}
		role := draw.Plain
		if shown == 0 {
			role = draw.Strong
		}
		left := []draw.Span{{Text: " "}, {Role: role, Text: model.Pad(f.Value(amount), min(14, d.w-2))}}
		sold := f.Value(count) + " sales"
		if !count.IsMissing() && count.Count() == 1 {
			sold = strings.TrimSuffix(sold, "s")
		}
		change := []draw.Span{draw.Change(d.a.theme, f, amount, d.a.home.before("gross", c), 1)}
		if d.w >= narrowHome {
			left = append(left, draw.Span{Role: draw.Muted, Text: " " + sold})
			d.beside(left, change)
		} else {
			d.beside(left, change)
			d.add(draw.Span{Role: draw.Muted, Text: " " + sold})
		}
		if shown == 0 {
			d.spark(c)
		}
		shown++
	}
	if shown == 0 {
		d.add(draw.Span{Role: draw.Strong, Text: " " + f.Count(0) + " sales"}, draw.Span{Role: draw.Muted, Text: " in the last 7 days"})
	}
	d.lines = append(d.lines, draw.Blank(d.w))
}

// spark draws the days of the period under the amount they make up.
func (d *homeLines) spark(c model.Currency) {
	if len(d.a.home.report.Charts) == 0 {
		return
	}
	line := draw.SparkOf(d.a.theme, d.a.home.report.Charts[0], c, min(28, d.w-2))
	d.add(draw.Span{Text: " "}, draw.Span{Role: draw.ChartNow, Text: line})
}

func (d *homeLines) opportunities() {
	r, f := d.a.home.report, d.a.format
	c := d.a.home.leading(d.a.query.Currency)
	figure := func(id string) (string, bool) {
		v := d.a.home.figure(id, c)
		return f.Value(v), !v.IsMissing()
	}
	count, known := figure("opportunities")
	if !known {
		d.heading(1, "")
		d.say(draw.Muted, notHere)
		for _, missing := range r.Missing {
			d.say(draw.Muted, missing.How)
		}
		d.lines = append(d.lines, draw.Blank(d.w))
		return
	}
	d.heading(1, count)
	if atStake, ok := figure("at_stake"); ok {
		d.add(draw.Span{Text: " "}, draw.Span{Role: draw.Strong, Text: atStake}, draw.Span{Role: draw.Muted, Text: " at stake"})
	}
	open, _ := figure("open")
	since, _ := figure("since_recovered")
	words := " since recovered"
	if d.w < narrowHome {
		words = " recovered"
	}
	d.add(draw.Span{Role: draw.Muted, Text: " " + open + " open · " + since + words})
	d.lines = append(d.lines, draw.Blank(d.w))
}

// ways writes the export and the three ways on.
func (d *homeLines) ways() {
	for len(d.rows) < 2 { // an error or the first moment: the entries keep their places
		d.heading(len(d.rows), "")
	}
	for _, item := range homeItems()[2:] {
		left := []draw.Span{{Text: " "}}
		if item.key != "" {
			left = append(left, draw.Span{Role: draw.KeyHint, Text: item.key}, draw.Span{Text: " "})
		}
		left = append(left, draw.Span{Text: item.named(d.w)})
		var right []draw.Span
		switch head, known := d.a.home.counts[item.section]; {
		case item.export:
		case !d.a.backend.Built(item.section):
			right = []draw.Span{{Role: draw.Muted, Text: d.either("not built yet", "not built")}}
			if head.Missing {
				right[0].Text = d.either(notHere, model.Unavailable)
			}
		case known && head.Missing:
			right = []draw.Span{{Role: draw.Muted, Text: d.either(notHere, model.Unavailable)}}
		case known && !head.Count.IsMissing():
			right = []draw.Span{{Text: d.a.format.Value(head.Count)}}
		}
		d.entry(left, right)
	}
}

func (d *homeLines) either(wide, narrow string) string {
	if d.w < narrowHome {
		return narrow
	}
	return wide
}
