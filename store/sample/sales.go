package sample

import "recoup/model"

// anyMethod lets chance choose how a buyer pays.
const anyMethod model.PaymentType = ""

var (
	methodsInReais   = [...]model.PaymentType{model.CreditCard, model.Pix, model.Billet, model.GooglePay, model.Paypal, model.ApplePay}
	weightsInReais   = []int{560, 340, 45, 30, 15, 10}
	methodsElsewhere = [...]model.PaymentType{model.CreditCard, model.Paypal, model.GooglePay, model.ApplePay}
	weightsElsewhere = []int{720, 170, 80, 30}
	brands           = [...]string{"mastercard", "visa", "elo", "american express", "hipercard"}
	brandWeights     = []int{430, 410, 95, 35, 30}
	timesSplit       = [...]int{1, 12, 6, 3, 2, 10}
	splitWeights     = []int{330, 320, 110, 100, 80, 60}
)

// method chooses how a buyer pays in a currency.
func (m *maker) method(c model.Currency) model.PaymentType {
	if c == "BRL" {
		return methodsInReais[m.weighted(weightsInReais)]
	}
	return methodsElsewhere[m.weighted(weightsElsewhere)]
}

// payBy writes down how a buyer pays or tries to, and what they pay in the end.
func (m *maker) payBy(t *model.Transaction, o *offer, method model.PaymentType) {
	if t.Price.IsZero() {
		return
	}
	t.PaymentType = method
	t.Has = t.Has.With(model.FPaymentType)
	if method == model.CreditCard {
		t.CardBrand = brands[m.weighted(brandWeights)]
		t.Has = t.Has.With(model.FCardBrand)
		if times := timesSplit[m.weighted(splitWeights)]; times > 1 && times <= o.split && o.price >= 6000 {
			splitPrice(t, times)
		}
	}
	if tax := salesTax(t.Price.Currency()); tax > 0 {
		t.LocalTax = percent(t.Price, tax)
		t.Paid = exact(t.Price.Add(t.LocalTax))
		t.Has = t.Has.With(model.FLocalTax)
	}
}

// useCoupon takes the tenth that a coupon is worth off a price in the account's own currency.
func useCoupon(t *model.Transaction) {
	t.Coupon = "ANA10"
	t.Price = percent(t.Price, 90)
	t.Paid = t.Price
	t.Has = t.Has.With(model.FCoupon)
}

// approve marks a transaction as paid: its guarantee begins, and the money is split. A guarantee of no days has ended.
func (m *maker) approve(t *model.Transaction, o *offer, at model.Instant, warranty int) {
	t.ApprovedAt = at
	t.Has = t.Has.With(model.FApprovedAt)
	setStatus(t, model.Approved)
	if warranty > 0 {
		t.WarrantyUntil = at + model.Instant(warranty*day)
		t.Has = t.Has.With(model.FWarrantyUntil)
	}
	if t.WarrantyUntil <= m.asOf {
		setStatus(t, model.Complete)
	}
	gross := t.Price
	switch {
	case o.checkout != "":
		gross = model.NewMoney(o.price, o.currency)
	case o.payout != "":
		r := m.inReais.on(m.ago(at))
		gross = exchange(t.Price, o.payout, r)
		t.PayoutRate = r.text
		t.Has = t.Has.With(model.FPayoutRate)
	}
	p := &products[o.product]
	affiliate := 0
	if t.AffiliateName != "" {
		affiliate = p.affiliate
	}
	share(t, gross, p, affiliate)
}

// settled is when a paid transaction was last seen to change: at its approval, or when its guarantee ended.
func settled(t *model.Transaction) model.Instant {
	if t.Status == model.Complete && t.Has.Has(model.FWarrantyUntil) {
		return t.WarrantyUntil
	}
	return t.ApprovedAt
}

// orderedBefore is how long before its approval a payment was ordered.
func (m *maker) orderedBefore(method model.PaymentType) model.Instant {
	switch method {
	case model.Pix:
		return model.Instant(m.between(20, 900)) * second
	case model.Billet:
		return model.Instant(m.between(26, 68)) * hour
	}
	return model.Instant(m.between(2, 9)) * second
}

// sale is a purchase that went through, with what became of it and what was bought beside it.
func (m *maker) sale(offerPlace int, b *buyer, by *origin, approved model.Instant, method model.PaymentType) {
	o := &offers[offerPlace]
	if method == anyMethod {
		method = m.method(o.currency)
	}
	t := m.begin(offerPlace, b, by, approved-m.orderedBefore(method))
	if o.currency == "BRL" && o.price > 10000 && m.coupons.take(60, 1000) > 0 {
		useCoupon(t)
	}
	m.payBy(t, o, method)
	m.approve(t, o, approved, products[o.product].warranty)
	bump := o.currency == "BRL" && o.price >= 6000 && m.bumps.take(230, 1000) > 0
	base := t.Code
	if bump && m.chance(400) { // one of the two ways in which Hotmart numbers the items of an order
		t.Code = m.item(base, 1)
	}
	main := t.Code
	m.aftermath(t)
	if bump {
		code := ""
		if main != base {
			code = m.item(base, 2)
		}
		m.besides(main, code, offerRecipesBump+m.below(2), b, by, approved, method, "Produto order bump")
	}
	if o.product == soap && m.upsells.take(200, 1000) > 0 {
		m.besides(main, "", offerPricingUpsell, b, by, approved+4*minute, method, "Upsell")
	}
}

// item gives the code of one item of an order.
func (m *maker) item(order string, n int) string {
	start := m.text.begin()
	m.text.b.WriteString(order)
	m.text.b.WriteByte('C')
	m.text.digits(n, 1)
	return m.text.cut(start)
}

// besides is what a buyer takes along with a main product: ticked at its checkout, or offered on the page after it.
func (m *maker) besides(parent, code string, offerPlace int, b *buyer, by *origin, approved model.Instant, method model.PaymentType, tool string) {
	o := &offers[offerPlace]
	approved = min(approved, m.asOf)
	t := m.begin(offerPlace, b, by, approved-m.orderedBefore(method))
	if code != "" {
		t.Code = code
	}
	t.ParentCode, t.SalesTool = parent, tool
	t.IsBump = tool != "Upsell"
	t.IsFunnel = !t.IsBump
	t.Has = t.Has.With(model.FParentCode)
	m.payBy(t, o, method)
	m.approve(t, o, approved, products[o.product].warranty)
	m.record(t, settled(t))
}

// How far back the account tells more of a transaction than how it ended: that its slip or Pix was issued before it was
// paid, and that its buyer asked for the money before getting it. All of it would make the account slow to open.
const (
	issuesTold    = 15 * day
	reversalsTold = 130 * day
)

// aftermath records a sale with what became of it by now: kept, given back, disputed.
func (m *maker) aftermath(t *model.Transaction) {
	seen := make([]sighting, 0, 3)
	if t.PaymentType == model.Pix || t.PaymentType == model.Billet {
		if m.asOf-t.OrderedAt < issuesTold {
			seen = append(seen, sighting{issued(t.PaymentType), t.OrderedAt})
		}
	}
	if t.Price.IsZero() {
		m.record(t, settled(t))
		return
	}
	guarantee := int((t.WarrantyUntil - t.ApprovedAt) / hour)
	switch {
	case m.refunds.take(46, 1000) > 0:
		asked := t.ApprovedAt + model.Instant(m.between(8, max(9, guarantee*9/10)))*hour
		given := asked + model.Instant(m.between(2, 5*24))*hour
		if given <= m.asOf {
			m.refunded(t, asked, given, seen)
			return
		}
	case t.PaymentType.IsCard() && m.disputes.take(5, 1000) > 0:
		opened := t.ApprovedAt + model.Instant(m.between(8*24, 60*24))*hour
		if opened <= m.asOf {
			m.reverse(t, model.Chargeback, opened)
			m.record(t, opened, append(seen, sighting{model.Approved, t.ApprovedAt})...)
			return
		}
	case m.partial.take(3, 1000) > 0 && t.ApprovedAt+3*day <= m.asOf:
		setStatus(t, model.PartiallyRefunded)
		t.RefundedMoney = percent(t.Price, 30)
		t.Has = t.Has.With(model.FRefundedMoney)
		m.record(t, t.ApprovedAt+3*day, append(seen, sighting{model.Approved, t.ApprovedAt})...)
		return
	case t.Status == model.Complete && m.withdrawn.take(6, 1000) > 0:
		seen = append(seen, sighting{model.Approved, t.ApprovedAt}, sighting{model.Protested, t.ApprovedAt + 30*hour})
	}
	m.record(t, settled(t), seen...)
}

// refunded records a sale that was given back after the buyer asked for it.
func (m *maker) refunded(t *model.Transaction, asked, given model.Instant, seen []sighting) {
	m.reverse(t, model.Refunded, given)
	if m.asOf-given < reversalsTold {
		seen = append(seen, sighting{model.Approved, t.ApprovedAt}, sighting{model.Protested, asked})
	}
	m.record(t, given, seen...)
}

// reverse marks a sale as given back.
func (m *maker) reverse(t *model.Transaction, s model.Status, at model.Instant) {
	setStatus(t, s)
	t.ReversedAt = at
	t.Has = t.Has.With(model.FReversedAt)
}

// issued is the status of a payment that waits for the buyer.
func issued(method model.PaymentType) model.Status {
	if method == model.Billet {
		return model.PrintedBillet
	}
	return model.WaitingPayment
}
