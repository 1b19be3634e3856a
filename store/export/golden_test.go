package export

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (-want +got):\n%s", name, cmp.Diff(string(want), string(got)))
	}
}

func TestWhatIsWrittenStaysTheSameByteForByte(t *testing.T) {
	r := lostSales(t)
	en := inEnglish(t)
	pt := en
	pt.Lang = model.LangPT
	for name, o := range map[string]Options{
		"report.json":          {Format: FormatJSON, Formatter: en},
		"report-redacted.json": {Format: FormatJSON, Formatter: en, Redact: true},
		"report-first.json":    {Format: FormatJSON, Formatter: en, Limit: 1},
		"report.md":            {Format: FormatMarkdown, Formatter: en},
		"report.txt":           {Format: FormatTable, Formatter: en},
		"report-pt.txt":        {Format: FormatTable, Formatter: pt},
		"report-narrow.txt":    {Format: FormatTable, Formatter: en, Width: 100, Limit: 2},
		"report-excel.csv":     {Format: FormatCSV, Formatter: pt},
		"report-plain.csv":     {Format: FormatCSV, Formatter: en, Profile: ProfilePlain},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, mustReport(t, r, o)) })
	}
	for name, o := range map[string]Options{
		"table.json":         {Format: FormatJSON, Formatter: en},
		"table.ndjson":       {Format: FormatNDJSON, Formatter: en},
		"table-excel.csv":    {Format: FormatCSV, Formatter: pt, Profile: ProfileExcel},
		"table-plain.csv":    {Format: FormatCSV, Formatter: en, Profile: ProfilePlain},
		"table-redacted.csv": {Format: FormatCSV, Formatter: en, Profile: ProfilePlain, Redact: true},
		"table.md":           {Format: FormatMarkdown, Formatter: en},
		"table.txt":          {Format: FormatTable, Formatter: en},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := mustTable(t, r, "opportunities", o)
			golden(t, name, got)
		})
	}
}

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	r := lostSales(t)
	for _, format := range Formats() {
		t.Run(string(format), func(t *testing.T) {
			var first [sha256.Size]byte
			for i := range 10 {
				got, _ := mustTable(t, r, "opportunities", Options{Format: format, Formatter: inEnglish(t)})
				switch sum := sha256.Sum256(got); {
				case i == 0:
					first = sum
				case sum != first:
					t.Fatalf("run %d differs from the first", i+1)
				}
			}
		})
	}
}
