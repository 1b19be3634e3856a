package model

import (
	"cmp"
	"errors"
	"math"
	"math/bits"
	"slices"
)

// What arithmetic on money can refuse. They are the causes of the errors that money's methods return.
var (
	// ErrCurrencyMix: two amounts of different currencies were put together.
	ErrCurrencyMix = errors.New("amounts of different currencies")
	// ErrOverflow: the result does not fit in 64 bits of minor units.
	ErrOverflow = errors.New("amount out of range")
)

// Money is an amount in integer minor units of one currency. Two amounts of different currencies cannot be added. Every
// operation is exact or returns an error; none wraps around.
type Money struct {
	minor    int64
	currency Currency
}

// NewMoney makes an amount from minor units (cents for BRL, whole pesos for CLP).
func NewMoney(minor int64, c Currency) Money { return Money{minor, c} }

// Minor is the amount in minor units.
func (m Money) Minor() int64 { return m.minor }

// Currency is the amount's currency.
func (m Money) Currency() Currency { return m.currency }

// IsZero tells whether the amount is 0, in whatever currency.
func (m Money) IsZero() bool { return m.minor == 0 }

// Sign is -1, 0 or 1.
func (m Money) Sign() int { return cmp.Compare(m.minor, 0) }

// Add adds an amount of the same currency.
func (m Money) Add(o Money) (Money, error) {
	if err := m.same(o); err != nil {
		return Money{}, err
	}
	sum := m.minor + o.minor
	if (m.minor^sum)&(o.minor^sum) < 0 {
		return Money{}, overflow(m.currency)
	}
	return Money{sum, m.currency}, nil
}

// Sub takes away an amount of the same currency.
func (m Money) Sub(o Money) (Money, error) {
	if err := m.same(o); err != nil {
		return Money{}, err
	}
	diff := m.minor - o.minor
	if (m.minor^o.minor)&(m.minor^diff) < 0 {
		return Money{}, overflow(m.currency)
	}
	return Money{diff, m.currency}, nil
}

// Neg turns the sign round. Only the smallest amount there is has no opposite.
func (m Money) Neg() (Money, error) {
	if m.minor == math.MinInt64 {
		return Money{}, overflow(m.currency)
	}
	return Money{-m.minor, m.currency}, nil
}

// Abs is the amount without its sign.
func (m Money) Abs() (Money, error) {
	if m.minor < 0 {
		return m.Neg()
	}
	return m, nil
}

// Cmp compares with an amount of the same currency: -1, 0 or 1.
func (m Money) Cmp(o Money) (int, error) {
	if err := m.same(o); err != nil {
		return 0, err
	}
	return cmp.Compare(m.minor, o.minor), nil
}

// Times multiplies by a whole number, as in instalment × number of instalments.
func (m Money) Times(n int64) (Money, error) { return m.MulRatio(n, 1) }

// Div divides by a whole number, as an average does. The result is rounded to the nearest minor unit, and a half away
// from zero. Division by 0 is an error.
func (m Money) Div(n int64) (Money, error) { return m.MulRatio(1, n) }

// MulRatio multiplies by num/den with no loss in between, and rounds once, to the nearest minor unit, a half away from
// zero. den = 0 is an error.
func (m Money) MulRatio(num, den int64) (Money, error) {
	if den == 0 {
		return Money{}, Failed(nil, "", "An amount cannot be divided by zero.")
	}
	hi, lo := bits.Mul64(magnitude(m.minor), magnitude(num))
	d := magnitude(den)
	if hi >= d {
		return Money{}, overflow(m.currency)
	}
	quotient, rest := bits.Div64(hi, lo, d)
	if rest >= d-rest && rest != 0 {
		quotient++
		if quotient == 0 {
			return Money{}, overflow(m.currency)
		}
	}
	negative := (m.minor < 0) != (num < 0) != (den < 0)
	minor, ok := signed(quotient, negative)
	if !ok {
		return Money{}, overflow(m.currency)
	}
	return Money{minor, m.currency}, nil
}

// Split shares the amount out in proportion to the weights, which must not be negative and must not all be 0. The parts
// add up to the amount exactly: each gets its share rounded towards zero, and the units left over go one by one to the
// parts with the largest remainder, the earlier one among equals.
func (m Money) Split(weights []int64) ([]Money, error) {
	var total uint64
	for _, w := range weights {
		if w < 0 || total > math.MaxInt64 {
			return nil, Failed(nil, "", "The weights of a split must not be negative, and must fit together in 64 bits.")
		}
		total += uint64(w)
	}
	if total == 0 || total > math.MaxInt64 {
		return nil, Failed(nil, "", "The weights of a split must add up to a positive number of 64 bits.")
	}
	amount := magnitude(m.minor)
	parts := make([]Money, len(weights))
	rests := make([]uint64, len(weights))
	order := make([]int, len(weights))
	left := amount
	for i, w := range weights {
		hi, lo := bits.Mul64(amount, uint64(w))
		share, rest := bits.Div64(hi, lo, total) // hi < total, because w ≤ total and amount < 2⁶⁴
		left -= share
		rests[i], order[i] = rest, i
		parts[i].minor = int64(share) //nolint:gosec // turned round below; at most 2⁶³
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rests[b], rests[a]) })
	for _, i := range order[:left] { // fewer units are left over than there are parts
		parts[i].minor++
	}
	for i := range parts {
		parts[i].currency = m.currency
		if m.minor < 0 {
			parts[i].minor = -parts[i].minor
		}
	}
	return parts, nil
}

func (m Money) same(o Money) error {
	if m.currency == o.currency {
		return nil
	}
	return Failed(ErrCurrencyMix, "Choose one currency, or look at each of them apart.",
		"%s and %s cannot be put together in one amount.", m.currency.named(), o.currency.named())
}

func (c Currency) named() string {
	if c == "" {
		return "an amount without a currency"
	}
	return string(c)
}

func overflow(c Currency) error {
	return Failed(ErrOverflow, "Look for an amount with too many digits.",
		"An amount in %s is larger than this program can count.", c.named())
}

// magnitude is the absolute value, also of the smallest integer.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// signed puts the sign back on a magnitude, if the result fits.
func signed(n uint64, negative bool) (int64, bool) {
	if negative {
		return -int64(n), n <= 1<<63 //nolint:gosec // 2⁶³ wraps to the smallest integer, which is its own opposite
	}
	return int64(n), n <= math.MaxInt64 //nolint:gosec // the second result says whether it fitted
}
