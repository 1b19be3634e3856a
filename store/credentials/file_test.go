package credentials

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"recoup/model"
)

// A file that is not what recoup writes is refused in words, and none of it is repeated.
func TestAFileThatIsNotOursIsRefused(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "text": "client_secret=" + canary, "cut": inFileAlone[:40], "a list": `["` + canary + `"]`, "null": "null",
		"another profile": `{"` + canary + `": {}}`, "another value": `{"production": {"` + canary + `": "x"}}`, "a number": `{"production": {"client_id": 7}}`,
		"a value with a break": `{"production": {"client_secret": "` + canary + `\n` + canary + `"}}`, "a hottok of a sandbox": `{"sandbox": {"hottok": "x"}}`,
		"endless": inFileAlone + strings.Repeat(" ", maxInput),
	} {
		d := newDesk(t)
		d.environment()
		d.write(content)
		_, read := d.store().API(context.Background(), Production)
		_, kept := d.store().Set(context.Background(), Production, values("client_id", "x"), true)
		for _, err := range []error{read, kept} {
			if !errors.Is(err, ErrNotOurs) || !strings.Contains(err.Error(), d.file()) || !strings.Contains(err.Error(), "recoup auth remove") {
				t.Errorf("%s: %v", name, err)
				continue
			}
			noneOf(t, name, err.Error())
		}
		if is, _ := os.ReadFile(d.file()); string(is) != content {
			t.Errorf("%s: it was changed", name)
		}
		if _, err := d.store().Remove(context.Background(), Profiles()...); err != nil {
			t.Errorf("%s: it cannot be removed: %v", name, err)
		}
		d.set(Production, values("client_id", "an-id", "client_secret", "a-secret"))
	}
	d := newDesk(t)
	d.ring.items["production"] = canary
	if _, err := d.store().API(context.Background(), Production); !errors.Is(err, ErrNotOurs) {
		t.Errorf("in the keyring: %v", err)
	} else {
		noneOf(t, "in the keyring", err.Error())
	}
}

func TestAFolderInTheFilesPlaceIsRefused(t *testing.T) {
	d := newDesk(t)
	d.ring = nil
	if err := os.MkdirAll(filepath.Join(d.file(), "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store().API(context.Background(), Production); !errors.Is(err, ErrNotOurs) {
		t.Errorf("got %v", err)
	}
	if _, err := d.store().Remove(context.Background(), Profiles()...); err == nil || !strings.Contains(err.Error(), "could not be removed") {
		t.Errorf("got %v", err)
	}
}

func TestWithoutAFolderTheEnvironmentIsEnough(t *testing.T) {
	d := newDesk(t)
	d.folder, d.ring = "", nil
	d.environment()
	d.has(Production, "env-id", "env-secret", InEnvironment)
	if _, err := d.store().Set(context.Background(), Production, values("client_id", "x"), false); err == nil || !strings.Contains(err.Error(), "HOME") {
		t.Errorf("there is no place to keep it: %v", err)
	}
	if _, err := d.store().Remove(context.Background(), Profiles()...); err != nil {
		t.Error(err)
	}
	if got := d.store().File(); got != "" {
		t.Errorf("the file is %q", got)
	}
}

func TestAWriteThatFailsLeavesWhatWasThere(t *testing.T) {
	d := newDesk(t)
	d.ring = nil
	d.write(inFileAlone)
	s := d.store()
	s.file.folder = filepath.Join(d.file(), "no folder")
	_, err := s.Set(context.Background(), Production, values("client_secret", canary), false)
	var readable *model.Error
	if !errors.As(err, &readable) || !strings.Contains(readable.Message, "could not be written") || readable.Hint == "" {
		t.Errorf("got %v", err)
	}
	noneOf(t, "the error", fmt.Sprint(err))
	d.has(Production, "file-id", "file-secret", InFile)
}

// What a killed process has left of a file holds secrets: it is gone with the next that is kept, or removed.
func TestWhatWasLeftUnfinishedIsRemoved(t *testing.T) {
	d := newDesk(t)
	d.ring = nil
	d.write(inFileAlone)
	left, fresh := filepath.Join(d.folder, ".credentials-1.new"), filepath.Join(d.folder, ".credentials-2.new")
	for _, path := range []string{left, fresh} {
		if err := os.WriteFile(path, []byte(canary), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(left, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	d.has(Production, "file-id", "file-secret", InFile)
	d.set(Sandbox, values("client_id", "s-id"))
	if _, err := os.Stat(left); err == nil {
		t.Error("what was left yesterday is still there")
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Error("what another process writes just now was taken away from it")
	}
	if _, err := d.store().Remove(context.Background(), Sandbox); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(fresh); err == nil {
		t.Error("removing leaves secrets in an unfinished file")
	}
}

// keeper is the child of the test below: it changes the file for as long as it lives.
const keeperEnv = "RECOUP_TEST_KEEPER"

func TestMain(m *testing.M) {
	folder := os.Getenv(keeperEnv)
	if folder == "" {
		os.Exit(m.Run())
	}
	s := New(Options{Folder: folder})
	for i := 0; ; i++ {
		n := strings.Repeat(fmt.Sprint(i%10), 100+i%400)
		if _, err := s.Set(context.Background(), Production, values("client_id", n, "client_secret", n), true); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

// However a process that writes the file ends, and whenever another reads it, the file is one of those that were written.
func TestAnInterruptedWriteLeavesAWholeFile(t *testing.T) {
	d := newDesk(t)
	d.ring = nil
	d.set(Production, values("client_id", "0", "client_secret", "0"))
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	reads := 0
	for run := range 12 {
		child := exec.Command(self)
		child.Env = append(os.Environ(), keeperEnv+"="+d.folder)
		var says strings.Builder
		child.Stdout = &says
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		var dead sync.WaitGroup
		dead.Go(func() { _ = child.Wait() })
		for until := time.Now().Add(time.Duration(20+7*run) * time.Millisecond); time.Now().Before(until); reads++ {
			d.whole()
		}
		_ = child.Process.Kill()
		dead.Wait()
		if says.Len() > 0 {
			t.Fatal(says.String())
		}
		d.whole()
	}
	if reads < 100 {
		t.Logf("only %d looks at the file", reads)
	}
}

// whole demands a file in which both values are of one writing.
func (d *desk) whole() {
	d.Helper()
	api, err := d.store().API(context.Background(), Production)
	if err != nil {
		d.Fatal(err)
	}
	if !api.ClientID.Equal(api.ClientSecret) {
		d.Fatal("the file mixes two writings")
	}
}
