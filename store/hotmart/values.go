package hotmart

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"recoup/model"
)

const (
	// maxText bounds one text, in bytes. Longer ones are cut at the end of a character.
	maxText = 8 << 10
	// maxCode bounds a code: a transaction's, an offer's, a subscriber's.
	maxCode = 100
)

// text is what a string or a number says, without space around it; empty for anything else.
func (v value) text() string {
	switch {
	case v.isString():
		return bounded(strings.TrimSpace(unquote(v.raw)))
	case v.isNumber():
		if n, ok := v.number(); ok {
			return strconv.FormatInt(n, 10) // 698441.0 and 698441 are one product
		}
		return bounded(string(v.raw))
	}
	return ""
}

func bounded(s string) string {
	if len(s) <= maxText {
		return s
	}
	cut := maxText
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}

// code is a text of one word of visible characters that is not too long to tell things apart by; empty for any other.
func (v value) code() string {
	s := v.text()
	if len(s) > maxCode || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == utf8.RuneError }) {
		return ""
	}
	return s
}

// literal is a number as it is written, also where it stands in a text.
func (v value) literal() string {
	switch {
	case v.isNumber():
		return string(v.raw)
	case v.isString():
		return strings.TrimSpace(unquote(v.raw))
	}
	return ""
}

// number is a whole number, also one written with a fraction of nothing, with an exponent, or in a text.
func (v value) number() (int64, bool) {
	plain, ok := plainDecimal(v.literal())
	if !ok {
		return 0, false
	}
	whole, fraction, _ := strings.Cut(plain, ".")
	if strings.Trim(fraction, "0") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, false
	}
	return n, true
}

// flag is a yes or no, also as a word or as 0 or 1.
func (v value) flag() (yes, known bool) {
	switch strings.ToLower(strings.Trim(string(v.raw[:min(len(v.raw), 8)]), `"`)) {
	case "true", "1", "yes":
		return true, true
	case "false", "0", "no":
		return false, true
	}
	return false, false
}

// The moments that Hotmart can speak of, in milliseconds: 1995 to 2100.
const (
	earliest = 788918400000
	latest   = 4133980800000 - 1
	// seconds is the number below which a date is told in seconds: in milliseconds it would be before 1973.
	seconds = 100_000_000_000
)

// instant is a moment: milliseconds since 1970, or seconds where the number is too small for those; as a number or in a
// text; or a date in ISO 8601, which is in UTC where it does not say otherwise, as all of Hotmart's API is. A moment
// before 1995 or after 2100 is none.
func (v value) instant() model.Instant {
	if plain, ok := plainDecimal(v.literal()); ok {
		whole, _, _ := strings.Cut(plain, ".")
		n, err := strconv.ParseInt(whole, 10, 64)
		if err != nil {
			return 0
		}
		if n < seconds && n > -seconds {
			n *= 1000
		}
		return within(model.Instant(n))
	}
	if !v.isString() {
		return 0
	}
	return isoInstant(v.literal())
}

func isoInstant(s string) model.Instant {
	for _, layout := range [...]string{
		time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05",
		"2006-01-02T15:04Z07:00", "2006-01-02",
	} {
		if at, err := time.Parse(layout, s); err == nil {
			return within(model.InstantOf(at))
		}
	}
	return 0
}

func within(at model.Instant) model.Instant {
	if at < earliest || at > latest {
		return 0
	}
	return at
}

// amount is a number in a currency, exactly. More decimals than any amount has, as a program leaves them that counts in
// binary fractions, are cut behind the digits that can still decide how it is rounded.
func (v value) amount(c model.Currency) (model.Money, bool) {
	if c == "" {
		return model.Money{}, false
	}
	s := v.literal()
	if plain, ok := plainDecimal(s); ok {
		whole, fraction, found := strings.Cut(plain, ".")
		if found {
			plain = whole + "." + fraction[:min(len(fraction), c.Exponent()+6)]
		}
		m, err := model.ParseMoney(plain, c, model.DecimalDot)
		return m, err == nil
	}
	for _, style := range [...]model.DecimalStyle{model.DecimalDot, model.DecimalUnknown} {
		if m, err := model.ParseMoney(s, c, style); err == nil {
			return m, true
		}
	}
	return model.Money{}, false
}

// money is an amount that stands beside its currency: {"value": 10, "currency_code": "BRL"}.
func (o object) money() (model.Money, bool) {
	return o.at("value").amount(o.currency())
}

// currency is the currency that an amount names in any of Hotmart's spellings; empty where it names none.
func (o object) currency() model.Currency {
	c, err := model.ParseCurrency(o.first("currency_code", "currency_value", "currency").text())
	if err != nil {
		return ""
	}
	return c
}

// plainDecimal writes out a number without an exponent: 1.5E3 is 1500. A number too long to be anything here is none.
func plainDecimal(s string) (string, bool) {
	mantissa, power, hasPower := strings.Cut(strings.ToLower(s), "e")
	sign := ""
	if strings.HasPrefix(mantissa, "-") {
		sign, mantissa = "-", mantissa[1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole == "" || len(mantissa) > 40 || !allDigits(whole) || !allDigits(fraction) {
		return "", false
	}
	if hasPower {
		n, err := strconv.Atoi(power)
		if err != nil || n < -40 || n > 40 {
			return "", false
		}
		for ; n > 0; n-- {
			if fraction == "" {
				fraction = "0"
			}
			whole, fraction = whole+fraction[:1], fraction[1:]
		}
		for ; n < 0; n++ {
			if whole == "" {
				whole = "0"
			}
			whole, fraction = whole[:len(whole)-1], whole[len(whole)-1:]+fraction
		}
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return sign + whole, true
	}
	return sign + whole + "." + fraction, true
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
