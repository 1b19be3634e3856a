package ingest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

// FuzzRead reads any bytes behind a header, and any bytes at all. Whatever they are, every row is accounted for, no
// accepted sale lacks what a sale must have, and reading twice gives the same.
func FuzzRead(f *testing.F) {
	entries, err := os.ReadDir(reportsFolder)
	if err != nil {
		f.Fatal(err)
	}
	for _, entry := range entries {
		if content, err := os.ReadFile(filepath.Join(reportsFolder, entry.Name())); err == nil {
			f.Add(content)
		}
	}
	f.Add([]byte("HP1;Curso;Aprovado;04/05/2026;BRL;1,00;\"Ana\r\nHP2;Curso;Aprovado;04/05/2026;BRL;1,00;Bia\""))
	header := []byte(strings.Join(few, ";") + "\r\n")
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, whole := range [][]byte{content, append(bytes.Clone(header), content...)} {
			path := filepath.Join(folder, "fuzz.csv")
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			accountFor(t, path)
		}
	})
}

func accountFor(t *testing.T, path string) {
	f, err := Open(context.Background(), path, Options{Zone: time.UTC})
	if err != nil {
		var e *model.Error
		if !errors.As(err, &e) || e.Message == "" || e.Hint == "" {
			t.Fatalf("an error that says too little: %#v", err)
		}
		return
	}
	first := read(t, f)
	for _, c := range first.changes {
		tx := c.Transaction
		if tx == nil {
			if len(c.Records) == 0 {
				t.Fatal("accepted, and says nothing")
			}
			continue
		}
		if tx.Code == "" || tx.StatusRaw == "" && f.layout.id != KindDeclines || !tx.Has.Has(model.FOrderedAt) || !tx.Has.Has(model.FProductName) && !tx.Has.Has(model.FProductID) {
			t.Fatalf("accepted without what a sale must have: %+v", tx)
		}
		if c.SeenAt != f.Batch().SeenAt || tx.OrderedAt > c.SeenAt {
			t.Fatalf("seen at %s, ordered at %s", when(c.SeenAt), when(tx.OrderedAt))
		}
		if tx.Has.Has(model.FPrice) && tx.Price.Currency() == "" {
			t.Fatalf("a price without a currency: %+v", tx)
		}
	}
	if again := read(t, f); again.tally != first.tally || len(again.changes) != len(first.changes) {
		t.Fatalf("read again, the file has %+v and not %+v", again.tally, first.tally)
	}
	for _, r := range first.rejects {
		if r.Line < 1 || r.Reason == "" || strings.ContainsAny(r.String(), "\r\n\x00\x1b") {
			t.Fatalf("a rejection that cannot be shown: %q", r)
		}
	}
}

func TestTheRowsOfALargeReportAddUp(t *testing.T) {
	r := read(t, opened(t, manySales(3, 5000)))
	if len(r.changes) != 5000 || r.tally.Header != 1 || r.tally.Rows != 5001 {
		t.Errorf("%d changes, %+v", len(r.changes), r.tally)
	}
}

func TestReadingStopsAtTheFirstErrorOfWhoeverTakesTheChanges(t *testing.T) {
	full := errors.New("no room")
	taken := 0
	_, err := opened(t, manySales(3, 100)).Batch().Read(context.Background(), func(model.Change) error {
		if taken++; taken == 7 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || taken != 7 {
		t.Errorf("%d changes were taken; %v", taken, err)
	}
}

func TestACancelledImportStopsAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	f := opened(t, manySales(3, 2000))
	taken := 0
	_, err := f.Batch().Read(ctx, func(model.Change) error {
		if taken++; taken == 10 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || taken > 10+checkEvery {
		t.Errorf("%d changes were taken; %v", taken, err)
	}
	if _, err := Open(ctx, f.path, f.opt); !errors.Is(err, context.Canceled) {
		t.Errorf("opening under a cancelled context: %v", err)
	}
	if _, err := f.WriteRejects(ctx, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("writing under a cancelled context: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(f.path), ".recoup-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAFileThatChangesWhileItIsReadIsNoImport(t *testing.T) {
	content := manySales(3, 3000)
	for name, change := range map[string]func(path string, at time.Time) error{
		"grows": func(path string, _ time.Time) error {
			return os.WriteFile(path, []byte(content+"HP;"), 0o600)
		},
		"is replaced": func(path string, at time.Time) error {
			other := path + ".new"
			if err := os.WriteFile(other, []byte(content), 0o600); err != nil {
				return err
			}
			if err := os.Chtimes(other, at, at); err != nil {
				return err
			}
			return os.Rename(other, path)
		},
		"has one amount altered and its date put back": func(path string, at time.Time) error {
			if err := os.WriteFile(path, []byte(strings.Replace(content, "243.04", "243.05", 1)), 0o600); err != nil {
				return err
			}
			return os.Chtimes(path, at, at)
		},
	} {
		f := opened(t, content)
		if err := change(f.path, f.stat.ModTime()); err != nil {
			t.Fatal(err)
		}
		_, err := f.Batch().Read(context.Background(), func(model.Change) error { return nil })
		if err == nil || !strings.Contains(err.Error(), "sales.csv changed while it was read") {
			t.Errorf("a file that %s: %v", name, err)
		}
	}
	f := opened(t, content)
	taken := 0
	_, err := f.Batch().Read(context.Background(), func(model.Change) error {
		if taken++; taken == 1 {
			return os.WriteFile(f.path, []byte(content[:len(content)/2]), 0o600)
		}
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "changed while it was read") {
		t.Errorf("a file that shrinks under the reader: %v", err)
	}
}

func TestProgressGoesFromNothingToTwiceTheFile(t *testing.T) {
	path := writeFile(t, "sales.csv", manySales(3, 5000))
	var last, total int64
	f, err := Open(context.Background(), path, Options{Zone: time.UTC, Progress: func(done, all int64) {
		if done < last || done > all {
			t.Errorf("%d of %d after %d", done, all, last)
		}
		last, total = done, all
	}})
	if err != nil {
		t.Fatal(err)
	}
	stat, _ := os.Stat(path)
	if last != stat.Size() || total != 2*stat.Size() {
		t.Errorf("half way it was %d of %d, and the file has %d bytes", last, total, stat.Size())
	}
	read(t, f)
	if last != total {
		t.Errorf("at the end it was %d of %d", last, total)
	}
}
