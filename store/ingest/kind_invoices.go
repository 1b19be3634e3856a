package ingest

import (
	"fmt"
	"strings"
	"time"

	"recoup/model"
)

// KindInvoices is a list of invoices for commissions.
const KindInvoices = "invoices"

// invoicesReport is the kind of a list of invoices, as a creator or an accountant keeps it: affiliates and co-producers invoice
// the producer for their commissions. Hotmart's own list has never been seen.
//
// The direction is received or sent, from a column of its own, or from who the file names: only the one who issued it, then
// it was received; only the one it is made out to, then it was sent. A row that names both and does not say which it is, is
// rejected. An invoice is told from others by direction, series, number and counterpart, by the counterpart's document or else
// its name, since each counts its invoices from one. The month is the one of the commission, written 2026-05.
func invoicesReport() *kind {
	return &kind{
		id: KindInvoices, label: "a list of invoices", version: "1", dataset: model.DataInvoices,
		columns: []column{
			{name: "direction", holds: wordCells, headers: []string{"Direção", "Tipo", "Tipo de nota", "Tipo de factura", "Sentido", "Direction", "Type",
				"Invoice type"}},
			{name: "number", holds: wordCells, headers: []string{"Número da nota", "Número da nota fiscal", "Nº da nota", "Nº da nota fiscal", "Nota fiscal",
				"NF", "NFS-e", "Número da NF", "Número da NFS-e", "Número de factura", "Número de la factura", "Nº de factura", "Factura", "Invoice number",
				"Invoice no.", "Invoice"}},
			{name: "series", holds: wordCells, headers: []string{"Série", "Série da nota", "Serie", "Serie de la factura", "Series", "Invoice series"}},
			{name: "status", headers: []string{"Status", "Status da nota", "Situação", "Situação da nota", "Estado", "Estatus", "Estado de la factura",
				"Invoice status"}},
			{name: "issued_at", holds: dateCells, headers: []string{"Data de emissão", "Data da nota", "Emissão", "Emitida em", "Data", "Fecha de emisión",
				"Fecha de la factura", "Emisión", "Emitida el", "Fecha", "Issue date", "Date of issue", "Invoice date", "Issued at", "Issued on", "Date"}},
			{name: "month", holds: wordCells, headers: []string{"Competência", "Mês", "Mês de competência", "Mês de referência", "Mes", "Mes de referencia",
				"Month", "Reference month"}},
			{name: "issuer", headers: []string{"Afiliado(a)", "Nome do(a) afiliado(a)", "Coprodutor(a)", "Emitente", "Emissor(a)", "Prestador(a)",
				"Nombre del afiliado(a)", "Coproductor(a)", "Emisor(a)", "Affiliate", "Affiliate name", "Co-producer", "Issuer"}},
			{name: "recipient", headers: []string{"Produtor(a)", "Nome do(a) produtor(a)", "Destinatário", "Tomador(a)", "Productor(a)",
				"Nombre del productor(a)", "Destinatario", "Receptor(a)", "Producer", "Producer name", "Recipient", "Bill to"}},
			{name: "counterpart", headers: []string{"Contraparte", "Parceiro(a)", "Socio(a)", "Counterpart", "Partner"}},
			{name: "counterpart_document", headers: []string{"Documento", "CNPJ", "CPF/CNPJ", "CNPJ/CPF", "Documento do(a) afiliado(a)",
				"CNPJ do(a) afiliado(a)", "Documento do emitente", "CNPJ do emitente", "Documento del afiliado(a)", "Documento del emisor", "NIF", "NIT", "RFC",
				"Document", "Tax ID", "Affiliate document"}},
			{name: "transaction", holds: wordCells, headers: transactionCodes()},
			{name: "currency", holds: currencyCells, headers: currencies()},
			{name: "amount", holds: amountCells, currency: "currency", headers: []string{"Valor", "Valor da nota", "Valor total", "Importe", "Importe total",
				"Monto", "Monto total", "Valor de la factura", "Amount", "Value", "Invoice amount", "Total amount"}},
			{name: "file", headers: []string{"Arquivo", "Link da nota", "PDF", "Archivo", "Enlace de la factura", "File", "Invoice link"}},
			{name: "reject_reason", headers: []string{"Motivo da recusa", "Motivo da rejeição", "Motivo de rejeição", "Motivo de rechazo", "Motivo del rechazo",
				"Rejection reason", "Reason for rejection"}},
		},
		needs: []need{
			{"the invoice's number", []string{"number"}},
			{"its day or month", []string{"issued_at", "month"}},
			{"the other party", []string{"issuer", "recipient", "counterpart"}},
			{"whether it was sent or received", []string{"direction", "issuer", "recipient"}},
			{"the amount", []string{"amount"}},
		},
		dated: "issued_at", key: "number", stated: true,
		rows: byName(invoice),
	}
}

func invoice(r *row) model.Change {
	number := r.word("number")
	if number == "" {
		r.fail("number", "the invoice's number is missing")
	}
	direction, counterpart := r.parties()
	document := r.text("counterpart_document")
	series := r.word("series")
	amount, known := r.amount("amount")
	if !known {
		r.fail("amount", "the amount is missing")
	}
	i := r.record(keyOf(direction, series, number, buyerKey("", document, "", counterpart))).Text("direction", direction).Text("number", number).
		Text("series", series).Text("counterpart", counterpart).Text("counterpart_document", document).Text("month", r.month("month")).Money("amount", amount)
	r.takeTexts(i, "status", "file", "reject_reason")
	r.takeWords(i, "transaction")
	r.takeDates(i, "issued_at")
	return r.told(i)
}

// parties tells whether an invoice was received or sent, and who the other party is.
func (r *row) parties() (direction, counterpart string) {
	issuer, recipient := r.text("issuer"), r.text("recipient")
	direction = invoiceDirection(r.word("direction"))
	switch {
	case direction != "":
	case issuer != "" && recipient == "", r.has("issuer") && !r.has("recipient"):
		direction = "received"
	case recipient != "" && issuer == "", r.has("recipient") && !r.has("issuer"):
		direction = "sent"
	default:
		r.fail("direction", "whether the invoice was sent or received is not told")
	}
	counterpart = issuer
	if direction == "sent" {
		counterpart = recipient
	}
	if counterpart == "" {
		counterpart = r.text("counterpart")
	}
	if counterpart == "" {
		r.fail(r.firstColumn("issuer", "recipient", "counterpart"), "the other party is missing")
	}
	return direction, counterpart
}

func invoiceDirection(word string) string {
	switch model.Fold(word) {
	case "recebida", "recebido", "recibida", "recibido", "received", "entrada", "incoming":
		return "received"
	case "enviada", "enviado", "emitida", "emitido", "sent", "issued", "saida", "salida", "outgoing":
		return "sent"
	}
	return ""
}

// month reads a month as 05/2026, 2026-05, a day of it, or a name with a year. What is none is unknown, and noted.
func (r *row) month(name string) string {
	word := r.word(name)
	if word == "" {
		return ""
	}
	if m, ok := parseMoment(word); ok {
		return time.Unix(int64(m.day)*86400, 0).UTC().Format("2006-01")
	}
	year, month, ok := splitMonth(strings.NewReplacer(" de ", " ", " del ", " ", "/", " ", "-", " ", ".", " ").Replace(model.Fold(word)))
	if !ok {
		r.note("month", word)
		return ""
	}
	return fmt.Sprintf("%04d-%02d", year, month)
}

// splitMonth reads a month and a year of four digits, parted by a space, in either order.
func splitMonth(text string) (year, month int, ok bool) {
	words := strings.Fields(text)
	if len(words) != 2 {
		return 0, 0, false
	}
	if len(words[0]) == 4 {
		if _, rest, digits := number(words[0], 4); digits && rest == "" {
			words[0], words[1] = words[1], words[0]
		}
	}
	year, rest, ok := number(words[1], 4)
	if !ok || rest != "" || year < 1995 || year > 2100 {
		return 0, 0, false
	}
	month, rest, ok = number(words[0], 2)
	if !ok {
		month = monthNamed(words[0])
		rest = ""
	}
	return year, month, rest == "" && month >= 1 && month <= 12
}

// monthNamed is the number of a month by its first three letters, in Portuguese, Spanish or English; 0 for none.
func monthNamed(word string) int {
	for i, names := range [...]string{"jan ene", "fev feb", "mar", "abr apr", "mai may", "jun", "jul", "ago aug", "set sep", "out oct", "nov", "dez dic dec"} {
		for _, name := range strings.Fields(names) {
			if strings.HasPrefix(word, name) {
				return i + 1
			}
		}
	}
	return 0
}
