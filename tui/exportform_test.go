package tui

import (
	"strings"
	"testing"

	"recoup/model"
)

func TestExportDetailsAsksWhichLostSales(t *testing.T) {
	r := open(t, 120, 36).press("e")
	r.sees("The lost sales of the last 7 days", "open: not bought since", "37", "CSV", "a spreadsheet", "recoup-lost-sales-2026-05-04-2026-05-10.csv")
	r.press("right").sees("last failed attempt of each buyer and product", "41")
	r.press("down", "right").sees("Excel", "recoup-lost-sales-2026-05-04-2026-05-10.xlsx").misses("a spreadsheet")
	r.press("enter")
	got := r.shop.exports[0]
	if got.Scope != ScopeLiteral || got.Format != FormatXLSX || got.Force {
		t.Errorf("asked for %+v", got)
	}
	if !strings.Contains(r.footer(), "Wrote 37 rows, R$ 9,870.00 to /home/ana/recoup-lost-sales") {
		t.Errorf("the footer says %q", r.footer())
	}
}

func TestATableIsExportedAsItStands(t *testing.T) {
	r := open(t, 120, 36).to(model.MySales).press("/").types("souza").press("enter", "right", "s")
	r.press("e").sees("68 rows of Transactions").press("enter")
	table := r.shop.exports[0].Table
	if table.Rows.Len() != 68 {
		t.Fatalf("%d rows were exported, 68 are on the screen", table.Rows.Len())
	}
	for i := range table.Rows.Len() {
		if got := table.Rows.Cell(i, 3).Text().String(); got != "Ana Souza" {
			t.Errorf("row %d is of %s", i, got)
		}
	}
	if a, b := table.Rows.Cell(0, 4).Text().String(), table.Rows.Cell(67, 4).Text().String(); a > b {
		t.Errorf("the order on the screen was lost: %s before %s", a, b)
	}
}

func TestOnlyMarkedRowsAreExported(t *testing.T) {
	r := open(t, 120, 36).to(model.MySales).press("space", "down", "space", "e")
	r.sees("2 marked rows of Transactions").press("enter")
	table := r.shop.exports[0].Table
	if table.Rows.Len() != 2 || table.Rows.Cell(1, 0).Text().String() != "HP0000999998" {
		t.Errorf("%d rows were exported", table.Rows.Len())
	}
}

func TestAFileIsNotOverwrittenUnasked(t *testing.T) {
	r := open(t, 120, 36)
	r.shop.exists["recoup-lost-sales-2026-05-04-2026-05-10.csv"] = true
	r.press("e", "enter").sees("Overwrite?", "is there")
	r.press("n").misses("Overwrite?").sees("write the file")
	r.press("enter", "y").misses("Overwrite?")
	if n := len(r.shop.exports); n != 3 || !r.shop.exports[2].Force {
		t.Errorf("%d exports, the last one forced: %v", n, n > 0 && r.shop.exports[n-1].Force)
	}
	if !strings.Contains(r.footer(), "Wrote 37 rows") {
		t.Errorf("the footer says %q", r.footer())
	}
}

func TestAFailedExportKeepsItsForm(t *testing.T) {
	r := open(t, 120, 36).press("e")
	r.shop.fail = model.Failed(nil, "Choose another folder.", "The folder cannot be written to.")
	r.press("enter").sees("write the file", "The folder cannot be written to.", "Choose another folder.")
}

func TestAnExportWithoutANameIsNotTried(t *testing.T) {
	r := open(t, 120, 36).press("e", "down", "down", "down")
	for range 60 {
		r.press("backspace")
	}
	r.press("enter").sees("Give the file a name.")
	if len(r.shop.exports) > 0 {
		t.Error("a file was written")
	}
}
