package tui

import (
	"strconv"
	"strings"
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

func (w *pageWriter) moment(label string, f model.Field, i model.Instant, always bool) {
	switch {
	case w.t.Has.Has(f):
		w.add(pageLine{label: label, value: w.f.Instant(i)})
	case always:
		w.add(pageLine{label: label, value: model.Unavailable})
	}
}

func (w *pageWriter) head(a *App) {
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
	w.givenBack()
	if t.Has.Has(model.FWarrantyUntil) {
		w.add(pageLine{label: "Guarantee until", value: w.f.Instant(t.WarrantyUntil), note: w.daysLeft(a)})
	}
}

// givenBack says when the money went back, and how that is known.
func (w *pageWriter) givenBack() {
	r, reversed := w.page.history.Reversal()
	if !reversed {
		w.moment("Given back", model.FReversedAt, w.t.ReversedAt, false) // and kept after all
		return
	}
	line := pageLine{label: "Given back", value: model.Unavailable, note: "no source tells when"}
	switch r.Basis {
	case model.ReversalByEvent:
		line.value, line.note = w.f.Instant(r.At), "by Hotmart's event"
	case model.ReversalByAPI:
		line.value, line.note = w.f.Instant(r.At), "by Hotmart's API"
	case model.ReversalByReport:
		line.value, line.note = w.f.Instant(r.At), "by a file"
	case model.ReversalBounded:
		line.value = "between " + w.f.Instant(r.After) + " and " + w.f.Instant(r.Before)
		line.note = "kept in one import, given back in the next"
	}
	w.add(line)
}

// daysLeft tells how long the buyer can still ask for the money back.
func (w *pageWriter) daysLeft(a *App) string {
	left := int(model.DayOf(w.t.WarrantyUntil, a.query.Zone) - a.today())
	switch {
	case w.t.Status.Class() != model.ClassSold || w.t.WarrantyUntil < a.query.AsOf:
		return ""
	case left <= 0:
		return "ends today"
	case left == 1:
		return "1 day left"
	}
	return w.f.Count(int64(left)) + " days left"
}

func (w *pageWriter) parties() {
	t := w.t
	w.heading("Who")
	w.personal("Buyer", model.FBuyerName, t.BuyerName)
	w.personal("E-mail", model.FBuyerEmail, t.BuyerEmail)
	w.personal("Phone", model.FBuyerPhone, t.BuyerPhone)
	w.place()
	w.known("Affiliate", model.FAffiliateName, t.AffiliateName)
	if t.Role != model.Producer {
		w.known("Producer", model.FProducer, t.Producer)
	}
}

// place is where the buyer lives, the city first.
func (w *pageWriter) place() {
	var parts []string
	for _, p := range []struct {
		field model.Field
		raw   string
	}{{model.FBuyerCity, w.t.BuyerCity}, {model.FBuyerState, w.t.BuyerState}, {model.FBuyerCountry, w.t.BuyerCountry}} {
		if clean := model.Clean(p.raw).String(); w.t.Has.Has(p.field) && clean != "" {
			parts = append(parts, clean)
		}
	}
	if len(parts) > 0 {
		w.add(pageLine{label: "Place", value: strings.Join(parts, ", ")})
	}
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

// seen lists what was learnt when and from where, oldest first, and what the sources do not agree about.
func (w *pageWriter) seen() {
	w.heading("What was seen, and when")
	for i := range w.page.history.Observations {
		w.sighting(&w.page.history.Observations[i])
	}
	disagreements := w.page.history.Disagreements()
	if len(disagreements) == 0 {
		return
	}
	w.heading("What the sources do not agree about")
	for _, d := range disagreements {
		w.add(pageLine{
			label: fieldWords(d.Field), value: w.factOf(d.Believed, d.Field),
			note: "from " + sourceWords(d.Believed.Source) + "; " + sourceWords(d.Other.Source) + " says " + w.factOf(d.Other, d.Field),
		})
	}
}

func (w *pageWriter) sighting(o *model.Observation) {
	value := w.told(&o.Transaction)
	line := pageLine{label: w.f.Instant(o.FirstSeen), value: value, note: "from " + sourceWords(o.Source)}
	name := model.Clean(o.Import).String()
	if o.Source == model.SourceAPI {
		name, _, _ = strings.Cut(name, ",") // the list that was asked for; when, the line says already
	}
	if name != "" {
		line.note += ", " + model.Truncate(name, 60)
	}
	if o.LastSeen.In(time.UTC) != o.FirstSeen.In(time.UTC) {
		line.note += ", again until " + w.f.Instant(o.LastSeen)
	}
	w.add(line)
}

// told sums up what an observation tells: the status, or what else it is about.
func (w *pageWriter) told(t *model.Transaction) string {
	for _, about := range []struct {
		field model.Field
		words string
	}{{model.FStatus, t.Status.Label()}, {model.FProducerNet, "who received what"}, {model.FMyNet, "who received what"},
		{model.FBuyerCountry, "who bought"}, {model.FBuyerPhone, "who bought"}, {model.FPrice, "what was paid"}} {
		if t.Has.Has(about.field) {
			return about.words
		}
	}
	return model.Unavailable
}

// factOf writes one fact of an observation.
func (w *pageWriter) factOf(o *model.Observation, f model.Field) string {
	t := &o.Transaction
	if w.f.Redact && isPersonal(f) {
		return redacted
	}
	switch v := t.Ref(f).(type) {
	case *string:
		return model.Truncate(model.Clean(*v).String(), 60)
	case *model.Instant:
		return w.f.Instant(*v)
	case *int64:
		return w.f.Count(*v)
	case *bool:
		return map[bool]string{true: "yes", false: "no"}[*v]
	case *model.Money:
		return w.f.Money(*v)
	case *model.Role:
		return v.Label()
	case *model.PaymentType:
		return v.Label()
	case *model.Billing:
		return model.Clean(string(*v)).String()
	}
	return model.Unavailable
}

func isPersonal(f model.Field) bool {
	switch f {
	case model.FBuyerName, model.FBuyerEmail, model.FBuyerPhone, model.FBuyerDocument, model.FBuyerUcode, model.FBuyerCity:
		return true
	}
	return false
}

// fieldWords is a field's name as words.
func fieldWords(f model.Field) string {
	words := strings.ReplaceAll(f.Name(), "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
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
