package hotmart

import (
	"strings"

	"recoup/model"
)

// purchase reads the events of a purchase. Its price is the price, its full_price what the buyer paid.
func purchase(r *reading) {
	o := r.data.in("purchase")
	code := o.at("transaction").code()
	if code == "" {
		return
	}
	s := newSale(code)
	r.sale = s
	product := r.data.in("product")
	s.product(product)
	s.at(model.FWarrantyUntil, product.at("warranty_date").instant())
	s.text(model.FProducer, r.data.in("producer").at("name").text())
	s.purchaseStatus(r, o.at("status").text())
	s.at(model.FOrderedAt, r.mention(o.at("order_date").instant()))
	s.at(model.FApprovedAt, r.mention(o.at("approved_date").instant()))
	s.purchasePayment(o.in("payment"))
	s.purchaseOrigin(o)
	s.purchaseBuyer(r.data.in("buyer"), o.in("checkout_country"))
	s.purchaseMoney(o, readParties(r.data.at("commissions"), ""))
	s.affiliate(r.data.at("affiliates"))
	s.purchaseCharge(r)
	s.count(model.FItems, o.in("event_tickets").at("amount"))
	if yes, _ := o.at("subscription_anticipation_purchase").flag(); yes {
		s.text(model.FAnticipation, "ANTICIPATION")
	}
	r.purchaseRecords(o)
}

// purchaseStatus takes the status from the purchase's own word, else from what the event means. Refunds and chargebacks
// are dated by their event, and by nothing else that Hotmart sends.
func (s sale) purchaseStatus(r *reading, word string) {
	status, named := statusOfEvent(r.event.Name)
	s.status(word)
	if s.Status == model.StatusUnknown && named {
		s.Status = status
		s.know(model.FStatus)
	}
	if status == model.Refunded || status == model.Chargeback {
		s.at(model.FReversedAt, r.event.At)
	}
}

func (s sale) purchasePayment(payment object) {
	s.payment(payment.at("type").text(), payment.at("method").text())
	s.count(model.FInstallments, payment.at("installments_number"))
	s.text(model.FRefusalRaw, payment.at("refusal_reason").text())
	s.at(model.FDueAt, payment.first("pix_expiration_date", "billet_expiration_date").instant())
	for _, name := range [...]string{"billet_url", "pix_qrcode"} {
		if url := link(payment.at(name)); url != "" {
			s.text(model.FPaymentLink, url)
			return
		}
	}
}

// purchaseOrigin takes the offer, where the buyer came from, and the place in the order. An item that is said to be a
// bump of none, or of itself, is the main product of the order.
func (s sale) purchaseOrigin(o object) {
	offer := o.in("offer")
	s.text(model.FOfferCode, offer.at("code").code())
	s.text(model.FOfferName, offer.at("name").text())
	s.text(model.FCoupon, offer.at("coupon_code").text())
	origin := o.in("origin")
	s.text(model.FSrc, origin.at("src").text())
	s.text(model.FSck, origin.at("sck").text())
	s.text(model.FXcod, origin.at("xcod").text())
	s.flag(model.FIsFunnel, o.at("is_funnel"))
	bump := o.in("order_bump")
	parent := bump.at("parent_purchase_transaction").code()
	if parent == s.Code {
		parent = ""
	}
	s.text(model.FParentCode, parent)
	if yes, known := bump.at("is_order_bump").flag(); known {
		s.IsBump = yes && parent != ""
		s.know(model.FIsBump)
	}
}

func (s sale) purchaseBuyer(b, checkoutCountry object) {
	s.buyer(b)
	if !s.Has.Has(model.FBuyerName) {
		s.text(model.FBuyerName, strings.TrimSpace(b.at("first_name").text()+" "+b.at("last_name").text()))
	}
	number := b.at("checkout_phone").text()
	if number == "" {
		number = b.at("phone").text()
	}
	s.text(model.FBuyerPhone, phone(b.at("checkout_phone_code").text(), number))
	s.text(model.FBuyerDocument, b.at("document").text())
	s.address(b.in("address"))
	if !s.Has.Has(model.FBuyerCountry) {
		s.text(model.FBuyerCountry, checkoutCountry.first("name", "iso").text())
	}
}

func (s sale) purchaseMoney(o object, p parties) {
	price, ok := o.in("price").money()
	s.money(model.FPrice, price, ok)
	paid, ok := o.in("full_price").money()
	s.money(model.FPaid, paid, ok)
	s.split(p)
	s.gross(p)
}

// affiliate takes the name of who brought the sale. A sale that nobody brought names one without a code.
func (s sale) affiliate(list value) {
	for _, v := range list.items(maxParties) {
		a := v.object()
		name, code := a.at("name").text(), a.at("affiliate_code")
		if code.isThere() && code.text() == "" && !s.Has.Has(model.FAffiliateCut) {
			continue
		}
		if name == "" {
			name = code.text()
		}
		if name != "" {
			s.text(model.FAffiliateName, name)
			return
		}
	}
}

// purchaseCharge takes the number of the charge, which single payments have none of, and whose subscription it is of. How
// it is charged stays open: a plan of instalments looks like a subscription in an event.
func (s sale) purchaseCharge(r *reading) {
	s.count(model.FRecurrence, r.data.in("purchase").first("recurrence_number", "recurrency_number"))
	s.text(model.FSubscriber, r.data.in("subscription").in("subscriber").at("code").code())
}

// purchaseRecords adds what an event of a purchase says of other things.
func (r *reading) purchaseRecords(o object) {
	r.productRecord(r.data.in("product"))
	s, offer := r.sale, o.in("offer")
	if s.OfferCode != "" {
		record := fields{model.NewRecord(model.DataOffers, s.OfferCode)}
		record.Text("product_id", s.ProductID).Text("name", s.OfferName).Text("description", offer.at("description").text())
		price, ok := o.in("original_offer_price").money()
		record.money("price", price, ok)
		r.add(record.Record)
	}
	subs := subscription(s.Subscriber)
	if subs.Record == nil {
		return
	}
	told := r.data.in("subscription")
	subs.subscriptionStatus(told.at("status").text())
	subs.Text("product_id", s.ProductID).Text("product", s.ProductName)
	subs.plan(told.in("plan"))
	subs.Text("offer_code", s.OfferCode).Text("buyer_name", s.BuyerName).Text("buyer_email", s.BuyerEmail).Text("buyer_phone", s.BuyerPhone)
	subs.Text("buyer_country", s.BuyerCountry).Text("payment_type", string(s.PaymentType))
	subs.At("next_charge_at", o.at("date_next_charge").instant())
	if s.Recurrence == 1 && s.Has.Has(model.FApprovedAt) {
		subs.At("started_at", s.ApprovedAt)
	}
	r.add(subs.Record)
}

func (r *reading) productRecord(p object) {
	if record := product(p); record.Record != nil {
		r.add(record.Record)
	}
}

// fulfilment reads the event of an order that is to be sent. It has one price for all that is in the order, so a
// product is only taken where there is one.
func fulfilment(r *reading) {
	o := r.data.in("purchase")
	code := o.at("transaction").code()
	if code == "" {
		return
	}
	s := newSale(code)
	r.sale = s
	s.status(o.at("status").text())
	s.at(model.FOrderedAt, r.mention(o.at("order_date").instant()))
	s.at(model.FApprovedAt, r.mention(o.at("approved_date").instant()))
	s.purchaseMoney(o, nil)
	shopper := o.in("shopper")
	s.buyer(shopper)
	s.text(model.FBuyerPhone, shopper.at("phone").text())
	s.text(model.FBuyerDocument, shopper.at("document").text())
	s.address(shopper.in("address"))
	if !s.Has.Has(model.FBuyerCountry) {
		s.text(model.FBuyerCountry, shopper.at("country").text())
	}
	lines := r.data.at("line_items").items(maxParties)
	for _, v := range lines {
		line := v.object()
		r.productRecord(line.in("product"))
		if len(lines) == 1 {
			s.product(line.in("product"))
			s.text(model.FOfferCode, line.in("offer").at("code").code())
			s.text(model.FProducer, line.in("product").in("seller").at("name").text())
			s.count(model.FItems, line.at("quantity"))
		}
	}
}
