package aggregate

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
	"recoup/store"
)

func givenBackOn(clock string) fact {
	return func(t *model.Transaction) { t.ReversedAt = at(clock); t.Has = t.Has.With(model.FReversedAt) }
}

func guaranteedUntil(clock string) fact {
	return func(t *model.Transaction) { t.WarrantyUntil = at(clock); t.Has = t.Has.With(model.FWarrantyUntil) }
}

func affiliate(name string) fact {
	return func(t *model.Transaction) { t.AffiliateName = name; t.Has = t.Has.With(model.FAffiliateName) }
}

// event is a transaction as a webhook told of it at a moment.
func event(t *model.Transaction, clock string) model.Change {
	return model.Change{Source: model.SourceWebhook, SeenAt: at(clock), Transaction: t}
}

// told loads what several sources saw.
func told(t *testing.T, seen ...model.Change) *Data {
	t.Helper()
	d, err := Load(context.Background(), store.NewMemory(model.SnapshotInfo{Zone: saoPaulo, TakenAt: asOf}, seen))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// requestsAtEveryHour are open requests of different ages, one of them known from a report alone.
func requestsAtEveryHour() []model.Change {
	asked := func(code, clock string) model.Change {
		return event(tx(code, model.Protested, "2026-05-02 08:00", buyer(code+"@example.com")), clock)
	}
	return append([]model.Change{
		asked("HP1", "2026-05-05 08:59"), // its five days ended a minute ago
		asked("HP2", "2026-05-05 09:00"), // they end now
		asked("HP3", "2026-05-06 08:59"), // in a minute less than a day
		asked("HP4", "2026-05-06 09:00"), // in a day
	}, changes([]*model.Transaction{tx("HP5", model.Protested, "2026-05-02 08:00"), tx("HP6", model.Refunded, "2026-05-02 08:00")})...)
}

func TestRequestsExpireWithinADay(t *testing.T) {
	r := report(t, told(t, requestsAtEveryHour()...), model.Refunds)
	figuresAre(t, r, map[string]string{"open_requests": "5", "expiring_24h": "2", "open_value": "BRL 50000"})
	want := [][]string{
		{"HP1", "PAST_DEADLINE", "2026-05-10 08:59"}, {"HP2", "EXPIRING", "2026-05-10 09:00"}, {"HP3", "EXPIRING", "2026-05-11 08:59"},
		{"HP4", "REQUESTED", "2026-05-11 09:00"}, {"HP5", "REQUESTED", "none"},
	}
	if diff := cmp.Diff(want, cells(t, r, "requests", "code", "status", "deadline")); diff != "" {
		t.Error(diff)
	}
	m, _ := r.Metric("expiring_24h")
	if m.Behind == nil || !cmp.Equal(m.Behind.Codes, []string{"HP2", "HP3"}) {
		t.Errorf("behind the urgent ones: %+v", m.Behind)
	}
}

func TestARequestIsCountedFromItsFirstEvent(t *testing.T) {
	sale := func(s model.Status) *model.Transaction { return tx("HP1", s, "2026-05-02 08:00") }
	d := told(t,
		event(sale(model.Approved), "2026-05-02 08:00"),
		event(sale(model.Protested), "2026-05-05 20:00"),
		model.Change{Source: model.SourceReport, SeenAt: at("2026-05-04 20:00"), Transaction: sale(model.Protested)},
		event(tx("HP1", model.Protested, "2026-05-02 08:00", net(8000, "BRL")), "2026-05-08 20:00"),
	)
	if diff := cmp.Diff([][]string{{"2026-05-05 20:00"}}, cells(t, report(t, d, model.Refunds), "requests", "requested")); diff != "" {
		t.Error(diff)
	}
}

func TestDeadlinesThatNobodyToldAreMissing(t *testing.T) {
	d := account(t, tx("HP1", model.Protested, "2026-05-02 08:00"), tx("HP2", model.Refunded, "2026-05-05 08:00"))
	r := report(t, d, model.Refunds)
	figuresAre(t, r, map[string]string{"open_requests": "1", "expiring_24h": "none", "refund_rate_by_event": "none", "refund_rate_by_sale": "1.0000"})
	var names []string
	for _, m := range r.Missing {
		names = append(names, m.Dataset)
	}
	if diff := cmp.Diff([]string{"commissions", "refund-requests", "refund dates"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestTwoRefundRatesAreNeverMixed(t *testing.T) {
	d := account(t,
		tx("HP1", model.Refunded, "2026-05-05 08:00", givenBackOn("2026-05-09 08:00")), // sold and given back in the window
		tx("HP2", model.Refunded, "2026-04-05 08:00", givenBackOn("2026-05-06 08:00"), price(300, "BRL")),
		tx("HP3", model.Refunded, "2026-05-06 08:00", buyer("bia@example.com")), // on a day that nobody tells
		tx("HP4", model.Approved, "2026-05-06 08:00"),
		tx("HP5", model.Complete, "2026-05-07 08:00"),
		tx("HP6", model.Chargeback, "2026-05-07 08:00"),
	)
	r := report(t, d, model.Refunds)
	figuresAre(t, r, map[string]string{
		"refund_rate_by_sale": "0.4000", "refund_rate_by_event": "0.4000", "refunded_value": "BRL 20000", "refunded_value_by_event": "BRL 10300",
		"refund_rate_by_value": "0.4000", "repeat_refunders": "1",
	})
	april := report(t, d, model.Refunds, period("2026-04-01", "2026-04-30"))
	figuresAre(t, april, map[string]string{"refund_rate_by_sale": "1.0000", "refund_rate_by_event": "0.0000"})
}

func TestPartialRefundCountsApartFromWholeOnes(t *testing.T) {
	d := account(t,
		tx("HP1", model.PartiallyRefunded, "2026-05-05 08:00", givenBack(2500, "BRL")),
		tx("HP2", model.PartiallyRefunded, "2026-05-06 08:00"),
		tx("HP3", model.Approved, "2026-05-06 09:00"),
		tx("HP4", model.Refunded, "2026-05-06 10:00"),
	)
	r := report(t, d, model.Refunds)
	figuresAre(t, r, map[string]string{"refund_rate_by_sale": "0.2500", "refunded_value": "BRL 12500", "refund_rate_by_value": "0.3125"})
	want := [][]string{{"HP4", "1", "BRL 10000"}, {"HP2", "0", "none"}, {"HP1", "0", "BRL 2500"}}
	if diff := cmp.Diff(want, cells(t, r, "refunded", "code", "whole", "given_back")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"4", "1", "2", "0.2500"}}, cells(t, r, "by_product", "sales", "refunded", "partly_refunded", "refund_rate")); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyGoodSalesSayNothingOfRefunds(t *testing.T) {
	r := report(t, account(t, tx("HP1", model.Approved, "2026-05-05 08:00"), tx("HP2", model.Complete, "2026-05-05 08:00")), model.Refunds)
	if r.Empty != model.NeverImported || len(r.Missing) != 1 {
		t.Errorf("empty %v, missing %+v", r.Empty, r.Missing)
	}
	figuresAre(t, r, map[string]string{"open_requests": "none", "refund_rate_by_sale": "none"})
}

func TestAWeekIsFinalWhenItsGuaranteesAreOver(t *testing.T) {
	d := account(t,
		tx("HP1", model.Complete, "2026-04-13 08:00", guaranteedUntil("2026-04-20 08:00")),
		tx("HP2", model.Refunded, "2026-04-14 08:00"),
		tx("HP3", model.Approved, "2026-04-21 08:00", guaranteedUntil("2026-05-21 08:00")),
		tx("HP4", model.Approved, "2026-05-04 08:00"), // nobody tells, but seven days are the least
	)
	r := report(t, d, model.Refunds, period("2026-04-13", "2026-05-10"))
	want := [][]string{{"2026-04-13", "2", "0.5000", "1"}, {"2026-04-20", "1", "0.0000", "0"}, {"2026-05-04", "1", "0.0000", "0"}}
	if diff := cmp.Diff(want, cells(t, r, "by_week", "week", "sales", "refund_rate", "complete")); diff != "" {
		t.Error(diff)
	}
}

func TestRepeatRefundersReturnedTwoOrders(t *testing.T) {
	d := account(t,
		tx("HP1", model.Refunded, "2026-05-05 08:00"),
		tx("HP2", model.Refunded, "2026-05-05 08:00", bumpOf("HP1"), product("2", "Curso B")),
		tx("HP3", model.Refunded, "2025-05-05 08:00", buyer("bia@example.com")),
		tx("HP4", model.Refunded, "2026-05-05 08:00", buyer("bia@example.com")),
	)
	figuresAre(t, report(t, d, model.Refunds), map[string]string{"repeat_refunders": "1", "refunded_value": "BRL 30000"})
}

func TestAnAffiliateWithManyRefundsStandsOut(t *testing.T) {
	d := account(t,
		tx("HP1", model.Refunded, "2026-05-05 08:00", affiliate("Davi")),
		tx("HP2", model.Approved, "2026-05-05 08:00", affiliate("Davi")),
		tx("HP3", model.Approved, "2026-05-05 08:00"),
		tx("HP4", model.Refunded, "2026-05-05 08:00", as(model.Affiliate)),
	)
	r := report(t, d, model.Refunds)
	want := [][]string{{"Davi", "2", "1", "BRL 10000"}, {"none", "1", "0", "BRL 0"}}
	if diff := cmp.Diff(want, cells(t, r, "by_affiliate", "affiliate", "sales", "refunded", "value")); diff != "" {
		t.Error(diff)
	}
}

// TestRefundFiguresInSQL holds the figures that need events, dates and guarantees against their SQL in a snapshot file.
func TestRefundFiguresInSQL(t *testing.T) {
	seen := append(requestsAtEveryHour(), changes([]*model.Transaction{
		tx("HQ1", model.Refunded, "2026-05-05 08:00", givenBackOn("2026-05-09 08:00"), net(7000, "BRL")),
		tx("HQ2", model.Approved, "2026-05-05 09:00", guaranteedUntil("2026-05-12 09:00"), net(8000, "BRL")),
		tx("HQ3", model.Approved, "2026-05-05 09:00", guaranteedUntil("2026-05-10 09:00"), net(500, "BRL")),
		tx("HQ4", model.Approved, "2026-05-05 09:00", net(500, "BRL"), buyer("bia@example.com")),
	})...)
	d, db := snapshotOf(t, seen)
	r := report(t, d, model.Refunds)
	figuresAre(t, r, map[string]string{
		"expiring_24h": "2", "net_lost": "BRL 7000", "guarantee_exposure": "BRL 8000", "refunded_value_by_event": "BRL 10000",
		"refund_rate_by_event": "0.2500",
	})
	for _, m := range r.Metrics {
		compareWithSQL(t, db, r, m, "BRL")
	}
	for _, m := range report(t, d, model.Refunds, period("2026-04-27", "2026-05-10")).Metrics {
		compareWithSQL(t, db, report(t, d, model.Refunds, period("2026-04-27", "2026-05-10")), m, "BRL")
	}
}
