package draw_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"recoup/model"
	"recoup/tui/draw"
)

func TestNumbersLineUpOnTheDecimalMark(t *testing.T) {
	v := draw.TableView{
		Table: model.Table{
			Columns: []model.Column{{Label: "Currency", Type: model.ColText}, {Label: "Sold", Type: model.ColMoney}, {Label: "Rate", Type: model.ColRatio}},
			Rows: model.RowList{
				{Cells: []model.Value{model.TextOf("BRL"), brl(123_456), model.RatioOf(61, 100)}},
				{Cells: []model.Value{model.TextOf("CLP"), model.MoneyOf(model.NewMoney(9_990, "CLP")), model.RatioOf(31, 1000)}},
				{Cells: []model.Value{model.TextOf("KWD"), model.MoneyOf(model.NewMoney(-1_500, "KWD")), model.RatioOf(42, 10_000)}},
				{Cells: []model.Value{model.TextOf("none"), model.Unknown(), model.Unknown()}},
			},
		},
		Formatter: english(), SortColumn: -1,
	}
	want := []string{
		"   Currency           Sold     Rate",
		"›  BRL        R$ 1,234.56   61 %",
		"   CLP       CLP 9,990       3.1 %",
		"   KWD          -KWD 1.500   0.42 %",
		"   none              —       —",
	}
	for i, line := range draw.Table(plainTheme(), 60, 8, v)[:len(want)] {
		if got := strings.TrimRight(line, " "); got != want[i] {
			t.Errorf("line %d: %q, want %q", i, got, want[i])
		}
	}
}

// outlier is a long table whose one large amount lies where no sample looks.
type outlier struct{ transactionRows }

func (r outlier) Cell(row, column int) model.Value {
	if row == 5_003 && column == 3 {
		return brl(98_765_432_100)
	}
	return r.transactionRows.Cell(row, column)
}

func TestANumberIsNeverCut(t *testing.T) {
	v := transactionsView(10_000)
	v.Table.Rows, v.ShowTotals = outlier{transactionRows{n: 10_000}}, false
	v.Widths = draw.Measure(v)
	v.Cursor = 5_003
	for w := 70; w <= 200; w += 10 {
		screen := strings.Join(draw.Table(plainTheme(), w, 20, v), "\n")
		if w > 90 && !strings.Contains(screen, "R$ 987,654,321.00") {
			t.Errorf("%d columns: the amount is not on screen:\n%s", w, screen)
		}
		if strings.Contains(screen, "R$ 987,654,32…") || strings.Contains(screen, "R$ 987…") {
			t.Errorf("%d columns: the amount is cut:\n%s", w, screen)
		}
	}
}

// counted remembers which rows were asked for.
type counted struct {
	transactionRows
	asked map[int]int
}

func (r counted) Cell(row, column int) model.Value {
	r.asked[row]++
	return r.transactionRows.Cell(row, column)
}

func TestOnlyRowsOnScreenAreRead(t *testing.T) {
	v := transactionsView(100_000)
	v.Widths = draw.Measure(v)
	v.CellRole = nil
	rows := counted{transactionRows{n: 100_000}, map[int]int{}}
	v.Table.Rows, v.Cursor = rows, 70_000
	draw.Table(plainTheme(), 200, 30, v)
	if len(rows.asked) != draw.TableRows(30, v) {
		t.Errorf("%d rows were read to draw %d", len(rows.asked), draw.TableRows(30, v))
	}
}

func TestTheSelectedColumnCanBeBroughtOnScreen(t *testing.T) {
	v := transactionsView(50)
	for w := 60; w <= 160; w += 20 {
		for column := range v.Table.Columns {
			v.Column, v.Left = column, 0
			v.Top, v.Left = draw.Reveal(w, 20, v)
			header := draw.Table(plainTheme(), w, 20, v)[0]
			if !strings.Contains(header, v.Table.Columns[column].Label) {
				t.Errorf("%d columns wide, column %d: %q", w, column, header)
			}
		}
	}
}

func TestHeaderTellsTheOrderAndWhatIsHidden(t *testing.T) {
	v := transactionsView(50)
	header := func() string { return draw.Table(plainTheme(), 100, 20, v)[0] }
	if got := header(); !strings.Contains(got, "Ordered ▼") || !strings.HasSuffix(got, "»") || strings.Contains(got, "«") {
		t.Errorf("first columns: %q", got)
	}
	v.Descending, v.SortColumn, v.Left = false, 3, 2
	if got := header(); !strings.Contains(got, "▲ Price") || !strings.Contains(got, "«") {
		t.Errorf("scrolled: %q", got)
	}
	if got := header(); !strings.Contains(got, "Product") {
		t.Errorf("the first column scrolled away: %q", got)
	}
}

func TestRedactHidesWhoTheBuyerIs(t *testing.T) {
	v := transactionsView(50)
	v.Formatter.Redact = true
	screen := strings.Join(draw.Table(plainTheme(), 200, 20, v), "\n")
	if strings.Contains(screen, "@example.com") || !strings.Contains(screen, "•••") {
		t.Errorf("an address is on screen:\n%s", screen)
	}
}

func TestSelectedRowsGroundReachesFromEdgeToEdge(t *testing.T) {
	theme := draw.NewTheme(true, false, colorprofile.TrueColor, false)
	v := transactionsView(10)
	line := draw.Table(theme, 120, 12, v)[1+v.Cursor]
	const ground, cellGround = "48;2;44;59;90", "48;2;54;74;120"
	for _, part := range strings.SplitAfter(line, "\x1b[m") {
		if ansi.StringWidth(part) > 0 && !strings.Contains(part, ground) && !strings.Contains(part, cellGround) {
			t.Errorf("%q has no ground in %q", part, line)
		}
	}
}

func TestEmptyTableSaysWhatToDo(t *testing.T) {
	screen := strings.Join(draw.Table(plainTheme(), 60, 10, transactionsView(0)), "\n")
	if !strings.Contains(screen, "Choose a longer period") || strings.Contains(screen, "row") {
		t.Errorf("%s", screen)
	}
}
