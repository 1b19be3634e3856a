package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"recoup/model"
)

func openBook(t testing.TB, raw []byte) (*excelize.File, string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f, f.GetSheetName(0)
}

// sheetXML is the worksheet as it stands in the file.
func sheetXML(t testing.TB, raw []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	xml, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return xml
}

func TestAWorkbookHasTextsAndNeverFormulas(t *testing.T) {
	texts := append([]string{"_x000D_", "_x005F_", "_x005F_x000D_", "_x0041_b", "<b>&amp;", "  both ends  ", "'", "007"}, formulas...)
	raw, _ := mustTable(t, textReport(texts), "t", Options{Format: FormatXLSX})
	f, sheet := openBook(t, raw)
	for i, text := range texts {
		for column := range 3 {
			at, err := excelize.CoordinatesToCellName(column+1, i+2)
			if err != nil {
				t.Fatal(err)
			}
			formula, err := f.GetCellFormula(sheet, at)
			if err != nil || formula != "" {
				t.Errorf("%q became the formula %q (%v)", text, formula, err)
			}
			kind, err := f.GetCellType(sheet, at)
			if err != nil || kind != excelize.CellTypeInlineString {
				t.Errorf("%q has cell type %d (%v), not that of a text", text, kind, err)
			}
			got, err := f.GetCellValue(sheet, at)
			if err != nil {
				t.Fatal(err)
			}
			if want := model.Clean(text).String(); got != want {
				t.Errorf("got %q back, want %q", got, want)
			}
		}
	}
	if bytes.Contains(sheetXML(t, raw), []byte("<f>")) {
		t.Error("the worksheet has a formula")
	}
}

func TestAWorkbookHasTypedCells(t *testing.T) {
	zone := saoPaulo(t)
	many := brl(math.MaxInt64)
	for _, c := range []struct {
		story      string
		v          model.Value
		raw, shown string
		kind       excelize.CellType
	}{
		{"not known is empty", model.Unknown(), "", "", excelize.CellTypeUnset},
		{"an amount has its currency's decimals", brl(149_700), "1497", "1,497.00", excelize.CellTypeUnset},
		{"an amount without decimals", clp(90_000), "90000", "90,000", excelize.CellTypeUnset},
		{"a negative amount", brl(-5), "-0.05", "-0.05", excelize.CellTypeUnset},
		{"an amount of 15 digits", brl(123_456_789_012_345), "1234567890123.45", "1,234,567,890,123.45", excelize.CellTypeUnset},
		{"an amount of more digits than a number keeps is text", many, "92233720368547758.07", "92233720368547758.07", excelize.CellTypeInlineString},
		{"a count", model.CountOf(12_345), "12345", "12,345", excelize.CellTypeUnset},
		{"a ratio", model.RatioOf(312, 10_000), "0.0312", "3.12%", excelize.CellTypeUnset},
		{"a moment is the zone's wall clock", model.InstantOfMillis(at(zone, time.May, 4, 23, 59)), "46146.99938657407", "2026-05-04 23:59:07", excelize.CellTypeUnset},
		{"a moment before the worksheet's calendar is text", model.InstantOfMillis(-2_300_000_000_000), "1897-02-11T15:06:40Z", "1897-02-11T15:06:40Z", excelize.CellTypeInlineString},
		{"a day", model.DayOfValue(model.NewDay(2026, time.May, 4)), "46146", "2026-05-04", excelize.CellTypeUnset},
		{"a day before the worksheet's calendar is text", model.DayOfValue(model.NewDay(1890, time.May, 4)), "1890-05-04", "1890-05-04", excelize.CellTypeInlineString},
		{"an enumeration by its words", model.EnumOf("NO_FUNDS", "No funds"), "No funds", "No funds", excelize.CellTypeInlineString},
		{"yes", model.FlagOf(true), "1", "TRUE", excelize.CellTypeBool},
		{"a length of time", model.DurationOf(205_027_000), "2.3729976851851853", "56:57:07", excelize.CellTypeUnset},
	} {
		t.Run(c.story, func(t *testing.T) {
			r := model.Report{Zone: zone, Tables: []model.Table{{ID: "t", Columns: []model.Column{{ID: "a", Label: "A"}},
				Rows: model.RowList{{Cells: []model.Value{c.v}}}}}}
			book, _ := mustTable(t, r, "t", Options{Format: FormatXLSX})
			f, sheet := openBook(t, book)
			stored, err := f.GetCellValue(sheet, "A2", excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			shown, err := f.GetCellValue(sheet, "A2")
			if err != nil {
				t.Fatal(err)
			}
			kind, err := f.GetCellType(sheet, "A2")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]any{c.raw, c.shown, c.kind}, []any{stored, shown, kind}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAWorkbooksHeaderStaysInPlace(t *testing.T) {
	raw, _ := mustTable(t, lostSales(t), "opportunities", Options{Format: FormatXLSX})
	f, sheet := openBook(t, raw)
	if sheet != "Opportunities" {
		t.Errorf("the worksheet is called %q", sheet)
	}
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("got %+v (%v), want the first row frozen", panes, err)
	}
	width, err := f.GetColWidth(sheet, "A")
	if err != nil || width < 19 {
		t.Errorf("got a column %.1f wide (%v), too narrow for a moment", width, err)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Creator != "recoup" || props.Created != "2026-05-10T12:00:07Z" || props.Modified != props.Created {
		t.Errorf("got %+v (%v), want the moment of the report and nothing of today", props, err)
	}
}

func TestATextLongerThanACellIsAnError(t *testing.T) {
	fits := strings.Repeat("é", maxCellUnits)
	if got, err := cellText(fits); err != nil || got != fits {
		t.Errorf("the longest text that fits: %v", err)
	}
	pairs := strings.Repeat("𝔘", maxCellUnits/2) // two units each
	if _, err := cellText(pairs); err != nil {
		t.Errorf("the longest text of pairs that fits: %v", err)
	}
	for _, long := range []string{fits + "é", pairs + "𝔘"} {
		if _, err := cellText(long); err == nil {
			t.Error("a text that does not fit was taken")
		}
	}
	longest := model.TextOf(strings.Repeat("𝔘", 40_000))
	if _, err := cellText(longest.Text().String()); err != nil {
		t.Errorf("a cleaned text always fits: %v", err)
	}
}

// manyRows is a table of any length that takes no memory.
type manyRows int

func (n manyRows) Len() int                           { return int(n) }
func (manyRows) Cell(row, _ int) model.Value          { return model.CountOf(row) }
func (manyRows) Behind(int) (f model.Filter, ok bool) { return f, false }

func TestMoreRowsThanAWorksheetHoldsIsAnError(t *testing.T) {
	r := model.Report{Tables: []model.Table{{ID: "t", Label: "All sales", Columns: []model.Column{{ID: "n", Type: model.ColCount}}, Rows: manyRows(1_048_576)}}}
	var b bytes.Buffer
	_, err := Table(&b, r, "t", Options{Format: FormatXLSX})
	var told *model.Error
	if !errors.As(err, &told) || !strings.Contains(told.Message, "1,048,576") || !strings.Contains(told.Message, "1,048,575") {
		t.Errorf("got %v, want an error with both numbers", err)
	}
	if b.Len() > 0 {
		t.Error("something was written all the same")
	}
}

func TestAWorksheetsNameIsAlwaysAllowed(t *testing.T) {
	for label, want := range map[string]string{
		"Opportunities": "Opportunities", "": "Table", "''": "Table", "a/b:c*d?e[f]g\\h": "a-b-c-d-e-f-g-h", "'quoted'": "quoted",
		strings.Repeat("ab", 20): strings.Repeat("ab", 15) + "a", strings.Repeat("𝔘", 20): strings.Repeat("𝔘", 15), "x\x1by": "x␛y",
	} {
		got := sheetName(label)
		if got != want {
			t.Errorf("%q became %q, want %q", label, got, want)
		}
		if err := excelize.NewFile().SetSheetName("Sheet1", got); err != nil {
			t.Errorf("%q: %v", got, err)
		}
	}
}
