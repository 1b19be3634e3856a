package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

// keptOf looks through JSON that is written to a file of this name.
func keptOf(t testing.TB, name, content string) (*kept, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return openKept(context.Background(), path, keptOptions)
}

var keptOptions = Options{Zone: time.UTC, Now: 1790000000000}

// all reads a batch and checks that its rows add up.
func (k *kept) all(t testing.TB) ([]model.Change, model.Tally) {
	t.Helper()
	var changes []model.Change
	tally, err := k.read(context.Background(), func(c model.Change) error {
		changes = append(changes, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if tally.Rows != len(changes)+tally.Rejected+tally.Blank+tally.Header {
		t.Fatalf("%d rows are not %d changes, %d rejected, %d blank and %d header", tally.Rows, len(changes), tally.Rejected, tally.Blank, tally.Header)
	}
	if k.summary.Rows != tally.Rows || k.summary.Blank != tally.Blank || k.summary.Header != tally.Header {
		t.Fatalf("the first look counted %+v, the second %+v", k.summary, tally)
	}
	return changes, tally
}

// event is a small event, told apart by its number.
func event(n int) string {
	return fmt.Sprintf(`{"id":"e%d","creation_date":%d,"event":"PURCHASE_APPROVED","version":"2.0.0","data":{"purchase":{"transaction":"HP%d",`+
		`"status":"APPROVED","price":{"value":10.5,"currency_value":"BRL"},"full_price":{"value":12,"currency_value":"BRL"}}}}`,
		n, 1767276000000+1000*n, n)
}

// pretty is an event over many lines.
func pretty(n int) string {
	return strings.NewReplacer(`{`, "{\n  ", `,`, ",\n  ", `}`, "\n}").Replace(event(n))
}

func codes(changes []model.Change) string {
	var all []string
	for _, c := range changes {
		if c.Transaction != nil {
			all = append(all, c.Transaction.Code)
		} else {
			all = append(all, "-")
		}
	}
	return strings.Join(all, " ")
}

func TestEventsAreReadHoweverAFileHoldsThem(t *testing.T) {
	const secret = `{"x-hotmart-hottok":"canary"}`
	for _, c := range []struct{ how, content, codes, tally string }{
		{"one body", event(1), "HP1", "1 rows, 0 rejected, 0 blank"},
		{"one body over many lines", pretty(1) + "\n", "HP1", "1 rows, 0 rejected, 0 blank"},
		{"an array", "[" + event(1) + "," + event(2) + "]", "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"an array over many lines", "[\n" + pretty(1) + ",\n" + pretty(2) + "\n]\n", "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"an array without an end", "[" + event(1) + "," + event(2), "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"lines", event(1) + "\n" + event(2) + "\n", "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"lines without a last end", event(1) + "\r\n" + event(2), "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"lines with blank ones", "\n" + event(1) + "\n\n  \n" + event(2) + "\n", "HP1 HP2", "5 rows, 0 rejected, 3 blank"},
		{"one behind the other", event(1) + event(2) + " " + event(3), "HP1 HP2 HP3", "3 rows, 0 rejected, 0 blank"},
		{"pretty ones behind each other", pretty(1) + "\n" + pretty(2) + "\n" + event(3) + "\n", "HP1 HP2 HP3", "3 rows, 0 rejected, 0 blank"},
		{"two arrays", "[" + event(1) + "]\n[" + event(2) + "]\n", "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"a log", "2026-01-01T14:00:00Z INFO hook " + event(1) + "\n2026-01-01T14:00:01Z INFO hook " + event(2) + " 200 OK\n", "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"a log with brackets", "[2026-01-01 14:00] " + event(1) + "\n[INFO] (x{3}) " + event(2) + "\n", "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"a log with other lines", "listening\n" + event(1) + "\nbye\n", "HP1", "3 rows, 2 rejected, 0 blank"},
		{"a log of JSON", `{"level":"info","msg":` + fmt.Sprintf("%q", event(1)) + "}\n", "HP1", "1 rows, 0 rejected, 0 blank"},
		{"n8n", `[{"json":{"headers":` + secret + `,"body":` + event(1) + `}},{"json":{"headers":` + secret + `,"body":` + event(2) + `}}]`, "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"events within one object", `{"exported":"2026","events":[` + event(1) + "," + event(2) + `]}`, "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
		{"a byte order mark", "\xef\xbb\xbf" + event(1), "HP1", "1 rows, 0 rejected, 0 blank"},
		{"UTF-16", utf16of(event(1) + "\r\n" + event(2)), "HP1 HP2", "2 rows, 0 rejected, 0 blank"},
	} {
		t.Run(c.how, func(t *testing.T) {
			k, err := keptOf(t, "kept.json", c.content)
			if err != nil {
				t.Fatal(err)
			}
			changes, tally := k.all(t)
			got := fmt.Sprintf("%d rows, %d rejected, %d blank", tally.Rows, tally.Rejected, tally.Blank)
			if codes(changes) != c.codes || got != c.tally {
				t.Errorf("%s: %s; want %s: %s", codes(changes), got, c.codes, c.tally)
			}
			for _, change := range changes {
				if change.Source != model.SourceWebhook || change.SeenAt < 1767276001000 || change.Transaction.Price != model.NewMoney(1050, "BRL") {
					t.Errorf("%+v", change)
				}
			}
			if b := k.batch(); b.Kind != KindEvents || b.Source != model.SourceWebhook || b.SeenAt != changes[len(changes)-1].SeenAt || b.Name != "kept.json" {
				t.Errorf("%+v", b)
			}
			head := []byte(c.content)
			if !looksKept(head) && !strings.Contains(c.how, "other lines") {
				t.Error("it is not recognised")
			}
		})
	}
}

func utf16of(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(0)
	}
	return b.String()
}

func TestWhatIsNoJSONOfHotmartIsSaidToBeNone(t *testing.T) {
	for _, content := range []string{`{}`, `[]`, `[1,2]`, `{"name":"recoup","version":"1"}`, `{"id":"e1","event":"PURCH`, `[{"a":1},{"b":2}]`, "{\"a\":\n", `["x"]`, `{"error":"unauthorized"}`} {
		_, err := keptOf(t, "other.json", content)
		var known *model.Error
		if !errors.As(err, &known) || !strings.Contains(known.Message, "other.json holds no event") {
			t.Errorf("%s: %v", content, err)
		}
	}
}

func TestATableIsNotTakenForKeptJSON(t *testing.T) {
	for _, head := range []string{"", "\n\n", "Código;Status\nHP1;Aprovado\n", "sep=;\na;b\n", "a;{\"event\":1}\n", "[a];[b]\n1;2\n", "\x00\x01\x02{", "<html>{}</html>"} {
		if looksKept([]byte(head)) {
			t.Errorf("%q", head)
		}
	}
}

// One broken body costs itself, wherever it stands and however it is broken.
func TestABrokenBodyCostsNoneOfItsNeighbours(t *testing.T) {
	broken := []string{
		`{"id":"x","event":"PURCHASE_APPROVED","data":{"pu`, `{"id":"x",`, `{"id":`, `{"id":"x","data":[`, `{`, `{"a":{"b":{"c":`, `{"id":"x"}}`[:8], `{{`, `{"id":"x",}`,
		`{"id":nope}`, `{"id":"tab	in it"}`, `{"a":[1,2`, `{"event":"PURCHASE_APPROVED"}`, `{"items":7}`,
	}
	for _, bad := range broken {
		for at := range 4 {
			lines := []string{event(1), event(2), event(3)}
			lines = slices.Insert(lines, at, bad)
			k, err := keptOf(t, "kept.ndjson", strings.Join(lines, "\n"))
			if err != nil {
				t.Fatalf("%q at %d: %v", bad, at, err)
			}
			changes, tally := k.all(t)
			if codes(changes) != "HP1 HP2 HP3" || tally.Rejected != 1 {
				t.Errorf("%q at %d: %s, %d rejected", bad, at, codes(changes), tally.Rejected)
			}
			if len(k.rejects) != 1 || k.rejects[0].Line != at+1 {
				t.Errorf("%q at %d: %v", bad, at, k.rejects)
			}
		}
		k, err := keptOf(t, "kept.json", "[\n"+strings.Join([]string{event(1), bad, event(3)}, ",\n")+"\n]\n")
		if err != nil {
			t.Fatal(err)
		}
		if changes, tally := k.all(t); codes(changes) != "HP1 HP3" || tally.Rejected != 1 {
			t.Errorf("%q in an array: %s, %d rejected", bad, codes(changes), tally.Rejected)
		}
	}
}

func TestAFolderOfBodiesIsOneImport(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 12 {
		write(fmt.Sprintf("hook-%02d.json", i), event(i))
	}
	write("broken.JSON", `{"hottok":"canary-hottok","id":`)
	write("other.json", `{"kept":"by somebody"}`)
	write("hook.rejected.ndjson", event(99))
	write(".hidden.json", event(98))
	write("notes.txt", "notes")
	k, err := openKept(context.Background(), folder, keptOptions)
	if err != nil {
		t.Fatal(err)
	}
	changes, tally := k.all(t)
	if len(changes) != 12 || tally.Rows != 14 || tally.Rejected != 2 || k.batch().Name != filepath.Base(folder) {
		t.Errorf("%s, %+v", codes(changes), tally)
	}
	if len(k.rejects) != 2 || !strings.HasPrefix(k.rejects[0].Reason, "broken.JSON: ") {
		t.Errorf("%v", k.rejects)
	}
	before := k.digest
	if err := os.Rename(filepath.Join(folder, "hook-03.json"), filepath.Join(folder, "a.json")); err != nil {
		t.Fatal(err)
	}
	if k, err = openKept(context.Background(), folder, keptOptions); err != nil || k.digest != before {
		t.Errorf("renamed it is another import: %v", err)
	}
	write("a.json", event(77))
	if k, err = openKept(context.Background(), folder, keptOptions); err != nil || k.digest == before {
		t.Errorf("changed it is the same import: %v", err)
	}
}

func TestAFileThatChangesBetweenTheLooksIsSaidToHave(t *testing.T) {
	k, err := keptOf(t, "kept.json", event(1))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(k.folder, k.name), []byte(event(2)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = k.read(context.Background(), func(model.Change) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "changed while it was read") {
		t.Error(err)
	}
}

func TestReadingStopsWhenItIsTold(t *testing.T) {
	k, err := keptOf(t, "kept.ndjson", strings.Repeat(event(1)+"\n", 1000))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	seen := 0
	_, err = k.read(ctx, func(model.Change) error {
		if seen++; seen == 10 {
			stop()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || seen > 11 {
		t.Errorf("%d changes, %v", seen, err)
	}
	mine := errors.New("no more")
	if _, err = k.read(context.Background(), func(model.Change) error { return mine }); !errors.Is(err, mine) {
		t.Error(err)
	}
}

func TestKeptAnswersCountAsOfTheLatestMomentTheySpeakOf(t *testing.T) {
	item := func(n int, status string) string {
		return fmt.Sprintf(`{"purchase":{"transaction":"HP%d","order_date":%d,"status":%q,"price":{"value":12,"currency_code":"BRL"}}}`, n, 1767276000000+n, status)
	}
	page := `{"items":[` + item(1, "COMPLETE") + "," + item(2, "REFUNDED") + `],"page_info":{"total_results":2}}`
	for _, c := range []struct{ how, content, tally string }{
		{"a page", page, "2 rows, 0 header"},
		{"a page and an empty one", page + "\n" + `{"items":[],"page_info":{"results_per_page":0}}`, "3 rows, 1 header"},
		{"items in an array", "[" + item(1, "COMPLETE") + "," + item(2, "REFUNDED") + "]", "2 rows, 0 header"},
	} {
		k, err := keptOf(t, "page.json", c.content)
		if err != nil {
			t.Fatal(c.how, err)
		}
		changes, tally := k.all(t)
		if got := fmt.Sprintf("%d rows, %d header", tally.Rows, tally.Header); codes(changes) != "HP1 HP2" || got != c.tally {
			t.Errorf("%s: %s, %s", c.how, codes(changes), got)
		}
		for _, change := range changes {
			if change.Source != model.SourceAPI || change.SeenAt != 1767276000002 || change.Transaction.Paid != model.NewMoney(1200, "BRL") {
				t.Errorf("%s: %+v", c.how, change)
			}
		}
		if b := k.batch(); b.Kind != "api-sales-history" || b.Source != model.SourceAPI || b.SeenAt != 1767276000002 {
			t.Errorf("%s: %+v", c.how, b)
		}
	}
	path := filepath.Join(t.TempDir(), "page.json")
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	k, err := openKept(context.Background(), path, Options{Zone: time.UTC, SeenAt: 1768000000000})
	if err != nil {
		t.Fatal(err)
	}
	if changes, _ := k.all(t); changes[0].SeenAt != 1768000000000 {
		t.Error(changes[0].SeenAt)
	}
	if _, err = openKept(context.Background(), path, Options{Zone: time.UTC, SeenAt: 1767200000000}); err == nil {
		t.Error("an answer is older than what it tells of")
	}
}

// A page that was kept long ago does not outrank events that came since, though they lie in one folder.
func TestAKeptAnswerIsNotDatedByItsNeighbours(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"a-page.json": `{"items":[{"purchase":{"transaction":"HP1","order_date":1767276000000,"status":"APPROVED"}}],"page_info":{}}`,
		"b-hook.json": event(5_000_000),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	k, err := openKept(context.Background(), folder, keptOptions)
	if err != nil {
		t.Fatal(err)
	}
	if changes, _ := k.all(t); changes[0].SeenAt != 1767276000000 || changes[1].SeenAt <= changes[0].SeenAt {
		t.Errorf("%+v", changes)
	}
}
