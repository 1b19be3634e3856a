package aggregate

import (
	"slices"
	"strconv"
	"time"

	"recoup/model"
)

// How much a rate that others share weighs, in cases, against what was seen of a cell itself, and against the rate that
// an account starts with: one in twenty.
const (
	priorCases       = 20
	startCases       = 50
	startRecoveredx2 = 5 // twice 5 % of startCases, so that chances are fractions of whole numbers
)

// recoveryHorizon is the time that a chance speaks of: a purchase later than that is no recovery, and a case that is
// younger has not shown yet what becomes of it.
const recoveryHorizon = model.Instant(recoveredWithin / time.Millisecond)

// ageBands are the ages from which an opportunity that is still open has another chance than a fresh one.
var ageBands = [...]model.Instant{
	0, model.Instant(24 * time.Hour / time.Millisecond), model.Instant(3 * 24 * time.Hour / time.Millisecond),
	model.Instant(7 * 24 * time.Hour / time.Millisecond), recoveryHorizon,
}

// ageBand is the place of the last band that begins at or before an age.
func ageBand(age model.Instant) int {
	band := 0
	for i, start := range ageBands {
		if age >= start {
			band = i
		}
	}
	return band
}

// cell says which opportunities are alike: the same cause, and for a declined card the same reason, the same method, and
// prices of as many digits in the same currency.
type cell struct {
	cause, reason     uint8
	payment, currency uint16
	digits            uint8
}

// tally counts cases, and those that were bought within the horizon.
type tally struct{ cases, recovered int64 }

// experience is what the account's own history tells of lost sales that could be won back.
type experience struct {
	causes []model.LossCause
	places []int // by wording of a reason
	cells  map[cell]*[len(ageBands)]tally
	wells  []tally         // by place among causes
	delays []model.Instant // of recoveries: from the last attempt to the sale
}

// learn looks at the last attempt of each buyer and product that is at least as old as the horizon, in all of history. A
// case tells of each band of age at whose beginning it was open, and of which 30 days have passed.
func (s *scope) learn() *experience {
	past := s.unfiltered()
	past.window = span{1, s.q.AsOf - recoveryHorizon + 1}
	e := &experience{causes: model.LossCauses(), places: s.reasonPlaces(), cells: map[cell]*[len(ageBands)]tally{}}
	e.wells = make([]tally, len(e.causes))
	for _, o := range past.opportunities() {
		delay, age := model.Instant(-1), s.q.AsOf-s.orderedAt[o.row]
		if !o.isOpen() {
			delay = s.soldAt[o.sale] - s.orderedAt[o.row]
		}
		c := e.cellOf(s, o.row)
		e.wells[c.cause].add(delay >= 0 && delay < recoveryHorizon)
		if delay >= 0 && delay < recoveryHorizon {
			e.delays = append(e.delays, delay)
		}
		bands := e.cells[c]
		if bands == nil {
			bands = new([len(ageBands)]tally)
			e.cells[c] = bands
		}
		for i, start := range ageBands {
			if age >= start+recoveryHorizon && (delay < 0 || delay >= start) {
				bands[i].add(delay >= 0 && delay < start+recoveryHorizon)
			}
		}
	}
	if past.err != nil {
		s.fail(past.err)
	}
	return e
}

func (t *tally) add(recovered bool) {
	t.cases++
	if recovered {
		t.recovered++
	}
}

func (e *experience) cellOf(s *scope, row int32) cell {
	cause := s.cause(row)
	c := cell{
		cause:   uint8(max(0, slices.Index(e.causes, cause))), //nolint:gosec // few causes
		payment: s.payment[row], currency: s.purchase[row],
		digits: uint8(len(strconv.FormatInt(s.price[row], 10))), //nolint:gosec // at most 20
	}
	if cause == model.DeclinedCard {
		c.reason = uint8(e.places[s.reason[row]] + 1) //nolint:gosec // few reasons
	}
	return c
}

// chance is the share of opportunities like this one that are bought within 30 days from now:
//
//	(recovered + 20 × well) / (cases + 20), with well = (recovered of the well + 2.5) / (cases of the well + 50)
//
// It is given as a fraction of whole numbers, so that amounts multiply with it exactly.
type chance struct {
	num, den int64
	seen     tally
}

func (e *experience) chanceOf(s *scope, row int32) chance {
	c := e.cellOf(s, row)
	var seen tally
	if bands := e.cells[c]; bands != nil {
		seen = bands[ageBand(s.q.AsOf-s.orderedAt[row])]
	}
	well := e.wells[c.cause]
	num, den := 2*well.recovered+startRecoveredx2, 2*well.cases+2*startCases
	return chance{seen.recovered*den + priorCases*num, (seen.cases + priorCases) * den, seen}
}

// of is the part of an amount that can be expected.
func (c chance) of(s *scope, minor int64) int64 {
	m, err := model.NewMoney(minor, "").MulRatio(c.num, c.den)
	if err != nil {
		s.fail(err)
	}
	return m.Minor()
}

// unfiltered is the same question about all of the account's own transactions in that role.
func (s *scope) unfiltered() *scope {
	all := *s
	all.memo = map[model.Set][]int32{}
	all.q.Filter = model.Filter{Role: s.q.Filter.Role}
	all.tests = nil
	all.q.Currency = model.AllCurrencies
	all.show(model.AllCurrencies)
	return &all
}
