// Package world makes one creator's account out of a seed, knows the truth about it at every moment, and tells it the way
// each road does: as the rows of the downloaded reports, as the bodies of webhooks, as the items of the API's answers.
// What the roads bring into a snapshot can so be compared with what is true. It serves tests alone.
//
// Nobody in it exists. Everything is made of whole numbers and one generator, so that a seed gives the same account on
// every machine.
package world

import (
	"cmp"
	"slices"
	"time"

	"recoup/model"
)

// Options say how large an account is and when it lives.
type Options struct {
	// Sales is how many transactions were ordered in the period; 300 when zero. From 40 on, and over 30 days or more,
	// every status of the API is the current one of some sale at To.
	Sales int
	// From and To bound the moments of the orders, half-open; the 120 days before 2026-07-01 in São Paulo when To is zero. What
	// happens to a sale later, such as a refund, may lie after To. The last order is always placed one second before To.
	From, To model.Instant
	// Zone is the account's; America/Sao_Paulo when nil.
	Zone *time.Location
	// Plain leaves out names with control characters, which a spreadsheet cannot hold.
	Plain bool
}

// World is one account. It does not change and may be read from many goroutines.
type World struct {
	Account  Account
	Zone     *time.Location
	From, To model.Instant

	seed     uint64
	products []*product
	buyers   []*buyer
	sales    []*sale // by order date
	byCode   map[string]*sale
	subs     []*subscription
	bySub    map[string]*subscription
	carts    []cart
	members  []*member
}

// Account is the creator whose account it is.
type Account struct {
	ID                                         int64
	Ucode, Name, Email, Document, Currency, TZ string
}

// New makes the account of a seed.
func New(seed uint64, opt Options) *World {
	opt = opt.filled()
	m := newMaker(seed, opt)
	m.catalogue()
	m.people()
	m.edges()
	m.fill()
	m.abandon()
	m.club()
	w := m.World
	slices.SortFunc(w.sales, func(a, b *sale) int {
		return cmp.Or(cmp.Compare(a.tx.OrderedAt, b.tx.OrderedAt), cmp.Compare(a.tx.Code, b.tx.Code))
	})
	slices.SortFunc(w.subs, func(a, b *subscription) int {
		return cmp.Or(cmp.Compare(a.startedAt, b.startedAt), cmp.Compare(a.code, b.code))
	})
	for _, s := range w.sales {
		w.byCode[s.tx.Code] = s
	}
	for _, s := range w.subs {
		w.bySub[s.code] = s
	}
	return w
}

func (o Options) filled() Options {
	if o.Sales == 0 {
		o.Sales = 300
	}
	if o.Zone == nil {
		zone, err := model.LoadZone("America/Sao_Paulo")
		if err != nil {
			panic(err)
		}
		o.Zone = zone
	}
	if o.To == 0 {
		o.To = model.InstantOf(time.Date(2026, 7, 1, 0, 0, 0, 0, o.Zone))
	}
	if o.From == 0 {
		o.From = o.To.Add(-120 * day)
	}
	return o
}

const day = 24 * time.Hour

// Sales is how many transactions the account has.
func (w *World) Sales() int { return len(w.sales) }

// Codes lists the transactions' codes by the date of the order.
func (w *World) Codes() []string {
	codes := make([]string, len(w.sales))
	for i, s := range w.sales {
		codes[i] = s.tx.Code
	}
	return codes
}

// State is a status that a sale took on at a moment.
type State struct {
	At     model.Instant
	Status model.Status
}

// Life tells every status that a sale ever takes on, oldest first; nil for a code that is none.
func (w *World) Life(code string) []State {
	if s := w.byCode[code]; s != nil {
		return slices.Clone(s.states)
	}
	return nil
}

// Turns lists the moments after an instant up to another, at which the state of some sale changes, oldest first. They
// are where a clock may be stopped to see something new.
func (w *World) Turns(after, until model.Instant) []model.Instant {
	var turns []model.Instant
	for _, s := range w.sales {
		for _, st := range s.states {
			if st.At > after && st.At <= until {
				turns = append(turns, st.At)
			}
		}
	}
	slices.Sort(turns)
	return slices.Compact(turns)
}
