// Package fake is Hotmart's API as a test meets it: a server that tells a made-up account with the traps that the real
// one has, and with the faults that a script orders. Whoever talks to it can be asked to stand every one of them.
package fake

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"recoup/model"
	"recoup/store/world"
)

// Credentials that the server accepts.
const (
	ClientID     = "0a1b2c3d-client"
	ClientSecret = "5ecre7-canary-never-show"
	Basic        = "Basic MGExYjJjM2QtY2xpZW50OjVlY3JlNy1jYW5hcnktbmV2ZXItc2hvdw=="
)

// Options say how the server behaves where Hotmart's own behaviour is not one thing.
type Options struct {
	// Now is the server's clock at the start; the world's To when zero.
	Now model.Instant
	// TLS serves https with the certificate that Client trusts.
	TLS bool
	// PageSize is how many items a page of an endpoint holds unless fewer are asked for, and MaxPageSize the number to which
	// more are silently cut. Hotmart documents neither; 50 and 100 when zero.
	PageSize, MaxPageSize int
	// TokenLives is after how many calls with it an access token is expired; never when zero.
	TokenLives int
	// ExpiresIn is what the token endpoint says of a token's life, in seconds; 172799 when zero.
	ExpiresIn int
	// PerMinute is how many calls a minute of the server's clock are answered before 429; 500 when zero, no limit when negative.
	PerMinute int
	// MaxWindow is the longest span of dates that is answered; a longer one is 502, as a query that takes over 30 seconds is.
	// No limit when zero.
	MaxWindow time.Duration
	// NoTotals leaves total_results out.
	NoTotals bool
	// NullTokens sends "next_page_token": null on the last page instead of leaving it out.
	NullTokens bool
	// Lag is how late the endpoints of subscription charges and of the summary of subscriptions are; Hotmart says up to 24 hours.
	Lag time.Duration
	// Faults are the script of what goes wrong; of those that meet a request the first one happens.
	Faults []Fault
	// NoClubScope answers the members area with nothing, as to a credential that may not see it.
	NoClubScope bool
	// Drift changes the shape of answers; see Drift.
	Drift Drift
	// Shifts insert and remove rows between pages; see Shift.
	Shifts []Shift
	// Ticks is by how much the server's clock goes on with every request; it stands still when zero.
	Ticks time.Duration
}

// Server is a running fake. It may be used from many goroutines.
type Server struct {
	// URL is the address of both the API and the token endpoint; there is no slash at its end.
	URL string

	world *world.World
	opt   Options
	http  *httptest.Server

	mu       sync.Mutex
	now      model.Instant
	token    string
	tokens   int // how many were given out
	uses     int // of the current token
	minute   model.Instant
	inMinute int
	faults   []*Fault
	log      []Request
	flying   int
	mostEver int
	asked    map[string]int // requests of each endpoint
}

// New starts a server that tells a world. It must be closed.
func New(w *world.World, opt Options) *Server {
	if opt.Now == 0 {
		opt.Now = w.To
	}
	if opt.PageSize == 0 {
		opt.PageSize = 50
	}
	if opt.MaxPageSize == 0 {
		opt.MaxPageSize = max(100, opt.PageSize)
	}
	if opt.ExpiresIn == 0 {
		opt.ExpiresIn = 172799
	}
	if opt.PerMinute == 0 {
		opt.PerMinute = 500
	}
	s := &Server{world: w, opt: opt, now: opt.Now, asked: map[string]int{}}
	s.Script(opt.Faults...)
	if opt.TLS {
		s.http = httptest.NewTLSServer(s)
	} else {
		s.http = httptest.NewServer(s)
	}
	s.URL = s.http.URL
	return s
}

// Close stops the server, also in the middle of answers that never end.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// Client trusts the server's certificate.
func (s *Server) Client() *http.Client { return s.http.Client() }

// Now is the server's clock.
func (s *Server) Now() model.Instant {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Advance moves the server's clock; what happened to the account meanwhile is told from then on.
func (s *Server) Advance(by time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(by)
}

// ServeHTTP answers as Hotmart does, unless a fault of the script stands in the way.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := s.arrive(r)
	defer s.leave(c)
	if fault := s.faultFor(r); fault != nil {
		fault.play(w, r, func(w http.ResponseWriter) { s.answer(w, r, c) })
		return
	}
	s.answer(w, r, c)
}

// answer is what Hotmart says when nothing goes wrong.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, c arrival) {
	if r.URL.Path == TokenPath {
		s.giveToken(w, r)
		return
	}
	route := routeOf(r.URL.Path)
	if route == nil || r.Method != http.MethodGet {
		serveDocumentation(w)
		return
	}
	if problem := s.authorize(r); problem != nil {
		problem.write(w)
		return
	}
	if !s.withinRate(w, c) {
		tooMany.write(w)
		return
	}
	call := &call{Server: s, r: r, query: r.URL.Query(), at: c.now, parts: route.parts(r.URL.Path), nth: c.nth}
	route.answer(call, w)
}

// serveDocumentation is what the API's host answers to a path it does not know: a page, with status 200.
func serveDocumentation(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<!doctype html><html><head><title>Hotmart Developers</title></head><body><div id=\"root\"></div></body></html>"))
}

// route is an endpoint: its path, where {} stands for a part that varies.
type route struct {
	path   string
	answer func(*call, http.ResponseWriter)
}

func (r *route) parts(path string) []string {
	var parts []string
	have := strings.Split(path, "/")
	for i, want := range strings.Split(r.path, "/") {
		if want == "{}" {
			parts = append(parts, have[i])
		}
	}
	return parts
}

func (r *route) matches(path string) bool {
	have, want := strings.Split(path, "/"), strings.Split(r.path, "/")
	if len(have) != len(want) {
		return false
	}
	for i := range want {
		if want[i] != "{}" && want[i] != have[i] || have[i] == "" && i > 0 {
			return false
		}
	}
	return true
}

func routeOf(path string) *route {
	for _, r := range routes() {
		if r.matches(path) {
			return &r
		}
	}
	return nil
}

func routes() []route {
	return []route{
		{"/payments/api/v1/sales/history", salesHistory},
		{"/payments/api/v1/sales/summary", salesSummary},
		{"/payments/api/v1/sales/users", salesUsers},
		{"/payments/api/v1/sales/commissions", salesCommissions},
		{"/payments/api/v1/sales/price/details", salesPriceDetails},
		{"/payments/api/v1/subscriptions", subscriptions},
		{"/payments/api/v1/subscriptions/summary", subscriptionSummaries},
		{"/payments/api/v1/subscriptions/transactions", subscriptionTransactions},
		{"/payments/api/v1/subscriptions/{}/purchases", purchases},
		{"/products/api/v1/products", products},
		{"/products/api/v1/products/{}/offers", offers},
		{"/products/api/v1/products/{}/plans", plans},
		{"/products/api/v1/coupon/product/{}", coupons},
		{"/club/api/v1/users", clubUsers},
		{"/club/api/v1/users/{}/lessons", clubLessons},
		{"/club/api/v1/modules", clubModules},
		{"/club/api/v2/modules/{}/pages", clubPages},
		{"/user/api/v1/me", me},
	}
}
