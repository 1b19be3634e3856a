package hook

import (
	"context"
	"slices"

	"recoup/model"
)

// remembered is how many events' ids are kept, so that the snapshot is not asked for those that repeat soon after.
const remembered = 1 << 14

// memory tells events apart that have the same id: those that are the same, and those that are not.
type memory struct {
	sink   Sink
	bodies map[string][]string // by id, the hashes of the bodies that were stored
	ring   []string            // the ids, the oldest to be forgotten first
	oldest int
}

func newMemory(s Sink) *memory { return &memory{sink: s, bodies: map[string][]string{}} }

// recall asks the snapshot for the events of a group that are not remembered. It is done before the group is stored; an
// error costs no more than a word on the screen, so it is left to the storing to meet it again.
func (m *memory) recall(ctx context.Context, group []*delivery) {
	for _, d := range group {
		if _, known := m.bodies[d.event.Key]; known {
			continue
		}
		history, err := m.sink.RecordHistory(ctx, model.DataWebhookEvents, d.event.Key)
		if err != nil || len(history) == 0 {
			continue
		}
		var hashes []string
		for i := range history {
			hashes = append(hashes, history[i].Record.TextOf(bodyHash))
		}
		m.keep(d.event.Key, hashes)
	}
}

// outcome says what an event is to those that were stored before, and remembers it. It is asked once the event is stored.
func (m *memory) outcome(d *delivery) Outcome {
	hash := d.event.TextOf(bodyHash)
	hashes, known := m.bodies[d.event.Key]
	switch {
	case !known:
		m.keep(d.event.Key, []string{hash})
	case slices.Contains(hashes, hash):
		return Duplicate
	default:
		m.bodies[d.event.Key] = append(hashes, hash)
		return Differing
	}
	if d.isRaw {
		return Unread
	}
	return New
}

func (m *memory) keep(id string, hashes []string) {
	m.bodies[id] = hashes
	if len(m.ring) < remembered {
		m.ring = append(m.ring, id)
		return
	}
	delete(m.bodies, m.ring[m.oldest])
	m.ring[m.oldest] = id
	m.oldest = (m.oldest + 1) % remembered
}
