package tui

import (
	"strconv"
	"time"

	"recoup/model"
)

// pageWriter puts one transaction into lines. What is not known is a dash and never 0.
type pageWriter struct {
	page *page
	f    model.Formatter
	t    *model.Transaction
}

func (w *pageWriter) add(l pageLine) { w.page.lines = append(w.page.lines, l) }

func (w *pageWriter) heading(s string) {
	if len(w.page.lines) > 0 {
		w.add(pageLine{})
	}
	w.add(pageLine{heading: s})
}

func (w *pageWriter) text(label string, f model.Field, raw string) {
	if !w.t.Has.Has(f) || raw == "" {
		w.add(pageLine{label: label, value: model.Unavailable})
		return
	}
	w.add(pageLine{label: label, value: model.Clean(raw).String()})
}

// known is text for what most transactions do not have: it is left out instead of dashed.
func (w *pageWriter) known(label string, f model.Field, raw string) {
	if w.t.Has.Has(f) && raw != "" {
		w.text(label, f, raw)
	}
}

// personal is text that tells who the buyer is.
func (w *pageWriter) personal(label string, f model.Field, raw string) {
	if w.f.Redact && w.t.Has.Has(f) && raw != "" {
		raw = redacted
	}
	w.text(label, f, raw)
}

func (w *pageWriter) amount(label string, f model.Field, m model.Money, note string) {
	v := model.Unknown()
	if w.t.Has.Has(f) {
		v = model.MoneyOf(m)
	}
	w.add(pageLine{label: label, value: w.f.Value(v), note: note})
}

func (w *pageWriter) moment(label string, f model.Field, i model.Instant, always bool) {
	switch {
	case w.t.Has.Has(f):
		w.add(pageLine{label: label, value: w.f.Instant(i)})
	case always:
		w.add(pageLine{label: label, value: model.Unavailable})
	}
}

func (w *pageWriter) head() {
	t := w.t
	w.heading(model.Clean(t.Code).String())
	status := pageLine{label: "Status", value: t.Status.Label(), strong: true}
	if raw := model.Clean(t.StatusRaw).String(); raw != "" && model.Fold(raw) != model.Fold(status.value) {
		status.note = "written " + raw
	}
	w.add(status)
	w.text("Product", model.FProductName, t.ProductName)
	w.known("Offer", model.FOfferName, t.OfferName)
	w.moment("Ordered", model.FOrderedAt, t.OrderedAt, true)
	w.moment("Approved", model.FApprovedAt, t.ApprovedAt, true)
	w.moment("To be paid by", model.FDueAt, t.DueAt, false)
	w.moment("Given back", model.FReversedAt, t.ReversedAt, t.Status.Class() == model.ClassReversed)
	w.moment("Guarantee until", model.FWarrantyUntil, t.WarrantyUntil, false)
}

// money follows the payment from what the buyer paid to what is left for the account. Taxes, interest, fees and the
// others' shares are what lies between.
func (w *pageWriter) money() {
	t := w.t
	w.heading("Money")
	w.amount("Buyer paid", model.FPaid, t.Paid, "with interest and tax")
	w.amount("Interest", model.FInstallmentFee, t.InstallmentFee, "")
	w.amount("Tax", model.FLocalTax, t.LocalTax, "")
	w.amount("Price", model.FPrice, t.Price, "")
	if t.Has.Has(model.FRefundedMoney) {
		w.amount("Given back", model.FRefundedMoney, t.RefundedMoney, "part of the price")
	}
	if t.Has.Has(model.FGross) && t.Gross.Currency() != t.Price.Currency() {
		w.amount("Price in the payout currency", model.FGross, t.Gross, model.Clean(t.PayoutRate).String())
	}
	w.amount("Hotmart's fee", model.FFee, t.Fee, "")
	if t.Has.Has(model.FStreamingFee) && !t.StreamingFee.IsZero() {
		w.amount("Streaming fee", model.FStreamingFee, t.StreamingFee, "")
	}
	if t.Has.Has(model.FOtherFees) && !t.OtherFees.IsZero() {
		w.amount("Other fees", model.FOtherFees, t.OtherFees, "")
	}
	w.amount("Affiliate", model.FAffiliateCut, t.AffiliateCut, "")
	w.amount("Co-producer", model.FCoproducerCut, t.CoproducerCut, "")
	mine := model.Unknown()
	if t.Has.Has(model.FMyNet) {
		mine = model.MoneyOf(t.MyNet)
	}
	w.add(pageLine{label: "Mine", value: w.f.Value(mine), strong: true, note: roleNote(t.Role)})
}

func roleNote(r model.Role) string {
	if r == model.RoleUnknown {
		return ""
	}
	return "as " + r.Label()
}

func (w *pageWriter) parties(*App) {
	t := w.t
	w.heading("Who")
	w.personal("Buyer", model.FBuyerName, t.BuyerName)
	w.personal("E-mail", model.FBuyerEmail, t.BuyerEmail)
	w.personal("Phone", model.FBuyerPhone, t.BuyerPhone)
	w.known("Country", model.FBuyerCountry, t.BuyerCountry)
	w.known("State", model.FBuyerState, t.BuyerState)
	w.known("City", model.FBuyerCity, t.BuyerCity)
	w.known("Affiliate", model.FAffiliateName, t.AffiliateName)
	w.known("Producer", model.FProducer, t.Producer)
}

func (w *pageWriter) origin() {
	t := w.t
	w.heading("Where it came from")
	w.text("Channel", model.FChannel, t.Channel)
	w.known("Tool", model.FSalesTool, t.SalesTool)
	w.known("SRC", model.FSrc, t.Src)
	w.known("SCK", model.FSck, t.Sck)
	w.known("XCOD", model.FXcod, t.Xcod)
	w.known("Coupon", model.FCoupon, t.Coupon)
}

func (w *pageWriter) card() {
	t := w.t
	w.heading("Payment")
	value := model.Unavailable
	if t.Has.Has(model.FPaymentType) {
		value = t.PaymentType.Label()
	}
	line := pageLine{label: "Method", value: value, note: model.Clean(t.CardBrand).String()}
	w.add(line)
	if t.Has.Has(model.FInstallments) && t.Installments > 1 {
		w.add(pageLine{label: "Instalments", value: strconv.FormatInt(t.Installments, 10)})
	}
	if t.Has.Has(model.FRecurrence) && t.Recurrence > 0 && t.Billing != model.OneTime {
		w.add(pageLine{label: "Charge number", value: strconv.FormatInt(t.Recurrence, 10)})
	}
	if t.Status.Class() != model.ClassFailed || !t.PaymentType.IsCard() {
		w.known("Reason", model.FRefusalRaw, t.RefusalRaw)
		return
	}
	fact := model.ParseReason(t.RefusalRaw).Fact()
	w.add(pageLine{label: "Declined", value: fact.Label, strong: true})
	w.known("In the bank's words", model.FRefusalRaw, t.RefusalRaw)
	w.add(pageLine{label: "Same card again", value: fact.Retry})
	w.add(pageLine{label: "Best next step", value: fact.NextStep})
}

// relatives leads to the other items of the checkout and to everything else the buyer did, at any time.
func (w *pageWriter) relatives(a *App) {
	always := a.allTime()
	w.heading("See also")
	w.add(pageLine{label: "All items of this order", link: &link{"This order", model.Filter{Orders: []string{w.t.OrderCode()}, Period: &always}}})
	key, kind := w.t.BuyerKey()
	if kind == model.BuyerKeyNone {
		return
	}
	all := model.Filter{Buyers: []string{key}, Period: &always}
	w.add(pageLine{label: "Everything this buyer did", link: &link{"This buyer", all}})
	if w.t.ProductID != "" {
		same := all
		same.Products = []string{w.t.ProductID}
		w.add(pageLine{label: "This buyer's attempts at this product", link: &link{"This buyer and product", same}})
	}
}

// seen lists what was learnt when and from where, oldest first.
func (w *pageWriter) seen() {
	w.heading("What was seen, and when")
	for _, o := range w.page.history.Observations {
		status := o.Transaction.Status.Label()
		if !o.Transaction.Has.Has(model.FStatus) {
			status = model.Unavailable
		}
		line := pageLine{label: w.f.Instant(o.FirstSeen), value: status, note: "from " + sourceWords(o.Source)}
		if o.LastSeen.In(time.UTC) != o.FirstSeen.In(time.UTC) {
			line.note += ", again until " + w.f.Instant(o.LastSeen)
		}
		w.add(line)
	}
}

func sourceWords(s model.Source) string {
	switch s {
	case model.SourceSample:
		return "the sample account"
	case model.SourceReport:
		return "a report file"
	case model.SourceAPI:
		return "Hotmart's API"
	case model.SourceWebhook:
		return "a webhook"
	}
	return "an unknown source"
}

const redacted = "•••"
