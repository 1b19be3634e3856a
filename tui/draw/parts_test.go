package draw_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
	"recoup/tui/draw"
)

func TestLineSaysWhereSomethingWasCut(t *testing.T) {
	spans := []draw.Span{{Text: "R$ 41,220.00"}, {Text: " sold"}}
	for w, want := range map[int]string{
		20: "R$ 41,220.00 sold   ", 17: "R$ 41,220.00 sold", 16: "R$ 41,220.00 so…", 12: "R$ 41,220.0…", 1: "…", 0: "",
	} {
		if got := draw.Line(plainTheme(), w, spans...); got != want {
			t.Errorf("%d cells: %q, want %q", w, got, want)
		}
	}
	if got := draw.Line(asciiTheme(), 6, spans...); got != "R$ 41~" {
		t.Errorf("in ASCII: %q", got)
	}
}

func TestRowKeepsItsRightSide(t *testing.T) {
	left, right := []draw.Span{{Text: "recoup  Loja da Ana"}}, []draw.Span{{Text: "BRL"}}
	for w, want := range map[int]string{26: "recoup  Loja da Ana    BRL", 12: "recoup … BRL", 3: "BRL", 2: "B…"} {
		if got := draw.Row2(plainTheme(), w, left, right); got != want {
			t.Errorf("%d cells: %q, want %q", w, got, want)
		}
	}
}

func TestAControlCharacterThatSlippedThroughIsShown(t *testing.T) {
	got := draw.Line(plainTheme(), 10, draw.Span{Text: "a\x1b[31mb\x07"})
	if want := "a␛[31mb␇  "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMatchesAreWholeCharacters(t *testing.T) {
	for _, test := range []struct {
		text    string
		indexes []int
		want    []draw.Span
	}{
		{"aquarela", []int{0, 1, 4}, []draw.Span{{Role: draw.Match, Text: "aq"}, {Text: "ua"}, {Role: draw.Match, Text: "r"}, {Text: "ela"}}},
		{"水彩画", []int{3}, []draw.Span{{Text: "水"}, {Role: draw.Match, Text: "彩"}, {Text: "画"}}},
		{"x̂y", []int{1}, []draw.Span{{Role: draw.Match, Text: "x̂"}, {Text: "y"}}},
		{"Ana", nil, []draw.Span{{Text: "Ana"}}},
		{"Ana", []int{99}, []draw.Span{{Text: "Ana"}}},
	} {
		if diff := cmp.Diff(test.want, draw.Highlight(test.text, test.indexes, draw.Plain, draw.Match)); diff != "" {
			t.Errorf("%q: %s", test.text, diff)
		}
	}
}

func TestWrapBreaksBetweenWords(t *testing.T) {
	for _, test := range []struct {
		text string
		w    int
		want []string
	}{
		{"Import the sales report", 10, []string{"Import the", "sales", "report"}},
		{"Import", 3, []string{"Imp", "ort"}},
		{"水彩画の基礎", 5, []string{"水彩", "画の", "基礎"}},
		{"水", 1, []string{"水"}},
		{"", 10, nil},
		{"two  spaces here", 4, []string{"two ", "spac", "es", "here"}},
	} {
		if diff := cmp.Diff(test.want, draw.Wrap(test.text, test.w)); diff != "" {
			t.Errorf("%q in %d cells: %s", test.text, test.w, diff)
		}
	}
}

func TestOverlayNeverCutsAWideCharacterInTwo(t *testing.T) {
	base := []string{"水彩画水彩画", "abcdefghijkl", "mnopqrstuvwx"}
	want := []string{"水 ## 水彩画", "abc##fghijkl", "mnopqrstuvwx"}
	if diff := cmp.Diff(want, draw.Overlay(base, []string{"##", "##"}, 3, 0)); diff != "" {
		t.Error(diff)
	}
}

func TestHelpNeverDropsAKey(t *testing.T) {
	for w := 24; w <= 200; w++ {
		lines := draw.Help(plainTheme(), w, draw.HelpHeight(plainTheme(), w, helpGroups()), helpGroups(), 0)
		words := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
		for _, group := range helpGroups() {
			for _, hint := range group.Hints {
				if !strings.Contains(words, hint.Key) || !strings.Contains(words, strings.Fields(hint.Title)[0]) {
					t.Fatalf("%d columns: %q (%s) is missing:\n%s", w, hint.Key, hint.Title, strings.Join(lines, "\n"))
				}
			}
		}
	}
}

func TestHintsKeepTheWayToHelp(t *testing.T) {
	for w := 8; w <= 140; w++ {
		if got := draw.Hints(plainTheme(), w, footerHints()); !strings.Contains(got, "? help") {
			t.Errorf("%d columns: %q", w, got)
		}
	}
}

func TestTheActiveTabIsOnScreen(t *testing.T) {
	labels := []string{"Overview", "Requests", "Products", "Buyers", "Reasons"}
	for w := 14; w <= 60; w++ {
		for i, label := range labels {
			if got := draw.Tabs(plainTheme(), w, labels, i, true); !strings.Contains(got, "▌"+label) {
				t.Errorf("%d columns, tab %d: %q", w, i, got)
			}
		}
	}
}

func TestChangeIsToldByItsSignAndItsMeaning(t *testing.T) {
	money := func(n int64) model.Value { return brl(n) }
	for _, test := range []struct {
		name        string
		now, before model.Value
		better      int
		want        draw.Span
	}{
		{"more sold", money(108_100), money(100_000), 1, draw.Span{Role: draw.Gain, Text: "▲ 8.1 %"}},
		{"less sold", money(98_000), money(100_000), 1, draw.Span{Role: draw.Loss, Text: "▼ 2.0 %"}},
		{"more refunds", model.CountOf(3), model.CountOf(2), -1, draw.Span{Role: draw.Loss, Text: "▲ 50 %"}},
		{"a share by points", model.RatioOf(31, 1000), model.RatioOf(27, 1000), -1, draw.Span{Role: draw.Loss, Text: "▲ 0.40 pp"}},
		{"from nothing", money(5_000), money(0), 1, draw.Span{Role: draw.Gain, Text: "▲ R$ 50.00"}},
		{"from a debt", money(5_000), money(-5_000), 1, draw.Span{Role: draw.Gain, Text: "▲ 200 %"}},
		{"the same", money(5_000), money(5_000), 1, draw.Span{Role: draw.Muted, Text: "="}},
		{"neither good nor bad", model.CountOf(3), model.CountOf(2), 0, draw.Span{Role: draw.Muted, Text: "▲ 50 %"}},
		{"not known", model.Unknown(), money(5_000), 1, draw.Span{}},
		{"another currency", money(1), model.MoneyOf(model.NewMoney(1, "USD")), 1, draw.Span{}},
	} {
		if got := draw.Change(plainTheme(), english(), test.now, test.before, test.better); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestHiddenAmountsAreHiddenEverywhere(t *testing.T) {
	f := english()
	f.HideAmounts = true
	v := transactionsView(20)
	v.Formatter = f
	screen := strings.Join(slices.Concat(
		draw.Metrics(plainTheme(), 160, 1, headlineMetrics(), f, "BRL"),
		draw.Metrics(plainTheme(), 40, 6, headlineMetrics(), f, "BRL"),
		draw.Chart(plainTheme(), 160, 9, weekOfSales(), f, "BRL"),
		draw.Chart(plainTheme(), 60, 9, netByDay(), f, "BRL"),
		draw.Table(plainTheme(), 160, 20, v),
	), "\n")
	if found := regexp.MustCompile(`R\$ \d.*`).FindString(screen); found != "" {
		t.Errorf("an amount is on screen: %s", found)
	}
	if !strings.Contains(screen, "R$ ••••") || !strings.Contains(screen, "▲ 8.1 %") {
		t.Errorf("how it changed is no amount and stays:\n%s", screen)
	}
}

func TestAChartSaysItsHighestValue(t *testing.T) {
	for w := 30; w <= 200; w++ {
		for _, chart := range []model.Chart{weekOfSales(), quarterOfSales()} {
			screen := strings.Join(draw.Chart(plainTheme(), w, 9, chart, english(), "BRL"), "\n")
			highest := "R$ 12,899.00"
			if len(chart.Labels) > 7 {
				highest = "R$ 10,190.00"
			}
			if !strings.Contains(screen, highest) {
				t.Fatalf("%d columns:\n%s", w, screen)
			}
		}
	}
}

func TestBarsSayHowManyAreLeftOut(t *testing.T) {
	lines := draw.Chart(plainTheme(), 80, 5, declinesByReason(), english(), "")
	if got := strings.TrimSpace(lines[4]); got != "… +3" {
		t.Errorf("the last line is %q", got)
	}
	if !strings.Contains(lines[1], "1,204") || !strings.Contains(lines[1], "67 %") {
		t.Errorf("the first bar has no number: %q", lines[1])
	}
}

func TestSparkline(t *testing.T) {
	for _, test := range []struct {
		name   string
		points []int64
		w      int
		want   string
	}{
		{"a week", []int64{0, 1, 2, 3, 4, 5, 7}, 7, "▁▂▃▄▅▆█"},
		{"room to spare", []int64{0, 7}, 4, "▁█  "},
		{"more points than cells", []int64{0, 0, 7, 7}, 2, "▁█"},
		{"nothing sold", []int64{0, 0, 0}, 3, "▁▁▁"},
		{"refunds below zero", []int64{-7, 0}, 2, "▁█"},
		{"no points", nil, 3, "   "},
	} {
		if got := draw.Spark(plainTheme(), test.points, test.w); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestASCIIDrawsNothingElse(t *testing.T) {
	v := transactionsView(0)
	screen := slices.Concat(
		draw.Frame(asciiTheme(), 80, 10, "Reports › Refunds", "7 days", true, draw.Table(asciiTheme(), 78, 8, v)),
		draw.Chart(asciiTheme(), 80, 9, weekOfSales(), english(), "BRL"),
		draw.Chart(asciiTheme(), 80, 11, netByDay(), english(), "BRL"),
		draw.Chart(asciiTheme(), 80, 7, declinesByReason(), english(), ""),
		draw.Metrics(asciiTheme(), 80, 5, headlineMetrics(), english(), "BRL"),
		draw.Menu(asciiTheme(), 80, 15, sectionMenu()),
	)
	for _, line := range screen {
		for _, r := range line {
			if r > 0x7e {
				t.Errorf("%q in %q", r, line)
			}
		}
	}
}

func TestEntriesOfAMenuTellWhyTheyCannotBeChosen(t *testing.T) {
	v := draw.MenuView{Items: []draw.Item{{Title: "Note on the row", Value: "n", State: draw.ItemDisabled, Reason: "no row is selected"}}}
	if got := draw.Menu(plainTheme(), 60, 1, v)[0]; !strings.Contains(got, "no row is selected") {
		t.Errorf("%q", got)
	}
}

func TestAHeadlineIsShortenedByWholeParts(t *testing.T) {
	v := draw.MenuView{Items: []draw.Item{{Title: "Chargeback", Value: "0.42 % · room for 6"}}}
	for w, want := range map[int]string{40: "0.42 % · room for 6", 30: "0.42 %"} {
		got := strings.TrimSpace(strings.SplitN(draw.Menu(plainTheme(), w, 1, v)[0], "Chargeback", 2)[1])
		if got != want {
			t.Errorf("%d columns: %q, want %q", w, got, want)
		}
	}
}

func TestTypingKeepsTheCursorOnTheLine(t *testing.T) {
	text := "curso de aquarela para iniciantes"
	line, at := draw.InputLine(plainTheme(), 20, draw.InputView{Prompt: "/ ", Text: text, Cursor: len(text)})
	if !strings.HasSuffix(strings.TrimRight(line, " "), "iniciantes") || at != 19 {
		t.Errorf("%q with the cursor at %d", line, at)
	}
	line, at = draw.InputLine(plainTheme(), 20, draw.InputView{Prompt: "/ ", Placeholder: "filter rows"})
	if line != "/ filter rows       " || at != 2 {
		t.Errorf("%q with the cursor at %d", line, at)
	}
}

func TestFocusIsVisibleWithoutColour(t *testing.T) {
	with, without := draw.Frame(plainTheme(), 30, 3, "Reports", "", true, nil), draw.Frame(plainTheme(), 30, 3, "Reports", "", false, nil)
	if with[0] == without[0] || !strings.Contains(with[0], "▌Reports") {
		t.Errorf("%q and %q", with[0], without[0])
	}
}
