package aggregate

import (
	"slices"
	"time"

	"recoup/model"
)

// queueTable lists the queue, the most to expect first.
func (s *scope) queueTable(list []lead) model.Table {
	rows := &lazyRows[lead]{s: s, items: list, columns: queueColumns(), find: func(s *scope, l lead) model.Filter {
		return findAttempts(s, l.opportunity)
	}}
	return rows.fill(model.Table{
		ID: "queue", Label: "Queue", SortBy: 1, Descending: true,
		Empty: model.Say("Nobody is left to write to in this period. A longer one may hold more."),
	})
}

func queueColumns() []lazyColumn[lead] {
	row := func(cell func(s *scope, row int32) model.Value) func(*scope, lead) model.Value {
		return func(s *scope, l lead) model.Value { return cell(s, l.row) }
	}
	return []lazyColumn[lead]{
		{personal("buyer", "Buyer", model.ColText), row(buyerCell)},
		{column("expected", "Expected", model.ColMoney), func(s *scope, l lead) model.Value {
			if !s.has[l.row].Has(model.FPrice) {
				return model.Unknown()
			}
			return model.MoneyOf(model.NewMoney(l.expected, s.currencyOf(s.purchase[l.row])))
		}},
		{column("value", "Value", model.ColMoney), row((*scope).priceCell)},
		{currencyColumn(), row(currencyCell)},
		{column("product", "Product", model.ColText), row(productCell)},
		{column("cause", "Cause", model.ColEnum), row(func(s *scope, row int32) model.Value {
			return model.EnumOf(string(s.cause(row)), s.cause(row).Label())
		})},
		{column("reason", "Reason", model.ColEnum), row(reasonCell)},
		{personal("phone", "Phone", model.ColText), row(func(s *scope, row int32) model.Value { return textValue(s.buyers.phone[s.buyer[row]]) })},
		{personal("email", "E-mail", model.ColText), row(emailCell)},
		{column("age", "Age", model.ColDuration), row(func(s *scope, row int32) model.Value { return model.DurationOf(int64(s.q.AsOf - s.orderedAt[row])) })},
		{column("best_hour", "Best hour", model.ColText), row(func(s *scope, row int32) model.Value { return hourValue(s.hourOf(row)) })},
		{column("tool", "Offer", model.ColEnum), row((*scope).tool)},
		{column("chance", "Chance", model.ColRatio), func(_ *scope, l lead) model.Value { return model.RatioOf(l.chance.num, l.chance.den) }},
		{wide("cases", "Cases like it", model.ColCount), func(_ *scope, l lead) model.Value { return model.CountOf(int(l.chance.seen.cases)) }},
		{column("attempts", "Attempts", model.ColCount), func(_ *scope, l lead) model.Value { return model.CountOf(int(l.attempts)) }},
		{wide("others", "Further opportunities", model.ColCount), func(_ *scope, l lead) model.Value { return model.CountOf(l.others) }},
		{wide("last_attempt", "Last attempt", model.ColInstant), row(orderedCell)},
		{wide("code", "Transaction", model.ColText), row(codeCell)},
	}
}

// wellTable is the queue by cause, beside what history says of the cause.
func (s *scope) wellTable(q *leads) model.Table {
	t := model.Table{
		ID: "by_well", Label: "By cause", SortBy: 3, Descending: true, Empty: model.Say("Nobody is left to write to in this period."),
		Columns: []model.Column{
			column("cause", "Cause", model.ColEnum), column("people", "People", model.ColCount), column("value", "Value", model.ColMoney),
			column("expected", "Expected", model.ColMoney), currencyColumn(), column("cases", "Cases in history", model.ColCount),
			column("recovered", "Of them recovered", model.ColCount), column("recovery_rate", "Recovery rate", model.ColRatio),
		},
	}
	var list model.RowList
	for _, currency := range s.shown {
		c := s.currencyOf(currency)
		for _, w := range s.wellsOf(q, currency) {
			cause, past := q.experience.causes[w.place], q.experience.wells[w.place]
			list = append(list, model.Row{
				Cells: []model.Value{
					model.EnumOf(string(cause), cause.Label()), model.CountOf(w.people), s.money(w.value, c), s.money(w.expected, c),
					s.currencyValue(currency), model.CountOf(int(past.cases)), model.CountOf(int(past.recovered)),
					model.RatioOf(past.recovered, past.cases),
				},
				Find: s.behind(model.RecoveryQueue, inCurrency(c), func(f *model.Filter) { f.Causes = []model.LossCause{cause} }),
			})
		}
	}
	t.Rows = list
	return t
}

// wellChart is what can be expected of each cause, in the first shown currency.
func (s *scope) wellChart(q *leads) model.Chart {
	chart := model.Chart{ID: "expected_by_well", Label: "Expected by cause", Kind: model.Bars, Tab: "by_well", Unit: model.UnitMoney}
	if len(s.shown) == 0 {
		return chart
	}
	c := s.currencyOf(s.shown[0])
	var points []model.Value
	for _, w := range s.wellsOf(q, s.shown[0]) {
		cause := q.experience.causes[w.place]
		chart.Labels = append(chart.Labels, model.EnumOf(string(cause), cause.Label()))
		points = append(points, s.money(w.expected, c))
	}
	chart.Series = []model.Series{{Label: "expected", Currency: c, Points: points}}
	return chart
}

// recoveredChart counts the recovered sales along the period.
func (s *scope) recoveredChart(won []int32) model.Chart {
	b := bucketsOf(s.q.Period, s.q.Zone)
	chart := model.Chart{
		ID: "recovered", Label: "Recovered per " + b.step.word(), Kind: model.Columns, Unit: model.UnitCount, Labels: b.labels(),
		Partial: b.partial(s.q.AsOf),
	}
	var points []model.Value
	for _, sums := range s.salesPerBucket(won, &b) {
		points = append(points, model.CountOf(sums.sales))
	}
	chart.Series = []model.Series{{Label: "recovered", Points: points}}
	return chart
}

// decayHours are the ages that the decay of recoveries is told for.
var decayHours = [...]int{1, 3, 6, 12, 24, 48, 72, 168, 336, 720}

// decayTable tells how soon lost sales are won back, if they are: when it is time to stop asking. It looks at all of
// history, in every currency.
func decayTable(e *experience) model.Table {
	t := model.Table{
		ID: "decay", Label: "How soon", SortBy: 0, Empty: model.Say("No lost sale older than 30 days was recovered yet."),
		Columns: []model.Column{
			column("within", "Within", model.ColDuration), column("recovered", "Recovered", model.ColCount), column("share", "Share of recoveries", model.ColRatio),
		},
	}
	delays := slices.Sorted(slices.Values(e.delays))
	var list model.RowList
	for _, hours := range decayHours {
		if len(delays) == 0 {
			break
		}
		within := time.Duration(hours) * time.Hour
		n, _ := slices.BinarySearch(delays, model.Instant(within.Milliseconds())+1)
		list = append(list, model.Row{Cells: []model.Value{
			model.DurationOf(within.Milliseconds()), model.CountOf(n), model.RatioOf(int64(n), int64(len(delays))),
		}})
	}
	t.Rows = list
	return t
}
