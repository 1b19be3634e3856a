package credentials

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"recoup/model"
)

// canaryForms are the ways in which a secret could come out; written apart from the redactor's own list.
func canaryForms(id, secret string) []string {
	pair := base64.StdEncoding.EncodeToString([]byte(id + ":" + secret))
	return []string{
		secret, base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)), pair, url.QueryEscape(pair),
		url.QueryEscape(secret), url.PathEscape(secret), hex.EncodeToString([]byte(secret)),
	}
}

func TestARedactorTakesOutEveryForm(t *testing.T) {
	id, secret := "the-id", canary
	r := API{ClientID: NewSecret(id), ClientSecret: NewSecret(secret)}.Redactor(NewSecret("H4sIAtoken"))
	for _, form := range canaryForms(id, secret) {
		if got := r.Text("before " + form + " after"); got != "before "+Redacted+" after" {
			t.Errorf("%q becomes %q", form, got)
		}
	}
	for _, c := range []struct{ name, text string }{
		{"the token's address", "Post \"https://api-sec-vlc.hotmart.com/security/oauth/token?client_id=the-id&client_secret=" + url.QueryEscape(secret) + "\": EOF"},
		{"lower-case escapes", strings.NewReplacer("%2B", "%2b", "%2F", "%2f", "%3D", "%3d").Replace(url.QueryEscape(secret))},
		{"escaped twice", url.QueryEscape(url.QueryEscape(secret))},
		{"the access token", "Authorization: Bearer H4sIAtoken"},
		{"JSON", `{"client_secret":"` + secret + `"}`},
		{"hexadecimal", fmt.Sprintf("%X", secret)},
		{"bytes and text", secret + secret},
	} {
		got := r.Text(c.text)
		if !strings.Contains(got, Redacted) || got == c.text || strings.Contains(got, secret) || strings.Contains(got, "H4sIAtoken") {
			t.Errorf("%s: %q", c.name, got)
		}
		noneOf(t, c.name, got)
	}
	if got := r.Text("nothing to hide: 42"); got != "nothing to hide: 42" {
		t.Errorf("it changed an innocent text: %q", got)
	}
	if got := NewRedactor(Secret{}, NewSecret("abc")).Text("abcabc"); got != "abcabc" {
		t.Errorf("a secret too short to be one was taken out: %q", got)
	}
}

// Wherever a secret lies in a longer text that is put into base64, nothing is left of it but what shares a character with
// its neighbours.
func TestARedactorFindsASecretInsideBase64(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[!-~]{8,40}`).Draw(t, "secret")
		before, after := rapid.String().Draw(t, "before"), rapid.String().Draw(t, "after")
		e := rapid.SampledFrom([]*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding}).Draw(t, "encoding")
		text := e.EncodeToString([]byte(before + secret + after))
		got := NewRedactor(NewSecret(secret)).Text(text)
		if !strings.Contains(got, Redacted) {
			t.Fatalf("%q is found nowhere in %q", secret, text)
		}
		first, last := strings.Index(got, Redacted), len(got)-strings.LastIndex(got, Redacted)-len(Redacted)
		if most := (8*len(before) + 5) / 6; first > most {
			t.Fatalf("%d characters are left before, and %d are the text's before it: %q", first, most, got)
		}
		if most := len(text) - 8*(len(before)+len(secret))/6; last > most {
			t.Fatalf("%d characters are left after, and %d are the text's after it: %q", last, most, got)
		}
	})
}

func TestARedactorTakesTheSecretOutOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[!-~]{8,60}`).Draw(t, "secret")
		r := NewRedactor(NewSecret(secret))
		text := rapid.String().Draw(t, "before") + rapid.SampledFrom(encodings(secret)).Draw(t, "form") + rapid.String().Draw(t, "after")
		j, _ := json.Marshal(text)
		for _, s := range []string{text, url.QueryEscape(text), string(j), fmt.Sprintf("%q", text)} {
			got := r.Text(s)
			for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))} {
				if strings.Contains(got, form) && !strings.Contains(Redacted, form) {
					t.Fatalf("%q stays in %q", form, got)
				}
			}
		}
	})
}

// An error that carries the secret in an address is still known for what it is, and nothing of the address can be had.
func TestARedactedErrorKeepsItsKindAndNotItsAddress(t *testing.T) {
	address := "https://user:" + canary + "@api-sec-vlc.hotmart.com/token?client_secret=" + url.QueryEscape(canary)
	r := NewRedactor(NewSecret(canary))
	for _, c := range []struct {
		name    string
		cause   error
		is      error
		timeout bool
	}{
		{"refused", &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, syscall.ECONNREFUSED, false},
		{"no such host", &net.DNSError{Err: "no such host", Name: "api-sec-vlc.hotmart.com", IsNotFound: true}, nil, false},
		{"timeout", context.DeadlineExceeded, context.DeadlineExceeded, true},
		{"TLS", x509.UnknownAuthorityError{}, nil, false},
	} {
		was := fmt.Errorf("asking for a token: %w", &url.Error{Op: "Post", URL: address, Err: c.cause})
		err := r.Error(was)
		noneOf(t, c.name, fmt.Sprintf("%v %+v %#v %s", err, err, err.Error(), err))
		if c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: it is not known for %v any more", c.name, c.is)
		}
		var asked net.Error
		if !errors.As(err, &asked) || asked.Timeout() != c.timeout {
			t.Errorf("%s: the timeout is not known", c.name)
		}
		noneOf(t, c.name+", as a net.Error", fmt.Sprint(asked))
		var leaks *url.Error
		if errors.As(err, &leaks) || leaks != nil {
			t.Errorf("%s: the address can be had: %v", c.name, leaks)
		}
		if errors.Unwrap(err) != nil {
			t.Errorf("%s: it can be unwrapped", c.name)
		}
	}
	var dns *net.DNSError
	err := r.Error(&url.Error{Op: "Post", URL: address, Err: &net.DNSError{Err: "no such host", IsNotFound: true}})
	if !errors.As(err, &dns) || !dns.IsNotFound {
		t.Error("a name that does not exist is not known for it")
	}
}

func TestARedactedErrorForReadersIsStillOne(t *testing.T) {
	r := NewRedactor(NewSecret(canary))
	err := r.Error(model.Failed(fmt.Errorf("%w: %s", fs.ErrPermission, canary), "Not "+canary+".", "It was %s.", canary))
	var readable *model.Error
	if !errors.As(err, &readable) || readable.Message != "It was [secret]." || readable.Hint != "Not [secret]." {
		t.Errorf("got %#v", err)
	}
	if !errors.Is(err, fs.ErrPermission) {
		t.Error("its cause is forgotten")
	}
	noneOf(t, "the cause", fmt.Sprint(errors.Unwrap(err)))
	if r.Error(nil) != nil {
		t.Error("nothing became an error")
	}
	wrapped := fmt.Errorf("while %s: %w", canary, os.ErrNotExist)
	noneOf(t, "a plain error", r.Error(wrapped).Error())
}
