package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"recoup/model"
)

// anyChange draws something that some source might say of one of a few transactions.
func anyChange(t *rapid.T) model.Change {
	sources := []model.Source{model.SourceReport, model.SourceAPI, model.SourceWebhook}
	roles := []model.Role{model.RoleUnknown, model.Affiliate, model.Coproducer, model.Producer}
	texts := []string{"", "Ana", "José \"Zé\" \\ D'Ávila", "a\x00b\n\t\x1b[2J", "\xff\xfe no text", "日本語 👍🏽", strings.Repeat("long ", 50)}
	s := sale(fmt.Sprintf("HP%d", rapid.IntRange(1, 12).Draw(t, "code")))
	s.Has = 0
	for f := range model.FieldCount {
		if !rapid.Bool().Draw(t, "has") {
			continue
		}
		s.Has = s.Has.With(f)
		switch v := s.Ref(f).(type) {
		case *string:
			*v = rapid.SampledFrom(texts).Draw(t, "text")
		case *int64:
			*v = rapid.Int64Range(-2, 12).Draw(t, "number")
		case *model.Instant:
			*v = noon + model.Instant(rapid.Int64Range(-5, 5).Draw(t, "instant"))*1000
		case *bool:
			*v = rapid.Bool().Draw(t, "flag")
		case *model.Money:
			*v = model.NewMoney(rapid.Int64Range(-10, 1_000_000_000_000).Draw(t, "minor"), rapid.SampledFrom([]model.Currency{"BRL", "BRL", "USD", ""}).Draw(t, "currency"))
		case *model.Role:
			*v = rapid.SampledFrom(roles).Draw(t, "role")
		case *model.Status:
			*v = rapid.SampledFrom(append(model.Statuses(), model.StatusUnknown)).Draw(t, "status")
		case *model.PaymentType:
			*v = rapid.SampledFrom([]model.PaymentType{model.Pix, model.Billet, model.CreditCard, "NEW_ONE"}).Draw(t, "payment")
		case *model.Billing:
			*v = rapid.SampledFrom([]model.Billing{model.OneTime, model.Subscription}).Draw(t, "billing")
		}
	}
	return model.Change{
		Source:      rapid.SampledFrom(sources).Draw(t, "source"),
		SeenAt:      noon + model.Instant(rapid.Int64Range(0, 4).Draw(t, "seen"))*60_000,
		Transaction: s,
	}
}

func changesFile(name string, changes []model.Change) model.Batch {
	b := file(name, noon)
	b.Read = func(_ context.Context, emit func(model.Change) error) (model.Tally, error) {
		for _, c := range changes {
			if err := emit(c); err != nil {
				return model.Tally{}, err
			}
		}
		return model.Tally{Rows: len(changes)}, nil
	}
	return b
}

// importAll brings the changes in: in a drawn order, with drawn repeats, cut into drawn files.
func importAll(t *rapid.T, s *Snapshot, changes []model.Change) {
	shuffled := rapid.Permutation(changes).Draw(t, "order")
	shuffled = append(shuffled, rapid.SliceOfN(rapid.SampledFrom(changes), 0, 6).Draw(t, "again")...)
	for n := 0; len(shuffled) > 0; n++ {
		size := rapid.IntRange(1, len(shuffled)).Draw(t, "size")
		b := changesFile(fmt.Sprint(n), shuffled[:size])
		if rapid.Bool().Draw(t, "dry run first") {
			if _, err := s.Apply(context.Background(), b, ApplyOptions{DryRun: true}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Apply(context.Background(), b, ApplyOptions{}); err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "same file again") {
			r, err := s.Apply(context.Background(), b, ApplyOptions{})
			if err != nil || !r.Known || !r.Tally.Balanced() {
				t.Fatalf("%+v, %v", r, err)
			}
		}
		shuffled = shuffled[size:]
	}
}

func TestAnyOrderAndRepetitionOfImportsGivesOneSnapshot(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	n := 0
	fresh := func(t *rapid.T) *Snapshot {
		n++
		s, err := Open(ctx, filepath.Join(dir, fmt.Sprint(n, ".db")), ReadWrite)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	rapid.Check(t, func(t *rapid.T) {
		changes := rapid.SliceOfN(rapid.Custom(anyChange), 1, 16).Draw(t, "changes")
		for _, c := range rapid.SliceOfN(rapid.SampledFrom(changes), 0, 8).Draw(t, "seen at other times too") {
			c.SeenAt = noon + model.Instant(rapid.Int64Range(0, 4).Draw(t, "seen"))*60_000
			changes = append(changes, c)
		}
		var hashes []string
		for range 2 {
			s := fresh(t)
			importAll(t, s, changes)
			h, err := s.Hash(ctx)
			if err != nil {
				t.Fatal(err)
			}
			hashes = append(hashes, h)
			v, err := s.Verify(ctx)
			if err != nil || !v.OK() {
				t.Fatalf("%q, %v", v.Problems, err)
			}
			sameAsInMemory(t, s, changes)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if hashes[0] != hashes[1] {
			t.Fatalf("two orders, two snapshots: %v", hashes)
		}
	})
}

// sameAsInMemory compares the file with the projection in memory, which shares no code with it but model.Project.
func sameAsInMemory(t *rapid.T, s *Snapshot, changes []model.Change) {
	ctx := context.Background()
	clean := make([]model.Change, len(changes))
	for i, c := range changes {
		one := *c.Transaction
		normalise(&one)
		c.Transaction = &one
		clean[i] = c
	}
	m := NewMemory(model.SnapshotInfo{}, clean)
	next := 0
	for got, err := range s.Transactions(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		want := m.rows[next]
		next++
		if got.Code != want.Code || string(appendBody(nil, got)) != string(appendBody(nil, want)) || got.Has != want.Has {
			t.Fatalf("%s is %s\nin memory %s is %s", got.Code, appendBody(nil, got), want.Code, appendBody(nil, want))
		}
		a, err := s.History(ctx, got.Code)
		if err != nil {
			t.Fatal(err)
		}
		b, err := m.History(ctx, got.Code)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Observations) != len(b.Observations) {
			t.Fatalf("%s was seen %d times, in memory %d", got.Code, len(a.Observations), len(b.Observations))
		}
		for i := range a.Observations {
			x, y := &a.Observations[i], &b.Observations[i]
			if x.Source != y.Source || x.FirstSeen != y.FirstSeen || x.LastSeen != y.LastSeen || x.Hash != y.Hash ||
				string(appendBody(nil, &x.Transaction)) != string(appendBody(nil, &y.Transaction)) {
				t.Fatalf("%s, sighting %d: %+v, in memory %+v", got.Code, i, x, y)
			}
		}
	}
	if next != len(m.rows) {
		t.Fatalf("%d transactions, in memory %d", next, len(m.rows))
	}
	mi, _ := m.Info(ctx)
	fi, err := s.Info(ctx)
	if err != nil || fi.Rows != mi.Rows || fi.TakenAt != mi.TakenAt || fi.FirstDay != mi.FirstDay {
		t.Fatalf("%+v, in memory %+v, %v", fi, mi, err)
	}
	for status, n := range mi.Statuses {
		if fi.Statuses[status] != n {
			t.Fatalf("%d are %s, in memory %d", fi.Statuses[status], status.ID(), n)
		}
	}
}

func TestABodyReadsBackAsWritten(t *testing.T) {
	words := newVocabulary()
	rapid.Check(t, func(t *rapid.T) {
		want := anyChange(t).Transaction
		normalise(want)
		body := appendBody(nil, want)
		got := model.Transaction{Code: want.Code}
		if err := readBody(string(body), words, &got); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		if string(appendBody(nil, &got)) != string(body) || got.Has != want.Has {
			t.Fatalf("%s\nis read as %s", body, appendBody(nil, &got))
		}
		cut := rapid.IntRange(0, len(body)-1).Draw(t, "cut")
		if err := readBody(string(body[:cut]), words, &model.Transaction{}); err == nil {
			t.Fatalf("%s is read as a whole body", body[:cut])
		}
	})
}

func FuzzBody(f *testing.F) {
	f.Add(string(appendBody(nil, sale("HP1"))))
	f.Add(`{"price":[1,"BRL"],"src":"\u0001\n"}`)
	f.Add(`{"trial":true}`)
	words := newVocabulary()
	f.Fuzz(func(t *testing.T, body string) {
		var first, second model.Transaction
		if readBody(body, words, &first) != nil {
			return
		}
		normalise(&first)
		again := appendBody(nil, &first)
		if err := readBody(string(again), words, &second); err != nil || string(appendBody(nil, &second)) != string(again) {
			t.Fatalf("%q is read as %s, and that as %s, %v", body, again, appendBody(nil, &second), err)
		}
	})
}
