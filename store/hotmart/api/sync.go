package api

import (
	"context"
	"errors"
	"hash/maphash"
	"strconv"
	"time"

	"recoup/model"
	"recoup/store/hotmart"
)

// The endpoints, as errors and summaries name them.
const (
	endMe            = "user/me"
	endProducts      = "products"
	endOffers        = "offers"
	endPlans         = "plans"
	endCoupons       = "coupons"
	endHistory       = "sales/history"
	endCommissions   = "sales/commissions"
	endDetails       = "sales/price/details"
	endUsers         = "sales/users"
	endSummary       = "sales/summary"
	endSubscriptions = "subscriptions"
	endSubSummary    = "subscriptions/summary"
	endCharges       = "subscriptions/transactions"
	endPurchases     = "subscriptions/purchases"
	endClubUsers     = "club/users"
	endClubModules   = "club/modules"
	endClubPages     = "club/pages"
	endClubLessons   = "club/lessons"
)

// SyncOptions say what a sync asks for. The zero value is everything that changed since the last one.
type SyncOptions struct {
	// Since asks for sales from this day on, local to the account; zero goes on from the last sync.
	Since model.Day
	// Full asks for everything again.
	Full bool
	// Club is the subdomain of a members area to read, or empty.
	Club string
	// Progress is told how far it is; nil is nobody.
	Progress func(Progress)
}

// Progress says how far a sync is.
type Progress struct {
	Doing string  // the list and, where it has one, its status
	Part  float64 // of the whole, between 0 and 1: by lists and windows, whose sizes are not known before
	Calls int
	Items int
}

// Sync brings what Hotmart's API tells into a snapshot. Each list is read in windows of time, and each window is stored
// with the cursor that says so, so that a sync can be stopped at any moment and loses the window it was in.
type Sync struct {
	Client  *Client
	Target  Target
	Options SyncOptions
	limits  limits
}

// run is one run of a sync.
type run struct {
	*Sync
	account     hotmart.Account
	zone        *time.Location
	now         model.Instant // by Hotmart's clock where that is believable
	began       time.Time
	round       round
	resumed     bool // the round is one that an earlier run began
	serial      int  // how many runs there were, with this one
	batches     int
	summary     Summary
	callsBefore int
	step, steps int
	seed        maphash.Seed

	strange    map[strangeKey]int
	fields     map[string]fieldTree
	miscounted map[string]int
	closed     map[string]bool // endpoints that are not asked any more

	skipped  model.Batch             // the coverage and cursors of lists that need not be asked, for the next batch to take along
	sales    map[string]*walked      // by status: what sales/history gave in this run
	listed   map[uint64]model.Status // by the hash of its code: what sales/history said of a sale in this run
	strays   []string                // sales that other lists told of, and sales/history did not
	noNet    map[string]struct{}     // sales whose commissions were asked for in this run, and are not there yet
	products []product
	unpaid   []string // codes of subscriptions with charges that were not paid
}

// walked is how much of a status was read in this run.
type walked struct {
	span  model.Span
	since model.Instant // where this sync began to read it, in an earlier run perhaps
	count int           // of sales in span
	first model.Instant // where the first window begins that held a sale
}

// Run syncs. The summary says what was done, also beside an error: what it tells of is stored. An error is one that a user
// can read.
func (s *Sync) Run(ctx context.Context) (*Summary, error) {
	r := s.newRun()
	err := r.all(ctx)
	r.finishSummary()
	return &r.summary, explain(ctx, err)
}

func (s *Sync) newRun() *run {
	if s.limits == (limits{}) {
		s.limits = usualLimits()
	}
	began := s.Client.options.Clock.Now()
	return &run{
		Sync: s, zone: time.UTC, began: began, now: model.InstantOf(began), callsBefore: s.Client.pace.calls(), seed: maphash.MakeSeed(),
		strange: map[strangeKey]int{}, fields: map[string]fieldTree{}, miscounted: map[string]int{}, closed: map[string]bool{},
		skipped: model.Batch{Cursors: map[string]string{}}, sales: map[string]*walked{}, listed: map[uint64]model.Status{}, noNet: map[string]struct{}{},
	}
}

// all goes through the steps, and once more where it went on with a sync that began a while ago: what that one read was
// true then, and what changed since is asked for like after any sync.
func (r *run) all(ctx context.Context) error {
	if err := r.begin(ctx); err != nil {
		return err
	}
	const recent = 15 * time.Minute
	passes := r.passes()
	r.steps = len(passes)
	if r.resumed && r.now > r.round.began.Add(recent) {
		r.steps *= 2
	}
	for r.step = 0; r.step < r.steps; r.step++ {
		if r.step == len(passes) {
			if err := r.nextRound(ctx); err != nil {
				return err
			}
		}
		if err := passes[r.step%len(passes)](ctx); err != nil {
			return err
		}
	}
	return r.end(ctx)
}

// passes are the steps, in their order: what others depend on before those, and the sales before what adds to them.
func (r *run) passes() []pass {
	passes := append([]pass{r.catalogue, r.offers, r.plans, r.coupons}, r.salesPasses()...)
	// The list of subscriptions is the only one of its kind that is not up to a day behind, so it has the last word.
	passes = append(passes, r.commissionsAsked, r.charges, r.subscriptionSummary, r.purchases, r.subscriptions)
	if r.Options.Club != "" {
		passes = append(passes, r.clubModules, r.clubUsers)
	}
	return passes
}

// nextRound begins the round that asks for what changed since the one that was gone on with.
func (r *run) nextRound(ctx context.Context) error {
	r.round, r.resumed = round{began: r.now}, false
	r.products, r.unpaid, r.strays, r.summary.Totals = nil, nil, nil, nil
	clear(r.sales)
	clear(r.listed)
	clear(r.noNet)
	found := newLook()
	found.at = r.now
	b := r.batch(endMe, "next", found)
	b.Cursors[roundCursor] = r.round.String()
	return r.apply(ctx, endMe, b, found)
}

// pass is one step of a sync.
type pass func(context.Context) error

// begin asks whose account it is, looks at Hotmart's clock, and opens the round.
func (r *run) begin(ctx context.Context) error {
	r.progress(endMe, 0)
	answer, err := r.Client.Get(ctx, Request{Endpoint: endMe, Path: []string{"user", "api", "v1", "me"}})
	if !r.spared(endMe, err) {
		return err
	}
	if answer.At != 0 {
		r.tellClock(answer.At)
		r.now = answer.At
	}
	if err == nil {
		if r.account, err = hotmart.Me(answer.Body); err != nil {
			r.miss(endMe, "Hotmart's answer does not say whose account it is, so no commission is known to be yours")
		}
	}
	if zone, err := model.LoadZone(r.account.Zone); err == nil && r.account.Zone != "" {
		r.zone = zone
	}
	r.summary.Account, r.summary.Began = r.account.Name, r.now
	if err := r.openRound(ctx); err != nil {
		return err
	}
	kept, err := r.Target.Cursor(ctx, serialCursor)
	if err != nil {
		return err
	}
	r.serial, _ = strconv.Atoi(kept)
	r.serial++
	found := newLook()
	found.at = r.now
	b := r.batch(endMe, "", found)
	b.Cursors[roundCursor], b.Cursors[serialCursor] = r.round.String(), strconv.Itoa(r.serial)
	return r.apply(ctx, endMe, b, found)
}

const serialCursor = "api/runs"

// tellClock warns of a clock that would put sales into the wrong day.
func (r *run) tellClock(theirs model.Instant) {
	const noticeable = 5 * time.Minute
	if apart := time.Duration(theirs-r.now) * time.Millisecond; apart.Abs() > noticeable {
		words := model.Formatter{Lang: model.LangEN}
		r.warn("This machine's clock is " + words.Duration(apart.Abs().Round(time.Minute)) + " from Hotmart's, whose is used.")
	}
}

// end closes the round: the next sync begins a new one.
func (r *run) end(ctx context.Context) error {
	found := newLook()
	found.at = r.now
	b := r.batch(endMe, "end", found)
	b.Cursors[roundCursor] = ""
	if err := r.apply(ctx, endMe, b, found); err != nil {
		return err
	}
	r.summary.Finished = true
	return nil
}

// spared tells whether a sync goes on after an error: after none, and where the credentials or the account do not have
// this list, which the summary then names. It is then not asked again, unless only this question was refused.
func (r *run) spared(endpoint string, err error) bool {
	var f *Failure
	switch {
	case err == nil:
		return true
	case !errors.As(err, &f):
		return false
	case f.What == ErrInvalid:
		r.miss(endpoint, "Hotmart refuses the question"+said(f))
		return true
	case f.What == ErrForbidden:
		r.miss(endpoint, "the credentials may not read it"+said(f))
	case f.What == ErrNotFound:
		r.miss(endpoint, "Hotmart does not find it"+said(f))
	case endpoint == endHistory, endpoint == endMe:
		return false
	case f.What == ErrServer || f.What == ErrNotJSON || f.What == ErrTooLong:
		r.miss(endpoint, "Hotmart failed each time it was asked"+said(f))
	default:
		return false
	}
	r.closed[endpoint] = true
	return true
}

// unlessSpared is the error that ends the sync, or nil where it goes on without this list.
func (r *run) unlessSpared(endpoint string, err error) error {
	if r.spared(endpoint, err) {
		return nil
	}
	return err
}

func said(f *Failure) string {
	if f.Said == "" {
		return ""
	}
	return " (" + f.Said + ")"
}

// progress tells how far the run is: the part of the step at hand, each step being an equal part of the whole.
func (r *run) progress(doing string, part float64) {
	if r.Options.Progress == nil {
		return
	}
	items, _, _ := r.summary.Rows()
	r.Options.Progress(Progress{
		Doing: doing, Part: (float64(r.step) + part) / float64(max(r.steps, 1)), Calls: r.Client.pace.calls() - r.callsBefore, Items: items,
	})
}

// day writes a day of the account, and days a window by its first and its last day.
func (r *run) day(i model.Instant) string { return i.In(r.zone).Format("2 Jan 2006") }

func (r *run) days(asked model.Span) string { return r.day(asked.From) + " – " + r.day(asked.To-1) }
