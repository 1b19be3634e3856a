package aggregate

import (
	"slices"
	"strings"
	"time"

	"recoup/model"
)

// lostSums is what the lost sales of one currency add up to.
type lostSums struct {
	opportunities, open, recovered int
	attempts                       int
	within                         [len(recoveryWindows)]int // recovered that soon after the last attempt
	atStake                        model.Sum                 // the prices of the open ones
}

// recoveryWindows are the times that a recovery rate is given for.
var recoveryWindows = [...]time.Duration{24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}

// lostSales reports the sales that did not come about: for each buyer and product the last failed attempt, and whether the
// product was bought since.
//
//	opportunities (as Hotmart counts them) = open + since recovered
func lostSales(s *scope) (model.Report, error) {
	r := s.report(model.LostSales)
	if missing, never := s.failuresMissing(); never {
		r.Missing = []model.MissingData{missing}
		r.Empty = model.NeverImported
		r.Metrics = metrics(s, lostMeasures(), nil, nil)
		return r, nil
	}
	list := s.opportunities()
	attempts := s.rows(model.FailedAttempts)
	now := s.sumLost(list, attempts)
	r.Metrics = metrics(s, lostMeasures(), now, s.lostBefore())
	if len(now) > 0 {
		r.Headline = model.Say("{0} at stake · {1} open", s.money(now[0].atStake, s.currencyOf(s.shown[0])), model.CountOf(now[0].open))
	}
	if s.brief {
		return r, nil
	}
	s.findTwins(list)
	r.Charts = []model.Chart{s.lostChart(list), s.causesChart(list)}
	r.Notes = s.lostNotes(list)
	r.Tables = s.lostTables(list, attempts)
	if len(attempts) == 0 {
		r.Empty = model.NothingMatches
	}
	return r, nil
}

// failuresMissing tells whether no transaction of a status that could be a lost sale was ever brought in. Hotmart's API
// leaves them out unless each is asked for, so none at all means that nobody asked, and not that nothing was lost.
func (s *scope) failuresMissing() (model.MissingData, bool) {
	failing := []model.Status{
		model.Cancelled, model.Expired, model.NoFunds, model.Blocked, model.WaitingPayment, model.PrintedBillet, model.Started, model.Overdue,
	}
	if s.wasAskedFor(failing...) || slices.ContainsFunc(failing, func(status model.Status) bool { return s.statusCount[status] > 0 }) {
		return model.MissingData{}, false
	}
	var there []string
	for _, status := range model.Statuses() {
		if s.statusCount[status] > 0 {
			there = append(there, status.Label())
		}
	}
	return model.MissingData{
		Dataset: "failed transactions",
		Why:     "Statuses in this snapshot: " + strings.Join(there, ", ") + ". None of them is a failed or unpaid one.",
		How:     "recoup import a sales report with every status selected, or recoup sync",
	}, true
}

// sumLost adds up each shown currency.
func (s *scope) sumLost(list []opportunity, attempts []int32) []lostSums {
	sums := make([]lostSums, len(s.shown))
	place := s.places()
	for _, row := range attempts {
		if p := place[s.purchase[row]]; p != none {
			sums[p].attempts++
		}
	}
	for _, o := range list {
		if p := place[s.purchase[o.row]]; p != none {
			s.addLost(&sums[p], o)
		}
	}
	return sums
}

// places gives each currency's place among the shown ones, or none.
func (s *scope) places() []int32 {
	place := make([]int32, len(s.currencies.words))
	for i := range place {
		place[i] = none
	}
	for i, code := range s.shown {
		place[code] = int32(i) //nolint:gosec // few currencies
	}
	return place
}

func (s *scope) addLost(t *lostSums, o opportunity) {
	t.opportunities++
	if o.isOpen() {
		t.open++
		t.atStake.Add(s.price[o.row])
		return
	}
	t.recovered++
	for i, within := range recoveryWindows {
		if s.soldAt[o.sale] <= s.orderedAt[o.row].Add(within) {
			t.within[i]++
		}
	}
}

func (s *scope) lostBefore() []lostSums {
	base, ok := s.before()
	if !ok {
		return nil
	}
	sums := base.sumLost(base.opportunities(), base.rows(model.FailedAttempts))
	if base.err != nil {
		s.fail(base.err)
	}
	return sums
}

func (s *scope) lostNotes(list []opportunity) []model.Phrase {
	var said notes
	twins := 0
	for _, o := range list {
		if o.twin != 0 {
			twins++
		}
	}
	said.tell(twins, "{0} opportunity shares a phone or document with another one under a different e-mail.",
		"{0} opportunities share a phone or document with another one under a different e-mail.")
	bumps := 0
	for _, row := range s.inWindow() {
		if s.isFailedStatus(row) && s.isBumpOfASale(row) {
			bumps++
		}
	}
	said.tell(bumps, "{0} failed order bump is left out, because its main product was paid.",
		"{0} failed order bumps are left out, because their main products were paid.")
	return said
}

func lostMeasures() []measure[lostSums] {
	count := func(n func(t *lostSums) int) func(*scope, *lostSums, model.Currency) model.Value {
		return func(_ *scope, t *lostSums, _ model.Currency) model.Value { return model.CountOf(n(t)) }
	}
	list := []measure[lostSums]{
		{
			id: "opportunities", label: "Opportunities", unit: model.UnitCount, better: -1, set: model.Opportunities, behind: true,
			definition: "Lost sales of the period: for each buyer and product the last attempt that failed, one for each, bought since or not. Failed: declined, expired, without funds or blocked, and unpaid past the due date. Renewals do not count.",
			sql:        "with {last}\nselect count(*) from last where currency = :currency",
			value:      count(func(t *lostSums) int { return t.opportunities }),
		},
		{
			id: "open", label: "Open", unit: model.UnitCount, better: -1, set: model.OpenOpportunities, behind: true, onlyNow: true,
			definition: "Opportunities whose buyer has not paid for the product since the attempt.",
			sql:        "with {paid}\nselect count(*) from last where currency = :currency and code not in (select code from won)",
			value:      count(func(t *lostSums) int { return t.open }),
		},
		{
			id: "since_recovered", label: "Since recovered", unit: model.UnitCount, better: 1, set: model.SinceRecovered, behind: true, onlyNow: true,
			definition: "Opportunities whose buyer paid for the same product at or after the attempt, also when it was refunded later.",
			sql:        "with {paid}\nselect count(*) from last where currency = :currency and code in (select code from won)",
			value:      count(func(t *lostSums) int { return t.recovered }),
		},
		{
			id: "at_stake", label: "At stake", unit: model.UnitMoney, better: -1, set: model.OpenOpportunities, behind: true, onlyNow: true,
			definition: "The prices of the open opportunities.",
			sql:        "with {paid}\nselect coalesce(sum(price_minor), 0) from last where currency = :currency and code not in (select code from won)",
			value:      func(s *scope, t *lostSums, c model.Currency) model.Value { return s.money(t.atStake, c) },
		},
		{
			id: "attempts", label: "Attempts", unit: model.UnitCount, better: -1, set: model.FailedAttempts, behind: true,
			definition: "Every failed attempt of the period, with all those that one buyer made at one product.",
			sql:        "with {failed}\nselect count(*) from failed where currency = :currency",
			value:      count(func(t *lostSums) int { return t.attempts }),
		},
		{
			id: "recovery_rate", label: "Recovery rate", unit: model.UnitRatio, better: 1, set: model.SinceRecovered, behind: true, onlyNow: true, needs: "lost sale",
			definition: "Since recovered divided by opportunities.",
			sql:        "with {paid}\nselect 1.0 * count(won.code) / nullif(count(*), 0) from last left join won on won.code = last.code where currency = :currency",
			value: func(_ *scope, t *lostSums, _ model.Currency) model.Value {
				return model.RatioOf(int64(t.recovered), int64(t.opportunities))
			},
		},
	}
	return append(list, recoveryMeasures()...)
}

// recoveryMeasures are the recovery rates within a day, a week and a month of the last attempt.
func recoveryMeasures() []measure[lostSums] {
	names := [len(recoveryWindows)][2]string{{"24h", "24 hours"}, {"7d", "7 days"}, {"30d", "30 days"}}
	delays := [len(recoveryWindows)]string{"86400000", "604800000", "2592000000"}
	var list []measure[lostSums]
	for i, name := range names {
		list = append(list, measure[lostSums]{
			id: "recovery_rate_" + name[0], label: "Recovered within " + name[1], unit: model.UnitRatio, better: 1, onlyNow: true, needs: "lost sale",
			definition: "Opportunities whose buyer paid for the product within " + name[1] + " of the attempt, divided by all of them.",
			sql: "with {paid}\nselect 1.0 * count(won.code) / nullif(count(*), 0) from last\nleft join won on won.code = last.code and won.delay <= " +
				delays[i] + " where currency = :currency",
			value: func(_ *scope, t *lostSums, _ model.Currency) model.Value {
				return model.RatioOf(int64(t.within[i]), int64(t.opportunities))
			},
		})
	}
	return list
}
