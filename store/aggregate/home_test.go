package aggregate

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

func TestHomeIsAlwaysTheLastSevenDays(t *testing.T) {
	d := account(t,
		tx("HP0", model.Cancelled, "2026-04-01 10:00"),
		tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Approved, "2026-04-28 10:00", price(4000, "BRL")),
		tx("HP3", model.Cancelled, "2026-05-06 10:00", product("2", "Curso B")), tx("HP4", model.Approved, "2026-05-06 10:00", price(540, "USD")),
	)
	for _, change := range []func(*model.Query){func(*model.Query) {}, period("2020-01-01", "2020-12-31")} {
		r := report(t, d, model.Home, change)
		for metric, want := range map[string]string{
			"sales": "1", "gross": "BRL 10000", "opportunities": "1", "open": "1", "since_recovered": "0", "at_stake": "BRL 10000",
		} {
			if got := figure(t, r, metric, "BRL"); got != want {
				t.Errorf("%s is %s, want %s", metric, got, want)
			}
		}
		m, _ := r.Metric("gross")
		if v, _ := m.PreviousIn("BRL"); plain(v) != "BRL 4000" {
			t.Errorf("the week before sold %s", plain(v))
		}
		if len(r.Charts) == 0 || len(r.Charts[0].Labels) != 7 {
			t.Errorf("the chart is not of seven days: %+v", r.Charts)
		}
		want := [][]string{{"BRL", "1", "BRL 10000", "BRL 4000", "1"}, {"USD", "1", "USD 540", "USD 0", "0"}}
		if diff := cmp.Diff(want, cells(t, r, "by_currency", "currency", "sales", "gross", "gross_before", "opportunities")); diff != "" {
			t.Error(diff)
		}
	}
}

func TestEmptyKinds(t *testing.T) {
	if r := report(t, account(t), model.Home); r.Empty != model.NoSnapshot {
		t.Errorf("with nothing imported, empty is %d", r.Empty)
	}
	neverSold := account(t, tx("HP1", model.Cancelled, "2026-05-05 10:00"))
	for _, id := range []model.SectionID{model.Home, model.Sold} {
		r := report(t, neverSold, id)
		if r.Empty != model.NoSaleEver || len(r.Metrics)+len(r.Tables)+len(r.Charts) != 0 {
			t.Errorf("%s of an account that never sold shows %d metrics, empty %d", id, len(r.Metrics), r.Empty)
		}
	}
	if got := figure(t, report(t, neverSold, model.LostSales), "open", "BRL"); got != "1" {
		t.Errorf("%s open: an account that never sold has lost sales to look at", got)
	}
	sold := account(t, tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Cancelled, "2026-05-05 10:00"))
	for _, id := range []model.SectionID{model.Sold, model.LostSales, model.MySales} {
		r := report(t, sold, id, period("2020-01-01", "2020-01-02"))
		if r.Empty != model.NothingMatches {
			t.Errorf("%s of a period without a row: empty is %d", id, r.Empty)
		}
	}
}

func TestHeadlinesNameEverySection(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Complete, "2026-05-06 10:00"))
	list, err := d.Headlines(context.Background(), DefaultQuery(d.Info()))
	if err != nil {
		t.Fatal(err)
	}
	said := map[model.SectionID]string{}
	for _, h := range list {
		said[h.Section.ID] = model.Formatter{}.Phrase(h.Phrase)
		if h.Built != Built(h.Section.ID) {
			t.Errorf("%s: built is %v", h.Section.ID, h.Built)
		}
	}
	want := map[model.SectionID]string{
		model.Sold: "R$ 200.00 · 2 sales", model.LostSales: "— not in this snapshot", model.MySales: "2 transactions · 0 awaiting payment",
		model.Club: "— not in this snapshot", model.MyInsights: "not built yet",
	}
	for id, words := range want {
		if said[id] != words {
			t.Errorf("%s says %q, want %q", id, said[id], words)
		}
	}
	if len(list) != len(model.Sections()) {
		t.Errorf("%d headlines for %d sections", len(list), len(model.Sections()))
	}
	if got := plain(list[0].Count); got != "2" {
		t.Errorf("the number beside Sold is %s", got)
	}
}

func TestSectionsThatCannotBeAnswered(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2026-05-05 10:00"))
	q := DefaultQuery(d.Info())
	badSet := q
	badSet.Filter.Set = "solt"
	stories := map[string]struct {
		id   model.SectionID
		q    model.Query
		want string
	}{
		"not built": {model.Club, q, "The section club is not built yet.\nThe menu says which sections are."},
		"mistyped":  {"lostsales", q, "\"lostsales\" is not a section.\nDid you mean lost-sales?"},
		"bad set":   {model.MySales, badSet, "\"solt\" is not a set of transactions.\nDid you mean sold?"},
	}
	for name, story := range stories {
		_, err := d.Report(context.Background(), story.id, story.q)
		if err == nil || err.Error() != story.want || model.KindOf(err) != model.KindUsage {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := d.Report(ctx, model.Sold, q); err == nil {
		t.Error("a cancelled question was answered")
	}
}
