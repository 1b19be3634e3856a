package model

import (
	"fmt"
	"time"
)

// Day is a local calendar day, as days since 1970-01-01. A day has no zone of its own; a zone turns it into instants.
type Day int32

const (
	secondsPerDay  = 24 * 60 * 60
	secondsPerHour = 60 * 60
)

// DayOf returns the local calendar day of an instant in a zone. Every instant belongs to exactly one day, the one whose
// Bounds hold it.
func DayOf(i Instant, zone *time.Location) Day {
	t := i.In(zone)
	_, offset := t.Zone()
	local := floorDiv(int64(i), 1000) + int64(offset)
	day := floorDiv(local, secondsPerDay)
	if local-day*secondsPerDay >= secondsPerDay-secondsPerHour && repeatsEvening(t, day) {
		day++
	}
	return Day(day) //nolint:gosec // milliseconds of 64 bits span fewer than 2³⁸ days, those of this era far fewer
}

// repeatsEvening tells whether the clock had already shown the next day before it was put back into this evening, as in
// Newfoundland until 2011 at one minute past midnight. The day that has begun stays begun.
func repeatsEvening(t time.Time, day int64) bool {
	change, _ := t.ZoneBounds()
	if change.IsZero() || t.Sub(change) >= time.Hour {
		return false
	}
	before := change.Add(-time.Millisecond)
	_, offset := before.Zone()
	return floorDiv(before.Unix()+int64(offset), secondsPerDay) > day
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// NewDay makes a day from its calendar parts; out-of-range parts are normalised as time.Date does.
func NewDay(y int, m time.Month, d int) Day {
	return Day(floorDiv(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix(), secondsPerDay)) //nolint:gosec // years of this era
}

// Date gives the calendar parts of the day.
func (d Day) Date() (int, time.Month, int) { return d.utc().Date() }

// Weekday gives the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// String gives the day as YYYY-MM-DD.
func (d Day) String() string {
	y, m, day := d.Date()
	if y < 0 || y > 9999 {
		return d.utc().Format(time.DateOnly)
	}
	b := [10]byte{
		'0' + byte(y/1000), '0' + byte(y/100%10), '0' + byte(y/10%10), '0' + byte(y%10), '-',
		'0' + byte(m/10), '0' + byte(m%10), '-', '0' + byte(day/10), '0' + byte(day%10),
	}
	return string(b[:])
}

func (d Day) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// ParseDay reads YYYY-MM-DD; anything else is a usage error.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, Usage("Write it as YYYY-MM-DD, for example 2026-05-04.", "%q is not a day.", Clean(s))
	}
	return NewDay(t.Date()), nil
}

// Start returns the first instant that belongs to the day in a zone, also where a clock change leaves the day without a
// midnight (it then starts at 01:00, or when the clock next shows a time of it). The day ends where the next one starts.
func (d Day) Start(zone *time.Location) Instant {
	at, _, _ := wallClock(int64(d)*secondsPerDay, zone)
	return at
}

// At returns the instant at which a clock in the zone shows a time of the day, in seconds since midnight. A time shown
// twice, when clocks go back, is the first of the two. A time that is never shown, when clocks go forward, is read on
// the clock that was not moved, and exists is false; it stays on its day.
func (d Day) At(secondOfDay int, zone *time.Location) (at Instant, exists bool) {
	wall := int64(d)*secondsPerDay + int64(secondOfDay)
	at, gap, shown := wallClock(wall, zone)
	return at + Instant(gap*1000), shown
}

// wallClock finds the first instant at which a clock in the zone shows the wall time (in seconds, as if it were UTC) or
// a later one. When it is never shown, gap says how many seconds past the clock change it would have been.
func wallClock(wall int64, zone *time.Location) (at Instant, gap int64, shown bool) {
	// No zone is more than 14 hours ahead, so a clock does not show the wall time yet 15 hours before.
	t := time.Unix(wall-15*secondsPerHour, 0).In(zone)
	for first := true; ; first = false {
		_, offset := t.Zone()
		start, end := t.ZoneBounds()
		unix := wall - int64(offset)
		if !end.IsZero() && unix >= end.Unix() {
			t = end.In(zone)
			continue
		}
		if !first && unix < start.Unix() {
			_, before := start.Add(-time.Second).In(zone).Zone()
			return Instant(start.Unix() * 1000), wall - int64(before) - start.Unix(), false
		}
		return Instant(unix * 1000), 0, true
	}
}

// ParseInstant reads a moment: RFC 3339 with its own offset, "YYYY-MM-DD HH:MM[:SS]" on a clock in the zone, or
// "YYYY-MM-DD" for the last millisecond of that day in the zone. A time that the clock skipped, and anything else, is a
// usage error.
func ParseInstant(s string, zone *time.Location) (Instant, error) {
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return InstantOf(t), nil
		}
	}
	for _, layout := range [...]string{"2006-01-02 15:04", time.DateTime, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		at, exists := NewDay(t.Date()).At(t.Hour()*secondsPerHour+t.Minute()*60+t.Second(), zone)
		if !exists {
			return 0, Usage("Take an hour later.", "There was no %s in %s: the clock was put forward.", s, zone)
		}
		return at + Instant(t.Nanosecond()/1e6), nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return (NewDay(t.Date()) + 1).Start(zone) - 1, nil
	}
	return 0, Usage(fmt.Sprintf("Write it as %s, %s or %s.", "2026-05-10", `"2026-05-10 14:30"`, "2026-05-10T14:30:00-03:00"),
		"%q is not a moment.", Clean(s))
}
