package model

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// settle makes every character of a sifted, composed string as wide for a terminal that adds up code points as for one
// that measures whole graphemes.
func settle(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		cluster, width := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		if cluster == "" {
			cluster, width = s[:1], 1
		}
		s = s[len(cluster):]
		if steady(cluster, width) {
			b.WriteString(cluster)
		} else {
			b.WriteString(reduce(cluster))
		}
	}
	return b.String()
}

// steady tells whether a character takes the same number of cells, at least one, however it is counted, and does not
// carry more marks than it may.
func steady(cluster string, width int) bool {
	if len(cluster) == 1 {
		return true
	}
	cells, marks := 0, 0
	for i, r := range cluster {
		switch {
		case isMark(r):
			marks++
			if i == 0 {
				return false
			}
		case unicode.Is(unicode.Mc, r) || isLooseJamo(r) || isPrefix(r) || isSuffix(r):
			return false
		case isFlagLetter(r):
			cells++
		default:
			cells += runeWidth(r)
		}
	}
	return cells == width && marks <= maxMarks
}

// reduce rewrites a character on which terminals disagree.
func reduce(cluster string) string {
	out := make([]byte, 0, len(cluster)+4)
	marks, letters := 0, 0
	for _, r := range cluster {
		switch {
		case isMark(r):
			if letters == 0 {
				out = utf8.AppendRune(out, '◌')
				letters++
			}
			if marks++; marks <= maxMarks {
				out = utf8.AppendRune(out, r)
			}
			continue
		case unicode.Is(unicode.Mc, r):
			r = vowelOf(r)
		case r == 'ﾞ' || r == 'ﾟ':
			r -= 'ﾞ' - '゛'
		case isSuffix(r): // Thai and Lao am: a mark on the letter before it, and the letter aa
			if letters > 0 && marks < maxMarks {
				out = utf8.AppendRune(out, r+0x1a)
			}
			r--
		case isLooseJamo(r) || isFlagLetter(r) || isPrefix(r):
			r = replacement
		}
		out = utf8.AppendRune(unlink(out), r)
		letters, marks = letters+1, 0
	}
	if agreed(out) {
		return string(out)
	}
	return string(replacement)
}

// agreed tells whether each character of a string is steady.
func agreed(b []byte) bool {
	for s := string(b); len(s) > 0; {
		cluster, width := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		if !steady(cluster, width) {
			return false
		}
		s = s[len(cluster):]
	}
	return true
}

// unlink drops the virama that ties the consonant just written to the next one.
func unlink(written []byte) []byte {
	r, size := utf8.DecodeLastRune(written)
	if isMark(r) && isVirama(r) {
		return written[:len(written)-size]
	}
	return written
}

// isVirama tells whether a mark joins consonants. In every Indic block of the standard it has the same place.
func isVirama(r rune) bool { return r >= 0x900 && r < 0xd80 && r&0x7f == 0x4d }

// isPrefix tells whether a letter is drawn as one with whatever follows it (Grapheme_Cluster_Break = Prepend), which at the
// end of a name would be the border of its cell.
func isPrefix(r rune) bool {
	switch r {
	case 0xd4e, 0x111c2, 0x111c3, 0x1193f, 0x11941, 0x11a3a, 0x11d46, 0x11f02:
		return true
	}
	return r >= 0x11a84 && r <= 0x11a89
}

// isSuffix tells whether a letter that takes a cell is drawn as one with the letter before it: Thai and Lao am, and the
// voicing signs of half-width Japanese.
func isSuffix(r rune) bool { return r == 'ำ' || r == 'ຳ' || r == 'ﾞ' || r == 'ﾟ' }

// vowelOf gives the independent vowel for a vowel sign that takes a cell of its own. The blocks of the Indic scripts
// (U+0900 to U+0D7F) share one layout, with each sign 0x38 above its vowel.
func vowelOf(r rune) rune {
	if r >= 0x900 && r < 0xd80 && r&0x7f >= 0x3e && r&0x7f <= 0x4c && unicode.Is(unicode.Lo, r-0x38) {
		return r - 0x38
	}
	return replacement
}

func isMark(r rune) bool { return r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Me) }

func isFlagLetter(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// onlyPlain is the last resort: what is not a plain character is shown as �.
func onlyPlain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x20 && r < 0x7f || plainRune(r) {
			return r
		}
		return replacement
	}, s)
}
