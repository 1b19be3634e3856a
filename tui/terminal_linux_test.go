package tui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"recoup/model"
)

// The program must leave the terminal as it was, whatever ends it. These tests run it for real: this test binary starts
// itself once more on a terminal of its own, as the child below.

const childEnv = "RECOUP_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		if os.Getenv(childEnv) == "nurse" {
			os.Exit(nurse())
		}
		os.Exit(runChild(os.Getenv(childEnv)))
	}
	os.Exit(m.Run())
}

// explosive is an account whose reports break the program.
type explosive struct {
	*shop
	armed bool
}

func (e *explosive) Built(id model.SectionID) bool {
	if e.armed && id == model.Balance {
		panic("a view broke on \x1b[2J" + string(id))
	}
	return e.shop.Built(id)
}

func runChild(kind string) int {
	e := &explosive{shop: newShop()}
	if kind == "panic" {
		home, _ := e.Report(context.Background(), model.Home, e.query)
		heads, _ := e.Headlines(context.Background(), e.query)
		go func() { time.Sleep(300 * time.Millisecond); e.armed = true }()
		return exitCode(Run(context.Background(), e, Options{Home: &home, Headlines: heads}))
	}
	return exitCode(Run(context.Background(), e, Options{}))
}

func exitCode(err error) int {
	var exit *Exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.Code
	case model.KindOf(err) == model.KindUsage:
		fmt.Println(err)
		return 64
	}
	fmt.Println(err)
	return 1
}

// tty is a terminal with this test on its other side.
type tty struct {
	t      *testing.T
	master *os.File
	slave  *os.File
	mu     sync.Mutex
	shown  bytes.Buffer
}

func newTTY(t *testing.T) *tty {
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
	if err := unix.IoctlSetWinsize(int(slave.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 30, Col: 100}); err != nil {
		t.Fatal(err)
	}
	y := &tty{t: t, master: master, slave: slave}
	t.Cleanup(func() { _ = slave.Close(); _ = master.Close() })
	go y.read()
	return y
}

func (y *tty) read() {
	buf := make([]byte, 4096)
	for {
		n, err := y.master.Read(buf)
		if err != nil {
			return
		}
		y.mu.Lock()
		y.shown.Write(buf[:n])
		y.mu.Unlock()
	}
}

func (y *tty) output() string {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.shown.String()
}

func (y *tty) start(kind string, env ...string) *exec.Cmd {
	y.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "TERM=xterm-256color", childEnv+"="+kind), env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = y.slave, y.slave, y.slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		y.t.Fatal(err)
	}
	y.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return cmd
}

// await waits until a text was written to the terminal.
func (y *tty) await(text string) {
	y.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !strings.Contains(y.output(), text) {
		if time.Now().After(deadline) {
			y.t.Fatalf("%q never came; what came:\n%q", text, y.output())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (y *tty) flags() unix.Termios {
	y.t.Helper()
	flags, err := unix.IoctlGetTermios(int(y.slave.Fd()), unix.TCGETS)
	if err != nil {
		y.t.Fatal(err)
	}
	return *flags
}

// isAsBefore fails unless the terminal's modes are those it had.
func (y *tty) isAsBefore(before unix.Termios) {
	y.t.Helper()
	if after := y.flags(); after != before {
		y.t.Errorf("the terminal's flags were %+v and are %+v", before, after)
	}
	// What was written last may still be on its way here.
	for deadline := time.Now().Add(5 * time.Second); lastOf(y.output(), "2004") != "l" && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	out := y.output()
	for mode, on := range map[string]bool{"1049": false, "25": true, "1002": false, "1006": false, "2004": false} {
		if last := lastOf(out, mode); last != "" && (last == "h") != on {
			y.t.Errorf("mode ?%s was left at %q", mode, last)
		}
	}
}

// lastOf is the last letter that a mode was set (h) or reset (l) with.
func lastOf(out, mode string) string {
	last := ""
	for rest := out; ; {
		_, after, found := strings.Cut(rest, "\x1b[?"+mode)
		if !found {
			return last
		}
		if after != "" && (after[0] == 'h' || after[0] == 'l') {
			last = after[:1]
		}
		rest = after
	}
}

func TestTheTerminalIsAsItWasWhateverEndsTheProgram(t *testing.T) {
	for name, c := range map[string]struct {
		kind string
		end  func(y *tty, cmd *exec.Cmd)
		code int
	}{
		"q":       {"plain", func(y *tty, _ *exec.Cmd) { _, _ = y.master.WriteString("q") }, 0},
		"ctrl+c":  {"plain", func(y *tty, _ *exec.Cmd) { _, _ = y.master.WriteString("\x03") }, 0},
		"SIGINT":  {"plain", func(_ *tty, cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGINT) }, 130},
		"SIGTERM": {"plain", func(_ *tty, cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGTERM) }, 143},
		"SIGHUP":  {"plain", func(_ *tty, cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGHUP) }, 129},
		"SIGQUIT": {"plain", func(_ *tty, cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGQUIT) }, 131},
		"a panic": {"panic", func(y *tty, _ *exec.Cmd) { time.Sleep(400 * time.Millisecond); _, _ = y.master.WriteString("j") }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			y := newTTY(t)
			before := y.flags()
			cmd := y.start(c.kind)
			y.await("41,220.00")
			c.end(y, cmd)
			_ = cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != c.code {
				t.Errorf("ended with %d, want %d; it wrote\n%q", code, c.code, y.output())
			}
			y.isAsBefore(before)
			if strings.Contains(y.output(), "\x1b[2JBALANCE") || strings.Contains(y.output(), "\x1b[2Jbalance") {
				t.Error("the panic's text reached the terminal as it was")
			}
		})
	}
}

// nurse is a shell with one job: it starts the program, says when it was stopped, and lets it go on when told to. A
// process without a parent in its session cannot be stopped, so the test needs one.
func nurse() int {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"=plain")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: true}
	told := make(chan os.Signal, 2)
	signal.Notify(told, syscall.SIGUSR1, syscall.SIGCONT)
	if cmd.Start() != nil {
		return 1
	}
	pid := cmd.Process.Pid
	go func() {
		for s := range told {
			if s == syscall.SIGUSR1 {
				_ = syscall.Kill(pid, syscall.SIGTSTP)
			} else {
				_ = syscall.Kill(-pid, syscall.SIGCONT)
			}
		}
	}()
	for {
		var ws syscall.WaitStatus
		_, err := syscall.Wait4(pid, &ws, syscall.WUNTRACED, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return 1
		case ws.Stopped():
			fmt.Println("STOPPED")
		default:
			return ws.ExitStatus()
		}
	}
}

func TestStoppedAndContinuedItComesBack(t *testing.T) {
	for name, stop := range map[string]func(y *tty, cmd *exec.Cmd){
		"ctrl+z":             func(y *tty, _ *exec.Cmd) { _, _ = y.master.WriteString("\x1a") },
		"by another process": func(_ *tty, cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGUSR1) },
	} {
		t.Run(name, func(t *testing.T) {
			y := newTTY(t)
			before := y.flags()
			cmd := y.start("nurse")
			y.await("41,220.00")
			for range 2 { // and once more, since the first time changes who hears the signal
				y.forget()
				stop(y, cmd)
				y.await("STOPPED")
				y.isAsBefore(before)
				y.forget()
				_ = cmd.Process.Signal(syscall.SIGCONT)
				y.await("41,220.00")
			}
			_, _ = y.master.WriteString("q")
			_ = cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != 0 {
				t.Errorf("ended with %d", code)
			}
			y.isAsBefore(before)
		})
	}
}

// forget drops what was written so far.
func (y *tty) forget() {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.shown.Reset()
}

func TestWithoutATerminalItSaysWhatToUseInstead(t *testing.T) {
	y := newTTY(t)
	cmd := y.start("plain", "TERM=dumb")
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() != 64 || !strings.Contains(y.output(), "recoup report") || strings.Contains(y.output(), "\x1b") {
		t.Errorf("TERM=dumb: ended with %d and wrote %q", cmd.ProcessState.ExitCode(), y.output())
	}
	piped := exec.Command(os.Args[0])
	piped.Env = append(os.Environ(), "TERM=xterm", childEnv+"=plain")
	out, _ := piped.CombinedOutput()
	if piped.ProcessState.ExitCode() != 64 || !bytes.Contains(out, []byte("recoup report")) || bytes.Contains(out, []byte("\x1b")) {
		t.Errorf("in a pipe: ended with %d and wrote %q", piped.ProcessState.ExitCode(), out)
	}
}

func TestNoColorWithAnyValueSendsNoColour(t *testing.T) {
	y := newTTY(t)
	cmd := y.start("plain", "NO_COLOR=please")
	y.await("41,220.00")
	_, _ = y.master.WriteString("q")
	_ = cmd.Wait()
	colour := regexp.MustCompile(`\x1b\[([0-9;:]*[;:])?([349][0-7]|10[0-7]|[34]8[;:][0-9;:]*)([;:][0-9;:]*)?m`)
	if colour.MatchString(y.output()) {
		t.Errorf("a colour was sent: %q", y.output())
	}
}
