package fake

import (
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// What a Fault does instead of answering.
type What uint8

// The things that go wrong.
const (
	Answer      What = iota // answer with Status, Header and Body
	Reset                   // reset the connection before a word is said
	Hang                    // say nothing until the client goes away
	HalfBody                // promise the whole answer, send the first half of it, hang up
	EndlessBody             // JSON that goes on for ever
	GzipBomb                // a small body that unpacks to Size bytes
	SlowBody                // the true answer, at PerSecond bytes
	WrongType               // the true answer, as text/plain
	HTML                    // a web page, with status 200
	Empty                   // no body, with status 200
	Redirect                // to Location, with status 302
	Truth                   // the true answer, with Header added, after Delay
)

// Fault is something that goes wrong with some requests.
type Fault struct {
	// Path is that of the requests it meets; a * at its end stands for anything, and the empty path meets all.
	Path string
	// When is asked about the query of a request; nil meets all.
	When func(url.Values) bool
	// Nth is the first of the requests it meets that goes wrong, from 1, which is also meant by zero. Times is how many go wrong
	// from there; one when zero, all when negative.
	Nth, Times int

	What      What
	Status    int
	Header    map[string]string
	Body      string // Hotmart's words for the status when empty
	Delay     time.Duration
	Size      int64  // of a GzipBomb; 1 GiB when zero
	PerSecond int    // of a SlowBody; 1 when zero
	Location  string // of a Redirect

	met int
}

// Script adds faults behind those that there are.
func (s *Server) Script(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		f.met = 0
		s.faults = append(s.faults, &f)
	}
}

// Heal takes all faults away.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// faultFor counts a request against the faults that meet it and gives the first one that is due.
func (s *Server) faultFor(r *http.Request) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due *Fault
	for _, f := range s.faults {
		if !f.meets(r) {
			continue
		}
		f.met++
		first, times := max(1, f.Nth), f.Times
		if times == 0 {
			times = 1
		}
		if due == nil && f.met >= first && (times < 0 || f.met < first+times) {
			due = f
		}
	}
	return due
}

func (f *Fault) meets(r *http.Request) bool {
	path, open := strings.CutSuffix(f.Path, "*")
	if f.Path != "" && r.URL.Path != path && !(open && strings.HasPrefix(r.URL.Path, path)) {
		return false
	}
	return f.When == nil || f.When(r.URL.Query())
}

// play lets the fault happen. truth gives the answer that would have been.
func (f *Fault) play(w http.ResponseWriter, r *http.Request, truth func(http.ResponseWriter)) {
	if !pause(r, f.Delay) {
		return
	}
	h := w.Header()
	for name, text := range f.Header {
		h.Set(name, text)
	}
	switch f.What {
	case Answer:
		f.answer(w)
	case Reset:
		reset(w)
	case Hang:
		<-r.Context().Done()
	case HalfBody:
		half(w, truth)
	case EndlessBody:
		endless(w, r)
	case GzipBomb:
		f.bomb(w, r)
	case SlowBody:
		f.slowly(w, r, truth)
	case WrongType:
		_, body := recorded(truth)
		h.Set("Content-Type", "text/plain")
		_, _ = w.Write(body)
	case HTML:
		serveDocumentation(w)
	case Empty:
		nothing(w)
	case Redirect:
		h.Set("Location", f.Location)
		w.WriteHeader(http.StatusFound)
	case Truth:
		truth(w)
	}
}

// pause waits; false when the client has gone meanwhile.
func pause(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// answer says what the status is about in Hotmart's form, unless the fault has words of its own.
func (f *Fault) answer(w http.ResponseWriter) {
	status := f.Status
	if status == 0 {
		status = http.StatusInternalServerError
	}
	if f.Body != "" {
		if w.Header().Get("Content-Type") == "" {
			w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, f.Body)
		return
	}
	words := map[int]*problem{
		400: badParameter("bad request"), 401: expired, 403: {word: "unauthorized_client", what: "The credential may not do this."}, 429: tooMany,
		404: notFound("not found"), 503: {word: "internal_error", what: "Service unavailable."},
	}
	p := words[status]
	if p == nil {
		p = &problem{word: "internal_server_error", what: "An unexpected error occurred."}
	}
	(&problem{status: status, word: p.word, what: p.what}).write(w)
}

// reset drops the connection so that the client sees it reset and not closed.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// recorded takes down an answer instead of sending it.
func recorded(truth func(http.ResponseWriter)) (http.Header, []byte) {
	rec := httptest.NewRecorder()
	truth(rec)
	return rec.Header(), rec.Body.Bytes()
}

func half(w http.ResponseWriter, truth func(http.ResponseWriter)) {
	header, body := recorded(truth)
	w.Header().Set("Content-Type", header.Get("Content-Type"))
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body[:len(body)/2])
	panic(http.ErrAbortHandler) // hangs up
}

func endless(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	_, err := io.WriteString(w, `{"items":[`)
	filler := []byte(strings.Repeat(`{"purchase":{"transaction":"HP0"}},`, 1000))
	for err == nil && r.Context().Err() == nil {
		_, err = w.Write(filler)
	}
}

// bomb sends the same packed block again and again: unpacked, they are one body.
func (f *Fault) bomb(w http.ResponseWriter, r *http.Request) {
	const block = 1 << 20
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(bytes.Repeat([]byte(" "), block))
	_ = z.Close()
	size := f.Size
	if size == 0 {
		size = 1 << 30
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.Header().Set("Content-Encoding", "gzip")
	for sent := int64(0); sent < size && r.Context().Err() == nil; sent += block {
		if _, err := w.Write(packed.Bytes()); err != nil {
			return
		}
	}
}

func (f *Fault) slowly(w http.ResponseWriter, r *http.Request, truth func(http.ResponseWriter)) {
	header, body := recorded(truth)
	w.Header().Set("Content-Type", header.Get("Content-Type"))
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	control := http.NewResponseController(w)
	for i := range body {
		if _, err := w.Write(body[i : i+1]); err != nil || control.Flush() != nil {
			return
		}
		if !pause(r, time.Second/time.Duration(max(1, f.PerSecond))) {
			return
		}
	}
}
