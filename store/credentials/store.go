package credentials

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"recoup/model"
)

// KeyringLimit is how long a keyring may take to answer before it is left alone: a headless or locked one never does.
const KeyringLimit = 5 * time.Second

// The reasons for which credentials are not given out.
var (
	ErrNone       = errors.New("no credentials are kept")
	ErrIncomplete = errors.New("the credential is not complete")
	ErrExposed    = errors.New("others can get at the credentials")
	ErrNotOurs    = errors.New("not what recoup writes")
)

// Options say where a Store looks.
type Options struct {
	// Keyring is asked first; nil leaves it out.
	Keyring Keyring
	// Limit is how long each call of the keyring may take; zero means KeyringLimit.
	Limit time.Duration
	// Folder holds the file; "" leaves it out.
	Folder string
	// Getenv asks the environment; nil leaves it out.
	Getenv func(string) string
	// Tell is given a sentence where a place could not be used and the next was, each once; nil drops it.
	Tell func(sentence string)
}

// Store reads and keeps credentials. It is for one goroutine.
type Store struct {
	ring   *guard // nil without a keyring
	file   file
	getenv func(string) string
}

// New makes a Store. Nothing is read or made yet.
func New(o Options) *Store {
	var told []string
	tell := func(sentence string) {
		if o.Tell != nil && !slices.Contains(told, sentence) {
			told = append(told, sentence)
			o.Tell(sentence)
		}
	}
	s := &Store{file: file{o.Folder, tell}, getenv: o.Getenv}
	if s.getenv == nil {
		s.getenv = func(string) string { return "" }
	}
	if o.Keyring != nil {
		s.ring = &guard{ring: o.Keyring, limit: cmp.Or(o.Limit, KeyringLimit), tell: tell}
	}
	return s
}

// File is the path of the file, "" where there is no folder for it.
func (s *Store) File() string {
	if s.file.folder == "" {
		return ""
	}
	return s.file.path()
}

// API gives the credential of a profile from the first place that holds any part of it, so that parts of two credentials
// never meet. An error is a *model.Error, or the context's.
func (s *Store) API(ctx context.Context, p Profile) (API, error) {
	values, from, err := s.first(ctx, p, Values.hasAPI)
	switch {
	case err != nil:
		return API{}, err
	case from == "":
		return API{}, model.Failed(ErrNone, "Make one in Hotmart under Tools, Developer Credentials, then run: recoup auth set"+p.flag(),
			"There is no %s credential for Hotmart's API here yet.", p)
	}
	return apiFrom(values, p, from)
}

// Hottok gives the secret that Hotmart sends with every webhook, and the place it was found in.
func (s *Store) Hottok(ctx context.Context) (Secret, Place, error) {
	values, from, err := s.first(ctx, Production, func(v Values) bool { return v[Hottok].IsSet() })
	switch {
	case err != nil:
		return Secret{}, "", err
	case from == "":
		return Secret{}, "", model.Failed(ErrNone, "Copy it from Hotmart under "+Hottok.origin()+", then run: recoup auth set --only hottok",
			"There is no hottok here yet, by which webhooks are known to be Hotmart's.")
	}
	return values[Hottok], from, nil
}

// first asks the places in order until one has what is looked for; from is "" where none has.
func (s *Store) first(ctx context.Context, p Profile, has func(Values) bool) (values Values, from Place, err error) {
	for _, place := range []Place{InKeyring, InFile, InEnvironment} {
		if values, err = s.in(ctx, place, p); err != nil {
			return nil, "", err
		}
		if has(values) {
			return values, place, nil
		}
	}
	return nil, "", nil
}

// in gives what a place keeps of a profile. A keyring that cannot be used keeps nothing.
func (s *Store) in(ctx context.Context, place Place, p Profile) (Values, error) {
	switch place {
	case InKeyring:
		return s.inKeyring(ctx, p)
	case InFile:
		all, err := s.file.read()
		return all[p], err
	default:
		return s.inEnvironment(p)
	}
}

func (s *Store) inKeyring(ctx context.Context, p Profile) (Values, error) {
	if s.ring == nil {
		return nil, nil
	}
	raw, kept, err := s.ring.get(ctx, string(p))
	if err != nil {
		return nil, ctx.Err()
	}
	if !kept {
		return nil, nil
	}
	var held map[Name]string
	if json.Unmarshal([]byte(raw), &held) == nil {
		if values, ok := checked(p, held); ok {
			return values, nil
		}
	}
	return nil, model.Failed(ErrNotOurs, "Begin anew: recoup auth remove, then recoup auth set",
		"What the system keyring keeps as %s of %s is not what recoup writes there.", p, service)
}

// Variable is the environment variable that a value of a profile is read from.
func Variable(p Profile, n Name) string {
	if p == Sandbox {
		return "RECOUP_SANDBOX_" + strings.ToUpper(string(n))
	}
	return "RECOUP_" + strings.ToUpper(string(n))
}

func (s *Store) inEnvironment(p Profile) (Values, error) {
	values := Values{}
	for _, n := range p.Names() {
		variable := Variable(p, n)
		raw := s.getenv(variable)
		if raw == "" {
			continue
		}
		value, err := Parse(n, raw)
		if err != nil {
			var why *model.Error
			errors.As(err, &why)
			return nil, model.Usage(why.Hint, "%s is set wrongly: %s", variable, why.Message)
		}
		values[n] = value
	}
	return values, nil
}
