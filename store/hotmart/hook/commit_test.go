package hook

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"recoup/model"
	"recoup/store"
)

// failingSink fails as long as why says so.
type failingSink struct {
	Sink
	why     func(events int) error
	batches atomic.Int64
}

func (s *failingSink) Apply(ctx context.Context, b model.Batch) (model.Receipt, error) {
	s.batches.Add(1)
	events := 0
	_, _ = b.Read(ctx, func(model.Change) error { events++; return nil })
	if err := s.why(events); err != nil {
		return model.Receipt{}, err
	}
	return s.Sink.Apply(ctx, b)
}

// 200 is given for what is on the disk and for nothing else.
func TestNothingIsAcknowledgedThatIsNotStored(t *testing.T) {
	full := model.Failed(errors.New("disk full"), "Free some space.", "The disk is full.")
	var broken atomic.Bool
	broken.Store(true)
	kept := newSnapshot(t)
	sink := &failingSink{Sink: kept, why: func(int) error {
		if broken.Load() {
			return full
		}
		return nil
	}}
	r := start(t, Options{Sink: sink})
	for n := range 3 {
		q := r.request(strings.NewReader(approved(n).body()))
		a, err := r.client.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		_ = a.Body.Close()
		if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" {
			t.Fatalf("event %d: %d, Retry-After %q", n, a.StatusCode, a.Header.Get("Retry-After"))
		}
	}
	if n := len(events(t, kept)); n != 0 {
		t.Fatalf("%d events are in the snapshot", n)
	}
	q, _ := http.NewRequest(http.MethodGet, r.url("/health"), nil)
	if status, body := r.do(q); status != 503 || !strings.Contains(body, "cannot store") {
		t.Errorf("health meanwhile: %d %s", status, body)
	}
	broken.Store(false)
	if status := r.post(approved(1).body()); status != 200 {
		t.Errorf("sent again: %d", status)
	}
	if n := len(events(t, kept)); n != 1 {
		t.Errorf("%d events are in the snapshot", n)
	}
	s := r.stop()
	if s.Failed != 3 || s.Stored() != 1 {
		t.Errorf("the summary says %+v", s)
	}
	// One sentence when it begins, one when it is over, not one an event.
	if len(r.troubles) != 2 || !errors.Is(r.troubles[0], full) || r.troubles[1] != nil {
		t.Errorf("told: %v", r.troubles)
	}
}

// An answer waits for the disk: while the store has not returned, there is none.
func TestTheAnswerWaitsForTheStore(t *testing.T) {
	held := make(chan struct{})
	sink := &gatedSink{Sink: newSnapshot(t), held: held, reached: make(chan struct{}, 1)}
	r := start(t, Options{Sink: sink})
	answered := make(chan int, 1)
	go func() { answered <- r.post(approved(1).body()) }()
	<-sink.reached
	select {
	case status := <-answered:
		t.Fatalf("answered %d before it was stored", status)
	case <-time.After(50 * time.Millisecond):
	}
	close(held)
	if status := <-answered; status != 200 {
		t.Fatalf("answered %d", status)
	}
}

// Events that arrive while others are written are written together.
func TestWhatArrivesTogetherIsStoredTogether(t *testing.T) {
	held := make(chan struct{})
	sink := &gatedSink{Sink: newSnapshot(t), held: held, reached: make(chan struct{}, 100)}
	r := start(t, Options{Sink: sink})
	var all sync.WaitGroup
	post := func(n int) {
		all.Go(func() {
			if status := r.post(approved(n).body()); status != 200 {
				t.Errorf("event %d: %d", n, status)
			}
		})
	}
	post(0)
	<-sink.reached
	for n := range 12 {
		post(n + 1)
	}
	for r.committer.arriving.Load() < 12 {
		time.Sleep(time.Millisecond)
	}
	close(held)
	all.Wait()
	if s := r.stop(); s.Groups != 2 || s.New != 13 {
		t.Errorf("%d events in %d transactions", s.New, s.Groups)
	}
}

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
	if err != nil || len(imports) != 1 || imports[0].Tally.Rows != 5 {
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

// What a rule does not read yet, and what cannot be read at all, is kept and answered 200: an error would make Hotmart stop.
func TestWhatCannotBeReadIsKept(t *testing.T) {
	sink := newSnapshot(t)
	r := start(t, Options{Sink: sink})
	bodies := map[string]string{
		"an event of tomorrow": `{"id":"e-1","creation_date":1778414400000,"event":"PURCHASE_TELEPORTED","version":"3.0.0","data":{"x":1}}`,
		"cut off":              `{"id":"e-2","event":"PURCHASE_APP`,
		"nothing":              ``,
		"text":                 `ping`,
		"null":                 `null`,
		"a number":             `42`,
		"an array of two":      `[` + approved(8).body() + `,` + approved(9).body() + `]`,
		"not UTF-8":            "{\"id\":\"\xff\xfe\"",
		"deep":                 strings.Repeat("[", 20_000),
		"large":                `{"x":"` + strings.Repeat("ã", 200_000),
		"a terminal's orders":  "\x1b]0;owned\a{",
	}
	for name, body := range bodies {
		for range 2 {
			if status := r.post(body); status != 200 {
				t.Errorf("%s: %d", name, status)
			}
		}
	}
	kept := events(t, sink)
	if len(kept) != len(bodies) {
		t.Errorf("%d events are kept of %d", len(kept), len(bodies))
	}
	for key, e := range kept {
		if known, _ := e.FlagOf("known"); known || len(e.TextOf("body")) > maxKept {
			t.Errorf("%s is known, or is kept in %d bytes", key, len(e.TextOf("body")))
		}
	}
	if e := kept["e-1"]; e == nil || e.TextOf("event") != "PURCHASE_TELEPORTED" {
		t.Errorf("the event of tomorrow is kept as %+v", e)
	}
	s := r.stop()
	if s.New != len(bodies) || s.Duplicate != len(bodies) || s.Unknown != 1 || s.Unread != len(bodies)-1 {
		t.Errorf("the summary says %+v", s)
	}
	for _, told := range r.told {
		if strings.ContainsAny(told.Event.String()+told.Code.String(), "\x1b\a") {
			t.Errorf("told as %q", told.Event)
		}
	}
}

// A body on which the reader breaks ends neither the receiver nor the event.
func TestAReaderThatBreaksLosesNothing(t *testing.T) {
	sink := newSnapshot(t)
	o := Options{Sink: sink}
	o.read = breaking
	r := start(t, o)
	if status := r.post(approved(1).body()); status != 200 {
		t.Fatal(status)
	}
	if s := r.stop(); s.Unread != 1 || len(events(t, sink)) != 1 {
		t.Errorf("the summary says %+v", s)
	}
}

// An event that the snapshot does not take, while it takes others, is kept as it came and holds nobody else up.
func TestAnEventThatTheStoreRefusesHoldsNobodyUp(t *testing.T) {
	kept := newSnapshot(t)
	sink := &failingSink{Sink: kept}
	held := make(chan struct{})
	gated := &gatedSink{Sink: sink, held: held, reached: make(chan struct{}, 100)}
	sink.why = func(int) error { return nil }
	o := Options{Sink: gated}
	o.read = poisoned("HP0000000003")
	r := start(t, o)
	var all sync.WaitGroup
	for n := range 7 {
		all.Go(func() {
			if status := r.post(approved(n).body()); status != 200 {
				t.Errorf("event %d: %d", n, status)
			}
		})
		if n == 0 {
			<-gated.reached
		}
	}
	for r.committer.arriving.Load() < 6 {
		time.Sleep(time.Millisecond)
	}
	close(held)
	all.Wait()
	found := codes(t, kept)
	for n := range 7 {
		if _, ok := found[approved(n).code]; ok == (n == 3) {
			t.Errorf("sale %d is there: %v", n, ok)
		}
	}
	if s := r.stop(); s.Unread != 1 || s.New != 7 || s.Failed != 0 {
		t.Errorf("the summary says %+v", s)
	}
}

// A snapshot that was deleted under the receiver takes no event: SQLite alone would write into the deleted file and say ok.
func TestNothingIsAcknowledgedIntoADeletedSnapshot(t *testing.T) {
	sink := newSnapshot(t)
	r := start(t, Options{Sink: sink})
	if status := r.post(approved(1).body()); status != 200 {
		t.Fatal(status)
	}
	removeSnapshot(t, sink.Path())
	for _, n := range []int{1, 2} { // the same event again, and another one
		if status := r.post(approved(n).body()); status != 503 {
			t.Errorf("event %d: %d", n, status)
		}
	}
	if r.stop(); len(r.troubles) == 0 || !errors.Is(r.troubles[0], store.ErrReplaced) {
		t.Errorf("told: %v", r.troubles)
	}
}

// Ending lets what has arrived be stored and answered.
func TestEndingStoresWhatHasArrived(t *testing.T) {
	held := make(chan struct{})
	kept := newSnapshot(t)
	sink := &gatedSink{Sink: kept, held: held, reached: make(chan struct{}, 100)}
	r := start(t, Options{Sink: sink})
	var all sync.WaitGroup
	for n := range 5 {
		all.Go(func() {
			if status := r.post(approved(n).body()); status != 200 {
				t.Errorf("event %d: %d", n, status)
			}
		})
		if n == 0 {
			<-sink.reached
		}
	}
	for r.committer.arriving.Load() < 4 {
		time.Sleep(time.Millisecond)
	}
	ended := make(chan Summary, 1)
	go func() { ended <- r.stop() }()
	time.Sleep(20 * time.Millisecond)
	close(held)
	all.Wait()
	if s := <-ended; s.New != 5 || len(events(t, kept)) != 5 {
		t.Errorf("the summary says %+v", s)
	}
	if _, err := http.Get(r.url("/health")); err == nil { //nolint:bodyclose // there is none
		t.Error("it still listens")
	}
}

// Whoever is told may stop listening (a terminal that was stopped): events go on being stored.
func TestATerminalThatStandsStillHoldsNoEventUp(t *testing.T) {
	var counts = newCounts()
	teller := newTeller(counts)
	still := make(chan struct{})
	go teller.run(func(Told) { <-still }, nil)
	for range backlog + 100 {
		teller.say(notice{told: &Told{}})
	}
	if n := counts.summary().Untold; n < 90 || n > 100 {
		t.Errorf("%d were dropped", n)
	}
	close(still)
	teller.end()
}
