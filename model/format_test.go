package model

import (
	"math"
	"strings"
	"testing"
	"time"
)

var en, pt, es = Formatter{Lang: LangEN}, Formatter{Lang: LangPT}, Formatter{Lang: LangES}

func TestFiguresAsAReaderWritesThem(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{en.Money(NewMoney(4122000, "BRL")), "R$ 41,220.00"},
		{en.Money(NewMoney(54000, "USD")), "USD 540.00"},
		{en.Money(NewMoney(-300, "BRL")), "-R$ 3.00"},
		{en.Money(NewMoney(5, "EUR")), "€ 0.05"},
		{pt.Money(NewMoney(123456, "BRL")), "R$ 1.234,56"},
		{es.Money(NewMoney(1234567, "CLP")), "CLP 1.234.567"},
		{en.Money(NewMoney(1234, "KWD")), "KWD 1.234"},
		{en.Money(NewMoney(1, "CLF")), "CLF 0.0001"},
		{en.Money(NewMoney(0, "JPY")), "JPY 0"},
		{en.Money(NewMoney(math.MinInt64, "BRL")), "-R$ 92,233,720,368,547,758.08"},
		{en.Money(NewMoney(100, "")), "1.00"},
		{Formatter{HideAmounts: true}.Money(NewMoney(-123456, "BRL")), "R$ ••••"},
		{en.Count(1204), "1,204"},
		{pt.Count(1204), "1.204"},
		{en.Count(-1234567), "-1,234,567"},
		{en.Count(999), "999"},
		{en.Count(0), "0"},
		{en.Count(math.MinInt64), "-9,223,372,036,854,775,808"},
		{en.Day(20583), "10 May 2026"},
		{pt.ShortDay(20577), "4 mai"},
		{Formatter{Zone: time.FixedZone("", -3*3600)}.Instant(1778432580000), "2026-05-10 14:03"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestRatesShowTwoDigitsAndNeverAFalseZero(t *testing.T) {
	for ratio, want := range map[float64]string{
		0: "0 %", 0.0042: "0.42 %", 0.00004: "<0.01 %", 0.00005: "0.01 %", 0.031: "3.1 %", 0.02: "2.0 %", 0.081: "8.1 %", 0.61: "61 %", 0.1234: "12 %",
		1: "100 %", 0.0995: "10 %", 0.0994: "9.9 %", 0.00996: "1.0 %", 12.5: "1,250 %", -0.081: "-8.1 %", -0.00001: ">-0.01 %",
		math.NaN(): "—", math.Inf(1): "—", math.Inf(-1): "—", 1e300: "—", -1e300: "—",
	} {
		if got := en.Ratio(ratio); got != want {
			t.Errorf("%v is %q, want %q", ratio, got, want)
		}
	}
	if got := pt.Ratio(0.0042); got != "0,42 %" {
		t.Errorf("in Portuguese %q", got)
	}
	for ratio, want := range map[float64]string{0.081: "▲ 8.1 %", -0.02: "▼ 2.0 %", 0: "= 0 %", math.NaN(): "—", -0.00001: "▼ <0.01 %"} {
		if got := en.Change(ratio); got != want {
			t.Errorf("a change of %v is %q, want %q", ratio, got, want)
		}
	}
}

func TestAgesAndDurations(t *testing.T) {
	const d = 24 * time.Hour
	for age, want := range map[time.Duration]string{
		-time.Hour: "just now", 59 * time.Second: "just now", time.Minute: "1 min", 3*time.Hour + 50*time.Minute: "3 h", 47 * time.Hour: "47 h",
		2 * d: "2 days", 13 * d: "13 days", 14 * d: "2 weeks", 21 * d: "3 weeks", 59 * d: "8 weeks", 60 * d: "2 months", 729 * d: "24 months", 730 * d: "2 years",
	} {
		if got := en.Age(age); got != want {
			t.Errorf("%v is %q, want %q", age, got, want)
		}
	}
	for length, want := range map[time.Duration]string{
		0: "0 s", 45 * time.Second: "45 s", 200 * time.Second: "3 min 20 s", time.Hour: "1 h", 25 * time.Hour: "1 day 1 h", 52 * time.Hour: "2 days 4 h", -time.Minute: "-1 min",
	} {
		if got := en.Duration(length); got != want {
			t.Errorf("%v is %q, want %q", length, got, want)
		}
	}
	if got := pt.Age(3 * 7 * d); got != "3 semanas" {
		t.Errorf("%q", got)
	}
	if got := en.Duration(math.MinInt64); !strings.HasPrefix(got, "-106,751 days") {
		t.Errorf("%q", got)
	}
}

func TestLocalesAreReadAsLanguages(t *testing.T) {
	for s, want := range map[string]Lang{
		"en": LangEN, "en_US.UTF-8": LangEN, "C": LangEN, "POSIX": LangEN, "C.UTF-8": LangEN, "pt": LangPT, "pt-BR": LangPT, "pt_BR.UTF-8": LangPT, "PT": LangPT,
		"pt_PT@euro": LangPT, "es-419": LangES, "es_MX.utf8": LangES,
	} {
		if got, err := ParseLang(s); err != nil || got != want {
			t.Errorf("%s is %q, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "fr", "portuguese", "\x1b"} {
		if got, err := ParseLang(s); err == nil || KindOf(err) != KindUsage {
			t.Errorf("%q is %q, %v", s, got, err)
		}
	}
	for _, lang := range Langs() {
		if n := len(lang.words().months); n != 36 {
			t.Errorf("the months of %s are %d bytes", lang, n)
		}
	}
}

func TestWhatTheFormatterWritesCanBeShown(t *testing.T) {
	for _, f := range []Formatter{en, pt, es, {HideAmounts: true}} {
		for _, s := range []string{f.Money(NewMoney(-5, "EUR")), f.Ratio(0.5), f.Change(-1), f.Day(0), f.Age(0), f.Duration(1e12), f.Money(NewMoney(1, "BRL"))} {
			if fault := shownFault(s); fault != "" || clean(s) != s {
				t.Errorf("%q: %s", s, fault)
			}
		}
	}
}

func BenchmarkMoney(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = en.Money(NewMoney(4122000, "BRL"))
	}
}
