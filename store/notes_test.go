package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWhatTheCreatorSaysSurvivesANewSnapshot(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "recoup", "notes.db")
	n := OpenNotes(path)
	if _, found, err := n.Recovery(ctx, "ana@example.com", "4001"); found || err != nil {
		t.Errorf("before anything was said: %v, %v", found, err)
	}
	if all, err := n.AllNotes(ctx); len(all) != 0 || err != nil {
		t.Errorf("%v, %v", all, err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("reading made the file")
	}
	contacted := Recovery{BuyerKey: "ana@example.com", ProductID: "4001", State: Contacted, Channel: "e-mail", Owner: "Bia", At: noon}
	promised := contacted
	promised.State, promised.At = Promised, noon.Add(time.Hour)
	other := Recovery{BuyerKey: "ana@example.com", ProductID: "4002", State: DoNotContact, At: noon.Add(-time.Hour)}
	older := contacted
	older.State, older.At = ToDo, noon.Add(-2*time.Hour)
	for _, r := range []Recovery{contacted, promised, other, older} {
		if err := n.SetRecovery(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	about := Note{About: AboutBuyer, ID: "ana@example.com", Text: "prefers Pix; \"não liga\"", Tag: "pix", At: noon}
	first := Note{About: AboutBuyer, ID: "ana@example.com", Text: "wrote on Monday", At: noon.Add(-time.Hour)}
	elsewhere := Note{About: AboutTransaction, ID: "HP1", Text: "paid twice?", At: noon.Add(time.Hour)}
	for _, note := range []Note{about, first, elsewhere} {
		if err := n.AddNote(ctx, note); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}

	n = OpenNotes(path)
	defer n.Close()
	got, found, err := n.Recovery(ctx, "ana@example.com", "4001")
	if err != nil || !found || got != promised {
		t.Errorf("%+v, %v, %v", got, found, err)
	}
	all, err := n.Recoveries(ctx)
	if d := cmp.Diff([]Recovery{promised, other}, all); d != "" || err != nil {
		t.Error(d, err)
	}
	notes, err := n.NotesAbout(ctx, AboutBuyer, "ana@example.com")
	if d := cmp.Diff([]Note{first, about}, notes); d != "" || err != nil {
		t.Error(d, err)
	}
	if notes, err = n.AllNotes(ctx); len(notes) != 3 || err != nil {
		t.Errorf("%v, %v", notes, err)
	}
}

func TestASnapshotIsNotTakenForNotes(t *testing.T) {
	path := snapshotPath(t)
	open(t, path, ReadWrite).Close()
	n := OpenNotes(path)
	defer n.Close()
	_, err := n.AllNotes(context.Background())
	refused(t, err, ErrForeign)
	refused(t, n.SetRecovery(context.Background(), Recovery{State: Won}), ErrForeign)
}
