package draw

import (
	"recoup/model"
)

// metricBlock is one headline number as it will be written.
type metricBlock struct {
	value, label, change string
	missing              bool
	role                 Role // of the change
	width                int
}

// Metrics draws a report's headline numbers for one currency beside each other, each with its name below it and how it
// changed against the compared period after it; they wrap into more rows where the width asks for it. With one line it
// writes them in a row. AllCurrencies shows each metric in its first currency.
func Metrics(t *Theme, w, h int, metrics []model.Metric, f model.Formatter, currency model.Currency) []string {
	if w <= 0 || h <= 0 {
		return fit(w, h, nil)
	}
	blocks := metricBlocks(t, metrics, f, currency)
	if h == 1 {
		return []string{metricRow(t, w, blocks)}
	}
	rows := (h + 1) / linesOfMetric
	perRow, columns := metricGrid(w, rows, blocks)
	if len(blocks) > 1 && perRow*rows < min(h, len(blocks)) { // two rows of two hold less than a list of the same height
		return fit(w, h, metricList(t, w, blocks))
	}
	var lines []string
	for from := 0; from < len(blocks) && len(lines)+2 <= h; from += perRow {
		if from > 0 && len(lines)+3 <= h {
			lines = append(lines, Blank(w))
		}
		row := blocks[from:min(from+perRow, len(blocks))]
		lines = append(lines, metricValues(t, w, columns, row), metricLabels(t, w, columns, row))
	}
	return fit(w, h, lines)
}

// MetricsHeight is the number of lines at which Metrics shows all of them.
func MetricsHeight(t *Theme, w int, metrics []model.Metric, f model.Formatter, currency model.Currency) int {
	if len(metrics) == 0 {
		return 0
	}
	perRow, _ := metricGrid(w, len(metrics), metricBlocks(t, metrics, f, currency))
	if perRow <= 2 {
		return max(len(metrics), 2)
	}
	rows := (len(metrics) + perRow - 1) / perRow
	return linesOfMetric*rows - 1
}

func metricBlocks(t *Theme, metrics []model.Metric, f model.Formatter, currency model.Currency) []metricBlock {
	blocks := make([]metricBlock, len(metrics))
	for i, m := range metrics {
		value, ok := m.In(currency)
		previous, compared := m.PreviousIn(currency)
		if !ok && len(m.Values) > 0 {
			currency := m.Values[0].Currency
			value = m.Values[0].Value
			previous, compared = m.PreviousIn(currency)
		}
		b := metricBlock{value: f.Value(value), label: model.Clean(m.Label).String(), missing: value.IsMissing()}
		if compared {
			change := Change(t, f, value, previous, m.Better)
			b.change, b.role = change.Text, change.Role
		}
		b.width = max(model.Width(b.value)+min(len(b.change), 1)*gap+model.Width(b.change), model.Width(b.label))
		blocks[i] = b
	}
	return blocks
}

// Change says how a figure moved against the compared one, by an arrow and a percentage; better is 1 where more is good,
// -1 where it is bad. A share moves by points. Where the compared figure is 0 the difference itself stands instead of a
// percentage. It is empty when either is unknown.
func Change(t *Theme, f model.Formatter, now, before model.Value, better int) Span {
	if now.IsMissing() || before.IsMissing() || now.Kind() != before.Kind() {
		return Span{}
	}
	sign, text := 0, ""
	switch now.Kind() {
	case model.RatioValue:
		diff := now.Ratio() - before.Ratio()
		sign, text = signOf(diff), trimPercent(f.Ratio(max(diff, -diff)))+" pp"
	case model.MoneyValue:
		diff, err := now.Money().Sub(before.Money())
		if err != nil {
			return Span{}
		}
		abs, err := diff.Abs()
		if err != nil {
			return Span{}
		}
		sign, text = diff.Sign(), relative(f, diff.Minor(), before.Int(), model.MoneyOf(abs))
	case model.CountValue:
		diff := now.Count() - before.Count()
		sign, text = signOf(float64(diff)), relative(f, int64(diff), before.Int(), model.CountOf(max(diff, -diff)))
	case model.DurationValue:
		diff := now.Int() - before.Int()
		sign, text = signOf(float64(diff)), relative(f, diff, before.Int(), model.DurationOf(max(diff, -diff)))
	default:
		return Span{}
	}
	switch {
	case sign == 0:
		return Span{Muted, t.Glyphs.Equal}
	case sign < 0:
		return Span{changeRole(-better), t.Glyphs.Down + " " + text}
	}
	return Span{changeRole(better), t.Glyphs.Up + " " + text}
}

// relative writes a difference as a percentage of what it started from, or as it is where that was 0.
func relative(f model.Formatter, diff, before int64, abs model.Value) string {
	ratio := model.RatioOf(diff, before)
	if ratio.IsMissing() {
		return f.Value(abs)
	}
	r := ratio.Ratio()
	return f.Ratio(max(r, -r))
}

func changeRole(good int) Role {
	switch {
	case good > 0:
		return Gain
	case good < 0:
		return Loss
	}
	return Muted
}

func signOf(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

func trimPercent(s string) string {
	if n := len(s) - len(" %"); n > 0 && s[n:] == " %" {
		return s[:n]
	}
	return s
}

const (
	betweenMetrics = 4
	linesOfMetric  = 3 // its value, its name, and the blank before the next row
)

// metricGrid puts as many numbers on a row as fit in columns of their own widths, and gives the widths. Only the rows that
// will be shown have a say in it.
func metricGrid(w, rows int, blocks []metricBlock) (perRow int, columns []int) {
	for perRow = min(len(blocks), w/betweenMetrics); perRow > 1; perRow-- {
		shown := blocks[:min(rows*perRow, len(blocks))]
		if columns = metricColumns(perRow, shown); 1+sumOf(columns)+betweenMetrics*(perRow-1)+1 <= w {
			return perRow, columns
		}
	}
	return 1, metricColumns(1, blocks)
}

func metricColumns(perRow int, blocks []metricBlock) []int {
	columns := make([]int, perRow)
	for i, b := range blocks {
		columns[i%perRow] = max(columns[i%perRow], b.width)
	}
	return columns
}

func sumOf(widths []int) int {
	n := 0
	for _, w := range widths {
		n += w
	}
	return n
}

func metricValues(t *Theme, w int, columns []int, row []metricBlock) string {
	p := newPen(t, OnPlain, w)
	metricCells(&p, columns, row, func(b metricBlock) {
		p.write(roleIf(b.missing, Muted, Strong), b.value)
		if b.change != "" {
			p.to(p.cells + gap)
			p.write(b.role, b.change)
		}
	})
	return p.finish()
}

func metricLabels(t *Theme, w int, columns []int, row []metricBlock) string {
	p := newPen(t, OnPlain, w)
	metricCells(&p, columns, row, func(b metricBlock) { p.write(Muted, b.label) })
	return p.finish()
}

// metricCells moves to each block's place and has it written.
func metricCells(p *pen, columns []int, row []metricBlock, write func(metricBlock)) {
	x := 1
	for i, b := range row {
		p.to(x)
		write(b)
		x += columns[i] + betweenMetrics
	}
}

// metricList writes one number a line, its name before it, where no two fit beside each other.
func metricList(t *Theme, w int, blocks []metricBlock) []string {
	labels, values, changes := 0, 0, 0
	for _, b := range blocks {
		labels = max(labels, model.Width(b.label))
		values = max(values, model.Width(b.value))
		changes = max(changes, model.Width(b.change))
	}
	labels = min(labels, max(w-2-gap-values, 0))
	lines := make([]string, len(blocks))
	p := newPen(t, OnPlain, w)
	for i, b := range blocks {
		p.restart(OnPlain)
		p.to(1)
		p.limited(Muted, b.label, labels)
		p.to(1 + labels + gap + values - model.Width(b.value))
		p.write(roleIf(b.missing, Muted, Strong), b.value)
		if p.cells+gap+changes <= w {
			p.to(p.cells + gap)
			p.write(b.role, b.change)
		}
		lines[i] = p.finish()
	}
	return lines
}

// metricRow writes numbers and names in one line.
func metricRow(t *Theme, w int, blocks []metricBlock) string {
	var spans []Span
	for i, b := range blocks {
		lead := spaces(3)
		if i == 0 {
			lead = " "
		}
		spans = append(spans, Span{Muted, lead + b.label + " "}, Span{roleIf(b.missing, Muted, Strong), b.value})
		if b.change != "" {
			spans = append(spans, Span{b.role, " " + b.change})
		}
	}
	return Line(t, w, spans...)
}
