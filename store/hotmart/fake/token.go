package fake

import (
	"fmt"
	"net/http"
	"strings"
)

// TokenPath is where access tokens are given out.
const TokenPath = "/security/oauth/token"

// problem is an error in Hotmart's form.
type problem struct {
	status     int
	word, what string
}

func (p *problem) write(w http.ResponseWriter) {
	writeJSON(w, p.status, map[string]any{
		"error": p.word, "error_description": p.what, "error_uri": "https://developers.hotmart.com/docs/pt-BR/start/http-response-codes/",
	})
}

var (
	tooMany      = &problem{status: http.StatusTooManyRequests, word: "too_many_requests", what: "API rate limit exceeded."}
	unauthorized = &problem{status: http.StatusUnauthorized, word: "unauthorized", what: "Full authentication is required to access this resource."}
	expired      = &problem{status: http.StatusUnauthorized, word: "token_expired", what: "Access token expired."}
	garbled      = &problem{status: http.StatusUnauthorized, word: "invalid_token", what: "Access token is missing or invalid."}
)

// giveToken gives out an access token for credentials in the query and in the Basic header, and for nothing else: a form
// does not work.
func (s *Server) giveToken(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	good := r.Method == http.MethodPost && q.Get("grant_type") == "client_credentials" && q.Get("client_id") == ClientID &&
		q.Get("client_secret") == ClientSecret && r.Header.Get("Authorization") == Basic
	if !good {
		(&problem{status: http.StatusUnauthorized, word: "invalid_client", what: "Bad client credentials"}).write(w)
		return
	}
	s.mu.Lock()
	s.tokens++
	s.uses = 0
	s.token = fmt.Sprintf("H4sIA-token-%d-%s", s.tokens, strings.Repeat("x", 40))
	token := s.token
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": token, "token_type": "bearer", "expires_in": s.opt.ExpiresIn, "scope": "read write",
		"jti": "b7e9a1f4-0c53-4a55-9d0e-6d4f2f0c8a11",
	})
}

// authorize checks the access token: the latest one alone is good, and for so many calls.
func (s *Server) authorize(r *http.Request) *problem {
	given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case !ok || given == "":
		return unauthorized
	case !strings.HasPrefix(given, "H4sIA"):
		return garbled
	case given != s.token, s.opt.TokenLives > 0 && s.uses >= s.opt.TokenLives:
		return expired
	}
	s.uses++
	return nil
}

// ExpireToken makes the access token that is out expired from now on.
func (s *Server) ExpireToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = ""
}
