package ingest

import (
	"slices"

	"recoup/model"
)

// KindLostSales is what "Export details" of Sales Recovery Opportunities gives.
const KindLostSales = "lost-sales"

// lostSalesReport is the kind of the lost-sales export: the last unsuccessful attempt of each buyer and product. Its columns
// are not known. One with those of the detailed sales report is read as such; one of its own is known by its words for an
// attempt.
//
// A row says of its transaction what a sales report would. Without codes it can say nothing: an attempt that cannot be told
// from the same one in another report would be counted twice. It does not hold all sales of its period, so it covers none.
func lostSalesReport() *kind {
	attempted := []string{"Data da última tentativa", "Última tentativa", "Data da tentativa", "Data da perda", "Data da venda perdida",
		"Fecha del último intento", "Último intento", "Fecha del intento", "Fecha de la venta perdida", "Last attempt", "Last attempt date",
		"Date of last attempt", "Attempt date", "Lost sale date"}
	attempts := []string{"Tentativas", "Quantidade de tentativas", "Número de tentativas", "Data da primeira tentativa", "Primeira tentativa",
		"Intentos", "Cantidad de intentos", "Número de intentos", "Fecha del primer intento", "Primer intento", "Attempts", "Number of attempts",
		"First attempt", "First attempt date"}
	return &kind{
		id: KindLostSales, label: "the lost-sales export", version: "1", dataset: model.DataTransactions,
		columns: salesColumns(append(attemptHeaders(), headersOf{model.FOrderedAt,
			slices.Concat(attempted, []string{"Data da transação", "Fecha de la transacción", "Transaction date"})})),
		left: attempts, // the attempts before are sales of their own
		needs: []need{
			{"the transaction's code", []string{"code"}},
			{"its status", []string{"status"}},
			{"its date", []string{"ordered_at"}},
			{"the product", []string{"product_id", "product"}},
		},
		mark:  need{"the date or the number of attempts", slices.Concat(attempted, attempts)},
		dated: "ordered_at", key: "code", past: []string{"approved_at"},
		partial: true, stated: true,
		unplaceable: lostWithoutCodes,
		rows:        byName(lostSale),
	}
}

// lostWithoutCodes words why an export without codes is not taken in.
func lostWithoutCodes(l *layout) (why, instead string) {
	if lacking := l.lacking(); !slices.Contains(lacking, "the transaction's code") || slices.Contains(lacking, l.mark.words) {
		return "", ""
	}
	return "is a lost-sales export without the codes of the transactions: its attempts cannot be told from the same ones in other reports.",
		"Download the detailed sales report instead (Sales, Sales history, Export, \"Modelo detalhado\"): it has every attempt, with its code."
}

func lostSale(r *row) model.Change {
	tx := attempt(r)
	if !r.status(tx) {
		r.fail("status", "the status is missing")
	}
	return model.Change{Transaction: tx}
}
