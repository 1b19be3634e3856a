package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
)

// slowAfter is how long an answer may take before the screen says that it is being waited for.
const slowAfter = 150 * time.Millisecond

// inquiry is one thing that a part of the screen waits for. Asking again, or leaving the screen, cancels the work and
// makes its answer worthless: it is dropped when it comes. The zero value waits for nothing.
type inquiry struct {
	id     int
	cancel context.CancelFunc
	slow   bool
}

func (q *inquiry) pending() bool { return q.id != 0 }

func (q *inquiry) stop() {
	if q.cancel != nil {
		q.cancel()
	}
	*q = inquiry{}
}

// answer carries what an inquiry found back to Update, which alone may change what the screen holds.
type answer struct {
	of   *inquiry
	id   int
	take func() tea.Cmd
}

// late tells Update that an inquiry has been waited for long enough to say so.
type late struct {
	of *inquiry
	id int
}

// ask starts work in the background for an inquiry; take runs in Update with what it found, unless the inquiry has been
// stopped or asked again by then.
func ask[T any](a *App, q *inquiry, work func(context.Context) (T, error), take func(T, error) tea.Cmd) tea.Cmd {
	q.stop()
	ctx, cancel := context.WithCancel(a.ctx)
	a.serial++
	id := a.serial
	q.id, q.cancel = id, cancel
	find := func() tea.Msg {
		found, err := guarded(ctx, work)
		return answer{of: q, id: id, take: func() tea.Cmd { return take(found, err) }}
	}
	return tea.Batch(find, a.after(slowAfter, late{of: q, id: id}))
}

// guarded turns a panic in background work into an error that a reader sees, on a screen that goes on working.
func guarded[T any](ctx context.Context, work func(context.Context) (T, error)) (found T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = model.Failed(nil, "Everything else goes on. Please report it with what you did just before.",
				"This part of the program failed: %s.", model.Clean(fmt.Sprint(r)))
		}
	}()
	return work(ctx)
}

// settle takes an answer in, or drops it when nobody waits for it any more.
func (msg answer) settle() tea.Cmd {
	if msg.of.id != msg.id {
		return nil
	}
	msg.of.stop()
	return msg.take()
}

// isCancelled tells whether an error only says that the reader moved on.
func isCancelled(err error) bool {
	return err != nil && (model.KindOf(err) == model.KindCancelled || contextEnded(err))
}
