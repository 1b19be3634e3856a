package aggregate

import "recoup/model"

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
	return model.Say(forms(now[0].sales, "{0} · {1} sale", "{0} · {1} sales"), s.money(now[0].gross, c), model.CountOf(now[0].sales))
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
	r.Missing = append(r.Missing, now.commissionsMissing("sale", "sales", len(rows), m.Label)...)
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
