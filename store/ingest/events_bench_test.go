package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"testing"

	"recoup/model"
)

// BenchmarkKeptEvents looks through a file of ten thousand events and reads it.
func BenchmarkKeptEvents(b *testing.B) {
	body, err := os.ReadFile("../hotmart/testdata/webhooks/purchase-approved-instalments.json")
	if err != nil {
		b.Fatal(err)
	}
	var line bytes.Buffer
	if err := json.Compact(&line, body); err != nil {
		b.Fatal(err)
	}
	const events = 10_000
	content := bytes.Repeat(append(line.Bytes(), '\n'), events)
	source := &keptSource{name: "kept.ndjson", size: int64(len(content)), open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	}}
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		k := &kept{name: "kept.ndjson", opt: keptOptions, sources: []*keptSource{source}}
		if err := k.look(context.Background()); err != nil {
			b.Fatal(err)
		}
		if _, err := k.read(context.Background(), func(model.Change) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "events/s")
}
