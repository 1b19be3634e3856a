package tui

import (
	"recoup/model"
	"recoup/tui/draw"
)

// The sizes at which the screen changes its shape.
const (
	wideScreen   = 120 // both panes in full
	splitScreen  = 80  // the left pane narrows to its figures; below, one pane at a time
	leastWidth   = 20
	leastHeight  = 5
	leftWide     = 45
	leftNarrow   = 28
	headerHeight = 1
	footerHeight = 1
)

// rect is a part of the screen, in cells from its top left corner. A part that is not shown has no width.
type rect struct{ x, y, w, h int }

func (r rect) has(x, y int) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}

// inner is the part inside a frame.
func (r rect) inner() rect {
	w, h := draw.FrameInner(r.w, r.h)
	return rect{r.x + (r.w-w)/2, r.y + (r.h-h)/2, w, h}
}

// layout is where the panes are.
type layout struct{ left, right rect }

// arrange shares a screen of w by h out between the panes. With one pane at a time, or zoomed, the one with focus has all
// of it.
func arrange(w, h int, zoomed, leftFocus bool) layout {
	body := rect{0, headerHeight, w, max(h-headerHeight-footerHeight, 0)}
	if w < splitScreen || zoomed {
		if leftFocus {
			return layout{left: body}
		}
		return layout{right: body}
	}
	left, right := body, body
	left.w = leftNarrow
	if w >= wideScreen {
		left.w = leftWide + min((w-wideScreen)/4, 11)
	}
	right.x, right.w = left.w, w-left.w
	return layout{left, right}
}

func (a *App) layout() layout { return arrange(a.w, a.h, a.zoom, a.leftFocus) }

// allMetrics tells whether every figure has found room.
func (a *App) allMetrics(s *screen, w int, p reportParts) bool {
	return draw.MetricsHeight(a.theme, w, s.report.Metrics, a.format, s.report.Currency) <= p.metrics
}

// reportParts is how the lines of a report's pane are used, from top to bottom.
type reportParts struct {
	metrics, metricsGap int
	tabs                int
	chart, chartGap     int
	table               int
	notes               int
}

// tableTop is the line on which the table starts.
func (p reportParts) tableTop() int {
	return p.metrics + p.metricsGap + p.tabs + p.chart + p.chartGap
}

// divide shares h lines out: the table first, then the figures, the tabs, the notes and the chart as room allows. What a
// short table does not need goes to the chart.
func (a *App) divide(s *screen, w, h int) reportParts {
	var p reportParts
	left := h
	if n := draw.MetricsHeight(a.theme, w, s.report.Metrics, a.format, s.report.Currency); n > 0 && h >= 6 {
		p.metrics = 1
		if h >= 14 {
			p.metrics = min(n, 2+3*((h-4)/18)) // whole rows of figures, with a blank between them
		}
		if h >= 18 {
			p.metricsGap = 1
		}
		left -= p.metrics + p.metricsGap
	}
	if len(s.report.Tables) > 1 && h >= 5 {
		p.tabs = 1
		left--
	}
	if h >= 16 {
		p.notes = len(a.noteLines(s, w, max(h/8, 2)))
		left -= p.notes
	}
	p.table = left
	need := 0
	if g := s.grid(); g != nil {
		all := g.view(a.format)
		all.Order = nil // filtering does not make the table jump
		need = draw.TableHeight(all)
	}
	if chart, ok := s.chart(); ok && h >= 20 {
		most := chartHeight(chart, h)
		least := min(4, most)
		if h >= 22 || left-need > least {
			p.chartGap = 1
		}
		p.chart = clamp(max(left/4, left-need-p.chartGap), least, most)
		p.table = max(left-p.chart-p.chartGap, 0)
	}
	if need > 0 {
		p.table = min(p.table, need)
	}
	return p
}

// chartHeight is the most lines that a chart makes good use of.
func chartHeight(c model.Chart, h int) int {
	switch c.Kind {
	case model.Bars:
		return clamp(len(c.Labels)+1, 3, 10)
	case model.Sparkline:
		return 1
	}
	return clamp(h/4, 6, 12)
}

// chart is the one that stands beside the tab on screen.
func (s *screen) chart() (model.Chart, bool) {
	tab := ""
	if s.tab < len(s.report.Tables) {
		tab = s.report.Tables[s.tab].ID
	}
	for _, own := range []string{tab, ""} {
		for _, c := range s.report.Charts {
			if c.Tab == own && len(c.Labels) > 0 {
				return c, true
			}
		}
	}
	return model.Chart{}, false
}

// settle brings what is selected into sight, after every change.
func (a *App) settle() {
	right := a.layout().right.inner()
	if right.w <= 0 {
		return
	}
	s := a.top()
	switch {
	case s == nil:
		a.menu.reveal(menuHeight(right.w, right.h))
	case s.isPage():
		s.page.reveal(right.w, right.h)
	case s.grid() != nil:
		s.grid().reveal(a.format, right.w, a.divide(s, right.w, right.h).table)
	}
}
