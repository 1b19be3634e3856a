package model

import "strings"

// Lang is a language of the program, as an IETF tag. The zero value is read as English.
type Lang string

// The languages.
const (
	LangEN Lang = "en"
	LangPT Lang = "pt-BR"
	LangES Lang = "es"
)

// Langs lists the languages.
func Langs() []Lang { return []Lang{LangEN, LangPT, LangES} }

// ParseLang reads a language tag or a locale such as pt, pt_BR.UTF-8, es-419 or C, in any case. A language that the
// program does not speak is a usage error.
func ParseLang(s string) (Lang, error) {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), ".")
	word, _, _ = strings.Cut(word, "@")
	primary, _, _ := strings.Cut(strings.ReplaceAll(word, "_", "-"), "-")
	switch primary {
	case "en", "c", "posix":
		return LangEN, nil
	case "pt":
		return LangPT, nil
	case "es":
		return LangES, nil
	}
	return "", Usage("Languages are en, pt-BR, es.", "%q is not a language of this program.", Clean(s))
}

// words is what a language needs to write numbers, dates and lengths of time.
type words struct {
	thousands, decimal string
	months             string // 12 abbreviations of three letters
	justNow            string
	units              [unitCount][2]string // one, many
	periods            map[PeriodKey]string
}

// The units of time that are written as words.
const (
	unitSecond = iota
	unitMinute
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitYear
	unitCount
)

// words gives the words of a language.
func (l Lang) words() *words {
	switch l {
	case LangPT:
		return &portuguese
	case LangES:
		return &spanish
	}
	return &english
}

// The words are never changed after start.
var (
	english = words{
		thousands: ",", decimal: ".", months: "JanFebMarAprMayJunJulAugSepOctNovDec", justNow: "just now",
		units: [unitCount][2]string{
			{"s", "s"}, {"min", "min"}, {"h", "h"}, {"day", "days"}, {"week", "weeks"}, {"month", "months"}, {"year", "years"},
		},
		periods: map[PeriodKey]string{
			Last7Days: "last 7 days", Last28Days: "last 28 days", Last30Days: "last 30 days", Last90Days: "last 90 days",
			Today: "today", Yesterday: "yesterday", ThisMonth: "this month", LastMonth: "last month",
			ThisYear: "this year", LastYear: "last year", AllTime: "all time",
		},
	}
	portuguese = words{
		thousands: ".", decimal: ",", months: "janfevmarabrmaijunjulagosetoutnovdez", justNow: "agora mesmo",
		units: [unitCount][2]string{
			{"s", "s"}, {"min", "min"}, {"h", "h"}, {"dia", "dias"}, {"semana", "semanas"}, {"mês", "meses"}, {"ano", "anos"},
		},
		periods: map[PeriodKey]string{
			Last7Days: "últimos 7 dias", Last28Days: "últimos 28 dias", Last30Days: "últimos 30 dias",
			Last90Days: "últimos 90 dias", Today: "hoje", Yesterday: "ontem", ThisMonth: "este mês",
			LastMonth: "mês passado", ThisYear: "este ano", LastYear: "ano passado", AllTime: "todo o período",
		},
	}
	spanish = words{
		thousands: ".", decimal: ",", months: "enefebmarabrmayjunjulagosepoctnovdic", justNow: "ahora mismo",
		units: [unitCount][2]string{
			{"s", "s"}, {"min", "min"}, {"h", "h"}, {"día", "días"}, {"semana", "semanas"}, {"mes", "meses"}, {"año", "años"},
		},
		periods: map[PeriodKey]string{
			Last7Days: "últimos 7 días", Last28Days: "últimos 28 días", Last30Days: "últimos 30 días",
			Last90Days: "últimos 90 días", Today: "hoy", Yesterday: "ayer", ThisMonth: "este mes",
			LastMonth: "mes pasado", ThisYear: "este año", LastYear: "año pasado", AllTime: "todo el período",
		},
	}
)
