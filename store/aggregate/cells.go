package aggregate

import "recoup/model"

func column(id, label string, kind model.ColumnType) model.Column {
	return model.Column{ID: id, Label: label, Type: kind}
}

func wide(id, label string, kind model.ColumnType) model.Column {
	return model.Column{ID: id, Label: label, Type: kind, Wide: true}
}

func personal(id, label string, kind model.ColumnType) model.Column {
	return model.Column{ID: id, Label: label, Type: kind, Personal: true}
}

func personalWide(id, label string) model.Column {
	return model.Column{ID: id, Label: label, Type: model.ColText, Personal: true, Wide: true}
}

// currencyColumn stands beside a table's amounts, which files write as bare minor units.
func currencyColumn() model.Column { return implied("currency", "Currency") }

// implied is a column that only files need: a reader sees it in the amounts.
func implied(id, label string) model.Column {
	c := wide(id, label, model.ColText)
	c.Implied = true
	return c
}

func (c *columns) currencyValue(code uint16) model.Value { return c.currencies.value(code) }

func (c *columns) paymentValue(code uint16) model.Value {
	if code == 0 {
		return model.Unknown()
	}
	p := model.PaymentType(c.payments.words[code])
	return model.EnumOf(string(p), p.Label())
}

func (c *columns) statusValue(row int32) model.Value {
	return model.EnumOf(c.status[row].ID(), c.status[row].Label())
}

// priceValue is a row's price in its currency; unknown where no source tells it.
func (c *columns) priceValue(row int32) model.Value {
	if !c.has[row].Has(model.FPrice) {
		return model.Unknown()
	}
	return model.MoneyOf(model.NewMoney(c.price[row], model.Currency(c.currencies.words[c.purchase[row]])))
}

func (c *columns) netValue(row int32) model.Value {
	if !c.has[row].Has(model.FMyNet) {
		return model.Unknown()
	}
	return model.MoneyOf(model.NewMoney(c.net[row], model.Currency(c.currencies.words[c.payout[row]])))
}

// instantValue is a moment that is known when a field is.
func (c *columns) instantValue(row int32, f model.Field, i model.Instant) model.Value {
	if !c.has[row].Has(f) {
		return model.Unknown()
	}
	return model.InstantOfMillis(i)
}

// inCurrency narrows a filter to one currency.
func inCurrency(c model.Currency) func(*model.Filter) {
	return func(f *model.Filter) { f.Currency = c }
}
