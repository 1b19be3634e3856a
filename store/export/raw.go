package export

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"recoup/model"
)

// appendRaw writes a value as JSON: amounts in minor units, enumerations by their ids, moments as RFC 3339 with the
// zone's offset, days as YYYY-MM-DD, ratios as fractions of 1, lengths of time in milliseconds, what is not known as null.
func appendRaw(b []byte, v model.Value, zone *time.Location) []byte {
	switch v.Kind() {
	case model.TextValue, model.EnumValue:
		return appendString(b, v.Text().String())
	case model.CountValue, model.MoneyValue, model.DurationValue:
		return strconv.AppendInt(b, v.Int(), 10)
	case model.RatioValue:
		return appendRatio(b, v.Ratio())
	case model.InstantValue:
		return append(appendInstant(append(b, '"'), model.Instant(v.Int()), zone), '"')
	case model.DayValue:
		return append(append(append(b, '"'), dayOf(v).String()...), '"')
	case model.FlagValue:
		return strconv.AppendBool(b, v.Int() != 0)
	default:
		return append(b, "null"...)
	}
}

// appendRatio writes the shortest number that reads back as the same one; what is no number is null.
func appendRatio(b []byte, ratio float64) []byte {
	if math.IsNaN(ratio) || math.IsInf(ratio, 0) {
		return append(b, "null"...)
	}
	if size := math.Abs(ratio); size != 0 && (size < 1e-6 || size >= 1e21) {
		return strconv.AppendFloat(b, ratio, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, ratio, 'f', -1, 64)
}

// appendInstant writes RFC 3339, with milliseconds only where there are some. Offsets of that format have no seconds, so
// a moment from the days of local mean time is written in UTC.
func appendInstant(b []byte, i model.Instant, zone *time.Location) []byte {
	t := i.In(zone)
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return t.AppendFormat(b, "2006-01-02T15:04:05.999Z07:00")
}

// dayOf is the day that a value was made of.
func dayOf(v model.Value) model.Day {
	return model.Day(v.Int())
}

// appendString writes a JSON string without escaping for HTML. Text is clean already; whatever else comes is made safe.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20 || c == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		i++
	}
	return append(b, '"')
}

// appendDecimal writes an amount in units of its currency with all of its decimals: 49700 of BRL is 497.00.
func appendDecimal(b []byte, m model.Money, point byte) []byte {
	size := uint64(m.Minor())
	if m.Minor() < 0 {
		b = append(b, '-')
		size = -size
	}
	var buf [20]byte
	digits := strconv.AppendUint(buf[:0], size, 10)
	exponent := m.Currency().Exponent()
	whole := len(digits) - exponent
	if whole <= 0 {
		b = append(b, '0')
	} else {
		b = append(b, digits[:whole]...)
	}
	if exponent == 0 {
		return b
	}
	b = append(b, point)
	for range -whole {
		b = append(b, '0')
	}
	return append(b, digits[max(whole, 0):]...)
}
