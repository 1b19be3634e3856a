package ingest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

// parts are the files in a spreadsheet, by name.
type parts map[string]string

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relsHead = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relType  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// workbookOf makes the parts of a spreadsheet with the given sheets: name, XML of the rows, name, XML …
func workbookOf(sheets ...string) parts {
	p := parts{
		"[Content_Types].xml": xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":         relsHead + `<Relationship Id="r1" Type="` + relType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	}
	var list, links strings.Builder
	for i := 0; i < len(sheets); i += 2 {
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, sheets[i], i/2+1, i/2+1)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, i/2+1, relType, i/2+1)
		// What the sheet says of its size is wrong, as in the files that Hotmart gives.
		p[fmt.Sprintf("xl/worksheets/sheet%d.xml", i/2+1)] = xmlHead + `<worksheet><dimension ref="A1"/><sheetData>` + sheets[i+1] + `</sheetData></worksheet>`
	}
	p["xl/workbook.xml"] = xmlHead + `<workbook xmlns:r="x"><workbookPr/><sheets>` + list.String() + `</sheets></workbook>`
	p["xl/_rels/workbook.xml.rels"] = relsHead + links.String() +
		`<Relationship Id="rIdS" Type="` + relType + `styles" Target="/xl/styles.xml"/><Relationship Id="rIdT" Type="` + relType +
		`sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	p["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="&quot;dia&quot; 0.00"/>` +
		`</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs></styleSheet>`
	p["xl/sharedStrings.xml"] = `<sst><si><t>Curso de Pão</t></si><si><r><t>Clube </t></r><r><t>do Fermento</t></r><rPh><t>klube</t></rPh></si><si><t/></si></sst>`
	return p
}

// with replaces one part.
func (p parts) with(name, content string) parts {
	changed := parts{name: content}
	for n, c := range p {
		if n != name {
			changed[n] = c
		}
	}
	return changed
}

func (p parts) packed(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range p {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// inline writes rows of texts as the XML of a sheet.
func inline(rows ...[]string) string {
	var b strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, cell := range row {
			if cell != "" {
				fmt.Fprintf(&b, `<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, columnLetters(j), i+1, inXML(cell))
			}
		}
		b.WriteString("</row>")
	}
	return b.String()
}

func inXML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "_x000D_", "\x00", "_x0000_").Replace(s)
}

// cellsOf gives the cells of a sale in the given columns.
func (s sale) cellsOf(columns []string) []string {
	cells := make([]string, len(columns))
	for i, header := range columns {
		cells[i] = s[header]
	}
	return cells
}

// named opens a file of this content by this name.
func named(t testing.TB, name, content string) *File {
	t.Helper()
	f, err := Open(context.Background(), writeFile(t, name, content), Options{Zone: saoPaulo(t)})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestASpreadsheetAsHotmartGivesIt(t *testing.T) {
	rows := [][]string{allColumns}
	for _, code := range []string{"HP0000000001", "HP0000000002"} {
		rows = append(rows, anaBuys(code).with("Produto", `Livro "Massa" & mais`).cellsOf(allColumns))
	}
	content := workbookOf("Resumo", inline([]string{"Relatório de vendas"}, []string{"Período", "05/2026"}), "Report", inline(rows...)).packed(t)
	f := named(t, "sales_history_1.xls", content)
	r := read(t, f)
	if diff := cmp.Diff([]string{"HP0000000001", "HP0000000002"}, r.codes()); diff != "" || r.tally.Rows != 3 {
		t.Errorf("%+v, rejected %v:\n%s", r.tally, r.rejects, diff)
	}
	if tx := r.changes[0].Transaction; tx.ProductName != `Livro "Massa" & mais` || tx.Price != model.NewMoney(29700, "BRL") {
		t.Errorf("%+v", tx)
	}
	if s := f.Summary(); s.Kind != KindDetailed || s.Encoding != `XLSX, sheet "Report"` || s.Separator != "" {
		t.Errorf("%+v", s)
	}
	want := read(t, opened(t, report(anaBuys("HP0000000001").with("Produto", `Livro "Massa" & mais`), anaBuys("HP0000000002").with("Produto", `Livro "Massa" & mais`))))
	if diff := cmp.Diff(want.changes, r.changes, cmp.AllowUnexported(model.Money{})); diff != "" {
		t.Errorf("(-CSV +XLSX):\n%s", diff)
	}
}

// sheetOf makes a report of one sale whose cells are the XML given for some headers, and texts for the others.
func sheetOf(cells map[string]string) string {
	columns := append(append([]string{}, few...), "Quantidade de itens", "Período gratuito (trial)", "Confirmação do pagamento")
	var head, row strings.Builder
	for i, header := range columns {
		fmt.Fprintf(&head, `<c r="%s1" t="str"><v>%s</v></c>`, columnLetters(i), header)
		cell, ok := cells[header]
		if !ok {
			cell = `<c t="inlineStr"><is><t>` + inXML(anaBuys("HP0000000001")[header]) + `</t></is></c>`
		}
		row.WriteString(strings.Replace(cell, "<c", fmt.Sprintf(`<c r="%s2"`, columnLetters(i)), 1))
	}
	return `<row r="1">` + head.String() + `</row><row r="2">` + row.String() + `</row>`
}

func TestHowCellsOfASpreadsheetAreRead(t *testing.T) {
	const price, when, name = "Valor de compra sem impostos", "Data da transação", "Produto"
	for _, c := range []struct {
		what, header, cell string
		field              model.Field
		want               string
	}{
		{"money as it was typed", price, `<c><v>347.34</v></c>`, model.FPrice, "34734 BRL"},
		{"money as a computer stores it", price, `<c><v>347.34000000000003</v></c>`, model.FPrice, "34734 BRL"},
		{"money a hair below", price, `<c><v>347.33999999999997</v></c>`, model.FPrice, "34734 BRL"},
		{"money with an exponent", price, `<c t="n"><v>3.4734E2</v></c>`, model.FPrice, "34734 BRL"},
		{"money with three decimals", price, `<c><v>1.234</v></c>`, model.FPrice, "123 BRL"},
		{"whole money", price, `<c><v>1234</v></c>`, model.FPrice, "123400 BRL"},
		{"money that is shown as a date", price, `<c s="1"><v>45000.5</v></c>`, model.FPrice, "4500050 BRL"},
		{"money as text with a comma", price, `<c t="str"><v>347,34</v></c>`, model.FPrice, "34734 BRL"},
		{"the value of a formula", price, `<c><f>2*A1</f><v>59.8</v></c>`, model.FPrice, "5980 BRL"},
		{"a count", "Quantidade de itens", `<c s="2"><v>3</v></c>`, model.FItems, "3"},
		{"a date with its style", when, `<c s="1"><v>46146.416666666664</v></c>`, model.FOrderedAt, "2026-05-04T13:00:00Z"},
		{"a date without a style", when, `<c><v>46146.416666666664</v></c>`, model.FOrderedAt, "2026-05-04T13:00:00Z"},
		{"a day", when, `<c s="2"><v>46146</v></c>`, model.FOrderedAt, "2026-05-04T03:00:00Z"},
		{"a second before midnight", when, `<c s="1"><v>46146.99998842593</v></c>`, model.FOrderedAt, "2026-05-05T02:59:59Z"},
		{"an ISO date", when, `<c t="d"><v>2026-05-04T10:00:00</v></c>`, model.FOrderedAt, "2026-05-04T13:00:00Z"},
		{"a shared text", name, `<c t="s"><v>0</v></c>`, model.FProductName, `"Curso de Pão"`},
		{"a shared text in runs", name, `<c t="s"><v>1</v></c>`, model.FProductName, `"Clube do Fermento"`},
		{"an inline text in runs, not as it is spoken", name, `<c t="inlineStr"><is><r><rPr/><t>Pão</t></r><r><t> &amp; Mel</t></r><rPh><t>pan</t></rPh></is></c>`,
			model.FProductName, `"Pão & Mel"`},
		{"a text with escapes", name, `<c t="inlineStr"><is><t>a_x000D_&#10;b_x005F_x000D_ _x c</t></is></c>`, model.FProductName, `"a\r\nb_x000D_ _x c"`},
		{"a literal text", name, `<c t="inlineStr"><is><t><![CDATA[a<b>&c]]></t></is></c>`, model.FProductName, `"a<b>&c"`},
		{"a comment within", name, `<c t="inlineStr"><is><t>a<!-- > --></t></is></c>`, model.FProductName, `"a"`},
		{"a number where a text stands", name, `<c><v>2026</v></c>`, model.FProductName, `"2026"`},
		{"a date where a text stands", name, `<c s="2"><v>46146</v></c>`, model.FProductName, `"2026-05-04"`},
		{"a style that only says day", name, `<c s="3"><v>46146</v></c>`, model.FProductName, `"46146"`},
		{"a long number", name, `<c><v>5.5119E12</v></c>`, model.FProductName, `"5511900000000"`},
		{"yes", "Período gratuito (trial)", `<c t="b"><v>1</v></c>`, model.FTrial, "true"},
		{"no", "Período gratuito (trial)", `<c t="b"><v>0</v></c>`, model.FTrial, "false"},
	} {
		r := read(t, named(t, "s.xlsx", workbookOf("Report", sheetOf(map[string]string{c.header: c.cell})).packed(t)))
		if len(r.changes) != 1 {
			t.Errorf("%s: rejected %v", c.what, r.rejects)
			continue
		}
		if got := factOf(r.changes[0].Transaction, c.field); got != c.want {
			t.Errorf("%s: %s is %s, want %s", c.what, c.field.Name(), got, c.want)
		}
	}
	from1904 := workbookOf("Report", sheetOf(map[string]string{when: `<c s="1"><v>44684.416666666664</v></c>`}))
	from1904["xl/workbook.xml"] = strings.Replace(from1904["xl/workbook.xml"], "<workbookPr/>", `<workbookPr date1904="1"/>`, 1)
	if tx := read(t, named(t, "s.xlsx", from1904.packed(t))).changes[0].Transaction; factOf(tx, model.FOrderedAt) != "2026-05-04T13:00:00Z" {
		t.Errorf("days counted from 1904: %s", factOf(tx, model.FOrderedAt))
	}
}

func TestARowOfASpreadsheetThatCannotBeReadIsGivenBack(t *testing.T) {
	const price, when = "Valor de compra sem impostos", "Data da transação"
	for _, c := range []struct{ what, header, cell, column, reason string }{
		{"a formula that was never computed", price, `<c><f>2*A1</f></c>`, price, "the formula has no saved value: open the file in a spreadsheet program and save it"},
		{"an error", price, `<c t="e"><f>1/0</f><v>#DIV/0!</v></c>`, price, `"#DIV/0!" is not an amount in BRL: there is something other than a number in it`},
		{"a number that is no day", when, `<c><v>20260504</v></c>`, when, `"20260504" is not a date such as 31/12/2026 23:59:59, between 1995 and 2100`},
		{"something beside the table", "Confirmação do pagamento", `<c t="str"><v></v></c><c r="AB2"><v>7</v></c>`, "", "something stands right of the table, in column AB"},
		{"something in the last column there is", "Confirmação do pagamento", `<c/><c r="XFD2"><v>7</v></c>`, "", "the row has more than 10000 cells"},
		{"a cell of ten mebibytes", "Produto", `<c t="str"><v>` + strings.Repeat("x", 10<<20) + `</v></c>`, "Produto", "the cell holds more than 1 MiB"},
		{"ten cells of a mebibyte", "Confirmação do pagamento", `<c/>` + strings.Repeat(`<c t="str"><v>`+strings.Repeat("x", maxFieldBytes)+`</v></c>`, 10), "",
			"the row is longer than 8 MiB and is not repeated here"},
		{"two values for one cell", "Confirmação do pagamento", `<c/><c r="A2"><v>7</v></c>`, "Código da transação", "the cell is there twice"},
	} {
		f := named(t, "s.xlsx", workbookOf("Report", sheetOf(map[string]string{c.header: c.cell})).packed(t))
		r := read(t, f)
		if want := (Reject{Line: 2, Column: c.column, Reason: c.reason}); len(r.rejects) != 1 || r.rejects[0] != want {
			t.Errorf("%s: %v, want %v", c.what, r.rejects, want)
		}
		path, content := writeRejects(t, f)
		if filepath.Base(path) != "s.rejected.csv" {
			t.Errorf("%s: written to %s", c.what, path)
		}
		if again := read(t, opened(t, content)); again.tally.Rejected != 1 || len(again.changes) != 0 {
			t.Errorf("%s: unmended, it became %+v", c.what, again.tally)
		}
	}
	f := named(t, "s.xlsx", workbookOf("Report", sheetOf(map[string]string{price: `<c t="str"><v>um</v></c>`, when: `<c s="1"><v>46146.416666666664</v></c>`})).packed(t))
	_, content := writeRejects(t, f)
	if r := read(t, opened(t, strings.Replace(content, ";um;", ";29.90;", 1))); len(r.changes) != 1 || orderedAt(r) != "2026-05-04T13:00:00Z" {
		t.Errorf("mended, it became %+v", r)
	}
}

func orderedAt(r reading) string { return factOf(r.changes[0].Transaction, model.FOrderedAt) }

// Numbers that are stored as such follow the texts of their column, whichever way those write decimals.
func TestNumbersAmongTextsOfTheirColumn(t *testing.T) {
	for _, text := range []string{"1.234,50", "1,234.50", "1234,5", "1234.50"} {
		rows := `<row r="1">`
		for i, header := range few {
			rows += fmt.Sprintf(`<c r="%s1" t="str"><v>%s</v></c>`, columnLetters(i), header)
		}
		rows += "</row>"
		for n, cell := range []string{`<c t="str"><v>` + text + `</v></c>`, `<c><v>1234.5</v></c>`, `<c><v>1.234</v></c>`, `<c><v>7</v></c>`, `<c><v>1029.999</v></c>`} {
			rows += fmt.Sprintf(`<row r="%d">`, n+2)
			for i, header := range few {
				if header == "Valor de compra sem impostos" {
					rows += strings.Replace(cell, "<c", fmt.Sprintf(`<c r="%s%d"`, columnLetters(i), n+2), 1)
				} else {
					rows += fmt.Sprintf(`<c r="%s%d" t="str"><v>%s</v></c>`, columnLetters(i), n+2, anaBuys(fmt.Sprintf("HP%d", n))[header])
				}
			}
			rows += "</row>"
		}
		r := read(t, named(t, "s.xlsx", workbookOf("Report", rows).packed(t)))
		var got []string
		for _, c := range r.changes {
			got = append(got, factOf(c.Transaction, model.FPrice))
		}
		if diff := cmp.Diff([]string{"123450 BRL", "123450 BRL", "123 BRL", "700 BRL", "103000 BRL"}, got); diff != "" {
			t.Errorf("beside %q, rejected %v (-want +got):\n%s", text, r.rejects, diff)
		}
	}
}

// However a program writes out the number that it holds for an amount, the amount comes back to the cent.
func TestMoneyStoredAsANumberComesOutExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		minor := rapid.Int64Range(-9_999_999_999_999, 9_999_999_999_999).Draw(rt, "minor units")
		stored := float64(minor) / 100
		raw := strconv.FormatFloat(stored, rapid.SampledFrom([]byte{'g', 'e', 'f', 'E'}).Draw(rt, "form"), rapid.SampledFrom([]int{-1, 17}).Draw(rt, "digits"), 64)
		got, err := model.ParseMoney(styledNumber(plainNumber(raw), model.DecimalDot), "BRL", model.DecimalDot)
		if err != nil || got != model.NewMoney(minor, "BRL") {
			rt.Fatalf("%s became %q: %v, %v", raw, plainNumber(raw), got, err)
		}
	})
}

func TestNumbersAreWrittenPlainly(t *testing.T) {
	for raw, want := range map[string]string{
		"0": "0", "-0": "0", "0.00": "0", "12": "12", "12.0": "12", "-12.50": "-12.5", "+3": "3", "1E3": "1000", "1.5e-3": "0.0015", "1e-7": "0.0000001",
		"0.30000000000000004": "0.3", "9999999999999.99": "9999999999999.99", "99999999999999.99": "100000000000000", "999999999999999.9": "1000000000000000", "123456789012345678": "123456789012346000",
		".5": "0.5", "5.": "5", "": "", ".": ".", "1E999999999": "1E999999999", "NaN": "NaN", "1.2.3": "1.2.3", "0x10": "0x10", "1e": "1e", "--1": "--1",
	} {
		if got := plainNumber(raw); got != want {
			t.Errorf("%q became %q, want %q", raw, got, want)
		}
	}
}

// packedRaw makes a zip file with one more entry, whose size in the list of contents is not what it unpacks to.
func (p parts) packedRaw(t *testing.T, name string, packed []byte, says uint64) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for n, content := range p {
		w, _ := z.Create(n)
		io.WriteString(w, content) //nolint:errcheck // into memory
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(nil), CompressedSize64: uint64(len(packed)), UncompressedSize64: says})
	if err != nil {
		t.Fatal(err)
	}
	w.Write(packed) //nolint:errcheck // into memory
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func deflated(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestSpeed)
	for chunk := make([]byte, 1<<20); n > 0; n -= len(chunk) {
		w.Write(chunk[:min(n, len(chunk))]) //nolint:errcheck // into memory
	}
	w.Close() //nolint:errcheck // into memory
	return b.Bytes()
}

func TestHostileSpreadsheetsAreRefusedWithASentence(t *testing.T) {
	head := inline(few)
	good := workbookOf("Report", head)
	without := func(name string) parts {
		p := good.with(name, "")
		delete(p, name)
		return p
	}
	crowd := parts{}
	for i := range maxEntries + 1 {
		crowd[fmt.Sprintf("xl/%d.xml", i)] = ""
	}
	utf16LE := string(inUTF16(good["xl/worksheets/sheet1.xml"], false, true))
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600) + string(inUTF16("EncryptedPackage", false, false))
	for _, c := range []struct{ what, content, says string }{
		{"a bomb by its list of contents", without("xl/worksheets/sheet1.xml").packedRaw(t, "xl/worksheets/sheet1.xml", deflated(t, 1<<20), 1<<30), "unpacks to far more than a report holds"},
		{"a bomb that claims to be small", without("xl/worksheets/sheet1.xml").packedRaw(t, "xl/worksheets/sheet1.xml", deflated(t, 64<<20), 1000), "is a damaged spreadsheet: it cannot be unpacked"},
		{"shared texts that are a bomb", without("xl/sharedStrings.xml").packedRaw(t, "xl/sharedStrings.xml", deflated(t, 1<<20), 1<<31), "unpacks to far more than a report holds"},
		{"a crowd of entries", crowd.packed(t), "is a zip file of more than 10,000 files"},
		{"a shared text that is not there", good.with("xl/worksheets/sheet1.xml", `<sheetData><row><c t="s"><v>3</v></c></row></sheetData>`).packed(t), "a cell refers to a text that is not there"},
		{"a shared text before the first", good.with("xl/worksheets/sheet1.xml", `<sheetData><row><c t="s"><v>-1</v></c></row></sheetData>`).packed(t), "a cell refers to a text that is not there"},
		{"rows out of order", good.with("xl/worksheets/sheet1.xml", `<sheetData><row r="5"/><row r="4"/></sheetData>`).packed(t), "the rows are not in order"},
		{"a row beyond the last", good.with("xl/worksheets/sheet1.xml", `<sheetData><row r="1048577"/></sheetData>`).packed(t), "go beyond what a sheet can hold"},
		{"entities that multiply", good.with("xl/worksheets/sheet1.xml", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sheetData/>`).packed(t), "it declares entities"},
		{"a sheet that ends in the middle", good.with("xl/worksheets/sheet1.xml", `<sheetData><row r="1"><c r="A1"><v>1`).packed(t), "it ends in the middle"},
		{"a tag without an end", good.with("xl/worksheets/sheet1.xml", `<sheetData><row r="`+strings.Repeat("1", 1<<20)).packed(t), "a tag in it is longer than any of a spreadsheet"},
		{"a sheet in UTF-16", good.with("xl/worksheets/sheet1.xml", utf16LE).packed(t), "it is not written in UTF-8"},
		{"no sheet", without("xl/worksheets/sheet1.xml").packed(t), "a part that it names is missing"},
		{"no shared texts", without("xl/sharedStrings.xml").packed(t), "a part that it names is missing"},
		{"a workbook that is no XML", good.with("xl/workbook.xml", "<<<").packed(t), "a part that it names is missing or cannot be read"},
		{"no list of contents", good.packed(t)[:400], "its list of contents is missing"},
		{"a spreadsheet without a report", workbookOf("Resumo", inline([]string{"a", "b"})).packed(t), `none of its columns is known. They are "a", "b".`},
		{"a binary spreadsheet", good.with("_rels/.rels", strings.Replace(good["_rels/.rels"], "workbook.xml", "workbook.bin", 1)).packed(t), "is a binary spreadsheet (XLSB)"},
		{"a letter", good.with("_rels/.rels", strings.Replace(good["_rels/.rels"], "xl/workbook.xml", "word/document.xml", 1)).packed(t), "is a document and not a spreadsheet"},
		{"an OpenDocument file", parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}.packed(t), "is an OpenDocument file"},
		{"one with a password", ole, "is a spreadsheet with a password"},
		{"an old one", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), "is an old spreadsheet (XLS)"},
	} {
		before := allocated()
		_, err := Open(context.Background(), writeFile(t, "s.xlsx", c.content), Options{Zone: saoPaulo(t)})
		var e *model.Error
		if !errors.As(err, &e) || e.Hint == "" || !strings.HasPrefix(e.Message, "s.xlsx ") || !strings.Contains(e.Message, c.says) {
			t.Errorf("%s: %v", c.what, err)
		}
		if cost := (allocated() - before) >> 20; cost > 64 {
			t.Errorf("%s cost %d MiB of memory", c.what, cost)
		}
	}
}

func TestOddSpreadsheetsAreReadRight(t *testing.T) {
	row := anaBuys("HP0000000001").cellsOf(few)
	good := workbookOf("Report", inline(few, row))
	macros := good.with("xl/vbaProject.bin", "x")
	last := workbookOf("Report", inline(few)+strings.ReplaceAll(strings.TrimPrefix(inline(nil, row), `<row r="1"></row>`), `2"`, `1048576"`))
	prefixed := good.with("xl/worksheets/sheet1.xml", strings.NewReplacer("</", "</x:", "<?", "<?", "<", "<x:").Replace(good["xl/worksheets/sheet1.xml"]))
	bare := good.with("xl/worksheets/sheet1.xml", strings.NewReplacer(` r="1"`, "", ` r="2"`, "").Replace(good["xl/worksheets/sheet1.xml"]))
	climbing := good.with("../../../escaped.xml", "x")
	for what, content := range map[string]string{
		"as it should be": good.packed(t), "with macros": macros.packed(t), "a sale in the last row there is": last.packed(t), "tags with prefixes": prefixed.packed(t),
		"rows without numbers": bare.packed(t), "a name that climbs": climbing.packed(t),
		"a byte order mark": good.with("xl/worksheets/sheet1.xml", "\ufeff"+good["xl/worksheets/sheet1.xml"]).packed(t),
	} {
		f := named(t, "s.xlsx", content)
		if r := read(t, f); len(r.changes) != 1 || r.changes[0].Transaction.Price != model.NewMoney(29700, "BRL") {
			t.Errorf("%s: %d changes, rejected %v", what, len(r.changes), r.rejects)
		}
		if left, _ := os.ReadDir(filepath.Dir(f.path)); len(left) != 1 {
			t.Errorf("%s left %v", what, left)
		}
		if noted := len(f.Summary().Notes) == 1; noted != (what == "with macros") {
			t.Errorf("%s: notes %v", what, f.Summary().Notes)
		}
	}
	cut := named(t, "s.xlsx", workbookOf("Report", inline(few, anaBuys("HP1").with("Produto", strings.Repeat("ã", maxCellText)).cellsOf(few))).packed(t))
	read(t, cut)
	if n := cut.Summary().Notes; len(n) != 1 || !strings.Contains(sentence(n[0]), "32,767 characters") {
		t.Errorf("a text that was cut: %v", n)
	}
}
