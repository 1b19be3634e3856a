package model

// Money is an amount in integer minor units of one currency. Two amounts of different currencies cannot be added.
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
