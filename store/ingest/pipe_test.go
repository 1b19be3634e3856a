//go:build unix

package ingest

import (
	"context"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAPipeIsRefusedWithoutWaitingForIt(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.csv")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{pipe, "/dev/null", "/dev/zero"} {
		_, err := Open(context.Background(), path, Options{Zone: time.UTC})
		if err == nil || !strings.Contains(err.Error(), "is not a regular file") {
			t.Errorf("%s: %v", path, err)
		}
	}
	files, skipped, err := Expand([]string{filepath.Dir(pipe)}, Options{Zone: time.UTC})
	if len(files) != 0 || len(skipped) != 1 || err != nil {
		t.Errorf("a folder with a pipe: %v, %v, %v", files, skipped, err)
	}
}
