package sample

import (
	"time"

	"recoup/model"
)

// maker makes one account. It goes back in time: what must be there first, then plans with charges in many weeks, then
// week after week, the latest first, until there are enough transactions.
type maker struct {
	calendar
	draw
	people
	want, made int
	yield      func(model.Change) bool
	stopped    bool // the receiver wants no more

	blanks  [len(offers)]model.Transaction // what all sales of an offer have in common
	inPesos *rates                         // Chilean pesos for a dollar
	inReais *rates                         // reais for a dollar
	slab    []model.Transaction
	hand    []int
	sold    []int // sales of the account's own products by week back, as the program counts them
	lost    []int // opportunities planned outside the weeks' own, by week back

	code, codeStart uint64
	refunds, disputes, bumps, upsells, coupons, partial, withdrawn,
	subscriptions, recoveries, instalments quota
}

const (
	// slabSize is how many transactions are given memory at once.
	slabSize = 512
	// codes is how many codes of ten digits there are; the step through them has no factor in common with it.
	codes    = 10_000_000_000
	codeStep = 6_180_339_887
)

func newMaker(n int, asOf model.Instant, zone *time.Location, seed uint64) *maker {
	m := &maker{
		calendar: newCalendar(asOf, zone),
		draw:     newDraw(seed),
		people:   newPeople(),
		want:     n,
		inPesos:  newRates(931_000_000, 2_700_000),
		inReais:  newRates(5_430_000, 31_000),
	}
	m.codeStart = m.pcg.Uint64() % codes
	for i := range offers {
		m.blanks[i] = blank(&offers[i])
	}
	return m
}

// blank is a transaction with all that the price list says of it.
func blank(o *offer) model.Transaction {
	p := &products[o.product]
	t := model.Transaction{
		Role: p.role, ProductID: p.id, ProductName: p.name, OfferCode: o.code, OfferName: o.name, Producer: p.producer,
		SalesTool: "Produto principal", Items: 1, Installments: 1, Billing: model.OneTime,
		Price: model.NewMoney(o.price, o.currency),
	}
	t.Has = model.FieldSet(0).With(model.FRole, model.FStatus, model.FStatusRaw, model.FOrderedAt, model.FProductID,
		model.FProductName, model.FOfferCode, model.FOfferName, model.FProducer, model.FSalesTool, model.FItems,
		model.FInstallments, model.FBilling, model.FPrice, model.FPaid, model.FTrial, model.FIsBump, model.FIsFunnel)
	if o.billing != "" {
		t.Billing, t.Recurrence = o.billing, 1
		t.Has = t.Has.With(model.FRecurrence)
	}
	return t
}

// run makes the account and hands it over, in one order for one seed.
func (m *maker) run(yield func(model.Change) bool) {
	m.yield = yield
	m.moments()
	m.edges()
	m.plans()
	for week := 0; !m.full(); week++ {
		m.makeWeek(week)
	}
}

// full tells whether there are enough transactions.
func (m *maker) full() bool { return m.stopped || m.made >= m.want }

// scaled turns a number of the sample account into that of a larger or smaller one, at least 1.
func (m *maker) scaled(n int) int { return max(1, n*m.want/Transactions) }

// begin starts a transaction of an offer by a buyer at the moment of the order.
func (m *maker) begin(offerPlace int, b *buyer, by *origin, at model.Instant) *model.Transaction {
	t := m.room()
	*t = m.blanks[offerPlace]
	t.Code = m.newCode()
	t.OrderedAt = at
	if o := &offers[offerPlace]; o.checkout != "" {
		r := m.inPesos.on(m.ago(at))
		t.Price = exchange(t.Price, o.checkout, r)
		t.PurchaseRate = r.text
		t.Has = t.Has.With(model.FPurchaseRate)
	}
	t.Paid = t.Price
	cameBy(t, by)
	boughtBy(t, b)
	return t
}

// room gives memory for a transaction.
func (m *maker) room() *model.Transaction {
	if len(m.slab) == 0 {
		m.slab = make([]model.Transaction, slabSize)
	}
	t := &m.slab[0]
	m.slab = m.slab[1:]
	return t
}

// boughtBy writes down who bought.
func boughtBy(t *model.Transaction, b *buyer) {
	t.BuyerName, t.BuyerEmail, t.BuyerPhone, t.BuyerDocument = b.name, b.email, b.phone, b.document
	t.BuyerCountry, t.BuyerState, t.BuyerCity = b.place.country, b.place.state, b.place.city
	t.Has = t.Has.With(model.FBuyerName, model.FBuyerPhone, model.FBuyerCountry, model.FBuyerCity)
	if b.email != "" {
		t.Has = t.Has.With(model.FBuyerEmail)
	}
	if b.document != "" {
		t.Has = t.Has.With(model.FBuyerDocument)
	}
	if b.place.state != "" {
		t.Has = t.Has.With(model.FBuyerState)
	}
}

// newCode gives a transaction code that no other has.
func (m *maker) newCode() string {
	n := (m.codeStart + m.code*codeStep) % codes
	m.code++
	start := m.text.begin()
	m.text.b.WriteString("HP")
	m.text.digits(int(n), 10)
	return m.text.cut(start)
}

// subscriberCode gives a subscription's code: eight capitals and digits, which no other has.
func (m *maker) subscriberCode() string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	const all = 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36
	n := (m.codeStart + m.code*1_742_810_335_297) % all
	m.code++
	start := m.text.begin()
	for range 8 {
		m.text.b.WriteByte(alphabet[n%36])
		n /= 36
	}
	return m.text.cut(start)
}

// sighting is what a transaction looked like at an earlier time.
type sighting struct {
	status model.Status
	at     model.Instant
}

// unpaid is what is not known of a transaction before it is paid.
var unpaid = model.FieldSet(0).With(model.FApprovedAt, model.FWarrantyUntil, model.FReversedAt, model.FRefundedMoney, model.FGross,
	model.FMyNet, model.FProducerNet, model.FAffiliateCut, model.FCoproducerCut, model.FFee, model.FStreamingFee,
	model.FOtherFees, model.FPayoutRate)

// record hands a transaction over as it was seen last, after its earlier sightings, oldest first. An account that is full
// takes no more, and says so.
func (m *maker) record(t *model.Transaction, seenAt model.Instant, earlier ...sighting) (taken bool) {
	if m.full() {
		return false
	}
	m.made++
	m.count(t)
	for _, s := range earlier {
		before := m.room()
		*before = *t
		setStatus(before, s.status)
		before.Has = before.Has.Without(model.FReversedAt).Without(model.FRefundedMoney)
		before.ReversedAt, before.RefundedMoney = 0, model.Money{}
		if !s.status.Converted() {
			forgetPayment(before)
		}
		m.see(before, s.at)
	}
	m.see(t, seenAt)
	return true
}

// forgetPayment takes back what a transaction only has once it is paid.
func forgetPayment(t *model.Transaction) {
	var none model.Money
	t.Has &^= unpaid
	t.ApprovedAt, t.WarrantyUntil, t.PayoutRate = 0, 0, ""
	t.Gross, t.MyNet, t.ProducerNet, t.AffiliateCut, t.CoproducerCut, t.Fee = none, none, none, none, none, none
	t.StreamingFee, t.OtherFees = none, none
}

func (m *maker) see(t *model.Transaction, at model.Instant) {
	if !m.stopped && !m.yield(model.Change{Source: model.SourceSample, SeenAt: min(at, m.asOf), Transaction: t}) {
		m.stopped = true
	}
}

// count keeps the books by which the weeks are filled up to their measure.
func (m *maker) count(t *model.Transaction) {
	if t.Role != model.Producer || t.Trial || !t.Status.Sold() {
		return
	}
	week := m.ago(t.ApprovedAt) / 7
	for len(m.sold) <= week {
		m.sold = append(m.sold, 0)
	}
	m.sold[week]++
}
