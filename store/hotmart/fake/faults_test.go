package fake

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"recoup/store/world"
)

// try asks for the history and gives whatever comes, with the error of reading it.
func (v *visitor) try(ctx context.Context, follow bool) (status int, header http.Header, body []byte, err error) {
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, v.URL+history, nil)
	r.Header.Set("Authorization", "Bearer "+v.token)
	client := *v.Client()
	if !follow {
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0, nil, nil, err
	}
	defer answer.Body.Close()
	body, err = io.ReadAll(io.LimitReader(answer.Body, 8<<20))
	return answer.StatusCode, answer.Header, body, err
}

func TestEveryFaultHappens(t *testing.T) {
	for name, c := range map[string]struct {
		fault Fault
		shows func(status int, header http.Header, body []byte, err error) bool
	}{
		"an error of the server": {Fault{Status: 503}, func(status int, _ http.Header, body []byte, _ error) bool {
			return status == 503 && wordOf(body) == "internal_error"
		}},
		"a limit with a strange header": {Fault{Status: 429, Header: map[string]string{"Retry-After": "a year", "RateLimit-Reset": "-3"}},
			func(status int, h http.Header, body []byte, _ error) bool {
				return status == 429 && h.Get("Retry-After") == "a year" && h.Get("RateLimit-Reset") == "-3" && wordOf(body) == "too_many_requests"
			}},
		"words of its own": {Fault{Status: 418, Body: "teapot"}, func(status int, _ http.Header, body []byte, _ error) bool {
			return status == 418 && string(body) == "teapot"
		}},
		"a reset": {Fault{What: Reset, Times: -1}, func(_ int, _ http.Header, _ []byte, err error) bool {
			return err != nil && strings.Contains(err.Error(), "reset")
		}},
		"half a body": {Fault{What: HalfBody}, func(_ int, _ http.Header, body []byte, err error) bool {
			return errors.Is(err, io.ErrUnexpectedEOF) && len(body) > 1000
		}},
		"an endless body": {Fault{What: EndlessBody}, func(status int, _ http.Header, body []byte, _ error) bool {
			return status == 200 && len(body) == 8<<20
		}},
		"a bomb": {Fault{What: GzipBomb}, func(status int, _ http.Header, body []byte, _ error) bool {
			return status == 200 && len(body) == 8<<20 && strings.TrimSpace(string(body[:100])) == ""
		}},
		"a small bomb": {Fault{What: GzipBomb, Size: 2 << 20}, func(status int, _ http.Header, body []byte, _ error) bool {
			return status == 200 && len(body) == 2<<20
		}},
		"another type": {Fault{What: WrongType}, func(status int, h http.Header, body []byte, _ error) bool {
			return status == 200 && h.Get("Content-Type") == "text/plain" && strings.HasPrefix(string(body), `{"items":`)
		}},
		"a page": {Fault{What: HTML}, func(status int, h http.Header, body []byte, _ error) bool {
			return status == 200 && strings.HasPrefix(h.Get("Content-Type"), "text/html") && strings.Contains(string(body), "<html>")
		}},
		"nothing": {Fault{What: Empty}, func(status int, _ http.Header, body []byte, _ error) bool { return status == 200 && len(body) == 0 }},
		"a way to another host": {Fault{What: Redirect, Location: "https://evil.example/"}, func(status int, h http.Header, _ []byte, _ error) bool {
			return status == 302 && h.Get("Location") == "https://evil.example/"
		}},
		"the truth with a header": {Fault{What: Truth, Header: map[string]string{"X-More": "yes"}}, func(status int, h http.Header, body []byte, _ error) bool {
			return status == 200 && h.Get("X-More") == "yes" && strings.HasPrefix(string(body), `{"items":`)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, Options{})
			c.fault.Path = history
			v.Script(c.fault)
			if status, header, body, err := v.try(t.Context(), false); !c.shows(status, header, body, err) {
				t.Errorf("%d %v %.200q %v", status, header, body, err)
			}
			v.Heal()
			if status, _, _, err := v.try(t.Context(), false); status != 200 || err != nil {
				t.Errorf("healed: %d %v", status, err)
			}
		})
	}
}

func TestASlowAnswerAndNoneAtAllEndWithTheirClient(t *testing.T) {
	for name, fault := range map[string]Fault{
		"slow": {What: SlowBody, PerSecond: 50}, "silent": {What: Hang}, "late": {What: Truth, Delay: time.Hour},
	} {
		v := visit(t, Options{})
		v.Script(fault)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		_, _, body, err := v.try(ctx, false)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || len(body) > 100 {
			t.Errorf("%s: %d bytes, %v", name, len(body), err)
		}
	}
}

func TestAFaultMeetsTheRequestsThatItIsMeantFor(t *testing.T) {
	second := visit(t, Options{Faults: []Fault{{Path: history, Nth: 2, Times: 2, Status: 500}}})
	for i, want := range []int{200, 500, 500, 200} {
		if status, _, _ := second.get(history); status != want {
			t.Errorf("call %d: %d", i+1, status)
		}
	}
	refunds := visit(t, Options{Faults: []Fault{{
		Path: "/payments/*", Times: -1, Status: 502, When: func(q url.Values) bool { return q.Get("transaction_status") == "REFUNDED" },
	}}})
	for _, status := range []string{"REFUNDED", "APPROVED", "REFUNDED"} {
		want := map[bool]int{true: 502, false: 200}[status == "REFUNDED"]
		if got, _, _ := refunds.get(history, "transaction_status", status); got != want {
			t.Errorf("%s: %d", status, got)
		}
	}
	if status, _, _ := refunds.get("/user/api/v1/me"); status != 200 {
		t.Errorf("another path: %d", status)
	}
}

func TestTheLogCountsWhatCameAndHowMuchAtOnce(t *testing.T) {
	v := visit(t, Options{Faults: []Fault{{Path: history, Times: -1, What: Truth, Delay: 50 * time.Millisecond}}})
	v.Forget()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { v.get(history, "transaction_status", "OVERDUE") })
	}
	all.Wait()
	v.get("/user/api/v1/me")
	if v.Calls(history) != 4 || len(v.Log()) != 5 || v.MostAtOnce() < 2 || v.MostAtOnce() > 4 {
		t.Errorf("%d calls of %d, %d at once", v.Calls(history), len(v.Log()), v.MostAtOnce())
	}
	for _, r := range v.Log() {
		if !r.Bearer || r.Method != http.MethodGet || r.At != v.Now() {
			t.Errorf("%+v", r)
		}
	}
}

func TestACertificateIsOnlyTrustedByTheServersOwnClient(t *testing.T) {
	s := New(world.New(5, world.Options{Sales: 5}), Options{TLS: true})
	defer s.Close()
	if !strings.HasPrefix(s.URL, "https://") {
		t.Fatal(s.URL)
	}
	if _, err := s.Client().Get(s.URL + "/"); err != nil {
		t.Error(err)
	}
	if _, err := (&http.Client{Transport: &http.Transport{}}).Get(s.URL + "/"); err == nil {
		t.Error("a client that does not know the certificate is content")
	}
}
