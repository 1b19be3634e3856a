package credentials

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
)

// Redacted stands for a secret wherever one would have been shown.
const Redacted = "[secret]"

// Revealer is what a package needs to know of a Secret to send it.
type Revealer interface{ Reveal() string }

// Secret is a value that is never shown: every way of printing, logging or marshalling it gives Redacted. It holds a
// function because fmt and whatever else walks through memory reads unexported fields without asking their methods, and
// would find a string there. The zero Secret is one that is not set. Secrets are compared with Equal; == does not compile.
type Secret struct{ reveal func() string }

// NewSecret hides a value. An empty one is not set.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{func() string { return value }}
}

// Reveal gives the value, "" where none is set. It is called only where the value leaves for Hotmart, is compared with
// what came from there, or is kept.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsSet tells whether there is a value.
func (s Secret) IsSet() bool { return s.reveal != nil }

// Equal compares two values in a time that does not tell where they differ.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// String gives Redacted.
func (s Secret) String() string { return Redacted }

// GoString gives Redacted.
func (s Secret) GoString() string { return Redacted }

// Format writes Redacted for every verb and flag.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, Redacted) }

// MarshalText gives Redacted.
func (s Secret) MarshalText() ([]byte, error) { return []byte(Redacted), nil }

// MarshalJSON gives Redacted.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + Redacted + `"`), nil }

// LogValue gives Redacted.
func (s Secret) LogValue() slog.Value { return slog.StringValue(Redacted) }
