package api

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// withheld stands where a secret was.
const withheld = "[secret]"

// minSecret is the shortest value that is looked for, in bytes: taking out every "a" would leave no sentence.
const minSecret = 4

// secrets knows what must never be said, in the forms in which it travels: plain, percent-encoded, in base64. A server may
// repeat in its error what it was sent.
type secrets struct {
	mu    sync.Mutex
	forms []string // longest first, so that no form leaves the rest of a longer one
}

func (s *secrets) add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range values {
		if len(v) < minSecret {
			continue
		}
		for _, form := range []string{v, base64.StdEncoding.EncodeToString([]byte(v)), base64.RawStdEncoding.EncodeToString([]byte(v)),
			base64.URLEncoding.EncodeToString([]byte(v)), base64.RawURLEncoding.EncodeToString([]byte(v))} {
			s.forms = append(s.forms, form, url.QueryEscape(form), url.PathEscape(form))
		}
	}
	slices.SortFunc(s.forms, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	s.forms = slices.Compact(s.forms)
}

// hide takes the secrets out of a text that came from outside.
func (s *secrets) hide(text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, form := range s.forms {
		text = strings.ReplaceAll(text, form, withheld)
	}
	return text
}

// Format writes nothing of what is kept.
func (s *secrets) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, withheld) }
