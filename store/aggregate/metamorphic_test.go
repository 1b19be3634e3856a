package aggregate

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
	"recoup/store"
)

// drawn is an account with a question about it in every currency, for properties that hold for all of them.
func drawn(t *rapid.T) ([]*model.Transaction, func(*Data) model.Query) {
	list := generated(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 250).Draw(t, "transactions"), 60)
	days := model.Day(rapid.IntRange(0, 55).Draw(t, "days"))
	basis := rapid.SampledFrom([]model.Basis{model.ByApproval, model.ByOrder}).Draw(t, "basis")
	measure := rapid.SampledFrom([]model.Measure{model.Collected, model.Booked}).Draw(t, "measure")
	return list, func(d *Data) model.Query {
		q := DefaultQuery(d.Info())
		q.Period.From -= days
		q.Currency, q.Basis, q.Measure = model.AllCurrencies, basis, measure
		return q
	}
}

// allFigures are all figures of all sections, as "section metric currency" → text.
func allFigures(t testing.TB, d *Data, q model.Query) map[string]model.Value {
	t.Helper()
	all := map[string]model.Value{}
	for _, b := range registry() {
		r, err := d.Report(context.Background(), b.id, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range r.Metrics {
			for _, f := range m.Values {
				all[fmt.Sprintf("%s %s %s", b.id, m.ID, f.Currency)] = f.Value
			}
			for _, f := range m.Previous {
				all[fmt.Sprintf("%s %s %s before", b.id, m.ID, f.Currency)] = f.Value
			}
		}
	}
	return all
}

func texts(all map[string]model.Value) map[string]string {
	list := make(map[string]string, len(all))
	for k, v := range all {
		list[k] = plain(v)
	}
	return list
}

// copied lets a property change an account without changing the other one.
func copied(list []*model.Transaction, change func(t *model.Transaction)) []*model.Transaction {
	copies := make([]*model.Transaction, len(list))
	for i, t := range list {
		c := *t
		change(&c)
		copies[i] = &c
	}
	return copies
}

// TestFiguresDoNotDependOnNames: what a product, an offer or a buyer is called changes no figure, as long as different
// things keep different names.
func TestFiguresDoNotDependOnNames(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list, ask := drawn(rt)
		d, renamed := loaded(list), loaded(copied(list, func(c *model.Transaction) {
			c.ProductID, c.ProductName = "9"+c.ProductID, "Zé "+c.ProductName
			c.OfferCode = "x" + c.OfferCode
			if c.BuyerEmail != "" {
				c.BuyerEmail = "Outra." + c.BuyerEmail
			}
		}))
		if diff := cmp.Diff(texts(allFigures(t, d, ask(d))), texts(allFigures(t, renamed, ask(renamed)))); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// TestFiguresDoNotDependOnTheOrderOfRows: a report sorted in another way is the same report.
func TestFiguresDoNotDependOnTheOrderOfRows(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list, ask := drawn(rt)
		mixed := slices.Clone(list)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "shuffle"), 1)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		d, e := loaded(list), loaded(mixed)
		if diff := cmp.Diff(texts(allFigures(t, d, ask(d))), texts(allFigures(t, e, ask(e)))); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// TestAHundredTimesTheMoney: where every amount is a hundred times as large, so is every sum, and no count or share of
// sales changes. An average may differ by what its rounding was worth. What can be expected depends on the size of an
// amount, so it is left out.
func TestAHundredTimesTheMoney(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list, ask := drawn(rt)
		d, rich := loaded(list), loaded(copied(list, func(c *model.Transaction) {
			for _, m := range []*model.Money{&c.Price, &c.MyNet, &c.RefundedMoney} {
				if *m != (model.Money{}) {
					*m = model.NewMoney(m.Minor()*100, m.Currency())
				}
			}
		}))
		before, after := allFigures(t, d, ask(d)), allFigures(t, rich, ask(rich))
		if len(before) != len(after) {
			rt.Fatalf("%d figures became %d", len(before), len(after))
		}
		for name, v := range before {
			got, want := after[name], v.Int()
			switch {
			case strings.HasPrefix(name, "recover-sales expected"), strings.HasPrefix(name, "recover-sales queue"):
				continue
			case v.Kind() == model.MoneyValue && strings.Contains(name, "average_ticket"):
				if off := got.Int() - 100*want; off < -50 || off > 50 {
					rt.Errorf("%s: %d became %d", name, want, got.Int())
				}
			case v.Kind() == model.MoneyValue && got.Int() != 100*want:
				rt.Errorf("%s: %d became %d", name, want, got.Int())
			case v.Kind() != model.MoneyValue && plain(got) != plain(v):
				rt.Errorf("%s: %s became %s", name, plain(v), plain(got))
			}
		}
	})
}

// TestTwoFilesAreOne: a report cut in two at any line and imported as two files, in either order, gives the figures of the
// whole.
func TestTwoFilesAreOne(t *testing.T) {
	for seed := range uint64(12) {
		list := generated(seed, 150, 60)
		r := rand.New(rand.NewPCG(seed, 5))
		at := r.IntN(len(list) + 1)
		parts := [][]*model.Transaction{list[:at], list[at:]}
		if seed%2 == 1 {
			slices.Reverse(parts)
		}
		whole, cut := inFiles(t, list), inFiles(t, parts...)
		for _, days := range []model.Day{0, 50} {
			q := DefaultQuery(whole.Info())
			q.Period.From -= days
			q.Currency = model.AllCurrencies
			if diff := cmp.Diff(texts(allFigures(t, whole, q)), texts(allFigures(t, cut, q))); diff != "" {
				t.Errorf("seed %d, cut at %d:\n%s", seed, at, diff)
			}
		}
	}
}

// inFiles imports transactions into a snapshot file, one import for each list.
func inFiles(t *testing.T, parts ...[]*model.Transaction) *Data {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "snapshot.db"), store.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i, part := range parts {
		batch := model.Batch{
			Name: "part.csv", Kind: "sales-report-detailed", Digest: fmt.Sprint(i), Source: model.SourceReport, Zone: saoPaulo.String(), SeenAt: asOf,
			Read: func(_ context.Context, emit func(model.Change) error) (model.Tally, error) {
				for _, c := range changes(part) {
					if err := emit(c); err != nil {
						return model.Tally{}, err
					}
				}
				return model.Tally{Rows: len(part)}, nil
			},
		}
		if _, err := s.Apply(ctx, batch, store.ApplyOptions{At: asOf}); err != nil {
			t.Fatal(err)
		}
	}
	d, err := Load(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// parts are the tables whose lines part a section's figures: each column adds up to the metric, in each currency.
var parts = []struct {
	section model.SectionID
	table   string
	columns [][2]string // column, metric
}{
	{model.Sold, "by_product", [][2]string{{"sales", "sales"}, {"gross", "gross"}}},
	{model.Sold, "by_day", [][2]string{{"sales", "sales"}, {"gross", "gross"}}},
	{model.Sold, "by_payment", [][2]string{{"sales", "sales"}, {"gross", "gross"}}},
	{model.Sold, "by_charge", [][2]string{{"sales", "sales"}, {"gross", "gross"}}},
	{model.Sold, "by_currency", [][2]string{{"sales", "sales"}, {"gross", "gross"}, {"orders", "orders"}, {"buyers", "buyers"}}},
	{model.LostSales, "by_cause", lostColumnsAndMetrics}, {model.LostSales, "by_product", lostColumnsAndMetrics},
	{model.DeclinedCards, "by_reason", [][2]string{{"declines", "declines"}, {"value", "declined_value"}}},
	{model.DeclinedCards, "by_product", [][2]string{{"attempts", "card_attempts"}, {"declines", "declines"}}},
	{model.DeclinedCards, "by_brand", [][2]string{{"attempts", "card_attempts"}, {"declines", "declines"}}},
	{model.DeclinedCards, "by_installments", [][2]string{{"attempts", "card_attempts"}, {"declines", "declines"}}},
	{model.DeclinedCards, "by_country", [][2]string{{"attempts", "card_attempts"}, {"declines", "declines"}}},
	{model.DeclinedCards, "by_hour", [][2]string{{"attempts", "card_attempts"}, {"declines", "declines"}}},
	{model.MySales, "by_status", [][2]string{{"transactions", "transactions"}}},
	{model.MySales, "recovered_by_class", [][2]string{{"sales", "recovered_sales"}}},
	{model.Refunds, "by_product", [][2]string{{"value", "refunded_value"}}}, {model.Refunds, "by_method", [][2]string{{"value", "refunded_value"}}},
	{model.Refunds, "by_affiliate", [][2]string{{"value", "refunded_value"}}}, {model.Refunds, "by_week", [][2]string{{"value", "refunded_value"}}},
	{model.RecoverSales, "by_well", [][2]string{{"people", "queue"}, {"value", "queue_value"}, {"expected", "expected"}}},
}

var lostColumnsAndMetrics = [][2]string{
	{"opportunities", "opportunities"}, {"open", "open"}, {"since_recovered", "since_recovered"}, {"at_stake", "at_stake"}, {"attempts", "attempts"},
}

// TestTheLinesOfATableAddUpToItsMetric, to the cent and for every currency.
func TestTheLinesOfATableAddUpToItsMetric(t *testing.T) {
	added := map[string]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		list, ask := drawn(rt)
		d := loaded(list)
		q := ask(d)
		for _, p := range parts {
			r, err := d.Report(context.Background(), p.section, q)
			if err != nil {
				rt.Fatal(err)
			}
			tab, ok := r.Table(p.table)
			if !ok || tab.Rows.Len() == 0 {
				continue // nothing to part; an absent reason is told of elsewhere
			}
			for _, pair := range p.columns {
				for c, want := range sumsOf(t, r, pair[1]) {
					if p.table == "by_reason" && !hasLine(t, tab, c) {
						continue // no decline of the currency says why
					}
					if got := columnSum(t, tab, pair[0], c); got != want {
						rt.Errorf("%s of %s in %s: the column %s adds up to %d, %s is %d", p.table, p.section, c, pair[0], got, pair[1], want)
					}
					added[string(p.section)+" "+p.table+" "+pair[0]] = added[string(p.section)+" "+p.table+" "+pair[0]] || want != 0
				}
			}
		}
	})
	for _, p := range parts {
		for _, pair := range p.columns {
			if name := string(p.section) + " " + p.table + " " + pair[0]; !added[name] {
				t.Errorf("%s was 0 throughout, so nothing was added up", name)
			}
		}
	}
}

func sumsOf(t *testing.T, r model.Report, metric string) map[model.Currency]int64 {
	t.Helper()
	m, ok := r.Metric(metric)
	if !ok {
		t.Fatalf("%s has no metric %s", r.Section, metric)
	}
	sums := map[model.Currency]int64{}
	for _, f := range m.Values {
		sums[f.Currency] = f.Value.Int()
	}
	return sums
}

func columnSum(t *testing.T, tab model.Table, column string, c model.Currency) int64 {
	t.Helper()
	at, currency := columnOf(t, tab, column), columnOf(t, tab, "currency")
	var sum model.Sum
	for row := range tab.Rows.Len() {
		if tab.Rows.Cell(row, currency).Text().String() == string(c) {
			sum.Add(tab.Rows.Cell(row, at).Int())
		}
	}
	total, _ := sum.Minor()
	return total
}

func hasLine(t *testing.T, tab model.Table, c model.Currency) bool {
	t.Helper()
	currency := columnOf(t, tab, "currency")
	for row := range tab.Rows.Len() {
		if tab.Rows.Cell(row, currency).Text().String() == string(c) {
			return true
		}
	}
	return false
}
