package sample

import (
	"testing"
	"time"

	"recoup/model"
)

func TestAMomentOfADayStaysInIt(t *testing.T) {
	for _, name := range []string{"America/Sao_Paulo", "Europe/Lisbon", "America/Santiago", "Australia/Lord_Howe", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		asOf := model.InstantOf(time.Date(2025, 11, 20, 10, 30, 15, 250e6, zone))
		c := newCalendar(asOf, zone)
		for ago := range 800 {
			for _, seconds := range []int{0, 3600, 43_200, 84_000, 86_399} {
				i := c.at(ago, seconds)
				if day := model.DayOf(i, zone); day != c.today-model.Day(ago) || i > asOf || i%second != 0 {
					t.Errorf("%s: second %d of %d days ago is %s", name, seconds, ago, i.In(zone))
				}
				if got := c.ago(i); got != ago {
					t.Errorf("%s: %s is %d days ago, want %d", name, i.In(zone), got, ago)
				}
			}
		}
	}
}

func TestTheMomentsOfAWeekLieInIt(t *testing.T) {
	for _, clock := range []string{"00:00:00", "00:00:01", "07:12:00", "23:59:59"} {
		asOf, err := time.Parse(time.DateTime, "2026-03-04 "+clock)
		if err != nil {
			t.Fatal(err)
		}
		c, d := newCalendar(model.InstantOf(asOf), time.UTC), newDraw(3)
		for weeksAgo := range 4 {
			w := c.week(weeksAgo)
			perDay := map[int]int{}
			for range 2000 {
				i := w.moment(d)
				perDay[c.ago(i)]++
				if got := c.ago(i) / 7; got != weeksAgo || i > c.asOf {
					t.Fatalf("as of %s: a moment of week %d lies %d weeks back, at %s", clock, weeksAgo, got, i.In(time.UTC))
				}
			}
			for ago := max(1, 7*weeksAgo); ago < 7*weeksAgo+7; ago++ {
				if perDay[ago] < 150 {
					t.Errorf("as of %s: only %d of 2000 moments lie %d days ago", clock, perDay[ago], ago)
				}
			}
		}
	}
}
