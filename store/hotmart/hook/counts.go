package hook

import (
	"maps"
	"sync"
	"time"

	"recoup/model"
)

// Summary is what a receiver did since it was started.
type Summary struct {
	New       int         // events that were not in the snapshot
	Duplicate int         // events that were; answered 200, nothing changed
	Differing int         // of the new ones, those with the id of another event
	Unknown   int         // of the new ones, those of a kind that no rule reads
	Unread    int         // of the new ones, those that could not be read
	Groups    int         // transactions
	Failed    int         // events answered 503, because the snapshot could not be written
	Untold    int         // notices that were dropped because nobody took them
	Refused   map[int]int // requests that cannot be events from Hotmart, by status
	LastAt    time.Time   // when the last event was stored; zero when none was
}

// Stored counts the events answered 200.
func (s Summary) Stored() int { return s.New + s.Duplicate }

// counts keeps the books.
type counts struct {
	mu      sync.Mutex
	total   Summary
	trouble bool
}

func newCounts() *counts { return &counts{total: Summary{Refused: map[int]int{}}} }

func (c *counts) summary() Summary {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.total
	s.Refused = maps.Clone(s.Refused)
	return s
}

func (c *counts) inTrouble() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trouble
}

func (c *counts) refused(status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total.Refused[status]++
}

func (c *counts) untold() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total.Untold++
}

// failed notes events that could not be stored; begins tells whether the one before could.
func (c *counts) failed(n int) (begins bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total.Failed += n
	begins, c.trouble = !c.trouble, true
	return begins
}

// stored notes a group that is on the disk; recovered tells whether storing had failed before.
func (c *counts) stored(group []Told, at time.Time) (recovered bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range group {
		group[i].At = model.InstantOf(at)
		c.total.count(&group[i])
	}
	c.total.Groups++
	c.total.LastAt = at
	recovered, c.trouble = c.trouble, false
	return recovered
}

func (s *Summary) count(t *Told) {
	if t.Outcome == Duplicate {
		s.Duplicate++
		return
	}
	s.New++
	switch {
	case t.Outcome == Differing:
		s.Differing++
	case t.Outcome == Unread:
		s.Unread++
		return
	}
	if !t.Known {
		s.Unknown++
	}
}
