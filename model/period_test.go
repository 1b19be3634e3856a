package model

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func resolve(t testing.TB, key PeriodKey, asOf string) Period {
	t.Helper()
	z := zone(t, "America/Sao_Paulo")
	p, err := ResolvePeriod(key, day(t, asOf).Start(z)+9*3600*1000, z, day(t, "2019-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func days(p Period) string { return p.From.String() + " " + p.To.String() }

func TestNamedPeriodsEndWhereTheirNameSays(t *testing.T) {
	for key, want := range map[PeriodKey]string{
		Last7Days: "2026-05-04 2026-05-10", Last28Days: "2026-04-13 2026-05-10", Last30Days: "2026-04-11 2026-05-10",
		Last90Days: "2026-02-10 2026-05-10", Today: "2026-05-10 2026-05-10", Yesterday: "2026-05-09 2026-05-09",
		ThisMonth: "2026-05-01 2026-05-10", LastMonth: "2026-04-01 2026-04-30", ThisYear: "2026-01-01 2026-05-10",
		LastYear: "2025-01-01 2025-12-31", AllTime: "2019-03-02 2026-05-10",
	} {
		if p := resolve(t, key, "2026-05-10"); days(p) != want || p.Key != key || p.Shifted != 0 {
			t.Errorf("%s is %s, want %s", key, days(p), want)
		}
	}
	for _, key := range PeriodKeys() {
		resolve(t, key, "2026-01-01")
	}
	if p := resolve(t, AllTime, "2018-01-01"); p.Days() != 1 {
		t.Errorf("all time before the first day is %s", days(p))
	}
}

func TestTheLocalDayDecidesNotTheOneInUTC(t *testing.T) {
	z := zone(t, "America/Sao_Paulo")
	at := InstantOf(time.Date(2026, 5, 11, 1, 30, 0, 0, time.UTC)) // 22:30 on the 10th in São Paulo
	if p, err := ResolvePeriod(Today, at, z, 0); err != nil || p.From != day(t, "2026-05-10") {
		t.Errorf("today is %s, %v", days(p), err)
	}
}

func TestAnUnknownPeriodNamesTheNearestAndTheList(t *testing.T) {
	for word, near := range map[string]string{"7": "7d", "last-mont": "last-month", "thisyear": "this-year", "28days": "last-month", "custom": "7d", "": "today", "\x1b": "all"} {
		_, err := ResolvePeriod(PeriodKey(word), 0, time.UTC, 0)
		if err == nil || KindOf(err) != KindUsage || !strings.Contains(err.Error(), near) || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q: %v", word, err)
		}
	}
	if _, err := CustomPeriod(2, 1); err == nil || KindOf(err) != KindUsage {
		t.Errorf("a period that ends before it starts: %v", err)
	}
	if p, err := CustomPeriod(1, 1); err != nil || p.Days() != 1 || p.Key != Custom {
		t.Errorf("a period of one day: %v, %v", p, err)
	}
}

func TestPeriodsMoveByTheirOwnStep(t *testing.T) {
	for _, c := range []struct {
		key                         PeriodKey
		back, twice, next, previous string
	}{
		{Last7Days, "2026-04-27 2026-05-03", "2026-04-20 2026-04-26", "2026-05-11 2026-05-17", "2026-04-27 2026-05-03"},
		{Last28Days, "2026-03-16 2026-04-12", "2026-02-16 2026-03-15", "2026-05-11 2026-06-07", "2026-03-16 2026-04-12"},
		{Yesterday, "2026-05-08 2026-05-08", "2026-05-07 2026-05-07", "2026-05-10 2026-05-10", "2026-05-08 2026-05-08"},
		{ThisMonth, "2026-04-01 2026-04-30", "2026-03-01 2026-03-31", "2026-06-01 2026-06-30", "2026-04-01 2026-04-10"},
		{LastMonth, "2026-03-01 2026-03-31", "2026-02-01 2026-02-28", "2026-05-01 2026-05-31", "2026-03-01 2026-03-31"},
		{ThisYear, "2025-01-01 2025-12-31", "2024-01-01 2024-12-31", "2027-01-01 2027-12-31", "2025-01-01 2025-05-10"},
		{LastYear, "2024-01-01 2024-12-31", "2023-01-01 2023-12-31", "2026-01-01 2026-12-31", "2024-01-01 2024-12-31"},
		{AllTime, "2019-03-02 2026-05-10", "2019-03-02 2026-05-10", "2019-03-02 2026-05-10", "2011-12-22 2019-03-01"},
	} {
		p := resolve(t, c.key, "2026-05-10")
		got := []string{days(p.Shift(-1)), days(p.Shift(-1).Shift(-1)), days(p.Shift(1)), days(p.Previous())}
		for i, want := range []string{c.back, c.twice, c.next, c.previous} {
			if got[i] != want {
				t.Errorf("%s, move %d: %s, want %s", c.key, i, got[i], want)
			}
		}
	}
}

func TestComparisonWithAShorterMonthAndALeapDay(t *testing.T) {
	for _, c := range []struct {
		key        PeriodKey
		asOf, want string
	}{
		{ThisMonth, "2026-03-31", "2026-02-01 2026-02-28"},
		{ThisMonth, "2026-03-30", "2026-02-01 2026-02-28"},
		{ThisMonth, "2026-02-28", "2026-01-01 2026-01-31"}, // the whole month is compared with the whole month
		{ThisYear, "2024-02-29", "2023-01-01 2023-02-28"},
		{ThisYear, "2025-12-31", "2024-01-01 2024-12-31"},
		{ThisMonth, "2026-01-15", "2025-12-01 2025-12-15"},
	} {
		if got := days(resolve(t, c.key, c.asOf).Previous()); got != c.want {
			t.Errorf("%s as of %s is compared with %s, want %s", c.key, c.asOf, got, c.want)
		}
	}
	month, _ := CustomPeriod(day(t, "2026-02-01"), day(t, "2026-02-28"))
	if got := days(month.Shift(-1)); got != "2026-01-01 2026-01-31" {
		t.Errorf("a chosen month moves to %s", got)
	}
	year, _ := CustomPeriod(day(t, "2024-01-01"), day(t, "2024-12-31"))
	if got := days(year.Previous()); got != "2023-01-01 2023-12-31" {
		t.Errorf("a chosen year is compared with %s", got)
	}
}

func TestBackAndForwardReturnsToNow(t *testing.T) {
	cases(t, 10_000, func(t *rapid.T) {
		asOf := NewDay(2016, time.January, 1) + Day(rapid.IntRange(0, 5000).Draw(t, "asOf"))
		key := rapid.SampledFrom(PeriodKeys()).Draw(t, "key")
		p, err := ResolvePeriod(key, asOf.Start(time.UTC), time.UTC, asOf-1000)
		if err != nil {
			t.Fatal(err)
		}
		steps := rapid.IntRange(0, 15).Draw(t, "steps")
		q := p.Shift(-steps)
		if p.step() != stepNone && steps > 0 && q.To >= p.From {
			t.Fatalf("%v moved back is %v", p, q)
		}
		for range steps {
			q = q.Next(asOf)
		}
		if q != p {
			t.Fatalf("%v, %d back and forward again, is %v", p, steps, q)
		}
		if q.Next(asOf).To > asOf {
			t.Fatalf("%v goes on to %v, after %v", q, q.Next(asOf), asOf)
		}
		if prev := p.Previous(); prev.To >= p.From || prev.From > prev.To {
			t.Fatalf("%v is compared with %v", p, prev)
		}
		same := p.SameDaysLastYear()
		if same.From.Weekday() != p.From.Weekday() || same.Days() != p.Days() {
			t.Fatalf("%v and %v are other days of the week", p, same)
		}
		if !p.Contains(p.From) || !p.Contains(p.To) || p.Contains(p.From-1) || p.Contains(p.To+1) {
			t.Fatal("a period does not contain its own days")
		}
	})
}

func TestPeriodsAreNamedInThreeLanguages(t *testing.T) {
	week := resolve(t, Last7Days, "2026-05-10")
	for _, c := range []struct {
		got, want string
	}{
		{week.Label(LangEN), "last 7 days · 4–10 May 2026"},
		{week.Label(LangPT), "últimos 7 dias · 4–10 mai 2026"},
		{week.Label(LangES), "últimos 7 días · 4–10 may 2026"},
		{week.Shift(-1).Label(LangEN), "7 days · 27 Apr – 3 May 2026"},
		{week.Shift(-18).Range(LangEN), "29 Dec 2025 – 4 Jan 2026"},
		{resolve(t, Today, "2026-05-10").Label(LangEN), "today · 10 May 2026"},
		{resolve(t, Today, "2026-05-10").Shift(-1).Name(LangPT), "1 dia"},
		{resolve(t, LastYear, "2026-05-10").Range(LangPT), "1 jan – 31 dez 2025"},
		{resolve(t, AllTime, "2026-05-10").Shift(-1).Name(LangEN), "all time"},
		{resolve(t, AllTime, "2026-05-10").Shift(-1).Range(LangEN), "2 Mar 2019 – 10 May 2026"},
		{Period{From: 0, To: 1203, Key: Custom}.Name(LangEN), "1,204 days"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	for _, lang := range Langs() {
		for _, key := range PeriodKeys() {
			if name := resolve(t, key, "2026-05-10").Name(lang); name == "" || strings.ContainsAny(name, "0123456789") != strings.HasSuffix(string(key), "d") {
				t.Errorf("%s in %s is %q", key, lang, name)
			}
		}
	}
}
