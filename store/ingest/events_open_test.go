package ingest

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

// files writes files into a folder, by their names.
func files(t *testing.T, folder string, contents map[string]string) {
	t.Helper()
	for name, content := range contents {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// importOf is what Open makes of a path: the batch's name and kind, and the codes of its transactions.
func importOf(t *testing.T, path string) string {
	t.Helper()
	f, err := Open(context.Background(), path, keptOptions)
	if err != nil {
		t.Fatal(err)
	}
	var changes []model.Change
	b := f.Batch()
	tally, err := b.Read(context.Background(), func(c model.Change) error {
		changes = append(changes, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if f.Summary().Rows != tally.Rows || f.Summary().Kind != b.Kind || len(f.Rejects()) != tally.Rejected {
		t.Errorf("%+v, %+v, %v", f.Summary(), tally, f.Rejects())
	}
	return b.Name + " " + b.Kind + ": " + codes(changes)
}

func TestAFolderIsExpandedIntoItsReportsAndItsBodies(t *testing.T) {
	folder := t.TempDir()
	files(t, folder, map[string]string{
		"hooks/1.json": event(1), "hooks/2.json": event(2), "hooks/3.JSON": `{"id":`, "hooks/hooks.rejected.ndjson": event(3),
		"n8n/run.ndjson": event(4) + "\n" + event(5), "logs/app.log": "INFO " + event(6) + "\nbye\n", "logs/other.log": "hello\n", "logs/hook.txt": event(7),
		"page/history.json": `{"items":[{"purchase":{"transaction":"HP8","order_date":1767276000000}}],"page_info":{}}`,
		"web/package.json":  `{"name":"shop"}`, "web/tsconfig.json": `{}`, ".git/x.json": event(9), "notes.md": event(9),
	})
	found, skipped, err := Expand([]string{folder}, keptOptions)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, path := range found {
		name, _ := filepath.Rel(folder, path)
		got = append(got, name+" = "+importOf(t, path))
	}
	want := []string{
		"hooks = hooks webhook-events: HP1 HP2", "logs/app.log = app.log webhook-events: HP6", "logs/hook.txt = hook.txt webhook-events: HP7",
		"n8n/run.ndjson = run.ndjson webhook-events: HP4 HP5", "page/history.json = history.json api-sales-history: HP8",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var left []string
	for _, s := range skipped {
		name, _ := filepath.Rel(folder, s.Path)
		left = append(left, name+": "+s.Why)
	}
	for _, says := range []string{"hooks.rejected.ndjson: rejected rows", "package.json: holds no event", "tsconfig.json: holds no event", "other.log: ", "notes.md: "} {
		if !strings.Contains(strings.Join(left, "\n"), says) {
			t.Errorf("%s is not said in\n%s", says, strings.Join(left, "\n"))
		}
	}
	if found, _, err = Expand([]string{folder}, Options{Zone: keptOptions.Zone, Kind: KindDetailed}); err != nil || len(found) > 0 {
		t.Errorf("asked for reports: %v, %v", found, err)
	}
}

func TestAnArchiveIsExpandedIntoItsBodies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "export.zip")
	archive, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(archive)
	for _, member := range []struct{ name, content string }{{"hooks/1.json", event(1)}, {"hooks/all.ndjson", event(2) + "\n{\n" + event(3)}, {"package.json", "{}"}} {
		w, err := z.Create(member.name)
		if err == nil {
			_, err = w.Write([]byte(member.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	found, skipped, err := Expand([]string{path}, keptOptions)
	if err != nil || len(found) != 2 || len(skipped) != 1 {
		t.Fatal(found, skipped, err)
	}
	for i, want := range []string{"export.zip/hooks/1.json webhook-events: HP1", "export.zip/hooks/all.ndjson webhook-events: HP2 HP3"} {
		if got := importOf(t, found[i]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	f, err := Open(context.Background(), found[1], keptOptions)
	if err != nil {
		t.Fatal(err)
	}
	rejects, err := f.WriteRejects(context.Background(), "")
	if err != nil || rejects != filepath.Join(filepath.Dir(path), "all.rejected.ndjson") {
		t.Error(rejects, err)
	}
}

func TestTheRejectedBodiesOfAFolderStandInIt(t *testing.T) {
	folder := t.TempDir()
	files(t, folder, map[string]string{"1.json": event(1), "2.json": `{"id":`})
	f, err := Open(context.Background(), folder, keptOptions)
	if err != nil {
		t.Fatal(err)
	}
	path, err := f.WriteRejects(context.Background(), "")
	if err != nil || path != filepath.Join(folder, filepath.Base(folder)+".rejected.ndjson") {
		t.Error(path, err)
	}
	again, err := Open(context.Background(), folder, keptOptions)
	if err != nil || again.Batch().Digest != f.Batch().Digest {
		t.Errorf("its own rejects make it another import: %v", err)
	}
}

func TestKeptJSONHasNoZoneToGuess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hooks.json")
	if err := os.WriteFile(path, []byte(event(1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), path, Options{}); model.KindOf(err) != model.KindUsage {
		t.Error(err)
	}
}
