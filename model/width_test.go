package model

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestWidthCountsCells(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "Ana": 3, "José João": 9, "水彩画": 6, "🎨": 2, "🇧🇷": 2, "한국어": 6, "عربى": 4, "▂▃▅▂▇█▄": 7, "▲ 8.1 %": 7, "R$ ••••": 7, "e\u0301": 1, "⣿": 1,
	} {
		if got := Width(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestTruncateAndPadNeverPassTheirWidth(t *testing.T) {
	cases(t, 20_000, func(t *rapid.T) {
		s := clean(nasty().Draw(t, "raw"))
		w := rapid.IntRange(-2, 30).Draw(t, "w")
		if Width(s) != ansi.StringWidth(s) || Width(s) != ansi.StringWidthWc(s) {
			t.Fatalf("Width(%+q) = %d, terminals say %d and %d", s, Width(s), ansi.StringWidth(s), ansi.StringWidthWc(s))
		}
		cut := Truncate(s, w)
		if ansi.StringWidth(cut) > max(w, 0) {
			t.Fatalf("Truncate(%+q, %d) = %+q", s, w, cut)
		}
		if cut != s {
			rest, ok := strings.CutSuffix(cut, "…")
			if Width(s) <= w || w > 0 && (!ok || !strings.HasPrefix(s, rest) || Width(rest)+Width(s[len(rest):]) != Width(s)) {
				t.Fatalf("Truncate(%+q, %d) = %+q", s, w, cut)
			}
		}
		for _, padded := range []string{Pad(s, w), PadLeft(s, w)} {
			if ansi.StringWidth(padded) != max(w, 0) || strings.Trim(padded, " ") != strings.Trim(cut, " ") {
				t.Fatalf("padding %+q to %d gives %+q", s, w, padded)
			}
		}
	})
}

func TestPad(t *testing.T) {
	for _, c := range []struct {
		s           string
		w           int
		left, right string
	}{
		{"Ana", 5, "Ana  ", "  Ana"},
		{"Ana", 3, "Ana", "Ana"},
		{"Anastácia", 4, "Ana…", "Ana…"},
		{"水彩画", 4, "水… ", " 水…"},
		{"Ana", 1, "…", "…"},
		{"Ana", 0, "", ""},
	} {
		if l, r := Pad(c.s, c.w), PadLeft(c.s, c.w); l != c.left || r != c.right {
			t.Errorf("%q in %d cells: %q and %q", c.s, c.w, l, r)
		}
	}
	if got := Pad("", 300); got != strings.Repeat(" ", 300) {
		t.Errorf("300 spaces are %d", len(got))
	}
}

func BenchmarkWidth(b *testing.B) {
	for name, s := range map[string]string{"ASCII": "Ana Souza da Silva", "accented": "José João da Conceição", "wide": "水彩画 Curso"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = Width(s)
			}
		})
	}
}

func BenchmarkPad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = Pad("José João", 20)
	}
}
