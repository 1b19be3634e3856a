package model

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func day(t testing.TB, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADayWithoutMidnightStartsAtOne(t *testing.T) {
	for _, c := range []struct{ zone, day, start string }{
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"},
		{"America/Sao_Paulo", "2017-10-15", "2017-10-15T01:00:00-02:00"},
		{"America/Sao_Paulo", "2018-02-18", "2018-02-18T00:00:00-03:00"}, // clocks went back at midnight, to the day before
		{"America/Sao_Paulo", "2026-05-10", "2026-05-10T00:00:00-03:00"},
		{"America/Santiago", "2019-09-08", "2019-09-08T01:00:00-03:00"},
		{"America/Asuncion", "2018-10-07", "2018-10-07T01:00:00-03:00"},
		{"America/Havana", "2018-11-04", "2018-11-04T00:00:00-04:00"}, // midnight to one o'clock comes twice
		{"America/St_Johns", "2010-11-07", "2010-11-07T00:00:00-02:30"},
		{"Europe/Lisbon", "2018-03-25", "2018-03-25T00:00:00Z"},
		{"Asia/Beirut", "2018-03-25", "2018-03-25T01:00:00+03:00"},
		{"Pacific/Auckland", "2018-09-30", "2018-09-30T00:00:00+12:00"},
		{"UTC", "1969-12-31", "1969-12-31T00:00:00Z"},
	} {
		z := zone(t, c.zone)
		want, err := time.Parse(time.RFC3339, c.start)
		if err != nil {
			t.Fatal(err)
		}
		if got := day(t, c.day).Start(z); got != InstantOf(want) {
			t.Errorf("%s starts in %s at %s, want %s", c.day, c.zone, got.In(z).Format(time.RFC3339), c.start)
		}
	}
}

var dstZones = []string{
	"America/Sao_Paulo", "America/Santiago", "America/Asuncion", "Europe/Lisbon", "America/Mexico_City", "UTC",
	"America/Havana", "America/St_Johns", "Asia/Beirut", "Atlantic/Azores", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago",
}

// Days follow one another without a gap and without sharing an instant, and DayOf says the same as Start.
func TestEveryInstantBelongsToExactlyOneDay(t *testing.T) {
	for _, name := range dstZones {
		z := zone(t, name)
		for d := day(t, "1995-01-03"); d < day(t, "2030-01-01"); d++ {
			start, end := d.Start(z), (d + 1).Start(z)
			if hours := time.Duration(end-start) * time.Millisecond; hours < 22*time.Hour || hours > 26*time.Hour {
				t.Fatalf("%s in %s has %v", d, name, hours)
			}
			if DayOf(start, z) != d || DayOf(start-1, z) != d-1 {
				t.Fatalf("%s in %s starts at %v, which is on %s after %s", d, name, start.In(z), DayOf(start, z), DayOf(start-1, z))
			}
			if end-start == 24*3600*1000 {
				continue // no clock change: the two ends have said it all
			}
			for i := start; i < end; i += 60_000 {
				if DayOf(i, z) != d {
					t.Fatalf("%v is on %s, not on %s", i.In(z), DayOf(i, z), d)
				}
			}
		}
	}
}

func TestDaysBefore1970(t *testing.T) {
	if d := DayOf(-1, time.UTC); d != -1 {
		t.Errorf("the last millisecond of 1969 is on %s", d)
	}
	if d := DayOf(-24*3600*1000, time.UTC); d != -1 {
		t.Errorf("the first millisecond of 1969-12-31 is on %s", d)
	}
}

func TestADayThatAZoneSkippedIsEmpty(t *testing.T) {
	z := zone(t, "Pacific/Apia")
	d := day(t, "2011-12-30")
	if from, to := (Period{From: d, To: d}).Bounds(z); from != to || DayOf(from, z) != d+1 || DayOf(from-1, z) != d-1 {
		t.Errorf("%v to %v", from.In(z), to.In(z))
	}
}

func TestSalesFallInOneBucketAndBucketsSumToTheTotal(t *testing.T) {
	cases(t, 10_000, func(t *rapid.T) {
		z, err := LoadZone(rapid.SampledFrom(dstZones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		first := NewDay(2017, time.January, 1) + Day(rapid.IntRange(0, 1090).Draw(t, "first"))
		p := Period{From: first, To: first + Day(rapid.IntRange(0, 40).Draw(t, "days"))}
		from, to := p.Bounds(z)
		var total, all Sum
		buckets := make([]Sum, p.Days())
		for _, at := range rapid.SliceOfN(rapid.Int64Range(int64(from), int64(to)-1), 0, 20).Draw(t, "sales") {
			i := Instant(at)
			total.Add(at)
			d := DayOf(i, z)
			if !p.Contains(d) {
				t.Fatalf("%v lies in %v but on %s", i.In(z), p, d)
			}
			if start, end := (Period{From: d, To: d}).Bounds(z); i < start || i >= end {
				t.Fatalf("%v is on %s but not between its bounds", i.In(z), d)
			}
			buckets[d-p.From].Add(at)
		}
		for _, b := range buckets {
			all.Merge(b)
		}
		if all != total {
			t.Fatalf("buckets give %v, total is %v", all, total)
		}
	})
}

func TestWallClockTimesKeepTheirDay(t *testing.T) {
	z := zone(t, "America/Sao_Paulo")
	for _, c := range []struct {
		day    string
		second int
		want   string
		exists bool
	}{
		{"2026-05-10", 14*3600 + 3*60, "2026-05-10T14:03:00-03:00", true},
		{"2018-11-04", 30 * 60, "2018-11-04T01:30:00-02:00", false}, // half past midnight was never shown
		{"2018-11-04", 0, "2018-11-04T01:00:00-02:00", false},
		{"2018-11-04", 3600, "2018-11-04T01:00:00-02:00", true},
		{"2018-02-17", 23*3600 + 1800, "2018-02-17T23:30:00-02:00", true}, // shown twice: the first
		{"2018-02-18", 0, "2018-02-18T00:00:00-03:00", true},
	} {
		want, err := time.Parse(time.RFC3339, c.want)
		if err != nil {
			t.Fatal(err)
		}
		if got, exists := day(t, c.day).At(c.second, z); got != InstantOf(want) || exists != c.exists {
			t.Errorf("%s + %d s = %v, %v; want %s", c.day, c.second, got.In(z), exists, c.want)
		}
	}
	cases(t, 10_000, func(t *rapid.T) {
		z, err := LoadZone(rapid.SampledFrom(dstZones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		d := NewDay(2011, time.January, 1) + Day(rapid.IntRange(0, 5500).Draw(t, "day"))
		s := rapid.IntRange(0, secondsPerDay-1).Draw(t, "second")
		at, exists := d.At(s, z)
		if DayOf(at, z) != d {
			t.Fatalf("%s + %d s is %v", d, s, at.In(z))
		}
		if w := at.In(z); exists && w.Hour()*3600+w.Minute()*60+w.Second() != s {
			t.Fatalf("%s + %d s is %v", d, s, w)
		}
	})
}

func TestParseDayAndItsString(t *testing.T) {
	cases(t, 10_000, func(t *rapid.T) {
		d := Day(rapid.Int32Range(-700_000, 2_900_000).Draw(t, "day"))
		back, err := ParseDay(d.String())
		if err != nil || back != d {
			t.Fatalf("%d is %s is %d, %v", d, d, back, err)
		}
		if y, m, dd := d.Date(); NewDay(y, m, dd) != d || d.Weekday() != (d+7).Weekday() {
			t.Fatalf("%s: %d %d %d", d, y, m, dd)
		}
	})
	for _, bad := range []string{"", "2026-02-30", "10/05/2026", "2026-5-1", "today", "2026-05-10 "} {
		if d, err := ParseDay(bad); err == nil || KindOf(err) != KindUsage {
			t.Errorf("%q is %s, %v", bad, d, err)
		}
	}
}

func TestParseInstantForAsOf(t *testing.T) {
	z := zone(t, "America/Sao_Paulo")
	for s, want := range map[string]string{
		"2026-05-10T09:00:00-03:00": "2026-05-10T12:00:00Z",
		"2026-05-10T12:00:00.5Z":    "2026-05-10T12:00:00.5Z",
		"2026-05-10T09:00-03:00":    "2026-05-10T12:00:00Z",
		"2026-05-10 09:00":          "2026-05-10T12:00:00Z",
		"2026-05-10 09:00:30":       "2026-05-10T12:00:30Z",
		"2026-05-10T09:00":          "2026-05-10T12:00:00Z",
		"2026-05-10":                "2026-05-11T02:59:59.999Z",
		"2018-11-03":                "2018-11-04T02:59:59.999Z", // the day after has no midnight
	} {
		w, err := time.Parse(time.RFC3339Nano, want)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseInstant(s, z); err != nil || got != InstantOf(w) {
			t.Errorf("%s = %v, %v; want %s", s, got.In(time.UTC), err, want)
		}
	}
	for _, bad := range []string{"", "now", "yesterday", "2018-11-04 00:30", "2026-13-01", "1747000000", "2026-05-10 25:00"} {
		if got, err := ParseInstant(bad, z); err == nil || KindOf(err) != KindUsage {
			t.Errorf("%q = %v, %v", bad, got, err)
		}
	}
}

func TestLoadZone(t *testing.T) {
	for _, name := range strings.Fields(likelyZones) {
		zone(t, name)
	}
	for word, near := range map[string]string{
		"America/Sao_Paolo": "America/Sao_Paulo", "america/são paulo": "America/Sao_Paulo", "Sao Paulo": "America/Sao_Paulo", "Lisboa": "Europe/Lisbon",
		"Europe/Lisboa": "Europe/Lisbon", "Bogotá": "America/Bogota", "Brazil/Fortaleza": "America/Fortaleza", "GTM": "",
	} {
		if _, err := LoadZone(word); err == nil || KindOf(err) != KindUsage || !strings.Contains(err.Error(), near) {
			t.Errorf("%s: %v, want %s", word, err, near)
		}
	}
	for _, bad := range []string{"", "Local", "local", "../etc/passwd", "/etc/localtime", "\x1b[m", "America/"} {
		if _, err := LoadZone(bad); err == nil || KindOf(err) != KindUsage || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func BenchmarkDayOf(b *testing.B) {
	z := zone(b, "America/Sao_Paulo")
	for name, s := range map[string]string{"today": "2026-05-10", "inDST": "2018-12-10"} {
		at := day(b, s).Start(z) + 15*3600*1000
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = DayOf(at, z)
			}
		})
	}
}

func BenchmarkDayStart(b *testing.B) {
	z := zone(b, "America/Sao_Paulo")
	d := day(b, "2026-05-10")
	for b.Loop() {
		_ = d.Start(z)
	}
}
