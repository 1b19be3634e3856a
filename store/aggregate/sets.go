package aggregate

import (
	"iter"
	"time"

	"recoup/model"
)

// rule says which transactions belong to a set. It is the only place where the set is decided.
type rule struct {
	dated   dating
	anyRole bool // also what was sold as co-producer or affiliate
	holds   func(row int32) bool
	// attempts lists the rows of the sets that are made of last attempts, which no single row can tell.
	attempts func() []opportunity
}

// dating says which moment puts a row into the window.
type dating uint8

const (
	byOrder dating = iota
	bySale         // approval or order, as the query's basis says
	undated        // as of now, whatever the window
)

// ruleOf gives a set's rule; ok is false for a name that is no set.
func (s *scope) ruleOf(set model.Set) (r rule, ok bool) {
	switch set {
	case model.AnyTransaction:
		return rule{anyRole: true, holds: func(int32) bool { return true }}, true
	case model.SoldSet:
		return rule{dated: bySale, holds: s.isSold}, true
	case model.BookedSet:
		return rule{dated: bySale, holds: s.isBooked}, true
	case model.RefundedSince:
		return rule{dated: bySale, holds: s.isRefunded}, true
	case model.ChargedBackSince:
		return rule{dated: bySale, holds: func(row int32) bool { return s.status[row] == model.Chargeback && s.isBooked(row) }}, true
	case model.InDisputeSet:
		return rule{dated: bySale, holds: func(row int32) bool { return s.status[row] == model.Protested && s.isBooked(row) }}, true
	case model.RecoveredSales:
		return rule{dated: bySale, holds: s.isRecovered}, true
	case model.FailedAttempts:
		return rule{holds: s.isFailedAttempt}, true
	case model.Opportunities:
		return rule{attempts: s.opportunities}, true
	case model.OpenOpportunities:
		return rule{attempts: s.openOpportunities}, true
	case model.SinceRecovered:
		return rule{attempts: s.sinceRecovered}, true
	case model.CardAttempts:
		return rule{holds: s.isCardAttempt}, true
	case model.CardDeclines:
		return rule{holds: s.isCardDecline}, true
	case model.LastDeclines:
		return rule{attempts: s.lastDeclines}, true
	case model.RefundRequests:
		return rule{dated: undated, holds: func(row int32) bool { return s.status[row] == model.Protested }}, true
	case model.RefundedIn:
		return rule{dated: undated, holds: s.isRefundedInWindow}, true
	case model.UnderGuarantee:
		return rule{dated: undated, holds: s.isUnderGuarantee}, true
	case model.RecoveryQueue:
		return rule{attempts: s.queued}, true
	case model.AwaitingPayment:
		return rule{holds: s.isAwaitingPayment}, true
	}
	return rule{}, false
}

// rows lists the transactions of a set that the query lets through: dated in the window, in a shown currency, past the
// filter. Transactions of any set that are asked for by code are given whatever their date and currency: such a search is
// exact.
func (s *scope) rows(set model.Set) []int32 {
	rows, known := s.memo[set]
	if !known {
		rows = s.find(set)
		s.memo[set] = rows
	}
	return rows
}

func (s *scope) find(set model.Set) []int32 {
	r, _ := s.ruleOf(set)
	if r.attempts != nil {
		return rowsOf(r.attempts())
	}
	pass := s.passes(r.anyRole)
	var rows []int32
	for from, to := range s.candidates(set, r.dated) {
		if !s.goesOn(0) {
			return nil
		}
		for row := from; row < to; row++ {
			if r.dated == bySale && !s.window.contains(s.saleDate(row)) {
				continue
			}
			if r.holds(row) && pass(row) {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// candidates are the runs of rows, [from, to), in which those of a set can stand, in the order of the columns.
func (s *scope) candidates(set model.Set, dated dating) iter.Seq2[int32, int32] {
	switch {
	case set == model.AnyTransaction && s.isExact(), dated == undated:
		return blocksOf(0, s.Data.rows())
	case dated == bySale && s.q.Basis != model.ByOrder:
		return s.saleTimes.during(s.window, s.Data.rows())
	}
	return blocksOf(s.orderedIn(s.window))
}

// passes is the test of currency, role and filter. Where the filter names no role, the account's own sales count: those
// sold as co-producer or affiliate are another producer's gross.
func (s *scope) passes(anyRole bool) func(row int32) bool {
	currencies := make([]bool, len(s.currencies.words))
	for _, code := range s.shown {
		currencies[code] = true
	}
	currencies[0] = s.showsAll()
	role := s.q.Filter.Role
	if role == model.RoleUnknown && !anyRole {
		role = model.Producer
	}
	return func(row int32) bool {
		if !currencies[s.purchase[row]] || role != model.RoleUnknown && asRole(s.role[row]) != role {
			return false
		}
		for _, test := range s.tests {
			if !test(row) {
				return false
			}
		}
		return true
	}
}

// saleDate is the moment that puts a sale into a period.
func (s *scope) saleDate(row int32) model.Instant {
	if s.q.Basis == model.ByOrder {
		return s.orderedAt[row]
	}
	return s.soldAt[row]
}

// isSold: paid and kept, wholly or in part.
func (s *scope) isSold(row int32) bool { return s.status[row].Sold() && s.isBooked(row) }

// isSale: sold by the account itself, at some time and in every charge.
func (c *columns) isSale(row int32) bool {
	return c.status[row].Sold() && asRole(c.role[row]) == model.Producer && !c.isTrialStart(row)
}

// isBooked: money came in, whatever happened to it later.
func (s *scope) isBooked(row int32) bool {
	return s.status[row].Converted() && !s.isTrialStart(row) && s.isMeasured(row)
}

// isTrialStart: the beginning of a free trial, which is approved and no sale: the first charge comes after it. What is
// marked as a trial and has a price is a sale. A failed attempt that ends in a trial is made good all the same.
func (c *columns) isTrialStart(row int32) bool {
	return c.flags[row]&isTrial != 0 && c.price[row] == 0 && c.recurrence[row] == 1
}

// isMeasured leaves out the later charges of a plan when the whole contract is counted at its first one.
func (s *scope) isMeasured(row int32) bool {
	return s.q.Measure != model.Booked || s.recurrence[row] == 1 || !s.billing[row].isPlan()
}

// isRefunded: given back by the seller, wholly, or in part while the rest still counts as a sale.
func (s *scope) isRefunded(row int32) bool {
	if !s.isBooked(row) {
		return false
	}
	if s.status[row] == model.Refunded || s.status[row] == model.PartiallyRefunded {
		return true
	}
	part, _ := s.givenBack(row)
	return part != 0 && s.status[row].Sold()
}

// isFailedAttempt: a first charge that did not convert. What may still be paid is not lost until it is overdue, a renewal
// that fails is dunning, and what was refunded or charged back did convert.
func (s *scope) isFailedAttempt(row int32) bool {
	return s.isFailedStatus(row) && !s.isBumpOfASale(row)
}

// isFailedStatus is isFailedAttempt with the order bumps of paid orders.
func (s *scope) isFailedStatus(row int32) bool {
	if s.recurrence[row] > 1 || s.orderedAt[row] > s.q.AsOf {
		return false
	}
	switch s.status[row] {
	case model.Cancelled, model.Expired, model.NoFunds, model.Blocked:
	case model.WaitingPayment, model.PrintedBillet, model.Started, model.Overdue:
		if s.dueBy(row) >= s.q.AsOf {
			return false
		}
	default:
		return false
	}
	return true
}

// isBumpOfASale: an order bump that failed while its main product was paid. The buyer is a customer; by default nobody
// writes to them about the bump.
func (c *columns) isBumpOfASale(row int32) bool {
	if c.flags[row]&isBump == 0 {
		return false
	}
	main, ok := c.main.at(row)
	return ok && c.status[main].Converted()
}

// dueBy is until when an attempt may be paid: its due date, or the usual time of its method where no source tells one.
func (c *columns) dueBy(row int32) model.Instant {
	if c.has[row].Has(model.FDueAt) {
		return c.dueAt[row]
	}
	return c.orderedAt[row].Add(c.patience[c.payment[row]])
}

// patienceWith is how long a payment may be made when no due date is known: two days for Pix, three for a slip and all
// else.
func patienceWith(p model.PaymentType) time.Duration {
	if p == model.Pix {
		return 48 * time.Hour
	}
	return 72 * time.Hour
}

// isAwaitingPayment: open and may still be paid.
func (s *scope) isAwaitingPayment(row int32) bool {
	switch s.status[row] {
	case model.Started, model.WaitingPayment, model.PrintedBillet:
		return s.dueBy(row) >= s.q.AsOf
	}
	return s.status[row].Class() == model.ClassOpen
}

// isCardAttempt: a first charge by card that an issuer decided: sold, given back, or declined. A double click is none.
func (s *scope) isCardAttempt(row int32) bool {
	if !s.isCard(row) || s.recurrence[row] > 1 {
		return false
	}
	if s.status[row].Converted() {
		return true
	}
	return s.status[row].Class() == model.ClassFailed && s.declineReason(row).CountsInRates()
}

func (c *columns) isCard(row int32) bool { return c.cards[c.payment[row]] }

// declineReason is why a card was declined, as far as the row's own words tell.
func (c *columns) declineReason(row int32) model.DeclineReason { return c.normalised[c.reason[row]] }

// cause says why a failed attempt did not convert.
func (c *columns) cause(row int32) model.LossCause {
	return model.CauseOf(c.status[row], model.PaymentType(c.payments.words[c.payment[row]]))
}
