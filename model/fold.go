package model

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces a word to what its readers take for the same: lower case, no accents, no "(a)" of Portuguese gender,
// single spaces. Headers, statuses and reasons are compared folded.
func Fold(s string) string { return fold(s) }

func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == '\uFEFF' || unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(unicode.ToLower(r))
		}
	}
	folded := b.String()
	for _, gender := range []string{"(a)", "(o)", "/a", "(as)"} {
		folded = strings.TrimSuffix(folded, gender)
	}
	return folded
}
