package ingest

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recoup/model"
)

// writeManySales writes the report of manySales as a spreadsheet, its amounts as numbers, as a program that saves it again
// does.
func writeManySales(t testing.TB, path string, seed uint64, n int) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(file)
	book := workbookOf("Report", "")
	delete(book, "xl/worksheets/sheet1.xml")
	for name, content := range book {
		w, _ := z.Create(name)
		io.WriteString(w, content) //nolint:errcheck // the zip keeps its first error
	}
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(part)
	w.WriteString(xmlHead + "<worksheet><sheetData>") //nolint:errcheck // a bufio.Writer keeps its first error
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(manySales(seed, n), "\ufeff")))
	rows.Comma = ';'
	for r := 1; ; r++ {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, `<row r="%d">`, r)
		for c, cell := range cells {
			if r > 1 && strings.HasPrefix(allColumns[c], "Valor de compra") {
				fmt.Fprintf(w, `<c r="%s%d"><v>%s</v></c>`, columnLetters(c), r, cell)
				continue
			}
			fmt.Fprintf(w, `<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>`, columnLetters(c), r, inXML(cell))
		}
		w.WriteString("</row>") //nolint:errcheck // see above
	}
	w.WriteString("</sheetData></worksheet>") //nolint:errcheck // see above
	if err := errors.Join(w.Flush(), z.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkXLSX measures all that an import reads of a spreadsheet of 100,000 rows and 63 columns: finding its sheet, the
// first look, and handing over every change.
func BenchmarkXLSX(b *testing.B) {
	path := filepath.Join(b.TempDir(), "sales.xlsx")
	writeManySales(b, path, 1, benchRows)
	stat, _ := os.Stat(path)
	b.SetBytes(stat.Size())
	b.ReportAllocs()
	for b.Loop() {
		f, err := Open(context.Background(), path, Options{Zone: saoPaulo(b)})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		if _, err := f.Batch().Read(context.Background(), func(model.Change) error { n++; return nil }); err != nil || n != benchRows {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
