package model

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// spaces is what padding is cut from, so that a padded cell costs one allocation at most.
const spaces = "                                                                                                                "

// Width is the number of terminal cells that a clean string takes: of a Text, or of the program's own words. On a string
// with escape sequences or control characters it is not meaningful.
func Width(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return i + wideWidth(s[i:])
		}
	}
	return len(s)
}

// wideWidth measures a string that starts outside ASCII.
func wideWidth(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			n++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !plainRune(r) && !isBlockRune(r) {
			// The character before may be the base of what follows.
			return ansi.StringWidth(s)
		}
		n++
		i += size
	}
	return n
}

// isBlockRune tells whether a rune is one of the arrows, lines, blocks and dots that the program itself draws with, each
// one cell wide and joining nothing.
func isBlockRune(r rune) bool {
	return r >= 0x2500 && r <= 0x25a0 || r >= 0x2800 && r <= 0x28ff || r >= 0x2190 && r <= 0x2193 || r == '▲' || r == '▼'
}

// runeWidth is the width of a rune that stands alone.
func runeWidth(r rune) int {
	if r < 0x300 {
		return 1
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	return ansi.StringWidth(string(buf[:n]))
}

// Truncate shortens a clean string to at most w cells, ending in "…" where something was cut. It never splits a
// character; for w under 1 it is empty.
func Truncate(s string, w int) string {
	if w < 1 {
		return ""
	}
	if len(s) <= w || Width(s) <= w {
		return s
	}
	return s[:fit(s, w-1)] + "…"
}

// fit is the length in bytes of the longest run of whole characters at the start of s that takes at most w cells.
func fit(s string, w int) int {
	end, cells := 0, 0
	for end < len(s) {
		cluster, width := ansi.FirstGraphemeCluster(s[end:], ansi.GraphemeWidth)
		if cells+width > w || cluster == "" {
			break
		}
		cells += width
		end += len(cluster)
	}
	return end
}

// Pad makes a clean string exactly w cells wide: cut with "…" or filled with spaces on the right.
func Pad(s string, w int) string {
	s = Truncate(s, w)
	return s + blank(w-Width(s))
}

// PadLeft makes a clean string exactly w cells wide: cut with "…" or filled with spaces on the left, as numbers are.
func PadLeft(s string, w int) string {
	s = Truncate(s, w)
	return blank(w-Width(s)) + s
}

func blank(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(spaces):
		return spaces[:n]
	}
	return strings.Repeat(" ", n)
}
