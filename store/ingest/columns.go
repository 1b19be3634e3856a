package ingest

import (
	"strings"

	"recoup/model"
)

// columnOf finds what a header's cells are.
func columnOf(known map[string]target, header string) (target, bool) {
	key := headerKey(header)
	if t, ok := known[key]; ok {
		return t, true
	}
	if mended, ok := ungarble(header); ok {
		t, ok := known[headerKey(mended)]
		return t, ok
	}
	return 0, false
}

// headerKey reduces a header to what is compared: folded, without the signs of grammatical gender anywhere.
func headerKey(header string) string {
	key := model.Fold(strings.TrimSpace(header))
	for _, gender := range []string{"(a)", "(o)"} {
		key = strings.ReplaceAll(key, gender, "")
	}
	return key
}
