package sample

import (
	"strings"

	"recoup/model"
)

// edges makes what is rare in a real account and breaks programs that have never met it. Most of it lies some weeks
// back, where it does not disturb the last ones.
func (m *maker) edges() {
	m.hostileBuyers()
	m.buyersHardToTellApart()
	m.severalItems()
	m.everyRefusal()
	m.everyMethod()
	m.oddStatuses()
	m.unusualAmounts()
	m.twoRoles()
	m.plansWithGaps()
	m.edgesOfDays()
}

// purchase describes one transaction of an edge; what is left out is ordinary.
type purchase struct {
	offer  int
	buyer  *buyer
	by     origin
	ago    int // days
	second int // of the day
	method model.PaymentType
}

// order begins a purchase.
func (m *maker) order(p purchase) *model.Transaction {
	if p.buyer == nil {
		b := m.someone(m.draw, m.from(checkoutOf(&offers[p.offer])))
		p.buyer = &b
	}
	if p.method == anyMethod {
		p.method = model.CreditCard
	}
	if p.by.channel == "" {
		p.by.channel = channelDirect
	}
	if p.second == 0 {
		p.second = 8*3600 + m.below(12*3600)
	}
	t := m.begin(p.offer, p.buyer, &p.by, m.calendar.at(p.ago, p.second))
	m.payBy(t, &offers[p.offer], p.method)
	return t
}

// bought makes a purchase that went through three seconds after its order.
func (m *maker) bought(p purchase, change func(*model.Transaction)) *model.Transaction {
	t := m.order(p)
	o := &offers[p.offer]
	m.approve(t, o, min(t.OrderedAt+3*second, m.asOf), products[o.product].warranty)
	if change != nil {
		change(t)
	}
	m.record(t, settled(t))
	return t
}

// failed makes a purchase whose card was declined.
func (m *maker) failed(p purchase, r *refusal, change func(*model.Transaction)) *model.Transaction {
	t := m.order(p)
	m.decline(t, portuguese, r)
	if change != nil {
		change(t)
	}
	m.record(t, t.OrderedAt+3*second)
	return t
}

// hostileNames are names that somebody typed into a checkout to see what happens.
var hostileNames = [...]string{
	"\x1b[31mVermelha\x1b[0m \x1b]0;título\x07da Silva",
	"Abu \u202eohlekaF\u202c Ramos",
	"👩🏽\u200d🎨 Lia \u200bArteira",
	"=HYPERLINK(\"http://example.com\";\"clique\")",
	"@SUM(A1:A9)+cmd|' /C calc'!A0",
	"Zoë\tTab;Ponto\r\ne Vírgula",
	"Z̸̢͍̯̘a̴͚͐l̶͙̀g̵̨̐o̷͎͝ de Souza",
	"山田 花子",
	"Robert'); DROP TABLE sale;--",
}

func (m *maker) hostileBuyers() {
	for i, name := range hostileNames {
		b := m.someone(m.draw, &brazil[i])
		b.name = name
		m.bought(purchase{offer: offerRecipes, buyer: &b, ago: 23 + i, method: model.Pix}, nil)
	}
	long := origin{sck: "Meta-Ads|" + strings.Repeat("campanha muito longa 🕯 %7C ", 12), channel: channelDirect}
	long.sck = long.sck[:300-len("fim")] + "fim"
	m.bought(purchase{offer: offerTemplates, by: long, ago: 26}, nil)
	m.bought(purchase{offer: offerPhotography, by: origin{src: "{{campaign.name}}", sck: "Meta-Ads|{{campaign.name}}|{{adset.name}}"}, ago: 27}, nil)
	m.bought(purchase{offer: offerPricing, by: origin{src: "insta gram", xcod: "pedido-0042"}, ago: 29}, nil)
}

// buyersHardToTellApart have one thing in common with somebody else, or lack what tells people apart.
func (m *maker) buyersHardToTellApart() {
	one := m.someone(m.draw, &brazil[3])
	other := one
	other.email = strings.Replace(one.email, "@", "+loja@", 1)
	m.failed(purchase{offer: offerSoap, buyer: &one, ago: 31}, &refusals[0], nil)
	m.bought(purchase{offer: offerSoap, buyer: &other, ago: 30, method: model.Pix}, nil)

	capital := one
	capital.email = strings.ToUpper(one.email)
	m.bought(purchase{offer: offerRecipes, buyer: &capital, ago: 28}, nil)

	nameless := m.someone(m.draw, &brazil[5])
	nameless.email, nameless.document = "", ""
	m.bought(purchase{offer: offerTemplates, buyer: &nameless, ago: 33}, nil)
	byDocument := m.someone(m.draw, &brazil[6])
	byDocument.email, byDocument.document = "", "00012345605"
	m.failed(purchase{offer: offerPhotography, buyer: &byDocument, ago: 34}, &refusals[2], nil)

	// She bought another offer of the same product.
	tried := m.someone(m.draw, &brazil[7])
	m.failed(purchase{offer: offerCandles, buyer: &tried, ago: 36, second: 36000}, &refusals[0], nil)
	m.bought(purchase{offer: offerCandlesBundle, buyer: &tried, ago: 35}, nil)

	// A failed card, then a slip that is still open: one opportunity at most, and not to be written to.
	waiting := m.someone(m.draw, &brazil[8])
	m.failed(purchase{offer: offerPhotography, buyer: &waiting, ago: 9}, &refusals[0], nil)
	slip := m.begin(offerPhotography, &waiting, &origin{channel: channelDirect}, m.minutesAgo(100))
	m.payBy(slip, &offers[offerPhotography], model.Billet)
	slip.DueAt = slip.OrderedAt + slipLives
	slip.Has = slip.Has.With(model.FDueAt)
	setStatus(slip, model.PrintedBillet)
	m.record(slip, slip.OrderedAt)

	// She bought after all and gave it back: the attempt still led to a sale.
	regret := m.someone(m.draw, &brazil[9])
	m.failed(purchase{offer: offerPricing, buyer: &regret, ago: 52}, &refusals[0], nil)
	t := m.order(purchase{offer: offerPricing, buyer: &regret, ago: 51, method: model.Pix})
	m.approve(t, &offers[offerPricing], t.OrderedAt+minute, products[pricing].warranty)
	m.refunded(t, t.ApprovedAt+3*day, t.ApprovedAt+5*day, nil)
}

// severalItems are orders of more than one product: with codes that end in C1 to C3, and with a bump that failed while
// its main product passed.
func (m *maker) severalItems() {
	b := m.someone(m.draw, &brazil[1])
	order := m.newCode()
	main := m.item(order, 1)
	for i, offerPlace := range [...]int{offerSoap, offerRecipesBump, offerTemplatesBump} {
		m.bought(purchase{offer: offerPlace, buyer: &b, ago: 41, second: 72000}, func(t *model.Transaction) {
			t.Code = m.item(order, i+1)
			if i > 0 {
				t.ParentCode, t.IsBump, t.SalesTool = main, true, "Produto order bump"
				t.Has = t.Has.With(model.FParentCode)
			}
		})
	}
	b = m.someone(m.draw, &brazil[2])
	parent := m.bought(purchase{offer: offerSoap, buyer: &b, ago: 43, second: 50000}, nil)
	m.failed(purchase{offer: offerTemplatesBump, buyer: &b, ago: 43, second: 50000}, &refusals[1], func(t *model.Transaction) {
		t.ParentCode, t.IsBump, t.SalesTool = parent.Code, true, "Produto order bump"
		t.Has = t.Has.With(model.FParentCode)
	})
}

// everyRefusal makes sure that no reason is missing.
func (m *maker) everyRefusal() {
	for i := range refusals {
		m.failed(purchase{offer: offerSoap, ago: 44 + i%12}, &refusals[i], nil)
	}
}

// everyMethod makes sure that the rare ways to pay are there.
func (m *maker) everyMethod() {
	for i, method := range [...]model.PaymentType{
		model.Hybrid, model.HotmartCredit, model.SamsungPay, model.Wallet, model.GooglePay, model.ApplePay, model.Paypal,
	} {
		m.bought(purchase{offer: offerPhotography, ago: 61 + i, method: method}, nil)
	}
	m.bought(purchase{offer: offerMasterclass, ago: 69, method: model.CashPayment}, nil)
}

// oddStatuses are a word that no list of statuses has, a pre-sale, and a chargeback of the dearest product.
func (m *maker) oddStatuses() {
	t := m.order(purchase{offer: offerPhotography, ago: 22})
	setStatus(t, model.StatusUnknown)
	m.record(t, t.OrderedAt)

	for i := range 2 {
		t = m.order(purchase{offer: offerEventEarly, ago: 2 + i, method: model.Pix})
		setStatus(t, model.PreOrder)
		m.record(t, t.OrderedAt)
	}
	for i, offerPlace := range [...]int{offerMentoring, offerSoap} {
		t = m.order(purchase{offer: offerPlace, ago: 80 + 9*i})
		m.approve(t, &offers[offerPlace], t.OrderedAt+4*second, 7)
		m.reverse(t, model.Chargeback, t.ApprovedAt+40*day)
		m.record(t, t.ReversedAt, sighting{model.Approved, t.ApprovedAt})
	}
}

// unusualAmounts are prices and refunds out of the ordinary: a part given back with and without its amount known, a
// price so small that the fee is a fifth of it, none at all.
func (m *maker) unusualAmounts() {
	for i := range 2 {
		t := m.order(purchase{offer: offerSoap, ago: 37 + i})
		m.approve(t, &offers[offerSoap], t.OrderedAt+3*second, products[soap].warranty)
		setStatus(t, model.PartiallyRefunded)
		if i == 0 {
			t.RefundedMoney = model.NewMoney(15000, "BRL")
			t.Has = t.Has.With(model.FRefundedMoney)
		}
		m.record(t, t.ApprovedAt+2*day, sighting{model.Approved, t.ApprovedAt})
	}
	m.bought(purchase{offer: offerSticker, ago: 40, method: model.Pix}, nil)
	m.bought(purchase{offer: offerGuide, ago: 42}, nil)
}

// twoRoles is one transaction in which the account has two parts: Hotmart lists it twice.
func (m *maker) twoRoles() {
	b := m.someone(m.draw, &brazil[4])
	by := origin{channel: channelAffiliate, affiliate: owner}
	t := m.order(purchase{offer: offerPartnerCourse, buyer: &b, by: by, ago: 45})
	o := &offers[offerPartnerCourse]
	m.approve(t, o, t.OrderedAt+3*second, products[o.product].warranty)
	if m.record(t, settled(t)) {
		also := *t
		also.Role = model.Affiliate
		also.MyNet = also.AffiliateCut
		m.see(&also, settled(&also))
	}
}

// plansWithGaps are renewals that do not simply follow each other: one with the parent filled in as if it were a bump,
// one paid ahead so that a number is missing, and a member who left and came back.
func (m *maker) plansWithGaps() {
	b := m.someone(m.draw, &brazil[10])
	subscriber := m.subscriberCode()
	first := ""
	for i, number := range [...]int64{1, 2, 4} {
		t := m.bought(purchase{offer: offerClub, buyer: &b, ago: 130 - 30*int(number), second: 25200}, func(t *model.Transaction) {
			t.Recurrence, t.Subscriber = number, subscriber
			t.Has = t.Has.With(model.FSubscriber)
			switch i {
			case 1:
				t.ParentCode = first
				t.Has = t.Has.With(model.FParentCode)
			case 2:
				t.Anticipation = "Antecipação de recorrência"
				t.Has = t.Has.With(model.FAnticipation)
			}
		})
		if i == 0 {
			first = t.Code
		}
	}
	b = m.someone(m.draw, &brazil[11])
	for _, ago := range [...]int{300, 47} {
		subscriber := m.subscriberCode()
		m.bought(purchase{offer: offerClub, buyer: &b, ago: ago}, func(t *model.Transaction) {
			t.Subscriber = subscriber
			t.Has = t.Has.With(model.FSubscriber)
		})
	}
}

// edgesOfDays are sales at the first and last second of a day, and on both sides of every clock change of the zone.
func (m *maker) edgesOfDays() {
	m.bought(purchase{offer: offerRecipes, ago: 21, second: 86_399 - 3}, nil)
	t := m.order(purchase{offer: offerRecipes, ago: 20, second: 1})
	t.OrderedAt = m.start(20)
	m.approve(t, &offers[offerRecipes], t.OrderedAt, products[recipes].warranty)
	m.record(t, settled(t))
	now := m.asOf
	for range 8 {
		change, _ := now.In(m.zone).ZoneBounds()
		if change.IsZero() || model.InstantOf(change) < m.asOf-planWeeks*7*day {
			return
		}
		for _, at := range [...]model.Instant{model.InstantOf(change), model.InstantOf(change) - second} {
			b := m.someone(m.draw, m.from("BRL"))
			t := m.begin(offerTemplates, &b, &origin{channel: channelDirect}, at)
			m.payBy(t, &offers[offerTemplates], model.Pix)
			m.approve(t, &offers[offerTemplates], at, products[templates].warranty)
			m.record(t, settled(t))
		}
		now = model.InstantOf(change) - second
	}
}
