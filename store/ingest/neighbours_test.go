package ingest

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

// few are the columns of the small reports that properties are tried on.
var few = []string{"Código da transação", "Produto", "Status da transação", "Data da transação", "Moeda de compra",
	"Valor de compra sem impostos", "Comprador(a)"}

// draft is a report taken apart: the text of each row, which may span lines, and the code each carries.
type draft struct {
	columns []string
	sep     string
	end     string
	rows    []string
	codes   []string
}

func (d *draft) text() string {
	return strings.Join(append([]string{strings.Join(d.columns, d.sep)}, d.rows...), d.end) + d.end
}

// anyDraft draws a report with all that a creator's texts may hold, in any order of columns. Each text has the edge at
// its ends.
func anyDraft(t *rapid.T, edge string) *draft {
	d := &draft{
		columns: rapid.Permutation(few).Draw(t, "columns"),
		sep:     rapid.SampledFrom([]string{";", ",", "\t", "|"}).Draw(t, "separator"),
		end:     rapid.SampledFrom([]string{"\r\n", "\n", "\r"}).Draw(t, "line end"),
	}
	piece := rapid.SampledFrom([]string{"a", "Ana", " ", ";", ",", "\t", "|", `"`, `""`, "\n", "\r\n", "é", "29.90", "(none)", "HP1", "=", "\ufeff", "\x00"})
	for i := range rapid.IntRange(1, 12).Draw(t, "rows") {
		s := sale{
			"Código da transação": fmt.Sprintf("HP%010d", i), "Status da transação": "Aprovado", "Data da transação": "04/05/2026 10:00:00",
			"Moeda de compra": "BRL", "Valor de compra sem impostos": "29.90",
			"Produto":      "Curso " + strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "product"), "") + edge,
			"Comprador(a)": edge + strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "buyer"), "") + edge,
		}
		d.rows = append(d.rows, s.row(d.columns, d.sep))
		d.codes = append(d.codes, s["Código da transação"])
	}
	return d
}

func TestEveryRowOfAnyReportIsRead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := anyDraft(rt, "")
		r := read(t, opened(t, d.text()))
		if diff := cmp.Diff(d.codes, r.codes()); diff != "" {
			rt.Fatalf("rejected %v (-want +got):\n%s\n%q", r.rejects, diff, d.text())
		}
	})
}

// damage spoils one row in a way that leaves its line ends alone.
func damage(t *rapid.T, row, sep string) string {
	at := rapid.IntRange(0, len(row)).Draw(t, "place")
	switch rapid.SampledFrom([]string{"quote put in", "cut off", "quote taken out", "cells doubled", "garbage", "line broken"}).Draw(t, "damage") {
	case "quote put in":
		return row[:at] + `"` + row[at:]
	case "cut off":
		return row[:at]
	case "quote taken out":
		if i := strings.IndexByte(row[at:], '"'); i >= 0 {
			return row[:at+i] + row[at+i+1:]
		}
		return `"` + row
	case "cells doubled":
		return row + sep + row
	case "garbage":
		return row[:at] + "\x00\xff\xfe;\"\",|\t" + row[at:]
	}
	return row[:at] + "\n" + row[at:]
}

// The texts of these reports do not begin or end with a line break or a separator inside their quotes. If they may, there
// are spoilt files that are two files at once: a line that holds nothing but a quote ends the text of the row before it
// or begins that of the row after it, whichever of the two was the whole one.
func TestABrokenRowNeverTakesItsNeighbours(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := anyDraft(rt, "x")
		victim := rapid.IntRange(0, len(d.rows)-1).Draw(rt, "victim")
		d.rows[victim] = damage(rt, d.rows[victim], d.sep)
		if strings.HasSuffix(d.rows[victim], "\r") && d.end == "\n" {
			return // the break of the damaged row and the end of its line are one now
		}
		got := read(t, opened(t, d.text())).codes()
		for i, code := range d.codes {
			if i != victim && !slices.Contains(got, code) {
				rt.Fatalf("row %d was spoilt and row %d is lost; read were %v\n%q", victim, i, got, d.text())
			}
		}
	})
}

func TestAnUnclosedQuoteAtAnyRowOfAThousandCostsThatRow(t *testing.T) {
	const rows = 1000
	l := newLayout(few, inDetail())
	c := newConverter(l, newWallClock(time.UTC), styles{})
	d := draft{columns: few, sep: ";", end: "\r\n"}
	for i := range rows {
		s := anaBuys(fmt.Sprintf("HP%010d", i))
		if i%3 == 0 {
			s = s.with("Produto", "Livro \"Massa\";\r\ncom capa")
		}
		d.rows = append(d.rows, s.row(d.columns, d.sep))
	}
	for i := range rows {
		kept := d.rows[i]
		if i%3 == 0 {
			d.rows[i] = strings.Replace(kept, "com capa\"", "com capa", 1)
		} else {
			d.rows[i] = strings.Replace(kept, ";Curso", ";\"Curso", 1)
		}
		if d.rows[i] == kept {
			t.Fatalf("row %d was not spoilt", i)
		}
		accepted, victim := 0, false
		records := newRecords(strings.NewReader(d.text()), &delimited{sep: ';', headerLine: 1, lead: 1}, l)
		for {
			rec, err := records.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if rec.kind == rowData && c.read(rec.cells) == nil {
				accepted++
				victim = victim || c.tx.Code == fmt.Sprintf("HP%010d", i)
			}
		}
		if accepted != rows-1 || victim {
			t.Fatalf("row %d: %d accepted", i, accepted)
		}
		d.rows[i] = kept
	}
}

func TestAQuotedCellMaySpanLines(t *testing.T) {
	s := anaBuys("HP0000000001").with("Produto", "\nCurso\n\n\"de\"\r\nPão;\n")
	r := read(t, opened(t, report(anaBuys("HP0000000000"), s, anaBuys("HP0000000002"))))
	if len(r.changes) != 3 || r.tally.Rows != 4 {
		t.Fatalf("%d changes in %d rows, rejected %v", len(r.changes), r.tally.Rows, r.rejects)
	}
	if got := r.changes[1].Transaction.ProductName; got != s["Produto"] {
		t.Errorf("the product is %q", got)
	}
}

// Where a text begins with a line break, its first line ends in a quote, which also closes a quote left open before it.
func TestAnOpenQuoteBeforeATextThatBeginsWithALineBreak(t *testing.T) {
	productFirst := []string{"Produto", "Código da transação", "Status da transação", "Data da transação", "Moeda de compra", "Comprador(a)",
		"Valor de compra sem impostos"}
	for _, c := range []struct {
		what    string
		columns []string
		open    string // the end of the row that loses its closing quote
	}{
		{"the open quote would swallow the next row's code", few, ";Ana Conceição"},
		{"the open quote would put a line break into an amount", productFirst, ";297.00"},
	} {
		row := anaBuys("HP0000000001").row(c.columns, ";")
		if !strings.HasSuffix(row, c.open) {
			t.Fatal(row)
		}
		row = strings.TrimSuffix(row, c.open) + `;"` + c.open[1:]
		d := draft{columns: c.columns, sep: ";", end: "\n", rows: []string{row, anaBuys("HP0000000002").with("Produto", "\nPão").row(c.columns, ";")}}
		if r := read(t, opened(t, d.text())); !slices.Equal(r.codes(), []string{"HP0000000002"}) || r.tally.Rejected != 1 {
			t.Errorf("%s: read %v, rejected %v", c.what, r.codes(), r.rejects)
		}
	}
}

func TestTheOrderOfColumnsChangesNothing(t *testing.T) {
	sales := []sale{anaBuys("HP0000000001"), anaBuys("HP0000000002").with("Produto", "Pão; e \"mais\"").with("Valor de compra sem impostos", "1.234"),
		anaBuys("HP0000000003").with("Data da transação", "nunca")}
	want := read(t, opened(t, report(sales...)))
	rapid.Check(t, func(rt *rapid.T) {
		d := draft{columns: rapid.Permutation(allColumns).Draw(rt, "columns"), sep: ";", end: "\n"}
		for _, s := range sales {
			d.rows = append(d.rows, s.row(d.columns, d.sep))
		}
		got := read(t, opened(t, d.text()))
		if diff := cmp.Diff(want.changes, got.changes, cmp.AllowUnexported(model.Money{})); diff != "" {
			rt.Fatalf("(-usual order +this order):\n%s", diff)
		}
		if diff := cmp.Diff(want.rejects, got.rejects); diff != "" {
			rt.Fatalf("(-usual order +this order):\n%s", diff)
		}
	})
}
