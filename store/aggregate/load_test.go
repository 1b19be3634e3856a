package aggregate

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
	"recoup/store"
)

// stream is a source that hands its transactions over as they stand, in one place of memory.
type stream struct {
	list []*model.Transaction
	fail error
}

func (s stream) Info(context.Context) (model.SnapshotInfo, error) {
	return model.SnapshotInfo{Zone: saoPaulo, TakenAt: asOf}, nil
}

func (s stream) Transactions(context.Context) iter.Seq2[*model.Transaction, error] {
	return func(yield func(*model.Transaction, error) bool) {
		var one model.Transaction
		for _, t := range s.list {
			one = *t
			if !yield(&one, nil) {
				return
			}
		}
		if s.fail != nil {
			yield(nil, s.fail)
		}
	}
}

func (s stream) History(context.Context, string) (model.History, error) {
	return model.History{}, errors.New("no history")
}

// allReports are every section's figures and tables as text.
func allReports(t *testing.T, d *Data) [][]string {
	t.Helper()
	var all [][]string
	for _, b := range registry() {
		r := report(t, d, b.id, period("2026-01-01", "2026-05-10"), in(model.AllCurrencies))
		for _, m := range r.Metrics {
			for _, f := range append(m.Values, m.Previous...) {
				all = append(all, []string{string(b.id), m.ID, string(f.Currency), plain(f.Value)})
			}
		}
		for _, tab := range r.Tables {
			for i := range tab.Rows.Len() {
				row := []string{string(b.id), tab.ID}
				for c := range tab.Columns {
					row = append(row, plain(tab.Rows.Cell(i, c)))
				}
				all = append(all, row)
			}
		}
	}
	return all
}

func TestTheOrderOfArrivalChangesNothing(t *testing.T) {
	list := generated(5, 600, 120)
	want := allReports(t, loaded(list))
	for seed := range uint64(3) {
		rand.New(rand.NewPCG(seed, seed)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		d, err := Load(context.Background(), stream{list: list})
		if err != nil {
			t.Fatal(err)
		}
		d.info.FirstDay = loaded(list).info.FirstDay
		if diff := cmp.Diff(want, allReports(t, d)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestDataMayBeReadByManyAtOnce(t *testing.T) {
	d := loaded(generated(6, 400, 60))
	want := allReports(t, d)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if diff := cmp.Diff(want, allReports(t, d)); diff != "" {
				t.Error(diff)
			}
			if _, err := d.Transactions(context.Background(), DefaultQuery(d.Info()), model.Filter{Text: "buyer1"}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestAFailingSourceIsNotHalfLoaded(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := Load(context.Background(), stream{list: generated(1, 5, 5), fail: broken}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Load(ctx, store.NewMemory(model.SnapshotInfo{}, changes(generated(1, 5, 5)))); err == nil {
		t.Error("loaded although it was cancelled")
	}
}

func TestForeignTextReachesCellsClean(t *testing.T) {
	evil := "Ana\x1b[2J\u202e\nSilva"
	d := account(t, tx("HP1", model.Cancelled, "2026-05-05 10:00", func(t *model.Transaction) { t.BuyerName, t.ProductName = evil, evil }))
	for _, table := range []string{"open", "by_product"} {
		for _, row := range cells(t, report(t, d, model.LostSales), table, "product") {
			if strings.ContainsAny(row[0], "\x1b\n\u202e") || !strings.Contains(row[0], "Silva") {
				t.Errorf("%s shows %q", table, row[0])
			}
		}
	}
}

func TestADictionaryThatIsFullSaysOther(t *testing.T) {
	d := newDictionary[uint16]()
	var word [3]byte
	for i := range 70_000 {
		word = [3]byte{byte(i), byte(i >> 8), byte(i >> 16)}
		d.code(string(word[:]))
	}
	if c := d.code("one more"); d.words[c] != otherWord {
		t.Errorf("one word too many is %q", d.words[c])
	}
	if c := d.code(string([]byte{7, 1, 0})); d.words[c] != string([]byte{7, 1, 0}) {
		t.Errorf("a word from before reads %q", d.words[c])
	}
}
