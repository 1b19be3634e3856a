package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, text string
		cells      []string
		state      splitting
	}{
		{"plain cells", `a;b;c`, []string{"a", "b", "c"}, splitWhole},
		{"empty cells and a separator at the end", `;a;;`, []string{"", "a", "", ""}, splitWhole},
		{"an empty text is one empty cell", ``, []string{""}, splitWhole},
		{"a separator in quotes", `a;"b;c";d`, []string{"a", "b;c", "d"}, splitWhole},
		{"quotes within quotes", `"say ""yes"" now";"""";""`, []string{`say "yes" now`, `"`, ""}, splitWhole},
		{"a line break in quotes", "a;\"b\r\nc\"", []string{"a", "b\r\nc"}, splitWhole},
		{"inches are no quotes", `15" x 4;b`, []string{`15" x 4`, "b"}, splitWhole},
		{"a pair of quotes inside a cell", `the "best" course;the "best";b`, []string{`the "best" course`, `the "best"`, "b"}, splitWhole},
		{"a quote that does not close", `a;"b;c`, []string{"a", "b;c"}, splitOpen},
		{"a doubled quote does not close", `a;"b""`, []string{"a", `b""`}, splitOpen},
		{"something behind the closing quote", `a;"b"c;d`, []string{"a", "b"}, splitStray},
		{"a closing quote alone", `a;b";c`, []string{"a", `b"`}, splitClosed},
	} {
		cells, state := split(c.text, ';', nil)
		if diff := cmp.Diff(c.cells, cells); diff != "" || state != c.state {
			t.Errorf("%s: state %d, want %d; cells (-want +got):\n%s", c.name, state, c.state, diff)
		}
	}
}

// Eight bytes are looked at together; a separator is found at every place among them, and nothing else is one.
func TestSplitWithoutQuotesIsStringsSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sep := rapid.SampledFrom(sepBytes()).Draw(t, "sep")
		near := []rune{rune(sep), rune(sep), rune(sep - 1), rune(sep + 1), rune(sep ^ 1), 0, 0x7f, 'a', 'é', '\u20ac', rune(sep) | 0x80}
		text := strings.ReplaceAll(rapid.StringOfN(rapid.SampledFrom(near), 0, 60, -1).Draw(t, "text"), `"`, "")
		cells, state := split(text, sep, nil)
		if diff := cmp.Diff(strings.Split(text, string(sep)), cells); diff != "" || state != splitWhole {
			t.Fatalf("%q: state %d (-want +got):\n%s", text, state, diff)
		}
	})
}
