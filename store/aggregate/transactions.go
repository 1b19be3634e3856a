package aggregate

import (
	"context"

	"recoup/model"
)

// Transactions lists the transactions behind a number or a row: those of the filter's set that the query and the filter
// let through, newest first. The filter takes the place of the query's own, which it was made from. Each row carries a
// filter with its code.
func (d *Data) Transactions(ctx context.Context, q model.Query, f model.Filter) (model.Report, error) {
	q.Filter = f
	s, err := newScope(ctx, d, q)
	if err != nil {
		return model.Report{}, err
	}
	r := s.report(model.MySales)
	rows := s.rows(f.Set)
	r.Metrics = metrics(s, listMeasures(f.Set), s.sumList(rows), nil)
	r.Tables = []model.Table{s.transactionsTable(rows)}
	if len(rows) == 0 {
		r.Empty = model.NothingMatches
	}
	if s.err != nil {
		return model.Report{}, s.err
	}
	return r, ctx.Err()
}

// Matching lists the rows that a query and a filter let through, in the order of the columns: the transactions that
// Transactions shows.
func (d *Data) Matching(ctx context.Context, q model.Query, f model.Filter) ([]int32, error) {
	q.Filter = f
	s, err := newScope(ctx, d, q)
	if err != nil {
		return nil, err
	}
	rows := s.rows(f.Set)
	return rows, s.err
}

// listSums is what listed transactions of one currency add up to, whatever their status.
type listSums struct {
	rows  int
	value model.Sum
}

func (s *scope) sumList(rows []int32) []listSums {
	sums := make([]listSums, len(s.shown))
	for i, part := range s.split(rows) {
		sums[i].rows = len(part)
		for _, row := range part {
			sums[i].value.Add(s.price[row])
		}
	}
	return sums
}

func listMeasures(set model.Set) []measure[listSums] {
	return []measure[listSums]{
		{
			id: "transactions", label: "Transactions", unit: model.UnitCount, set: set, behind: true,
			definition: "The transactions that the filter finds.",
			value:      func(_ *scope, t *listSums, _ model.Currency) model.Value { return model.CountOf(t.rows) },
		},
		{
			id: "value", label: "Value", unit: model.UnitMoney, set: set, behind: true,
			definition: "Their prices added up, whatever became of them.",
			value:      func(s *scope, t *listSums, c model.Currency) model.Value { return s.money(t.value, c) },
		},
	}
}

// transactionsTable lists rows, which stand in the order of time, newest first.
func (s *scope) transactionsTable(rows []int32) model.Table {
	table := &lazyRows[int32]{s: s, items: newestFirst(rows), columns: transactionColumns(), find: findCode}
	return table.fill(model.Table{
		ID: "transactions", Label: "Transactions", SortBy: 1, Descending: true,
		Empty: model.Say("No transaction passes. Choose another period, or clear the filter."),
	})
}

func findCode(s *scope, row int32) model.Filter {
	return model.Filter{Codes: []string{s.codes.at(row)}}
}

func transactionColumns() []lazyColumn[int32] {
	return []lazyColumn[int32]{
		{column("code", "Transaction", model.ColText), codeCell},
		{column("date", "Date", model.ColInstant), orderedCell},
		{personal("buyer", "Buyer", model.ColText), buyerCell},
		{column("value", "Value", model.ColMoney), (*scope).priceCell},
		{currencyColumn(), currencyCell},
		{column("status", "Status", model.ColEnum), statusCell},
		{column("product", "Product", model.ColText), productCell},
		{column("method", "Method", model.ColEnum), methodCell},
		{column("net", "Net", model.ColMoney), netCell},
		{implied("payout_currency", "Paid out in"), payoutCell},
		{column("flags", "Marks", model.ColText), flagsCell},
		{personalWide("email", "E-mail"), emailCell},
		{wide("country", "Country", model.ColText), countryCell},
		{wide("offer", "Offer", model.ColText), offerCell},
		{wide("installments", "Instalments", model.ColCount), installmentsCell},
		{wide("channel", "Channel", model.ColText), channelCell},
		{wide("src", "SRC", model.ColText), srcCell},
		{wide("sck", "SCK", model.ColText), sckCell},
		{wide("affiliate", "Affiliate", model.ColText), affiliateCell},
		{wide("coupon", "Coupon", model.ColText), couponCell},
		{wide("recurrence", "Charge", model.ColCount), recurrenceCell},
		{wide("approved", "Approved", model.ColInstant), approvedCell},
		{wide("role", "Sold as", model.ColEnum), roleCell},
		{wide("order", "Order", model.ColText), orderCell},
	}
}
