package aggregate

import (
	"strings"

	"recoup/model"
)

// measure describes one metric of a section: what it is in words, in SQL and in code, side by side. T is what the section
// counts up in one currency.
type measure[T any] struct {
	id, label  string
	unit       model.Unit
	better     int
	definition string
	// sql counts it again, for one currency, with the parameters :from and :to (moments in milliseconds, to excluded),
	// :as_of and :currency. Its words in braces are filled in by scope.sql.
	sql string
	// set is what was counted; behind is false for a number that no set of transactions shows.
	set    model.Set
	behind bool
	// value is the figure; an unknown one is left out of the report.
	value func(s *scope, t *T, c model.Currency) model.Value
	// needs names what the figure cannot be computed without, so that the report can say so; empty where there is always a
	// figure, or where the section itself says why not.
	needs string
	// onlyNow leaves out the comparison where the earlier period had more time for it.
	onlyNow bool
}

// metrics computes a section's metrics, in each shown currency, now and before. before is nil without a comparison.
func metrics[T any](s *scope, table []measure[T], now, before []T) []model.Metric {
	list := make([]model.Metric, 0, len(table))
	for i := range table {
		m := &table[i]
		metric := model.Metric{
			ID: m.id, Label: m.label, Unit: m.unit, Better: m.better, Definition: m.definition, SQL: s.sql(m.sql),
			Values: figures(s, m, now),
		}
		s.note(metric, m.needs, len(now))
		if before != nil && !m.onlyNow {
			metric.Previous = figures(s, m, before)
		}
		if m.behind {
			metric.Behind = s.behind(m.set)
		}
		list = append(list, metric)
	}
	return list
}

// note remembers the shown currencies in which a metric has no figure.
func (s *scope) note(m model.Metric, needs string, counted int) {
	if needs == "" || len(m.Values) == counted {
		return
	}
	for i := range counted {
		c := s.currencyOf(s.shown[i])
		if _, known := m.In(c); !known {
			s.lacks = append(s.lacks, lack{m.ID, strings.ToLower(m.Label[:1]) + m.Label[1:], needs, c})
		}
	}
}

func figures[T any](s *scope, m *measure[T], counted []T) []model.Figure {
	var list []model.Figure
	for i := range counted {
		c := s.currencyOf(s.shown[i])
		if v := m.value(s, &counted[i], c); !v.IsMissing() {
			list = append(list, model.Figure{Currency: c, Value: v})
		}
	}
	return list
}

// split parts rows by shown currency, and so never mixes two in one sum.
func (s *scope) split(rows []int32) [][]int32 {
	parts := make([][]int32, len(s.shown))
	if len(s.shown) == 1 && !s.showsAll() {
		parts[0] = rows
		return parts
	}
	place, counts := s.places(), make([]int, len(s.shown))
	for _, row := range rows {
		if p := place[s.purchase[row]]; p != none {
			counts[p]++
		}
	}
	for i, n := range counts {
		parts[i] = make([]int32, 0, n)
	}
	for _, row := range rows {
		if p := place[s.purchase[row]]; p != none {
			parts[p] = append(parts[p], row)
		}
	}
	return parts
}

// paidForSQL leaves out the starts of free trials; see isTrialStart.
const paidForSQL = "not (coalesce(trial, 0) and charge_no = 1 and coalesce(price_minor, 0) = 0)"

// sql fills in what a query's basis and measure change in a metric's SQL.
func (s *scope) sql(text string) string {
	date, charges, times := "coalesce(approved_at, ordered_at)", "", ""
	if s.q.Basis == model.ByOrder {
		date = "coalesce(ordered_at, approved_at)"
	}
	if s.q.Measure == model.Booked {
		charges = "\n  and (charge_no = 1 or coalesce(billing, '') not in ('SMART_INSTALLMENT', 'SMART_RECOVERY'))"
		times = " * case when billing in ('SMART_INSTALLMENT', 'SMART_RECOVERY') then max(coalesce(installments, 1), 1) else 1 end"
	}
	inWindow := "currency = :currency and account_role = 'PRODUCER'\n  and " + date + " >= :from and " + date + " < :to\n  and {paid_for}" + charges
	text = strings.ReplaceAll(text, "{dated}", inWindow)
	return strings.TrimSpace(strings.NewReplacer(
		"{converted}", "class in ('sold', 'dispute', 'reversed')",
		"{paid_for}", paidForSQL,
		"{charges}", charges,
		"{date}", date,
		"{price}", "price_minor"+times,
		"{gross}", "price_minor"+times+" - coalesce(refunded_minor, 0)",
		"{net}", "my_net_minor"+times,
		"{failed}", failedSQL,
		"{last}", lastSQL,
		"{paid}", paidSQL,
	).Replace(text))
}
