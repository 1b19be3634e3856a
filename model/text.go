package model

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

// MaxTextRunes is the most a Text holds. A longer string is cut at the end of a character and ends in "…", so that a
// field of ten megabytes costs a frame no more than a long name does.
const MaxTextRunes = 4096

// maxTextInput bounds how much of a foreign string is looked at, in bytes: enough for MaxTextRunes of any script, and a
// limit on what a string of invisible characters can cost.
const maxTextInput = 16 * MaxTextRunes

// maxMarks is how many combining marks one letter keeps. Vietnamese needs two and Biblical Hebrew three; a stack of two
// hundred only climbs over the neighbouring rows.
const maxMarks = 3

const replacement = utf8.RuneError // �

// Text is a string that may be shown: on a screen, in a log, in an error. Its only constructor is Clean, so whatever
// a buyer typed into a checkout cannot move a cursor, open a link or hide another word. The zero value is empty.
type Text struct{ s string }

// Clean makes a foreign string fit to show on one line. Cleaning twice changes nothing more. In the result
//   - letters are composed (NFC), so that é is one character however it was typed;
//   - a tab, a line break (CR, LF, CR LF, U+2028, U+2029) and every Unicode space is one plain space;
//   - any other control character is shown and never obeyed: C0 and DEL as their pictures (␛ for ESC, ␡ for DEL), C1,
//     bytes that are not UTF-8, and characters without a picture of their own as �;
//   - characters that only steer others (bidi controls, zero-width ones, joiners, variation selectors, tags, soft
//     hyphens, Hangul fillers) are removed;
//   - a letter has at most three combining marks, and a mark always has a letter under it;
//   - every character is as wide in a terminal that counts code points as in one that counts graphemes: emoji lose their
//     skin tone and what is joined to them, and the vowel signs of Indic scripts that take a cell become the vowels
//     themselves;
//   - there are at most MaxTextRunes runes.
func Clean(raw string) Text { return Text{clean(raw)} }

// String returns the cleaned text.
func (t Text) String() string { return t.s }

// IsEmpty tells whether there is nothing to show.
func (t Text) IsEmpty() bool { return t.s == "" }

// Width is the number of terminal cells that the text takes.
func (t Text) Width() int { return Width(t.s) }

func clean(raw string) string {
	if isPlain(raw) {
		return raw
	}
	cut := false
	if len(raw) > maxTextInput {
		raw, cut = raw[:wholeRunes(raw, maxTextInput)], true
	}
	s := compose(sift(raw))
	// One pass settles nearly everything; a pass that joins what it parted is repeated, and what does not settle is
	// reduced to what every terminal agrees on.
	for range 4 {
		next := settle(s)
		if next == s {
			return capRunes(s, cut)
		}
		s = compose(next)
	}
	return capRunes(onlyPlain(s), cut)
}

// isPlain tells whether a string needs no cleaning at all: short enough, and nothing but printable ASCII and the
// precomposed Latin letters and signs that Portuguese, Spanish and most of Europe write with.
func isPlain(s string) bool {
	if len(s) > MaxTextRunes {
		return false
	}
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < 0x20 || b > 0x7e {
			return plainFrom(s, i)
		}
	}
	return true
}

func plainFrom(s string, from int) bool {
	for i := from; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			if b < 0x20 || b == 0x7f {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !plainRune(r) || size == 1 {
			return false
		}
		i += size
	}
	return true
}

// plainRune tells whether a rune outside ASCII is one cell wide everywhere, composed, and joins nothing.
func plainRune(r rune) bool {
	switch {
	case r > 0xa0 && r < 0x300:
		return r != 0xad
	case r >= 0x2010 && r <= 0x2027:
		return true
	case r == '€' || r == '™' || r == '−' || r == replacement:
		return true
	}
	return false
}

// sift removes what only steers other characters and shows what would have been obeyed.
func sift(raw string) string {
	var b strings.Builder
	b.Grow(len(raw))
	var last rune // the last rune written
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRuneInString(raw[i:])
		i += size
		switch {
		case r == '\r' && i < len(raw) && raw[i] == '\n':
			continue // the line feed after it becomes the space
		case r == zeroWidthJoiner && isPicture(last):
			i += joined(raw[i:])
			continue
		case isSkinTone(r) && isPicture(last):
			continue
		case isInvisible(r):
			continue
		}
		last = visible(r)
		b.WriteRune(last)
	}
	return b.String()
}

const zeroWidthJoiner = '\u200d'

// joined is the length of the picture that a joiner ties to the one before it, 0 where a letter follows.
func joined(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if isPicture(r) {
		return size
	}
	return 0
}

func isPicture(r rune) bool { return r >= 0x2190 && unicode.Is(unicode.So, r) || isSkinTone(r) }

func isSkinTone(r rune) bool { return r >= 0x1f3fb && r <= 0x1f3ff }

// isInvisible tells whether a rune has no shape of its own and only changes how its neighbours look.
func isInvisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// visible gives the rune to show for one that may not be sent to a terminal as it is.
func visible(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Zs, r):
		return ' '
	case r < 0x20:
		return 0x2400 + r
	case r == 0x7f:
		return '␡'
	case isSkinTone(r) || !unicode.IsPrint(r):
		return replacement
	}
	return r
}

// isLooseJamo tells whether a rune is a Hangul vowel or final. Terminals disagree on whether one takes a cell; in the
// syllables of living Korean they have been composed into one character before it matters.
func isLooseJamo(r rune) bool { return r >= 0x1160 && r <= 0x11ff || r >= 0xd7b0 && r <= 0xd7ff }

func compose(s string) string {
	if norm.NFC.IsNormalString(s) {
		return s
	}
	return norm.NFC.String(s)
}

// capRunes cuts a cleaned string to MaxTextRunes, at the end of a character; cut says that something is missing already.
func capRunes(s string, cut bool) string {
	if !cut && (len(s) <= MaxTextRunes || utf8.RuneCountInString(s) <= MaxTextRunes) {
		return s
	}
	end, runes := 0, 0
	for end < len(s) {
		cluster, _ := ansi.FirstGraphemeCluster(s[end:], ansi.GraphemeWidth)
		if runes += utf8.RuneCountInString(cluster); runes >= MaxTextRunes || cluster == "" {
			break
		}
		end += len(cluster)
	}
	return s[:end] + "…"
}

// wholeRunes moves a cut at or before n back to the start of a rune.
func wholeRunes(s string, n int) int {
	for back := range utf8.UTFMax {
		if n-back >= 0 && utf8.RuneStart(s[n-back]) {
			return n - back
		}
	}
	return n
}
