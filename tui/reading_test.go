package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
)

func TestDrillingDownEndsAtOneTransactionAndComesBackToTheSamePlace(t *testing.T) {
	r := open(t, 120, 45).to(model.MySales)
	r.press("right", "right", "s") // sorted by status
	r.press("G", "up", "up")
	before := r.screen()

	r.press("enter").sees("Money", "Buyer paid", "R$ 2,626.56", "Hotmart's fee", "Mine", "Not enough limit", "See also")
	r.press("G").sees("What was seen, and when", "from a webhook", "from a report file")
	r.press("esc")
	if after := r.screen(); after != before {
		t.Errorf("esc did not come back to the same place:\nbefore\n%s\nafter\n%s", before, after)
	}
}

func TestEnterOnANumberShowsTheTransactionsBehindIt(t *testing.T) {
	r := open(t, 120, 36).to(model.Sold)
	r.press("down", "enter").sees("Reports › Sold › Mentoria de Fotografia", "row 1 of 12")
	if got := r.shop.found[0]; got.Set != model.SoldSet || got.Products[0] != "1001" {
		t.Errorf("asked for %+v, want the sales of product 1001", got)
	}
}

func TestATransactionLeadsToItsRelatives(t *testing.T) {
	r := open(t, 120, 45).to(model.MySales).press("enter")
	r.sees("All items of this order", "Everything this buyer did")
	r.press("down", "enter").sees("This buyer", "row 1 of 12")
	f := r.shop.found[0]
	if len(f.Buyers) != 1 || f.Buyers[0] != "jose@example.com" || f.Period == nil || f.Period.Key != model.AllTime {
		t.Errorf("asked for %+v, want everything of jose@example.com at any time", f)
	}
}

func TestALargerScreenShowsAPageFromItsStart(t *testing.T) {
	r := open(t, 80, 12).to(model.MySales).press("enter", "G").misses("Status")
	r.resize(80, 60).sees("Status", "What was seen, and when")
}

func TestOpeningFromTheLeftPaneCountsTheSameSevenDays(t *testing.T) {
	r := open(t, 120, 36).press("p").press("3")
	r.sees("last 30 days").press("tab", "enter")
	if last := r.shop.asked[len(r.shop.asked)-1]; last.Period.Key != model.Last7Days {
		t.Errorf("Sold was asked for %s, want the seven days its number in the left pane counts", last.Period.Key)
	}
}

func TestThePeriodMovesAndTheLeftPaneStays(t *testing.T) {
	r := open(t, 120, 36).to(model.Sold).press("[")
	r.sees("27 Apr – 3 May 2026")
	sold, home := r.shop.asked[len(r.shop.asked)-1], r.app.home.asked.query
	if sold.Period.To != model.NewDay(2026, 5, 3) {
		t.Errorf("the report was asked for %s", sold.Period.Range(model.LangEN))
	}
	if home.Period.To != model.NewDay(2026, 5, 10) {
		t.Errorf("the left pane was asked for %s, want the last seven days always", home.Period.Range(model.LangEN))
	}
	r.press("]").sees("4–10 May 2026").press("]")
	if !strings.Contains(r.footer(), "This is the latest period.") {
		t.Errorf("the footer says %q", r.footer())
	}
}

func TestChosenDaysAreCheckedBeforeTheyCount(t *testing.T) {
	r := open(t, 120, 36).press("p", "c").sees("Days of your choice")
	for range len("2026-05-04") {
		r.press("backspace")
	}
	r.types("2026-13-01").press("enter").sees(`"2026-13-01" is not a day.`)
	for range len("2026-13-01") {
		r.press("backspace")
	}
	r.types("2026-04-01").press("enter").misses("Days of your choice").sees("1 Apr – 10 May 2026")
}

func TestTheFilterKeepsWhatMatchesAndEscClearsIt(t *testing.T) {
	r := open(t, 120, 36).to(model.MySales).press("/").types("jose")
	r.sees("José João", "68 of 340").misses("Maria de Lourdes")
	r.press("enter").press("G").sees("row 68 of 68")
	r.press("esc").sees("Maria de", "of 340").misses("68 of 340")
}

func TestAFilterShowsTheColumnInWhichItFoundSomething(t *testing.T) {
	r := open(t, 80, 24).to(model.MySales).misses("Fotografia")
	r.press("/").types("fotografia").sees("Fotografia")
}

func TestATotalIsNotShownUnderRowsThatAreOnlyAPart(t *testing.T) {
	r := open(t, 120, 36).to(model.Sold).sees("212  R$ 41,220.00")
	r.press("/").types("curso").sees("1 of 4").misses("212  R$ 41,220.00")
}

func TestAFilterForgivesALetterAndFindsNoNoise(t *testing.T) {
	for _, c := range []struct {
		typed, cell string
		found       bool
	}{
		{"jose", "José João Conceição", true},
		{"CONCEICAO", "José João Conceição", true},
		{"crso", "Curso de Aquarela", true},
		{"joao jose", "José João Conceição", true},
		{"visa", "Vitória Silva", false},
		{"ana", "Mentoria de Fotografia", false},
		{"水彩", "水彩 太郎", true},
		{"", "anything", true},
	} {
		n := newNeedle(c.typed)
		if got := n.in([][]rune{foldRunes(c.cell)}); got != c.found {
			t.Errorf("%q in %q: found %v", c.typed, c.cell, got)
		}
	}
}

func TestMatchesAreMarkedWhereTheyStand(t *testing.T) {
	cell := "José João"
	marked := ""
	for _, at := range newNeedle("joao").marks(cell) {
		marked += string([]rune(cell[at:])[0])
	}
	if marked != "João" {
		t.Errorf("marked %q, want João", marked)
	}
}

func TestSortingPutsTheUnknownLastBothWays(t *testing.T) {
	r := open(t, 160, 45).to(model.MySales)
	for range 6 {
		r.press("right")
	}
	g := r.app.focusedGrid()
	for _, key := range []string{"s", "S"} {
		r.press(key, "G")
		if v, _ := g.cell(); !v.IsMissing() {
			t.Errorf("after %q the last row's net is %v, want unknown", key, v)
		}
		r.press("g")
		if v, _ := g.cell(); v.IsMissing() {
			t.Errorf("after %q the first row's net is unknown", key)
		}
	}
}

func TestSortingTurnsRoundAndKeepsTheRow(t *testing.T) {
	r := open(t, 160, 45).to(model.MySales).press("down", "down", "down")
	g := r.app.focusedGrid()
	row := g.row()
	r.press("s").sees("Code ▲")
	if g.row() != row {
		t.Errorf("the cursor moved from row %d to %d", row, g.row())
	}
	r.press("s").sees("Code ▼")
}

func TestALongTableIsSortedInTheBackground(t *testing.T) {
	s := newShop()
	s.rows = longTable + 1
	r := sit(t, 120, 36, s, Options{}).to(model.MySales)
	r.hold = true
	r.press("s").sees("row 1 of 3,001", "HP0001000000")
	r.release()
	r.press("g").sees("HP0000997000")
}

func TestLateAnswersAreDropped(t *testing.T) {
	r := open(t, 120, 36)
	r.hold = true
	r.to(model.Sold).press("esc")
	r.to(model.DeclinedCards)
	r.release()
	r.sees("Reports › Reasons for declined card payments", "Not enough limit").misses("Average ticket")
	if len(r.app.stack) != 1 {
		t.Errorf("%d screens are open, want one", len(r.app.stack))
	}
}

func TestAnAnswerToAnEarlierPeriodIsDropped(t *testing.T) {
	r := open(t, 120, 36).to(model.Sold)
	r.hold = true
	r.press("[", "[")
	slices.Reverse(r.held) // the answer that was asked for first comes last
	r.release()
	if got := r.app.top().report.Period; got != r.app.query.Period {
		t.Errorf("shows %s, asked for %s", got.Range(model.LangEN), r.app.query.Period.Range(model.LangEN))
	}
}

func TestOnlyASlowAnswerIsAnnouncedAndTheOldOneStays(t *testing.T) {
	r := open(t, 120, 36).to(model.Sold)
	r.later = nil
	r.hold = true
	r.press("[").sees("R$ 16,488.00").misses("loading")
	r.pass()
	r.sees("loading", "R$ 16,488.00")
	for range 3 { // the beat goes on as long as it is waited for
		before := r.line(1)
		r.hold = false
		r.pass()
		r.hold = true
		if r.line(1) == before {
			t.Errorf("nothing moves while waiting: %s", before)
		}
	}
	r.release()
	r.misses("loading")
}

func TestAnErrorIsASentenceInItsPlace(t *testing.T) {
	s := newShop()
	r := sit(t, 120, 36, s, Options{})
	s.fail = model.Failed(errors.New("disk"), "Look at the disk.", "The snapshot cannot be read.")
	r.to(model.Sold).sees("The snapshot cannot be read.", "Look at the disk.")
	s.fail = nil
	r.press("ctrl+r").sees("R$ 16,488.00").misses("cannot be read")
}

func TestAPanicInTheBackgroundIsASentenceToo(t *testing.T) {
	r := open(t, 120, 36)
	s := &screen{section: model.Sold, crumb: "Sold"}
	r.app.stack = append(r.app.stack, s) // a screen that cannot be asked: find is nil
	r.send(nil)
	r.sees("This part of the program failed")
	r.press("esc").sees("R$ 41,220.00")
}

func TestACommandThatCannotRunSaysWhy(t *testing.T) {
	r := open(t, 120, 36)
	for key, why := range map[string]string{
		"s": "Go to a table first.", "esc": "This is the first screen.", "r": "The recovery state is not built yet.",
		"n": "not built yet", "w": "not built yet", "ctrl+f": "Searching everything is not built yet.", ",": "not built yet",
		"1": "There are no tabs here.", "F": "No filter is set.", "0": "Those are shown already.", "]": "This is the latest period.",
	} {
		r.press(key)
		if !strings.Contains(r.footer(), why) {
			t.Errorf("%s: the footer says %q, want %q", key, r.footer(), why)
		}
	}
	r.press("?").sees("(not built yet)", "(Go to a")
}

func TestASectionThatIsNotBuiltSaysSo(t *testing.T) {
	r := open(t, 120, 36).press("G", "enter")
	if !strings.Contains(r.footer(), "Marketplace Analytics is not built yet.") {
		t.Errorf("the footer says %q", r.footer())
	}
}

func TestEveryKeyIsInTheHelpAndNoKeyStandsForTwo(t *testing.T) {
	seen := map[string]string{}
	for _, c := range Commands() {
		for _, k := range c.Keys {
			if other, taken := seen[k]; taken {
				t.Errorf("%s stands for %s and %s", k, other, c.ID)
			}
			seen[k] = c.ID
		}
		if (len(c.Keys) > 0) != (c.Shown != "") {
			t.Errorf("%s: keys %v are shown as %q", c.ID, c.Keys, c.Shown)
		}
		if c.why == nil || c.run == nil || c.Title == "" || c.Group == "" {
			t.Errorf("%s is incomplete", c.ID)
		}
	}
	for _, k := range strings.Fields("up k down j pgup pgdown ctrl+u ctrl+d g G tab shift+tab left right h l enter esc 1 9 / ctrl+f f F s S " +
		"space * y Y r z : ctrl+p ? p [ ] 0 c v b m i e n w $ , q ctrl+c ctrl+z") {
		if seen[k] == "" {
			t.Errorf("the key %s does nothing", k)
		}
	}
}

func TestHiddenAmountsLeakNoDigit(t *testing.T) {
	for _, size := range sizes {
		r := open(t, size[0], size[1]).press("$")
		for _, id := range []model.SectionID{"", model.Sold, model.DeclinedCards, model.MySales, model.LostSales} {
			if id != "" {
				r.to(id)
			}
			for _, visit := range [][]string{{}, {"i"}, {"esc", "enter"}, {"enter"}, {"enter"}} {
				r.press(visit...)
				for line := range strings.SplitSeq(r.screen(), "\n") {
					if i := strings.Index(line, "R$ "); i >= 0 && !strings.HasPrefix(line[i:], "R$ ••••") && !strings.HasPrefix(line[i:], "R$ …") && !strings.HasPrefix(line[i:], "R$ •") {
						t.Errorf("%dx%d %s shows an amount: %s", size[0], size[1], id, line)
					}
				}
				r.misses("41,220", "9,870", "2,626", "540.00")
			}
			r.press("esc", "esc", "esc")
		}
	}
}

func TestShowingAmountsAgainBringsThemBack(t *testing.T) {
	r := open(t, 120, 36).to(model.Sold).press("$").misses("R$ 41,220.00").press("$")
	r.sees("R$ 41,220.00", "R$ 16,488.00")
}

func TestWhatIsThisNumberTellsHowItIsCounted(t *testing.T) {
	r := open(t, 120, 36).to(model.Sold).press("i")
	r.sees("What is this number", "The prices of the sales, before fees.", "select sum(price) from v_sold", "12 transactions")
	r.press("down").sees("Transactions that were paid and kept.")
	r.press("enter").sees("Reports › Sold › Sales", "row 1 of 12")
}

func TestCopyingIsOneCleanLine(t *testing.T) {
	r := open(t, 120, 36).to(model.MySales).press("y")
	r.press("Y")
	if len(r.copied) != 2 || r.copied[0] != "HP0001000000" || !strings.HasPrefix(r.copied[1], "HP0001000000\t2026-05-10 09:00\tStarted\t") {
		t.Errorf("copied %q", r.copied)
	}
	for _, s := range r.copied {
		if strings.ContainsAny(s, "\n\r\x1b") {
			t.Errorf("%q is not one clean line", s)
		}
	}
}

func TestTheCurrencyGoesRound(t *testing.T) {
	r := open(t, 120, 36).press("c").sees("· USD")
	if got := r.app.query.Currency; got != "USD" {
		t.Errorf("asked for %s", got)
	}
	r.press("c").sees("all currencies").press("c").sees("· BRL")
}

func TestTheQuestionIsShownWhereItIsNotTheUsualOne(t *testing.T) {
	r := open(t, 160, 36).press("b").sees("by order").press("m").sees("booked").press("v").sees("vs last year").press("v").sees("not compared")
	q := r.shop.asked[len(r.shop.asked)-1]
	if q.Basis != model.ByOrder || q.Measure != model.Booked || q.Comparison != model.WithNothing {
		t.Errorf("asked %+v", q)
	}
}

func TestTheFilterFormNarrowsEveryReport(t *testing.T) {
	r := open(t, 160, 36).press("f").sees("Only some", "Status", "Product", "Method")
	r.press("down", "right", "down", "right", "right", "enter")
	r.sees("Curso de Aquarela", "· Pix")
	if f := r.app.query.Filter; len(f.Products) != 1 || f.Products[0] != "1000" || f.PaymentTypes[0] != model.Pix {
		t.Errorf("filters by %+v", f)
	}
	r.press("F").misses("· Pix")
}

func TestTheSnapshotIsReadAgainWhenItsFileChanges(t *testing.T) {
	r := open(t, 120, 36)
	before := len(r.shop.asked)
	r.shop.changed = true
	r.pass()
	if len(r.shop.asked) <= before {
		t.Error("nothing was asked again")
	}
	if !strings.Contains(r.footer(), "The snapshot has new data.") {
		t.Errorf("the footer says %q", r.footer())
	}
}

func TestAMouseClickFocusesSelectsOpensAndSorts(t *testing.T) {
	r := open(t, 120, 36)
	x, y := r.place("Balance")
	r.click(x, y)
	if section, _ := r.app.menu.selected(); section.ID != model.Balance {
		t.Errorf("selected %s", section.ID)
	}
	r.click(x, y).sees("Reports › Balance")
	x, y = r.place("Code")
	r.click(x, y).sees("Code ▲")
	x, y = r.place("RECOVERY OPPORTUNITIES")
	r.click(x, y)
	if !r.app.leftFocus || r.app.home.cursor != 1 {
		t.Errorf("left focus %v, cursor %d", r.app.leftFocus, r.app.home.cursor)
	}
	r.send(tea.MouseWheelMsg{X: 100, Y: 10, Button: tea.MouseWheelDown})
	if r.app.leftFocus || r.app.focusedGrid().cursor == 0 {
		t.Error("the wheel did not scroll the pane under it")
	}
	r.press(":").types("mouse").press("enter")
	if r.app.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse was not freed")
	}
}

func TestQuittingKeepsHowThingsLookAndNothingElse(t *testing.T) {
	path := t.TempDir() + "/state/screen.json"
	r := sit(t, 120, 36, newShop(), Options{StatePath: path}).press("$", "c").to(model.Sold)
	r.press(":").types("theme light").press("enter", "q")
	if !r.quit {
		t.Fatal("q did not quit")
	}
	again := sit(t, 120, 36, newShop(), Options{StatePath: path})
	again.sees("R$ ••••", "Reports ──")
	if again.app.kept.Theme != "light" {
		t.Errorf("the theme is %q", again.app.kept.Theme)
	}
}

func TestADamagedStateFileIsPassedOver(t *testing.T) {
	for _, content := range []string{"", "{", `{"theme":7}`, `{"unknown":true,"currency":"../../etc"}`, strings.Repeat("x", largestState+1)} {
		path := t.TempDir() + "/screen.json"
		if err := replaceFile(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		sit(t, 120, 36, newShop(), Options{StatePath: path}).sees("R$ 41,220.00")
	}
}

func TestAPasteIsBoundedAndInert(t *testing.T) {
	r := open(t, 120, 36).to(model.MySales).press("/")
	r.send(tea.PasteMsg{Content: "\x1b[31mana\r\n" + strings.Repeat("x", 10<<20)})
	if n := len([]rune(r.app.focusedGrid().filter)); n > longestFilter {
		t.Errorf("%d letters were taken", n)
	}
	if screen := r.screen(); strings.ContainsAny(screen, "\r\x1b") {
		t.Error("a control character is on the screen")
	}
	r.press("esc", "e", "down", "down")
	r.send(tea.PasteMsg{Content: "a\nb"})
	r.sees("a b")
}

func TestAgeIsToldByTheClock(t *testing.T) {
	later := func() time.Time { return time.Date(2026, 5, 31, 15, 0, 0, 0, time.UTC) }
	sit(t, 160, 36, newShop(), Options{Now: later}).sees("snapshot 3 weeks old")
}

func TestRedactedBuyersAreNeitherShownNorFound(t *testing.T) {
	r := sit(t, 160, 45, newShop(), Options{Redact: true}).to(model.MySales)
	r.misses("José", "Ana Souza").press("/").types("souza").sees("0 of 340")
	r.press("esc", "enter").misses("José", "jose@")
}
