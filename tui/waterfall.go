package tui

import (
	"strings"

	"recoup/model"
	"recoup/tui/draw"
)

// flow is the bar of an amount on its way from the buyer to the account, as parts of what the buyer paid: an amount that
// is there starts at 0, one that is taken away hangs under the amount it is taken from.
type flow struct {
	from, to float64
	taken    bool
}

func (f flow) spans(t *draw.Theme, w int) []draw.Span {
	from, to := int(f.from*float64(w)+0.5), int(f.to*float64(w)+0.5)
	if to == from && f.to > f.from { // what is there is seen, however small
		from, to = max(min(from, w-1), 0), min(from, w-1)+1
	}
	sign, role := t.Glyphs.Rising[len(t.Glyphs.Rising)-1], draw.ChartNow
	if f.taken {
		sign, role = t.Glyphs.Faint, draw.Loss
	}
	return []draw.Span{
		{Text: "  " + strings.Repeat(" ", from)},
		{Role: role, Text: strings.Repeat(sign, to-from)},
		{Text: strings.Repeat(" ", max(w-to, 0))},
	}
}

// waterfall writes the amounts one below the other. Where they are in one currency they have bars.
type waterfall struct {
	w     *pageWriter
	whole model.Money
	left  float64 // the part of the whole that is left so far
}

// money follows the payment from what the buyer paid to what is left for the account. Taxes, interest, fees and the
// others' shares are what lies between; those that this sale does not have are left out.
func (w *pageWriter) money() {
	t := w.t
	w.heading("Money")
	f := &waterfall{w: w, whole: t.Price}
	if t.Has.Has(model.FPaid) {
		f.whole = t.Paid
	}
	f.stands("Buyer paid", t.Has.Has(model.FPaid), t.Paid, "")
	f.takes("Interest", model.FInstallmentFee, t.InstallmentFee, false)
	f.takes("Tax", model.FLocalTax, t.LocalTax, false)
	f.stands("Price", t.Has.Has(model.FPrice), t.Price, "")
	f.takes("Given back", model.FRefundedMoney, t.RefundedMoney, false)
	if t.Has.Has(model.FGross) && t.Gross.Currency() != t.Price.Currency() {
		f.whole = t.Gross // the fees and shares are in this currency
		f.stands("Price, paid out in", t.Has.Has(model.FGross), t.Gross, model.Clean(t.PayoutRate).String())
	}
	f.takes("Hotmart's fee", model.FFee, t.Fee, true)
	f.takes("Streaming fee", model.FStreamingFee, t.StreamingFee, false)
	f.takes("Other fees", model.FOtherFees, t.OtherFees, false)
	f.takes("Affiliate", model.FAffiliateCut, t.AffiliateCut, t.Has.Has(model.FAffiliateName) && t.AffiliateName != "")
	f.takes("Co-producer", model.FCoproducerCut, t.CoproducerCut, false)
	net, known := t.Net()
	f.stands("Mine", known, net, roleNote(t.Role))
	w.page.lines[len(w.page.lines)-1].strong = true
}

// part is an amount as a part of the whole; ok only where both are known, in one currency and above 0.
func (f *waterfall) part(m model.Money) (part float64, ok bool) {
	if m.Currency() != f.whole.Currency() || m.Sign() <= 0 || f.whole.Sign() <= 0 {
		return 0, false
	}
	return min(model.RatioOf(m.Minor(), f.whole.Minor()).Ratio(), 1), true
}

// stands writes an amount that is there at this point.
func (f *waterfall) stands(label string, known bool, m model.Money, note string) {
	line := pageLine{label: label, value: model.Unavailable, note: note, amount: true}
	if known {
		line.value = f.w.f.Money(m)
		if part, ok := f.part(m); ok {
			line.bar, f.left = flow{to: part}, part
		}
	}
	f.w.add(line)
}

// takes writes an amount that somebody else gets. Where it is unknown or nothing it is left out, unless it is expected.
func (f *waterfall) takes(label string, field model.Field, m model.Money, expected bool) {
	line := pageLine{label: label, value: model.Unavailable, amount: true}
	known := f.w.t.Has.Has(field)
	if !expected && (!known || m.IsZero()) {
		return
	}
	if known {
		v := model.MoneyOf(m)
		if less, err := m.Neg(); err == nil && m.Sign() > 0 {
			v = model.MoneyOf(less)
		}
		line.value = f.w.f.Value(v)
		if part, ok := f.part(m); ok {
			line.bar = flow{from: max(f.left-part, 0), to: f.left, taken: true}
			f.left = line.bar.from
		}
	}
	f.w.add(line)
}

func roleNote(r model.Role) string {
	if r == model.RoleUnknown {
		return ""
	}
	return "as " + r.Label()
}
