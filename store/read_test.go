package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

func TestTransactionsComeOldestOrderFirst(t *testing.T) {
	at := func(minutes int) func(*model.Transaction) {
		return set(model.FOrderedAt, func(t *model.Transaction) { t.OrderedAt = noon.Add(time.Duration(minutes) * time.Minute) })
	}
	sales := []*model.Transaction{sale("HP4", at(9)), sale("HP2", at(5)), sale("HP9", without(model.FOrderedAt)), sale("HP1", at(5)), sale("HP3", at(-7))}
	const want = "HP9 HP3 HP1 HP2 HP4"
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", noon, sales...))
	if got := codes(t, s); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var changes []model.Change
	for _, one := range sales {
		changes = append(changes, model.Change{Source: model.SourceSample, SeenAt: noon, Transaction: one})
	}
	if got := codes(t, NewMemory(model.SnapshotInfo{}, changes)); got != want {
		t.Errorf("in memory %s, want %s", got, want)
	}
}

// The loop reuses its transaction; what a reader keeps of it must not change under its hands, nor hold the row.
func TestStringsOfALoopMayBeKept(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, batchOf("a", noon, account(3000)))
	var kept []string
	for sale, err := range s.Transactions(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, sale.BuyerEmail)
	}
	for i, email := range kept {
		if want := fmt.Sprintf("maria.silva%d@example.com", i); email != want {
			t.Fatalf("%d: %s, want %s", i, email, want)
		}
	}
}

func TestALoopMayEndEarlyOrBeStopped(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, batchOf("a", noon, account(3000)))
	for range 2 * maxSessions { // a connection that is not given back would be missed
		for range s.Transactions(context.Background()) {
			break
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var last error
	for _, err := range s.Transactions(ctx) {
		stop()
		last = err
	}
	refused(t, last, context.Canceled)
}

func TestACodeThatNobodySawIsAnError(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	for _, r := range []Reader{s, NewMemory(model.SnapshotInfo{}, nil)} {
		_, err := r.History(context.Background(), "HP\x1b[2J")
		refused(t, err, nil)
		if model.KindOf(err) != model.KindUsage || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q", err)
		}
	}
}

func TestAReaderNoticesAnotherProcesssImportAndSeesItWhole(t *testing.T) {
	ctx := context.Background()
	path := snapshotPath(t)
	writer := open(t, path, ReadWrite)
	apply(t, writer, batchOf("a", noon, account(2000)))
	reader := open(t, path, ReadOnly)
	changed := func() bool {
		t.Helper()
		yes, err := reader.Changed(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return yes
	}
	if changed() {
		t.Error("nothing has happened, but it says so")
	}
	seen := 0
	for sale, err := range reader.Transactions(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if seen == 0 {
			later := account(4000)
			for i := range later {
				later[i].Status = model.Refunded
			}
			apply(t, writer, batchOf("b", noon.Add(time.Hour), later))
		}
		seen++
		if sale.Status == model.Refunded {
			t.Fatal("a loop sees an import that came after its start")
		}
	}
	if seen != 2000 {
		t.Errorf("%d transactions", seen)
	}
	if !changed() || changed() {
		t.Error("the import is told not once")
	}
	info, err := reader.Info(ctx)
	if err != nil || info.Rows != 4000 || info.Statuses[model.Refunded] != 4000 {
		t.Errorf("%+v, %v", info, err)
	}
	if _, err := writer.Apply(ctx, batchOf("c", noon, account(5000)), ApplyOptions{DryRun: true}); err != nil {
		t.Fatal(err)
	}
	if changed() {
		t.Error("a dry run is told as a change")
	}
}

func TestReportsOnlyEverSeeWholeImports(t *testing.T) {
	ctx := context.Background()
	path := snapshotPath(t)
	writer, reader := open(t, path, ReadWrite), open(t, path, ReadOnly)
	done := make(chan error)
	all := account(3000)
	go func() {
		var err error
		for i := 0; i < 3000 && err == nil; i += 300 {
			_, err = writer.Apply(ctx, batchOf(fmt.Sprint(i), noon, all[i:i+300]), ApplyOptions{})
		}
		done <- err
	}()
	for running := true; running; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			running = false
		default:
		}
		info, err := reader.Info(ctx)
		if err != nil {
			t.Fatal(err)
		}
		n := len(strings.Fields(codes(t, reader)))
		if info.Rows%300 != 0 || n%300 != 0 {
			t.Fatalf("%d counted, %d seen: half an import", info.Rows, n)
		}
	}
	if v := sound(t, reader); v.Transactions != 3000 {
		t.Errorf("%d transactions", v.Transactions)
	}
}

func TestTheRegisterListsEveryImport(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", noon, sale("HP1"), sale("HP2", without(model.FPrice))))
	apply(t, s, file("june.csv", noon+1, sale("HP1", with(model.Complete))))
	all, err := s.Imports(context.Background())
	if err != nil || len(all) != 2 {
		t.Fatalf("%v, %v", all, err)
	}
	first := all[0]
	if first.Name != "may.csv" || first.Kind != "sales-report-detailed" || first.Source != model.SourceReport || first.Zone != "America/Sao_Paulo" ||
		first.SeenAt != noon || first.ImportedAt != noon || first.Tally != (model.Tally{Rows: 3, Accepted: 2, Header: 1}) ||
		len(first.Totals) != 1 || first.Totals[0] != model.NewMoney(19_700, "BRL") {
		t.Errorf("%+v", first)
	}
	if all[1].Digest != "june.csv" || all[1].SeenAt != noon+1 {
		t.Errorf("%+v", all[1])
	}
}

func TestTheFirstDayFollowsAnOrderDateThatIsCorrected(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	ordered := func(at model.Instant) func(*model.Transaction) {
		return set(model.FOrderedAt, func(t *model.Transaction) { t.OrderedAt = at })
	}
	first := func() string {
		info, err := s.Info(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return info.FirstDay.String()
	}
	apply(t, s, file("a", noon, sale("HP1", ordered(noon.Add(-90*24*time.Hour))), sale("HP2", ordered(noon))))
	if got := first(); got != "2026-02-09" {
		t.Errorf("first day %s", got)
	}
	apply(t, s, file("b", noon+1, sale("HP1", ordered(noon.Add(24*time.Hour)))))
	if got := first(); got != "2026-05-10" {
		t.Errorf("after the correction %s", got)
	}
	sound(t, s)
}

// On a disk or in a folder that cannot be written to, SQLite cannot make the files it shares with other processes.
func TestASnapshotOnAReadOnlyDiskCanBeRead(t *testing.T) {
	path := snapshotPath(t)
	s := open(t, path, ReadWrite)
	apply(t, s, file("may.csv", noon, sale("HP1")))
	s.Close()
	if os.Getuid() == 0 {
		mountReadOnly(t, filepath.Dir(path))
	} else {
		os.Chmod(filepath.Dir(path), 0o500)
		t.Cleanup(func() { os.Chmod(filepath.Dir(path), 0o700) })
	}
	if got := codes(t, open(t, path, ReadOnly)); got != "HP1" {
		t.Errorf("it holds %q", got)
	}
	w, err := Open(context.Background(), path, ReadWrite)
	if err == nil {
		_, err = w.Apply(context.Background(), file("june.csv", noon, sale("HP2")), ApplyOptions{})
		w.Close()
	}
	refused(t, err, nil)
	_, err = Open(context.Background(), filepath.Join(filepath.Dir(path), "new.db"), ReadWrite)
	refused(t, err, ErrReadOnly)
	if errors.Is(err, ErrMissing) {
		t.Error("a snapshot that cannot be made is said to be missing")
	}
}

func TestTheRegisterKnowsAnImportByItsDigest(t *testing.T) {
	ctx := context.Background()
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", noon, sale("HP1"), sale("HP2")))
	line, found, err := s.Imported(ctx, file("may.csv", noon).Digest)
	if err != nil || !found || line.Tally.Accepted != 2 {
		t.Errorf("%+v, %v, %v", line, found, err)
	}
	if _, found, err := s.Imported(ctx, "another"); err != nil || found {
		t.Errorf("a digest of no import: %v, %v", found, err)
	}
}
