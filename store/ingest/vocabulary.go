package ingest

import (
	"strings"

	"recoup/model"
)

// The words for who bought and what, which many reports share.

func buyerNames() []string {
	return []string{"Nome", "Nome do(a) comprador(a)", "Comprador(a)", "Nombre", "Nombre del comprador(a)", "Name", "Buyer name", "Buyer"}
}

func buyerEmails() []string {
	return append(emails(), "E-mail do(a) comprador(a)", "Email do(a) comprador(a)", "Email del comprador(a)", "Correo electrónico del comprador(a)",
		"Buyer email", "Buyer e-mail")
}

func buyerPhones() []string {
	return append(phones(), "Telefone do(a) comprador(a)", "Teléfono del comprador(a)", "Buyer phone")
}

func buyerDocuments() []string {
	return []string{"Documento", "Documento do(a) comprador(a)", "CPF", "CPF/CNPJ", "Documento del comprador(a)", "Document", "Buyer document"}
}

func emails() []string {
	return []string{"E-mail", "Email", "Correo electrónico", "Correo", "Email address"}
}

func phones() []string {
	return []string{"Telefone", "Celular", "Teléfono", "Phone", "Phone number"}
}

func countries() []string {
	return []string{"País", "País do(a) comprador(a)", "País del comprador(a)", "Country", "Buyer country"}
}

func productIDs() []string {
	return []string{"ID do produto", "Código do produto", "ID del producto", "Código del producto", "Product ID", "Product code"}
}

func productNames() []string {
	return []string{"Produto", "Nome do produto", "Producto", "Nombre del producto", "Product", "Product name"}
}

func offerCodes() []string {
	return []string{"Código da oferta", "Código de oferta", "Código do preço", "Código de la oferta", "Código del precio", "Offer code", "Price code"}
}

func payments() []string {
	return []string{"Método de pagamento", "Forma de pagamento", "Meio de pagamento", "Tipo de pagamento", "Método de pago", "Forma de pago",
		"Medio de pago", "Tipo de pago", "Payment method", "Payment type"}
}

func subscriberCodes() []string {
	return []string{"Código do(a) assinante", "Código de assinante", "Código del suscriptor(a)", "Código de suscriptor", "Subscriber code"}
}

func currencies() []string { return []string{"Moeda", "Moneda", "Currency"} }

func transactionCodes() []string {
	return []string{"Código da transação", "Transação", "HP", "HP da transação", "Código HP", "ID da transação", "Código de la transacción",
		"Transacción", "HP de la transacción", "ID de la transacción", "Transaction code", "Transaction", "Transaction ID", "HP code"}
}

// buyerKey identifies the person of a row as a sale's buyer is identified, and by the name where there is nothing else.
func buyerKey(email, document, phone, name string) string {
	person := model.Transaction{BuyerEmail: email, BuyerDocument: document, BuyerPhone: phone}
	if key, kind := person.BuyerKey(); kind != model.BuyerKeyNone {
		return key
	}
	return model.Fold(name)
}

// productKey identifies the product of a row: by its number, else by its name.
func productKey(id, name string) string {
	if id != "" {
		return id
	}
	return model.Fold(name)
}

// keyOf makes one key of several parts, different for different parts.
func keyOf(parts ...string) string {
	escaped := make([]string, len(parts))
	for i, part := range parts {
		escaped[i] = strings.NewReplacer(`\`, `\\`, "|", `\|`).Replace(part)
	}
	return strings.Join(escaped, "|")
}
