package tui

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// needle is what a reader types to filter rows: words that must each be found somewhere in a row.
type needle [][]rune

func newNeedle(typed string) needle {
	var n needle
	for _, word := range strings.Fields(typed) {
		n = append(n, foldRunes(word))
	}
	return n
}

// in tells whether every word is found in one of a row's cells.
func (n needle) in(cells [][]rune) bool {
	for _, word := range n {
		found := false
		for _, cell := range cells {
			if from, _ := find(cell, word); from >= 0 {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// marks gives the places, in bytes and ascending, of a cell's runes that some word matches.
func (n needle) marks(cell string) []int {
	if len(n) == 0 {
		return nil
	}
	folded := foldRunes(cell)
	hit := make([]bool, len(folded))
	for _, word := range n {
		_, at := find(folded, word)
		for _, i := range at {
			hit[i] = true
		}
	}
	var places []int
	nth := 0
	for offset := range cell {
		if hit[nth] {
			places = append(places, offset)
		}
		nth++
	}
	return places
}

// find looks for a word in a cell: as it is, or with letters left out when it starts where a word of the cell does and
// stays close together ("crso" is found in "Curso", and not all over a long name). It gives where the match starts, -1 if
// there is none, and the places of the matching runes.
func find(cell, word []rune) (from int, at []int) {
	if len(word) == 0 {
		return 0, nil
	}
	for i := 0; i+len(word) <= len(cell); i++ {
		if runesAt(cell, i, word) {
			at = make([]int, len(word))
			for k := range word {
				at[k] = i + k
			}
			return i, at
		}
	}
	if len(word) < 3 {
		return -1, nil
	}
	for i := range cell {
		if cell[i] != word[0] || i > 0 && isWordRune(cell[i-1]) {
			continue
		}
		if at := loosely(cell, i, word); at != nil {
			return i, at
		}
	}
	return -1, nil
}

func runesAt(cell []rune, i int, word []rune) bool {
	for k, r := range word {
		if cell[i+k] != r {
			return false
		}
	}
	return true
}

// loosely matches a word's letters in order from a place on, within its length and a half.
func loosely(cell []rune, from int, word []rune) []int {
	end := min(len(cell), from+len(word)+len(word)/2)
	at := make([]int, 0, len(word))
	for i := from; i < end && len(at) < len(word); i++ {
		if cell[i] == word[len(at)] {
			at = append(at, i)
		}
	}
	if len(at) < len(word) {
		return nil
	}
	return at
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// foldRunes drops case and accents and keeps one rune for each rune, so that places in the result are places in the
// original.
func foldRunes(s string) []rune {
	runes := []rune(s)
	for i, r := range runes {
		runes[i] = foldRune(r)
	}
	return runes
}

func foldRune(r rune) rune {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	if base := norm.NFD.PropertiesString(string(r)).Decomposition(); len(base) > 0 {
		for _, first := range string(base) {
			r = first
			break
		}
	}
	return unicode.ToLower(r)
}
