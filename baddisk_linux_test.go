package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"recoup/tui/command"
)

// asStranger types a command as somebody whom the files do not belong to.
func (u *user) asStranger(args ...string) said {
	u.t.Helper()
	var files [2]*os.File
	for i := range files {
		f, err := os.CreateTemp(u.t.TempDir(), "")
		if err != nil {
			u.t.Fatal(err)
		}
		defer f.Close()
		files[i] = f
	}
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		u.t.Fatal(err)
	}
	defer nothing.Close()
	code := 0
	stranger(func() {
		code = command.Main(args, command.World{
			In: nothing, Out: files[0], Err: files[1], Now: time.Now,
			Getenv: func(key string) string {
				return map[string]string{"HOME": u.home, "XDG_DATA_HOME": u.path("data")}[key]
			},
		})
	})
	out, err := os.ReadFile(files[0].Name())
	if err != nil {
		u.t.Fatal(err)
	}
	words, err := os.ReadFile(files[1].Name())
	if err != nil {
		u.t.Fatal(err)
	}
	return said{string(out), string(words), code}
}

// stranger runs f without root's rights over files, if the test has them.
func stranger(f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if os.Getuid() == 0 {
		_ = syscall.Setfsuid(65534)
		defer func() { _ = syscall.Setfsuid(0) }()
	}
	f()
}

func TestWhatMayNotBeReadOrWrittenIsTold(t *testing.T) {
	u := newUser(t)
	report := u.report("sales.csv", 1, 2)
	u.must("import", report)
	u.report("secret.csv", 3)
	passable := func(mode os.FileMode, paths ...string) {
		for _, path := range paths {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	// A stranger comes as far as the files, and may read them, but write nowhere.
	passable(0o555, filepath.Dir(u.home), u.home, u.path("data"), u.path("data/recoup"))
	defer passable(0o700, filepath.Dir(u.home), u.home, u.path("data"), u.path("data/recoup"))
	passable(0o444, u.snapshot(), report)
	passable(0o000, u.path("secret.csv"))
	was := tree(t, u.home)
	for _, c := range []struct {
		says string
		args []string
	}{
		{"secret.csv", []string{"import", u.path("secret.csv")}},
		{"snapshot.db", []string{"import", report}},
		{"out.csv", []string{"export", "my-sales", "--period", "all", "-o", u.path("out.csv")}},
		{"new.db", []string{"import", "--snapshot", u.path("new.db"), report}},
	} {
		t.Run(strings.Join(c.args[:1], " ")+" "+c.says, func(t *testing.T) { refusal(t, u.asStranger(c.args...), c.says) })
	}
	if s := u.asStranger("report", "sold", "--period", "all"); s.code != 0 || !strings.Contains(s.out, "Sales") {
		t.Errorf("what may be read is not: %d %s", s.code, s.err)
	}
	passable(0o000, u.snapshot())
	refusal(t, u.asStranger("report"), "snapshot.db")
	passable(0o444, u.snapshot())
	passable(0o000, u.path("secret.csv"))
	if is := tree(t, u.home); is != was {
		t.Errorf("something changed. Before:\n%s\nAfter:\n%s", was, is)
	}
}

// on a full disk an import changes nothing, an export leaves nothing, and both say so; with room they work.
func TestAFullDiskIsTold(t *testing.T) {
	u := newUser(t)
	disk := u.path("disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=2m,mode=0700"); err != nil {
		t.Skipf("needs a small disk, and this machine lets nobody mount one: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(disk, unix.MNT_DETACH) })
	snapshot := filepath.Join(disk, "snapshot.db")
	u.must("import", "--snapshot", snapshot, u.report("first.csv", 1, 2))
	before := u.must("verify", "--hash", "--snapshot", snapshot)
	filler := filepath.Join(disk, "filler")
	if err := os.WriteFile(filler, bytes.Repeat([]byte("x"), 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	large := u.report("large.csv", numbers(10, 6000)...)
	refusal(t, u.types("import", "--snapshot", snapshot, large), "disk is full")
	if u.must("verify", "--hash", "--snapshot", snapshot) != before {
		t.Error("half of the import is there")
	}
	u.must("import", large)
	fill(t, filler)
	out := filepath.Join(disk, "out.csv")
	refusal(t, u.types("export", "my-sales", "transactions", "--period", "all", "--format", "csv", "-o", out), "out.csv")
	left, err := filepath.Glob(filepath.Join(disk, "*out*"))
	if err != nil || len(left) > 0 {
		t.Errorf("the export left %v, %v", left, err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("", disk, "", unix.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	u.must("import", "--snapshot", snapshot, large)
	u.must("export", "my-sales", "transactions", "--period", "all", "-o", out)
}

// fill writes to a file until its disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for {
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			return
		}
	}
}
