package api

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"recoup/model"
)

// Summary says what a sync asked for, what came and what changed.
type Summary struct {
	Account string
	Began   model.Instant
	// Resumed is set when it went on with one that had been interrupted, Finished when it reached its end.
	Resumed, Finished bool
	Lists             []List // in the order in which they were asked for
	Totals            []ControlTotal
	Unknown           []Unknown // by kind, then by name
	Missing           []Missing // what could not be had
	Warnings          []string
	Rejected          []string // items that could not be read, the first few, each with the reason
	Gone              int      // sales asked for by their code that Hotmart does not know
	Calls             int      // tries at the API and its token
	Took              time.Duration
}

// List is what one list brought.
type List struct {
	Endpoint string
	Asked    int // windows, products or codes
	Pages    int
	Items    int
	New      int // items that told something new
	Repeated int // items that came on two pages of one window, because the list moved while it was read
	Rejected int
	Changed  int // transactions and records whose state is new or different
}

// ControlTotal compares what Hotmart adds up itself with what came.
type ControlTotal struct {
	Status string // the API's word
	Span   model.Span
	Theirs int64
	// Ours is how many came; -1 where an earlier run read a part of them.
	Ours int64
	// Values are the account's commissions by Hotmart's count, one a currency.
	Values []model.Money
}

// Agrees tells whether Hotmart counts as many as came. Hotmart counts commissions, and an attempt that did not convert
// has none: fewer than came is right there.
func (t ControlTotal) Agrees() bool {
	return t.Ours < 0 || t.Theirs == t.Ours || t.Theirs < t.Ours && !model.ParseStatus(t.Status).Converted()
}

// Unknown is a word or a field that this program does not know. What carries it is kept as it came.
type Unknown struct {
	Kind  string // "status" or "field"
	Name  string // cleaned
	Where string // the endpoint
	Count int
}

// Missing is a list that could not be had, and why.
type Missing struct{ Endpoint, Why string }

// Rows counts all items that came, and how many of them changed something.
func (s *Summary) Rows() (items, changed, rejected int) {
	for _, l := range s.Lists {
		items, changed, rejected = items+l.Items, changed+l.Changed, rejected+l.Rejected
	}
	return items, changed, rejected
}

func (s *Summary) list(endpoint string) *List {
	for i := range s.Lists {
		if s.Lists[i].Endpoint == endpoint {
			return &s.Lists[i]
		}
	}
	s.Lists = append(s.Lists, List{Endpoint: endpoint})
	return &s.Lists[len(s.Lists)-1]
}

// receive adds what became of a batch.
func (l *List) receive(receipt model.Receipt) {
	l.New += receipt.Tally.Accepted
	l.Changed += receipt.Changed
	for _, n := range receipt.Records {
		l.Changed += n
	}
}

func (r *run) miss(endpoint, why string) {
	for _, m := range r.summary.Missing {
		if m.Endpoint == endpoint && m.Why == why {
			return
		}
	}
	r.summary.Missing = append(r.summary.Missing, Missing{endpoint, why})
}

func (r *run) warn(sentence string) { r.summary.Warnings = append(r.summary.Warnings, sentence) }

// strangeKey tells unknown things apart.
type strangeKey struct{ kind, name, where string }

// note counts something that is not known.
func (r *run) note(found *look, kind, name, where string) {
	found.strange[strangeKey{kind, model.Truncate(model.Clean(r.Client.secrets.hide(name)).String(), 60), where}]++
}

// gather adds to the summary what an applied look noticed. What a server can invent is bounded: after many names the rest
// is one.
func (r *run) gather(found *look) {
	const names, told = 200, 10
	for key, n := range found.strange {
		if _, known := r.strange[key]; !known && len(r.strange) >= names {
			key = strangeKey{key.kind, "others", key.where}
		}
		r.strange[key] += n
	}
	for _, reason := range found.reasons {
		if len(r.summary.Rejected) < told {
			r.summary.Rejected = append(r.summary.Rejected, reason)
		}
	}
}

// finishSummary puts what was gathered on the way into the summary.
func (r *run) finishSummary() {
	keys := slices.SortedFunc(maps.Keys(r.strange), func(a, b strangeKey) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.name, b.name), cmp.Compare(a.where, b.where))
	})
	for _, k := range keys {
		r.summary.Unknown = append(r.summary.Unknown, Unknown{Kind: k.kind, Name: k.name, Where: k.where, Count: r.strange[k]})
	}
	r.summary.Calls = r.Client.pace.calls() - r.callsBefore
	r.summary.Took = r.Client.options.Clock.Now().Sub(r.began)
}
