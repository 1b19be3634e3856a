package draw_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"

	"recoup/model"
	"recoup/tui/draw"
)

// What the tests draw: a small account in the field's own words.

var saoPaulo = time.FixedZone("-03", -3*3600)

func english() model.Formatter { return model.Formatter{Lang: model.LangEN, Zone: saoPaulo} }

func brl(minor int64) model.Value { return model.MoneyOf(model.NewMoney(minor, "BRL")) }

// plainTheme is a terminal without any escape sequence.
func plainTheme() *draw.Theme { return draw.NewTheme(true, false, colorprofile.NoTTY, false) }

func asciiTheme() *draw.Theme { return draw.NewTheme(true, false, colorprofile.NoTTY, true) }

func day(n int) model.Day { return model.NewDay(2026, time.May, n) }

func weekOfSales() model.Chart {
	chart := model.Chart{ID: "sold", Label: "Sold by day", Kind: model.Columns, Unit: model.UnitMoney, Partial: true}
	now := model.Series{Label: "4–10 May", Currency: "BRL"}
	before := model.Series{Label: "27 Apr – 3 May", Currency: "BRL"}
	for i, minor := range []int64{412_200, 588_050, 901_000, 433_000, 1_102_345, 1_289_900, 205_000} {
		chart.Labels = append(chart.Labels, model.DayOfValue(day(4+i)))
		now.Points = append(now.Points, brl(minor))
		before.Points = append(before.Points, brl(minor*int64(13-2*i)/10+40_000))
	}
	chart.Series = []model.Series{now, before}
	return chart
}

func netByDay() model.Chart {
	chart := weekOfSales()
	chart.Label, chart.Partial = "Net by day", false
	chart.Series = chart.Series[:1]
	for i, minor := range []int64{300_000, -150_000, 420_000, 0, -90_000, 510_000, 130_000} {
		chart.Series[0].Points[i] = brl(minor)
	}
	return chart
}

func declinesByReason() model.Chart {
	chart := model.Chart{ID: "reasons", Label: "Reasons for declined cards", Kind: model.Bars, Unit: model.UnitCount}
	series := model.Series{Label: "declines"}
	for label, count := range orderedReasons() {
		chart.Labels = append(chart.Labels, model.EnumOf(strings.ToUpper(label), label))
		series.Points = append(series.Points, model.CountOf(count))
	}
	chart.Series = []model.Series{series}
	return chart
}

func orderedReasons() func(func(string, int) bool) {
	labels := []string{"Not enough limit", "Declined by the bank without a reason", "Wrong card details", "Suspected fraud", "Card expired", "Try again later"}
	counts := []int{1_204, 388, 121, 64, 9, 0}
	return func(yield func(string, int) bool) {
		for i, label := range labels {
			if !yield(label, counts[i]) {
				return
			}
		}
	}
}

func headlineMetrics() []model.Metric {
	one := func(v model.Value) []model.Figure { return []model.Figure{{Currency: "BRL", Value: v}} }
	return []model.Metric{
		{ID: "gross", Label: "Gross", Unit: model.UnitMoney, Values: one(brl(4_122_000)), Previous: one(brl(3_813_000)), Better: 1},
		{ID: "sales", Label: "Sales", Unit: model.UnitCount, Values: one(model.CountOf(212)), Previous: one(model.CountOf(216)), Better: 1},
		{ID: "ticket", Label: "Average ticket", Unit: model.UnitMoney, Values: one(brl(19_443)), Previous: one(brl(17_653)), Better: 1},
		{ID: "net", Label: "Net", Unit: model.UnitMoney, Values: one(model.Unknown())},
		{ID: "refund-rate", Label: "Refund rate", Unit: model.UnitRatio, Values: one(model.RatioOf(31, 1000)), Previous: one(model.RatioOf(27, 1000)), Better: -1},
		{ID: "buyers", Label: "New buyers", Unit: model.UnitCount, Values: one(model.CountOf(96)), Previous: one(model.CountOf(0)), Better: 1},
	}
}

// transactionRows is a table computed cell by cell, as long as asked for.
type transactionRows struct {
	n     int
	mixed bool // several currencies
}

var products = []string{"Curso de Aquarela", "Mentoria Fotografia de Produto — Turma 7", "水彩画の基礎", "Comunidade Ateliê 🎨", "Ebook: Luz & Sombra"}

func (r transactionRows) Len() int { return r.n }

func (r transactionRows) Cell(row, column int) model.Value {
	status := model.Statuses()[(row*7+3)%len(model.Statuses())]
	switch column {
	case 0:
		return model.TextOf(products[row%len(products)])
	case 1:
		return model.InstantOfMillis(model.InstantOf(time.Date(2026, 5, 10, 9, 0, 0, 0, saoPaulo)).Add(-time.Duration(row) * 37 * time.Minute))
	case 2:
		return model.EnumOf(status.ID(), status.Label())
	case 3:
		minor := int64(row%97)*1_931 + 4_990
		currency := model.Currency("BRL")
		if r.mixed {
			currency = []model.Currency{"BRL", "CLP", "KWD", "USD"}[row%4]
		}
		return model.MoneyOf(model.NewMoney(minor, currency))
	case 4:
		if row%6 == 4 {
			return model.Unknown()
		}
		return brl(int64(row%97)*1_500 + 3_100)
	case 5:
		return model.CountOf(row%12 + 1)
	case 6:
		return model.RatioOf(int64(row%23)*int64(row%23), 700)
	case 7:
		return model.TextOf(fmt.Sprintf("buyer%03d@example.com", row))
	case 8:
		return model.TextOf("HP" + fmt.Sprint(1_700_000_000+row))
	}
	return model.FlagOf(row%5 == 0)
}

func (r transactionRows) Behind(int) (model.Filter, bool) { return model.Filter{}, false }

func transactionTable(n int) model.Table {
	return model.Table{
		ID: "transactions", Label: "Transactions",
		Columns: []model.Column{
			{ID: "product", Label: "Product", Type: model.ColText},
			{ID: "ordered", Label: "Ordered", Type: model.ColInstant},
			{ID: "status", Label: "Status", Type: model.ColEnum},
			{ID: "price", Label: "Price", Type: model.ColMoney},
			{ID: "net", Label: "My net", Type: model.ColMoney},
			{ID: "installments", Label: "Times", Type: model.ColCount},
			{ID: "share", Label: "Share", Type: model.ColRatio},
			{ID: "buyer", Label: "Buyer", Type: model.ColText, Personal: true},
			{ID: "code", Label: "Transaction", Type: model.ColText},
			{ID: "bump", Label: "Bump", Type: model.ColFlag},
		},
		Rows: transactionRows{n: n},
		Totals: []model.Value{
			model.TextOf("Total"), model.Unknown(), model.Unknown(), brl(987_654_321), brl(765_432_100), model.CountOf(n),
			model.Unknown(), model.Unknown(), model.Unknown(), model.Unknown(),
		},
		SortBy: 1, Descending: true,
		Empty: model.Say("No sale was made in these days. Choose a longer period with p."),
	}
}

func transactionsView(n int) draw.TableView {
	v := draw.TableView{
		Table: transactionTable(n), Formatter: english(), Cursor: 3, Column: 2, SortColumn: 1, Descending: true,
		Marks: map[int]bool{1: true, 3: true}, Focused: true, ShowTotals: true,
	}
	v.CellRole = func(row, column int) draw.Role {
		if column != 2 {
			return draw.Plain
		}
		switch model.ParseStatus(v.Table.Rows.Cell(row, 2).Text().String()).Class() {
		case model.ClassFailed, model.ClassReversed:
			return draw.Loss
		case model.ClassDispute, model.ClassDunning:
			return draw.Warning
		}
		return draw.Plain
	}
	return v
}

func sectionMenu() draw.MenuView {
	headlines := []string{
		"1,204 transactions · 38 awaiting payment", "R$ 18,300.00 available · next 22 May", "61 % untracked", "9 plans with issues",
		"", "3 missing for April", "2 expire within 24 h", "MRR R$ 6,410.00 · churn 3.1 %", "4 suggestions · R$ 2,100.00 a month",
		"6 active of 31", "funnel 3.4 %", "R$ 3,240.00 expected in 30 days", "0.42 % · room for 6", "up R$ 3,110.00: ticket, not volume",
		"R$ 1,020.00 · 12 sales",
	}
	v := draw.MenuView{Focused: true}
	for _, s := range model.Sections() {
		if s.Side != model.RightSide {
			continue
		}
		item := draw.Item{Title: s.Title, Value: headlines[len(v.Items)]}
		if item.Value == "" {
			item.State, item.Value = draw.ItemMissing, "— not in this snapshot"
		}
		v.Items = append(v.Items, item)
	}
	return v
}

func helpGroups() []draw.HelpGroup {
	return []draw.HelpGroup{
		{Title: "Moving", Hints: []draw.Hint{{Key: "↑↓ j k", Title: "move"}, {Key: "⇥ ⇧⇥", Title: "next pane, pane before"}, {Key: "⏎", Title: "open"}, {Key: "esc", Title: "back"}, {Key: "g G", Title: "first, last"}}},
		{Title: "Tables", Hints: []draw.Hint{{Key: "/", Title: "filter rows"}, {Key: "s", Title: "sort by column"}, {Key: "S", Title: "reverse"}, {Key: "space", Title: "mark"}, {Key: "y", Title: "copy cell"}, {Key: "w", Title: "message from a template", Disabled: true, Reason: "no buyer in this row"}}},
		{Title: "Period", Hints: []draw.Hint{{Key: "p", Title: "period menu"}, {Key: "[ ]", Title: "one period back, forward"}, {Key: "0", Title: "back to the last 7 days"}, {Key: "v", Title: "compare"}}},
		{Title: "Program", Hints: []draw.Hint{{Key: ":", Title: "command palette"}, {Key: "?", Title: "help"}, {Key: "q", Title: "quit"}}},
	}
}

func footerHints() []draw.Hint {
	return []draw.Hint{
		{Key: "↑↓", Title: "move"}, {Key: "⇥", Title: "pane"}, {Key: "⏎", Title: "open"}, {Key: "e", Title: "export"}, {Key: "p", Title: "period"},
		{Key: "c", Title: "currency", Disabled: true}, {Key: "/", Title: "filter"}, {Key: ":", Title: "command"}, {Key: "q", Title: "quit"}, {Key: "?", Title: "help"},
	}
}

// home composes the first screen as the program does.
func home(t *draw.Theme, w, h int) []string {
	header := draw.Row2(t, w,
		[]draw.Span{{draw.Plain, " "}, {draw.Strong, "recoup"}, {draw.Plain, "  Loja da Ana"}},
		[]draw.Span{{draw.Muted, "last 7 days · 4–10 May 2026 · BRL    snapshot 3 h old · São Paulo "}})
	footer := draw.Hints(t, w, footerHints())
	leftW := 45
	if w < 120 {
		leftW = 32
	}
	lw, lh := draw.FrameInner(leftW, h-2)
	rw, rh := draw.FrameInner(w-leftW, h-2)
	left := draw.Stack(lw, lh,
		[]string{draw.Line(t, lw, draw.Span{draw.Plain, "  "}, draw.Span{draw.Heading, "SOLD"})},
		[]string{draw.Row2(t, lw, []draw.Span{{draw.Plain, "  "}, {draw.Strong, "R$ 41,220.00"}, {draw.Muted, "   212 sales"}},
			[]draw.Span{draw.Change(t, english(), brl(4_122_000), brl(3_813_000), 1), {draw.Plain, " "}})},
		[]string{draw.Line(t, lw, draw.Span{draw.Plain, "  "}, draw.Span{draw.ChartNow, draw.SparkOf(t, weekOfSales(), "BRL", 7)})},
		draw.Menu(t, lw, 3, draw.MenuView{ValuesRight: true, Cursor: 1, Items: []draw.Item{
			{Title: "Export details", Key: "e"}, {Title: "Discover ways to recover", Value: "11"}, {Title: "Cart abandonment", Value: "57"},
		}}),
		draw.Chart(t, lw, min(lh-6, 9), weekOfSales(), english(), "BRL"),
	)
	menu := draw.Menu(t, rw, rh, sectionMenu())
	lines := []string{header}
	lines = append(lines, draw.Beside(
		draw.Frame(t, leftW, h-2, "Last 7 days", "", false, left),
		draw.Frame(t, w-leftW, h-2, "Reports", "", true, menu))...)
	return append(lines, footer)
}
