//go:build sweep && linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnImportKilledAnywhereIsWholeOrNotAtAll kills an import at every one of its writes to disk and looks at what is
// left: the state before it or the state after it, never between; what was called imported is there; and importing again
// brings the state after. It needs strace, and takes minutes: go test -tags sweep -run Killed -timeout 30m .
func TestAnImportKilledAnywhereIsWholeOrNotAtAll(t *testing.T) {
	for _, call := range []string{"pwrite64", "fsync", "ftruncate", "unlink"} {
		t.Run(call, func(t *testing.T) { sweep(t, call, "signal=KILL", false) })
	}
}

// TestAnImportOnAFailingDiskIsWholeOrNotAtAll lets every write fail instead, once and from then on.
func TestAnImportOnAFailingDiskIsWholeOrNotAtAll(t *testing.T) {
	for _, fault := range []string{"error=EIO", "error=ENOSPC"} {
		for _, call := range []string{"pwrite64", "fsync"} {
			t.Run(call+" "+fault, func(t *testing.T) { sweep(t, call, fault, false) })
			t.Run(call+" "+fault+" from then on", func(t *testing.T) { sweep(t, call, fault, true) })
		}
	}
}

func sweep(t *testing.T, call, fault string, sticky bool) {
	dir := t.TempDir()
	program := filepath.Join(dir, "recoup")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := &sweeper{t: t, dir: dir, program: program}
	first, second := s.report("first.csv", 0, 40), s.report("second.csv", 20, 400)
	base := filepath.Join(dir, "base.db")
	s.must("import", "--snapshot", base, first)
	before := s.hash(base)
	done := filepath.Join(dir, "done.db")
	s.copySnapshot(base, done)
	s.must("import", "--snapshot", done, second)
	after := s.hash(done)

	seen := map[string]int{}
	for n := 1; ; n++ {
		victim := filepath.Join(dir, "victim.db")
		s.copySnapshot(base, victim)
		out, failed := s.importUnder(call, fault, n, sticky, victim, second)
		state := s.hash(victim)
		switch state {
		case before:
			seen["before"]++
		case after:
			seen["after"]++
		default:
			t.Fatalf("%s %d: the snapshot is neither as before nor as after: %s", call, n, state)
		}
		if strings.Contains(out, "accepted") && state != after {
			t.Fatalf("%s %d: said it was imported, but it is not:\n%s", call, n, out)
		}
		s.must("import", "--snapshot", victim, second)
		if s.hash(victim) != after {
			t.Fatalf("%s %d: importing again did not bring the state after", call, n)
		}
		if !failed {
			break
		}
	}
	t.Logf("%s %s: %d times before, %d times after", call, fault, seen["before"], seen["after"])
	if seen["before"] == 0 || seen["after"] == 0 {
		t.Fatal("the sweep did not reach both sides of the commit: it proves nothing")
	}
}

type sweeper struct {
	t            *testing.T
	dir, program string
}

// importUnder imports with the n-th such system call disturbed. It runs on one thread, because strace counts by thread.
func (s *sweeper) importUnder(call, fault string, n int, sticky bool, snapshot, file string) (out string, failed bool) {
	when := fmt.Sprint(n)
	if sticky {
		when += "+"
	}
	cmd := exec.Command("strace", "-f", "-o", "/dev/null", "-e", "trace="+call, "-e", "inject="+call+":"+fault+":when="+when,
		s.program, "import", "--snapshot", snapshot, file)
	cmd.Env = append(os.Environ(), "RECOUP_LOCK_THREAD=1", "GOMAXPROCS=1")
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	err := cmd.Run()
	return stdout.String(), err != nil
}

func (s *sweeper) must(args ...string) string {
	out, err := exec.Command(s.program, args...).Output()
	if err != nil {
		s.t.Fatalf("recoup %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (s *sweeper) hash(snapshot string) string {
	return strings.TrimSpace(s.must("verify", "--hash", "--snapshot", snapshot))
}

func (s *sweeper) copySnapshot(from, to string) {
	for _, ending := range []string{"-wal", "-shm"} {
		os.Remove(to + ending)
	}
	content, err := os.ReadFile(from)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		s.t.Fatal(err)
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
		s.t.Fatal(err)
	}
	return path
}
