package ingest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

func TestWhatIsNoReportIsToldApart(t *testing.T) {
	for _, c := range []struct{ name, content, says string }{
		{"empty.csv", "", "empty.csv is empty."},
		{"blank.csv", "\ufeff \r\n\t\r\n", "holds nothing but blank lines"},
		{"sales.xls", "PK\x03\x04\x14\x00", "is damaged: its list of contents is missing"},
		{"old.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old spreadsheet (XLS)"},
		{"a.pdf", "%PDF-1.7", "is a PDF document"},
		{"a.csv.gz", "\x1f\x8b\x08\x00", "is a compressed file"},
		{"recoup.db", "SQLite format 3\x00", "is a database"},
		{"hook.json", "\ufeff\n {\"event\":1}", "holds no event and no answer"},
		{"hooks.json", "[{}]", "holds no event and no answer"},
		{"page.xls", "<html><table>", "is a web page without a table"},
		{"feed.xml", "<?xml version='1.0'?><rss>", "holds a web page or XML"},
		{"old.xls", "<?xml version='1.0'?><Workbook><Table>", "holds a web page or XML"},
		{"noise.bin", strings.Repeat("\x00\x01\x02\x03\x07", 100), "is not text"},
		{"one line.csv", strings.Repeat("x", headSize), "has a first line as long as a book"},
		{"words.txt", "Dear Ana,\nthank you.\n", "is no report that can be read"},
	} {
		_, err := Open(context.Background(), writeFile(t, c.name, c.content), Options{Zone: time.UTC})
		var e *model.Error
		if !errors.As(err, &e) || e.Hint == "" || !strings.Contains(e.Message, c.says) || !strings.HasPrefix(e.Message, c.name) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	folder := t.TempDir()
	secret := filepath.Join(folder, "secret.csv")
	if err := os.WriteFile(secret, []byte("x"), 0o000); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		folder:                            "is a folder.",
		filepath.Join(folder, "none.csv"): "none.csv cannot be read: no such file or directory.",
		secret:                            "secret.csv cannot be read: permission denied.",
	} {
		if path == secret && os.Geteuid() == 0 {
			continue // root may read everything
		}
		_, err := Open(context.Background(), path, Options{Zone: time.UTC})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := Open(context.Background(), folder, Options{}); model.KindOf(err) != model.KindUsage {
		t.Errorf("without a zone: %v", err)
	}
	if _, err := Open(context.Background(), folder, Options{Zone: time.UTC, Kind: "xlsx"}); model.KindOf(err) != model.KindUsage {
		t.Errorf("an unknown kind: %v", err)
	}
}

func TestAForcedKindReadsWhatLooksLikeSomethingElse(t *testing.T) {
	content := "[Relatório]\n" + strings.Join(few, ";") + "\n" + anaBuys("HP0000000001").row(few, ";") + "\n"
	path := writeFile(t, "sales.csv", content)
	if _, err := Open(context.Background(), path, Options{Zone: time.UTC}); err == nil {
		t.Fatal("a file that begins like JSON was taken for a report")
	}
	f, err := Open(context.Background(), path, Options{Zone: time.UTC, Kind: KindDetailed})
	if err != nil {
		t.Fatal(err)
	}
	if r := read(t, f); len(r.changes) != 1 || r.tally.Header != 2 {
		t.Errorf("%+v", r)
	}
}

func TestAFolderIsItsReportsInOrder(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"b/2026-05.csv": report(anaBuys("HP2")), "a.csv": report(anaBuys("HP1")), "b/notes.txt": "call Ana\n", "c.TSV": report(anaBuys("HP3")),
		"a.rejected.csv": report(anaBuys("HP4")), "a.rejected-2.csv": report(anaBuys("HP4")), ".hidden.csv": report(), ".git/x.csv": report(),
		"photo.jpg": "\xff\xd8", "empty.csv": "",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	named := filepath.Join(folder, "a.rejected.csv")
	files, skipped, err := Expand([]string{named, folder, filepath.Join(folder, ".", "a.csv")}, Options{Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	var got, left []string
	for _, path := range files {
		got = append(got, strings.TrimPrefix(path, folder+"/"))
	}
	for _, s := range skipped {
		left = append(left, strings.TrimPrefix(s.Path, folder+"/")+": "+s.Why)
	}
	if s := strings.Join(got, " "); s != "a.rejected.csv a.csv b/2026-05.csv c.TSV" {
		t.Errorf("to import: %s", s)
	}
	want := "a.rejected-2.csv: rejected rows that wait to be mended|a.rejected.csv: rejected rows that wait to be mended|b/notes.txt: " +
		`notes.txt is no report that can be read: none of its columns is known. They are "call Ana".|empty.csv: empty.csv is empty.|photo.jpg: not a report`
	if s := strings.Join(left, "|"); s != want {
		t.Errorf("left out:\n%s\nwant\n%s", s, want)
	}
	if _, _, err := Expand([]string{filepath.Join(folder, "gone")}, Options{}); err == nil {
		t.Error("a path that is not there was expanded")
	}
}
