package store

import (
	"database/sql/driver"
	"strings"

	"recoup/model"
)

// The places of values in a row of transaction_, as rowColumns orders them.
const (
	rowID         = 0
	rowCode       = 1
	rowFacts      = 2
	rowCurrencies = rowFacts + int(model.FieldCount)
	rowDerived    = rowCurrencies + len(moneyGroups)

	rowOrderCode     = rowDerived
	rowBuyerKey      = rowDerived + 1
	rowBuyerKeyKind  = rowDerived + 2
	rowRefusalReason = rowDerived + 3
	rowObservations  = rowDerived + 4
	rowWidth         = rowDerived + 5
)

// rowValues are the values of one row of transaction_, in the order of rowColumns.
type rowValues [rowWidth]driver.Value

// fill sets every value but the id. The transaction must have one currency per group.
func (r *rowValues) fill(t *model.Transaction, observations int) {
	clear(r[:])
	r[rowCode] = t.Code
	for left := t.Has; left != 0; left &= left - 1 {
		f := firstOf(left)
		r[rowFacts+int(f)] = factValue(t.Ref(f))
	}
	for i := range moneyGroups {
		if known := moneyGroups[i].fields & t.Has; known != 0 {
			r[rowCurrencies+i] = string(moneyAt(t, firstOf(known)).Currency())
		}
	}
	r.derive(t, observations)
}

// derive sets the columns that follow from the others; see derivedColumns.
func (r *rowValues) derive(t *model.Transaction, observations int) {
	if order := t.OrderCode(); order != t.Code {
		r[rowOrderCode] = order
	}
	key, kind := t.BuyerKey()
	if kind != model.BuyerKeyNone {
		if !t.Has.Has(model.FBuyerEmail) || key != t.BuyerEmail {
			r[rowBuyerKey] = key
		}
		r[rowBuyerKeyKind] = [...]string{"", "email", "document", "ucode", "phone"}[kind]
	}
	if t.Has.Has(model.FRefusalRaw) {
		r[rowRefusalReason] = string(model.ParseReason(t.RefusalRaw))
	}
	r[rowObservations] = int64(observations)
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
		return flagNumber(*v)
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

// rowJSON selects the facts of a row of transaction_, named by an alias, as one JSON array: its id, its code, and the
// facts in the order of factColumns. Each call into SQLite takes a lock, and a row of sixty values would take it some
// hundred and forty times.
func rowJSON(alias string) string {
	return "json_array(" + alias + "." + strings.Join(rowColumns()[:rowDerived], ","+alias+".") + ")"
}

// readRow reads what rowJSON selects into t and gives the row's id. What t held before is replaced, except that a string
// which is the same again keeps its memory; a new one gets memory of its own, so that keeping it does not keep the row.
func readRow(row string, words *vocabulary, t *model.Transaction) (id int64, err error) {
	r := bodyReader{rest: row, words: words, keep: true}
	r.expect('[')
	id = r.number()
	r.expect(',')
	r.fact(&t.Code)
	t.Has = 0
	for f := range model.FieldCount {
		r.expect(',')
		if r.null() {
			forget(t.Ref(f))
			continue
		}
		t.Has |= 1 << f
		if f.Kind() == model.FieldMoney {
			*t.Ref(f).(*model.Money) = model.NewMoney(r.number(), "")
		} else {
			r.fact(t.Ref(f))
		}
	}
	for i := range moneyGroups {
		r.expect(',')
		if r.null() {
			continue
		}
		currency := model.Currency(r.own(r.text(), ""))
		for left := moneyGroups[i].fields & t.Has; left != 0; left &= left - 1 {
			money := t.Ref(firstOf(left)).(*model.Money)
			*money = model.NewMoney(money.Minor(), currency)
		}
	}
	r.expect(']')
	if r.failed || r.rest != "" {
		return 0, damagedObservation(t.Code)
	}
	return id, nil
}

// forget makes a fact unknown.
func forget(place any) {
	switch v := place.(type) {
	case *string:
		*v = ""
	case *int64:
		*v = 0
	case *model.Instant:
		*v = 0
	case *bool:
		*v = false
	case *model.Money:
		*v = model.Money{}
	case *model.Role:
		*v = model.RoleUnknown
	case *model.Status:
		*v = model.StatusUnknown
	case *model.PaymentType:
		*v = ""
	case *model.Billing:
		*v = ""
	}
}
