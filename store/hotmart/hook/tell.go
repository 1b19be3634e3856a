package hook

import "recoup/model"

// Outcome says what came of an event.
type Outcome string

// The outcomes.
const (
	New       Outcome = "new"
	Duplicate Outcome = "duplicate" // it was in the snapshot already; nothing changed
	Differing Outcome = "differing" // another event has its id: both are kept
	Unread    Outcome = "unread"    // it could not be read and is kept as it came
)

// Told is what may be told of an event that was stored: nothing about the buyer. The texts are fit to show.
type Told struct {
	At      model.Instant // when it was stored
	Event   model.Text    // Hotmart's name of the kind of event; empty when it could not be read
	Code    model.Text    // of the transaction or subscription that it is about; may be empty
	Known   bool          // a rule reads this kind of event; one without is kept all the same
	Outcome Outcome
}

// notice is one thing to tell.
type notice struct {
	told    *Told
	trouble bool
	err     error // of trouble; nil is its end
}

// backlog is how many notices wait for whoever is told. A terminal can be stopped (ctrl+s), and no event may wait for it.
const backlog = 4096

// teller passes notices on, one at a time, on a goroutine of its own.
type teller struct {
	notices chan notice
	done    chan struct{}
	counts  *counts
}

func newTeller(c *counts) *teller {
	return &teller{notices: make(chan notice, backlog), done: make(chan struct{}), counts: c}
}

// say passes a notice on, or drops and counts it when too many wait.
func (t *teller) say(n notice) {
	select {
	case t.notices <- n:
	default:
		t.counts.untold()
	}
}

func (t *teller) run(tell func(Told), trouble func(error)) {
	defer close(t.done)
	for n := range t.notices {
		switch {
		case n.told != nil && tell != nil:
			tell(*n.told)
		case n.trouble && trouble != nil:
			trouble(n.err)
		}
	}
}

// end waits until everything was told.
func (t *teller) end() {
	close(t.notices)
	<-t.done
}
