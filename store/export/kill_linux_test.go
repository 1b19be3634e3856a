package export

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// childTask, childPath and childWrites tell a run of this test binary to write a file and to come to grief meanwhile.
const (
	childTask   = "EXPORT_TEST_TASK"
	childPath   = "EXPORT_TEST_PATH"
	childWrites = "EXPORT_TEST_WRITES"
)

const childPiece = "0123456789abcdef"

func TestMain(m *testing.M) {
	if task := os.Getenv(childTask); task != "" {
		os.Exit(child(task))
	}
	os.Exit(m.Run())
}

// child writes 8 pieces, and kills itself before that of the given number or meets a limit on the size of files; then
// its writer tells of the error or swallows it.
func child(task string) int {
	fatal, err := strconv.Atoi(os.Getenv(childWrites))
	if err != nil {
		return 9
	}
	if task != "kill" {
		signal.Ignore(syscall.SIGXFSZ)
		limit := uint64(fatal * len(childPiece))
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			return 9
		}
	}
	_, err = WriteFile(os.Getenv(childPath), FileOptions{Force: true}, func(w io.Writer) error {
		for i := range 8 {
			if task == "kill" && i == fatal {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
			if _, err := io.WriteString(w, childPiece); err != nil && task == "limit, told" {
				return fmt.Errorf("row %d: %w", i, err)
			}
		}
		return nil
	})
	switch {
	case err == nil:
		return 0
	case errors.Is(err, syscall.EFBIG) && strings.Contains(err.Error(), "does not fit"):
		return 1
	}
	return 8
}

func runChild(t *testing.T, task, path string, writes int) int {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childPath+"="+path, childWrites+"="+strconv.Itoa(writes))
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode()
}

// a run that is killed at any write leaves the old file, and the next run removes what it left beside it.
func TestAKilledRunLeavesTheOldFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "sales.csv")
	mustPut(t, path, "old")
	for n := range 8 {
		if code := runChild(t, "kill", path, n); code != -1 {
			t.Fatalf("write %d: the child ended with %d and not by the signal", n, code)
		}
		if got := mustRead(t, path); got != "old" {
			t.Errorf("killed at write %d: the file holds %q", n, got)
		}
		if left := names(t, folder); len(left) != 2 {
			t.Errorf("killed at write %d: the folder has %v, want the file and what the last run left", n, left)
		}
	}
	if code := runChild(t, "kill", path, 8); code != 0 {
		t.Fatalf("the run that was not killed ended with %d", code)
	}
	if got := mustRead(t, path); got != strings.Repeat(childPiece, 8) {
		t.Errorf("the file holds %q", got)
	}
	if left := names(t, folder); len(left) != 1 {
		t.Errorf("the folder has %v", left)
	}
}

func TestADiskThatIsFullAtAnyWriteLeavesTheOldFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "sales.csv")
	mustPut(t, path, "old")
	for _, task := range []string{"limit, told", "limit, swallowed"} {
		for n := range 8 {
			if code := runChild(t, task, path, n); code != 1 {
				t.Fatalf("%s, room for %d writes: the child ended with %d", task, n, code)
			}
			if got := mustRead(t, path); got != "old" {
				t.Errorf("%s, room for %d writes: the file holds %q", task, n, got)
			}
			if left := names(t, folder); len(left) != 1 {
				t.Errorf("%s, room for %d writes: the folder has %v", task, n, left)
			}
		}
	}
}

func TestAFolderThatMayNotBeWrittenIsTold(t *testing.T) {
	folder := t.TempDir()
	must(t, os.Chmod(folder, 0o555))
	path := filepath.Join(folder, "sales.csv")
	var err error
	asNobody(func() { _, err = WriteFile(path, FileOptions{}, writes("x")) })
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "sales.csv cannot be written: you may not write in its folder.") || strings.Contains(err.Error(), ".tmp") {
		t.Errorf("got %v", err)
	}
	if left := names(t, folder); len(left) != 0 {
		t.Errorf("the folder has %v", left)
	}
}

// asNobody runs f without root's rights over files, if the test has them.
func asNobody(f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if os.Getuid() == 0 {
		_ = syscall.Setfsuid(65534)
		defer func() { _ = syscall.Setfsuid(0) }()
	}
	f()
}
