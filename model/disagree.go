package model

// Disagreement is a fact of a transaction about which two sources do not say the same.
type Disagreement struct {
	Field Field
	// Believed is the observation whose word stands, Other the latest one of another source that says something else.
	Believed, Other *Observation
}

// Disagreements lists the facts about which the sources differ, each source taken at its latest word. What changes in the
// life of a sale, its status and what follows from it, is no disagreement, nor is the same thing spelt otherwise: words
// are compared without case and accents. A fact that a source does not carry is not one that it denies.
func (h *History) Disagreements() []Disagreement {
	var all []Disagreement
	for f := Field(0); f < FieldCount; f++ {
		if changesInLife(f) {
			continue
		}
		believed := h.bestOf(f, func(o, p *Observation) bool { return o.Outranks(p) }, func(*Observation) bool { return true })
		if believed == nil {
			continue
		}
		other := h.bestOf(f, laterWord, func(o *Observation) bool {
			return o.Source != believed.Source && h.isLatestWord(o, f) && !sameFact(&believed.Transaction, &o.Transaction, f)
		})
		if other != nil {
			all = append(all, Disagreement{Field: f, Believed: believed, Other: other})
		}
	}
	return all
}

// bestOf finds the observation that carries a fact, is wanted, and is better than the others of that kind.
func (h *History) bestOf(f Field, better func(o, p *Observation) bool, wanted func(*Observation) bool) *Observation {
	var best *Observation
	for i := range h.Observations {
		o := &h.Observations[i]
		if o.Transaction.Has.Has(f) && wanted(o) && (best == nil || better(o, best)) {
			best = o
		}
	}
	return best
}

func laterWord(o, p *Observation) bool {
	return o.LastSeen > p.LastSeen || o.LastSeen == p.LastSeen && o.Outranks(p)
}

// isLatestWord tells whether the observation is the last one of its source to carry the fact.
func (h *History) isLatestWord(o *Observation, f Field) bool {
	return o == h.bestOf(f, laterWord, func(p *Observation) bool { return p.Source == o.Source })
}

// changesInLife tells whether a fact is another at another time, or one that each source words in its own way.
func changesInLife(f Field) bool {
	switch f {
	case FStatus, FStatusRaw, FApprovedAt, FDueAt, FReversedAt, FRefundedMoney, FRefusalRaw, FChannel, FSalesTool, FAnticipation,
		FPaymentLink, FPurchaseRate, FPayoutRate, FOfferName:
		return true
	}
	return false
}

// sameFact compares one fact of two transactions.
func sameFact(a, b *Transaction, f Field) bool {
	switch v := a.Ref(f).(type) {
	case *string:
		return Fold(*v) == Fold(*b.Ref(f).(*string))
	case *int64:
		return *v == *b.Ref(f).(*int64)
	case *Instant:
		return *v/1000 == *b.Ref(f).(*Instant)/1000 // reports tell no fractions of a second
	case *bool:
		return *v == *b.Ref(f).(*bool)
	case *Money:
		return *v == *b.Ref(f).(*Money)
	case *Role:
		return *v == *b.Ref(f).(*Role)
	case *PaymentType:
		return *v == *b.Ref(f).(*PaymentType)
	case *Billing:
		return *v == *b.Ref(f).(*Billing)
	}
	return true
}
