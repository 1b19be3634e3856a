package hook

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"recoup/store"
)

// BenchmarkEvents posts events over 16 connections and waits for each 200, which is given when the event is on the disk.
// bytes/event is what the snapshot grows by.
func BenchmarkEvents(b *testing.B) {
	for _, callers := range []struct {
		name string
		n    int
	}{{"16 at once", 16}, {"one by one", 1}} {
		b.Run(callers.name, func(b *testing.B) {
			sink := newSnapshot(b)
			r := start(b, Options{Sink: sink})
			b.ResetTimer()
			took := r.postMany(b, b.N, callers.n, 0)
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
			reportLatency(b, took)
			s := r.stop()
			b.ReportMetric(float64(s.Stored())/float64(s.Groups), "events/commit")
			if err := sink.Close(); err != nil { // moves the log into the file
				b.Fatal(err)
			}
			info, err := os.Stat(sink.Path())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(info.Size())/float64(b.N), "bytes/event")
		})
	}
}

// BenchmarkEventsWhileSomebodyReads posts 200 events a second while another connection goes through the snapshot's
// transactions again and again, as a screen does that is open.
func BenchmarkEventsWhileSomebodyReads(b *testing.B) {
	sink := newSnapshot(b)
	r := start(b, Options{Sink: sink})
	reader, err := store.Open(context.Background(), sink.Path(), store.ReadOnly)
	if err != nil {
		b.Fatal(err)
	}
	defer reader.Close() //nolint:errcheck // opened for reading
	done := make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			for _, err := range reader.Transactions(context.Background()) {
				if err != nil {
					b.Error(err)
				}
			}
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	})
	b.ResetTimer()
	took := r.postMany(b, b.N, 16, 5*time.Millisecond)
	b.StopTimer()
	close(done)
	reading.Wait()
	reportLatency(b, took)
}

// postMany posts so many events over so many connections, one every so often, and gives how long each took.
func (r *running) postMany(b *testing.B, n, callers int, every time.Duration) []time.Duration {
	var next atomic.Int64
	took := make([][]time.Duration, callers)
	began := time.Now()
	var all sync.WaitGroup
	for c := range callers {
		all.Go(func() {
			for {
				i := int(next.Add(1))
				if i > n {
					return
				}
				time.Sleep(time.Until(began.Add(time.Duration(i) * every)))
				from := time.Now()
				if status, _ := r.do(r.request(strings.NewReader(approved(i).body()))); status != 200 {
					b.Errorf("event %d: %d", i, status)
					return
				}
				took[c] = append(took[c], time.Since(from))
			}
		})
	}
	all.Wait()
	return slices.Concat(took...)
}

func reportLatency(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "p50-ms")
	b.ReportMetric(ms(took[len(took)*99/100]), "p99-ms")
}
