package world

import (
	"encoding/json"
	"slices"

	"recoup/model"
)

// SubscriptionTransactions answers GET /payments/api/v1/subscriptions/transactions: one item a charge, the latest order
// first. Of a charge it alone tells why the card was declined, and when the money went back.
func (w *World) SubscriptionTransactions(q SubscriptionQuery) []Item {
	items := []Item{}
	for _, s := range slices.Backward(w.sales) {
		if s.sub == nil || s.tx.OrderedAt > q.At || !q.within(s.tx.OrderedAt) || !q.wants(s.sub) ||
			q.Transaction != "" && s.tx.Code != q.Transaction ||
			q.Billing != "" && string(s.tx.Billing) != q.Billing ||
			q.ChargeStatus != "" && s.chargeStatus(q.At) != q.ChargeStatus {
			continue
		}
		if item := s.charge(q.At); q.PurchaseStatus == "" || item["purchase"].(Item)["status"] == q.PurchaseStatus {
			items = append(items, item)
		}
	}
	return items
}

func (s *sale) charge(at model.Instant) Item {
	b, tx := s.sub, &s.tx
	plan := b.plan(s.tx.OrderedAt)
	item := Item{
		"subscription_id": b.id, "subscriber_code": b.code, "status": b.status(at), "billing_type": string(tx.Billing),
		"adoption_date": int64(b.startedAt), "last_update": int64(at), "is_paid_anticipation": tx.Anticipation != "", "is_paid_negotiation": false,
		"has_credit_card_change": false, "has_unpaid_recurrency": len(b.unpaidCharges(at)) > 0, "producer": Item{"name": s.product.producer},
		"product": s.product.short(), "trial_info": b.trial(at), "recurrency": s.recurrency(at), "purchase": s.purchaseOfCharge(at),
		"plan": Item{
			"name": plan.name, "recurrency_period": plan.periodDays, "recurrency_type": periodicity(plan.periodDays),
			"offer": Item{"key": plan.code, "description": plan.name},
		},
		"subscriber": Item{"id": b.buyerID, "name": b.buyer.name, "email": b.buyer.email, "phone": b.buyer.phone, "phone_ddd": b.buyer.areaCode},
	}
	if tx.Coupon != "" {
		item["plan"].(Item)["coupon_code"] = tx.Coupon
	}
	if next := b.nextCharge(at); next != 0 {
		item["date_next_charge"] = int64(next)
	}
	if b.endedBefore(at) {
		item["cancellation_date"] = int64(b.cancelledAt)
	}
	if plan.charges > 0 {
		item["max_cycles"] = plan.charges
	}
	if charged := b.charged(at); len(charged) > 0 {
		last := charged[len(charged)-1]
		item["last_recurrency_number"], item["last_recurrency_start_date"] = last.tx.Recurrence, int64(last.tx.OrderedAt)
	}
	return item
}

func (b *subscription) trial(at model.Instant) Item {
	if b.trialEndsAt == 0 {
		return Item{"trial": false}
	}
	return Item{"trial": at < b.trialEndsAt, "trial_period": b.offer.trialDays, "trial_end": int64(b.trialEndsAt)}
}

func (s *sale) recurrency(at model.Instant) Item {
	kind := "AUTOMATIC"
	if s.tx.Anticipation != "" {
		kind = "ANTICIPATION"
	}
	now, _ := s.status(at)
	item := Item{
		"status": s.chargeStatus(at), "number": s.tx.Recurrence, "start_datetime": int64(s.tx.OrderedAt), "payment_delays_days": s.delayDays,
		"transaction_type": kind, "transaction_sequence": 1, "is_current_purchase": false, "has_retry": now.Status == model.Overdue,
	}
	if now.Status == model.Overdue {
		item["scheduled_retry"] = int64(now.At.Add(3 * day))
	}
	return item
}

// purchaseStatus is a status as this endpoint spells it, which is not as the others do.
func purchaseStatus(s model.Status) string {
	switch s {
	case model.Overdue:
		return "DELAYED"
	case model.UnderAnalysis:
		return "UNDER_ANALYSIS"
	}
	return APIStatus(s)
}

func (s *sale) purchaseOfCharge(at model.Instant) Item {
	tx, _ := s.asOf(at)
	payment := Item{"payment_type": string(tx.PaymentType)}
	if tx.PaymentType == model.HotmartCredit {
		payment["payment_type"] = "BALANCE_HOTMART" // elsewhere it is HOTMART_BALANCE
	}
	for name, text := range texts("refusal_message", tx.RefusalRaw, "credit_card_flag", flag(tx.CardBrand), "billet_reprint_code", tx.PaymentLink) {
		payment[name] = text
	}
	if tx.ReversedAt != 0 {
		payment["refund_chargeback_date"] = int64(tx.ReversedAt)
	}
	switch {
	case tx.DueAt != 0 && tx.PaymentType == model.Pix:
		payment["pix_expiration_date"] = int64(tx.DueAt)
	case tx.DueAt != 0:
		payment["billet_expiration_date"] = int64(tx.DueAt)
	}
	kind := "ONE_TIME_PAYMENT"
	if tx.Billing != model.Subscription {
		kind = string(tx.Billing)
	}
	paid, paidNet := json.Number("0"), json.Number("0")
	if s.paidBy(at) {
		paid, paidNet = amount(tx.Gross), amount(tx.ProducerNet)
	}
	item := Item{
		"transaction": tx.Code, "order_date": int64(tx.OrderedAt), "status": purchaseStatus(tx.Status), "payment": payment,
		"installment": Item{"installment_type": kind, "installment_number": 1},
		"price":       Item{"currency": string(tx.Price.Currency()), "value": amount(tx.Price), "total_value": amount(tx.Paid)},
		"commission": Item{
			"conversion_rate": json.Number(s.payoutRate), "currency": string(tx.Gross.Currency()), "original_value": amount(tx.Gross),
			"original_paid_value": paid, "producer_value": amount(tx.ProducerNet), "producer_paid_value": paidNet,
		},
	}
	if tx.ApprovedAt != 0 {
		item["approved_date"] = int64(tx.ApprovedAt)
	}
	return item
}

// flag is a card's brand as this endpoint names it.
func flag(brand string) string {
	switch brand {
	case "mastercard":
		return "MC"
	case "american express":
		return "AMEX"
	case "hipercard":
		return "HIPER"
	case "visa":
		return "VISA"
	case "elo":
		return "ELO"
	}
	return ""
}
