package aggregate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

func TestSoldCountsWhatWasPaidAndKept(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00"),
		tx("HP2", model.Complete, "2026-05-06 10:00", buyer("bia@example.com"), price(5001, "BRL")),
		tx("HP3", model.PartiallyRefunded, "2026-05-07 10:00", givenBack(2500, "BRL")),
		tx("HP4", model.Cancelled, "2026-05-07 10:00"),
		tx("HP5", model.Approved, "2026-05-08 10:00", price(700, "USD")),
		tx("HP6", model.Approved, "2026-05-03 23:59"),
	)
	r := report(t, d, model.Sold)
	for metric, want := range map[string]string{
		"sales": "3", "gross": "BRL 22501", "orders": "3", "buyers": "2", "average_ticket": "BRL 7500", "booked": "BRL 25001",
		"refunded_since": "BRL 2500", "new_buyers": "1",
	} {
		if got := figure(t, r, metric, "BRL"); got != want {
			t.Errorf("%s is %s, want %s", metric, got, want)
		}
	}
	if got := figure(t, r, "gross", "USD"); got != "none" {
		t.Errorf("with BRL shown, USD says %s", got)
	}
	all := report(t, d, model.Sold, in(model.AllCurrencies))
	if got := figure(t, all, "gross", "USD"); got != "USD 700" {
		t.Errorf("gross in USD is %s", got)
	}
	want := [][]string{{"BRL", "3", "BRL 22501"}, {"USD", "1", "USD 700"}}
	if diff := cmp.Diff(want, cells(t, r, "by_currency", "currency", "sales", "gross")); diff != "" {
		t.Error(diff)
	}
}
