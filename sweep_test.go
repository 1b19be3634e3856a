//go:build sweep && linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnImportKilledAnywhereIsWholeOrNotAtAll kills an import at every one of its calls that touch the disk, and looks at
// what is left: the state before it or the state after it, never between; what was called imported is there; and
// importing again brings the state after. It needs strace, and takes minutes:
//
//	go test -tags sweep -run 'Killed|FailingDisk' -timeout 60m -v .
func TestAnImportKilledAnywhereIsWholeOrNotAtAll(t *testing.T) {
	s := newSweeper(t)
	for _, call := range []string{"pwrite64", "fsync", "ftruncate", "open", "renameat2", "unlink", "unlinkat"} {
		s.sweep(fault{call: call, what: "signal=KILL", step: 1})
	}
}

// TestAnImportOnAFailingDiskIsWholeOrNotAtAll lets the calls fail instead, once and from then on. What was not imported
// is told in a sentence that names the file.
func TestAnImportOnAFailingDiskIsWholeOrNotAtAll(t *testing.T) {
	s := newSweeper(t)
	for _, sticky := range []bool{false, true} {
		for _, f := range []fault{
			{"pwrite64", "error=EIO", 7, sticky, 1}, {"pwrite64", "error=ENOSPC", 7, sticky, 1},
			{"fsync", "error=EIO", 1, sticky, 1}, {"fsync", "error=ENOSPC", 1, sticky, 1}, {"ftruncate", "error=EIO", 1, sticky, 1},
			{"open", "error=EMFILE", 1, sticky, 1}, {"open", "error=EACCES", 1, sticky, 1}, {"fcntl", "error=EIO", 3, sticky, 8},
			{"unlink", "error=EACCES", 1, sticky, 1}, {"renameat2", "error=EIO", 1, sticky, 1},
		} {
			s.sweep(f)
		}
	}
}

// fault is what goes wrong: every step-th call of a kind is disturbed in a run of its own, or all from there on.
type fault struct {
	call, what string
	step       int
	sticky     bool
	from       int // the first call disturbed, where those before it are the runtime's own
}

func (f fault) String() string {
	if f.sticky {
		return f.call + " " + f.what + " from then on"
	}
	return f.call + " " + f.what
}

// scene is an import that is disturbed. Without a base there is no snapshot before it.
type scene struct {
	name, base    string
	before, after string // the hash of the snapshot's content
}

type sweeper struct {
	*testing.T
	dir, program, file    string
	scenes                []scene
	points, before, after int
}

// newSweeper makes two scenes: the first import of all, and one into a snapshot that knows some of the rows.
func newSweeper(t *testing.T) *sweeper {
	s := &sweeper{T: t, dir: t.TempDir()}
	s.program = filepath.Join(s.dir, "recoup")
	if out, err := exec.Command("go", "build", "-o", s.program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s.file = s.report("second.csv", 20, 1500)
	base := filepath.Join(s.dir, "base.db")
	s.must("import", "--snapshot", base, s.report("first.csv", 0, 600))
	for _, sc := range []scene{{name: "a first import"}, {name: "a second import", base: base}} {
		done := filepath.Join(s.dir, "done.db")
		s.place(sc, done)
		sc.before = s.hash(done)
		s.must("import", "--snapshot", done, s.file)
		sc.after = s.hash(done)
		if sc.before == sc.after {
			t.Fatalf("%s changes nothing", sc.name)
		}
		s.scenes = append(s.scenes, sc)
	}
	t.Cleanup(func() {
		t.Logf("%d points: %d left the state before, %d the state after", s.points, s.before, s.after)
		if s.before == 0 || s.after == 0 {
			t.Error("the sweep did not reach both sides of the commit: it proves nothing")
		}
	})
	return s
}

// sweep disturbs one call after the other, until a run ends without having made so many.
func (s *sweeper) sweep(f fault) {
	for _, sc := range s.scenes {
		points := s.points
		for n := max(f.from, 1); ; n += f.step {
			if reached := s.disturb(sc, f, n); !reached {
				break
			}
			s.points++
		}
		s.Logf("%s, %s: %d points", sc.name, f, s.points-points)
	}
}

// disturb runs an import whose n-th call of a kind goes wrong, and judges what is left. It tells whether there was an
// n-th.
func (s *sweeper) disturb(sc scene, f fault, n int) (reached bool) {
	victim := filepath.Join(s.dir, "victim.db")
	s.place(sc, victim)
	run := s.importUnder(f, n, victim)
	if !run.reached {
		return false
	}
	where := fmt.Sprintf("%s, %s, call %d", sc.name, f, n)
	state := s.hash(victim)
	switch state {
	case sc.before:
		s.before++
	case sc.after:
		s.after++
	default:
		s.Fatalf("%s: the snapshot is neither as before nor as after: %s", where, state)
	}
	if strings.Contains(run.stdout, "accepted") && state != sc.after {
		s.Errorf("%s: said it was imported, but it is not:\n%s", where, run.stdout)
	}
	if f.what != "signal=KILL" {
		s.judgeWords(where, run, state == sc.after)
	}
	s.must("import", "--snapshot", victim, s.file)
	if s.hash(victim) != sc.after {
		s.Fatalf("%s: importing again did not bring the state after", where)
	}
	return true
}

// judgeWords looks at what a run that met an error said about it.
func (s *sweeper) judgeWords(where string, run outcome, imported bool) {
	switch {
	case run.failed && strings.Contains(run.stderr, "goroutine "):
		s.Errorf("%s: crashed:\n%s", where, run.stderr)
	case !run.failed && !imported:
		s.Errorf("%s: ended well without having imported:\n%s%s", where, run.stdout, run.stderr)
	case run.failed && !strings.Contains(run.stderr, "victim.db") && !strings.Contains(run.stderr, "second.csv"):
		s.Errorf("%s: the error names no file:\n%s", where, run.stderr)
	}
}

// outcome is how a disturbed run ended.
type outcome struct {
	stdout, stderr string
	failed         bool
	reached        bool // the call that was to be disturbed was made
}

// importUnder imports on one thread, because strace counts by thread.
func (s *sweeper) importUnder(f fault, n int, snapshot string) outcome {
	when := fmt.Sprint(n)
	if f.sticky {
		when += "+"
	}
	trace := filepath.Join(s.dir, "trace")
	cmd := exec.Command("strace", "-f", "-o", trace, "-e", "trace="+f.call, "-e", "inject="+f.call+":"+f.what+":when="+when,
		s.program, "import", "--snapshot", snapshot, s.file)
	cmd.Env = append(os.Environ(), "RECOUP_LOCK_THREAD=1", "GOMAXPROCS=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		s.Fatal(err)
	}
	calls, err := os.ReadFile(trace)
	if err != nil {
		s.Fatal(err)
	}
	reached := bytes.Contains(calls, []byte("(INJECTED)")) || bytes.Contains(calls, []byte("killed by SIGKILL"))
	return outcome{stdout.String(), stderr.String(), ended != nil, reached}
}

func (s *sweeper) must(args ...string) string {
	cmd := exec.Command(s.program, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		s.Fatalf("recoup %s: %v\n%s%s", strings.Join(args, " "), err, out, stderr.String())
	}
	return string(out)
}

// absent is the state in which there is no snapshot, or one that nothing was imported into.
const absent = "no transactions"

func (s *sweeper) hash(snapshot string) string {
	if _, err := os.Lstat(snapshot); errors.Is(err, fs.ErrNotExist) {
		return absent
	}
	hash := strings.TrimSpace(s.must("verify", "--hash", "--snapshot", snapshot))
	if strings.Contains(s.must("doctor", "--snapshot", snapshot), "Transactions  none") {
		return absent
	}
	return hash
}

// place puts the scene's snapshot at a path.
func (s *sweeper) place(sc scene, at string) {
	for _, ending := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(at + ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.Fatal(err)
		}
	}
	if sc.base == "" {
		return
	}
	content, err := os.ReadFile(sc.base)
	if err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(at, content, 0o600); err != nil {
		s.Fatal(err)
	}
}

// report writes a small sales report with the rows from..to.
func (s *sweeper) report(name string, from, to int) string {
	var b strings.Builder
	b.WriteString("Código da transação;Status da transação;Data da transação;Confirmação do pagamento;Código do produto;Produto;Moeda de compra;Valor de compra sem impostos;Email do(a) Comprador(a)\r\n")
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "HP%010d;Aprovado;%02d/05/2026 10:00:00;%02d/05/2026 10:01:00;4201;Curso de Aquarela;BRL;%d.90;aluna%d@example.com\r\n", i, i%28+1, i%28+1, 100+i, i)
	}
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		s.Fatal(err)
	}
	return path
}
