package model

import "strings"

// CurrencyOf reads the code of a currency, or a sign that stands for one currency only: BRL, R$, US$, €. A sign that
// several are written with, such as $ or £, names none.
func CurrencyOf(word string) (Currency, bool) {
	word = trimSpaces(word)
	if c, ok := lookupCurrency(word); ok {
		return c, true
	}
	if codes := signCurrencies(word); len(codes) == 3 {
		return lookupCurrency(codes)
	}
	return "", false
}

// CurrencyIn finds the currency that an amount is written with, before or after its number: "R$ 10,00", "(US$ 5.00)",
// "10.00 EUR". There is none where it has no number, no sign, or one that stands for several currencies.
func CurrencyIn(amount string) (Currency, bool) {
	amount = trimSpaces(amount)
	if strings.HasPrefix(amount, "(") && strings.HasSuffix(amount, ")") {
		amount = amount[1 : len(amount)-1]
	}
	first, last := digitSpan(amount)
	if first < 0 {
		return "", false
	}
	var signs int
	if before := dropSigns(amount[:first], &signs, &signs); before != "" {
		return CurrencyOf(before)
	}
	return CurrencyOf(dropSigns(amount[last:], &signs, &signs))
}
