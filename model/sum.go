package model

import (
	"cmp"
	"math"
	"slices"
)

// Sum adds up minor units of one currency in a loop over many rows. It never wraps: once a sum has left the range of
// 64 bits it stays spoilt, and Money says so. The zero value is 0.
type Sum struct {
	minor int64
	spilt int64 // only its sign bit is used: set once an addition has overflowed
}

const signBit = math.MinInt64

// Add adds minor units.
func (s *Sum) Add(minor int64) {
	next := s.minor + minor
	s.spilt |= (s.minor ^ next) & (minor ^ next) & signBit
	s.minor = next
}

// Sub takes minor units away.
func (s *Sum) Sub(minor int64) {
	next := s.minor - minor
	s.spilt |= (s.minor ^ minor) & (s.minor ^ next) & signBit
	s.minor = next
}

// Merge adds what another sum has counted, such as that of another part of the rows.
func (s *Sum) Merge(o Sum) {
	s.Add(o.minor)
	s.spilt |= o.spilt
}

// Minor is the sum in minor units, and whether it is right: false after an overflow.
func (s Sum) Minor() (int64, bool) { return s.minor, s.spilt >= 0 }

// Money is the sum as an amount of the currency that its minor units were of, or an error after an overflow.
func (s Sum) Money(c Currency) (Money, error) {
	if s.spilt < 0 {
		return Money{}, overflow(c)
	}
	return Money{s.minor, c}, nil
}

// Purse holds one amount in each of several currencies, for totals of rows that mix them. The zero value is empty.
// A copy shares its amounts: hand on a pointer, or what All gives.
type Purse struct{ amounts []Money }

// Add adds an amount to that of its currency.
func (p *Purse) Add(m Money) error {
	i, found := p.find(m.currency)
	if !found {
		p.amounts = slices.Insert(p.amounts, i, m)
		return nil
	}
	sum, err := p.amounts[i].Add(m)
	if err != nil {
		return err
	}
	p.amounts[i] = sum
	return nil
}

// Sub takes an amount away from that of its currency, which may become negative.
func (p *Purse) Sub(m Money) error {
	opposite, err := m.Neg()
	if err != nil {
		return err
	}
	return p.Add(opposite)
}

// Of gives the amount in a currency; false when none was ever added.
func (p Purse) Of(c Currency) (Money, bool) {
	if i, found := p.find(c); found {
		return p.amounts[i], true
	}
	return Money{currency: c}, false
}

// All lists the amounts by currency code, also those that came out as 0.
func (p Purse) All() []Money { return slices.Clone(p.amounts) }

// Len is the number of currencies.
func (p Purse) Len() int { return len(p.amounts) }

func (p Purse) find(c Currency) (int, bool) {
	return slices.BinarySearchFunc(p.amounts, c, func(m Money, c Currency) int { return cmp.Compare(m.currency, c) })
}
