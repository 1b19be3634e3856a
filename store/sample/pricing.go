package sample

import (
	"strconv"

	"recoup/model"
)

// interest is what a buyer pays per instalment of a price of a million, by how many of them, at 2.89 % a month.
var interest = [13]int64{1: 1_000_000, 521_778, 352_783, 268_320, 217_669, 183_925, 159_842, 141_796, 127_776, 116_573, 107_420, 99_804}

// rate is an exchange rate in millionths, and as a report writes it.
type rate struct {
	millionths int64
	text       string
}

// rates holds one exchange rate for each four weeks back; longer ago they begin again.
type rates [32]rate

// newRates lets a rate wander around a middle. The numbers wander alike on every machine, and never repeat themselves
// within two years.
func newRates(middle, step int64) *rates {
	var r rates
	for i := range r {
		at := middle + (int64(i*37%19)-9)*step + int64(i*131%997)
		text := strconv.FormatInt(at, 10)
		for len(text) < 7 {
			text = "0" + text
		}
		r[i] = rate{at, text[:len(text)-6] + "." + text[len(text)-6:]}
	}
	return &r
}

func (r *rates) on(daysAgo int) rate { return r[daysAgo/28%len(r)] }

// exchange turns an amount into another currency at a rate, rounded once.
func exchange(m model.Money, into model.Currency, at rate) model.Money {
	up, down := int64(1), int64(1)
	for range into.Exponent() {
		up *= 10
	}
	for range m.Currency().Exponent() {
		down *= 10
	}
	return exact(model.NewMoney(m.Minor(), into).MulRatio(at.millionths*up, 1_000_000*down))
}

// percent is a part of an amount.
func percent(m model.Money, of int) model.Money { return exact(m.MulRatio(int64(of), 100)) }

// less takes one amount from another of the same currency.
func less(m, o model.Money) model.Money { return exact(m.Sub(o)) }

// exact unwraps a sum over the price list, which is ours and far from every limit: an error here is a wrong price list.
func exact(m model.Money, err error) model.Money {
	if err != nil {
		panic("sample: the price list does not add up: " + err.Error())
	}
	return m
}

// fee is what Hotmart keeps of a price: 9.9 % and a fixed part, or a fifth where that part would weigh too much.
func fee(price model.Money) model.Money {
	fixed := int64(50)
	switch {
	case price.IsZero():
		return price
	case price.Currency() == "BRL" && price.Minor() <= 1000:
		return percent(price, 20)
	case price.Currency() == "BRL":
		fixed = 100
	}
	return exact(exact(price.MulRatio(99, 1000)).Add(model.NewMoney(fixed, price.Currency())))
}

// share splits what a sale brings in Hotmart's order: its fee first, the affiliate's part of what is left, the
// co-producer's part of what is left then, and the rest is the producer's.
func share(t *model.Transaction, gross model.Money, p *product, affiliate int) {
	t.Gross, t.Fee = gross, fee(gross)
	left := less(t.Gross, t.Fee)
	t.AffiliateCut = percent(left, affiliate)
	left = less(left, t.AffiliateCut)
	t.CoproducerCut = percent(left, p.coproducer)
	t.ProducerNet = less(left, t.CoproducerCut)
	t.StreamingFee = model.NewMoney(0, gross.Currency())
	t.OtherFees = t.StreamingFee
	switch t.Role {
	case model.Coproducer:
		t.MyNet = t.CoproducerCut
	case model.Affiliate:
		t.MyNet = t.AffiliateCut
	default:
		t.MyNet = t.ProducerNet
	}
	t.Has = t.Has.With(model.FGross, model.FFee, model.FAffiliateCut, model.FCoproducerCut, model.FProducerNet,
		model.FMyNet, model.FStreamingFee, model.FOtherFees)
}

// splitPrice lets a buyer pay in instalments by card and bear their interest.
func splitPrice(t *model.Transaction, times int) {
	t.Installments = int64(times)
	t.Billing = model.CardInstallment
	each := exact(t.Price.MulRatio(interest[times], 1_000_000))
	t.Paid = exact(each.Times(int64(times)))
	t.InstallmentFee = less(t.Paid, t.Price)
	t.Has = t.Has.With(model.FInstallmentFee)
}

// salesTax is the tax that a buyer pays on top of the price, in per cent, where Hotmart collects one.
func salesTax(c model.Currency) int {
	switch c {
	case "EUR":
		return 23
	case "CLP":
		return 19
	}
	return 0
}
