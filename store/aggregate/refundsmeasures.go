package aggregate

import "recoup/model"

// The SQL of refunds.
const (
	openRequestSQL = "from v_transaction\nwhere status = 'PROTESTED' and account_role = 'PRODUCER' and currency = :currency"
	// expiringSQL takes the moment of a request from the first event that told of it. An observation without a body says
	// what the transaction says now.
	expiringSQL = `with request as (
  select (select min(first_seen) from observation o
      where o.code = t.code and o.source in ('webhook', 'sample')
        and (o.body is null or json_extract(o.body, '$.status') = 'PROTESTED')) as asked_at
  from v_transaction t
  where status = 'PROTESTED' and account_role = 'PRODUCER' and currency = :currency)
select case when count(*) = 0 or count(asked_at) > 0 then
  count(case when asked_at + 432000000 >= :as_of and asked_at + 432000000 < :as_of + 86400000 then 1 end) end
from request`
	refundedAllSQL = `refund as (
  select * from v_transaction where status = 'REFUNDED' and account_role = 'PRODUCER' and currency = :currency{charges})`
	datedSQL = "(select count(*) = 0 or count(reversed_at) > 0 from refund)"
	// netSQL adds up what the account received for the rows of a condition, if all of them say so.
	netSQL = "select case when count(*) = 0 then 0 when sum(my_net_minor is null and price_minor is not 0) = 0\n" +
		"  then coalesce(sum(case when payout_currency = :currency then {net} end), case when count(my_net_minor) = 0 then 0 end) end\n" +
		"from v_transaction\nwhere "
)

func refundMeasures() []measure[refundSums] {
	return append(append(requestMeasures(), refundRates()...), refundAmounts()...)
}

func refundCount(n func(t *refundSums) int) func(*scope, *refundSums, model.Currency) model.Value {
	return func(_ *scope, t *refundSums, _ model.Currency) model.Value { return model.CountOf(n(t)) }
}

func refundMoney(sum func(t *refundSums) model.Sum) func(*scope, *refundSums, model.Currency) model.Value {
	return func(s *scope, t *refundSums, c model.Currency) model.Value { return s.money(sum(t), c) }
}

// requestMeasures are about what is asked for now, whatever the period.
func requestMeasures() []measure[refundSums] {
	return []measure[refundSums]{
		{
			id: "open_requests", label: "Open requests", unit: model.UnitCount, better: -1, set: model.RefundRequests, behind: true, onlyNow: true,
			definition: "Sales whose refund is asked for and not decided, whenever they were sold.",
			sql:        "select count(*) " + openRequestSQL,
			value:      refundCount(func(t *refundSums) int { return t.open }),
		},
		{
			id: "open_value", label: "Asked back", unit: model.UnitMoney, better: -1, set: model.RefundRequests, behind: true, onlyNow: true,
			definition: "The prices of the open requests.",
			sql:        "select coalesce(sum(price_minor), 0) " + openRequestSQL,
			value:      refundMoney(func(t *refundSums) model.Sum { return t.openValue }),
		},
		{
			id: "expiring_24h", label: "Expire within 24 h", unit: model.UnitCount, better: -1, onlyNow: true,
			definition: "Open requests whose five days to answer end within 24 hours; Hotmart then gives the money back by itself. Requests of an unknown moment are not counted.",
			sql:        expiringSQL,
			value: func(_ *scope, t *refundSums, _ model.Currency) model.Value {
				if t.open > 0 && t.dated == 0 {
					return model.Unknown()
				}
				return model.CountOf(t.expiring)
			},
		},
	}
}

// refundRates are the shares of sales that were refunded, by sale, by event and by value.
func refundRates() []measure[refundSums] {
	return []measure[refundSums]{
		{
			id: "refund_rate_by_sale", label: "Refund rate", unit: model.UnitRatio, better: -1, set: model.RefundedSince, behind: true, onlyNow: true, needs: "paid transaction",
			definition: "Of the transactions paid in the period, the share that was refunded wholly since. It grows until their guarantee is over.",
			sql:        "select 1.0 * sum(status = 'REFUNDED') / count(*) from v_transaction\nwhere {converted} and {dated}",
			value:      func(_ *scope, t *refundSums, _ model.Currency) model.Value { return t.rate() },
		},
		{
			id: "refund_rate_by_event", label: "Refund rate by event", unit: model.UnitRatio, better: -1, set: model.RefundedIn, behind: true, needs: "paid transaction",
			definition: "Whole refunds given in the period, whenever sold, divided by the transactions paid in it. Refunds without a date are not counted.",
			sql: "with " + refundedAllSQL + "\nselect case when " + datedSQL + " then\n" +
				"  1.0 * (select count(*) from refund where reversed_at >= :from and reversed_at < :to) / nullif(count(*), 0) end\n" +
				"from v_transaction where {converted} and {dated}",
			value: func(_ *scope, t *refundSums, _ model.Currency) model.Value {
				if !t.hasDates() {
					return model.Unknown()
				}
				return model.RatioOf(int64(t.events), int64(t.booked.rows))
			},
		},
		{
			id: "refund_rate_by_value", label: "Refund rate by value", unit: model.UnitRatio, better: -1, set: model.RefundedSince, behind: true, onlyNow: true, needs: "paid transaction with a price",
			definition: "What was given back of the transactions paid in the period, wholly or in part, divided by their prices.",
			sql: "select 1.0 * sum(case when status = 'REFUNDED' then {price} when class = 'sold' and price_minor is not null then coalesce(refunded_minor, 0) else 0 end)\n" +
				"  / nullif(sum({price}), 0) from v_transaction\nwhere {converted} and {dated}",
			value: func(_ *scope, t *refundSums, _ model.Currency) model.Value { return share(t.given(), t.booked.value) },
		},
	}
}

// hasDates tells whether figures by event can be given: there is no refund, or one has a date.
func (t *refundSums) hasDates() bool { return t.undated == 0 || t.datedEver > 0 }

func refundAmounts() []measure[refundSums] {
	return []measure[refundSums]{
		{
			id: "refunded_value", label: "Refunded", unit: model.UnitMoney, better: -1, set: model.RefundedSince, behind: true, onlyNow: true,
			definition: "Of the transactions paid in the period: the prices of what was refunded since, and the parts given back of sales that still count.",
			sql:        "select coalesce(sum(case class when 'sold' then coalesce(refunded_minor, 0) else {price} end), 0) from v_transaction\nwhere (status = 'REFUNDED' or class = 'sold' and price_minor is not null) and {dated}",
			value:      refundMoney(func(t *refundSums) model.Sum { return t.given() }),
		},
		{
			id: "refunded_value_by_event", label: "Refunded in the period", unit: model.UnitMoney, better: -1, set: model.RefundedIn, behind: true,
			definition: "The prices of whole refunds given in the period, whenever sold. Refunds without a date are not counted.",
			sql: "with " + refundedAllSQL + "\nselect case when " + datedSQL + " then\n" +
				"  (select coalesce(sum({price}), 0) from refund where reversed_at >= :from and reversed_at < :to) end",
			value: func(s *scope, t *refundSums, c model.Currency) model.Value {
				if !t.hasDates() {
					return model.Unknown()
				}
				return s.money(t.eventValue, c)
			},
		},
		{
			id: "repeat_refunders", label: "Repeat refunders", unit: model.UnitCount, better: -1, onlyNow: true,
			definition: "Buyers with a refund among the period's sales who were given back two orders or more in this snapshot.",
			sql: "select count(distinct buyer_key) from v_transaction\nwhere status = 'REFUNDED' and {dated}\n" +
				"  and buyer_key in (select buyer_key from v_transaction where status = 'REFUNDED' and account_role = 'PRODUCER'\n" +
				"    group by buyer_key having count(distinct order_code) > 1)",
			value: refundCount(func(t *refundSums) int { return t.repeaters }),
		},
	}
}

// narrowRefunds gives two numbers the transactions that they alone count: whole refunds, and requests that are urgent.
func (s *scope) narrowRefunds(list []model.Metric, requests []int32) {
	for i := range list {
		switch list[i].ID {
		case "refund_rate_by_sale":
			list[i].Behind = s.behind(model.RefundedSince, wholly)
		case "expiring_24h":
			var codes []string
			for _, row := range requests {
				if s.requestState(row) == requestExpiring {
					codes = append(codes, s.codes.at(row))
				}
			}
			if codes != nil {
				list[i].Behind = s.behind(model.RefundRequests, func(f *model.Filter) { f.Codes = codes })
			}
		}
	}
}

func wholly(f *model.Filter) { f.Statuses = []model.Status{model.Refunded} }

// netLost is what the account itself had received for the refunded sales of the window, in its own currency.
func (s *scope) netLost(r *model.Report) model.Metric {
	m := model.Metric{
		ID: "net_lost", Label: "Net lost", Unit: model.UnitMoney, Better: -1, Behind: s.behind(model.RefundedSince, wholly),
		Definition: "What the account itself had received for the period's sales that were refunded wholly, in the currency it is paid out in. The fee and the parts of affiliates and co-producers are not the account's loss. It is not shown while one of the sales does not say.",
		SQL:        s.sql(netSQL + "status = 'REFUNDED' and {dated}"),
	}
	n, refunded := s.newNetSums(), 0
	for _, row := range s.rows(model.RefundedSince) {
		if s.status[row] == model.Refunded {
			s.addNet(&n, row)
			refunded++
		}
	}
	r.Missing = append(r.Missing, n.commissionsMissing("refunded sale", "refunded sales", refunded, m.Label)...)
	if len(s.shown) > 0 {
		m.Values = s.netFigures(&n, s.shown[0])
	}
	return m
}

// guaranteeExposure is what the account would lose if everyone asked for a refund who still may.
func (s *scope) guaranteeExposure(r *model.Report) model.Metric {
	m := model.Metric{
		ID: "guarantee_exposure", Label: "Under guarantee", Unit: model.UnitMoney, Behind: s.behind(model.UnderGuarantee),
		Definition: "What the account itself receives for all sales whose guarantee is not over, whenever sold, in the currency it is paid out in.",
		SQL: s.sql("select case when exists(select 1 from v_transaction where class = 'sold' and {paid_for} and warranty_until is not null)\n  or not exists(select 1 from v_transaction where class = 'sold' and {paid_for}) then (" + netSQL +
			"class = 'sold' and account_role = 'PRODUCER' and currency = :currency\n  and warranty_until > :as_of and coalesce(ordered_at, approved_at) <= :as_of\n  and {paid_for}{charges}) end"),
	}
	if !s.someGuaranteed() {
		r.Missing = append(r.Missing, model.MissingData{
			Dataset: "guarantees",
			Why:     "No sale in this snapshot says until when its guarantee runs.",
			How:     "recoup import the detailed sales report",
		})
		return m
	}
	rows := s.rows(model.UnderGuarantee)
	n := s.sumNet(rows)
	r.Missing = append(r.Missing, n.commissionsMissing("sale under guarantee", "sales under guarantee", len(rows), m.Label)...)
	if len(s.shown) > 0 {
		m.Values = s.netFigures(&n, s.shown[0])
	}
	return m
}

// someGuaranteed tells whether any sale says until when its guarantee runs, or there is none.
func (c *columns) someGuaranteed() bool {
	sales := 0
	for row, status := range c.status {
		if !status.Sold() || c.isTrialStart(int32(row)) { //nolint:gosec // rows fit
			continue
		}
		if sales++; c.has[row].Has(model.FWarrantyUntil) {
			return true
		}
	}
	return sales == 0
}
