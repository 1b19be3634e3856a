package hook

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"
)

// gate lets events in and answers them.
type gate struct {
	hosts     hosts
	token     token
	foreign   *http.CrossOriginProtection
	committer *committer
	counts    *counts
	now       func() time.Time
	reader    reader
	limits    Limits
}

// drain is how long the rest of a body is waited for whose answer is out already, so that the answer is not lost in a
// reset connection.
const drain = 250 * time.Millisecond

// ServeHTTP looks at a request from the outside to the inside and stops at the first thing that is wrong. The body is not
// touched before the token was right: what somebody without it sends costs nothing.
func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !g.hosts.allows(r.Host):
		g.refuse(w, http.StatusForbidden, "This host is not one that recoup listen was told of (--host).")
	case g.foreign.Check(r) != nil:
		g.refuse(w, http.StatusForbidden, "A web page may not send events.")
	case r.URL.Path == "/health":
		g.health(w, r)
	case r.URL.Path != "/" && r.URL.Path != "/hotmart":
		g.refuse(w, http.StatusNotFound, "Events go to / or /hotmart.")
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		g.refuse(w, http.StatusMethodNotAllowed, "Events are sent with POST.")
	case !g.hasToken(r):
		g.refuse(w, http.StatusUnauthorized, "The hottok is missing or not the account's.")
	case !isJSON(r.Header):
		g.refuse(w, http.StatusUnsupportedMediaType, "Events are application/json, not compressed.")
	case r.ContentLength > g.limits.Body:
		g.refuse(w, http.StatusRequestEntityTooLarge, "That is too large for an event.")
	default:
		g.take(w, r)
	}
}

// hasToken tells whether the request carries the token, once.
func (g *gate) hasToken(r *http.Request) bool {
	given := r.Header.Values(TokenHeader)
	return len(given) == 1 && g.token.matches(given[0])
}

func isJSON(h http.Header) bool {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	coding := h.Get("Content-Encoding")
	return err == nil && kind == "application/json" && (coding == "" || coding == "identity")
}

// take reads the event, has it stored, and answers.
func (g *gate) take(w http.ResponseWriter, r *http.Request) {
	g.committer.arriving.Add(1)
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, g.limits.Body))
	if err != nil {
		g.committer.arriving.Add(-1)
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			g.refuse(w, http.StatusRequestEntityTooLarge, "That is too large for an event.")
			return
		}
		g.refuse(w, http.StatusBadRequest, "The event did not arrive whole.")
		return
	}
	d := g.reader.deliver(body, g.now())
	if err := g.committer.store(d); err != nil {
		w.Header().Set("Retry-After", "30")
		turnAway(w, http.StatusServiceUnavailable, "The event could not be stored. Send it again.")
		return
	}
	answer(w, http.StatusOK, "stored")
}

// refuse turns away what cannot be an event from Hotmart.
func (g *gate) refuse(w http.ResponseWriter, status int, why string) {
	g.counts.refused(status)
	turnAway(w, status, why)
}

// turnAway answers with an error and lets the connection go.
func turnAway(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Connection", "close")
	answer(w, status, why)
	control := http.NewResponseController(w)
	if control.Flush() == nil {
		_ = control.SetReadDeadline(time.Now().Add(drain)) // a body that never ends must not hold the place
	}
}

func answer(w http.ResponseWriter, status int, text string) {
	text += "\n"
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

// health tells whoever watches over the receiver whether events are being stored: how many, and since when, never what.
func (g *gate) health(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", http.MethodGet)
		g.refuse(w, http.StatusMethodNotAllowed, "Health is asked for with GET.")
		return
	}
	s := g.counts.summary()
	told := struct {
		Status string `json:"status"`
		Events int    `json:"events"`
		LastAt string `json:"last_committed_at,omitempty"`
	}{"ok", s.Stored(), ""}
	status := http.StatusOK
	if g.counts.inTrouble() {
		told.Status, status = "cannot store", http.StatusServiceUnavailable
	}
	if !s.LastAt.IsZero() {
		told.LastAt = s.LastAt.UTC().Format(time.RFC3339)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(told)
}
