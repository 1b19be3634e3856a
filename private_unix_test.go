//go:build unix

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// P-02: whatever the umask, what recoup makes is its owner's alone: buyers' names and documents are in there.
func TestWhateverIsWrittenIsForItsOwnerAlone(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	u := newUser(t)
	u.report("sales.csv", 1, 2, -3)
	mine := map[string]bool{u.home: true, u.path("sales.csv"): true}
	if s := u.types("import", "sales.csv"); s.code != 3 {
		t.Fatalf("ended with %d and not because of the rejected row: %s%s", s.code, s.out, s.err)
	}
	for _, format := range []string{"csv", "xlsx", "json", "ndjson", "md"} {
		u.must("export", "my-sales", "--period", "all", "-o", "out."+format)
	}
	u.must("report") // makes the files that a reader shares with a writer
	made := 0
	err := filepath.WalkDir(u.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || mine[path] {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has the mode %o, want %o", path, info.Mode().Perm(), want)
		}
		made++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const least = 2 + 1 + 1 + 5 // two folders, the snapshot, the rejected rows, the exports
	if made < least {
		t.Errorf("only %d files and folders were made, want %d at least", made, least)
	}
}

func TestDoctorWarnsOfWhatOthersCanRead(t *testing.T) {
	u := newUser(t)
	u.must("import", u.report("sales.csv", 1))
	if page := u.must("doctor"); strings.Contains(page, "Careful") {
		t.Errorf("doctor warns of what nobody else can read:\n%s", page)
	}
	for path, advice := range map[string]string{u.snapshot(): "chmod 600", filepath.Dir(u.snapshot()): "chmod 700"} {
		tight, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, tight.Mode().Perm()|0o044); err != nil {
			t.Fatal(err)
		}
		if page := u.must("doctor"); !strings.Contains(page, "Careful: Others on this machine can open the ") || !strings.Contains(page, advice) {
			t.Errorf("%s is open to others, and doctor says:\n%s", path, page)
		}
		if err := os.Chmod(path, tight.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
}
