package aggregate

import (
	"bytes"
	"time"

	"recoup/model"
)

// columns holds the transactions as one slice per fact, sorted by (ordered_at, code). A row takes about 150 bytes; texts
// are codes of dictionaries. Whether a fact is known is said by has, and by code 0 where there is a dictionary.
type columns struct {
	codes codeList
	has   []model.FieldSet

	status  []model.Status
	role    []model.Role
	billing []billing
	flags   []flags

	// orderedAt falls back to the approval, and soldAt to the order, where only one of the two is known.
	orderedAt, soldAt    []model.Instant
	dueAt, warrantyUntil []model.Instant
	reversedAt           sparse[model.Instant]

	product, offer           []uint32
	buyer, affiliate         []uint32
	src, sck, subscriber     []uint32
	order                    []uint32 // of one checkout; see orders.go
	payment, brand           []uint16
	country, channel, reason []uint16 // reason is the raw words of a decline
	installments, recurrence []uint16 // 1 where it is not known
	coupon                   sparse[uint32]
	main                     sparse[int32] // the row of an order bump's main product
	purchase, payout         []uint16      // codes of currencies: of price, and of net
	price, net               []int64       // minor units
	refunded                 sparse[int64] // minor units, of the currency of purchase
	products, offers         named
	buyers                   buyers
	affiliates               dictionary[uint32]
	srcs, scks               dictionary[uint32]
	subscribers, coupons     dictionary[uint32]
	payments, brands         dictionary[uint16]
	countries, channels      dictionary[uint16]
	currencies               dictionary[uint16]
	reasons                  dictionary[uint16]
	normalised               []model.DeclineReason // by code of reasons
	cards                    []bool                // by code of payments: an issuer decides over it
	patience                 []time.Duration       // by code of payments: how long one may be paid if nothing says so
	orders                   orders
	byBuyer                  byBuyer
	saleTimes                saleTimes
}

// newColumns makes room for a number of transactions that is expected; there may be more or fewer.
func newColumns(expected int) *columns {
	n := min(max(expected, 0), 1<<24)
	return &columns{
		codes: newCodeList(n), has: make([]model.FieldSet, 0, n),
		status: make([]model.Status, 0, n), role: make([]model.Role, 0, n), billing: make([]billing, 0, n), flags: make([]flags, 0, n),
		orderedAt: make([]model.Instant, 0, n), soldAt: make([]model.Instant, 0, n),
		dueAt: make([]model.Instant, 0, n), warrantyUntil: make([]model.Instant, 0, n),
		product: make([]uint32, 0, n), offer: make([]uint32, 0, n), buyer: make([]uint32, 0, n), affiliate: make([]uint32, 0, n),
		src: make([]uint32, 0, n), sck: make([]uint32, 0, n), subscriber: make([]uint32, 0, n), order: make([]uint32, 0, n),
		payment: make([]uint16, 0, n), brand: make([]uint16, 0, n), country: make([]uint16, 0, n), channel: make([]uint16, 0, n),
		reason: make([]uint16, 0, n), installments: make([]uint16, 0, n), recurrence: make([]uint16, 0, n),
		purchase: make([]uint16, 0, n), payout: make([]uint16, 0, n), price: make([]int64, 0, n), net: make([]int64, 0, n),
		products: newNamed(), offers: newNamed(), buyers: newBuyers(), orders: newOrders(),
		affiliates: newDictionary[uint32](), srcs: newDictionary[uint32](), scks: newDictionary[uint32](),
		subscribers: newDictionary[uint32](), coupons: newDictionary[uint32](),
		payments: newDictionary[uint16](), brands: newDictionary[uint16](), countries: newDictionary[uint16](),
		channels: newDictionary[uint16](), currencies: newDictionary[uint16](), reasons: newDictionary[uint16](),
	}
}

// rows is the number of transactions.
func (c *columns) rows() int32 { return int32(len(c.has)) } //nolint:gosec // add refuses more

// add appends a transaction; renumber puts the rows in order when all are there.
func (c *columns) add(t *model.Transaction) {
	row := c.rows()
	c.codes.add(t.Code)
	c.has = append(c.has, t.Has)
	c.status = append(c.status, t.Status)
	c.role = append(c.role, t.Role)
	c.billing = append(c.billing, billingOf(t.Billing))
	c.flags = append(c.flags, flagsOf(t))
	c.addTimes(t, row)
	c.addWords(t, row)
	c.addMoney(t, row)
	c.order = append(c.order, c.orders.code(t, row))
}

func (c *columns) addTimes(t *model.Transaction, row int32) {
	ordered, sold := t.OrderedAt, t.ApprovedAt
	if !t.Has.Has(model.FOrderedAt) {
		ordered = sold
	}
	if !t.Has.Has(model.FApprovedAt) {
		sold = ordered
	}
	c.orderedAt, c.soldAt = append(c.orderedAt, ordered), append(c.soldAt, sold)
	c.dueAt = append(c.dueAt, t.DueAt)
	c.warrantyUntil = append(c.warrantyUntil, t.WarrantyUntil)
	if t.Has.Has(model.FReversedAt) {
		c.reversedAt.add(row, t.ReversedAt)
	}
}

func (c *columns) addWords(t *model.Transaction, row int32) {
	c.product = append(c.product, c.products.code(productKey(t), t.ProductName, row, c.isLater))
	c.offer = append(c.offer, c.offers.code(t.OfferCode, t.OfferName, row, c.isLater))
	c.buyer = append(c.buyer, c.buyers.code(t, row, c.isLater))
	c.affiliate = append(c.affiliate, c.affiliates.code(t.AffiliateName))
	c.src, c.sck = append(c.src, c.srcs.code(t.Src)), append(c.sck, c.scks.code(t.Sck))
	c.subscriber = append(c.subscriber, c.subscribers.code(t.Subscriber))
	c.payment = append(c.payment, c.payments.code(string(t.PaymentType)))
	c.brand = append(c.brand, c.brands.code(t.CardBrand))
	c.country = append(c.country, c.countries.code(t.BuyerCountry))
	c.channel = append(c.channel, c.channels.code(t.Channel))
	c.reason = append(c.reason, c.reasons.code(t.RefusalRaw))
	c.installments = append(c.installments, timesOf(t, model.FInstallments, t.Installments))
	c.recurrence = append(c.recurrence, timesOf(t, model.FRecurrence, t.Recurrence))
	if t.Coupon != "" {
		c.coupon.add(row, c.coupons.code(t.Coupon))
	}
}

// isLater orders rows that are being loaded; see laterRow.
func (c *columns) isLater(row, than int32) bool {
	if c.orderedAt[row] != c.orderedAt[than] {
		return c.orderedAt[row] > c.orderedAt[than]
	}
	return bytes.Compare(c.codes.loading(row), c.codes.loading(than)) > 0
}

// addMoney keeps the price and what the account received.
func (c *columns) addMoney(t *model.Transaction, row int32) {
	c.purchase = append(c.purchase, c.currencies.code(string(purchaseCurrency(t))))
	c.price = append(c.price, t.Price.Minor())
	net, known := t.Net()
	if known {
		c.has[row] = c.has[row].With(model.FMyNet)
	}
	c.payout = append(c.payout, c.currencies.code(string(net.Currency())))
	c.net = append(c.net, net.Minor())
	if t.Has.Has(model.FRefundedMoney) {
		c.refunded.add(row, t.RefundedMoney.Minor())
	}
}

// purchaseCurrency is known also where the price is not, but another amount of the buyer's side is.
func purchaseCurrency(t *model.Transaction) model.Currency {
	if t.Has.Has(model.FPrice) {
		return t.Price.Currency()
	}
	for _, f := range [...]model.Field{model.FPaid, model.FRefundedMoney, model.FInstallmentFee, model.FLocalTax} {
		if t.Has.Has(f) {
			return t.Ref(f).(*model.Money).Currency()
		}
	}
	return ""
}

// givenBack is what was given back of a row's price in part, as far as it is known.
func (c *columns) givenBack(row int32) (minor int64, known bool) {
	if !c.has[row].Has(model.FRefundedMoney) {
		return 0, false
	}
	return c.refunded.at(row)
}

// productKey is Hotmart's number of the product, or its name where the source has no number.
func productKey(t *model.Transaction) string {
	if t.ProductID != "" {
		return t.ProductID
	}
	return t.ProductName
}

// timesOf is a number of instalments or charges, at least 1.
func timesOf(t *model.Transaction, f model.Field, n int64) uint16 {
	if !t.Has.Has(f) {
		return 1
	}
	return uint16(min(max(n, 1), 1<<16-1)) //nolint:gosec // bounded
}

// flags are the yes-or-no facts of a row.
type flags uint8

const (
	isBump flags = 1 << iota
	isFunnel
	isTrial
)

func flagsOf(t *model.Transaction) flags {
	var f flags
	if t.IsBump {
		f |= isBump
	}
	if t.IsFunnel {
		f |= isFunnel
	}
	if t.Trial {
		f |= isTrial
	}
	return f
}

// billing is how a row is charged, as a small number; 0 is not known.
type billing uint8

const (
	billingUnknown billing = iota
	oneTime
	cardInstallment
	subscription
	smartInstallment
	smartRecovery
)

var billings = [...]model.Billing{"", model.OneTime, model.CardInstallment, model.Subscription, model.SmartInstallment, model.SmartRecovery}

func billingOf(b model.Billing) billing {
	for i, known := range billings {
		if b == known {
			return billing(i) //nolint:gosec // five kinds
		}
	}
	return billingUnknown
}

// isPlan tells whether each charge of a contract is a transaction of its own, so that collected and booked differ.
func (b billing) isPlan() bool { return b == smartInstallment || b == smartRecovery }
