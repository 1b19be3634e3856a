package api

import (
	"context"
	"fmt"
	"strings"
	"time"

	"recoup/model"
)

// How far back a sync looks again.
const (
	// overlap is read again at the end of what was read, for what Hotmart had not listed yet.
	overlap = 48 * time.Hour
	// lookback is how far back sales are asked for again, status by status: a refund or a chargeback comes up to that late.
	lookback = 120 * 24 * time.Hour
	// recheck is how far back sales that may still change are asked for by their code.
	recheck = 180 * 24 * time.Hour
	// stale is when an unfinished sync is not gone on with but begun anew.
	stale = 24 * time.Hour
)

// hotmartsFirstDay is before any sale.
var hotmartsFirstDay = model.InstantOf(time.Date(2011, time.January, 1, 0, 0, 0, 0, time.UTC))

// cursor says that a list was read up to a moment, in which round, and where that round began to read it. It is written
// with the rows of the window that ends there, so it never promises more than is stored. Page tokens are numbers of pages and worth nothing tomorrow: they are
// never kept.
type cursor struct{ until, round, from model.Instant }

const cursorTime = "2006-01-02T15:04:05.000Z"

func stamp(i model.Instant) string { return i.In(time.UTC).Format(cursorTime) }

func (c cursor) String() string {
	return stamp(c.until) + " in " + stamp(c.round) + " from " + stamp(c.from)
}

func parseStamp(s string) (model.Instant, bool) {
	t, err := time.Parse(cursorTime, s)
	if err != nil {
		return 0, false
	}
	return model.InstantOf(t), true
}

// parseCursor reads what String wrote; anything else is not sound.
func parseCursor(s string) (c cursor, sound bool) {
	until, rest, _ := strings.Cut(s, " in ")
	round, from, _ := strings.Cut(rest, " from ")
	var ok [3]bool
	c.until, ok[0] = parseStamp(until)
	c.round, ok[1] = parseStamp(round)
	c.from, ok[2] = parseStamp(from)
	return c, ok[0] && ok[1] && ok[2]
}

// round is one sync, however often it was interrupted. Its moment is by Hotmart's clock where that is believable.
type round struct {
	began model.Instant
	// from is where the lists begin when everything after a day was asked for; zero goes on from the last sync.
	from model.Instant
}

const roundCursor = "api/round"

func (r round) String() string {
	if r.from == 0 {
		return stamp(r.began)
	}
	return stamp(r.began) + " from " + stamp(r.from)
}

func parseRound(s string) (r round, sound bool) {
	began, from, explicit := strings.Cut(s, " from ")
	if r.began, sound = parseStamp(began); sound && explicit {
		r.from, sound = parseStamp(from)
	}
	return r, sound
}

// openRound finds the round that an interrupted sync left, or begins one. A round is left open by writing it down before
// its first list, and closed by writing that it is empty.
func (r *run) openRound(ctx context.Context) error {
	kept, err := r.Target.Cursor(ctx, roundCursor)
	if err != nil {
		return err
	}
	began, sound := parseRound(kept)
	asked := round{began: r.now, from: r.wantedFrom()}
	switch {
	case kept == "" || !sound || began.began > r.now.Add(time.Minute):
		r.round = asked
	case asked.from != 0 && asked.from != began.from, began.from == 0 && r.now > began.began.Add(stale):
		r.round = asked
	default:
		r.round, r.resumed, r.summary.Resumed = began, true, true
	}
	return nil
}

// wantedFrom is where the user wants the lists to begin; zero for where the last sync ended.
func (r *run) wantedFrom() model.Instant {
	switch {
	case r.Options.Full:
		return hotmartsFirstDay
	case r.Options.Since != 0:
		return r.Options.Since.Start(r.zone)
	}
	return 0
}

// start is where a list is to be read from. Without a cursor it is the beginning; with one of this very round, its end,
// because all before was read already; with an older one, that end less the overlap, or the lookback where the list can
// have changed that far back. Hotmart's own totals are by month, so the lookback begins with one.
func (r *run) start(ctx context.Context, name string, changes bool) (from model.Instant, kept cursor, err error) {
	raw, err := r.Target.Cursor(ctx, name)
	if err != nil {
		return 0, cursor{}, err
	}
	kept, sound := parseCursor(raw)
	switch {
	case raw != "" && (!sound || kept.until > r.now.Add(time.Minute) || kept.until < hotmartsFirstDay):
		r.warn(fmt.Sprintf("How far %s was read is not plausible; it is read again from %s on. To read everything again: recoup sync --full",
			strings.TrimPrefix(name, "api/"), r.day(r.now.Add(-lookback))))
		kept, changes = cursor{until: r.now.Add(-overlap)}, true
	case raw != "" && kept.round == r.round.began:
		return kept.until, kept, nil
	}
	switch {
	case r.round.from != 0:
		return r.round.from, kept, nil
	case raw == "":
		return hotmartsFirstDay, kept, nil
	case changes:
		return monthOf(min(kept.until.Add(-overlap), r.now.Add(-lookback))), kept, nil
	}
	return kept.until.Add(-overlap), kept, nil
}

// monthOf is the first moment of the month in UTC.
func monthOf(i model.Instant) model.Instant {
	y, m, _ := i.In(time.UTC).Date()
	return model.InstantOf(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC))
}

// afterMonthOf is the first moment of the month after.
func afterMonthOf(i model.Instant) model.Instant {
	y, m, _ := i.In(time.UTC).Date()
	return model.InstantOf(time.Date(y, m+1, 1, 0, 0, 0, 0, time.UTC))
}
