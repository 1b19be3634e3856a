package aggregate

import (
	"fmt"

	"recoup/model"
)

// soldSums is what the Sold section counts up in one currency.
type soldSums struct {
	saleSums
	booked, refunded, chargedBack, inDispute bridgeSum
	partly                                   bridgeSum // the refunded parts of sales that still count
}

// bridgeSum is one step of the bridge from booked to sold.
type bridgeSum struct {
	rows  int
	value model.Sum
}

// sold reports what was sold in the window: how much, to whom, and why a number of last week changes.
//
//	booked in the window − refunded since − charged back since − in dispute = sold now
func sold(s *scope) (model.Report, error) {
	r := s.report(model.Sold)
	if !s.hasSale {
		r.Empty = model.NoSaleEver
		return r, nil
	}
	rows := s.rows(model.SoldSet)
	booked := s.rows(model.BookedSet)
	now := s.sumSold(rows, booked)
	r.Metrics = metrics(s, soldMeasures(), now, s.soldBefore())
	r.Metrics = insertAfter(r.Metrics, "gross", s.netMetric(rows, &r))
	r.Headline = s.soldHeadline(now)
	if s.brief {
		return r, nil
	}
	r.Tables = []model.Table{
		s.salesByProduct(rows), s.salesByDay(rows), s.bridgeTable(now), s.salesByPayment(rows), s.salesByKind(rows), s.salesByCurrency(),
	}
	r.Charts = []model.Chart{s.salesChart(rows), s.topProducts(rows)}
	r.Notes = s.soldNotes(now)
	if len(booked) == 0 {
		r.Empty = model.NothingMatches
	}
	return r, nil
}

// sumSold adds up each shown currency.
func (s *scope) sumSold(rows, booked []int32) []soldSums {
	sums := make([]soldSums, len(s.shown))
	for i, part := range s.split(rows) {
		sums[i].saleSums = s.sumSales(part)
	}
	for i, part := range s.split(booked) {
		for _, row := range part {
			s.addBooked(&sums[i], row)
		}
	}
	return sums
}

// addBooked puts a transaction into the bridge: once into booked and, unless it is still a sale, once into why not.
func (s *scope) addBooked(t *soldSums, row int32) {
	price := s.contract(row, s.price[row])
	t.booked.add(price)
	switch s.status[row] {
	case model.Refunded:
		t.refunded.add(price)
	case model.Chargeback:
		t.chargedBack.add(price)
	case model.Protested:
		t.inDispute.add(price)
	default:
		if s.isRefunded(row) {
			t.partly.add(s.part(row))
		}
	}
}

func (b *bridgeSum) add(minor int64) {
	b.rows++
	b.value.Add(minor)
}

// given is everything that was given back: whole refunds, and parts of sales that still count.
func (t *soldSums) given() model.Sum {
	all := t.refunded.value
	all.Merge(t.partly.value)
	return all
}

// soldBefore is the same for the period compared with, nil without one.
func (s *scope) soldBefore() []soldSums {
	base, ok := s.before()
	if !ok {
		return nil
	}
	sums := base.sumSold(base.rows(model.SoldSet), base.rows(model.BookedSet))
	if base.err != nil {
		s.fail(base.err)
	}
	return sums
}

func (s *scope) soldHeadline(now []soldSums) model.Phrase {
	if len(now) == 0 {
		return model.Phrase{}
	}
	c := s.currencyOf(s.shown[0])
	return model.Say("{0} · {1} sales", s.money(now[0].gross, c), model.CountOf(now[0].sales))
}

func soldMeasures() []measure[soldSums] {
	count := func(n func(t *soldSums) int) func(*scope, *soldSums, model.Currency) model.Value {
		return func(_ *scope, t *soldSums, _ model.Currency) model.Value { return model.CountOf(n(t)) }
	}
	money := func(sum func(t *soldSums) model.Sum) func(*scope, *soldSums, model.Currency) model.Value {
		return func(s *scope, t *soldSums, c model.Currency) model.Value { return s.money(sum(t), c) }
	}
	return []measure[soldSums]{
		{
			id: "sales", label: "Sales", unit: model.UnitCount, better: 1, set: model.SoldSet, behind: true,
			definition: "Transactions sold as producer that were paid and kept, wholly or in part, by their date in the period. Each item of an order counts.",
			sql:        "select count(*) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      count(func(t *soldSums) int { return t.sales }),
		},
		{
			id: "gross", label: "Gross", unit: model.UnitMoney, better: 1, set: model.SoldSet, behind: true,
			definition: "The prices of the sales, before fees and without the buyer's interest and tax, less what was given back in part.",
			sql:        "select coalesce(sum({gross}), 0) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      money(func(t *soldSums) model.Sum { return t.gross }),
		},
		{
			id: "orders", label: "Orders", unit: model.UnitCount, better: 1, set: model.SoldSet, behind: true,
			definition: "Checkouts with at least one sale. Order bumps and upsells belong to their main product's order; a renewal is an order of its own.",
			sql:        "select count(distinct order_code) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      count(func(t *soldSums) int { return t.orders }),
		},
		{
			id: "average_ticket", label: "Average ticket", unit: model.UnitMoney, better: 1, set: model.SoldSet, behind: true,
			definition: "Gross divided by sales, rounded to the nearest minor unit, a half away from zero.",
			sql:        "select round(sum({gross}) * 1.0 / count(*)) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      averageTicket,
		},
		{
			id: "buyers", label: "Buyers", unit: model.UnitCount, better: 1, set: model.SoldSet, behind: true,
			definition: "Different people among the sales, told apart by e-mail, else document, Hotmart's code or phone. A sale that says nothing of its buyer adds none.",
			sql:        "select count(distinct buyer_key) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      count(func(t *soldSums) int { return t.buyers }),
		},
		{
			id: "new_buyers", label: "New buyers", unit: model.UnitCount, better: 1,
			definition: "Buyers of the period without a sale before it, of any product, anywhere in this snapshot.",
			sql: "select count(distinct buyer_key) from v_transaction\nwhere class = 'sold' and {dated}\n" +
				"  and buyer_key not in (select buyer_key from v_transaction\n    where class = 'sold' and account_role = 'PRODUCER' and buyer_key is not null and {date} < :from)",
			value: count(func(t *soldSums) int { return t.newBuyers }),
		},
		{
			id: "new_sales", label: "First charges", unit: model.UnitCount, better: 1,
			definition: "Sales that are the first charge of their purchase.",
			sql:        "select count(*) from v_transaction\nwhere class = 'sold' and charge_no = 1 and {dated}",
			value:      count(func(t *soldSums) int { return t.sales - t.renewals }),
		},
		{
			id: "recurring_sales", label: "Later charges", unit: model.UnitCount, better: 1,
			definition: "Sales that are the second or a later charge: renewals of subscriptions and instalments of a plan.",
			sql:        "select count(*) from v_transaction\nwhere class = 'sold' and charge_no > 1 and {dated}",
			value:      count(func(t *soldSums) int { return t.renewals }),
		},
		{
			id: "booked", label: "Booked", unit: model.UnitMoney, better: 1, set: model.BookedSet, behind: true,
			definition: "The prices of everything that was paid in the period, whatever became of it later.",
			sql:        "select coalesce(sum({price}), 0) from v_transaction\nwhere {converted} and {dated}",
			value:      money(func(t *soldSums) model.Sum { return t.booked.value }),
		},
		{
			id: "refunded_since", label: "Refunded since", unit: model.UnitMoney, better: -1, set: model.RefundedSince, behind: true,
			definition: "Of booked: the prices of what was refunded, and the parts given back of sales that still count.",
			sql:        "select coalesce(sum(case class when 'sold' then coalesce(refunded_minor, 0) else {price} end), 0) from v_transaction\nwhere (status = 'REFUNDED' or class = 'sold' and price_minor is not null) and {dated}",
			value:      money(func(t *soldSums) model.Sum { return t.given() }),
		},
		{
			id: "charged_back_since", label: "Charged back since", unit: model.UnitMoney, better: -1, set: model.ChargedBackSince, behind: true,
			definition: "Of booked: the prices of what the card's holder had reversed by the bank.",
			sql:        "select coalesce(sum({price}), 0) from v_transaction\nwhere status = 'CHARGEBACK' and {dated}",
			value:      money(func(t *soldSums) model.Sum { return t.chargedBack.value }),
		},
		{
			id: "in_dispute", label: "In dispute", unit: model.UnitMoney, better: -1, set: model.InDisputeSet, behind: true,
			definition: "Of booked: the prices of sales whose refund was asked for and is not decided.",
			sql:        "select coalesce(sum({price}), 0) from v_transaction\nwhere class = 'dispute' and {dated}",
			value:      money(func(t *soldSums) model.Sum { return t.inDispute.value }),
		},
	}
}

// averageTicket is unknown without a sale.
func averageTicket(s *scope, t *soldSums, c model.Currency) model.Value {
	return s.average(t.gross, t.sales, c)
}

// average is a sum shared evenly, rounded to the minor unit; unknown when there is nothing to share by.
func (s *scope) average(sum model.Sum, count int, c model.Currency) model.Value {
	if count == 0 {
		return model.Unknown()
	}
	total, err := sum.Money(c)
	if err == nil {
		total, err = total.Div(int64(count))
	}
	if err != nil {
		s.fail(err)
		return model.Unknown()
	}
	return model.MoneyOf(total)
}

// netMetric is what the account itself receives for the sales. It is paid out in the account's currency, whichever the
// buyer paid in, so its figures are by currency of payout.
func (s *scope) netMetric(rows []int32, r *model.Report) model.Metric {
	m := model.Metric{
		ID: "net", Label: "Net", Unit: model.UnitMoney, Better: 1, Behind: s.behind(model.SoldSet),
		Definition: "What the account itself receives for the sales, after Hotmart's fee and the parts of affiliates and co-producers, in the currency it is paid out in. It is not shown while one of the sales does not say.",
		SQL: s.sql("select case when count(*) = 0 then 0 when sum(my_net_minor is null and price_minor is not 0) = 0\n" +
			"  then coalesce(sum(case when payout_currency = :currency then {net} end), case when count(my_net_minor) = 0 then 0 end) end\n" +
			"from v_transaction\nwhere class = 'sold' and {dated}"),
	}
	now := s.sumNet(rows)
	if now.missing > 0 {
		r.Missing = append(r.Missing, model.MissingData{
			Dataset: "commissions",
			Why:     fmt.Sprintf("%d of %d sales do not say what you received, so there is no net.", now.missing, len(rows)),
			How:     "recoup import the detailed sales report",
		})
	}
	if len(s.shown) == 0 {
		return m
	}
	m.Values = s.netFigures(&now, s.shown[0])
	if base, ok := s.before(); ok {
		earlier := base.sumNet(base.rows(model.SoldSet))
		m.Previous = base.netFigures(&earlier, s.shown[0])
		if base.err != nil {
			s.fail(base.err)
		}
	}
	return m
}

func (s *scope) sumNet(rows []int32) netSums {
	n := s.newNetSums()
	for _, row := range rows {
		s.addNet(&n, row)
	}
	return n
}

func insertAfter(list []model.Metric, id string, m model.Metric) []model.Metric {
	for i := range list {
		if list[i].ID == id {
			return append(list[:i+1:i+1], append([]model.Metric{m}, list[i+1:]...)...)
		}
	}
	return append(list, m)
}
