package hotmart

import (
	"strings"

	"recoup/model"
)

// sale is a transaction that is being read. Each setter leaves unknown what is not there.
type sale struct{ *model.Transaction }

func newSale(code string) sale { return sale{&model.Transaction{Code: code}} }

func (s sale) know(f model.Field) { s.Has = s.Has.With(f) }

func (s sale) text(f model.Field, text string) {
	if text != "" {
		*s.Ref(f).(*string) = text
		s.know(f)
	}
}

func (s sale) at(f model.Field, at model.Instant) {
	if at != 0 {
		*s.Ref(f).(*model.Instant) = at
		s.know(f)
	}
}

// count sets a number that begins at 1.
func (s sale) count(f model.Field, v value) {
	if n, ok := v.number(); ok && n > 0 {
		*s.Ref(f).(*int64) = n
		s.know(f)
	}
}

func (s sale) flag(f model.Field, v value) {
	if yes, known := v.flag(); known {
		*s.Ref(f).(*bool) = yes
		s.know(f)
	}
}

func (s sale) money(f model.Field, m model.Money, ok bool) {
	if ok {
		*s.Ref(f).(*model.Money) = m
		s.know(f)
	}
}

func (s sale) status(word string) {
	if word == "" {
		return
	}
	s.Status = model.ParseStatus(word)
	s.know(model.FStatus)
	s.text(model.FStatusRaw, word)
}

func (s sale) role(word string) {
	if role := model.ParseRole(word); role != model.RoleUnknown {
		s.Role = role
		s.know(model.FRole)
	}
}

func (s sale) billing(b model.Billing) {
	if b != "" {
		s.Billing = b
		s.know(model.FBilling)
	}
}

// payment takes the kind of payment from its type, else from its method, which alone names the card's brand.
func (s sale) payment(kind, method string) {
	t, brand := model.ParsePayment(kind)
	byMethod, brandOfMethod := model.ParsePayment(method)
	if t == "" {
		t = byMethod
	}
	if brand == "" {
		brand = brandOfMethod
	}
	if t == "" {
		return
	}
	s.PaymentType = t
	s.know(model.FPaymentType)
	if t.IsCard() {
		s.text(model.FCardBrand, brand)
	}
}

// product takes the product's number and name.
func (s sale) product(p object) {
	s.text(model.FProductID, p.at("id").code())
	s.text(model.FProductName, p.at("name").text())
}

// repeats tells whether a kind of billing charges more than once, so that a charge has a number.
func repeats(b model.Billing) bool {
	return b == model.Subscription || b == model.SmartInstallment || b == model.SmartRecovery
}

// billingOf reads the word for how a thing is charged: an offer's payment mode, in the API's English or in the
// Portuguese of its plans, or a billing type. It is empty for a word that leaves it open.
func billingOf(word string) model.Billing {
	switch strings.ToUpper(word) {
	case "SUBSCRIPTION", "ASSINATURA":
		return model.Subscription
	case "SMART_INSTALLMENT", "MULTIPLE_PAYMENTS", "MULTIPLOS_PAGAMENTOS", "BILLET_INSTALLMENT", "PARCELAMENTO_INTELIGENTE", "BOLETO_PARCELADO":
		return model.SmartInstallment
	case "SMART_RECOVERY":
		return model.SmartRecovery
	case "UNIQUE_PAYMENT", "PAY_IN_FULL", "ONE_TIME_PAYMENT", "FINANCED_BILLET", "PAGAMENTO_UNICO", "PAGAMENTO_VISTA":
		return model.OneTime
	}
	return ""
}

// phone joins an area code and a number, unless the number has it already.
func phone(area, number string) string {
	if area == "" || number == "" || strings.HasPrefix(number, "+") || strings.HasPrefix(number, area) && len(digits(number)) > 9 {
		return number
	}
	return area + number
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// fromAPI is a change that the API told of.
func fromAPI(at model.Instant, s sale, records ...*model.Record) model.Change {
	return model.Change{Source: model.SourceAPI, SeenAt: at, Transaction: s.Transaction, Records: records}
}

// recordsOf is a change of the API that speaks of no transaction.
func recordsOf(at model.Instant, records ...*model.Record) model.Change {
	return model.Change{Source: model.SourceAPI, SeenAt: at, Records: records}
}

// fields sets facts of a record, each left unknown where it is not there.
type fields struct{ *model.Record }

func (r fields) number(name string, v value) {
	if n, ok := v.number(); ok {
		r.Number(name, n)
	}
}

func (r fields) flag(name string, v value) {
	if yes, known := v.flag(); known {
		r.Flag(name, yes)
	}
}

func (r fields) money(name string, m model.Money, ok bool) {
	if ok {
		r.Money(name, m)
	}
}
