package aggregate

import "recoup/model"

// salesChart is the gross along the period. With one currency it has the period compared with as a second line.
func (s *scope) salesChart(rows []int32) model.Chart {
	b := bucketsOf(s.q.Period, s.q.Zone)
	chart := model.Chart{
		ID: "per_day", Label: "Gross per " + b.step.word(), Kind: model.Columns, Unit: model.UnitMoney, Labels: b.labels(),
		Partial: b.partial(s.q.AsOf),
	}
	for i, part := range s.split(rows) {
		c := s.currencyOf(s.shown[i])
		chart.Series = append(chart.Series, model.Series{Label: "this period", Currency: c, Points: s.grossPoints(s.salesPerBucket(part, &b), c)})
	}
	if base, ok := s.before(); ok && len(s.shown) == 1 {
		earlier := cut(base.q.Period, base.q.Zone, b.step)
		c := s.currencyOf(s.shown[0])
		points := base.grossPoints(base.salesPerBucket(base.rows(model.SoldSet), &earlier), c)
		chart.Series = append(chart.Series, model.Series{Label: "before", Currency: c, Points: fit(points, len(b.days))})
	}
	return chart
}

func (s *scope) grossPoints(sums []groupSums, c model.Currency) []model.Value {
	points := make([]model.Value, len(sums))
	for i := range sums {
		points[i] = s.money(sums[i].gross, c)
	}
	return points
}

// fit gives a series as many points as the other has: the days of a shorter month stay empty, those of a longer one are
// left out.
func fit(points []model.Value, n int) []model.Value {
	for len(points) < n {
		points = append(points, model.Unknown())
	}
	return points[:n]
}

func (b bucketStep) word() string {
	switch b {
	case byDay:
		return "day"
	case byWeek:
		return "week"
	}
	return "month"
}

// mostBars is how many products stand in a chart.
const mostBars = 5

// topProducts are the products with most gross, in the first shown currency.
func (s *scope) topProducts(rows []int32) model.Chart {
	chart := model.Chart{ID: "top_products", Label: "Top products", Kind: model.Bars, Tab: "by_product", Unit: model.UnitMoney}
	if len(s.shown) == 0 {
		return chart
	}
	c := s.currencyOf(s.shown[0])
	groups := s.soldByProduct(s.split(rows)[0])
	groups = groups[:min(mostBars, len(groups))]
	for _, g := range groups {
		chart.Labels = append(chart.Labels, s.products.value(g.code))
	}
	chart.Series = []model.Series{{Label: "gross", Currency: c, Points: s.grossPoints(groups, c)}}
	return chart
}
