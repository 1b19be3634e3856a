package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"recoup/model"
)

func hangUp(w http.ResponseWriter) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

// failsOnce are tries that fail, but not for good.
var failsOnce = map[string]func(w http.ResponseWriter){
	"429":                    func(w http.ResponseWriter) { w.WriteHeader(429) },
	"500":                    func(w http.ResponseWriter) { w.WriteHeader(500) },
	"503":                    func(w http.ResponseWriter) { w.WriteHeader(503) },
	"504":                    func(w http.ResponseWriter) { w.WriteHeader(504) },
	"502 of an open list":    func(w http.ResponseWriter) { w.WriteHeader(502) },
	"a connection that ends": hangUp,
	"half a body": func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "500")
		_, _ = io.WriteString(w, `{"items":[`)
	},
	"half a JSON":        func(w http.ResponseWriter) { _, _ = io.WriteString(w, `{"items":[{"transaction":"HP1"`) },
	"a page of the site": func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<!doctype html><html></html>") },
	"a broken gzip": func(w http.ResponseWriter) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, "no gzip")
	},
}

func TestWhatFailsOnceIsTriedAgain(t *testing.T) {
	for name, fail := range failsOnce {
		t.Run(name, func(t *testing.T) {
			leaves(t)
			p := stage(t, func(w http.ResponseWriter, _ *http.Request, n int) {
				if n < MaxTries {
					fail(w)
					return
				}
				_, _ = io.WriteString(w, page(`{"a":1}`))
			})
			answer, err := client(t, p.options(newTestClock())).Get(context.Background(), aRequest)
			if err != nil || !bytes.Contains(answer.Body, []byte(`"a":1`)) || p.calls.Load() != MaxTries {
				t.Errorf("%s, %v after %d calls", answer.Body, err, p.calls.Load())
			}
		})
	}
}

func TestWhatKeepsFailingIsGivenUpAfterSixTries(t *testing.T) {
	for name, fail := range failsOnce {
		t.Run(name, func(t *testing.T) {
			leaves(t)
			clock := newTestClock()
			p := stage(t, func(w http.ResponseWriter, _ *http.Request, _ int) { fail(w) })
			_, err := client(t, p.options(clock)).Get(context.Background(), aRequest)
			var f *Failure
			if !errors.As(err, &f) || f.Tries != MaxTries || p.calls.Load() < MaxTries { // Go itself repeats a request on a connection that was closed
				t.Fatalf("%v after %d calls", err, p.calls.Load())
			}
			for _, wait := range clock.waited() {
				if wait > maxWait {
					t.Errorf("waited %s", wait)
				}
			}
		})
	}
}

func TestWhatIsLastingIsTriedOnce(t *testing.T) {
	bomb := func(w http.ResponseWriter) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		zeros := make([]byte, 1<<16)
		for range 100 {
			if _, err := z.Write(zeros); err != nil {
				return
			}
		}
	}
	endless := func(w http.ResponseWriter) {
		for {
			if _, err := io.WriteString(w, strings.Repeat("[", 1<<12)); err != nil {
				return
			}
		}
	}
	status := func(code int) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.WriteHeader(code)
			_, _ = io.WriteString(w, `{"error":"a_word","error_description":"a \u001b[31msentence"}`)
		}
	}
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter)
		want   error
	}{
		"400":                {status(400), ErrInvalid},
		"403":                {status(403), ErrForbidden},
		"404":                {status(404), ErrNotFound},
		"422":                {status(422), ErrInvalid},
		"501":                {status(501), ErrServer},
		"502 of a window":    {status(502), ErrTooMuch},
		"a gzip bomb":        {bomb, ErrTooLong},
		"a body without end": {endless, ErrTooLong},
	} {
		t.Run(name, func(t *testing.T) {
			leaves(t)
			p := stage(t, func(w http.ResponseWriter, _ *http.Request, _ int) { c.answer(w) })
			o := p.options(newTestClock())
			o.MaxBody = 1 << 20
			window := aRequest
			window.Narrow = true
			_, err := client(t, o).Get(context.Background(), window)
			if !errors.Is(err, c.want) || p.calls.Load() != 1 {
				t.Errorf("%v after %d calls", err, p.calls.Load())
			}
			var f *Failure
			if errors.As(err, &f) && f.Status != 0 && c.want != ErrTooLong && (f.Code != "a_word" || strings.Contains(f.Error(), "\x1b")) {
				t.Errorf("%q", f.Error())
			}
		})
	}
}

func TestOfAnEmptyAnswerThereIsNothing(t *testing.T) {
	for _, body := range []string{"", "  \n", "null", "\ufeff"} {
		p := stage(t, func(w http.ResponseWriter, _ *http.Request, _ int) { _, _ = io.WriteString(w, body) })
		answer, err := client(t, p.options(newTestClock())).Get(context.Background(), aRequest)
		if err != nil || answer.Body != nil || p.calls.Load() != 1 {
			t.Errorf("%q: %q, %v", body, answer.Body, err)
		}
	}
}

func TestTheServerSaysHowLongToWait(t *testing.T) {
	clock := newTestClock()
	at := func(d time.Duration) string { return clock.Now().Add(d).Format(http.TimeFormat) }
	for name, c := range map[string]struct {
		status   int
		header   [2]string
		min, max time.Duration
	}{
		"seconds":                          {503, [2]string{"Retry-After", "7"}, 7 * time.Second, 8 * time.Second},
		"a date":                           {503, [2]string{"Retry-After", at(20 * time.Second)}, 19 * time.Second, 21 * time.Second},
		"a date that is past":              {503, [2]string{"Retry-After", at(-time.Hour)}, 0, 2 * time.Second},
		"less than nothing":                {503, [2]string{"Retry-After", "-5"}, 0, 2 * time.Second},
		"a year":                           {503, [2]string{"Retry-After", "31536000"}, maxWait, maxWait},
		"more seconds than there are":      {503, [2]string{"Retry-After", strings.Repeat("9", 400)}, 0, maxWait},
		"nonsense":                         {503, [2]string{"Retry-After", "soon"}, 0, 2 * time.Second},
		"until the limit begins anew":      {429, [2]string{"RateLimit-Reset", "30"}, 30 * time.Second, 31 * time.Second},
		"the limit, of another failure":    {503, [2]string{"RateLimit-Reset", "30"}, 0, 2 * time.Second},
		"a limit that never begins anew":   {429, [2]string{"RateLimit-Reset", "1e12"}, maxWait, maxWait},
		"a limit that began anew long ago": {429, [2]string{"RateLimit-Reset", "-1"}, 0, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			clock := newTestClock()
			p := stage(t, func(w http.ResponseWriter, _ *http.Request, n int) {
				if n == 1 {
					w.Header().Set(c.header[0], c.header[1])
					w.WriteHeader(c.status)
					return
				}
				_, _ = io.WriteString(w, page())
			})
			if _, err := client(t, p.options(clock)).Get(context.Background(), aRequest); err != nil {
				t.Fatal(err)
			}
			waits := clock.waited()
			if len(waits) != 1 || waits[0] < c.min || waits[0] > c.max {
				t.Errorf("waited %v, not between %v and %v", waits, c.min, c.max)
			}
		})
	}
}

func TestWaitsAreSpreadOverADoublingTime(t *testing.T) {
	clock := newTestClock()
	p := stage(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(500) })
	o := p.options(clock)
	parts := []float64{0, 0.25, 0.5, 0.75, 0.999}
	at := 0
	o.Random = func() float64 { at++; return parts[(at-1)%len(parts)] }
	_, _ = client(t, o).Get(context.Background(), aRequest)
	for i, wait := range clock.waited() {
		if want := time.Duration(parts[i] * float64(2*time.Second<<i)); wait != want {
			t.Errorf("wait %d is %s, not %s", i, wait, want)
		}
	}
}

func TestAServerThatKeepsPuttingUsOffIsGivenUpInTime(t *testing.T) {
	clock := newTestClock()
	p := stage(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Retry-After", "31536000")
		w.WriteHeader(503)
	})
	started := clock.Now()
	o := p.options(clock)
	o.CallTimeout = 5 * time.Minute
	_, err := client(t, o).Get(context.Background(), aRequest)
	if took := clock.Now().Sub(started); !errors.Is(err, ErrServer) || took > o.CallTimeout || p.calls.Load() < 2 {
		t.Errorf("%v after %s and %d calls", err, took, p.calls.Load())
	}
}

func TestASlowAnswerIsGivenUpAndTriedAgain(t *testing.T) {
	leaves(t)
	p := stage(t, func(w http.ResponseWriter, r *http.Request, n int) {
		if n == 1 { // one byte, and then nothing
			_, _ = io.WriteString(w, "{")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return
		}
		_, _ = io.WriteString(w, page())
	})
	o := p.options(newTestClock())
	o.AttemptTimeout = 60 * time.Millisecond
	if _, err := client(t, o).Get(context.Background(), aRequest); err != nil || p.calls.Load() != 2 {
		t.Errorf("%v after %d calls", err, p.calls.Load())
	}
}

// blocked is a clock on which a sleeper wakes only by being cancelled.
type blocked struct {
	*testClock
	asleep chan struct{}
}

func (b *blocked) Sleep(ctx context.Context, _ time.Duration) error {
	close(b.asleep)
	<-ctx.Done()
	return ctx.Err()
}

func TestACancelledRequestEndsWhereverItIs(t *testing.T) {
	for _, where := range []string{"in an answer that does not come", "in a wait", "in a token that does not come"} {
		t.Run(where, func(t *testing.T) {
			leaves(t)
			arrived := make(chan struct{})
			clock := &blocked{newTestClock(), make(chan struct{})}
			p := stage(t, func(w http.ResponseWriter, r *http.Request, _ int) {
				if where == "in a wait" {
					w.WriteHeader(503)
					return
				}
				close(arrived)
				<-r.Context().Done()
			})
			o := p.options(clock)
			if where == "in a token that does not come" {
				o.TokenURL = p.URL + "/no-answer"
			}
			ctx, cancel := context.WithCancel(context.Background())
			go func() {
				select {
				case <-arrived:
				case <-clock.asleep:
				}
				cancel()
			}()
			if _, err := client(t, o).Get(ctx, aRequest); !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestNoRedirectIsFollowed(t *testing.T) {
	for _, code := range []int{301, 302, 303, 307, 308} {
		elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			t.Errorf("%d led to %s with %q", code, r.URL, r.Header)
		}))
		p := stage(t, func(w http.ResponseWriter, r *http.Request, _ int) {
			http.Redirect(w, r, elsewhere.URL+"/caught", code)
		})
		_, err := client(t, p.options(newTestClock())).Get(context.Background(), aRequest)
		if !errors.Is(err, ErrRedirected) || p.calls.Load() != 1 {
			t.Errorf("%d: %v after %d calls", code, err, p.calls.Load())
		}
		o := p.options(newTestClock())
		o.TokenURL = p.URL + "/moved"
		if _, err := client(t, o).Get(context.Background(), aRequest); !errors.Is(err, ErrRedirected) {
			t.Errorf("token, %d: %v", code, err)
		}
		elsewhere.Close()
	}
}

func TestATokenThatIsRefusedIsRenewedOnce(t *testing.T) {
	refuse := 1
	p := stage(t, func(w http.ResponseWriter, _ *http.Request, n int) {
		if n == 3 || refuse > 1 {
			w.WriteHeader(401)
			_, _ = io.WriteString(w, `{"error":"token_expired"}`)
			return
		}
		_, _ = io.WriteString(w, page())
	})
	c := client(t, p.options(newTestClock()))
	for range 5 {
		if _, err := c.Get(context.Background(), aRequest); err != nil {
			t.Fatal(err)
		}
	}
	if p.tokens.Load() != 2 || p.calls.Load() != 6 {
		t.Errorf("%d tokens for %d calls", p.tokens.Load(), p.calls.Load())
	}
	refuse = 2
	if _, err := c.Get(context.Background(), aRequest); !errors.Is(err, ErrCredentials) || p.tokens.Load() != 3 || p.calls.Load() != 8 {
		t.Errorf("%v; %d tokens for %d calls", err, p.tokens.Load(), p.calls.Load())
	}
}

func TestManyCallersRenewATokenOnce(t *testing.T) {
	leaves(t)
	var mu sync.Mutex
	good := ""
	given := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if strings.HasSuffix(r.URL.Path, "token") {
			given++
			good = fmt.Sprintf("token-%d", given)
			_, _ = fmt.Fprintf(w, `{"access_token":%q,"expires_in":"172799"}`, good)
			return
		}
		if r.Header.Get("Authorization") != "Bearer "+good {
			w.WriteHeader(401)
			return
		}
		_, _ = io.WriteString(w, page())
	}))
	defer server.Close()
	p := play{Server: server}
	c := client(t, p.options(newTestClock()))
	if _, err := c.Get(context.Background(), aRequest); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	good = "another now"
	mu.Unlock()
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := c.Get(context.Background(), aRequest); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if given != 2 {
		t.Errorf("%d tokens were asked for", given)
	}
}

func TestAClockThatIsADayWrongCostsNoTokens(t *testing.T) {
	p := stage(t, func(w http.ResponseWriter, _ *http.Request, _ int) { _, _ = io.WriteString(w, page()) })
	clock := newTestClock()
	c := client(t, p.options(clock))
	right := clock.Now()
	for i := range 20 {
		clock.set(right.Add(time.Duration((i+1)%3-1) * 24 * time.Hour))
		if _, err := c.Get(context.Background(), aRequest); err != nil {
			t.Fatal(err)
		}
	}
	if p.tokens.Load() != 1 {
		t.Errorf("%d tokens", p.tokens.Load())
	}
	clock.set(right.Add(48*time.Hour - time.Minute))
	for range 5 {
		if _, err := c.Get(context.Background(), aRequest); err != nil {
			t.Fatal(err)
		}
	}
	if p.tokens.Load() != 2 {
		t.Errorf("%d tokens; one that is about to run out is replaced once", p.tokens.Load())
	}
}

func TestATokenOfNoKnownLifeIsUsedUntilItIsRefused(t *testing.T) {
	for _, expires := range []string{"0", "-1", "60", `"soon"`, "null", "1e999"} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "token") {
				_, _ = fmt.Fprintf(w, `{"access_token":"abc","expires_in":%s}`, expires)
				return
			}
			_, _ = io.WriteString(w, page())
		}))
		p := play{Server: server}
		o := p.options(newTestClock())
		asked := 0
		o.Log = func(e Entry) {
			if e.Endpoint == "token" {
				asked++
			}
		}
		c := client(t, o)
		for range 5 {
			if _, err := c.Get(context.Background(), aRequest); err != nil {
				t.Errorf("%s: %v", expires, err)
			}
		}
		if asked != 1 {
			t.Errorf("%s: %d tokens", expires, asked)
		}
		server.Close()
	}
}

func TestCredentialsThatAreRefusedAreSaidToBe(t *testing.T) {
	for _, status := range []int{400, 401, 403} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		p := play{Server: server}
		if _, err := client(t, p.options(newTestClock())).Get(context.Background(), aRequest); !errors.Is(err, ErrCredentials) {
			t.Errorf("%d: %v", status, err)
		}
		server.Close()
	}
}

func TestSecretsAreSpokenOnlyToWhomTheyAreFor(t *testing.T) {
	secret := Credentials{ID: "id", Secret: revealed("secret")}
	for address, good := range map[string]bool{
		"https://developers.hotmart.com": true, "http://127.0.0.1:8080": true, "http://[::1]:80": true, "http://localhost:1": true,
		"http://developers.hotmart.com": false, "http://127.0.0.1.example.com": false, "https://me:hunter2@hotmart.com": false,
		"https://hotmart.com?x=1": false, "ftp://hotmart.com": false, "hotmart.com": false, "https://": false, "http://0x7f.1": false,
	} {
		_, err := New(Options{BaseURL: address, TokenURL: address, Credentials: secret})
		if (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v", err)
		}
	}
	for _, none := range []Credentials{{}, {ID: "id"}, {Secret: revealed("x")}, {ID: "id", Secret: revealed("")}} {
		if _, err := New(Options{Credentials: none}); model.KindOf(err) != model.KindFailed || !strings.Contains(err.Error(), "recoup auth set") {
			t.Errorf("%+v: %v", none, err)
		}
	}
}

func TestAnIDFromAnAnswerStaysOneSegmentOfThePath(t *testing.T) {
	c := client(t, Options{Credentials: Credentials{ID: "id", Secret: revealed("secret")}})
	for id, want := range map[string]string{
		"abc": "/abc/offers", "../x": "/..%2Fx/offers", "..": "/%2E%2E/offers", "a?b#c": "/a%3Fb%23c/offers", "é \n": "/%C3%A9%20%0A/offers",
	} {
		if got := c.address(Request{Path: []string{"products", id, "offers"}}); got != ProductionURL+"/products"+want {
			t.Errorf("%q: %s", id, got)
		}
	}
}
