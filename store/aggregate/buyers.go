package aggregate

import (
	"strings"

	"recoup/model"
)

// buyers holds what is known of each buyer: the latest word on each fact. Buyer 0 stands for every row that does not say
// who bought.
type buyers struct {
	keys                         dictionary[uint32]
	name, email, phone, document []string
	country                      []string
	in                           [][buyerFacts]int32 // while loading: the rows that the facts are from
}

// buyerFacts is how many facts are kept of a buyer.
const buyerFacts = 5

func newBuyers() buyers {
	return buyers{
		keys: newDictionary[uint32](), name: []string{""}, email: []string{""}, phone: []string{""}, document: []string{""},
		country: []string{""}, in: make([][buyerFacts]int32, 1),
	}
}

// code finds or adds the buyer of a row that is being loaded, and learns what it says of them.
func (b *buyers) code(t *model.Transaction, row int32, later laterRow) uint32 {
	key, _ := t.BuyerKey()
	c := b.keys.code(key)
	if c == 0 {
		return 0
	}
	if int(c) == len(b.name) {
		b.name, b.email, b.phone = append(b.name, t.BuyerName), append(b.email, t.BuyerEmail), append(b.phone, t.BuyerPhone)
		b.document, b.country = append(b.document, t.BuyerDocument), append(b.country, t.BuyerCountry)
		b.in = append(b.in, [buyerFacts]int32{row, row, row, row, row})
		return c
	}
	in := &b.in[c]
	learn(&b.name[c], &in[0], t.BuyerName, row, later)
	learn(&b.email[c], &in[1], t.BuyerEmail, row, later)
	learn(&b.phone[c], &in[2], t.BuyerPhone, row, later)
	learn(&b.document[c], &in[3], t.BuyerDocument, row, later)
	learn(&b.country[c], &in[4], t.BuyerCountry, row, later)
	return c
}

func (b *buyers) seal() { b.keys.seal(); b.in = nil }

// textValue is a fact as a cell; an empty one is unknown.
func textValue(s string) model.Value {
	if strings.TrimSpace(s) == "" {
		return model.Unknown()
	}
	return model.TextOf(s)
}

// byBuyer lists the rows by buyer, within a buyer by product, within that by time: everything that one person did with
// one product stands together. Such a run is a pair. A row without a buyer is a pair of its own, since nothing says that
// two of them are the same person.
type byBuyer struct {
	rows    []int32
	buyerAt []int32 // where a buyer's rows start in rows; one more than there are buyers
	pair    []int32 // by row: the number of its pair
	pairAt  []int32 // where a pair's rows start in rows; one more than there are pairs
}

func groupByBuyer(c *columns) byBuyer {
	n := len(c.has)
	g := byBuyer{rows: make([]int32, n), buyerAt: make([]int32, len(c.buyers.name)+1), pair: make([]int32, n)}
	for _, b := range c.buyer {
		g.buyerAt[b+1]++
	}
	for b := 1; b < len(g.buyerAt); b++ {
		g.buyerAt[b] += g.buyerAt[b-1]
	}
	next := append([]int32(nil), g.buyerAt...)
	for row, b := range c.buyer {
		g.rows[next[b]] = int32(row) //nolint:gosec // rows fit
		next[b]++
	}
	g.pairAt = make([]int32, 0, n/2+1)
	for b := range len(g.buyerAt) - 1 {
		of := g.rows[g.buyerAt[b]:g.buyerAt[b+1]]
		if b > 0 {
			sortByProduct(of, c.product)
		}
		for i, row := range of {
			if b == 0 || i == 0 || c.product[row] != c.product[of[i-1]] {
				g.pairAt = append(g.pairAt, g.buyerAt[b]+int32(i)) //nolint:gosec // rows fit
			}
			g.pair[row] = int32(len(g.pairAt) - 1) //nolint:gosec // rows fit
		}
	}
	g.pairAt = append(g.pairAt, int32(n)) //nolint:gosec // rows fit
	return g
}

// ofPair lists the rows of a pair, oldest order first.
func (g *byBuyer) ofPair(pair int32) []int32 { return g.rows[g.pairAt[pair]:g.pairAt[pair+1]] }

// ofBuyer lists the rows of a buyer by product, then oldest first.
func (g *byBuyer) ofBuyer(buyer uint32) []int32 { return g.rows[g.buyerAt[buyer]:g.buyerAt[buyer+1]] }

func (g *byBuyer) pairs() int { return len(g.pairAt) - 1 }
