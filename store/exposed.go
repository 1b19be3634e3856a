package store

import (
	"fmt"
	"os"
	"path/filepath"

	"recoup/model"
)

// Exposed looks at who may read a file of this program and its folder, and says in one sentence each what is too open:
// buyers' names and documents are in there. A file that does not exist is not too open.
func Exposed(path string) []string {
	if path == "" {
		return nil
	}
	var found []string
	for _, p := range []string{filepath.Dir(path), path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(p)
		if err != nil {
			continue
		}
		what, tight := "file", os.FileMode(0o600)
		if info.IsDir() {
			what, tight = "folder", 0o700
		}
		if open := info.Mode().Perm() &^ tight; open&0o077 != 0 {
			found = append(found, fmt.Sprintf("Others on this machine can open the %s %s: run chmod %o on it.", what, model.Clean(p), tight))
		}
		if !ownedByUs(info) {
			found = append(found, fmt.Sprintf("The %s %s belongs to another user.", what, model.Clean(p)))
		}
	}
	return found
}
