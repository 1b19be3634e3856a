package api

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// forms are all the forms in which a secret could be told, in lower case.
func forms(values ...string) []string {
	var all []string
	for _, v := range values {
		for _, f := range []string{
			v, url.QueryEscape(v), url.PathEscape(v), hex.EncodeToString([]byte(v)), fmt.Sprintf("%q", v)[1 : len(v)+1],
			base64.StdEncoding.EncodeToString([]byte(v)), base64.RawURLEncoding.EncodeToString([]byte(v)),
			url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(v))),
		} {
			all = append(all, strings.ToLower(f))
		}
	}
	return append(all, "client_secret", "grant_type")
}

// shown is all that can be made of a value by printing it.
func shown(values ...any) string {
	var b strings.Builder
	for _, v := range values {
		fmt.Fprintf(&b, "%v\n%+v\n%#v\n%s\n%q\n%x\n", v, v, v, v, v, v)
		err, _ := v.(error)
		for err = errors.Unwrap(err); err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(&b, "%v\n%+v\n%#v\n", err, err, err)
		}
	}
	return b.String()
}

func sealed(t *testing.T, what string, values ...any) {
	t.Helper()
	text := strings.ToLower(shown(values...))
	basic := base64.StdEncoding.EncodeToString([]byte("the-id:" + testSecret))
	for _, form := range forms(testSecret, testToken, basic) {
		if at := strings.Index(text, form); at >= 0 {
			t.Errorf("%s tells %q:\n%s", what, form, text[max(0, at-100):min(len(text), at+100)])
		}
	}
}

// echo answers with everything that it was sent.
func echo(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		basic, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Basic ")
		said := r.URL.String() + " " + r.URL.Query().Get("client_secret") + " " + fmt.Sprint(r.Header) + " " + basic
		w.Header().Set("Content-Type", "text/html "+said)
		w.Header().Set("Location", "https://elsewhere.example/"+url.QueryEscape(said))
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `{"error":%q,"error_description":%q}`, r.Header.Get("Authorization")+" "+basic, said)
	}
}

// breaks are servers and transports that fail in each way there is, each telling what it was sent where it can.
func breaks(t *testing.T) map[string]func() (address string, transport http.RoundTripper) {
	serve := func(h http.HandlerFunc) func() (string, http.RoundTripper) {
		return func() (string, http.RoundTripper) {
			s := httptest.NewServer(h)
			t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
			return s.URL, nil
		}
	}
	all := map[string]func() (string, http.RoundTripper){
		"a name that is not there": func() (string, http.RoundTripper) {
			return "https://nowhere.invalid", &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.DNSError{Err: "no such host", Name: "nowhere.invalid", IsNotFound: true}
			}}
		},
		"a port where nobody listens": func() (string, http.RoundTripper) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close() //nolint:errcheck // its address is all that is wanted
			return "http://" + l.Addr().String(), nil
		},
		"a certificate nobody trusts": func() (string, http.RoundTripper) {
			s := httptest.NewUnstartedServer(echo(200))
			s.Config.ErrorLog = log.New(io.Discard, "", 0)
			s.StartTLS()
			t.Cleanup(s.Close)
			return s.URL, nil
		},
		"an answer that is no HTTP": serve(func(w http.ResponseWriter, r *http.Request) {
			c, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = io.WriteString(c, "NOT/HTTP "+r.URL.String()+" "+r.Header.Get("Authorization")+"\r\n\r\n")
				_ = c.Close()
			}
		}),
		"an answer that never comes": serve(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }),
		"a page of the site":         serve(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "<html>"+r.URL.String()) }),
		"a transport that wraps": func() (string, http.RoundTripper) {
			return "https://x.example", wrapping{}
		},
	}
	for _, status := range []int{200, 301, 400, 401, 403, 404, 422, 429, 500, 502, 503} {
		all[fmt.Sprintf("an answer %d that repeats", status)] = serve(echo(status))
	}
	return all
}

// wrapping is a transport whose errors hold the address, twice.
type wrapping struct{}

func (wrapping) RoundTrip(r *http.Request) (*http.Response, error) {
	inner := &url.Error{Op: "Get", URL: r.URL.String(), Err: errors.New("inner")}
	return nil, fmt.Errorf("outer: %w", &url.Error{Op: "Get", URL: r.URL.String(), Err: fmt.Errorf("middle: %w", inner)})
}

// TestNoFailureTellsASecret fails in every way, of the token's call and of an API's call, and looks for the secret in
// everything that can be printed of it.
func TestNoFailureTellsASecret(t *testing.T) {
	for name, start := range breaks(t) {
		for _, of := range []string{"token", "list"} {
			t.Run(name+", of the "+of, func(t *testing.T) {
				address, transport := start()
				o := stage(t, func(w http.ResponseWriter, _ *http.Request, _ int) { _, _ = io.WriteString(w, page()) }).options(newTestClock())
				if of == "token" {
					o.TokenURL = address + "/security/oauth/token"
				} else {
					o.BaseURL = address
				}
				if transport != nil {
					o.Transport = onlyFor{address, transport}
				}
				o.AttemptTimeout = 100 * time.Millisecond
				var log []any
				o.Log = func(e Entry) { log = append(log, e, e.String()) }
				c := client(t, o)
				request := aRequest
				request.Query = url.Values{"page_token": {testToken}, "client_secret": {testSecret}}
				_, err := c.Get(context.Background(), request)
				if err == nil && !strings.HasPrefix(name, "an answer 200") {
					t.Fatal("no failure")
				}
				sealed(t, "the error", err)
				sealed(t, "what a user is told", explain(context.Background(), err))
				sealed(t, "the log", log...)
				sealed(t, "the client", c, c.tokens, c.secrets)
				var address2 *url.Error
				if errors.As(err, &address2) {
					t.Errorf("the address is handed out: %v", address2)
				}
			})
		}
	}
}

// onlyFor uses a transport for one address and the usual one for others.
type onlyFor struct {
	address string
	http.RoundTripper
}

func (o onlyFor) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasPrefix(r.URL.String(), o.address) {
		return o.RoundTripper.RoundTrip(r)
	}
	return http.DefaultTransport.RoundTrip(r)
}

func TestAFailureStillTellsWhatItIs(t *testing.T) {
	want := map[string]error{
		"a name that is not there": ErrUnreachable, "a port where nobody listens": ErrUnreachable, "a certificate nobody trusts": ErrNotTrusted,
		"an answer that never comes": ErrTimeout, "an answer that is no HTTP": ErrDisconnected, "a page of the site": ErrNotJSON,
	}
	starts := breaks(t)
	for name, kind := range want {
		address, transport := starts[name]()
		o := Options{
			BaseURL: address, TokenURL: address + "/token", Credentials: Credentials{ID: "the-id", Secret: revealed(testSecret)},
			Clock: newTestClock(), Random: func() float64 { return 0 }, AttemptTimeout: 100 * time.Millisecond, Transport: transport,
		}
		_, err := client(t, o).Get(context.Background(), aRequest)
		if !errors.Is(err, kind) {
			t.Errorf("%s: %v", name, err)
		}
		var dns *net.DNSError
		var timeout net.Error
		switch name {
		case "a name that is not there":
			if !errors.As(err, &dns) || !dns.IsNotFound {
				t.Errorf("%s: %v", name, err)
			}
		case "an answer that never comes":
			if !errors.Is(err, context.DeadlineExceeded) && (!errors.As(err, &timeout) || !timeout.Timeout()) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
