package world

import (
	"slices"
	"strings"

	"recoup/model"
)

// SubscriptionQuery is what an endpoint of subscriptions was asked.
type SubscriptionQuery struct {
	At model.Instant
	// From and To bound the day on which they began, or for transactions the date of the order, both included. The last 30 days
	// are told when both are zero and no transaction is named.
	From, To model.Instant
	// Statuses are the subscription's, in the API's spelling; none means all.
	Statuses                              []string
	Product, Code, Email, Transaction     string
	Billing, PurchaseStatus, ChargeStatus string // of transactions
}

func (q *SubscriptionQuery) within(at model.Instant) bool {
	if q.Transaction != "" {
		return true
	}
	from, to := q.From, q.To
	if from == 0 && to == 0 {
		from, to = q.At.Add(-30*day), q.At
	}
	return at >= from && (to == 0 || at <= to)
}

func (q *SubscriptionQuery) wants(b *subscription) bool {
	return (len(q.Statuses) == 0 || slices.Contains(q.Statuses, b.status(q.At))) &&
		(q.Product == "" || decimalInt(b.offer.product.id) == q.Product) &&
		(q.Code == "" || b.code == q.Code) &&
		(q.Email == "" || strings.EqualFold(b.buyer.email, q.Email))
}

func (w *World) askedSubscriptions(q SubscriptionQuery) []*subscription {
	var found []*subscription
	for _, b := range slices.Backward(w.subs) {
		named := q.Transaction == "" || slices.ContainsFunc(b.charged(q.At), func(s *sale) bool { return s.tx.Code == q.Transaction })
		if b.startedAt <= q.At && q.within(b.startedAt) && q.wants(b) && named {
			found = append(found, b)
		}
	}
	return found
}

// Subscriptions answers GET /payments/api/v1/subscriptions. The days on which some of them began are in seconds.
func (w *World) Subscriptions(q SubscriptionQuery) []Item {
	items := []Item{}
	for _, b := range w.askedSubscriptions(q) {
		item := b.common(q.At)
		plan := b.plan(q.At)
		item["request_date"] = item["accession_date"]
		item["plan"] = Item{"id": plan.planID, "name": plan.name, "recurrency_period": plan.periodDays}
		if plan.charges > 0 {
			item["plan"].(Item)["max_charge_cycles"] = plan.charges
		}
		item["product"].(Item)["ucode"] = plan.product.ucode
		item["price"] = priced(plan.price, "currency_code")
		item["subscriber"] = texts("name", b.buyer.name, "email", b.buyer.email, "ucode", b.buyer.ucode)
		if charged := b.charged(q.At); len(charged) > 0 {
			item["transaction"] = charged[len(charged)-1].tx.Code
		}
		items = append(items, item)
	}
	return items
}

// common is what the list of subscriptions and their summary both tell. What is not known is left out.
func (b *subscription) common(at model.Instant) Item {
	item := Item{
		"subscriber_code": b.code, "subscription_id": b.id, "status": b.status(at), "accession_date": b.began(b.startedAt),
		"trial": b.trialEndsAt > at, "product": b.offer.product.short(),
	}
	if next := b.nextCharge(at); next != 0 {
		item["date_next_charge"] = int64(next)
	}
	if b.endedBefore(at) {
		item["end_accession_date"] = b.began(b.cancelledAt)
	}
	return item
}

// began writes a date in seconds for one subscription in three.
func (b *subscription) began(at model.Instant) int64 {
	if b.id%3 == 0 {
		return int64(at) / 1000
	}
	return int64(at)
}

// SubscriptionSummaries answers GET /payments/api/v1/subscriptions/summary.
func (w *World) SubscriptionSummaries(q SubscriptionQuery) []Item {
	items := []Item{}
	for _, b := range w.askedSubscriptions(q) {
		item := b.common(q.At)
		item["accession_date"] = int64(b.startedAt)
		if b.endedBefore(q.At) {
			item["end_accession_date"] = int64(b.cancelledAt)
		}
		plan := b.plan(q.At)
		item["lifetime"] = int64(q.At-b.startedAt) / day.Milliseconds()
		item["plan"] = Item{"name": plan.name, "recurrency_period": plan.periodDays}
		item["offer"] = Item{"code": plan.code}
		item["subscriber"] = Item{"name": b.buyer.name, "id": b.buyerID, "email": b.buyer.email}
		unpaid := []Item{}
		for _, s := range b.unpaidCharges(q.At) {
			unpaid = append(unpaid, Item{"number": s.tx.Recurrence, "charge_date": int64(s.tx.OrderedAt)})
		}
		item["unpaid_recurrencies"] = unpaid
		if charged := b.charged(q.At); len(charged) > 0 {
			last := charged[len(charged)-1]
			item["last_recurrency"] = Item{
				"number": last.tx.Recurrence, "request_date": int64(last.tx.OrderedAt), "status": last.chargeStatus(q.At), "transaction_number": 1,
				"billing_type": string(b.offer.billing),
			}
		}
		items = append(items, item)
	}
	return items
}

// chargeStatus is how a charge of a subscription stands, in the API's five words for it.
func (s *sale) chargeStatus(at model.Instant) string {
	now, _ := s.status(at)
	switch now.Status {
	case model.Approved, model.Complete, model.PartiallyRefunded:
		return "PAID"
	case model.Protested:
		return "CLAIMED"
	case model.Refunded, model.Chargeback:
		return now.Status.ID()
	}
	return "NOT_PAID"
}

// Purchases answers GET /payments/api/v1/subscriptions/{subscriber_code}/purchases, a bare list; ok is false for a code that
// is none.
func (w *World) Purchases(code string, at model.Instant) (items []Item, ok bool) {
	b := w.bySub[code]
	if b == nil {
		return nil, false
	}
	items = []Item{}
	for _, s := range b.charged(at) {
		tx, _ := s.asOf(at)
		item := Item{
			"transaction": tx.Code, "payment_engine": "HotPay", "status": APIStatus(tx.Status), "price": priced(tx.Paid, "currency_code"),
			"payment_type": string(tx.PaymentType), "payment_method": paymentMethod(&tx), "recurrency_number": tx.Recurrence,
			"under_warranty": tx.WarrantyUntil > at, "purchase_subscription": true,
		}
		if tx.ApprovedAt != 0 {
			item["approved_date"] = int64(tx.ApprovedAt)
		}
		items = append(items, item)
	}
	return items, true
}
