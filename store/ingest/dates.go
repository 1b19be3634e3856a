package ingest

import (
	"time"

	"recoup/model"
)

// moment is a date as a report writes it: a wall clock, with or without a time of day, and seldom with an offset.
type moment struct {
	day     int32 // days since 1970-01-01
	ms      int32 // since midnight
	timed   bool  // a time of day is given
	offset  int32 // seconds east of UTC, when hasZone
	hasZone bool
}

// parseMoment reads DD/MM/YYYY, with or without HH:MM or HH:MM:SS behind it, and ISO 8601. Days and months may have one
// digit, as spreadsheets write them. The year must be between 1995 and 2100.
func parseMoment(s string) (moment, bool) {
	var m moment
	a, s, ok := number(s, 4)
	if !ok || s == "" {
		return m, false
	}
	mark := s[0]
	if mark != '/' && mark != '-' && mark != '.' {
		return m, false
	}
	b, s, ok := number(s[1:], 2)
	if !ok || s == "" || s[0] != mark {
		return m, false
	}
	c, s, ok := number(s[1:], 4)
	if !ok {
		return m, false
	}
	year, month, day := c, b, a
	if a >= 1000 {
		year, day = a, c
	}
	if year < 1995 || year > 2100 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return m, false
	}
	m.day = dayNumber(year, month, day)
	if s == "" {
		return m, true
	}
	return m, m.clock(s)
}

// clock reads the time of day behind a date, and the offset behind that.
func (m *moment) clock(s string) bool {
	if s[0] != ' ' && s[0] != 'T' {
		return false
	}
	h, s, ok := number(s[1:], 2)
	if !ok || h > 23 || s == "" || s[0] != ':' {
		return false
	}
	minute, s, ok := number(s[1:], 2)
	if !ok || minute > 59 {
		return false
	}
	m.timed = true
	m.ms = int32(h*3600+minute*60) * 1000
	if s != "" && s[0] == ':' {
		var second int
		if second, s, ok = number(s[1:], 2); !ok || second > 59 {
			return false
		}
		m.ms += int32(second) * 1000
		if s != "" && s[0] == '.' {
			if s, ok = m.fraction(s[1:]); !ok {
				return false
			}
		}
	}
	return s == "" || m.zone(s)
}

func (m *moment) fraction(s string) (rest string, ok bool) {
	n, scale := 0, 100
	for ; n < len(s) && s[n] >= '0' && s[n] <= '9'; n++ {
		m.ms += int32(s[n]-'0') * int32(scale)
		scale /= 10
	}
	return s[n:], n > 0
}

// zone reads Z, +hh:mm, +hhmm or +hh.
func (m *moment) zone(s string) bool {
	m.hasZone = true
	if s == "Z" {
		return true
	}
	if s[0] != '+' && s[0] != '-' || len(s) < 3 {
		return false
	}
	h, _, ok := number(s[1:3], 2)
	rest := s[3:]
	if rest != "" && rest[0] == ':' {
		rest = rest[1:]
	}
	minute := 0
	if ok && rest != "" {
		minute, rest, ok = number(rest, 2)
	}
	if !ok || rest != "" || h > 14 || minute > 59 {
		return false
	}
	m.offset = int32(h*3600 + minute*60)
	if s[0] == '-' {
		m.offset = -m.offset
	}
	return true
}

// number reads the digits at the beginning of a string, at least one and at most as many as given.
func number(s string, most int) (n int, rest string, ok bool) {
	i := 0
	for ; i < len(s) && i < most && s[i]-'0' <= 9; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n, s[i:], i > 0
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// dayNumber counts the days since 1970-01-01 of a date in the Gregorian calendar from 1970 on.
func dayNumber(year, month, day int) int32 {
	if month <= 2 {
		year--
		month += 12
	}
	return int32(365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469)
}

// The days that a report may name.
const (
	firstDay = 9131  // 1995-01-01
	lastDay  = 47846 // 2100-12-31
)

// wallClock turns moments into instants. It remembers the offset of each day on which the clock was not changed, which
// is nearly every one, so that the zone is asked once a day and not once a row.
type wallClock struct {
	zone    *time.Location
	offsets []int32 // by day from firstDay on; unasked, or shifting
}

const (
	unasked  = -1 << 30
	shifting = 1 << 30
)

func newWallClock(zone *time.Location) *wallClock {
	w := &wallClock{zone: zone, offsets: make([]int32, lastDay-firstDay+2)} // the day after the last one ends it
	for i := range w.offsets {
		w.offsets[i] = unasked
	}
	return w
}

// instant gives the instant of a moment. A time that the clock showed twice is the first of the two. A time that it
// skipped is read by the clock from before the change, which moves it forward by what was skipped: 00:30 on a day that
// began at 01:00 is 01:30 of the same day.
func (w *wallClock) instant(m moment) model.Instant {
	local := int64(m.day) * 86400
	if m.hasZone {
		return model.Instant((local-int64(m.offset))*1000 + int64(m.ms))
	}
	offset := w.offsets[m.day-firstDay]
	if offset == unasked {
		offset = w.ask(local)
		w.offsets[m.day-firstDay] = offset
	}
	if offset == shifting {
		seconds := local + int64(m.ms/1000)
		return model.Instant(w.careful(seconds)*1000 + int64(m.ms%1000))
	}
	return model.Instant((local-int64(offset))*1000 + int64(m.ms))
}

// ask finds the offset of a whole day, or that it changes near it.
func (w *wallClock) ask(local int64) int32 {
	before, after := w.offsetAt(local-86400), w.offsetAt(local+2*86400)
	if before != after {
		return shifting
	}
	return int32(before)
}

// careful turns seconds of a wall clock into seconds of UTC on a day near a change.
func (w *wallClock) careful(seconds int64) int64 {
	before, after := w.offsetAt(seconds-86400), w.offsetAt(seconds+86400)
	early, late := seconds-before, seconds-after
	switch {
	case w.offsetAt(early) == before:
		return early // also of two that show the same time: the clock from before the change comes first
	case w.offsetAt(late) == after:
		return late
	}
	return early
}

// offsetAt is the zone's offset at an instant, in seconds east of UTC.
func (w *wallClock) offsetAt(unix int64) int64 {
	_, offset := time.Unix(unix, 0).In(w.zone).Zone()
	return int64(offset)
}

// endOfDay is the last millisecond of a moment's day.
func (w *wallClock) endOfDay(m moment) model.Instant {
	return w.instant(moment{day: m.day + 1}) - 1
}
