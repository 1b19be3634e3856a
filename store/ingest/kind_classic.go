package ingest

import "recoup/model"

// KindClassic is Hotmart's older sales report of 59 columns.
const KindClassic = "sales-report-classic"

// The targets that only the classic report has.
const (
	toAreaCode    target = salesTargets + iota // "DDD", which stands before the phone's number
	toPaymentKind                              // a second column for the means of payment
	toCharge                                   // which charge it is, where charges repeat
	toTotal                                    // what was asked for all items together
	classicTargets
)

// classicReport is the kind of the classic sales report. Of one sale it must never say something else than the detailed
// report does, so a column whose meaning is not certain is left:
//
//   - "Preço Total": it is not known whether it holds the interest of instalments, as what the buyer paid does. It only
//     tells whether the price of the offer is what was asked (see classicRows).
//   - "Preço do Produto": a product may have several prices; the offer's is the one of the sale.
//   - "Preço Original", "Preço Total Convertido", "Valor que você recebeu convertido": the same amounts converted, filled
//     for foreign sales alone. No report of ours converts.
//   - the four rates of exchange: which of the two that a transaction has each of them is, is not known.
//   - "Número da Parcela": the number of instalments or the number of this one.
//   - "Oferta de Upgrade": a step of a funnel or a change of plan.
//   - "Origem da venda": perhaps the channel, in other words than the detailed report's.
//   - "chave": tells rows apart, not sales. Of one transaction there is a row for each part the account had in it, which
//     "Venda feita como" says.
func classicReport() *kind {
	columns := append(salesColumns(classicHeaders()), make([]column, classicTargets-salesTargets)...)
	columns[model.FRecurrence] = column{} // its words may be no number: see toCharge
	columns[toAreaCode] = column{name: "area_code", holds: wordCells, headers: []string{"DDD"}}
	columns[toPaymentKind] = column{name: "payment_kind", holds: wordCells, headers: []string{"Tipo de Pagamento", "Tipo de Pago"}}
	columns[toCharge] = column{name: model.FRecurrence.Name(), holds: wordCells, headers: []string{"Recorrência", "Recurrencia"}}
	columns[toTotal] = column{name: "total_price", holds: amountCells, currency: currencyNames[toCurrency],
		headers: []string{"Preço Total", "Precio Total"}}
	return &kind{
		id: KindClassic, label: "the classic sales report", version: "1", dataset: model.DataTransactions,
		columns: columns,
		left: []string{"Documento do Produtor", "Preço do Produto", "Taxa de Câmbio", "Preço Original", "Número da Parcela", "CEP", "Bairro",
			"Endereço", "Número", "Complemento", "chave", "Código da Afiliação", "Tem co-produção", "Taxa de Câmbio Real",
			"Preço Total Convertido", "Oferta de Upgrade", "Valor que você recebeu convertido", "Taxa de Câmbio do valor recebido",
			"Taxa de Câmbio da Comissão", "Instagram", "Origem da venda", "Nota Fiscal", "Valor do frete bruto",
			"Precio del Producto", "Tasa de Cambio", "Precio Original", "Precio Total Convertido", "Valor que has recibido convertido",
			"Tasa de Cambio Real"},
		needs: []need{
			{"the transaction's code", []string{"code"}},
			{"its status", []string{"status"}},
			{"its date", []string{"ordered_at"}},
			{"the product", []string{"product_id", "product"}},
			{"the price of the offer", []string{"price"}},
			{"its currency", []string{"currency"}},
		},
		dated: "ordered_at", key: "code", past: []string{"approved_at"},
		paired: true, glued: []string{"Quantidade de itens", "Oferta de Upgrade"},
		rows: func(s *setting) rowReader {
			return &classicRows{salesRows(s).(*converter), s}
		},
	}
}

// classicHeaders lists the headers of the classic report. The Spanish ones are known in part.
func classicHeaders() []headersOf {
	return []headersOf{
		{toCode, []string{"Transação", "Transacción"}},
		{model.FStatus, []string{"Status", "Estado de la transacción", "Estatus"}},
		{model.FOrderedAt, []string{"Data de Venda", "Fecha de venta"}},
		{model.FApprovedAt, []string{"Data de Confirmação", "Fecha de Confirmación"}},
		{model.FProducer, []string{"Nome do Produtor", "Nombre del Productor"}},
		{model.FProductID, []string{"Código do Produto", "Código del Producto"}},
		{model.FProductName, []string{"Nome do Produto", "Nombre del Producto"}},
		{model.FOfferCode, []string{"Código de Oferta", "Código da Oferta", "Código de la Oferta"}},
		// The offer's price, which is what the detailed report's "Valor de compra sem impostos" and a webhook's price are.
		{model.FPrice, []string{"Preço da Oferta", "Precio de la Oferta"}},
		{toCurrency, []string{"Moeda", "Moneda"}},
		{toPayoutCurrency, []string{"Moeda de recebimento", "Moneda en la que recibirás los valores"}},
		{model.FMyNet, []string{"Faturamento líquido", "Facturación neta"}},
		{model.FRole, []string{"Venda feita como", "Origem da Comissão", "Venta realizada como", "Venta hecha como"}},
		{model.FAffiliateName, []string{"Nome do Afiliado", "Nombre del Afiliado"}},
		// Hotmart's help calls the sales by SCK "per checkout origin" and those by SRC "per origin".
		{model.FSrc, []string{"Origem", "Origen"}},
		{model.FSck, []string{"Origem de Checkout", "Origen de Checkout"}},
		{model.FPaymentType, []string{"Meio de Pagamento", "Medio de Pago"}},
		{model.FBilling, []string{"Tipo pagamento oferta", "Tipo pago oferta"}},
		{model.FDueAt, []string{"Data Vencimento", "Fecha de Vencimiento"}},
		{model.FCoupon, []string{"Cupom", "Cupón"}},
		{model.FTrial, []string{"Período Grátis", "Período Gratis"}},
		{model.FItems, []string{"Quantidade de itens", "Cantidad de ítems"}},
		{model.FBuyerName, []string{"Nome", "Nombre"}},
		{model.FBuyerEmail, []string{"Email", "E-mail"}},
		{model.FBuyerCountry, []string{"País"}},
		{model.FBuyerPhone, []string{"Telefone", "Teléfono"}},
		{model.FBuyerDocument, []string{"Documento"}},
		{model.FBuyerCity, []string{"Cidade", "Ciudad"}},
		{model.FBuyerState, []string{"Estado"}},
		{model.FSubscriber, []string{"Código do assinante", "Código del suscriptor"}},
	}
}

// classicRows reads the rows of the classic report: like the detailed ones, and then what only it writes in its own way.
type classicRows struct {
	*converter
	set *setting
}

func (c *classicRows) read(cells []string) *fault {
	if f := c.converter.read(cells); f != nil {
		return f
	}
	c.phone(cells)
	c.payment(cells)
	c.plan(cells)
	c.price(cells)
	return nil
}

// phone puts the area code before the number, unless that begins with a country already.
func (c *classicRows) phone(cells []string) {
	area, number := c.cell(cells, toAreaCode), trim(c.tx.BuyerPhone)
	if area != "" && number != "" && number[0] != '+' {
		c.tx.BuyerPhone = area + number
	}
}

// payment looks at the second column where the first names no means of payment that is known.
func (c *classicRows) payment(cells []string) {
	if c.tx.PaymentType.Label() != string(c.tx.PaymentType) {
		return
	}
	second := c.pay.of(c.cell(cells, toPaymentKind))
	if second.method.Label() == string(second.method) {
		return
	}
	c.tx.PaymentType, c.tx.CardBrand = second.method, second.brand
	c.know(model.FPaymentType)
	if second.brand != "" {
		c.know(model.FCardBrand)
	}
}

// plan reads how the sale is charged. The report says how the offer can be paid: where that is a subscription or a plan,
// so is the sale; where it is at once, the buyer may have split it all the same.
func (c *classicRows) plan(cells []string) {
	if c.tx.Billing == model.OneTime || c.tx.Billing == model.CardInstallment {
		c.tx.Billing, c.charged = "", ""
		c.tx.Has = c.tx.Has.Without(model.FBilling)
	}
	if n, ok := parseCount(c.cell(cells, toCharge)); ok && n > 0 {
		c.tx.Recurrence = n
		c.know(model.FRecurrence)
	}
}

// price takes the offer's price back where it is not what was asked: it is the price before a coupon and of one item, so
// with either it only stands if the total is the same.
func (c *classicRows) price(cells []string) {
	if !c.tx.Has.Has(model.FPrice) || c.cell(cells, model.FCoupon) == "" && c.tx.Items <= 1 {
		return
	}
	total, _, err := parseAmount(c.cell(cells, toTotal), c.money[toCurrency], c.set.styles[toTotal], c.set.looking)
	if err != nil || total != c.tx.Price {
		c.tx.Price = model.Money{}
		c.tx.Has = c.tx.Has.Without(model.FPrice)
	}
}
