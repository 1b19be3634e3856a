package store

import (
	_ "embed" // of the schema

	"recoup/model"
)

// applicationID marks a file as a recoup snapshot: "rcup" in the file's header.
const applicationID = 0x72637570

// pageSize is the size of the file's pages in bytes. Rows of four to five hundred bytes leave less of an 8 KiB page
// empty than of SQLite's default of 4 KiB.
const pageSize = 8192

// A migration takes the schema from one version to the next: the n-th of the list leads to version n. It runs in one
// SQLite transaction together with the new number. A migration that was released is never changed, only followed.
type migration string

// migrations lists the way from nothing to the current schema; its length is the schema's version. What each table means
// is in the package's documentation.
func migrations() []migration {
	return []migration{migration(schema1), migration(schema2)}
}

var (
	//go:embed schema/1.sql
	schema1 string
	//go:embed schema/2.sql
	schema2 string
)

// uniqueIndexes are the only indexes: reports scan, and every further index costs an import more than the table does.
// A first import makes them after its rows, which sorts the codes once instead of inserting them at random.
const uniqueIndexes = `
CREATE UNIQUE INDEX transaction_code ON transaction_(code);
CREATE UNIQUE INDEX observation_sighting ON observation(code, source, hash);
`

const dropUniqueIndexes = `
DROP INDEX transaction_code;
DROP INDEX observation_sighting;
`

// wordTables gives the statements that write the model's words into the tables which SQL joins. They run when a file is
// made and before each import, so that a label changed in the program changes in the file.
func wordTables() []statement {
	all := []statement{{sql: statusRow, args: []any{model.StatusUnknown.ID(), model.StatusUnknown.Label(), className(model.ClassUnknown), 0}}}
	for i, s := range model.Statuses() {
		all = append(all, statement{statusRow, []any{s.ID(), s.Label(), className(s.Class()), i + 1}})
	}
	for _, p := range paymentTypes {
		all = append(all, statement{
			"INSERT INTO payment_type(id,label,is_card) VALUES(?,?,?) ON CONFLICT DO UPDATE SET label=excluded.label, is_card=excluded.is_card",
			[]any{string(p), p.Label(), p.IsCard()},
		})
	}
	for _, r := range model.Reasons() {
		fact := r.Fact()
		all = append(all, statement{
			"INSERT INTO decline_reason(id,label,retryable,in_rates) VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET label=excluded.label, retryable=excluded.retryable, in_rates=excluded.in_rates",
			[]any{string(r), fact.Label, fact.Retryable, r.CountsInRates()},
		})
	}
	return all
}

const statusRow = "INSERT INTO status(id,label,class,rank) VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET label=excluded.label, class=excluded.class, rank=excluded.rank"

type statement struct {
	sql  string
	args []any
}

// paymentTypes are the payment types that the model has words for.
var paymentTypes = [...]model.PaymentType{
	model.CreditCard, model.GooglePay, model.ApplePay, model.SamsungPay, model.Hybrid, model.Pix, model.Billet, model.Paypal,
	model.Wallet, model.DirectDebit, model.CashPayment, model.BankTransfer, model.HotmartCredit, model.OtherPayment,
}

// className is a class of status as the views spell it.
func className(c model.Class) string {
	switch c {
	case model.ClassOpen:
		return "open"
	case model.ClassSold:
		return "sold"
	case model.ClassDispute:
		return "dispute"
	case model.ClassReversed:
		return "reversed"
	case model.ClassFailed:
		return "failed"
	case model.ClassDunning:
		return "dunning"
	}
	return "unknown"
}
