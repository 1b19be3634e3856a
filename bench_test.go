package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"recoup/model"
	"recoup/store"
	"recoup/store/aggregate"
	"recoup/store/sample"
	"recoup/tui/command"
)

// account writes the sample kind of business as a detailed report of n transactions.
func account(b *testing.B, n int) (path string) {
	b.Helper()
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		b.Fatal(err)
	}
	path = filepath.Join(b.TempDir(), "sales.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	asOf := model.InstantOf(time.Date(2026, 5, 20, 12, 0, 0, 0, zone))
	if err := sample.StreamReport(f, sample.Rows(n, asOf, zone, sample.Seed), zone); err != nil {
		b.Fatal(err)
	}
	return path
}

// importReport is recoup import into a new snapshot.
func importReport(b *testing.B, report string) (snapshot string) {
	b.Helper()
	snapshot = filepath.Join(b.TempDir(), "snapshot.db")
	importInto(b, snapshot, report)
	return snapshot
}

func importInto(b *testing.B, snapshot, report string) {
	b.Helper()
	nothing, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer nothing.Close()
	w := command.World{In: nothing, Out: nothing, Err: os.Stderr, Getenv: func(string) string { return "" }, Now: time.Now}
	if code := command.Main([]string{"import", "--snapshot", snapshot, report}, w); code != command.ExitDone {
		b.Fatalf("ended with %d", code)
	}
}

// sizes are the numbers of transactions that are measured: those that take seconds, and one of your own choice:
//
//	RECOUP_BENCH_ROWS=1000000 go test -run '^$' -bench Import -benchtime 1x .
func sizes(b *testing.B) []int {
	b.Helper()
	all := []int{10_000, 100_000}
	if more := os.Getenv("RECOUP_BENCH_ROWS"); more != "" {
		n, err := strconv.Atoi(more)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}

// BenchmarkImport is recoup import of a detailed report, from the file to a durable snapshot.
func BenchmarkImport(b *testing.B) {
	for _, n := range sizes(b) {
		report := account(b, n)
		info, err := os.Stat(report)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(info.Size())
			b.ReportAllocs()
			for b.Loop() {
				importReport(b, report)
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkImportAgain is recoup import of a report that is in the snapshot already.
func BenchmarkImportAgain(b *testing.B) {
	for _, n := range sizes(b) {
		report := account(b, n)
		snapshot := importReport(b, report)
		info, err := os.Stat(report)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(info.Size())
			for b.Loop() {
				importInto(b, snapshot, report)
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkLoad is what stands between opening a snapshot and its first report.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		snapshot := importReport(b, account(b, n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, err := store.Open(context.Background(), snapshot, store.ReadOnly)
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := aggregate.Load(context.Background(), s); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
