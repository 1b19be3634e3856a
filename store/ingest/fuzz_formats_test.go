package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fuzzFile writes what is fuzzed to a file, again and again the same one.
func fuzzFile(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// FuzzXLSX reads any bytes as a spreadsheet, and as the rows, the shared texts and the styles of one.
func FuzzXLSX(f *testing.F) {
	row := anaBuys("HP0000000001").cellsOf(few)
	f.Add([]byte(inline(few, row)), []byte("<si><t>a</t></si>"), []byte(`<cellXfs><xf numFmtId="14"/></cellXfs>`))
	f.Add([]byte(sheetOf(map[string]string{"Data da transação": `<c s="0"><v>46146.4</v></c>`, "Produto": `<c t="s"><v>0</v></c>`})),
		[]byte("<si><r><t>a</t></r><rPh><t>b</t></rPh></si>"), []byte(`<numFmts><numFmt numFmtId="200" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>`))
	f.Add([]byte(inline(few)+`<row r="9"><c r="XFD9"><f>1</f></c><c r="A9" t="b"><v>1</v></c></row><!-- > --><row><c t="e"><v><![CDATA[<]]></v></c></row>`), []byte(""), []byte(""))
	f.Add([]byte(workbookOf("Report", inline(few, row)).packed(f)), []byte("<"), []byte(`<xf`))
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, sheet, shared, styles []byte) {
		book := workbookOf("Report", string(sheet)).with("xl/sharedStrings.xml", "<sst>"+string(shared)+"</sst>").with("xl/styles.xml", "<styleSheet>"+string(styles)+"</styleSheet>")
		accountFor(t, fuzzFile(t, filepath.Join(folder, "fuzz.xlsx"), book.packed(t)))
		accountFor(t, fuzzFile(t, filepath.Join(folder, "fuzz.xlsx"), "PK\x03\x04"+string(sheet)))
	})
}

// FuzzHTML reads any bytes behind the header of a table on a page, and any bytes as a page.
func FuzzHTML(f *testing.F) {
	head, _, _ := strings.Cut(asPage(few), "</table>")
	f.Add([]byte("<tr><td>HP1<td>Pão<td>Aprovado<td>04/05/2026<td>BRL<td>29,90<td>Ana"))
	f.Add([]byte("<tr><td rowspan=3>HP1<td colspan=2>Pão</tr><table><tr><td>x</table><tr><td>a&nbsp;&#0;<br><script><td></script>"))
	f.Add([]byte(asPage(few, anaBuys("HP0000000001").cellsOf(few))))
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		accountFor(t, fuzzFile(t, filepath.Join(folder, "fuzz.xls"), head+string(content)))
		accountFor(t, fuzzFile(t, filepath.Join(folder, "fuzz.xls"), "<html>"+string(content)))
	})
}

// FuzzZip looks into any bytes as an archive, and reads what it finds there.
func FuzzZip(f *testing.F) {
	f.Add([]byte(inOrder{{"may/sales.csv", report(anaBuys("HP0000000001"))}, {`..\x.xls`, asPage(few)}}.packed(f)))
	f.Add([]byte(workbookOf("Report", inline(few)).packed(f)))
	f.Add([]byte(inOrder{{"a.zip", inOrder{{"b.csv", ""}}.packed(f)}, {"b/", ""}, {"/abs.csv", strings.Join(few, ";")}}.packed(f)))
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		path := fuzzFile(t, filepath.Join(folder, "fuzz.zip"), string(content))
		files, _, err := Expand([]string{path}, Options{Zone: time.UTC})
		if err != nil {
			return
		}
		for _, file := range files {
			accountFor(t, file)
		}
	})
}

// FuzzTable puts any cells below the header of every kind of report, as text and as a page.
func FuzzTable(f *testing.F) {
	f.Add("HP1\tAprovado\t04/05/2026 10:00:00\tBRL\t29,90\nTotal\n\n(none)\t\tx")
	f.Add("04/05/2026\tana@example.com\tCurso de Pão\t1\n2026-05-04T10:00:00Z\tSim\t-1\t1.234")
	f.Add(strings.Repeat("7\t", 80) + "\n" + strings.Repeat("04/05/2026\t", 80) + "\n" + strings.Repeat("BRL\t", 80))
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, cells string) {
		var rows [][]string
		for line := range strings.SplitSeq(cells, "\n") {
			rows = append(rows, strings.Split(line, "\t"))
		}
		for _, k := range kinds() {
			var header []string
			for _, c := range k.columns {
				if len(c.headers) > 0 {
					header = append(header, c.headers[0])
				}
			}
			table := append([][]string{header}, rows...)
			accountFor(t, fuzzFile(t, filepath.Join(folder, "fuzz.csv"), asText(table)))
			accountFor(t, fuzzFile(t, filepath.Join(folder, "fuzz.html"), asPage(table...)))
		}
	})
}
