package ingest

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"recoup/model"
)

// maxCellText is where spreadsheet programs cut a text without saying so.
const maxCellText = 32_767

// plainNumber writes a spreadsheet's number as people see it: without an exponent, and rounded to the 15 digits that
// spreadsheet programs show, so that 347.34000000000003, which is how they store 347.34, becomes 347.34 again. What is no
// number stays as it is.
func plainNumber(raw string) string {
	if isPlainNumber(raw) {
		return raw
	}
	digits, exponent, negative, ok := parseDecimal(raw)
	if !ok {
		return raw
	}
	const shown = 15
	if len(digits) > shown {
		up := digits[shown] >= '5'
		exponent += len(digits) - shown
		digits = digits[:shown]
		if up {
			digits = addOne(digits)
		}
	}
	for len(digits) > 1 && digits[len(digits)-1] == '0' {
		digits, exponent = digits[:len(digits)-1], exponent+1
	}
	s := placePoint(string(digits), exponent)
	if negative && s != "0" {
		s = "-" + s
	}
	return s
}

// isPlainNumber tells whether a number is written plainly already, as nearly all are.
func isPlainNumber(s string) bool {
	if len(s) == 0 || len(s) > 15 || s[0] == '0' || s[0] == '.' {
		return false
	}
	point := -1
	for i := 0; i < len(s); i++ {
		if s[i] == '.' && point < 0 {
			point = i
		} else if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return point < 0 || s[len(s)-1] != '0' && point < len(s)-1
}

// parseDecimal takes a number apart: its digits without leading zeros, and the power of ten that the last one counts.
func parseDecimal(raw string) (digits []byte, exponent int, negative, ok bool) {
	s := raw
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative, s = s[0] == '-', s[1:]
	}
	if e := strings.IndexAny(s, "eE"); e >= 0 {
		n, err := strconv.Atoi(s[e+1:])
		if err != nil || n < -40 || n > 40 {
			return nil, 0, false, false
		}
		s, exponent = s[:e], n
	}
	if len(s) == 0 || len(s) > 60 {
		return nil, 0, false, false
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if whole == "" && fraction == "" {
		return nil, 0, false, false
	}
	for _, c := range []byte(whole + fraction) {
		if c < '0' || c > '9' {
			return nil, 0, false, false
		}
	}
	digits = bytes.TrimLeft([]byte(whole+fraction), "0")
	exponent -= len(fraction)
	if len(digits) == 0 {
		return []byte("0"), 0, false, true
	}
	return digits, exponent, negative, true
}

// addOne counts the last of some digits up by one.
func addOne(digits []byte) []byte {
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i] != '9' {
			digits[i]++
			return digits
		}
		digits[i] = '0'
	}
	return append([]byte("1"), digits...)
}

func placePoint(digits string, exponent int) string {
	switch {
	case exponent >= 0:
		return digits + strings.Repeat("0", exponent)
	case -exponent < len(digits):
		return digits[:len(digits)+exponent] + "." + digits[len(digits)+exponent:]
	}
	return "0." + strings.Repeat("0", -exponent-len(digits)) + digits
}

// styledNumber writes a number in the style of its column's other amounts. Three decimals get a fourth, since 1.234 can
// be read in two ways and 1.2340 in one.
func styledNumber(plain string, style model.DecimalStyle) string {
	point := strings.IndexByte(plain, '.')
	if point < 0 {
		return plain
	}
	if len(plain)-point-1 == 3 {
		plain += "0"
	}
	if style == model.DecimalComma {
		return plain[:point] + "," + plain[point+1:]
	}
	return plain
}

// serialDate writes the day and time that a number of days stands for; ok is false for a number that stands for none that
// a report names. Half a second's error of the fraction is rounded away.
func serialDate(number string, from1904 bool) (string, bool) {
	days, err := strconv.ParseFloat(number, 64)
	if err != nil || days < 0 || days > 80_000 {
		return "", false
	}
	// Excel takes 1900 for a leap year; from March 1900 on it is as if it began a day earlier.
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	seconds := int64(math.Round(days * 86400))
	at := first.AddDate(0, 0, int(seconds/86400)).Add(time.Duration(seconds%86400) * time.Second)
	if at.Year() < 1995 || at.Year() > 2100 {
		return "", false
	}
	if seconds%86400 == 0 {
		return at.Format("2006-01-02"), true
	}
	return at.Format("2006-01-02 15:04:05"), true
}

// unescaped resolves the _x000D_ that stand for characters which XML cannot hold.
func unescaped(text []byte) []byte {
	at := bytes.Index(text, []byte("_x"))
	if at < 0 {
		return text
	}
	plain := make([]byte, 0, len(text))
	for at >= 0 {
		plain, text = append(plain, text[:at]...), text[at:]
		if len(text) >= 7 && text[6] == '_' {
			if r, err := strconv.ParseUint(string(text[2:6]), 16, 16); err == nil {
				plain, text = utf8.AppendRune(plain, rune(r)), text[7:]
				at = bytes.Index(text, []byte("_x"))
				continue
			}
		}
		plain, text = append(plain, text[:2]...), text[2:]
		at = bytes.Index(text, []byte("_x"))
	}
	return append(plain, text...)
}

// isCut tells whether a text is as long as a spreadsheet's cell can be, so that more of it was probably lost.
func isCut(text string) bool {
	if len(text) < maxCellText {
		return false
	}
	units := 0
	for _, r := range text {
		units++
		if r > 0xffff {
			units++
		}
	}
	return units == maxCellText
}

// columnNumber reads the letters of a cell's name, such as AB12, as a number from 0; it is negative where there are none.
func columnNumber(name []byte) int {
	n := 0
	for _, c := range name {
		switch {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		case c >= 'a' && c <= 'z':
			n = n*26 + int(c-'a') + 1
		default:
			return n - 1
		}
		if n > 1<<20 {
			return n
		}
	}
	return n - 1
}

// columnLetters is a column's name, from 0.
func columnLetters(n int) string {
	var letters []byte
	for n++; n > 0; n = (n - 1) / 26 {
		letters = append([]byte{byte('A' + (n-1)%26)}, letters...)
	}
	return string(letters)
}
