package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"recoup/store"
)

// user types commands at a shell of their own: a home, a folder to work in.
type user struct {
	t    *testing.T
	home string
}

func newUser(t *testing.T) *user { return &user{t: t, home: t.TempDir()} }

// said is how a command ended and what it wrote.
type said struct {
	out, err string
	code     int
}

// command prepares recoup as a process of its own; see TestMain.
func (u *user) command(ctx context.Context, args ...string) *exec.Cmd {
	u.t.Helper()
	program, err := os.Executable()
	if err != nil {
		u.t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Args[0] = "recoup"
	cmd.Dir = u.home
	cmd.Env = []string{
		"HOME=" + u.home, "XDG_DATA_HOME=" + u.home + "/data", "XDG_STATE_HOME=" + u.home + "/state", "XDG_CONFIG_HOME=" + u.home + "/config",
		"TERM=dumb", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "GOCOVERDIR=" + os.Getenv("GOCOVERDIR"),
	}
	return cmd
}

func (u *user) types(args ...string) said {
	u.t.Helper()
	return u.finish(u.command(u.t.Context(), args...))
}

func (u *user) finish(cmd *exec.Cmd) said {
	u.t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		u.t.Fatal(err)
	}
	return said{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// must types a command that works.
func (u *user) must(args ...string) string {
	u.t.Helper()
	s := u.types(args...)
	if s.code != 0 {
		u.t.Fatalf("recoup %s ended with %d:\n%s%s", strings.Join(args, " "), s.code, s.out, s.err)
	}
	return s.out
}

func (u *user) path(name string) string { return filepath.Join(u.home, name) }

func (u *user) snapshot() string { return u.path("data/recoup/snapshot.db") }

const salesHeader = "Código da transação;Status da transação;Data da transação;Confirmação do pagamento;Código do produto;Produto;Moeda de compra;Valor de compra sem impostos;Email do(a) Comprador(a)\n"

// report writes a sales report with the transactions from..to, of 100.00 each; one whose number is negative has no date.
func (u *user) report(name string, numbers ...int) string {
	u.t.Helper()
	var b strings.Builder
	b.WriteString(salesHeader)
	for _, n := range numbers {
		day := fmt.Sprintf("%02d/05/2026", (n+28000)%28+1)
		if n < 0 {
			day = "someday"
		}
		fmt.Fprintf(&b, "HP%010d;Aprovado;%s 10:00:00;%s 10:01:00;4201;Curso de Aquarela;BRL;100.00;aluna%d@example.com\n", max(n, -n), day, day, n)
	}
	path := u.path(name)
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		u.t.Fatal(err)
	}
	return path
}

func numbers(from, to int) []int {
	var all []int
	for n := from; n < to; n++ {
		all = append(all, n)
	}
	return all
}

// A first import that was killed leaves a snapshot with nothing in it. Found by the sweep: the next import then took the
// dates of the reports for UTC, three hours off.
func TestAnEmptySnapshotHasNoZoneOfItsOwn(t *testing.T) {
	u := newUser(t)
	report := u.report("sales.csv", 1, 2, 3)
	if err := os.MkdirAll(filepath.Dir(u.snapshot()), 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), u.snapshot(), store.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	u.must("import", report)
	u.must("import", "--snapshot", u.path("new.db"), report)
	if empty, none := u.must("verify", "--hash"), u.must("verify", "--hash", "--snapshot", u.path("new.db")); empty != none {
		t.Errorf("into an empty snapshot the report says %s, into a new one %s", empty, none)
	}
}
