package ingest

import (
	"context"
	"fmt"
	"html"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

// asPage writes rows of texts as a table on a page, as programs do that call it a spreadsheet.
func asPage(rows ...[]string) string {
	var b strings.Builder
	b.WriteString("<html><head><meta charset=utf-8><style>td { mso-number-format: \"<td>\" }</style></head>\n<body>\n<table border=1>\n")
	for i, row := range rows {
		tag := "td"
		if i == 0 {
			tag = "th"
		}
		b.WriteString(" <tr>")
		for _, cell := range row {
			fmt.Fprintf(&b, "<%s>%s</%s>", tag, strings.ReplaceAll(html.EscapeString(cell), "\n", "<br>"), tag)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table></body></html>\n")
	return b.String()
}

func TestATableOnAPageIsReadLikeAnyOther(t *testing.T) {
	sales := []sale{anaBuys("HP0000000001"), anaBuys("HP0000000002").with("Produto", `Livro "Massa" & <mais>`), anaBuys("HP0000000003").with("Data da transação", "nunca")}
	rows := [][]string{allColumns}
	for _, s := range sales {
		rows = append(rows, s.cellsOf(allColumns))
	}
	f := named(t, "sales.xls", asPage(rows...))
	r := read(t, f)
	want := read(t, opened(t, report(sales...)))
	if diff := cmp.Diff(want.changes, r.changes, cmp.AllowUnexported(model.Money{})); diff != "" {
		t.Errorf("(-CSV +page):\n%s", diff)
	}
	if s := f.Summary(); s.Encoding != "HTML, table 1" || r.tally.Rows != 4 || len(r.rejects) != 1 || r.rejects[0].Line != 4 {
		t.Errorf("%+v, %+v, %v", s, r.tally, r.rejects)
	}
	_, content := writeRejects(t, f)
	if again := read(t, opened(t, strings.Replace(content, "nunca", "04/05/2026", 1))); len(again.changes) != 1 {
		t.Errorf("mended, it was rejected again: %v", again.rejects)
	}
}

func TestOddTablesOfAPage(t *testing.T) {
	head := "<tr><th>Código da transação<th>Produto<th>Status da transação<th>Data da transação<th>Moeda de compra<th>Valor de compra sem impostos"
	tail := "<td>Aprovado<td>04/05/2026<td>BRL<td>29,90"
	for _, c := range []struct{ what, page, product string }{
		{"tags that are not closed", "<table>" + head + "<tr><td>HP1<td>Pão" + tail, "Pão"},
		{"white space and entities", "<table>" + head + "<tr><td> HP1\n<td>\n P&atilde;o \t de&nbsp;mel &#x1F35E; " + tail, "Pão de\u00a0mel 🍞"},
		{"line breaks", "<table>" + head + "<tr><td>HP1<td>Pão <br/> de mel" + tail, "Pão\nde mel"},
		{"tags within a cell", "<TABLE>" + head + "<TR><TD>HP1<TD><font><b>P</b>ão</font><!-- x --><script>if (a<b) '<td>'</script>" + tail, "Pão"},
		{"a table before it", "<table><tr><td>Relatório<tr><td>05/2026</table><table>" + head + "<tr><td>HP1<td>Pão" + tail, "Pão"},
		{"a table around it", "<table><tr><td>Menu<td><table>" + head + "<tr><td>HP1<td>Pão" + tail + "</table></table>", "Pão"},
		{"a table in a cell", "<table>" + head + "<tr><td>HP1<td>Pão<table><tr><td>x<td>y</table>" + tail, "Pão"},
		{"a title over all columns", "<table><tr><td colspan=6>Vendas" + head + "<tr><td>HP1<td>Pão" + tail, "Pão"},
		{"rows in groups", "<table><thead>" + head + "</thead><tbody><tr><td>HP1<td>Pão" + tail + "</tbody></table>", "Pão"},
		{"a cell that reaches down", "<table>" + head + "<tr><td>HP0<td rowspan=2>Pão" + tail + "<tr><td>HP1" + tail, "Pão"},
		{"rows without a beginning", "<table>" + head + "</tr><td>HP1<td>Pão" + tail, "Pão"},
		{"Windows-1252", "<table>" + strings.NewReplacer("ó", "\xf3", "ç", "\xe7", "ã", "\xe3").Replace(head) + "<tr><td>HP1<td>P\xe3o" + tail, "Pão"},
		{"UTF-16", string(inUTF16("<table>"+head+"<tr><td>HP1<td>Pão"+tail, false, true)), "Pão"},
	} {
		f, err := Open(context.Background(), writeFile(t, "s.xls", c.page), Options{Zone: saoPaulo(t)})
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		r := read(t, f)
		if len(r.changes) == 0 {
			t.Errorf("%s: rejected %v", c.what, r.rejects)
			continue
		}
		last := r.changes[len(r.changes)-1].Transaction
		if last.Code != "HP1" || last.ProductName != c.product || last.Price != model.NewMoney(2990, "BRL") || r.tally.Rejected > 0 {
			t.Errorf("%s: %q, %q, %v, rejected %v", c.what, last.Code, last.ProductName, last.Price, r.rejects)
		}
	}
}

func TestHostilePages(t *testing.T) {
	head := "<table><tr>"
	for _, h := range few {
		head += "<th>" + h
	}
	row := "<tr><td>HP1<td>Pão<td>Aprovado<td>04/05/2026<td>BRL<td>29,90<td>Ana"
	for _, c := range []struct {
		what, page         string
		refused, rejection string
	}{
		{"a tag that never ends", head + row + "<td " + strings.Repeat("x", maxLineBytes+1), "is a damaged page", ""},
		{"a crowd of tables", strings.Repeat("<table>", maxTables+1), "is a page of more tables than a report has", ""},
		{"tables within tables", strings.Repeat("<table><tr><td>", maxNested+1), "is a page of more tables than a report has", ""},
		{"no table", "<!DOCTYPE html><p>Hello", "is a web page without a table", ""},
		{"a table that is no report", "<table><tr><td>a<td>b", `none of its columns is known. They are "a", "b".`, ""},
		{"a cell of two mebibytes", head + "<tr><td>HP2<td>" + strings.Repeat("x", 2<<20) + row, "", "the cell holds more than 1 MiB"},
		{"a row that is too wide", head + "<tr><td>HP2" + strings.Repeat("<td>", maxColumns) + row, "", "the row has more than 10000 cells or is longer than 8 MiB"},
		{"something beside the table", head + row + "<td>x" + row, "", "something stands right of the table, in column H"},
		{"a crowd of cells that reach down", head + row + "<tr>" + strings.Repeat("<td rowspan=9>", maxSpan+1) + row, "", "too many cells of the table span several rows"},
	} {
		f, err := Open(context.Background(), writeFile(t, "s.xls", c.page), Options{Zone: saoPaulo(t)})
		if c.refused != "" {
			if err == nil || !strings.Contains(err.Error(), c.refused) {
				t.Errorf("%s: %v", c.what, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		r := read(t, f)
		if len(r.rejects) == 0 || r.rejects[0].Reason != c.rejection {
			t.Errorf("%s: rejected %v", c.what, r.rejects)
		}
		if len(r.changes) == 0 && !strings.Contains(c.what, "reach down") {
			t.Errorf("%s: the row beside it is lost", c.what)
		}
	}
}
