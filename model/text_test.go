package model

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestCleanShowsWhatATerminalWouldObey(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"a plain name", "Ana Souza", "Ana Souza"},
		{"accents typed in two parts", "Jose\u0301 Joa\u0303o Conceic\u0327a\u0303o", "José João Conceição"},
		{"colour", "\x1b[31mAna\x1b[0m", "␛[31mAna␛[0m"},
		{"clipboard", "\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"},
		{"hyperlink, 8-bit", "\u009d8;;http://x\u009c", "�8;;http://x�"},
		{"raw C1 byte", "a\x9b31m", "a�31m"},
		{"NUL, BS, DEL", "a\x00b\bc\x7f", "a␀b␈c␡"},
		{"carriage return", "Ana\rREFUNDED", "Ana REFUNDED"},
		{"line breaks", "a\r\nb\nc\u2028d\u2029e\tf", "a b c d e f"},
		{"form feed and vertical tab", "a\fb\vc", "a␌b␋c"},
		{"next line", "a\u0085b", "a�b"},
		{"no-break spaces", "R$\u00a01\u202f234", "R$ 1 234"},
		{"right-to-left override", "invoice\u202efdp.exe", "invoicefdp.exe"},
		{"every bidi control", "\u061ca\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069b", "ab"},
		{"zero width", "a\u200bb\u200cc\u200dd\ufeffe\u2060f", "abcdef"},
		{"soft hyphen", "co\u00adoperate", "cooperate"},
		{"tag characters", "a\U000e0041\U000e0020b", "ab"},
		{"Hangul fillers", "a\u3164\u115f\u1160\uffa0b", "ab"},
		{"bytes that are not UTF-8", "a\xff\xfeb\xc3", "a��b�"},
		{"surrogates", "a\xed\xa0\x80b", "a���b"},
		{"private use and not assigned", "a\ue000\U000f0000\u0378b", "a���b"},
		{"a heart in colour", "❤\ufe0f", "❤"},
		{"a family", "x👩\u200d❤\ufe0f\u200d👨y", "x👩y"},
		{"a programmer", "👩\u200d💻", "👩"},
		{"skin tone", "👍🏽 ok", "👍 ok"},
		{"skin tone on a letter", "a🏽", "a�"},
		{"a flag, half a flag", "🇧🇷 🇧", "🇧🇷 �"},
		{"a keycap", "1\ufe0f\u20e3", "1\u20e3"},
		{"a stack of marks", "a" + strings.Repeat("\u0301", 200), "á\u0301\u0301\u0301"},
		{"a mark on nothing", "\u0301a", "◌\u0301a"},
		{"a mark after what is removed", "e\u200b\u0301", "é"},
		{"Thai am", "กำ", "กํา"},
		{"Devanagari", "हिन्दी", "हइनदई"},
		{"Korean in parts", "\u1112\u1161\u11ab", "한"},
		{"old Korean", "\u1112\u119e", "ᄒ�"},
		{"Arabic with vowels", "مُحَمَّد", "مُحَمَّد"},
		{"Chinese", "水彩画", "水彩画"},
		{"typography", "“Curso” – R$ 10… it’s €5", "“Curso” – R$ 10… it’s €5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Clean(c.raw).String()
			if got != c.want {
				t.Errorf("Clean(%+q) = %+q, want %+q", c.raw, got, c.want)
			}
			if fault := shownFault(got); fault != "" {
				t.Errorf("Clean(%+q) = %+q: %s", c.raw, got, fault)
			}
		})
	}
}

// shownFault says why a string may not be shown, or "".
func shownFault(s string) string {
	if !utf8.ValidString(s) {
		return "not UTF-8"
	}
	if n := utf8.RuneCountInString(s); n > MaxTextRunes {
		return "too long"
	}
	marks := 0
	for i, r := range s {
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > 3 || i == 0 {
				return "too many marks, or one at the start"
			}
			continue
		}
		marks = 0
		if !unicode.IsPrint(r) || unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			return "holds " + strings.ToUpper(string(r))
		}
	}
	if framed := "|" + s + "|"; ansi.StringWidth(framed) != ansi.StringWidth(s)+2 || ansi.StringWidth(framed[:len(s)+1]) != ansi.StringWidth(s)+1 {
		return "joins what stands beside it"
	}
	for rest := s; rest != ""; {
		cluster, width := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		if points := ansi.StringWidthWc(cluster); width != points || width < 1 {
			return "terminals disagree on the width of " + cluster
		}
		rest = rest[len(cluster):]
	}
	return ""
}

func TestEveryRuneCanBeShownOnceCleaned(t *testing.T) {
	bases := []string{"", "a", " ", "ｶ", "한", "ᄒ", "🎨", "❤", "क", "क्", "ก", "🇧", "◌́", "ﷺ", "\u0d4e", "\U000111c2"}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r > 0x3134f && r < 0xe0000 || r > 0xe0fff {
			r += 0xff // nothing but ideographs and private use: a sample will do
		}
		for i, base := range bases {
			if i > 1 && r > 0x3000 && (r < 0x1f000 || r > 0x1faff) && r%8 != 0 {
				break // marks and joiners live below, and so do scripts that join; emoji above
			}
			raw := base + string(r) + "x"
			got := clean(raw)
			if fault := shownFault(got); fault != "" {
				t.Fatalf("Clean(%+q) = %+q: %s", raw, got, fault)
			}
			if again := clean(got); again != got {
				t.Fatalf("Clean(%+q) = %+q, and cleaned again %+q", raw, got, again)
			}
		}
	}
}

func nasty() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.StringN(0, 4, -1),
		rapid.SampledFrom([]string{
			"a", "é", " ", "\u0301", "\u0308", "\u20e3", "\u093c", "\u094d", "\u200d", "\ufe0f", "\u200b", "\u034f", "\x1b", "\r", "\n", "\xff", "\u009b",
			"🇧", "🇷", "👩", "💻", "🏽", "❤", "क", "ि", "ष", "र", "ো", "ে", "া", "ொ", "ำ", "ກ", "ຳ", "ᄒ", "ᅡ", "ᆞ", "ᆫ", "한", "\uff9e", "ｶ", "…",
			"\u0d4e", "\U000111c2", "\u1031", "\u17b6", "\u0dcf", "\u0f71", "\u0344", "\u2126", "\u212b", "水", "م", "ّ",
		}),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 3), func(b []byte) string { return string(b) }),
	)
	return rapid.Map(rapid.SliceOfN(piece, 0, 20), func(p []string) string { return strings.Join(p, "") })
}

func TestCleanedTextIsAlwaysFitToShowAndStaysSo(t *testing.T) {
	cases(t, 10_000, func(t *rapid.T) {
		raw := nasty().Draw(t, "raw")
		once := clean(raw)
		if fault := shownFault(once); fault != "" {
			t.Fatalf("Clean(%+q) = %+q: %s", raw, once, fault)
		}
		if twice := clean(once); twice != once {
			t.Fatalf("Clean(%+q) = %+q, and cleaned again %+q", raw, once, twice)
		}
		if len(once) > 4*len(raw)+8 {
			t.Fatalf("Clean made %d bytes of %d", len(once), len(raw))
		}
	})
}

func TestPrintableTextIsLeftAsItIs(t *testing.T) {
	printable := rapid.StringOf(rapid.RuneFrom(nil, &unicode.RangeTable{R16: []unicode.Range16{
		{Lo: 0x20, Hi: 0x7e, Stride: 1}, {Lo: 0xae, Hi: 0x2ff, Stride: 1}, {Lo: 0x391, Hi: 0x3a1, Stride: 1}, {Lo: 0x410, Hi: 0x44f, Stride: 1},
		{Lo: 0x5d0, Hi: 0x5ea, Stride: 1}, {Lo: 0x627, Hi: 0x64a, Stride: 1}, {Lo: 0x2010, Hi: 0x2027, Stride: 1},
		{Lo: 0x3041, Hi: 0x3096, Stride: 1}, {Lo: 0x4e00, Hi: 0x9fff, Stride: 1}, {Lo: 0xac00, Hi: 0xd7a3, Stride: 1},
	}, R32: []unicode.Range32{{Lo: 0x1f600, Hi: 0x1f64f, Stride: 1}}}))
	cases(t, 10_000, func(t *rapid.T) {
		raw := printable.Draw(t, "raw")
		if got := clean(raw); got != raw {
			t.Fatalf("Clean(%+q) = %+q", raw, got)
		}
	})
}

func TestAHugeFieldIsCutAndStillFitToShow(t *testing.T) {
	for name, unit := range map[string]string{
		"letters": "Ana ", "accents": "é", "marks": "\u0301", "invisible": "\u200b", "controls": "\x1b[31m", "emoji": "👩\u200d💻", "flags": "🇧", "bytes": "\xff", "Hindi": "हि", "conjuncts": "क्", "jamo": "ᄒᆞ", "prepended": "\u0d4e", "tone": "🏽",
	} {
		raw := strings.Repeat(unit, 10<<20/len(unit))
		got := clean(raw)
		if fault := shownFault(got); fault != "" {
			t.Errorf("%s: %s", name, fault)
		}
		if !strings.HasSuffix(got, "…") || clean(got) != got {
			t.Errorf("%s: not cut with an ellipsis, or not the same when cleaned again", name)
		}
	}
}

func TestCleanAllocatesNothingForOrdinaryNames(t *testing.T) {
	for _, s := range []string{"Ana Souza da Silva", "José João Conceição – Curso “Avançado” €"} {
		if n := testing.AllocsPerRun(100, func() { _ = Clean(s) }); n != 0 {
			t.Errorf("Clean(%q) allocates %v times", s, n)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"Ana", "\x1b]0;x\x07", "Jose\u0301", "👩\u200d💻", "हिन्दी", "กำ", "\xff\xfe", "🇧🇷🇧", "a\u0301\u0301\u0301\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once := clean(raw)
		if fault := shownFault(once); fault != "" {
			t.Fatalf("Clean(%+q) = %+q: %s", raw, once, fault)
		}
		if twice := clean(once); twice != once {
			t.Fatalf("Clean(%+q) = %+q, and cleaned again %+q", raw, once, twice)
		}
	})
}

func BenchmarkCleanASCII(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = Clean("Ana Souza da Silva")
	}
}

func BenchmarkCleanAccented(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = Clean("José João da Conceição")
	}
}

func BenchmarkCleanDecomposed(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = Clean("Jose\u0301 Joa\u0303o da Conceic\u0327a\u0303o")
	}
}
