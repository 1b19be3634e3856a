package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

// Two reports of overlapping weeks share rows: the second brings only what the first did not.
func TestARehearsalOfSeveralFilesSeesEachAfterThoseBeforeIt(t *testing.T) {
	first := file("first.csv", noon, sale("HP1"), sale("HP2"), sale("HP3", with(model.Started)))
	second := file("second.csv", noon.Add(time.Hour), sale("HP2"), sale("HP3"), sale("HP4"))
	copied := file("first.csv", noon, sale("HP1"), sale("HP2"), sale("HP3", with(model.Started)))
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("april.csv", noon.Add(-time.Hour), sale("HP0")))
	was := hash(t, s)

	told := rehearse(t, s, first, second, copied)
	if hash(t, s) != was {
		t.Error("the rehearsal changed the snapshot")
	}
	if got := told[1].Tally; got.Accepted != 2 || got.Duplicate != 1 {
		t.Errorf("the second file is told to bring %d and repeat %d, want 2 and 1", got.Accepted, got.Duplicate)
	}
	if !told[2].Known {
		t.Error("the same content a second time is not told as known")
	}
	if d := cmp.Diff([]model.Receipt{apply(t, s, first), apply(t, s, second), apply(t, s, copied)}, told, cmp.AllowUnexported(model.Money{})); d != "" {
		t.Error(d)
	}
	sound(t, s)
}

func TestARehearsalTellsWhatComesBeforeAFileThatFails(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	was := hash(t, s)
	torn := file("torn.csv", noon)
	cut := errors.New("cut off")
	torn.Read = func(context.Context, func(model.Change) error) (model.Tally, error) { return model.Tally{}, cut }
	told, err := s.Rehearse(context.Background(), []model.Batch{file("may.csv", noon, sale("HP1")), torn, file("june.csv", noon, sale("HP2"))}, ApplyOptions{})
	if !errors.Is(err, cut) || len(told) != 1 || told[0].Tally.Accepted != 1 {
		t.Errorf("%v, %+v", err, told)
	}
	if hash(t, s) != was {
		t.Error("the rehearsal changed the snapshot")
	}
	r := open(t, s.Path(), ReadOnly)
	_, err = r.Rehearse(context.Background(), nil, ApplyOptions{})
	refused(t, err, ErrReadOnly)
}

// Whatever the files say, on a new snapshot as on an old one, what is told is what then happens.
func TestWhatIsRehearsedIsWhatHappens(t *testing.T) {
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		s := open(t, fmt.Sprintf("%s.%d", snapshotPath(t), n), ReadWrite)
		defer s.Close()
		var batches []model.Batch
		for i := range rapid.IntRange(1, 4).Draw(rt, "files") {
			changes := rapid.SliceOfN(rapid.Custom(anyChange), 0, 12).Draw(rt, "changes")
			batches = append(batches, changesFile(fmt.Sprint(rapid.IntRange(0, i).Draw(rt, "name")), changes))
		}
		old := rapid.IntRange(0, len(batches)-1).Draw(rt, "imported before")
		for _, b := range batches[:old] {
			apply(t, s, b)
		}
		told := rehearse(t, s, batches[old:]...)
		var happened []model.Receipt
		for _, b := range batches[old:] {
			happened = append(happened, apply(t, s, b))
		}
		if d := cmp.Diff(happened, told, cmp.AllowUnexported(model.Money{})); d != "" {
			rt.Fatal(d)
		}
	})
}

func rehearse(t testing.TB, s *Snapshot, batches ...model.Batch) []model.Receipt {
	t.Helper()
	told, err := s.Rehearse(context.Background(), batches, ApplyOptions{At: noon})
	if err != nil {
		t.Fatal(err)
	}
	return told
}
