package model_test

import (
	"testing"
	"time"

	"recoup/model"
)

func TestWeekdayIsShortInEveryLanguage(t *testing.T) {
	saturday := model.NewDay(2026, time.May, 9)
	for lang, want := range map[model.Lang][2]string{
		model.LangEN: {"Sat", "Sun"}, model.LangPT: {"sáb", "dom"}, model.LangES: {"sáb", "dom"},
	} {
		f := model.Formatter{Lang: lang}
		if got := [2]string{f.Weekday(saturday), f.Weekday(saturday + 1)}; got != want {
			t.Errorf("%s: %v, want %v", lang, got, want)
		}
	}
}
