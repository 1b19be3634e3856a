package world

import (
	"strconv"
	"strings"

	"recoup/model"
)

// decimal writes an amount with all the decimals of its currency and no sign of it: 288.65, 6694.
func decimal(m model.Money) string {
	text := strconv.FormatInt(m.Minor(), 10)
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	places := m.Currency().Exponent()
	for len(text) <= places {
		text = "0" + text
	}
	if places > 0 {
		text = text[:len(text)-places] + "." + text[len(text)-places:]
	}
	return sign + text
}

// plain writes an amount as JSON has it: 23.8 and not 23.80.
func plain(text string) string {
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

func decimalInt(n int64) string { return strconv.FormatInt(n, 10) }

// exact unwraps a sum over the world's own prices, which are far from every limit.
func exact(m model.Money, err error) model.Money {
	if err != nil {
		panic("world: the price list does not add up: " + err.Error())
	}
	return m
}

// rate is an exchange rate in thousandths of millionths.
type rate int64

func (r rate) String() string {
	text := strconv.FormatInt(int64(r), 10)
	for len(text) < 10 {
		text = "0" + text
	}
	return plain(text[:len(text)-9] + "." + text[len(text)-9:])
}

const one rate = 1_000_000_000

// What a unit of the first currency is worth in the second.
const (
	pesoInDollars    rate = 1_041_700
	mexicanInDollars rate = 53_127_400
	dollarInPesos    rate = 1_083_171_521_000
	dollarInReais    rate = 5_419_698_000
)

// exchange turns an amount into another currency, rounded once.
func exchange(m model.Money, into model.Currency, at rate) model.Money {
	up, down := int64(1), int64(one)
	for range into.Exponent() {
		up *= 10
	}
	for range m.Currency().Exponent() {
		down *= 10
	}
	return exact(model.NewMoney(m.Minor(), into).MulRatio(int64(at)*up, down))
}

// taxPercent is what Hotmart collects on top of a price in a currency.
func taxPercent(c model.Currency) int64 {
	switch c {
	case "EUR":
		return 23
	case "CLP":
		return 19
	case "MXN":
		return 16
	}
	return 0
}

// interest gives what a buyer pays in all, in millionths of the price, in equal monthly instalments at 3.89 % a month. The
// price is the sum of what each instalment is worth today.
func interest(times int64) int64 {
	worth, today := int64(0), int64(1_000_000_000)
	for range times {
		today = today * 10_000 / 10_389
		worth += today
	}
	return times * 1_000_000_000_000 / (worth / 1000)
}

// price settles what a sale costs, in all of its four amounts, and who receives what.
func (m *maker) price(s *sale, installments int64) {
	o := s.offer
	s.listPrice = exact(o.price.Times(s.tx.Items))
	price := s.listPrice
	if s.coupon != nil {
		price = exact(price.MulRatio(100-s.coupon.percent, 100))
		s.tx.Coupon = s.coupon.code
		s.know(model.FCoupon, true)
	}
	s.tx.PurchaseRate = one.String()
	if o.checkout != "" {
		s.tx.PurchaseRate = dollarInPesos.String()
		m.priceInPesos(s, exchange(price, o.checkout, dollarInPesos))
	} else {
		s.tx.Price, s.priceText = price, decimal(price)
		s.tx.LocalTax = exact(price.MulRatio(taxPercent(price.Currency()), 100))
		s.tx.InstallmentFee = model.NewMoney(0, price.Currency())
		s.tx.Installments = installments
		if installments > 1 && o.billing == "" {
			s.tx.Billing = model.CardInstallment
			each := exact(price.MulRatio(interest(installments), 1_000_000*installments))
			s.tx.InstallmentFee = exact(exact(each.Times(installments)).Sub(price))
		}
		s.tx.Paid = exact(exact(price.Add(s.tx.LocalTax)).Add(s.tx.InstallmentFee))
	}
	s.tx.Has = s.tx.Has.With(model.FPrice, model.FPaid, model.FLocalTax, model.FInstallmentFee, model.FPurchaseRate, model.FPayoutRate)
	s.share(m)
}

// priceInPesos takes the tax out of what a Chilean pays, in whole pesos; an event tells the rest with two decimals.
func (m *maker) priceInPesos(s *sale, paid model.Money) {
	hundredths := exact(model.NewMoney(paid.Minor(), "USD").MulRatio(100*100, 100+taxPercent("CLP")))
	s.priceText = decimal(hundredths)
	s.tx.Paid = paid
	s.tx.Price = exact(model.ParseMoney(s.priceText, "CLP", model.DecimalDot))
	s.tx.LocalTax = exact(paid.Sub(s.tx.Price))
	s.tx.InstallmentFee = model.NewMoney(0, "CLP")
}

// gross is the price in the currency of payout: reais for sales in reais, euros for those in euros, dollars for all others.
func (s *sale) gross() (model.Money, rate) {
	switch s.tx.Price.Currency() {
	case "CLP":
		hundredths := exact(model.ParseMoney(s.priceText, "USD", model.DecimalDot))
		return exact(hundredths.MulRatio(int64(pesoInDollars), int64(one))), pesoInDollars
	case "MXN":
		return exchange(s.tx.Price, "USD", mexicanInDollars), mexicanInDollars
	}
	return s.tx.Price, one
}

// share splits the price in Hotmart's order: its fee and its extras first, the affiliate's part of what is left, the
// co-producer's part of what is left then, and the rest is the producer's.
func (s *sale) share(m *maker) {
	gross, at := s.gross()
	c, none := gross.Currency(), model.NewMoney(0, gross.Currency())
	s.payoutRate, s.tx.PayoutRate = at.String(), at.String()
	s.feePercent, s.feeFixed = "9.9", model.NewMoney(50, c)
	fee := exact(gross.MulRatio(99, 1000))
	switch {
	case c == "BRL" && gross.Minor() <= 1000:
		s.feePercent, s.feeFixed = "20", none
		fee = exact(gross.MulRatio(20, 100))
	case c == "BRL":
		s.feeFixed = brl(100)
	}
	t, p := &s.tx, s.product
	t.Gross, t.Fee, t.StreamingFee, t.OtherFees = gross, exact(fee.Add(s.feeFixed)), none, none
	if p.format == "VIDEOS" && c == "BRL" {
		t.OtherFees = model.NewMoney(49, c)
	}
	left := exact(exact(gross.Sub(t.Fee)).Sub(t.OtherFees))
	t.AffiliateCut, t.CoproducerCut = none, none
	if t.AffiliateName != "" {
		t.AffiliateCut = exact(left.MulRatio(p.affiliateShare, 100))
	}
	left = exact(left.Sub(t.AffiliateCut))
	if p.coproducer != "" {
		t.CoproducerCut = exact(left.MulRatio(p.coproducerShare, 100))
	}
	t.ProducerNet = exact(left.Sub(t.CoproducerCut))
	switch t.Role {
	case model.Affiliate:
		t.MyNet = t.AffiliateCut
	case model.Coproducer:
		t.MyNet = t.CoproducerCut
	default:
		t.MyNet = t.ProducerNet
	}
	t.Has = t.Has.With(model.FGross, model.FFee, model.FStreamingFee, model.FOtherFees, model.FAffiliateCut, model.FCoproducerCut,
		model.FProducerNet, model.FMyNet)
	s.parties = s.whoReceives(m)
}

// whoReceives lists everyone who gets something, as the events do.
func (s *sale) whoReceives(m *maker) []party {
	t, p := &s.tx, s.product
	all := []party{
		{"MARKETPLACE", "", "", t.Fee},
		{"PRODUCER", p.producerUcode, p.producer, t.ProducerNet},
		{"COPRODUCER", p.coproducerUcode, p.coproducer, t.CoproducerCut},
		{"AFFILIATE", m.ucodeOf(t.AffiliateName), t.AffiliateName, t.AffiliateCut},
		{"ADDON", "", "Hotmart Player", t.OtherFees},
	}
	kept := all[:0]
	for _, part := range all {
		if !part.value.IsZero() {
			kept = append(kept, part)
		}
	}
	return kept
}
