//go:build unix

package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

func writes(content string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	}
}

func mustRead(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func mustPut(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// names lists a folder, hidden files included.
func names(t testing.TB, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestAFileIsWrittenWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sales.csv")
	got, err := WriteFile(path, FileOptions{}, writes("a;b\r\n"))
	must(t, err)
	if diff := cmp.Diff(File{Path: path, Bytes: 5}, got); diff != "" {
		t.Error(diff)
	}
	if content := mustRead(t, path); content != "a;b\r\n" {
		t.Errorf("got %q", content)
	}
	if left := names(t, filepath.Dir(path)); len(left) != 1 {
		t.Errorf("the folder has %v", left)
	}
}

func TestANameWithoutAFolderIsInTheCurrentOne(t *testing.T) {
	t.Chdir(t.TempDir())
	must(t, os.Mkdir("sub", 0o700))
	for _, path := range []string{"sales.csv", "./b.csv", "sub/../c.csv", strings.Repeat("n", 255), "~", "$HOME"} {
		_, err := WriteFile(path, FileOptions{}, writes("x"))
		must(t, err)
		if mustRead(t, path) != "x" {
			t.Errorf("%s is not there", path)
		}
	}
}

// what is there stays what it was.
func TestNothingIsReplacedUnasked(t *testing.T) {
	for _, c := range []struct {
		story string
		make  func(t *testing.T, path, elsewhere string)
		force string // what --force does: "replaces" or "refuses"
		hint  string
	}{
		{"a file", func(t *testing.T, path, _ string) { mustPut(t, path, "old") }, "replaces", "--force"},
		{"an empty file", func(t *testing.T, path, _ string) { mustPut(t, path, "") }, "replaces", "--force"},
		{"a read-only file", func(t *testing.T, path, _ string) { mustPut(t, path, "old"); must(t, os.Chmod(path, 0o400)) }, "replaces", "--force"},
		{"a link to a file", func(t *testing.T, path, elsewhere string) { must(t, os.Symlink(elsewhere, path)) }, "replaces", "--force"},
		{"a link that leads nowhere", func(t *testing.T, path, elsewhere string) { must(t, os.Symlink(elsewhere+"-gone", path)) }, "replaces", "--force"},
		{"a link to a folder", func(t *testing.T, path, elsewhere string) { must(t, os.Symlink(filepath.Dir(elsewhere), path)) }, "replaces", "--force"},
		{"a link to itself", func(t *testing.T, path, _ string) { must(t, os.Symlink(path, path)) }, "replaces", "--force"},
		{"a folder", func(t *testing.T, path, _ string) { must(t, os.Mkdir(path, 0o700)) }, "refuses", "Add the file's name"},
		{"a pipe", func(t *testing.T, path, _ string) { must(t, syscall.Mkfifo(path, 0o600)) }, "refuses", "-o -"},
	} {
		t.Run(c.story, func(t *testing.T) {
			folder, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "elsewhere")
			mustPut(t, elsewhere, "elsewhere")
			path := filepath.Join(folder, "sales.csv")
			c.make(t, path, elsewhere)
			before, err := os.Lstat(path)
			must(t, err)

			_, err = WriteFile(path, FileOptions{}, func(io.Writer) error { t.Error("the work was begun"); return nil })
			if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), c.hint) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %v, want an error with the name and %q", err, c.hint)
			}
			if after, err := os.Lstat(path); err != nil || !os.SameFile(before, after) || after.Mode() != before.Mode() {
				t.Errorf("it is not what it was (%v)", err)
			}

			got, err := WriteFile(path, FileOptions{Force: true}, writes("new"))
			switch c.force {
			case "replaces":
				must(t, err)
				after, err := os.Lstat(path)
				must(t, err)
				if !after.Mode().IsRegular() || after.Mode().Perm() != 0o600 || mustRead(t, path) != "new" || !got.Replaced {
					t.Errorf("it is %v now, reported as %+v", after.Mode(), got)
				}
			case "refuses":
				if err == nil {
					t.Error("it was replaced")
				}
			}
			if mustRead(t, elsewhere) != "elsewhere" {
				t.Error("what the link points to was written")
			}
			if left := names(t, folder); len(left) != 1 {
				t.Errorf("the folder has %v", left)
			}
		})
	}
}

func TestAPlaceThatCannotBeWrittenIsTold(t *testing.T) {
	folder := t.TempDir()
	mustPut(t, filepath.Join(folder, "file"), "")
	for _, c := range []struct {
		story, path, want string
		kind              model.ErrorKind
	}{
		{"no name", "", "no name", model.KindUsage},
		{"a folder's name", folder + "/new/", "is a folder's name", model.KindUsage},
		{"a folder", folder, "is a folder", model.KindFailed},
		{"the folder above", folder + "/..", "is a folder", model.KindFailed},
		{"a folder that is missing", folder + "/no/sales.csv", "there is no folder", model.KindFailed},
		{"a file for a folder", folder + "/file/sales.csv", "there is no folder", model.KindFailed},
		{"a name that is too long", folder + "/" + strings.Repeat("n", 256), "too long", model.KindFailed},
		{"a quoted ~", "~/no/sales.csv", "outside of quotes", model.KindFailed},
		{"a zero byte", folder + "/a\x00b", "a␀b", model.KindFailed},
		{"a device that is always full", "/dev/full", "is not a file but a device", model.KindFailed},
		{"a device that swallows everything", "/dev/null", "is not a file but a device", model.KindFailed},
	} {
		for _, force := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, force %v", c.story, force), func(t *testing.T) {
				_, err := WriteFile(c.path, FileOptions{Force: force}, writes("x"))
				var told *model.Error
				if !errors.As(err, &told) || told.Kind != c.kind || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want %q", err, c.want)
				}
			})
		}
	}
	if left := names(t, folder); len(left) != 1 {
		t.Errorf("the folder has %v", left)
	}
}

func TestAFullDiskIsToldInWords(t *testing.T) {
	for _, cause := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		err := fileError("sales.csv", &fs.PathError{Op: "write", Path: ".recoup-1.tmp", Err: cause})
		if !strings.Contains(err.Error(), "sales.csv does not fit: the disk is full.") || !errors.Is(err, cause) {
			t.Errorf("%v: got %v", cause, err)
		}
	}
	if err := fileError("sales.csv", syscall.EIO); !strings.Contains(err.Error(), "sales.csv could not be written: input/output error.") {
		t.Errorf("got %v", err)
	}
}

// only the owner may read an export, whatever the umask.
func TestAFileIsForItsOwnerAlone(t *testing.T) {
	folder := t.TempDir()
	for _, umask := range []int{0o000, 0o022, 0o077, 0o177, 0o777} {
		for _, force := range []bool{false, true} {
			path := filepath.Join(folder, fmt.Sprintf("%o-%v", umask, force))
			if force {
				mustPut(t, path, "old, for everybody")
				must(t, os.Chmod(path, 0o666))
			}
			old := syscall.Umask(umask)
			_, err := WriteFile(path, FileOptions{Force: force}, writes("x"))
			syscall.Umask(old)
			must(t, err)
			info, err := os.Stat(path)
			must(t, err)
			if info.Mode() != 0o600 {
				t.Errorf("umask %03o, force %v: mode %v, want 0600", umask, force, info.Mode())
			}
		}
	}
}

// a failure at any write leaves what was there, and no temporary file.
func TestAFailureLeavesWhatWasThere(t *testing.T) {
	r := lostSales(t)
	r.Tables[0].Rows = repeated{r.Tables[0].Rows, 3000}
	for _, format := range []Format{FormatCSV, FormatJSON, FormatXLSX} {
		o := Options{Format: format, Formatter: inEnglish(t)}
		whole, _ := mustTable(t, r, "opportunities", o)
		for _, old := range []string{"", "old"} {
			for nth := 0; ; nth++ {
				path := filepath.Join(t.TempDir(), "sales")
				if old != "" {
					mustPut(t, path, old)
				}
				full := &failsAt{nth: nth}
				_, err := WriteFile(path, FileOptions{Force: old != ""}, func(w io.Writer) error {
					full.w = w
					_, err := Table(full, r, "opportunities", o)
					return err
				})
				if err == nil {
					if mustRead(t, path) != string(whole) {
						t.Errorf("%s: the file is not the whole table", format)
					}
					break
				}
				if !errors.Is(err, syscall.ENOSPC) {
					t.Fatalf("%s, write %d: got %v", format, nth, err)
				}
				if got, err := os.ReadFile(path); string(got) != old || (err != nil) != (old == "") {
					t.Errorf("%s, write %d: got %q (%v), want what was there, %q", format, nth, got, err, old)
				}
				if left := names(t, filepath.Dir(path)); len(left) > 1 || old == "" && len(left) > 0 {
					t.Errorf("%s, write %d: the folder has %v", format, nth, left)
				}
			}
		}
	}
}

// failsAt fails at the write of that number, after a part of it.
type failsAt struct {
	w   io.Writer
	nth int
}

func (f *failsAt) Write(p []byte) (int, error) {
	if f.nth--; f.nth < 0 {
		n, _ := f.w.Write(p[:len(p)/2])
		return n, syscall.ENOSPC
	}
	return f.w.Write(p)
}

func TestAnErrorThatTheWriterSwallowedIsAnErrorAllTheSame(t *testing.T) {
	folder := t.TempDir()
	f, err := os.Create(filepath.Join(folder, ".recoup-1.tmp"))
	must(t, err)
	must(t, f.Close())
	closed := &temp{path: f.Name(), f: f}
	if _, err := closed.Write([]byte("x")); err == nil {
		t.Fatal("a closed file was written")
	}
	if _, err := closed.Write([]byte("x")); err == nil {
		t.Error("the second write hides the first one's error")
	}
	if err := closed.finish(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v, want the error of writing", err)
	}
}

func TestAPanicLeavesNoTemporaryFile(t *testing.T) {
	folder := t.TempDir()
	func() {
		defer func() { _ = recover() }()
		_, _ = WriteFile(filepath.Join(folder, "sales.csv"), FileOptions{}, func(w io.Writer) error {
			_, _ = w.Write([]byte("half"))
			panic("stop")
		})
	}()
	if left := names(t, folder); len(left) != 0 {
		t.Errorf("the folder has %v", left)
	}
}

func TestTheWritersOwnErrorComesBackAsItIs(t *testing.T) {
	want := model.Usage("Choose a shorter period.", "Too many rows.")
	_, err := WriteFile(filepath.Join(t.TempDir(), "x"), FileOptions{}, func(io.Writer) error { return want })
	if err != error(want) {
		t.Errorf("got %v", err)
	}
}

// A name that is taken while the content is being written stays whose it is, by every way of publishing.
func TestANameTakenMeanwhileStaysWhoseItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sales.csv")
	_, err := WriteFile(path, FileOptions{}, func(w io.Writer) error {
		mustPut(t, path, "theirs")
		return writes("ours")(w)
	})
	if !errors.Is(err, fs.ErrExist) || mustRead(t, path) != "theirs" {
		t.Errorf("got %v, and the file holds %q", err, mustRead(t, path))
	}
	unsupported := func(string, string) error { return &os.LinkError{Err: syscall.EPERM} }
	for way, publishing := range map[string][]func(from, to string) error{
		"link":    {linkNew, renameNew, reserveNew},
		"rename":  {unsupported, renameNew, reserveNew},
		"reserve": {unsupported, unsupported, reserveNew},
	} {
		t.Run(way, func(t *testing.T) {
			folder := t.TempDir()
			from, taken, free := filepath.Join(folder, "from"), filepath.Join(folder, "taken"), filepath.Join(folder, "free")
			mustPut(t, from, "ours")
			mustPut(t, taken, "theirs")
			if err := publish(from, taken, publishing...); !errors.Is(err, fs.ErrExist) || mustRead(t, taken) != "theirs" {
				t.Errorf("taken: got %v, and the file holds %q", err, mustRead(t, taken))
			}
			if err := publish(from, free, publishing...); err != nil || mustRead(t, free) != "ours" {
				t.Errorf("free: got %v", err)
			}
		})
	}
	t.Run("none", func(t *testing.T) {
		if err := publish("from", "to", unsupported, unsupported); !errors.Is(err, syscall.EPERM) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a reservation is taken back", func(t *testing.T) {
		folder := t.TempDir()
		if err := reserveNew(filepath.Join(folder, "gone"), filepath.Join(folder, "to")); err == nil {
			t.Error("what is not there was renamed")
		}
		if left := names(t, folder); len(left) != 0 {
			t.Errorf("the folder has %v", left)
		}
	})
}

func TestWhatAKilledRunHasLeftIsSweptAway(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "sales.csv")
	mustPut(t, filepath.Join(folder, ".recoup-77.tmp"), "half of a killed run")
	mustPut(t, filepath.Join(folder, "recoup-77.tmp"), "not ours")
	must(t, os.Mkdir(filepath.Join(folder, ".recoup-folder.tmp"), 0o700))
	must(t, syscall.Mkfifo(filepath.Join(folder, ".recoup-pipe.tmp"), 0o600))
	must(t, os.Link(filepath.Join(folder, "recoup-77.tmp"), filepath.Join(folder, ".recoup-78.tmp"))) // killed after the link
	_, err := WriteFile(path, FileOptions{}, func(w io.Writer) error {
		_, err := WriteFile(filepath.Join(folder, "other.csv"), FileOptions{}, writes("another run, at the same time"))
		must(t, err)
		return writes("sales")(w)
	})
	must(t, err)
	want := []string{".recoup-folder.tmp", ".recoup-pipe.tmp", "other.csv", "recoup-77.tmp", "sales.csv"}
	if diff := cmp.Diff(want, names(t, folder)); diff != "" {
		t.Error(diff)
	}
	if mustRead(t, path) != "sales" || mustRead(t, filepath.Join(folder, "recoup-77.tmp")) != "not ours" {
		t.Error("a file is not what it was")
	}
}

func TestAFileHoldsWhatTheTableWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sales.xlsx")
	r := lostSales(t)
	want, _ := mustTable(t, r, "opportunities", Options{Format: FormatXLSX})
	_, err := WriteFile(path, FileOptions{}, func(w io.Writer) error {
		_, err := Table(w, r, "opportunities", Options{Format: FormatXLSX})
		return err
	})
	must(t, err)
	if !bytes.Equal([]byte(mustRead(t, path)), want) {
		t.Error("the file holds something else")
	}
}
