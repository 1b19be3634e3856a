package fake

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"recoup/model"
)

// Request is one that arrived, as it is written down: without the secret, and without the access token.
type Request struct {
	Method, Path string
	Query        url.Values    // client_secret masked
	At           model.Instant // by the server's clock
	Real         time.Time     // when it arrived
	Bearer       bool          // it carried an access token
	Host         string
}

// arrival is a request that is being answered.
type arrival struct {
	now   model.Instant
	nth   int // of its endpoint, from 1
	total int // of all, from 1
}

// arrive writes a request down and lets the clock tick.
func (s *Server) arrive(r *http.Request) arrival {
	q := r.URL.Query()
	if q.Has("client_secret") {
		q.Set("client_secret", "***")
	}
	auth := r.Header.Get("Authorization")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, Request{
		Method: r.Method, Path: r.URL.Path, Query: q, At: s.now, Real: time.Now(), Host: r.Host, Bearer: len(auth) > 7 && auth[:7] == "Bearer ",
	})
	s.asked[r.URL.Path]++
	s.flying++
	s.mostEver = max(s.mostEver, s.flying)
	c := arrival{now: s.now, nth: s.asked[r.URL.Path], total: len(s.log)}
	s.now = s.now.Add(s.opt.Ticks)
	return c
}

func (s *Server) leave(arrival) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flying--
}

// Log lists the requests that arrived, oldest first.
func (s *Server) Log() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

// Forget empties the log, so that what follows can be counted alone.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log, s.mostEver = nil, s.flying
}

// Calls counts the requests of one path.
func (s *Server) Calls(path string) int {
	n := 0
	for _, r := range s.Log() {
		if r.Path == path {
			n++
		}
	}
	return n
}

// Tokens is how many access tokens were given out.
func (s *Server) Tokens() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens
}

// MostAtOnce is the largest number of requests that were being answered at the same time.
func (s *Server) MostAtOnce() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mostEver
}

// StatusesAsked lists the values of transaction_status that were ever asked for, in alphabetical order.
func (s *Server) StatusesAsked() []string {
	var all []string
	for _, r := range s.Log() {
		all = append(all, r.Query["transaction_status"]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// withinRate counts a call against the minute of the server's clock it falls into, and says in the headers how many are left.
func (s *Server) withinRate(w http.ResponseWriter, c arrival) bool {
	limit := s.opt.PerMinute
	if limit < 0 {
		return true
	}
	const minute = model.Instant(60_000)
	s.mu.Lock()
	if this := c.now - c.now%minute; this != s.minute {
		s.minute, s.inMinute = this, 0
	}
	s.inMinute++
	used := s.inMinute
	s.mu.Unlock()
	reset := (minute - c.now%minute + 999) / 1000
	h := w.Header()
	h.Set("RateLimit-Limit", strconv.Itoa(limit))
	h.Set("RateLimit-Remaining", strconv.Itoa(max(0, limit-used)))
	h.Set("RateLimit-Reset", strconv.FormatInt(int64(reset), 10))
	h.Set("X-RateLimit-Limit-Minute", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining-Minute", strconv.Itoa(max(0, limit-used)))
	return used <= limit
}
