//go:build unix

package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"recoup/model"
	"recoup/store/hotmart/fake"
	"recoup/store/world"
)

// hotmart is an account at a Hotmart of this machine, and a user who has its credential.
type hotmart struct {
	*user
	world  *world.World
	server *fake.Server
	secret string
}

func anAccountAtHotmart(t *testing.T, faults ...fake.Fault) *hotmart {
	t.Helper()
	to := model.InstantOf(time.Date(2026, 7, 1, 3, 0, 0, 0, time.UTC))
	h := &hotmart{user: newUser(t), world: world.New(21, world.Options{Sales: 60, To: to, From: to.Add(-60 * 24 * time.Hour)}), secret: fake.ClientSecret}
	h.server = fake.New(h.world, fake.Options{PerMinute: -1, Faults: faults})
	t.Cleanup(h.server.Close)
	return h
}

// sync prepares recoup sync as a process of its own.
func (h *hotmart) sync(args ...string) *exec.Cmd {
	cmd := h.command(h.t.Context(), append([]string{"sync"}, args...)...)
	cmd.Env = append(cmd.Env, "RECOUP_KEYRING=off", "RECOUP_CLIENT_ID="+fake.ClientID, "RECOUP_CLIENT_SECRET="+h.secret, "RECOUP_API_BASE="+h.server.URL)
	return cmd
}

// tellsNoSecret looks for the secret in what was said and in everything the user has.
func (h *hotmart) tellsNoSecret(said ...string) {
	h.t.Helper()
	err := filepath.WalkDir(h.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		said = append(said, string(content))
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, text := range said {
		for _, secret := range []string{fake.ClientSecret, strings.TrimPrefix(fake.Basic, "Basic "), "H4sIA-token"} {
			if strings.Contains(text, secret) {
				h.t.Errorf("%s is told", secret)
			}
		}
	}
}

func TestANewUserSyncsAnAccountFromNothing(t *testing.T) {
	h := anAccountAtHotmart(t)
	first := h.finish(h.sync())
	if first.code != 0 || !strings.Contains(first.out, "holds the account of "+model.Clean(h.world.Account.Name).String()) ||
		!strings.Contains(first.out, "17 of 17 statuses agree") || first.err != "" {
		t.Fatalf("%d\n%s%s", first.code, first.out, first.err)
	}
	again := h.finish(h.sync("--json"))
	var told struct {
		Finished bool `json:"finished"`
		Lists    []struct {
			List  string `json:"list"`
			Items int    `json:"items"`
			New   int    `json:"new"`
		} `json:"lists"`
		Rejected []string `json:"rejected"`
	}
	if err := json.Unmarshal([]byte(again.out), &told); err != nil || again.code != 0 || !told.Finished || told.Rejected == nil {
		t.Fatalf("%v %d\n%s%s", err, again.code, again.out, again.err)
	}
	items := 0
	for _, l := range told.Lists {
		items += l.Items
		if l.New != 0 && l.List != "sales/summary" {
			t.Errorf("%+v", l)
		}
	}
	if items < h.world.Sales() {
		t.Errorf("only %d items came again", items)
	}
	before := h.must("verify", "--hash")
	if third := h.finish(h.sync()); third.code != 0 || h.must("verify", "--hash") != before {
		t.Errorf("the same answers made another account: %d\n%s%s", third.code, third.out, third.err)
	}
	if doctor := h.must("doctor"); !strings.Contains(doctor, "API") {
		t.Errorf("doctor does not know the road:\n%s", doctor)
	}
	h.tellsNoSecret(first.out, again.out)
}

func TestASyncThatIsStoppedGoesOnLater(t *testing.T) {
	h := anAccountAtHotmart(t, fake.Fault{Path: "/payments/api/v1/sales/users", Nth: 5, Times: -1, What: fake.Hang})
	cmd := h.sync()
	var said said
	done := make(chan struct{})
	go func() {
		said = h.finish(cmd)
		close(done)
	}()
	for h.server.Calls("/payments/api/v1/sales/users") < 5 {
		select {
		case <-done:
			t.Fatalf("it ended by itself: %+v", said)
		case <-time.After(5 * time.Millisecond):
		}
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	<-done
	if said.code != 130 || !strings.Contains(said.err, "What is finished is kept; go on with: recoup sync") || !strings.Contains(said.out, "did not finish") {
		t.Errorf("%d\n%s%s", said.code, said.out, said.err)
	}
	h.server.Heal()
	h.server.Forget()
	rest := h.finish(h.sync())
	if rest.code != 0 || !strings.Contains(rest.out, "an interrupted sync was gone on with") {
		t.Errorf("%d\n%s%s", rest.code, rest.out, rest.err)
	}
	if n := h.server.Calls("/payments/api/v1/sales/commissions"); n > 17 {
		t.Errorf("%d commissions were asked for again", n)
	}
	h.must("verify")
}

func TestASyncThatCannotBeginLeavesNothingBehind(t *testing.T) {
	wrong := anAccountAtHotmart(t)
	wrong.secret = "not-the-secret-of-this"
	elsewhere := anAccountAtHotmart(t)
	for name, c := range map[string]struct {
		h    *hotmart
		cmd  *exec.Cmd
		code int
		says string
	}{
		"wrong credentials":  {wrong, wrong.sync(), 1, "the credentials are not accepted"},
		"two opposites":      {wrong, wrong.sync("--full", "--since", "2026-01-01"), 2, "contradict each other"},
		"no day":             {wrong, wrong.sync("--since", "soon"), 2, "soon"},
		"another's computer": {elsewhere, elsewhere.sync(), 2, "not on this machine"},
	} {
		if c.h == elsewhere {
			c.cmd.Env = append(c.cmd.Env, "RECOUP_API_BASE=http://192.0.2.1:8080")
		}
		s := c.h.finish(c.cmd)
		if s.code != c.code || !strings.Contains(s.err, c.says) || s.out != "" {
			t.Errorf("%s: %d\n%s%s", name, s.code, s.out, s.err)
		}
		if _, err := os.Stat(c.h.snapshot()); err == nil {
			t.Errorf("%s: there is a snapshot", name)
		}
		c.h.tellsNoSecret(s.out, s.err)
	}
}

func TestTheSandboxHasASnapshotOfItsOwn(t *testing.T) {
	h := anAccountAtHotmart(t)
	cmd := h.sync("--sandbox")
	cmd.Env = append(cmd.Env, "RECOUP_SANDBOX_CLIENT_ID="+fake.ClientID, "RECOUP_SANDBOX_CLIENT_SECRET="+fake.ClientSecret)
	s := h.finish(cmd)
	if s.code != 0 {
		t.Fatalf("%d\n%s%s", s.code, s.out, s.err)
	}
	if _, err := os.Stat(h.snapshot()); err == nil {
		t.Error("the account's own snapshot was made")
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(h.snapshot()), "sandbox.db")); err != nil {
		t.Error(err)
	}
}
