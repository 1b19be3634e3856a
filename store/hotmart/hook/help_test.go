package hook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"recoup/model"
	"recoup/store"
	"recoup/store/hotmart"
)

// The token of the made-up account, and the moment at which its events happen.
const hottok = "CANARYhottok7d1f4c2b9e8a"

var began = time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC)

type secret string

func (s secret) Reveal() string { return string(s) }

// snapshotSink is a snapshot on the disk as the receiver sees it.
type snapshotSink struct{ *store.Snapshot }

func (s snapshotSink) Apply(ctx context.Context, b model.Batch) (model.Receipt, error) {
	return s.Snapshot.Apply(ctx, b, store.ApplyOptions{})
}

func openSnapshot(t testing.TB, path string) snapshotSink {
	t.Helper()
	s, err := store.Open(context.Background(), path, store.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return snapshotSink{s}
}

func newSnapshot(t testing.TB) snapshotSink {
	return openSnapshot(t, filepath.Join(t.TempDir(), "snapshot.db"))
}

// running is a receiver at work, with what it told.
type running struct {
	*Receiver
	t      testing.TB
	client *http.Client

	mu       sync.Mutex
	told     []Told
	troubles []error

	stop func() Summary
}

// start runs a receiver until the test ends, unless stop is called before.
func start(t testing.TB, o Options) *running {
	t.Helper()
	r := &running{t: t, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}}}
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Hottok == nil {
		o.Hottok = secret(hottok)
	}
	if o.Sink == nil {
		o.Sink = newSnapshot(t)
	}
	o.Tell = func(e Told) { r.mu.Lock(); defer r.mu.Unlock(); r.told = append(r.told, e) }
	o.Trouble = func(err error) { r.mu.Lock(); defer r.mu.Unlock(); r.troubles = append(r.troubles, err) }
	receiver, err := Listen(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	r.Receiver = receiver
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan Summary, 1)
	go func() {
		s, err := receiver.Serve(ctx)
		if err != nil {
			t.Errorf("serving ended: %v", err)
		}
		done <- s
	}()
	r.stop = sync.OnceValue(func() Summary {
		r.client.CloseIdleConnections()
		cancel()
		return <-done
	})
	t.Cleanup(func() { r.stop() })
	return r
}

func (r *running) url(path string) string { return "http://" + r.Address().String() + path }

// request is an event as Hotmart posts it; the caller spoils it.
func (r *running) request(body io.Reader) *http.Request {
	r.t.Helper()
	q, err := http.NewRequest(http.MethodPost, r.url("/"), body)
	if err != nil {
		r.t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("X-HOTMART-HOTTOK", hottok)
	return q
}

func (r *running) do(q *http.Request) (status int, body string) {
	r.t.Helper()
	a, err := r.client.Do(q)
	if err != nil {
		r.t.Fatal(err)
	}
	defer a.Body.Close() //nolint:errcheck // read only
	all, err := io.ReadAll(a.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return a.StatusCode, string(all)
}

func (r *running) post(body string) int {
	r.t.Helper()
	status, _ := r.do(r.request(strings.NewReader(body)))
	return status
}

// sale is the body of an event about a sale.
type sale struct {
	id, event, code, status string
	at                      time.Time
	price                   string
}

func (s sale) body() string {
	price := s.price
	if price == "" {
		price = "297.00"
	}
	ms := s.at.UnixMilli()
	return fmt.Sprintf(`{"id":%q,"creation_date":%d,"event":%q,"version":"2.0.0","data":{"product":{"id":123456,"name":"Curso de Bolos"},`+
		`"buyer":{"email":"canary.person@example.com","name":"Ana Canary"},"producer":{"name":"Loja da Ana"},`+
		`"commissions":[{"value":23.46,"source":"MARKETPLACE","currency_value":"BRL"},{"value":273.54,"source":"PRODUCER","currency_value":"BRL"}],`+
		`"purchase":{"transaction":%q,"order_date":%d,"approved_date":%d,"status":%q,"full_price":{"value":%s,"currency_value":"BRL"},`+
		`"price":{"value":%s,"currency_value":"BRL"},"offer":{"code":"n82b9jqz"},"payment":{"type":"CREDIT_CARD","installments_number":1}}}}`,
		s.id, ms, s.event, s.code, ms, ms, s.status, price, price)
}

// approved is the n-th sale of the account.
func approved(n int) sale {
	return sale{id: fmt.Sprintf("%08d-aaaa-4000-8000-000000000000", n), event: "PURCHASE_APPROVED", code: fmt.Sprintf("HP%010d", n),
		status: "APPROVED", at: began.Add(time.Duration(n) * time.Second)}
}

func codes(t testing.TB, s snapshotSink) map[string]model.Status {
	t.Helper()
	found := map[string]model.Status{}
	for tr, err := range s.Transactions(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		found[tr.Code] = tr.Status
	}
	return found
}

func events(t testing.TB, s snapshotSink) map[string]*model.Record {
	t.Helper()
	found := map[string]*model.Record{}
	for r, err := range s.Records(context.Background(), model.DataWebhookEvents) {
		if err != nil {
			t.Fatal(err)
		}
		found[r.Key] = r
	}
	return found
}

func hashOf(t testing.TB, s snapshotSink) string {
	t.Helper()
	h, err := s.Hash(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// breaking is a reader with a mistake in it.
func breaking([]byte, model.Instant) (hotmart.Event, model.Change, error) {
	panic("index out of range")
}

// poisoned reads events, and makes of one sale something that no store can take.
func poisoned(code string) func([]byte, model.Instant) (hotmart.Event, model.Change, error) {
	return func(body []byte, now model.Instant) (hotmart.Event, model.Change, error) {
		e, change, err := hotmart.ReadEvent(body, now)
		if err == nil && e.Transaction == code {
			change.Transaction.Code = ""
		}
		return e, change, err
	}
}

func removeSnapshot(t testing.TB, path string) {
	t.Helper()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
}
