package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

func TestEveryLineOfAFileIsAccountedFor(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	b := file("may.csv", noon, sale("HP1"), sale("HP2"), sale("HP1"), sale("HP3", set(model.FPrice, func(t *model.Transaction) { t.Price = model.NewMoney(9_900, "USD") })))
	read := b.Read
	b.Read = func(ctx context.Context, emit func(model.Change) error) (model.Tally, error) {
		tally, err := read(ctx, emit)
		tally.Rejected, tally.Blank = 2, 3
		tally.Rows += 5
		return tally, err
	}
	got := apply(t, s, b)
	want := model.Receipt{
		Tally:   model.Tally{Rows: 10, Accepted: 3, Duplicate: 1, Rejected: 2, Blank: 3, Header: 1},
		Totals:  []model.Money{model.NewMoney(3*19_700, "BRL"), model.NewMoney(9_900, "USD")},
		Changed: 3,
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(model.Money{})); d != "" {
		t.Error(d)
	}
	v := sound(t, s)
	if v.Transactions != 3 || v.Observations != 3 || v.Imports != 1 {
		t.Errorf("%+v", v)
	}
}

func TestTheSameContentAgainIsToldAndNotRead(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	first := apply(t, s, file("may.csv", noon, sale("HP1"), sale("HP2"), sale("HP2")))
	before := bytesOf(t, s.Path())
	again := file("may.csv", noon)
	again.Name = "may (1).csv"
	again.Read = func(context.Context, func(model.Change) error) (model.Tally, error) {
		t.Error("it was read again")
		return model.Tally{}, nil
	}
	got := apply(t, s, again)
	want := model.Receipt{Known: true, Tally: model.Tally{Rows: 4, Duplicate: 3, Header: 1}, Totals: first.Totals}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(model.Money{})); d != "" {
		t.Error(d)
	}
	if bytesOf(t, s.Path()) != before {
		t.Error("the file changed")
	}
}

func TestALaterReportMovesASaleOnAndKeepsWhatWasSeenBefore(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", noon, sale("HP1"), sale("HP2")))
	later := noon.Add(24 * time.Hour)
	r := apply(t, s, file("june.csv", later, sale("HP1", with(model.Complete)), sale("HP2")))
	if r.Tally.Accepted != 1 || r.Tally.Duplicate != 1 || r.Changed != 1 {
		t.Errorf("%+v", r)
	}
	h := history(t, s, "HP1")
	if h.Current.Status != model.Complete || len(h.Observations) != 2 {
		t.Fatalf("%+v", h)
	}
	if o := h.Observations[0]; o.Transaction.Status != model.Approved || o.FirstSeen != noon || o.LastSeen != noon || o.Transaction.BuyerName != "Ana" {
		t.Errorf("the first sighting is now %+v", o)
	}
	if o := history(t, s, "HP2").Observations; len(o) != 1 || o[0].FirstSeen != noon || o[0].LastSeen != later {
		t.Errorf("seen again: %+v", o)
	}
	info, err := s.Info(context.Background())
	if err != nil || info.TakenAt != later || info.Statuses[model.Complete] != 1 || info.Statuses[model.Approved] != 1 || info.Rows != 2 {
		t.Errorf("%+v, %v", info, err)
	}
	sound(t, s)
}

func TestAnOlderReportImportedLateChangesNothingThatIsKnownBetter(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("june.csv", noon, sale("HP1", with(model.Refunded))))
	r := apply(t, s, file("may.csv", noon.Add(-time.Hour), sale("HP1")))
	if r.Tally.Accepted != 1 || r.Changed != 0 {
		t.Errorf("%+v", r)
	}
	h := history(t, s, "HP1")
	if h.Current.Status != model.Refunded || len(h.Observations) != 2 || h.Observations[0].Transaction.Status != model.Approved {
		t.Errorf("%+v", h)
	}
	info, _ := s.Info(context.Background())
	if info.TakenAt != noon {
		t.Errorf("the as-of moment went back to %d", info.TakenAt)
	}
	sound(t, s)
}

func TestADryRunSaysExactlyWhatWillHappenAndChangesNothing(t *testing.T) {
	ctx := context.Background()
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", noon, sale("HP1"), sale("HP2"), sale("HP3")))
	if err := execute(s, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	before, was := bytesOf(t, s.Path()), hash(t, s)
	june := file("june.csv", noon.Add(time.Hour), sale("HP1", with(model.Complete)), sale("HP2"), sale("HP9"), sale("HP9"))
	told, err := s.Apply(ctx, june, ApplyOptions{DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	if bytesOf(t, s.Path()) != before || sizeOf(s.Path()+"-wal") != 0 || hash(t, s) != was {
		t.Error("the dry run changed the snapshot")
	}
	if d := cmp.Diff(told, apply(t, s, june), cmp.AllowUnexported(model.Money{})); d != "" {
		t.Error(d)
	}
}

func TestADryRunWithoutASnapshotHappensInMemory(t *testing.T) {
	ctx := context.Background()
	m, err := OpenMemory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	may := file("may.csv", noon, sale("HP1"), sale("HP1"), sale("HP2"))
	told, err := m.Apply(ctx, may, ApplyOptions{DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(apply(t, open(t, snapshotPath(t), ReadWrite), may), told, cmp.AllowUnexported(model.Money{})); d != "" {
		t.Error(d)
	}
	if got := apply(t, m, may); got.Known {
		t.Error("the dry run was remembered")
	}
	sound(t, m)
}

func TestAnImportThatIsStoppedLeavesTheSnapshotAsItWas(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", noon, sale("HP1")))
	was := hash(t, s)
	all := account(5000)
	_, err := s.Apply(ctx, batchOf("june.csv", noon, all), ApplyOptions{Progress: func(done int) {
		if done > 2000 {
			stop()
		}
	}})
	refused(t, err, context.Canceled)
	if model.KindOf(err) != model.KindCancelled {
		t.Errorf("kind %d", model.KindOf(err))
	}
	if hash(t, s) != was {
		t.Error("half of it is there")
	}
	sound(t, s)
	if r := apply(t, s, batchOf("june.csv", noon, all)); r.Tally.Accepted != 5000 {
		t.Errorf("afterwards: %+v", r)
	}
}

func TestAReaderThatFailsLeavesTheSnapshotAsItWas(t *testing.T) {
	broken := errors.New("line 3001 cannot be read")
	for name, fail := range map[string]func(emit func(model.Change) error) error{
		"with an error": func(func(model.Change) error) error { return broken },
		"with a panic":  func(func(model.Change) error) error { panic("index out of range") },
		"with a row without a code": func(emit func(model.Change) error) error {
			return emit(model.Change{Transaction: &model.Transaction{}})
		},
		"with a total too large": func(emit func(model.Change) error) error {
			rich := sale("HP77", set(model.FPrice, func(t *model.Transaction) { t.Price = model.NewMoney(1<<63-1, "BRL") }))
			return emit(model.Change{Transaction: rich})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, snapshotPath(t), ReadWrite)
			apply(t, s, file("may.csv", noon, sale("HP1")))
			was := hash(t, s)
			b := batchOf("june.csv", noon, account(3000))
			read := b.Read
			b.Read = func(ctx context.Context, emit func(model.Change) error) (model.Tally, error) {
				tally, err := read(ctx, emit)
				if err == nil {
					err = fail(emit)
				}
				return tally, err
			}
			_, err := s.Apply(context.Background(), b, ApplyOptions{})
			refused(t, err, nil)
			if hash(t, s) != was {
				t.Error("half of it is there")
			}
			if v := sound(t, s); v.Imports != 1 {
				t.Errorf("%d imports are registered", v.Imports)
			}
		})
	}
}

func TestCountsThatDoNotAddUpAreRefused(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	b := file("may.csv", noon, sale("HP1"))
	read := b.Read
	b.Read = func(ctx context.Context, emit func(model.Change) error) (model.Tally, error) {
		tally, err := read(ctx, emit)
		tally.Rows++
		return tally, err
	}
	_, err := s.Apply(context.Background(), b, ApplyOptions{})
	refused(t, err, ErrUnbalanced)
	if sound(t, s).Transactions != 0 {
		t.Error("it was imported all the same")
	}
}

// The amounts are read back from the file before the import is committed: whatever loses one is noticed.
func TestAnAmountThatIsNotStoredAsReadIsRefused(t *testing.T) {
	for name, trigger := range map[string]string{
		"a changed price":     "CREATE TRIGGER t AFTER INSERT ON transaction_ BEGIN UPDATE transaction_ SET price_minor = price_minor + 1 WHERE id = new.id AND new.code = 'HP2'; END",
		"another currency":    "CREATE TRIGGER t AFTER INSERT ON transaction_ BEGIN UPDATE transaction_ SET currency = 'USD' WHERE id = new.id AND new.code = 'HP2'; END",
		"a lost observation":  "CREATE TRIGGER t AFTER INSERT ON observation WHEN new.code = 'HP2' BEGIN DELETE FROM observation WHERE id = new.id; END",
		"a lost price":        "CREATE TRIGGER t AFTER INSERT ON transaction_ BEGIN UPDATE transaction_ SET price_minor = NULL WHERE id = new.id; END",
		"a lost second state": "CREATE TRIGGER t AFTER INSERT ON observation WHEN new.body IS NOT NULL BEGIN UPDATE observation SET body = '{}' WHERE id = new.id; END",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, snapshotPath(t), ReadWrite)
			apply(t, s, file("may.csv", noon, sale("HP1")))
			was := hash(t, s)
			tamper(t, s, trigger)
			_, err := s.Apply(context.Background(), file("june.csv", noon, sale("HP1", with(model.Complete)), sale("HP2")), ApplyOptions{})
			refused(t, err, ErrUnbalanced)
			tamper(t, s, "DROP TRIGGER t")
			if hash(t, s) != was {
				t.Error("it was imported all the same")
			}
		})
	}
}

func TestTheFirstImportSetsTheAccountsZone(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	for i, zone := range []string{"", "America/Mexico_City", "Europe/Lisbon"} {
		b := file(fmt.Sprint(i, ".csv"), noon, sale(fmt.Sprint("HP", i)))
		b.Zone = zone
		apply(t, s, b)
	}
	info, err := s.Info(context.Background())
	if err != nil || info.Zone.String() != "America/Mexico_City" {
		t.Errorf("%v, %v", info.Zone, err)
	}
}

func TestNothingIsWrittenThroughASnapshotOpenForReading(t *testing.T) {
	path := snapshotPath(t)
	open(t, path, ReadWrite).Close()
	s := open(t, path, ReadOnly)
	_, err := s.Apply(context.Background(), file("may.csv", noon, sale("HP1")), ApplyOptions{})
	refused(t, err, ErrReadOnly)
	_, err = s.Rebuild(context.Background())
	refused(t, err, ErrReadOnly)
	if err := execute(s, "DELETE FROM meta"); err == nil {
		t.Error("SQL can write")
	}
}

func TestASnapshotThatIsNoLongerInItsPlaceIsNotWrittenTo(t *testing.T) {
	ctx := context.Background()
	for name, happens := range map[string]func(t *testing.T, path string){
		"deleted": func(t *testing.T, path string) { os.Remove(path) },
		"moved away": func(t *testing.T, path string) {
			os.Rename(path, path+".old")
		},
		"replaced": func(t *testing.T, path string) {
			other := filepath.Join(t.TempDir(), "other.db")
			open(t, other, ReadWrite).Close()
			os.Rename(other, path)
		},
		"folder deleted": func(t *testing.T, path string) { os.RemoveAll(filepath.Dir(path)) },
	} {
		for _, during := range []bool{false, true} {
			t.Run(fmt.Sprint(name, during), func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "data", "snapshot.db")
				s := open(t, path, ReadWrite)
				apply(t, s, file("may.csv", noon, sale("HP1")))
				if !during {
					happens(t, path)
				}
				done := false
				_, err := s.Apply(ctx, batchOf("june.csv", noon, account(3000)), ApplyOptions{Progress: func(int) {
					if during && !done {
						done = true
						happens(t, path)
					}
				}})
				refused(t, err, ErrReplaced)
				if _, err := s.Changed(ctx); !errors.Is(err, ErrReplaced) {
					t.Errorf("the watch says %v", err)
				}
			})
		}
	}
}

func TestASecondWriterWaitsAndThenSaysWhy(t *testing.T) {
	if testing.Short() {
		t.Skip("waits five seconds")
	}
	path := snapshotPath(t)
	one, two := open(t, path, ReadWrite), open(t, path, ReadWrite)
	inside, release := make(chan struct{}), make(chan struct{})
	b := file("may.csv", noon, sale("HP1"))
	read := b.Read
	b.Read = func(ctx context.Context, emit func(model.Change) error) (model.Tally, error) {
		close(inside)
		<-release
		return read(ctx, emit)
	}
	done := make(chan error)
	go func() {
		_, err := one.Apply(context.Background(), b, ApplyOptions{})
		done <- err
	}()
	<-inside
	_, err := two.Apply(context.Background(), file("june.csv", noon, sale("HP2")), ApplyOptions{})
	refused(t, err, ErrBusy)
	close(release)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if r := apply(t, two, file("june.csv", noon, sale("HP2"))); r.Tally.Accepted != 1 {
		t.Errorf("%+v", r)
	}
}

// A first load has no indexes until it ends, so a code that comes again must wait for them.
func TestAFirstLoadFindsCodesThatComeAgainMuchLater(t *testing.T) {
	all := account(3000)
	twice := append(append([]model.Transaction(nil), all...), all...)
	for i := range 1000 {
		twice[3000+i].Status = model.Complete
	}
	s := open(t, snapshotPath(t), ReadWrite)
	r := apply(t, s, batchOf("all.csv", noon, twice))
	if r.Tally.Accepted != 4000 || r.Tally.Duplicate != 2000 || r.Changed != 3000 {
		t.Errorf("%+v", r)
	}
	if v := sound(t, s); v.Transactions != 3000 || v.Observations != 4000 {
		t.Errorf("%+v", v)
	}
	slowly := open(t, snapshotPath(t), ReadWrite)
	for i := 0; i < len(twice); i += 500 {
		apply(t, slowly, batchOf(fmt.Sprint(i), noon, twice[i:i+500]))
	}
	if hash(t, s) != hash(t, slowly) {
		t.Error("in one file or in twelve, the result differs")
	}
}

func TestAmountsOfManyCurrenciesInOneGroupKeepTheirHistory(t *testing.T) {
	mixed := sale("HP1", set(model.FPaid, func(t *model.Transaction) { t.Paid = model.NewMoney(5_000, "USD") }))
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", noon, mixed))
	h := history(t, s, "HP1")
	if h.Current.Has.Has(model.FPaid) || h.Current.Price != model.NewMoney(19_700, "BRL") {
		t.Errorf("now %+v", h.Current)
	}
	if len(h.Observations) != 1 || h.Observations[0].Transaction.Paid != model.NewMoney(5_000, "USD") {
		t.Errorf("then %+v", h.Observations)
	}
	sound(t, s)
}
