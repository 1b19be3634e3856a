package sample

import (
	"strings"

	"recoup/model"
)

// buyer is a person who buys or tries to.
type buyer struct {
	name, email, phone, document string
	place                        *place
	owned                        uint16 // a bit for each product they bought or tried to, so that chance does not repeat it
}

// arena holds the strings of many buyers in few pieces of memory.
type arena struct{ b strings.Builder }

const arenaSize = 1 << 16

// begin makes room for one string and says where it starts.
func (a *arena) begin() int {
	if a.b.Cap()-a.b.Len() < 512 {
		a.b.Reset() // the strings cut from the old piece keep it
		a.b.Grow(arenaSize)
	}
	return a.b.Len()
}

// cut gives the string written since begin.
func (a *arena) cut(start int) string { return a.b.String()[start:] }

// digits writes a number with leading zeros.
func (a *arena) digits(n, width int) {
	var d [20]byte
	for i := width - 1; i >= 0; i-- {
		d[i] = byte('0' + n%10)
		n /= 10
	}
	a.b.Write(d[:width])
}

// people makes buyers and remembers some who may come back.
type people struct {
	text   arena
	serial int
	met    [len(names)]int
	plain  [len(names)]struct{ first, last []string } // the names as addresses spell them
	known  []buyer
}

// knownBuyers is how many earlier buyers may come back at any time.
const knownBuyers = 1024

func newPeople() people {
	var p people
	for lang := range names {
		p.plain[lang].first = spellPlain(names[lang].first)
		p.plain[lang].last = spellPlain(names[lang].last)
	}
	p.known = make([]buyer, 0, knownBuyers)
	return p
}

// unaccented spells the letters of names without their accents.
var unaccented = strings.NewReplacer(
	"á", "a", "â", "a", "ã", "a", "ç", "c", "é", "e", "ê", "e", "ë", "e", "í", "i", "ñ", "n", "ó", "o", "ô", "o", "õ", "o",
	"ú", "u", "ü", "u", "Á", "a", "É", "e", "'", "")

func spellPlain(words []string) []string {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = strings.ToLower(unaccented.Replace(w))
	}
	return plain
}

var domains = [...]string{"@example.com", "@example.org", "@example.net"}

// someone makes a new buyer from a place. Every one of them has a name and address of their own: the names of a language
// are gone through in an order that takes each pair once, and again with a number after it.
func (p *people) someone(d draw, at *place) buyer {
	p.serial++
	all, plain := &names[at.lang], &p.plain[at.lang]
	pairs := len(all.first) * len(all.last)
	n := p.met[at.lang]
	p.met[at.lang]++
	pair := int(uint64(n) * 2_654_435_761 % uint64(pairs)) // a prime factor, so that no pair is left out
	first, last := pair%len(all.first), pair/len(all.first)

	b := buyer{place: at}
	start := p.text.begin()
	p.text.b.WriteString(plain.first[first])
	p.text.b.WriteByte(all.mark)
	p.text.b.WriteString(plain.last[last])
	if round := n / pairs; round > 0 {
		p.text.digits(1960+round, 4)
	}
	p.text.b.WriteString(domains[d.below(len(domains))])
	b.email = p.text.cut(start)

	start = p.text.begin()
	p.text.b.WriteString(all.first[first])
	p.text.b.WriteByte(' ')
	if link := all.between[d.below(len(all.between))]; link != "" || d.chance(500) {
		p.text.b.WriteString(all.last[d.below(len(all.last))])
		p.text.b.WriteByte(' ')
		if link != "" {
			p.text.b.WriteString(link)
			p.text.b.WriteByte(' ')
		}
	}
	p.text.b.WriteString(all.last[last])
	b.name = p.text.cut(start)

	b.phone = p.phone(at)
	if at.document && d.chance(850) {
		b.document = p.document(at)
	}
	return b
}

// phone gives a number that no network gives out, different for each buyer.
func (p *people) phone(at *place) string {
	start := p.text.begin()
	p.text.b.WriteString(at.dial)
	switch at.country {
	case "Brasil":
		p.text.b.WriteString("900")
		p.text.digits(p.serial, 6)
	case "Estados Unidos":
		p.text.digits(201+p.serial%780, 3)
		p.text.b.WriteString("555")
		p.text.digits(100+p.serial/780, 4) // 555-0100 to 0199 are kept for stories
	default:
		p.text.digits(p.serial, 6)
	}
	return p.text.cut(start)
}

// document gives a taxpayer number that cannot be anyone's: its first check digit is wrong.
func (p *people) document(at *place) string {
	start := p.text.begin()
	if at.country != "Brasil" {
		p.text.digits(p.serial, 9)
		return p.text.cut(start)
	}
	sum, rest := 0, p.serial
	for weight := 2; rest > 0; weight++ {
		sum += weight * (rest % 10)
		rest /= 10
	}
	check := 11 - sum%11
	if check > 9 {
		check = 0
	}
	p.text.digits(p.serial, 9)
	p.text.digits((check+1)%10, 1)
	p.text.digits(p.serial%10, 1)
	return p.text.cut(start)
}

// from gives a place where buyers pay in a currency.
func (d draw) from(c model.Currency) *place {
	switch c {
	case "EUR":
		return &euros[d.below(len(euros))]
	case "USD":
		return &dollars[d.below(len(dollars))]
	case "CLP":
		return &pesos[d.below(len(pesos))]
	}
	if d.chance(15) {
		return &euros[d.below(3)] // Brazilians abroad keep paying in their own currency
	}
	// The smaller of two draws: the first cities have most buyers.
	return &brazil[min(d.below(len(brazil)), d.below(len(brazil)))]
}

// remember keeps a buyer who may come back, in the place of one who will not.
func (p *people) remember(d draw, b buyer) {
	if len(p.known) < knownBuyers {
		p.known = append(p.known, b)
		return
	}
	p.known[d.below(len(p.known))] = b
}

// again gives a buyer who has not yet bought or tried a product, from a place of the right currency; ok is false when
// chance finds none.
func (p *people) again(d draw, productPlace int, c model.Currency) (b *buyer, ok bool) {
	if len(p.known) == 0 {
		return nil, false
	}
	b = &p.known[d.below(len(p.known))]
	if b.owned&(1<<productPlace) != 0 || (c == "BRL") != (b.place.country == "Brasil") {
		return nil, false
	}
	return b, true
}
