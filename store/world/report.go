package world

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"recoup/model"
)

// ReportOptions say how a report is written. The zero value writes it as Hotmart does: all sales, the latest order first, a
// byte order mark, semicolons, LF, a dot before the cents.
type ReportOptions struct {
	From, To     model.Instant // bounds of the order's date, half-open; zero is open
	Comma        rune          // between cells
	NoBOM, CRLF  bool
	DecimalComma bool // as after a visit to a spreadsheet, also in rates
}

// none is how a report writes an empty cell.
const none = "(none)"

// DetailedCSV is the detailed sales report ("Modelo detalhado") of 63 columns, in Portuguese, as it is made at a moment,
// with dates local to the account.
func (w *World) DetailedCSV(at model.Instant, opt ReportOptions) []byte {
	return opt.write(w.DetailedRows(at, opt))
}

// ClassicCSV is the older sales report of 59 columns; see DetailedCSV.
func (w *World) ClassicCSV(at model.Instant, opt ReportOptions) []byte {
	return opt.write(w.ClassicRows(at, opt))
}

func (o ReportOptions) write(rows [][]string) []byte {
	var b bytes.Buffer
	if !o.NoBOM {
		b.WriteString("\ufeff")
	}
	comma, end := ";", "\n"
	if o.Comma != 0 {
		comma = string(o.Comma)
	}
	if o.CRLF {
		end = "\r\n" // of rows; a line break in a name stays as it is
	}
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteString(comma)
			}
			if strings.ContainsAny(cell, comma+"\"\r\n") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		b.WriteString(end)
	}
	return b.Bytes()
}

// DetailedRows are the cells of the detailed report, the header first, for a caller that writes a spreadsheet.
func (w *World) DetailedRows(at model.Instant, opt ReportOptions) [][]string {
	return w.rows(detailedHeader(), at, opt, (*clerk).detailed)
}

// ClassicRows are the cells of the classic report; see DetailedRows.
func (w *World) ClassicRows(at model.Instant, opt ReportOptions) [][]string {
	return w.rows(classicHeader(), at, opt, (*clerk).classic)
}

func (w *World) rows(header []string, at model.Instant, opt ReportOptions, row func(*clerk) []string) [][]string {
	rows := [][]string{header}
	for _, s := range slices.Backward(w.sales) {
		tx, there := s.told(model.SourceReport, at)
		if !there || tx.OrderedAt < opt.From || opt.To != 0 && tx.OrderedAt >= opt.To {
			continue
		}
		rows = append(rows, row(&clerk{world: w, sale: s, tx: &tx, opt: &opt}))
	}
	return rows
}

// clerk writes one sale into the cells of a report.
type clerk struct {
	world *World
	sale  *sale
	tx    *model.Transaction
	opt   *ReportOptions
}

// cell is a text, or that there is none.
func cell(text string) string {
	if text == "" {
		return none
	}
	return text
}

func (c *clerk) money(f model.Field) string {
	if !c.tx.Has.Has(f) {
		return none
	}
	return c.number(decimal(*c.tx.Ref(f).(*model.Money)))
}

// number writes decimals in the file's way.
func (c *clerk) number(text string) string {
	if c.opt.DecimalComma {
		return strings.Replace(text, ".", ",", 1)
	}
	return cell(text)
}

func (c *clerk) moment(at model.Instant) string {
	if at == 0 {
		return none
	}
	return at.In(c.world.Zone).Format("02/01/2006 15:04:05")
}

// currencyOf is the currency of an amount, if that is told.
func (c *clerk) currencyOf(f model.Field) string {
	if !c.tx.Has.Has(f) {
		return none
	}
	return string(c.tx.Ref(f).(*model.Money).Currency())
}

func (c *clerk) detailed() []string {
	t := c.tx
	row := []string{
		t.Code, statusWord(t.Status), c.moment(t.OrderedAt), c.moment(t.ApprovedAt), t.Producer, t.ProductID, t.ProductName, t.OfferCode, t.OfferName,
		c.number(t.PurchaseRate), c.currencyOf(model.FPrice), c.money(model.FPaid), c.number(decimal(c.onTop())), c.money(model.FPrice),
		c.number(t.PayoutRate), c.currencyOf(model.FGross), c.money(model.FGross), c.money(model.FMyNet), roleWord(t.Role), c.money(model.FProducerNet),
		c.money(model.FAffiliateCut), c.money(model.FCoproducerCut), c.currencyOf(model.FFee), c.money(model.FFee), c.money(model.FStreamingFee),
		c.money(model.FOtherFees), cell(t.AffiliateName), cell(t.Channel), cell(t.Src), cell(t.Sck), paymentWord(t.PaymentType), c.billing(),
		strconv.FormatInt(t.Installments, 10), strconv.FormatInt(max(1, t.Recurrence), 10), c.moment(t.DueAt), cell(t.Coupon), yesNo(t.Trial),
		strconv.FormatInt(t.Items, 10),
	}
	return append(append(row, c.person()...),
		none, none, none, cell(t.SalesTool), cell(t.ParentCode), cell(t.Anticipation), cell(t.RefusalRaw), none, c.money(model.FLocalTax),
		c.money(model.FInstallmentFee), none)
}

// onTop is what the buyer pays beyond the price.
func (c *clerk) onTop() model.Money { return exact(c.tx.Paid.Sub(c.tx.Price)) }

// person fills the columns from the buyer's name to the subscriber's code.
func (c *clerk) person() []string {
	t, b := c.tx, c.sale.buyer
	return []string{
		cell(t.BuyerName), cell(t.BuyerEmail), cell(t.BuyerCountry), cell(t.BuyerPhone), cell(t.BuyerDocument), b.zip, cell(t.BuyerCity),
		cell(t.BuyerState), b.street, b.district, b.number, cell(b.extra), none, cell(t.Subscriber),
	}
}

// billing is the column "Tipo de cobrança": of a subscription, which charge it is.
func (c *clerk) billing() string {
	switch c.tx.Billing {
	case model.Subscription:
		return strconv.FormatInt(c.tx.Recurrence, 10) + "a cobrança"
	case model.SmartInstallment:
		return "Parcelamento Inteligente"
	case model.SmartRecovery:
		return "Recuperador Inteligente"
	case model.CardInstallment:
		return "Parcelado"
	}
	return "Único"
}

func (c *clerk) classic() []string {
	t, s, b := c.tx, c.sale, c.sale.buyer
	inReais, netInReais, realRate, moneyOfReais := none, none, none, none
	if t.Price.Currency() != "BRL" {
		moneyOfReais, realRate = "BRL", c.number(dollarInReais.String())
		inReais = c.number(decimal(exchange(s.tx.Gross, "BRL", dollarInReais)))
		if t.Has.Has(model.FMyNet) {
			netInReais = c.number(decimal(exchange(t.MyNet, "BRL", dollarInReais)))
		}
	}
	charge := none
	if t.Recurrence > 0 {
		charge = strconv.FormatInt(t.Recurrence, 10)
	}
	currency := string(t.Price.Currency())
	return []string{
		t.ProductName, t.Producer, s.product.producerDocument, cell(t.AffiliateName), t.Code, paymentWord(t.PaymentType), cell(t.Src), currency,
		c.number(decimal(c.listed())), currency, c.number(decimal(c.listed())), c.number(t.PurchaseRate), moneyOfReais, inReais,
		strconv.FormatInt(t.Installments, 10), charge, c.moment(t.OrderedAt), c.moment(t.ApprovedAt), statusWord(t.Status), t.BuyerName, b.document,
		cell(t.BuyerEmail), b.areaCode, b.phone, b.zip, cell(t.BuyerCity), cell(t.BuyerState), b.district, t.BuyerCountry, b.street, b.number,
		cell(b.extra), "k" + t.Code + roleWord(t.Role)[:1], t.ProductID, cell(s.code), t.OfferCode, cell(t.Sck), paymentWord(t.PaymentType), yesNo(t.Trial),
		yesNo(s.product.coproducer != ""), roleWord(t.Role), c.money(model.FPaid), c.offerWord(), realRate, inReais, strconv.FormatInt(t.Items, 10), none,
		cell(t.Coupon), moneyOfReais, netInReais, c.number(t.PayoutRate), c.moment(t.DueAt), none, cell(t.Channel), c.currencyOf(model.FMyNet),
		c.money(model.FMyNet), cell(t.Subscriber), none, none,
	}
}

// listed is the offer's price for one item, before any coupon, in the buyer's currency.
func (c *clerk) listed() model.Money {
	if c.sale.offer.checkout != "" {
		return c.tx.Price
	}
	return c.sale.offer.price
}

// offerWord is the column "Tipo pagamento oferta".
func (c *clerk) offerWord() string {
	switch c.tx.Billing {
	case model.Subscription:
		return "Assinatura"
	case model.SmartInstallment, model.SmartRecovery:
		return c.billing()
	}
	return "Pagamento único"
}

func yesNo(yes bool) string {
	if yes {
		return "Sim"
	}
	return "Não"
}

func roleWord(r model.Role) string {
	switch r {
	case model.Coproducer:
		return "Coprodutor"
	case model.Affiliate:
		return "Afiliado"
	}
	return "Produtor"
}

func paymentWord(p model.PaymentType) string {
	switch p {
	case model.CreditCard:
		return "Cartão de Crédito"
	case model.Pix:
		return "Pix"
	case model.Billet:
		return "Boleto Bancário"
	case model.Wallet:
		return "PicPay"
	case model.HotmartCredit:
		return "Saldo Hotmart"
	case model.BankTransfer:
		return "Transferência bancária"
	case model.CashPayment:
		return "OXXO"
	case model.DirectDebit:
		return "Débito direto"
	case model.GooglePay:
		return "Google Pay"
	case model.ApplePay:
		return "Apple Pay"
	}
	return "PayPal"
}

func statusWord(s model.Status) string {
	switch s {
	case model.Started:
		return "Iniciado"
	case model.WaitingPayment:
		return "Aguardando pagamento"
	case model.PrintedBillet:
		return "Boleto Gerado"
	case model.Processing:
		return "Em processamento"
	case model.UnderAnalysis:
		return "Em Análise"
	case model.PreOrder:
		return "Pré-venda"
	case model.Approved:
		return "Aprovado"
	case model.Complete:
		return "Completo"
	case model.PartiallyRefunded:
		return "Reembolsado parcialmente"
	case model.Protested:
		return "Reclamado"
	case model.Refunded:
		return "Reembolsado"
	case model.Cancelled:
		return "Cancelado"
	case model.NoFunds:
		return "Sem saldo"
	case model.Blocked:
		return "Bloqueado"
	case model.Expired:
		return "Expirado"
	case model.Overdue:
		return "Atrasado"
	}
	return "Chargeback"
}
