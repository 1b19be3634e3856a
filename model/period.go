package model

import (
	"strings"
	"time"
)

// Period is a run of whole local days, both included.
type Period struct {
	From, To Day
	// Key is the name it was asked by ("7d", "this-month", "all"), or "custom".
	Key PeriodKey
	// Shifted is how many steps the period lies after (before, when negative) the one that Key names; 0 is that one.
	Shifted int
}

// PeriodKey names a period relative to the as-of moment.
type PeriodKey string

// The periods that can be asked by name (product: --period).
const (
	Last7Days  PeriodKey = "7d"
	Last28Days PeriodKey = "28d"
	Last30Days PeriodKey = "30d"
	Last90Days PeriodKey = "90d"
	Today      PeriodKey = "today"
	Yesterday  PeriodKey = "yesterday"
	ThisMonth  PeriodKey = "this-month"
	LastMonth  PeriodKey = "last-month"
	ThisYear   PeriodKey = "this-year"
	LastYear   PeriodKey = "last-year"
	AllTime    PeriodKey = "all"
	Custom     PeriodKey = "custom"
)

// PeriodKeys lists the names that ResolvePeriod knows, in the order of the period menu. Custom is not among them.
func PeriodKeys() []PeriodKey {
	return []PeriodKey{
		Last7Days, Last28Days, Last30Days, Last90Days, Today, Yesterday,
		ThisMonth, LastMonth, ThisYear, LastYear, AllTime,
	}
}

// ResolvePeriod gives the days of a named period. asOf is the moment the report looks from, which lies in the period's
// last day unless its name says otherwise; "7d" is that local day and the six before it. This month and this year end
// with the as-of day. "all" starts at firstDay, the first day with data, and is one day when that lies after the as-of
// day. A name that is not one of PeriodKeys is a usage error with the nearest name and the list.
func ResolvePeriod(key PeriodKey, asOf Instant, zone *time.Location, firstDay Day) (Period, error) {
	day := DayOf(asOf, zone)
	p := Period{From: day, To: day, Key: key}
	switch key {
	case Last7Days:
		p.From = day - 6
	case Last28Days:
		p.From = day - 27
	case Last30Days:
		p.From = day - 29
	case Last90Days:
		p.From = day - 89
	case Today:
	case Yesterday:
		p.From, p.To = day-1, day-1
	case ThisMonth:
		p.From = day.monthStart(0)
	case LastMonth:
		p.From, p.To = day.monthStart(-1), day.monthStart(0)-1
	case ThisYear:
		p.From = day.yearStart(0)
	case LastYear:
		p.From, p.To = day.yearStart(-1), day.yearStart(0)-1
	case AllTime:
		p.From = min(firstDay, day)
	default:
		return Period{}, unknownPeriod(key)
	}
	return p, nil
}

func unknownPeriod(key PeriodKey) error {
	keys := PeriodKeys()
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = string(k)
	}
	hint := "Periods are " + strings.Join(names, ", ") + "; or give two days."
	if near := Nearest(string(key), names); near != "" {
		hint = "Did you mean " + near + "? " + hint
	}
	return Usage(hint, "%q is not a period.", Clean(string(key)))
}

// CustomPeriod makes a period of two days, both included. A first day after the last one is a usage error.
func CustomPeriod(from, to Day) (Period, error) {
	if from > to {
		return Period{}, Usage("Put the earlier day first.", "The period starts on %s, after its last day, %s.", from, to)
	}
	return Period{From: from, To: to, Key: Custom}, nil
}

// Days is the number of days in the period.
func (p Period) Days() int { return int(p.To-p.From) + 1 }

// Bounds gives the period as the half-open range of instants [from, to) in a zone.
func (p Period) Bounds(zone *time.Location) (from, to Instant) {
	return p.From.Start(zone), (p.To + 1).Start(zone)
}

// Contains tells whether a day is in the period.
func (p Period) Contains(d Day) bool { return p.From <= d && d <= p.To }

// step is the unit by which a period moves.
type step uint8

const (
	stepDays step = iota
	stepMonth
	stepYear
	stepNone
)

// step is by calendar month or year for the periods named so and for chosen days that are a whole month or year, by the
// period's own length for other runs of days, and none for all time.
func (p Period) step() step {
	switch p.Key {
	case ThisMonth, LastMonth:
		return stepMonth
	case ThisYear, LastYear:
		return stepYear
	case AllTime:
		return stepNone
	case Custom:
		switch {
		case p.From == p.From.monthStart(0) && p.To == p.From.monthStart(1)-1:
			return stepMonth
		case p.From == p.From.yearStart(0) && p.To == p.From.yearStart(1)-1:
			return stepYear
		}
	}
	return stepDays
}

// Shift moves the period n steps, back when n is negative: whole calendar months for this and last month and for chosen
// days that are a whole month, whole calendar years likewise, otherwise by the period's own number of days. A part of a
// month or year becomes a whole one. All time does not move, and nothing moves by 0.
func (p Period) Shift(n int) Period {
	if n == 0 {
		return p
	}
	switch p.step() {
	case stepNone:
		return p
	case stepMonth:
		p.From, p.To = p.From.monthStart(n), p.From.monthStart(n+1)-1
	case stepYear:
		p.From, p.To = p.From.yearStart(n), p.From.yearStart(n+1)-1
	default:
		days := Day(p.Days() * n) //nolint:gosec // both are days of this era
		p.From, p.To = p.From+days, p.To+days
	}
	p.Shifted += n
	return p
}

// Next moves the period one step forward, but never past the as-of day, which lies in the last period that has any data:
// a month or year is cut there, and a run of days that would end later, or all time, stays where it is. So the
// period after the one before the current one is the current one.
func (p Period) Next(asOf Day) Period {
	next := p.Shift(1)
	if next.From > asOf || next.step() == stepNone {
		return p
	}
	if next.To > asOf {
		if next.step() == stepDays {
			return p
		}
		next.To = asOf
	}
	return next
}

// Previous is what the period is compared with: the same number of days just before it. For a month it is the calendar
// month before, and for a year the year before; where the period is the beginning of a month or year, it is the same
// days of the one before, or all of it when that is shorter (1–31 March is compared with 1–28 February).
func (p Period) Previous() Period {
	previous := Period{Key: Custom}
	switch p.step() {
	case stepMonth:
		start, next := p.From.monthStart(-1), p.From.monthStart(0)
		previous.From, previous.To = start, next-1
		if p.To < p.From.monthStart(1)-1 {
			previous.To = min(next-1, start+(p.To-p.From))
		}
	case stepYear:
		previous.From, previous.To = p.From.yearStart(-1), p.From.yearStart(0)-1
		if p.To < p.From.yearStart(1)-1 {
			previous.To = p.To.yearBefore()
		}
	default:
		previous.To = p.From - 1
		previous.From = p.From - Day(p.Days()) //nolint:gosec // days of this era
	}
	return previous
}

// SameDaysLastYear is the period 364 days (52 weeks) before, so that every day is compared with the same day of the
// week.
func (p Period) SameDaysLastYear() Period {
	return Period{From: p.From - 364, To: p.To - 364, Key: Custom}
}

// monthStart is the first day of the month n months after that of d.
func (d Day) monthStart(n int) Day {
	y, m, _ := d.Date()
	return NewDay(y, m+time.Month(n), 1)
}

// yearStart is the first of January n years after the year of d.
func (d Day) yearStart(n int) Day {
	y, _, _ := d.Date()
	return NewDay(y+n, time.January, 1)
}

// yearBefore is the same date of the year before; for 29 February the 28th.
func (d Day) yearBefore() Day {
	y, m, day := d.Date()
	if m == time.February && day == 29 {
		day = 28
	}
	return NewDay(y-1, m, day)
}
