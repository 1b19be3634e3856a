package aggregate

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"recoup/model"
	"recoup/store"
	"recoup/store/sample"
)

// busy is the sample account's kind of business with n transactions.
func busy(n int) *store.Memory {
	return store.NewMemory(sample.Info(asOf, saoPaulo), slices.Collect(sample.Rows(n, asOf, saoPaulo, sample.Seed)))
}

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{20_000, 100_000} {
		source := busy(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Load(context.Background(), source); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReport(b *testing.B) {
	d, err := Load(context.Background(), busy(100_000))
	if err != nil {
		b.Fatal(err)
	}
	d.source = nil // whose hundred thousand structs would only keep the garbage collector busy
	all, err := model.ResolvePeriod(model.AllTime, asOf, saoPaulo, d.Info().FirstDay)
	if err != nil {
		b.Fatal(err)
	}
	week := DefaultQuery(d.Info())
	for _, r := range registry() {
		for name, p := range map[string]model.Period{"7d": week.Period, "all": all} {
			q := week
			q.Period, q.Currency = p, model.AllCurrencies
			b.Run(string(r.id)+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if _, err := d.Report(context.Background(), r.id, q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkTransactions(b *testing.B) {
	d, err := Load(context.Background(), busy(100_000))
	if err != nil {
		b.Fatal(err)
	}
	q := DefaultQuery(d.Info())
	q.Currency = model.AllCurrencies
	q.Period, err = model.ResolvePeriod(model.AllTime, asOf, saoPaulo, d.Info().FirstDay)
	if err != nil {
		b.Fatal(err)
	}
	filters := map[string]model.Filter{
		"all": {}, "open": {Set: model.OpenOpportunities}, "text": {Text: "maria silva"}, "code": {Codes: []string{"HP0000000099"}},
	}
	for name, f := range filters {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := d.Transactions(context.Background(), q, f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
