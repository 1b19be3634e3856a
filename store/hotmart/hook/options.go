package hook

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"strings"
	"time"

	"recoup/model"
	"recoup/store/hotmart"
)

// DefaultAddr is where a receiver listens unless told otherwise.
const DefaultAddr = "127.0.0.1:8787"

// TokenHeader carries the account's hottok in every webhook.
const TokenHeader = "X-Hotmart-Hottok"

// Kind is the kind of the batches in the snapshot's register, and Name, with the day, the name they have there: the events
// of a day are one line, unless something else was imported in between.
const (
	Kind = "webhook-listen"
	Name = "recoup listen"
)

// Sink is where events are kept: the snapshot.
type Sink interface {
	// Apply takes a batch in, whole or not at all, and returns only once it is on the disk.
	Apply(ctx context.Context, batch model.Batch) (model.Receipt, error)
	// RecordHistory gives all that was seen of a record; nothing for one that was never seen.
	RecordHistory(ctx context.Context, dataset model.DatasetID, key string) ([]model.RecordObservation, error)
}

// Revealer is a secret that shows itself only when asked.
type Revealer interface{ Reveal() string }

// Options says what a receiver listens to and where the events go.
type Options struct {
	// Addr is the host and port to listen on; empty is DefaultAddr, port 0 is any free one.
	Addr string
	// AllowPublic lets Addr be one that other machines can reach.
	AllowPublic bool
	// Hosts are names under which requests may come besides the loopback ones: those of the tunnel or proxy in front.
	Hosts []string
	// Hottok is the account's token, without which nothing is accepted. It must not be empty.
	Hottok Revealer
	Sink   Sink
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Tell is called for each event that was stored, and Trouble when storing begins to fail, and with nil when it works
	// again. Both are called one at a time, and neither holds an answer back; either may be nil.
	Tell    func(Told)
	Trouble func(error)
	// Limits bound what a caller may cost; a zero field is its default.
	Limits Limits

	read func(body []byte, now model.Instant) (hotmart.Event, model.Change, error) // hotmart.ReadEvent
}

// Limits bound what a caller may cost.
type Limits struct {
	Body        int64         // bytes of one event; 1 MiB
	Header      int           // bytes of a request's header; 16 KiB
	Connections int           // at once; 16
	ReadHeader  time.Duration // until the header is there; 5 s
	Read        time.Duration // until the body is there; 15 s
	Write       time.Duration // until the answer is out, storing included; 30 s
	Idle        time.Duration // between two requests of a connection; 60 s
	Gather      time.Duration // that an event waits for others that are arriving, to be stored with them; 3 ms
	Grace       time.Duration // for requests under way when the receiver ends; 10 s
}

func (l Limits) orDefaults() Limits {
	return Limits{
		Body: cmp.Or(l.Body, hotmart.MaxEventBody), Header: cmp.Or(l.Header, 16<<10), Connections: cmp.Or(l.Connections, 16),
		ReadHeader: cmp.Or(l.ReadHeader, 5*time.Second), Read: cmp.Or(l.Read, 15*time.Second), Write: cmp.Or(l.Write, 30*time.Second),
		Idle: cmp.Or(l.Idle, time.Minute), Gather: cmp.Or(l.Gather, 3*time.Millisecond), Grace: cmp.Or(l.Grace, 10*time.Second),
	}
}

// token compares what a request brings with the account's hottok. It is a pair of functions so that no way of printing a
// receiver prints the token.
type token struct {
	matches func(given string) bool
	remove  func(body []byte) []byte // takes the token out of a body, wherever it stands
}

// newToken takes the token in. The sums are compared instead of the texts because a comparison in constant time tells
// the length of what it compares.
func newToken(secret Revealer) (token, error) {
	text := ""
	if secret != nil {
		text = strings.TrimSpace(secret.Reveal())
	}
	if text == "" {
		return token{}, model.Failed(nil, "Copy it from Hotmart (Tools, Webhook) and keep it with: recoup auth set --only hottok",
			"There is no hottok, so nobody could tell Hotmart's events from anybody else's.")
	}
	want := sha256.Sum256([]byte(text))
	return token{
		matches: func(given string) bool {
			sum := sha256.Sum256([]byte(given))
			return subtle.ConstantTimeCompare(sum[:], want[:]) == 1
		},
		remove: func(body []byte) []byte { return withoutToken(body, text) },
	}, nil
}
