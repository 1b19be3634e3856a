package ingest

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

const reportsFolder = "../../testdata/reports"

// TestEachReportIsReadAsItsGoldenFileSays reads every file of testdata/reports and compares all that comes of it with
// the file of the same name in golden/.
func TestEachReportIsReadAsItsGoldenFileSays(t *testing.T) {
	entries, err := os.ReadDir(reportsFolder)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, entry := range entries {
		if entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		seen++
		t.Run(entry.Name(), func(t *testing.T) {
			got := describe(t, filepath.Join(reportsFolder, entry.Name()))
			golden := filepath.Join(reportsFolder, "golden", entry.Name()+".golden")
			if *update {
				if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("read differently than before (-want +got):\n%s", diff)
			}
		})
	}
	if seen < 20 {
		t.Fatalf("only %d reports were read", seen)
	}
}

// describe writes down everything that a file says, for people to read.
func describe(t *testing.T, path string) string {
	t.Helper()
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	f, err := Open(context.Background(), path, Options{Zone: saoPaulo(t)})
	if err != nil {
		var e *model.Error
		if !errors.As(err, &e) || e.Hint == "" {
			t.Fatalf("an error without a hint: %v", err)
		}
		say("refused: %s\nhint: %s", e.Message, e.Hint)
		return b.String()
	}
	r := read(t, f)
	s := f.Summary()
	say("%s, %s, separator %s, seen at %s", s.Kind, s.Encoding, s.Separator, when(s.SeenAt))
	say("%d rows = %d accepted + %d rejected + %d blank + %d header", r.tally.Rows, len(r.changes), r.tally.Rejected, r.tally.Blank, r.tally.Header)
	for _, c := range s.Columns {
		line := fmt.Sprintf("column %q %s", c.Header, c.Use)
		if c.Use == ColumnRead {
			line += " as " + c.Field + []string{"", ", decimal dot", ", decimal comma"}[c.Decimal]
		}
		say("%s", line)
	}
	for _, n := range s.Notes {
		say("note: %s", sentence(n))
	}
	for _, c := range r.changes {
		if c.Transaction != nil {
			say("\n%s", c.Transaction.Code)
			for f := range model.FieldCount {
				if c.Transaction.Has.Has(f) {
					say("  %s: %s", f.Name(), factOf(c.Transaction, f))
				}
			}
		}
		for _, record := range c.Records {
			say("\n%s %q", record.Dataset, record.Key)
			for i, field := range record.Fields() {
				if fact := record.Fact(i); fact != nil {
					say("  %s: %s", field.Name, recordFact(fact))
				}
			}
		}
	}
	for _, reject := range r.rejects {
		say("\nrejected: %s", reject)
	}
	return b.String()
}

func when(i model.Instant) string { return i.In(time.UTC).Format(time.RFC3339Nano) }

func sentence(p model.Phrase) string {
	words := p.Words
	for i, arg := range p.Args {
		value := arg.Text().String()
		if arg.Kind() == model.CountValue {
			value = fmt.Sprint(arg.Count())
		}
		words = strings.ReplaceAll(words, fmt.Sprintf("{%d}", i), value)
	}
	return words
}

func recordFact(fact any) string {
	switch v := fact.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	case model.Instant:
		return when(v)
	case model.Money:
		return fmt.Sprintf("%d %s", v.Minor(), v.Currency())
	}
	return fmt.Sprint(fact)
}

func factOf(t *model.Transaction, f model.Field) string {
	switch v := t.Ref(f).(type) {
	case *string:
		return fmt.Sprintf("%q", *v)
	case *model.Instant:
		return when(*v)
	case *model.Money:
		return fmt.Sprintf("%d %s", v.Minor(), v.Currency())
	case *model.Status:
		return v.ID()
	case *model.Role:
		return v.ID()
	case *int64:
		return fmt.Sprint(*v)
	case *bool:
		return fmt.Sprint(*v)
	case *model.PaymentType:
		return string(*v)
	case *model.Billing:
		return string(*v)
	}
	return "?"
}

// The headers that Hotmart's own files have, where they are at hand: every one of them must be known.
func TestRealHeadersAreKnown(t *testing.T) {
	folder := "../../../shared/fixtures/headers"
	detailed, err := os.ReadFile(filepath.Join(folder, "sales-detailed.pt-BR.63cols.header.csv"))
	if err != nil {
		t.Skip("the real headers are not at hand")
	}
	columns := strings.Split(strings.TrimSpace(strings.TrimPrefix(string(detailed), "\ufeff")), ";")
	if len(columns) != 63 {
		t.Fatalf("the detailed report has %d columns", len(columns))
	}
	if l := newLayout(columns, inDetail()); l.found() != 63 || slices.Contains(l.use, ColumnDuplicate) || len(l.missing(&l.at)) > 0 {
		t.Errorf("known are %d columns, lacking %v, uses %v", l.found(), l.missing(&l.at), l.use)
	}
	if diff := cmp.Diff(allColumns, columns); diff != "" {
		t.Errorf("our own reports have other columns (-ours +real):\n%s", diff)
	}
	spanish, err := os.ReadFile(filepath.Join(folder, "sales-detailed.es.PARTIAL-order-unknown.header.txt"))
	if err != nil {
		t.Fatal(err)
	}
	columns = strings.Split(strings.TrimSpace(string(spanish)), "\n")
	if l := newLayout(columns, inDetail()); l.found() != len(columns) || len(l.missing(&l.at)) > 0 {
		t.Errorf("of %d Spanish columns %d are known, lacking %v", len(columns), l.found(), l.missing(&l.at))
	}
}
