package model

// DecimalStyle says which sign stands before the cents in a column of amounts.
type DecimalStyle uint8

// The decimal styles.
const (
	DecimalUnknown DecimalStyle = iota
	DecimalDot                  // 1,234.56
	DecimalComma                // 1.234,56
)

// maxExtraDigits is how many digits beyond the currency's own are rounded away, as in amounts that Hotmart converted
// from another currency. More of them, unless zeros, are a rate or a mistake and no amount.
const maxExtraDigits = 6

// ParseMoney reads an amount in currency c (one of Currencies), exactly and without floating point. It accepts
//   - a currency sign or code before or after the number, which must not name another currency; "$" alone stands for
//     any currency that is written so;
//   - thousands in groups of three, parted by the sign that is not the decimal one, by spaces (also U+00A0, U+202F and
//     U+2009) or by apostrophes;
//   - a negative amount as -1, −1 (U+2212), 1- or (1);
//   - more decimals than the currency has: zeros are dropped, up to six others are rounded once, a half away from zero.
//
// With DecimalUnknown only what can be read in one way is accepted: 1.234,56 and 29.90 are, while 1.234 and 1,234 are
// refused as ambiguous. Their column decides (DecimalSniffer); when a whole column is ambiguous, amounts of a currency
// with two decimals never have exactly three, so the caller may choose the style in which they are thousands.
// An error says what is wrong with the value; it does not know the file or the line.
func ParseMoney(s string, c Currency, style DecimalStyle) (Money, error) {
	if minor, ok := parsePlain(s, c, style); ok {
		return Money{minor, c}, nil
	}
	minor, fault := parseCarefully(s, c, style)
	if fault != "" {
		return Money{}, badAmount(s, fault)
	}
	return Money{minor, c}, nil
}

// The faults of an amount, worded to follow "is not an amount: ".
const (
	faultEmpty     = "it is empty"
	faultNoDigits  = "it has no digits"
	faultSign      = "its sign is written twice"
	faultCurrency  = "it names another currency"
	faultLetters   = "there is something other than a number in it"
	faultGroups    = "its thousands are not in groups of three"
	faultTwoPoints = "it has more than one decimal sign"
	faultAmbiguous = "the sign before its last three digits can be a decimal or a thousands sign"
	faultDecimals  = "it has too many decimals"
	faultTooLarge  = "it is too large"
)

func badAmount(s, fault string) error {
	hint := ""
	if fault == faultAmbiguous {
		hint = "Say whether the decimals come after a dot or a comma."
	}
	return Failed(nil, hint, "%q is not an amount: %s.", Truncate(Clean(s).String(), 60), fault)
}

// parsePlain reads what nearly every cell holds: digits, perhaps a minus, perhaps the column's decimal sign. Everything
// else, and whatever could be read in two ways, is left to the careful way.
func parsePlain(s string, c Currency, style DecimalStyle) (int64, bool) {
	negative := false
	if len(s) > 0 && s[0] == '-' {
		negative, s = true, s[1:]
	}
	if len(s) == 0 || len(s) > 14 { // with four decimals more this still fits
		return 0, false
	}
	var n int64
	point := -1
	for i := 0; i < len(s); i++ {
		b := s[i]
		if d := b - '0'; d <= 9 {
			n = n*10 + int64(d)
			continue
		}
		if point >= 0 || !(b == '.' && style != DecimalComma || b == ',' && style != DecimalDot) {
			return 0, false
		}
		point = i
	}
	missing := c.Exponent()
	if point >= 0 {
		decimals := len(s) - point - 1
		if missing -= decimals; missing < 0 || decimals == 3 || decimals == 0 {
			return 0, false
		}
	}
	for ; missing > 0; missing-- {
		n *= 10
	}
	if negative {
		n = -n
	}
	return n, true
}
