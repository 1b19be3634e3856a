package sample

import (
	"time"

	"recoup/model"
)

const (
	// planWeeks is how far back plans begin.
	planWeeks = 103
	// What begins in a hundred busy weeks.
	subscriptionsRate, recoveriesRate, instalmentsRate = 470, 130, 70
)

// plans makes everything that is charged month after month. It comes before the weeks, which then only lack what no plan
// has charged in them.
func (m *maker) plans() {
	for weeksAgo := planWeeks; weeksAgo >= 0; weeksAgo-- {
		permille, _ := busy(weeksAgo)
		w := m.calendar.week(weeksAgo)
		per := 100 * 1000 * Transactions
		for range m.subscriptions.take(subscriptionsRate*permille*m.want, per) {
			m.subscribe(w.moment(m.draw))
		}
		for range m.instalments.take(instalmentsRate*permille*m.want, per) {
			m.payMonthly(w.moment(m.draw))
		}
		if weeksAgo < 2 {
			continue // a recovery plan follows a lost sale, and those of the last weeks are counted out
		}
		for range m.recoveries.take(recoveriesRate*permille*m.want, per) {
			m.recoverSmartly(w.moment(m.draw), weeksAgo)
		}
	}
}

// plan is something charged every so many months.
type plan struct {
	offerPlace int
	buyer      buyer
	by         origin
	subscriber string
	method     model.PaymentType
	billing    model.Billing
	price      model.Money // of one charge
	parts      int         // instalments that a report gives for the plan, 1 for a subscription
	charges    int         // 0 where only the buyer ends it
	months     int
	leaves     int // per mille who leave before each charge but the first
	first      model.Instant
}

// The club's offers, and what share of a thousand members takes each.
var (
	clubOffers  = [...]int{offerClub, offerClubUSD, offerClubYear}
	clubWeights = []int{840, 70, 90}
)

// subscribe is a member of the club, some after a week of trial.
func (m *maker) subscribe(at model.Instant) {
	offerPlace := clubOffers[m.weighted(clubWeights)]
	o := &offers[offerPlace]
	p := plan{
		offerPlace: offerPlace, buyer: m.client(o, 0), by: m.origin(&products[club], m.ago(at)), subscriber: m.subscriberCode(),
		method: model.CreditCard, billing: model.Subscription, price: model.NewMoney(o.price, o.currency), parts: 1,
		months: o.months, leaves: 52, first: at,
	}
	if o.currency == "BRL" && m.chance(120) {
		p.method = model.Pix
	}
	if offerPlace == offerClub && m.chance(140) {
		m.trial(&p)
		p.first += 7 * day
	}
	m.charge(&p)
}

// trial is the free week before the first charge.
func (m *maker) trial(p *plan) {
	t := m.begin(p.offerPlace, &p.buyer, &p.by, p.first)
	t.Trial = true
	t.Price = model.NewMoney(0, t.Price.Currency())
	t.Paid = t.Price
	t.Subscriber = p.subscriber
	t.Has = t.Has.With(model.FSubscriber)
	m.approve(t, &offers[p.offerPlace], p.first, 0)
	m.record(t, p.first)
}

// payMonthly is a course in dollars paid in monthly charges that the buyer owes in full.
func (m *maker) payMonthly(at model.Instant) {
	offerPlace := offerMasterclassPlan + m.below(2)
	o := &offers[offerPlace]
	m.charge(&plan{
		offerPlace: offerPlace, buyer: m.client(o, 0), by: m.origin(&products[o.product], m.ago(at)), subscriber: m.subscriberCode(),
		method: model.CreditCard, billing: model.SmartInstallment, price: model.NewMoney(o.price, o.currency), parts: o.charges,
		charges: o.charges, months: 1, leaves: 12, first: at,
	})
}

// recoverSmartly is a card without limit for a whole price that Hotmart then charges in twelve months.
func (m *maker) recoverSmartly(at model.Instant, weeksAgo int) {
	offerPlace := [...]int{offerSoap, offerCandles, offerPricing}[m.below(3)]
	o := &offers[offerPlace]
	b, by := m.client(o, 0), m.origin(&products[o.product], m.ago(at))
	for len(m.lost) <= weeksAgo {
		m.lost = append(m.lost, 0)
	}
	m.lost[weeksAgo]++
	m.declined(offerPlace, &b, &by, at, &refusals[0], 1)
	const charges = 12
	m.charge(&plan{
		offerPlace: offerPlace, buyer: b, by: by, subscriber: m.subscriberCode(), method: model.CreditCard,
		billing: model.SmartRecovery, price: exact(model.NewMoney(o.price, o.currency).Div(charges)), parts: charges,
		charges: charges, months: 1, leaves: 25, first: at + 20*hour,
	})
}

// charge makes the charges of a plan that have come due, until the buyer leaves.
func (m *maker) charge(p *plan) {
	start := m.today - model.Day(m.ago(p.first))
	year, month, dayOfMonth := start.Date()
	for k := 0; p.charges == 0 || k < p.charges; k++ {
		at := p.first
		if k > 0 {
			due := model.NewDay(year, month+time.Month(k*p.months), min(dayOfMonth, 28))
			if due > m.today {
				return
			}
			at = m.start(int(m.today-due)) + model.Instant(m.between(4*60, 9*60))*minute
		}
		if at > m.asOf || m.full() {
			return
		}
		if k > 0 && m.chance(p.leaves) {
			return
		}
		if k > 0 && m.chance(80) {
			if !m.chargeFails(p, k, at) {
				return
			}
			continue
		}
		t := m.chargeOf(p, k, at)
		m.paid(p, t, at+3*second)
		m.record(t, settled(t))
	}
}

// chargeOf is one charge of a plan, counted from 0.
func (m *maker) chargeOf(p *plan, k int, at model.Instant) *model.Transaction {
	t := m.begin(p.offerPlace, &p.buyer, &p.by, at)
	t.Price, t.Paid = p.price, p.price
	m.payBy(t, &offer{split: 1}, p.method)
	t.Subscriber, t.Recurrence, t.Billing, t.Installments = p.subscriber, int64(k+1), p.billing, int64(p.parts)
	t.Has = t.Has.With(model.FSubscriber, model.FRecurrence)
	return t
}

// paid approves a charge. Only the first one of a plan has a guarantee.
func (m *maker) paid(p *plan, t *model.Transaction, at model.Instant) {
	o := offers[p.offerPlace]
	warranty := 0
	if t.Recurrence == 1 {
		warranty = products[o.product].warranty
	}
	m.approve(t, &o, at, warranty)
}

// chargeFails is a charge that was not paid when it was due. Most are paid some days later, by the same transaction or
// another one; after the others the plan ends, unpaid for a month or more. It tells whether the plan goes on.
func (m *maker) chargeFails(p *plan, k int, at model.Instant) bool {
	late := m.chargeOf(p, k, at)
	late.DueAt = at
	late.Has = late.Has.With(model.FDueAt)
	m.decline(late, p.buyer.place.lang, m.anyRefusal())
	setStatus(late, model.Overdue)
	paidAt := at + model.Instant(m.between(20, 9*24))*hour
	roll := m.below(100)
	switch {
	case roll < 65 && paidAt > m.asOf:
		m.record(late, at)
		return false
	case roll < 45:
		late.RefusalRaw = ""
		late.Has = late.Has.Without(model.FRefusalRaw)
		m.paid(p, late, paidAt)
		m.record(late, paidAt, sighting{model.Overdue, at})
		return true
	case roll < 65:
		m.record(late, at)
		p.method = model.Pix
		if p.price.Currency() != "BRL" {
			p.method = model.Paypal
		}
		t := m.chargeOf(p, k, paidAt-2*minute)
		m.paid(p, t, paidAt)
		m.record(t, settled(t))
		return true
	}
	m.record(late, at)
	for months := 1; months <= roll%3; months++ {
		if next := at + model.Instant(months*30*day); next <= m.asOf {
			again := m.chargeOf(p, k+months, next)
			again.DueAt = next
			again.Has = again.Has.With(model.FDueAt)
			m.decline(again, p.buyer.place.lang, m.anyRefusal())
			setStatus(again, model.Overdue)
			m.record(again, next)
		}
	}
	return false
}
