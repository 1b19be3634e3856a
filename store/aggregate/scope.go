package aggregate

import (
	"context"
	"time"

	"recoup/model"
)

// scope is one query against the data: the window, the currencies and the tests that a row has to pass. Sections ask it
// for the rows of a set.
type scope struct {
	*Data
	ctx    context.Context
	q      model.Query  // nothing in it is left open
	asked  model.Filter // the filter as it came, for the filters of rows and numbers
	window span
	shown  []uint16 // currencies, the one with most sales first
	tests  []func(row int32) bool
	memo   map[model.Set][]int32 // the rows of sets asked for before
	brief  bool                  // only the headline and the metrics are read: tables and charts may be left out
	lacks  []lack                // figures that there is nothing to compute from
	err    error                 // the first that a calculation met
}

// DefaultQuery is what the program opens with: the last seven local days, the as-of day included, in the account's zone,
// compared with the seven before, sold by approval, as collected, in the currency with most sales.
func DefaultQuery(info model.SnapshotInfo) model.Query {
	q := model.Query{
		AsOf: info.TakenAt, Zone: info.Zone, Comparison: model.WithPrevious, Basis: model.ByApproval, Measure: model.Collected,
	}
	if q.Zone == nil {
		q.Zone = time.UTC
	}
	day := model.DayOf(q.AsOf, q.Zone)
	q.Period = model.Period{From: day - 6, To: day, Key: model.Last7Days}
	return q
}

// newScope completes a query and compiles its filter. A set that does not exist is a usage error.
func newScope(ctx context.Context, d *Data, q model.Query) (*scope, error) {
	s := &scope{Data: d, ctx: ctx, asked: q.Filter, memo: map[model.Set][]int32{}}
	s.q = completed(q, d.info)
	if s.q.Period.Key == model.AllTime {
		s.q.Period.From = min(s.q.Period.To, d.firstDay(s.q.Zone))
	}
	if _, ok := s.ruleOf(s.q.Filter.Set); !ok {
		return nil, unknownSet(s.q.Filter.Set)
	}
	if s.isExact() {
		s.q.Currency = model.AllCurrencies
	}
	s.show(s.q.Currency)
	s.window = windowOf(s.q.Period, s.q.Zone, s.q.AsOf)
	s.tests = d.compile(s.q.Filter)
	return s, ctx.Err()
}

// isExact tells whether transactions are asked for by their codes: they are found whatever their date, currency and role.
func (s *scope) isExact() bool {
	return s.q.Filter.Set == model.AnyTransaction && len(s.q.Filter.Codes) > 0
}

// completed fills in what a query leaves open, and lets the filter's period and currency stand in for the query's.
func completed(q model.Query, info model.SnapshotInfo) model.Query {
	standard := DefaultQuery(info)
	if q.AsOf == 0 {
		q.AsOf = standard.AsOf
	}
	if q.Zone == nil {
		q.Zone = standard.Zone
	}
	if q.Period == (model.Period{}) {
		q.Period = DefaultQuery(model.SnapshotInfo{TakenAt: q.AsOf, Zone: q.Zone}).Period
	}
	if q.Filter.Period != nil {
		q.Period, q.Filter.Period = *q.Filter.Period, nil
	}
	if q.Comparison == "" {
		q.Comparison = standard.Comparison
	}
	if q.Basis == "" {
		q.Basis = standard.Basis
	}
	if q.Measure == "" {
		q.Measure = standard.Measure
	}
	if q.Filter.Currency != "" {
		q.Currency, q.Filter.Currency = q.Filter.Currency, ""
	}
	return q
}

// show chooses the currencies. None asked for is the one with most sales.
func (s *scope) show(c model.Currency) {
	s.shown = nil
	for _, code := range s.currencyOrder {
		if c == model.AllCurrencies || c == "" || model.Currency(s.currencies.words[code]) == c {
			s.shown = append(s.shown, code)
		}
		if c == "" {
			break
		}
	}
	if c == "" && len(s.shown) > 0 {
		s.q.Currency = s.currencyOf(s.shown[0])
	}
}

func (s *scope) currencyOf(code uint16) model.Currency {
	return model.Currency(s.currencies.words[code])
}

// showsAll tells whether each currency is shown, also rows that have none.
func (s *scope) showsAll() bool { return s.q.Currency == model.AllCurrencies }

// inEveryCurrency is the same question without a choice of currency.
func (s *scope) inEveryCurrency() *scope {
	if s.showsAll() {
		return s
	}
	all := *s
	all.memo = map[model.Set][]int32{}
	all.q.Currency = model.AllCurrencies
	all.show(model.AllCurrencies)
	return &all
}

// firstDay is the local day of the first transaction. It is a day earlier in one zone than in another, and a report over
// all time must not lose that day.
func (d *Data) firstDay(zone *time.Location) model.Day {
	if len(d.orderedAt) == 0 {
		return d.info.FirstDay
	}
	return model.DayOf(d.orderedAt[0], zone)
}

// during is the same question for another period.
func (s *scope) during(p model.Period) *scope {
	other := *s
	other.memo = map[model.Set][]int32{}
	other.q.Period = p
	other.window = windowOf(p, s.q.Zone, s.q.AsOf)
	return &other
}

// inRole is the same question for what was sold in one role.
func (s *scope) inRole(r model.Role) *scope {
	other := *s
	other.memo = map[model.Set][]int32{}
	other.q.Filter.Role = r
	return &other
}

// before is the same question for the period that this one is compared with. ok is false if there is none, and when the
// snapshot does not reach back to it: a comparison with days that were never imported would mislead.
func (s *scope) before() (base *scope, ok bool) {
	if s.brief {
		return nil, false
	}
	switch s.q.Comparison {
	case model.WithNothing:
		return nil, false
	case model.WithLastYear:
		base = s.during(s.q.Period.SameDaysLastYear())
	default:
		base = s.during(s.q.Period.Previous())
	}
	return base, base.q.Period.From >= s.firstDay(s.q.Zone)
}

// behind is the filter that finds the rows of a set, narrowed further by change.
func (s *scope) behind(set model.Set, change ...func(*model.Filter)) *model.Filter {
	f := s.asked
	f.Set = set
	for _, narrow := range change {
		narrow(&f)
	}
	return &f
}

// report starts a section's report with what it was asked.
func (s *scope) report(id model.SectionID) model.Report {
	section, _ := model.SectionByID(id)
	if id == model.Home {
		section.Title = "Last 7 days"
	}
	return model.Report{
		Section: id, Title: section.Title, AsOf: s.q.AsOf, Zone: s.q.Zone, Period: s.q.Period, Basis: s.q.Basis,
		Measure: s.q.Measure, Comparison: s.q.Comparison, Currency: s.q.Currency, Filter: s.asked,
	}
}

// money is a sum as a value. A sum that left 64 bits fails the report: a wrong amount is worse than none.
func (s *scope) money(sum model.Sum, c model.Currency) model.Value {
	m, err := sum.Money(c)
	if err != nil {
		s.fail(err)
		return model.Unknown()
	}
	return model.MoneyOf(m)
}

// fail keeps the first error of a calculation.
func (s *scope) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// goesOn looks at the context now and then; row counts the loop's steps.
func (s *scope) goesOn(row int32) bool {
	if row%checkEvery != 0 {
		return true
	}
	if err := s.ctx.Err(); err != nil {
		s.fail(err)
		return false
	}
	return true
}

// inWindow lists the transactions ordered in the window that pass the query's currency, role and filter.
func (s *scope) inWindow() []int32 {
	from, to := s.orderedIn(s.window)
	pass := s.passes(false)
	var rows []int32
	for row := from; row < to; row++ {
		if pass(row) {
			rows = append(rows, row)
		}
	}
	return rows
}
