package model

import (
	"time"
)

// Day is a local calendar day, as days since 1970-01-01. A day has no zone of its own; a zone turns it into instants.
type Day int32

// DayOf returns the local calendar day of an instant in a zone.
func DayOf(i Instant, zone *time.Location) Day {
	y, m, d := i.In(zone).Date()
	return NewDay(y, m, d)
}

// NewDay makes a day from its calendar parts; out-of-range parts are normalised as time.Date does.
func NewDay(y int, m time.Month, d int) Day {
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Date gives the calendar parts of the day.
func (d Day) Date() (int, time.Month, int) { return time.Unix(int64(d)*86400, 0).UTC().Date() }

// Weekday gives the day of the week.
func (d Day) Weekday() time.Weekday { return time.Unix(int64(d)*86400, 0).UTC().Weekday() }

// String gives the day as YYYY-MM-DD.
func (d Day) String() string { return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly) }

// ParseDay reads YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, Usage("Write it as YYYY-MM-DD, for example 2026-05-04.", "%q is not a day.", Clean(s))
	}
	return Day(t.Unix() / 86400), nil
}

// Start returns the first instant that belongs to the day in a zone, also where a clock change leaves the day without a
// midnight. The day ends where the next one starts.
func (d Day) Start(zone *time.Location) Instant {
	y, m, dd := d.Date()
	return InstantOf(time.Date(y, m, dd, 0, 0, 0, 0, zone))
}

// Period is a run of whole local days, both included.
type Period struct {
	From, To Day
	// Key is the name it was asked by ("7d", "this-month", "all"), or "custom".
	Key PeriodKey
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

// Days is the number of days in the period.
func (p Period) Days() int { return int(p.To-p.From) + 1 }

// Bounds gives the period as the half-open range of instants [from, to) in a zone.
func (p Period) Bounds(zone *time.Location) (from, to Instant) {
	return p.From.Start(zone), (p.To + 1).Start(zone)
}
