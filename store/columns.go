package store

import (
	"math/bits"
	"strings"

	"recoup/model"
)

// moneyGroup is a set of amounts that share a currency, and so one column for it.
type moneyGroup struct {
	column string
	fields model.FieldSet
}

// moneyGroups follows model.Project, which lets only one currency per group through: what the buyer pays in the currency
// of purchase, what the parties receive in the currency of payout, and Hotmart's fees in theirs.
var moneyGroups = [...]moneyGroup{
	{"currency", model.FieldSet(0).With(model.FPrice, model.FPaid, model.FRefundedMoney, model.FInstallmentFee, model.FLocalTax)},
	{"payout_currency", model.FieldSet(0).With(model.FGross, model.FMyNet, model.FProducerNet, model.FAffiliateCut, model.FCoproducerCut)},
	{"fee_currency", model.FieldSet(0).With(model.FFee, model.FStreamingFee, model.FOtherFees)},
}

// oneCurrencyPerGroup tells whether the columns of transaction_ can hold the transaction as it is.
func oneCurrencyPerGroup(t *model.Transaction) bool {
	for _, group := range moneyGroups {
		known := group.fields & t.Has
		if known == 0 {
			continue
		}
		shared := moneyAt(t, firstOf(known)).Currency()
		for left := known; left != 0; left &= left - 1 {
			if moneyAt(t, firstOf(left)).Currency() != shared {
				return false
			}
		}
	}
	return true
}

// firstOf is the first field of a set that is not empty.
func firstOf(s model.FieldSet) model.Field { return model.Field(bits.TrailingZeros64(uint64(s))) }

func moneyAt(t *model.Transaction, f model.Field) model.Money { return *t.Ref(f).(*model.Money) }

// column is one column of transaction_.
type column struct {
	name string
	kind string // the SQL type and constraints
}

// columnName is the name of a field's column.
func columnName(f model.Field) string {
	if f.Kind() == model.FieldMoney {
		return f.Name() + "_minor"
	}
	return f.Name()
}

// factColumns lists the columns that hold facts: one per field, in the order of model.Field, then the currencies.
func factColumns() []column {
	var columns []column
	for f := range model.FieldCount {
		kind := "INTEGER"
		if f.Kind() == model.FieldText {
			kind = "TEXT"
		}
		columns = append(columns, column{columnName(f), kind})
	}
	for _, group := range moneyGroups {
		columns = append(columns, column{group.column, "TEXT"})
	}
	return columns
}

// derivedColumns lists the columns that are computed from the facts. order_code and buyer_key are NULL where they equal
// code and buyer_email, which is most of the time; v_transaction fills them in.
func derivedColumns() []column {
	return []column{
		{"order_code", "TEXT"}, {"buyer_key", "TEXT"}, {"buyer_key_kind", "TEXT"}, {"refusal_reason", "TEXT"},
		{"observations", "INTEGER NOT NULL"},
	}
}

// rowColumns lists what a row of transaction_ is written with, id and code first.
func rowColumns() []string {
	names := []string{"id", "code"}
	for _, c := range factColumns() {
		names = append(names, c.name)
	}
	for _, c := range derivedColumns() {
		names = append(names, c.name)
	}
	return names
}

// placeholders gives "(?,?,…)" for a row of a number of columns.
func placeholders(columns int) string {
	return "(" + strings.TrimSuffix(strings.Repeat("?,", columns), ",") + ")"
}
