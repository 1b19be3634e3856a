package world

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"recoup/model"
)

// Item is one object of an answer of the API, or of an event: strings, whole numbers, flags, json.Number for amounts, and
// Items and lists of them.
type Item = map[string]any

// Query is what an endpoint of sales was asked. Moments are in milliseconds as everywhere.
type Query struct {
	// At is now: nothing later is told.
	At model.Instant
	// From and To bound the date of the order, both included. When both are zero and no transaction is named, the last 30 days are told.
	From, To model.Instant
	// Statuses are in the API's spelling. With none, and no transaction named, only APPROVED and COMPLETE are told.
	Statuses []string
	// Transaction names one, whatever its status; Product is a product's number, Role is as commission_as has it.
	Transaction, Product, Role, Email, Offer, Payment, Source string
}

// APIStatus is a status as the API spells it.
func APIStatus(s model.Status) string {
	switch s {
	case model.Processing:
		return "PROCESSING_TRANSACTION"
	case model.UnderAnalysis:
		return "UNDER_ANALISYS"
	}
	return s.ID()
}

// APIStatuses lists the 17 statuses as the API spells them.
func APIStatuses() []string {
	var all []string
	for _, s := range model.Statuses() {
		all = append(all, APIStatus(s))
	}
	return all
}

// asked lists the sales that a query means, the latest order first.
func (w *World) asked(q Query) []*sale {
	if q.From == 0 && q.To == 0 && q.Transaction == "" {
		q.From, q.To = q.At.Add(-30*day), q.At
	}
	statuses := q.Statuses
	if len(statuses) == 0 && q.Transaction == "" {
		statuses = []string{"APPROVED", "COMPLETE"}
	}
	var found []*sale
	for _, s := range slices.Backward(w.sales) {
		now, there := s.status(q.At)
		switch {
		case !there,
			q.Transaction != "" && s.tx.Code != q.Transaction,
			q.Transaction == "" && (s.tx.OrderedAt < q.From || q.To != 0 && s.tx.OrderedAt > q.To),
			len(statuses) > 0 && !slices.Contains(statuses, APIStatus(now.Status)),
			q.Product != "" && s.tx.ProductID != q.Product,
			q.Role != "" && s.tx.Role.ID() != q.Role,
			q.Email != "" && !strings.EqualFold(s.tx.BuyerEmail, q.Email),
			q.Offer != "" && s.tx.OfferCode != q.Offer,
			q.Source != "" && s.tx.Src != q.Source,
			q.Payment != "" && string(s.tx.PaymentType) != q.Payment:
			continue
		}
		found = append(found, s)
	}
	return found
}

// tell makes an item of each sale that a query means.
func (w *World) tell(q Query, item func(*sale) Item) []Item {
	items := []Item{}
	for _, s := range w.asked(q) {
		if i := item(s); i != nil {
			items = append(items, i)
		}
	}
	return items
}

// SalesHistory answers GET /payments/api/v1/sales/history: one item a transaction.
func (w *World) SalesHistory(q Query) []Item {
	return w.tell(q, func(s *sale) Item { return s.history(q.At) })
}

func (s *sale) history(at model.Instant) Item {
	tx, _ := s.asOf(at)
	purchase := Item{
		"transaction": tx.Code, "order_date": int64(tx.OrderedAt), "status": APIStatus(tx.Status), "commission_as": tx.Role.ID(),
		"is_subscription": s.sub != nil && tx.Billing == model.Subscription,
		"price":           Item{"value": amount(tx.Paid), "currency_code": string(tx.Paid.Currency())},
		"payment": Item{
			"method": paymentMethod(&tx), "type": string(tx.PaymentType), "installments_number": tx.Installments,
		},
		"offer":       Item{"code": tx.OfferCode, "payment_mode": s.offer.mode},
		"hotmart_fee": s.hotmartFee(),
	}
	if tx.ApprovedAt != 0 {
		purchase["approved_date"], purchase["warranty_expire_date"] = int64(tx.ApprovedAt), int64(tx.WarrantyUntil)
	}
	if tx.Recurrence > 0 {
		purchase["recurrency_number"] = tx.Recurrence
	}
	if tracking := texts("source", tx.Src, "source_sck", tx.Sck, "external_code", tx.Xcod); len(tracking) > 0 {
		purchase["tracking"] = tracking
	}
	buyer := texts("name", tx.BuyerName, "email", tx.BuyerEmail, "ucode", tx.BuyerUcode)
	return Item{
		"product":  Item{"id": s.product.id, "name": s.product.name},
		"buyer":    buyer,
		"producer": Item{"name": s.product.producer, "ucode": s.product.producerUcode},
		"purchase": purchase,
	}
}

// hotmartFee tells how the fee came about, in the currency of payout.
func (s *sale) hotmartFee() Item {
	return Item{
		"total": amount(s.tx.Fee), "fixed": amount(s.feeFixed), "percentage": json.Number(s.feePercent), "base": amount(s.tx.Gross),
		"currency_code": string(s.tx.Fee.Currency()),
	}
}

// paymentMethod is the API's finer word for how a sale is paid.
func paymentMethod(tx *model.Transaction) string {
	switch tx.PaymentType {
	case model.CreditCard:
		return "CREDIT_CARD_" + strings.ToUpper(strings.ReplaceAll(tx.CardBrand, " ", "_"))
	case model.Wallet:
		return "PICPAY"
	case model.HotmartCredit:
		return "HOTMART"
	case model.BankTransfer:
		return "BANK_TRANSFER_BB"
	case model.CashPayment:
		return "OXXO"
	case model.DirectDebit:
		return "SEPA_DIRECT_DEBIT"
	}
	return string(tx.PaymentType)
}

// amount is an amount as a number of JSON.
func amount(m model.Money) json.Number { return json.Number(plain(decimal(m))) }

func priced(m model.Money, currencyKey string) Item {
	return Item{"value": amount(m), currencyKey: string(m.Currency())}
}

// texts makes an item of names and values, without those that are empty.
func texts(namesAndValues ...string) Item {
	item := Item{}
	for i := 0; i < len(namesAndValues); i += 2 {
		if namesAndValues[i+1] != "" {
			item[namesAndValues[i]] = namesAndValues[i+1]
		}
	}
	return item
}

// settled tells whether a sale's commissions are known to the API at a moment.
func (s *sale) settled(at model.Instant) bool {
	return s.paidBy(at) && s.tx.ApprovedAt.Add(s.unsettledFor) <= at
}

// SettledAt is when the API tells the commissions of a sale at last; zero for one that is never paid.
func (w *World) SettledAt(code string) model.Instant {
	if s := w.byCode[code]; s != nil && s.tx.ApprovedAt != 0 {
		return max(s.tx.ApprovedAt.Add(s.unsettledFor), s.firstApproval())
	}
	return 0
}

func (s *sale) firstApproval() model.Instant {
	for _, st := range s.states {
		if st.Status == model.Approved {
			return st.At
		}
	}
	return 0
}

// SettlesWithin is the longest time that the API may tell no commissions of a sale after its approval.
const SettlesWithin = 31 * time.Hour
