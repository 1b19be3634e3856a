package ingest

import "recoup/model"

// KindDetailed is Hotmart's detailed sales report ("Modelo detalhado").
const KindDetailed = "sales-report-detailed"

// The targets of the kinds of sales: the fields of a transaction, and behind them those below.
const (
	toCode           target = model.FieldCount + iota
	toCurrency              // of the amounts the buyer pays
	toPayoutCurrency        // of the amounts the parties receive
	toFeeCurrency           // of Hotmart's fees
	salesTargets
)

// detailedReport is the kind of the detailed sales report.
func detailedReport() *kind {
	return &kind{
		id: KindDetailed, label: "the detailed sales report", version: "2", dataset: model.DataTransactions,
		columns: salesColumns(detailedHeaders()),
		// The sum of two other columns, taxes that no report of ours uses, and what is personal without need.
		left: []string{"Impostos locais de compra + Taxa de parcelamento", "Tax Solutions", "Tax Collected", "Tax Jurisdiction",
			"Imposto sobre Serviço Hotmart", "Valor do frete bruto", "Código postal", "Endereço", "Bairro", "Número", "Complemento", "Instagram",
			"Dirección", "Barrio", "Complemento", "Postal code", "Address", "Neighborhood", "Number", "Complement"},
		needs: []need{
			{"the transaction's code", []string{"code"}},
			{"its status", []string{"status"}},
			{"its date", []string{"ordered_at"}},
			{"the product", []string{"product_id", "product"}},
			{"the price", []string{"price"}},
			{"the currency of purchase", []string{"currency"}},
		},
		dated: "ordered_at", key: "code", past: []string{"approved_at"},
		rows: salesRows,
	}
}

// salesRows makes the reader of a report of sales.
func salesRows(s *setting) rowReader {
	if s.looking {
		return newLooker(s.layout, s.clock)
	}
	return newConverter(s.layout, s.clock, s.styles)
}

// headersOf is a target and the words its column goes by.
type headersOf struct {
	target  target
	headers []string
}

// salesColumns makes the columns of a kind of sales from the words they go by. Every fact of a transaction can be mapped,
// also one that no header is known for; the source's own word for a status comes with the status.
func salesColumns(headers []headersOf) []column {
	columns := make([]column, salesTargets)
	for f := range model.FieldCount {
		c := &columns[f]
		c.name = f.Name()
		switch f.Kind() {
		case model.FieldNumber:
			c.holds = countCells
		case model.FieldInstant:
			c.holds = dateCells
		case model.FieldFlag:
			c.holds = flagCells
		case model.FieldMoney:
			c.holds, c.currency = amountCells, currencyNames[currencyOf(f)]
		}
	}
	for _, f := range []target{model.FParentCode, model.FStatus, model.FProductID, model.FOfferCode, model.FSubscriber, model.FPaymentType,
		model.FBilling, model.FRole, model.FBuyerEmail} {
		columns[f].holds = wordCells
	}
	columns[model.FStatusRaw] = column{}
	columns[toCode] = column{name: "code", holds: wordCells}
	for t, name := range currencyNames {
		columns[t] = column{name: name, holds: currencyCells}
	}
	for _, h := range headers {
		columns[h.target].headers = h.headers
	}
	return columns
}

var currencyNames = map[target]string{toCurrency: "currency", toPayoutCurrency: "payout_currency", toFeeCurrency: "fee_currency"}

// detailedHeaders lists the headers of the detailed sales report by what their cells are: the words of today's Portuguese
// report first, then those of older ones, then the Spanish ones. The English words have never been seen in a file; they
// are what the Portuguese ones would be called.
func detailedHeaders() []headersOf {
	return []headersOf{
		{toCode, []string{"Código da transação", "Código de la transacción", "Transaction code", "Transaction"}},
		{model.FStatus, []string{"Status da transação", "Estatus de la transacción", "Estado de la transacción", "Transaction status"}},
		{model.FOrderedAt, []string{"Data da transação", "Fecha de la transacción", "Transaction date"}},
		{model.FApprovedAt, []string{"Confirmação do pagamento", "Confirmación del pago", "Payment confirmation", "Payment confirmation date"}},
		{model.FProducer, []string{"Produtor(a)", "Productor(a)", "Producer"}},
		{model.FProductID, []string{"Código do produto", "Código del producto", "Product code", "Product ID"}},
		{model.FProductName, []string{"Produto", "Producto", "Product", "Product name"}},
		{model.FOfferCode, []string{"Código do preço", "Código del precio", "Price code", "Offer code"}},
		{model.FOfferName, []string{"Nome deste preço", "Nombre de este precio", "Price name", "Name of this price"}},
		{model.FPurchaseRate, []string{"Taxa de conversão (moeda de compra)", "Tasa de conversión (moneda de compra)",
			"Conversion rate (purchase currency)"}},
		{toCurrency, []string{"Moeda de compra", "Moneda de compra", "Purchase currency"}},
		{model.FPaid, []string{"Valor de compra com impostos", "Valor de compra con impuestos", "Purchase value with taxes"}},
		{model.FPrice, []string{"Valor de compra sem impostos", "Valor de compra sin impuestos", "Purchase value without taxes"}},
		{model.FPayoutRate, []string{"Taxa de conversão (moeda de recebimento)", "Tasa de conversión (moneda de recepción)",
			"Conversion rate (payout currency)"}},
		{toPayoutCurrency, []string{"Moeda de recebimento", "Moeda da comissão", "Moneda en la que recibirás los valores",
			"Moneda de la comisión", "Payout currency", "Commission currency"}},
		{model.FGross, []string{"Faturamento bruto (sem impostos)", "Faturamento bruto", "Facturación bruta (sin impuestos)",
			"Gross revenue (without taxes)", "Gross revenue", "Gross"}},
		{model.FMyNet, []string{"Faturamento líquido", "Minha comissão", "Facturación neta", "Mi comisión", "Net revenue", "Your commission",
			"My commission"}},
		{model.FRole, []string{"Venda feita como", "Venta realizada como", "Venta hecha como", "Sale made as"}},
		{model.FProducerNet, []string{"Faturamento líquido do(a) Produtor(a)", "Comissão do(a) Produtor(a)",
			"Facturación neta del Productor(a)", "Producer's net revenue"}},
		{model.FAffiliateCut, []string{"Comissão do(a) Afiliado(a)", "Comisión del Afiliado(a)", "Affiliate's commission"}},
		{model.FCoproducerCut, []string{"Faturamento do(a) Coprodutor(a)", "Comissão do(a) Coprodutor(a)",
			"Facturación del Coproductor(a)", "Co-producer's revenue"}},
		{toFeeCurrency, []string{"Moeda das taxas", "Moneda de las tasas", "Fee currency"}},
		{model.FFee, []string{"Taxa de processamento", "Tarifa de processamento", "Tasa de procesamiento", "Processing fee"}},
		{model.FStreamingFee, []string{"Taxa de streaming", "Tarifa de streaming", "Tasa de streaming", "Streaming fee"}},
		{model.FOtherFees, []string{"Outras taxas", "Otras tasas", "Other fees"}},
		{model.FAffiliateName, []string{"Nome do(a) Afiliado(a)", "Nombre del Afiliado(a)", "Affiliate name", "Affiliate"}},
		{model.FChannel, []string{"Canal usado para venda", "Canal usado para la venta", "Canal utilizado para la venta", "Sales channel"}},
		{model.FSrc, []string{"Código SRC", "SRC code", "SRC"}},
		{model.FSck, []string{"Código SCK", "SCK code", "SCK"}},
		{model.FPaymentType, []string{"Método de pagamento", "Método de pago", "Payment method"}},
		{model.FBilling, []string{"Tipo de cobrança", "Tipo de cobro", "Billing type", "Charge type"}},
		{model.FInstallments, []string{"Quantidade total de parcelas", "Cantidad total de cuotas", "Total number of installments"}},
		{model.FRecurrence, []string{"Quantidade de cobranças", "Cantidad de cobros", "Number of charges"}},
		{model.FDueAt, []string{"Data de vencimento (vouchers)", "Data de vencimento", "Fecha de vencimiento (vouchers)",
			"Fecha de vencimiento", "Due date (vouchers)"}},
		{model.FCoupon, []string{"Código de cupom", "Código de cupón", "Código del cupón", "Coupon code"}},
		{model.FTrial, []string{"Período gratuito (trial)", "Período gratuito", "Período de prueba (trial)", "Free period (trial)"}},
		{model.FItems, []string{"Quantidade de itens", "Cantidad de ítems", "Cantidad de artículos", "Number of items"}},
		{model.FBuyerName, []string{"Comprador(a)", "Buyer", "Buyer name"}},
		{model.FBuyerEmail, []string{"Email do(a) Comprador(a)", "E-mail do(a) Comprador(a)", "Email del Comprador(a)", "Buyer email"}},
		{model.FBuyerCountry, []string{"País", "Country"}},
		{model.FBuyerPhone, []string{"Telefone", "Teléfono", "Phone"}},
		{model.FBuyerDocument, []string{"Documento", "Document"}},
		{model.FBuyerCity, []string{"Cidade", "Ciudad", "City"}},
		{model.FBuyerState, []string{"Estado / Província", "Estado / Provincia", "State / Province"}},
		{model.FSubscriber, []string{"Código do assinante", "Código del suscriptor", "Subscriber code"}},
		{model.FSalesTool, []string{"Ferramenta de venda", "Herramienta de venta", "Sales tool"}},
		{model.FIsBump, []string{"Tipo do order bump", "Tipo de order bump", "Order bump type"}},
		{model.FParentCode, []string{"Transação do Produto Principal", "Transação do ordem bump", "Transação do order bump",
			"Transacción del producto principal", "Transacción del ordem bump", "Transacción del order bump", "Main product transaction"}},
		{model.FAnticipation, []string{"Tipo da antecipação de assinatura", "Tipo de anticipación de suscripción",
			"Subscription anticipation type"}},
		{model.FRefusalRaw, []string{"Motivo de Recusa de Cartão", "Motivo de rechazo de tarjeta", "Card refusal reason"}},
		{model.FLocalTax, []string{"Impostos locais", "Impuestos locales", "Local taxes"}},
		{model.FInstallmentFee, []string{"Taxa de parcelamento", "Tasa de financiación", "Installment fee"}},
	}
}

// currencyOf is the column that holds the currency of an amount of a sale.
func currencyOf(t target) target {
	switch t {
	case model.FGross, model.FMyNet, model.FProducerNet, model.FAffiliateCut, model.FCoproducerCut:
		return toPayoutCurrency
	case model.FFee, model.FStreamingFee, model.FOtherFees:
		return toFeeCurrency
	}
	return toCurrency
}
