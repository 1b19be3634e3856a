package export

import (
	"strings"

	"recoup/model"
)

// metricLine is one metric in one currency, in words.
type metricLine struct{ label, value, previous, change string }

// metricLines tells a report's metrics, and whether any of them has a period before to compare with.
func metricLines(r model.Report, f model.Formatter) (lines []metricLine, compared bool) {
	for _, m := range r.Metrics {
		compared = compared || len(m.Previous) > 0
		figures := figuresOrNone(m)
		for _, figure := range figures {
			line := metricLine{label: plain(m.Label), value: f.Value(figure.Value)}
			if figure.Currency != "" && len(figures) > 1 && figure.Value.Kind() != model.MoneyValue {
				line.label += " (" + plain(string(figure.Currency)) + ")"
			}
			if before, ok := m.PreviousIn(figure.Currency); ok {
				line.previous, line.change = f.Value(before), changeOf(figure.Value, before, f)
			}
			lines = append(lines, line)
		}
	}
	return lines, compared
}

// changeOf says how much a figure rose or fell, with a sign and no picture: in points of a percentage for a ratio, in
// percent of the figure before for anything else.
func changeOf(now, before model.Value, f model.Formatter) string {
	if now.Kind() == model.RatioValue && before.Kind() == model.RatioValue {
		diff := now.Ratio() - before.Ratio()
		return signed(diff, strings.TrimSuffix(f.Ratio(max(diff, -diff)), " %")+" "+wordsOf(f.Lang).points)
	}
	change := relativeChange(now, before)
	if change.IsMissing() {
		return model.Unavailable
	}
	return signed(change.Ratio(), f.Ratio(max(change.Ratio(), -change.Ratio())))
}

// relativeChange is the difference as a share of the figure before; it is unknown from nothing, and between figures that
// cannot be compared.
func relativeChange(now, before model.Value) model.Value {
	if now.Kind() != before.Kind() {
		return model.Unknown()
	}
	switch now.Kind() {
	case model.CountValue, model.DurationValue:
		return model.RatioOf(now.Int()-before.Int(), max(before.Int(), -before.Int()))
	case model.MoneyValue:
		diff, err := now.Money().Sub(before.Money())
		base, baseErr := before.Money().Abs()
		if err == nil && baseErr == nil {
			return model.RatioOf(diff.Minor(), base.Minor())
		}
	default:
	}
	return model.Unknown()
}

func signed(n float64, words string) string {
	switch {
	case n > 0:
		return "+" + words
	case n < 0:
		return "-" + words
	}
	return words
}

// about says which days, until when, and by which clock a report speaks.
func about(r model.Report, f model.Formatter) []string {
	lines := []string{r.Period.Name(f.Lang) + ", " + r.Period.Range(f.Lang)}
	return append(lines, wordsOf(f.Lang).asOf+" "+f.Instant(r.AsOf)+", "+plain(f.Zone.String()))
}

// chartTable lays a chart's numbers out as a table: a row per label, a column per series.
func chartTable(c model.Chart) model.Table {
	t := model.Table{ID: c.ID, Label: c.Label, Columns: []model.Column{{ID: "label", Type: model.ColText}}}
	for _, s := range c.Series {
		label := s.Label
		if label == "" {
			label = string(s.Currency)
		}
		t.Columns = append(t.Columns, model.Column{ID: "series", Label: label, Type: model.ColCount})
	}
	rows := make(model.RowList, len(c.Labels))
	for i, label := range c.Labels {
		rows[i].Cells = append(rows[i].Cells, label)
		for _, s := range c.Series {
			point := model.Unknown()
			if i < len(s.Points) {
				point = s.Points[i]
			}
			rows[i].Cells = append(rows[i].Cells, point)
		}
	}
	t.Rows = rows
	return t
}

// missingLine tells which data a report would need and how to get it.
func missingLine(m model.MissingData) string {
	line := plain(m.Dataset) + ": " + plain(m.Why)
	if m.How != "" {
		line += " " + plain(m.How)
	}
	return line
}
