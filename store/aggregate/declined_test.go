package aggregate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

// figuresAre compares several metrics of a report, in BRL.
func figuresAre(t *testing.T, r model.Report, want map[string]string) {
	t.Helper()
	for metric, w := range want {
		if got := figure(t, r, metric, "BRL"); got != w {
			t.Errorf("%s is %s, want %s", metric, got, w)
		}
	}
}

func brand(name string) fact {
	return func(t *model.Transaction) { t.CardBrand = name; t.Has = t.Has.With(model.FCardBrand) }
}

func TestRetriesDoNotLowerTheRateOfBuyers(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00", refusal("Saldo insuficiente")),
		tx("HP2", model.Cancelled, "2026-05-05 10:05", refusal("Saldo insuficiente")),
		tx("HP3", model.Approved, "2026-05-05 10:20"),
		tx("HP4", model.Cancelled, "2026-05-06 10:00", buyer("bia@example.com"), refusal("CARD EXPIRED")),
		tx("HP5", model.Refunded, "2026-05-06 11:00", buyer("caio@example.com")),
	)
	figuresAre(t, report(t, d, model.DeclinedCards), map[string]string{
		"card_attempts": "5", "declines": "3", "buyers_declined": "2", "approval_rate_attempts": "0.4000", "approval_rate_buyers": "0.6667",
		"card_sessions": "3", "approval_rate_sessions": "0.6667", "declined_value": "BRL 20000", "bought_later": "0.5000",
		"reversible_share": "0.6667", "median_tries": "2",
	})
}

func TestASessionEndsAfterHalfAnHourWithoutATry(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00"),
		tx("HP2", model.Cancelled, "2026-05-05 10:30"),
		tx("HP3", model.Cancelled, "2026-05-05 11:00"),
		tx("HP4", model.Cancelled, "2026-05-05 11:31"),
		tx("HP5", model.Cancelled, "2026-05-05 11:32", product("2", "Curso B")),
	)
	figuresAre(t, report(t, d, model.DeclinedCards), map[string]string{"card_attempts": "5", "card_sessions": "3", "approval_rate_sessions": "0.0000"})
}

func TestDeclinesThatAreNone(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00", refusal("CARD EXPIRED")),
		tx("HP2", model.Cancelled, "2026-05-05 10:01", refusal("DUPLICATE TRANSACTION")),
		tx("HP3", model.Cancelled, "2026-05-05 10:02", refusal("Saldo insuficiente"), charge(model.Subscription, 2, 1)),
		tx("HP4", model.Expired, "2026-05-05 10:03", refusal("Boleto expirado, saldo insuficiente"), paidWith(model.Billet)),
		tx("HP5", model.Cancelled, "2026-05-05 10:04", refusal("Saldo insuficiente"), as(model.Affiliate)),
		tx("HP6", model.Cancelled, "2026-04-20 10:04", refusal("Saldo insuficiente")),
	)
	r := report(t, d, model.DeclinedCards)
	figuresAre(t, r, map[string]string{"card_attempts": "1", "declines": "1"})
	if diff := cmp.Diff([][]string{{"EXPIRED_CARD", "1"}}, cells(t, r, "by_reason", "reason", "declines")); diff != "" {
		t.Error(diff)
	}
	if len(r.Notes) != 1 || r.Notes[0].Args[0].Count() != 1 {
		t.Errorf("one double click must be told of, got %+v", r.Notes)
	}
}

func TestReasonsWithWhoBoughtAfterAll(t *testing.T) {
	d := account(t,
		tx("HP00", model.Cancelled, "2026-04-27 10:00", buyer("zoe@example.com"), refusal("sem saldo")),
		tx("HP01", model.Cancelled, "2026-05-05 10:00", refusal("Saldo insuficiente")),
		tx("HP02", model.Cancelled, "2026-05-05 10:10", refusal("INSUFFICIENT FUNDS")),
		tx("HP03", model.Approved, "2026-05-05 12:00", paidWith(model.Pix)),
		tx("HP04", model.NoFunds, "2026-05-06 10:00", buyer("bia@example.com"), refusal("insuficiente")),
		tx("HP05", model.Approved, "2026-05-07 10:00", buyer("bia@example.com")),
		tx("HP06", model.Cancelled, "2026-05-06 10:00", buyer("caio@example.com"), refusal("sem limite")),
		tx("HP07", model.Cancelled, "2026-05-06 11:00", buyer("caio@example.com"), refusal("RESTRICTED CARD")),
		tx("HP08", model.Cancelled, "2026-05-06 12:00", buyer("davi@example.com")),
		tx("HP09", model.Cancelled, "2026-05-06 13:00", buyer("eva@example.com"), refusal("Zorp 42")),
	)
	r := report(t, d, model.DeclinedCards)
	want := [][]string{
		{"INSUFFICIENT_FUNDS", "4", "3", "BRL 20000", "0.5714", "0.6667", "3", "1", "1", "3.0000", "1"},
		{"RESTRICTED_CARD", "1", "1", "BRL 10000", "0.1429", "0.0000", "1", "0", "0", "none", "0"},
		{"OTHER", "1", "1", "BRL 10000", "0.1429", "0.0000", "1", "0", "0", "none", "none"},
		{"UNKNOWN", "1", "1", "BRL 10000", "0.1429", "0.0000", "1", "0", "0", "none", "none"},
	}
	got := cells(t, r, "by_reason", "reason", "declines", "buyers", "value", "share", "bought_later", "cases", "bought_by_card", "bought_otherwise", "change", "retryable")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"Zorp 42", "1"}}, cells(t, r, "raw", "words", "declines")); diff != "" {
		t.Error(diff)
	}
	figuresAre(t, r, map[string]string{"declined_value": "BRL 50000", "buyers_declined": "5"})
}

func TestDeclinesWithoutOneReasonAreMissingTheirReasons(t *testing.T) {
	d := account(t, tx("HP1", model.Cancelled, "2026-05-05 10:00"), tx("HP2", model.Approved, "2026-05-05 11:00"))
	r := report(t, d, model.DeclinedCards)
	if len(r.Missing) != 1 || r.Missing[0].Dataset != "decline reasons" {
		t.Errorf("missing: %+v", r.Missing)
	}
	if rows := cells(t, r, "by_reason", "reason"); len(rows) != 0 {
		t.Errorf("a table of reasons without reasons: %v", rows)
	}
	figuresAre(t, r, map[string]string{"declines": "1", "reversible_share": "none", "median_tries": "1"})
}

func TestDeclinedCardsWithoutFailedStatusesIsNotZero(t *testing.T) {
	r := report(t, account(t, tx("HP1", model.Approved, "2026-05-05 10:00")), model.DeclinedCards)
	if r.Empty != model.NeverImported || len(r.Missing) != 1 {
		t.Errorf("empty %v, missing %+v", r.Empty, r.Missing)
	}
	figuresAre(t, r, map[string]string{"declines": "none", "approval_rate_attempts": "none"})
}

func TestDeclinesAreNeverAddedAcrossCurrencies(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 09:00"),
		tx("HP2", model.Cancelled, "2026-05-05 10:00", refusal("sem saldo")),
		tx("HP3", model.Cancelled, "2026-05-05 11:00", refusal("sem saldo"), price(700, "CLP"), buyer("bia@example.com")),
	)
	r := report(t, d, model.DeclinedCards, in(model.AllCurrencies))
	want := [][]string{{"INSUFFICIENT_FUNDS", "BRL 10000", "BRL"}, {"INSUFFICIENT_FUNDS", "CLP 700", "CLP"}}
	if diff := cmp.Diff(want, cells(t, r, "by_reason", "reason", "value", "currency")); diff != "" {
		t.Error(diff)
	}
	if got := figure(t, r, "declined_value", "CLP"); got != "CLP 700" {
		t.Errorf("declined value is %s", got)
	}
}

func TestDeclinesCrossCut(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00", brand("visa"), refusal("sem saldo")),
		tx("HP2", model.Cancelled, "2026-05-05 10:59", brand("visa"), refusal("CARD EXPIRED"), buyer("bia@example.com")),
		tx("HP3", model.Cancelled, "2026-05-05 11:00", brand("visa"), refusal("CARD EXPIRED"), buyer("caio@example.com")),
		tx("HP4", model.Approved, "2026-05-05 23:59", brand("elo"), buyer("davi@example.com")),
	)
	r := report(t, d, model.DeclinedCards)
	want := [][]string{{"visa", "3", "3", "0.0000", "EXPIRED_CARD"}, {"elo", "1", "0", "1.0000", "none"}}
	if diff := cmp.Diff(want, cells(t, r, "by_brand", "brand", "attempts", "declines", "approval_rate", "top_reason")); diff != "" {
		t.Error(diff)
	}
	want = [][]string{{"10:00", "2"}, {"11:00", "1"}, {"23:00", "0"}}
	if diff := cmp.Diff(want, cells(t, r, "by_hour", "hour", "declines")); diff != "" {
		t.Error(diff)
	}
	table, _ := r.Table("by_brand")
	if f, ok := table.Rows.Behind(1); ok {
		t.Errorf("a brand without a decline opens %+v", f)
	}
}
