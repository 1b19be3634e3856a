package tui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

var update = flag.Bool("update", false, "write the screens of now to testdata as those that are wanted")

var sizes = [][2]int{{160, 45}, {120, 36}, {80, 24}, {40, 12}}

// matches compares the screen with a file of testdata.
func (r *reader) matches(name string) {
	r.t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := r.screen() + "\n"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		r.t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		r.t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// to opens a section as a reader would: with the keys.
func (r *reader) to(id model.SectionID) *reader {
	r.t.Helper()
	section, _ := model.SectionByID(id)
	r.press(":")
	r.types(section.Title)
	return r.press("enter")
}

func TestEveryScreenLooksAsItShould(t *testing.T) {
	screens := map[string]func(r *reader){
		"home":         func(*reader) {},
		"home-rested":  func(r *reader) { r.press("tab").pass() },
		"sold":         func(r *reader) { r.to(model.Sold) },
		"declined":     func(r *reader) { r.to(model.DeclinedCards) },
		"my-sales":     func(r *reader) { r.to(model.MySales) },
		"transaction":  func(r *reader) { r.to(model.MySales).press("enter") },
		"not-imported": func(r *reader) { r.to(model.Club) },
		"no-match":     func(r *reader) { r.to(model.Refunds) },
		"palette":      func(r *reader) { r.press(":") },
		"help":         func(r *reader) { r.press("?") },
		"explain":      func(r *reader) { r.to(model.Sold).press("i") },
		"export":       func(r *reader) { r.press("e") },
		"periods":      func(r *reader) { r.press("p") },
		"filter-form":  func(r *reader) { r.press("f") },
	}
	for name, visit := range screens {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), func(t *testing.T) {
				r := open(t, size[0], size[1])
				visit(r)
				r.matches(fmt.Sprintf("%s-%dx%d", name, size[0], size[1]))
			})
		}
	}
}

func TestHomeShowsTheTwoNumbersAndFifteenSections(t *testing.T) {
	r := open(t, 120, 36)
	r.sees("SOLD", "R$ 41,220.00", "212 sales", "▲ 8.1 %", "USD 540.00", "▼ 2.0 %")
	r.sees("RECOVERY OPPORTUNITIES", "41", "R$ 9,870.00 at stake", "37 open · 4 since recovered")
	r.sees("Export details", "Discover ways to recover", "Reasons for declined cards", "Cart abandonment")
	for _, s := range model.Sections() {
		if s.Side == model.RightSide {
			r.sees(strings.TrimSuffix(s.Title, " Dashboard"))
		}
	}
	r.sees("— not in this snapshot", "not built yet", "snapshot 3 h old", "São Paulo", "last 7 days · 4–10 May 2026 · BRL")
}

func TestTheFirstFrameIsCompleteWhenTheDataIsThere(t *testing.T) {
	s := newShop()
	home, err := s.Report(t.Context(), model.Home, HomeQuery(s.query))
	if err != nil {
		t.Fatal(err)
	}
	headlines, err := s.Headlines(t.Context(), s.query)
	if err != nil {
		t.Fatal(err)
	}
	s.asked = nil
	app := New(t.Context(), s, Options{Home: &home, Headlines: headlines})
	app.resize(120, 36)
	first := (&reader{t: t, app: app}).screen()
	if !strings.Contains(first, "R$ 41,220.00") || !strings.Contains(first, "1,204 transactions") {
		t.Errorf("the first frame lacks figures:\n%s", first)
	}
	if len(s.asked) > 0 {
		t.Errorf("the backend was asked %d times before the first frame", len(s.asked))
	}
}

func TestTheFirstFrameOfAnotherPeriodKeepsTheWeekOnTheLeft(t *testing.T) {
	s := newShop()
	s.query.Period = s.query.Period.Shift(-1)
	home, err := s.Report(t.Context(), model.Home, HomeQuery(s.query))
	if err != nil {
		t.Fatal(err)
	}
	headlines, err := s.Headlines(t.Context(), s.query)
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{t: t, shop: s, app: New(t.Context(), s, Options{Home: &home, Headlines: headlines})}
	r.app.after = later(r)
	r.app.resize(120, 36)
	r.sees("R$ 41,220.00", "1,204 transactions", "27 Apr – 3 May 2026").misses("cards            23")
	r.run(r.app.Init())
	r.sees("cards            23")
}

func TestWithoutASaleThereIsASentenceAndNoZero(t *testing.T) {
	s := newShop()
	s.noSales = true
	r := sit(t, 120, 36, s, Options{})
	r.sees("No sale has been made yet.").misses("R$ 0", " 0 sales")
}

func TestSampleDataSaysSoOnEveryScreen(t *testing.T) {
	s := newShop()
	s.info.Sample = true
	for _, size := range append(sizes, [2]int{20, 5}) {
		r := sit(t, size[0], size[1], s, Options{})
		r.sees("sample data")
		for _, id := range []model.SectionID{model.Sold, model.MySales, model.Club} {
			r.to(id).sees("sample data").press("enter").sees("sample data").press("esc", "esc")
		}
	}
}

func TestAWelcomeTellsTheThreeWaysOnce(t *testing.T) {
	s := newShop()
	s.info.Sample = true
	r := sit(t, 120, 36, s, Options{Welcome: true})
	r.sees("This is sample data", "recoup import FILE", "recoup auth set, then recoup sync", "recoup listen")
	r.press("enter").misses("recoup import FILE")
	r.press(":").types("own data").press("enter").sees("recoup import FILE")
}

func TestAScreenTooSmallSaysSoOnOneLine(t *testing.T) {
	r := open(t, 120, 36)
	r.resize(19, 5).sees("recoup needs 20×5")
	r.resize(120, 4).sees("recoup needs 20×5")
	r.resize(1, 1)
	r.resize(0, 0)
	r.resize(120, 36).sees("R$ 41,220.00")
}

func TestTheFourKindsOfEmptyAreToldApart(t *testing.T) {
	r := open(t, 120, 36)
	r.to(model.Club).sees("This is not in the snapshot.", "Who opened which lesson is in the Club's own export.", "recoup import FILE")
	r.to(model.Refunds).sees("Nothing matches.", "Nothing was found for 4–10 May 2026.", "[ goes one period back")
	r.app.top().report.Empty = model.NoSnapshot
	r.sees("There is no snapshot yet.", "recoup import FILE")
	r.app.top().report.Empty = model.NoSaleEver
	r.sees("No sale has been made yet.")
}
