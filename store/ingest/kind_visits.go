package ingest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"recoup/model"
)

// KindVisits is a table of visits to pages and checkouts.
const KindVisits = "visits"

// visitsReport is the kind of a table of visits, one row a day, product, page and origin, as Hotmart Analytics or another tool
// exports it. Its columns are not known. "Origem" and "Source" alone may mean SRC or utm_source and are not read; views of
// pages are another measure than visits and are not read either.
//
// Two rows of the same moment, product, page and origin with other numbers are parts of something that the file parts further,
// such as devices: which belongs where cannot be told, so the second is rejected.
func visitsReport() *kind {
	utm := func(name string) []string { return []string{"utm_" + name, "UTM " + name} }
	return &kind{
		id: KindVisits, label: "a table of visits", version: "1", dataset: model.DataVisits,
		columns: []column{
			{name: "day", holds: dateCells, headers: []string{"Dia", "Data", "Día", "Fecha", "Day", "Date"}},
			{name: "product_id", holds: wordCells, headers: productIDs()},
			{name: "product", headers: productNames()},
			{name: "surface", headers: []string{"Tipo de página", "Tipo da página", "Page type", "Surface"}},
			{name: "page", headers: []string{"Página", "URL da página", "Página de destino", "URL de la página", "Page", "Page URL", "Page path", "Landing page"}},
			{name: "src", holds: wordCells, headers: []string{"SRC", "Código SRC", "SRC code"}},
			{name: "sck", holds: wordCells, headers: []string{"SCK", "Código SCK", "SCK code"}},
			{name: "utm_source", holds: wordCells, headers: utm("source")},
			{name: "utm_medium", holds: wordCells, headers: utm("medium")},
			{name: "utm_campaign", holds: textCells, headers: utm("campaign")},
			{name: "visits", holds: countCells, headers: []string{"Visitas", "Número de visitas", "Acessos", "Sessões", "Sesiones", "Visits", "Sessions"}},
			{name: "visitors", holds: countCells, headers: []string{"Visitantes", "Visitantes únicos", "Usuários", "Usuarios", "Visitors", "Unique visitors",
				"Users"}},
			{name: "clicks", holds: countCells, headers: []string{"Cliques", "Cliques no checkout", "Cliques para o checkout", "Clics", "Clics en el checkout",
				"Clicks", "Checkout clicks", "Clicks to checkout"}},
			{name: "checkouts", holds: countCells, headers: []string{"Checkouts", "Visitas ao checkout", "Checkouts iniciados", "Visitas al checkout",
				"Checkout visits", "Initiated checkouts"}},
		},
		needs: []need{
			{"the day", []string{"day"}},
			{"the product, the page or the origin", slices.Concat([]string{"product_id", "product"}, visitPlaces())},
			{"a number of visits, visitors, clicks or checkouts", visitCounts()},
		},
		dated: "day",
		rows:  byName(visits),
	}
}

// visitPlaces are the columns that tell where a visit went to and came from, the product apart.
func visitPlaces() []string {
	return []string{"surface", "page", "src", "sck", "utm_source", "utm_medium", "utm_campaign"}
}

func visitCounts() []string { return []string{"visits", "visitors", "clicks", "checkouts"} }

func visits(r *row) model.Change {
	at := r.date("day")
	if at == 0 {
		r.fail("day", "the day is missing")
	}
	id, product := r.word("product_id"), r.text("product")
	key := []string{momentKey(at), productKey(id, product)}
	for _, name := range visitPlaces() {
		key = append(key, r.word(name))
	}
	v := r.record(keyOf(key...)).At("at", at).Text("day", at.In(r.clock.zone).Format(time.DateOnly)).Text("product_id", id).Text("product", product)
	r.takeWords(v, visitPlaces()...)
	r.takeCounts(v, visitCounts()...)
	content := make([]string, len(visitCounts()))
	for i, name := range visitCounts() {
		if n, known := v.NumberOf(name); known {
			content[i] = strconv.FormatInt(n, 10)
		}
	}
	if strings.Join(content, "") == "" {
		r.fail(r.firstColumn(visitCounts()...), "no number of visits, visitors, clicks or checkouts is given")
	}
	if !r.firstOf(v.Key, keyOf(content...)) {
		r.fail("day", "an earlier row has the same day, product, page and origin with other numbers")
	}
	return r.told(v)
}
