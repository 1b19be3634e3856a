package store

import (
	"database/sql/driver"
	"math/bits"

	"recoup/model"
)

// The places of values in a row of transaction_, as rowColumns orders them.
const (
	rowID         = 0
	rowCode       = 1
	rowFacts      = 2
	rowCurrencies = rowFacts + int(model.FieldCount)
	rowDerived    = rowCurrencies + len(moneyGroups)
	rowWidth      = rowDerived + 5
)

// groupOf gives the index of a money field's group in moneyGroups.
func groupOf(f model.Field) int {
	for i := range moneyGroups {
		if moneyGroups[i].fields.Has(f) {
			return i
		}
	}
	return 0
}

// fillRow sets the arguments of one row, which start at place from. The transaction must have one currency per group.
func (p *prepared) fillRow(from int, id int64, t *model.Transaction, observations int) {
	p.set(from+rowID, id)
	p.set(from+rowCode, t.Code)
	for i := rowFacts; i < rowWidth; i++ {
		p.set(from+i, nil)
	}
	for left := t.Has; left != 0; left &= left - 1 {
		f := model.Field(bits.TrailingZeros64(uint64(left)))
		p.set(from+rowFacts+int(f), factValue(t.Ref(f)))
	}
	for i := range moneyGroups {
		if known := moneyGroups[i].fields & t.Has; known != 0 {
			p.set(from+rowCurrencies+i, string(moneyAt(t, firstOf(known)).Currency()))
		}
	}
	p.fillDerived(from+rowDerived, t, observations)
}

// fillDerived sets the columns that follow from the others; see derivedColumns.
func (p *prepared) fillDerived(from int, t *model.Transaction, observations int) {
	if order := t.OrderCode(); order != t.Code {
		p.set(from, order)
	}
	key, kind := t.BuyerKey()
	if kind != model.BuyerKeyNone {
		if !t.Has.Has(model.FBuyerEmail) || key != t.BuyerEmail {
			p.set(from+1, key)
		}
		p.set(from+2, [...]string{"", "email", "document", "ucode", "phone"}[kind])
	}
	if t.Has.Has(model.FRefusalRaw) {
		p.set(from+3, string(model.ParseReason(t.RefusalRaw)))
	}
	p.set(from+4, int64(observations))
}

func factValue(fact any) driver.Value {
	switch v := fact.(type) {
	case *string:
		return *v
	case *int64:
		return *v
	case *model.Instant:
		return int64(*v)
	case *bool:
		return flagValue(*v)
	case *model.Money:
		return v.Minor()
	case *model.Role:
		return v.ID()
	case *model.Status:
		return v.ID()
	case *model.PaymentType:
		return string(*v)
	case *model.Billing:
		return string(*v)
	}
	return nil
}

// readRow gives the transaction of a row of transaction_ that was selected with rowColumns, or with those up to the
// derived ones.
func readRow(row []driver.Value, words *vocabulary, t *model.Transaction) {
	*t = model.Transaction{}
	t.Code, _ = row[rowCode].(string)
	for f := range model.FieldCount {
		value := row[rowFacts+int(f)]
		if value == nil {
			continue
		}
		t.Has |= 1 << f
		readFact(value, words, t.Ref(f))
	}
	for i := range moneyGroups {
		currency, _ := row[rowCurrencies+i].(string)
		for left := moneyGroups[i].fields & t.Has; left != 0; left &= left - 1 {
			money := t.Ref(firstOf(left)).(*model.Money)
			*money = model.NewMoney(money.Minor(), model.Currency(currency))
		}
	}
}

func readFact(value driver.Value, words *vocabulary, place any) {
	n, _ := value.(int64)
	text, _ := value.(string)
	switch v := place.(type) {
	case *string:
		*v = text
	case *int64:
		*v = n
	case *model.Instant:
		*v = model.Instant(n)
	case *bool:
		*v = n != 0
	case *model.Money:
		*v = model.NewMoney(n, "")
	case *model.Role:
		*v = words.role(text)
	case *model.Status:
		*v = words.status(text)
	case *model.PaymentType:
		*v = model.PaymentType(text)
	case *model.Billing:
		*v = model.Billing(text)
	}
}
