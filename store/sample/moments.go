package sample

import "recoup/model"

// moments makes what the account must hold whatever the as-of moment is.
func (m *maker) moments() {
	m.yesterdaysEleven()
	m.openRequests()
	m.refundedThisWeek()
}

// elevenOffers is what yesterday's eleven wanted: R$ 4,970 in all.
var elevenOffers = [...]int{
	offerSoap, offerPricing, offerCandles, offerSoap, offerPhotography, offerSoap, offerPricing, offerEvent, offerSoap, offerPricing, offerSoap,
}

// yesterdaysEleven are the buyers whose card had no limit yesterday and who have not bought since: the reason to open
// the program today.
func (m *maker) yesterdaysEleven() {
	for i, offerPlace := range elevenOffers {
		o := &offers[offerPlace]
		b := m.someone(m.draw, &brazil[i])
		by := m.origin(&products[o.product], 1)
		tries := 1
		if i%4 == 2 {
			tries = 2
		}
		m.declined(offerPlace, &b, &by, m.calendar.at(1, (9+i)*3600+m.below(3600)), &refusals[0], tries)
	}
	for len(m.lost) == 0 {
		m.lost = append(m.lost, 0)
	}
	m.lost[0] += len(elevenOffers)
}

// refundDeadline is how long a seller has to answer a request for a refund.
const refundDeadline = 5 * day

// openRequests are refunds that buyers wait for. Two of them will be given by Hotmart within a day.
func (m *maker) openRequests() {
	for i, hoursLeft := range [...]int{9, 21, 40, 55, 78, 112} {
		offerPlace := [...]int{offerSoap, offerPhotography, offerPricing, offerCandles, offerRecipes, offerTemplates}[i]
		o := &offers[offerPlace]
		b := m.someone(m.draw, m.from(o.currency))
		by := m.origin(&products[o.product], 7)
		asked := m.asOf - refundDeadline + model.Instant(hoursLeft)*hour
		bought := asked - model.Instant(m.between(10, 50))*hour
		t := m.begin(offerPlace, &b, &by, bought-5*second)
		m.payBy(t, o, model.CreditCard)
		m.approve(t, o, bought, products[o.product].warranty)
		setStatus(t, model.Protested)
		m.record(t, asked, sighting{model.Approved, bought})
	}
}

// refundedThisWeek are sales of the last days that were given back at once: they make last week's number fall.
func (m *maker) refundedThisWeek() {
	for i, offerPlace := range [...]int{offerPhotography, offerRecipes} {
		o := &offers[offerPlace]
		b := m.someone(m.draw, m.from(o.currency))
		bought := m.calendar.at(5, (10+i)*3600)
		t := m.begin(offerPlace, &b, &origin{channel: channelDirect}, bought-4*second)
		m.payBy(t, o, model.CreditCard)
		m.approve(t, o, bought, products[o.product].warranty)
		m.refunded(t, bought+20*hour, bought+model.Instant(40+i)*hour, nil)
	}
}

// awaiting makes the payments that are open now.
func (m *maker) awaiting() {
	for range m.scaled(14) {
		m.waits(model.Pix, pixLives, m.between(10, 44*60))
	}
	for range m.scaled(11) {
		m.waits(model.Billet, slipLives, m.between(40, 62*60))
	}
	for range m.scaled(6) {
		b, by := m.someone(m.draw, m.from("BRL")), origin{channel: channelDirect}
		m.left(m.anyOffer(), &b, &by, m.minutesAgo(m.between(5, 50*60)))
	}
	for i, s := range [...]model.Status{model.Processing, model.UnderAnalysis, model.UnderAnalysis} {
		b, by := m.someone(m.draw, m.from("BRL")), origin{channel: channelDirect}
		t := m.begin(offerSoap, &b, &by, m.minutesAgo(3+i*95))
		m.payBy(t, &offers[offerSoap], model.CreditCard)
		setStatus(t, s)
		m.record(t, t.OrderedAt)
	}
}

// waits is a slip or Pix that can still be paid.
func (m *maker) waits(method model.PaymentType, lives, minutes int) {
	offerPlace := m.anyOffer()
	o := &offers[offerPlace]
	b := m.someone(m.draw, m.from("BRL"))
	by := m.origin(&products[o.product], 0)
	t := m.begin(offerPlace, &b, &by, m.minutesAgo(minutes))
	m.payBy(t, o, method)
	t.DueAt = t.OrderedAt + model.Instant(lives)
	t.Has = t.Has.With(model.FDueAt)
	setStatus(t, issued(method))
	m.record(t, t.OrderedAt)
}

// anyOffer gives one of the courses and books in reais.
func (m *maker) anyOffer() int {
	return [...]int{offerRecipes, offerTemplates, offerPhotography, offerPricing, offerSoap, offerCandles}[m.below(6)]
}

func (m *maker) minutesAgo(n int) model.Instant { return m.asOf - model.Instant(n)*minute }
