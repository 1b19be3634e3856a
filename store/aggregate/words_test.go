package aggregate

import (
	"regexp"
	"strings"
	"testing"

	"recoup/model"
)

// TestOneThingIsToldInTheSingular goes through all sentences of accounts that are so small that most numbers are 1.
func TestOneThingIsToldInTheSingular(t *testing.T) {
	wrong := regexp.MustCompile(`\b1 (?:further |open |free |failed |partial |double |of the |lost )*(?:sales|opportunities|transactions|declines|requests|refunds|trials|bumps|clicks|orders|people)\b( (?:are|were|have|do|count|belong|share|name)\b)?`)
	check := func(section model.SectionID, where, text string) {
		for _, found := range wrong.FindAllStringSubmatch(text, -1) {
			if partOf := strings.Contains(found[0], "of the"); !partOf || found[1] != "" {
				t.Errorf("%s, %s: %q", section, where, text)
			}
		}
	}
	english := model.Formatter{Lang: model.LangEN, Zone: saoPaulo}
	told := 0
	for seed := range uint64(60) {
		d := account(t, append(generated(seed, 1+int(seed%12), 6), singular()...)...)
		for _, b := range registry() {
			r := report(t, d, b.id, func(q *model.Query) { q.Currency = []model.Currency{"BRL", "USD", model.AllCurrencies}[seed%3] })
			check(b.id, "headline", english.Phrase(r.Headline))
			for _, n := range r.Notes {
				check(b.id, "note", english.Phrase(n))
				told++
			}
			for _, m := range r.Missing {
				check(b.id, "missing", m.Why)
			}
		}
	}
	if told < 200 {
		t.Errorf("only %d notes were told, so little was tested", told)
	}
}

// singular are transactions of which each brings one note of its own.
func singular() []*model.Transaction {
	return []*model.Transaction{
		tx("HPA1", model.Approved, "2026-05-05 10:00", price(0, "BRL")),
		tx("HPA2", model.Approved, "2026-05-05 10:00", trial(), price(0, "BRL")),
		tx("HPA3", model.PartiallyRefunded, "2026-05-05 10:00"),
		tx("HPA4", model.Approved, "2026-05-05 10:00", as(model.Affiliate), net(100, "USD")),
		tx("HPA5", model.Cancelled, "2026-05-05 10:00", bumpOf("HPA1"), buyer("bia@example.com")),
		tx("HPA6", model.Cancelled, "2026-05-05 10:00", refusal("DUPLICATE TRANSACTION"), buyer("caio@example.com")),
		tx("HPA7", model.Protested, "2026-05-05 10:00"),
	}
}

// TestWhatCannotBeComputedIsNamedAsMissing: a figure that is absent is never 0, and the report says what it would need.
func TestWhatCannotBeComputedIsNamedAsMissing(t *testing.T) {
	accounts := map[string][]*model.Transaction{
		"one sale, long ago": {tx("HP1", model.Approved, "2026-01-05 10:00"), tx("HP2", model.Cancelled, "2026-01-05 10:00", buyer("bia@example.com"))},
		"a sale without its commission, under guarantee and a refund": {
			tx("HP1", model.Approved, "2026-05-05 10:00", guaranteedUntil("2026-06-01 10:00")), tx("HP2", model.Refunded, "2026-05-05 10:00"),
			tx("HP3", model.Cancelled, "2026-05-05 10:00", refusal("Saldo insuficiente"), buyer("bia@example.com")),
		},
		"a currency without a sale": {tx("HP1", model.Approved, "2026-05-05 10:00", net(9000, "BRL")), tx("HP2", model.Cancelled, "2026-05-05 10:00", price(500, "USD"))},
		"busy":                      generated(5, 300, 30),
	}
	for name, list := range accounts {
		d := account(t, list...)
		for _, b := range registry() {
			for _, c := range []model.Currency{"", model.AllCurrencies} {
				r := report(t, d, b.id, in(c))
				var why strings.Builder
				for _, m := range r.Missing {
					why.WriteString(strings.ToLower(m.Why) + "\n")
				}
				for _, m := range r.Metrics {
					if len(m.Values) == 0 && r.Empty != model.NeverImported && !strings.Contains(why.String(), strings.ToLower(m.Label)) && !namedOtherwise[m.ID] {
						t.Errorf("%s, %s in %q: %s is absent and not named in %q", name, b.id, c, m.ID, why.String())
					}
				}
			}
		}
	}
}

// namedOtherwise are the figures whose missing data is named by what it is about and not by their label.
var namedOtherwise = map[string]bool{"expiring_24h": true, "refund_rate_by_event": true, "refunded_value_by_event": true, "guarantee_exposure": true, "reversible_share": true}

func TestMissingFiguresNameTheirCurrencies(t *testing.T) {
	r := report(t, account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00", net(1, "BRL")),
		tx("HP2", model.Cancelled, "2026-05-05 10:00", price(500, "USD")), tx("HP3", model.Cancelled, "2026-05-05 10:00", price(500, "EUR")),
	), model.Sold, in(model.AllCurrencies))
	want := "This period has no sale in EUR and USD, so there is nothing to compute average ticket from."
	if len(r.Missing) != 1 || r.Missing[0].Why != want {
		t.Errorf("missing is %+v, want %q", r.Missing, want)
	}
}
