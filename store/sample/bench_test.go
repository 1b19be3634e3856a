package sample_test

import (
	"io"
	"testing"

	"recoup/store/sample"
)

func BenchmarkChanges(b *testing.B) {
	asOf, zone := moments[0].at(b)
	b.ReportAllocs()
	for b.Loop() {
		sample.Changes(asOf, zone, sample.Seed)
	}
}

func BenchmarkRows1M(b *testing.B) {
	asOf, zone := moments[0].at(b)
	b.ReportAllocs()
	for b.Loop() {
		for range sample.Rows(1_000_000, asOf, zone, sample.Seed) { //nolint:revive // only the making is measured
		}
	}
}

func BenchmarkStreamReport(b *testing.B) {
	asOf, zone := moments[0].at(b)
	changes := sample.Changes(asOf, zone, sample.Seed)
	b.ReportAllocs()
	for b.Loop() {
		if err := sample.WriteReport(io.Discard, changes, zone); err != nil {
			b.Fatal(err)
		}
	}
}
