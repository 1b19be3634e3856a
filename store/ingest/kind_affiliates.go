package ingest

import (
	"slices"
	"strconv"
	"strings"

	"recoup/model"
)

// KindAffiliates is the list of affiliates.
const KindAffiliates = "affiliates"

// affiliatesReport is the kind of the list of affiliates, one row an affiliate and product. Its columns are not known: the words
// are those of Hotmart's help for the page, which shows the affiliates, their products and since when they promote each.
//
// "Comissão" alone may be a share or an amount and is not read. The share is kept as a number without its sign: 40 or 37.5. An
// affiliate is told from others by code, else e-mail, else name, and the product.
func affiliatesReport() *kind {
	codes := []string{"Código do(a) afiliado(a)", "Código de afiliado(a)", "ID do(a) afiliado(a)", "Código del afiliado(a)", "ID del afiliado(a)",
		"Affiliate code", "Affiliate ID"}
	ownEmails := []string{"E-mail do(a) afiliado(a)", "Email do(a) afiliado(a)", "Email del afiliado(a)", "Correo electrónico del afiliado(a)",
		"Affiliate email", "Affiliate e-mail"}
	ownStatuses := []string{"Status da afiliação", "Situação da afiliação", "Estado de la afiliación", "Estatus de la afiliación", "Affiliation status"}
	since := []string{"Data da afiliação", "Data de afiliação", "Afiliado(a) desde", "Fecha de afiliación", "Fecha de la afiliación", "Affiliation date",
		"Affiliate since", "Affiliated since"}
	return &kind{
		id: KindAffiliates, label: "the list of affiliates", version: "1", dataset: model.DataAffiliates,
		columns: []column{
			{name: "affiliate_code", holds: wordCells, headers: codes},
			{name: "name", headers: []string{"Nome do(a) afiliado(a)", "Afiliado(a)", "Nome", "Nombre del afiliado(a)", "Nombre", "Affiliate name",
				"Affiliate", "Name"}},
			{name: "email", holds: wordCells, headers: append(emails(), ownEmails...)},
			{name: "phone", headers: append(phones(), "Telefone do(a) afiliado(a)", "Teléfono del afiliado(a)", "Affiliate phone")},
			{name: "country", headers: []string{"País", "País do(a) afiliado(a)", "País del afiliado(a)", "Country", "Affiliate country"}},
			{name: "product_id", holds: wordCells, headers: productIDs()},
			{name: "product", headers: productNames()},
			{name: "status", headers: append(slices.Clone(ownStatuses), "Status", "Situação", "Estatus")},
			{name: "since", holds: dateCells, headers: append(slices.Clone(since), "Desde", "Since")},
			{name: "commission_percent", holds: wordCells, headers: []string{"Comissão (%)", "% de comissão", "Porcentagem de comissão",
				"Percentual de comissão", "Comisión (%)", "% de comisión", "Porcentaje de comisión", "Commission (%)", "Commission %",
				"Commission percentage", "Commission rate"}},
			{name: "special", holds: flagCells, headers: []string{"Comissão especial", "Comisión especial", "Special commission"}},
			{name: "legal_type", headers: []string{"Tipo de pessoa", "Tipo de persona", "Person type", "Legal type"}},
			{name: "clicks", holds: countCells, headers: []string{"Cliques", "Clics", "Clicks"}},
			{name: "leads", holds: countCells, headers: []string{"Leads", "Hotleads"}},
			{name: "sales", holds: countCells, headers: []string{"Vendas", "Quantidade de vendas", "Número de vendas", "Ventas", "Cantidad de ventas",
				"Número de ventas", "Sales", "Number of sales"}},
			{name: "currency", holds: currencyCells, headers: append(currencies(), "Moeda da comissão", "Moneda de la comisión", "Commission currency")},
			{name: "commission", holds: amountCells, currency: "currency", headers: []string{"Valor da comissão", "Valor de comissão", "Comissão total",
				"Comissões", "Valor de la comisión", "Comisión total", "Comisiones", "Commission amount", "Total commission", "Commissions"}},
		},
		needs: []need{{"the affiliate", []string{"affiliate_code", "email", "name"}}},
		mark:  need{"the code or the e-mail of an affiliate, or the date or the status of the affiliation", slices.Concat(codes, ownEmails, ownStatuses, since)},
		dated: "since", stated: true,
		rows: byName(affiliate),
	}
}

func affiliate(r *row) model.Change {
	code, email, name := r.word("affiliate_code"), r.word("email"), r.text("name")
	who := code
	if who == "" {
		who = buyerKey(email, "", "", name)
	}
	if who == "" {
		r.fail(r.firstColumn("affiliate_code", "email", "name"), "neither code nor e-mail or name says who the affiliate is")
	}
	id, product := r.word("product_id"), r.text("product")
	a := r.record(keyOf(who, productKey(id, product))).Text("affiliate_code", code).Text("email", email).Text("name", name).Text("product_id", id).
		Text("product", product).Text("commission_percent", r.percent("commission_percent"))
	r.takeTexts(a, "phone", "country", "status", "legal_type")
	r.takeDates(a, "since")
	r.takeCounts(a, "clicks", "leads", "sales")
	if special, known := r.flag("special"); known {
		a.Flag("special", special)
	}
	if commission, known := r.amountIfPriced("commission"); known {
		a.Money("commission", commission)
	}
	return r.told(a)
}

// percent is a share as a plain number, at most 100: "37,50 %" is 37.5.
func (r *row) percent(name string) string {
	cell := r.word(name)
	if cell == "" {
		return ""
	}
	whole, rest, ok := number(strings.TrimSpace(strings.TrimSuffix(cell, "%")), 3)
	decimals := ""
	if ok && rest != "" && (rest[0] == '.' || rest[0] == ',') {
		decimals, rest = rest[1:], ""
		ok = decimals != "" && strings.Trim(decimals, "0123456789") == ""
		decimals = strings.TrimRight(decimals, "0")
	}
	if !ok || rest != "" || whole > 100 || whole == 100 && decimals != "" {
		r.fail(name, "%s is not a share between 0 and 100 percent", quote(cell))
		return ""
	}
	if decimals != "" {
		decimals = "." + decimals
	}
	return strconv.Itoa(whole) + decimals
}
