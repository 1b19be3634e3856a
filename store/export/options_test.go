package export

import (
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"recoup/model"
)

func TestNamesAreReadAndMendedOnlyByTheReader(t *testing.T) {
	for _, f := range Formats() {
		if got, err := ParseFormat(" " + strings.ToUpper(string(f))); err != nil || got != f {
			t.Errorf("%s: got %q (%v)", f, got, err)
		}
	}
	for _, p := range Profiles() {
		if got, err := ParseProfile(string(p)); err != nil || got != p {
			t.Errorf("%s: got %q (%v)", p, got, err)
		}
	}
	_, format := ParseFormat("xslx")
	_, notHere := ParseFormat("xlsx", ReportFormats()...)
	_, profile := ParseProfile("exel")
	_, nothing := ParseFormat("")
	for _, c := range []struct {
		err  error
		want string
	}{
		{format, "Did you mean xlsx? Formats are table, json, ndjson, csv, xlsx, md."},
		{notHere, "Formats are table, json, csv, md."},
		{profile, "Did you mean excel? Profiles are excel, plain."},
		{nothing, "Formats are table"},
	} {
		if c.err == nil || model.KindOf(c.err) != model.KindUsage || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("got %v, want a usage error with %q", c.err, c.want)
		}
	}
}

func TestWhatCannotBeWrittenIsAUsageError(t *testing.T) {
	r := lostSales(t)
	_, unknown := Table(io.Discard, r, "oportunities", Options{Format: FormatCSV})
	_, none := Table(io.Discard, model.Report{Section: model.Sold}, "x", Options{Format: FormatCSV})
	_, format := Table(io.Discard, r, "opportunities", Options{Format: "pdf"})
	for want, err := range map[string]error{
		"Did you mean opportunities? Its tables are opportunities, by_reason.": unknown,
		"It has no tables.":    none,
		"Formats are":          format,
		"table, json, csv, md": Report(io.Discard, r, Options{Format: FormatXLSX}),
	} {
		if err == nil || model.KindOf(err) != model.KindUsage || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want a usage error with %q", err, want)
		}
	}
}

func TestTheProposedNameTellsWhatIsInTheFile(t *testing.T) {
	r := lostSales(t)
	for _, c := range []struct {
		table  string
		format Format
		want   string
	}{
		{"opportunities", FormatCSV, "recoup-lost-sales-2026-05-04-2026-05-10.csv"},
		{"", FormatXLSX, "recoup-lost-sales-2026-05-04-2026-05-10.xlsx"},
		{"by_reason", FormatMarkdown, "recoup-lost-sales-by-reason-2026-05-04-2026-05-10.md"},
		{"../../etc", FormatTable, "recoup-lost-sales-------etc-2026-05-04-2026-05-10.txt"},
	} {
		if got := DefaultName(r, c.table, c.format); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	old := model.Report{Section: model.Sold, Period: model.Period{From: model.NewDay(2018, time.January, 1), To: model.NewDay(2018, time.January, 1)}}
	if got := DefaultName(old, "", FormatJSON); got != "recoup-sold-2018-01-01-2018-01-01.json" {
		t.Errorf("got %s", got)
	}
}

// failing takes so many bytes and then no more, as a full disk does.
type failing struct{ room int }

func (f *failing) Write(p []byte) (int, error) {
	if len(p) > f.room {
		n := f.room
		f.room = 0
		return n, syscall.ENOSPC
	}
	f.room -= len(p)
	return len(p), nil
}

func TestEveryErrorOfWritingIsTold(t *testing.T) {
	r := lostSales(t)
	r.Tables[0].Rows = repeated{r.Tables[0].Rows, 1500}
	for _, format := range Formats() {
		t.Run(string(format), func(t *testing.T) {
			o := Options{Format: format, Formatter: inEnglish(t)}
			whole, _ := mustTable(t, r, "opportunities", o)
			for room := 0; room < len(whole); room += 1 + len(whole)/40 {
				if _, err := Table(&failing{room}, r, "opportunities", o); !errors.Is(err, syscall.ENOSPC) {
					t.Fatalf("room for %d of %d bytes: got %v", room, len(whole), err)
				}
			}
			if _, err := Table(&failing{len(whole) - 1}, r, "opportunities", o); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("the last byte is missing: got %v", err)
			}
			if _, err := Table(&failing{len(whole)}, r, "opportunities", o); err != nil {
				t.Errorf("with room enough: %v", err)
			}
		})
	}
	for _, format := range ReportFormats() {
		o := Options{Format: format, Formatter: inEnglish(t)}
		whole := mustReport(t, r, o)
		for room := 0; room < len(whole); room += 1 + len(whole)/40 {
			if err := Report(&failing{room}, r, o); !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("%s: room for %d of %d bytes: got %v", format, room, len(whole), err)
			}
		}
	}
}

// short takes less than it is given and says nothing.
type short struct{}

func (short) Write(p []byte) (int, error) { return len(p) / 2, nil }

func TestAWriterThatTakesLessIsAnError(t *testing.T) {
	for _, format := range Formats() {
		if _, err := Table(short{}, lostSales(t), "opportunities", Options{Format: format, Formatter: inEnglish(t)}); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: got %v", format, err)
		}
	}
}

func TestAFullDeviceIsAnError(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	defer func() { _ = full.Close() }()
	r := lostSales(t)
	for _, format := range Formats() {
		if _, err := Table(full, r, "opportunities", Options{Format: format, Formatter: inEnglish(t)}); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: got %v", format, err)
		}
	}
	if err := ReceiptJSON(full, "f", "k", model.Receipt{}, ""); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("receipt: got %v", err)
	}
}

// repeated is a table's rows over and over.
type repeated struct {
	model.Rows
	n int
}

func (r repeated) Len() int { return r.n }
func (r repeated) Cell(row, column int) model.Value {
	return r.Rows.Cell(row%r.Rows.Len(), column)
}
