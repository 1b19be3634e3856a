package model

import (
	"slices"
	"strings"
	"testing"
)

func TestExponentsAreThoseOfISO4217(t *testing.T) {
	for exponent, codes := range map[int]string{
		0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
		2: "BRL USD EUR MXN PEN COP ARS UYU BOB VES VED IDR PKR LBP SLE HUF TWD CRC GTQ DOP AOA MZN CVE MGA MRU ZWG XCG AFN ALL MMK COU MXV",
		3: "BHD IQD JOD KWD LYD OMR TND",
		4: "CLF UYW",
	} {
		for _, code := range strings.Fields(codes) {
			c, err := ParseCurrency(code)
			if err != nil || c.Exponent() != exponent {
				t.Errorf("%s has %d decimals, want %d (%v)", code, c.Exponent(), exponent, err)
			}
		}
	}
}

func TestEveryCurrencyIsFoundByItsCode(t *testing.T) {
	all := Currencies()
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) || len(all) < 155 {
		t.Fatalf("%d currencies, sorted %v", len(all), slices.IsSorted(all))
	}
	for _, want := range all {
		for _, s := range []string{string(want), strings.ToLower(string(want)), " " + string(want) + "\t"} {
			if got, err := ParseCurrency(s); err != nil || got != want {
				t.Errorf("ParseCurrency(%q) = %q, %v", s, got, err)
			}
		}
	}
}

func TestAnUnknownCurrencyNamesTheNearest(t *testing.T) {
	for word, near := range map[string]string{"BRK": "BRL", "UDS": "USD", "usdd": "USD", "EURO": "EUR"} {
		_, err := ParseCurrency(word)
		if err == nil || KindOf(err) != KindUsage || !strings.Contains(err.Error(), near) {
			t.Errorf("%s: %v, want %s", word, err, near)
		}
	}
	for _, word := range []string{"", "  ", "???", "R$", "\x1b[m"} {
		_, err := ParseCurrency(word)
		if err == nil || KindOf(err) != KindUsage || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q: %v", word, err)
		}
	}
}

func TestReadingACurrencyAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _, _ = ParseCurrency("brl") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestNearestForgivesATypingSlip(t *testing.T) {
	names := []string{"refunds", "sold", "chargeback", "subscriptions", "7d", "28d", "30d"}
	for word, want := range map[string]string{
		"refund": "refunds", "REFUNDS": "refunds", "slod": "sold", "chargebcak": "chargeback", "subscripciones": "subscriptions",
		"7D": "7d", "8d": "7d", "xyz": "", "": "", "balance": "",
	} {
		if got := Nearest(word, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestASignStandsOnlyForItsCurrencies(t *testing.T) {
	signs := strings.Fields("$ R$ US$ U$ U$S € £ ¥ MX$ COL$ COP$ CL$ AR$ $U UY$ S/ S/. Bs Bs. ₲ Gs Gs. ₡ Q L C$ CA$ A$ AU$ NZ$ RD$ B/. Kz MT Fr. kr zł Kč Ft ₹ ₩ ₫ ₺ ₪ ₦ ₱ ₽ ₴ ฿")
	for _, sign := range signs {
		codes := strings.Fields(signCurrencies(sign))
		if len(codes) == 0 {
			t.Errorf("%s stands for nothing", sign)
		}
		for _, code := range codes {
			if _, ok := lookupCurrency(code); !ok {
				t.Errorf("%s stands for %s, which is no currency", sign, code)
			}
		}
		for _, c := range Currencies() {
			for _, s := range []string{sign + " 10", "10 " + sign} {
				m, err := ParseMoney(s, c, DecimalDot)
				if err == nil != slices.Contains(codes, string(c)) {
					t.Errorf("%s in %s: %v, %v", s, c, m, err)
				}
			}
		}
	}
}
