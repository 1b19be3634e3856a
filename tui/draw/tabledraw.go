package draw

import (
	"strconv"

	"recoup/model"
)

// cell is a value as it will be written.
type cell struct {
	text        string
	width, tail int
	missing     bool
}

// tableDrawing is one drawing of a table.
type tableDrawing struct {
	TableView
	theme *Theme
	w     int
	slots []slot
	cells []cell // of the rows on screen, row by row, one per slot; then those of the totals
	shown int    // rows on screen
	pen   pen
}

// fill reads the cells on screen and places the columns.
func (d *tableDrawing) fill(parts tableParts) {
	d.shown = min(parts.rows, d.Len()-d.Top)
	widths := d.widths()
	d.slots = d.layout(d.w, widths)
	d.read(parts)
	for range 2 { // widening may bring another column's numbers on screen or off it
		next, grown := wider(widths, d.slots, d.cells)
		if !grown {
			return
		}
		widths = next
		d.slots = d.layout(d.w, widths)
		d.read(parts)
	}
}

func (d *tableDrawing) read(parts tableParts) {
	rows := d.shown
	if parts.totals {
		rows++
	}
	d.cells = make([]cell, 0, rows*len(d.slots))
	for i := range d.shown {
		row := d.Row(d.Top + i)
		for _, s := range d.slots {
			d.cells = append(d.cells, d.cell(s, d.Table.Rows.Cell(row, s.column)))
		}
	}
	if !parts.totals {
		return
	}
	for _, s := range d.slots {
		var value model.Value
		if s.column < len(d.Table.Totals) {
			value = d.Table.Totals[s.column]
		}
		d.cells = append(d.cells, d.cell(s, value))
	}
}

func (d *tableDrawing) cell(s slot, value model.Value) cell {
	text := d.text(d.Table.Columns[s.column], value)
	c := cell{text: text, width: model.Width(text), missing: value.IsMissing()}
	if s.right && s.tail > 0 {
		c.tail = tailOf(text, value)
	}
	return c
}

// header writes the column names. The sort arrow may stand in the space between two columns.
func (d *tableDrawing) header() string {
	p := &d.pen
	p.restart(OnPlain)
	for i, s := range d.slots {
		label := d.Table.Columns[s.column].Label
		role, arrow := Muted, ""
		if s.column == d.SortColumn {
			role, arrow = Heading, d.arrow()
		}
		if s.column == d.Column && d.Focused {
			role = Accent
		}
		if i == 1 && d.Left > 0 {
			p.to(s.x - 2)
			p.write(Accent, d.theme.Glyphs.Left)
		}
		d.heading(s, role, label, arrow)
	}
	if d.more() {
		p.to(d.w - 1)
		p.write(Accent, d.theme.Glyphs.Right)
	}
	return p.finish()
}

func (d *tableDrawing) arrow() string {
	if d.Descending {
		return d.theme.Glyphs.Down
	}
	return d.theme.Glyphs.Up
}

// more tells whether columns lie to the right of the last one on screen.
func (d *tableDrawing) more() bool {
	return len(d.slots) > 0 && d.slots[len(d.slots)-1].column < len(d.Table.Columns)-1
}

func (d *tableDrawing) heading(s slot, role Role, label, arrow string) {
	p := &d.pen
	width := min(model.Width(label), s.w)
	if s.right {
		start := s.x + s.w - width
		if arrow != "" {
			p.to(max(start-2, s.x-1))
			p.write(role, arrow)
		}
		p.to(start)
		p.limited(role, label, s.w)
		return
	}
	p.to(s.x)
	p.limited(role, label, s.w)
	if arrow != "" && p.cells < d.w {
		p.to(min(p.cells+1, s.x+s.w))
		p.write(role, arrow)
	}
}

// body writes the rows on screen, or what to tell when there are none.
func (d *tableDrawing) body(parts tableParts) []string {
	if d.shown <= 0 {
		if d.Table.Empty.IsEmpty() {
			return nil
		}
		lines := []string{}
		if parts.rows > 1 {
			lines = append(lines, Blank(d.w))
		}
		for _, text := range Wrap(d.Formatter.Phrase(d.Table.Empty), d.w-gutter-1) {
			lines = append(lines, Line(d.theme, d.w, Span{Muted, spaces(gutter)}, Span{Muted, text}))
		}
		return lines[:min(len(lines), parts.rows)]
	}
	lines := make([]string, d.shown)
	for i := range lines {
		lines[i] = d.row(i)
	}
	return lines
}

func (d *tableDrawing) row(i int) string {
	place := d.Top + i
	row, current := d.Row(place), place == d.Cursor
	ground := OnPlain
	if current {
		ground = OnSelectedDim
		if d.Focused {
			ground = OnSelected
		}
	}
	p := &d.pen
	p.restart(ground)
	if current {
		p.write(Accent, d.cursorSign())
	}
	if d.Marks[row] {
		p.to(1)
		p.write(Marked, d.theme.Glyphs.Mark)
	}
	for k, s := range d.slots {
		p.to(s.x)
		if current && d.Focused && s.column == d.Column {
			p.over(OnCell)
			d.value(s, d.cells[i*len(d.slots)+k], row)
			p.to(s.x + s.w)
			p.over(ground)
			continue
		}
		d.value(s, d.cells[i*len(d.slots)+k], row)
	}
	return p.finish()
}

func (d *tableDrawing) cursorSign() string {
	if d.Focused {
		return d.theme.Glyphs.Cursor
	}
	return d.theme.Glyphs.Resting
}

// value writes one cell into its slot.
func (d *tableDrawing) value(s slot, c cell, row int) {
	role := Plain
	switch {
	case c.missing:
		role = Muted
	case d.CellRole != nil:
		role = d.CellRole(row, s.column)
	}
	p := &d.pen
	if s.right {
		p.to(s.x + s.w - c.width - max(s.tail-c.tail, 0))
	}
	if d.Matches != nil && !c.missing {
		if at := d.Matches(row, s.column); len(at) > 0 {
			p.spans(Highlight(c.text, at, role, Match), s.x+s.w)
			return
		}
	}
	if room := min(s.x+s.w, d.w) - p.cells; c.width > room {
		p.limited(role, c.text, room)
		return
	}
	p.put(role, c.text, c.width)
}

func (d *tableDrawing) totals() string {
	p := &d.pen
	p.restart(OnPlain)
	cells := d.cells[d.shown*len(d.slots):]
	for k, s := range d.slots {
		if cells[k].missing {
			continue
		}
		p.to(s.x)
		if s.right {
			p.to(s.x + s.w - cells[k].width - max(s.tail-cells[k].tail, 0))
		}
		p.limited(Strong, cells[k].text, s.x+s.w-p.cells)
	}
	return p.finish()
}

func (d *tableDrawing) foot() string {
	position := d.Position
	if position == "" && d.Len() > 0 {
		position = "row " + strconv.Itoa(d.Cursor+1) + " of " + d.Formatter.Count(int64(d.Len()))
	}
	left := d.Foot
	if len(left) > 0 {
		left = append([]Span{{Plain, spaces(gutter)}}, left...)
	}
	return Row2(d.theme, d.w, left, []Span{{Muted, position}, {Muted, " "}})
}
