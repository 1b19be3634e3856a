package api

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"

	"recoup/model"
)

// What can go wrong with a request; see Failure.
var (
	ErrTooMuch      = errors.New("the query took Hotmart over 30 s")
	ErrInvalid      = errors.New("the query is not accepted")
	ErrCredentials  = errors.New("the credentials are not accepted")
	ErrForbidden    = errors.New("the credentials may not read this")
	ErrNotFound     = errors.New("there is no such thing")
	ErrRateLimited  = errors.New("the limit of calls is used up")
	ErrServer       = errors.New("the server failed")
	ErrNotJSON      = errors.New("the answer is no JSON")
	ErrCut          = errors.New("the answer broke off")
	ErrTooLong      = errors.New("the answer is longer than any that Hotmart gives")
	ErrRedirected   = errors.New("the answer sends us elsewhere, which is not followed")
	ErrTimeout      = errors.New("no answer in time")
	ErrUnreachable  = errors.New("the server cannot be reached")
	ErrNotTrusted   = errors.New("the server's certificate is not trusted")
	ErrDisconnected = errors.New("the connection was lost")
)

// Failure is a request that failed for good. It never holds the request's query, a token or a secret. errors.Is finds
// the Err… above that it is, and both errors.Is and errors.As what was underneath (a net.Error, a context's error);
// url.Error, which repeats the address, is not handed out.
type Failure struct {
	What     error  // one of the Err… above
	Endpoint string // the path's part that names the list, such as "sales/history"
	Status   int    // of the answer; 0 when there was none
	Code     string // the answer's error, such as "unauthorized_client"
	Said     string // the answer's error_description, cleaned and without secrets
	Tries    int    // how often it was tried
	hints    hints
	cause    error
}

// Error says what failed in one line.
func (f *Failure) Error() string {
	var b strings.Builder
	b.WriteString(f.Endpoint + ": " + f.What.Error())
	if f.Status != 0 {
		fmt.Fprintf(&b, " (HTTP %d", f.Status)
		if f.Code != "" {
			b.WriteString(" " + f.Code)
		}
		b.WriteString(")")
	}
	if f.Said != "" {
		b.WriteString(": " + f.Said)
	}
	if f.Tries > 1 {
		fmt.Fprintf(&b, ", %d times", f.Tries)
	}
	return b.String()
}

// Is finds What and what is underneath.
func (f *Failure) Is(target error) bool { return f.What == target || errors.Is(f.cause, target) }

// As finds what is underneath, which no longer holds the address; see transportFailure.
func (f *Failure) As(target any) bool { return f.cause != nil && errors.As(f.cause, target) }

// Format writes Error for every verb: fmt would otherwise print the cause.
func (f *Failure) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, f.Error()) }

// transportFailure is a request that got no answer, or not all of it. The cause is kept without the address.
func transportFailure(endpoint string, err error) *Failure {
	var address *url.Error
	for errors.As(err, &address) {
		err = address.Err
	}
	f := &Failure{Endpoint: endpoint, cause: err, What: ErrDisconnected}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case isCertificate(err):
		f.What = ErrNotTrusted
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		f.What = ErrTimeout
	case errors.As(err, &dns), errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		f.What = ErrUnreachable
	case errors.Is(err, io.ErrUnexpectedEOF):
		f.What = ErrCut
	}
	return f
}

func isCertificate(err error) bool {
	var verify *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &name) || errors.As(err, &invalid) ||
		errors.As(err, &record) || errors.As(err, &alert)
}

// statusFailure is an answer that is none. Body is what it says about that: {"error": …, "error_description": …}.
func (c *Client) statusFailure(endpoint string, status int, body []byte, narrow bool) *Failure {
	var says struct {
		Error       any `json:"error"`
		Description any `json:"error_description"`
		Message     any `json:"message"`
	}
	_ = json.Unmarshal(body, &says) // a body of any other kind says nothing
	f := &Failure{What: whatIs(status, narrow), Endpoint: endpoint, Status: status, Code: c.foreign(says.Error, 60), Said: c.foreign(says.Description, 200)}
	if f.Said == "" {
		f.Said = c.foreign(says.Message, 200)
	}
	return f
}

func whatIs(status int, narrow bool) error {
	switch {
	case status == 401:
		return ErrCredentials
	case status == 403:
		return ErrForbidden
	case status == 404:
		return ErrNotFound
	case status == 429:
		return ErrRateLimited
	case status == 502 && narrow:
		return ErrTooMuch
	case status >= 300 && status < 400:
		return ErrRedirected
	case status >= 500 || status == 408 || status == 425:
		return ErrServer
	}
	return ErrInvalid
}

// foreign prepares a text of the server's for a sentence: without secrets, and without what follows an address.
func (c *Client) foreign(said any, width int) string {
	text, _ := said.(string)
	words := strings.Fields(c.secrets.hide(text))
	for i, word := range words {
		if at := strings.IndexByte(word, '?'); at >= 0 && strings.IndexByte(word[at:], '=') >= 0 {
			words[i] = word[:at] + "?…"
		}
	}
	return model.Truncate(model.Clean(strings.TrimRight(strings.Join(words, " "), ".")).String(), width)
}

// lasting tells whether trying again would change nothing.
func (f *Failure) lasting() bool {
	switch f.What {
	case ErrRateLimited, ErrServer, ErrNotJSON, ErrCut, ErrTimeout, ErrUnreachable, ErrDisconnected:
		return f.Status == 501 || f.Status == 505
	}
	return true
}
