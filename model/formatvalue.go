package model

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Value writes a value for a reader: an amount with its currency, a share as a percentage, a moment in the formatter's
// zone (UTC when it has none), an enumeration by its words, a flag as yes or no, and what is not known as "—". Amounts
// are dots when they are hidden. The result holds no control character.
func (f Formatter) Value(v Value) string {
	switch v.kind {
	case TextValue:
		return v.text.s
	case CountValue:
		return f.Count(v.n)
	case MoneyValue:
		return f.Money(v.Money())
	case RatioValue:
		return f.Ratio(v.f)
	case InstantValue:
		return f.zoned().Instant(Instant(v.n))
	case DayValue:
		return f.Day(Day(v.n))
	case EnumValue:
		if v.label.IsEmpty() {
			return v.text.s
		}
		return v.label.s
	case FlagValue:
		return f.Flag(v.n != 0)
	case DurationValue:
		return f.Duration(lengthOf(v.n))
	default:
		return Unavailable
	}
}

// Flag writes yes or no.
func (f Formatter) Flag(yes bool) string {
	words := [2]string{"no", "yes"}
	switch f.Lang {
	case LangPT:
		words = [2]string{"não", "sim"}
	case LangES:
		words = [2]string{"no", "sí"}
	}
	if yes {
		return words[1]
	}
	return words[0]
}

// Phrase writes a sentence with its values in the places {0}, {1} … of its words, each as Value writes it. A place
// without a value is "—"; any other brace stands for itself.
func (f Formatter) Phrase(p Phrase) string {
	words := p.Words
	if !strings.Contains(words, "{") {
		return words
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(words, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		place, after, closed := strings.Cut(rest, "}")
		n, err := strconv.ParseUint(place, 10, 8)
		switch {
		case !closed || err != nil:
			b.WriteByte('{')
			after = rest
		case n < uint64(len(p.Args)):
			b.WriteString(f.Value(p.Args[n]))
		default:
			b.WriteString(Unavailable)
		}
		words = after
	}
}

func (f Formatter) zoned() Formatter {
	if f.Zone == nil {
		f.Zone = time.UTC
	}
	return f
}

// lengthOf turns milliseconds into a duration, which ends where its 64 bits of nanoseconds do.
func lengthOf(ms int64) time.Duration {
	const most = math.MaxInt64 / int64(time.Millisecond)
	return time.Duration(min(max(ms, -most), most)) * time.Millisecond
}
