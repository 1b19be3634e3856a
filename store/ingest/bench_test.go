package ingest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"recoup/model"
)

const benchRows = 100_000

func benchFile(b *testing.B) string {
	path := filepath.Join(b.TempDir(), "sales.csv")
	if err := os.WriteFile(path, []byte(manySales(1, benchRows)), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkRead measures handing over every change of a report of 100,000 rows and 63 columns.
func BenchmarkRead(b *testing.B) {
	path := benchFile(b)
	f, err := Open(context.Background(), path, Options{Zone: saoPaulo(b)})
	if err != nil {
		b.Fatal(err)
	}
	stat, _ := os.Stat(path)
	b.SetBytes(stat.Size())
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		if _, err := f.Batch().Read(context.Background(), func(model.Change) error { n++; return nil }); err != nil || n != benchRows {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkOpen measures the first look at the same report: recognising it, its styles, its digest.
func BenchmarkOpen(b *testing.B) {
	path := benchFile(b)
	stat, _ := os.Stat(path)
	b.SetBytes(stat.Size())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(context.Background(), path, Options{Zone: saoPaulo(b)}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
