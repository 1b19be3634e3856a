package aggregate

import (
	"slices"

	"recoup/model"
)

// recoverSums is what the queue and the recovered sales of one currency add up to.
type recoverSums struct {
	queue           int
	value, expected model.Sum
	recovered       int
	gross           model.Sum
	delays          []int64 // of recovered sales: from the first failed attempt, in milliseconds
}

// recoverSales is the working list: whom to write to first, what to offer, and what the account's own history lets expect
// of it. The queue holds opportunities ordered in the query's period that are open as of now.
func recoverSales(s *scope) (model.Report, error) {
	r := s.report(model.RecoverSales)
	if missing, never := s.failuresMissing(); never {
		r.Missing = []model.MissingData{missing}
		r.Empty = model.NeverImported
		r.Metrics = metrics(s, recoverMeasures(), nil, nil)
		return r, nil
	}
	queue := s.queue()
	won := s.rows(model.RecoveredSales)
	now := s.sumRecover(queue.list, won)
	r.Metrics = metrics(s, recoverMeasures(), now, s.recoverBefore())
	if len(now) > 0 {
		r.Headline = model.Say("{0} expected in 30 days", s.money(now[0].expected, s.currencyOf(s.shown[0])))
	}
	if s.brief {
		return r, nil
	}
	r.Tables = []model.Table{s.queueTable(queue.list), s.wellTable(&queue), decayTable(queue.experience)}
	r.Charts = []model.Chart{s.wellChart(&queue), s.recoveredChart(won)}
	r.Notes = queue.notes()
	if len(queue.list) == 0 && len(won) == 0 {
		r.Empty = model.NothingMatches
	}
	return r, nil
}

// sumRecover adds up each shown currency.
func (s *scope) sumRecover(queue []lead, won []int32) []recoverSums {
	sums := make([]recoverSums, len(s.shown))
	place := s.places()
	for _, l := range queue {
		if p := place[s.purchase[l.row]]; p != none {
			sums[p].queue++
			sums[p].value.Add(s.price[l.row])
			sums[p].expected.Add(l.expected)
		}
	}
	for i, part := range s.split(won) {
		sums[i].recovered = len(part)
		var sales saleSums
		for _, row := range part {
			s.addGross(&sales, row)
			if story, ok := s.recoveryOf(row); ok {
				sums[i].delays = append(sums[i].delays, int64(s.soldAt[row]-s.orderedAt[story.first]))
			}
		}
		sums[i].gross = sales.gross
	}
	return sums
}

func (s *scope) recoverBefore() []recoverSums {
	base, ok := s.before()
	if !ok {
		return nil
	}
	sums := base.sumRecover(nil, base.rows(model.RecoveredSales))
	if base.err != nil {
		s.fail(base.err)
	}
	return sums
}

func (q *leads) notes() []model.Phrase {
	var said notes
	others := 0
	for _, l := range q.list {
		others += l.others
	}
	said.tell(others, "{0} further opportunity belongs to somebody who is in the queue with a better one.",
		"{0} further opportunities belong to people who are in the queue with a better one.")
	said.tell(q.paying, "{0} open opportunity is not queued: the buyer has a slip or Pix that can still be paid.",
		"{0} open opportunities are not queued: the buyers have a slip or Pix that can still be paid.")
	said.tell(q.barred, "{0} open opportunity is not queued: blocked, suspected of fraud, or a card lost or stolen.",
		"{0} open opportunities are not queued: blocked, suspected of fraud, or a card lost or stolen.")
	said.tell(q.unreachable, "{0} open opportunity is not queued: no e-mail or phone is known.",
		"{0} open opportunities are not queued: no e-mail or phone is known.")
	cases := int64(0)
	for _, t := range q.experience.wells {
		cases += t.cases
	}
	if cases < startCases {
		said = append(said, tell(int(cases), "Chances rest on {0} lost sale older than 30 days. That is little: without history, 5 in 100 are taken to be recovered.",
			"Chances rest on {0} lost sales older than 30 days. That is little: without history, 5 in 100 are taken to be recovered."))
	}
	return said
}

func recoverMeasures() []measure[recoverSums] {
	quantileOf := func(percent int) func(*scope, *recoverSums, model.Currency) model.Value {
		return func(_ *scope, t *recoverSums, _ model.Currency) model.Value {
			if ms, ok := quantile(t.delays, percent); ok {
				return model.DurationOf(ms)
			}
			return model.Unknown()
		}
	}
	return []measure[recoverSums]{
		{
			id: "queue", label: "People to write to", unit: model.UnitCount, set: model.RecoveryQueue, behind: true, onlyNow: true,
			definition: "People with an open opportunity ordered in the period who may be written to, each once, with the opportunity of which most can be expected.",
			sql:        "with " + queueSQL() + "\nselect count(*) from best",
			value:      func(_ *scope, t *recoverSums, _ model.Currency) model.Value { return model.CountOf(t.queue) },
		},
		{
			id: "queue_value", label: "Value", unit: model.UnitMoney, set: model.RecoveryQueue, behind: true, onlyNow: true,
			definition: "The prices of the queue's opportunities.",
			sql:        "with " + queueSQL() + "\nselect coalesce(sum(price), 0) from best",
			value:      func(s *scope, t *recoverSums, c model.Currency) model.Value { return s.money(t.value, c) },
		},
		{
			id: "expected", label: "Expected in 30 days", unit: model.UnitMoney, better: 1, set: model.RecoveryQueue, behind: true, onlyNow: true,
			definition: "The queue's prices, each times the chance that it is bought within 30 days: the share that was, of the account's own lost sales of the same cause, reason, method, size and age, leaning on the cause's own rate while there are few.",
			sql:        "with " + queueSQL() + "\nselect coalesce(sum(expected), 0) from best",
			value:      func(s *scope, t *recoverSums, c model.Currency) model.Value { return s.money(t.expected, c) },
		},
		{
			id: "recovered", label: "Recovered", unit: model.UnitCount, better: 1, set: model.RecoveredSales, behind: true,
			definition: "Sales of the period that Smart Recovery charged, or whose buyer had failed to buy the same product in the 30 days before and had not bought it in between.",
			sql:        recoveredSQL,
			value:      func(_ *scope, t *recoverSums, _ model.Currency) model.Value { return model.CountOf(t.recovered) },
		},
		{
			id: "recovered_value", label: "Recovered value", unit: model.UnitMoney, better: 1, set: model.RecoveredSales, behind: true,
			definition: "The prices of the recovered sales, less what was given back in part.",
			sql:        recoveredValueSQL(),
			value:      func(s *scope, t *recoverSums, c model.Currency) model.Value { return s.money(t.gross, c) },
		},
		{
			id: "time_to_recover", label: "Time to recover, middle", unit: model.UnitDuration, better: -1, needs: "sale that followed a failed attempt",
			definition: "From the first failed attempt to the sale, for the recovered sale in the middle; the shorter one of two.",
			sql:        recoveryDelaySQL("(n + 1) / 2"),
			value:      quantileOf(50),
		},
		{
			id: "time_to_recover_p90", label: "Time to recover, nine in ten", unit: model.UnitDuration, better: -1, needs: "sale that followed a failed attempt",
			definition: "From the first failed attempt to the sale: nine in ten recovered sales took no longer.",
			sql:        recoveryDelaySQL("(n * 90 + 99) / 100"),
			value:      quantileOf(90),
		},
	}
}

// well is what the queue of one cause and currency adds up to.
type well struct {
	place           int // among causes
	people          int
	value, expected model.Sum
}

// wellsOf adds up the queue of one currency by cause, the one with most to expect first.
func (s *scope) wellsOf(q *leads, currency uint16) []well {
	all := make([]well, len(q.experience.causes))
	for place := range all {
		all[place].place = place
	}
	for _, l := range q.list {
		if s.purchase[l.row] == currency {
			w := &all[q.experience.cellOf(s, l.row).cause]
			w.people++
			w.value.Add(s.price[l.row])
			w.expected.Add(l.expected)
		}
	}
	found := slices.DeleteFunc(all, func(w well) bool { return w.people == 0 })
	slices.SortStableFunc(found, func(a, b well) int { return compareSums(b.expected, a.expected) })
	return found
}
