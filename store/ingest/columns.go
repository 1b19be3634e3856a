package ingest

import (
	"slices"
	"strings"

	"recoup/model"
)

// target is where the cells of a column go: a field of the transaction, or one of those below.
type target = model.Field

const (
	toCode           = model.FieldCount + iota
	toCurrency       // of the amounts the buyer pays
	toPayoutCurrency // of the amounts the parties receive
	toFeeCurrency    // of Hotmart's fees
	toLeft           // known and deliberately not read
	toOwn            // added by WriteRejects
	targetCount      = iota + model.FieldCount
)

// noColumn is the place of a fact that the file has no column for.
const noColumn = -1

// ignoredField is what a map calls a column that is not to be read.
const ignoredField = "ignore"

// The columns that WriteRejects adds.
const (
	ownLine   = "recoup_line"
	ownColumn = "recoup_column"
	ownReason = "recoup_reason"
)

// knownColumns lists the headers of the detailed sales report by what their cells are: the words of today's Portuguese
// report first, then those of older ones, then the Spanish ones. The English words have never been seen in a file; they
// are what the Portuguese ones would be called.
var knownColumns = []struct {
	target  target
	headers []string
}{
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
	// The sum of two other columns, taxes that no report of ours uses, and what is personal without need.
	{toLeft, []string{"Impostos locais de compra + Taxa de parcelamento", "Tax Solutions", "Tax Collected", "Tax Jurisdiction",
		"Imposto sobre Serviço Hotmart", "Valor do frete bruto", "Código postal", "Endereço", "Bairro", "Número", "Complemento", "Instagram",
		"Dirección", "Barrio", "Complemento", "Postal code", "Address", "Neighborhood", "Number", "Complement"}},
	{toOwn, []string{ownLine, ownColumn, ownReason}},
}

// columnOf finds what a header's cells are.
func columnOf(known map[string]target, header string) (target, bool) {
	key := headerKey(header)
	if t, ok := known[key]; ok {
		return t, true
	}
	if mended, ok := ungarble(header); ok {
		t, ok := known[headerKey(mended)]
		return t, ok
	}
	return 0, false
}

// headerKeys is the table of headers by their keys.
func headerKeys() map[string]target {
	known := make(map[string]target, 256)
	for _, c := range knownColumns {
		for _, header := range c.headers {
			known[headerKey(header)] = c.target
		}
	}
	return known
}

// headerKey reduces a header to what is compared: folded, without the signs of grammatical gender anywhere.
func headerKey(header string) string {
	key := model.Fold(strings.TrimSpace(header))
	for _, gender := range []string{"(a)", "(o)"} {
		key = strings.ReplaceAll(key, gender, "")
	}
	return key
}

// targetName is the name of a target in a map.
func targetName(t target) string {
	switch t {
	case toCode:
		return "code"
	case toCurrency:
		return "currency"
	case toPayoutCurrency:
		return "payout_currency"
	case toFeeCurrency:
		return "fee_currency"
	case toLeft:
		return ignoredField
	}
	if t < model.FieldCount {
		return t.Name()
	}
	return ""
}

// mappable tells whether a map may name the target. The raw words of a status come with the status itself.
func mappable(t target) bool { return t != model.FStatusRaw && t != toOwn }

// Fields lists the names that Options.Map may give a column: the fields of a transaction, its code, the three currencies
// that amounts are in, and "ignore".
func Fields() []string {
	var names []string
	for t := range target(targetCount) {
		if name := targetName(t); name != "" && mappable(t) {
			names = append(names, name)
		}
	}
	return names
}

// parseMap reads Options.Map into targets by the keys of their headers.
func parseMap(named map[string]string) (map[string]target, error) {
	if len(named) == 0 {
		return nil, nil
	}
	byName := make(map[string]target, targetCount)
	for t := range target(targetCount) {
		if mappable(t) {
			byName[targetName(t)] = t
		}
	}
	mapped := make(map[string]target, len(named))
	for header, name := range named {
		t, ok := byName[strings.ToLower(strings.TrimSpace(name))]
		if !ok {
			hint := "The fields are " + strings.Join(Fields(), ", ") + "."
			if near := model.Nearest(name, Fields()); near != "" {
				hint = "Did you mean " + near + "?"
			}
			return nil, model.Usage(hint, "%q, which the map gives the column %q, is not a field.", model.Clean(name), model.Clean(header))
		}
		mapped[headerKey(header)] = t
	}
	return mapped, nil
}

// currencyOf is the column that holds the currency of an amount.
func currencyOf(t target) target {
	switch t {
	case model.FGross, model.FMyNet, model.FProducerNet, model.FAffiliateCut, model.FCoproducerCut:
		return toPayoutCurrency
	case model.FFee, model.FStreamingFee, model.FOtherFees:
		return toFeeCurrency
	}
	return toCurrency
}

// missing names what a report must have and this one has no column for.
func missing(at *[targetCount]int) []string {
	needs := []struct {
		words  string
		either []target
	}{
		{"the transaction's code", []target{toCode}},
		{"its status", []target{model.FStatus}},
		{"its date", []target{model.FOrderedAt}},
		{"the product", []target{model.FProductID, model.FProductName}},
		{"the price", []target{model.FPrice}},
		{"the currency of purchase", []target{toCurrency}},
	}
	var lacking []string
	for _, n := range needs {
		if !slices.ContainsFunc(n.either, func(t target) bool { return at[t] != noColumn }) {
			lacking = append(lacking, n.words)
		}
	}
	return lacking
}
