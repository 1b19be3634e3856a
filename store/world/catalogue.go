package world

import (
	"time"

	"recoup/model"
)

type product struct {
	id                  int64
	ucode, name, format string
	status, support     string
	subscription        bool
	warrantyDays        int64
	createdAt           model.Instant
	role                model.Role // the account's part in its sales
	producer            string
	producerUcode       string
	producerDocument    string
	coproducer          string // another's name; empty where there is none
	coproducerUcode     string
	coproducerShare     int64 // per cent of what is left after the affiliate
	affiliateShare      int64 // per cent of what is left after Hotmart
	club                string
	offers              []*offer
	coupons             []*coupon
	modules             []*module
}

type offer struct {
	product         *product
	code, name      string
	mode            string // payment_mode
	price           model.Money
	checkout        model.Currency // the buyer's, where Hotmart converts the price
	main, recovery  bool
	billing         model.Billing // empty for what is bought once
	periodDays      int64
	charges         int64 // of a plan; 0 is without end
	planID          int64
	trialDays       int64
	maxInstallments int64
}

type coupon struct {
	id         int64
	code       string
	percent    int64
	start, end model.Instant // end may be zero
	affiliate  string
}

// brl and the like make prices from minor units.
func brl(minor int64) model.Money { return model.NewMoney(minor, "BRL") }

// catalogue makes what the account sells: its own products, one that it co-produces, one that it promotes as an
// affiliate, and a draft that nobody can buy.
func (m *maker) catalogue() {
	own := m.Account.Name
	aquarela := m.product("Curso de Aquarela", "ONLINE_COURSE", model.Producer, own)
	aquarela.coproducer, aquarela.coproducerUcode, aquarela.coproducerShare = "Rui Bragança", m.uuid(), 10
	aquarela.affiliateShare, aquarela.club = 35, "ateliedanina"
	m.offer(aquarela, "Oferta principal", brl(29700)).main = true
	m.offer(aquarela, "Lançamento", brl(19700)).code += "DRP"

	sketch := m.product("Clube do Sketch", "ONLINE_COURSE", model.Producer, own)
	sketch.subscription, sketch.affiliateShare, sketch.club = true, 20, "clubedosketch"
	m.plan(sketch, "Mensal", brl(4990), 30).main = true
	m.plan(sketch, "Semanal", brl(1490), 7)
	m.plan(sketch, "Anual", brl(49700), 360).trialDays = 14
	m.plan(sketch, "Mensal Plus", brl(6990), 30)

	formacao := m.product("Formação em Ilustração", "ONLINE_COURSE", model.Producer, own)
	formacao.affiliateShare, formacao.club = 30, "ilustra"
	m.offer(formacao, "À vista ou em 12x", brl(199700)).main = true
	m.smart(formacao, "Parcelamento Inteligente", model.SmartInstallment, brl(18990), 12)
	m.smart(formacao, "Recuperador Inteligente", model.SmartRecovery, brl(36650), 6)

	paleta := m.product("E-book Paleta de Cores", "EBOOK", model.Producer, own)
	m.offer(paleta, "E-book", brl(2700)).main = true
	m.offer(paleta, "Só hoje", brl(813))
	papel := m.product(`Pincéis; tintas & "papel"`, "VIDEOS", model.Producer, own)
	m.offer(papel, "Complemento", brl(4700)).main = true

	masterclass := m.product("Color Theory Masterclass", "VIDEOS", model.Producer, own)
	m.offer(masterclass, "Standard", model.NewMoney(9700, "USD")).main = true
	m.offer(masterclass, "Europe", model.NewMoney(8900, "EUR"))
	m.offer(masterclass, "Chile", model.NewMoney(618, "USD")).checkout = "CLP"
	m.offer(masterclass, "México", model.NewMoney(99900, "MXN"))

	ao := m.product("Ateliê ao Vivo", "ETICKET", model.Producer, own)
	m.offer(ao, "Ingresso", brl(12000)).main = true

	foto := m.product("Fotografia com Celular", "ONLINE_COURSE", model.Affiliate, "Escola Luz Natural")
	foto.affiliateShare = 50
	m.offer(foto, "Oferta de afiliados", brl(39700)).main = true
	financas := m.product("Finanças para Artistas", "ONLINE_COURSE", model.Coproducer, "Tadeu Aguiar")
	financas.coproducer, financas.coproducerUcode, financas.coproducerShare = own, m.Account.Ucode, 40
	m.offer(financas, "Turma", brl(89700)).main = true

	m.product("Rascunho sem nome", "EBOOK", model.Producer, own).status = "DRAFT"
	m.coupon(aquarela, "TINTA10", 10)
	m.coupon(aquarela, "AFILIADO15", 15).affiliate = "Célia Promotora"
	m.coupon(formacao, "VOLTA20", 20)
}

func (m *maker) product(name, format string, role model.Role, producer string) *product {
	p := &product{
		id: int64(m.between(1_000_000, 9_999_999)), ucode: m.uuid(), name: name, format: format, status: "ACTIVE",
		support: "ajuda@example.com", warrantyDays: int64(pick(m.chance, []int{7, 7, 7, 15})), role: role, producer: producer,
		createdAt: m.From.Add(-m.lasting(200*day, 900*day, time.Minute)), producerUcode: m.uuid(), producerDocument: m.word(14, digits),
	}
	if producer == m.Account.Name {
		p.producerUcode, p.producerDocument = m.Account.Ucode, m.Account.Document
	}
	m.products = append(m.products, p)
	return p
}

func (m *maker) offer(p *product, name string, price model.Money) *offer {
	o := &offer{product: p, code: m.word(8, lowercase), name: name, price: price, mode: "UNIQUE_PAYMENT", maxInstallments: 12}
	if price.Currency() != "BRL" {
		o.mode, o.maxInstallments = "PAY_IN_FULL", 1
	}
	if price.Currency() == "MXN" {
		o.maxInstallments = 6
	}
	p.offers = append(p.offers, o)
	return o
}

func (m *maker) plan(p *product, name string, price model.Money, days int64) *offer {
	o := m.offer(p, name, price)
	o.billing, o.mode, o.periodDays, o.maxInstallments, o.planID = model.Subscription, "SUBSCRIPTION", days, 1, int64(m.between(400_000, 900_000))
	return o
}

func (m *maker) smart(p *product, name string, billing model.Billing, each model.Money, charges int64) *offer {
	o := m.plan(p, name, each, 30)
	o.billing, o.mode, o.charges = billing, "SMART_INSTALLMENT", charges
	if billing == model.SmartRecovery { // an ordinary offer, which Hotmart splits after the card had no room for it
		o.recovery, o.mode = true, "UNIQUE_PAYMENT"
	}
	return o
}

func (m *maker) coupon(p *product, code string, percent int64) *coupon {
	c := &coupon{id: int64(m.between(100_000, 999_999)), code: code, percent: percent, start: m.From.Add(-10 * day)}
	if percent == 20 {
		c.end = m.To.Add(-30 * day)
	}
	p.coupons = append(p.coupons, c)
	return c
}
