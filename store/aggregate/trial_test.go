package aggregate

import (
	"testing"

	"recoup/model"
)

func trial() fact {
	return func(t *model.Transaction) { t.Trial = true; t.Has = t.Has.With(model.FTrial) }
}

// TestTrialStartsAreNotSales: a free week is approved like a sale and is none; the charge after it is one, also where the
// report marks it as a trial's, and a free course without a trial is one too.
func TestTrialStartsAreNotSales(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00", trial(), price(0, "BRL"), buyer("ana@example.com")),
		tx("HP2", model.Approved, "2026-05-06 10:00", trial(), noPrice(), buyer("bia@example.com")),
		tx("HP3", model.Approved, "2026-05-07 10:00", trial(), price(4900, "BRL"), buyer("caio@example.com")),
		tx("HP4", model.Approved, "2026-05-08 10:00", price(0, "BRL"), buyer("davi@example.com")),
		tx("HP5", model.Approved, "2026-05-09 10:00", trial(), price(4900, "BRL"), charge(model.Subscription, 2, 1), buyer("eva@example.com")),
		tx("HP6", model.Approved, "2026-05-01 10:00", trial(), price(0, "BRL"), buyer("caio@example.com")),
	)
	r := report(t, d, model.Sold)
	for metric, want := range map[string]string{"sales": "3", "gross": "BRL 9800", "booked": "BRL 9800", "buyers": "3", "new_buyers": "3"} {
		if got := figure(t, r, metric, "BRL"); got != want {
			t.Errorf("%s is %s, want %s", metric, got, want)
		}
	}
	if got := figure(t, report(t, d, model.MySales), "transactions", "BRL"); got != "4" {
		t.Errorf("My sales lists %s transactions that name a currency, want 4: a trial is a transaction", got)
	}
	if r := report(t, account(t, tx("HP1", model.Approved, "2026-05-05 10:00", trial(), price(0, "BRL"))), model.Sold); r.Empty != model.NoSaleEver {
		t.Error("an account with nothing but a trial has never made a sale")
	}
}

// TestATrialMakesAFailedAttemptGood: whose card was declined and who then got into the trial is nobody to win back.
func TestATrialMakesAFailedAttemptGood(t *testing.T) {
	r := report(t, account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00", price(4900, "BRL")),
		tx("HP2", model.Approved, "2026-05-05 10:10", trial(), price(0, "BRL")),
		tx("HP3", model.Approved, "2026-05-05 11:00", buyer("bia@example.com")),
	), model.LostSales)
	if got, want := lost(t, r), ([3]string{"1", "0", "1"}); got != want {
		t.Errorf("literal, open, recovered are %v, want %v", got, want)
	}
}

// TestAllTimeBeginsWithTheFirstTransactionInEveryZone: a sale at one in the morning in São Paulo belongs to the evening
// before in Los Angeles, which a report over all time must not lose.
func TestAllTimeBeginsWithTheFirstTransactionInEveryZone(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2026-05-01 01:00"), tx("HP2", model.Approved, "2026-05-09 12:00"))
	for name, first := range map[string]string{"America/Los_Angeles": "2026-04-30", "America/Sao_Paulo": "2026-05-01", "Asia/Tokyo": "2026-05-01"} {
		zone, err := model.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		r := report(t, d, model.Sold, func(q *model.Query) {
			q.Zone = zone
			if q.Period, err = model.ResolvePeriod(model.AllTime, q.AsOf, zone, d.Info().FirstDay); err != nil {
				t.Fatal(err)
			}
		})
		if got := figure(t, r, "sales", "BRL"); got != "2" || r.Period.From.String() != first {
			t.Errorf("in %s all time begins on %s with %s sales, want %s and 2", name, r.Period.From, got, first)
		}
	}
}
