package world

import (
	"strconv"
	"strings"

	"recoup/model"
)

type buyer struct {
	name, email, ucode      string
	document, documentType  string
	areaCode, phone         string // without the country's
	country, iso, state     string
	city, zip, street       string
	district, number, extra string
	locale                  string
	currency                model.Currency // what a checkout shows this buyer
}

// hostileNames are what people type into a form, and what others do on purpose: control characters, terminal sequences,
// text that runs the other way, composed and decomposed accents, formulas, separators, and too much of everything.
func hostileNames() []string {
	return []string{
		"Zilda \x1b[31mVermelha\x1b[0m", "Ivo\x07 Sino", "Elo\u009b31mC1", "Aba\tTabulada", "Rosa\x1b]0;título\x07", // control characters first
		"Joa\u0303o Araujo\u0301", "\u202eoãoJ oirártnoC", "=HYPERLINK(\"http://example.com\";\"clique\")", "+1-2", "@SUM(A1:A9)", "-2+3",
		"Quebra\nLinha", `Maria "Mia"; Sá, e Cia`, "Li\u200bsa Nula", "김민준", "D'Ávila", "Zé" + strings.Repeat("\u0301", 40) + "lia",
		"Ana " + strings.Repeat("Maria de Todos os Santos ", 90) + "Fim", "(none)a", "\u2066isolada", "<b>Negrito</b> & Cia", "{{7*7}} ${x}",
	}
}

const controlNames = 5 // the first of hostileNames

type place struct {
	country, iso, locale string
	currency             model.Currency
	state, city, area    string
	document             string // its kind
}

func places() []place {
	return []place{
		{"Brasil", "BR", "pt_BR", "BRL", "SP", "São Paulo", "11", "CPF"},
		{"Brasil", "BR", "pt_BR", "BRL", "BA", "Salvador", "71", "CPF"},
		{"Brasil", "BR", "pt_BR", "BRL", "RS", "Porto Alegre", "51", "CPF"},
		{"Brasil", "BR", "pt_BR", "BRL", "AM", "Manaus", "92", "CPF"},
		{"Brasil", "BR", "pt_BR", "BRL", "MG", "Belo Horizonte", "31", "CNPJ"},
		{"Estados Unidos", "US", "en", "USD", "OR", "Portland", "503", "DOCUMENT"},
		{"Portugal", "PT", "pt_PT", "EUR", "", "Braga", "253", "DOCUMENT"},
		{"Chile", "CL", "es", "CLP", "", "Valparaíso", "32", "DOCUMENT"},
		{"México", "MX", "es", "MXN", "JAL", "Guadalajara", "33", "DOCUMENT"},
	}
}

// people makes the buyers: those with hostile names first, all of them in Brazil.
func (m *maker) people() {
	first := []string{"Abel", "Bianca", "Cíntia", "Davi", "Estela", "Fátima", "Gil", "Hilda", "Íris", "Jonas", "Kátia", "Lauro", "Mirela", "Noé",
		"Olívia", "Pilar", "Quitéria", "Raul", "Sueli", "Tobias", "Úrsula", "Valdir", "Wanda", "Xênia", "Yara", "Zeca"}
	last := []string{"Abreu", "Bittencourt", "Caldas", "Drummond", "Espíndola", "Frazão", "Galvão", "Heredia", "Iglesias", "Junqueira", "Lacerda",
		"Muñoz", "Novaes", "Ornelas", "Peixoto", "Quaresma", "Rezende", "Sepúlveda", "Toledo", "Uchôa", "Valadão", "Ximenes", "Zanetti"}
	hostile := hostileNames()
	if m.opt.Plain {
		hostile = hostile[controlNames:]
	}
	all := places()
	m.hostile = len(hostile)
	for i := range max(80, m.opt.Sales*2/3) {
		if i < len(hostile) {
			m.buyers = append(m.buyers, m.person(i, hostile[i], all[m.below(5)]))
			continue
		}
		where := all[m.below(5)]
		if i%3 == 0 {
			where = all[i/3%len(all)]
		}
		m.buyers = append(m.buyers, m.person(i, pick(m.chance, first)+" "+pick(m.chance, last), where))
	}
}

func (m *maker) person(i int, name string, where place) *buyer {
	b := &buyer{
		name: name, ucode: m.uuid(), documentType: where.document, areaCode: where.area, country: where.country, iso: where.iso,
		state: where.state, city: where.city, locale: where.locale, currency: where.currency, zip: m.word(8, digits), street: "Rua das Cores",
		district: "Centro", number: m.word(3, "123456789"), phone: "9000" + m.word(5, digits),
	}
	b.document = "000" + m.word(8, digits)
	if where.document == "CNPJ" {
		b.document += "0001"
	}
	b.email = "pessoa" + strconv.Itoa(i) + "." + m.word(3, digits) + "@example.com"
	switch i % 40 {
	case 7:
		b.email = strings.ToUpper(b.email[:1]) + b.email[1:]
	case 23:
		b.email = "" // an event may come without it
	}
	if i%6 == 0 {
		b.extra = "apto " + m.word(2, digits)
	}
	return b
}

// from picks a buyer who sees prices in a currency.
func (m *maker) from(currency model.Currency) *buyer {
	for {
		if b := pick(m.chance, m.buyers); b.currency == currency {
			return b
		}
	}
}
