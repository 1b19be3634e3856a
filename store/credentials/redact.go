package credentials

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"recoup/model"
)

const (
	// minSecret is the shortest value that is looked for, in bytes: taking out every "a" would leave no sentence.
	minSecret = 4
	// minCore is the shortest part of a base64 text that is taken for a secret's, in characters.
	minCore = 8
)

// Redactor takes secrets out of what others have written: texts, errors. It knows a secret plain, and as it comes out of
// the encodings on its way: percent-encoded, in base64 (also in the middle of a longer text, as a secret is in
// base64(id:secret)), in hexadecimal, quoted as Go and JSON quote. It is safe for several goroutines. As in a
// Secret, what it knows is behind a function.
type Redactor struct{ replace func(string) string }

// NewRedactor makes a Redactor of these secrets. Those that are not set, or shorter than four bytes, are passed over.
func NewRedactor(secrets ...Revealer) *Redactor {
	known := map[string]bool{}
	for _, s := range secrets {
		value := s.Reveal()
		if len(value) < minSecret {
			continue
		}
		for _, form := range encodings(value) {
			known[form] = true
		}
	}
	var forms []string
	for form := range known {
		forms = append(forms, form)
	}
	// Where two begin at one place the first in the list is taken: the longest, then always the same.
	slices.SortFunc(forms, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	pairs := make([]string, 0, 2*len(forms))
	for _, form := range forms {
		pairs = append(pairs, form, Redacted)
	}
	return &Redactor{strings.NewReplacer(pairs...).Replace}
}

// encodings are the forms in which a value may stand in a text.
func encodings(value string) []string {
	forms := []string{value, hex.EncodeToString([]byte(value)), strings.ToUpper(hex.EncodeToString([]byte(value))), quoted(value)}
	if j, err := json.Marshal(value); err == nil {
		forms = append(forms, string(j[1:len(j)-1]))
	}
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		forms = append(forms, e.EncodeToString([]byte(value)))
		forms = append(forms, cores(e, value)...)
	}
	for _, form := range slices.Clone(forms) {
		for _, escaped := range []string{url.QueryEscape(form), url.PathEscape(form)} {
			forms = append(forms, escaped, lowerEscapes(escaped), url.QueryEscape(escaped))
		}
	}
	return forms
}

func quoted(value string) string {
	q := strconv.Quote(value)
	return q[1 : len(q)-1]
}

// cores are the characters that a base64 text has of a value in its middle, for each of the three ways in which the
// value's bytes may lie on groups of three: those characters all of whose six bits are the value's.
func cores(e *base64.Encoding, value string) []string {
	var found []string
	for before := range 3 {
		whole := e.WithPadding(base64.NoPadding).EncodeToString(append(make([]byte, before), value...))
		from, to := (8*before+5)/6, 8*(before+len(value))/6
		if to-from >= minCore {
			found = append(found, whole[from:to])
		}
	}
	return found
}

var percentEscape = regexp.MustCompile(`%[0-9A-F]{2}`)

func lowerEscapes(s string) string { return percentEscape.ReplaceAllStringFunc(s, strings.ToLower) }

// Text is a text without the secrets.
func (r *Redactor) Text(s string) string { return r.replace(s) }

// Error is an error without the secrets: its text, and what errors.As finds in it. Of a *model.Error it gives a copy, so
// that it is still one. errors.Is answers as before; errors.As gives no error whose own text has a secret in it, and
// there is nothing to unwrap. nil stays nil.
func (r *Redactor) Error(err error) error {
	if err == nil {
		return nil
	}
	safe := &redactedError{r, func() error { return err }}
	if readable, ok := err.(*model.Error); ok { //nolint:errorlint // one that is wrapped has more words around it
		clean := *readable
		clean.Message, clean.Hint = r.Text(clean.Message), r.Text(clean.Hint)
		if clean.Cause != nil {
			clean.Cause = r.Error(clean.Cause)
		}
		return &clean
	}
	var network net.Error
	if errors.As(err, &network) {
		return &redactedNetError{safe, func() net.Error { return network }}
	}
	return safe
}

// redactedError stands before an error that must not be seen, not even by what prints its fields.
type redactedError struct {
	redactor *Redactor
	hidden   func() error
}

// Error gives the text without the secrets.
func (e *redactedError) Error() string { return e.redactor.Text(e.hidden().Error()) }

// Is answers for the hidden error.
func (e *redactedError) Is(target error) bool { return errors.Is(e.hidden(), target) }

// As gives what is in the hidden error, unless its text has a secret in it.
func (e *redactedError) As(target any) bool {
	to := reflect.ValueOf(target).Elem()
	was := reflect.ValueOf(to.Interface())
	if !errors.As(e.hidden(), target) {
		return false
	}
	found, ok := to.Interface().(error)
	if ok && e.redactor.Text(found.Error()) == found.Error() {
		return true
	}
	if !was.IsValid() {
		was = reflect.Zero(to.Type())
	}
	to.Set(was)
	return false
}

// redactedNetError also answers whether waiting had been too long, without giving out the error that knows.
type redactedNetError struct {
	*redactedError
	network func() net.Error
}

// Timeout tells whether the time was up.
func (e *redactedNetError) Timeout() bool { return e.network().Timeout() }

// Temporary is what the hidden error says of itself.
func (e *redactedNetError) Temporary() bool {
	temporary, ok := e.network().(interface{ Temporary() bool })
	return ok && temporary.Temporary()
}
