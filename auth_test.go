package main

import (
	"encoding/base64"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recoup/store/credentials"
	"recoup/tui/command"
)

// A secret as Hotmart could make one, with every character that an encoding changes, and the id it belongs to.
const (
	secretCanary = "cAnArY+7f/3Q&d9=="
	secretsID    = "b3f1c2d4-id"
)

// secretForms are the ways in which the secret could come out.
func secretForms() []string {
	pair := base64.StdEncoding.EncodeToString([]byte(secretsID + ":" + secretCanary))
	alone := base64.StdEncoding.EncodeToString([]byte(secretCanary))
	return []string{secretCanary, alone, strings.TrimRight(alone, "="), pair, strings.TrimRight(pair, "="), url.QueryEscape(secretCanary),
		url.PathEscape(secretCanary), url.QueryEscape(pair), "cAnArY"}
}

// keyringOf keeps items in memory; one that fails says something with an item in it, as no keyring should.
type keyringOf struct {
	items map[string]string
	fails bool
}

var errKeyring = errors.New("locked")

func (k keyringOf) Get(item string) (string, error) {
	if k.fails {
		return "", errKeyring
	}
	if value, ok := k.items[item]; ok {
		return value, nil
	}
	return "", credentials.ErrNotKept
}

func (k keyringOf) Set(item, value string) error {
	if k.fails {
		return errKeyring
	}
	k.items[item] = value
	return nil
}

func (k keyringOf) Delete(item string) error {
	if _, err := k.Get(item); err != nil {
		return err
	}
	delete(k.items, item)
	return nil
}

// keeper types auth commands in a world with a keyring, and looks for the secret in all that comes of them.
type keeper struct {
	*testing.T
	home string
	ring credentials.Keyring
	env  map[string]string
	runs int
}

func newKeeper(t *testing.T, ring credentials.Keyring) *keeper {
	home := t.TempDir()
	return &keeper{T: t, home: home, ring: ring, env: map[string]string{
		"HOME": home, "XDG_DATA_HOME": home + "/data", "XDG_STATE_HOME": home + "/state", "XDG_CONFIG_HOME": home + "/config", "TERM": "dumb"}}
}

func (k *keeper) file() string { return filepath.Join(k.home, "config/recoup/credentials.json") }

// types runs a command with something on its standard input.
func (k *keeper) types(stdin string, args ...string) said {
	k.Helper()
	k.runs++
	files := map[string]*os.File{}
	for _, name := range []string{"in", "out", "err"} {
		f, err := os.CreateTemp(k.TempDir(), name)
		if err != nil {
			k.Fatal(err)
		}
		defer f.Close()
		files[name] = f
	}
	if _, err := files["in"].WriteString(stdin); err != nil {
		k.Fatal(err)
	}
	if _, err := files["in"].Seek(0, 0); err != nil {
		k.Fatal(err)
	}
	code := command.Main(args, command.World{
		In: files["in"], Out: files["out"], Err: files["err"], Keyring: k.ring,
		Getenv: func(key string) string { return k.env[key] },
		Now:    func() time.Time { return time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC) },
	})
	read := func(name string) string {
		content, err := os.ReadFile(files[name].Name())
		if err != nil {
			k.Fatal(err)
		}
		k.clean("recoup "+strings.Join(args, " ")+", "+name, string(content))
		return string(content)
	}
	return said{read("out"), read("err"), code}
}

// clean demands that no form of the secret is in a text.
func (k *keeper) clean(where, text string) {
	k.Helper()
	for _, form := range secretForms() {
		if strings.Contains(text, form) {
			k.Errorf("%s: the secret as %q is in it:\n%s", strings.ReplaceAll(where, secretCanary, "SECRET"), form, text)
		}
	}
}

// cleanFiles demands that nothing is in any file of the home but the one for it.
func (k *keeper) cleanFiles() {
	k.Helper()
	err := filepath.WalkDir(k.home, func(path string, entry fs.DirEntry, err error) error {
		k.clean("the name of a file", path)
		if err != nil || entry.IsDir() || path == k.file() {
			return err
		}
		content, err := os.ReadFile(path)
		k.clean(path, string(content))
		return err
	})
	if err != nil {
		k.Fatal(err)
	}
}

func (k *keeper) says(s said, code int, texts ...string) {
	k.Helper()
	if s.code != code {
		k.Errorf("it ended with %d, want %d:\n%s%s", s.code, code, s.out, s.err)
	}
	for _, text := range texts {
		if !strings.Contains(s.out+s.err, text) {
			k.Errorf("it does not say %q:\n%s%s", text, s.out, s.err)
		}
	}
}

const pipedIn = "client_id=" + secretsID + "\nclient_secret=" + secretCanary + "\nhottok=" + secretCanary + "\n"

// P-01, P-06: whatever becomes of a secret that is given to recoup, it is in the keyring or in the file for it, and nowhere
// else: not in what a command writes, not in an error, not in another file.
func TestASecretIsNowhereButWhereItIsKept(t *testing.T) {
	for _, c := range []struct {
		name  string
		ring  credentials.Keyring
		place string
		told  string
	}{
		{"a keyring", keyringOf{items: map[string]string{}}, "keyring", "in the system keyring."},
		{"no keyring", nil, "file", "config/recoup/credentials.json, which only you may read."},
		{"a locked keyring", keyringOf{fails: true}, "file", "The system keyring cannot be used (locked)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newKeeper(t, c.ring)
			k.says(k.types(pipedIn, "auth", "set"), 0, "client_id, client_secret and hottok", c.told)
			k.says(k.types(`{"client_id": "`+secretsID+`", "client_secret": "`+secretCanary+`"}`, "auth", "set", "--sandbox"), 0, "for sandbox", c.told)
			k.says(k.types(secretCanary, "auth", "set", "--secret-stdin"), 0, "production: client_secret,")
			k.says(k.types(secretCanary+"\n", "auth", "set", "--only", "hottok"), 0, "hottok")
			k.says(k.types("Basic "+base64.StdEncoding.EncodeToString([]byte(secretsID+":"+secretCanary)), "auth", "set", "--only", "basic"), 0, "basic")
			k.says(k.types("", "auth", "status"), 0, "client_secret  set, in the ")
			k.says(k.types("", "auth", "status", "--json"), 0, `"place": "`+c.place+`"`)
			k.mistakes()
			k.others()
			if kept, err := os.ReadFile(k.file()); (c.place == "file") != strings.Contains(string(kept), "cAnArY") {
				t.Errorf("in the file: %v, %v", len(kept), err)
			}
			k.cleanFiles()
			removed := 0
			if c.place == "file" && c.ring != nil {
				removed = 1 // nobody knows what the locked keyring holds
			}
			k.says(k.types("", "auth", "remove"), removed, "Removed from the")
			if _, err := os.Stat(k.file()); err == nil {
				t.Error("the file is still there")
			}
			if ring, ok := c.ring.(keyringOf); ok && len(ring.items) > 0 {
				t.Error("the keyring still keeps something")
			}
			if k.runs < 40 {
				t.Errorf("only %d commands", k.runs)
			}
		})
	}
}

// mistakes puts the secret wherever it does not belong; nothing is kept of it, and nothing repeated.
func (k *keeper) mistakes() {
	k.Helper()
	for _, args := range [][]string{
		{"auth", "set", secretCanary}, {"auth", "set", "client_secret=" + secretCanary}, {"auth", "set", "--client-secret=" + secretCanary},
		{"auth", "set", "--client-secret", secretCanary}, {"auth", "set", "--" + secretCanary}, {"auth", "set", "-x" + secretCanary},
		{"auth", "set", "-" + secretCanary}, {"auth", "set", "--only", secretCanary}, {"auth", "set", "--only=" + secretCanary},
		{"auth", "set", "--sandbox=" + secretCanary}, {"auth", "set", "--secret-stdin=" + secretCanary}, {"auth", "set", "--secret-stdin", secretCanary},
		{"auth", secretCanary}, {"auth", "--" + secretCanary}, {"auth", "status", secretCanary}, {"auth", "status", "--json=" + secretCanary},
		{"auth", "remove", secretCanary}, {"auth", "remove", "-" + secretCanary}, {"auth", "set", "status", secretCanary},
	} {
		s := k.types("", args...)
		k.says(s, 2)
		refusal(k.T, s, "")
	}
	k.says(k.types("", "auth", "set", secretCanary), 2, "takes no values as arguments", "history")
	for _, c := range []struct {
		stdin, says string
		args        []string
	}{
		{secretCanary, "which value is which", nil},
		{pipedIn + secretCanary + "\n", "Line 4", nil},
		{pipedIn + secretCanary + "=x\n", "Line 4", nil},
		{"client_secret=" + secretCanary + " " + secretCanary, "space", nil},
		{secretCanary + "\n" + secretCanary, "line break", []string{"--only", "client-id"}},
		{secretCanary + "\x1b[2J", "control", []string{"--secret-stdin"}},
		{`{"` + secretCanary + `": "x"}`, "key", nil},
		{`{"client_secret": "` + secretCanary + `"`, "not a JSON object", nil},
		{pipedIn + "client_secret=" + secretCanary, "twice", nil},
		{pipedIn, "not the sandbox's", []string{"--sandbox"}},
		{"client_secret=" + secretCanary, "has no hottok", []string{"--only", "hottok"}},
	} {
		s := k.types(c.stdin, append([]string{"auth", "set"}, c.args...)...)
		k.says(s, 2, c.says)
		refusal(k.T, s, c.says)
	}
}

// others are commands that have nothing to do with credentials, and find some in the environment.
func (k *keeper) others() {
	k.Helper()
	for _, name := range []string{"CLIENT_ID", "CLIENT_SECRET", "BASIC", "HOTTOK", "SANDBOX_CLIENT_SECRET"} {
		k.env["RECOUP_"+name] = secretCanary
	}
	for _, args := range [][]string{{"report", "--demo"}, {"doctor"}, {"version"}, {"man"}, {"import", k.home}, {"auth", "set", "--help"}, {"completion", "bash"},
		{"auth", "status"}, {"auth", "status", "--json"}} {
		k.types("", args...)
	}
	k.says(k.types("", "auth", "status"), 0, "also in the environment, not used")
	k.env["RECOUP_CLIENT_SECRET"] = secretCanary + " " + secretCanary
	k.says(k.types("", "auth", "status"), 0, "RECOUP_CLIENT_SECRET is set wrongly")
	for name := range k.env {
		if strings.HasPrefix(name, "RECOUP_") {
			delete(k.env, name)
		}
	}
}

func TestAFileOfSecretsThatCannotBeUsedIsNotRepeated(t *testing.T) {
	for name, spoil := range map[string]func(k *keeper) error{
		"cut": func(k *keeper) error {
			return os.WriteFile(k.file(), []byte(`{"production": {"client_secret": "`+secretCanary), 0o600)
		},
		"something else": func(k *keeper) error { return os.WriteFile(k.file(), []byte(secretCanary), 0o600) },
		"open to others": func(k *keeper) error { return os.Chmod(k.file(), 0o644) },
	} {
		k := newKeeper(t, nil)
		k.says(k.types(pipedIn, "auth", "set"), 0)
		if err := spoil(k); err != nil {
			t.Fatal(err)
		}
		k.says(k.types(pipedIn, "auth", "set"), 1, k.file())
		k.says(k.types("", "auth", "status"), 0, "Careful: ", "client_id      not set")
		k.says(k.types("", "auth", "remove", "--sandbox"), 1, k.file())
		k.says(k.types("", "auth", "remove"), 0, "Removed from the file")
		k.says(k.types("", "auth", "remove"), 0, "Nothing was kept")
		if k.cleanFiles(); t.Failed() {
			t.Fatal(name)
		}
	}
}

func TestTheFileIsUsedWhereItIsAskedFor(t *testing.T) {
	ring := keyringOf{items: map[string]string{}}
	k := newKeeper(t, ring)
	k.says(k.types(pipedIn, "auth", "set"), 0, "in the system keyring")
	k.says(k.types("client_id="+secretsID, "auth", "set", "--file"), 0, "credentials.json, which only you may read")
	if len(ring.items) > 0 {
		t.Error("the keyring still keeps an older one, which would be used first")
	}
	k.says(k.types("", "auth", "status"), 0, "client_secret  set, in the file\n")
	k.env["RECOUP_KEYRING"] = "off"
	k.says(k.types("client_id=another-id", "auth", "set"), 0, "credentials.json", "There is no basic")
	k.env["RECOUP_HOTTOK"] = "x"
	k.says(k.types("", "auth", "remove"), 0, "Removed from the file", "Still set in the environment, and used: RECOUP_HOTTOK.")
	if strings.Contains(k.types("", "auth", "status").err, "keyring") {
		t.Error("it speaks of a keyring that was left out")
	}
}
