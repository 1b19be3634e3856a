package api

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// CallsPerMinute is what Hotmart allows. A fifth of it is left to whatever else uses the same credential.
const CallsPerMinute = 500

// ours is the part of a limit that we use.
func ours(limit int) int { return limit * 4 / 5 }

// burst is how many calls may follow each other without a pause.
const burst = 5

// maxWait is the longest wait that a server can impose on us.
const maxWait = 120 * time.Second

// hints is what an answer's header says about time: when it was made, and how many calls are left until when. What it does
// not say, or says without sense, is zero.
type hints struct {
	date       time.Time
	retryAfter time.Duration
	reset      time.Duration
	limit      int
	remaining  int
	counted    bool // remaining is known, and may be 0
}

func readHints(h http.Header, now time.Time) hints {
	var said hints
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		said.date = date
	}
	said.retryAfter = seconds(h.Get("Retry-After"))
	if at, err := http.ParseTime(h.Get("Retry-After")); err == nil {
		said.retryAfter = max(at.Sub(said.now(now)), 0)
	}
	said.reset = seconds(h.Get("RateLimit-Reset"))
	said.limit, _ = strconv.Atoi(first(h, "RateLimit-Limit", "X-RateLimit-Limit-Minute"))
	if n, err := strconv.Atoi(first(h, "RateLimit-Remaining", "X-RateLimit-Remaining-Minute")); err == nil && n >= 0 {
		said.remaining, said.counted = n, true
	}
	return said
}

func first(h http.Header, names ...string) string {
	for _, name := range names {
		if v := h.Get(name); v != "" {
			return v
		}
	}
	return ""
}

// seconds reads a number of seconds; what is none, or below zero, is 0, and none is longer than a year.
func seconds(raw string) time.Duration {
	n, err := strconv.ParseFloat(strings.TrimSpace(raw), 64)
	if err != nil || math.IsNaN(n) || n <= 0 {
		return 0
	}
	return time.Duration(min(n, 365*86400) * float64(time.Second))
}

// believable is how far the server's clock may be from ours: either may be a day wrong, but one that is years away is no
// clock.
const believable = 36 * time.Hour

// now is the server's time where it is believable, else ours.
func (h hints) now(ours time.Time) time.Time {
	if apart := h.date.Sub(ours).Abs(); h.date.IsZero() || apart > believable {
		return ours
	}
	return h.date
}

// retryIn is how long to wait before the next try: as long as the server asks, never longer than maxWait, or else a random
// part of a time that doubles with each try, so that many clients do not come back at once.
func (c *Client) retryIn(try int, f *Failure) time.Duration {
	asked := f.hints.retryAfter
	if asked == 0 && f.What == ErrRateLimited {
		asked = f.hints.reset
	}
	if asked > 0 {
		spread := time.Duration(c.options.Random() * float64(time.Second))
		return min(asked+spread, maxWait)
	}
	ceiling := min(time.Second<<try, maxWait)
	return time.Duration(c.options.Random() * float64(ceiling))
}

// pace keeps all calls of a client together below Hotmart's limit.
type pace struct {
	clock   Clock
	allowed int // a minute, where the answers do not say
	mu      sync.Mutex
	limiter *rate.Limiter
	resume  time.Time // no call before it
	made    int
}

func newPace(clock Clock, perMinute int) *pace {
	return &pace{clock: clock, allowed: perMinute, limiter: rate.NewLimiter(rate.Limit(float64(ours(perMinute))/60), burst)}
}

// wait returns when the next call may be made.
func (p *pace) wait(ctx context.Context) error {
	now := p.clock.Now()
	p.mu.Lock()
	delay := max(p.limiter.ReserveN(now, 1).DelayFrom(now), p.resume.Sub(now))
	p.made++
	p.mu.Unlock()
	if delay <= 0 {
		return ctx.Err()
	}
	return p.clock.Sleep(ctx, delay)
}

// calls is how many were let through, tries and token calls included.
func (p *pace) calls() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.made
}

// observe slows down when others use up the same limit: what is left above our reserve is spread over the time until the
// count begins anew, and with nothing left above it we wait for that.
func (p *pace) observe(now time.Time, said hints) {
	if !said.counted || said.reset == 0 {
		return
	}
	limit := said.limit
	if limit <= 0 {
		limit = p.allowed
	}
	left := said.remaining - (limit - ours(limit))
	gap := min(said.reset, maxWait) / time.Duration(max(left, 1))
	p.mu.Lock()
	defer p.mu.Unlock()
	if at := now.Add(gap); at.After(p.resume) {
		p.resume = at
	}
}
