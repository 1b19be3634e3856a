package model

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseMoneyReadsWhatReportsHold(t *testing.T) {
	for _, c := range []struct {
		raw      string
		currency Currency
		style    DecimalStyle
		want     int64
	}{
		{"1234.56", "BRL", DecimalDot, 123456},
		{"347.3", "BRL", DecimalDot, 34730},
		{"243,04", "BRL", DecimalComma, 24304},
		{"243,04", "BRL", DecimalUnknown, 24304},
		{"29.90", "USD", DecimalUnknown, 2990},
		{"1.234,56", "BRL", DecimalUnknown, 123456},
		{"1,234.56", "BRL", DecimalUnknown, 123456},
		{"1.234", "BRL", DecimalComma, 123400},
		{"1.234", "BRL", DecimalDot, 123},
		{"1,234", "BRL", DecimalDot, 123400},
		{"1.234.567", "CLP", DecimalUnknown, 1234567},
		{"1 234,56", "EUR", DecimalUnknown, 123456},
		{"1\u00a0234,56", "EUR", DecimalComma, 123456},
		{"1\u202f234\u202f567,89 €", "EUR", DecimalComma, 123456789},
		{"1'234.50", "CHF", DecimalDot, 123450},
		{"1’234.50", "CHF", DecimalUnknown, 123450},
		{"R$ 1.234,56", "BRL", DecimalUnknown, 123456},
		{"R$\u00a01.234,56", "BRL", DecimalComma, 123456},
		{"r$1.234,56", "BRL", DecimalComma, 123456},
		{"BRL 10", "BRL", DecimalUnknown, 1000},
		{"10.00 usd", "USD", DecimalDot, 1000},
		{"US$ 10,00", "USD", DecimalComma, 1000},
		{"$ 10,00", "MXN", DecimalComma, 1000},
		{"Gs. 150.000", "PYG", DecimalComma, 150000},
		{"S/.10.50", "PEN", DecimalDot, 1050},
		{"-0,01", "BRL", DecimalUnknown, -1},
		{"−0,01", "BRL", DecimalUnknown, -1},
		{"- 1,00", "BRL", DecimalUnknown, -100},
		{"(1,00)", "BRL", DecimalUnknown, -100},
		{"(R$ 1,00)", "BRL", DecimalUnknown, -100},
		{"R$ -1,00", "BRL", DecimalUnknown, -100},
		{"-R$ 1,00", "BRL", DecimalUnknown, -100},
		{"1,00-", "BRL", DecimalUnknown, -100},
		{"+1,00", "BRL", DecimalUnknown, 100},
		{" \t1,00 ", "BRL", DecimalUnknown, 100},
		{"\ufeff1,00", "BRL", DecimalUnknown, 100},
		{".50", "USD", DecimalDot, 50},
		{"-,5", "BRL", DecimalComma, -50},
		{"0", "BRL", DecimalUnknown, 0},
		{"0.000", "BRL", DecimalUnknown, 0},
		{"0007", "BRL", DecimalUnknown, 700},
		{".123", "KWD", DecimalUnknown, 123},
		{"0.123", "KWD", DecimalUnknown, 123},
		{"1234.567", "KWD", DecimalUnknown, 1234567},
		{"1.2345", "CLF", DecimalUnknown, 12345},
		{"1234.56", "CLP", DecimalDot, 1235},
		{"1234.00", "CLP", DecimalUnknown, 1234},
		{"12.345", "USD", DecimalDot, 1235},
		{"12.3449999", "USD", DecimalDot, 1234},
		{"-12.345", "USD", DecimalDot, -1235},
		{"12.34500000000000", "USD", DecimalDot, 1235},
		{"92233720368547758.07", "USD", DecimalDot, math.MaxInt64},
		{"-92233720368547758.08", "USD", DecimalDot, math.MinInt64},
	} {
		got, err := ParseMoney(c.raw, c.currency, c.style)
		if err != nil || got != NewMoney(c.want, c.currency) {
			t.Errorf("ParseMoney(%q, %s, %d) = %v, %v; want %d", c.raw, c.currency, c.style, got, err, c.want)
		}
	}
}

func TestParseMoneyNeverGuesses(t *testing.T) {
	for _, c := range []struct {
		raw      string
		currency Currency
		style    DecimalStyle
		why      string
	}{
		{"1.234", "BRL", DecimalUnknown, faultAmbiguous},
		{"1,234", "BRL", DecimalUnknown, faultAmbiguous},
		{"R$ 123.456", "BRL", DecimalUnknown, faultAmbiguous},
		{"1.234", "KWD", DecimalUnknown, faultAmbiguous},
		{"1.234", "CLP", DecimalUnknown, faultAmbiguous},
		{"", "BRL", DecimalDot, faultEmpty},
		{" \u00a0", "BRL", DecimalDot, faultEmpty},
		{"-", "BRL", DecimalDot, faultNoDigits},
		{"(", "BRL", DecimalDot, faultNoDigits},
		{"()", "BRL", DecimalDot, faultNoDigits},
		{"R$", "BRL", DecimalDot, faultNoDigits},
		{"(-1)", "BRL", DecimalDot, faultSign},
		{"--1", "BRL", DecimalDot, faultSign},
		{"-+1", "BRL", DecimalDot, faultSign},
		{"-1-", "BRL", DecimalDot, faultSign},
		{"US$ 10.00", "BRL", DecimalDot, faultCurrency},
		{"10.00 EUR", "BRL", DecimalDot, faultCurrency},
		{"$ 10.00", "BRL", DecimalDot, faultCurrency},
		{"$ 10.00", "", DecimalDot, faultCurrency},
		{"10.00 reais", "BRL", DecimalDot, faultLetters},
		{"1e3", "BRL", DecimalDot, faultLetters},
		{"0x10", "BRL", DecimalDot, faultLetters},
		{"10 %", "BRL", DecimalDot, faultLetters},
		{"1.2.3", "BRL", DecimalDot, faultTwoPoints},
		{"1.234.567", "BRL", DecimalDot, faultTwoPoints},
		{"1.234,56", "BRL", DecimalDot, faultGroups},
		{"1,23", "BRL", DecimalDot, faultGroups},
		{"12,34,567.00", "BRL", DecimalDot, faultGroups},
		{"1,,234", "BRL", DecimalDot, faultGroups},
		{",123.00", "BRL", DecimalDot, faultGroups},
		{"1 23", "BRL", DecimalDot, faultGroups},
		{"1 234.567,00", "BRL", DecimalComma, faultGroups},
		{"1.", "BRL", DecimalDot, faultLetters},
		{"10.00.", "BRL", DecimalDot, faultLetters},
		{"12.3456789012", "USD", DecimalDot, faultDecimals},
		{"92233720368547758.08", "USD", DecimalDot, faultTooLarge},
		{"99999999999999999999999", "USD", DecimalDot, faultTooLarge},
		{"2026-05-10", "BRL", DecimalDot, faultLetters},
		{"１２", "BRL", DecimalDot, faultNoDigits},
		{"1\x1b[31m2", "BRL", DecimalDot, faultLetters},
	} {
		got, err := ParseMoney(c.raw, c.currency, c.style)
		if err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("ParseMoney(%q, %s, %d) = %v, %v; want an error that %s", c.raw, c.currency, c.style, got, err, c.why)
		}
		if err != nil && strings.ContainsRune(err.Error(), '\x1b') {
			t.Errorf("the error shows a control character: %q", err)
		}
	}
}

// Whatever the program writes it reads back, in every currency and language.
func TestMoneyIsReadAsItIsWritten(t *testing.T) {
	styles := map[Lang]DecimalStyle{LangEN: DecimalDot, LangPT: DecimalComma, LangES: DecimalComma}
	for _, c := range Currencies() {
		for lang, style := range styles {
			f := Formatter{Lang: lang}
			for _, n := range []int64{0, 1, -1, 9, 10, 99, 100, 999, 1000, -1001, 123456, 99999999, math.MaxInt64, math.MinInt64} {
				m := NewMoney(n, c)
				if got, err := ParseMoney(f.Money(m), c, style); err != nil || got != m {
					t.Fatalf("%s of %d %s is read as %v, %v", f.Money(m), n, c, got, err)
				}
			}
		}
	}
	cases(t, 20_000, func(t *rapid.T) {
		m := NewMoney(anyMinor().Draw(t, "minor"), rapid.SampledFrom(Currencies()).Draw(t, "currency"))
		lang := rapid.SampledFrom(Langs()).Draw(t, "lang")
		written := Formatter{Lang: lang}.Money(m)
		if got, err := ParseMoney(written, m.Currency(), styles[lang]); err != nil || got != m {
			t.Fatalf("%s is read as %v, %v; want %v", written, got, err, m)
		}
		// Without a style it is read right or refused, never wrong.
		if got, err := ParseMoney(written, m.Currency(), DecimalUnknown); err == nil && got != m {
			t.Fatalf("%s without a style is read as %v; want %v", written, got, m)
		}
	})
}

// The quick way and the careful way must agree wherever the quick way answers.
func TestBothWaysOfReadingAgree(t *testing.T) {
	text := rapid.OneOf(rapid.StringMatching(`-?[0-9]{1,12}([.,][0-9]{1,5})?`), rapid.StringOfN(rapid.RuneFrom([]rune("0123456789.,- ()R$")), 0, 16, -1))
	cases(t, 50_000, func(t *rapid.T) {
		s := text.Draw(t, "text")
		c := rapid.SampledFrom([]Currency{"BRL", "CLP", "KWD", "CLF"}).Draw(t, "currency")
		style := rapid.SampledFrom([]DecimalStyle{DecimalUnknown, DecimalDot, DecimalComma}).Draw(t, "style")
		quick, ok := parsePlain(s, c, style)
		careful, fault := parseCarefully(s, c, style)
		if ok && (fault != "" || quick != careful) {
			t.Fatalf("%q: quickly %d, carefully %d %s", s, quick, careful, fault)
		}
	})
}

func TestDecimalsBeyondTheCurrencyAreRoundedOnce(t *testing.T) {
	cases(t, 10_000, func(t *rapid.T) {
		whole := rapid.Int64Range(0, 1e9).Draw(t, "whole")
		digits := rapid.StringMatching(`[0-9]{1,8}`).Draw(t, "digits")
		text := big.NewInt(whole).String() + "." + digits
		all, _ := new(big.Int).SetString(big.NewInt(whole).String()+digits, 10)
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(digits))), nil)
		want := rounded(all.Int64(), 100, scale.Int64())
		got, err := ParseMoney(text, "BRL", DecimalDot)
		if err != nil || got.Minor() != want.Int64() {
			t.Fatalf("%s = %v, %v; want %v", text, got, err, want)
		}
	})
}

func TestAColumnDecidesItsDecimalSign(t *testing.T) {
	for _, c := range []struct {
		name        string
		values      []string
		want        DecimalStyle
		conflicting bool
		ambiguous   bool
	}{
		{"the downloaded report", []string{"297.00", "1.234", "10"}, DecimalDot, false, true},
		{"after a spreadsheet", []string{"", "243,04", "1.997", "R$ 12"}, DecimalComma, false, true},
		{"thousands and decimals", []string{"1.234,56"}, DecimalComma, false, false},
		{"only thousands, many", []string{"1,234,567"}, DecimalDot, false, false},
		{"a rate", []string{"5.43210"}, DecimalDot, false, false},
		{"under one", []string{"0.123"}, DecimalDot, false, false},
		{"spaces", []string{"1 234,50"}, DecimalComma, false, false},
		{"negative in brackets", []string{"(3,5)"}, DecimalComma, false, false},
		{"only ambiguous", []string{"1.234", "12.500"}, DecimalUnknown, false, true},
		{"only whole", []string{"1", "2", ""}, DecimalUnknown, false, false},
		{"both", []string{"1.50", "2,50"}, DecimalUnknown, true, false},
		{"no numbers at all", []string{"2026-05-10", "n/a", "1.2.3,4", "Gs."}, DecimalUnknown, false, false},
	} {
		var d DecimalSniffer
		for _, v := range c.values {
			d.Add(v)
		}
		if style, conflicting := d.Style(); style != c.want || conflicting != c.conflicting || d.Ambiguous() != c.ambiguous {
			t.Errorf("%s: %d, conflicting %v, ambiguous %v", c.name, style, conflicting, d.Ambiguous())
		}
		if style, err := SniffDecimal(slices.Values(c.values)); style != c.want || (err != nil) != c.conflicting {
			t.Errorf("%s: %d, %v", c.name, style, err)
		}
	}
}

// A column written in one style is either found to be of that style, or has no evidence at all.
func TestSnifferIsNeverWrong(t *testing.T) {
	cases(t, 10_000, func(t *rapid.T) {
		lang := rapid.SampledFrom(Langs()).Draw(t, "lang")
		var d DecimalSniffer
		for _, n := range rapid.SliceOfN(rapid.Int64Range(-1e10, 1e10), 1, 10).Draw(t, "amounts") {
			d.Add(Formatter{Lang: lang}.Money(NewMoney(n, rapid.SampledFrom([]Currency{"BRL", "CLP", "PYG"}).Draw(t, "currency"))))
		}
		want := DecimalComma
		if lang == LangEN {
			want = DecimalDot
		}
		if got, conflicting := d.Style(); conflicting || got != want && got != DecimalUnknown {
			t.Fatalf("style %d, conflicting %v; want %d", got, conflicting, want)
		}
	})
}

func TestReadingAmountsAllocatesNothing(t *testing.T) {
	var d DecimalSniffer
	for _, s := range []string{"1234.56", "R$ 1.234,56", "-10", "1\u00a0234,56 €"} {
		if n := testing.AllocsPerRun(100, func() {
			_, _ = ParseMoney(s, "BRL", DecimalUnknown)
			d.Add(s)
		}); n != 0 && !strings.Contains(s, "€") {
			t.Errorf("%q: %v allocations", s, n)
		}
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{"1234.56", "R$ 1.234,56", "(1,00)", "-,5", "1\u202f234", "1.234", "S/.10", "−1", "1’234.5"} {
		for style := range 3 {
			f.Add(s, "BRL", uint8(style))
		}
	}
	f.Fuzz(func(t *testing.T, s, code string, style uint8) {
		c, err := ParseCurrency(code)
		if err != nil {
			c = "BRL"
		}
		m, err := ParseMoney(s, c, DecimalStyle(style%3))
		if err != nil {
			if fault := shownFault(strings.ReplaceAll(err.Error(), "\n", " ")); fault != "" {
				t.Fatalf("%q: %s", err, fault)
			}
			return
		}
		if again, err := ParseMoney(Formatter{}.Money(m), c, DecimalDot); err != nil || again != m {
			t.Fatalf("%q is %v, written and read again %v, %v", s, m, again, err)
		}
		var d DecimalSniffer
		d.Add(s)
		if found, _ := d.Style(); found != DecimalUnknown && DecimalStyle(style%3) == DecimalUnknown {
			if same, err := ParseMoney(s, c, found); err != nil || same != m {
				t.Fatalf("%q is %v without a style and %v, %v with the one it shows", s, m, same, err)
			}
		}
	})
}

func BenchmarkParseMoney(b *testing.B) {
	for _, c := range []struct {
		name, s string
		style   DecimalStyle
	}{{"plain", "1234.56", DecimalDot}, {"comma", "1234,56", DecimalComma}, {"thousands", "1.234,56", DecimalComma}, {"sign", "R$ 1.234,56", DecimalUnknown}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = ParseMoney(c.s, "BRL", c.style)
			}
		})
	}
}

func BenchmarkSniff(b *testing.B) {
	var d DecimalSniffer
	b.ReportAllocs()
	for b.Loop() {
		d.Add("1234.56")
	}
}
