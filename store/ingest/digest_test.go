package ingest

import (
	"context"
	"errors"
	"os"
	"testing"

	"recoup/model"
)

// A file that was imported before is known by its digest, which takes no look at its rows.
func TestAFileThatIsKnownIsNotLookedThrough(t *testing.T) {
	path := writeFile(t, "s.csv", manySales(1, 3000))
	opt := Options{Zone: saoPaulo(t)}
	plain, err := Open(t.Context(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	asked := ""
	opt.Known = func(_ context.Context, digest string) (bool, error) {
		asked = digest
		return true, nil
	}
	known, err := Open(t.Context(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	if want := plain.Batch().Digest; asked != want || known.Batch().Digest != want {
		t.Errorf("asked for %q, told %q, want %q", asked, known.Batch().Digest, want)
	}
	if s := known.Summary(); s.Kind != plain.Summary().Kind || s.Rows != 0 {
		t.Errorf("it was looked through: %+v", s)
	}
	if _, err := known.Batch().Read(t.Context(), func(model.Change) error { return nil }); err == nil {
		t.Error("rows of a file that nobody looked at were read")
	}
	opt.Known = func(context.Context, string) (bool, error) { return false, nil }
	if f, err := Open(t.Context(), path, opt); err != nil || f.Summary().Rows != plain.Summary().Rows {
		t.Errorf("a file that is not known was not looked through: %v", err)
	}
}

func TestWhetherAFileIsKnownCanFailToBeAnswered(t *testing.T) {
	locked := errors.New("locked")
	opt := Options{Zone: saoPaulo(t), Known: func(context.Context, string) (bool, error) { return false, locked }}
	if _, err := Open(t.Context(), writeFile(t, "s.csv", manySales(1, 10)), opt); !errors.Is(err, locked) {
		t.Errorf("%v", err)
	}
	opt.Known = func(context.Context, string) (bool, error) { panic("a bug") }
	if _, err := Open(t.Context(), writeFile(t, "s.csv", manySales(1, 10)), opt); model.KindOf(err) != model.KindFailed {
		t.Errorf("%v", err)
	}
}

// The digest is that of the bytes, all of them: also of what follows the last row that is read.
func TestTheDigestIsOfAllBytes(t *testing.T) {
	digests := map[string]bool{}
	for _, end := range []string{"", "\n", "\n\n"} {
		f, err := Open(t.Context(), writeFile(t, "s.csv", manySales(1, 10)+end), Options{Zone: saoPaulo(t)})
		if err != nil {
			t.Fatal(err)
		}
		digests[f.Batch().Digest] = true
	}
	if len(digests) != 3 {
		t.Errorf("%d digests of 3 contents", len(digests))
	}
}

// Size and time of a file can be made to look the same; its content cannot.
func TestAFileThatChangesBetweenLookAndReadIsRefused(t *testing.T) {
	text := manySales(1, 50)
	path := writeFile(t, "s.csv", text)
	f, err := Open(t.Context(), path, Options{Zone: saoPaulo(t)})
	if err != nil {
		t.Fatal(err)
	}
	stat, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := []byte(text)
	changed[len(changed)-3] ^= 1
	if err := os.WriteFile(path, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, stat.ModTime(), stat.ModTime()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Batch().Read(t.Context(), func(model.Change) error { return nil }); err == nil {
		t.Error("another content was read, and nobody said so")
	}
}
