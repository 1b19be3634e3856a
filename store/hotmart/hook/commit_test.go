package hook

import (
	"context"
	"errors"
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
	if status, body := r.do(q); status != 200 || !strings.Contains(body, `"ok"`) {
		t.Errorf("health afterwards: %d %s", status, body)
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
	r := start(t, Options{Sink: sink, Limits: Limits{Gather: time.Minute}})
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
