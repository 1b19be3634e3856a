package hook

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"recoup/model"
)

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

// A store that fails once did not refuse the event: it is stored as what it says.
func TestAStoreThatFailsOnceKeepsWhatTheEventSays(t *testing.T) {
	kept := newSnapshot(t)
	sink := &failingSink{Sink: kept}
	failed := false
	sink.why = func(int) error {
		if failed {
			return nil
		}
		failed = true
		return errors.New("in use by another process")
	}
	r := start(t, Options{Sink: sink})
	if status := r.post(approved(1).body()); status != 200 {
		t.Fatal(status)
	}
	if s := r.stop(); s.Unread != 0 || s.New != 1 || codes(t, kept)[approved(1).code] != model.Approved {
		t.Errorf("the summary says %+v", s)
	}
}
