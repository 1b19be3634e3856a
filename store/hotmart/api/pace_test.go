package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"
)

// banning answers as a server does that allows so many calls a minute of the clock, of which others use some.
func banning(clock *testClock, limit, others int) (answer func(w http.ResponseWriter, r *http.Request, n int), refused func() int) {
	var mu sync.Mutex
	minute, used, bans := time.Time{}, 0, 0
	return func(w http.ResponseWriter, _ *http.Request, _ int) {
			mu.Lock()
			defer mu.Unlock()
			now := clock.Now()
			if this := now.Truncate(time.Minute); this != minute {
				minute, used = this, others
			}
			used++
			h := w.Header()
			h.Set("RateLimit-Limit", strconv.Itoa(limit))
			h.Set("RateLimit-Remaining", strconv.Itoa(max(limit-used, 0)))
			h.Set("RateLimit-Reset", fmt.Sprint(int(minute.Add(time.Minute).Sub(now).Seconds())+1))
			if used > limit {
				bans++
				w.WriteHeader(429)
				return
			}
			_, _ = io.WriteString(w, page())
		}, func() int {
			mu.Lock()
			defer mu.Unlock()
			return bans
		}
}

func TestTwoThousandCallsStayBelowHotmartsLimit(t *testing.T) {
	for name, c := range map[string]struct {
		limit, others, callers int
		atLeast                time.Duration // 2,000 calls at what is left to us
	}{
		"alone":                             {500, 0, 1, 2000 * time.Minute / 410},
		"two at a time":                     {500, 0, 2, 2000 * time.Minute / 410},
		"beside others who use 300 of them": {500, 300, 1, 2000 * time.Minute / 130},
		"where the limit is 100":            {100, 0, 1, 2000 * time.Minute / 100},
	} {
		t.Run(name, func(t *testing.T) {
			clock := newTestClock()
			answer, refused := banning(clock, c.limit, c.others)
			p := stage(t, answer)
			cl := client(t, p.options(clock))
			started := clock.Now()
			var all sync.WaitGroup
			for range c.callers {
				all.Go(func() {
					for range 2000 / c.callers {
						if _, err := cl.Get(context.Background(), aRequest); err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			if refused() != 0 {
				t.Errorf("refused %d times", refused())
			}
			if took := clock.Now().Sub(started); took < c.atLeast || took > 3*c.atLeast {
				t.Errorf("took %s, at least %s is right", took, c.atLeast)
			}
		})
	}
}
