package store

import (
	"fmt"
	"strings"

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

// migrations lists the way from nothing to the current schema; its length is the schema's version.
func migrations() []migration {
	return []migration{
		migration(version1()),
	}
}

// version1 makes the tables of the first released schema. Their meaning is in the package's documentation.
func version1() string {
	return `
CREATE TABLE meta(
  key   TEXT PRIMARY KEY NOT NULL,
  value ANY NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE import(
  id          INTEGER PRIMARY KEY,
  digest      TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  source      TEXT NOT NULL,
  zone        TEXT NOT NULL,
  seen_at     INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  rows        INTEGER NOT NULL,
  accepted    INTEGER NOT NULL,
  duplicate   INTEGER NOT NULL,
  rejected    INTEGER NOT NULL,
  blank       INTEGER NOT NULL,
  header      INTEGER NOT NULL,
  totals      TEXT NOT NULL,
  CHECK(rows = accepted + duplicate + rejected + blank + header)) STRICT;

CREATE TABLE observation(
  id         INTEGER PRIMARY KEY,
  code       TEXT NOT NULL,
  source     TEXT NOT NULL,
  hash       BLOB NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  import_id  INTEGER NOT NULL REFERENCES import(id),
  body       TEXT,
  CHECK(first_seen <= last_seen)) STRICT;

CREATE TABLE transaction_(
  id   INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
` + transactionColumns() + `) STRICT;

CREATE TABLE status(
  id TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, class TEXT NOT NULL, rank INTEGER NOT NULL,
  transactions INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE TABLE payment_type(
  id TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, is_card INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE decline_reason(
  id TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, retryable INTEGER NOT NULL, in_rates INTEGER NOT NULL) STRICT, WITHOUT ROWID;
` + uniqueIndexes + views()
}

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

// transactionColumns is a released schema too: a new model.Field needs a migration that adds its column. A test
// compares the columns with the fields.
func transactionColumns() string {
	var lines []string
	for _, c := range append(factColumns(), derivedColumns()...) {
		lines = append(lines, fmt.Sprintf("  %s %s", c.name, c.kind))
	}
	return strings.Join(lines, ",\n")
}

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
