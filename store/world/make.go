package world

import (
	"strconv"
	"time"

	"recoup/model"
)

// maker makes one world.
type maker struct {
	*World
	chance
	opt    Options
	taken  map[string]bool
	ucodes map[string]string // of affiliates, by name

	hostile int // so many of the first buyers have hostile names
}

func newMaker(seed uint64, opt Options) *maker {
	m := &maker{chance: newChance(seed), opt: opt, taken: map[string]bool{}, ucodes: map[string]string{}}
	m.World = &World{
		seed: seed, Zone: opt.Zone, From: opt.From, To: opt.To,
		byCode: make(map[string]*sale, opt.Sales), bySub: map[string]*subscription{},
	}
	m.Account = Account{
		ID: int64(m.between(10_000_000, 99_999_999)), Ucode: m.uuid(), Name: "Ateliê da Nina", Email: "nina@example.com",
		Document: "00" + m.word(12, digits), Currency: "BRL", TZ: opt.Zone.String(),
	}
	return m
}

func (m *maker) ucodeOf(name string) string {
	if name == m.Account.Name {
		return m.Account.Ucode
	}
	if name != "" && m.ucodes[name] == "" {
		m.ucodes[name] = m.uuid()
	}
	return m.ucodes[name]
}

// left is how many sales are still to be made.
func (m *maker) left() int { return m.opt.Sales - len(m.sales) }

// moment draws the time of an order within the period.
func (m *maker) moment() model.Instant {
	span := int(m.To-m.From) / 1000
	return m.From + model.Instant(m.below(max(1, span-1)))*1000
}

// find looks up an offer by its product's place in the catalogue and its own.
func (m *maker) find(product, offer int) *offer { return m.products[product].offers[offer] }

// edges places by hand what every account must have, counted back from To: each status of the API as the current one,
// and a sale in the last second.
func (m *maker) edges() {
	hour := time.Hour
	named := 0
	for _, e := range []struct {
		before         time.Duration
		product, offer int
		life           life
		after          time.Duration
	}{
		{time.Second, 0, 0, kept, 0},
		{2 * hour, 0, 0, abandoned, 0},
		{3 * hour, 0, 1, slipOpen, 30 * hour},
		{20 * hour, 2, 0, slipOpen, 45 * hour},
		{5 * hour, 5, 3, waitingPaid, 40 * hour},
		{1 * hour, 5, 0, processed, 2 * hour},
		{90 * time.Minute, 0, 0, analysed, 9 * hour},
		{2 * day, 6, 0, ordered, 20 * day},
		{26 * hour, 0, 0, kept, 0},
		{22 * day, 3, 0, kept, 0},
		{18 * day, 0, 0, partlyRefunded, 3 * day},
		{4 * day, 2, 0, protested, 3 * day},
		{3 * day, 0, 1, refunded, 47 * hour},
		{24 * day, 0, 0, refunded, 2 * day},
		{28 * day, 2, 0, chargedBack, 0},
		{28 * day, 5, 2, kept, 0},
		{9 * day, 5, 1, kept, 0},
		{6 * day, 2, 0, declined, 0},
		{7 * day, 0, 0, withoutFunds, 0},
		{8 * day, 3, 0, blocked, 0},
		{10 * day, 0, 0, slipExpired, 0},
		{11 * day, 5, 3, waitingExpired, 0},
		{12 * day, 7, 0, kept, 0},
		{13 * day, 8, 0, kept, 0},
		{14 * day, 0, 0, analysedDeclined, 0},
	} {
		at := m.To.Add(-e.before)
		if m.left() == 0 || at < m.From {
			continue
		}
		o := m.find(e.product, e.offer)
		b := m.from(o.buyersCurrency())
		if o.price.Currency() == "BRL" {
			b = m.buyers[named%m.hostile]
			named++
		}
		s := m.begin(o, b, at)
		m.price(s, 1)
		m.live(s, e.life, e.after)
		if e.life == chargedBack { // long ago enough to be one now
			s.states = s.states[:2]
			m.complete(s)
			s.enter(model.Chargeback, m.To.Add(-5*day))
		}
		m.keep(s)
	}
	m.overdueNow()
}

// buyersCurrency is what the buyers of an offer see.
func (o *offer) buyersCurrency() model.Currency {
	if o.checkout != "" {
		return o.checkout
	}
	return o.price.Currency()
}

// fill makes sales of every kind until there are enough.
func (m *maker) fill() {
	for m.left() > 0 {
		switch n := m.below(100); {
		case n < 20:
			m.subscribe(m.find(1, m.below(3)))
		case n < 27:
			m.subscribe(m.find(2, 1))
		case n < 31:
			m.subscribe(m.find(2, 2))
		case n < 42:
			m.order()
		case n < 48:
			m.upsell()
		case n < 60:
			o := m.find(5, m.below(4))
			m.single(o, m.from(o.buyersCurrency()))
		case n < 66:
			m.single(m.find(7+m.below(2), 0), m.from("BRL"))
		case n < 73:
			m.single(m.find(6, 0), m.from("BRL"))
		default:
			o := m.find([]int{0, 0, 2, 3}[m.below(4)], 0)
			if m.percent(30) && len(o.product.offers) > 1 && o.product.offers[1].billing == "" {
				o = o.product.offers[1]
			}
			m.single(o, m.from("BRL"))
		}
	}
}

// single makes a sale that stands alone.
func (m *maker) single(o *offer, b *buyer) *sale {
	s := m.begin(o, b, m.moment())
	l := m.fate()
	if o.product.format == "ETICKET" {
		s.tx.Items = int64(m.between(1, 3))
		if m.percent(30) {
			l = ordered
		}
	}
	if len(o.product.coupons) > 0 && o.price.Currency() == "BRL" && m.percent(20) {
		s.coupon = pick(m.chance, o.product.coupons)
	}
	m.price(s, m.installments(o, l))
	m.live(s, l, 0)
	return m.keep(s)
}

// installments draws into how many the buyer splits the payment; only cards can.
func (m *maker) installments(o *offer, l life) int64 {
	slip, other := l.slowly()
	if slip || other || o.maxInstallments == 1 || m.percent(55) {
		return 1
	}
	return int64(m.between(2, int(o.maxInstallments)))
}

// fate draws what becomes of a sale.
func (m *maker) fate() life {
	for n, f := m.below(1000), 0; ; f++ {
		if n -= fates[f].permille; n < 0 {
			return fates[f].life
		}
	}
}

var fates = [...]struct {
	life     life
	permille int
}{
	{kept, 400}, {slipPaid, 120}, {slipExpired, 70}, {declined, 110}, {withoutFunds, 25}, {blocked, 15}, {refunded, 45},
	{refundedAtOnce, 35}, {withdrawn, 20}, {chargedBack, 25}, {wonBack, 10}, {partlyRefunded, 10}, {analysed, 20}, {analysedDeclined, 15},
	{processed, 10}, {waitingPaid, 20}, {waitingExpired, 15}, {abandoned, 25}, {ordered, 10},
}

// order makes a main product with one or two bumps, in one checkout: the items have codes that end in C1, C2, C3, or
// codes of their own. A bump that is declined leaves its main product alone.
func (m *maker) order() {
	items := min(m.between(2, 3), m.left())
	if items < 2 {
		return
	}
	main := m.begin(m.find(0, 0), m.from("BRL"), m.moment())
	suffixed := m.percent(60)
	base := main.tx.Code
	if suffixed {
		main.tx.Code = base + "C1"
	}
	main.mainOfOrder = true
	l := m.fate()
	m.price(main, m.installments(main.offer, l))
	m.live(main, l, 0)
	m.keep(main)
	for i := 1; i < items; i++ {
		bump := m.begin(m.find(3+(i-1), 0), main.buyer, main.tx.OrderedAt)
		if suffixed {
			bump.tx.Code = base + "C" + strconv.Itoa(i+1)
		}
		bump.tx.ParentCode, bump.tx.IsBump, bump.tx.SalesTool = main.tx.Code, true, "Produto order bump"
		bump.know(model.FParentCode, true)
		fate := l
		if main.tx.PaymentType.IsCard() && m.percent(15) {
			fate = declined
		}
		m.price(bump, 1)
		m.live(bump, fate, 0)
		m.keep(bump)
	}
}

// upsell sells a second product a minute after a first one was paid.
func (m *maker) upsell() {
	first := m.single(m.find(0, 1), m.from("BRL"))
	if m.left() == 0 || first.tx.ApprovedAt == 0 || first.tx.ApprovedAt.Add(2*time.Minute) >= m.To {
		return
	}
	s := m.begin(m.find(3, 0), first.buyer, first.tx.ApprovedAt.Add(time.Minute))
	s.tx.ParentCode, s.tx.IsFunnel, s.tx.SalesTool = first.tx.Code, true, pick(m.chance, []string{"Upsell", "Downsell"})
	s.know(model.FParentCode, true)
	m.price(s, 1)
	m.live(s, kept, 0)
	m.keep(s)
}
