package aggregate

import "recoup/model"

// soldMeasures are the metrics of Sold but for the net, whose currencies are those of payout.
func soldMeasures() []measure[soldSums] {
	list := []measure[soldSums]{
		{
			id: "sales", label: "Sales", unit: model.UnitCount, better: 1, set: model.SoldSet, behind: true,
			definition: "Transactions sold as producer that were paid and kept, wholly or in part, by their date in the period. Each item of an order counts; the start of a free trial does not.",
			sql:        "select count(*) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      soldCount(func(t *soldSums) int { return t.sales }),
		},
		{
			id: "gross", label: "Gross", unit: model.UnitMoney, better: 1, set: model.SoldSet, behind: true,
			definition: "The prices of the sales, before fees and without the buyer's interest and tax, less what was given back in part.",
			sql:        "select coalesce(sum({gross}), 0) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      soldMoney(func(t *soldSums) model.Sum { return t.gross }),
		},
		{
			id: "orders", label: "Orders", unit: model.UnitCount, better: 1, set: model.SoldSet, behind: true,
			definition: "Checkouts with at least one sale. Order bumps and upsells belong to their main product's order; a renewal is an order of its own.",
			sql:        "select count(distinct order_code) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      soldCount(func(t *soldSums) int { return t.orders }),
		},
		{
			id: "average_ticket", label: "Average ticket", unit: model.UnitMoney, better: 1, set: model.SoldSet, behind: true,
			definition: "Gross divided by sales, rounded to the nearest minor unit, a half away from zero.",
			sql:        "select round(sum({gross}) * 1.0 / count(*)) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      averageTicket, needs: "sale",
		},
		{
			id: "buyers", label: "Buyers", unit: model.UnitCount, better: 1, set: model.SoldSet, behind: true,
			definition: "Different people among the sales, told apart by e-mail, else document, Hotmart's code or phone. A sale that says nothing of its buyer adds none.",
			sql:        "select count(distinct buyer_key) from v_transaction\nwhere class = 'sold' and {dated}",
			value:      soldCount(func(t *soldSums) int { return t.buyers }),
		},
		{
			id: "new_buyers", label: "New buyers", unit: model.UnitCount, better: 1,
			definition: "Buyers of the period without a sale before it, of any product, anywhere in this snapshot.",
			sql: "select count(distinct buyer_key) from v_transaction\nwhere class = 'sold' and {dated}\n" +
				"  and buyer_key not in (select buyer_key from v_transaction\n    where class = 'sold' and account_role = 'PRODUCER' and {paid_for} and buyer_key is not null and {date} < :from)",
			value: soldCount(func(t *soldSums) int { return t.newBuyers }),
		},
		{
			id: "new_sales", label: "First charges", unit: model.UnitCount, better: 1,
			definition: "Sales that are the first charge of their purchase.",
			sql:        "select count(*) from v_transaction\nwhere class = 'sold' and charge_no = 1 and {dated}",
			value:      soldCount(func(t *soldSums) int { return t.sales - t.renewals }),
		},
		{
			id: "recurring_sales", label: "Later charges", unit: model.UnitCount, better: 1,
			definition: "Sales that are the second or a later charge: renewals of subscriptions and instalments of a plan.",
			sql:        "select count(*) from v_transaction\nwhere class = 'sold' and charge_no > 1 and {dated}",
			value:      soldCount(func(t *soldSums) int { return t.renewals }),
		},
	}
	return append(list, bridgeMeasures()...)
}

// bridgeMeasures are the steps from booked to sold: gross = booked − refunded since − charged back since − in dispute.
func bridgeMeasures() []measure[soldSums] {
	return []measure[soldSums]{
		{
			id: "booked", label: "Booked", unit: model.UnitMoney, better: 1, set: model.BookedSet, behind: true,
			definition: "The prices of everything that was paid in the period, whatever became of it later.",
			sql:        "select coalesce(sum({price}), 0) from v_transaction\nwhere {converted} and {dated}",
			value:      soldMoney(func(t *soldSums) model.Sum { return t.booked.value }),
		},
		{
			id: "refunded_since", label: "Refunded since", unit: model.UnitMoney, better: -1, set: model.RefundedSince, behind: true,
			definition: "Of booked: the prices of what was refunded, and the parts given back of sales that still count.",
			sql:        "select coalesce(sum(case class when 'sold' then coalesce(refunded_minor, 0) else {price} end), 0) from v_transaction\nwhere (status = 'REFUNDED' or class = 'sold' and price_minor is not null) and {dated}",
			value:      soldMoney(func(t *soldSums) model.Sum { return t.given() }),
		},
		{
			id: "charged_back_since", label: "Charged back since", unit: model.UnitMoney, better: -1, set: model.ChargedBackSince, behind: true,
			definition: "Of booked: the prices of what the card's holder had reversed by the bank.",
			sql:        "select coalesce(sum({price}), 0) from v_transaction\nwhere status = 'CHARGEBACK' and {dated}",
			value:      soldMoney(func(t *soldSums) model.Sum { return t.chargedBack.value }),
		},
		{
			id: "in_dispute", label: "In dispute", unit: model.UnitMoney, better: -1, set: model.InDisputeSet, behind: true,
			definition: "Of booked: the prices of sales whose refund was asked for and is not decided.",
			sql:        "select coalesce(sum({price}), 0) from v_transaction\nwhere class = 'dispute' and {dated}",
			value:      soldMoney(func(t *soldSums) model.Sum { return t.inDispute.value }),
		},
	}
}

// soldCount makes a metric of a number.
func soldCount(n func(t *soldSums) int) func(*scope, *soldSums, model.Currency) model.Value {
	return func(_ *scope, t *soldSums, _ model.Currency) model.Value { return model.CountOf(n(t)) }
}

// soldMoney makes a metric of a sum.
func soldMoney(sum func(t *soldSums) model.Sum) func(*scope, *soldSums, model.Currency) model.Value {
	return func(s *scope, t *soldSums, c model.Currency) model.Value { return s.money(sum(t), c) }
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
