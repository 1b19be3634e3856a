package store

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A released migration is history: files made by it are out there. A new model.Field, or a view that says something else,
// needs a migration after it, so that older files are brought up to date. The golden file is what every snapshot of the
// current version consists of; -update writes it anew, together with a new version only.
func TestASnapshotConsistsOfWhatItsVersionSays(t *testing.T) {
	golden := filepath.Join("testdata", fmt.Sprintf("schema-v%d.sql", SchemaVersion()))
	s := open(t, snapshotPath(t), ReadWrite)
	got := listed(t, s, "SELECT sql || ';' || char(10) FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(string(bytesOf(t, golden)), got); d != "" {
		t.Errorf("a snapshot of version %d is not what %s says:\n%s", SchemaVersion(), golden, d)
	}
}
