package ingest

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"recoup/model"
)

func TestDatesAsReportsWriteThem(t *testing.T) {
	zone := saoPaulo(t)
	clock := newWallClock(zone)
	for _, c := range []struct{ text, want string }{
		{"04/05/2026 10:00:30", "2026-05-04T13:00:30Z"},
		{"04/05/2026 10:00", "2026-05-04T13:00:00Z"},
		{"04/05/2026", "2026-05-04T03:00:00Z"},
		{"4/5/2026 9:05", "2026-05-04T12:05:00Z"},
		{"04-05-2026 10:00:30", "2026-05-04T13:00:30Z"},
		{"2026-05-04", "2026-05-04T03:00:00Z"},
		{"2026-05-04 10:00:30", "2026-05-04T13:00:30Z"},
		{"2026-05-04T10:00:30.25", "2026-05-04T13:00:30.25Z"},
		{"2026-05-04T10:00:30Z", "2026-05-04T10:00:30Z"},
		{"2026-05-04T10:00:30.5-03:00", "2026-05-04T13:00:30.5Z"},
		{"2026-05-04T10:00:30+0530", "2026-05-04T04:30:30Z"},
		{"2026-05-04T10:00+02", "2026-05-04T08:00:00Z"},
		{"29/02/2024 23:59:59", "2024-03-01T02:59:59Z"},
		{"01/01/1995 00:00:00", "1995-01-01T02:00:00Z"},
		{"31/12/2100 23:59:59", "2101-01-01T02:59:59Z"},
	} {
		m, ok := parseMoment(c.text)
		if !ok {
			t.Errorf("%s is no date", c.text)
		} else if got := when(clock.instant(m)); got != c.want {
			t.Errorf("%s is %s, want %s", c.text, got, c.want)
		}
	}
	for _, text := range []string{"", " ", "31/04/2026", "29/02/2026", "00/05/2026", "04/13/2026", "04/05/26", "04/05/1994", "04/05/2101",
		"04/05/2026 24:00:00", "04/05/2026 10:60:00", "04/05/2026 10:00:60", "04/05/2026 10", "04/05/2026 10:00:00 PM", "04/05-2026",
		"2026-05-04T10:00:30+", "2026-05-04T10:00:30+15:00", "2026-05-04T10:00:30z", "46146", "04/05/2026x", "-4/05/2026", "4//2026", "ontem"} {
		if m, ok := parseMoment(text); ok {
			t.Errorf("%q was read as %+v", text, m)
		}
	}
}

// The clock of São Paulo went from 00:00 to 01:00 on 4 November 2018 and from 24:00 back to 23:00 on 17 February 2018.
func TestWhereTheClockIsChanged(t *testing.T) {
	clock := newWallClock(saoPaulo(t))
	for _, c := range []struct{ what, text, want string }{
		{"the last second before the gap", "03/11/2018 23:59:59", "2018-11-04T02:59:59Z"},
		{"the first second of the gap is the first of the day", "04/11/2018 00:00:00", "2018-11-04T03:00:00Z"},
		{"a time in the gap moves forward by the gap", "04/11/2018 00:30:00", "2018-11-04T03:30:00Z"},
		{"the first second behind the gap", "04/11/2018 01:00:00", "2018-11-04T03:00:00Z"},
		{"a day alone begins where it begins", "04/11/2018", "2018-11-04T03:00:00Z"},
		{"before the repeated hour", "17/02/2018 22:59:59", "2018-02-18T00:59:59Z"},
		{"the repeated hour is the first of the two", "17/02/2018 23:30:00", "2018-02-18T01:30:00Z"},
		{"behind the repeated hour", "18/02/2018 00:00:00", "2018-02-18T03:00:00Z"},
	} {
		m, ok := parseMoment(c.text)
		if !ok {
			t.Fatalf("%s is no date", c.text)
		}
		if got := when(clock.instant(m)); got != c.want {
			t.Errorf("%s: %s is %s, want %s", c.what, c.text, got, c.want)
		}
	}
}

func TestEveryWallClockTimeStaysOnItsDay(t *testing.T) {
	for _, name := range []string{"America/Sao_Paulo", "Europe/Lisbon", "America/Mexico_City", "Australia/Lord_Howe", "Asia/Kolkata", "UTC", "Pacific/Auckland"} {
		zone, err := model.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		clock := newWallClock(zone)
		rapid.Check(t, func(rt *rapid.T) {
			at := model.Instant(rapid.Int64Range(time.Date(1995, 1, 2, 0, 0, 0, 0, time.UTC).UnixMilli(),
				time.Date(2100, 12, 30, 0, 0, 0, 0, time.UTC).UnixMilli()).Draw(rt, "instant"))
			wall := at.In(zone)
			m, ok := parseMoment(wall.Format("02/01/2006 15:04:05"))
			if !ok {
				rt.Fatalf("%s is no date", wall)
			}
			got := clock.instant(m).In(zone)
			if got.Format(time.DateTime) != wall.Format(time.DateTime) || got.After(wall) {
				rt.Fatalf("%s in %s was read as %s", wall, name, got)
			}
		})
	}
}

func TestASlipDueOnADayMayBePaidUntilItsEnd(t *testing.T) {
	due := only(t, anaBuys("HP0000000001").with("Data de vencimento (vouchers)", "03/11/2018")).DueAt
	if got := when(due); got != "2018-11-04T02:59:59.999Z" {
		t.Errorf("due at %s", got)
	}
	due = only(t, anaBuys("HP0000000001").with("Data de vencimento (vouchers)", "10/05/2026 18:00:00")).DueAt
	if got := when(due); got != "2026-05-10T21:00:00Z" {
		t.Errorf("due at %s", got)
	}
}
