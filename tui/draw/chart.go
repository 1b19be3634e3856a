package draw

import (
	"math"
	"slices"
	"strconv"

	"recoup/model"
)

// Chart draws a chart of a report for one currency, with its numbers beside it. Of the series in that currency (or in
// none) the first is the one meant and the second the compared period; when the currency has no series, the first one's
// currency is drawn.
func Chart(t *Theme, w, h int, c model.Chart, f model.Formatter, currency model.Currency) []string {
	now, before := pickSeries(c, currency)
	if w <= 0 || h <= 0 || now == nil {
		return fit(w, h, nil)
	}
	switch c.Kind {
	case model.Bars:
		return barsOf(t, w, h, c, f, now, before)
	case model.Sparkline:
		return sparkOf(t, w, h, c, f, now)
	}
	return columnsOf(t, w, h, c, f, now, before)
}

func pickSeries(c model.Chart, currency model.Currency) (now, before *model.Series) {
	for i := range c.Series {
		s := &c.Series[i]
		switch {
		case s.Currency != currency && s.Currency != "":
		case now == nil:
			now = s
		case before == nil:
			before = s
		}
	}
	if now == nil && len(c.Series) > 0 && c.Series[0].Currency != currency {
		return pickSeries(c, c.Series[0].Currency)
	}
	return now, before
}

// noPoint stands for a point whose value is not known: a gap.
const noPoint = math.MinInt64

// heights turns values into whole numbers in proportion to them.
func heights(points []model.Value) []int64 {
	out := make([]int64, len(points))
	for i, v := range points {
		switch {
		case v.IsMissing():
			out[i] = noPoint
		case v.Kind() == model.RatioValue:
			out[i] = int64(min(max(v.Ratio(), -1e6), 1e6) * 1e6)
		default:
			out[i] = max(v.Int(), noPoint+1)
		}
	}
	return out
}

// bounds gives the lowest and the highest point, with 0 always between them.
func bounds(points ...[]int64) (lowest, highest int64) {
	for _, series := range points {
		for _, n := range series {
			if n != noPoint {
				lowest, highest = min(lowest, n), max(highest, n)
			}
		}
	}
	return lowest, highest
}

// share gives n's part of whole in steps, rounded, and at least one where there is anything. It takes whole > 0.
func share(n, whole int64, steps int) int {
	if n == noPoint || n <= 0 || whole <= 0 {
		return 0
	}
	k := int(math.Round(float64(n) / float64(whole) * float64(steps)))
	return min(max(k, 1), steps)
}

// Spark draws points as one line of w cells, low to high: one cell a point, several points a cell where there are more,
// by their average. An unknown point is left out. It is a plain text, to be written in any role.
func Spark(t *Theme, points []int64, w int) string {
	if w <= 0 {
		return ""
	}
	n := min(len(points), w)
	lowest, highest := bounds(points)
	whole := float64(highest) - float64(lowest)
	line := make([]byte, 0, 3*w)
	for i := range n {
		mean, ok := average(points[i*len(points)/n : (i+1)*len(points)/n])
		level := 0
		switch {
		case !ok:
		case whole <= 0:
			level = 1
		default:
			level = 1 + int(math.Round((mean-float64(lowest))/whole*7))
		}
		line = append(line, t.Glyphs.Rising[min(max(level, 0), 8)]...)
	}
	return string(line) + spaces(w-n)
}

func average(points []int64) (mean float64, ok bool) {
	sum, n := 0.0, 0
	for _, p := range points {
		if p != noPoint {
			sum += float64(p)
			n++
		}
	}
	return sum / float64(max(n, 1)), n > 0
}

// SparkOf is Spark for the points of a chart in one currency.
func SparkOf(t *Theme, c model.Chart, currency model.Currency, w int) string {
	now, _ := pickSeries(c, currency)
	if now == nil {
		return spaces(w)
	}
	return Spark(t, heights(now.Points), w)
}

// sparkOf draws a sparkline on one line, with its name before it and its last and highest values after it.
func sparkOf(t *Theme, w, h int, c model.Chart, f model.Formatter, now *model.Series) []string {
	points := heights(now.Points)
	right := []Span{}
	if n := len(now.Points); n > 0 {
		right = append(right, Span{Strong, f.Value(now.Points[n-1])})
		if top := highestOf(points); top != n-1 {
			right = append(right, Span{Muted, " " + t.up() + f.Value(now.Points[top])})
		}
	}
	left := []Span{{Plain, " "}}
	if c.Label != "" {
		left = append(left, Span{Muted, c.Label + "  "})
	}
	right = append(right, Span{Plain, " "})
	room := w - SpansWidth(left) - SpansWidth(right) - gap
	if room > 0 {
		left = append(left, Span{ChartNow, Spark(t, points, min(room, len(points)))})
	}
	return fit(w, h, []string{Row2(t, w, left, right)})
}

func (t *Theme) up() string { return t.Glyphs.Up + " " }

// highestOf is the index of the highest known point, 0 when there is none.
func highestOf(points []int64) int {
	top := 0
	for i, n := range points {
		if n > points[top] {
			top = i
		}
	}
	return top
}

// legend is the line over a chart: its name, the highest value where the chart itself does not say it, and the names of
// two series with their signs. Where that is too much for the width, what is least needed goes first.
func legend(t *Theme, w int, c model.Chart, now, before *model.Series, highest string) string {
	left := []Span{{Plain, " "}, {Heading, c.Label}}
	var top, both, other []Span
	if highest != "" {
		top = []Span{{Muted, gapText + t.Glyphs.Up + " " + highest}}
	}
	if before != nil {
		both = []Span{{ChartNow, gapText + t.Glyphs.Rising[8]}, {Muted, " " + orDash(now.Label)}}
		other = []Span{{ChartPrevious, gapText + t.previousSign()}, {Muted, " " + orDash(before.Label)}}
	}
	var right []Span
	for _, choice := range [][][]Span{{both, other, top}, {other, top}, {top}, {other}} {
		right = slices.Concat(choice...)
		if SpansWidth(left)+SpansWidth(right)+1 <= w {
			return Row2(t, w, left, append(right, Span{Plain, " "}))
		}
	}
	return Line(t, w, left...)
}

const gapText = "  "

func orDash(s string) string {
	if s == "" {
		return model.Unavailable
	}
	return s
}

// previousSign is what the compared period's points are made of.
func (t *Theme) previousSign() string {
	if t.hatched {
		return t.Glyphs.Faint
	}
	return t.Glyphs.Running[4] // its column is narrower, too
}

// labelOf gives a point's label in the longest form that fits w cells, "" when none does.
// Of many days a day is named with its month, of few with its weekday.
func labelOf(f model.Formatter, v model.Value, w int, many bool) string {
	if v.Kind() != model.DayValue {
		s := f.Value(v)
		if model.Width(s) > w && w < 4 {
			return ""
		}
		return model.Truncate(s, w)
	}
	day := model.Day(v.Int()) //nolint:gosec // a day that a value was made of
	_, _, number := day.Date()
	short := strconv.Itoa(number)
	long := f.Weekday(day) + " " + short
	if many {
		long = f.ShortDay(day)
	}
	for _, s := range [...]string{long, short} {
		if model.Width(s) <= w {
			return s
		}
	}
	return ""
}
