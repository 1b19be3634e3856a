package aggregate

import (
	"slices"

	"recoup/model"
)

// orders numbers the checkouts. Nearly every transaction is an order of its own, so only the codes of orders with several
// items are kept as text; an order of one row has the number words + row.
type orders struct {
	shared dictionary[uint32]
	mains  map[string][]int32 // while loading: the rows of order bumps, by the code of their main product
}

const ownOrder = ^uint32(0)

func newOrders() orders {
	return orders{shared: newDictionary[uint32](), mains: map[string][]int32{}}
}

// code is the order of a row that is being loaded, or ownOrder.
func (o *orders) code(t *model.Transaction, row int32) uint32 {
	if t.IsBump && t.ParentCode != "" {
		o.mains[t.ParentCode] = append(o.mains[t.ParentCode], row)
	}
	if t.ParentCode == "" || t.Recurrence > 1 {
		if own := t.OrderCode(); own != t.Code {
			return o.shared.code(own)
		}
		return ownOrder
	}
	return o.shared.code(t.OrderCode())
}

// settle gives every row its order's number, and finds the main product of every bump. newRow maps the rows at the time
// of loading to their place now, nil if they are the same.
func (o *orders) settle(c *columns, newRow []int32) {
	var bumps []mainOf
	words := uint32(len(o.shared.words)) //nolint:gosec // fits its codes
	for row := range c.rows() {
		code := c.codes.at(row)
		if c.order[row] == ownOrder {
			if shared, ok := o.shared.index[code]; ok && code != "" {
				c.order[row] = shared
			} else {
				c.order[row] = words + uint32(row) //nolint:gosec // not negative
			}
		}
		if len(o.mains) == 0 {
			continue
		}
		for _, bump := range o.mains[code] {
			if newRow != nil {
				bump = newRow[bump]
			}
			bumps = append(bumps, mainOf{bump, row})
		}
	}
	slices.SortFunc(bumps, func(a, b mainOf) int { return int(a.bump - b.bump) })
	for _, b := range bumps {
		c.main.add(b.bump, b.main)
	}
	o.mains = nil
	o.shared.seal()
}

// mainOf ties an order bump to its main product.
type mainOf struct{ bump, main int32 }

// orderCode is the order of a row, in words.
func (c *columns) orderCode(row int32) string {
	if o := c.order[row]; int(o) < len(c.orders.shared.words) {
		return c.orders.shared.words[o]
	}
	return c.codes.at(row)
}

// orderNumbers is one more than the largest number of an order.
func (c *columns) orderNumbers() int { return len(c.orders.shared.words) + len(c.has) }
