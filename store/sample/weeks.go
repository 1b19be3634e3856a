package sample

import "recoup/model"

// What a busy week of the sample account holds; larger accounts have more.
const (
	soldWeekly     = 214 // sales of the account's own products, renewals and bumps included
	lostWeekly     = 41  // opportunities
	partnersWeekly = 6   // sales of others' products
)

// weeklyShare is a number of a week, after how busy it was.
func (m *maker) weeklyShare(n, permille int) int {
	return max(1, n*permille*m.want/(1000*Transactions))
}

// makeWeek fills one week up to its measure: what was lost, what was sold, and in the last one what is still open.
func (m *maker) makeWeek(weeksAgo int) {
	permille, launch := busy(weeksAgo)
	w := m.calendar.week(weeksAgo)
	lost := m.weeklyShare(lostWeekly, permille) - countAt(m.lost, weeksAgo)
	recovered := lost * 2 / 10
	if weeksAgo == 0 {
		recovered = lost * 4 / 30 // the others have not had the time yet
	}
	m.weekLosses(&w, weeksAgo, lost, recovered)
	m.weekSales(&w, weeksAgo, m.weeklyShare(soldWeekly, permille)-countAt(m.sold, weeksAgo), launch)
	for range m.weeklyShare(partnersWeekly, permille) {
		m.partnerSale(w.moment(m.draw))
	}
	if weeksAgo == 0 {
		m.awaiting()
	}
}

// countAt reads a list that may be too short for it.
func countAt(counts []int, i int) int {
	if i < len(counts) {
		return counts[i]
	}
	return 0
}

// deckWeights gives the shares of the offers that are sold one by one. What is free cannot be lost.
func deckWeights(launch, lost bool) []int {
	weights := make([]int, deckSize)
	for i := range weights {
		weights[i] = offers[i].share
		if launch {
			weights[i] = offers[i].launch
		}
		if lost && offers[i].price == 0 {
			weights[i] = 0
		}
	}
	return weights
}

// weekLosses makes the lost sales of a week, some of which the buyer made good.
func (m *maker) weekLosses(w *week, weeksAgo, lost, recovered int) {
	if lost <= 0 {
		return
	}
	kinds := lossDeck
	if weeksAgo == 0 {
		kinds = lastWeekLossDeck
	}
	causes := m.deal(nil, lost, kinds)
	m.hand = m.deal(m.hand, lost, deckWeights(false, true))
	for i, offerPlace := range m.hand {
		if m.full() {
			return
		}
		o := &offers[offerPlace]
		by := m.origin(&products[o.product], 7*weeksAgo)
		b := m.client(o, weeksAgo)
		r := m.anyRefusal()
		moment := m.lossMoment(w, causes[i], i < recovered, r)
		m.lose(causes[i], offerPlace, &b, &by, moment, r)
		if i < recovered {
			m.sale(offerPlace, &b, &by, m.boughtAfterAll(w, moment), m.secondTry(o.currency))
		}
	}
}

// lossMoment chooses when an attempt failed. In the last week that must be long enough ago to be a loss, or to have been
// made good since; and yesterday's lack of limit is told elsewhere.
func (m *maker) lossMoment(w *week, kind int, recovered bool, r *refusal) model.Instant {
	if w.first > 0 {
		return w.moment(m.draw)
	}
	days := settledAfter[kind]
	if recovered {
		days = max(days, 2)
	}
	for {
		moment := w.moment(m.draw)
		if days > 0 {
			moment = w.momentSince(m.draw, days)
		}
		if r.reason != model.InsufficientFunds || m.ago(moment) != 1 {
			return moment
		}
	}
}

// boughtAfterAll is when a buyer came back: minutes or hours after the failed attempt, in the same week.
func (m *maker) boughtAfterAll(w *week, failed model.Instant) model.Instant {
	wait := model.Instant(m.between(16, 55)) * minute // a Pix is ordered up to a quarter of an hour before it is paid
	if m.chance(400) {
		wait = model.Instant(m.between(60, 20*60)) * minute
	}
	return max(failed+minute, min(failed+wait, m.end(w.first)))
}

// secondTry is what buyers pay with after a failure: many by Pix, where there is one, and nobody by slip.
func (m *maker) secondTry(c model.Currency) model.PaymentType {
	if c == "BRL" && m.chance(550) {
		return model.Pix
	}
	return model.CreditCard
}

// client is who buys: in older weeks sometimes a buyer of a later one, which makes that one's purchase a return.
func (m *maker) client(o *offer, weeksAgo int) buyer {
	if weeksAgo > 1 && m.chance(190) {
		if b, ok := m.again(m.draw, o.product, checkoutOf(o)); ok {
			b.owned |= 1 << o.product
			return *b
		}
	}
	b := m.someone(m.draw, m.from(checkoutOf(o)))
	b.owned = 1 << o.product
	if o.price > 0 {
		m.remember(m.draw, b)
	}
	return b
}

// checkoutOf is the currency that buyers of an offer pay in.
func checkoutOf(o *offer) model.Currency {
	if o.checkout != "" {
		return o.checkout
	}
	return o.currency
}

// alongPermille is about how many items are bought besides a thousand main products.
const alongPermille = 125

// weekSales makes the sales that a week still lacks.
func (m *maker) weekSales(w *week, weeksAgo, lacking int, launch bool) {
	if lacking <= 0 {
		return
	}
	before := countAt(m.sold, weeksAgo)
	m.hand = m.deal(m.hand, lacking*1000/(1000+alongPermille)+1, deckWeights(launch, false))
	for _, offerPlace := range m.hand {
		if m.full() || countAt(m.sold, weeksAgo)-before >= lacking {
			return
		}
		o := &offers[offerPlace]
		approved := w.moment(m.draw)
		by := m.origin(&products[o.product], m.ago(approved))
		b := m.client(o, weeksAgo)
		m.sale(offerPlace, &b, &by, approved, anyMethod)
	}
}

// partnerSale is a sale of somebody else's product in which the account has a part.
func (m *maker) partnerSale(approved model.Instant) {
	offerPlace := offerPartnerCourse
	by := origin{channel: channelDirect}
	if m.chance(400) {
		offerPlace = offerPartnerSheet
		by = origin{channel: channelAffiliate, affiliate: owner, src: "ana-indica"}
	}
	o := &offers[offerPlace]
	b := m.someone(m.draw, m.from(o.currency))
	method := m.method(o.currency)
	t := m.begin(offerPlace, &b, &by, approved-m.orderedBefore(method))
	m.payBy(t, o, method)
	m.approve(t, o, approved, products[o.product].warranty)
	m.record(t, settled(t))
}
