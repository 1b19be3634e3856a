package aggregate

import (
	"cmp"
	"slices"
	"strings"

	"recoup/model"
)

// lostTables are the tabs of the section: whom to write to, what Hotmart counts, every attempt, and two summaries.
func (s *scope) lostTables(list []opportunity, attempts []int32) []model.Table {
	literal := s.byValue(list)
	open := keep(slices.Clone(literal), opportunity.isOpen)
	every := make([]opportunity, 0, len(attempts))
	for _, row := range newestFirst(attempts) {
		every = append(every, opportunity{row: row, first: row, attempts: 1, sale: s.saleSince(row)})
	}
	table := func(id, label string, items []opportunity, find func(*scope, opportunity) model.Filter, empty model.Phrase) model.Table {
		rows := &lazyRows[opportunity]{s: s, items: items, columns: lostColumns(), find: find}
		return rows.fill(model.Table{ID: id, Label: label, SortBy: lostValueColumn, Descending: true, Empty: empty})
	}
	nothing := model.Say("No sale was lost in this period.")
	all := table("attempts", "All attempts", every, findAttempt, nothing)
	all.SortBy = 0
	return []model.Table{
		table("open", "Open", open, findAttempts, model.Say("Nobody is left to win back: every lost sale of this period was bought since, or none was lost.")),
		table("literal", "All opportunities", literal, findAttempts, nothing),
		all,
		s.lostByCause(list, attempts),
		s.lostByProduct(list, attempts),
	}
}

// byValue puts the largest amount first, within one currency, and the latest attempt among equals.
func (s *scope) byValue(list []opportunity) []opportunity {
	place := s.places()
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b opportunity) int {
		if x, y := s.purchase[a.row], s.purchase[b.row]; x != y {
			return cmp.Compare(uint32(place[x]), uint32(place[y])) //nolint:gosec // none comes last
		}
		if x, y := s.price[a.row], s.price[b.row]; x != y {
			return cmp.Compare(y, x)
		}
		return cmp.Compare(b.row, a.row)
	})
	return sorted
}

// findAttempts finds all attempts of the window behind an opportunity, whatever currency they were in.
func findAttempts(s *scope, o opportunity) model.Filter {
	buyer := s.buyer[o.row]
	if buyer == 0 {
		return findAttempt(s, o)
	}
	f := model.Filter{
		Set: model.FailedAttempts, Period: s.asked.Period, Currency: model.AllCurrencies, Role: s.asked.Role,
		Buyers: []string{s.buyers.keys.words[buyer]}, Products: []string{s.products.ids.words[s.product[o.row]]},
	}
	return f
}

func findAttempt(s *scope, o opportunity) model.Filter {
	return model.Filter{Codes: []string{s.codes.at(o.row)}}
}

// lostGroup is what the opportunities of one cause or product add up to.
type lostGroup struct {
	code uint32
	sums lostSums
}

// groupLost adds up the opportunities and the attempts of one shown currency by a small number. An attempt counts where
// it belongs by itself, in its own currency and by its own cause, so that the lines add up to the metrics: a buyer who
// tried in dollars first and in reais last has a line of one attempt and no opportunity in dollars.
func (s *scope) groupLost(
	list []opportunity, attempts []int32, currency uint16, size int, codeOf func(row int32) uint32, name func(code uint32) string,
) []lostGroup {
	all := make([]lostGroup, size)
	for _, o := range list {
		if s.purchase[o.row] == currency {
			s.addLost(&all[codeOf(o.row)].sums, o)
		}
	}
	for _, row := range attempts {
		if s.purchase[row] == currency {
			all[codeOf(row)].sums.attempts++
		}
	}
	var found []lostGroup
	for code := range all {
		if all[code].sums.attempts > 0 {
			all[code].code = uint32(code) //nolint:gosec // a code
			found = append(found, all[code])
		}
	}
	slices.SortFunc(found, func(a, b lostGroup) int {
		return cmp.Or(compareSums(b.sums.atStake, a.sums.atStake), cmp.Compare(b.sums.opportunities, a.sums.opportunities),
			strings.Compare(name(a.code), name(b.code)))
	})
	return found
}

// lostGroupColumns are the columns of the summaries after their first.
func lostGroupColumns(first model.Column) []model.Column {
	return []model.Column{
		first, column("opportunities", "Opportunities", model.ColCount), column("open", "Open", model.ColCount),
		column("since_recovered", "Since recovered", model.ColCount), column("at_stake", "At stake", model.ColMoney), currencyColumn(),
		column("attempts", "Attempts", model.ColCount), column("recovery_rate", "Recovery rate", model.ColRatio),
	}
}

func (s *scope) lostGroupCells(first model.Value, g *lostGroup, currency uint16) []model.Value {
	t := &g.sums
	return []model.Value{
		first, model.CountOf(t.opportunities), model.CountOf(t.open), model.CountOf(t.recovered), s.money(t.atStake, s.currencyOf(currency)),
		s.currencyValue(currency), model.CountOf(t.attempts), model.RatioOf(int64(t.recovered), int64(t.opportunities)),
	}
}

// findLost finds the opportunities of a line, if there are any.
func (s *scope) findLost(g *lostGroup, currency uint16, narrow func(*model.Filter)) *model.Filter {
	if g.sums.opportunities == 0 {
		return nil
	}
	return s.behind(model.Opportunities, inCurrency(s.currencyOf(currency)), narrow)
}

func (s *scope) lostByCause(list []opportunity, attempts []int32) model.Table {
	t := model.Table{
		ID: "by_cause", Label: "By cause", Columns: lostGroupColumns(column("cause", "Cause", model.ColEnum)), SortBy: 4, Descending: true,
		Empty: model.Say("No sale was lost in this period."),
	}
	causes := model.LossCauses()
	var rows model.RowList
	for _, currency := range s.shown {
		for _, g := range s.groupLost(list, attempts, currency, len(causes), s.causePlace(causes), func(code uint32) string { return string(causes[code]) }) {
			cause := causes[g.code]
			rows = append(rows, model.Row{
				Cells: s.lostGroupCells(model.EnumOf(string(cause), cause.Label()), &g, currency),
				Find:  s.findLost(&g, currency, func(f *model.Filter) { f.Causes = []model.LossCause{cause} }),
			})
		}
	}
	t.Rows = rows
	return t
}

func (s *scope) causePlace(causes []model.LossCause) func(row int32) uint32 {
	return func(row int32) uint32 {
		return uint32(max(0, slices.Index(causes, s.cause(row)))) //nolint:gosec // few causes
	}
}

func (s *scope) lostByProduct(list []opportunity, attempts []int32) model.Table {
	t := model.Table{
		ID: "by_product", Label: "By product", Columns: lostGroupColumns(column("product", "Product", model.ColText)), SortBy: 4, Descending: true,
		Empty: model.Say("No sale was lost in this period."),
	}
	var rows model.RowList
	for _, currency := range s.shown {
		for _, g := range s.groupLost(list, attempts, currency, len(s.products.names), func(row int32) uint32 { return s.product[row] }, s.products.name) {
			rows = append(rows, model.Row{
				Cells: s.lostGroupCells(s.products.value(g.code), &g, currency),
				Find:  s.findLost(&g, currency, func(f *model.Filter) { f.Products = []string{s.products.ids.words[g.code]} }),
			})
		}
	}
	t.Rows = rows
	return t
}

// lostChart counts the opportunities along the period by the time of their last attempt, with the period compared with as
// a second line.
func (s *scope) lostChart(list []opportunity) model.Chart {
	b := bucketsOf(s.q.Period, s.q.Zone)
	chart := model.Chart{
		ID: "per_day", Label: "Opportunities per " + b.step.word(), Kind: model.Columns, Unit: model.UnitCount, Labels: b.labels(),
		Partial: b.partial(s.q.AsOf),
	}
	chart.Series = []model.Series{{Label: "this period", Points: s.lostPoints(list, &b)}}
	if base, ok := s.before(); ok {
		earlier := cut(base.q.Period, base.q.Zone, b.step)
		points := fit(base.lostPoints(base.opportunities(), &earlier), len(b.days))
		chart.Series = append(chart.Series, model.Series{Label: "before", Points: points})
	}
	return chart
}

func (s *scope) lostPoints(list []opportunity, b *buckets) []model.Value {
	counts := make([]int, len(b.days))
	for _, o := range list {
		if at := b.of(s.orderedAt[o.row]); at >= 0 {
			counts[at]++
		}
	}
	points := make([]model.Value, len(counts))
	for i, n := range counts {
		points[i] = model.CountOf(n)
	}
	return points
}

// causesChart counts the opportunities by cause.
func (s *scope) causesChart(list []opportunity) model.Chart {
	chart := model.Chart{ID: "by_cause", Label: "By cause", Kind: model.Bars, Tab: "by_cause", Unit: model.UnitCount}
	causes := model.LossCauses()
	place := s.causePlace(causes)
	counts := make([]int, len(causes))
	for _, o := range list {
		counts[place(o.row)]++
	}
	var points []model.Value
	for i, cause := range causes {
		if counts[i] > 0 {
			chart.Labels = append(chart.Labels, model.EnumOf(string(cause), cause.Label()))
			points = append(points, model.CountOf(counts[i]))
		}
	}
	chart.Series = []model.Series{{Label: "opportunities", Points: points}}
	return chart
}
