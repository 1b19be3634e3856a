package ingest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

// anySheet draws rows of sales below the few columns, as every format can hold them: no white space at the ends of a text,
// and no runs of it, which a page does not show.
func anySheet(t *rapid.T) [][]string {
	piece := rapid.SampledFrom([]string{"a", "Ana", ";", ",", "|", `"`, "'", "é", "ã", "<b>", "&amp;", "&", "]]>", "=1+1", "(none)", "_x000D_", "29.90", "\n", "🍞", "x y"})
	words := func(label string) string {
		return "x" + strings.ReplaceAll(strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, label), ""), "\n\n", "\n") + "x"
	}
	rows := [][]string{few}
	for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
		at := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 40*86400).Draw(t, "second")) * time.Second)
		s := sale{
			"Código da transação": fmt.Sprintf("HP%010d", i), "Status da transação": rapid.SampledFrom([]string{"Aprovado", "Cancelado", "(none)"}).Draw(t, "status"),
			"Data da transação": at.Format("02/01/2006 15:04:05"), "Moeda de compra": rapid.SampledFrom([]string{"BRL", "CLP", "?"}).Draw(t, "currency"),
			"Valor de compra sem impostos": fmt.Sprintf("%d.%02d", rapid.IntRange(0, 99999).Draw(t, "units"), rapid.IntRange(0, 99).Draw(t, "cents")),
			"Produto":                      words("product"), "Comprador(a)": words("buyer"),
		}
		rows = append(rows, s.cellsOf(few))
	}
	return rows
}

// asText writes rows as delimited text.
func asText(rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(delimitedRow(row) + "\r\n")
	}
	return b.String()
}

// asWorkbook writes rows as a spreadsheet: texts inline or shared, and dates and amounts as numbers where drawn.
func asWorkbook(t *rapid.T, rows [][]string) parts {
	var shared, sheet strings.Builder
	count := 0
	for i, row := range rows {
		fmt.Fprintf(&sheet, `<row r="%d">`, i+1)
		for j, cell := range row {
			name := fmt.Sprintf("%s%d", columnLetters(j), i+1)
			escaped := strings.ReplaceAll(inXML(strings.ReplaceAll(cell, "_x000D_", "_x005F_x000D_")), "\n", "&#10;")
			switch rapid.IntRange(0, 2).Draw(t, "form") {
			case 0:
				fmt.Fprintf(&sheet, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, name, escaped)
			case 1:
				fmt.Fprintf(&sheet, `<c r="%s" t="s"><v>%d</v></c>`, name, count)
				fmt.Fprintf(&shared, `<si><t xml:space="preserve">%s</t></si>`, escaped)
				count++
			default:
				fmt.Fprintf(&sheet, `<c r="%s"%s</c>`, name, asNumber(few[j], cell, escaped, i == 0))
			}
		}
		sheet.WriteString("</row>")
	}
	return workbookOf("Report", sheet.String()).with("xl/sharedStrings.xml", "<sst>"+shared.String()+"</sst>")
}

// asNumber writes a date or an amount as a spreadsheet stores one, and all else as a text.
func asNumber(header, cell, escaped string, isHeader bool) string {
	switch {
	case !isHeader && strings.HasPrefix(header, "Valor"):
		return `><v>` + cell + `</v>`
	case !isHeader && strings.HasPrefix(header, "Data"):
		at, _ := time.Parse("02/01/2006 15:04:05", cell)
		return fmt.Sprintf(` s="1"><v>%.11f</v>`, at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Seconds()/86400)
	}
	return ` t="str"><v>` + escaped + `</v>`
}

func TestTheSameTableIsTheSameInEveryFormat(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rows := anySheet(rt)
		text := opened(t, asText(rows))
		want := read(t, text)
		for _, c := range []struct{ name, content string }{{"s.xlsx", asWorkbook(rt, rows).packed(t)}, {"s.xls", asPage(rows...)}} {
			f := named(t, c.name, c.content)
			got := read(t, f)
			if diff := cmp.Diff(want.changes, got.changes, cmp.AllowUnexported(model.Money{})); diff != "" {
				rt.Fatalf("%s (-text +this):\n%s\nrejected %v", f.Summary().Encoding, diff, got.rejects)
			}
			if len(got.rejects) != len(want.rejects) || !cmp.Equal(f.Batch().Covers, text.Batch().Covers) {
				rt.Fatalf("%s: %v and %v, of text %v and %v", f.Summary().Encoding, got.rejects, f.Batch().Covers, want.rejects, text.Batch().Covers)
			}
		}
	})
}

func TestAFileCoversTheDaysOfItsRows(t *testing.T) {
	f := opened(t, report(anaBuys("HP1").with("Data da transação", "04/05/2026 23:59:59"), anaBuys("HP2").with("Data da transação", "02/05/2026 12:00:00"),
		anaBuys("HP3").with("Data da transação", "01/01/2020 12:00:00").with("Moeda de compra", "?")))
	zone := saoPaulo(t)
	day := func(d int) model.Instant { return model.NewDay(2026, 5, d).Start(zone) }
	want := []model.Coverage{{Dataset: model.DataTransactions, Span: model.Span{From: day(2), To: day(5)}}}
	if diff := cmp.Diff(want, f.Batch().Covers); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if empty := opened(t, report()); empty.Batch().Covers != nil {
		t.Errorf("a report without rows covers %v", empty.Batch().Covers)
	}
}

func TestWhenAReportWasDownloaded(t *testing.T) {
	path := writeFile(t, "s.csv", report(anaBuys("HP1")))
	later := model.InstantOf(time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC))
	base := Options{Zone: saoPaulo(t)}
	without, err := Open(t.Context(), path, base)
	if err != nil {
		t.Fatal(err)
	}
	base.SeenAt = later
	with, err := Open(t.Context(), path, base)
	if err != nil {
		t.Fatal(err)
	}
	if c := read(t, with).changes[0]; c.SeenAt != later || with.Batch().SeenAt != later || with.Summary().SeenAt != later {
		t.Errorf("seen at %s", when(c.SeenAt))
	}
	if with.Batch().Digest == without.Batch().Digest {
		t.Error("a report that was downloaded later is the same import")
	}
	base.SeenAt = without.Batch().SeenAt - 1
	_, err = Open(t.Context(), path, base)
	if err == nil || !strings.Contains(err.Error(), "s.csv was not downloaded at 2026-05-04 10:02: it tells of 2026-05-04 10:02.") {
		t.Errorf("downloaded before its latest sale: %v", err)
	}
}
