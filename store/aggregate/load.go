package aggregate

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"sync"
	"time"

	"recoup/model"
)

// Source is where transactions come from: a snapshot file, or an account in memory.
type Source interface {
	// Info says what the source holds.
	Info(ctx context.Context) (model.SnapshotInfo, error)
	// Transactions gives every transaction in its current state. One may be reused for the next: it is read at once.
	Transactions(ctx context.Context) iter.Seq2[*model.Transaction, error]
	// History gives one transaction with all that was seen of it.
	History(ctx context.Context, code string) (model.History, error)
}

// Data is a snapshot's transactions, ready for reports. It never changes and may be used from several goroutines.
type Data struct {
	columns
	source        Source
	info          model.SnapshotInfo
	currencyOrder []uint16                // of purchase, the one with most sales first
	hasSale       bool                    // money came in at least once
	hasPartners   bool                    // something was sold as co-producer or affiliate
	hasNameless   bool                    // some transactions name no currency
	statusCount   [256]int                // transactions by status
	trials        []int32                 // starts of free trials
	requestedAt   map[int32]model.Instant // of open requests for a refund, where a source tells the moment

	foldOnce sync.Once
	folded   *foldedWords
}

// checkEvery is how many rows a loop reads between two looks at its context.
const checkEvery = 1 << 14

// Load copies what reports read out of a source. It stops with ctx's error when that is cancelled.
func Load(ctx context.Context, source Source) (*Data, error) {
	info, err := source.Info(ctx)
	if err != nil {
		return nil, err
	}
	c := newColumns(info.Rows)
	for t, err := range source.Transactions(ctx) {
		if err != nil {
			return nil, err
		}
		if len(c.has) == math.MaxInt32 {
			return nil, model.Failed(nil, "Split it by year.", "The snapshot has more transactions than this program can hold.")
		}
		c.add(t)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.complete()
	d := &Data{columns: *c, source: source, info: info}
	d.currencyOrder = d.orderCurrencies()
	if err := d.dateRequests(ctx); err != nil {
		return nil, err
	}
	for row, s := range d.status {
		d.statusCount[s]++
		if d.isTrialStart(int32(row)) { //nolint:gosec // rows fit
			d.trials = append(d.trials, int32(row)) //nolint:gosec // rows fit
		} else {
			d.hasSale = d.hasSale || s.Converted()
		}
		d.hasPartners = d.hasPartners || asRole(d.role[row]) != model.Producer
		d.hasNameless = d.hasNameless || d.purchase[row] == 0
	}
	return d, nil
}

// complete sorts the rows, joins what belongs together and drops what only loading needs.
func (c *columns) complete() {
	c.codes.seal()
	order := c.timeOrder()
	var newRow []int32
	if order != nil {
		newRow = make([]int32, len(order))
		for to, from := range order {
			newRow[from] = int32(to) //nolint:gosec // rows fit
		}
		c.reorder(order, newRow)
	}
	c.orders.settle(c, newRow)
	c.byBuyer = groupByBuyer(c)
	c.saleTimes = newSaleTimes(c.soldAt)
	for _, d := range []*dictionary[uint32]{&c.affiliates, &c.srcs, &c.scks, &c.subscribers, &c.coupons} {
		d.seal()
	}
	for _, d := range []*dictionary[uint16]{&c.payments, &c.brands, &c.countries, &c.channels, &c.currencies, &c.reasons} {
		d.seal()
	}
	c.buyers.seal()
	c.products.seal()
	c.offers.seal()
	c.cards = make([]bool, len(c.payments.words))
	c.patience = make([]time.Duration, len(c.payments.words))
	for i, w := range c.payments.words {
		c.cards[i] = model.PaymentType(w).IsCard()
		c.patience[i] = patienceWith(model.PaymentType(w))
	}
	c.normalised = make([]model.DeclineReason, len(c.reasons.words))
	for i, w := range c.reasons.words {
		c.normalised[i] = model.ParseReason(w)
	}
}

// timeOrder gives the rows in the order of (ordered_at, code), or nil where they are in it already.
func (c *columns) timeOrder() []int32 {
	compare := func(a, b int32) int {
		if d := cmp.Compare(c.orderedAt[a], c.orderedAt[b]); d != 0 {
			return d
		}
		return cmp.Compare(c.codes.at(a), c.codes.at(b))
	}
	sorted := true
	for row := int32(1); row < c.rows() && sorted; row++ {
		sorted = compare(row-1, row) <= 0
	}
	if sorted {
		return nil
	}
	order := make([]int32, c.rows())
	for i := range order {
		order[i] = int32(i) //nolint:gosec // rows fit
	}
	slices.SortFunc(order, compare)
	return order
}

// reorder moves every column's rows.
func (c *columns) reorder(order, newRow []int32) {
	c.codes.reorder(order)
	moved(&c.has, order)
	moved(&c.status, order)
	moved(&c.role, order)
	moved(&c.billing, order)
	moved(&c.flags, order)
	for _, column := range []*[]model.Instant{&c.orderedAt, &c.soldAt, &c.dueAt, &c.warrantyUntil} {
		moved(column, order)
	}
	for _, column := range []*[]uint32{&c.product, &c.offer, &c.buyer, &c.affiliate, &c.src, &c.sck, &c.subscriber, &c.order} {
		moved(column, order)
	}
	for _, column := range []*[]uint16{
		&c.payment, &c.brand, &c.country, &c.channel, &c.reason, &c.installments, &c.recurrence, &c.purchase, &c.payout,
	} {
		moved(column, order)
	}
	moved(&c.price, order)
	moved(&c.net, order)
	c.refunded.renumber(newRow)
	c.reversedAt.renumber(newRow)
	c.coupon.renumber(newRow)
}

func moved[T any](column *[]T, order []int32) {
	to := make([]T, len(order))
	for i, from := range order {
		to[i] = (*column)[from]
	}
	*column = to
}

// sortByProduct puts one buyer's rows together by product and leaves their order in time. Buyers have few rows.
func sortByProduct(rows []int32, product []uint32) {
	if len(rows) > 1 {
		slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(product[a], product[b]) })
	}
}

// orderCurrencies lists the currencies of purchase: the one with most sales first, then those with most transactions.
func (c *columns) orderCurrencies() []uint16 {
	sales, rows := make([]int, len(c.currencies.words)), make([]int, len(c.currencies.words))
	for row, code := range c.purchase {
		rows[code]++
		if c.isSale(int32(row)) { //nolint:gosec // rows fit
			sales[code]++
		}
	}
	var order []uint16
	for code := 1; code < len(rows); code++ {
		if rows[code] > 0 {
			order = append(order, uint16(code)) //nolint:gosec // a code
		}
	}
	slices.SortFunc(order, func(a, b uint16) int {
		return cmp.Or(cmp.Compare(sales[b], sales[a]), cmp.Compare(rows[b], rows[a]), cmp.Compare(c.currencies.words[a], c.currencies.words[b]))
	})
	return order
}

// Info says what the snapshot holds, as it was when it was loaded.
func (d *Data) Info() model.SnapshotInfo { return d.info }

// Source is where the data came from.
func (d *Data) Source() Source { return d.source }

// History gives one transaction with all that was seen of it, from the source.
func (d *Data) History(ctx context.Context, code string) (model.History, error) {
	return d.source.History(ctx, code)
}

// asRole is the account's part in a sale; where no source tells, it is taken for the producer's.
func asRole(r model.Role) model.Role {
	if r == model.RoleUnknown {
		return model.Producer
	}
	return r
}
