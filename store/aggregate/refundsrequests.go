package aggregate

import (
	"context"
	"time"

	"recoup/model"
)

const (
	// refundDecision is how long a seller has to answer a request before Hotmart gives the money back by itself.
	refundDecision = 5 * 24 * time.Hour
	// expiringSoon is when an open request becomes urgent.
	expiringSoon = 24 * time.Hour
	// requestedWithin is how long after a purchase a request can still be undecided: the longest guarantee is 60 days. An
	// older sale that is said to be in dispute stays so because nobody told its end.
	requestedWithin = 90 * 24 * time.Hour
)

// dateRequests finds out when the open requests were made. A transaction's current state does not say; the history does
// where an event was seen. There are few open requests, so few histories are read.
func (d *Data) dateRequests(ctx context.Context) error {
	d.requestedAt = map[int32]model.Instant{}
	for row, status := range d.status {
		if status != model.Protested || d.soldAt[row].Add(requestedWithin) < d.info.TakenAt {
			continue
		}
		row := int32(row) //nolint:gosec // rows fit
		history, err := d.source.History(ctx, d.codes.at(row))
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue
		}
		if at, ok := requestedAt(history.Observations); ok {
			d.requestedAt[row] = at
		}
	}
	return nil
}

// requestedAt is when a refund was first seen to be asked for, by a source that tells the moment of what it saw. A report
// or the API only says that it had been asked for by then.
func requestedAt(seen []model.Observation) (at model.Instant, ok bool) {
	for i := range seen {
		o := &seen[i]
		if o.Transaction.Status != model.Protested || o.Source != model.SourceWebhook && o.Source != model.SourceSample {
			continue
		}
		if !ok || o.FirstSeen < at {
			at, ok = o.FirstSeen, true
		}
	}
	return at, ok
}

// deadline is until when the seller has to answer an open request; ok is false where its moment is not known.
func (s *scope) deadline(row int32) (at model.Instant, ok bool) {
	asked, ok := s.requestedAt[row]
	return asked.Add(refundDecision), ok
}

// The states of an open request.
var (
	requestOpen     = model.EnumOf("REQUESTED", "Requested")
	requestExpiring = model.EnumOf("EXPIRING", "Expires within 24 h")
	requestPast     = model.EnumOf("PAST_DEADLINE", "Past its five days")
)

func (s *scope) requestState(row int32) model.Value {
	deadline, known := s.deadline(row)
	switch {
	case !known:
		return requestOpen
	case deadline < s.q.AsOf:
		return requestPast
	case deadline < s.q.AsOf.Add(expiringSoon):
		return requestExpiring
	}
	return requestOpen
}

// isRefundedInWindow: the money went back in the window, whenever the sale was.
func (s *scope) isRefundedInWindow(row int32) bool {
	if s.status[row] != model.Refunded || !s.isMeasured(row) {
		return false
	}
	at, known := s.reversedAt.at(row)
	return known && s.window.contains(at)
}

// isUnderGuarantee: a sale whose buyer may still ask for the money.
func (s *scope) isUnderGuarantee(row int32) bool {
	return s.isSold(row) && s.has[row].Has(model.FWarrantyUntil) && s.warrantyUntil[row] > s.q.AsOf && s.orderedAt[row] <= s.q.AsOf
}

// shortestGuarantee is what a sale has at least where its guarantee is not known.
const shortestGuarantee = 7 * 24 * time.Hour

// mayStillBeRefunded: a sale whose guarantee is running, as far as one can tell.
func (s *scope) mayStillBeRefunded(row int32) bool {
	if !s.status[row].Sold() {
		return false
	}
	if s.has[row].Has(model.FWarrantyUntil) {
		return s.warrantyUntil[row] > s.q.AsOf
	}
	return s.soldAt[row].Add(shortestGuarantee) > s.q.AsOf
}
