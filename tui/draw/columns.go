package draw

import (
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
	lines := make([]string, 0, h)
	for row := d.up - 1; row >= 0; row-- {
		lines = append(lines, d.rising(row))
	}
	if d.down > 0 {
		lines = append(lines, d.base())
	}
	for row := range d.down {
		lines = append(lines, d.hanging(row))
	}
	if d.labels {
		lines = append(lines, d.names())
	}
	return fit(w, h, lines)
}

// columnDrawing is one drawing of columns.
type columnDrawing struct {
	ColumnsView
	theme            *Theme
	w                int
	lowest, highest  int64
	up, down         int  // lines above and below the base
	labels           bool // names below
	numbers          bool // each column carries its number
	left             int  // cells of the scale
	step, width, pre int  // cells from column to column, of a column, of the compared one beside it
	bucket           int  // points drawn as one column
	pen              pen
}

func (d *columnDrawing) divide(h int) {
	d.lowest, d.highest = bounds(d.Points, d.Before)
	d.across()
	d.labels = h >= 3 && d.Label != nil
	room := h
	if d.labels {
		room--
	}
	if d.numbers {
		room-- // over the highest column
	}
	d.up = max(room, 1)
	if d.lowest < 0 && room >= 3 {
		room-- // the base line
		whole := float64(d.highest) - float64(d.lowest)
		d.down = min(max(int(float64(room)*-float64(d.lowest)/whole+0.5), 1), room-1)
		d.up = room - d.down
	}
	if d.numbers {
		d.up++
	}
	if h < 3 {
		d.numbers = false
		d.up = min(d.up, h)
	}
}

// across shares the width out between the columns.
func (d *columnDrawing) across() {
	n := len(d.Points)
	d.left = 1
	d.bucket = 1
	room := d.w - 2
	d.step = max(room, 1) / n
	widest := 0
	for _, s := range d.Values {
		widest = max(widest, model.Width(s))
	}
	d.numbers = len(d.Values) == n && widest > 0 && widest < min(d.step, maxStep)
	if !d.numbers {
		if scale := max(model.Width(d.Top), model.Width(d.Bottom)); scale > 0 && scale+8 < d.w/2 {
			d.left = scale + 2
		}
		room = max(d.w-d.left-1, 1)
		d.bucket = (n + room - 1) / room
		d.step = room / ((n + d.bucket - 1) / d.bucket)
	}
	d.step = min(max(d.step, 1), maxStep)
	d.width = d.step
	if d.step > 1 {
		d.width = d.step - 1 - d.step/6
	}
	if len(d.Before) > 0 && d.width >= 2 {
		d.pre = max(d.width/3, 1)
		d.width -= d.pre
	}
}

// maxStep keeps the columns of a wide screen together.
const maxStep = 16

// columns is the number of columns drawn.
func (d *columnDrawing) columns() int { return (len(d.Points) + d.bucket - 1) / d.bucket }

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

func (d *columnDrawing) isPartial(column int) bool { return d.Partial && column == d.columns()-1 }

// lines is the number of lines that the highest column takes.
func (d *columnDrawing) riseLines() int {
	if d.numbers {
		return d.up - 1
	}
	return d.up
}

// rising writes one line above the base, counted from it.
func (d *columnDrawing) rising(row int) string {
	p := &d.pen
	p.restart(OnPlain)
	d.scale(row)
	for c := range d.columns() {
		x := d.left + c*d.step
		now := share(d.height(d.Points, c), d.highest, 8*d.riseLines())
		if d.numbers && row == (now+7)/8 && d.Points[c] >= 0 {
			// A number stands in the middle over its column.
			span := d.width + d.pre
			p.to(max(x+(span-model.Width(d.Values[c]))/2, x))
			p.limited(Muted, d.Values[c], d.step)
			continue
		}
		if d.pre > 0 {
			before := share(d.height(d.Before, c), d.highest, 8*d.riseLines())
			d.block(x, d.pre, ChartPrevious, d.part(before, row, d.theme.hatched, d.theme.Glyphs.Faint))
		}
		partial := d.isPartial(c)
		d.block(x+d.pre, d.width, ChartNow, d.part(now, row, partial, d.theme.Glyphs.Shade))
	}
	return p.finish()
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

// scale writes the highest and the lowest value at the left where the columns do not carry their own.
func (d *columnDrawing) scale(row int) {
	if d.numbers || d.left < 2 {
		return
	}
	text := ""
	switch {
	case row == d.up-1:
		text = d.Top
	case row == 0 && d.down == 0:
		text = d.Bottom
	}
	if text == "" {
		return
	}
	d.pen.to(d.left - 1 - model.Width(text))
	d.pen.limited(Muted, text, d.left)
}

// base is the line that columns below 0 hang from.
func (d *columnDrawing) base() string {
	d.pen.restart(OnPlain)
	d.pen.to(d.left)
	d.pen.rule(Border, min(d.left+d.columns()*d.step, d.w))
	return d.pen.finish()
}

// hanging writes one line below the base, counted from it.
func (d *columnDrawing) hanging(row int) string {
	p := &d.pen
	p.restart(OnPlain)
	if !d.numbers && row == d.down-1 && d.left > 1 && d.Bottom != "" {
		p.to(d.left - 1 - model.Width(d.Bottom))
		p.limited(Muted, d.Bottom, d.left)
	}
	for c := range d.columns() {
		x := d.left + c*d.step
		if d.pre > 0 {
			d.block(x, d.pre, ChartPrevious, d.drop(d.height(d.Before, c), row))
		}
		d.block(x+d.pre, d.width, Loss, d.drop(d.height(d.Points, c), row))
	}
	return p.finish()
}

// drop is the sign of one cell of a column that hangs.
func (d *columnDrawing) drop(height int64, row int) string {
	if height == noPoint || height >= 0 {
		return " "
	}
	k := share(-height, -d.lowest, 3*d.down) - 3*row
	return d.theme.Glyphs.Hanging[min(max(k, 0), 3)]
}

// names writes what the columns stand for, as many as fit without touching each other.
func (d *columnDrawing) names() string {
	p := &d.pen
	p.restart(OnPlain)
	every := 1
	const least = 3 // a day's number and a blank
	if d.step < least {
		every = (least + d.step - 1) / d.step
	}
	for c := 0; c < d.columns(); c += every {
		x := d.left + c*d.step
		room := min(d.step*every-1, d.w-x)
		text := d.Label(c*d.bucket, room)
		if text == "" {
			continue
		}
		if every == 1 {
			x += max((d.width+d.pre-model.Width(text))/2, 0)
		}
		p.to(x)
		p.write(Muted, text)
	}
	return p.finish()
}

// columnsOf draws a report's chart of columns, with its name and what its signs mean over it where there is room.
func columnsOf(t *Theme, w, h int, c model.Chart, f model.Formatter, now, before *model.Series) []string {
	v := ColumnsView{Points: heights(now.Points), Partial: c.Partial}
	v.Values = make([]string, len(now.Points))
	for i, p := range now.Points {
		v.Values[i] = f.Value(p)
	}
	if before != nil {
		v.Before = heights(before.Points)
	}
	v.Label = func(i, w int) string {
		if i >= len(c.Labels) {
			return ""
		}
		return labelOf(f, c.Labels[i], w)
	}
	v.Top, v.Bottom = ends(f, now, before)
	if h < 4 || c.Label == "" && before == nil {
		return Columns(t, w, h, v)
	}
	return append([]string{legend(t, w, c, now, before, nil)}, Columns(t, w, h-1, v)...)
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
