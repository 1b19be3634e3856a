package export

import (
	"strings"
	"unicode"
)

// formulaStarts are the characters that make a spreadsheet compute a cell, full-width forms included.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// defuse puts an apostrophe in front of a text that a spreadsheet would compute: one that begins, after any spaces, marks
// without a shape and apostrophes, with one of formulaStarts. Because apostrophes count, a reader gets every text back by
// the same rule: an apostrophe before such a text is ours.
func defuse(s string) string {
	if startsFormula(s) {
		return "'" + s
	}
	return s
}

func startsFormula(s string) bool {
	for _, r := range s {
		switch {
		case strings.ContainsRune(formulaStarts, r):
			return true
		case r == '\'' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == '\u115f' || r == '\u3164':
		default:
			return false
		}
	}
	return false
}
