package credentials

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

// ring is a keyring in memory, with the ways in which a real one fails.
type ring struct {
	items   map[string]string
	fails   error         // every call
	setFail error         // keeping alone
	delFail error         // removing alone
	forgets bool          // keeping succeeds and keeps nothing, as after a prompt that was dismissed
	panics  bool          // as the library does on an answer it did not expect
	held    chan struct{} // where there is one, nothing is answered before it is closed
	calls   atomic.Int32
}

func newRing() *ring { return &ring{items: map[string]string{}} }

func (r *ring) wait() error {
	r.calls.Add(1)
	if r.panics {
		panic("interface conversion: " + canary)
	}
	if r.held != nil {
		<-r.held
	}
	return r.fails
}

func (r *ring) Get(item string) (string, error) {
	if err := r.wait(); err != nil {
		return "", err
	}
	value, ok := r.items[item]
	if !ok {
		return "", ErrNotKept
	}
	return value, nil
}

func (r *ring) Set(item, value string) error {
	if err := errors.Join(r.wait(), r.setFail); err != nil {
		return err
	}
	if !r.forgets {
		r.items[item] = value
	}
	return nil
}

func (r *ring) Delete(item string) error {
	if err := errors.Join(r.wait(), r.delFail); err != nil {
		return err
	}
	if _, ok := r.items[item]; !ok {
		return ErrNotKept
	}
	delete(r.items, item)
	return nil
}

// desk is a machine with a keyring or without, a folder and an environment.
type desk struct {
	*testing.T
	ring   *ring
	folder string
	env    map[string]string
	told   []string
}

func newDesk(t *testing.T) *desk {
	return &desk{T: t, ring: newRing(), folder: filepath.Join(t.TempDir(), "config", "recoup"), env: map[string]string{}}
}

// store is what the next command of the machine works with.
func (d *desk) store() *Store {
	d.told = nil
	o := Options{Folder: d.folder, Limit: 20 * time.Millisecond, Getenv: func(k string) string { return d.env[k] }, Tell: func(s string) { d.told = append(d.told, s) }}
	if d.ring != nil {
		o.Keyring = d.ring
	}
	return New(o)
}

func (d *desk) file() string { return filepath.Join(d.folder, fileName) }

func values(pairs ...string) Values {
	v := Values{}
	for i := 0; i < len(pairs); i += 2 {
		v[Name(pairs[i])] = NewSecret(pairs[i+1])
	}
	return v
}

func (d *desk) set(p Profile, v Values) Receipt {
	d.Helper()
	r, err := d.store().Set(context.Background(), p, v, false)
	if err != nil {
		d.Fatal(err)
	}
	return r
}

// has demands a credential from a place.
func (d *desk) has(p Profile, id, secret string, from Place) API {
	d.Helper()
	api, err := d.store().API(context.Background(), p)
	if err != nil {
		d.Fatal(err)
	}
	if api.ClientID.Reveal() != id || api.ClientSecret.Reveal() != secret || api.From != from || api.Sandbox != (p == Sandbox) {
		d.Errorf("the credential is %q, %q from the %s (sandbox: %v), want %q, %q from the %s",
			api.ClientID.Reveal(), api.ClientSecret.Reveal(), api.From, api.Sandbox, id, secret, from)
	}
	return api
}

func (d *desk) hasNone(p Profile) {
	d.Helper()
	if _, err := d.store().API(context.Background(), p); !errors.Is(err, ErrNone) {
		d.Errorf("want none, got %v", err)
	}
}

func (d *desk) inFile() map[Profile]map[Name]string {
	d.Helper()
	raw, err := os.ReadFile(d.file())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	var held map[Profile]map[Name]string
	if err != nil || json.Unmarshal(raw, &held) != nil {
		d.Fatalf("the file is broken: %v", err)
	}
	return held
}

func (d *desk) write(content string) {
	d.Helper()
	if err := os.MkdirAll(d.folder, 0o700); err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(d.file(), []byte(content), 0o600); err != nil {
		d.Fatal(err)
	}
}

const inFileAlone = `{"production": {"client_id": "file-id", "client_secret": "file-secret", "hottok": "file-hottok"}}`

func (d *desk) environment() {
	d.env["RECOUP_CLIENT_ID"], d.env["RECOUP_CLIENT_SECRET"], d.env["RECOUP_HOTTOK"] = "env-id", "env-secret", "env-hottok"
}

func TestTheKeyringIsAskedBeforeTheFileAndTheFileBeforeTheEnvironment(t *testing.T) {
	d := newDesk(t)
	d.hasNone(Production)
	d.environment()
	d.has(Production, "env-id", "env-secret", InEnvironment)
	d.write(inFileAlone)
	d.has(Production, "file-id", "file-secret", InFile)
	d.ring.items["production"] = `{"client_id": "ring-id", "client_secret": "ring-secret"}`
	d.has(Production, "ring-id", "ring-secret", InKeyring)
	if hottok, from, err := d.store().Hottok(context.Background()); err != nil || hottok.Reveal() != "file-hottok" || from != InFile {
		t.Errorf("the hottok is %q from the %s, %v; the keyring has none, so it is the file's", hottok.Reveal(), from, err)
	}
	if len(d.told) > 0 {
		t.Errorf("all went well, and it says %q", d.told)
	}
	d.hasNone(Sandbox)
}

func TestPartsOfTwoCredentialsNeverMeet(t *testing.T) {
	d := newDesk(t)
	d.environment()
	d.write(`{"production": {"client_id": "file-id"}}`)
	_, err := d.store().API(context.Background(), Production)
	if !errors.Is(err, ErrIncomplete) || !strings.Contains(err.Error(), "has no client_secret") || !strings.Contains(err.Error(), "recoup auth set --only client-secret") {
		t.Errorf("got %v", err)
	}
	d.write(`{}`)
	delete(d.env, "RECOUP_CLIENT_ID")
	if _, err = d.store().API(context.Background(), Production); !errors.Is(err, ErrIncomplete) || !strings.Contains(err.Error(), "Set RECOUP_CLIENT_ID as well") {
		t.Errorf("got %v", err)
	}
}

func TestTheSandboxIsAnotherCredential(t *testing.T) {
	d := newDesk(t)
	d.set(Production, values("client_id", "p-id", "client_secret", "p-secret", "hottok", "h"))
	d.set(Sandbox, values("client_id", "s-id", "client_secret", "s-secret"))
	d.has(Production, "p-id", "p-secret", InKeyring)
	d.has(Sandbox, "s-id", "s-secret", InKeyring)
	if _, err := d.store().Set(context.Background(), Sandbox, values("hottok", "h"), false); model.KindOf(err) != model.KindUsage {
		t.Errorf("a sandbox has no hottok of its own: %v", err)
	}
	if _, err := d.store().Remove(context.Background(), Sandbox); err != nil {
		t.Fatal(err)
	}
	d.hasNone(Sandbox)
	d.has(Production, "p-id", "p-secret", InKeyring)
	d.env["RECOUP_SANDBOX_CLIENT_ID"], d.env["RECOUP_SANDBOX_CLIENT_SECRET"] = "e-id", "e-secret"
	d.has(Sandbox, "e-id", "e-secret", InEnvironment)
}

// A keyring that is absent, locked, slow, forgetful or broken costs one sentence and a moment, whatever is asked of it.
func TestAKeyringThatCannotBeUsedIsPassedOverWithOneSentence(t *testing.T) {
	held := make(chan struct{})
	t.Cleanup(func() { close(held) })
	for _, c := range []struct {
		name string
		ring *ring
		says string
		asks int // calls before it is left alone, of one store
	}{
		{"absent", &ring{fails: ErrNoKeyring}, "has no system keyring", 1},
		{"locked", &ring{fails: errors.New("failed to unlock correct collection '\x1b[2J/x'.")}, "(failed to unlock correct collection '␛[2J/x')", 1},
		{"slow", &ring{held: held}, "did not answer within 20ms", 1},
		{"panicking", &ring{panics: true}, "it failed", 1},
		{"read only", &ring{items: map[string]string{}, setFail: errors.New("denied")}, "denied", 2},
		{"forgetful", &ring{items: map[string]string{}, forgets: true}, "does not keep", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.ring = c.ring
			s := d.store()
			r, err := s.Set(context.Background(), Production, values("client_id", "an-id", "client_secret", canary), false)
			if err != nil || r.Place != InFile {
				t.Fatalf("kept in the %s, %v", r.Place, err)
			}
			for range 3 {
				if api, err := s.API(context.Background(), Production); err != nil || api.From != InFile {
					t.Errorf("read from the %s, %v", api.From, err)
				}
				if _, err := s.API(context.Background(), Sandbox); !errors.Is(err, ErrNone) {
					t.Error(err)
				}
			}
			if len(d.told) != 1 || !strings.Contains(d.told[0], c.says) || !strings.Contains(d.told[0], "RECOUP_KEYRING=off") {
				t.Errorf("it says %q, want one sentence with %q", d.told, c.says)
			}
			noneOf(t, "the sentence", strings.Join(d.told, "\n"))
			if c.ring.held == nil && int(c.ring.calls.Load()) != c.asks {
				t.Errorf("it was asked %d times, want %d and then left alone", c.ring.calls.Load(), c.asks)
			}
			if unknown := c.ring.items == nil && c.name != "absent"; r.KeyringUnknown != unknown {
				t.Errorf("whether it may keep an older one: %v, want %v", r.KeyringUnknown, unknown)
			}
		})
	}
}

func TestAnInterruptedUserDoesNotWaitForTheKeyring(t *testing.T) {
	d := newDesk(t)
	d.ring.held = make(chan struct{})
	defer close(d.ring.held)
	s := New(Options{Keyring: d.ring, Folder: d.folder, Limit: time.Hour})
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer stop()
	_, errRead := s.API(ctx, Production)
	_, errKept := s.Set(ctx, Production, values("client_id", "x"), false)
	_, errGone := s.Remove(ctx, Profiles()...)
	_, errSaid := s.Status(ctx)
	for i, err := range []error{errRead, errKept, errGone, errSaid} {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if d.inFile() != nil || d.ring.calls.Load() != 1 {
		t.Errorf("something was kept all the same, or asked %d times", d.ring.calls.Load())
	}
}

// Values stand in one place: the older ones in another would come back some day.
func TestNewValuesReplaceThoseInTheOtherPlace(t *testing.T) {
	d := newDesk(t)
	keyring := d.ring
	d.ring = nil
	if r := d.set(Production, values("client_id", "1-id", "client_secret", "1-secret", "hottok", "1-hottok")); r.Place != InFile {
		t.Fatalf("kept in the %s", r.Place)
	}
	d.set(Sandbox, values("client_id", "s-id", "client_secret", "s-secret"))
	d.ring = keyring
	if r := d.set(Production, values("client_secret", "2-secret")); r.Place != InKeyring {
		t.Fatalf("kept in the %s", r.Place)
	}
	d.has(Production, "1-id", "2-secret", InKeyring)
	if diff := cmp.Diff(map[Profile]map[Name]string{Sandbox: {ClientID: "s-id", ClientSecret: "s-secret"}}, d.inFile()); diff != "" {
		t.Errorf("in the file (-want +got):\n%s", diff)
	}
	if _, err := d.store().Set(context.Background(), Production, values("hottok", "3-hottok"), true); err != nil {
		t.Fatal(err)
	}
	d.has(Production, "1-id", "2-secret", InFile)
	if len(d.ring.items) > 0 {
		t.Errorf("the keyring still keeps %v", maps.Keys(d.ring.items))
	}
	if got := d.inFile()[Production][Hottok]; got != "3-hottok" {
		t.Errorf("the hottok is %q", got)
	}
}

func TestValuesInBothPlacesAreJoinedAsTheyAreRead(t *testing.T) {
	d := newDesk(t)
	d.ring.items["production"] = `{"hottok": "ring-hottok"}`
	d.write(`{"production": {"client_id": "file-id", "client_secret": "file-secret", "hottok": "file-hottok"}}`)
	d.set(Production, values("basic", "BBBB"))
	api := d.has(Production, "file-id", "file-secret", InKeyring)
	if hottok, _, _ := d.store().Hottok(context.Background()); hottok.Reveal() != "ring-hottok" || api.Basic.Reveal() != "BBBB" {
		t.Errorf("hottok %q, basic %q", hottok.Reveal(), api.Basic.Reveal())
	}
}

// A keyring that holds an older credential and does not let go of it would give it out first.
func TestWhatWouldBeOutlivedByTheKeyringIsNotKept(t *testing.T) {
	denied := errors.New("denied")
	for name, c := range map[string]struct {
		toFile bool
		ring   *ring
	}{
		"denied": {false, &ring{setFail: denied, delFail: denied}}, "denied, for the file": {true, &ring{delFail: denied}},
		"a prompt that was dismissed": {false, &ring{forgets: true}},
	} {
		d := newDesk(t)
		d.ring = c.ring
		d.ring.items = map[string]string{}
		d.ring.items["production"] = `{"client_id": "ring-id", "client_secret": "ring-secret"}`
		d.write(`{"sandbox": {"client_id": "s-id", "client_secret": "s-secret"}}`)
		before := d.inFile()
		if _, err := d.store().Set(context.Background(), Production, values("client_secret", "new"), c.toFile); err == nil || !strings.Contains(err.Error(), "keeps an older credential") {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(before, d.inFile()); diff != "" {
			t.Errorf("%s: the file changed (-was +is):\n%s", name, diff)
		}
		d.has(Production, "ring-id", "ring-secret", InKeyring)
	}
}

func TestABasicGoesWithTheSecretItWasMadeOf(t *testing.T) {
	d := newDesk(t)
	d.set(Production, values("client_id", "an-id", "client_secret", "a-secret"))
	if got := d.has(Production, "an-id", "a-secret", InKeyring).Authorization().Reveal(); got != "YW4taWQ6YS1zZWNyZXQ=" {
		t.Errorf("it is made as %q", got)
	}
	for _, c := range []struct {
		name    string
		newer   Values
		want    string
		dropped bool
	}{
		{"given alone", values("basic", "BBBB"), "BBBB", false},
		{"the same secret again", values("client_secret", "a-secret"), "BBBB", false},
		{"a hottok", values("hottok", "h"), "BBBB", false},
		{"another secret", values("client_secret", "b-secret"), "YW4taWQ6Yi1zZWNyZXQ=", true},
		{"another secret with its own", values("client_secret", "c-secret", "basic", "CCCC"), "CCCC", false},
		{"another id", values("client_id", "c-id"), "Yy1pZDpjLXNlY3JldA==", true},
	} {
		r := d.set(Production, c.newer)
		api, err := d.store().API(context.Background(), Production)
		if err != nil || api.Authorization().Reveal() != c.want || r.BasicDropped != c.dropped {
			t.Errorf("%s: %q, dropped %v; want %q, %v; %v", c.name, api.Authorization().Reveal(), r.BasicDropped, c.want, c.dropped, err)
		}
	}
}

func TestACredentialIsKeptInSteps(t *testing.T) {
	d := newDesk(t)
	if r := d.set(Production, values("hottok", "h")); len(r.Missing) != 0 {
		t.Errorf("a hottok alone is enough for webhooks, and %v is missing", r.Missing)
	}
	if r := d.set(Production, values("client_secret", "a-secret")); !cmp.Equal(r.Missing, []Name{ClientID}) {
		t.Errorf("missing is %v", r.Missing)
	}
	if r := d.set(Production, values("client_id", "an-id")); len(r.Missing) != 0 {
		t.Errorf("missing is %v", r.Missing)
	}
	d.has(Production, "an-id", "a-secret", InKeyring)
	if _, err := d.store().Set(context.Background(), Production, Values{}, false); model.KindOf(err) != model.KindUsage {
		t.Errorf("nothing was given: %v", err)
	}
}

func TestAnEnvironmentThatIsSetWronglyIsNamed(t *testing.T) {
	d := newDesk(t)
	d.environment()
	d.env["RECOUP_CLIENT_SECRET"] = "two " + canary
	_, err := d.store().API(context.Background(), Production)
	if err == nil || !strings.Contains(err.Error(), "RECOUP_CLIENT_SECRET is set wrongly") {
		t.Fatalf("got %v", err)
	}
	noneOf(t, "the error", err.Error())
	d.env["RECOUP_CLIENT_SECRET"] = ` "quoted" `
	d.has(Production, "env-id", "quoted", InEnvironment)
}
