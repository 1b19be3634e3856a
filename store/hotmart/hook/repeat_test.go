package hook

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"recoup/model"
)

// Hotmart sends an event up to five times.
func TestTheSameEventFiveTimesIsOne(t *testing.T) {
	sink := newSnapshot(t)
	r := start(t, Options{Sink: sink})
	once := ""
	for n := range 5 {
		if status := r.post(approved(1).body()); status != 200 {
			t.Fatalf("time %d: %d", n+1, status)
		}
		if n == 0 {
			once = hashOf(t, sink)
		}
	}
	if got := hashOf(t, sink); got != once {
		t.Error("the snapshot is another one")
	}
	if s := r.stop(); s.New != 1 || s.Duplicate != 4 {
		t.Errorf("the summary says %+v", s)
	}
	for n, told := range r.told {
		if want := map[bool]Outcome{true: New, false: Duplicate}[n == 0]; told.Outcome != want || told.Code.String() != "HP0000000001" {
			t.Errorf("time %d is told as %+v", n+1, told)
		}
	}
	imports, err := sink.Imports(t.Context())
	if err != nil || len(imports) != 1 || imports[0].Tally.Rows != 5 || imports[0].SeenAt != model.InstantOf(approved(1).at) {
		t.Errorf("the register: %+v, %v", imports, err)
	}
}

// A receiver that was started in between knows from the snapshot what came before.
func TestDuplicatesAreKnownAfterARestart(t *testing.T) {
	sink := newSnapshot(t)
	other := approved(1)
	other.price = "299.00"
	first := start(t, Options{Sink: sink})
	first.post(approved(1).body())
	first.stop()
	second := start(t, Options{Sink: sink})
	for _, body := range []string{approved(1).body(), approved(2).body(), other.body(), other.body(), approved(1).body()} {
		if status := second.post(body); status != 200 {
			t.Fatal(status)
		}
	}
	s := second.stop()
	var got []Outcome
	for _, told := range second.told {
		got = append(got, told.Outcome)
	}
	want := []Outcome{Duplicate, New, Differing, Duplicate, Duplicate}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("told %v; want %v", got, want)
		}
	}
	if s.Differing != 1 || s.New != 2 || s.Duplicate != 3 {
		t.Errorf("the summary says %+v", s)
	}
}

// What is imported in between begins a new line of the register; the event that comes again then is none the worse for it.
func TestAnImportInBetweenHoldsNoEventUp(t *testing.T) {
	sink := newSnapshot(t)
	r := start(t, Options{Sink: sink, Now: func() time.Time { return began }})
	for n := range 3 {
		if status := r.post(approved(1).body()); status != 200 {
			t.Fatalf("time %d: %d", n+1, status)
		}
		file := model.Batch{Name: "a.csv", Kind: "sales", Digest: string(rune('a' + n)), Source: model.SourceReport, SeenAt: model.InstantOf(began)}
		file.Read = func(_ context.Context, emit func(model.Change) error) (model.Tally, error) {
			sale := &model.Transaction{Code: "HP9"}
			return model.Tally{Rows: 1}, emit(model.Change{Transaction: sale})
		}
		if _, err := sink.Apply(t.Context(), file); err != nil {
			t.Fatal(err)
		}
	}
	if s := r.stop(); s.New != 1 || s.Duplicate != 2 || s.Failed != 0 {
		t.Errorf("the summary says %+v", s)
	}
}

// Two events with one id are both kept.
func TestAnIDWithTwoBodiesKeepsBoth(t *testing.T) {
	sink := newSnapshot(t)
	r := start(t, Options{Sink: sink})
	other := approved(1)
	other.status, other.event = "COMPLETED", "PURCHASE_COMPLETE"
	r.post(approved(1).body())
	r.post(other.body())
	if s := r.stop(); s.New != 2 || s.Differing != 1 {
		t.Errorf("the summary says %+v", s)
	}
	history, err := sink.RecordHistory(t.Context(), model.DataWebhookEvents, other.id)
	if err != nil || len(history) != 2 {
		t.Errorf("%d of the id are kept, %v", len(history), err)
	}
}

// life is what happens to one sale, in order.
func life(code string, n int, words ...string) []string {
	var bodies []string
	for i, w := range words {
		event, status, _ := strings.Cut(w, "/")
		s := sale{id: code + "-" + event, event: event, code: code, status: status, at: began.Add(time.Duration(n)*time.Minute + time.Duration(i)*time.Hour)}
		bodies = append(bodies, s.body())
	}
	return bodies
}

// However events are shuffled and repeated, the snapshot is the same one.
func TestAnyOrderAndAnyRepetitionGivesOneSnapshot(t *testing.T) {
	var bodies []string
	for n, code := range []string{"HP0000000001", "HP0000000002", "HP0000000003", "HP0000000004"} {
		words := [][]string{
			{"PURCHASE_BILLET_PRINTED/BILLET_PRINTED", "PURCHASE_APPROVED/APPROVED", "PURCHASE_COMPLETE/COMPLETED", "PURCHASE_REFUNDED/REFUNDED"},
			{"PURCHASE_APPROVED/APPROVED", "PURCHASE_PROTEST/DISPUTE", "PURCHASE_COMPLETE/COMPLETED"},
			{"PURCHASE_BILLET_PRINTED/BILLET_PRINTED", "PURCHASE_EXPIRED/EXPIRED"},
			{"PURCHASE_DELAYED/DELAYED", "PURCHASE_APPROVED/APPROVED", "PURCHASE_CHARGEBACK/CHARGEBACK"},
		}
		bodies = append(bodies, life(code, n, words[n]...)...)
	}
	hash := ""
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 1))
		sink := newSnapshot(t)
		r := start(t, Options{Sink: sink})
		var sent []string
		for range 1 + seed {
			sent = append(sent, bodies...)
		}
		if seed > 0 {
			random.Shuffle(len(sent), func(i, j int) { sent[i], sent[j] = sent[j], sent[i] })
		}
		var all sync.WaitGroup
		next := make(chan string)
		for range 8 {
			all.Go(func() {
				for body := range next {
					if status := r.post(body); status != 200 {
						t.Errorf("%d for %s", status, body)
					}
				}
			})
		}
		for _, body := range sent {
			next <- body
		}
		close(next)
		all.Wait()
		if s := r.stop(); s.New != len(bodies) || s.Stored() != len(sent) {
			t.Errorf("seed %d: %d new of %d, %d stored of %d", seed, s.New, len(bodies), s.Stored(), len(sent))
		}
		got := hashOf(t, sink)
		if hash == "" {
			hash = got
		}
		if got != hash {
			t.Errorf("seed %d gives another snapshot", seed)
		}
	}
}

// The token is no signature: whoever saw an event can send it again. That moves no sale backwards.
func TestAnOldEventSentAgainMovesNothingBack(t *testing.T) {
	sink := newSnapshot(t)
	r := start(t, Options{Sink: sink})
	all := life("HP0000000001", 0, "PURCHASE_APPROVED/APPROVED", "PURCHASE_COMPLETE/COMPLETED", "PURCHASE_REFUNDED/REFUNDED")
	for _, body := range all {
		r.post(body)
	}
	hash := hashOf(t, sink)
	// Byte for byte, and under a new id, as if it were another event of that old moment.
	for _, body := range []string{all[0], all[1], strings.Replace(all[0], "HP0000000001-PURCHASE_APPROVED", "another-id", 1)} {
		if status := r.post(body); status != 200 {
			t.Fatal(status)
		}
		if got := codes(t, sink)["HP0000000001"]; got != model.Refunded {
			t.Fatalf("the sale went back to %s", got.ID())
		}
	}
	if r.post(all[0]); hash == "" || codes(t, sink)["HP0000000001"] != model.Refunded {
		t.Error("the sale went back")
	}
}
