package model

// ReversalBasis says how the date of a refund or chargeback is known.
type ReversalBasis string

// The ways to know when money went back, best first.
const (
	ReversalByEvent   ReversalBasis = "event"   // the moment of Hotmart's event
	ReversalByAPI     ReversalBasis = "api"     // the date that the API tells of charges of subscriptions and plans
	ReversalByReport  ReversalBasis = "report"  // the date that a file tells
	ReversalBounded   ReversalBasis = "bounded" // between two imports: one still saw it kept, the next saw it given back
	ReversalUndecided ReversalBasis = "unknown"
)

// Reversal is when a transaction was refunded or charged back, as well as that is known.
type Reversal struct {
	Basis ReversalBasis
	At    Instant // zero unless the date itself is known
	// After and Before bound the moment where only that is known: it was not given back yet at After, and was at Before.
	// Either may be zero.
	After, Before Instant
}

// Reversal tells when the transaction was given back, from all that was seen of it; ok is false when it was not.
func (h *History) Reversal() (r Reversal, ok bool) {
	if h.Current.Status.Class() != ClassReversed {
		return r, false
	}
	if h.Current.Has.Has(FReversedAt) {
		return Reversal{Basis: h.reversalBasis(), At: h.Current.ReversedAt}, true
	}
	for i := range h.Observations {
		o := &h.Observations[i]
		if !o.Transaction.Has.Has(FStatus) {
			continue
		}
		if o.Transaction.Status.Class() != ClassReversed {
			r.After = max(r.After, o.LastSeen)
		} else if o.ImportedAt != 0 && (r.Before == 0 || o.ImportedAt < r.Before) {
			r.Before = o.ImportedAt
		}
	}
	if r.Basis = ReversalBounded; r.After == 0 || r.Before == 0 || r.After > r.Before {
		r.Basis = ReversalUndecided
	}
	return r, true
}

// reversalBasis looks for the source of the date that is believed.
func (h *History) reversalBasis() ReversalBasis {
	var best *Observation
	for i := range h.Observations {
		o := &h.Observations[i]
		if o.Transaction.Has.Has(FReversedAt) && o.Transaction.ReversedAt == h.Current.ReversedAt && (best == nil || o.Source > best.Source) {
			best = o
		}
	}
	switch {
	case best == nil:
		return ReversalUndecided
	case best.Source == SourceWebhook:
		return ReversalByEvent
	case best.Source == SourceAPI:
		return ReversalByAPI
	}
	return ReversalByReport
}
