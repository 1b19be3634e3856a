package world

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"recoup/model"
)

// Hottok is the secret that some bodies carry, as Hotmart's do. It must never be seen again.
const Hottok = "h0tt0k-canary-never-show"

// Webhook is one event as it was sent.
type Webhook struct {
	At    model.Instant // creation_date
	ID    string
	Event string
	Body  []byte
}

// WebhookBodies are the bodies of all events that were sent from a moment up to, but not including, another: each once and
// in the order of their moments. Who wants them five times and shuffled does that.
func (w *World) WebhookBodies(from, to model.Instant) [][]byte {
	var bodies [][]byte
	for _, e := range w.Webhooks(from, to) {
		bodies = append(bodies, e.Body)
	}
	return bodies
}

// Webhooks are the events themselves; see WebhookBodies.
func (w *World) Webhooks(from, to model.Instant) []Webhook {
	var all []Webhook
	send := func(at model.Instant, id, event string, data func() Item) {
		if at >= from && at < to {
			all = append(all, webhook(at, id, event, data()))
		}
	}
	for _, s := range w.sales {
		for i, st := range s.states {
			if event := eventOf(st.Status); event != "" {
				send(st.At, nthID(s.eventID, i), event, func() Item { return s.purchaseEvent(st) })
			}
		}
	}
	for i := range w.carts {
		c := &w.carts[i]
		send(c.at, c.id, "PURCHASE_OUT_OF_SHOPPING_CART", c.event)
	}
	for _, b := range w.subs {
		b.send(send)
	}
	for _, a := range w.members {
		a.send(send)
	}
	slices.SortFunc(all, func(a, b Webhook) int { return cmp.Or(cmp.Compare(a.At, b.At), strings.Compare(a.ID, b.ID)) })
	return all
}

// nthID gives each of a sale's events an identifier of its own.
func nthID(id string, n int) string { return id[:len(id)-1] + string("0123456789abcdef"[n%16]) }

// webhook wraps what happened. One event in four carries the secret in its body; the first access to a members area
// writes its date differently.
func webhook(at model.Instant, id, event string, data Item) Webhook {
	body := Item{"id": id, "event": event, "version": "2.0.0", "data": data, "creation_date": int64(at)}
	if event == "CLUB_FIRST_ACCESS" {
		delete(body, "creation_date")
		body["creationDate"] = int64(at)
	}
	if id[0] < '4' {
		body["hottok"] = Hottok
	}
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // there is nothing in it that JSON has no words for
	}
	return Webhook{At: at, ID: id, Event: event, Body: text}
}

// eventOf names the webhook that tells of a status; empty where there is none.
func eventOf(s model.Status) string {
	switch s {
	case model.Approved:
		return "PURCHASE_APPROVED"
	case model.Complete:
		return "PURCHASE_COMPLETE"
	case model.Cancelled:
		return "PURCHASE_CANCELED"
	case model.PrintedBillet:
		return "PURCHASE_BILLET_PRINTED"
	case model.Protested:
		return "PURCHASE_PROTEST"
	case model.Refunded:
		return "PURCHASE_REFUNDED"
	case model.Chargeback:
		return "PURCHASE_CHARGEBACK"
	case model.Expired:
		return "PURCHASE_EXPIRED"
	case model.Overdue:
		return "PURCHASE_DELAYED"
	}
	return ""
}

// webhookStatus is a status as webhooks really spell it.
func webhookStatus(s model.Status) string {
	switch s {
	case model.Complete:
		return "COMPLETED"
	case model.Cancelled:
		return "CANCELED"
	case model.PrintedBillet:
		return "BILLET_PRINTED"
	case model.Protested:
		return "DISPUTE"
	case model.Overdue:
		return "DELAYED"
	}
	return s.ID()
}

func (s *sale) purchaseEvent(st State) Item {
	tx, _ := s.asOf(st.At)
	data := Item{
		"product": s.productOfEvent(&tx), "buyer": s.buyer.ofEvent(), "commissions": s.commissionsOfEvent(),
		"producer":   Item{"name": s.product.producer, "document": s.product.producerDocument, "legal_nature": "Pessoa Jurídica"},
		"affiliates": []Item{{"affiliate_code": s.code, "name": tx.AffiliateName}},
		"purchase":   s.purchaseOfEvent(&tx, st),
	}
	if s.sub != nil {
		plan := s.sub.plan(st.At)
		data["subscription"] = Item{
			"status": s.sub.status(st.At), "plan": Item{"id": plan.planID, "name": plan.name}, "subscriber": Item{"code": s.sub.code},
		}
	}
	return data
}

func (s *sale) productOfEvent(tx *model.Transaction) Item {
	p := s.product
	item := Item{
		"id": p.id, "ucode": p.ucode, "name": p.name, "support_email": p.support, "has_co_production": p.coproducer != "",
		"is_physical_product": false,
	}
	if tx.WarrantyUntil != 0 {
		item["warranty_date"] = tx.WarrantyUntil.In(time.UTC).Format("2006-01-02T15:04:05Z")
	}
	return item
}

func (b *buyer) ofEvent() Item {
	first, last, _ := strings.Cut(b.name, " ")
	item := texts("email", b.email, "name", b.name, "first_name", first, "last_name", last, "checkout_phone", b.phone,
		"checkout_phone_code", b.areaCode, "document", b.document, "document_type", b.documentType)
	item["address"] = texts("city", b.city, "country", b.country, "country_iso", b.iso, "state", b.state, "neighborhood", b.district,
		"zipcode", b.zip, "address", b.street, "number", b.number, "complement", b.extra)
	return item
}

// commissionsOfEvent lists who receives what, in the currency of payout. What is paid in dollars is told in reais as well.
func (s *sale) commissionsOfEvent() []Item {
	var all []Item
	for _, p := range s.parties {
		c := Item{"source": p.source, "value": amount(p.value), "currency_value": string(p.value.Currency())}
		if p.source == "PRODUCER" && p.value.Currency() == "USD" {
			c["currency_conversion"] = Item{
				"converted_value": amount(exchange(p.value, "BRL", dollarInReais)), "converted_to_currency": "BRL",
				"conversion_rate": json.Number(dollarInReais.String()),
			}
		}
		all = append(all, c)
	}
	return all
}

func (s *sale) purchaseOfEvent(tx *model.Transaction, st State) Item {
	offer := texts("code", tx.OfferCode, "name", tx.OfferName, "coupon_code", tx.Coupon)
	item := Item{
		"transaction": tx.Code, "status": webhookStatus(st.Status), "order_date": int64(tx.OrderedAt), "offer": offer, "is_funnel": tx.IsFunnel,
		"full_price":           priced(tx.Paid, "currency_value"),
		"price":                Item{"value": json.Number(plain(s.priceText)), "currency_value": string(tx.Price.Currency())},
		"original_offer_price": priced(s.listPrice, "currency_value"),
		"checkout_country":     Item{"iso": s.buyer.iso, "name": s.buyer.country},
		"order_bump":           s.bumpOfEvent(tx), "payment": s.paymentOfEvent(tx), "invoice_by": "HOTMART", "business_model": "I",
		"subscription_anticipation_purchase": tx.Anticipation != "",
	}
	if tx.ApprovedAt != 0 {
		item["approved_date"] = int64(tx.ApprovedAt)
	}
	if tx.Recurrence > 0 {
		item["recurrence_number"] = tx.Recurrence
	}
	if s.sub != nil && s.sub.nextCharge(st.At) != 0 {
		item["date_next_charge"] = int64(s.sub.nextCharge(st.At))
	}
	if origin := texts("src", tx.Src, "sck", tx.Sck, "xcod", tx.Xcod); len(origin) > 0 {
		item["origin"] = origin
	}
	if s.product.format == "ETICKET" {
		item["event_tickets"] = Item{"amount": tx.Items}
	}
	return item
}

// bumpOfEvent says of a main product that it is a bump, too, but of nothing.
func (s *sale) bumpOfEvent(tx *model.Transaction) Item {
	item := Item{"is_order_bump": tx.IsBump || s.mainOfOrder}
	if tx.ParentCode != "" && tx.Recurrence <= 1 {
		item["parent_purchase_transaction"] = tx.ParentCode
	}
	return item
}

func (s *sale) paymentOfEvent(tx *model.Transaction) Item {
	item := Item{"type": string(tx.PaymentType), "installments_number": tx.Installments}
	if tx.RefusalRaw != "" {
		item["refusal_reason"] = tx.RefusalRaw
	}
	switch tx.PaymentType {
	case model.Pix:
		item["pix_qrcode"], item["pix_expiration_date"] = tx.PaymentLink, int64(tx.DueAt)
		item["pix_code"] = "00020101021226740014br.gov.bcb.pix" + tx.Code
	case model.Billet:
		item["billet_url"], item["billet_barcode"] = tx.PaymentLink, "00190.00009 01234.567890 12345.678901 2 00000000000000"
	}
	return item
}
