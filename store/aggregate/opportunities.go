package aggregate

import (
	"time"

	"recoup/model"
)

// opportunity is the last failed attempt of one buyer at one product in the window, and what became of it.
type opportunity struct {
	row      int32 // the last attempt
	first    int32 // the first one in the window
	attempts int32
	sale     int32  // the purchase that followed, or none
	twin     uint32 // another buyer with a lost sale and the same phone or document, 0 for none
}

// none stands for no row.
const none = int32(-1)

func (o opportunity) isOpen() bool { return o.sale == none }

// opportunities lists the lost sales of the window, one for each buyer and product, by the time of their first attempt.
// The currency and the filter are asked of that last attempt, after the others were set aside, so that every lost sale is
// counted once: the counts by currency, cause or product add up.
func (s *scope) opportunities() []opportunity { return s.lastAttempts(s.isFailedAttempt) }

// lastAttempts lists the last of the window's rows that pass a test, one for each buyer and product.
func (s *scope) lastAttempts(is func(row int32) bool) []opportunity {
	from, to := s.orderedIn(s.window)
	own := s.hasRole()
	last := make([]int32, s.byBuyer.pairs()) // by pair: the place in found, counted from 1
	var found []opportunity
	for row := from; row < to; row++ {
		if !s.goesOn(row) {
			return nil
		}
		if !is(row) || !own(row) {
			continue
		}
		pair := s.byBuyer.pair[row]
		if last[pair] == 0 {
			found = append(found, opportunity{first: row, sale: none})
			last[pair] = int32(len(found)) //nolint:gosec // at most one a row
		}
		o := &found[last[pair]-1]
		o.row = row
		o.attempts++
	}
	return s.followed(found)
}

// followed keeps the opportunities that pass the filter and finds out which were bought since.
func (s *scope) followed(found []opportunity) []opportunity {
	pass := s.passes(false)
	kept := found[:0]
	for _, o := range found {
		if pass(o.row) {
			o.sale = s.saleSince(o.row)
			kept = append(kept, o)
		}
	}
	return kept
}

// hasRole is the test of role alone.
func (s *scope) hasRole() func(row int32) bool {
	role := s.q.Filter.Role
	if role == model.RoleUnknown {
		role = model.Producer
	}
	return func(row int32) bool { return asRole(s.role[row]) == role }
}

// saleSince finds the same buyer's first purchase of the same product approved at or after an attempt, or none. One that
// was refunded later still converted.
func (s *scope) saleSince(attempt int32) int32 {
	sale := none
	for _, row := range s.byBuyer.ofPair(s.byBuyer.pair[attempt]) {
		if !s.status[row].Converted() || s.soldAt[row] < s.orderedAt[attempt] || s.soldAt[row] > s.q.AsOf {
			continue
		}
		if sale == none || s.soldAt[row] < s.soldAt[sale] {
			sale = row
		}
	}
	return sale
}

func (s *scope) openOpportunities() []opportunity {
	return keep(s.opportunities(), opportunity.isOpen)
}

func (s *scope) sinceRecovered() []opportunity {
	return keep(s.opportunities(), func(o opportunity) bool { return !o.isOpen() })
}

func keep(list []opportunity, wanted func(opportunity) bool) []opportunity {
	kept := list[:0]
	for _, o := range list {
		if wanted(o) {
			kept = append(kept, o)
		}
	}
	return kept
}

// rowsOf lists the last attempts in the order of the columns.
func rowsOf(list []opportunity) []int32 {
	rows := make([]int32, len(list))
	for i, o := range list {
		rows[i] = o.row
	}
	return rows
}

// recovery is the story of a sale that followed a failed attempt.
type recovery struct {
	first    int32 // the first attempt that failed
	attempts int32
}

// recoveredWithin is how long after a failed attempt a purchase of the same product still counts as a recovery.
const recoveredWithin = 30 * 24 * time.Hour

// recoveryOf finds the failed attempts of the same buyer at the same product in the 30 days before a first charge. An
// attempt that an earlier purchase had already made good belongs to that one. ok is false if there is none.
func (s *scope) recoveryOf(sale int32) (r recovery, ok bool) {
	if s.recurrence[sale] > 1 {
		return recovery{}, false
	}
	start := s.unanswered(sale)
	for _, row := range s.byBuyer.ofPair(s.byBuyer.pair[sale]) {
		if s.orderedAt[row] < start || s.orderedAt[row] > s.soldAt[sale] || !s.isFailedAttempt(row) || asRole(s.role[row]) != asRole(s.role[sale]) {
			continue
		}
		if r.attempts == 0 {
			r.first = row
		}
		r.attempts++
	}
	return r, r.attempts > 0
}

// unanswered is since when the attempts before a sale belong to it: 30 days, or less where the same buyer had already
// bought the product in between.
func (s *scope) unanswered(sale int32) model.Instant {
	start := s.soldAt[sale].Add(-recoveredWithin)
	for _, row := range s.byBuyer.ofPair(s.byBuyer.pair[sale]) {
		if row != sale && s.status[row].Converted() && s.soldAt[row] >= start && s.soldAt[row] < s.soldAt[sale] {
			start = s.soldAt[row] + 1
		}
	}
	return start
}

// isRecovered: a sale that Smart Recovery charged, or that followed a failed attempt.
func (s *scope) isRecovered(row int32) bool {
	if !s.isSold(row) {
		return false
	}
	if s.billing[row] == smartRecovery {
		return true
	}
	_, ok := s.recoveryOf(row)
	return ok
}
