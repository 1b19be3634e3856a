package model

import (
	"slices"
	"strings"
)

// Currency is an ISO 4217 code in upper case, such as BRL. The zero value means no currency.
type Currency string

// currencyCodes lists ISO 4217's codes of money that circulates, in alphabetical order, with those withdrawn since
// Hotmart began (BGN, HRK, …) because old sales still carry them. Metals, funds and test codes are left out, except the
// units of account that prices are written in (CLF, UYW).
const currencyCodes = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BYR BZD " +
	"CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD " +
	"GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL " +
	"LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP " +
	"PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP " +
	"TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VEF VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMK ZMW ZWG ZWL"

// maxExponent is the largest Exponent of the table.
const maxExponent = 4

// Exponent is the number of decimal digits of the currency's minor unit, from our own ISO 4217 table (the one of CLDR
// differs for COP, IQD and others): 0, 2, 3 or 4, and 2 for a code that is not in the table.
func (c Currency) Exponent() int {
	switch c {
	case "BIF", "BYR", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

// ParseCurrency reads an ISO 4217 code in any case, with space around it. A word that is not one of Currencies is a
// usage error that names the nearest code.
func ParseCurrency(s string) (Currency, error) {
	word := strings.TrimSpace(s)
	if c, ok := lookupCurrency(word); ok {
		return c, nil
	}
	if word == "" {
		return "", Usage("Write its three letters, for example BRL.", "The currency is empty.")
	}
	hint := "Write its three letters, for example BRL."
	if near := Nearest(strings.ToUpper(word), strings.Fields(currencyCodes)); near != "" {
		hint = "Did you mean " + near + "?"
	}
	return "", Usage(hint, "%q is not a currency code.", Clean(word))
}

// lookupCurrency finds a code in the table. The result shares memory with the table, never with a file being read.
func lookupCurrency(word string) (Currency, bool) {
	if len(word) != 3 {
		return "", false
	}
	key := [3]byte{upper(word[0]), upper(word[1]), upper(word[2])}
	lo, hi := 0, (len(currencyCodes)+1)/4
	for lo < hi {
		mid := (lo + hi) / 2
		code := currencyCodes[4*mid : 4*mid+3]
		switch {
		case code[0] == key[0] && code[1] == key[1] && code[2] == key[2]:
			return Currency(code), true
		case code < string(key[:]):
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return "", false
}

func upper(b byte) byte {
	if b >= 'a' && b <= 'z' {
		return b - 'a' + 'A'
	}
	return b
}

// Symbol is what stands before an amount: R$ for BRL, € for EUR, the code for every other currency, since $ alone could
// be eight of them. It is the same in all languages today; the language is asked for so that it need not stay so.
func (c Currency) Symbol(_ Lang) string {
	switch c {
	case "BRL":
		return "R$"
	case "EUR":
		return "€"
	}
	return string(c)
}

// Currencies lists every code that ParseCurrency knows, in alphabetical order.
func Currencies() []Currency {
	codes := strings.Fields(currencyCodes)
	all := make([]Currency, len(codes))
	for i, code := range codes {
		all[i] = Currency(code)
	}
	slices.Sort(all)
	return all
}
