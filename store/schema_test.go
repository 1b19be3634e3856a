package store

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A released migration is history: files made by it are out there. A new model.Field, or a view that says something else,
// needs a migration of its own after it. Before the first release, and only then, -update writes the schema anew.
func TestReleasedMigrationsStayAsTheyAre(t *testing.T) {
	golden := filepath.Join("testdata", "schema-v1.sql")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(version1()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(bytesOf(t, golden), version1()); d != "" {
		t.Errorf("schema version 1 is not what %s says:\n%s", golden, d)
	}
}
