package aggregate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recoup/model"
)

// facet is one way to part transactions: by product, by card brand, by hour …
type facet struct {
	id, label string
	first     model.Column
	size      int // codes are below it
	codeOf    func(row int32) uint32
	value     func(code uint32) model.Value
	name      func(code uint32) string // for an order among equals
}

func (s *scope) productFacet() facet {
	return facet{
		"by_product", "By product", column("product", "Product", model.ColText), len(s.products.names),
		func(row int32) uint32 { return s.product[row] }, s.products.value, s.products.name,
	}
}

// wordFacet parts by the words of a small dictionary.
func wordFacet(id, label string, first model.Column, d *dictionary[uint16], of []uint16) facet {
	return facet{
		id, label, first, len(d.words), func(row int32) uint32 { return uint32(of[row]) },
		func(code uint32) model.Value { return d.value(uint16(code)) }, //nolint:gosec // a code
		func(code uint32) string { return d.words[code] },
	}
}

// brandFacet parts by the brand of the card, which reports write in every case: "visa", "american express".
func (s *scope) brandFacet() facet {
	f := wordFacet("by_brand", "By card", column("brand", "Card", model.ColEnum), &s.brands, s.brand)
	f.value = func(code uint32) model.Value {
		if code == 0 {
			return model.Unknown()
		}
		words := strings.Fields(s.brands.words[code])
		for i, w := range words {
			first, size := utf8.DecodeRuneInString(w)
			words[i] = string(unicode.ToUpper(first)) + w[size:]
		}
		return model.EnumOf(s.brands.words[code], strings.Join(words, " "))
	}
	return f
}

func numberName(code uint32) string { return fmt.Sprintf("%05d", code) }

func (s *scope) declineFacets() []facet {
	return []facet{
		s.productFacet(),
		s.brandFacet(),
		{
			"by_installments", "By instalments", column("installments", "Instalments", model.ColCount), 1 << 16, s.knownInstallments,
			func(code uint32) model.Value {
				if code == 0 {
					return model.Unknown()
				}
				return model.CountOf(int(code))
			}, numberName,
		},
		wordFacet("by_country", "By country", column("country", "Country", model.ColText), &s.countries, s.country),
		{
			"by_hour", "By hour", column("hour", "Hour", model.ColText), 24,
			func(row int32) uint32 { return uint32(s.hourOf(row)) }, //nolint:gosec // under 24
			func(code uint32) model.Value { return hourValue(int(code)) }, numberName,
		},
	}
}

// knownInstallments is the number of instalments, 0 where no source tells it.
func (s *scope) knownInstallments(row int32) uint32 {
	if !s.has[row].Has(model.FInstallments) {
		return 0
	}
	return uint32(s.installments[row])
}

// hourOf is the hour on the account's clock at which a row was ordered.
func (s *scope) hourOf(row int32) int { return s.orderedAt[row].In(s.q.Zone).Hour() }

func hourValue(hour int) model.Value { return model.TextOf(fmt.Sprintf("%02d:00", hour)) }

// cutSums is what the card attempts of one part and currency add up to.
type cutSums struct {
	by                  *facet
	code                uint32
	currency            uint16
	attempts, converted int
	reasons             []int // declines by place among model.Reasons
	share               model.Value
}

func (g *cutSums) declines() int { return g.attempts - g.converted }

// declineCut is a table of parts, the one with most declines first. A part's filter is made when it is opened: brands
// and hours are no fields of one, so it names the transactions.
func (s *scope) declineCut(c facet, attempts []int32) model.Table {
	var all []cutSums
	for i, part := range s.split(attempts) {
		all = append(all, s.cutAttempts(&c, part, s.shown[i])...)
	}
	rows := cutRows{lazyRows[cutSums]{s: s, items: all, columns: cutColumns(c.first), find: findCut}}
	t := rows.fill(model.Table{ID: c.id, Label: c.label, SortBy: 2, Descending: true, Empty: model.Say("No card was tried in this period.")})
	t.Rows = &rows
	return t
}

// cutRows are parts of the card attempts, which open their declines.
type cutRows struct{ lazyRows[cutSums] }

// Behind is the filter of a part's declines; a part that has none opens nothing.
func (r *cutRows) Behind(row int) (model.Filter, bool) {
	if r.items[row].declines() == 0 {
		return model.Filter{}, false
	}
	return r.lazyRows.Behind(row)
}

func (s *scope) cutAttempts(c *facet, attempts []int32, currency uint16) []cutSums {
	place := make([]int32, c.size) // by code: where its sums are, counted from 1
	reasons, places := len(model.Reasons()), s.reasonPlaces()
	var found []cutSums
	declines := 0
	for _, row := range attempts {
		code := c.codeOf(row)
		if place[code] == 0 {
			found = append(found, cutSums{by: c, code: code, currency: currency, reasons: make([]int, reasons)})
			place[code] = int32(len(found)) //nolint:gosec // fits
		}
		g := &found[place[code]-1]
		g.attempts++
		if s.status[row].Converted() {
			g.converted++
			continue
		}
		declines++
		g.reasons[places[s.reason[row]]]++
	}
	for i := range found {
		found[i].share = model.RatioOf(int64(found[i].declines()), int64(declines))
	}
	slices.SortFunc(found, func(a, b cutSums) int {
		return cmp.Or(cmp.Compare(b.declines(), a.declines()), cmp.Compare(b.attempts, a.attempts), cmp.Compare(c.name(a.code), c.name(b.code)))
	})
	return found
}

func cutColumns(first model.Column) []lazyColumn[cutSums] {
	count := func(n func(g *cutSums) int) func(*scope, cutSums) model.Value {
		return func(_ *scope, g cutSums) model.Value { return model.CountOf(n(&g)) }
	}
	return []lazyColumn[cutSums]{
		{first, func(_ *scope, g cutSums) model.Value { return g.by.value(g.code) }},
		{column("attempts", "Attempts", model.ColCount), count(func(g *cutSums) int { return g.attempts })},
		{column("declines", "Declines", model.ColCount), count((*cutSums).declines)},
		{column("approval_rate", "Approved", model.ColRatio), func(_ *scope, g cutSums) model.Value {
			return model.RatioOf(int64(g.converted), int64(g.attempts))
		}},
		{column("share", "Share of declines", model.ColRatio), func(_ *scope, g cutSums) model.Value { return g.share }},
		{column("top_reason", "Most often", model.ColEnum), topReason},
		{column("top_reason_declines", "Times", model.ColCount), func(_ *scope, g cutSums) model.Value {
			if at, ok := g.topReason(); ok {
				return model.CountOf(g.reasons[at])
			}
			return model.Unknown()
		}},
		{wide("currency", "Currency", model.ColText), func(s *scope, g cutSums) model.Value { return s.currencyValue(g.currency) }},
	}
}

// topReason is the place of the reason with most declines among those that say why; ok is false if none does.
func (g *cutSums) topReason() (place int, ok bool) {
	for at, n := range g.reasons[:len(g.reasons)-1] { // the last one is the reason that is not known
		if n > 0 && (!ok || n > g.reasons[place]) {
			place, ok = at, true
		}
	}
	return place, ok
}

func topReason(_ *scope, g cutSums) model.Value {
	place, ok := g.topReason()
	if !ok {
		return model.Unknown()
	}
	reason := model.Reasons()[place]
	return model.EnumOf(string(reason), reason.Label())
}

func findCut(s *scope, g cutSums) model.Filter {
	f := s.behind(model.CardDeclines, inCurrency(s.currencyOf(g.currency)))
	f.Codes = nil
	for _, row := range s.rows(model.CardDeclines) {
		if s.purchase[row] == g.currency && g.by.codeOf(row) == g.code {
			f.Codes = append(f.Codes, s.codes.at(row))
		}
	}
	return *f
}

// wordSums counts the declines of one wording that no rule knows.
type wordSums struct {
	word     uint16
	declines int
}

// unreadReasons lists the words of reasons that no rule knows, as they came, so that a rule can be made for them.
func (s *scope) unreadReasons(declines []int32) model.Table {
	place := make([]int32, len(s.reasons.words))
	var found []wordSums
	for _, row := range declines {
		word := s.reason[row]
		if s.normalised[word] != model.OtherReason {
			continue
		}
		if place[word] == 0 {
			found = append(found, wordSums{word: word})
			place[word] = int32(len(found)) //nolint:gosec // fits
		}
		found[place[word]-1].declines++
	}
	slices.SortFunc(found, func(a, b wordSums) int {
		return cmp.Or(cmp.Compare(b.declines, a.declines), cmp.Compare(s.reasons.words[a.word], s.reasons.words[b.word]))
	})
	rows := &lazyRows[wordSums]{s: s, items: found, find: findWord, columns: []lazyColumn[wordSums]{
		{column("words", "Words", model.ColText), func(s *scope, w wordSums) model.Value { return s.reasons.value(w.word) }},
		{column("declines", "Declines", model.ColCount), func(_ *scope, w wordSums) model.Value { return model.CountOf(w.declines) }},
	}}
	return rows.fill(model.Table{
		ID: "raw", Label: "Other words", SortBy: 1, Descending: true,
		Empty: model.Say("Every reason of this period is one that the program knows."),
	})
}

// findWord finds the declines with a wording, in whatever currency they are listed.
func findWord(s *scope, w wordSums) model.Filter {
	f := s.behind(model.CardDeclines, inCurrency(s.q.Currency))
	f.Codes = nil
	for _, row := range s.rows(model.CardDeclines) {
		if s.reason[row] == w.word {
			f.Codes = append(f.Codes, s.codes.at(row))
		}
	}
	return *f
}
