package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"recoup/model"
	"recoup/store"
	"recoup/store/hotmart/api"
	"recoup/store/hotmart/fake"
	"recoup/store/ingest"
	"recoup/store/world"
)

// roads is one made-up account as each road brings it in: imports that can be repeated, in any order.
type roads struct {
	world   *world.World
	now     model.Instant // a week after the last order: by then Hotmart has settled every commission
	reports []model.Batch
	events  []model.Batch
	answers []model.Batch
}

func everyRoad(t *testing.T, seed uint64, sales int) *roads {
	t.Helper()
	to := model.InstantOf(time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC))
	zone, err := model.LoadZone(model.HomeZone)
	if err != nil {
		t.Fatal(err)
	}
	w := world.New(seed, world.Options{Sales: sales, From: to.Add(-120 * 24 * time.Hour), To: to, Zone: zone, Plain: true})
	r := &roads{world: w, now: to.Add(7 * 24 * time.Hour)}
	r.downloads(t)
	r.kept(t)
	r.synced(t)
	return r
}

// downloads are reports of three moments, the last also as a spreadsheet.
func (r *roads) downloads(t *testing.T) {
	w, folder := r.world, t.TempDir()
	for i, at := range []model.Instant{w.To.Add(-60 * 24 * time.Hour), w.To.Add(-9 * 24 * time.Hour), r.now} {
		r.reports = append(r.reports, read(t, w, filepath.Join(folder, fmt.Sprintf("sales %d.csv", i)), w.DetailedCSV(at, world.ReportOptions{})))
	}
	r.reports = append(r.reports, read(t, w, filepath.Join(folder, "sales.xlsx"), spreadsheet(t, w.DetailedRows(r.now, world.ReportOptions{}))))
}

func spreadsheet(t *testing.T, rows [][]string) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", "Report"); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := book.SetSheetRow("Report", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// kept are the events as something that received them kept them: shuffled, some twice, in three files.
func (r *roads) kept(t *testing.T) {
	bodies := r.world.WebhookBodies(r.world.From, r.now+1)
	random := rand.New(rand.NewPCG(7, 7))
	for i := range len(bodies) / 5 {
		bodies = append(bodies, bodies[i*5])
	}
	random.Shuffle(len(bodies), func(i, j int) { bodies[i], bodies[j] = bodies[j], bodies[i] })
	folder := t.TempDir()
	for i := range 3 {
		part := bodies[i*len(bodies)/3 : (i+1)*len(bodies)/3]
		r.events = append(r.events, read(t, r.world, filepath.Join(folder, fmt.Sprintf("hooks %d.ndjson", i)), bytes.Join(part, []byte("\n"))))
	}
}

func read(t *testing.T, w *world.World, path string, content []byte) model.Batch {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := ingest.Open(context.Background(), path, ingest.Options{Zone: w.Zone})
	if err != nil {
		t.Fatal(err)
	}
	return f.Batch()
}

// synced are the windows of a sync.
func (r *roads) synced(t *testing.T) {
	server := fake.New(r.world, fake.Options{Now: r.now, PerMinute: -1})
	defer server.Close()
	client, err := api.New(api.Options{
		BaseURL: server.URL, TokenURL: server.URL + fake.TokenPath, Credentials: api.Credentials{ID: fake.ClientID, Secret: word(fake.ClientSecret), Basic: word(strings.TrimPrefix(fake.Basic, "Basic "))}, Clock: &clock{now: r.now.In(time.UTC)}, Transport: server.Client().Transport,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	s, err := store.OpenMemory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	target := &recorder{Snapshot: s}
	if _, err := (&api.Sync{Client: client, Target: target}).Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	r.answers = target.told
}

type word string

func (w word) Reveal() string { return string(w) }

// recorder keeps the batches of a sync that brought something.
type recorder struct {
	*store.Snapshot
	told []model.Batch
}

func (r *recorder) Apply(ctx context.Context, b model.Batch) (model.Receipt, error) {
	receipt, err := r.Snapshot.Apply(ctx, b, store.ApplyOptions{})
	if receipt.Tally.Rows > 0 {
		r.told = append(r.told, b)
	}
	return receipt, err
}

// clock goes on by what is waited for, and no other way.
type clock struct {
	mutex sync.Mutex
	now   time.Time
}

// Now is the moment.
func (c *clock) Now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.now
}

// Sleep waits for no time at all.
func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}

// TestAnyMixtureOfRoadsTellsTheTruth: whatever roads an account came by, each fact that one of them carries is as it
// truly is.
func TestAnyMixtureOfRoadsTellsTheTruth(t *testing.T) {
	seeds := []uint64{3, 11}
	if testing.Short() {
		seeds = seeds[:1]
	}
	for _, seed := range seeds {
		r := everyRoad(t, seed, 150)
		by := map[model.Source][]model.Batch{model.SourceReport: r.reports, model.SourceWebhook: r.events, model.SourceAPI: r.answers}
		for mixture := 1; mixture < 8; mixture++ {
			var sources []model.Source
			var names []string
			var all []model.Batch
			for i, source := range []model.Source{model.SourceReport, model.SourceAPI, model.SourceWebhook} {
				if mixture&(1<<i) != 0 {
					sources, names, all = append(sources, source), append(names, source.ID()), append(all, by[source]...)
				}
			}
			t.Run(fmt.Sprintf("%d by %s", seed, strings.Join(names, " and ")), func(t *testing.T) {
				compareWithTruth(t, snapshotOf(t, all), r.world.ToldTogether(r.now, sources...))
			})
		}
	}
}

func snapshotOf(t *testing.T, batches []model.Batch) *store.Snapshot {
	t.Helper()
	s, err := store.OpenMemory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, b := range batches {
		if _, err := s.Apply(context.Background(), b, store.ApplyOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func compareWithTruth(t *testing.T, s *store.Snapshot, truth []model.Transaction) {
	t.Helper()
	here := map[string]model.Transaction{}
	for tx, err := range s.Transactions(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		here[tx.Code] = *tx
	}
	wrong := 0
	for i := range truth {
		want := &truth[i]
		got, known := here[want.Code]
		if !known {
			t.Errorf("%s is not here", want.Code)
			wrong++
		}
		for f := range model.FieldCount {
			if !known || !want.Has.Has(f) {
				continue
			}
			if g, w := reflect.ValueOf(got.Ref(f)).Elem().Interface(), reflect.ValueOf(want.Ref(f)).Elem().Interface(); !got.Has.Has(f) || g != w {
				wrong++
				t.Errorf("%s: %s is %v, in truth %v", want.Code, f.Name(), g, w)
			}
		}
		if wrong > 20 {
			t.Fatal("and more")
		}
	}
	if len(truth) == 0 || len(here) != len(truth) {
		t.Errorf("%d transactions are here, of %d", len(here), len(truth))
	}
}

// TestTwoHundredOrdersOfEveryRoadGiveOneSnapshot: reports, events and answers, in any order, some of them twice.
func TestTwoHundredOrdersOfEveryRoadGiveOneSnapshot(t *testing.T) {
	orders := 200
	if testing.Short() {
		orders = 10
	}
	r := everyRoad(t, 5, 40)
	all := append(append(append([]model.Batch(nil), r.reports...), r.events...), r.answers...)
	if len(all) < 40 {
		t.Fatalf("only %d imports", len(all))
	}
	random := rand.New(rand.NewPCG(9, 9))
	want := ""
	for n := range orders {
		order := random.Perm(len(all))
		order = append(order, random.Perm(len(all))[:len(all)/4]...)
		var shuffled []model.Batch
		for _, i := range order {
			shuffled = append(shuffled, all[i])
		}
		s := snapshotOf(t, shuffled)
		got, err := s.Hash(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			want = got
		}
		if got != want {
			t.Fatalf("order %d gives another snapshot", n)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
