package hook

import (
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkEvents posts events over 16 connections and waits for each 200, which is given when the event is on the disk.
func BenchmarkEvents(b *testing.B) {
	for _, callers := range []struct {
		name string
		n    int
	}{{"16 at once", 16}, {"one by one", 1}} {
		b.Run(callers.name, func(b *testing.B) {
			sink := newSnapshot(b)
			r := start(b, Options{Sink: sink})
			var next atomic.Int64
			took := make([][]time.Duration, callers.n)
			var all sync.WaitGroup
			b.ResetTimer()
			for c := range callers.n {
				all.Go(func() {
					for {
						n := int(next.Add(1))
						if n > b.N {
							return
						}
						from := time.Now()
						if status, _ := r.do(r.request(strings.NewReader(approved(n).body()))); status != 200 {
							b.Errorf("event %d: %d", n, status)
							return
						}
						took[c] = append(took[c], time.Since(from))
					}
				})
			}
			all.Wait()
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
			every := slices.Concat(took...)
			slices.Sort(every)
			b.ReportMetric(float64(every[len(every)*99/100].Microseconds())/1000, "p99-ms")
			s := r.stop()
			b.ReportMetric(float64(s.Stored())/float64(s.Groups), "events/commit")
			if info, err := os.Stat(sink.Path()); err == nil {
				b.ReportMetric(float64(info.Size())/float64(b.N), "bytes/event")
			}
		})
	}
}
