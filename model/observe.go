package model

import (
	"cmp"
	"strings"
)

// Source is the road by which something was learnt.
type Source uint8

// The sources, weakest first: of two observations with the same time and status rank, the stronger source wins.
const (
	SourceUnknown Source = iota
	SourceSample         // the built-in sample account
	SourceReport         // a report file downloaded by the creator
	SourceAPI            // Hotmart's API
	SourceWebhook        // an event sent by Hotmart
)

// ID is the source's name in the snapshot.
func (s Source) ID() string {
	return [...]string{"unknown", "sample", "report", "api", "webhook"}[min(s, SourceWebhook)]
}

// ParseSource reads a source's name as ID writes it.
func ParseSource(id string) Source {
	for s := SourceSample; s <= SourceWebhook; s++ {
		if s.ID() == id {
			return s
		}
	}
	return SourceUnknown
}

// Label is the source in words.
func (s Source) Label() string {
	return [...]string{"Unknown", "Sample", "Report file", "Hotmart's API", "Webhook"}[min(s, SourceWebhook)]
}

// Change is one thing that was seen: what, when and from where. Every road into the snapshot ends in Changes. One row of
// a report, one event or one item of an answer is one Change, whatever it tells of.
type Change struct {
	Source Source
	// SeenAt is a moment at which what was seen held: the event's own time for a webhook; for a report file, which does
	// not say when it was made, the latest moment its rows mention.
	SeenAt Instant
	// Transaction is what was seen of one transaction; its Has tells which facts this source carries. It is nil where the
	// change speaks of none.
	Transaction *Transaction
	// Records are what was seen of other things: a cart, a subscription, the event itself.
	Records []*Record
}

// Observation is a Change as the snapshot keeps it: identical sightings of one transaction by one source are one
// observation with the first and the last time it was seen.
type Observation struct {
	Source              Source
	FirstSeen, LastSeen Instant
	Hash                string // of the content, so that equal sightings are recognised and ties have an order
	Transaction         Transaction
	// ImportedAt is when it was first brought in, and Import the name of what brought it; zero and empty where that is
	// not known. They take no part in the order.
	ImportedAt Instant
	Import     string
}

// Outranks is the total order that decides which of two observations of one transaction is believed, fact by fact.
// It does not depend on the order of arrival:
//
//  1. A payment that was seen to go through is not undone by one that says it did not, and a refund is final.
//  2. Otherwise the later sighting wins.
//  3. At the same moment, the status further along in a transaction's life; then the stronger source; then, so that the
//     result is the same on every machine, the content's hash.
func (o *Observation) Outranks(p *Observation) bool { return o.compare(p) > 0 }

func (o *Observation) compare(p *Observation) int {
	return cmp.Or(
		cmp.Compare(finality(o.Transaction.Status), finality(p.Transaction.Status)),
		cmp.Compare(o.LastSeen, p.LastSeen),
		cmp.Compare(statusRank(o.Transaction.Status), statusRank(p.Transaction.Status)),
		cmp.Compare(o.Source, p.Source),
		strings.Compare(o.Hash, p.Hash),
	)
}

// finality is 0 for what may still change, 1 once money came in, 2 once it went back for good. A chargeback may be won
// back and a refund request withdrawn, so both stay at 1.
func finality(s Status) int {
	switch {
	case s == Refunded:
		return 2
	case s.Converted():
		return 1
	}
	return 0
}

func statusRank(s Status) int {
	switch s {
	case Started:
		return 1
	case PreOrder, WaitingPayment, PrintedBillet:
		return 2
	case Processing, UnderAnalysis:
		return 3
	case Overdue:
		return 4
	case Cancelled, NoFunds, Blocked, Expired:
		return 5
	case Approved:
		return 6
	case Complete:
		return 7
	case PartiallyRefunded:
		return 8
	case Protested:
		return 9
	case Chargeback:
		return 10
	case Refunded:
		return 11
	}
	return 0
}

// Project gives the current state of one transaction from all that was seen of it. The result depends on the set of
// observations alone, not on their order. Seen with several roles, the transaction takes the strongest one and MyNet is
// the sum of what the account received in each.
func Project(code string, seen []Observation) Transaction {
	lanes := [Producer + 1]*Transaction{}
	for role := range lanes {
		lanes[role] = projectRole(code, seen, Role(role))
	}
	var current *Transaction
	for role := int(Producer); role >= 0; role-- {
		lane := lanes[role]
		switch {
		case lane == nil:
		case current == nil:
			current = lane
		default:
			current.join(lane)
		}
	}
	if current == nil {
		return Transaction{Code: code}
	}
	current.settleCurrencies()
	return *current
}

// projectRole merges what was seen of the transaction in one role: for each fact, the observation that outranks the
// others among those that carry it. Observations that do not name a role join every lane but make none by themselves,
// unless no observation names one.
func projectRole(code string, seen []Observation, role Role) *Transaction {
	var merged *Transaction
	var best [FieldCount]*Observation
	named := false
	for i := range seen {
		o := &seen[i]
		if o.Transaction.Role == role {
			named = true
		} else if o.Transaction.Role != RoleUnknown {
			continue
		}
		for f := Field(0); f < FieldCount; f++ {
			if o.Transaction.Has.Has(f) && (best[f] == nil || o.Outranks(best[f])) {
				best[f] = o
			}
		}
	}
	if !named || (role == RoleUnknown && anyRole(seen)) {
		return nil
	}
	merged = &Transaction{Code: code}
	for f, o := range best {
		if o != nil {
			merged.Copy(&o.Transaction, Field(f))
		}
	}
	return merged
}

func anyRole(seen []Observation) bool {
	for i := range seen {
		if seen[i].Transaction.Role != RoleUnknown {
			return true
		}
	}
	return false
}

// join adds what a weaker role received and fills in facts that the stronger one did not carry. Where the two were paid
// in different currencies the stronger role's amount stands; the other stays in the history.
func (t *Transaction) join(weaker *Transaction) {
	for f := Field(0); f < FieldCount; f++ {
		if !weaker.Has.Has(f) {
			continue
		}
		if f == FMyNet && t.Has.Has(FMyNet) {
			if sum, err := t.MyNet.Add(weaker.MyNet); err == nil {
				t.MyNet = sum
			}
			continue
		}
		if !t.Has.Has(f) {
			t.Copy(weaker, f)
		}
	}
}

// settleCurrencies drops amounts whose currency differs from that of their group, which can only happen when two
// sources disagree: better an unknown amount than one in the wrong currency. An amount of no currency stands only where
// the whole group has none.
func (t *Transaction) settleCurrencies() {
	groups := [][]Field{
		{FPrice, FPaid, FRefundedMoney, FInstallmentFee, FLocalTax},
		{FGross, FMyNet, FProducerNet, FAffiliateCut, FCoproducerCut},
		{FFee, FStreamingFee, FOtherFees},
	}
	for _, group := range groups {
		c := t.firstCurrency(group)
		for _, f := range group {
			if m := t.Ref(f).(*Money); t.Has.Has(f) && m.Currency() != c {
				*m = Money{}
				t.Has = t.Has.Without(f)
			}
		}
	}
}

// firstCurrency is the currency of the first amount that is known and has one.
func (t *Transaction) firstCurrency(group []Field) Currency {
	for _, f := range group {
		if c := t.Ref(f).(*Money).Currency(); t.Has.Has(f) && c != "" {
			return c
		}
	}
	return ""
}
