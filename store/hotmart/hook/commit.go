package hook

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"recoup/model"
)

// maxGroup bounds how many events are stored together.
const maxGroup = 256

// errOver is the answer to an event that comes while the receiver ends.
var errOver = errors.New("the receiver is ending")

// committer stores events. What arrives while it writes waits and is written together afterwards, in one transaction:
// the disk is asked to confirm once for all of them.
type committer struct {
	sink   Sink
	counts *counts
	memory *memory
	teller *teller
	now    func() time.Time
	gather time.Duration

	began   time.Time
	batches int

	queue    chan *delivery
	arriving atomic.Int32 // events that are on their way to the queue
	ending   chan struct{}
	ended    chan struct{}
}

func newCommitter(o Options, c *counts, t *teller) *committer {
	return &committer{
		sink: o.Sink, counts: c, memory: newMemory(o.Sink), teller: t, now: o.Now, gather: o.Limits.Gather, began: o.Now(),
		queue: make(chan *delivery), ending: make(chan struct{}), ended: make(chan struct{}),
	}
}

// store hands an event over and waits until it is on the disk; an error says that it is not.
func (c *committer) store(d *delivery) error {
	select {
	case c.queue <- d:
		return <-d.stored
	case <-c.ended:
		c.arriving.Add(-1)
		return errOver
	}
}

// run stores until end is called. Whoever had handed an event over by then gets an answer.
func (c *committer) run() {
	defer close(c.ended)
	for {
		select {
		case d := <-c.queue:
			c.commit(c.group(d))
		case <-c.ending:
			return
		}
	}
}

// end lets the transaction under way finish, and takes nothing more.
func (c *committer) end() {
	close(c.ending)
	<-c.ended
}

// group collects what is stored together with an event: all that waits, and all that is arriving, unless it takes long.
func (c *committer) group(first *delivery) []*delivery {
	c.arriving.Add(-1)
	group := []*delivery{first}
	patience := time.NewTimer(c.gather)
	defer patience.Stop()
	for len(group) < maxGroup && c.arriving.Load() > 0 {
		select {
		case d := <-c.queue:
			c.arriving.Add(-1)
			group = append(group, d)
		case <-patience.C:
			return group
		}
	}
	return group
}

// commit stores a group and answers it.
func (c *committer) commit(group []*delivery) {
	c.memory.recall(context.Background(), group)
	err := c.apply(group)
	if err == nil {
		c.settle(group)
		return
	}
	for i, d := range group {
		if err := c.commitAlone(d, len(group) == 1, err); err != nil {
			c.fail(group[i:], err) // the store cannot write: the others would wait in vain
			return
		}
	}
}

// commitAlone stores an event whose group could not be stored; err is why, tried says that it was alone already. One that
// the store will not take, while it takes others, is kept as it came: Hotmart would send it again and again, and then stop
// sending anything.
func (c *committer) commitAlone(d *delivery, tried bool, err error) error {
	alone := []*delivery{d}
	if !tried {
		if err = c.apply(alone); err == nil {
			c.settle(alone)
			return nil
		}
	}
	raw := []*delivery{d.unread(c.now())}
	if c.apply(raw) != nil {
		return err
	}
	// The store writes. If it takes the event now, it was not the event's fault.
	if c.apply(alone) == nil {
		c.settle(alone)
		return nil
	}
	c.settle(raw)
	return nil
}

// apply brings a group into the sink. Whether a caller has hung up plays no part: what has arrived is stored.
func (c *committer) apply(group []*delivery) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	batch := model.Batch{
		Name: Name + " " + c.now().Format(time.DateOnly), Kind: Kind, Source: model.SourceWebhook, Continues: true, Digest: c.digest(group),
	}
	for _, d := range group {
		batch.SeenAt = max(batch.SeenAt, d.change.SeenAt)
	}
	batch.Read = func(_ context.Context, emit func(model.Change) error) (model.Tally, error) {
		for _, d := range group {
			if err := emit(d.change); err != nil {
				return model.Tally{}, err
			}
		}
		return model.Tally{Rows: len(group)}, nil
	}
	_, err = c.sink.Apply(context.Background(), batch)
	return err
}

// digest names a batch by its events and by when they came: events that come again begin a line of the register, too,
// when something else was imported in between.
func (c *committer) digest(group []*delivery) string {
	c.batches++
	all := sha256.New()
	fmt.Fprintf(all, "%d %d\n", c.began.UnixNano(), c.batches)
	for _, d := range group {
		all.Write(d.digest[:])
	}
	return Kind + ":" + hex.EncodeToString(all.Sum(nil))
}

// settle answers events that are on the disk, and says what came of them.
func (c *committer) settle(group []*delivery) {
	told := make([]Told, len(group))
	for i, d := range group {
		told[i] = d.told
		told[i].Outcome = c.memory.outcome(d)
	}
	recovered := c.counts.stored(told, c.now())
	for i, d := range group {
		close(d.stored)
		c.teller.say(notice{told: &told[i]})
	}
	if recovered {
		c.teller.say(notice{trouble: true})
	}
}

// fail answers events that are not on the disk.
func (c *committer) fail(group []*delivery, err error) {
	begins := c.counts.failed(len(group))
	for _, d := range group {
		d.stored <- err
	}
	if begins {
		c.teller.say(notice{trouble: true, err: cmp.Or(err, errOver)})
	}
}
