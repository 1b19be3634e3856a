package sample

import "math/rand/v2"

// draw is the account's chance. It is PCG without the layer of rand.Rand, because the account is made while a person
// waits for the first frame. There is no floating point in it: processors round that differently.
type draw struct{ pcg *rand.PCG }

func newDraw(seed uint64) draw { return draw{rand.NewPCG(seed, 0x9e3779b97f4a7c15)} }

// below gives a number from 0 up to, but not including, n.
func (d draw) below(n int) int {
	return int(d.pcg.Uint64() >> 32 * uint64(n) >> 32)
}

// between gives a number from low to high, both included.
func (d draw) between(low, high int) int { return low + d.below(high-low+1) }

// chance is true in so many of a thousand cases.
func (d draw) chance(permille int) bool { return d.below(1000) < permille }

// weighted gives an index in proportion to the weights, which add up to a thousand.
func (d draw) weighted(weights []int) int {
	left := d.below(1000)
	for i, w := range weights {
		if left -= w; left < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// deal fills a hand with n cards, each an index into weights, in exact proportion to them and in random order. The
// weights of a list that goes from cheap to dear make hands of equal value: what rounding takes from one card goes to
// its neighbour.
func (d draw) deal(hand []int, n int, weights []int) []int {
	total := 0
	for _, w := range weights {
		total += w
	}
	hand = hand[:0]
	upTo := 0
	for card, w := range weights {
		upTo += w
		for len(hand) < (2*n*upTo+total)/(2*total) {
			hand = append(hand, card)
		}
	}
	for i := len(hand) - 1; i > 0; i-- {
		j := d.below(i + 1)
		hand[i], hand[j] = hand[j], hand[i]
	}
	return hand
}

// quota turns a rate into whole numbers without chance: what is left over waits for the next time.
type quota struct{ left int }

// take gives the whole part of rate/per and what was left before.
func (q *quota) take(rate, per int) int {
	q.left += rate
	whole := q.left / per
	q.left -= whole * per
	return whole
}
