package aggregate

import (
	"cmp"
	"slices"

	"recoup/model"
)

// declineTables are the tabs of the section: why, who, the cross cuts, and the words that no rule knows.
func (s *scope) declineTables(attempts, declines []int32, last []opportunity) []model.Table {
	tables := []model.Table{s.declinesByReason(declines, last), s.declinedPeople(last)}
	for _, c := range s.declineFacets() {
		tables = append(tables, s.declineCut(c, attempts))
	}
	return append(tables, s.unreadReasons(declines))
}

func nothingDeclined() model.Phrase { return model.Say("No card was declined in this period.") }

// declinedPeople lists the last decline of each buyer and product with the columns of a lost sale.
func (s *scope) declinedPeople(last []opportunity) model.Table {
	rows := &lazyRows[opportunity]{s: s, items: s.byValue(last), columns: lostColumns(), find: findDeclines}
	return rows.fill(model.Table{ID: "people", Label: "People", SortBy: lostValueColumn, Descending: true, Empty: nothingDeclined()})
}

// findDeclines finds all declines of the window behind a buyer's last one, whatever currency they were in.
func findDeclines(s *scope, o opportunity) model.Filter {
	f := findAttempts(s, o)
	if len(f.Codes) == 0 {
		f.Set = model.CardDeclines
	}
	return f
}

// reasonSums is what the declines of one reason and currency add up to.
type reasonSums struct {
	place            int // among model.Reasons
	declines, buyers int
	cases            int // pairs of a buyer and a product
	byCard, byOther  int // of them, bought later
	before           int
	value            model.Sum // of the last declines of buyers and products
}

// reasonPlaces gives the place among model.Reasons of each raw wording's reason.
func (c *columns) reasonPlaces() []int {
	all := model.Reasons()
	places := make([]int, len(c.normalised))
	for code, reason := range c.normalised {
		places[code] = slices.Index(all, reason)
	}
	return places
}

// declinesByReason is the table that the section is named after. It is empty where no decline says why.
func (s *scope) declinesByReason(declines []int32, last []opportunity) model.Table {
	t := model.Table{
		ID: "by_reason", Label: "By reason", Columns: reasonColumns(), SortBy: 1, Descending: true, Empty: nothingDeclined(),
	}
	var before [][]int32
	base, compared := s.before()
	if compared {
		before = base.split(base.rows(model.CardDeclines))
	}
	reasons, places := model.Reasons(), s.reasonPlaces()
	var list model.RowList
	for i, part := range s.split(declines) {
		if len(part) == 0 {
			continue
		}
		if !s.someWorded(part) {
			t.Empty = model.Say("No declined card of this period says why. The detailed sales report has the reasons.")
			continue
		}
		groups := s.groupByReason(part, last, s.shown[i], places)
		if compared {
			for _, row := range before[i] {
				groups[places[s.reason[row]]].before++
			}
		}
		for _, g := range sortedReasons(groups) {
			list = append(list, model.Row{
				Cells: s.reasonCells(&g, s.shown[i], len(part), compared),
				Find: s.behind(model.CardDeclines, inCurrency(s.currencyOf(s.shown[i])), func(f *model.Filter) {
					f.Reasons = []model.DeclineReason{reasons[g.place]}
				}),
			})
		}
	}
	if compared && base.err != nil {
		s.fail(base.err)
	}
	t.Rows = list
	return t
}

func (s *scope) someWorded(declines []int32) bool {
	return slices.ContainsFunc(declines, func(row int32) bool { return s.declineReason(row) != model.UnknownReason })
}

// groupByReason adds up the declines of one currency. The value of a buyer who was declined for two reasons goes to the
// last one, so that the values add up; bought later looks from each reason's own last decline.
func (s *scope) groupByReason(declines []int32, last []opportunity, currency uint16, places []int) []reasonSums {
	groups := make([]reasonSums, len(model.Reasons()))
	for place := range groups {
		groups[place].place = place
	}
	n := len(groups)
	buyers, pairs := newMarks(len(s.buyers.name)*n), newMarks(s.byBuyer.pairs()*n)
	for _, row := range slices.Backward(declines) {
		place := places[s.reason[row]]
		g := &groups[place]
		g.declines++
		if b := int(s.buyer[row]); b != 0 && buyers.add(uint32(b*n+place)) { //nolint:gosec // fits
			g.buyers++
		}
		if !pairs.add(uint32(int(s.byBuyer.pair[row])*n + place)) { //nolint:gosec // fits
			continue
		}
		g.cases++
		switch sale := s.saleSince(row); {
		case sale == none:
		case s.isCard(sale):
			g.byCard++
		default:
			g.byOther++
		}
	}
	for _, o := range last {
		if s.purchase[o.row] == currency {
			groups[places[s.reason[o.row]]].value.Add(s.price[o.row])
		}
	}
	return groups
}

// sortedReasons are the reasons with a decline now, the most frequent first.
func sortedReasons(groups []reasonSums) []reasonSums {
	found := slices.DeleteFunc(slices.Clone(groups), func(g reasonSums) bool { return g.declines == 0 })
	slices.SortStableFunc(found, func(a, b reasonSums) int { return cmp.Compare(b.declines, a.declines) })
	return found
}

func reasonColumns() []model.Column {
	return []model.Column{
		column("reason", "Reason", model.ColEnum), column("declines", "Declines", model.ColCount), column("buyers", "Buyers", model.ColCount),
		column("value", "Value", model.ColMoney), currencyColumn(), column("share", "Share", model.ColRatio),
		column("bought_later", "Bought later", model.ColRatio), column("change", "Change", model.ColRatio),
		column("retryable", "Worth another try", model.ColFlag), column("retry", "Same card again", model.ColText),
		column("next_step", "Next step", model.ColText), wide("cases", "Buyers and products", model.ColCount),
		wide("bought", "Of them bought", model.ColCount), wide("bought_by_card", "Bought by card", model.ColCount),
		wide("bought_otherwise", "Bought otherwise", model.ColCount), wide("declines_before", "Declines before", model.ColCount),
	}
}

func (s *scope) reasonCells(g *reasonSums, currency uint16, total int, compared bool) []model.Value {
	reason := model.Reasons()[g.place]
	fact := reason.Fact()
	change, before := model.Unknown(), model.Unknown()
	if compared {
		change, before = model.RatioOf(int64(g.declines-g.before), int64(g.before)), model.CountOf(g.before)
	}
	retryable := model.FlagOf(fact.Retryable)
	if reason == model.UnknownReason || reason == model.OtherReason {
		retryable = model.Unknown()
	}
	bought := g.byCard + g.byOther
	return []model.Value{
		model.EnumOf(string(reason), fact.Label), model.CountOf(g.declines), model.CountOf(g.buyers), s.money(g.value, s.currencyOf(currency)),
		s.currencyValue(currency), model.RatioOf(int64(g.declines), int64(total)), model.RatioOf(int64(bought), int64(g.cases)), change,
		retryable, model.TextOf(fact.Retry), model.TextOf(fact.NextStep), model.CountOf(g.cases), model.CountOf(bought),
		model.CountOf(g.byCard), model.CountOf(g.byOther), before,
	}
}

// reasonsChart counts the declines by reason, in every shown currency together: they are no amounts.
func (s *scope) reasonsChart(declines []int32) model.Chart {
	chart := model.Chart{ID: "by_reason", Label: "Declines by reason", Kind: model.Bars, Tab: "by_reason", Unit: model.UnitCount}
	if !s.someWorded(declines) {
		return chart
	}
	groups, places := make([]reasonSums, len(model.Reasons())), s.reasonPlaces()
	for place := range groups {
		groups[place].place = place
	}
	for _, row := range declines {
		groups[places[s.reason[row]]].declines++
	}
	var points []model.Value
	for _, g := range sortedReasons(groups) {
		reason := model.Reasons()[g.place]
		chart.Labels = append(chart.Labels, model.EnumOf(string(reason), reason.Label()))
		points = append(points, model.CountOf(g.declines))
	}
	chart.Series = []model.Series{{Label: "declines", Points: points}}
	return chart
}

// approvalChart is the share of card attempts that were approved along the period, with the period compared with as a
// second line.
func (s *scope) approvalChart(attempts []int32) model.Chart {
	b := bucketsOf(s.q.Period, s.q.Zone)
	chart := model.Chart{
		ID: "approval_rate", Label: "Approved attempts per " + b.step.word(), Kind: model.Columns, Unit: model.UnitRatio, Labels: b.labels(),
		Partial: b.partial(s.q.AsOf),
	}
	chart.Series = []model.Series{{Label: "this period", Points: s.approvalPoints(attempts, &b)}}
	if base, ok := s.before(); ok {
		earlier := cut(base.q.Period, base.q.Zone, b.step)
		points := fit(base.approvalPoints(base.rows(model.CardAttempts), &earlier), len(b.days))
		chart.Series = append(chart.Series, model.Series{Label: "before", Points: points})
	}
	return chart
}

func (s *scope) approvalPoints(attempts []int32, b *buckets) []model.Value {
	tried, approved := make([]int64, len(b.days)), make([]int64, len(b.days))
	for _, row := range attempts {
		at := b.of(s.orderedAt[row])
		if at < 0 {
			continue
		}
		tried[at]++
		if s.status[row].Converted() {
			approved[at]++
		}
	}
	points := make([]model.Value, len(tried))
	for i := range tried {
		points[i] = model.RatioOf(approved[i], tried[i])
	}
	return points
}
