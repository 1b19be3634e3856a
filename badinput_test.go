package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// refused types a command that must fail: with a sentence on what is wrong, one on what to do, and nothing changed.
func (u *user) refused(name string, says string, args ...string) {
	u.t.Run(name, func(t *testing.T) {
		was := tree(t, u.home)
		s := u.types(args...)
		refusal(t, s, says)
		if s.out != "" {
			t.Errorf("it wrote to standard output:\n%s", s.out)
		}
		if is := tree(t, u.home); is != was {
			t.Errorf("it changed something. Before:\n%s\nAfter:\n%s", was, is)
		}
	})
}

// refusal judges what a command that failed said.
func refusal(t *testing.T, s said, says string) {
	t.Helper()
	_, words, _ := strings.Cut("\n"+s.err, "\nrecoup: ") // what is left out of a folder is listed before
	lines := strings.Split(strings.TrimRight(words, "\n"), "\n")
	switch {
	case s.code == 0 || s.code < 0:
		t.Errorf("it ended with %d", s.code)
	case strings.TrimSpace(lines[0]) == "":
		t.Errorf("it does not say what is wrong:\n%s", s.err)
	case len(lines) < 2 || !strings.HasPrefix(lines[1], "        ") || strings.TrimSpace(lines[1]) == "":
		t.Errorf("it does not say what to do:\n%s", s.err)
	case !strings.Contains(s.err, says):
		t.Errorf("it does not say %q:\n%s", says, s.err)
	case strings.Contains(s.err, "goroutine"):
		t.Errorf("it crashed:\n%s", s.err)
	}
}

// tree is a line for each file and folder below one, with a sum of its content. The files that SQLite makes for readers of
// a snapshot are left out.
func tree(t *testing.T, root string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "-shm") || strings.HasSuffix(path, "-wal") {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %s", strings.TrimPrefix(path, root), info.Mode())
		if info.Mode().IsRegular() {
			content, err := os.ReadFile(path)
			if err != nil && !os.IsPermission(err) {
				return err
			}
			fmt.Fprintf(&b, " %x", sha256.Sum256(content))
		}
		b.WriteByte('\n')
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func (u *user) file(name, content string) string {
	u.t.Helper()
	path := u.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		u.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		u.t.Fatal(err)
	}
	return path
}

func TestWhatIsNoReportIsRefused(t *testing.T) {
	u := newUser(t)
	u.must("import", u.report("sales.csv", 1, 2))
	u.file("folder/photo.jpg", "\xff\xd8\xff\xe0")
	u.file("folder/letter.txt", "Dear reader,\nno report is here.\n")
	if err := os.Mkdir(u.path("nothing"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, content, says string }{
		{"poem.txt", "No meio do caminho\ntinha uma pedra\n", "poem.txt"},
		{"empty.csv", "", "empty.csv is empty"},
		{"blank.csv", "\n\n\n", "blank.csv"},
		{"photo.csv", "\x89PNG\r\n\x1a\n\x00\x00", "photo.csv"},
		{"document.csv", "%PDF-1.7\n", "document.csv"},
		{"sheet.csv", "PK\x03\x04\x14\x00", "sheet.csv"},
		{"hook.json", `{"event":"PURCHASE_APPROVED"}`, "hook.json"},
		{"page.csv", "<!DOCTYPE html><html><body>Sign in</body></html>\n", "page.csv"},
		{"other.csv", "colour;size\nred;10\n", `"colour"`},
		{"half.csv", strings.Split(salesHeader, ";Data")[0] + "\nHP1;Aprovado\n", "half.csv"},
		{"null.csv", strings.Repeat("\x00", 4096), "null.csv"},
	} {
		u.refused(c.name, c.says, "import", u.file(c.name, c.content))
		u.refused("a dry run of "+c.name, c.says, "import", "--dry-run", u.path(c.name))
	}
	u.refused("a file that is not there", "absent.csv", "import", u.path("absent.csv"))
	u.refused("an empty folder", "no report", "import", u.path("nothing"))
	u.refused("a folder without reports", "no report", "import", u.path("folder"))
	u.refused("a wrong file among right ones", "poem.txt", "import", u.report("more.csv", 3), u.path("poem.txt"))
	u.refused("a map that is not there", "absent.map", "import", "--map", u.path("absent.map"), u.path("more.csv"))
	u.refused("a map of unknown fields", "colour", "import", "--map", u.file("wrong.map", "a = colour\n"), u.path("more.csv"))
	u.refused("a zone that is none", "America/Sao_Paulo", "import", "--tz", "America/Sao_Paolo", u.path("more.csv"))
	u.refused("a kind that is none", "sales-report-detailed", "import", "--kind", "book", u.path("more.csv"))
	u.refused("nothing to import", "recoup import", "import")
}

func TestWordsThatAreNotKnownAreRefused(t *testing.T) {
	u := newUser(t)
	u.must("import", u.report("sales.csv", 1, 2))
	u.file("there.csv", "mine")
	for _, c := range []struct{ says, command string }{
		{"7d", "report --period 7days"}, {"last-month", "report --period last-mont"}, {"BRL", "report --currency BLR"},
		{"America/Sao_Paulo", "report --tz America/Sao_Paolo"}, {"lost-sales", "report lost-sale"}, {"not built yet", "report balance"},
		{"json", "report --format jsn"}, {"xlsx", "export my-sales --format xls"}, {"excel", "export my-sales --profile exel"},
		{"open", "export lost-sales --scope opne"}, {"--scope", "export sold --scope open"}, {"approval", "report --basis aproval"},
		{"booked", "report --measure boked"}, {"pt-BR", "report --lang klingon"}, {"not a day", "report --from 2026-13-01"},
		{"2026-05-10", "report --from 2026-05-10 --to 2026-05-04"}, {"--period", "report --period 7d --from 2026-05-01"},
		{"--demo", "report --demo --snapshot x.db"}, {"2026-05-10T14:30:00-03:00", "report --as-of someday"}, {"recoup report", "reprot"},
		{"nonsense", "report --nonsense"}, {"table", "export my-sales tabel"}, {"bash, zsh, fish", "completion tcsh"},
		{"one argument too many", "report sold lost-sales"}, {"which section", "export"}, {"there.csv", "export my-sales -o there.csv"},
		{"no/out.csv", "export my-sales -o no/out.csv"}, {"/dev/full", "export my-sales -o /dev/full --force"},
	} {
		u.refused(c.command, c.says, strings.Fields(c.command)...)
	}
}

func TestADatabaseThatIsNotOursIsRefused(t *testing.T) {
	u := newUser(t)
	report := u.report("sales.csv", 1, 2)
	u.must("import", report)
	whole := u.mustRead(u.snapshot())
	u.file("poem.db", "No meio do caminho\n")
	u.file("empty.db", "")
	u.file("short.db", whole[:100])
	u.file("cut.db", whole[:len(whole)-8192])
	for name, change := range map[string]string{"newer.db": "PRAGMA user_version = 99", "other.db": "PRAGMA application_id = 42"} {
		u.file(name, whole)
		u.changes(name, change)
	}
	for _, c := range []struct{ file, says string }{
		{"poem.db", "is not a recoup snapshot"}, {"empty.db", "is not a recoup snapshot"}, {"other.db", "is not a recoup snapshot"},
		{"newer.db", "newer recoup"}, {"short.db", "short.db"}, {"cut.db", "damaged"}, {".", "is not a recoup snapshot"},
	} {
		for _, command := range []string{"import", "report", "doctor", "verify", "export"} {
			args := []string{command, "--snapshot", u.path(c.file)}
			switch command {
			case "import":
				args = append(args, report)
			case "export":
				args = append(args, "my-sales", "--period", "all", "-o", u.path("out.csv"))
			}
			if c.file == "cut.db" && command == "doctor" {
				continue // it has more to say, and says it on standard output
			}
			u.refused(command+" "+c.file, c.says, args...)
		}
	}
	for _, command := range []string{"report", "export my-sales", "doctor", "verify"} {
		u.refused(command+" without a snapshot", "recoup import", append(strings.Fields(command), "--snapshot", u.path("absent.db"))...)
	}
}

func (u *user) mustRead(path string) string {
	u.t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		u.t.Fatal(err)
	}
	return string(content)
}

// changes runs a statement on a database behind the program's back.
func (u *user) changes(name, statement string) {
	u.t.Helper()
	db, err := sql.Open("sqlite", u.path(name))
	if err != nil {
		u.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		u.t.Fatal(err)
	}
}

// A writer that holds the snapshot for longer than the wait: reading goes on, importing is put off in words.
func TestASnapshotThatAnotherHoldsIsLeftAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for as long as the program does: five seconds")
	}
	u := newUser(t)
	u.must("import", u.report("sales.csv", 1, 2))
	db, err := sql.Open("sqlite", u.snapshot())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	u.must("report")
	u.must("verify")
	u.refused("an import meanwhile", "in use by another recoup", "import", u.report("more.csv", 3))
	if _, err := conn.ExecContext(context.Background(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	u.must("import", u.path("more.csv"))
}
