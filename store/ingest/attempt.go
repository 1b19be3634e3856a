package ingest

import "recoup/model"

// attemptHeaders lists the words for the facts of a sale that did not come off, in reports of such sales alone. Nobody has
// seen the headers of these reports: the words are those of Hotmart's help and of its sales reports. What a word leaves
// open is not read: "Valor" may or may not hold the interest of instalments, "Estado" is a state of a country or of a sale.
func attemptHeaders() []headersOf {
	return []headersOf{
		{toCode, transactionCodes()},
		{model.FStatus, []string{"Status", "Status da transação", "Situação", "Situação da transação", "Estatus", "Estatus de la transacción",
			"Estado de la transacción", "Transaction status"}},
		{model.FProductID, productIDs()}, {model.FProductName, productNames()}, {model.FOfferCode, offerCodes()},
		{model.FOfferName, []string{"Nome da oferta", "Nome deste preço", "Nombre de la oferta", "Nombre de este precio", "Offer name", "Price name"}},
		{toCurrency, append(currencies(), "Moeda de compra", "Moneda de compra", "Purchase currency")},
		{model.FPrice, []string{"Valor de compra sem impostos", "Preço da oferta", "Valor da oferta", "Valor de compra sin impuestos",
			"Precio de la oferta", "Purchase value without taxes", "Offer price"}},
		{model.FPaid, []string{"Valor de compra com impostos", "Valor de compra con impuestos", "Purchase value with taxes"}},
		{model.FPaymentType, payments()},
		{model.FCardBrand, []string{"Bandeira", "Bandeira do cartão", "Marca de la tarjeta", "Franquicia", "Card brand"}},
		{model.FInstallments, []string{"Parcelas", "Quantidade de parcelas", "Quantidade total de parcelas", "Número de parcelas", "Cuotas",
			"Cantidad de cuotas", "Cantidad total de cuotas", "Número de cuotas", "Installments", "Number of installments",
			"Total number of installments"}},
		{model.FDueAt, []string{"Data de vencimento", "Vencimento", "Data de vencimento (vouchers)", "Fecha de vencimiento", "Vencimiento",
			"Fecha de vencimiento (vouchers)", "Due date"}},
		{model.FRefusalRaw, []string{"Motivo da recusa", "Motivo de recusa", "Motivos da recusa", "Motivos de recusa", "Motivo de recusa de cartão",
			"Motivo da recusa do cartão", "Motivo de rechazo", "Motivo del rechazo", "Motivos de rechazo", "Motivos del rechazo",
			"Motivo de rechazo de tarjeta", "Motivo de rechazo de la tarjeta", "Refusal reason", "Refusal reasons", "Card refusal reason",
			"Decline reason", "Decline reasons", "Reason for decline", "Reasons for decline"}},
		{model.FAffiliateName, []string{"Nome do(a) afiliado(a)", "Afiliado(a)", "Nombre del afiliado(a)", "Affiliate name", "Affiliate"}},
		{model.FChannel, []string{"Canal usado para venda", "Canal usado para la venta", "Canal utilizado para la venta", "Sales channel"}},
		{model.FSrc, []string{"Código SRC", "SRC code", "SRC"}},
		{model.FSck, []string{"Código SCK", "SCK code", "SCK"}},
		{model.FSubscriber, subscriberCodes()},
		{model.FBuyerName, buyerNames()}, {model.FBuyerEmail, buyerEmails()}, {model.FBuyerPhone, buyerPhones()},
		{model.FBuyerDocument, buyerDocuments()}, {model.FBuyerCountry, countries()},
		{model.FBuyerCity, []string{"Cidade", "Ciudad", "City"}},
		{model.FBuyerState, []string{"Estado / Província", "Estado / Provincia", "State / Province"}},
	}
}

// attempt reads what a row says of one transaction, its status apart.
func attempt(r *row) *model.Transaction {
	tx := &model.Transaction{Code: r.word("code")}
	switch {
	case tx.Code == "":
		r.fail("code", "the transaction's code is missing")
	case !isCode(tx.Code):
		r.fail("code", "%s is not a transaction's code", quote(tx.Code))
	}
	for f := range model.FieldCount {
		if f != model.FStatus && f != model.FStatusRaw && r.has(f.Name()) && r.fact(tx, f) {
			tx.Has = tx.Has.With(f)
		}
	}
	if !tx.Has.Has(model.FOrderedAt) {
		r.fail("ordered_at", "the date is missing")
	}
	if !tx.Has.Has(model.FProductID) && !tx.Has.Has(model.FProductName) {
		name := "product"
		if !r.has(name) {
			name = "product_id"
		}
		r.fail(name, "the product is missing")
	}
	return tx
}

// fact reads one field of a transaction and tells whether the row knows it.
func (r *row) fact(tx *model.Transaction, f model.Field) (known bool) {
	name := f.Name()
	switch to := tx.Ref(f).(type) {
	case *string:
		if *to = r.word(name); r.layout.columns[f].holds == textCells {
			*to = r.text(name)
		}
		return *to != "" && (f != model.FParentCode || *to != tx.Code)
	case *model.Instant:
		if *to = r.date(name); f == model.FDueAt {
			*to = r.deadline(name)
		}
		return *to != 0
	case *model.Money:
		*to, known = r.amountIfPriced(name)
	case *int64:
		*to, known = r.count(name)
	case *bool:
		*to, known = r.flag(name)
	case *model.Role:
		*to = model.ParseRole(r.word(name))
		return *to != model.RoleUnknown
	case *model.Billing:
		*to = r.billing(name)
		return *to != ""
	case *model.PaymentType:
		means := readPayment(r.word(name))
		if means.brand != "" && !r.has(model.FCardBrand.Name()) {
			tx.CardBrand, tx.Has = means.brand, tx.Has.With(model.FCardBrand)
		}
		*to = means.method
		return means.method != ""
	}
	return known
}

// billing is how something is charged, empty where the word is not known.
func (r *row) billing(name string) model.Billing {
	word := r.word(name)
	kind := readBilling(word).kind
	if word != "" && kind == "" {
		r.note("kind of charge", word)
	}
	return kind
}

// status reads the word for a transaction's status; without one it is not known.
func (r *row) status(tx *model.Transaction) (known bool) {
	word := r.word("status")
	if word == "" {
		return false
	}
	tx.Status, tx.StatusRaw = model.ParseStatus(word), word
	tx.Has = tx.Has.With(model.FStatus, model.FStatusRaw)
	if tx.Status == model.StatusUnknown {
		r.note("status", word)
	}
	return true
}
