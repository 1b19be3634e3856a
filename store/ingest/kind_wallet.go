package ingest

import (
	"fmt"
	"slices"

	"recoup/model"
)

// KindWallet is the statement of the wallet.
const KindWallet = "wallet-statement"

// walletReport is the kind of the wallet's statement, which Hotmart sends by e-mail as CSV or XLS. Its columns are not known:
// the words are those of Hotmart's help for the statement on the page and its filters (code, category, incoming or outgoing).
//
// An amount is what it did to the balance: negative where the file has a minus or parentheses, where it stands in a column of
// debits, or where a word of the row says that it went out. Other words, such as "Saque", do not turn a sign: a withdrawal that
// came back is one too. The statement is shown in one currency that is chosen on the page; if the file does not say which, a
// map does: "Valor = amount BRL".
//
// An entry is told from others by its number; where there is none by moment, category, transaction and amount, and of several
// that share all of these by how many of them stand before it in the file.
func walletReport() *kind {
	return &kind{
		id: KindWallet, label: "the wallet's statement", version: "1", dataset: model.DataLedger,
		columns: []column{
			{name: "entry", holds: wordCells, headers: []string{"Número do lançamento", "ID do lançamento", "Código do lançamento", "ID da movimentação",
				"Número del movimiento", "ID del movimiento", "Número del lanzamiento", "Entry number", "Entry ID", "Movement ID"}},
			{name: "at", holds: dateCells, headers: []string{"Data", "Data e hora", "Data do lançamento", "Data da movimentação", "Fecha", "Fecha y hora",
				"Fecha del movimiento", "Fecha del lanzamiento", "Date", "Date and time", "Entry date", "Movement date"}},
			{name: "available_at", holds: dateCells, headers: []string{"Disponível em", "Data de liberação", "Data da liberação", "Data de disponibilidade",
				"Disponible el", "Disponible en", "Fecha de liberación", "Fecha de disponibilidad", "Available on", "Available at", "Release date",
				"Availability date"}},
			{name: "category", headers: []string{"Categoria", "Categoria do lançamento", "Categoría", "Categoría del movimiento", "Category", "Entry category"}},
			{name: "type", headers: []string{"Tipo", "Tipo de lançamento", "Tipo de movimentação", "Tipo de movimiento", "Operação", "Operación", "Type",
				"Entry type", "Movement type", "Operation"}},
			{name: "transaction", holds: wordCells, headers: transactionCodes()},
			{name: "description", headers: []string{"Descrição", "Detalhes", "Descripción", "Detalle", "Detalles", "Description", "Details"}},
			{name: "status", headers: []string{"Status", "Situação", "Estado", "Estatus"}},
			{name: "currency", holds: currencyCells, headers: currencies()},
			{name: "amount", holds: amountCells, currency: "currency", headers: []string{"Valor", "Montante", "Quantia", "Importe", "Monto", "Amount", "Value"}},
			{name: "credit", holds: amountCells, currency: "currency", headers: []string{"Entrada", "Entradas", "Crédito", "Créditos", "Ingreso", "Ingresos",
				"Credit", "Credits", "Incoming", "In"}},
			{name: "debit", holds: amountCells, currency: "currency", headers: []string{"Saída", "Saídas", "Débito", "Débitos", "Egreso", "Egresos", "Salida",
				"Salidas", "Debit", "Debits", "Outgoing", "Out"}},
			{name: "fee", holds: amountCells, currency: "currency", headers: []string{"Taxa", "Taxas", "Tarifa", "Tarifas", "Tasa", "Fee", "Fees"}},
			{name: "balance", holds: amountCells, currency: "currency", headers: []string{"Saldo", "Saldo após o lançamento", "Saldo atual", "Saldo actual",
				"Balance", "Running balance"}},
		},
		needs: []need{
			{"the date", []string{"at"}},
			{"the category", []string{"category", "type"}},
			{"the amount", []string{"amount", "credit", "debit"}},
		},
		mark:  need{"the transaction's code", transactionCodes()},
		dated: "at", stated: true,
		rows: byName(ledgerEntry),
	}
}

func ledgerEntry(r *row) model.Change {
	at := r.date("at")
	if at == 0 {
		r.fail("at", "the date is missing")
	}
	raw, category := r.ledgerCategory()
	amount := r.ledgerAmount()
	transaction := r.word("transaction")
	key := ""
	if number := r.word("entry"); number != "" {
		key = keyOf("entry", number)
	} else {
		key = r.numbered(keyOf(momentKey(at), string(category), transaction, fmt.Sprintf("%d %s", amount.Minor(), amount.Currency())))
	}
	entry := r.record(key).At("at", at).Text("category", string(category)).Text("category_raw", raw).Text("transaction", transaction).
		Money("amount", amount)
	r.takeDates(entry, "available_at")
	r.takeTexts(entry, "description", "status")
	for _, name := range []string{"fee", "balance"} {
		if m, known := r.amountIfPriced(name); known {
			entry.Money(name, m)
		}
	}
	return r.told(entry)
}

// ledgerCategory is what the entry is about. A column of types is one of categories where there is no other; a word for a
// direction is no category.
func (r *row) ledgerCategory() (raw string, category model.LedgerCategory) {
	raw = r.text("category")
	if kind := r.text("type"); raw == "" && directionOf(kind) == 0 {
		raw = kind
	}
	if raw == "" || directionOf(raw) != 0 {
		return raw, ""
	}
	if category = model.ParseLedgerCategory(raw); !category.Known() {
		r.note("category", raw)
	}
	return raw, category
}

// ledgerAmount is what the entry did to the balance.
func (r *row) ledgerAmount() model.Money {
	amount, found := model.Money{}, ""
	for _, name := range []string{"amount", "credit", "debit"} {
		m, known := r.amount(name)
		if !known || found != "" && m.IsZero() {
			continue
		}
		if found != "" && !amount.IsZero() {
			r.fail(name, "the row has another amount in %q", r.layout.name(r.layout.at[r.targets[found]]))
			return amount
		}
		amount, found = m, name
	}
	if found == "" {
		r.fail(r.firstColumn("amount", "credit", "debit"), "the amount is missing")
		return amount
	}
	direction := max(-1, min(1, directionOf(r.text("type"))+directionOf(r.text("category"))))
	switch {
	case found == "debit" && direction > 0, found == "credit" && direction < 0:
		r.fail(found, "the amount stands in this column, but the row says that it went the other way")
	case found == "debit":
		direction = -1
	}
	switch {
	case direction > 0 && amount.Sign() < 0:
		r.fail(found, "the amount is negative, but the row says that it came in")
	case direction < 0 && amount.Sign() > 0:
		turned, err := amount.Neg()
		if err != nil {
			r.fail(found, "the amount is too large")
		}
		return turned
	}
	return amount
}

// firstColumn is the first of some columns that the file has.
func (r *row) firstColumn(names ...string) string {
	if at := slices.IndexFunc(names, r.has); at >= 0 {
		return names[at]
	}
	return names[0]
}

// directionOf tells what a word says of the way that money went: 1 for in, -1 for out, 0 for nothing.
func directionOf(word string) int {
	switch model.Fold(word) {
	case "entrada", "credito", "ingreso", "incoming", "in", "credit", "recebido", "recibido", "received":
		return 1
	case "saida", "debito", "egreso", "salida", "outgoing", "out", "debit", "enviado", "sent":
		return -1
	}
	return 0
}
