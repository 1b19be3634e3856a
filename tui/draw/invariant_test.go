package draw_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"recoup/model"
	"recoup/tui/draw"
)

// themes are all there are: what holds, holds in each.
func themes() []*draw.Theme {
	var all []*draw.Theme
	for _, profile := range []colorprofile.Profile{colorprofile.NoTTY, colorprofile.ASCII, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor} {
		for bits := range 8 {
			all = append(all, draw.NewTheme(bits&1 > 0, bits&2 > 0, profile, bits&4 > 0))
		}
	}
	return all
}

// aText is anything a buyer may type into a checkout, cleaned.
func aText() *rapid.Generator[string] {
	pieces := []string{
		"Ana", "São Paulo", "ação", "水彩画", "한국어", "عربى", "🎨", "👩‍💻", "🇧🇷", "❤️", "\u0301", "é", "a\u0301\u0302\u0303\u0304",
		" ", "  ", "R$ 1,00", "…", "█", "—", "\x1b[31m", "\x1b]8;;http://x\x07", "\u202e", "\t", "\n", "\x00", "\x9b", "\u200b", "हिन्दी", "ไทย", "1️⃣", "ｗｉｄｅ",
		"a very long name that goes on and on and does not want to end anywhere near here",
	}
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for _, piece := range rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.String()), 0, 6).Draw(t, "pieces") {
			b.WriteString(piece)
		}
		return model.Clean(b.String()).String()
	})
}

func aValue() *rapid.Generator[model.Value] {
	return rapid.Custom(func(t *rapid.T) model.Value {
		n := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-100, 10_000)).Draw(t, "n")
		switch rapid.IntRange(0, 8).Draw(t, "kind") {
		case 0:
			return model.TextOf(aText().Draw(t, "text"))
		case 1:
			return model.CountOf(int(n))
		case 2:
			return model.MoneyOf(model.NewMoney(n, rapid.SampledFrom([]model.Currency{"BRL", "CLP", "KWD", "CLF", ""}).Draw(t, "currency")))
		case 3:
			return model.RatioOf(n, rapid.Int64().Draw(t, "whole"))
		case 4:
			return model.InstantOfMillis(model.Instant(n % 4e12))
		case 5:
			return model.DayOfValue(model.Day(n % 40_000))
		case 6:
			return model.EnumOf("ID", aText().Draw(t, "label"))
		case 7:
			return model.DurationOf(n)
		}
		return model.Unknown()
	})
}

func aFormatter() *rapid.Generator[model.Formatter] {
	return rapid.Custom(func(t *rapid.T) model.Formatter {
		return model.Formatter{
			Lang: rapid.SampledFrom(model.Langs()).Draw(t, "lang"), Zone: saoPaulo,
			HideAmounts: rapid.Bool().Draw(t, "hide"), Redact: rapid.Bool().Draw(t, "redact"),
		}
	})
}

func aSize(t *rapid.T) (w, h int) {
	return rapid.IntRange(0, 240).Draw(t, "w"), rapid.IntRange(0, 80).Draw(t, "h")
}

// checkBlock is the rule of the whole package: exactly h lines, each of exactly w cells, and no byte that a terminal would
// obey but colours and weights.
func checkBlock(t *rapid.T, name string, w, h int, lines []string) {
	t.Helper()
	if len(lines) != h {
		t.Fatalf("%s: %d lines, want %d", name, len(lines), h)
	}
	for i, line := range lines {
		checkLine(t, name, i, w, line)
	}
}

func checkLine(t *rapid.T, name string, i, w int, line string) {
	t.Helper()
	bare := ansi.Strip(line)
	if got := ansi.StringWidth(bare); got != w {
		t.Fatalf("%s: line %d is %d cells wide, want %d: %q", name, i, got, w, line)
	}
	if got := draw.Cells(line); got != w {
		t.Fatalf("%s: line %d measures %d cells, want %d: %q", name, i, got, w, line)
	}
	if bad := forbidden(line); bad != "" {
		t.Fatalf("%s: line %d holds %q: %q", name, i, bad, line)
	}
}

// forbidden gives the first sequence in a line that is neither text nor a colour.
func forbidden(line string) string {
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		switch {
		case r == 0x1b:
			n := strings.IndexByte(line[i:], 'm')
			if n < 2 || line[i+1] != '[' || strings.Trim(line[i+2:i+n], "0123456789;:") != "" {
				return line[i:min(i+8, len(line))]
			}
			size = n + 1
		case r < 0x20, r >= 0x7f && r < 0xa0, r == utf8.RuneError && size == 1:
			return line[i : i+size]
		}
		i += size
	}
	return ""
}

func aTable(t *rapid.T) model.Table {
	types := []model.ColumnType{model.ColText, model.ColCount, model.ColMoney, model.ColRatio, model.ColInstant, model.ColDay, model.ColEnum, model.ColFlag, model.ColDuration}
	n := rapid.IntRange(0, 9).Draw(t, "columns")
	table := model.Table{Empty: model.Say(aText().Draw(t, "empty"))}
	cells := func() []model.Value {
		return rapid.SliceOfN(aValue(), n, n).Draw(t, "cells")
	}
	for range n {
		table.Columns = append(table.Columns, model.Column{
			Label: aText().Draw(t, "label"), Type: rapid.SampledFrom(types).Draw(t, "type"), Personal: rapid.Bool().Draw(t, "personal"),
		})
	}
	rows := model.RowList{}
	for range rapid.IntRange(0, 12).Draw(t, "rows") {
		rows = append(rows, model.Row{Cells: cells()})
	}
	table.Rows = rows
	if rapid.Bool().Draw(t, "has totals") {
		table.Totals = cells()
	}
	return table
}

func aTableView(t *rapid.T) draw.TableView {
	v := draw.TableView{
		Table: aTable(t), Formatter: aFormatter().Draw(t, "formatter"),
		Cursor: rapid.IntRange(-2, 15).Draw(t, "cursor"), Top: rapid.IntRange(-2, 15).Draw(t, "top"),
		Column: rapid.IntRange(-1, 10).Draw(t, "column"), Left: rapid.IntRange(-1, 10).Draw(t, "left"),
		SortColumn: rapid.IntRange(-1, 10).Draw(t, "sort"), Descending: rapid.Bool().Draw(t, "descending"),
		Focused: rapid.Bool().Draw(t, "focused"), ShowTotals: rapid.Bool().Draw(t, "totals"),
		Marks: map[int]bool{rapid.IntRange(0, 12).Draw(t, "marked"): true},
	}
	if n := v.Table.Rows.Len(); n > 0 && rapid.Bool().Draw(t, "ordered") {
		v.Order = rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 20).Draw(t, "order")
	}
	if rapid.Bool().Draw(t, "matched") {
		v.Matches = func(row, column int) []int { return []int{row, row + column} }
	}
	return v
}

func TestTableKeepsItsSizeAndShowsTheSelectedRow(t *testing.T) {
	all := themes()
	rapid.Check(t, func(t *rapid.T) {
		theme := all[rapid.IntRange(0, len(all)-1).Draw(t, "theme")]
		w, h := aSize(t)
		v := aTableView(t)
		lines := draw.Table(theme, w, h, v)
		checkBlock(t, "table", w, h, lines)
		if v.Len() == 0 || w == 0 || h == 0 {
			return
		}
		sign := theme.Glyphs.Resting
		if v.Focused {
			sign = theme.Glyphs.Cursor
		}
		if n := marked(lines, sign); n != 1 {
			t.Fatalf("%d rows wear the cursor %q, want one:\n%s", n, sign, strings.Join(lines, "\n"))
		}
		top, left := draw.Reveal(w, h, v)
		v.Top, v.Left = top, left
		checkBlock(t, "revealed table", w, h, draw.Table(theme, w, h, v))
	})
}

// marked counts the lines that begin with a sign.
func marked(lines []string, sign string) int {
	n := 0
	for _, line := range lines {
		if strings.HasPrefix(ansi.Strip(line), sign) {
			n++
		}
	}
	return n
}

func TestMenuKeepsItsSizeAndShowsTheSelectedEntry(t *testing.T) {
	all := themes()
	rapid.Check(t, func(t *rapid.T) {
		theme := all[rapid.IntRange(0, len(all)-1).Draw(t, "theme")]
		w, h := aSize(t)
		v := draw.MenuView{
			Cursor: rapid.IntRange(-1, 25).Draw(t, "cursor"), Top: rapid.IntRange(-1, 25).Draw(t, "top"), Focused: true,
			ValuesRight: rapid.Bool().Draw(t, "right"), TitleWidth: rapid.IntRange(0, 60).Draw(t, "titles"),
		}
		for range rapid.IntRange(0, 20).Draw(t, "items") {
			v.Items = append(v.Items, draw.Item{
				Title: aText().Draw(t, "title"), Value: aText().Draw(t, "value"), Reason: aText().Draw(t, "reason"),
				Key: rapid.SampledFrom([]string{"", "e", "ctrl+p", "⇧⇥"}).Draw(t, "key"), Current: rapid.Bool().Draw(t, "current"),
				State:   draw.ItemState(rapid.IntRange(0, 2).Draw(t, "state")),
				Matches: rapid.SliceOfN(rapid.IntRange(0, 30), 0, 3).Draw(t, "matches"),
			})
		}
		lines := draw.Menu(theme, w, h, v)
		checkBlock(t, "menu", w, h, lines)
		if w > 0 && h > 0 && len(v.Items) > 0 && marked(lines, theme.Glyphs.Cursor) != 1 {
			t.Fatalf("the selected entry is not on screen:\n%s", strings.Join(lines, "\n"))
		}
	})
}

func aChart(t *rapid.T) model.Chart {
	c := model.Chart{
		Label: aText().Draw(t, "label"), Kind: rapid.SampledFrom([]model.ChartKind{model.Columns, model.Bars, model.Sparkline}).Draw(t, "kind"),
		Unit: rapid.SampledFrom([]model.Unit{model.UnitCount, model.UnitMoney, model.UnitRatio}).Draw(t, "unit"), Partial: rapid.Bool().Draw(t, "partial"),
	}
	n := rapid.OneOf(rapid.IntRange(0, 14), rapid.IntRange(0, 400)).Draw(t, "points")
	c.Labels = rapid.SliceOfN(aValue(), n, n).Draw(t, "labels")
	for range rapid.IntRange(0, 3).Draw(t, "series") {
		c.Series = append(c.Series, model.Series{
			Label: aText().Draw(t, "name"), Currency: rapid.SampledFrom([]model.Currency{"", "BRL", "USD"}).Draw(t, "currency"),
			Points: rapid.SliceOfN(aValue(), n, n).Draw(t, "values"),
		})
	}
	return c
}

func TestChartsKeepTheirSize(t *testing.T) {
	all := themes()
	rapid.Check(t, func(t *rapid.T) {
		theme := all[rapid.IntRange(0, len(all)-1).Draw(t, "theme")]
		w, h := aSize(t)
		c := aChart(t)
		checkBlock(t, string(c.Kind), w, h, draw.Chart(theme, w, h, c, aFormatter().Draw(t, "formatter"), "BRL"))
		if got := ansi.StringWidth(draw.SparkOf(theme, c, "BRL", w)); got != w {
			t.Fatalf("sparkline of %d cells, want %d", got, w)
		}
	})
}

func TestNumbersHelpAndFormsKeepTheirSize(t *testing.T) {
	all := themes()
	rapid.Check(t, func(t *rapid.T) {
		theme := all[rapid.IntRange(0, len(all)-1).Draw(t, "theme")]
		w, h := aSize(t)
		f := aFormatter().Draw(t, "formatter")
		var metrics []model.Metric
		for range rapid.IntRange(0, 8).Draw(t, "metrics") {
			metrics = append(metrics, model.Metric{
				Label: aText().Draw(t, "label"), Better: rapid.IntRange(-1, 1).Draw(t, "better"),
				Values: []model.Figure{{Value: aValue().Draw(t, "now")}}, Previous: []model.Figure{{Value: aValue().Draw(t, "before")}},
			})
		}
		checkBlock(t, "metrics", w, h, draw.Metrics(theme, w, h, metrics, f, "BRL"))
		var hints []draw.Hint
		for range rapid.IntRange(0, 12).Draw(t, "hints") {
			hints = append(hints, draw.Hint{Key: aText().Draw(t, "key"), Title: aText().Draw(t, "does"), Disabled: rapid.Bool().Draw(t, "disabled"), Reason: aText().Draw(t, "why")})
		}
		groups := []draw.HelpGroup{{Title: aText().Draw(t, "group"), Hints: hints}, {Title: "Period", Hints: hints[:len(hints)/2]}, {}}
		checkBlock(t, "help", w, h, draw.Help(theme, w, h, groups, rapid.IntRange(-3, 20).Draw(t, "top")))
		checkLine(t, "hints", 0, w, draw.Hints(theme, w, hints))
		text := aText().Draw(t, "text")
		checkBlock(t, "empty state", w, h, draw.EmptyState(theme, w, h, text, []string{text, "x"}, text))
		checkBlock(t, "tiny", w, h, draw.Tiny(theme, w, h, text))
		checkLine(t, "toast", 0, w, draw.Toast(theme, w, draw.Error, text))
		checkLine(t, "progress", 0, w, draw.Progress(theme, w, f, draw.ProgressView{Label: text, Figures: text, Part: rapid.Float64Range(-1, 2).Draw(t, "part")}))
		checkLine(t, "tabs", 0, w, draw.Tabs(theme, w, []string{text, "Requests", text}, rapid.IntRange(0, 2).Draw(t, "tab"), true))
		menu := sectionMenu()
		checkBlock(t, "dialog", w, h, draw.Dialog(theme, w, h, draw.DialogView{
			Title: text, Lines: [][]draw.Span{{{Role: draw.Muted, Text: text}}}, Error: text, Menu: &menu,
			Input:   &draw.InputView{Prompt: "> ", Text: text, Cursor: len(text)},
			Buttons: []draw.Button{{Key: "y", Title: text, Focused: true}, {Title: "Cancel"}},
		}))
		line, at := draw.InputLine(theme, w, draw.InputView{Prompt: text, Text: text, Cursor: len(text)})
		checkLine(t, "input", 0, w, line)
		if w > 0 && (at < 0 || at >= w) {
			t.Fatalf("the cursor stands at cell %d of %d", at, w)
		}
	})
}

func TestPanesAndLayersKeepTheirSize(t *testing.T) {
	all := themes()
	rapid.Check(t, func(t *rapid.T) {
		theme := all[rapid.IntRange(0, len(all)-1).Draw(t, "theme")]
		w, h := aSize(t)
		title, right := aText().Draw(t, "title"), aText().Draw(t, "right")
		spans := []draw.Span{{Role: draw.Strong, Text: title}, {Role: draw.Match, Text: right}, {Text: title}}
		checkLine(t, "line", 0, w, draw.Line(theme, w, spans...))
		checkLine(t, "selected line", 0, w, draw.LineOn(theme, draw.OnSelected, w, spans...))
		checkLine(t, "row", 0, w, draw.Row2(theme, w, spans, spans[:1]))
		bodyW := rapid.IntRange(0, 60).Draw(t, "body width")
		body := draw.Table(theme, bodyW, 9, transactionsView(20))
		frame := draw.Frame(theme, w, h, title, right, rapid.Bool().Draw(t, "focused"), body)
		checkBlock(t, "frame", w, h, frame)
		box := draw.Frame(theme, bodyW, 7, right, "", true, body)
		x, y := rapid.IntRange(-20, 250).Draw(t, "x"), rapid.IntRange(-9, 90).Draw(t, "y")
		checkBlock(t, "overlay", w, h, draw.Overlay(frame, box, x, y))
		checkBlock(t, "beside", w+bodyW, h, draw.Beside(frame, draw.Stack(bodyW, h, box)))
		for i, line := range draw.Paragraph(theme, w, draw.Muted, title+" "+right) {
			checkLine(t, "paragraph", i, w, line)
		}
	})
}
