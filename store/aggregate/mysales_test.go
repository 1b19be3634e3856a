package aggregate

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

func TestMySalesListsEveryStatusNewestFirst(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00", net(8000, "BRL")), tx("HP2", model.PrintedBillet, "2026-05-09 10:00", paidWith(model.Billet)),
		tx("HP3", model.Chargeback, "2026-05-06 10:00"), tx("HP4", model.Approved, "2026-05-07 10:00", as(model.Affiliate)),
		tx("HP5", model.StatusUnknown, "2026-05-07 11:00"),
	)
	r := report(t, d, model.MySales)
	want := [][]string{
		{"HP2", "PRINTED_BILLET", "none"}, {"HP5", "UNKNOWN", "none"}, {"HP4", "APPROVED", "none"}, {"HP3", "CHARGEBACK", "none"}, {"HP1", "APPROVED", "BRL 8000"},
	}
	if diff := cmp.Diff(want, cells(t, r, "transactions", "code", "status", "net")); diff != "" {
		t.Error(diff)
	}
	for metric, want := range map[string]string{
		"transactions": "5", "sales": "1", "gross": "BRL 10000", "awaiting_payment": "1", "chargeback_rate": "0.5000", "refund_rate": "0.0000", "approval_rate": "1.0000",
	} {
		if got := figure(t, r, metric, "BRL"); got != want {
			t.Errorf("%s is %s, want %s", metric, got, want)
		}
	}
	strip := [][]string{{"PRINTED_BILLET", "1"}, {"APPROVED", "2"}, {"CHARGEBACK", "1"}, {"UNKNOWN", "1"}}
	if diff := cmp.Diff(strip, cells(t, r, "by_status", "status", "transactions")); diff != "" {
		t.Error(diff)
	}
	if got := (model.Formatter{}).Phrase(r.Headline); got != "5 transactions · 1 awaiting payment" {
		t.Errorf("the headline is %q", got)
	}
}

func TestRecoveredSales(t *testing.T) {
	stories := map[string]struct {
		list []*model.Transaction
		want [][]string // code, class, attempts, lost first by
	}{
		"an attempt failed before": {
			[]*model.Transaction{tx("HP1", model.Cancelled, "2026-04-20 10:00"), tx("HP2", model.Expired, "2026-05-01 10:00", paidWith(model.Billet)), tx("HP3", model.Approved, "2026-05-05 10:00")},
			[][]string{{"HP3", "AFTER_FAILED_ATTEMPT", "2", "DECLINED_CARD"}},
		},
		"the attempt is 31 days old": {
			[]*model.Transaction{tx("HP1", model.Cancelled, "2026-04-04 09:59"), tx("HP2", model.Approved, "2026-05-05 10:00")}, [][]string{},
		},
		"an attempt at another product": {
			[]*model.Transaction{tx("HP1", model.Cancelled, "2026-05-04 10:00", product("2", "B")), tx("HP2", model.Approved, "2026-05-05 10:00")}, [][]string{},
		},
		"the attempt came after": {
			[]*model.Transaction{tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Cancelled, "2026-05-06 10:00")}, [][]string{},
		},
		"an earlier purchase had made it good": {
			[]*model.Transaction{tx("HP1", model.Cancelled, "2026-04-20 10:00"), tx("HP2", model.Approved, "2026-04-21 10:00"), tx("HP3", model.Approved, "2026-05-05 10:00")},
			[][]string{},
		},
		"Smart Recovery charged": {
			[]*model.Transaction{tx("HP1", model.Approved, "2026-05-05 10:00", charge(model.SmartRecovery, 2, 12))},
			[][]string{{"HP1", "SMART_RECOVERY", "none", "none"}},
		},
		"a renewal is no recovery": {
			[]*model.Transaction{tx("HP1", model.Cancelled, "2026-05-04 10:00"), tx("HP2", model.Approved, "2026-05-05 10:00", charge(model.Subscription, 2, 1))},
			[][]string{},
		},
		"recovered, then refunded": {
			[]*model.Transaction{tx("HP1", model.Cancelled, "2026-05-04 10:00"), tx("HP2", model.Refunded, "2026-05-05 10:00")}, [][]string{},
		},
	}
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			r := report(t, account(t, story.list...), model.MySales)
			if diff := cmp.Diff(story.want, cells(t, r, "recovered", "code", "class", "attempts", "lost_cause")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBuyersTellWhatEachBoughtAndSinceWhen(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2025-01-05 10:00"), tx("HP2", model.Approved, "2026-05-05 10:00", net(8000, "BRL"), product("2", "Curso B")),
		tx("HP3", model.Refunded, "2026-05-06 10:00"), tx("HP4", model.Cancelled, "2026-05-07 10:00"),
		tx("HP5", model.Approved, "2026-05-05 10:00", buyer("bia@example.com"), price(20000, "BRL")),
		tx("HP6", model.Approved, "2026-05-05 10:00", noBuyer()), tx("HP7", model.Cancelled, "2026-05-05 10:00", buyer("caio@example.com")),
	)
	got := cells(t, report(t, d, model.MySales), "buyers", "email", "first_purchase", "last_purchase", "purchases", "gross", "net", "refunded", "lost_attempts")
	want := [][]string{
		{"bia@example.com", "2026-05-05 10:00", "2026-05-05 10:00", "1", "BRL 20000", "none", "BRL 0", "0"},
		{"ana@example.com", "2025-01-05 10:00", "2026-05-06 10:00", "1", "BRL 10000", "BRL 8000", "BRL 10000", "1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMarksOfARow(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00", product("2", "B"), bumpOf("HP0")), tx("HP2", model.Approved, "2026-05-05 11:00", charge(model.Subscription, 3, 1)),
		tx("HP3", model.Approved, "2026-05-05 12:00", charge(model.SmartInstallment, 2, 12)), tx("HP4", model.Cancelled, "2026-05-05 13:00", product("3", "C")),
		tx("HP5", model.Approved, "2026-05-05 14:00", product("3", "C")), tx("HP6", model.Approved, "2026-05-05 15:00"),
	)
	want := [][]string{{"HP6", "none"}, {"HP5", "R"}, {"HP4", "none"}, {"HP3", "I2/12"}, {"HP2", "S3"}, {"HP1", "B"}}
	if diff := cmp.Diff(want, cells(t, report(t, d, model.MySales), "transactions", "code", "flags")); diff != "" {
		t.Error(diff)
	}
}

func TestSearchByCodeIsExactAndIgnoresPeriodAndCurrency(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2020-01-05 10:00", price(5, "USD")), tx("HP2", model.Approved, "2026-05-05 10:00"), tx("HP22", model.Approved, "2026-05-05 10:00"))
	r, err := d.Transactions(context.Background(), DefaultQuery(d.Info()), model.Filter{Codes: []string{" hp1 "}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"HP1"}}, cells(t, r, "transactions", "code")); diff != "" {
		t.Error(diff)
	}
	f, ok := r.Tables[0].Rows.Behind(0)
	if !ok || len(f.Codes) != 1 || f.Codes[0] != "HP1" {
		t.Errorf("the row opens %+v, want its own code", f)
	}
}

func TestFilterFields(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Cancelled, "2026-05-05 11:00", refusal("RESTRICTED CARD"), buyer("José@example.com"), phone("11 5555")),
		tx("HP3", model.Expired, "2026-05-05 12:00", paidWith(model.Pix), product("2", "Edição Pão")), tx("HP4", model.Approved, "2026-05-05 13:00", as(model.Affiliate)),
		tx("HP5", model.Approved, "2026-05-05 14:00", product("", "")),
	)
	stories := map[string]struct {
		f    model.Filter
		want [][]string
	}{
		"status":          {model.Filter{Statuses: []model.Status{model.Cancelled, model.Expired}}, [][]string{{"HP3"}, {"HP2"}}},
		"cause":           {model.Filter{Causes: []model.LossCause{model.PixExpired}, Set: model.FailedAttempts}, [][]string{{"HP3"}}},
		"reason":          {model.Filter{Reasons: []model.DeclineReason{model.RestrictedCard}}, [][]string{{"HP2"}}},
		"method":          {model.Filter{PaymentTypes: []model.PaymentType{model.Pix}}, [][]string{{"HP3"}}},
		"role":            {model.Filter{Role: model.Affiliate}, [][]string{{"HP4"}}},
		"buyer":           {model.Filter{Buyers: []string{"josé@example.com"}}, [][]string{{"HP2"}}},
		"text":            {model.Filter{Text: "EDICAO pao"}, [][]string{{"HP3"}}},
		"text of a buyer": {model.Filter{Text: "jose@"}, [][]string{{"HP2"}}},
		"text of a code":  {model.Filter{Text: "hp4"}, [][]string{{"HP4"}}},
		"no product":      {model.Filter{Products: []string{""}}, [][]string{{"HP5"}}},
		"nothing like it": {model.Filter{Products: []string{"404"}}, [][]string{}},
	}
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			r, err := d.Transactions(context.Background(), DefaultQuery(d.Info()), story.f)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(story.want, cells(t, r, "transactions", "code")); diff != "" {
				t.Error(diff)
			}
			if (len(story.want) == 0) != (r.Empty == model.NothingMatches) {
				t.Errorf("empty is %d with %d rows", r.Empty, len(story.want))
			}
		})
	}
}

// TestASaleIsNotRecoveredByAnAttemptAtSomebodyElses: an attempt counts as lost in the role that the account has in it, so
// a declined sale that the account would only have had a share of makes none of its own sales a recovered one.
func TestASaleIsNotRecoveredByAnAttemptAtSomebodyElses(t *testing.T) {
	r := report(t, account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00", as(model.Affiliate)), tx("HP2", model.Approved, "2026-05-05 11:00"),
		tx("HP3", model.Cancelled, "2026-05-06 10:00", as(model.RoleUnknown), buyer("bia@example.com")),
		tx("HP4", model.Approved, "2026-05-06 11:00", buyer("bia@example.com")),
	), model.MySales)
	if got := figure(t, r, "recovered_sales", "BRL"); got != "1" {
		t.Errorf("recovered is %s, want 1: an unknown role is the producer's, an affiliate's is not", got)
	}
}

// TestATransactionAskedForByCodeKeepsItsCurrency: it is found whatever the query shows, and its dollars are no reais.
func TestATransactionAskedForByCodeKeepsItsCurrency(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Approved, "2020-05-05 10:00", price(700, "USD"), as(model.Affiliate)))
	q := DefaultQuery(d.Info())
	q.Currency = "BRL"
	r, err := d.Transactions(context.Background(), q, model.Filter{Codes: []string{"hp2"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"HP2", "USD 700"}}, cells(t, r, "transactions", "code", "value")); diff != "" {
		t.Error(diff)
	}
	if got := figure(t, r, "value", "USD") + ", " + figure(t, r, "value", "BRL"); got != "USD 700, BRL 0" {
		t.Errorf("the value is %s, want USD 700 and no reais", got)
	}
}
