package aggregate

import (
	"cmp"
	"slices"

	"recoup/model"
)

// buyerSums is one buyer's purchases of the window in one currency.
type buyerSums struct {
	buyer                                  uint32
	currency                               uint16
	payout                                 uint16 // of net, as long as it is one
	purchases, products, chargebacks, lost int32
	netMissing                             bool
	gross, refunded, net                   model.Sum
}

// buyersTable lists who paid for something in the window: what they bought, gave back and failed to buy in it, and since
// when they have been buying. A buyer with several currencies has a row in each.
func (s *scope) buyersTable() model.Table {
	booked, failed := s.split(s.rows(model.BookedSet)), s.split(s.rows(model.FailedAttempts))
	var items []buyerSums
	place := make([]int32, len(s.buyers.name))
	for i, code := range s.shown {
		start := len(items)
		items = s.sumBuyers(items, place, booked[i], code)
		for _, row := range failed[i] {
			if p := place[s.buyer[row]]; p > 0 {
				items[p-1].lost++
			}
		}
		for j := range items[start:] {
			place[items[start+j].buyer] = 0
			s.checkBuyer(&items[start+j])
		}
		copy(items[start:], mostFirst(items[start:]))
	}
	table := &lazyRows[buyerSums]{s: s, items: items, columns: buyerColumns(), find: func(s *scope, b buyerSums) model.Filter {
		return *s.behind(model.SoldSet, inCurrency(s.currencyOf(b.currency)), func(f *model.Filter) {
			f.Buyers = []string{s.buyers.keys.words[b.buyer]}
		})
	}}
	return table.fill(model.Table{
		ID: "buyers", Label: "Buyers", SortBy: buyerGrossColumn, Descending: true, Empty: model.Say("Nobody bought in this period."),
	})
}

// sumBuyers adds the paid transactions of one currency up by buyer. place is a buyer's place in items, counted from 1; it
// comes and goes as zeros.
func (s *scope) sumBuyers(items []buyerSums, place []int32, booked []int32, currency uint16) []buyerSums {
	pairs := newMarks(s.byBuyer.pairs())
	for _, row := range booked {
		buyer := s.buyer[row]
		if buyer == 0 {
			continue
		}
		if place[buyer] == 0 {
			items = append(items, buyerSums{buyer: buyer, currency: currency})
			place[buyer] = int32(len(items)) //nolint:gosec // rows fit
		}
		b := &items[place[buyer]-1]
		s.addPurchase(b, row)
		if s.status[row].Sold() && pairs.add(uint32(s.byBuyer.pair[row])) { //nolint:gosec // not negative
			b.products++
		}
	}
	return items
}

func (s *scope) addPurchase(b *buyerSums, row int32) {
	price := s.contract(row, s.price[row])
	switch s.status[row] {
	case model.Refunded:
		b.refunded.Add(price)
	case model.Chargeback:
		b.chargebacks++
	}
	if !s.status[row].Sold() {
		return
	}
	b.purchases++
	if s.has[row].Has(model.FPrice) {
		b.gross.Add(price)
		b.gross.Sub(s.part(row))
		b.refunded.Add(s.part(row))
	}
	switch {
	case s.has[row].Has(model.FMyNet) && (b.payout == 0 || b.payout == s.payout[row]):
		b.payout = s.payout[row]
		b.net.Add(s.contract(row, s.net[row]))
	case s.has[row].Has(model.FPrice) && s.price[row] == 0:
	default:
		b.netMissing = true
	}
}

// mostFirst orders buyers of one currency by gross, the earlier one first among equals. The keys are sorted apart from
// the sums, which are large to move.
func mostFirst(items []buyerSums) []buyerSums {
	type key struct {
		gross int64
		at    int32
	}
	keys := make([]key, len(items))
	for i := range items {
		gross, _ := items[i].gross.Minor()
		keys[i] = key{gross, int32(i)} //nolint:gosec // rows fit
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.gross != b.gross {
			return cmp.Compare(b.gross, a.gross)
		}
		return cmp.Compare(a.at, b.at)
	})
	sorted := make([]buyerSums, len(items))
	for i, k := range keys {
		sorted[i] = items[k.at]
	}
	return sorted
}

// checkBuyer fails the report when a sum left 64 bits, so that the cells need not.
func (s *scope) checkBuyer(b *buyerSums) {
	for _, sum := range [...]model.Sum{b.gross, b.refunded, b.net} {
		s.money(sum, s.currencyOf(b.currency))
	}
}

// sound is a sum that was checked, as a cell.
func sound(sum model.Sum, c model.Currency) model.Value {
	m, err := sum.Money(c)
	if err != nil {
		return model.Unknown()
	}
	return model.MoneyOf(m)
}

// buyerGrossColumn is the place of the gross among buyerColumns.
const buyerGrossColumn = 1

func buyerColumns() []lazyColumn[buyerSums] {
	count := func(n func(b buyerSums) int32) func(*scope, buyerSums) model.Value {
		return func(_ *scope, b buyerSums) model.Value { return model.CountOf(int(n(b))) }
	}
	return []lazyColumn[buyerSums]{
		{personal("buyer", "Buyer", model.ColText), func(s *scope, b buyerSums) model.Value { return textValue(s.buyers.name[b.buyer]) }},
		{column("gross", "Gross", model.ColMoney), func(s *scope, b buyerSums) model.Value { return sound(b.gross, s.currencyOf(b.currency)) }},
		{currencyColumn(), func(s *scope, b buyerSums) model.Value { return s.currencyValue(b.currency) }},
		{column("purchases", "Purchases", model.ColCount), count(func(b buyerSums) int32 { return b.purchases })},
		{column("last_purchase", "Last purchase", model.ColInstant), func(s *scope, b buyerSums) model.Value {
			_, last, known := s.purchasesOf(b.buyer)
			return knownInstant(last, known)
		}},
		{wide("lost_attempts", "Failed attempts", model.ColCount), count(func(b buyerSums) int32 { return b.lost })},
		{column("net", "Net", model.ColMoney), func(s *scope, b buyerSums) model.Value {
			if b.netMissing || b.payout == 0 {
				return model.Unknown()
			}
			return sound(b.net, s.currencyOf(b.payout))
		}},
		{implied("payout_currency", "Paid out in"), func(s *scope, b buyerSums) model.Value { return s.currencyValue(b.payout) }},
		{wide("refunded", "Refunded", model.ColMoney), func(s *scope, b buyerSums) model.Value { return sound(b.refunded, s.currencyOf(b.currency)) }},
		{column("first_purchase", "First purchase", model.ColInstant), func(s *scope, b buyerSums) model.Value {
			first, _, known := s.purchasesOf(b.buyer)
			return knownInstant(first, known)
		}},
		{personalWide("email", "E-mail"), func(s *scope, b buyerSums) model.Value { return textValue(s.buyers.email[b.buyer]) }},
		{wide("products", "Products", model.ColCount), count(func(b buyerSums) int32 { return b.products })},
		{wide("chargebacks", "Chargebacks", model.ColCount), count(func(b buyerSums) int32 { return b.chargebacks })},
		{wide("country", "Country", model.ColText), func(s *scope, b buyerSums) model.Value { return textValue(s.buyers.country[b.buyer]) }},
	}
}

// purchasesOf gives a buyer's first and last purchase anywhere in the snapshot.
func (s *scope) purchasesOf(buyer uint32) (first, last model.Instant, known bool) {
	for _, row := range s.byBuyer.ofBuyer(buyer) {
		if !s.status[row].Converted() || s.soldAt[row] > s.q.AsOf {
			continue
		}
		if !known {
			first, last, known = s.soldAt[row], s.soldAt[row], true
		}
		first, last = min(first, s.soldAt[row]), max(last, s.soldAt[row])
	}
	return first, last, known
}

func knownInstant(i model.Instant, known bool) model.Value {
	if !known {
		return model.Unknown()
	}
	return model.InstantOfMillis(i)
}
