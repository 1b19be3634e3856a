package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// testClock is a clock that a test moves: whoever sleeps on it wakes at once, later.
type testClock struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
	moved func(time.Duration)
}

func newTestClock() *testClock {
	return &testClock{now: time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC)}
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.waits = append(c.waits, d)
	if c.moved != nil {
		c.moved(d)
	}
	return ctx.Err()
}

func (c *testClock) set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = to
}

func (c *testClock) waited() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.waits...)
}

type revealed string

func (r revealed) Reveal() string { return string(r) }

// What must never be seen.
const (
	testSecret = "cAnArY/secret+0123456789"
	testToken  = "H4sIcanarytokenH4sI="
)

// play is a server of one story: it gives a token, and answers the n-th other call (from 1) as it is told.
type play struct {
	*httptest.Server
	calls, tokens atomic.Int32
}

func stage(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, n int)) *play {
	t.Helper()
	p := &play{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/oauth/token") {
			p.tokens.Add(1)
			_, _ = io.WriteString(w, `{"access_token":"`+testToken+`","token_type":"bearer","expires_in":172799}`)
			return
		}
		answer(w, r, int(p.calls.Add(1)))
	}))
	t.Cleanup(func() {
		p.CloseClientConnections()
		p.Close()
	})
	return p
}

func (p *play) options(clock Clock) Options {
	return Options{
		BaseURL: p.URL, TokenURL: p.URL + "/security/oauth/token", Credentials: Credentials{ID: "the-id", Secret: revealed(testSecret)},
		Clock: clock, Random: func() float64 { return 0.5 }, AttemptTimeout: 5 * time.Second,
	}
}

func client(t *testing.T, o Options) *Client {
	t.Helper()
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

var aRequest = Request{Endpoint: "sales/history", Path: []string{"payments", "api", "v1", "sales", "history"}}

// leaves fails the test when it ends with more goroutines than it began with.
func leaves(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for range 400 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines are left of %d:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
	})
}

func page(items ...string) string {
	return fmt.Sprintf(`{"items":[%s],"page_info":{"results_per_page":50}}`, strings.Join(items, ","))
}
