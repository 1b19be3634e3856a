package aggregate

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"

	"recoup/model"
	"recoup/store"
)

// snapshot puts transactions into a snapshot file, loads it, and opens the same file for SQL.
func snapshot(t testing.TB, list []*model.Transaction) (*Data, *sql.DB) {
	t.Helper()
	return snapshotOf(t, changes(list))
}

// snapshotOf is snapshot for what several sources saw.
func snapshotOf(t testing.TB, seen []model.Change) (*Data, *sql.DB) {
	t.Helper()
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "snapshot.db")
	s, err := store.Open(ctx, path, store.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	batch := model.Batch{
		Name: "story.csv", Kind: "sales-report-detailed", Digest: fmt.Sprintf("story of %d", len(seen)), Source: model.SourceReport,
		Zone: saoPaulo.String(), SeenAt: asOf,
		Read: func(_ context.Context, emit func(model.Change) error) (model.Tally, error) {
			for _, c := range seen {
				if err := emit(c); err != nil {
					return model.Tally{}, err
				}
			}
			return model.Tally{Rows: len(seen)}, nil
		},
	}
	if _, err := s.Apply(ctx, batch, store.ApplyOptions{At: asOf}); err != nil {
		t.Fatal(err)
	}
	d, err := Load(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return d, db
}

// counted runs a metric's SQL for a query.
func counted(t *testing.T, db *sql.DB, query string, r model.Report, c model.Currency) (value float64, known bool) {
	t.Helper()
	w := windowOf(r.Period, r.Zone, r.AsOf)
	var result sql.NullFloat64
	err := db.QueryRow(query, sql.Named("from", int64(w.from)), sql.Named("to", int64(w.to)), sql.Named("as_of", int64(r.AsOf)),
		sql.Named("currency", string(c))).Scan(&result)
	if err != nil {
		t.Fatalf("%v in\n%s", err, query)
	}
	return result.Float64, result.Valid
}

// TestEveryNumberIsCountedTheSameInSQL runs the SQL that a metric shows for itself against the snapshot file and compares
// it with the figure of the columns.
func TestEveryNumberIsCountedTheSameInSQL(t *testing.T) {
	d, db := snapshot(t, generated(3, 1200, 100))
	periods := []func(*model.Query){
		func(*model.Query) {}, period("2026-04-01", "2026-04-30"), period("2026-01-20", "2026-05-10"), period("2026-05-10", "2026-05-10"),
		period("2020-01-01", "2020-01-31"),
	}
	ways := []func(*model.Query){
		func(*model.Query) {},
		func(q *model.Query) { q.Basis = model.ByOrder },
		func(q *model.Query) { q.Measure = model.Booked },
		func(q *model.Query) { q.AsOf = at("2026-05-06 18:30") },
	}
	checked := map[string]int{}
	for _, b := range registry() {
		for _, chosen := range periods {
			for _, way := range ways {
				for _, c := range []model.Currency{"BRL", "USD", "CLP"} {
					r := report(t, d, b.id, chosen, way, in(c))
					for _, m := range r.Metrics {
						compareWithSQL(t, db, r, m, c)
						if v, ok := m.In(c); ok && v.Int() != 0 {
							checked[string(b.id)+" "+m.ID]++
						}
					}
				}
			}
		}
		for _, m := range report(t, d, b.id).Metrics {
			if checked[string(b.id)+" "+m.ID] == 0 && m.Unit != model.UnitRatio && !testedApart[m.ID] {
				t.Errorf("%s: %s was 0 throughout, so its SQL was not tested", b.id, m.ID)
			}
		}
	}
}

// testedApart are the figures that need facts which the generated accounts rarely have for all rows at once.
var testedApart = map[string]bool{"net": true, "net_lost": true, "guarantee_exposure": true, "expiring_24h": true, "refunded_value_by_event": true}

func compareWithSQL(t *testing.T, db *sql.DB, r model.Report, m model.Metric, c model.Currency) {
	t.Helper()
	if m.Definition == "" || m.SQL == "" {
		t.Fatalf("%s: %s does not explain itself", r.Section, m.ID)
	}
	want, known := counted(t, db, m.SQL, r, c)
	v, ok := m.In(c)
	got := float64(v.Int())
	if v.Kind() == model.RatioValue {
		got = v.Ratio()
	}
	if known != ok || known && math.Abs(got-want) > 1e-9 {
		t.Errorf("%s %s of %s to %s in %s: %v (%v), SQL says %v (%v)\n%s", r.Section, m.ID, r.Period.From, r.Period.To, c, got, ok, want, known, m.SQL)
	}
}

func TestNetInSQLWhereItIsKnown(t *testing.T) {
	d, db := snapshot(t, []*model.Transaction{
		tx("HP1", model.Approved, "2026-05-05 10:00", net(8000, "BRL")),
		tx("HP2", model.Approved, "2026-05-05 10:00", price(0, "BRL")),
		tx("HP3", model.Approved, "2026-05-05 10:00", price(500, "USD"), net(2000, "BRL")),
		tx("HP4", model.Approved, "2026-05-05 10:00", price(500, "EUR"), net(300, "EUR")),
		tx("HP5", model.Approved, "2026-05-05 10:00", price(500, "EUR")),
	})
	for c, want := range map[model.Currency]string{"BRL": "BRL 8000", "USD": "none", "EUR": "none"} {
		r := report(t, d, model.Sold, in(c))
		if got := figure(t, r, "net", c); got != want {
			t.Errorf("net in %s is %s, want %s", c, got, want)
		}
		m, _ := r.Metric("net")
		compareWithSQL(t, db, r, m, c)
	}
	usd, _ := report(t, d, model.Sold, in("USD")).Metric("net")
	if v, ok := usd.In("BRL"); !ok || v.Int() != 2000 {
		t.Errorf("dollars paid out in reais bring %v, want BRL 2000", plain(v))
	}
	if r := report(t, d, model.Sold, in("EUR")); len(r.Missing) != 1 || r.Missing[0].Dataset != "commissions" {
		t.Errorf("a sale without a commission must be named as missing, got %+v", r.Missing)
	}
}
