//go:build unix

package credentials

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Whatever the umask, what is written is its owner's alone.
func TestTheFileIsItsOwnersAlone(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	d := newDesk(t)
	d.ring = nil
	for range 2 { // made, then replaced
		d.set(Production, values("client_id", "an-id", "client_secret", "a-secret"))
		for path, want := range map[string]fs.FileMode{d.file(): 0o600, d.folder: 0o700 | fs.ModeDir, filepath.Dir(d.folder): 0o700 | fs.ModeDir} {
			info, err := os.Stat(path)
			if err != nil || info.Mode() != want {
				t.Errorf("%s has the mode %v, want %v; %v", path, info.Mode(), want, err)
			}
		}
	}
	if err := os.Chmod(d.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	d.set(Sandbox, values("client_id", "an-id"))
	if info, _ := os.Stat(d.folder); info.Mode().Perm() != 0o700 {
		t.Errorf("the folder stays open to others: %v", info.Mode())
	}
}

func TestAFileThatOthersCanReadIsRefused(t *testing.T) {
	for _, c := range []struct {
		name         string
		file, folder fs.FileMode
		refused      string
		warned       string
	}{
		{"of its owner alone", 0o600, 0o700, "", ""},
		{"read-only", 0o400, 0o500, "", ""},
		{"read by the group", 0o640, 0o700, "chmod 600", ""},
		{"read by all", 0o644, 0o700, "chmod 600", ""},
		{"written by all", 0o602, 0o700, "chmod 600", ""},
		{"in a folder that others can write in", 0o600, 0o770, "chmod 700", ""},
		{"in a folder that others can look into", 0o600, 0o755, "", "chmod 700"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.environment() // is no way around it
			d.write(inFileAlone)
			if err := errors.Join(os.Chmod(d.file(), c.file), os.Chmod(d.folder, c.folder)); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(d.folder, 0o700) })
			_, err := d.store().API(context.Background(), Production)
			if c.refused == "" && err != nil {
				t.Fatal(err)
			}
			if c.refused != "" && (!errors.Is(err, ErrExposed) || !strings.Contains(err.Error(), c.refused) || !strings.Contains(err.Error(), d.folder)) {
				t.Errorf("got %v, want one that says %q", err, c.refused)
			}
			if said := strings.Join(d.told, " "); (said != "") != (c.warned != "") || !strings.Contains(said, c.warned) {
				t.Errorf("it warns %q, want %q", said, c.warned)
			}
			if c.refused == "" {
				return
			}
			if _, err := d.store().Set(context.Background(), Production, values("client_id", "x"), true); !errors.Is(err, ErrExposed) {
				t.Errorf("kept: %v", err)
			}
			status, err := d.store().Status(context.Background())
			if err != nil || len(status.Problems) != 1 || !strings.Contains(status.Problems[0], c.refused) {
				t.Errorf("status: %q, %v", status.Problems, err)
			}
			if _, err := d.store().Remove(context.Background(), Profiles()...); err != nil {
				t.Errorf("it cannot be removed: %v", err)
			}
		})
	}
}

func TestAFileOfSomebodyElseIsRefused(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give a file away")
	}
	for _, path := range []func(*desk) string{(*desk).file, func(d *desk) string { return d.folder }} {
		d := newDesk(t)
		d.write(inFileAlone)
		if err := os.Chown(path(d), 12345, 12345); err != nil {
			t.Skip(err)
		}
		if _, err := d.store().API(context.Background(), Production); !errors.Is(err, ErrExposed) || !strings.Contains(err.Error(), "belongs to another user") {
			t.Errorf("%s: %v", path(d), err)
		}
	}
}

// A pipe in the file's place must not be waited for.
func TestAPipeInTheFilesPlaceIsRefused(t *testing.T) {
	d := newDesk(t)
	if err := os.MkdirAll(d.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(d.file(), 0o600); err != nil {
		t.Skip(err)
	}
	if _, err := d.store().API(context.Background(), Production); !errors.Is(err, ErrNotOurs) {
		t.Errorf("got %v", err)
	}
}
