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

// partHeader parts the currency off the end of a header: "Valor (BRL)", "Valor R$", "Amount in USD".
func partHeader(header string) (amount string, currency model.Currency) {
	text := strings.TrimRight(strings.TrimSpace(header), ")] ")
	at := strings.LastIndexAny(text, " ([")
	if at < 1 {
		return header, ""
	}
	currency, ok := model.CurrencyOf(text[at+1:])
	if !ok {
		return header, ""
	}
	amount = strings.TrimRight(text[:at], " ([-–:")
	for _, word := range []string{" em", " en", " in"} {
		amount = strings.TrimSuffix(amount, word)
	}
	return amount, currency
}

// headerKey reduces a header to what is compared: folded, without the signs of grammatical gender anywhere.
func headerKey(header string) string {
	key := model.Fold(strings.TrimSpace(header))
	for _, gender := range []string{"(a)", "(o)"} {
		key = strings.ReplaceAll(key, gender, "")
	}
	return key
}
