package hook

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

// Every way to be refused, and that nothing of a refused request is kept.
func TestWhatIsRefused(t *testing.T) {
	sink := newSnapshot(t)
	r := start(t, Options{Sink: sink, Limits: Limits{Body: 4096, Header: 8192}})
	for _, c := range []struct {
		name   string
		spoil  func(*http.Request)
		status int
	}{
		{"no token", func(q *http.Request) { q.Header.Del("X-HOTMART-HOTTOK") }, 401},
		{"empty token", func(q *http.Request) { q.Header.Set("X-HOTMART-HOTTOK", "") }, 401},
		{"another token", func(q *http.Request) { q.Header.Set("X-HOTMART-HOTTOK", "another") }, 401},
		{"the beginning of the token", func(q *http.Request) { q.Header.Set("X-HOTMART-HOTTOK", hottok[:8]) }, 401},
		{"the token and more", func(q *http.Request) { q.Header.Set("X-HOTMART-HOTTOK", hottok+"x") }, 401},
		{"the token in capitals", func(q *http.Request) { q.Header.Set("X-HOTMART-HOTTOK", strings.ToUpper(hottok)) }, 401},
		{"the token twice", func(q *http.Request) { q.Header.Add("X-HOTMART-HOTTOK", hottok) }, 401},
		{"two tokens", func(q *http.Request) { q.Header.Add("X-HOTMART-HOTTOK", "another") }, 401},
		{"the token as a bearer", func(q *http.Request) {
			q.Header.Del("X-HOTMART-HOTTOK")
			q.Header.Set("Authorization", "Bearer "+hottok)
		}, 401},
		{"the token in the address", func(q *http.Request) {
			q.Header.Del("X-HOTMART-HOTTOK")
			q.URL.RawQuery = "hottok=" + hottok
		}, 401},
		{"the token in the body", func(q *http.Request) {
			q.Header.Del("X-HOTMART-HOTTOK")
			setBody(q, `{"hottok":"`+hottok+`",`+approved(1).body()[1:])
		}, 401},
		{"GET", func(q *http.Request) { q.Method = http.MethodGet; setBody(q, "") }, 405},
		{"PUT", func(q *http.Request) { q.Method = http.MethodPut }, 405},
		{"DELETE", func(q *http.Request) { q.Method = http.MethodDelete }, 405},
		{"OPTIONS *", func(q *http.Request) { q.Method = http.MethodOptions; q.URL.Opaque = "*"; setBody(q, "") }, 404},
		{"another path", func(q *http.Request) { q.URL.Path = "/admin" }, 404},
		{"a path below", func(q *http.Request) { q.URL.Path = "/hotmart/x" }, 404},
		{"a form", func(q *http.Request) { q.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, 415},
		{"plain text, which a page can send without asking", func(q *http.Request) { q.Header.Set("Content-Type", "text/plain") }, 415},
		{"no type", func(q *http.Request) { q.Header.Del("Content-Type") }, 415},
		{"compressed", func(q *http.Request) { q.Header.Set("Content-Encoding", "gzip") }, 415},
		{"too large, and says so", func(q *http.Request) { setBody(q, strings.Repeat(" ", 4097)) }, 413},
		{"too large, and does not say so", func(q *http.Request) {
			setBody(q, strings.Repeat(" ", 4097))
			q.ContentLength = -1
		}, 413},
		{"a page of another site", func(q *http.Request) { q.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"a page of another site, in an old browser", func(q *http.Request) { q.Header.Set("Origin", "https://evil.example") }, 403},
		{"a header without end", func(q *http.Request) { q.Header.Set("X-Long", strings.Repeat("a", 1<<20)) }, 431},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := r.request(strings.NewReader(approved(1).body()))
			c.spoil(q)
			status, body := r.do(q)
			if status != c.status {
				t.Errorf("%d %s; want %d", status, body, c.status)
			}
			if strings.Contains(body, hottok) {
				t.Errorf("the answer holds the token: %s", body)
			}
		})
	}
	if n := len(events(t, sink)); n != 0 {
		t.Errorf("%d events were kept", n)
	}
	if s := r.stop(); s.Stored() != 0 || s.Refused[401] != 11 {
		t.Errorf("the summary says %+v", s)
	}
}

func setBody(q *http.Request, body string) {
	q.Body, q.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	q.GetBody = nil
}

func TestWhatIsAccepted(t *testing.T) {
	r := start(t, Options{})
	for name, c := range map[string]func(*http.Request){
		"as Hotmart sends it":   func(*http.Request) {},
		"to /hotmart":           func(q *http.Request) { q.URL.Path = "/hotmart" },
		"with a character set":  func(q *http.Request) { q.Header.Set("Content-Type", "application/json; charset=UTF-8") },
		"in capitals":           func(q *http.Request) { q.Header.Set("Content-Type", "APPLICATION/JSON") },
		"in chunks":             func(q *http.Request) { q.ContentLength = -1 },
		"with a query":          func(q *http.Request) { q.URL.RawQuery = "from=tunnel" },
		"uncompressed, says so": func(q *http.Request) { q.Header.Set("Content-Encoding", "identity") },
	} {
		q := r.request(strings.NewReader(approved(1).body()))
		c(q)
		if status, body := r.do(q); status != 200 {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
}

// raw opens a connection of its own and writes to it.
func (r *running) raw(text string) net.Conn {
	r.t.Helper()
	conn, err := net.Dial("tcp", r.Address().String())
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, text); err != nil {
		r.t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	return conn
}

// statusOf reads the answer, or "closed" where the connection ends without one.
func statusOf(conn net.Conn) string {
	a, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return "closed"
	}
	return fmt.Sprint(a.StatusCode)
}

func (r *running) head(token string, length string) string {
	return "POST / HTTP/1.1\r\nHost: " + r.Address().String() + "\r\nContent-Type: application/json\r\nX-HOTMART-HOTTOK: " + token + "\r\n" + length + "\r\n\r\n"
}

// The token is looked at before the body: who has none is answered while the body never ends, with time-outs far away.
func TestAWrongTokenIsAnsweredBeforeTheBody(t *testing.T) {
	r := start(t, Options{Limits: Limits{Read: time.Hour, Write: time.Hour, Grace: time.Millisecond}})
	for name, conn := range map[string]net.Conn{
		"a length that never comes": r.raw(r.head("wrong", "Content-Length: 1000") + `{"id":`),
		"chunks without end":        r.raw(r.head("wrong", "Transfer-Encoding: chunked") + "6\r\n{\"id\":\r\n"),
		"waits to be asked":         r.raw(r.head("wrong", "Content-Length: 1000\r\nExpect: 100-continue")),
		"larger than is allowed":    r.raw(r.head("wrong", "Content-Length: 100000000000") + "{"),
	} {
		if got := statusOf(conn); got != "401" {
			t.Errorf("%s: %s", name, got)
		}
		if rest, err := io.ReadAll(conn); err != nil && len(rest) > 0 {
			t.Errorf("%s: the connection goes on: %q, %v", name, rest, err)
		}
	}
}

// An event that says it is too large is not waited for, right token or not.
func TestATooLargeEventIsAnsweredBeforeItComes(t *testing.T) {
	r := start(t, Options{Limits: Limits{Read: time.Hour, Write: time.Hour, Grace: time.Millisecond}})
	if got := statusOf(r.raw(r.head(hottok, "Content-Length: 1048577") + "{")); got != "413" {
		t.Errorf("%s", got)
	}
}

// Somebody who sends a byte now and then keeps a place only until the time-out.
func TestSlowCallersAreSentAway(t *testing.T) {
	limits := Limits{ReadHeader: 150 * time.Millisecond, Read: 250 * time.Millisecond, Idle: 150 * time.Millisecond}
	sink := newSnapshot(t)
	r := start(t, Options{Limits: limits, Sink: sink})
	for name, c := range map[string]struct{ sent, want string }{
		"says nothing":                 {"", "closed"},
		"a header that never ends":     {"POST / HTTP/1.1\r\nHost: " + r.Address().String() + "\r\nX-Slow: ", "closed"},
		"a body that never ends":       {r.head(hottok, "Content-Length: 1000") + `{"id":`, "400"},
		"a body cut off by a time-out": {r.head(hottok, "Transfer-Encoding: chunked") + "6\r\n{\"id\":\r\n", "400"},
	} {
		if got := statusOf(r.raw(c.sent)); got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
	}
	if status := r.post(approved(1).body()); status != 200 {
		t.Errorf("an event after them: %d", status)
	}
	if n := len(events(t, sink)); n != 1 {
		t.Errorf("%d events are kept", n)
	}
}

// At most so many connections are served at once, and idle ones make room.
func TestPlacesAreFewAndIdleOnesMakeRoom(t *testing.T) {
	const places = 3
	held := make(chan struct{})
	sink := &gatedSink{Sink: newSnapshot(t), held: held, reached: make(chan struct{}, 100)}
	r := start(t, Options{Sink: sink, Limits: Limits{Connections: places, Idle: time.Hour}})
	health := "GET /health HTTP/1.1\r\nHost: " + r.Address().String() + "\r\n\r\n"
	for range 3 * places { // each stays open, idle
		if got := statusOf(r.raw(health)); got != "200" {
			t.Fatalf("a connection while others are idle: %s", got)
		}
	}
	var busy []net.Conn
	for n := range places {
		body := approved(n).body()
		busy = append(busy, r.raw(r.head(hottok, fmt.Sprint("Content-Length: ", len(body)))+body))
	}
	<-sink.reached
	late := r.raw(health)
	_ = late.SetDeadline(time.Now().Add(200 * time.Millisecond))
	if got := statusOf(late); got != "closed" {
		t.Errorf("one connection more than there are places was served: %s", got)
	}
	close(held)
	for n, conn := range busy {
		if got := statusOf(conn); got != "200" {
			t.Errorf("event %d: %s", n, got)
		}
	}
}

// gatedSink holds every batch until held is closed.
type gatedSink struct {
	Sink
	held    <-chan struct{}
	reached chan struct{}
}

func (s *gatedSink) Apply(ctx context.Context, b model.Batch) (model.Receipt, error) {
	s.reached <- struct{}{}
	<-s.held
	return s.Sink.Apply(ctx, b)
}

func TestHealthTellsHowManyAndNoMore(t *testing.T) {
	now := began
	r := start(t, Options{Now: func() time.Time { return now }})
	ask := func() (int, map[string]any, string) {
		q, _ := http.NewRequest(http.MethodGet, r.url("/health"), nil)
		status, body := r.do(q)
		var told map[string]any
		if err := json.Unmarshal([]byte(body), &told); err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		return status, told, body
	}
	if status, told, _ := ask(); status != 200 || told["events"] != 0.0 || told["last_committed_at"] != nil {
		t.Errorf("before any event: %d %v", status, told)
	}
	r.post(approved(1).body())
	status, told, body := ask()
	if status != 200 || told["status"] != "ok" || told["events"] != 1.0 || told["last_committed_at"] != "2026-05-10T12:00:00Z" || len(told) != 3 {
		t.Errorf("after one: %d %v", status, told)
	}
	if strings.Contains(body, "HP") || strings.Contains(body, "canary") || strings.Contains(body, hottok) {
		t.Errorf("it tells too much: %s", body)
	}
	if status := r.postTo("/health", approved(2).body()); status != 405 {
		t.Errorf("an event posted there: %d", status)
	}
}

func (r *running) postTo(path, body string) int {
	q := r.request(strings.NewReader(body))
	q.URL.Path = path
	status, _ := r.do(q)
	return status
}
