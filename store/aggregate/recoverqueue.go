package aggregate

import (
	"cmp"
	"slices"
	"strings"

	"recoup/model"
)

// lead is the open opportunity of a person that is most worth a message.
type lead struct {
	opportunity
	chance   chance
	expected int64 // minor units of the price's currency
	others   int   // further open opportunities of the same person
}

// leads is the queue, with what is open and not in it.
type leads struct {
	list                        []lead
	barred, paying, unreachable int
	experience                  *experience
}

// queue lists whom to write to: of the open opportunities ordered in the window, for each person the one with the most to
// expect. Whom nobody should write to is left out: cards reported lost or stolen or suspected of fraud, blocked attempts,
// buyers with a payment in their hands, and those without an e-mail or phone. The currency and the filter are asked of the
// one that was chosen, so that a person is in one place of every summary.
func (s *scope) queue() leads {
	all := s.unfiltered()
	q := leads{experience: s.learn()}
	barred := all.barredPairs()
	place := make([]int, len(s.currencies.words))
	for i := range place {
		place[i] = len(place)
	}
	for i, code := range s.currencyOrder {
		place[code] = i
	}
	best := map[uint32]int{}
	for _, o := range all.openOpportunities() {
		buyer := s.buyer[o.row]
		switch {
		case barred[s.byBuyer.pair[o.row]]:
			q.barred++
			continue
		case buyer == 0 || !s.buyers.reachable(buyer):
			q.unreachable++
			continue
		case s.liveSince(o.row) != none:
			q.paying++
			continue
		}
		l := lead{opportunity: o, chance: q.experience.chanceOf(s, o.row)}
		l.expected = l.chance.of(s, s.price[o.row])
		at, known := best[buyer]
		if !known {
			best[buyer] = len(q.list)
			q.list = append(q.list, l)
			continue
		}
		l.others = q.list[at].others + 1
		q.list[at].others++
		if s.compareLeads(l, q.list[at], place) < 0 {
			q.list[at] = l
		}
	}
	if all.err != nil {
		s.fail(all.err)
	}
	pass := s.passes(false)
	q.list = slices.DeleteFunc(q.list, func(l lead) bool { return !pass(l.row) })
	slices.SortFunc(q.list, func(a, b lead) int { return s.compareLeads(a, b, place) })
	return q
}

// compareLeads puts the larger expectation first, within the currency with most sales before the others, and the later
// attempt among equals.
func (s *scope) compareLeads(a, b lead, place []int) int {
	return cmp.Or(
		cmp.Compare(place[s.purchase[a.row]], place[s.purchase[b.row]]), cmp.Compare(b.expected, a.expected), cmp.Compare(b.row, a.row),
	)
}

// barredPairs marks the buyers and products with an attempt in the window that nobody should be written to about.
func (s *scope) barredPairs() map[int32]bool {
	barred := map[int32]bool{}
	own := s.hasRole()
	from, to := s.orderedIn(s.window)
	for row := from; row < to; row++ {
		if s.isFailedAttempt(row) && own(row) && s.isBarred(row) {
			barred[s.byBuyer.pair[row]] = true
		}
	}
	return barred
}

func (s *scope) isBarred(row int32) bool {
	if s.status[row] == model.Blocked {
		return true
	}
	switch s.declineReason(row) {
	case model.LostStolen, model.SuspectedFraud, model.BlockedByPlatform:
		return s.isCard(row)
	}
	return false
}

// reachable tells whether a buyer can be written to or called.
func (b *buyers) reachable(code uint32) bool {
	return strings.TrimSpace(b.email[code]) != "" || strings.TrimSpace(b.phone[code]) != ""
}

// queued is the queue as a set.
func (s *scope) queued() []opportunity {
	q := s.queue()
	list := make([]opportunity, len(q.list))
	for i, l := range q.list {
		list[i] = l.opportunity
	}
	return list
}

// tool is what Hotmart or the seller can offer for a lost sale.
func (s *scope) tool(row int32) model.Value {
	switch s.cause(row) {
	case model.SlipExpired:
		return model.EnumOf("NEW_SLIP", "send a new slip, payable within 3 business days")
	case model.PixExpired:
		return model.EnumOf("NEW_PIX", "send a new Pix, or a slip")
	case model.DeclinedCard:
		return s.cardTool(row)
	case model.NotPaid:
		return model.EnumOf("CHECKOUT_LINK", "send the checkout link again")
	}
	return model.EnumOf("ANOTHER_METHOD", "offer another way to pay")
}

// cardTool follows from the reason. Smart Recovery exists in five currencies, instalments by slip or Pix in one.
func (s *scope) cardTool(row int32) model.Value {
	switch reason := s.declineReason(row); reason {
	case model.InsufficientFunds, model.LimitCountOrAmount:
	case model.UnknownReason, model.OtherReason:
		return model.EnumOf("ANOTHER_METHOD", "offer another way to pay")
	default:
		return model.EnumOf("FOR_"+string(reason), reason.Fact().NextStep)
	}
	switch s.currencyOf(s.purchase[row]) {
	case "BRL":
		return model.EnumOf("INSTALLMENTS", "Smart Recovery, or instalments by slip or Pix")
	case "MXN", "CLP", "PEN", "COP":
		return model.EnumOf("SMART_RECOVERY", "Smart Recovery: fewer per charge")
	}
	return model.EnumOf("ANOTHER_CARD", "another card, or more instalments")
}
