package hotmart

import (
	"encoding/json"
	"strings"

	"recoup/model"
)

// subscription begins a record; nil where the code is none.
func subscription(code string) fields {
	if code == "" {
		return fields{}
	}
	return fields{model.NewRecord(model.DataSubscriptions, code)}
}

func (r fields) subscriptionStatus(word string) { // an empty word leaves it unknown
	r.Text("status", string(model.ParseSubscriptionStatus(word))).Text("status_raw", word)
}

func (r fields) product(p object) {
	r.Text("product_id", p.at("id").code()).Text("product", p.at("name").text())
}

func (r fields) plan(p object) {
	r.Text("plan_id", p.at("id").code()).Text("plan", p.at("name").text()).Text("coupon", p.at("coupon_code").text())
	r.number("period_days", p.at("recurrency_period"))
	r.number("max_cycles", p.at("max_charge_cycles"))
}

func (r fields) subscriber(p object) {
	r.Text("buyer_name", p.at("name").text()).Text("buyer_email", p.at("email").text()).Text("buyer_ucode", p.at("ucode").code())
	r.Text("buyer_phone", phone(p.at("phone_ddd").text(), p.at("phone").text()))
}

// Subscriptions reads an item of payments/api/v1/subscriptions.
func Subscriptions(item json.RawMessage, at model.Instant) (model.Change, error) {
	o, err := parseItem(item)
	if err != nil {
		return model.Change{}, err
	}
	r := subscription(o.at("subscriber_code").code())
	if r.Record == nil {
		return model.Change{}, nameless("subscriber code")
	}
	r.listed(o)
	r.Text("transaction", o.at("transaction").code())
	r.At("requested_at", o.at("request_date").instant())
	price, ok := o.in("price").money()
	r.money("price", price, ok)
	return recordsOf(at, r.Record), nil
}

// listed takes what the list of subscriptions and their summary have in common.
func (r fields) listed(o object) {
	r.Text("subscription_id", o.at("subscription_id").code())
	r.subscriptionStatus(o.at("status").text())
	r.product(o.in("product"))
	r.plan(o.in("plan"))
	r.subscriber(o.in("subscriber"))
	r.At("started_at", o.at("accession_date").instant()).At("ended_at", o.at("end_accession_date").instant())
	r.At("next_charge_at", o.at("date_next_charge").instant())
	r.flag("trial", o.at("trial"))
}

// SubscriptionSummary reads an item of payments/api/v1/subscriptions/summary.
func SubscriptionSummary(item json.RawMessage, at model.Instant) (model.Change, error) {
	o, err := parseItem(item)
	if err != nil {
		return model.Change{}, err
	}
	r := subscription(o.at("subscriber_code").code())
	if r.Record == nil {
		return model.Change{}, nameless("subscriber code")
	}
	r.listed(o)
	r.number("lifetime_days", o.at("lifetime"))
	r.Text("offer_code", o.in("offer").at("code").code())
	last := o.in("last_recurrency")
	r.number("last_charge_no", last.at("number"))
	r.At("last_charge_at", last.at("request_date").instant())
	r.Text("last_charge_status", strings.ToUpper(last.at("status").text()))
	r.Text("billing", string(billingOf(last.at("billing_type").text())))
	if unpaid := o.at("unpaid_recurrencies"); unpaid.isArray() {
		r.Number("unpaid_charges", int64(len(unpaid.items(maxItems))))
	}
	return recordsOf(at, r.Record), nil
}

// SubscriptionTransactions reads an item of payments/api/v1/subscriptions/transactions: one charge of a subscription or
// plan, with the reason why a card was declined and the day the money went back, which no other answer tells; and the
// subscription as it stands.
func SubscriptionTransactions(item json.RawMessage, at model.Instant) (model.Change, error) {
	o, err := parseItem(item)
	if err != nil {
		return model.Change{}, err
	}
	code, subscriber := o.in("purchase").at("transaction").code(), o.at("subscriber_code").code()
	if code == "" && subscriber == "" {
		return model.Change{}, nameless("transaction code")
	}
	change := recordsOf(at)
	if r := subscription(subscriber); r.Record != nil {
		r.chargedSubscription(o)
		change.Records = []*model.Record{r.Record}
	}
	if code != "" {
		s := newSale(code)
		s.charge(o)
		change.Transaction = s.Transaction
	}
	return change, nil
}

func (r fields) chargedSubscription(o object) {
	r.Text("subscription_id", o.at("subscription_id").code())
	r.subscriptionStatus(o.at("status").text())
	r.Text("billing", string(billingOf(o.at("billing_type").text())))
	r.product(o.in("product"))
	plan := o.in("plan")
	r.plan(plan)
	r.Text("offer_code", plan.in("offer").first("code", "key").code())
	r.number("max_cycles", o.at("max_cycles"))
	r.subscriber(o.in("subscriber"))
	r.At("started_at", o.at("adoption_date").instant()).At("cancelled_at", o.at("cancellation_date").instant())
	r.At("next_charge_at", o.at("date_next_charge").instant())
	trial := o.in("trial_info")
	r.flag("trial", trial.at("trial"))
	r.At("trial_ends_at", trial.at("trial_end").instant())
	r.flag("card_changed", o.at("has_credit_card_change"))
	charge := o.in("recurrency")
	r.number("last_charge_no", o.at("last_recurrency_number"))
	r.At("last_charge_at", o.at("last_recurrency_start_date").instant())
	number, known := charge.at("number").number()
	if last, ok := o.at("last_recurrency_number").number(); known && ok && last == number {
		r.Text("last_charge_status", strings.ToUpper(charge.at("status").text()))
		r.At("retry_at", charge.at("scheduled_retry").instant())
	}
	if unpaid, known := o.at("has_unpaid_recurrency").flag(); known && !unpaid {
		r.Number("unpaid_charges", 0)
	}
}

// charge takes the transaction of one charge.
func (s sale) charge(o object) {
	purchase := o.in("purchase")
	s.product(o.in("product"))
	s.text(model.FProducer, o.in("producer").at("name").text())
	s.status(purchase.at("status").text())
	s.at(model.FOrderedAt, purchase.at("order_date").instant())
	s.at(model.FApprovedAt, purchase.at("approved_date").instant())
	s.text(model.FSubscriber, o.at("subscriber_code").code())
	buyer := o.in("subscriber")
	s.buyer(buyer)
	s.text(model.FBuyerPhone, phone(buyer.at("phone_ddd").text(), buyer.at("phone").text()))
	plan := o.in("plan")
	s.text(model.FOfferCode, plan.in("offer").first("code", "key").code())
	s.text(model.FCoupon, plan.at("coupon_code").text())
	s.count(model.FRecurrence, o.in("recurrency").at("number"))
	if strings.EqualFold(o.in("recurrency").at("transaction_type").text(), "ANTICIPATION") {
		s.text(model.FAnticipation, "ANTICIPATION")
	}
	s.chargePayment(purchase.in("payment"))
	s.chargeInstallments(o)
	price := purchase.in("price")
	currency := price.currency()
	value, ok := price.at("value").amount(currency)
	s.money(model.FPrice, value, ok)
	total, ok := price.at("total_value").amount(currency)
	s.money(model.FPaid, total, ok)
	commission := purchase.in("commission")
	currency = commission.currency()
	gross, ok := commission.at("original_value").amount(currency)
	s.money(model.FGross, gross, ok)
	net, ok := commission.at("producer_value").amount(currency)
	s.money(model.FProducerNet, net, ok)
	s.text(model.FPayoutRate, commission.at("conversion_rate").text())
}

func (s sale) chargePayment(payment object) {
	s.payment(payment.at("payment_type").text(), "")
	if s.PaymentType.IsCard() {
		s.text(model.FCardBrand, cardBrand(payment.at("credit_card_flag").text()))
	}
	s.text(model.FRefusalRaw, payment.at("refusal_message").text())
	s.at(model.FReversedAt, payment.at("refund_chargeback_date").instant())
	due := []string{"billet_expiration_date", "pix_expiration_date"}
	if s.PaymentType == model.Pix {
		due[0], due[1] = due[1], due[0]
	}
	if s.PaymentType == model.Pix || s.PaymentType == model.Billet {
		s.at(model.FDueAt, payment.first(due...).instant())
		s.text(model.FPaymentLink, link(payment.at("billet_reprint_code")))
	}
}

// chargeInstallments takes the kind of billing, and how often the buyer splits the payment; of a plan, the number of its
// charges.
func (s sale) chargeInstallments(o object) {
	installment := o.in("purchase").in("installment")
	billing := billingOf(o.at("billing_type").text())
	if kind := billingOf(installment.at("installment_type").text()); billing == "" && repeats(kind) {
		billing = kind // ONE_TIME_PAYMENT there says that the charge was not split
	}
	s.billing(billing)
	if billing == model.SmartInstallment || billing == model.SmartRecovery {
		s.count(model.FInstallments, o.at("max_cycles"))
		return
	}
	s.count(model.FInstallments, installment.at("installment_number"))
}

// cardBrand is a card's brand as the reports name it, from the flag that the API names it by.
func cardBrand(flag string) string {
	switch strings.ToUpper(flag) {
	case "":
		return ""
	case "MC", "MASTER":
		return "mastercard"
	case "AMEX", "AX":
		return "american express"
	case "HIPER":
		return "hipercard"
	}
	if _, brand := model.ParsePayment("CREDIT_CARD_" + flag); brand != "" {
		return brand
	}
	return strings.ToLower(flag)
}

// link is a text that is an address of the web.
func link(v value) string {
	s := v.text()
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return ""
}

// SubscriberPurchases reads an item of payments/api/v1/subscriptions/{subscriber_code}/purchases. Hotmart does not say
// which of a sale's amounts its price is, so it is left to the answers that do.
func SubscriberPurchases(item json.RawMessage, at model.Instant, subscriberCode string) (model.Change, error) {
	o, code, err := namedItem(item, "transaction code", "transaction")
	if err != nil {
		return model.Change{}, err
	}
	s := newSale(code)
	s.text(model.FSubscriber, subscriberCode)
	s.status(o.at("status").text())
	s.at(model.FApprovedAt, o.at("approved_date").instant())
	s.payment(o.at("payment_type").text(), o.at("payment_method").text())
	s.count(model.FRecurrence, o.first("recurrency_number", "recurrence_number"))
	return fromAPI(at, s), nil
}
