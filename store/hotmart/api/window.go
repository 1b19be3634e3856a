package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"time"

	"recoup/model"
)

// Limits of what is asked for at once. They are fields so that a small account can show what they do.
type limits struct {
	widest   time.Duration // of a window to begin with, and as long as something is found in it
	emptiest time.Duration // of a window where nothing is found
	narrow   time.Duration // of a window for which Hotmart took too long, at least
	perPage  int           // asked for; Hotmart cuts what is too much for it
	rows     int           // of a window: more are asked for in two halves, as long as it can be narrowed
	pages    int           // of a window that cannot be narrowed, before we stop
}

func usualLimits() limits {
	const day = 24 * time.Hour
	return limits{widest: 90 * day, emptiest: 2880 * day, narrow: time.Hour, perPage: 500, rows: 10_000, pages: 2_000}
}

// list is something that is read window by window.
type list struct {
	endpoint string
	path     []string
	from, to string // the names of the parameters
	status   string // the API's word, or empty for a list that is not asked for by status
	dataset  model.DatasetID
	// changes is set where what is listed can change long after it was listed first.
	changes bool
	parse   func(item json.RawMessage, at model.Instant, asked model.Span) (model.Change, error)
}

func (l list) cursor() string {
	if l.status == "" {
		return "api/" + l.endpoint
	}
	return "api/" + l.endpoint + "/" + l.status
}

func (l list) title() string {
	if l.status == "" {
		return l.endpoint
	}
	return l.endpoint + " " + l.status
}

// width is how much time the next window spans. It halves when Hotmart takes too long, and grows again: after a few
// windows that went well, or, where nothing is found, with each and faster.
type width struct {
	limits
	now     time.Duration
	ceiling time.Duration // where it last failed; not reached again before patience is used up
	well    int
}

func newWidth(l limits) *width { return &width{limits: l, now: l.widest, ceiling: l.emptiest} }

// shrink halves, and tells whether that was still possible.
func (w *width) shrink() bool {
	if w.now <= w.narrow {
		return false
	}
	w.now = max(w.now/2, w.narrow)
	w.ceiling, w.well = w.now, 0
	return true
}

// patience is how many windows must go well before a width that failed is tried again.
const patience = 8

func (w *width) grow(empty bool) {
	if w.well++; w.well%patience == 0 {
		w.ceiling = min(w.ceiling*2, w.emptiest)
	}
	wider, most := 2*w.now, w.widest
	if empty {
		wider, most = 4*w.now, w.emptiest
	}
	w.now = max(min(wider, w.ceiling, most), w.narrow)
}

// walk reads a list from a moment to now, window by window, and brings each into the snapshot with the cursor that says
// so. Windows touch and both their ends are asked for, so nothing falls between two; what comes twice is known by its
// code. Each is given to seen after it was stored.
func (r *run) walk(ctx context.Context, l list, from, to model.Instant, kept cursor, seen func(*look, model.Span)) error {
	w := newWidth(r.limits)
	// What is asked for from a day on that is later than where the last sync ended leaves a gap: then the cursor stays.
	next := cursor{round: r.round.began, from: from}
	if kept.round == next.round {
		next.from = kept.from
	}
	gap := kept.until != 0 && from > kept.until && kept.round != next.round
	for at := from; at < to; {
		w.now = min(w.now, time.Duration(to-at)*time.Millisecond)
		asked := model.Span{From: at, To: at.Add(w.now)}
		found, err := r.window(ctx, l, asked, w.now > w.narrow)
		if narrower(err, w) {
			continue
		}
		if err != nil {
			return err
		}
		next.until = asked.To
		if err := r.store(ctx, l, asked, found, next, !gap); err != nil {
			return err
		}
		if seen != nil {
			seen(found, asked)
		}
		w.grow(len(found.changes) == 0)
		at = asked.To
		r.progress(l.title(), float64(at-from)/float64(to-from))
	}
	return nil
}

var errTooMany = errors.New("the window holds more than is read at once")

// narrower tells whether a failure is worth a shorter window. Some clients stay under a month because longer queries were
// refused to them, so a refusal is believed only of a query that is not longer.
func narrower(err error, w *width) bool {
	const month = 30 * 24 * time.Hour
	switch {
	case errors.Is(err, ErrTooMuch), errors.Is(err, errTooMany):
		return w.shrink()
	case errors.Is(err, ErrInvalid) && w.now > month:
		for w.now > month && w.shrink() { //nolint:revive // the condition does the work
		}
		return true
	}
	return false
}

// store applies a window. A window that gave nothing is stored too: that it was asked for is worth knowing.
func (r *run) store(ctx context.Context, l list, asked model.Span, found *look, next cursor, moveCursor bool) error {
	b := r.batch(l.endpoint, l.title()+" "+stamp(asked.From)+" "+stamp(asked.To), found)
	if l.dataset != "" {
		cover := model.Coverage{Dataset: l.dataset, Span: asked}
		if status := model.ParseStatus(l.status); status != model.StatusUnknown {
			cover.Statuses = []model.Status{status}
		}
		b.Covers = []model.Coverage{cover}
	}
	if moveCursor {
		b.Cursors[l.cursor()] = next.String()
	}
	return r.apply(ctx, l.endpoint, b, found)
}

// window reads all pages of one window. A list may move while it is read: a sale that leaves it lets the one after it slip
// through to a page that was read already. When that may have happened the window is looked at again, until a look finds
// nothing new.
func (r *run) window(ctx context.Context, l list, asked model.Span, canNarrow bool) (*look, error) {
	const looks = 3
	query := url.Values{
		l.from: {strconv.FormatInt(int64(asked.From), 10)}, l.to: {strconv.FormatInt(int64(asked.To), 10)},
		"max_results": {strconv.Itoa(r.limits.perPage)},
	}
	if l.status != "" {
		query.Set("transaction_status", l.status)
	}
	request := Request{Endpoint: l.endpoint, Path: l.path, Query: query, Narrow: canNarrow}
	found := newLook()
	for n := 0; ; n++ {
		before := len(found.keys)
		moved, err := r.pages(ctx, request, found, func(item json.RawMessage, at model.Instant) (model.Change, error) {
			return l.parse(item, at, asked)
		})
		last := n == looks-1
		if isBadToken(err) && !last {
			continue // the page it stood for is gone; the next look begins with the first again
		}
		if err != nil {
			return nil, err
		}
		settled := n > 0 && len(found.keys) == before
		if !moved || settled || last {
			r.compareTotal(l, asked, found)
			return found, nil
		}
	}
}
