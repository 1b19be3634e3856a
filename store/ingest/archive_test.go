package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

// inOrder is an archive whose members stand in an order.
type inOrder []struct{ name, content string }

func (a inOrder) packed(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range a {
		w, err := z.Create(m.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(m.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheReportsOfAnArchiveAreFilesOfTheirOwn(t *testing.T) {
	rejects := report(anaBuys("HP0000000003"), anaBuys("HP0000000004").with("Data da transação", "nunca"))
	archive := inOrder{
		{"may/sales.csv", report(anaBuys("HP0000000001"))},
		{"may/", ""},
		{"../../classic.csv", classic(anaBought("HP0000000002"))},
		{`june\sales.csv`, rejects},
		{"report.xls", workbookOf("Report", inline(few, anaBuys("HP0000000005").cellsOf(few))).packed(t)},
		{"page.xls", asPage(few, anaBuys("HP0000000006").cellsOf(few))},
		{"may/sales.csv", report(anaBuys("HP0000000009"))},
		{"notes.txt", "call Ana\n"},
		{"photo.jpg", "\xff\xd8"},
		{"older.zip", inOrder{{"a.csv", report()}}.packed(t)},
		{"empty.csv", ""},
		{"__MACOSX/._sales.csv", "x"},
		{".DS_Store", "x"},
	}
	path := writeFile(t, "reports.zip", archive.packed(t))
	opt := Options{Zone: saoPaulo(t)}
	files, skipped, err := Expand([]string{path}, opt)
	if err != nil {
		t.Fatal(err)
	}
	short := func(p string) string { return strings.TrimPrefix(p, filepath.Dir(path)+"/") }
	var got, left []string
	for _, file := range files {
		f, err := Open(context.Background(), file, opt)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s %s %s %v", short(file), f.Batch().Name, f.Batch().Kind, read(t, f).codes()))
	}
	for _, s := range skipped {
		left = append(left, short(s.Path)+": "+s.Why)
	}
	want := []string{
		"reports.zip/may/sales.csv reports.zip/may/sales.csv sales-report-detailed [HP0000000001]",
		"reports.zip/classic.csv reports.zip/classic.csv sales-report-classic [HP0000000002]",
		"reports.zip/june/sales.csv reports.zip/june/sales.csv sales-report-detailed [HP0000000003]",
		"reports.zip/report.xls reports.zip/report.xls sales-report-detailed [HP0000000005]",
		"reports.zip/page.xls reports.zip/page.xls sales-report-detailed [HP0000000006]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = []string{
		"reports.zip/may/sales.csv: has the same name as another file of the archive",
		`reports.zip/notes.txt: reports.zip/notes.txt is no report that can be read: none of its columns is known. They are "call Ana".`,
		"reports.zip/photo.jpg: not a report",
		"reports.zip/older.zip: is an archive within an archive: unpack it first",
		"reports.zip/empty.csv: reports.zip/empty.csv is empty.",
	}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	f, err := Open(context.Background(), path+"/june/sales.csv", opt)
	if err != nil {
		t.Fatal(err)
	}
	written, content := writeRejects(t, f)
	if written != filepath.Join(filepath.Dir(path), "sales.rejected.csv") || !strings.Contains(content, "nunca") {
		t.Errorf("written to %s", written)
	}
	alone, err := Open(context.Background(), writeFile(t, "june.csv", rejects), opt)
	if err != nil {
		t.Fatal(err)
	}
	if f.Batch().Digest != alone.Batch().Digest {
		t.Error("the same report has another digest in an archive")
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 2 {
		t.Errorf("beside the archive are %v", entries)
	}
}

func TestAnArchiveInAFolderIsLookedInto(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"a.zip": inOrder{{"b.csv", report(anaBuys("HP1"))}}.packed(t), "b.xlsx": workbookOf("Report", inline(few)).packed(t),
		"c.zip": "PK\x03\x04 not really", "d.zip": inOrder{}.packed(t),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, skipped, err := Expand([]string{folder}, Options{Zone: time.UTC})
	if err != nil || len(files) != 2 || filepath.Base(files[0]) != "b.csv" || filepath.Base(files[1]) != "b.xlsx" || len(skipped) != 2 {
		t.Errorf("%v, %v, %v", files, skipped, err)
	}
}

func TestHostileArchives(t *testing.T) {
	crowd := inOrder{}
	for i := range maxMembers + 1 {
		crowd = append(crowd, struct{ name, content string }{fmt.Sprint(i, ".csv"), ""})
	}
	bomb := parts{"a.csv": report()}.packedRaw(t, "b.csv", deflated(t, 1<<20), 1<<30)
	for what, c := range map[string]struct{ content, says string }{
		"a crowd of files": {crowd.packed(t), "is an archive of more than 2,000 files"},
		"a bomb":           {bomb, "unpacks to far more than a report holds"},
	} {
		_, _, err := Expand([]string{writeFile(t, "a.zip", c.content)}, Options{Zone: time.UTC})
		if err == nil || !strings.Contains(err.Error(), "a.zip "+c.says) {
			t.Errorf("%s: %v", what, err)
		}
	}
	liar := parts{"a.csv": report()}.packedRaw(t, "b.csv", deflated(t, 64<<20), 1000)
	for path, says := range map[string]string{
		writeFile(t, "l.zip", liar) + "/b.csv":                                  "b.csv cannot be read",
		writeFile(t, "m.zip", inOrder{{"a.csv", "x"}}.packed(t)) + "/gone.csv":  "gone.csv cannot be read: " + fs.ErrNotExist.Error(),
		writeFile(t, "n.csv", report()) + "/a.csv":                              "a.csv cannot be read: " + fs.ErrNotExist.Error(),
		writeFile(t, "o.zip", inOrder{{"a.csv", "x"}}.packed(t)):                "is a zip file without a spreadsheet in it",
		writeFile(t, "p.zip", inOrder{{"a.csv", "x"}}.packed(t)) + "/../../etc": "cannot be read",
	} {
		_, err := Open(context.Background(), path, Options{Zone: time.UTC})
		if model.KindOf(err) != model.KindFailed || err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}

func TestAMemberThatChangesWhileItIsReadIsNoImport(t *testing.T) {
	path := writeFile(t, "a.zip", inOrder{{"a.csv", manySales(3, 500)}}.packed(t))
	f, err := Open(context.Background(), path+"/a.csv", Options{Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(inOrder{{"a.csv", manySales(4, 500)}}.packed(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, f.stat.ModTime(), f.stat.ModTime()); err != nil {
		t.Fatal(err)
	}
	_, err = f.Batch().Read(context.Background(), func(model.Change) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "a.zip/a.csv changed while it was read") {
		t.Errorf("%v", err)
	}
}
