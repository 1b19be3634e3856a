package model_test

import (
	"testing"

	"recoup/model"
)

func TestACurrencyIsNamedByItsCodeOrBySignsThatStandForOneOnly(t *testing.T) {
	for word, want := range map[string]model.Currency{"BRL": "BRL", " usd ": "USD", "R$": "BRL", "r$": "BRL", "US$": "USD", "€": "EUR",
		"MX$": "MXN", "S/": "PEN", "$": "", "£": "", "¥": "", "Bs": "", "": "", "XX": "", "REAL": ""} {
		if got, ok := model.CurrencyOf(word); got != want || ok != (want != "") {
			t.Errorf("%q names %q, %v; want %q", word, got, ok, want)
		}
	}
}

func TestTheCurrencyThatAnAmountIsWrittenWith(t *testing.T) {
	for amount, want := range map[string]model.Currency{
		"R$ 10,00": "BRL", "R$10,00": "BRL", "-R$ 10,00": "BRL", "R$ -10,00": "BRL", "(R$ 10,00)": "BRL", "10,00 R$": "BRL", "\u00a0US$\u00a05.00": "USD",
		"10.00 EUR": "EUR", "EUR 10.00": "EUR", "1.234,56 €": "EUR", "COP 20.000": "COP", "−10,00 BRL": "BRL",
		"10,00": "", "-10,00": "", "$ 10.00": "", "10 £": "", "R$": "", "": "", "abc 10": "", "()": "", "R$ x": "",
	} {
		if got, ok := model.CurrencyIn(amount); got != want || ok != (want != "") {
			t.Errorf("%q is in %q, %v; want %q", amount, got, ok, want)
		}
	}
}
