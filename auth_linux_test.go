package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// prompted is recoup auth set on a terminal of its own, with this test at the keyboard.
type prompted struct {
	*keeper
	master, slave *os.File
	cmd           *exec.Cmd
	mu            sync.Mutex
	screen        bytes.Buffer
}

func newPrompted(t *testing.T, args ...string) *prompted {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminal to be had here: ", err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Skip("no terminal to be had here: ", err)
	}
	slave, err := os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminal to be had here: ", err)
	}
	t.Cleanup(func() { _, _ = slave.Close(), master.Close() })
	p := &prompted{keeper: newKeeper(t, nil), master: master, slave: slave}
	u := &user{t, p.home}
	p.cmd = u.command(t.Context(), append([]string{"auth", "set"}, args...)...)
	p.cmd.Env = append(p.cmd.Env, "RECOUP_KEYRING=off")
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = slave, slave, slave
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.watch()
	return p
}

func (p *prompted) watch() {
	buf := make([]byte, 4096)
	for {
		n, err := p.master.Read(buf)
		if err != nil {
			return
		}
		p.mu.Lock()
		p.screen.Write(buf[:n])
		p.mu.Unlock()
	}
}

func (p *prompted) shown() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.screen.String()
}

// waits until a text was shown so many times, and the terminal shows nothing of what is typed.
func (p *prompted) waits(text string, times int) {
	p.Helper()
	for range 500 {
		if strings.Count(p.shown(), text) >= times && !p.echoes() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.Fatalf("%q was not shown %d times, or typing is shown (%v):\n%s", text, times, p.echoes(), p.shown())
}

func (p *prompted) echoes() bool {
	state, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	return err != nil || state.Lflag&unix.ECHO != 0
}

func (p *prompted) answers(prompt string, times int, line string) {
	p.Helper()
	p.waits(prompt, times)
	if _, err := p.master.WriteString(line); err != nil {
		p.Fatal(err)
	}
}

// ends waits for the program, and demands the terminal as it was.
func (p *prompted) ends(code int) {
	p.Helper()
	done := make(chan error, 1)
	go func() { done <- p.cmd.Wait() }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		_ = p.cmd.Process.Kill()
		p.Fatalf("it does not end:\n%s", p.shown())
	}
	if got := p.cmd.ProcessState.ExitCode(); got != code {
		p.Errorf("it ended with %d, want %d:\n%s", got, code, p.shown())
	}
	if !p.echoes() {
		p.Error("the terminal shows nothing of what is typed any more")
	}
	time.Sleep(20 * time.Millisecond) // for the last lines to come through the terminal
	p.clean("the terminal", p.shown())
}

func TestTypedSecretsAreNotShown(t *testing.T) {
	p := newPrompted(t)
	p.answers("client_id: ", 1, "two words\n")
	p.answers("client_id: ", 2, secretsID+"\n")
	p.answers("client_secret: ", 1, " \""+secretCanary+"\"\n")
	p.answers("basic (if Hotmart shows one): ", 1, "\n")
	p.answers("hottok (for webhooks): ", 1, secretCanary+"\n")
	p.ends(0)
	for _, text := range []string{"has a space", "client_id, client_secret and hottok", "There is no basic"} {
		if !strings.Contains(p.shown(), text) {
			t.Errorf("it does not say %q:\n%s", text, p.shown())
		}
	}
	if kept, err := os.ReadFile(p.file()); err != nil || strings.Count(string(kept), "cAnArY") != 2 || strings.Contains(string(kept), "two words") {
		t.Errorf("the file: %d bytes, %v", len(kept), err)
	}
}

// Lines pasted together arrive faster than the questions are asked.
func TestPastedSecretsAreNotShown(t *testing.T) {
	p := newPrompted(t)
	p.answers("client_id: ", 1, secretsID+"\n"+secretCanary+"x\x7f\n\nwrong\x15"+secretCanary+"\n")
	p.ends(0)
	if kept, err := os.ReadFile(p.file()); err != nil || strings.Count(string(kept), "cAnArY") != 2 || strings.Contains(string(kept), "wrong") || strings.Contains(string(kept), "==x") {
		t.Errorf("the file: %d bytes, %v", len(kept), err)
	}
}

func TestOneValueIsAskedForAlone(t *testing.T) {
	p := newPrompted(t, "--only", "hottok")
	p.answers("hottok (for webhooks): ", 1, secretCanary+"\n")
	p.ends(0)
	if strings.Contains(p.shown(), "client_id") {
		t.Errorf("it asks for more:\n%s", p.shown())
	}
}

func TestWhoeverStopsAtThePromptGetsTheTerminalBack(t *testing.T) {
	for name, stop := range map[string]func(p *prompted) error{
		"ctrl+c":  func(p *prompted) error { _, err := p.master.WriteString("\x03"); return err },
		"ctrl+d":  func(p *prompted) error { _, err := p.master.WriteString("\x04"); return err },
		"SIGTERM": func(p *prompted) error { return p.cmd.Process.Signal(syscall.SIGTERM) },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPrompted(t)
			p.answers("client_id: ", 1, secretsID+"\n")
			p.waits("client_secret: ", 1)
			if err := stop(p); err != nil {
				t.Fatal(err)
			}
			p.ends(130)
			if _, err := os.Stat(p.file()); err == nil {
				t.Error("something was kept")
			}
		})
	}
}

// P-06: who watches the list of processes while secrets are set sees none.
func TestASecretIsNotInTheListOfProcesses(t *testing.T) {
	k := newKeeper(t, nil)
	u := &user{t, k.home}
	cmd := u.command(t.Context(), "auth", "set")
	cmd.Env = append(cmd.Env, "RECOUP_KEYRING=off")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	looks := 0
	look := func() {
		for _, name := range []string{"cmdline", "environ", "comm"} {
			content, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", cmd.Process.Pid, name))
			if err == nil && len(content) > 0 {
				looks++
			}
			k.clean(name, string(content))
		}
	}
	look()
	if _, err := stdin.Write([]byte(pipedIn)); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		look()
		time.Sleep(time.Millisecond)
	}
	if err := stdin.Close(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for running := true; running; {
		select {
		case err := <-ended:
			running = false
			if err != nil {
				t.Fatal(err, out.String())
			}
		default:
			look()
		}
	}
	if looks < 100 {
		t.Errorf("only %d looks at the process", looks)
	}
	k.clean("what it wrote", out.String())
	k.cleanFiles()
	if kept, err := os.ReadFile(k.file()); err != nil || !strings.Contains(string(kept), "cAnArY") {
		t.Errorf("and it was kept: %v", err)
	}
}
