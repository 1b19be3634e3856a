package model

// Nearest returns the candidate that a mistyped word most likely stands for, ignoring case and accents, or "" when none
// is close: at most one typing slip (a letter changed, added, left out, or two swapped) in three letters, and never more
// than three. Among equals the first candidate wins.
func Nearest(word string, candidates []string) string {
	w := []rune(Fold(word))
	best, bestSlips := "", min(3, (len(w)+2)/3)+1
	for _, candidate := range candidates {
		c := []rune(Fold(candidate))
		if d := len(c) - len(w); d >= bestSlips || -d >= bestSlips {
			continue
		}
		if slips := typingSlips(w, c); slips < bestSlips && slips < max(len(w), len(c)) {
			best, bestSlips = candidate, slips
		}
	}
	return best
}

// typingSlips is the Damerau-Levenshtein distance in its restricted form: no part is edited twice.
func typingSlips(a, b []rune) int {
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := prev[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, prev[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
