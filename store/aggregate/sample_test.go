package aggregate

import (
	"context"
	"testing"

	"recoup/model"
	"recoup/store"
	"recoup/store/sample"
)

// TestTheSampleAccountFillsEveryReport looks at the built-in account as its user does: every section has something to
// say, and every number opens the rows behind it.
func TestTheSampleAccountFillsEveryReport(t *testing.T) {
	moment := at("2026-05-10 09:00")
	d, err := Load(context.Background(), store.NewMemory(sample.Info(moment, saoPaulo), sample.Changes(moment, saoPaulo, 1)))
	if err != nil {
		t.Fatal(err)
	}
	for _, currency := range []model.Currency{"", model.AllCurrencies} {
		q := DefaultQuery(d.Info())
		q.Currency = currency
		for _, b := range registry() {
			r, err := d.Report(context.Background(), b.id, q)
			if err != nil {
				t.Fatal(err)
			}
			if r.Empty != model.NotEmpty || r.Headline.IsEmpty() {
				t.Errorf("%s: empty is %d, the headline %q", b.id, r.Empty, model.Formatter{}.Phrase(r.Headline))
			}
			if agreeOnMetrics(t, d, q, r, string(b.id))+agreeOnRows(t, d, q, r, string(b.id)) < 10 {
				t.Errorf("%s has hardly a number that can be opened", b.id)
			}
		}
	}
}
