package world

import (
	"time"

	"recoup/model"
)

// sale is one transaction with its whole life, past and to come.
type sale struct {
	tx      model.Transaction // what is true of it, whenever; asOf takes away what is not yet
	states  []State           // oldest first; the first is STARTED at the moment of the order
	product *product
	offer   *offer
	buyer   *buyer
	sub     *subscription // nil for what is bought once
	coupon  *coupon

	priceText    string // the price as a webhook writes it, which may have more decimals than the currency
	listPrice    model.Money
	payoutRate   string
	feePercent   string
	feeFixed     model.Money
	parties      []party
	code         string // of the affiliate
	declineAt    model.Instant
	mainOfOrder  bool // other items of the order name it as their parent
	eventID      string
	unsettledFor time.Duration // how long after the approval the API tells no commissions
	delayDays    int64         // of a charge that was paid late
}

// party is who receives a part of a sale.
type party struct {
	source      string // MARKETPLACE, PRODUCER, COPRODUCER, AFFILIATE, ADDON
	ucode, name string
	value       model.Money
}

func (s *sale) enter(status model.Status, at model.Instant) {
	s.states = append(s.states, State{at, status})
}

// last is the moment of the latest state.
func (s *sale) last() model.Instant { return s.states[len(s.states)-1].At }

// status is the sale's status at a moment, and since when; ok is false before the order.
func (s *sale) status(at model.Instant) (now State, ok bool) {
	for _, st := range s.states {
		if st.At > at {
			break
		}
		now, ok = st, true
	}
	return now, ok
}

// paidBy tells whether the payment went through by a moment.
func (s *sale) paidBy(at model.Instant) bool {
	for _, st := range s.states {
		if st.Status == model.Approved && st.At <= at {
			return true
		}
	}
	return false
}

// asOf is the transaction as it truly is at a moment; ok is false before the order.
func (s *sale) asOf(at model.Instant) (tx model.Transaction, ok bool) {
	now, ok := s.status(at)
	if !ok {
		return tx, false
	}
	tx = s.tx
	tx.Status = now.Status
	if !s.paidBy(at) {
		forget(&tx, model.FApprovedAt, model.FWarrantyUntil)
	}
	if s.declineAt == 0 || s.declineAt > at {
		forget(&tx, model.FRefusalRaw)
	}
	if len(s.states) > 1 && s.states[1].Status == model.PrintedBillet && s.states[1].At > at {
		forget(&tx, model.FDueAt, model.FPaymentLink)
	}
	if now.Status.Class() == model.ClassReversed {
		tx.ReversedAt = now.At
		tx.Has = tx.Has.With(model.FReversedAt)
	}
	return tx, true
}

// forget makes facts unknown.
func forget(tx *model.Transaction, fields ...model.Field) {
	var nothing model.Transaction
	for _, f := range fields {
		tx.Copy(&nothing, f)
		tx.Has = tx.Has.Without(f)
	}
}

// begin makes a sale of an offer that is ordered at a moment, priced but not yet paid. A moment is cut to the second, as
// Hotmart's order dates are.
func (m *maker) begin(o *offer, b *buyer, at model.Instant) *sale {
	at -= at % 1000
	p := o.product
	s := &sale{product: p, offer: o, buyer: b, eventID: m.uuid(), unsettledFor: m.lasting(2*time.Hour, 30*time.Hour, time.Minute)}
	s.tx = model.Transaction{
		Code: m.newCode(), Role: p.role, OrderedAt: at, ProductID: decimalInt(p.id), ProductName: p.name, OfferCode: o.code, OfferName: o.name,
		Producer: p.producer, Installments: 1, Billing: model.OneTime, Items: 1, SalesTool: "Produto principal", Channel: "Página de vendas",
		BuyerName: b.name, BuyerEmail: b.email, BuyerPhone: b.areaCode + b.phone, BuyerDocument: b.document, BuyerUcode: b.ucode,
		BuyerCountry: b.country, BuyerState: b.state, BuyerCity: b.city,
	}
	s.tx.Has = model.FieldSet(0).With(model.FRole, model.FStatus, model.FOrderedAt, model.FProductID, model.FProductName, model.FOfferCode,
		model.FOfferName, model.FProducer, model.FInstallments, model.FBilling, model.FTrial, model.FItems, model.FSalesTool, model.FChannel, model.FIsBump,
		model.FIsFunnel, model.FBuyerName, model.FBuyerPhone, model.FBuyerDocument, model.FBuyerUcode, model.FBuyerCountry, model.FBuyerCity)
	s.know(model.FBuyerEmail, b.email != "")
	s.know(model.FBuyerState, b.state != "")
	s.enter(model.Started, at)
	m.origin(s)
	m.affiliate(s)
	return s
}

func (s *sale) know(f model.Field, known bool) {
	if known {
		s.tx.Has = s.tx.Has.With(f)
	}
}

// origin says where the buyer came from; many come from nowhere known.
func (m *maker) origin(s *sale) {
	switch m.below(5) {
	case 0:
		s.tx.Src = pick(m.chance, []string{"instagram", "blog", "FB_ADS"})
	case 1, 2:
		s.tx.Sck = pick(m.chance, []string{"aula-ao-vivo", "email-dia-4", "Lancamento_0426|whatsapp|vendas_ca", "HOTMART_PRODUCT_PAGE"})
	case 3:
		s.tx.Src, s.tx.Sck, s.tx.Xcod = "parceiros", "bio", "FD-"+m.word(6, digits)
	}
	s.know(model.FSrc, s.tx.Src != "")
	s.know(model.FSck, s.tx.Sck != "")
	s.know(model.FXcod, s.tx.Xcod != "")
}

// affiliate lets some sales come through one. Of what the account promotes itself, every sale does.
func (m *maker) affiliate(s *sale) {
	switch {
	case s.product.role == model.Affiliate:
		s.tx.AffiliateName = m.Account.Name
	case s.product.affiliateShare > 0 && m.percent(18):
		s.tx.AffiliateName = pick(m.chance, []string{"Célia Promotora", "Indica Já Ltda", "Otávio Rédea"})
	default:
		return
	}
	s.code = "A" + m.word(8, digits) + "Q"
	s.tx.Channel = "Afiliado"
	s.know(model.FAffiliateName, true)
}

// newCode gives a transaction code that no other sale has: mostly ten digits, seldom eleven or fourteen.
func (m *maker) newCode() string {
	for {
		n := 10
		switch m.below(20) {
		case 0:
			n = 11
		case 1:
			n = 14
		}
		code := "HP" + m.word(n, digits)
		if !m.taken[code] {
			m.taken[code] = true
			return code
		}
	}
}

// keep puts a finished sale into the account.
func (m *maker) keep(s *sale) *sale {
	m.sales = append(m.sales, s)
	return s
}
