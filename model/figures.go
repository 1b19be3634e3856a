package model

import (
	"math"
	"strings"
	"unicode/utf8"
)

// parseCarefully reads an amount in any of the forms that ParseMoney accepts, in minor units. The second result is the
// fault of an amount that cannot be read.
func parseCarefully(s string, c Currency, style DecimalStyle) (int64, string) {
	s = trimSpaces(s)
	if s == "" {
		return 0, faultEmpty
	}
	var minus, plus int
	if s[0] == '(' && s[len(s)-1] == ')' {
		minus, s = 1, s[1:len(s)-1]
	}
	first, last := digitSpan(s)
	if first < 0 {
		return 0, faultNoDigits
	}
	before, after := dropSigns(s[:first], &minus, &plus), dropSigns(s[last:], &minus, &plus)
	if minus+plus > 1 {
		return 0, faultSign
	}
	if fault := checkCurrencyWords(before, after, c); fault != "" {
		return 0, fault
	}
	f, ok := figuresOf(s[first:last])
	if !ok {
		return 0, faultLetters
	}
	if style == DecimalUnknown {
		guess, ambiguous := f.guess()
		if ambiguous {
			return 0, faultAmbiguous
		}
		style = guess
	}
	units, fault := f.units(style, c.Exponent())
	if fault != "" {
		return 0, fault
	}
	minor, fits := signed(units, minus == 1)
	if !fits {
		return 0, faultTooLarge
	}
	return minor, ""
}

// digitSpan finds the part of s from its first digit to after its last, with a decimal sign in front of the first where
// nothing but a sign or a space precedes that (.50). Both are -1 when there is no digit.
func digitSpan(s string) (first, last int) {
	first, last = -1, -1
	for i := 0; i < len(s); i++ {
		if s[i]-'0' <= 9 {
			if first < 0 {
				first = i
			}
			last = i + 1
		}
	}
	if first > 0 && (s[first-1] == '.' || s[first-1] == ',') && (first == 1 || strings.IndexByte(" -+", s[first-2]) >= 0) {
		first--
	}
	return first, last
}

// trimSpaces removes spaces of every kind, and a byte order mark, from both ends.
func trimSpaces(s string) string {
	for s != "" {
		if size := spaceAt(s); size > 0 {
			s = s[size:]
			continue
		}
		break
	}
	for s != "" {
		r, size := utf8.DecodeLastRuneInString(s)
		if !isMoneySpace(r) {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

func spaceAt(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if isMoneySpace(r) {
		return size
	}
	return 0
}

// isMoneySpace tells whether a rune is one of the spaces that programs write inside and around amounts.
func isMoneySpace(r rune) bool {
	switch r {
	case ' ', '\t', '\u00a0', '\u2007', '\u2009', '\u202f', '\ufeff':
		return true
	}
	return false
}

// dropSigns takes the plus and minus signs off both ends of what stands beside a number, counts them, and returns the
// word that is left.
func dropSigns(s string, minus, plus *int) string {
	for {
		s = trimSpaces(s)
		switch {
		case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "+"):
			count(s[0] == '-', minus, plus)
			s = s[1:]
		case strings.HasSuffix(s, "-"), strings.HasSuffix(s, "+"):
			count(s[len(s)-1] == '-', minus, plus)
			s = s[:len(s)-1]
		case strings.HasPrefix(s, "−"):
			*minus++
			s = s[len("−"):]
		case strings.HasSuffix(s, "−"):
			*minus++
			s = s[:len(s)-len("−")]
		default:
			return s
		}
	}
}

func count(isMinus bool, minus, plus *int) {
	if isMinus {
		*minus++
	} else {
		*plus++
	}
}

// figures is a number as written: digits with decimal and thousands signs between them.
type figures struct {
	text                 string
	dots, commas, spaces int // an apostrophe counts as a space
	lastDot, lastComma   int // byte offsets
}

// figuresOf counts the signs between the digits of a number; false when something else is there too.
func figuresOf(text string) (figures, bool) {
	f := figures{text: text, lastDot: -1, lastComma: -1}
	for i := 0; i < len(text); {
		b := text[i]
		switch {
		case b-'0' <= 9:
		case b == '.':
			f.dots, f.lastDot = f.dots+1, i
		case b == ',':
			f.commas, f.lastComma = f.commas+1, i
		default:
			size := groupSpaceAt(text[i:])
			if size == 0 {
				return f, false
			}
			f.spaces++
			i += size
			continue
		}
		i++
	}
	return f, true
}

// groupSpaceAt is the length of a space or an apostrophe at the start of s, 0 for anything else.
func groupSpaceAt(s string) int {
	if s[0] == '\'' {
		return 1
	}
	if strings.HasPrefix(s, "’") {
		return len("’")
	}
	return spaceAt(s)
}

// guess finds the decimal style from one number alone. A number without a decimal sign fits both and is read as either;
// ambiguous is true for one like 1.234, where the sign may part thousands or decimals.
func (f *figures) guess() (style DecimalStyle, ambiguous bool) {
	dot := DecimalDot
	at, signs := f.lastDot, f.dots
	other := DecimalComma
	switch {
	case f.dots == 0 && f.commas == 0:
		return DecimalUnknown, false
	case f.dots > 0 && f.commas > 0:
		if f.lastDot > f.lastComma {
			return DecimalDot, false
		}
		return DecimalComma, false
	case f.commas > 0:
		dot, other = DecimalComma, DecimalDot
		at, signs = f.lastComma, f.commas
	}
	if signs > 1 {
		return other, false // 1.234.567: the sign parts thousands, so decimals would come after the other one
	}
	grouping := len(f.text)-at-1 == 3 && at >= 1 && at <= 3 && f.text[0] != '0'
	return dot, grouping && f.spaces == 0
}

// units reads the number in minor units of a currency with the given number of decimals.
func (f *figures) units(style DecimalStyle, exponent int) (uint64, string) {
	point, points, groups := f.lastDot, f.dots, f.commas
	if style == DecimalComma {
		point, points, groups = f.lastComma, f.commas, f.dots
	}
	if points > 1 {
		return 0, faultTwoPoints
	}
	whole, decimals := f.text, ""
	if point >= 0 {
		whole, decimals = f.text[:point], f.text[point+1:]
		if decimals == "" {
			return 0, faultLetters
		}
	}
	if groups > 0 && f.spaces > 0 {
		return 0, faultGroups
	}
	n, fault := groupedDigits(whole, groups+f.spaces > 0)
	if fault != "" {
		return 0, fault
	}
	return appendDecimals(n, decimals, exponent)
}

// groupedDigits reads a whole number, whose thousands may be parted.
func groupedDigits(s string, grouped bool) (uint64, string) {
	var n uint64
	inGroup, groups := 0, 0
	for i := 0; i < len(s); {
		if d := s[i] - '0'; d <= 9 {
			if n > (math.MaxUint64-9)/10 {
				return 0, faultTooLarge
			}
			n = n*10 + uint64(d)
			inGroup++
			i++
			continue
		}
		if inGroup == 0 || inGroup > 3 || groups > 0 && inGroup != 3 {
			return 0, faultGroups
		}
		groups, inGroup = groups+1, 0
		if s[i] == '.' || s[i] == ',' {
			i++
		} else {
			i += groupSpaceAt(s[i:])
		}
	}
	if grouped && groups == 0 || groups > 0 && inGroup != 3 {
		return 0, faultGroups
	}
	return n, ""
}

// appendDecimals goes on reading a number after its decimal sign, and rounds what the currency has no unit for.
func appendDecimals(n uint64, decimals string, exponent int) (uint64, string) {
	for i := 0; i < len(decimals); i++ {
		if decimals[i]-'0' > 9 {
			return 0, faultGroups
		}
	}
	extra := ""
	if len(decimals) > exponent {
		decimals, extra = decimals[:exponent], strings.TrimRight(decimals[exponent:], "0")
	}
	if len(extra) > maxExtraDigits {
		return 0, faultDecimals
	}
	for i := range exponent {
		if n > (math.MaxUint64-9)/10 {
			return 0, faultTooLarge
		}
		n *= 10
		if i < len(decimals) {
			n += uint64(decimals[i] - '0')
		}
	}
	if extra != "" && extra[0] >= '5' {
		n++
	}
	return n, ""
}
