package draw

import (
	"math"
	"strconv"

	"recoup/model"
)

// Bar is one line of a bar chart.
type Bar struct {
	Label  string
	Length int64  // what the bar's length is in proportion to; below 0 it is drawn as a loss
	Value  string // the number at its end
	Share  string // its part of the whole, may be empty
	Before string // the number of the compared period, may be empty
}

// Bars draws a name, a bar, and the number at its end, one line each. When there are more than h, the last line says how
// many are left out.
func Bars(t *Theme, w, h int, bars []Bar) []string {
	if w <= 0 || h <= 0 {
		return fit(w, h, nil)
	}
	shown := bars
	if len(bars) > h {
		shown = bars[:h-1]
	}
	d := barDrawing{theme: t, w: w, pen: newPen(t, OnPlain, w)}
	d.divide(shown)
	lines := make([]string, 0, h)
	for _, bar := range shown {
		lines = append(lines, d.bar(bar))
	}
	if len(bars) > len(shown) {
		more := t.Glyphs.Ellipsis + " +" + strconv.Itoa(len(bars)-len(shown))
		lines = append(lines, Line(t, w, Span{Plain, " "}, Span{Muted, more}))
	}
	return fit(w, h, lines)
}

// barDrawing is the columns of one bar chart.
type barDrawing struct {
	theme                *Theme
	w                    int
	label, length        int
	value, share, before int
	longest              float64
	pen                  pen
}

// divide shares the width out: numbers first, then names, then bars; what is least needed goes first when it is narrow.
func (d *barDrawing) divide(bars []Bar) {
	for _, b := range bars {
		d.label = max(d.label, model.Width(b.Label))
		d.value = max(d.value, model.Width(b.Value))
		d.share = max(d.share, model.Width(b.Share))
		d.before = max(d.before, model.Width(b.Before))
		d.longest = max(d.longest, math.Abs(float64(b.Length)))
	}
	const leastBar, leastLabel, longestBar = 6, 8, 48
	for _, dropped := range []*int{nil, &d.before, &d.share} {
		if dropped != nil {
			*dropped = 0
		}
		if d.room() >= leastBar+min(d.label, leastLabel)+gap {
			break
		}
	}
	room := max(d.room(), 0)
	d.label = min(d.label, max(room*2/5, min(room, leastLabel)))
	d.length = min(max(room-d.label-gap, 0), longestBar)
}

// room is what is left for names and bars beside the numbers.
func (d *barDrawing) room() int {
	n := d.w - 2
	for _, column := range []int{d.value, d.share, d.before} {
		if column > 0 {
			n -= column + gap
		}
	}
	return n
}

func (d *barDrawing) bar(b Bar) string {
	p := &d.pen
	p.restart(OnPlain)
	p.to(1)
	p.limited(Plain, b.Label, d.label)
	p.to(1 + d.label + gap)
	role := ChartNow
	if b.Length < 0 {
		role = Loss
	}
	p.write(role, d.theme.run(math.Abs(float64(b.Length)), d.longest, d.length))
	end := d.number(1+d.label+gap+d.length, d.value, Plain, b.Value)
	end = d.number(end, d.share, Muted, b.Share)
	d.number(end, d.before, Muted, b.Before)
	return p.finish()
}

// number writes a right-aligned figure in a column that begins after the gap at a cell, and gives the column's end.
func (d *barDrawing) number(at, width int, role Role, text string) int {
	if width == 0 {
		return at
	}
	end := min(at+gap+width, d.w)
	d.pen.to(end - min(model.Width(text), width))
	d.pen.limited(role, text, end-d.pen.cells)
	return end
}

// run is a horizontal bar in eighths of a cell, at least one where there is anything.
func (t *Theme) run(length, longest float64, w int) string {
	if w <= 0 || longest <= 0 || length <= 0 {
		return ""
	}
	eighths := min(max(int(math.Round(length/longest*float64(8*w))), 1), 8*w)
	bar := make([]byte, 0, 3*w)
	for range eighths / 8 {
		bar = append(bar, t.Glyphs.Running[8]...)
	}
	bar = append(bar, t.Glyphs.Running[eighths%8]...)
	if len(bar) == 0 {
		bar = append(bar, t.Glyphs.Running[8]...)
	}
	return string(bar)
}

// barsOf draws a report's bar chart: a line with its name where there is room, then the bars with their shares.
func barsOf(t *Theme, w, h int, c model.Chart, f model.Formatter, now, before *model.Series) []string {
	lengths := heights(now.Points)
	whole := wholeOf(c, lengths)
	bars := make([]Bar, min(len(c.Labels), len(now.Points)))
	for i := range bars {
		bars[i] = Bar{Label: f.Value(c.Labels[i]), Length: lengths[i], Value: f.Value(now.Points[i])}
		if lengths[i] == noPoint {
			bars[i].Length = 0
		}
		if whole > 0 && lengths[i] != noPoint {
			bars[i].Share = f.Value(model.RatioOf(lengths[i], whole))
		}
		if before != nil && i < len(before.Points) {
			bars[i].Before = f.Value(before.Points[i])
		}
	}
	if h < 3 || c.Label == "" {
		return Bars(t, w, h, bars)
	}
	top := legendOfBars(t, w, c, before)
	return append([]string{top}, Bars(t, w, h-1, bars)...)
}

func legendOfBars(t *Theme, w int, c model.Chart, before *model.Series) string {
	var right []Span
	if before != nil {
		right = []Span{{Muted, before.Label}, {Plain, " "}}
	}
	return Row2(t, w, []Span{{Plain, " "}, {Heading, c.Label}}, right)
}

// wholeOf is what the bars are parts of: 0 where they are no parts of one thing, as ratios and mixed signs are not.
func wholeOf(c model.Chart, lengths []int64) int64 {
	if c.Unit != model.UnitCount && c.Unit != model.UnitMoney {
		return 0
	}
	var sum model.Sum
	for _, n := range lengths {
		if n == noPoint {
			continue
		}
		if n < 0 {
			return 0
		}
		sum.Add(n)
	}
	whole, ok := sum.Minor()
	if !ok {
		return 0
	}
	return whole
}
