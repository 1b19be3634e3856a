package api

import (
	"context"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
	"recoup/store"
	"recoup/store/hotmart/fake"
	"recoup/store/world"
)

const historyPath = "/payments/api/v1/sales/history"

// account is a made-up creator, the Hotmart that tells of them, and the snapshot that is filled with it.
type account struct {
	*testing.T
	world    *world.World
	server   *fake.Server
	snapshot *store.Snapshot
	limits   limits
	log      []Entry
	slept    []time.Duration
	// ahead is how far the client's clock has gone on by sleeping. The server's goes along where together is set, and
	// otherwise stands still, so that what is true at the end was true all the time.
	ahead    time.Duration
	together bool
	// beforeApply, when it is set, is asked before each batch is stored; its error is the snapshot's.
	beforeApply func(model.Batch) error
}

func anAccount(t *testing.T, seed uint64, options world.Options, faults fake.Options) *account {
	t.Helper()
	leaves(t)
	a := &account{T: t, world: world.New(seed, options), limits: usualLimits()}
	a.limits.widest, a.limits.emptiest = 8000*day, 8000*day // few windows, so that a test is over soon
	if faults.PerMinute == 0 {
		faults.PerMinute = -1
	}
	a.server = fake.New(a.world, faults)
	t.Cleanup(a.server.Close)
	a.newSnapshot()
	return a
}

// newSnapshot forgets what was synced.
func (a *account) newSnapshot() {
	a.Helper()
	s, err := store.OpenMemory(context.Background())
	if err != nil {
		a.Fatal(err)
	}
	a.Cleanup(func() { _ = s.Close() })
	a.snapshot = s
}

// Now is the client's time; see Clock.
func (a *account) Now() time.Time { return a.server.Now().Add(a.ahead).In(time.UTC) }

// Sleep lets time go on.
func (a *account) Sleep(ctx context.Context, d time.Duration) error {
	a.slept = append(a.slept, d)
	if a.together {
		a.server.Advance(d)
	} else {
		a.ahead += d
	}
	return ctx.Err()
}

// Apply and the others make the account a Target.
func (a *account) Apply(ctx context.Context, b model.Batch) (model.Receipt, error) {
	if a.beforeApply != nil {
		if err := a.beforeApply(b); err != nil {
			return model.Receipt{}, err
		}
	}
	return a.snapshot.Apply(ctx, b, store.ApplyOptions{At: a.server.Now()})
}

func (a *account) Cursor(ctx context.Context, name string) (string, error) {
	return a.snapshot.Cursor(ctx, name)
}

func (a *account) Unsettled(ctx context.Context, open, sold, seen model.Instant) ([]string, error) {
	return a.snapshot.Unsettled(ctx, open, sold, seen)
}

func (a *account) WithoutNet(ctx context.Context, since model.Instant) ([]string, error) {
	return a.snapshot.WithoutNet(ctx, since)
}

// newSync is a process of its own: nothing of an earlier one is known to it but what the snapshot holds.
func (a *account) newSync(o SyncOptions) *Sync {
	a.Helper()
	c := client(a.T, Options{
		BaseURL: a.server.URL, TokenURL: a.server.URL + "/security/oauth/token", Clock: a, Random: func() float64 { return 0.5 },
		Credentials: Credentials{ID: fake.ClientID, Secret: revealed(fake.ClientSecret)}, Log: func(e Entry) { a.log = append(a.log, e) },
		AttemptTimeout: 5 * time.Second, MaxBody: 4 << 20,
	})
	return &Sync{Client: c, Target: a, Options: o, limits: a.limits}
}

func (a *account) sync(o SyncOptions) *Summary {
	a.Helper()
	s, err := a.newSync(o).Run(context.Background())
	if err != nil {
		a.Fatalf("%v\n%+v", err, s)
	}
	if !s.Finished {
		a.Errorf("not finished: %+v", s)
	}
	return s
}

func (a *account) hash() string {
	a.Helper()
	hash, err := a.snapshot.Hash(context.Background())
	if err != nil {
		a.Fatal(err)
	}
	return hash
}

// statuses is the current status of each sale in the snapshot.
func (a *account) statuses() map[string]model.Status {
	a.Helper()
	all := map[string]model.Status{}
	for t, err := range a.snapshot.Transactions(context.Background()) {
		if err != nil {
			a.Fatal(err)
		}
		all[t.Code] = t.Status
	}
	return all
}

// truth is the status that each sale has at the server's time.
func (a *account) truth() map[string]model.Status {
	all := map[string]model.Status{}
	for _, t := range a.world.Truth(a.server.Now()) {
		all[t.Code] = t.Status
	}
	return all
}

// isTrue compares the snapshot with what is true now.
func (a *account) isTrue() {
	a.Helper()
	if diff := cmp.Diff(a.truth(), a.statuses()); diff != "" {
		a.Errorf("the snapshot is not true (-true +snapshot):\n%s", diff)
	}
}

func ofStatus(word string) func(url.Values) bool {
	return func(q url.Values) bool { return slices.Contains(q["transaction_status"], word) }
}
