package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	_ "modernc.org/sqlite" // foreign files are made by another hand

	"recoup/model"
)

func TestConnectionsHaveTheSettingsTheyAskFor(t *testing.T) {
	path := snapshotPath(t)
	writer := open(t, path, ReadWrite)
	apply(t, writer, file("a.csv", noon, sale("HP1")))
	memory, err := OpenMemory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	always := map[string]string{
		"busy_timeout": "5000", "foreign_keys": "1", "trusted_schema": "0", "secure_delete": "1", "cell_size_check": "1", "temp_store": "2",
		"application_id": fmt.Sprint(applicationID), "user_version": fmt.Sprint(len(migrations())), "mmap_size": "0",
	}
	onDisk := map[string]string{"journal_mode": "wal", "synchronous": "2", "page_size": strconv.Itoa(pageSize)}
	for name, s := range map[string]*Snapshot{"writer": writer, "reader": open(t, path, ReadOnly), "memory": memory} {
		for pragma, want := range always {
			if got := listed(t, s, "PRAGMA "+pragma); got != want && !(pragma == "mmap_size" && got == "") {
				t.Errorf("%s: %s is %s, want %s", name, pragma, got, want)
			}
		}
		for pragma, want := range onDisk {
			if got := listed(t, s, "PRAGMA "+pragma); name != "memory" && got != want {
				t.Errorf("%s: %s is %s, want %s", name, pragma, got, want)
			}
		}
		if err := execute(s, `SELECT "no such column"`); err == nil {
			t.Errorf("%s takes a name in double quotes for a string", name)
		}
		if err := execute(s, "PRAGMA writable_schema=1; DELETE FROM sqlite_schema"); err == nil {
			t.Errorf("%s lets its schema be written to", name)
		}
	}
}

// Corruption bugs of SQLite up to 3.53.3 have met writers like this one.
func TestSQLiteIsNewEnough(t *testing.T) {
	version, err := SQLiteVersion(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var major, minor, patch int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); err != nil {
		t.Fatal(err)
	}
	if major*1_000_000+minor*1_000+patch < 3_053_004 {
		t.Errorf("SQLite %s is older than 3.53.4", version)
	}
}

func TestAForeignFileIsRefusedAndLeftAsItIs(t *testing.T) {
	ctx := context.Background()
	sqliteFile := func(t *testing.T, path string, statements string) {
		t.Helper()
		db, err := sql.Open("sqlite", fileURI(path, ""))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(statements); err != nil {
			t.Fatal(err)
		}
		db.Close()
	}
	for name, c := range map[string]struct {
		make  func(t *testing.T, path string)
		cause error
	}{
		"a text": {func(t *testing.T, path string) {
			os.WriteFile(path, []byte(strings.Repeat("Olá, mundo. ", 1000)), 0o644)
		}, ErrForeign},
		"a short one": {func(t *testing.T, path string) { os.WriteFile(path, []byte("x"), 0o644) }, ErrForeign},
		"an empty file": {func(t *testing.T, path string) {
			os.WriteFile(path, nil, 0o644)
		}, ErrForeign},
		"a folder": {func(t *testing.T, path string) { os.Mkdir(path, 0o755) }, ErrForeign},
		"a pipe":   {func(t *testing.T, path string) { syscall.Mkfifo(path, 0o600) }, ErrForeign},
		"another program's SQLite file": {func(t *testing.T, path string) {
			sqliteFile(t, path, "PRAGMA application_id=42; CREATE TABLE t(x); INSERT INTO t VALUES(1)")
		}, ErrForeign},
		"an unmarked SQLite file in WAL mode": {func(t *testing.T, path string) {
			sqliteFile(t, path, "PRAGMA journal_mode=WAL; CREATE TABLE transaction_(x)")
		}, ErrForeign},
		"recoup's notes": {func(t *testing.T, path string) {
			n := OpenNotes(path)
			if err := n.AddNote(ctx, Note{About: AboutBuyer, ID: "ana@example.com", Text: "x"}); err != nil {
				t.Fatal(err)
			}
			n.Close()
		}, ErrForeign},
		"a newer snapshot": {func(t *testing.T, path string) {
			open(t, path, ReadWrite).Close()
			sqliteFile(t, path, fmt.Sprintf("PRAGMA user_version=%d", len(migrations())+1))
		}, ErrNewer},
		"a snapshot cut to 100 bytes": {func(t *testing.T, path string) {
			open(t, path, ReadWrite).Close()
			os.Truncate(path, 100)
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := snapshotPath(t)
			c.make(t, path)
			before := state(t, path)
			for _, mode := range []Mode{ReadOnly, ReadWrite} {
				s, err := Open(ctx, path, mode)
				if err == nil {
					s.Close()
					t.Fatalf("mode %d: it was opened", mode)
				}
				refused(t, err, c.cause)
			}
			if after := state(t, path); after != before {
				t.Errorf("it was changed: %s, then %s", before, after)
			}
		})
	}
}

// state is the content of a file and the names beside it.
func state(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := ""
	if info.Mode().IsRegular() {
		sum = fmt.Sprintf("%x", sha256.Sum256([]byte(bytesOf(t, path))))
	}
	names, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(info.Mode(), info.ModTime(), sum, names)
}

// A byte that flips on the disk is refused, reported, or changes nothing that is read; it never ends the program.
func TestAFlippedByteIsNoticed(t *testing.T) {
	ctx := context.Background()
	path := snapshotPath(t)
	s := open(t, path, ReadWrite)
	all := account(400)
	apply(t, s, batchOf("a", noon, all))
	want := hash(t, s)
	s.Close()
	whole := []byte(bytesOf(t, path))
	random := rand.New(rand.NewPCG(1, 2))
	noticed := 0
	for range 200 {
		flipped := append([]byte(nil), whole...)
		at := random.IntN(len(flipped))
		flipped[at] ^= 1 << random.IntN(8)
		if err := os.WriteFile(path, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(ctx, path, ReadOnly)
		if err != nil {
			refused(t, err, nil)
			noticed++
			continue
		}
		v, verr := s.Verify(ctx)
		h, herr := s.Hash(ctx)
		s.Close()
		switch {
		case verr != nil:
			refused(t, verr, nil)
			noticed++
		case herr != nil:
			refused(t, herr, nil)
			noticed++
		case !v.OK():
			noticed++
		case h != want:
			t.Errorf("byte %d: the content is another, and nobody said so", at)
		}
	}
	if noticed < 100 {
		t.Errorf("only %d of 200 flipped bytes were noticed", noticed)
	}
}

func TestAMissingSnapshotIsMadeForWritingOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "one", "two", "snapshot.db")
	_, err := Open(context.Background(), path, ReadOnly)
	refused(t, err, ErrMissing)
	if _, err := os.Stat(filepath.Dir(path)); err == nil {
		t.Error("reading made a folder")
	}
	s := open(t, path, ReadWrite)
	info, err := s.Info(context.Background())
	if err != nil || info.Rows != 0 || info.SchemaNow != len(migrations()) {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestWhatIsMadeIsPrivateWhateverTheUmask(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := filepath.Join(t.TempDir(), "data", "recoup")
	path := filepath.Join(dir, "snapshot.db")
	s := open(t, path, ReadWrite)
	apply(t, s, file("a.csv", noon, sale("HP1")))
	notes := OpenNotes(filepath.Join(dir, "notes.db"))
	defer notes.Close()
	if err := notes.AddNote(context.Background(), Note{About: AboutTransaction, ID: "HP1", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	seen := 0
	err := filepath.WalkDir(filepath.Dir(dir), func(path string, d os.DirEntry, err error) error {
		info, _ := d.Info()
		want := os.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
		seen++
		return err
	})
	if err != nil || seen < 7 { // two folders, the snapshot with -wal and -shm, the notes with theirs
		t.Errorf("%d files, %v", seen, err)
	}
}

func TestAFileThatOthersCanReadIsPointedOut(t *testing.T) {
	path := snapshotPath(t)
	open(t, path, ReadWrite).Close()
	os.Chmod(filepath.Dir(path), 0o700)
	if found := Exposed(path); len(found) != 0 {
		t.Errorf("%q", found)
	}
	os.Chmod(path, 0o644)
	os.Chmod(filepath.Dir(path), 0o755)
	if found := Exposed(path); len(found) != 2 {
		t.Errorf("%q", found)
	}
}

func TestNoCharacterOfAPathIsTakenForAParameter(t *testing.T) {
	for _, name := range []string{"my sales.db", "a?mode=memory.db", "100%.db", "%20.db", "a#b.db", "a&_journal_mode=OFF", "vendas ção.db", "file:x.db", "a'b\"c.db"} {
		path := filepath.Join(t.TempDir(), name)
		s := open(t, path, ReadWrite)
		apply(t, s, file("a.csv", noon, sale("HP1")))
		s.Close()
		names, _ := os.ReadDir(filepath.Dir(path))
		if len(names) != 1 || names[0].Name() != name {
			t.Errorf("%s became %v", name, names)
		}
		if got := codes(t, open(t, path, ReadOnly)); got != "HP1" {
			t.Errorf("%s holds %q", name, got)
		}
	}
}

func TestAnOlderSnapshotIsBroughtUpToDateAndACopyKept(t *testing.T) {
	ctx := context.Background()
	tomorrow := append(migrations(), "ALTER TABLE import ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
	for name, mode := range map[string]Mode{"for writing": ReadWrite, "for reading": ReadOnly} {
		t.Run(name, func(t *testing.T) {
			path := snapshotPath(t)
			s := open(t, path, ReadWrite)
			apply(t, s, file("a.csv", noon, sale("HP1")))
			want := hash(t, s)
			s.Close()

			newer, err := openWith(ctx, path, mode, snapshotFormat(tomorrow))
			if err != nil {
				t.Fatal(err)
			}
			if mood := listed(t, newer, "SELECT mood FROM import"); mood != "calm" {
				t.Errorf("%q", mood)
			}
			if newer.Version() != len(tomorrow) || hash(t, newer) != want {
				t.Error("the version or the content is wrong")
			}
			newer.Close()
			_, err = Open(ctx, path, mode)
			refused(t, err, ErrNewer)

			copied := fmt.Sprintf("%s.v%d", path, len(migrations()))
			if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
				t.Fatalf("%v, %v", info, err)
			}
			if old := open(t, copied, ReadOnly); hash(t, old) != want {
				t.Error("the copy holds something else")
			}
		})
	}
}

func TestAMigrationThatFailsLeavesTheSnapshotAsItWas(t *testing.T) {
	ctx := context.Background()
	path := snapshotPath(t)
	s := open(t, path, ReadWrite)
	apply(t, s, file("a.csv", noon, sale("HP1")))
	want := hash(t, s)
	s.Close()
	broken := append(migrations(), "CREATE TABLE half(x); CREATE TABLE nonsense(")
	_, err := openWith(ctx, path, ReadWrite, snapshotFormat(broken))
	refused(t, err, nil)
	again := open(t, path, ReadWrite)
	if hash(t, again) != want || again.Version() != len(migrations()) {
		t.Error("something changed")
	}
	if err := execute(again, "SELECT * FROM half"); err == nil {
		t.Error("half of the migration stayed")
	}
}

func TestEveryFieldHasItsColumn(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	got := strings.Fields(listed(t, s, "SELECT name FROM pragma_table_info('transaction_')"))
	want := rowColumns()
	if len(want) != rowWidth {
		t.Errorf("%d columns are written, want %d", len(want), rowWidth)
	}
	slices.Sort(got) // later columns stand at the end of the table
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
	grouped := model.FieldSet(0)
	for _, g := range moneyGroups {
		if grouped&g.fields != 0 {
			t.Errorf("%s shares a field with another group", g.column)
		}
		grouped |= g.fields
	}
	for f := range model.FieldCount {
		if (f.Kind() == model.FieldMoney) != grouped.Has(f) {
			t.Errorf("%s is an amount without a currency, or the other way round", f.Name())
		}
	}
}

func TestTwoProcessesMayMakeTheSnapshotAtOnce(t *testing.T) {
	path := snapshotPath(t)
	const n = 8
	errs := make(chan error, n)
	for i := range n {
		go func() {
			s, err := Open(context.Background(), path, ReadWrite)
			if err == nil {
				_, err = s.Apply(context.Background(), file(fmt.Sprint(i), noon, sale(fmt.Sprint("HP", i))), ApplyOptions{})
				s.Close()
			}
			errs <- err
		}()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	s := open(t, path, ReadOnly)
	if v := sound(t, s); v.Transactions != n || v.Imports != n {
		t.Errorf("%+v", v)
	}
	names, _ := os.ReadDir(filepath.Dir(path))
	for _, name := range names {
		if strings.HasPrefix(name.Name(), ".recoup") {
			t.Errorf("%s was left behind", name.Name())
		}
	}
}

// A snapshot that was deleted while its log was left would come back, in pieces, in whatever is made in its place.
func TestTheLogOfADeletedSnapshotIsNotPlayedIntoANewOne(t *testing.T) {
	path := snapshotPath(t)
	s := open(t, path, ReadWrite)
	apply(t, s, batchOf("may", noon, account(50)))
	log := bytesOf(t, path+"-wal")
	s.Close()
	if log == "" {
		t.Fatal("there was no log")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"-wal", []byte(log), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), path, ReadWrite)
	refused(t, err, ErrOrphan)
	if bytesOf(t, path+"-wal") != log {
		t.Error("the log was changed")
	}
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	sound(t, open(t, path, ReadWrite))
}
