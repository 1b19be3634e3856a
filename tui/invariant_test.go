package tui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// fits fails unless the screen has exactly as many lines and cells as the terminal, and shows what is selected.
func (r *reader) fits(where string) {
	r.t.Helper()
	lines, cursor := r.app.paint()
	if len(lines) != max(r.app.h, 0) && r.app.w > 0 {
		r.t.Fatalf("%s: %d lines on %d×%d", where, len(lines), r.app.w, r.app.h)
	}
	for i, line := range lines {
		if w := draw.Cells(line); w != r.app.w {
			r.t.Fatalf("%s: line %d has %d cells of %d:\n%q", where, i, w, r.app.w, line)
		}
	}
	if cursor != nil && (cursor.X < 0 || cursor.Y < 0 || cursor.X >= r.app.w || cursor.Y >= r.app.h) {
		r.t.Fatalf("%s: the cursor is at %d,%d of %d×%d", where, cursor.X, cursor.Y, r.app.w, r.app.h)
	}
	r.seesSelected(where)
}

func (r *reader) seesSelected(where string) {
	r.t.Helper()
	a := r.app
	s := a.top()
	if s == nil || s.grid() == nil || a.w < leastWidth || a.h < leastHeight || a.layout().right.w == 0 {
		return
	}
	if !s.loaded || s.err != nil || s.report.Empty != model.NotEmpty {
		return
	}
	g, inner := s.grid(), a.layout().right.inner()
	parts := a.divide(s, inner.w, inner.h)
	shown := draw.TableRows(parts.table, g.view(a.format))
	if g.len() > 0 && shown > 0 && (g.cursor < g.top || g.cursor >= g.top+shown) {
		r.t.Fatalf("%s: row %d is selected and %d to %d are shown", where, g.cursor, g.top, g.top+shown-1)
	}
}

func TestEveryScreenFitsEverySize(t *testing.T) {
	if testing.Short() {
		t.Skip("many sizes")
	}
	overlays := map[string][]string{
		"": {}, "palette": {":"}, "help": {"?"}, "periods": {"p"}, "days": {"p", "c"}, "filter form": {"f"}, "explain": {"i"},
		"export": {"e"}, "filter": {"/", "a"}, "own data": {":", "o", "w", "n", "enter"}, "zoom": {"z"}, "left": {"tab"},
	}
	for _, id := range []model.SectionID{"", model.Sold, model.DeclinedCards, model.MySales, model.Club, model.Refunds, "page"} {
		for name, keys := range overlays {
			r := open(t, 120, 36)
			switch id {
			case "":
			case "page":
				r.to(model.MySales).press("enter")
			default:
				r.to(id)
			}
			r.press(keys...)
			for _, w := range []int{1, 19, 20, 21, 33, 40, 55, 79, 80, 81, 100, 119, 120, 160, 240} {
				for _, h := range []int{1, 4, 5, 6, 7, 9, 12, 15, 18, 24, 30, 45, 80} {
					r.resize(w, h)
					r.resize(w, h)
					r.fits(fmt.Sprintf("%s %s %d×%d", id, name, w, h))
				}
			}
		}
	}
}

// TestAMonkeyFindsNoWayToBreakTheScreen presses random keys on random sizes; the seed makes it repeatable.
func TestAMonkeyFindsNoWayToBreakTheScreen(t *testing.T) {
	const steps = 4000
	keys := strings.Fields("up down left right j k h l g G pgup pgdown ctrl+u ctrl+d tab shift+tab enter enter enter esc esc 1 2 3 / f F s S " +
		"space * y Y z : ? p [ ] 0 c v b m i e r n w $ , backspace a o s e 7 - . ctrl+r home end")
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 20260510))
		s := newShop()
		s.rows = []int{0, 1, 340}[seed%3]
		r := sit(t, 120, 36, s, Options{})
		var last []string
		for step := range steps {
			switch rnd.IntN(20) {
			case 0:
				r.resize(rnd.IntN(200), rnd.IntN(60))
			case 1:
				r.click(rnd.IntN(max(r.app.w, 1)), rnd.IntN(max(r.app.h, 1)))
			case 2:
				r.send(tea.MouseWheelMsg{X: rnd.IntN(120), Y: rnd.IntN(36), Button: tea.MouseWheelDown})
			case 3:
				r.send(tea.PasteMsg{Content: "aquarela 水彩\x1b[31m\r\n"})
			case 4:
				r.hold = !r.hold
				if !r.hold {
					r.release()
				}
			default:
				k := keys[rnd.IntN(len(keys))]
				last = append(last[max(len(last)-30, 0):], k)
				r.press(k)
			}
			r.later = nil
			r.fits(fmt.Sprintf("seed %d step %d after %v", seed, step, last))
		}
		r.release()
		r.resize(120, 36).press("esc", "esc", "esc")
	}
}
