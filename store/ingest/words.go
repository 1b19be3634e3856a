package ingest

import (
	"strings"

	"recoup/model"
)

// present gives what a cell carries, trimmed: nothing when it is empty or says so.
func present(cell string) string {
	cell = trim(cell)
	if len(cell) == len("(none)") && cell[0] == '(' && strings.EqualFold(cell, "(none)") {
		return ""
	}
	return cell
}

// isNone tells whether a cell carries nothing.
func isNone(cell string) bool { return present(cell) == "" }

// trim takes the spaces off both ends of a cell, also the one that does not break.
func trim(cell string) string {
	if cell == "" {
		return cell
	}
	if first, last := cell[0], cell[len(cell)-1]; first > ' ' && first < 0x80 && last > ' ' && last < 0x80 {
		return cell
	}
	return strings.TrimSpace(cell)
}

// memo remembers what a word means: a column of statuses holds a dozen different words in a million rows.
type memo[T any] struct {
	meaning map[string]T
	read    func(string) T
}

func newMemo[T any](read func(string) T) memo[T] {
	return memo[T]{make(map[string]T), read}
}

// maxMemo bounds what a column that holds a different word in each row can cost.
const maxMemo = 1000

func (m *memo[T]) of(word string) T {
	if v, ok := m.meaning[word]; ok {
		return v
	}
	v := m.read(word)
	if len(m.meaning) < maxMemo && len(word) < 200 {
		m.meaning[strings.Clone(word)] = v
	}
	return v
}

// payment is what the words for a means of payment say.
type payment struct {
	method model.PaymentType
	brand  string
}

func readPayment(word string) payment {
	method, brand := model.ParsePayment(word)
	return payment{method, brand}
}

// billing is what the words for a kind of charge say: the kind, and for "2a cobrança" also which charge it is.
type billing struct {
	kind   model.Billing
	charge int64
}

// readBilling reads "Tipo de cobrança" in the report's words, in Portuguese and Spanish, or as the API spells it. A kind
// that is not known is empty. A charge with a number is one of a subscription.
func readBilling(word string) billing {
	w := strings.ReplaceAll(model.Fold(word), "_", " ")
	switch {
	case strings.Contains(w, "recuperador") || strings.Contains(w, "recuperacao inteligente") || w == "smart recovery":
		return billing{kind: model.SmartRecovery}
	case strings.HasPrefix(w, "parcelamento inteligente"), strings.HasPrefix(w, "parcelado inteligente"),
		strings.HasPrefix(w, "cuotas inteligentes"), strings.HasPrefix(w, "pago en cuotas inteligente"), w == "smart installment",
		w == "smart installments":
		return billing{kind: model.SmartInstallment}
	case strings.HasPrefix(w, "assinatura"), strings.HasPrefix(w, "suscripcion"), w == "subscription":
		return billing{kind: model.Subscription}
	case strings.HasPrefix(w, "parcelad"), strings.HasPrefix(w, "en cuotas"), w == "card installment", w == "conventional installment":
		return billing{kind: model.CardInstallment}
	case strings.HasPrefix(w, "unic"), strings.HasPrefix(w, "pagamento unico"), strings.HasPrefix(w, "pago unico"),
		strings.HasSuffix(w, "a vista"), w == "one time", w == "one time payment", w == "single":
		return billing{kind: model.OneTime}
	}
	if n, rest, ok := number(w, 6); ok && n > 0 && isCharge(rest) {
		return billing{kind: model.Subscription, charge: int64(n)}
	}
	return billing{}
}

// isCharge tells whether what stands behind a number makes it an ordinal of a charge: "a cobranca", "ª cobranca".
func isCharge(rest string) bool {
	ordinal, noun, found := strings.Cut(rest, " ")
	if !found || !strings.HasPrefix(noun, "cobranca") && !strings.HasPrefix(noun, "cobro") && noun != "charge" {
		return false
	}
	switch ordinal {
	case "", "a", "ª", "o", "º", "°", "er", "do", "to", "st", "nd", "rd", "th", ".":
		return true
	}
	return false
}

// origin is what the words for a sales tool say.
type origin struct{ bump, funnel bool }

// readTool reads "Ferramenta de venda". What is neither a bump nor part of a funnel is a main product.
func readTool(word string) origin {
	w := strings.ReplaceAll(model.Fold(word), "_", " ")
	o := origin{bump: strings.Contains(w, "bump")}
	for _, step := range []string{"upsell", "downsell", "upgrade", "downgrade", "funil", "funnel", "embudo"} {
		o.funnel = o.funnel || strings.Contains(w, step)
	}
	return o
}

// answer is yes, no, or a word that says neither.
type answer uint8

const (
	unclear answer = iota
	yes
	no
)

// readFlag reads yes and no in three languages, and a number of days, of which none is no.
func readFlag(word string) answer {
	w := model.Fold(word)
	switch w {
	case "sim", "s", "si", "yes", "y", "true", "verdadeiro", "verdadero":
		return yes
	case "nao", "n", "no", "false", "falso", "0":
		return no
	}
	if n, _, ok := number(w, 6); ok {
		if n > 0 {
			return yes
		}
		return no
	}
	return unclear
}

// readBump reads the kind of an order bump, which main products have none of, or a yes or no.
func readBump(word string) answer {
	w := model.Fold(word)
	switch {
	case strings.Contains(w, "principal") || strings.Contains(w, "main"):
		return no
	case strings.Contains(w, "bump"):
		return yes
	}
	return readFlag(word)
}

// parseCount reads a whole number that is not negative, as 12, 12x, or 12,0 from a spreadsheet.
func parseCount(cell string) (int64, bool) {
	n, rest, ok := number(cell, 9)
	if !ok {
		return 0, false
	}
	switch {
	case rest == "", rest == "x", rest == "X":
		return int64(n), true
	case rest[0] == '.', rest[0] == ',':
		return int64(n), strings.Trim(rest[1:], "0") == ""
	}
	return 0, false
}

// isCode tells whether a text can be a transaction's code: one word of visible characters.
func isCode(s string) bool {
	if len(s) > 100 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] == 0x7f {
			return false
		}
	}
	return s != ""
}
