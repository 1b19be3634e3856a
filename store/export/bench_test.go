package export

import (
	"io"
	"testing"
)

// BenchmarkTable writes 100,000 rows of 12 columns.
func BenchmarkTable(b *testing.B) {
	r := lostSales(b)
	r.Tables[0].Rows = repeated{r.Tables[0].Rows, 100_000}
	for _, format := range Formats() {
		b.Run(string(format), func(b *testing.B) {
			b.ReportAllocs()
			var written counting
			for b.Loop() {
				written = 0
				if _, err := Table(&written, r, "opportunities", Options{Format: format, Formatter: inEnglish(b)}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(written)/1e6, "MB/op")
		})
	}
}

// BenchmarkReportJSON writes a report whose largest table has 100,000 rows.
func BenchmarkReportJSON(b *testing.B) {
	r := lostSales(b)
	r.Tables[0].Rows = repeated{r.Tables[0].Rows, 100_000}
	b.ReportAllocs()
	for b.Loop() {
		if err := Report(io.Discard, r, Options{Format: FormatJSON, Formatter: inEnglish(b)}); err != nil {
			b.Fatal(err)
		}
	}
}

type counting int

func (c *counting) Write(p []byte) (int, error) {
	*c += counting(len(p))
	return len(p), nil
}
