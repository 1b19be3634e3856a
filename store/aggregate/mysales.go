package aggregate

import (
	"slices"

	"recoup/model"
)

// mySalesSums is what the transactions of one currency add up to.
type mySalesSums struct {
	listSums
	soldSums
	awaiting, recovered int
	converted, failed   int // first charges that were ordered in the window
}

// mySales reports every transaction of the window, the sales that were recovered among them, and the buyers.
func mySales(s *scope) (model.Report, error) {
	r := s.report(model.MySales)
	rows, sales := s.rows(s.q.Filter.Set), s.rows(model.SoldSet)
	now := s.sumMySales(rows, sales)
	measures := mySalesMeasures()
	measures[0].set = s.q.Filter.Set
	r.Metrics = metrics(s, measures, now, s.mySalesBefore())
	r.Metrics = insertAfter(r.Metrics, "gross", s.netMetric(sales, &r))
	if len(now) > 0 {
		r.Headline = tell(now[0].rows, "{0} transaction · {1} awaiting payment", "{0} transactions · {1} awaiting payment", model.CountOf(now[0].awaiting))
	}
	if s.brief {
		return r, nil
	}
	recovered := s.rows(model.RecoveredSales)
	r.Tables = []model.Table{
		s.transactionsTable(rows), s.recoveredTable(recovered), s.buyersTable(), s.byStatus(rows), s.recoveredByClass(recovered),
	}
	r.Charts = []model.Chart{s.salesChart(sales), s.topProducts(sales)}
	r.Notes = s.mySalesNotes(rows, recovered)
	if len(rows) == 0 {
		r.Empty = model.NothingMatches
	}
	return r, nil
}

func (s *scope) sumMySales(rows, sales []int32) []mySalesSums {
	sums := make([]mySalesSums, len(s.shown))
	lists, sold := s.sumList(rows), s.sumSold(sales, s.rows(model.BookedSet))
	for i := range sums {
		sums[i].listSums, sums[i].soldSums = lists[i], sold[i]
	}
	place := s.places()
	for _, row := range s.inWindow() {
		p := place[s.purchase[row]]
		if p == none {
			continue
		}
		if s.isAwaitingPayment(row) {
			sums[p].awaiting++
		}
		if s.recurrence[row] == 1 && s.status[row].Converted() {
			sums[p].converted++
		}
		if s.isFailedAttempt(row) {
			sums[p].failed++
		}
	}
	for _, row := range s.rows(model.RecoveredSales) {
		if p := place[s.purchase[row]]; p != none {
			sums[p].recovered++
		}
	}
	return sums
}

func (s *scope) mySalesBefore() []mySalesSums {
	base, ok := s.before()
	if !ok {
		return nil
	}
	sums := base.sumMySales(base.rows(s.q.Filter.Set), base.rows(model.SoldSet))
	if base.err != nil {
		s.fail(base.err)
	}
	return sums
}

func (s *scope) mySalesNotes(rows, recovered []int32) []model.Phrase {
	var said notes
	others := 0
	for _, row := range rows {
		if asRole(s.role[row]) != model.Producer {
			others++
		}
	}
	if s.q.Filter.Role == model.RoleUnknown {
		said.tell(others, "{0} of the transactions was sold as co-producer or affiliate: it is listed and counted by status, and is in no sales figure.",
			"{0} of the transactions were sold as co-producer or affiliate: they are listed and counted by status, and are in no sales figure.")
	}
	if len(recovered) > 0 {
		said = append(said, model.Say("Recovered are sales that Smart Recovery charged or that followed a failed attempt. Those that followed an abandoned cart or a message are not told apart: neither is in this snapshot."))
	}
	return said
}

// byStatus counts the transactions of each status, in each shown currency, in the order of a transaction's life.
func (s *scope) byStatus(rows []int32) model.Table {
	t := model.Table{
		ID: "by_status", Label: "By status", SortBy: -1, Empty: model.Say("No transaction was ordered in this period."),
		Columns: []model.Column{
			column("status", "Status", model.ColEnum), column("transactions", "Transactions", model.ColCount),
			column("value", "Value", model.ColMoney), currencyColumn(), column("share", "Share", model.ColRatio),
		},
	}
	statuses := append(model.Statuses(), model.StatusUnknown)
	var list model.RowList
	for i, part := range s.split(rows) {
		c := s.currencyOf(s.shown[i])
		var counted [256]listSums
		for _, row := range part {
			n := &counted[s.status[row]]
			n.rows++
			n.value.Add(s.price[row])
		}
		for _, status := range statuses {
			n := &counted[status]
			if n.rows == 0 {
				continue
			}
			list = append(list, model.Row{
				Cells: []model.Value{
					model.EnumOf(status.ID(), status.Label()), model.CountOf(n.rows), s.money(n.value, c), s.currencyValue(s.shown[i]),
					model.RatioOf(int64(n.rows), int64(len(part))),
				},
				Find: s.behind(s.q.Filter.Set, inCurrency(c), func(f *model.Filter) { f.Statuses = []model.Status{status} }),
			})
		}
	}
	t.Rows = list
	return t
}

// mySalesMeasures are the section's own metrics and those it shares with Sold.
func mySalesMeasures() []measure[mySalesSums] {
	list := []measure[mySalesSums]{{
		id: "transactions", label: "Transactions", unit: model.UnitCount, behind: true,
		definition: "Every transaction ordered in the period, paid or not, in whatever role.",
		sql: "select count(*) from v_transaction\nwhere currency = :currency and coalesce(ordered_at, approved_at) >= :from\n" +
			"  and coalesce(ordered_at, approved_at) < :to",
		value: func(_ *scope, t *mySalesSums, _ model.Currency) model.Value { return model.CountOf(t.rows) },
	}}
	for _, m := range soldMeasures() {
		if !slices.Contains([]string{"sales", "gross", "average_ticket"}, m.id) {
			continue
		}
		of := m.value
		list = append(list, measure[mySalesSums]{
			id: m.id, label: m.label, unit: m.unit, better: m.better, definition: m.definition, sql: m.sql, set: m.set, behind: m.behind, needs: m.needs,
			value: func(s *scope, t *mySalesSums, c model.Currency) model.Value { return of(s, &t.soldSums, c) },
		})
	}
	return append(list, mySalesRates()...)
}

func mySalesRates() []measure[mySalesSums] {
	ratio := func(part, whole func(t *mySalesSums) int) func(*scope, *mySalesSums, model.Currency) model.Value {
		return func(_ *scope, t *mySalesSums, _ model.Currency) model.Value {
			return model.RatioOf(int64(part(t)), int64(whole(t)))
		}
	}
	booked := func(t *mySalesSums) int { return t.booked.rows }
	return []measure[mySalesSums]{
		{
			id: "awaiting_payment", label: "Awaiting payment", unit: model.UnitCount, set: model.AwaitingPayment, behind: true, onlyNow: true,
			definition: "Transactions ordered in the period that are open and may still be paid: not past their due date, or being processed.",
			sql: "select count(*) from v_transaction\nwhere currency = :currency and account_role = 'PRODUCER'\n" +
				"  and coalesce(ordered_at, approved_at) >= :from and coalesce(ordered_at, approved_at) < :to\n" +
				"  and class = 'open' and (status not in ('WAITING_PAYMENT', 'PRINTED_BILLET', 'STARTED')\n" +
				"    or coalesce(due_at, ordered_at + case payment_type when 'PIX' then 2 else 3 end * 86400000) >= :as_of)",
			value: func(_ *scope, t *mySalesSums, _ model.Currency) model.Value { return model.CountOf(t.awaiting) },
		},
		{
			id: "refund_rate", label: "Refund rate", unit: model.UnitRatio, better: -1, set: model.RefundedSince, needs: "paid transaction",
			definition: "Of the transactions paid in the period, the share that was refunded wholly since. It grows until their guarantee is over.",
			sql:        "select 1.0 * sum(status = 'REFUNDED') / count(*) from v_transaction\nwhere {converted} and {dated}",
			value:      ratio(func(t *mySalesSums) int { return t.refunded.rows }, booked),
		},
		{
			id: "chargeback_rate", label: "Chargeback rate", unit: model.UnitRatio, better: -1, set: model.ChargedBackSince, behind: true, needs: "paid transaction",
			definition: "Of the transactions paid in the period, the share that was charged back since.",
			sql:        "select 1.0 * sum(status = 'CHARGEBACK') / count(*) from v_transaction\nwhere {converted} and {dated}",
			value:      ratio(func(t *mySalesSums) int { return t.chargedBack.rows }, booked),
		},
		{
			id: "approval_rate", label: "Approval rate", unit: model.UnitRatio, better: 1, onlyNow: true, needs: "attempt that came to an end",
			definition: "Of the first charges ordered in the period that came to an end, the share that was paid, whatever became of it later. The others are the failed attempts of Recovery Opportunities.",
			sql: "with {failed},\ncame as (select count(*) as paid from v_transaction where currency = :currency and account_role = 'PRODUCER' and charge_no = 1\n" +
				"  and {converted} and coalesce(ordered_at, approved_at) >= :from and coalesce(ordered_at, approved_at) < :to)\n" +
				"select 1.0 * paid / nullif(paid + (select count(*) from failed where currency = :currency), 0) from came",
			value: ratio(func(t *mySalesSums) int { return t.converted }, func(t *mySalesSums) int { return t.converted + t.failed }),
		},
		{
			id: "recovered_sales", label: "Recovered", unit: model.UnitCount, better: 1, set: model.RecoveredSales, behind: true,
			definition: "Sales that Smart Recovery charged, or whose buyer had failed to buy the same product in the 30 days before and had not bought it in between.",
			sql:        recoveredSQL,
			value:      func(_ *scope, t *mySalesSums, _ model.Currency) model.Value { return model.CountOf(t.recovered) },
		},
	}
}
