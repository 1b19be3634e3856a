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

// rowValues are the values of one row of transaction_ but for its id, in the order of rowColumns. They are not boxed, and
// the texts lie one behind the other: SQLite is given all of them in one piece.
type rowValues struct {
	kinds   [rowWidth]valueKind
	numbers [rowWidth]int64 // of a text, its length
	texts   []byte
}

// valueKind is what SQLite takes a value for.
type valueKind uint8

const (
	noValue valueKind = iota
	numberValue
	textValue
)

func (r *rowValues) number(i int, n int64) { r.kinds[i], r.numbers[i] = numberValue, n }

// text adds the text of a column behind those of columns before it.
func (r *rowValues) text(i int, text string) {
	r.kinds[i], r.numbers[i] = textValue, int64(len(text))
	r.texts = append(r.texts, text...)
}

// values gives the values from a column on, for comparison.
func (r *rowValues) values(from int) []driver.Value {
	all := make([]driver.Value, 0, rowWidth-from)
	at := int64(0)
	for i, kind := range r.kinds {
		var v driver.Value
		switch kind {
		case numberValue:
			v = r.numbers[i]
		case textValue:
			v = string(r.texts[at : at+r.numbers[i]])
			at += r.numbers[i]
		}
		if i >= from {
			all = append(all, v)
		}
	}
	return all
}

// fill sets every value but the id. The transaction must have one currency per group. The reason is that of the words of
// a refusal: model.ParseReason, or what remembers it.
func (r *rowValues) fill(t *model.Transaction, observations int, reason func(raw string) model.DeclineReason) {
	clear(r.kinds[:])
	r.texts = r.texts[:0]
	r.text(rowCode, t.Code)
	for left := t.Has; left != 0; left &= left - 1 {
		f := firstOf(left)
		r.fact(rowFacts+int(f), t.Ref(f))
	}
	for i := range moneyGroups {
		if known := moneyGroups[i].fields & t.Has; known != 0 {
			r.text(rowCurrencies+i, string(moneyAt(t, firstOf(known)).Currency()))
		}
	}
	r.derive(t, observations, reason)
}

// derive sets the columns that follow from the others; see derivedColumns.
func (r *rowValues) derive(t *model.Transaction, observations int, reason func(raw string) model.DeclineReason) {
	if order := t.OrderCode(); order != t.Code {
		r.text(rowOrderCode, order)
	}
	key, kind := t.BuyerKey()
	if kind != model.BuyerKeyNone {
		if !t.Has.Has(model.FBuyerEmail) || key != t.BuyerEmail {
			r.text(rowBuyerKey, key)
		}
		r.text(rowBuyerKeyKind, [...]string{"", "email", "document", "ucode", "phone"}[kind])
	}
	if t.Has.Has(model.FRefusalRaw) {
		r.text(rowRefusalReason, string(reason(t.RefusalRaw)))
	}
	r.number(rowObservations, int64(observations))
}

func (r *rowValues) fact(i int, fact any) {
	switch v := fact.(type) {
	case *string:
		r.text(i, *v)
	case *int64:
		r.number(i, *v)
	case *model.Instant:
		r.number(i, int64(*v))
	case *bool:
		r.number(i, flagNumber(*v))
	case *model.Money:
		r.number(i, v.Minor())
	case *model.Role:
		r.text(i, v.ID())
	case *model.Status:
		r.text(i, v.ID())
	case *model.PaymentType:
		r.text(i, string(*v))
	case *model.Billing:
		r.text(i, string(*v))
	}
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
