package aggregate

import (
	"context"
	"strings"
	"testing"

	"recoup/model"
	"recoup/store"
)

// withRegister is an account whose register says what was asked for.
func withRegister(t *testing.T, covered map[model.Status][]model.Span, state model.DatasetState, rows ...model.Dataset) *Data {
	t.Helper()
	info := model.SnapshotInfo{TakenAt: asOf, Zone: saoPaulo}
	info.Datasets = append([]model.Dataset{{
		ID: model.DataTransactions, State: state, Rows: 1, Note: "only what events told of",
		Roads: []model.Road{{Source: model.SourceAPI, Rows: 1, Covered: covered}},
	}}, rows...)
	sale := tx("HP1", model.Approved, "2026-05-05 10:00", price(100, "BRL"), buyer("ana@example.com"))
	d, err := Load(context.Background(), store.NewMemory(info, []model.Change{{Source: model.SourceAPI, SeenAt: asOf, Transaction: sale}}))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNoLostSaleIsZeroOnlyWhereFailedOnesWereAskedFor(t *testing.T) {
	span := []model.Span{{From: 0, To: asOf}}
	all := map[model.Status][]model.Span{}
	for _, s := range model.Statuses() {
		all[s] = span
	}
	r := report(t, withRegister(t, all, model.DatasetLoaded), model.LostSales)
	if m, _ := r.Metric("opportunities"); r.Empty == model.NeverImported || len(m.Values) == 0 {
		t.Errorf("every status was asked for, yet it says %v", r.Missing)
	}
	delete(all, model.Expired)
	if r := report(t, withRegister(t, all, model.DatasetLoaded), model.LostSales); r.Empty != model.NeverImported {
		t.Error("expired sales were never asked for, yet there are said to be none")
	}
}

func TestAPartialSnapshotSaysSoInEverySection(t *testing.T) {
	d := withRegister(t, nil, model.DatasetPartial)
	for _, id := range []model.SectionID{model.Sold, model.MySales, model.Refunds} {
		var said []string
		for _, m := range report(t, d, id).Missing {
			said = append(said, m.Why)
		}
		if !strings.Contains(strings.Join(said, " "), "only what events told of") {
			t.Errorf("%s: %q", id, said)
		}
	}
}

func TestTheMenuTellsWhatIsHereForSectionsThatAreNotBuilt(t *testing.T) {
	d := withRegister(t, nil, model.DatasetLoaded, model.Dataset{ID: model.DataCarts, State: model.DatasetLoaded, Rows: 57})
	lines, err := d.Headlines(context.Background(), DefaultQuery(d.info))
	if err != nil {
		t.Fatal(err)
	}
	english := model.Formatter{Lang: model.LangEN}
	for _, l := range lines {
		switch words := english.Phrase(l.Phrase); l.Section.ID {
		case model.CartAbandonment:
			if !strings.HasPrefix(words, "57 abandoned carts") || l.Missing || l.Built {
				t.Errorf("%q", words)
			}
		case model.Balance:
			if !l.Missing {
				t.Errorf("%q", words)
			}
		}
	}
}
