package tui

import (
	"testing"

	"github.com/charmbracelet/colorprofile"

	"recoup/model"
)

func opened(b *testing.B, id model.SectionID, rows int) *reader {
	s := newShop()
	s.rows = rows
	colours := colorprofile.TrueColor
	r := sit(b, 200, 60, s, Options{Profile: &colours})
	if id != "" {
		r.to(id)
	}
	r.press("tab").pass() // the home screen with its preview
	return r
}

func BenchmarkView(b *testing.B) {
	for name, id := range map[string]model.SectionID{"home": "", "sold": model.Sold, "my-sales": model.MySales} {
		b.Run(name, func(b *testing.B) {
			r := opened(b, id, 340)
			b.ReportAllocs()
			for b.Loop() {
				_ = r.app.View()
			}
		})
	}
}

// BenchmarkKeyToFrame is one key from Update to the painted frame.
func BenchmarkKeyToFrame(b *testing.B) {
	for name, rows := range map[string]int{"ten rows": 10, "a hundred thousand rows": 100_000} {
		b.Run(name, func(b *testing.B) {
			r := opened(b, model.MySales, rows)
			down, up := keyOf("j"), keyOf("k")
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				k := down
				if n/50%2 == 1 {
					k = up
				}
				_, _ = r.app.Update(k)
				_ = r.app.View()
			}
		})
	}
}

func BenchmarkFilterAHundredThousandRows(b *testing.B) {
	r := opened(b, model.MySales, 100_000)
	g := r.app.focusedGrid()
	_, hay := arrangement{sortBy: 1, descending: true, needle: newNeedle("x")}.arrange(g.table, r.app.format, nil)
	b.ReportAllocs()
	for b.Loop() {
		arrangement{sortBy: 1, descending: true, needle: newNeedle("souza")}.arrange(g.table, r.app.format, hay)
	}
}
