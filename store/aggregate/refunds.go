package aggregate

import (
	"slices"

	"recoup/model"
)

// refundSums is what the refunds of one currency add up to: what is asked for now, what was given back of the window's
// sales, and what went back in the window.
type refundSums struct {
	soldSums
	open, dated, expiring, past int
	openValue                   model.Sum
	events, datedEver, undated  int // refunds in the window, and all there are with and without a date
	eventValue                  model.Sum
	running                     int // sales of the window whose guarantee is not over
	vague                       int // partial refunds of the window that do not say how much
	repeaters                   int
}

// rate is the share of the window's sales that was refunded wholly.
func (t *refundSums) rate() model.Value {
	return model.RatioOf(int64(t.refunded.rows), int64(t.booked.rows))
}

// refunds reports what buyers ask back, and what was given back. Of the two refund rates the one by sale looks at the
// sales of the window and what became of them; the one by event at the days on which money went back.
func refunds(s *scope) (model.Report, error) {
	r := s.report(model.Refunds)
	if !s.hasSale {
		r.Empty = model.NoSaleEver
		return r, nil
	}
	if missing, never := s.refundsMissing(); never {
		r.Missing = []model.MissingData{missing}
		r.Empty = model.NeverImported
		r.Metrics = metrics(s, refundMeasures(), nil, nil)
		return r, nil
	}
	requests, booked := s.requests(), s.rows(model.BookedSet)
	now := s.sumRefunds(requests, booked)
	r.Metrics = metrics(s, refundMeasures(), now, s.refundsBefore())
	s.narrowRefunds(r.Metrics, requests)
	r.Metrics = append(r.Metrics, s.netLost(&r), s.guaranteeExposure(&r))
	r.Missing = append(r.Missing, refundDatesMissing(now)...)
	if !everyDated(now) {
		s.lacks = without(s.lacks, "refund_rate_by_event")
	}
	r.Headline = refundHeadline(now)
	if s.brief {
		return r, nil
	}
	r.Tables = s.refundTables(requests, booked)
	r.Charts = s.refundCharts(booked)
	r.Notes = refundNotes(now)
	if len(requests) == 0 && len(booked) == 0 {
		r.Empty = model.NothingMatches
	}
	return r, nil
}

// refundsMissing tells whether only good sales were ever brought in. Hotmart's API gives no others unless each status is
// asked for, and a refund rate of 0 % would be wrong.
func (s *scope) refundsMissing() (model.MissingData, bool) {
	if s.wasAskedFor(model.Refunded, model.Chargeback, model.Protested) {
		return model.MissingData{}, false
	}
	for _, status := range model.Statuses() {
		if s.statusCount[status] > 0 && status != model.Approved && status != model.Complete {
			return model.MissingData{}, false
		}
	}
	return model.MissingData{
		Dataset: "refunded transactions",
		Why:     "Statuses in this snapshot: Approved and Complete only, so nothing is known of refunds.",
		How:     "recoup import a sales report with every status selected, or recoup sync",
	}, true
}

// refundDatesMissing names what the figures that are left out would need.
func refundDatesMissing(now []refundSums) []model.MissingData {
	var missing []model.MissingData
	if slices.ContainsFunc(now, func(t refundSums) bool { return t.open > 0 && t.dated == 0 }) {
		missing = append(missing, model.MissingData{
			Dataset: "refund-requests",
			Why:     "Reports and the API say that a refund is asked for, but not since when, so no deadline is known.",
			How:     "recoup listen, or import the events of webhooks",
		})
	}
	if slices.ContainsFunc(now, func(t refundSums) bool { return t.undated > 0 && t.datedEver == 0 }) {
		missing = append(missing, model.MissingData{
			Dataset: "refund dates",
			Why:     "No refund in this snapshot says on which day the money went back, so there is no rate by event.",
			How:     "recoup listen, or import the events of webhooks",
		})
	}
	return missing
}

// everyDated tells whether no currency lacks its figures by event for want of a date.
func everyDated(now []refundSums) bool {
	return !slices.ContainsFunc(now, func(t refundSums) bool { return !t.hasDates() })
}

// sumRefunds adds up each shown currency.
func (s *scope) sumRefunds(requests, booked []int32) []refundSums {
	sums := make([]refundSums, len(s.shown))
	for i, t := range s.sumSold(nil, booked) {
		sums[i].soldSums = t
	}
	for i, part := range s.split(requests) {
		for _, row := range part {
			s.addRequest(&sums[i], row)
		}
	}
	for i, part := range s.split(booked) {
		sums[i].repeaters = s.repeatRefunders(part)
		for _, row := range part {
			if s.mayStillBeRefunded(row) {
				sums[i].running++
			}
			if _, known := s.givenBack(row); !known && s.status[row] == model.PartiallyRefunded {
				sums[i].vague++
			}
		}
	}
	for i, part := range s.split(s.rows(model.RefundedIn)) {
		sums[i].events = len(part)
		for _, row := range part {
			sums[i].eventValue.Add(s.contract(row, s.price[row]))
		}
	}
	s.countDates(sums)
	return sums
}

func (s *scope) addRequest(t *refundSums, row int32) {
	t.open++
	t.openValue.Add(s.price[row])
	if _, known := s.deadline(row); !known {
		return
	}
	t.dated++
	switch s.requestState(row) {
	case requestExpiring:
		t.expiring++
	case requestPast:
		t.past++
	}
}

// countDates counts how many refunds there are, of any day, with and without a date.
func (s *scope) countDates(sums []refundSums) {
	pass, place := s.passes(false), s.places()
	for row, status := range s.status {
		row := int32(row) //nolint:gosec // rows fit
		if status != model.Refunded || !s.isMeasured(row) || !pass(row) {
			continue
		}
		p := place[s.purchase[row]]
		if p == none {
			continue
		}
		if s.has[row].Has(model.FReversedAt) {
			sums[p].datedEver++
		} else {
			sums[p].undated++
		}
	}
}

// repeatRefunders counts the buyers with a refund among some sales who were given back two orders or more in all.
func (s *scope) repeatRefunders(rows []int32) int {
	buyers, n := newMarks(len(s.buyers.name)), 0
	for _, row := range rows {
		if s.status[row] == model.Refunded && s.buyer[row] != 0 && buyers.add(s.buyer[row]) && s.refundedOrders(s.buyer[row]) > 1 {
			n++
		}
	}
	return n
}

// refundedOrders counts the orders of a buyer with a refund, two at most.
func (s *scope) refundedOrders(buyer uint32) int {
	first, n := uint32(0), 0
	for _, row := range s.byBuyer.ofBuyer(buyer) {
		if s.status[row] != model.Refunded || asRole(s.role[row]) != model.Producer {
			continue
		}
		if n == 0 {
			first, n = s.order[row], 1
		} else if s.order[row] != first {
			return 2
		}
	}
	return n
}

func (s *scope) refundsBefore() []refundSums {
	base, ok := s.before()
	if !ok {
		return nil
	}
	sums := base.sumRefunds(nil, base.rows(model.BookedSet))
	if base.err != nil {
		s.fail(base.err)
	}
	return sums
}

// refundHeadline says what is most urgent.
func refundHeadline(now []refundSums) model.Phrase {
	if len(now) == 0 {
		return model.Phrase{}
	}
	t := &now[0]
	switch {
	case t.expiring > 0:
		return tell(t.expiring, "{0} expires within 24 h · {1} open", "{0} expire within 24 h · {1} open", model.CountOf(t.open))
	case t.booked.rows == 0:
		return tell(t.open, "{0} open request", "{0} open requests")
	}
	return tell(t.open, "{0} open request · {1} refunded", "{0} open requests · {1} refunded", t.rate())
}

func refundNotes(now []refundSums) []model.Phrase {
	var all refundSums
	vague := 0
	for i := range now {
		t := &now[i]
		all.open += t.open
		all.dated += t.dated
		all.past += t.past
		all.undated += t.undated
		all.datedEver += t.datedEver
		all.running += t.running
		all.booked.rows += t.booked.rows
		vague += t.vague
	}
	var said notes
	running := forms(all.booked.rows, "The refund rate by sale may still grow: the guarantee of the only sale is running.",
		"The refund rate by sale may still grow: the guarantee of {0} of {1} sales is running.")
	said.tell(all.running, running, running, model.CountOf(all.booked.rows))
	if all.dated > 0 {
		said.tell(all.open-all.dated, "{0} of {1} open requests does not say since when it is open: its deadline is not known.",
			"{0} of {1} open requests do not say since when they are open: their deadline is not known.", model.CountOf(all.open))
	}
	said.tell(all.past, "{0} open request is past its five days: Hotmart has probably given the money back since this snapshot was taken.",
		"{0} open requests are past their five days: Hotmart has probably given the money back since this snapshot was taken.")
	if all.datedEver > 0 {
		said.tell(all.undated, "{0} refund has no date and is in none of the figures by event.", "{0} refunds have no date and are in none of the figures by event.")
	}
	said.tell(vague, "{0} partial refund does not say how much was given back: it counts, with no value.",
		"{0} partial refunds do not say how much was given back: they count, with no value.")
	return said
}
