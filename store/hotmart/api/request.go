package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"recoup/model"
)

// Request is one question to the API. All of them read; none changes anything at Hotmart.
type Request struct {
	// Endpoint names it in errors and logs: "sales/history".
	Endpoint string
	// Path is its address, in segments that are not escaped yet; an id from an answer may be one.
	Path  []string
	Query url.Values
	// Narrow is set for a query whose period can be made shorter: "over 30 s" is then told at once, as ErrTooMuch, instead
	// of being tried again.
	Narrow bool
}

// Answer is what came.
type Answer struct {
	// Body is valid JSON, or nil for an empty answer: Hotmart's way to say that there is nothing.
	Body []byte
	// At is when the answer was made, by Hotmart's clock where it says and is believable.
	At model.Instant
}

// Entry is one try, for a log.
type Entry struct {
	At       time.Time
	Endpoint string
	Try      int
	Status   int // 0 when no answer came
	Bytes    int
	Took     time.Duration
	Wait     time.Duration // until the next try; 0 when there is none
	Problem  string        // empty when all is well
}

// String is the entry in a line.
func (e Entry) String() string {
	line := fmt.Sprintf("%s %s %d %d bytes %s", e.At.UTC().Format(time.RFC3339), e.Endpoint, e.Status, e.Bytes, e.Took.Round(time.Millisecond))
	if e.Problem != "" {
		line += ": " + e.Problem
	}
	if e.Wait > 0 {
		line += fmt.Sprintf(", again in %s", e.Wait.Round(100*time.Millisecond))
	}
	return line
}

// Get asks, as often as it makes sense: see Failure.lasting for what is tried again and retryIn for when. An access token
// that is no longer accepted is renewed once. The error is a Failure, or ctx's.
func (c *Client) Get(ctx context.Context, r Request) (Answer, error) {
	address := c.address(r)
	renewed := false
	for {
		token, err := c.tokens.get(ctx)
		if err != nil {
			return Answer{}, err
		}
		answer, err := c.persist(ctx, r.Endpoint, r.Narrow, func(ctx context.Context) (*http.Request, error) {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
			if err == nil {
				request.Header.Set("Authorization", "Bearer "+token)
			}
			return request, err
		})
		if !errors.Is(err, ErrCredentials) || renewed {
			return answer, err
		}
		renewed = true
		c.tokens.drop(token)
	}
}

// address joins the segments. An id that is a dot or two would be taken for a step in the path, so it is escaped whole.
func (c *Client) address(r Request) string {
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(c.base.String(), "/"))
	for _, segment := range r.Path {
		escaped := url.PathEscape(segment)
		if strings.Trim(segment, ".") == "" {
			escaped = strings.Repeat("%2E", len(segment))
		}
		b.WriteString("/" + escaped)
	}
	if len(r.Query) > 0 {
		b.WriteString("?" + r.Query.Encode())
	}
	return b.String()
}

// persist makes a request until it succeeds, fails for good, or has had its tries or its time.
func (c *Client) persist(ctx context.Context, endpoint string, narrow bool, build func(context.Context) (*http.Request, error)) (Answer, error) {
	started := c.options.Clock.Now()
	for try := 1; ; try++ {
		if err := c.pace.wait(ctx); err != nil {
			return Answer{}, err
		}
		entry := Entry{At: c.options.Clock.Now(), Endpoint: endpoint, Try: try}
		answer, failure := c.once(ctx, endpoint, narrow, build, &entry)
		if ctx.Err() != nil {
			return Answer{}, ctx.Err()
		}
		entry.Took = c.options.Clock.Now().Sub(entry.At)
		if failure == nil {
			c.options.Log(entry)
			return answer, nil
		}
		failure.Tries = try
		entry.Problem = failure.Error()
		wait := c.retryIn(try, failure)
		last := failure.lasting() || try == MaxTries || c.options.Clock.Now().Sub(started)+wait > c.options.CallTimeout
		if !last {
			entry.Wait = wait
		}
		c.options.Log(entry)
		if last {
			return Answer{}, failure
		}
		if err := c.options.Clock.Sleep(ctx, wait); err != nil {
			return Answer{}, err
		}
	}
}

// once is one try.
func (c *Client) once(ctx context.Context, endpoint string, narrow bool, build func(context.Context) (*http.Request, error), entry *Entry) (Answer, *Failure) {
	try, cancel := context.WithTimeout(ctx, c.options.AttemptTimeout)
	defer cancel()
	request, err := build(try)
	if err != nil {
		return Answer{}, &Failure{What: ErrInvalid, Endpoint: endpoint, cause: err}
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "recoup")
	response, err := c.http.Do(request) //nolint:gosec // the address is Hotmart's, see trusted
	if err != nil {
		return Answer{}, transportFailure(endpoint, err)
	}
	defer response.Body.Close() //nolint:errcheck // read only
	entry.Status = response.StatusCode
	now := c.options.Clock.Now()
	said := readHints(response.Header, now)
	c.pace.observe(now, said)
	body, failure := c.read(endpoint, response.Body)
	entry.Bytes = len(body)
	switch {
	case response.StatusCode < 200 || response.StatusCode > 299:
		failure = c.statusFailure(endpoint, response.StatusCode, body, narrow)
		failure.hints = said
	case failure == nil:
		body, failure = c.onlyJSON(endpoint, response, body)
	}
	if failure != nil {
		return Answer{}, failure
	}
	return Answer{Body: body, At: model.InstantOf(said.now(now))}, nil
}

// read takes an answer's body in, up to the limit: a few kilobytes can be decompressed to gigabytes.
func (c *Client) read(endpoint string, from io.Reader) ([]byte, *Failure) {
	body, err := io.ReadAll(io.LimitReader(from, c.options.MaxBody+1))
	if err != nil {
		return nil, transportFailure(endpoint, err)
	}
	if int64(len(body)) > c.options.MaxBody {
		return nil, &Failure{What: ErrTooLong, Endpoint: endpoint}
	}
	return body, nil
}

// onlyJSON lets an object, a list or nothing at all pass. Paths that do not exist are answered with pages of Hotmart's
// site, with status 200, and not every list names its type right: the content decides.
func (c *Client) onlyJSON(endpoint string, response *http.Response, body []byte) ([]byte, *Failure) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	if len(body) == 0 || string(body) == "null" {
		return nil, nil
	}
	if body[0] != '{' && body[0] != '[' {
		kind := response.Header.Get("Content-Type")
		return nil, &Failure{What: ErrNotJSON, Endpoint: endpoint, Status: response.StatusCode, Said: c.foreign(kind, 60)}
	}
	if !json.Valid(body) {
		return nil, &Failure{What: ErrCut, Endpoint: endpoint, Status: response.StatusCode}
	}
	return body, nil
}
