package model

import (
	"strconv"
	"time"
)

// Name says what the period was asked as, "last 7 days"; a period that was chosen by its days, or shifted, is named by
// its length, "7 days".
func (p Period) Name(lang Lang) string {
	if name, ok := lang.words().periods[p.Key]; ok && p.Shifted == 0 {
		return name
	}
	return Formatter{Lang: lang}.amount(int64(p.Days()), unitDay)
}

// Range says which days the period holds, with nothing said twice: "10 May 2026", "4–10 May 2026", "27 Apr – 3 May 2026",
// "28 Dec 2025 – 3 Jan 2026".
func (p Period) Range(lang Lang) string {
	fromYear, fromMonth, fromDay := p.From.Date()
	toYear, toMonth, toDay := p.To.Date()
	last := dayMonth(toDay, toMonth, lang) + " " + strconv.Itoa(toYear)
	switch {
	case p.From == p.To:
		return last
	case fromYear != toYear:
		return dayMonth(fromDay, fromMonth, lang) + " " + strconv.Itoa(fromYear) + " – " + last
	case fromMonth != toMonth:
		return dayMonth(fromDay, fromMonth, lang) + " – " + last
	}
	return strconv.Itoa(fromDay) + "–" + last
}

// Label is Name and Range together, "last 7 days · 4–10 May 2026".
func (p Period) Label(lang Lang) string { return p.Name(lang) + " · " + p.Range(lang) }

// dayMonth is a day without its year, "4 May".
func dayMonth(day int, month time.Month, lang Lang) string {
	return strconv.Itoa(day) + " " + monthName(month, lang)
}

// monthName is the abbreviation of a month, of three letters.
func monthName(month time.Month, lang Lang) string {
	i := 3 * (int(month) - 1)
	return lang.words().months[i : i+3]
}
