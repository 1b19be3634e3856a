package model

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestAValueIsWrittenForItsReader(t *testing.T) {
	saoPaulo := time.FixedZone("America/Sao_Paulo", -3*3600)
	morning := InstantOf(time.Date(2026, 5, 10, 12, 3, 0, 0, time.UTC))
	en := Formatter{Lang: LangEN, Zone: saoPaulo}
	pt := Formatter{Lang: LangPT, Zone: saoPaulo}
	es := Formatter{Lang: LangES, Zone: saoPaulo}
	for _, c := range []struct {
		story string
		f     Formatter
		v     Value
		want  string
	}{
		{"what is not known is never 0", en, Unknown(), "—"},
		{"a share of nothing is not known", en, RatioOf(3, 0), "—"},
		{"a buyer's name is shown cleaned", en, TextOf("Ana\x1b[31m Souza"), "Ana␛[31m Souza"},
		{"a count in English", en, CountOf(41220), "41,220"},
		{"a count in Portuguese", pt, CountOf(41220), "41.220"},
		{"an amount in English", en, MoneyOf(NewMoney(4122000, "BRL")), "R$ 41,220.00"},
		{"an amount in Spanish", es, MoneyOf(NewMoney(4122000, "EUR")), "€ 41.220,00"},
		{"a hidden amount", Formatter{HideAmounts: true}, MoneyOf(NewMoney(4122000, "BRL")), "R$ ••••"},
		{"a rate", en, RatioOf(312, 10000), "3.1 %"},
		{"a moment is told in the account's zone", en, InstantOfMillis(morning), "2026-05-10 09:03"},
		{"a moment without a zone is told in UTC", Formatter{}, InstantOfMillis(morning), "2026-05-10 12:03"},
		{"a day", en, DayOfValue(NewDay(2026, time.May, 4)), "4 May 2026"},
		{"a status is told in words", en, EnumOf("NO_FUNDS", "No funds"), "No funds"},
		{"an enumeration without words is its id", en, EnumOf("SOMETHING_NEW", ""), "SOMETHING_NEW"},
		{"yes in English", en, FlagOf(true), "yes"},
		{"no in English", en, FlagOf(false), "no"},
		{"yes in Portuguese", pt, FlagOf(true), "sim"},
		{"no in Portuguese", pt, FlagOf(false), "não"},
		{"yes in Spanish", es, FlagOf(true), "sí"},
		{"no in Spanish", es, FlagOf(false), "no"},
		{"a length of time", en, DurationOf(12_000_000), "3 h 20 min"},
		{"a length of time that goes back", en, DurationOf(-45_000), "-45 s"},
	} {
		t.Run(c.story, func(t *testing.T) {
			if got := c.f.Value(c.v); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheLongestTimeHasAnEnd(t *testing.T) {
	for _, ms := range []int64{math.MaxInt64, math.MinInt64} {
		if got := (Formatter{}).Value(DurationOf(ms)); !strings.Contains(got, "106,751 days") {
			t.Errorf("%d ms: got %q, want the most that can be told", ms, got)
		}
	}
}

func TestAPhraseTakesItsValues(t *testing.T) {
	en := Formatter{Lang: LangEN}
	for _, c := range []struct {
		story string
		f     Formatter
		p     Phrase
		want  string
	}{
		{"words alone", en, Say("No sale yet."), "No sale yet."},
		{"nothing to say", en, Phrase{}, ""},
		{"values in any order, more than once", en, Say("{1} of {0}, {1}", CountOf(41), CountOf(37)), "37 of 41, 37"},
		{"amounts follow the language", Formatter{Lang: LangPT}, Say("{0} em jogo", MoneyOf(NewMoney(497000, "BRL"))), "R$ 4.970,00 em jogo"},
		{"amounts can be hidden", Formatter{HideAmounts: true}, Say("{0} at stake", MoneyOf(NewMoney(497000, "BRL"))), "R$ •••• at stake"},
		{"a place without a value", en, Say("{0} of {1}", CountOf(1)), "1 of —"},
		{"a value is not read as words", en, Say("{0}, {1}", TextOf("{1}"), CountOf(2)), "{1}, 2"},
		{"other braces stand for themselves", en, Say("{} {a} {-1} {999} {0", CountOf(1)), "{} {a} {-1} {999} {0"},
	} {
		t.Run(c.story, func(t *testing.T) {
			if got := c.f.Phrase(c.p); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
