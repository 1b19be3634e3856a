package world

import (
	"time"

	"recoup/model"
)

// life is what becomes of a sale.
type life uint8

// The lives, each of which Hotmart's rules allow.
const (
	kept             life = iota // paid, and kept beyond the guarantee
	refunded                     // asked back within the guarantee, and given back
	refundedAtOnce               // given back 1 to 120 days later, without a request that was seen
	withdrawn                    // asked back, and the request taken back
	protested                    // asked back
	chargedBack                  // contested at the bank, up to 120 days later
	wonBack                      // contested, and decided for the seller
	partlyRefunded               // part of the money given back
	declined                     // the card's issuer refused
	withoutFunds                 // the same, in words of its own
	blocked                      // by Hotmart
	analysed                     // looked at before it is approved
	analysedDeclined             // looked at, and refused
	processed                    // takes a moment
	slipPaid                     // a slip or Pix, paid in time
	slipExpired                  // not paid in time
	slipOpen                     // as slipPaid, but later than To
	waitingPaid                  // another slow payment
	waitingExpired
	abandoned // STARTED for ever
	ordered   // before the product is out
	late      // a renewal that is paid days later
	unpaid    // a renewal that is never paid
)

// slowly tells whether the buyer pays by slip or Pix, or in another slow way.
func (l life) slowly() (slip, other bool) {
	switch l {
	case slipPaid, slipExpired, slipOpen:
		return true, false
	case waitingPaid, waitingExpired:
		return false, true
	}
	return false, false
}

// live lets a priced sale go through a life. after is how long a slow payment takes, or zero for what is usual.
func (m *maker) live(s *sale, l life, after time.Duration) {
	m.pay(s, l)
	switch l {
	case declined, withoutFunds, blocked, late, unpaid:
		m.refuse(s, l)
	case analysed, analysedDeclined, processed, ordered:
		m.ponder(s, l, after)
	case slipPaid, slipExpired, slipOpen, waitingPaid, waitingExpired:
		m.wait(s, l, after)
	case abandoned:
	default:
		m.approve(s, m.lasting(2*time.Second, 8*time.Second, time.Second))
		m.reverse(s, l, after)
	}
	switch l {
	case analysed, processed, ordered, slipPaid, waitingPaid, slipOpen, late:
		m.complete(s)
	}
}

// pay chooses how the buyer pays, or tries to.
func (m *maker) pay(s *sale, l life) {
	slip, other := l.slowly()
	brazilian := s.tx.Price.Currency() == "BRL"
	card := func(brand string) { s.tx.PaymentType, s.tx.CardBrand = model.CreditCard, brand }
	switch {
	case slip && (m.percent(70) || l == slipOpen):
		s.tx.PaymentType = model.Pix
	case slip:
		s.tx.PaymentType = model.Billet
	case other && brazilian:
		s.tx.PaymentType = pick(m.chance, []model.PaymentType{model.BankTransfer, model.Paypal})
	case other:
		s.tx.PaymentType = pick(m.chance, []model.PaymentType{model.CashPayment, model.Paypal, model.DirectDebit})
	case l == kept && s.tx.Installments == 1 && m.percent(12):
		s.tx.PaymentType = pick(m.chance, []model.PaymentType{model.GooglePay, model.ApplePay, model.Wallet, model.HotmartCredit, model.Paypal})
	default:
		card(pick(m.chance, []string{"visa", "visa", "mastercard", "mastercard", "elo", "american express", "hipercard"}))
	}
	s.know(model.FPaymentType, true)
	s.know(model.FCardBrand, s.tx.CardBrand != "")
}

// approve confirms the payment so long after the order. Hotmart's events say so some seconds after the payment itself.
func (m *maker) approve(s *sale, after time.Duration) {
	paid := max(s.tx.OrderedAt.Add(after), s.last()+1)
	if off := paid % 1000; off != 0 {
		paid += 1000 - off
	}
	s.tx.ApprovedAt = paid
	s.tx.WarrantyUntil = utcMidnight(paid.Add(time.Duration(s.product.warrantyDays+1) * day))
	s.tx.Has = s.tx.Has.With(model.FApprovedAt, model.FWarrantyUntil)
	s.enter(model.Approved, paid.Add(m.lasting(1500*time.Millisecond, 6500*time.Millisecond, time.Millisecond)))
}

// complete ends the guarantee.
func (m *maker) complete(s *sale) {
	s.enter(model.Complete, s.tx.WarrantyUntil.Add(m.lasting(9*time.Hour, 20*time.Hour, time.Millisecond)))
}

// reverse goes on with a life after the approval.
func (m *maker) reverse(s *sale, l life, after time.Duration) {
	if after == 0 {
		after = m.lasting(20*time.Hour, time.Duration(s.product.warrantyDays)*day, time.Millisecond)
	}
	asked := s.last().Add(after)
	soon := asked.Add(m.lasting(6*time.Hour, 3*day, time.Millisecond))
	much := s.last().Add(m.lasting(1*day, 120*day, time.Millisecond))
	switch l {
	case kept:
		m.complete(s)
	case refunded:
		s.enter(model.Protested, asked)
		s.enter(model.Refunded, soon)
	case refundedAtOnce, chargedBack, wonBack:
		if much > s.tx.WarrantyUntil.Add(day) {
			m.complete(s)
		}
		if l == refundedAtOnce {
			s.enter(model.Refunded, much)
			return
		}
		s.enter(model.Chargeback, much)
		if l == wonBack {
			s.enter(model.Approved, much.Add(m.lasting(5*day, 30*day, time.Millisecond)))
		}
	case protested, withdrawn:
		s.enter(model.Protested, asked)
		if l == withdrawn {
			s.enter(model.Approved, soon)
			if soon < s.tx.WarrantyUntil {
				m.complete(s)
			}
		}
	case partlyRefunded:
		s.enter(model.PartiallyRefunded, asked)
	}
}

// refuse lets a payment fail, and a renewal be paid later.
func (m *maker) refuse(s *sale, l life) {
	at := s.last().Add(m.lasting(4*time.Second, 9*time.Second, time.Millisecond))
	words := pick(m.chance, []string{
		"Saldo insuficiente para o cartão informado. Entre em contato com a operadora.", "Transaction refused", "UNKNOWN",
		"Existe algum tipo de restrição no cartão. Tente realizar a compra novamente com outro cartão ou meio de pagamento.",
		"Código de segurança inválido.", "Cartão vencido.", "Excedeu tentativas de senha",
	})
	status := model.Cancelled
	switch l {
	case withoutFunds:
		status, words = model.NoFunds, "Saldo insuficiente."
	case blocked:
		status, words = model.Blocked, ""
	case late, unpaid:
		status, at = model.Overdue, s.last().Add(m.lasting(95*time.Second, 103*time.Second, time.Millisecond))
	}
	if s.sub != nil && words != "" { // the roads tell a charge's refusal in the API's words
		words = pick(m.chance, []string{"INSUFFICIENT FUNDS", "RESTRICTED CARD", "TRANSACTION DECLINED", "CARD EXPIRED", "ERROR NOT IDENTIFIED"})
	}
	s.enter(status, at)
	if words != "" {
		s.declineAt, s.tx.RefusalRaw = at, words
		s.know(model.FRefusalRaw, true)
	}
	if l == late {
		s.delayDays = int64(m.between(1, 9))
		m.approve(s, time.Duration(s.delayDays)*day+2*time.Hour)
	}
}

// ponder lets a payment take its time at Hotmart's.
func (m *maker) ponder(s *sale, l life, after time.Duration) {
	status, usual := model.UnderAnalysis, m.lasting(30*time.Minute, 20*time.Hour, time.Second)
	switch l {
	case processed:
		status, usual = model.Processing, m.lasting(time.Minute, 3*time.Hour, time.Second)
	case ordered:
		status, usual = model.PreOrder, m.lasting(10*day, 40*day, time.Second)
	}
	if after == 0 {
		after = usual
	}
	s.enter(status, s.last().Add(m.lasting(2*time.Second, 9*time.Second, time.Millisecond)))
	if l == analysedDeclined {
		at := s.last().Add(after)
		s.enter(model.Cancelled, at)
		s.declineAt, s.tx.RefusalRaw = at, "Transação recusada por suspeita de fraude"
		s.know(model.FRefusalRaw, true)
		return
	}
	m.approve(s, after)
}

// wait lets a slow payment come or not.
func (m *maker) wait(s *sale, l life, after time.Duration) {
	slip, _ := l.slowly()
	status, given := model.WaitingPayment, 3*day
	switch {
	case slip && s.tx.PaymentType == model.Pix:
		status, given = model.PrintedBillet, 2*day
		s.tx.PaymentLink = "https://pay.example.com/pix/" + s.tx.Code
	case slip:
		status = model.PrintedBillet
		s.tx.PaymentLink = "https://pay.example.com/boleto/" + s.tx.Code
	}
	s.enter(status, s.last().Add(m.lasting(3*time.Second, 8*time.Second, time.Millisecond)))
	due := s.tx.OrderedAt.Add(given)
	if slip {
		s.tx.DueAt = due
		s.tx.Has = s.tx.Has.With(model.FDueAt, model.FPaymentLink)
	}
	switch l {
	case slipExpired, waitingExpired:
		s.enter(model.Expired, due.Add(m.lasting(time.Hour, 5*time.Hour, time.Millisecond)))
	default:
		if after == 0 {
			after = m.lasting(2*time.Minute, 40*time.Hour, time.Second)
		}
		m.approve(s, after)
	}
}

// utcMidnight cuts a moment to the day in UTC, as guarantees end.
func utcMidnight(at model.Instant) model.Instant { return at - at%model.Instant(day.Milliseconds()) }
