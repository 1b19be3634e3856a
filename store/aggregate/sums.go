package aggregate

import (
	"cmp"
	"fmt"
	"slices"

	"recoup/model"
)

// compareSums orders two sums of one currency.
func compareSums(a, b model.Sum) int {
	x, _ := a.Minor()
	y, _ := b.Minor()
	return cmp.Compare(x, y)
}

// marks is a set of small numbers, for counting how many different ones there are.
type marks []uint64

func newMarks(size int) marks { return make(marks, (size+63)/64) }

// add tells whether the number was new.
func (m marks) add(n uint32) bool {
	bit := uint64(1) << (n % 64)
	if m[n/64]&bit != 0 {
		return false
	}
	m[n/64] |= bit
	return true
}

// saleSums is what some sales of one currency add up to.
type saleSums struct {
	sales, orders, buyers, newBuyers int
	renewals                         int // of them, charges after the first
	gross                            model.Sum
	free, unpriced, vagueRefunds     int
}

// netSums is what the account received for some sales. The currency of payout may differ from that of purchase.
type netSums struct {
	byPayout []model.Sum // by currency code
	paid     []int       // sales, by currency code
	missing  int         // sales that do not say
}

// sumSales adds up sales of one currency.
func (s *scope) sumSales(rows []int32) saleSums {
	var t saleSums
	t.sales = len(rows)
	orders, buyers := newMarks(s.orderNumbers()), newMarks(len(s.buyers.name))
	for i, row := range rows {
		if !s.goesOn(int32(i)) { //nolint:gosec // rows fit
			return t
		}
		if orders.add(s.order[row]) {
			t.orders++
		}
		if b := s.buyer[row]; b != 0 && buyers.add(b) {
			t.buyers++
			if s.isNewBuyer(b) {
				t.newBuyers++
			}
		}
		if s.recurrence[row] > 1 {
			t.renewals++
		}
		s.addGross(&t, row)
	}
	return t
}

// addGross adds the price less what was given back of it. A partial refund of an unknown amount takes nothing away.
func (s *scope) addGross(t *saleSums, row int32) {
	if !s.has[row].Has(model.FPrice) {
		t.unpriced++
		return
	}
	if s.price[row] == 0 {
		t.free++
	}
	t.gross.Add(s.contract(row, s.price[row]))
	back, known := s.givenBack(row)
	t.gross.Sub(back)
	if !known && s.status[row] == model.PartiallyRefunded {
		t.vagueRefunds++
	}
}

// contract is an amount of a charge, or of the whole plan at its first charge when contracts are counted. Instalments of
// a plan are equal, so the plan is worth the first one times their number.
func (s *scope) contract(row int32, minor int64) int64 {
	if s.q.Measure != model.Booked || !s.billing[row].isPlan() {
		return minor
	}
	whole, err := model.NewMoney(minor, "").Times(int64(s.installments[row]))
	if err != nil {
		s.fail(err)
	}
	return whole.Minor()
}

// part is what was given back of a sale that still counts.
func (s *scope) part(row int32) int64 {
	if !s.status[row].Sold() || !s.has[row].Has(model.FPrice) {
		return 0
	}
	back, _ := s.givenBack(row)
	return back
}

func (s *scope) newNetSums() netSums {
	return netSums{byPayout: make([]model.Sum, len(s.currencies.words)), paid: make([]int, len(s.currencies.words))}
}

// addNet adds what the account received. A free sale brings nothing, also where no source says so.
func (s *scope) addNet(n *netSums, row int32) {
	switch {
	case s.has[row].Has(model.FMyNet):
		n.byPayout[s.payout[row]].Add(s.contract(row, s.net[row]))
		n.paid[s.payout[row]]++
	case s.has[row].Has(model.FPrice) && s.price[row] == 0:
	default:
		n.missing++
	}
}

// commissionsMissing says why a net has no figure: which of the transactions it is about do not say what they brought.
func (n *netSums) commissionsMissing(one, several string, all int, label string) []model.MissingData {
	if n.missing == 0 {
		return nil
	}
	which := fmt.Sprintf("%d of %d %s", n.missing, all, several)
	if all == 1 {
		which = "The only " + one
	}
	return []model.MissingData{{
		Dataset: "commissions",
		Why:     which + forms(n.missing, " does", " do") + " not say what you received, so there is no figure for " + label + ".",
		How:     "recoup import the detailed sales report",
	}}
}

// netFigures gives the net in each currency of payout, or nothing when a sale does not say what it brought: a sum of the
// others would look like the whole. A free account's net is 0 of its own currency.
func (s *scope) netFigures(n *netSums, purchase uint16) []model.Figure {
	if n.missing > 0 {
		return nil
	}
	var list []model.Figure
	for code, paid := range n.paid {
		if paid > 0 {
			c := s.currencyOf(uint16(code)) //nolint:gosec // a code
			list = append(list, model.Figure{Currency: c, Value: s.money(n.byPayout[code], c)})
		}
	}
	slices.SortFunc(list, func(a, b model.Figure) int { return cmp.Compare(a.Currency, b.Currency) })
	if list == nil {
		c := s.currencyOf(purchase)
		list = []model.Figure{{Currency: c, Value: model.MoneyOf(model.NewMoney(0, c))}}
	}
	return list
}

// isNewBuyer tells whether a buyer's first sale ever is not before the window.
func (s *scope) isNewBuyer(buyer uint32) bool {
	for _, row := range s.byBuyer.ofBuyer(buyer) {
		if s.isSale(row) && s.saleDate(row) < s.window.from {
			return false
		}
	}
	return true
}
