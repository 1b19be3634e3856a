package export

import (
	"strings"

	"recoup/model"
)

// gap parts two columns of plain text.
const gap = "  "

// narrowest is how far a column of text may be shortened.
const narrowest = 8

// grid is text in columns. Its cells are asked for twice, to measure and to write, so that none has to be kept.
type grid struct {
	columns []gridColumn
	rows    int
	cell    func(row, column int) string
	foot    []string // the last line, or nil
}

type gridColumn struct {
	head  string
	right bool // figures stand at the right
	text  bool // may be shortened
	width int
}

// gridOf lays out a table for a reader. What is not known is a dash, but in the totals it is left empty.
func gridOf(s *sheet, f model.Formatter) *grid {
	g := &grid{columns: make([]gridColumn, len(s.Columns)), rows: s.limit}
	for i, c := range s.Columns {
		g.columns[i] = gridColumn{head: plain(c.Label), right: isFigure(c.Type), text: c.Type == model.ColText || c.Type == model.ColEnum}
	}
	asked := -1
	g.cell = func(row, column int) string {
		if row != asked {
			s.look(row)
			asked = row
		}
		return f.Value(s.cells[column])
	}
	if s.Table.Totals != nil {
		g.foot = footOf(s.Table.Totals, f)
	}
	return g
}

func isFigure(t model.ColumnType) bool {
	switch t {
	case model.ColCount, model.ColMoney, model.ColRatio, model.ColDuration:
		return true
	default:
		return false
	}
}

func footOf(totals []model.Value, f model.Formatter) []string {
	foot := make([]string, len(totals))
	for i, v := range totals {
		switch {
		case !v.IsMissing():
			foot[i] = f.Value(v)
		case i == 0:
			foot[i] = wordsOf(f.Lang).total
		}
	}
	return foot
}

// metricsGrid lays out the metrics, with the period before when there is one.
func metricsGrid(lines []metricLine, compared bool, w *words) *grid {
	g := &grid{rows: len(lines), columns: []gridColumn{{head: w.metric, text: true}, {head: w.value, right: true}}}
	if compared {
		g.columns = append(g.columns, gridColumn{head: w.previous, right: true}, gridColumn{head: w.change, right: true})
	}
	g.cell = func(row, column int) string {
		l := lines[row]
		return [...]string{l.label, l.value, l.previous, l.change}[column]
	}
	return g
}

// write measures and writes the grid, at most width cells wide if its texts can be shortened that far; 0 is no limit.
func (g *grid) write(out *stream, width int) error {
	g.measure()
	if width > 0 {
		g.shorten(width)
	}
	g.line(out, func(column int) string { return g.columns[column].head })
	for row := range g.rows {
		g.line(out, func(column int) string { return g.cell(row, column) })
		if err := out.endRow(); err != nil {
			return err
		}
	}
	if g.foot != nil {
		g.line(out, func(column int) string { return g.foot[column] })
	}
	return out.endRow()
}

func (g *grid) measure() {
	for column := range g.columns {
		c := &g.columns[column]
		c.width = model.Width(c.head)
		if g.foot != nil {
			c.width = max(c.width, model.Width(g.foot[column]))
		}
	}
	for row := range g.rows {
		for column := range g.columns {
			c := &g.columns[column]
			c.width = max(c.width, model.Width(g.cell(row, column)))
		}
	}
}

// shorten takes cells from the widest column of text until the line fits.
func (g *grid) shorten(width int) {
	over := (len(g.columns)-1)*len(gap) - width
	for _, c := range g.columns {
		over += c.width
	}
	for ; over > 0; over-- {
		widest := -1
		for i, c := range g.columns {
			if c.text && c.width > narrowest && (widest < 0 || c.width > g.columns[widest].width) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		g.columns[widest].width--
	}
}

// line writes one line without spaces at its end.
func (g *grid) line(out *stream, cell func(column int) string) {
	start := len(out.b)
	for column, c := range g.columns {
		if column > 0 {
			out.text(gap)
		}
		if c.right {
			out.text(model.PadLeft(cell(column), c.width))
		} else {
			out.text(model.Pad(cell(column), c.width))
		}
	}
	out.b = append(out.b[:start], strings.TrimRight(string(out.b[start:]), " ")...)
	out.text("\n")
}
