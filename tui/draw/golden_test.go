package draw_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/google/go-cmp/cmp"

	"recoup/model"
	"recoup/tui/draw"
)

var update = flag.Bool("update", false, "write what is drawn now to testdata as what is wanted")

// golden compares lines with a file of testdata.
func golden(t *testing.T, name string, lines []string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// screen composes a part of the program at a size.
type screen func(t *draw.Theme, w, h int) []string

func TestScreensLookAsTheyShould(t *testing.T) {
	sizes := []struct{ w, h int }{{160, 45}, {120, 30}, {80, 24}, {40, 12}}
	for _, screens := range []map[string]screen{tableScreens(), otherScreens()} {
		for name, screen := range screens {
			for _, size := range sizes {
				golden(t, fmt.Sprintf("%s-%dx%d", name, size.w, size.h), screen(plainTheme(), size.w, size.h))
			}
			golden(t, name+"-ascii", screen(asciiTheme(), 80, 24))
		}
	}
}

func tableScreens() map[string]screen {
	return map[string]screen{
		"home": home,
		"table": func(t *draw.Theme, w, h int) []string {
			return draw.Table(t, w, h, transactionsView(340))
		},
		"table-scrolled": func(t *draw.Theme, w, h int) []string {
			v := transactionsView(340)
			v.Left, v.Column, v.Cursor, v.Focused = 2, 4, 200, false
			v.Foot = []draw.Span{{Role: draw.Muted, Text: "filter "}, {Role: draw.Strong, Text: "aquarela"}}
			return draw.Table(t, w, h, v)
		},
		"table-short": func(t *draw.Theme, w, h int) []string {
			v := transactionsView(5)
			v.Table.Rows = transactionRows{n: 5, mixed: true}
			v.Table.Totals[3] = model.Unknown()
			v.Matches = func(_, column int) []int {
				if column == 0 {
					return []int{0, 1, 2}
				}
				return nil
			}
			return draw.Table(t, w, h, v)
		},
		"table-empty": func(t *draw.Theme, w, h int) []string { return draw.Table(t, w, h, transactionsView(0)) },
	}
}

func otherScreens() map[string]screen {
	return map[string]screen{
		"columns": func(t *draw.Theme, w, h int) []string {
			return draw.Chart(t, w, min(h, 10), weekOfSales(), english(), "BRL")
		},
		"columns-negative": func(t *draw.Theme, w, h int) []string {
			return draw.Chart(t, w, min(h, 11), netByDay(), english(), "BRL")
		},
		"columns-quarter": func(t *draw.Theme, w, h int) []string {
			return draw.Chart(t, w, min(h, 9), quarterOfSales(), english(), "BRL")
		},
		"bars": func(t *draw.Theme, w, h int) []string {
			return draw.Chart(t, w, min(h, 7), declinesByReason(), english(), "BRL")
		},
		"metrics": func(t *draw.Theme, w, h int) []string {
			n := draw.MetricsHeight(t, w, headlineMetrics(), english(), "BRL")
			return draw.Metrics(t, w, min(n, h), headlineMetrics(), english(), "BRL")
		},
		"help": func(t *draw.Theme, w, h int) []string {
			return draw.Help(t, w, min(draw.HelpHeight(t, w, helpGroups()), h), helpGroups(), 0)
		},
		"menu-periods": func(t *draw.Theme, w, h int) []string {
			v := draw.MenuView{Focused: true, Cursor: 1}
			for i, key := range model.PeriodKeys() {
				item := draw.Item{Title: model.Period{Key: key}.Name(model.LangEN), Current: i == 0}
				if key == model.AllTime {
					item.State, item.Reason = draw.ItemDisabled, "the snapshot holds 7 days"
				}
				v.Items = append(v.Items, item)
			}
			return draw.Menu(t, w, min(len(v.Items), h), v)
		},
		"dialog": func(t *draw.Theme, w, h int) []string {
			v := palette()
			bw, bh := min(60, w), min(draw.DialogHeight(v), h)
			x, y := draw.Center(w, h, bw, bh)
			return draw.Overlay(home(t, w, h), draw.Dialog(t, bw, bh, v), x, y)
		},
		"empty": func(t *draw.Theme, w, h int) []string {
			return draw.EmptyState(t, w, min(h, 14), "No snapshot yet",
				[]string{"recoup shows what is in a local snapshot of your sales. Import the sales report that Hotmart lets you download, or look around in the sample account."},
				"recoup import vendas.csv")
		},
	}
}

func TestEveryThemeStylesTheHomeScreen(t *testing.T) {
	profiles := map[string]colorprofile.Profile{
		"nocolor": colorprofile.ASCII, "16": colorprofile.ANSI, "256": colorprofile.ANSI256, "true": colorprofile.TrueColor,
	}
	grounds := map[string]bool{"dark": true, "light": false}
	for depth, profile := range profiles {
		for ground, dark := range grounds {
			golden(t, "styled/"+ground+"-"+depth, styledScreen(draw.NewTheme(dark, false, profile, false)))
			golden(t, "styled/"+ground+"-contrast-"+depth, styledScreen(draw.NewTheme(dark, true, profile, false)))
		}
	}
}

// styledScreen shows every role and every kind of part once.
func styledScreen(t *draw.Theme) []string {
	v := transactionsView(40)
	lines := draw.Frame(t, 100, 12, "Reports › My sales", "7 days", true, draw.Table(t, 98, 10, v))
	v.Focused = false
	lines = append(lines, draw.Frame(t, 100, 8, "Last 7 days", "", false, draw.Table(t, 98, 6, v))...)
	lines = append(lines, draw.Metrics(t, 100, 5, headlineMetrics(), english(), "BRL")...)
	lines = append(lines, draw.Chart(t, 100, 8, weekOfSales(), english(), "BRL")...)
	lines = append(lines, draw.Chart(t, 100, 9, netByDay(), english(), "BRL")...)
	lines = append(lines, draw.Chart(t, 100, 7, declinesByReason(), english(), "BRL")...)
	lines = append(lines, draw.Dialog(t, 60, 12, palette())...)
	lines = append(lines, draw.Hints(t, 100, footerHints()), draw.Tabs(t, 100, []string{"Overview", "Requests", "Products"}, 1, true),
		draw.Toast(t, 100, draw.Error, "The file could not be written."),
		draw.Progress(t, 100, english(), draw.ProgressView{Label: "vendas.csv", Part: 0.42, Figures: "38,000 rows/s · 4 s left"}))
	return lines
}

func palette() draw.DialogView {
	return draw.DialogView{
		Title: "Commands", Input: &draw.InputView{Prompt: "› ", Text: "exp", Cursor: 3},
		Menu: &draw.MenuView{Focused: true, ValuesRight: true, Items: []draw.Item{
			{Title: "Export what is on screen", Matches: []int{0, 1, 2}, Value: "e"},
			{Title: "Expand the report to the whole width", Matches: []int{0, 1, 2}, Value: "z"},
			{Title: "Message from a template", State: draw.ItemDisabled, Reason: "no buyer here"},
		}},
		Error: "", Buttons: []draw.Button{{Key: "⏎", Title: "Run", Focused: true}, {Key: "esc", Title: "Close"}},
	}
}

func quarterOfSales() model.Chart {
	c := model.Chart{ID: "quarter", Label: "Sold by day", Kind: model.Columns, Unit: model.UnitMoney}
	now, before := model.Series{Label: "this quarter", Currency: "BRL"}, model.Series{Label: "the quarter before", Currency: "BRL"}
	for i := range 90 {
		c.Labels = append(c.Labels, model.DayOfValue(day(1)+model.Day(i)))
		now.Points = append(now.Points, brl(int64(i*i%41*20_000+i*3_000)))
		before.Points = append(before.Points, brl(int64(i*i%37*18_000+20_000)))
	}
	c.Series = []model.Series{now, before}
	return c
}
