package api

import (
	"crypto/tls"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"recoup/model"
)

// Hotmart's own addresses. The token is asked for at one of its own, whatever the credential's type.
const (
	ProductionURL = "https://developers.hotmart.com"
	SandboxURL    = "https://sandbox.hotmart.com"
	TokenURL      = "https://api-sec-vlc.hotmart.com/security/oauth/token" //nolint:gosec // an address, no credential
)

// Limits of one request.
const (
	// MaxBody is the longest answer that is read, in bytes, after it was decompressed.
	MaxBody = 32 << 20
	// AttemptTimeout is for one try, the answer's body included. Hotmart itself stops a query after 30 s.
	AttemptTimeout = 60 * time.Second
	// CallTimeout is for all tries of one request and the waits between them.
	CallTimeout = 10 * time.Minute
	// MaxTries is how often a request is made before its failure is believed.
	MaxTries = 6
)

// Revealer is a secret that is not shown unless it is asked for its value.
type Revealer interface{ Reveal() string }

// Credentials are the three values that Hotmart shows when a credential is created: Tools, Developer Credentials.
type Credentials struct {
	ID     string
	Secret Revealer
	// Basic is what is sent as "Authorization: Basic"; nil or empty is made of ID and Secret.
	Basic Revealer
}

// Options say how a Client reaches Hotmart. Credentials are needed; the zero value of anything else is the usual.
type Options struct {
	// BaseURL and TokenURL replace Hotmart's addresses. Both must be https, except on a loopback address.
	BaseURL, TokenURL string
	Credentials       Credentials
	Transport         http.RoundTripper
	Clock             Clock
	// Random gives numbers in [0, 1), by which waits are spread.
	Random func() float64
	// Log is told of each try. What it is told holds no secret and no query.
	Log func(Entry)
	// PerMinute is how many calls Hotmart allows a minute, of which we make four fifths; CallsPerMinute when zero.
	PerMinute int
	// MaxBody, AttemptTimeout and CallTimeout replace the limits of the same names.
	MaxBody                     int64
	AttemptTimeout, CallTimeout time.Duration
}

// Client speaks with Hotmart's API. It is safe for use by several goroutines, which share its token and its rate.
type Client struct {
	options Options
	base    *url.URL
	http    *http.Client
	pace    *pace
	tokens  *tokens
	secrets *secrets
}

// New makes a Client; it calls nobody yet.
func New(o Options) (*Client, error) {
	c := &Client{options: withDefaults(o)}
	var err error
	if c.base, err = trusted(c.options.BaseURL); err != nil {
		return nil, err
	}
	tokenURL, err := trusted(c.options.TokenURL)
	if err != nil {
		return nil, err
	}
	c.secrets = &secrets{}
	if c.tokens, err = newTokens(c, tokenURL, o.Credentials); err != nil {
		return nil, err
	}
	c.pace = newPace(c.options.Clock, c.options.PerMinute)
	c.http = &http.Client{
		Transport: c.options.Transport,
		// A redirect is an answer like any other: following it could hand the token to someone else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c, nil
}

func withDefaults(o Options) Options {
	if o.BaseURL == "" {
		o.BaseURL = ProductionURL
	}
	if o.TokenURL == "" {
		o.TokenURL = TokenURL
	}
	if o.Clock == nil {
		o.Clock = SystemClock{}
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Log == nil {
		o.Log = func(Entry) {}
	}
	if o.PerMinute <= 0 {
		o.PerMinute = CallsPerMinute
	}
	if o.MaxBody <= 0 {
		o.MaxBody = MaxBody
	}
	if o.AttemptTimeout <= 0 {
		o.AttemptTimeout = AttemptTimeout
	}
	if o.CallTimeout <= 0 {
		o.CallTimeout = CallTimeout
	}
	if o.Transport == nil {
		o.Transport = NewTransport()
	}
	return o
}

// NewTransport is what a Client uses when it is given none: TLS 1.2 or later, and few connections.
func NewTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    15 * time.Second,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    2,
		MaxConnsPerHost:        2,
		IdleConnTimeout:        60 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
	}
}

// trusted reads an address that secrets may be sent to. Errors never repeat it: it might hold one itself.
func trusted(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, model.Usage("It is https:// and a host, without a name, a password or a query.", "The API's address cannot be used.")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !IsLoopback(u.Hostname())) {
		return nil, model.Usage("Use https.", "The API at %s would be spoken to without encryption.", model.Clean(u.Hostname()))
	}
	return u, nil
}

// IsLoopback tells whether a host is this machine, by its address alone: a name other than localhost is not looked up.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// Format writes what the client is of; fmt would otherwise print the secrets inside it.
func (c *Client) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, "client of "+c.base.Hostname())
}

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }
