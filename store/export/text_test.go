package export

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

func TestColumnsLineUpWhateverTheWidthOfTheCharacters(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		names := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("aé東ไทยनी👩‍🚀e\u0301")), 0, 12, -1)), 1, 6).Draw(rt, "names")
		rows := model.RowList{}
		for i, name := range names {
			rows = append(rows, model.Row{Cells: []model.Value{model.TextOf(name), model.CountOf(i)}})
		}
		width := rapid.SampledFrom([]int{0, 12, 20, 80}).Draw(rt, "width")
		r := model.Report{Tables: []model.Table{{ID: "t", Rows: rows, Columns: []model.Column{
			{ID: "name", Label: "Name", Type: model.ColText}, {ID: "n", Label: "N", Type: model.ColCount},
		}}}}
		raw, _ := mustTable(t, r, "t", Options{Format: FormatTable, Width: width})
		lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
		if len(lines) != len(names)+1 {
			rt.Fatalf("%d lines for %d rows", len(lines), len(names))
		}
		for _, line := range lines[1:] {
			if got, want := model.Width(line), model.Width(lines[0]); got != want {
				rt.Fatalf("%q is %d cells wide and the header %d", line, got, want)
			}
			if width > 0 && model.Width(line) > width {
				rt.Fatalf("%q is wider than %d", line, width)
			}
		}
	})
}

func TestFiguresAreNeverShortened(t *testing.T) {
	raw, _ := mustTable(t, lostSales(t), "opportunities", Options{Format: FormatTable, Formatter: inEnglish(t), Width: 10})
	for _, figure := range []string{"R$ 497.00", "USD 97.00", "-R$ 0.05", "12,345", "10 h 45 min"} {
		if !strings.Contains(string(raw), figure) {
			t.Errorf("%q is not there in full", figure)
		}
	}
}

func TestAReportKeepsItsOwnClock(t *testing.T) {
	tokyo := model.Formatter{Zone: time.FixedZone("Asia/Tokyo", 9*3600)}
	for _, format := range []Format{FormatTable, FormatMarkdown} {
		table, _ := mustTable(t, lostSales(t), "opportunities", Options{Format: format, Formatter: tokyo})
		if !strings.Contains(string(table), "2026-05-09 22:15") {
			t.Errorf("%s: the moments are not those of the report's zone:\n%s", format, table)
		}
		report := string(mustReport(t, lostSales(t), Options{Format: format, Formatter: tokyo}))
		if !strings.Contains(report, "As of 2026-05-10 09:00, America/Sao") || !strings.Contains(report, "2026-05-09 22:15") {
			t.Errorf("%s: the report has another clock:\n%s", format, report)
		}
	}
}

func TestPlainTextDrawsNothing(t *testing.T) {
	r := lostSales(t)
	r.Charts = append(r.Charts, model.Chart{Label: "Trend", Kind: model.Sparkline, Labels: []model.Value{model.TextOf("May")},
		Series: []model.Series{{Currency: "BRL", Points: []model.Value{brl(49_700)}}}})
	got := string(mustReport(t, r, Options{Format: FormatTable, Formatter: inEnglish(t)}))
	for _, c := range got {
		if c == '\x1b' || c >= 0x2500 && c <= 0x25ff || c >= 0x2800 && c <= 0x28ff {
			t.Fatalf("%U is drawn", c)
		}
	}
	if !strings.Contains(got, "Trend\n           BRL\nMay  R$ 497.00\n") {
		t.Errorf("the chart's number is not there:\n%s", got)
	}
}

func TestHiddenAmountsStayHiddenForReaders(t *testing.T) {
	f := inEnglish(t)
	f.HideAmounts = true
	for _, format := range []Format{FormatTable, FormatMarkdown} {
		got := string(mustReport(t, lostSales(t), Options{Format: format, Formatter: f}))
		if strings.Contains(got, "497") || strings.Contains(got, "1,491") || !strings.Contains(got, "R$ ••••") {
			t.Errorf("%s shows an amount:\n%s", format, got)
		}
	}
}

func TestEachKindOfEmptyIsTold(t *testing.T) {
	for _, lang := range model.Langs() {
		seen := map[string]bool{}
		for _, kind := range []model.EmptyKind{model.NoSnapshot, model.NoSaleEver, model.NothingMatches, model.NeverImported} {
			r := model.Report{Title: "Sold", Empty: kind}
			o := Options{Format: FormatTable, Formatter: model.Formatter{Lang: lang}}
			text := string(mustReport(t, r, o))
			lines := strings.Split(strings.TrimSpace(text), "\n")
			seen[lines[len(lines)-1]] = true
			o.Format = FormatMarkdown
			if md := string(mustReport(t, r, o)); !strings.Contains(md, lines[len(lines)-1]) {
				t.Errorf("Markdown does not say %q", lines[len(lines)-1])
			}
		}
		if len(seen) != 4 {
			t.Errorf("%s tells %d kinds of empty apart, want 4: %v", lang, len(seen), seen)
		}
	}
}

func TestAnEmptyTableSaysSo(t *testing.T) {
	table := model.Table{ID: "t", Label: "T", Columns: []model.Column{{ID: "a"}}, Rows: model.RowList{}}
	told := table
	told.Empty = model.Say("No lost sale in these {0} days.", model.CountOf(7))
	for _, c := range []struct {
		table model.Table
		want  string
	}{{table, "No rows.\n"}, {told, "No lost sale in these 7 days.\n"}} {
		for _, format := range []Format{FormatTable, FormatMarkdown} {
			got, result := mustTable(t, model.Report{Tables: []model.Table{c.table}}, "t", Options{Format: format})
			if string(got) != c.want || result.Rows != 0 {
				t.Errorf("%s: got %q and %d rows, want %q", format, got, result.Rows, c.want)
			}
		}
	}
}

func TestHowMuchAFigureChanged(t *testing.T) {
	en := model.Formatter{Lang: model.LangEN}
	for _, c := range []struct {
		story       string
		now, before model.Value
		want        string
	}{
		{"more", model.CountOf(108), model.CountOf(100), "+8.0 %"},
		{"less", brl(50), brl(100), "-50 %"},
		{"the same", brl(50), brl(50), "0 %"},
		{"from a loss to a gain", brl(50), brl(-50), "+200 %"},
		{"from nothing", model.CountOf(3), model.CountOf(0), "—"},
		{"to nothing", model.CountOf(0), model.CountOf(3), "-100 %"},
		{"a rate changes by points", model.RatioOf(5, 100), model.RatioOf(4, 100), "+1.0 pp"},
		{"a rate from 0 changes by points", model.RatioOf(5, 100), model.RatioOf(0, 100), "+5.0 pp"},
		{"not known now", model.Unknown(), model.CountOf(3), "—"},
		{"not known before", model.CountOf(3), model.Unknown(), "—"},
		{"currencies are not compared", brl(50), usd(50), "—"},
	} {
		t.Run(c.story, func(t *testing.T) {
			if got := changeOf(c.now, c.before, en); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestMarkdownHasNoMeaningInACell(t *testing.T) {
	for raw, want := range map[string]string{
		"a|b": `a\|b`, "*b*": `\*b\*`, "_i_": `\_i\_`, "`c`": "\\`c\\`", "<b>": `\<b\>`, "[x](y)": `\[x\](y)`, "![x](y)": `!\[x\](y)`,
		`\`: `\\`, "&amp;": `\&amp;`, "http://x": `http\://x`, "www.x": `www\.x`, "~~s~~": `\~\~s\~\~`, "R$ 4,970.00": "R$ 4,970.00",
	} {
		if got := escapeMarkdown(raw); got != want {
			t.Errorf("%q became %q, want %q", raw, got, want)
		}
	}
}

func TestTheRowsThatAreLeftOutAreCounted(t *testing.T) {
	r := model.Report{Tables: []model.Table{{ID: "t", Label: "T", Columns: []model.Column{{ID: "n", Label: "N", Type: model.ColCount}}, Rows: manyRows(1345)}}}
	for lang, want := range map[model.Lang]string{model.LangEN: "… 1,340 more rows\n", model.LangPT: "… mais 1.340 linhas\n", model.LangES: "… 1.340 filas más\n"} {
		for _, format := range []Format{FormatTable, FormatMarkdown} {
			got := string(mustReport(t, r, Options{Format: format, Formatter: model.Formatter{Lang: lang}, Limit: 5}))
			if !strings.HasSuffix(got, want) {
				t.Errorf("%s in %s: %s", format, lang, cmp.Diff(want, got))
			}
		}
	}
}
