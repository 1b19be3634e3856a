package aggregate

import (
	"slices"
	"strings"

	"recoup/model"
)

// compile turns a filter's fields into tests of a row. Set, Period, Currency and Role are the scope's to apply.
// Words become marks by dictionary code first, so that testing a row compares no strings.
func (d *Data) compile(f model.Filter) []func(int32) bool {
	var tests []func(int32) bool
	mark := func(marks []bool, column []uint32) {
		tests = append(tests, func(row int32) bool { return marks[column[row]] })
	}
	mark16 := func(marks []bool, column []uint16) {
		tests = append(tests, func(row int32) bool { return marks[column[row]] })
	}
	if len(f.Products) > 0 {
		mark(d.products.ids.chosen(f.Products), d.product)
	}
	if len(f.Offers) > 0 {
		mark(d.offers.ids.chosen(f.Offers), d.offer)
	}
	if len(f.Buyers) > 0 {
		mark(d.buyers.keys.chosen(f.Buyers), d.buyer)
	}
	if len(f.PaymentTypes) > 0 {
		mark16(d.payments.chosen(wordsOf(f.PaymentTypes)), d.payment)
	}
	if len(f.Countries) > 0 {
		mark16(d.countries.chosen(f.Countries), d.country)
	}
	if len(f.Statuses) > 0 {
		tests = append(tests, func(row int32) bool { return slices.Contains(f.Statuses, d.status[row]) })
	}
	if len(f.Reasons) > 0 {
		tests = append(tests, func(row int32) bool { return d.isCard(row) && slices.Contains(f.Reasons, d.declineReason(row)) })
	}
	if len(f.Causes) > 0 {
		tests = append(tests, func(row int32) bool { return slices.Contains(f.Causes, d.cause(row)) })
	}
	if len(f.Orders) > 0 {
		wanted := wantedWords(f.Orders)
		tests = append(tests, func(row int32) bool { return wanted[strings.ToUpper(d.orderCode(row))] })
	}
	if len(f.Codes) > 0 {
		wanted := wantedWords(f.Codes)
		tests = append(tests, func(row int32) bool { return wanted[strings.ToUpper(d.codes.at(row))] })
	}
	if f.Text != "" {
		tests = append(tests, d.testText(f.Text))
	}
	return tests
}

func wordsOf[T ~string](list []T) []string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return words
}

// wantedWords are codes of orders or transactions as they are compared: in upper case.
func wantedWords(codes []string) map[string]bool {
	wanted := make(map[string]bool, len(codes))
	for _, c := range codes {
		wanted[strings.ToUpper(strings.TrimSpace(c))] = true
	}
	return wanted
}

// foldedWords are the dictionaries as a search compares them: without case and accents.
type foldedWords struct {
	products, offers, buyers, affiliates, srcs, scks []string
}

// testText finds a text anywhere in what a row says: its code, product, offer, buyer, affiliate and origin. Dictionaries
// are searched once, rows only by their marks.
func (d *Data) testText(text string) func(int32) bool {
	d.foldOnce.Do(func() { d.folded = d.fold() })
	text = model.Fold(text)
	hits := func(words []string) []bool {
		marks := make([]bool, len(words))
		for i, w := range words {
			marks[i] = strings.Contains(w, text)
		}
		return marks
	}
	products, offers, buyers := hits(d.folded.products), hits(d.folded.offers), hits(d.folded.buyers)
	affiliates, srcs, scks := hits(d.folded.affiliates), hits(d.folded.srcs), hits(d.folded.scks)
	code := strings.ToUpper(text)
	return func(row int32) bool {
		return products[d.product[row]] || offers[d.offer[row]] || buyers[d.buyer[row]] || affiliates[d.affiliate[row]] ||
			srcs[d.src[row]] || scks[d.sck[row]] || strings.Contains(d.codes.at(row), code)
	}
}

func (d *Data) fold() *foldedWords {
	all := func(words []string) []string {
		folded := make([]string, len(words))
		for i, w := range words {
			folded[i] = model.Fold(w)
		}
		return folded
	}
	f := &foldedWords{affiliates: all(d.affiliates.words), srcs: all(d.srcs.words), scks: all(d.scks.words)}
	f.products, f.offers = make([]string, len(d.products.names)), make([]string, len(d.offers.names))
	for i := range f.products {
		f.products[i] = model.Fold(d.products.names[i] + "\n" + d.products.ids.words[i])
	}
	for i := range f.offers {
		f.offers[i] = model.Fold(d.offers.names[i] + "\n" + d.offers.ids.words[i])
	}
	f.buyers = make([]string, len(d.buyers.name))
	for i := range f.buyers {
		b := &d.buyers
		f.buyers[i] = model.Fold(strings.Join([]string{b.name[i], b.email[i], b.phone[i], b.document[i], b.keys.words[i]}, "\n"))
	}
	return f
}
