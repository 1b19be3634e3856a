package world

import (
	"slices"
	"time"

	"recoup/model"
)

// subscription is what charges a buyer again and again: a subscription, or a plan of instalments that Hotmart charges one
// by one.
type subscription struct {
	code        string
	id          int64
	buyer       *buyer
	buyerID     int64
	offer       *offer // at first
	startedAt   model.Instant
	trialEndsAt model.Instant // zero without a trial
	cancelledAt model.Instant // zero while it goes on
	cancelledBy string        // CUSTOMER, SELLER, ADMIN
	switchedAt  model.Instant // zero unless the plan was switched
	switchedTo  *offer
	movedAt     model.Instant // zero unless the charge day was moved
	movedBy     time.Duration
	charges     []*sale // those ordered within the period, oldest first
	eventIDs    [3]string
}

// plan is the offer in force at a moment.
func (b *subscription) plan(at model.Instant) *offer {
	if b.switchedAt != 0 && b.switchedAt <= at {
		return b.switchedTo
	}
	return b.offer
}

// dueAt is the moment of the n-th charge, from 0, as it is known at another moment.
func (b *subscription) dueAt(n int64, known model.Instant) model.Instant {
	due := b.startedAt
	if b.trialEndsAt != 0 {
		due = b.trialEndsAt
	}
	due = due.Add(time.Duration(n*b.offer.periodDays) * day)
	if b.movedAt != 0 && due > b.movedAt && known >= b.movedAt {
		due = due.Add(b.movedBy)
	}
	return due
}

// number is how many charges are due by a moment.
func (b *subscription) number(at model.Instant) int64 {
	n := int64(0)
	for b.dueAt(n, at) <= at && (b.offer.charges == 0 || n < b.offer.charges) {
		n++
	}
	return n
}

// nextCharge is when the next charge is due, at noon UTC; zero when there will be none.
func (b *subscription) nextCharge(at model.Instant) model.Instant {
	n := b.number(at)
	if b.cancelledBy != "" && b.cancelledAt <= at || b.offer.charges != 0 && n >= b.offer.charges {
		return 0
	}
	return utcMidnight(b.dueAt(n, at)).Add(12 * time.Hour)
}

// charged lists the charges that were ordered by a moment.
func (b *subscription) charged(at model.Instant) []*sale {
	n := 0
	for n < len(b.charges) && b.charges[n].tx.OrderedAt <= at {
		n++
	}
	return b.charges[:n]
}

// status is the subscription's status at a moment, in the API's words.
func (b *subscription) status(at model.Instant) string {
	if b.cancelledBy != "" && b.cancelledAt <= at {
		return "CANCELLED_BY_" + b.cancelledBy
	}
	charged := b.charged(at)
	if len(charged) == 0 {
		return "ACTIVE"
	}
	last := charged[len(charged)-1]
	now, _ := last.status(at)
	switch now.Status {
	case model.Overdue:
		return "DELAYED"
	case model.Started, model.PrintedBillet:
		if last.tx.Recurrence == 1 {
			return "STARTED"
		}
	case model.Cancelled, model.Expired, model.Refunded, model.Chargeback:
		return "INACTIVE"
	}
	return "ACTIVE"
}

// subscribe makes a subscription or a plan with those of its charges that fall into the period. Many began before it.
func (m *maker) subscribe(o *offer) *subscription {
	b := m.newSubscription(o, m.moment())
	if m.percent(60) {
		b.startedAt = m.From.Add(-m.lasting(0, 200*day, time.Second))
	}
	if b.number(m.From-1) == b.number(m.To-1) { // nothing would fall into the period
		b.startedAt = m.moment()
	}
	if o.trialDays > 0 && m.percent(50) {
		b.trialEndsAt = b.startedAt.Add(time.Duration(o.trialDays) * day)
	}
	m.change(b)
	for n := b.number(m.From - 1); m.left() > 0; n++ {
		due := b.dueAt(n, m.To)
		if due >= m.To || o.charges != 0 && n >= o.charges || b.cancelledBy != "" && due >= b.cancelledAt {
			return b
		}
		if !m.charge(b, n, due) {
			return b
		}
	}
	if b.cancelledBy == "" { // the account is full: no more charges may be missing
		b.cancelledBy, b.cancelledAt = "SELLER", b.lastMoment().Add(time.Hour)
	}
	return b
}

func (m *maker) newSubscription(o *offer, start model.Instant) *subscription {
	b := &subscription{
		code: m.word(8, uppercase), id: int64(m.between(1_000_000, 9_999_999)), buyer: m.from("BRL"), buyerID: int64(m.between(1_000_000, 9_999_999)),
		offer: o, startedAt: start, eventIDs: [3]string{m.uuid(), m.uuid(), m.uuid()},
	}
	m.subs = append(m.subs, b)
	return b
}

func (b *subscription) lastMoment() model.Instant {
	if len(b.charges) == 0 {
		return b.startedAt
	}
	return b.charges[len(b.charges)-1].tx.OrderedAt
}

// change lets some subscriptions be cancelled, switched to another plan, or charged on another day.
func (m *maker) change(b *subscription) {
	within := max(b.startedAt, m.From)
	later := within + model.Instant(m.below(int(m.To-within)/1000+1))*1000 + model.Instant(m.below(1000))
	switch n := m.below(100); {
	case n < 20:
		b.cancelledBy, b.cancelledAt = pick(m.chance, []string{"CUSTOMER", "CUSTOMER", "SELLER"}), later
	case n < 32 && b.offer == m.find(1, 0):
		b.switchedAt, b.switchedTo = later, m.find(1, 3)
	case n < 45 && b.offer.billing == model.Subscription && b.offer.periodDays == 30:
		b.movedAt, b.movedBy = later, time.Duration(m.between(1, 9))*day
	}
}

// charge makes the n-th charge, counted from 0; false when there will be no more.
func (m *maker) charge(b *subscription, n int64, due model.Instant) bool {
	l := m.chargeFate(n)
	s := m.chargeWith(b, n, due, l)
	switch l {
	case declined, slipExpired, refunded, chargedBack:
		return false
	case unpaid:
		if m.percent(60) {
			b.cancelledBy, b.cancelledAt = "ADMIN", s.last().Add(5*day)
			return false
		}
	}
	return true
}

func (m *maker) chargeWith(b *subscription, n int64, due model.Instant, l life) *sale {
	s := m.begin(b.plan(due), b.buyer, due)
	s.sub = b
	s.tx.Billing, s.tx.Recurrence, s.tx.Subscriber = b.offer.billing, n+1, b.code
	s.tx.Trial = b.trialEndsAt != 0 && n == 0
	s.tx.Has = s.tx.Has.With(model.FRecurrence, model.FSubscriber)
	if n > 0 {
		if s.tx.SalesTool = "Produto principal"; b.offer.billing != model.Subscription && len(b.charges) > 0 && m.percent(30) {
			s.tx.ParentCode = b.charges[0].tx.Code // Hotmart fills it in although a renewal is an order of its own
			s.know(model.FParentCode, true)
		}
		if m.percent(3) {
			s.tx.Anticipation = "ANTICIPATION"
			s.know(model.FAnticipation, true)
		}
	}
	m.price(s, max(1, b.offer.charges))
	m.live(s, l, 0)
	b.charges = append(b.charges, s)
	return m.keep(s)
}

func (m *maker) chargeFate(n int64) life {
	if n == 0 {
		return pick(m.chance, []life{kept, kept, kept, kept, kept, kept, slipPaid, declined, slipExpired, refunded})
	}
	switch x := m.below(100); {
	case x < 78:
		return kept
	case x < 87:
		return late
	case x < 93:
		return unpaid
	case x < 96:
		return slipPaid
	case x < 98:
		return refunded
	case x < 99:
		return chargedBack
	}
	return withdrawn
}

// overdueNow makes a renewal that nobody has paid at To, and plans of each kind, also in a short period.
func (m *maker) overdueNow() {
	for i, o := range []*offer{m.find(1, 0), m.find(2, 1), m.find(2, 2)} {
		due := m.To.Add(-time.Duration(2+i) * day)
		if m.left() == 0 || due < m.From {
			return
		}
		b := m.newSubscription(o, due.Add(-3*time.Duration(o.periodDays)*day))
		m.chargeWith(b, 3, due, []life{unpaid, kept, late}[i])
	}
}

// unpaidCharges lists the charges that were not paid by a moment.
func (b *subscription) unpaidCharges(at model.Instant) []*sale {
	return slices.DeleteFunc(slices.Clone(b.charged(at)), func(s *sale) bool {
		now, _ := s.status(at)
		return now.Status != model.Overdue
	})
}
