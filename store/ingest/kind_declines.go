package ingest

import "recoup/model"

// KindDeclines is the report of the reasons why card payments were declined.
const KindDeclines = "card-declines"

// declinesReport is the kind of the card-decline report: one row for each payment by card that was declined. Hotmart's help
// names its columns as the transaction's HP, the date, the status, the product's number and name, the buyer's name, phone and
// e-mail, the status of the card and the reasons; how they are spelt in a file is not known.
//
// A row says of its transaction what a sales report would. As every row is a declined payment by card, the status is Cancelled
// where the row has no word for one, and the means of payment a credit card; a status_raw is then not known. A row without a
// reason takes the status of the card for one. It does not hold all sales of its period, so it covers none.
func declinesReport() *kind {
	columns := salesColumns(append(attemptHeaders(), headersOf{model.FOrderedAt, []string{"Data", "Data da transação", "Data e hora",
		"Data da compra", "Data do pedido", "Fecha", "Fecha de la transacción", "Fecha y hora", "Fecha de compra", "Fecha del pedido",
		"Date", "Transaction date", "Date and time", "Purchase date", "Order date"}}))
	columns = append(columns, column{name: "card_status", holds: textCells, headers: []string{"Status do cartão", "Situação do cartão",
		"Estatus de la tarjeta", "Estado de la tarjeta", "Card status"}})
	return &kind{
		id: KindDeclines, label: "the card-decline report", version: "1", dataset: model.DataTransactions,
		columns: columns,
		needs: []need{
			{"the transaction's code", []string{"code"}},
			{"its date", []string{"ordered_at"}},
			{"the product", []string{"product_id", "product"}},
			{"the reason of the refusal", []string{"refusal_raw", "card_status"}},
		},
		dated: "ordered_at", key: "code", past: []string{"approved_at"},
		partial: true, stated: true,
		rows: byName(decline),
	}
}

func decline(r *row) model.Change {
	tx := attempt(r)
	if !r.status(tx) {
		tx.Status, tx.Has = model.Cancelled, tx.Has.With(model.FStatus)
	}
	if !tx.Has.Has(model.FPaymentType) {
		tx.PaymentType, tx.Has = model.CreditCard, tx.Has.With(model.FPaymentType)
	}
	if status := r.text("card_status"); !tx.Has.Has(model.FRefusalRaw) && status != "" {
		tx.RefusalRaw, tx.Has = status, tx.Has.With(model.FRefusalRaw)
	}
	return model.Change{Transaction: tx}
}
