package model

import (
	"math"
	"strconv"
	"time"
)

// Formatter writes figures, days and lengths of time for a reader. Its zone must be set for Instant.
type Formatter struct {
	Lang Lang
	Zone *time.Location
	// HideAmounts puts dots in the place of every amount of money, for sharing a screen.
	HideAmounts bool
	// Redact hides what tells who a person is.
	Redact bool
}

const hidden = "••••"

// Unavailable stands for a figure that cannot be computed. It is never written as 0.
const Unavailable = "—"

// Money writes an amount with its currency, "R$ 41,220.00", "USD 540.00", "-R$ 3.00"; "R$ ••••" when amounts are hidden.
func (f Formatter) Money(m Money) string {
	var b [48]byte
	return string(f.AppendMoney(b[:0], m))
}

// AppendMoney appends what Money writes.
func (f Formatter) AppendMoney(b []byte, m Money) []byte {
	if m.minor < 0 && !f.HideAmounts {
		b = append(b, '-')
	}
	if symbol := m.currency.Symbol(f.Lang); symbol != "" {
		b = append(b, symbol...)
		b = append(b, ' ')
	}
	if f.HideAmounts {
		return append(b, hidden...)
	}
	return f.appendFixed(b, magnitude(m.minor), m.currency.Exponent())
}

// Count writes a whole number with its thousands parted, "1,204".
func (f Formatter) Count(n int64) string {
	var buf [32]byte
	b := buf[:0]
	if n < 0 {
		b = append(b, '-')
	}
	return string(f.appendFixed(b, magnitude(n), 0))
}

// appendFixed writes n units of 10^-exponent, with its thousands parted.
func (f Formatter) appendFixed(b []byte, n uint64, exponent int) []byte {
	w := f.Lang.words()
	var buf [24]byte
	digits := strconv.AppendUint(buf[:0], n, 10)
	whole := max(len(digits)-exponent, 0)
	if whole == 0 {
		b = append(b, '0')
	}
	for i, d := range digits[:whole] {
		if i > 0 && (whole-i)%3 == 0 {
			b = append(b, w.thousands...)
		}
		b = append(b, d)
	}
	if exponent == 0 {
		return b
	}
	b = append(b, w.decimal...)
	for i := len(digits); i < exponent; i++ {
		b = append(b, '0')
	}
	return append(b, digits[whole:]...)
}

// Ratio writes a share or a rate as a percentage: 0.081 is "8.1 %". Two digits are shown, which is what a reader
// compares: none after the decimal sign from 10 % up, one from 1 % up, two below ("61 %", "3.1 %", "0.42 %"). What is
// not 0 is never written as 0 ("<0.01 %", ">-0.01 %"), and what is no number is "—".
func (f Formatter) Ratio(ratio float64) string {
	if math.IsNaN(ratio) || math.IsInf(ratio, 0) {
		return Unavailable
	}
	if ratio < 0 {
		switch s := f.Ratio(-ratio); s[0] {
		case '<':
			return ">-" + s[1:]
		case Unavailable[0]:
			return s
		default:
			return "-" + s
		}
	}
	percent := ratio * 100
	switch {
	case percent == 0:
		return "0 %"
	case percent < 0.005:
		return "<0" + f.Lang.words().decimal + "01 %"
	case percent < 0.995:
		return f.decimals(percent, 2) + " %"
	case percent < 9.95:
		return f.decimals(percent, 1) + " %"
	case percent < math.MaxInt64/2:
		return f.Count(int64(math.Round(percent))) + " %"
	}
	return Unavailable
}

// decimals writes a small positive number with a fixed number of decimals.
func (f Formatter) decimals(x float64, places int) string {
	scale := math.Pow10(places)
	var buf [24]byte
	return string(f.appendFixed(buf[:0], uint64(math.Round(x*scale)), places))
}

// Change writes how much a figure rose or fell, told apart by a sign and not by colour alone: "▲ 8.1 %", "▼ 2.0 %",
// "= 0 %".
func (f Formatter) Change(ratio float64) string {
	switch {
	case math.IsNaN(ratio) || math.IsInf(ratio, 0):
		return Unavailable
	case ratio > 0:
		return "▲ " + f.Ratio(ratio)
	case ratio < 0:
		return "▼ " + f.Ratio(-ratio)
	}
	return "= 0 %"
}

// Day writes a day with its year, "4 May 2026".
func (f Formatter) Day(d Day) string {
	y, m, day := d.Date()
	return dayMonth(day, m, f.Lang) + " " + strconv.Itoa(y)
}

// ShortDay writes a day without its year, "4 May".
func (f Formatter) ShortDay(d Day) string {
	_, m, day := d.Date()
	return dayMonth(day, m, f.Lang)
}

// Instant writes a moment on a clock in the formatter's zone, to the minute, "2026-05-10 14:03".
func (f Formatter) Instant(i Instant) string { return i.In(f.Zone).Format("2006-01-02 15:04") }

// Age writes how long ago something was, in its largest whole unit: "just now" under a minute and for the future, then
// "59 min", "3 h", "6 days", "3 weeks", "4 months", "2 years". A month counts as 30 days and a year as 365.
func (f Formatter) Age(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return f.Lang.words().justNow
	case d < time.Hour:
		return f.amount(int64(d/time.Minute), unitMinute)
	case d < 2*day:
		return f.amount(int64(d/time.Hour), unitHour)
	case d < 14*day:
		return f.amount(int64(d/day), unitDay)
	case d < 60*day:
		return f.amount(int64(d/(7*day)), unitWeek)
	case d < 730*day:
		return f.amount(int64(d/(30*day)), unitMonth)
	}
	return f.amount(int64(d/(365*day)), unitYear)
}

// Duration writes a length of time in its two largest units: "45 s", "3 min 20 s", "3 h 20 min", "2 days 4 h".
func (f Formatter) Duration(d time.Duration) string {
	sizes := [...]time.Duration{unitSecond: time.Second, unitMinute: time.Minute, unitHour: time.Hour, unitDay: 24 * time.Hour}
	if d < 0 {
		if d == math.MinInt64 {
			d++
		}
		return "-" + f.Duration(-d)
	}
	unit := unitDay
	for unit > unitSecond && d < sizes[unit] {
		unit--
	}
	s := f.amount(int64(d/sizes[unit]), unit)
	if unit == unitSecond {
		return s
	}
	if rest := d % sizes[unit] / sizes[unit-1]; rest > 0 {
		s += " " + f.amount(int64(rest), unit-1)
	}
	return s
}

// amount writes a number with a unit of time, "1 day", "3 weeks".
func (f Formatter) amount(n int64, unit int) string {
	names := f.Lang.words().units[unit]
	if n == 1 {
		return "1 " + names[0]
	}
	return f.Count(n) + " " + names[1]
}
