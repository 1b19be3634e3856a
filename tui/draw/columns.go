package draw

import (
	"math"

	"recoup/model"
)

// ColumnsView is a chart of columns.
type ColumnsView struct {
	// Points are the heights; Before those of the compared period, drawn faintly beside them; it may be nil.
	Points, Before []int64
	// Values are the numbers over the columns, written where all of them fit.
	Values []string
	// Label gives the name under a column in at most w cells, "" when none is that short.
	Label func(point, w int) string
	// Top and Bottom are what the highest and the lowest point come to, for the scale beside columns too narrow to carry
	// their numbers.
	Top, Bottom string
	// Partial marks a last point that is not over yet.
	Partial bool
}

// Columns draws columns that rise from a base line in eighths of a cell and, below 0, hang from it.
func Columns(t *Theme, w, h int, v ColumnsView) []string {
	if w <= 0 || h <= 0 || len(v.Points) == 0 {
		return fit(w, h, nil)
	}
	d := columnDrawing{ColumnsView: v, theme: t, w: w, pen: newPen(t, OnPlain, w)}
	d.divide(h)
	return d.lines(h)
}

func (d *columnDrawing) lines(h int) []string {
	lines := make([]string, 0, h+2)
	for row := d.above - 1; row >= 0; row-- {
		lines = append(lines, d.rising(row))
	}
	if d.drop > 0 {
		lines = append(lines, d.base())
	}
	for row := range d.below {
		lines = append(lines, d.hanging(row))
	}
	if d.labels {
		lines = append(lines, d.names())
	}
	return fit(d.w, h, lines)
}

// columnDrawing is one drawing of columns.
type columnDrawing struct {
	ColumnsView
	theme            *Theme
	w                int
	lowest, highest  int64
	rise, drop       int  // lines that columns take above and below the base line
	above, below     int  // the same, with a line for the numbers over the highest and under the lowest
	labels           bool // names below
	numbers          bool // each column carries its number
	left             int  // cells of the scale
	step, width, pre int  // cells from column to column, of a column, of the compared one beside it
	bucket           int  // points drawn as one column
	pen              pen
}

// The measures of columns, in cells.
const (
	widestStep   = 15 // a wide screen does not pull the columns apart
	widestColumn = 8  // nor make them fat
	leastPlot    = 12 // beside a scale
)

func (d *columnDrawing) divide(h int) {
	d.lowest, d.highest = bounds(d.Points, d.Before)
	d.across(h)
	d.labels = h >= 3 && d.Label != nil
	room := h
	if d.labels {
		room--
	}
	if d.numbers {
		room--
	}
	d.rise = max(room, 1)
	if d.lowest < 0 && room >= 4 {
		room-- // the base line
		if d.numbers {
			room-- // under the lowest column
		}
		whole := float64(d.highest) - float64(d.lowest)
		d.drop = min(max(int(math.Round(float64(room)*-float64(d.lowest)/whole)), 1), room-1)
		d.rise = room - d.drop
	}
	d.above, d.below = d.rise, d.drop
	if d.numbers {
		d.above++
		if d.drop > 0 {
			d.below++
		}
	}
}

// across shares the width out between the columns.
func (d *columnDrawing) across(h int) {
	n := len(d.Points)
	d.left, d.bucket = 1, 1
	d.step = min(max(d.w-2, 1)/n, widestStep)
	d.numbers = h >= 6 && d.carriesNumbers()
	if !d.numbers {
		scale := max(model.Width(d.Top), model.Width(d.Bottom))
		if scale > 0 && scale+2+min(3*n, d.w/2)+leastPlot <= d.w {
			d.left = scale + 2
		}
		room := max(d.w-d.left-1, 1)
		d.bucket = (n + room - 1) / room
		d.step = min(max(room/((n+d.bucket-1)/d.bucket), 1), widestStep)
	}
	d.width = d.step
	if d.step > 1 {
		d.width = min(d.step-1-d.step/6, widestColumn)
	}
	if len(d.Before) > 0 && d.width >= 2 {
		d.pre = max(d.width/3, 1)
		d.width -= d.pre
	}
}

// carriesNumbers tells whether every column is wide enough for its number.
func (d *columnDrawing) carriesNumbers() bool {
	if len(d.Values) != len(d.Points) {
		return false
	}
	widest := 0
	for _, s := range d.Values {
		widest = max(widest, model.Width(s))
	}
	return widest > 0 && widest < d.step
}

// scaled tells whether the highest value stands at the left.
func (d *columnDrawing) scaled() bool { return d.left > 1 }

// columns is the number of columns drawn.
func (d *columnDrawing) columns() int { return (len(d.Points) + d.bucket - 1) / d.bucket }

// at is the first cell of a column, with the compared one before it.
func (d *columnDrawing) at(column int) int {
	return d.left + column*d.step + (d.step-1-d.width-d.pre)/2
}

// height is a column's height: of several points drawn as one, their average.
func (d *columnDrawing) height(points []int64, column int) int64 {
	from := column * d.bucket
	if from >= len(points) {
		return noPoint
	}
	if d.bucket == 1 {
		return points[from]
	}
	mean, ok := average(points[from:min(from+d.bucket, len(points))])
	if !ok {
		return noPoint
	}
	return int64(mean)
}

// rising writes one line above the base, counted from it.
func (d *columnDrawing) rising(row int) string {
	p := &d.pen
	p.restart(OnPlain)
	switch {
	case row == d.above-1:
		d.scale(d.Top)
	case row == 0 && d.drop == 0:
		d.scale(d.Bottom)
	}
	for c := range d.columns() {
		now := share(d.height(d.Points, c), d.highest, 8*d.rise)
		before := share(d.height(d.Before, c), d.highest, 8*d.rise)
		if d.numbers && row == (now+7)/8 && d.Points[c] >= 0 {
			d.number(c)
			continue
		}
		x := d.at(c)
		faint := d.part(before, row, d.theme.hatched, d.theme.Glyphs.Faint)
		if d.pre > 0 {
			d.block(x, d.pre, ChartPrevious, faint)
		}
		if d.pre == 0 && 8*row >= now {
			d.block(x, d.width, ChartPrevious, faint) // what it rises over the column it stands behind
			continue
		}
		partial := d.Partial && c == d.columns()-1
		d.block(x+d.pre, d.width, ChartNow, d.part(now, row, partial, d.theme.Glyphs.Shade))
	}
	return p.finish()
}

// number writes a column's number in the middle over or under it.
func (d *columnDrawing) number(column int) {
	text, x := d.Values[column], d.at(column)
	first := d.left + column*d.step
	d.pen.to(max(x+(d.width+d.pre-model.Width(text))/2, first))
	d.pen.limited(Muted, text, d.step)
}

// part is the sign of one cell of a column that is this many eighths high. A pattern fills whole cells only.
func (d *columnDrawing) part(eighths, row int, patterned bool, pattern string) string {
	k := min(max(eighths-8*row, 0), 8)
	if !patterned {
		return d.theme.Glyphs.Rising[k]
	}
	if k >= 4 || k > 0 && row == 0 {
		return pattern
	}
	return " "
}

func (d *columnDrawing) block(x, width int, role Role, sign string) {
	if sign == " " {
		return
	}
	p := &d.pen
	p.to(x)
	for range min(width, d.w-p.cells) {
		p.put(role, sign, 1)
	}
}

// scale writes a value at the left.
func (d *columnDrawing) scale(text string) {
	if d.scaled() && text != "" {
		d.pen.to(d.left - 1 - model.Width(text))
		d.pen.limited(Muted, text, d.left)
	}
}

// base is the line that columns below 0 hang from.
func (d *columnDrawing) base() string {
	d.pen.restart(OnPlain)
	d.pen.to(d.left)
	d.pen.rule(Border, d.left+d.columns()*d.step-1)
	return d.pen.finish()
}

// hanging writes one line below the base, counted from it.
func (d *columnDrawing) hanging(row int) string {
	p := &d.pen
	p.restart(OnPlain)
	if row == d.below-1 {
		d.scale(d.Bottom)
	}
	for c := range d.columns() {
		now := d.thirds(d.Points, c)
		if d.numbers && row == (now+2)/3 && now > 0 {
			d.number(c)
			continue
		}
		x := d.at(c)
		if d.pre > 0 {
			d.block(x, d.pre, ChartPrevious, d.theme.Glyphs.Hanging[min(max(d.thirds(d.Before, c)-3*row, 0), 3)])
		}
		d.block(x+d.pre, d.width, Loss, d.theme.Glyphs.Hanging[min(max(now-3*row, 0), 3)])
	}
	return p.finish()
}

// thirds is how far a column hangs down, in thirds of a cell.
func (d *columnDrawing) thirds(points []int64, column int) int {
	n := d.height(points, column)
	if n == noPoint || n >= 0 {
		return 0
	}
	return share(-n, -max(d.lowest, -math.MaxInt64), 3*d.drop)
}

// names writes what the columns stand for, as many as fit without touching each other.
func (d *columnDrawing) names() string {
	p := &d.pen
	p.restart(OnPlain)
	least := 3 // a day's number and a blank
	if len(d.Points) > manyPoints {
		least = 8 // with its month
	}
	every := (least + d.step - 1) / d.step
	for c := 0; c < d.columns(); c += every {
		x := d.left + c*d.step
		text := d.Label(c*d.bucket, min(d.step*every-1, d.w-x))
		if text == "" {
			continue
		}
		if every == 1 {
			x = max(d.at(c)+(d.width+d.pre-model.Width(text))/2, x)
		}
		p.to(x)
		p.write(Muted, text)
	}
	return p.finish()
}

// manyPoints is from when on a day's name is its month and not its weekday.
const manyPoints = 14

// columnsOf draws a report's chart of columns, with its name and what its signs mean over it where there is room.
func columnsOf(t *Theme, w, h int, c model.Chart, f model.Formatter, now, before *model.Series) []string {
	v := ColumnsView{Points: heights(now.Points), Partial: c.Partial}
	if len(v.Points) == 0 {
		return fit(w, h, nil)
	}
	if before != nil {
		v.Before = heights(before.Points)
	}
	many := len(v.Points) > manyPoints
	if !many {
		v.Values = make([]string, len(now.Points))
		for i, p := range now.Points {
			v.Values[i] = f.Value(p)
		}
	}
	v.Label = func(i, w int) string {
		if i >= len(c.Labels) {
			return ""
		}
		return labelOf(f, c.Labels[i], w, many)
	}
	v.Top, v.Bottom = ends(f, now, before)
	d := columnDrawing{ColumnsView: v, theme: t, w: w, pen: newPen(t, OnPlain, w)}
	if h < 5 {
		d.divide(h)
		return d.lines(h)
	}
	d.divide(h - 1)
	highest := v.Top
	if d.numbers || d.scaled() {
		highest = ""
	}
	return append([]string{legend(t, w, c, now, before, highest)}, d.lines(h-1)...)
}

// ends writes the highest and, below 0, the lowest value of the series.
func ends(f model.Formatter, series ...*model.Series) (top, bottom string) {
	var highest, lowest int64
	for _, s := range series {
		if s == nil {
			continue
		}
		for i, n := range heights(s.Points) {
			switch {
			case n == noPoint:
			case n > highest:
				highest, top = n, f.Value(s.Points[i])
			case n < lowest:
				lowest, bottom = n, f.Value(s.Points[i])
			}
		}
	}
	if bottom == "" && top != "" {
		bottom = "0"
	}
	return top, bottom
}
