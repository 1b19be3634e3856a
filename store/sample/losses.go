package sample

import "recoup/model"

// What may go wrong with an attempt, in the order of the decks below.
const (
	cardDeclined = iota
	pixRunOut
	slipRunOut
	leftAtCheckout
	blockedByHotmart
)

var (
	// lossDeck says how attempts fail, in a thousand.
	lossDeck = []int{560, 220, 120, 75, 25}
	// lastWeekLossDeck is the same for what yesterday's eleven leave of the last week, so that it is like the others.
	lastWeekLossDeck = []int{400, 300, 165, 100, 35}
	// settledAfter is after how many days no attempt of each kind can still be paid, and so all are lost.
	settledAfter = [...]int{0, 3, 4, 4, 0}
)

const (
	pixLives  = 48 * hour
	slipLives = 3 * day
)

// declined is a card attempt that failed, with the tries before it, each a few minutes after the other.
func (m *maker) declined(offerPlace int, b *buyer, by *origin, at model.Instant, r *refusal, tries int) {
	o := &offers[offerPlace]
	method := model.CreditCard
	if m.chance(60) {
		method = model.GooglePay
	}
	for tries--; tries >= 0; tries-- {
		moment := at - model.Instant(tries*m.between(3, 12))*minute
		t := m.begin(offerPlace, b, by, moment)
		m.payBy(t, o, method)
		if r.reason == model.InstallmentInvalid && o.split > 1 {
			splitPrice(t, o.split)
		}
		m.decline(t, b.place.lang, r)
		m.record(t, moment+3*second)
	}
}

// ranOut is a slip or a Pix that nobody paid. A few keep the status they were issued with, although they are over.
func (m *maker) ranOut(offerPlace int, b *buyer, by *origin, at model.Instant, method model.PaymentType, lives int) {
	t := m.begin(offerPlace, b, by, at)
	m.payBy(t, &offers[offerPlace], method)
	t.DueAt = at + model.Instant(lives)
	t.Has = t.Has.With(model.FDueAt)
	if m.chance(120) {
		setStatus(t, issued(method))
		m.record(t, at)
		return
	}
	setStatus(t, model.Expired)
	if m.asOf-at < issuesTold {
		m.record(t, t.DueAt, sighting{issued(method), at})
		return
	}
	m.record(t, t.DueAt)
}

// left is a checkout that was begun and not paid.
func (m *maker) left(offerPlace int, b *buyer, by *origin, at model.Instant) {
	t := m.begin(offerPlace, b, by, at)
	setStatus(t, model.Started)
	m.payBy(t, &offers[offerPlace], model.Paypal)
	m.record(t, at)
}

// lose makes one lost sale: a buyer who tried to buy a product and did not manage.
func (m *maker) lose(kind, offerPlace int, b *buyer, by *origin, at model.Instant, r *refusal) {
	if o := &offers[offerPlace]; o.currency != "BRL" && (kind == pixRunOut || kind == slipRunOut) {
		kind = cardDeclined
	}
	switch kind {
	case pixRunOut:
		m.ranOut(offerPlace, b, by, at, model.Pix, pixLives)
	case slipRunOut:
		m.ranOut(offerPlace, b, by, at, model.Billet, slipLives)
	case leftAtCheckout:
		m.left(offerPlace, b, by, at)
	case blockedByHotmart:
		m.declined(offerPlace, b, by, at, refusalFor(model.BlockedByPlatform), 1)
	default:
		tries := 1
		switch roll := m.below(100); {
		case roll < 10:
			tries = 3
		case roll < 28:
			tries = 2
		}
		m.declined(offerPlace, b, by, at, r, tries)
	}
}

func refusalFor(reason model.DeclineReason) *refusal {
	for i := range refusals {
		if refusals[i].reason == reason {
			return &refusals[i]
		}
	}
	return &refusals[0]
}
