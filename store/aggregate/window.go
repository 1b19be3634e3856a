package aggregate

import (
	"sort"
	"time"

	"recoup/model"
)

// span is a half-open run of moments, [from, to).
type span struct{ from, to model.Instant }

func (w span) contains(i model.Instant) bool { return w.from <= i && i < w.to }

// windowOf is the part of a period that lies before or at the as-of moment: what came later is not looked at.
func windowOf(p model.Period, zone *time.Location, asOf model.Instant) span {
	from, to := p.Bounds(zone)
	return span{from, max(from, min(to, asOf+1))}
}

// orderedIn gives the rows ordered in a span; they stand together, because the columns are sorted by that time.
func (c *columns) orderedIn(w span) (from, to int32) {
	first := sort.Search(len(c.orderedAt), func(i int) bool { return c.orderedAt[i] >= w.from })
	last := sort.Search(len(c.orderedAt), func(i int) bool { return c.orderedAt[i] >= w.to })
	return int32(first), int32(max(first, last)) //nolint:gosec // rows fit
}

// buckets cuts a period into the points of a chart.
type buckets struct {
	days []model.Day     // the first local day of each point
	at   []model.Instant // the same as moments, and the end of the last point
	step bucketStep
}

type bucketStep uint8

const (
	byDay bucketStep = iota
	byWeek
	byMonth
)

// How many days a chart shows one by one, and how many in runs of seven; what is longer is shown by months.
const (
	mostDays       = 35
	mostDaysByWeek = 190
)

// bucketsOf cuts by days, by runs of seven days from the first on, or by calendar months, depending on the length.
func bucketsOf(p model.Period, zone *time.Location) buckets {
	step := byMonth
	switch {
	case p.Days() <= mostDays:
		step = byDay
	case p.Days() <= mostDaysByWeek:
		step = byWeek
	}
	return cut(p, zone, step)
}

func cut(p model.Period, zone *time.Location, step bucketStep) buckets {
	b := buckets{step: step}
	for day := p.From; day <= p.To; {
		b.days, b.at = append(b.days, day), append(b.at, day.Start(zone))
		switch step {
		case byDay:
			day++
		case byWeek:
			day += 7
		default:
			y, m, _ := day.Date()
			day = model.NewDay(y, m+1, 1)
		}
	}
	b.at = append(b.at, (p.To + 1).Start(zone))
	return b
}

// of is the point that a moment belongs to; -1 outside the period.
func (b *buckets) of(i model.Instant) int {
	n := len(b.days)
	if n == 0 || i < b.at[0] || i >= b.at[n] {
		return -1
	}
	// Buckets are nearly equally long, so the guess is at most a few steps off.
	guess := int(int64(i-b.at[0]) * int64(n) / int64(b.at[n]-b.at[0]))
	for b.at[guess] > i {
		guess--
	}
	for b.at[guess+1] <= i {
		guess++
	}
	return guess
}

// labels are the points' days as values.
func (b *buckets) labels() []model.Value {
	labels := make([]model.Value, len(b.days))
	for i, d := range b.days {
		labels[i] = model.DayOfValue(d)
	}
	return labels
}

// partial tells whether the last point is not over at the as-of moment, or is shorter than the others.
func (b *buckets) partial(asOf model.Instant) bool {
	n := len(b.days)
	if n == 0 {
		return false
	}
	short := b.step == byWeek && b.at[n] < (b.days[n-1]+6).Start(time.UTC)-14*model.Instant(time.Hour.Milliseconds())
	return short || asOf < b.at[n]-1
}
