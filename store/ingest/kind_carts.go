package ingest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"recoup/model"
)

// KindCarts is the cart abandonment report.
const KindCarts = "carts"

// cartsReport is the kind of the cart abandonment report, one row an attempt to buy. Hotmart's help names its columns as name,
// e-mail, phone, document and link; how they are spelt in a file is not known, nor whether it has dates.
//
// The link of a checkout names the offer and where the buyer came from (off, src, sck): they are read from it where no column
// gives them. The report is made of one product at a time, so it covers no period of all carts. A cart is told from others by
// buyer, product and moment; carts without a moment also by which of several equal ones in the file they are.
func cartsReport() *kind {
	abandoned := []string{"Data do abandono", "Data de abandono", "Abandonado em", "Data do carrinho abandonado", "Fecha de abandono",
		"Fecha del abandono", "Abandonado el", "Fecha del carrito abandonado", "Abandonment date", "Date of abandonment", "Abandoned at", "Abandoned on"}
	links := []string{"Link", "Link do checkout", "Link do carrinho", "Link de recuperação", "URL do checkout", "Enlace", "Enlace del checkout",
		"Enlace del carrito", "Link del checkout", "URL del checkout", "Checkout link", "Checkout URL", "Cart link", "Recovery link"}
	return &kind{
		id: KindCarts, label: "the cart abandonment report", version: "1", dataset: model.DataCarts,
		columns: []column{
			{name: "at", holds: dateCells, headers: slices.Concat(abandoned, []string{"Data", "Data e hora", "Fecha", "Fecha y hora", "Date", "Date and time"})},
			{name: "product_id", holds: wordCells, headers: productIDs()},
			{name: "product", headers: productNames()},
			{name: "offer_code", holds: wordCells, headers: offerCodes()},
			{name: "buyer_name", headers: append(buyerNames(), "Lead")},
			{name: "buyer_email", holds: wordCells, headers: buyerEmails()},
			{name: "buyer_phone", headers: buyerPhones()},
			{name: "buyer_document", headers: buyerDocuments()},
			{name: "buyer_country", headers: countries()},
			{name: "has_affiliate", holds: flagCells, headers: []string{"Tem afiliado(a)", "Com afiliado(a)", "Tiene afiliado(a)", "Con afiliado(a)",
				"Has affiliate", "With affiliate"}},
			{name: "checkout_url", holds: wordCells, headers: append(slices.Clone(links), "URL")},
			{name: "src", holds: wordCells, headers: []string{"Código SRC", "SRC code", "SRC"}},
			{name: "sck", holds: wordCells, headers: []string{"Código SCK", "SCK code", "SCK"}},
		},
		needs: []need{{"the buyer", []string{"buyer_email", "buyer_phone", "buyer_document", "buyer_name"}}},
		mark:  need{"the link to the checkout or the date of the abandonment", slices.Concat(links, abandoned)},
		dated: "at", partial: true,
		rows: byName(cart),
	}
}

func cart(r *row) model.Change {
	at := r.date("at")
	name, email, phone, document := r.text("buyer_name"), r.word("buyer_email"), r.text("buyer_phone"), r.text("buyer_document")
	buyer := buyerKey(email, document, phone, name)
	if buyer == "" {
		r.fail("buyer_email", "neither e-mail nor phone, document or name says whose cart it is")
	}
	id, product, link := r.word("product_id"), r.text("product"), r.word("checkout_url")
	key := keyOf(buyer, productKey(id, product), momentKey(at))
	if at == 0 {
		key = r.numbered(keyOf(buyer, productKey(id, product), "", link))
	}
	cart := r.record(key).At("at", at).Text("product_id", id).Text("product", product).Text("offer_code", r.orOfLink("offer_code", link, "off")).
		Text("buyer_name", name).Text("buyer_email", email).Text("buyer_phone", phone).Text("buyer_document", document).
		Text("buyer_country", r.text("buyer_country")).Text("checkout_url", link).
		Text("src", r.orOfLink("src", link, "src")).Text("sck", r.orOfLink("sck", link, "sck"))
	if affiliate, known := r.flag("has_affiliate"); known {
		cart.Flag("has_affiliate", affiliate)
	}
	return r.told(cart)
}

// orOfLink is the word of a column, or where the row has none a parameter of a link.
func (r *row) orOfLink(name, link, parameter string) string {
	if word := r.word(name); word != "" {
		return word
	}
	if !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://") {
		return ""
	}
	address, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return address.Query().Get(parameter)
}

// momentKey is a moment as a part of a key; empty when it is unknown.
func momentKey(at model.Instant) string {
	if at == 0 {
		return ""
	}
	return strconv.FormatInt(int64(at), 10)
}
