package aggregate

import (
	"slices"
	"time"

	"recoup/model"
)

// declineSums is what the card attempts of one currency add up to.
type declineSums struct {
	attempts, converted        int
	tried, approved            int // pairs of a buyer and a product
	sessions, approvedSessions int
	declines, buyers           int
	worded, retryable          int // declines with words of their reason, and those that another try may undo
	people, bought             int // last declines of a buyer and product, and those that were followed by a purchase
	value                      model.Sum
	tries                      []int // by sale after a decline: how many declines came before it
}

// sessionGap parts two sessions: tries of the same buyer at the same product that follow each other faster are one visit
// to the checkout.
const sessionGap = model.Instant(30 * time.Minute / time.Millisecond)

// declinedCards reports the first charges that were tried by card: how many the issuers approved, and why they declined
// the others. Renewals and double clicks are left out.
func declinedCards(s *scope) (model.Report, error) {
	r := s.report(model.DeclinedCards)
	if missing, never := s.failuresMissing(); never {
		r.Missing = []model.MissingData{missing}
		r.Empty = model.NeverImported
		r.Metrics = metrics(s, declineMeasures(), nil, nil)
		return r, nil
	}
	attempts, last := s.rows(model.CardAttempts), s.lastDeclines()
	now := s.sumDeclines(attempts, last)
	r.Metrics = metrics(s, declineMeasures(), now, s.declinesBefore())
	if len(now) > 0 && now[0].attempts > 0 {
		r.Headline = tell(now[0].declines, "{0} decline · {1} of attempts approved", "{0} declines · {1} of attempts approved",
			model.RatioOf(int64(now[0].converted), int64(now[0].attempts)))
	}
	if s.brief {
		return r, nil
	}
	if missing, none := reasonsMissing(now); none {
		r.Missing = append(r.Missing, missing)
		s.lacks = without(s.lacks, "reversible_share")
	}
	declines := s.rows(model.CardDeclines)
	r.Tables = s.declineTables(attempts, declines, last)
	r.Charts = []model.Chart{s.reasonsChart(declines), s.approvalChart(attempts)}
	r.Notes = s.declineNotes(now)
	if len(attempts) == 0 {
		r.Empty = model.NothingMatches
	}
	return r, nil
}

// isCardDecline: a card attempt that failed.
func (s *scope) isCardDecline(row int32) bool {
	return s.isCardAttempt(row) && s.status[row].Class() == model.ClassFailed
}

// lastDeclines lists the last declined attempt of each buyer at each product, and what they bought since.
func (s *scope) lastDeclines() []opportunity { return s.lastAttempts(s.isCardDecline) }

// reasonsMissing tells whether there are declines and none of them says why: then a table of reasons would have one line
// that says nothing.
func reasonsMissing(sums []declineSums) (model.MissingData, bool) {
	declines, worded := 0, 0
	for i := range sums {
		declines += sums[i].declines
		worded += sums[i].worded
	}
	return model.MissingData{
		Dataset: "decline reasons",
		Why:     "No declined card of this period says why: the sales history of Hotmart's API has no reason.",
		How:     "recoup import the detailed sales report, or receive webhooks",
	}, declines > 0 && worded == 0
}

// sumDeclines adds up each shown currency.
func (s *scope) sumDeclines(attempts []int32, last []opportunity) []declineSums {
	sums := make([]declineSums, len(s.shown))
	if len(attempts) > 0 {
		v := s.newVisits()
		for i, part := range s.split(attempts) {
			s.addAttempts(&sums[i], part, v)
		}
	}
	place := s.places()
	for _, o := range last {
		p := place[s.purchase[o.row]]
		if p == none {
			continue
		}
		t := &sums[p]
		t.people++
		t.value.Add(s.price[o.row])
		if !o.isOpen() {
			t.bought++
		}
	}
	return sums
}

// addAttempts adds up the card attempts of one currency.
func (s *scope) addAttempts(t *declineSums, rows []int32, visits *visits) {
	visits.forget()
	buyers := newMarks(len(s.buyers.name))
	for i, row := range rows {
		if !s.goesOn(int32(i)) { //nolint:gosec // rows fit
			return
		}
		t.attempts++
		visits.add(s, row)
		if s.status[row].Converted() {
			t.converted++
			if n := s.declinesTo(row); n > 0 {
				t.tries = append(t.tries, n)
			}
			continue
		}
		t.declines++
		if b := s.buyer[row]; b != 0 && buyers.add(b) {
			t.buyers++
		}
		if reason := s.declineReason(row); reason != model.UnknownReason {
			t.worded++
			if reason.Fact().Retryable {
				t.retryable++
			}
		}
	}
	t.tried, t.approved, t.sessions, t.approvedSessions = visits.tried, visits.approved, visits.sessions, visits.approvedSessions
}

// visits tells apart the buyers and products, and the sessions, of card attempts that come in the order of time.
type visits struct {
	last                       []int32 // by pair: the row of its latest attempt, counted from 1
	won, wonNow                marks   // pairs approved at some time, and in their latest session
	tried, approved            int
	sessions, approvedSessions int
}

// forget starts anew, for attempts in another currency.
func (v *visits) forget() {
	clear(v.last)
	clear(v.won)
	clear(v.wonNow)
	v.tried, v.approved, v.sessions, v.approvedSessions = 0, 0, 0, 0
}

func (s *scope) newVisits() *visits {
	n := s.byBuyer.pairs()
	return &visits{last: make([]int32, n), won: newMarks(n), wonNow: newMarks(n)}
}

func (v *visits) add(s *scope, row int32) {
	pair := uint32(s.byBuyer.pair[row]) //nolint:gosec // not negative
	before := v.last[pair]
	v.last[pair] = row + 1
	if before == 0 {
		v.tried++
	}
	if before == 0 || s.orderedAt[row]-s.orderedAt[before-1] > sessionGap {
		v.sessions++
		v.wonNow.remove(pair)
	}
	if !s.status[row].Converted() {
		return
	}
	if v.won.add(pair) {
		v.approved++
	}
	if v.wonNow.add(pair) {
		v.approvedSessions++
	}
}

func (m marks) remove(n uint32) { m[n/64] &^= uint64(1) << (n % 64) }

// declinesTo counts the declines that a sale made good: those of the same buyer and product in the 30 days before it,
// since an earlier purchase.
func (s *scope) declinesTo(sale int32) int {
	pair := s.byBuyer.ofPair(s.byBuyer.pair[sale])
	if len(pair) == 1 {
		return 0
	}
	start, n := s.unanswered(sale), 0
	for _, row := range pair {
		if s.orderedAt[row] >= start && s.orderedAt[row] <= s.soldAt[sale] && s.isCardDecline(row) && asRole(s.role[row]) == asRole(s.role[sale]) {
			n++
		}
	}
	return n
}

func (s *scope) declinesBefore() []declineSums {
	base, ok := s.before()
	if !ok {
		return nil
	}
	sums := base.sumDeclines(base.rows(model.CardAttempts), base.lastDeclines())
	if base.err != nil {
		s.fail(base.err)
	}
	return sums
}

func (s *scope) declineNotes(now []declineSums) []model.Phrase {
	var said notes
	declines, worded := 0, 0
	for i := range now {
		declines += now[i].declines
		worded += now[i].worded
	}
	if worded > 0 {
		said.tell(declines-worded, "{0} of {1} declines does not say why.", "{0} of {1} declines do not say why.", model.CountOf(declines))
	}
	doubles := 0
	for _, row := range s.inWindow() {
		if s.isCard(row) && s.recurrence[row] == 1 && s.status[row].Class() == model.ClassFailed && !s.declineReason(row).CountsInRates() {
			doubles++
		}
	}
	said.tell(doubles, "{0} double click is left out: the other of the two attempts was decided.",
		"{0} double clicks are left out: the other of each two attempts was decided.")
	return said
}

// middle is the value in the middle of some numbers, the lower one of two; ok is false when there are none.
func middle[T int | int64](numbers []T) (m T, ok bool) { return quantile(numbers, 50) }

// quantile is the smallest of the numbers that at least percent in a hundred do not exceed.
func quantile[T int | int64](numbers []T, percent int) (q T, ok bool) {
	if len(numbers) == 0 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(numbers))
	return sorted[max(0, (len(sorted)*percent+99)/100-1)], true
}
