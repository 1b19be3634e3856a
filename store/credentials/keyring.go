package credentials

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"recoup/model"
)

// Keyring keeps secrets for the user who is logged in. Get and Delete of what is not there give ErrNotKept; every other
// error means that the keyring cannot be used now.
type Keyring interface {
	Get(item string) (string, error)
	Set(item, value string) error
	Delete(item string) error
}

// Errors of a Keyring.
var (
	// ErrNotKept is the answer for an item that the keyring does not keep.
	ErrNotKept = errors.New("not kept in the keyring")
	// ErrNoKeyring means that there is none, so that nothing can be left in it either.
	ErrNoKeyring = errors.New("there is none")

	errSlow    = errors.New("it does not answer")
	errForgets = errors.New("it does not keep what it is given")
)

// service is the name under which the items stand in the system's keyring.
const service = "recoup"

// SystemKeyring is the one of the desktop: Keychain, Credential Manager or the Secret Service.
func SystemKeyring() Keyring { return systemKeyring{} }

type systemKeyring struct{}

// Get gives an item.
func (systemKeyring) Get(item string) (string, error) {
	if !keyringCanBeAsked() {
		return "", ErrNoKeyring
	}
	value, err := keyring.Get(service, item)
	return value, translated(err)
}

// Set keeps an item.
func (systemKeyring) Set(item, value string) error {
	if !keyringCanBeAsked() {
		return ErrNoKeyring
	}
	return translated(keyring.Set(service, item, value))
}

// Delete removes an item.
func (systemKeyring) Delete(item string) error {
	if !keyringCanBeAsked() {
		return ErrNoKeyring
	}
	return translated(keyring.Delete(service, item))
}

// translated puts the library's errors into ours. A session bus on which nobody keeps secrets is known by the name of the
// bus's error alone.
func translated(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotKept
	case errors.Is(err, keyring.ErrUnsupportedPlatform), errors.Is(err, exec.ErrNotFound), strings.Contains(err.Error(), "org.freedesktop.secrets was not provided"):
		return ErrNoKeyring
	}
	return err
}

// guard keeps a keyring from holding the program up: each call has a limit, and after the first that fails none is made.
// A panic in the library, which trusts what comes over the bus, is a failure like others.
type guard struct {
	ring   Keyring
	limit  time.Duration
	broken error                 // why the keyring is not asked any more
	tell   func(sentence string) // told once, when that begins
}

// get gives an item; kept is false where there is none.
func (g *guard) get(ctx context.Context, item string) (value string, kept bool, err error) {
	value, err = g.call(ctx, func() (string, error) { return g.ring.Get(item) })
	if errors.Is(err, ErrNotKept) {
		return "", false, nil
	}
	return value, err == nil, err
}

// set keeps an item, and looks whether it is there: a prompt that was dismissed counts as a success with some keyrings.
func (g *guard) set(ctx context.Context, item, value string) error {
	_, err := g.call(ctx, func() (string, error) {
		if err := g.ring.Set(item, value); err != nil {
			return "", err
		}
		if kept, err := g.ring.Get(item); err != nil || kept != value {
			return "", errForgets
		}
		return "", nil
	})
	return err
}

// delete removes an item; was tells whether there was one.
func (g *guard) delete(ctx context.Context, item string) (was bool, err error) {
	_, err = g.call(ctx, func() (string, error) { return "", g.ring.Delete(item) })
	if errors.Is(err, ErrNotKept) {
		return false, nil
	}
	return err == nil, err
}

func (g *guard) call(ctx context.Context, ask func() (string, error)) (string, error) {
	if g.broken != nil {
		return "", g.broken
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	type answer struct {
		value string
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				answers <- answer{"", errors.New("it failed")}
			}
		}()
		value, err := ask()
		answers <- answer{value, err}
	}()
	late := time.NewTimer(g.limit)
	defer late.Stop()
	select {
	case a := <-answers:
		if a.err != nil && !errors.Is(a.err, ErrNotKept) {
			g.fail(a.err, g.reason(a.err))
		}
		return a.value, a.err
	case <-late.C:
		g.fail(errSlow, fmt.Sprintf("it did not answer within %s", g.limit))
		return "", errSlow
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (g *guard) fail(err error, reason string) {
	g.broken = err
	what := "The system keyring cannot be used (" + reason + ")"
	if errors.Is(err, ErrNoKeyring) {
		what = "This session has no system keyring"
	}
	g.tell(what + ", so the file and the environment are used. RECOUP_KEYRING=off leaves it out for good.")
}

// reason puts an error of a keyring between brackets. Only its own words are repeated, never an item's value.
func (g *guard) reason(err error) string {
	return strings.TrimRight(model.Clean(err.Error()).String(), ".")
}
