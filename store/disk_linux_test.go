package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func mountReadOnly(t *testing.T, dir string) {
	t.Helper()
	if err := unix.Mount(dir, dir, "", unix.MS_BIND, ""); err != nil {
		t.Skipf("this machine lets nobody mount: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, ""); err != nil {
		t.Skipf("this machine lets nobody mount read-only: %v", err)
	}
}

func TestAFullDiskLeavesTheSnapshotAsItWas(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=3m,mode=0700"); err != nil {
		t.Skipf("needs a small disk, and this machine lets nobody mount one: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
	path := filepath.Join(dir, "snapshot.db")
	s := open(t, path, ReadWrite)
	apply(t, s, batchOf("may", noon, account(500)))
	was := hash(t, s)
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	june := batchOf("june", noon, account(9000))
	_, err := s.Apply(context.Background(), june, ApplyOptions{})
	refused(t, err, nil)
	if !strings.Contains(err.Error(), "full") {
		t.Errorf("it says %q", err)
	}
	if hash(t, s) != was {
		t.Error("half of it is there")
	}
	sound(t, s)
	s.Close()
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, ReadWrite)
	if hash(t, again) != was {
		t.Error("after opening again, half of it is there")
	}
	if r := apply(t, again, june); r.Tally.Accepted+r.Tally.Duplicate != 9000 {
		t.Errorf("with room it gives %+v", r)
	}
	sound(t, again)
}

// A checkpoint that was cut short leaves a file that makes sense only together with its log.
func TestASnapshotIsReadWithItsLogAfterACheckpointThatDidNotFinish(t *testing.T) {
	path := snapshotPath(t)
	s := open(t, path, ReadWrite)
	apply(t, s, batchOf("may", noon, account(500)))
	was := hash(t, s)
	dir := t.TempDir()
	torn := filepath.Join(dir, "snapshot.db")
	for _, suffix := range []string{"", "-wal"} {
		if err := os.WriteFile(torn+suffix, []byte(bytesOf(t, path+suffix)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := bytesOf(t, torn)
	s.Close()
	after := bytesOf(t, path)
	if err := os.WriteFile(torn, []byte(after[:pageSize]+before[pageSize:]), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []Mode{ReadOnly, ReadWrite} {
		again := open(t, torn, mode)
		if hash(t, again) != was {
			t.Error("the log was not read")
		}
		sound(t, again)
	}
}
