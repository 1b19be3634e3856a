package export

import (
	"bytes"
	"encoding/csv"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

// formulas are texts that a spreadsheet would compute, in the ways that got past exporters before.
var formulas = []string{
	"=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)",
	"\";=1+2", "a;=1+2", "a,=1+2", "a\t=1+2", "\",=1+2", "' =1", "'=1+1", "''=1+1", "' + 1",
	" =1+1", "   =1+1", "\u00a0=1+1", "\ufeff=1+1", "\u200b=1+1", "\u2060\u200b =1+1", "\u3000=1", "\u202e=1", "\u115f=1", "\u3164=1",
	"=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")", "+5511987654321", "-5", "@ana", "=", "+", "-", "@",
	"\x00=1+1", "\x1b=1+1",
}

// textReport is a report whose one table has the texts in a text column, an enumeration's words and its id.
func textReport(texts []string) model.Report {
	rows := model.RowList{}
	for _, s := range texts {
		rows = append(rows, model.Row{Cells: []model.Value{model.TextOf(s), model.EnumOf(s, s), model.EnumOf(s, "")}})
	}
	return model.Report{Tables: []model.Table{{ID: "t", Rows: rows, Columns: []model.Column{
		{ID: "text", Label: "Text", Type: model.ColText}, {ID: "label", Label: "Label", Type: model.ColEnum}, {ID: "id", Label: "Id", Type: model.ColEnum},
	}}}}
}

// readCSV reads a profile's file as a program would, and gives the rows without the header.
func readCSV(t testing.TB, raw []byte, profile Profile) [][]string {
	t.Helper()
	comma := ','
	if profile == ProfileExcel {
		var found bool
		if raw, found = bytes.CutPrefix(raw, []byte("\xef\xbb\xbf")); !found {
			t.Fatal("no byte order mark")
		}
		comma = ';'
	}
	c := csv.NewReader(bytes.NewReader(raw))
	c.Comma = comma
	rows, err := c.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// fuse takes away the apostrophe that defuse put in front.
func fuse(s string) string {
	if rest, found := strings.CutPrefix(s, "'"); found && startsFormula(rest) {
		return rest
	}
	return s
}

func TestNoCellOfASpreadsheetIsAFormula(t *testing.T) {
	raw, _ := mustTable(t, textReport(formulas), "t", Options{Format: FormatCSV, Profile: ProfileExcel})
	for i, row := range readCSV(t, raw, ProfileExcel) {
		for _, cell := range row {
			first := strings.TrimLeftFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\ufeff\u200b\u2060\u202e", r) })
			if first != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(first)[0]) {
				t.Errorf("%q became %q, which a spreadsheet computes", formulas[i], cell)
			}
			if want := model.Clean(formulas[i]).String(); fuse(cell) != want {
				t.Errorf("%q became %q, from which %q cannot be read back", formulas[i], cell, want)
			}
		}
	}
}

func TestThePlainProfileLeavesTextsAsTheyAre(t *testing.T) {
	raw, _ := mustTable(t, textReport(formulas), "t", Options{Format: FormatCSV, Profile: ProfilePlain})
	for i, row := range readCSV(t, raw, ProfilePlain) {
		for _, cell := range row {
			if want := model.Clean(formulas[i]).String(); cell != want {
				t.Errorf("got %q, want %q", cell, want)
			}
		}
	}
}

func TestHeadersAreDefusedToo(t *testing.T) {
	r := model.Report{Tables: []model.Table{{ID: "t", Rows: model.RowList{}, Columns: []model.Column{{ID: "a", Label: "=1+1"}, {ID: "b", Label: "B"}}}}}
	if raw, _ := mustTable(t, r, "t", Options{Format: FormatCSV}); string(raw) != "\ufeff'=1+1;B\r\n" {
		t.Errorf("got %q", raw)
	}
}

func TestEveryTextComesBackFromCSV(t *testing.T) {
	hostile := rapid.OneOf(rapid.String(), rapid.StringMatching(`['";,|=+@ \t\r\n\\.-]{0,6}[a-c]?`))
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(hostile, 1, 5).Draw(rt, "texts")
		for _, profile := range Profiles() {
			raw, _ := mustTable(t, textReport(texts), "t", Options{Format: FormatCSV, Profile: profile})
			rows := readCSV(t, raw, profile)
			if len(rows) != len(texts) {
				rt.Fatalf("%s: %d rows came back of %d", profile, len(rows), len(texts))
			}
			for i, row := range rows {
				got := row[0]
				if profile == ProfileExcel {
					got = fuse(got)
				}
				if want := model.Clean(texts[i]).String(); got != want {
					rt.Fatalf("%s: got %q, want %q", profile, got, want)
				}
			}
		}
	})
}

func TestARowOfOneEmptyFieldIsNotAnEmptyLine(t *testing.T) {
	r := model.Report{Tables: []model.Table{{ID: "t", Columns: []model.Column{{ID: "a", Label: "A"}},
		Rows: model.RowList{{Cells: []model.Value{model.Unknown()}}, {Cells: []model.Value{model.TextOf("")}}}}}}
	raw, _ := mustTable(t, r, "t", Options{Format: FormatCSV, Profile: ProfilePlain})
	if diff := cmp.Diff("a\n\"\"\n\"\"\n", string(raw)); diff != "" {
		t.Error(diff)
	}
}

func TestCellsFollowTheProfile(t *testing.T) {
	zone := saoPaulo(t)
	for _, c := range []struct {
		story        string
		v            model.Value
		excel, plain string
	}{
		{"not known", model.Unknown(), "", ""},
		{"an amount", brl(49_700), "497,00", "497.00"},
		{"less than a unit", brl(5), "0,05", "0.05"},
		{"a negative amount is a number and not a formula", brl(-5), "-0,05", "-0.05"},
		{"an amount without decimals", clp(90_000), "90000", "90000"},
		{"an amount with three", model.MoneyOf(model.NewMoney(-1, "KWD")), "-0,001", "-0.001"},
		{"an amount with four", model.MoneyOf(model.NewMoney(1_234_567, "CLF")), "123,4567", "123.4567"},
		{"the smallest amount", brl(math.MinInt64), "-92233720368547758,08", "-92233720368547758.08"},
		{"a count has no thousands parted", model.CountOf(1_234_567), "1234567", "1234567"},
		{"a ratio", model.RatioOf(312, 10_000), "0,0312", "0.0312"},
		{"a moment", model.InstantOfMillis(at(zone, time.May, 4, 23, 59)), "04/05/2026 23:59:07", "2026-05-04T23:59:07-03:00"},
		{"a day", model.DayOfValue(model.NewDay(2026, time.May, 4)), "04/05/2026", "2026-05-04"},
		{"an enumeration", model.EnumOf("NO_FUNDS", "No funds"), "No funds", "NO_FUNDS"},
		{"yes", model.FlagOf(true), "sim", "true"},
		{"a length of time", model.DurationOf(205_027_000), "56:57:07", "205027000"},
		{"a length of time that goes back", model.DurationOf(-61_000), "-0:01:01", "-61000"},
	} {
		t.Run(c.story, func(t *testing.T) {
			r := model.Report{Zone: zone, Tables: []model.Table{{ID: "t", Columns: []model.Column{{ID: "a"}, {ID: "b"}},
				Rows: model.RowList{{Cells: []model.Value{c.v, model.CountOf(1)}}}}}}
			for profile, want := range map[Profile]string{ProfileExcel: c.excel, ProfilePlain: c.plain} {
				raw, _ := mustTable(t, r, "t", Options{Format: FormatCSV, Profile: profile, Formatter: model.Formatter{Lang: model.LangPT}})
				if got := readCSV(t, raw, profile)[0][0]; got != want {
					t.Errorf("%s: got %q, want %q", profile, got, want)
				}
			}
		})
	}
}

func TestDecimalsReadBackAsTheSameAmount(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := model.NewMoney(rapid.Int64().Draw(rt, "minor"), rapid.SampledFrom(model.Currencies()).Draw(rt, "currency"))
		digits := strings.Replace(string(appendDecimal(nil, m, '.')), ".", "", 1)
		back := new(big.Int)
		if _, ok := back.SetString(digits, 10); !ok || !back.IsInt64() || back.Int64() != m.Minor() {
			rt.Fatalf("%d of %s became %s", m.Minor(), m.Currency(), digits)
		}
	})
}
