package aggregate

import (
	"cmp"
	"slices"
	"strings"

	"recoup/model"
)

// groupSums is what the sales of one product, method or other group add up to, in one currency.
type groupSums struct {
	code          uint32
	sales, buyers int
	gross         model.Sum
}

// groupSales adds up sales of one currency by a dictionary's code. The groups come with the largest gross first.
func (s *scope) groupSales(rows []int32, size int, codeOf func(row int32) uint32, name func(code uint32) string) []groupSums {
	all := make([]groupSums, size)
	pairs := newMarks(s.byBuyer.pairs())
	for _, row := range rows {
		g := &all[codeOf(row)]
		g.sales++
		if s.buyer[row] != 0 && pairs.add(uint32(s.byBuyer.pair[row])) { //nolint:gosec // not negative
			g.buyers++
		}
		if s.has[row].Has(model.FPrice) {
			g.gross.Add(s.contract(row, s.price[row]))
			g.gross.Sub(s.part(row))
		}
	}
	var found []groupSums
	for code := range all {
		if all[code].sales > 0 {
			all[code].code = uint32(code) //nolint:gosec // a code
			found = append(found, all[code])
		}
	}
	slices.SortFunc(found, func(a, b groupSums) int {
		return cmp.Or(compareSums(b.gross, a.gross), cmp.Compare(b.sales, a.sales), strings.Compare(name(a.code), name(b.code)))
	})
	return found
}

// soldByProduct adds up sales of one currency by product.
func (s *scope) soldByProduct(rows []int32) []groupSums {
	return s.groupSales(rows, len(s.products.names), func(row int32) uint32 { return s.product[row] }, s.products.name)
}

// salesByProduct is the table of products, in each shown currency.
func (s *scope) salesByProduct(rows []int32) model.Table {
	t := model.Table{
		ID: "by_product", Label: "By product", SortBy: 2, Descending: true, Empty: nothingSold(),
		Columns: []model.Column{
			column("product", "Product", model.ColText), column("sales", "Sales", model.ColCount), column("gross", "Gross", model.ColMoney),
			currencyColumn(), column("share", "Share of gross", model.ColRatio), column("average_ticket", "Average ticket", model.ColMoney),
			column("buyers", "Buyers", model.ColCount),
		},
	}
	var list model.RowList
	for i, part := range s.split(rows) {
		code, c := s.shown[i], s.currencyOf(s.shown[i])
		groups := s.soldByProduct(part)
		total := totalOf(groups)
		for _, g := range groups {
			list = append(list, model.Row{
				Cells: []model.Value{
					s.products.value(g.code), model.CountOf(g.sales), s.money(g.gross, c), s.currencyValue(code), share(g.gross, total),
					s.average(g.gross, g.sales, c), model.CountOf(g.buyers),
				},
				Find: s.behind(model.SoldSet, inCurrency(c), func(f *model.Filter) { f.Products = []string{s.products.ids.words[g.code]} }),
			})
		}
	}
	t.Rows = list
	return t
}

// salesByPayment is the table of payment methods, in each shown currency.
func (s *scope) salesByPayment(rows []int32) model.Table {
	t := model.Table{
		ID: "by_payment", Label: "By method", SortBy: 2, Descending: true, Empty: nothingSold(),
		Columns: []model.Column{
			column("payment", "Method", model.ColEnum), column("sales", "Sales", model.ColCount), column("gross", "Gross", model.ColMoney),
			currencyColumn(), column("share", "Share of gross", model.ColRatio), column("average_ticket", "Average ticket", model.ColMoney),
		},
	}
	codeOf := func(row int32) uint32 { return uint32(s.payment[row]) }
	name := func(code uint32) string { return s.payments.words[code] }
	var list model.RowList
	for i, part := range s.split(rows) {
		c := s.currencyOf(s.shown[i])
		groups := s.groupSales(part, len(s.payments.words), codeOf, name)
		total := totalOf(groups)
		for _, g := range groups {
			list = append(list, model.Row{
				Cells: []model.Value{
					s.paymentValue(uint16(g.code)), model.CountOf(g.sales), s.money(g.gross, c), s.currencyValue(s.shown[i]), //nolint:gosec // a code
					share(g.gross, total), s.average(g.gross, g.sales, c),
				},
				Find: s.behind(model.SoldSet, inCurrency(c), func(f *model.Filter) {
					f.PaymentTypes = []model.PaymentType{model.PaymentType(s.payments.words[g.code])}
				}),
			})
		}
	}
	t.Rows = list
	return t
}

// salesByKind parts first charges from later ones: new business from what renews by itself.
func (s *scope) salesByKind(rows []int32) model.Table {
	t := model.Table{
		ID: "by_charge", Label: "New and recurring", SortBy: -1, Empty: nothingSold(),
		Columns: []model.Column{
			column("charge", "Charge", model.ColEnum), column("sales", "Sales", model.ColCount), column("gross", "Gross", model.ColMoney),
			currencyColumn(), column("share", "Share of gross", model.ColRatio),
		},
	}
	codeOf := func(row int32) uint32 { return uint32(min(s.recurrence[row], 2)) }
	labels := [...]model.Value{1: model.EnumOf("FIRST", "First charge"), 2: model.EnumOf("LATER", "Renewal or later instalment")}
	var list model.RowList
	for i, part := range s.split(rows) {
		c := s.currencyOf(s.shown[i])
		groups := s.groupSales(part, len(labels), codeOf, func(uint32) string { return "" })
		total := totalOf(groups)
		for _, g := range groups {
			list = append(list, model.Row{Cells: []model.Value{
				labels[g.code], model.CountOf(g.sales), s.money(g.gross, c), s.currencyValue(s.shown[i]), share(g.gross, total),
			}})
		}
	}
	t.Rows = list
	return t
}

// salesByDay has a line for each day of the period; where several currencies are shown, for each day with sales.
func (s *scope) salesByDay(rows []int32) model.Table {
	t := model.Table{
		ID: "by_day", Label: "By day", SortBy: 0, Empty: nothingSold(),
		Columns: []model.Column{
			column("day", "Day", model.ColDay), column("sales", "Sales", model.ColCount), column("gross", "Gross", model.ColMoney), currencyColumn(),
		},
	}
	days := cut(s.q.Period, s.q.Zone, byDay)
	var list model.RowList
	for i, part := range s.split(rows) {
		c := s.currencyOf(s.shown[i])
		sums := s.salesPerBucket(part, &days)
		for d, day := range days.days {
			if sums[d].sales == 0 && s.showsAll() {
				continue
			}
			period := model.Period{From: day, To: day, Key: model.Custom}
			list = append(list, model.Row{
				Cells: []model.Value{model.DayOfValue(day), model.CountOf(sums[d].sales), s.money(sums[d].gross, c), s.currencyValue(s.shown[i])},
				Find:  s.behind(model.SoldSet, inCurrency(c), func(f *model.Filter) { f.Period = &period }),
			})
		}
	}
	slices.SortStableFunc(list, func(a, b model.Row) int { return cmp.Compare(a.Cells[0].Int(), b.Cells[0].Int()) })
	t.Rows = list
	return t
}

// salesPerBucket adds up sales of one currency by the points of a chart.
func (s *scope) salesPerBucket(rows []int32, b *buckets) []groupSums {
	sums := make([]groupSums, len(b.days))
	for _, row := range rows {
		at := b.of(s.saleDate(row))
		if at < 0 {
			continue
		}
		sums[at].sales++
		if s.has[row].Has(model.FPrice) {
			sums[at].gross.Add(s.contract(row, s.price[row]))
			sums[at].gross.Sub(s.part(row))
		}
	}
	return sums
}

// totalOf is the gross of all groups of one currency.
func totalOf(groups []groupSums) model.Sum {
	var total model.Sum
	for i := range groups {
		total.Merge(groups[i].gross)
	}
	return total
}

// bridgeTable tells why a number of the past changes: what was booked, what went back since, what is left. Sales and
// value add up from the first line to the last.
func (s *scope) bridgeTable(now []soldSums) model.Table {
	t := model.Table{
		ID: "bridge", Label: "Booked to sold", SortBy: -1, Empty: nothingSold(),
		Columns: []model.Column{
			column("step", "Step", model.ColEnum), column("transactions", "Transactions", model.ColCount),
			column("sales", "Sales", model.ColCount), column("value", "Value", model.ColMoney), currencyColumn(),
		},
	}
	partly := func(f *model.Filter) {
		f.Statuses = []model.Status{model.PartiallyRefunded, model.Approved, model.Complete}
	}
	wholly := func(f *model.Filter) { f.Statuses = []model.Status{model.Refunded} }
	as := func(*model.Filter) {}
	var list model.RowList
	for i := range now {
		n, c := &now[i], s.currencyOf(s.shown[i])
		line := func(id, label string, b bridgeSum, sales int, set model.Set, narrow func(*model.Filter)) {
			list = append(list, model.Row{
				Cells: []model.Value{
					model.EnumOf(id, label), model.CountOf(b.rows), model.CountOf(sales), s.money(b.value, c), s.currencyValue(s.shown[i]),
				},
				Find: s.behind(set, inCurrency(c), narrow),
			})
		}
		line("booked", "Booked", n.booked, n.booked.rows, model.BookedSet, as)
		line("refunded_since", "Refunded since", n.refunded.taken(), -n.refunded.rows, model.RefundedSince, wholly)
		line("partly_refunded", "Parts refunded of sales kept", n.partly.taken(), 0, model.RefundedSince, partly)
		line("charged_back_since", "Charged back since", n.chargedBack.taken(), -n.chargedBack.rows, model.ChargedBackSince, as)
		line("in_dispute", "In dispute", n.inDispute.taken(), -n.inDispute.rows, model.InDisputeSet, as)
		line("sold", "Sold", bridgeSum{n.sales, n.gross}, n.sales, model.SoldSet, as)
	}
	t.Rows = list
	return t
}

// taken is the step with the sign of what is taken away.
func (b bridgeSum) taken() bridgeSum {
	minor, _ := b.value.Minor()
	var away model.Sum
	away.Sub(minor)
	return bridgeSum{b.rows, away}
}

// salesByCurrency compares the currencies, also those that are not shown.
func (s *scope) salesByCurrency() model.Table {
	t := model.Table{
		ID: "by_currency", Label: "By currency", SortBy: 1, Descending: true, Empty: nothingSold(),
		Columns: []model.Column{
			column("currency", "Currency", model.ColText), column("sales", "Sales", model.ColCount), column("orders", "Orders", model.ColCount),
			column("gross", "Gross", model.ColMoney), column("average_ticket", "Average ticket", model.ColMoney), column("buyers", "Buyers", model.ColCount),
		},
	}
	all := s.inEveryCurrency()
	var list model.RowList
	for i, part := range all.split(all.rows(model.SoldSet)) {
		if len(part) == 0 {
			continue
		}
		c, sums := all.currencyOf(all.shown[i]), all.sumSales(part)
		list = append(list, model.Row{
			Cells: []model.Value{
				all.currencyValue(all.shown[i]), model.CountOf(sums.sales), model.CountOf(sums.orders), all.money(sums.gross, c),
				all.average(sums.gross, sums.sales, c), model.CountOf(sums.buyers),
			},
			Find: all.behind(model.SoldSet, inCurrency(c)),
		})
	}
	if all.err != nil {
		s.fail(all.err)
	}
	slices.SortStableFunc(list, func(a, b model.Row) int { return cmp.Compare(b.Cells[1].Count(), a.Cells[1].Count()) })
	t.Rows = list
	return t
}

func nothingSold() model.Phrase {
	return model.Say("Nothing was sold in this period. Choose another one, or clear the filter.")
}

// share is a part of a total of the same currency; unknown of nothing.
func share(part, total model.Sum) model.Value {
	p, _ := part.Minor()
	t, _ := total.Minor()
	return model.RatioOf(p, t)
}
