package api

import (
	"context"
	"encoding/base64"
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

// tokens gets an access token and keeps it until it runs out. One caller at a time asks; the others wait and use what it
// got.
type tokens struct {
	client  *Client
	address *url.URL
	id      string
	secret  Revealer
	basic   Revealer
	turn    chan struct{} // holds one thing while somebody asks
	// What follows is used by whoever has the turn.
	token   string
	renewAt time.Time // zero: when the server no longer takes it
}

// derived is base64(id:secret), made anew each time it is needed.
type derived struct {
	id     string
	secret Revealer
}

// Reveal gives the value.
func (d derived) Reveal() string {
	return base64.StdEncoding.EncodeToString([]byte(d.id + ":" + d.secret.Reveal()))
}

func newTokens(c *Client, address *url.URL, given Credentials) (*tokens, error) {
	if given.ID == "" || given.Secret == nil || given.Secret.Reveal() == "" {
		return nil, model.Failed(nil, "Store them with: recoup auth set", "There are no credentials for Hotmart's API.")
	}
	if given.Basic == nil || given.Basic.Reveal() == "" {
		given.Basic = derived{given.ID, given.Secret}
	}
	c.secrets.add(given.Secret.Reveal(), given.Basic.Reveal(), derived{given.ID, given.Secret}.Reveal())
	return &tokens{client: c, address: address, id: given.ID, secret: given.Secret, basic: given.Basic, turn: make(chan struct{}, 1)}, nil
}

// get gives a token to call with. One whose time has come is replaced before; but one that was just made is used whatever
// the clock says, so that a wrong clock costs a call and no more.
func (t *tokens) get(ctx context.Context) (string, error) {
	if err := t.take(ctx); err != nil {
		return "", err
	}
	defer t.give()
	if t.token != "" && (t.renewAt.IsZero() || t.client.options.Clock.Now().Before(t.renewAt)) {
		return t.token, nil
	}
	if err := t.ask(ctx); err != nil {
		return "", err
	}
	return t.token, nil
}

// drop forgets a token that was not accepted, unless another took its place meanwhile.
func (t *tokens) drop(refused string) {
	t.turn <- struct{}{}
	defer t.give()
	if t.token == refused {
		t.token = ""
	}
}

func (t *tokens) take(ctx context.Context) error {
	select {
	case t.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *tokens) give() { <-t.turn }

// ask makes the one call that carries the secret, in its query as Hotmart wants it.
func (t *tokens) ask(ctx context.Context) error {
	const endpoint = "token"
	t.token = ""
	answer, err := t.client.persist(ctx, endpoint, false, func(ctx context.Context) (*http.Request, error) {
		address := *t.address
		address.RawQuery = url.Values{"grant_type": {"client_credentials"}, "client_id": {t.id}, "client_secret": {t.secret.Reveal()}}.Encode()
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), http.NoBody)
		if err == nil {
			request.Header.Set("Authorization", "Basic "+t.basic.Reveal())
			request.Header.Set("Content-Type", "application/json")
		}
		return request, err
	})
	if err != nil {
		return refusal(err)
	}
	var given struct {
		Token   string          `json:"access_token"`
		Expires json.RawMessage `json:"expires_in"`
	}
	if err := json.Unmarshal(answer.Body, &given); err != nil || !sendable(given.Token) {
		return &Failure{What: ErrNotJSON, Endpoint: endpoint, Status: http.StatusOK, Said: "no access token in it"}
	}
	t.client.secrets.add(given.Token)
	t.token, t.renewAt = given.Token, t.renewal(given.Expires)
	return nil
}

// refusal calls what the token's address does not accept by its name: nothing but the credentials was in the query.
func refusal(err error) error {
	var f *Failure
	if errors.As(err, &f) && (f.What == ErrInvalid || f.What == ErrForbidden) {
		f.What = ErrCredentials
	}
	return err
}

// renewal is when a token is replaced: a little before it runs out. Without a sensible time, when it is refused.
func (t *tokens) renewal(expires json.RawMessage) time.Time {
	const margin = 2 * time.Minute
	life := seconds(strings.Trim(string(expires), `"`))
	if life <= 2*margin {
		return time.Time{}
	}
	return t.client.options.Clock.Now().Add(life - margin)
}

// sendable tells whether a token can stand in a header.
func sendable(token string) bool {
	return token != "" && strings.IndexFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f }) < 0
}

// Format writes nothing of what is kept.
func (t *tokens) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, withheld) }
