package sample

import (
	"time"

	"recoup/model"
)

const (
	second = 1000
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// calendar counts days backwards from the as-of moment: 0 is its own local day, 1 the day before. Week 0 is days 0 to 6,
// which is what the program calls the last seven days.
type calendar struct {
	asOf   model.Instant // in whole seconds, as a report writes them
	zone   *time.Location
	today  model.Day
	starts []model.Instant
	hourOf [256]uint8
}

// hourWeights is when buyers buy, by local hour: little at night, a hill before noon, a higher one in the evening.
var hourWeights = [24]int{4, 2, 1, 1, 1, 1, 4, 7, 11, 15, 17, 17, 14, 13, 15, 16, 16, 15, 14, 16, 19, 18, 13, 6}

// weekdayWeights is when buyers buy, from Sunday on.
var weekdayWeights = [7]int{88, 112, 118, 113, 106, 92, 76}

func newCalendar(asOf model.Instant, zone *time.Location) calendar {
	c := calendar{asOf: asOf - asOf%second, zone: zone, today: model.DayOf(asOf, zone), starts: make([]model.Instant, 0, 800)}
	at := 0
	for h, w := range hourWeights {
		for range w {
			c.hourOf[at] = uint8(h)
			at++
		}
	}
	return c
}

// start is the first instant of a day.
func (c *calendar) start(ago int) model.Instant {
	for len(c.starts) <= ago {
		c.starts = append(c.starts, (c.today - model.Day(len(c.starts))).Start(c.zone))
	}
	return c.starts[ago]
}

// end is the last second of a day that the account can know of.
func (c *calendar) end(ago int) model.Instant {
	if ago == 0 {
		return c.asOf
	}
	return c.start(ago-1) - second
}

// at gives a moment of a day, so many seconds after its start, moved into the day where a clock change made it shorter,
// and never after the as-of moment.
func (c *calendar) at(ago, seconds int) model.Instant {
	return min(c.start(ago)+model.Instant(seconds)*second, c.end(ago))
}

// ago is how many days before today a moment lies.
func (c *calendar) ago(i model.Instant) int {
	ago := max(0, int((c.start(0)-i)/day))
	for ago > 0 && c.start(ago-1) <= i {
		ago--
	}
	for c.start(ago) > i {
		ago++
	}
	return ago
}

// secondOfDay gives a local time of day at which buyers buy.
func (c *calendar) secondOfDay(d draw) int {
	h := int(c.hourOf[d.below(len(c.hourOf))])
	return h*3600 + d.below(3600)
}

// week lays out the moments of a week in proportion to how buyers buy.
type week struct {
	days    *calendar
	first   int // days ago of its latest day
	weights [7]int
	total   int
}

// week gives a week by how many weeks it lies back. Of today only what is over counts.
func (c *calendar) week(weeksAgo int) week {
	w := week{days: c, first: 7 * weeksAgo}
	for i := range w.weights {
		ago := w.first + i
		weight := 24 * weekdayWeights[(c.today-model.Day(ago)).Weekday()]
		if ago == 0 {
			weight = weight * int((c.asOf-c.start(0))/minute) / (24 * 60)
		}
		w.weights[i] = weight
		w.total += weight
	}
	return w
}

// moment gives a moment of the week.
func (w *week) moment(d draw) model.Instant {
	left := d.below(w.total)
	ago := w.first
	for i, weight := range w.weights {
		if left -= weight; left < 0 {
			ago = w.first + i
			break
		}
	}
	seconds := w.days.secondOfDay(d)
	if ago == 0 {
		if over := int((w.days.asOf - w.days.start(0)) / second); seconds >= over {
			seconds = d.below(over + 1)
		}
	}
	return w.days.at(ago, seconds)
}

// momentSince gives a moment of the week from its latest day but so many back to its first.
func (w *week) momentSince(d draw, days int) model.Instant {
	return w.days.at(w.first+d.between(days, 6), w.days.secondOfDay(d))
}
