package aggregate

import (
	"cmp"
	"slices"

	"recoup/model"
)

// requests lists the open requests: those whose deadline is known first, the next one on top, then the oldest sale.
func (s *scope) requests() []int32 {
	rows := slices.Clone(s.rows(model.RefundRequests))
	slices.SortStableFunc(rows, func(a, b int32) int {
		x, dated := s.deadline(a)
		y, known := s.deadline(b)
		switch {
		case dated && known:
			return cmp.Compare(x, y)
		case dated:
			return -1
		case known:
			return 1
		}
		return 0
	})
	return rows
}

// refundTables are the tabs of the section: what is asked for, what was given back, and of which sales.
func (s *scope) refundTables(requests, booked []int32) []model.Table {
	asked := &lazyRows[int32]{s: s, items: requests, columns: requestColumns(), find: findCode}
	given := &lazyRows[int32]{s: s, items: newestFirst(s.rows(model.RefundedSince)), columns: refundedColumns(), find: findCode}
	tables := []model.Table{
		asked.fill(model.Table{ID: "requests", Label: "Requests", SortBy: 1, Empty: model.Say("No refund is asked for.")}),
		given.fill(model.Table{ID: "refunded", Label: "Refunded", SortBy: -1, Empty: nothingRefunded()}),
	}
	for _, f := range s.refundFacets() {
		tables = append(tables, s.refundFacet(f, booked))
	}
	return append(tables, s.refundsByWeek(booked))
}

func nothingRefunded() model.Phrase {
	return model.Say("Nothing that was sold in this period has been given back.")
}

func requestColumns() []lazyColumn[int32] {
	return []lazyColumn[int32]{
		{personal("buyer", "Buyer", model.ColText), buyerCell},
		{column("left", "Time left", model.ColDuration), func(s *scope, row int32) model.Value {
			if at, known := s.deadline(row); known {
				return model.DurationOf(int64(at - s.q.AsOf))
			}
			return model.Unknown()
		}},
		{column("value", "Value", model.ColMoney), (*scope).priceCell},
		{currencyColumn(), currencyCell},
		{column("status", "Status", model.ColEnum), (*scope).requestState},
		{column("product", "Product", model.ColText), productCell},
		{column("deadline", "Answer until", model.ColInstant), func(s *scope, row int32) model.Value {
			if at, known := s.deadline(row); known {
				return model.InstantOfMillis(at)
			}
			return model.Unknown()
		}},
		{column("requested", "Requested", model.ColInstant), func(s *scope, row int32) model.Value {
			if at, known := s.requestedAt[row]; known {
				return model.InstantOfMillis(at)
			}
			return model.Unknown()
		}},
		{personalWide("email", "E-mail"), emailCell},
		{personalWide("phone", "Phone"), func(s *scope, row int32) model.Value { return textValue(s.buyers.phone[s.buyer[row]]) }},
		{column("bought", "Bought", model.ColInstant), approvedCell},
		{column("guarantee_left", "Guarantee left", model.ColDuration), guaranteeCell},
		{column("inside_guarantee", "Inside the guarantee", model.ColFlag), func(s *scope, row int32) model.Value {
			if !s.has[row].Has(model.FWarrantyUntil) {
				return model.Unknown()
			}
			return model.FlagOf(s.warrantyUntil[row] > s.q.AsOf)
		}},
		{column("net", "My net", model.ColMoney), netCell},
		{implied("payout_currency", "Paid out in"), payoutCell},
		{column("method", "Method", model.ColEnum), methodCell},
		{wide("affiliate", "Affiliate", model.ColText), affiliateCell},
		{wide("code", "Transaction", model.ColText), codeCell},
	}
}

// guaranteeCell is how long the guarantee still runs; less than nothing when it is over.
func guaranteeCell(s *scope, row int32) model.Value {
	if !s.has[row].Has(model.FWarrantyUntil) {
		return model.Unknown()
	}
	return model.DurationOf(int64(s.warrantyUntil[row] - s.q.AsOf))
}

func refundedColumns() []lazyColumn[int32] {
	reversed := func(s *scope, row int32) (model.Instant, bool) {
		at, known := s.reversedAt.at(row)
		return at, known
	}
	return []lazyColumn[int32]{
		{personal("buyer", "Buyer", model.ColText), buyerCell},
		{column("given_back", "Given back", model.ColMoney), givenBackCell},
		{currencyColumn(), currencyCell},
		{column("refunded", "Refunded on", model.ColInstant), func(s *scope, row int32) model.Value {
			if at, known := reversed(s, row); known {
				return model.InstantOfMillis(at)
			}
			return model.Unknown()
		}},
		{column("delay", "After", model.ColDuration), func(s *scope, row int32) model.Value {
			if at, known := reversed(s, row); known {
				return model.DurationOf(int64(at - s.soldAt[row]))
			}
			return model.Unknown()
		}},
		{column("product", "Product", model.ColText), productCell},
		{column("bought", "Bought", model.ColInstant), func(s *scope, row int32) model.Value { return model.InstantOfMillis(s.soldAt[row]) }},
		{column("whole", "Wholly", model.ColFlag), func(s *scope, row int32) model.Value { return model.FlagOf(s.status[row] == model.Refunded) }},
		{personalWide("email", "E-mail"), emailCell},
		{column("value", "Value", model.ColMoney), (*scope).priceCell},
		{column("net", "My net", model.ColMoney), netCell},
		{implied("payout_currency", "Paid out in"), payoutCell},
		{column("method", "Method", model.ColEnum), methodCell},
		{wide("affiliate", "Affiliate", model.ColText), affiliateCell},
		{wide("code", "Transaction", model.ColText), codeCell},
	}
}

// givenBackCell is the whole price of a refund, and of a partial one the part, where it is known.
func givenBackCell(s *scope, row int32) model.Value {
	if s.status[row] == model.Refunded {
		return s.priceValue(row)
	}
	part, known := s.givenBack(row)
	if !known {
		return model.Unknown()
	}
	return model.MoneyOf(model.NewMoney(part, s.currencyOf(s.purchase[row])))
}

// refundCut is what the sales of one part and currency, and what was given back of them, add up to.
type refundCut struct {
	by       *facet
	code     uint32
	currency uint16
	soldSums
}

func (g *refundCut) returned() int { return g.refunded.rows + g.partly.rows }

func (s *scope) refundFacets() []facet {
	method := wordFacet("by_method", "By method", column("method", "Method", model.ColEnum), &s.payments, s.payment)
	method.value = func(code uint32) model.Value { return s.paymentValue(uint16(code)) } //nolint:gosec // a code
	return []facet{
		s.productFacet(),
		method,
		{
			"by_affiliate", "By affiliate", column("affiliate", "Affiliate", model.ColText), len(s.affiliates.words),
			func(row int32) uint32 { return s.affiliate[row] }, s.affiliates.value,
			func(code uint32) string { return s.affiliates.words[code] },
		},
	}
}

// refundFacet is a table of parts of the window's sales, the one with most given back first.
func (s *scope) refundFacet(f facet, booked []int32) model.Table {
	var all []refundCut
	for i, part := range s.split(booked) {
		all = append(all, s.cutRefunds(&f, part, s.shown[i])...)
	}
	rows := refundRows{lazyRows[refundCut]{s: s, items: all, columns: refundCutColumns(f.first), find: findRefunds}}
	t := rows.fill(model.Table{
		ID: f.id, Label: f.label, SortBy: 5, Descending: true, Empty: model.Say("Nothing was sold in this period."),
	})
	t.Rows = &rows
	return t
}

// refundRows are parts of the sales, which open what was given back of them.
type refundRows struct{ lazyRows[refundCut] }

// Behind is the filter of a part's refunds; a part without any opens nothing.
func (r *refundRows) Behind(row int) (model.Filter, bool) {
	if r.items[row].returned() == 0 {
		return model.Filter{}, false
	}
	return r.lazyRows.Behind(row)
}

func (s *scope) cutRefunds(f *facet, booked []int32, currency uint16) []refundCut {
	place := make([]int32, f.size) // by code: where its sums are, counted from 1
	var found []refundCut
	for _, row := range booked {
		code := f.codeOf(row)
		if place[code] == 0 {
			found = append(found, refundCut{by: f, code: code, currency: currency})
			place[code] = int32(len(found)) //nolint:gosec // fits
		}
		s.addBooked(&found[place[code]-1].soldSums, row)
	}
	slices.SortFunc(found, func(a, b refundCut) int {
		x, _ := a.given().Minor()
		y, _ := b.given().Minor()
		return cmp.Or(cmp.Compare(y, x), cmp.Compare(b.booked.rows, a.booked.rows), cmp.Compare(f.name(a.code), f.name(b.code)))
	})
	return found
}

func refundCutColumns(first model.Column) []lazyColumn[refundCut] {
	count := func(n func(g *refundCut) int) func(*scope, refundCut) model.Value {
		return func(_ *scope, g refundCut) model.Value { return model.CountOf(n(&g)) }
	}
	return []lazyColumn[refundCut]{
		{first, func(_ *scope, g refundCut) model.Value { return g.by.value(g.code) }},
		{column("sales", "Sold", model.ColCount), count(func(g *refundCut) int { return g.booked.rows })},
		{column("refunded", "Refunded", model.ColCount), count(func(g *refundCut) int { return g.refunded.rows })},
		{column("partly_refunded", "In part", model.ColCount), count(func(g *refundCut) int { return g.partly.rows })},
		{column("refund_rate", "Refund rate", model.ColRatio), func(_ *scope, g refundCut) model.Value {
			return model.RatioOf(int64(g.refunded.rows), int64(g.booked.rows))
		}},
		{column("value", "Given back", model.ColMoney), func(s *scope, g refundCut) model.Value {
			return s.money(g.given(), s.currencyOf(g.currency))
		}},
		{currencyColumn(), func(s *scope, g refundCut) model.Value { return s.currencyValue(g.currency) }},
		{column("in_dispute", "In dispute", model.ColCount), count(func(g *refundCut) int { return g.inDispute.rows })},
		{wide("returned", "Given back, wholly or in part", model.ColCount), count((*refundCut).returned)},
	}
}

// findRefunds finds what was given back of a part.
func findRefunds(s *scope, g refundCut) model.Filter {
	f := s.behind(model.RefundedSince, inCurrency(s.currencyOf(g.currency)))
	f.Codes = nil
	for _, row := range s.rows(model.RefundedSince) {
		if s.purchase[row] == g.currency && g.by.codeOf(row) == g.code {
			f.Codes = append(f.Codes, s.codes.at(row))
		}
	}
	return *f
}

// refundWeeks adds up the sales of one currency by runs of seven days, and counts those whose guarantee is running.
func (s *scope) refundWeeks(booked []int32, b *buckets) []refundSums {
	weeks := make([]refundSums, len(b.days))
	for _, row := range booked {
		at := b.of(s.saleDate(row))
		if at < 0 {
			continue
		}
		s.addBooked(&weeks[at].soldSums, row)
		if s.mayStillBeRefunded(row) {
			weeks[at].running++
		}
	}
	return weeks
}

// refundsByWeek follows each week's sales: the share that was given back, and whether that is final.
func (s *scope) refundsByWeek(booked []int32) model.Table {
	t := model.Table{
		ID: "by_week", Label: "By week", SortBy: 0, Empty: model.Say("Nothing was sold in this period."),
		Columns: []model.Column{
			column("week", "Week from", model.ColDay), column("sales", "Sold", model.ColCount), column("refunded", "Refunded", model.ColCount),
			column("partly_refunded", "In part", model.ColCount), column("refund_rate", "Refund rate", model.ColRatio),
			column("value", "Given back", model.ColMoney), currencyColumn(), column("complete", "Final", model.ColFlag),
			wide("returned", "Given back, wholly or in part", model.ColCount),
		},
	}
	b := cut(s.q.Period, s.q.Zone, byWeek)
	var list model.RowList
	for i, part := range s.split(booked) {
		c := s.currencyOf(s.shown[i])
		for at, w := range s.refundWeeks(part, &b) {
			if w.booked.rows == 0 {
				continue
			}
			week := model.Period{From: b.days[at], To: min(b.days[at]+6, s.q.Period.To), Key: model.Custom}
			list = append(list, model.Row{
				Cells: []model.Value{
					model.DayOfValue(b.days[at]), model.CountOf(w.booked.rows), model.CountOf(w.refunded.rows), model.CountOf(w.partly.rows),
					w.rate(), s.money(w.given(), c), s.currencyValue(s.shown[i]), model.FlagOf(w.running == 0),
					model.CountOf(w.refunded.rows + w.partly.rows),
				},
				Find: s.behind(model.RefundedSince, inCurrency(c), func(f *model.Filter) { f.Period = &week }),
			})
		}
	}
	slices.SortStableFunc(list, func(a, b model.Row) int { return cmp.Compare(a.Cells[0].Int(), b.Cells[0].Int()) })
	t.Rows = list
	return t
}

// refundCharts are the refund rate of each week's sales, and what was given back of each product, in the first shown
// currency.
func (s *scope) refundCharts(booked []int32) []model.Chart {
	b := cut(s.q.Period, s.q.Zone, byWeek)
	rates := model.Chart{ID: "rate_by_week", Label: "Refund rate by week of sale", Kind: model.Columns, Tab: "by_week", Unit: model.UnitRatio, Labels: b.labels()}
	products := model.Chart{ID: "by_product", Label: "Given back by product", Kind: model.Bars, Tab: "by_product", Unit: model.UnitMoney}
	if len(s.shown) == 0 {
		return []model.Chart{rates, products}
	}
	part, c := s.split(booked)[0], s.currencyOf(s.shown[0])
	var points []model.Value
	for _, w := range s.refundWeeks(part, &b) {
		points = append(points, w.rate())
		rates.Partial = w.running > 0
	}
	rates.Series = []model.Series{{Label: "refunded", Currency: c, Points: points}}
	f, given := s.productFacet(), []model.Value(nil)
	groups := s.cutRefunds(&f, part, s.shown[0])
	for _, g := range groups[:min(mostBars, len(groups))] {
		if g.returned() > 0 {
			products.Labels = append(products.Labels, f.value(g.code))
			given = append(given, s.money(g.given(), c))
		}
	}
	products.Series = []model.Series{{Label: "given back", Currency: c, Points: given}}
	return []model.Chart{rates, products}
}
