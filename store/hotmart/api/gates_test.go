package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
	"recoup/store/hotmart"
	"recoup/store/hotmart/fake"
	"recoup/store/world"
)

const day = 24 * time.Hour

func TestAnAccountSyncedFromNothingIsTheAccount(t *testing.T) {
	a := anAccount(t, 1, world.Options{Sales: 150}, fake.Options{})
	s := a.sync(SyncOptions{})
	a.isTrue()
	if s.Account != a.world.Account.Name || len(s.Missing) != 0 || len(s.Unknown) != 0 || len(s.Warnings) != 0 || len(s.Rejected) != 0 {
		t.Errorf("%+v", s)
	}
	told := map[string]model.Transaction{}
	for _, tx := range a.world.Told(model.SourceAPI, a.server.Now()) {
		told[tx.Code] = tx
	}
	differ := 0
	for got, err := range a.snapshot.Transactions(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		want := told[got.Code]
		for f := model.Field(0); f < model.FieldCount; f++ {
			if f == model.FStatusRaw || !want.Has.Has(f) || a.world.SettledAt(got.Code) > a.server.Now() {
				continue
			}
			if !got.Has.Has(f) || !cmp.Equal(want.Ref(f), got.Ref(f), cmp.Comparer(func(a, b model.Money) bool { return a == b })) {
				if differ++; differ < 10 {
					t.Errorf("%s, %s: %v is %v (known: %v)", got.Code, f.Name(), want.Ref(f), got.Ref(f), got.Has.Has(f))
				}
			}
		}
	}
}

func TestSyncingTheSameWindowsTwiceChangesNothing(t *testing.T) {
	a := anAccount(t, 2, world.Options{Sales: 100}, fake.Options{})
	for _, o := range []SyncOptions{{Full: true}, {}} {
		a.sync(o)
		before := a.hash()
		s := a.sync(o)
		for _, l := range s.Lists {
			if l.New != 0 {
				t.Errorf("%+v: new in %+v", o, l)
			}
		}
		if a.hash() != before {
			t.Errorf("%+v: the same answers made another account", o)
		}
	}
	a.isTrue()
}

func TestAListThatMovesWhileItIsReadLosesNothing(t *testing.T) {
	for name, shift := range map[string]fake.Shift{
		"it stands still":     {},
		"a sale appears":      {Appear: 1},
		"a sale vanishes":     {Vanish: 1},
		"one goes, two come":  {Appear: 2, Vanish: 1},
		"three go, one comes": {Appear: 1, Vanish: 3},
		"many vanish":         {Vanish: 7},
	} {
		for nth := 1; nth <= 6; nth++ { // it changes before this request
			shift.Path, shift.Nth = historyPath, nth
			a := anAccount(t, 3, world.Options{Sales: 80}, fake.Options{PageSize: 5, MaxPageSize: 5, Shifts: []fake.Shift{shift}})
			r := a.newSync(SyncOptions{}).newRun()
			found, err := r.window(context.Background(), r.salesList(endHistory, "COMPLETE"), model.Span{From: a.world.From, To: a.world.To}, true)
			if err != nil {
				t.Fatal(err)
			}
			all := a.world.SalesHistory(world.Query{At: a.world.To, From: a.world.From, To: a.world.To, Statuses: []string{"COMPLETE"}})
			came := map[any]bool{}
			for _, c := range found.changes {
				came[c.Transaction.Code] = true
			}
			for _, item := range all[shift.Vanish:] { // those that are there in the end
				if code := item["purchase"].(world.Item)["transaction"]; !came[code] {
					t.Errorf("%s before request %d: %s was lost", name, nth, code)
				}
			}
			if len(all) < 20 {
				t.Errorf("only %d sales", len(all))
			}
			if pages := (len(all) + 4) / 5; name == "it stands still" && found.pages != pages {
				t.Errorf("%d pages were read, not %d", found.pages, pages)
			}
			a.server.Close()
		}
	}
}

func TestASaleThatSlippedThroughEveryLookIsAskedForByItsCode(t *testing.T) {
	a := anAccount(t, 3, world.Options{Sales: 80}, fake.Options{Shifts: []fake.Shift{{Path: historyPath, When: ofStatus("COMPLETE"), Nth: 1, Vanish: 3}}})
	a.sync(SyncOptions{})
	a.isTrue()
	byCode := 0
	for _, r := range a.server.Log() {
		if r.Path == historyPath && r.Query.Has("transaction") {
			byCode++
		}
	}
	if byCode != 3 {
		t.Errorf("%d were asked for by their codes", byCode)
	}
}

func TestAWindowOfWhichHotmartCountsMoreThanCameIsLookedAtAgain(t *testing.T) {
	sales := []string{`{"purchase":{"transaction":"HP1"}}`, `{"purchase":{"transaction":"HP2"}}`, `{"purchase":{"transaction":"HP3"}}`}
	for name, c := range map[string]struct {
		came    []int // items of each look, of the three that are counted
		looks   int
		warning bool
	}{
		"all came":          {[]int{3}, 1, false},
		"one came later":    {[]int{2, 3}, 2, false},
		"one never comes":   {[]int{2, 2, 2}, 2, true},
		"they come by turn": {[]int{1, 2, 3}, 3, false},
	} {
		p := stage(t, func(w http.ResponseWriter, _ *http.Request, n int) {
			_, _ = fmt.Fprintf(w, `{"items":[%s],"page_info":{"total_results":3}}`, strings.Join(sales[:c.came[n-1]], ","))
		})
		r := (&Sync{Client: client(t, p.options(newTestClock()))}).newRun()
		found, err := r.window(context.Background(), r.salesList(endHistory, "COMPLETE"), model.Span{From: 1, To: 2}, true)
		if err != nil || int(p.calls.Load()) != c.looks || len(found.changes) != c.came[c.looks-1] || (len(r.summary.Warnings) == 1) != c.warning {
			t.Errorf("%s: %v after %d looks, %q", name, err, p.calls.Load(), r.summary.Warnings)
		}
	}
}

func TestAPageThatIsNotKnownAnyLongerIsLookedForFromTheFirst(t *testing.T) {
	bad := fake.Fault{Path: historyPath, When: func(q url.Values) bool { return q.Has("page_token") }, What: fake.Answer, Status: 400, Body: `{"error":"invalid_token"}`}
	for times, survives := range map[int]bool{1: true, 2: true, -1: false} {
		bad.Times = times
		a := anAccount(t, 3, world.Options{Sales: 80}, fake.Options{PageSize: 5, MaxPageSize: 5, Faults: []fake.Fault{bad}})
		r := a.newSync(SyncOptions{}).newRun()
		found, err := r.window(context.Background(), r.salesList(endHistory, "COMPLETE"), model.Span{From: a.world.From, To: a.world.To}, true)
		if survives && (err != nil || len(found.changes) < 20) || !survives && !isBadToken(err) {
			t.Errorf("%d times: %v", times, err)
		}
	}
}

func TestAListWithoutAnEndStopsTheSync(t *testing.T) {
	same := func(token string) string {
		return fmt.Sprintf(`{"items":[{"purchase":{"transaction":"HP1","status":"APPROVED"}}],"page_info":{"next_page_token":%q}}`, token)
	}
	for name, body := range map[string]string{"one token for ever": same("eyJwYWdlIjoyLCJyb3dzIjoxfQ=="), "no items": `{"items":[],"page_info":{"next_page_token":"eyJwYWdlIjoyfQ=="}}`} {
		t.Run(name, func(t *testing.T) {
			a := anAccount(t, 4, world.Options{Sales: 20}, fake.Options{Faults: []fake.Fault{{Path: historyPath, Times: -1, What: fake.Answer, Status: 200, Body: body}}})
			_, err := a.newSync(SyncOptions{}).Run(context.Background())
			if model.KindOf(err) != model.KindFailed || !strings.Contains(err.Error(), "does not end") || a.server.Calls(historyPath) > 5 {
				t.Errorf("%v after %d calls", err, a.server.Calls(historyPath))
			}
		})
	}
	t.Run("tokens that are new each time", func(t *testing.T) {
		n := 0
		p := stage(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			n++
			_, _ = fmt.Fprint(w, same(fmt.Sprintf("token-%d", n)))
		})
		r := (&Sync{Client: client(t, p.options(newTestClock()))}).newRun()
		_, err := r.pages(context.Background(), aRequest, newLook(), func(item json.RawMessage, at model.Instant) (model.Change, error) {
			return hotmart.SalesHistory(item, at)
		})
		if err == nil || !strings.Contains(err.Error(), "does not end") || n > 5 {
			t.Errorf("%v after %d pages", err, n)
		}
	})
}

// faults are what goes wrong with single requests; each is survived.
var faults = []fake.Fault{
	{Path: historyPath, When: func(q url.Values) bool { return q.Has("page_token") }, What: fake.Answer, Status: 400, Body: `{"error":"invalid_token"}`},
	{What: fake.Answer, Status: 429, Header: map[string]string{"RateLimit-Reset": "40"}},
	{What: fake.Answer, Status: 503, Header: map[string]string{"Retry-After": "5"}},
	{What: fake.Answer, Status: 503, Header: map[string]string{"Retry-After": "Wed, 01 Jul 2026 03:00:10 GMT"}},
	{What: fake.Answer, Status: 503, Header: map[string]string{"Retry-After": "31536000"}},
	{What: fake.Answer, Status: 503, Header: map[string]string{"Retry-After": "-1"}},
	{What: fake.Answer, Status: 503, Header: map[string]string{"Retry-After": "later"}},
	{What: fake.Answer, Status: 500},
	{What: fake.Answer, Status: 504},
	{What: fake.Answer, Status: 502},
	{What: fake.Reset},
	{What: fake.HalfBody},
	{What: fake.HTML},
	{What: fake.WrongType},
	{What: fake.Answer, Status: 401},
	{What: fake.Answer, Status: 500, Times: 5},
	{Path: "/security/oauth/token", What: fake.Answer, Status: 503, Times: 3},
}

func TestASyncSurvivesEveryFaultOfAServer(t *testing.T) {
	options := fake.Options{PageSize: 2, MaxPageSize: 2}
	a := anAccount(t, 5, world.Options{Sales: 100}, options)
	a.sync(SyncOptions{})
	want := a.hash()
	a = anAccount(t, 5, world.Options{Sales: 100}, options)
	for _, path := range []string{historyPath, "/payments/api/v1/sales/commissions", "/payments/api/v1/subscriptions"} {
		for i, f := range faults {
			if f.Path == "" {
				f.Path, f.Nth = path, 1+3*i
			}
			a.server.Script(f)
		}
	}
	a.sync(SyncOptions{})
	if a.isTrue(); a.hash() != want {
		t.Error("another account came of it")
	}
	failed := map[int]int{}
	for _, e := range a.log {
		if e.Problem != "" {
			failed[e.Status]++
		}
		if e.Wait > maxWait {
			t.Errorf("waits %s", e.Wait)
		}
	}
	for _, status := range []int{200, 400, 401, 429, 500, 502, 503, 504} {
		if failed[status] == 0 {
			t.Errorf("nothing failed with %d: %v", status, failed)
		}
	}
}

func TestWhatLastsEndsTheSyncWithASentence(t *testing.T) {
	for name, c := range map[string]struct {
		fault fake.Fault
		says  string
	}{
		"500 for ever":         {fake.Fault{What: fake.Answer, Status: 500}, "the server failed"},
		"a page of the site":   {fake.Fault{What: fake.HTML}, "no JSON"},
		"half a body":          {fake.Fault{What: fake.HalfBody}, "6 times"},
		"a gzip bomb":          {fake.Fault{What: fake.GzipBomb}, "longer than any"},
		"a body without end":   {fake.Fault{What: fake.EndlessBody}, "longer than any"},
		"elsewhere":            {fake.Fault{What: fake.Redirect, Location: "https://elsewhere.example/"}, "sends us elsewhere"},
		"refused for ever":     {fake.Fault{What: fake.Answer, Status: 401}, "the credentials are not accepted"},
		"the rate is used up":  {fake.Fault{What: fake.Answer, Status: 429}, "limit of calls"},
		"an hour is too much":  {fake.Fault{What: fake.Answer, Status: 502}, "the server failed"},
		"no connection at all": {fake.Fault{What: fake.Reset}, "connection was lost"},
	} {
		t.Run(name, func(t *testing.T) {
			a := anAccount(t, 6, world.Options{Sales: 40}, fake.Options{})
			c.fault.Path, c.fault.Times, c.fault.Nth = historyPath, -1, 9
			a.server.Script(c.fault)
			s, err := a.newSync(SyncOptions{}).Run(context.Background())
			if err == nil || !strings.Contains(err.Error(), c.says) || s.Finished {
				t.Fatalf("%v", err)
			}
			var told *model.Error
			if !errors.As(err, &told) || told.Hint == "" {
				t.Errorf("no word on what to do: %v", err)
			}
			sealed(t, "the sync's error", err, *s)
		})
	}
}

func TestAQueryOfOver30SecondsIsAskedInHalves(t *testing.T) {
	for _, longest := range []time.Duration{7 * day, 31 * day} {
		to := model.InstantOf(time.Date(2026, 7, 1, 3, 0, 0, 0, time.UTC))
		a := anAccount(t, 7, world.Options{Sales: 40, From: to.Add(-30 * day), To: to}, fake.Options{MaxWindow: longest})
		a.limits = usualLimits()
		a.server.Script(fake.Fault{Path: "/payments/api/v1/subscriptions*", Times: -1, What: fake.Answer, Status: 403})
		a.sync(SyncOptions{Since: model.DayOf(a.world.From, a.world.Zone)})
		a.isTrue()
		refused, asked := 0, 0
		for _, e := range a.log {
			if e.Endpoint == endHistory {
				if asked++; e.Status == 502 {
					refused++
				}
			}
		}
		if (longest < 30*day) != (refused > 0) || refused*2 > asked {
			t.Errorf("%s: %d of %d questions were refused", longest, refused, asked)
		}
	}
}

func TestAWindowThatHoldsTooMuchIsAskedInHalves(t *testing.T) {
	a := anAccount(t, 8, world.Options{Sales: 150}, fake.Options{PageSize: 10, MaxPageSize: 10})
	a.limits.rows = 12
	most := 0
	a.beforeApply = func(b model.Batch) error {
		n := 0
		tally, err := b.Read(context.Background(), func(model.Change) error { n++; return nil })
		if b.Kind == "api-sales-history" {
			most = max(most, n)
		}
		if n != tally.Rows {
			t.Errorf("%d changes of %d rows", n, tally.Rows)
		}
		return err
	}
	a.sync(SyncOptions{})
	a.isTrue()
	if most > a.limits.rows || most == 0 {
		t.Errorf("a window held %d", most)
	}
}

func TestATokenIsRenewedOnceInTheMiddleOfASync(t *testing.T) {
	for _, wrong := range []time.Duration{-day, day} {
		a := anAccount(t, 9, world.Options{Sales: 40}, fake.Options{})
		calls := 0
		a.beforeApply = func(model.Batch) error {
			if calls++; calls == 12 {
				a.server.ExpireToken()
			}
			return nil
		}
		s := a.newSync(SyncOptions{})
		s.Client.options.Clock = wrongClock{a, wrong}
		if _, err := s.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if a.server.Tokens() != 2 {
			t.Errorf("%s: %d tokens", wrong, a.server.Tokens())
		}
		if wrong > 0 { // the server's Date is of another year and not believed, so with a slow clock the last day is missing
			a.isTrue()
		}
	}
}

// wrongClock is a machine's whose clock is off.
type wrongClock struct {
	*account
	by time.Duration
}

func (w wrongClock) Now() time.Time { return w.account.Now().Add(w.by) }

func TestASyncThatIsKilledAfterAnyPageGoesOnWhereItWas(t *testing.T) {
	to := model.InstantOf(time.Date(2026, 7, 1, 3, 0, 0, 0, time.UTC))
	begin := func() (*account, SyncOptions) {
		a := anAccount(t, 10, world.Options{Sales: 60, From: to.Add(-60 * day), To: to}, fake.Options{PageSize: 10, MaxPageSize: 10})
		a.limits.widest = 25 * day
		return a, SyncOptions{Club: a.world.Clubs()[0], Since: model.DayOf(a.world.From, a.world.Zone)}
	}
	a, asked := begin()
	a.sync(asked)
	want, calls := a.hash(), len(a.server.Log())
	points := 4
	if testing.Short() {
		points = 2
	}
	for at := 2; at < calls; at += max(calls/points, 1) {
		a, asked := begin()
		ctx, kill := context.WithCancel(context.Background())
		s := a.newSync(asked)
		n := 0
		s.Client.options.Log = func(Entry) {
			if n++; n == at {
				kill()
			}
		}
		_, err := s.Run(ctx)
		kill()
		if model.KindOf(err) != model.KindCancelled || !errors.Is(err, context.Canceled) {
			t.Fatalf("after %d calls: %v", at, err)
		}
		before := windows(a.server.Log())
		a.server.Forget()
		summary := a.sync(asked)
		if got := a.hash(); got != want {
			t.Fatalf("killed after %d of %d calls, another account came of it", at, calls)
		}
		again := 0
		for window := range windows(a.server.Log()) {
			if before[window] {
				again++
			}
		}
		if again > 1 || !summary.Resumed && at > 5 {
			t.Errorf("killed after %d calls, %d windows were read again: %+v", at, again, summary.Resumed)
		}
	}
}

// windows are the windows that were asked for, of the lists that have cursors.
func windows(log []fake.Request) map[string]bool {
	all := map[string]bool{}
	for _, r := range log {
		q := r.Query
		q.Del("page_token")
		dated := q.Has("start_date") || q.Has("accession_date") || q.Has("transaction_date")
		if dated && !q.Has("transaction") && !strings.HasSuffix(r.Path, "/summary") {
			all[r.Path+"?"+q.Encode()] = true
		}
	}
	return all
}

func TestNoPageTokenIsKept(t *testing.T) {
	a := anAccount(t, 11, world.Options{Sales: 100}, fake.Options{PageSize: 10, MaxPageSize: 10})
	a.beforeApply = func(b model.Batch) error {
		for name, value := range b.Cursors {
			if name != serialCursor && value != "" && !strings.HasPrefix(value, "20") || strings.Contains(value, "eyJ") {
				t.Errorf("%s: %q", name, value)
			}
		}
		return nil
	}
	a.sync(SyncOptions{})
	for _, r := range a.server.Log() {
		if strings.HasPrefix(r.Path, "/payments/api/v1/sales/") && !(r.Query.Has("start_date") && r.Query.Has("end_date")) {
			t.Errorf("no dates: %s?%s", r.Path, r.Query.Encode())
		}
		if r.Path == "/payments/api/v1/subscriptions" && !(r.Query.Has("accession_date") && r.Query.Has("end_accession_date")) {
			t.Errorf("no dates: %s?%s", r.Path, r.Query.Encode())
		}
	}
}

func TestAllSeventeenStatusesAreAskedFor(t *testing.T) {
	a := anAccount(t, 12, world.Options{Sales: 100}, fake.Options{})
	a.sync(SyncOptions{})
	want := world.APIStatuses()
	slices.Sort(want)
	if diff := cmp.Diff(want, a.server.StatusesAsked()); diff != "" {
		t.Error(diff)
	}
	have := map[model.Status]bool{}
	for _, s := range a.statuses() {
		have[s] = true
	}
	info, err := a.snapshot.Info(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range model.Statuses() {
		if !have[s] {
			t.Errorf("no sale is %s", s.ID())
		}
	}
	if d := info.Dataset(model.DataTransactions); d.State != model.DatasetLoaded {
		t.Errorf("%+v", d)
	}
	for _, d := range []model.DatasetID{model.DataTransactions, model.DataCommissions, model.DataControlTotals} {
		for _, road := range info.Dataset(d).Roads {
			for _, s := range model.Statuses() {
				if len(road.Covered[s]) != 1 || road.Covered[s][0].From != hotmartsFirstDay || road.Covered[s][0].To < a.server.Now() {
					t.Errorf("of %s, %s is covered %v", d, s.ID(), road.Covered[s])
				}
			}
		}
	}
	if info.Zone.String() != a.world.Zone.String() || info.Account != a.world.Account.Name {
		t.Errorf("%s, %s", info.Zone, info.Account)
	}
}

func TestASaleThatVanishesFromItsListIsAskedForByItsCode(t *testing.T) {
	a := anAccount(t, 13, world.Options{Sales: 200}, fake.Options{})
	a.server.Advance(-40 * day)
	a.sync(SyncOptions{})
	// From now on what was given back is in no list, as if Hotmart's dates no longer showed it.
	hidden := func(q url.Values) bool { return ofStatus("REFUNDED")(q) || ofStatus("CHARGEBACK")(q) }
	a.server.Script(fake.Fault{Path: "/payments/api/v1/sales/*", When: hidden, Times: -1, What: fake.Empty})
	before := a.truth()
	for range 4 {
		a.server.Advance(10 * day)
		a.sync(SyncOptions{})
	}
	given := 0
	got := a.statuses()
	for code, status := range a.truth() {
		if was, known := before[code]; known && status != was && status.Class() == model.ClassReversed {
			if given++; got[code] != status {
				t.Errorf("%s was %s, became %s, and is %s", code, was.ID(), status.ID(), got[code].ID())
			}
		}
	}
	if given == 0 {
		t.Error("nothing was given back late: nothing was tested")
	}
}

func TestARefundOrChargebackOfUpTo120DaysLaterIsFound(t *testing.T) {
	a := anAccount(t, 14, world.Options{}, fake.Options{Lag: 20 * time.Hour})
	a.sync(SyncOptions{})
	before := a.truth()
	for _, gap := range []time.Duration{9 * day, 40 * day, 80 * day} {
		a.server.Advance(gap)
		a.sync(SyncOptions{})
	}
	late := 0
	got := a.statuses()
	for code, status := range a.truth() {
		if status == before[code] {
			continue
		}
		if late++; got[code] != status {
			tx, _ := a.world.Transaction(code, a.server.Now())
			t.Errorf("%s of %s is %s, not %s", code, stamp(tx.OrderedAt), got[code].ID(), status.ID())
		}
	}
	if late < 10 {
		t.Errorf("only %d changed later", late)
	}
}

func TestAnswersThatDriftLoseNothing(t *testing.T) {
	for name, drift := range map[string]fake.Drift{
		"words that nobody knows":             {Words: map[string]string{"COMPLETE": "IN_ORBIT", "PIX": "TELEPATHY"}},
		"fields that nobody knows, and nulls": {ExtraFields: true, Nulls: true},
		"numbers between quotes":              {NumbersAsText: true},
		"texts without, and seconds":          {TextAsNumbers: true, Seconds: true},
		"keys that differ by a capital":       {CaseTwins: true},
	} {
		t.Run(name, func(t *testing.T) {
			a := anAccount(t, 15, world.Options{Sales: 60}, fake.Options{Drift: drift})
			s := a.sync(SyncOptions{})
			got, truth := a.statuses(), a.truth()
			if len(got) != len(truth) || len(s.Rejected) != 0 {
				t.Errorf("%d of %d sales: %v", len(got), len(truth), s.Rejected)
			}
			orbiting := 0
			for code, status := range truth {
				if got[code] != status {
					if drift.Words["COMPLETE"] == "" || got[code] != model.StatusUnknown {
						t.Errorf("%s is %s, not %s", code, got[code].ID(), status.ID())
					}
					orbiting++
				}
			}
			seen := map[string]int{}
			for _, u := range s.Unknown {
				if u.Where == endHistory {
					seen[u.Kind+" "+u.Name] += u.Count
				}
			}
			switch {
			case drift.Words["COMPLETE"] != "" && (orbiting == 0 || seen["status IN_ORBIT"] != orbiting):
				t.Errorf("%d are in orbit: %v", orbiting, seen)
			case drift.ExtraFields && seen["field x_experiment"] == 0:
				t.Errorf("%v", seen)
			case drift.CaseTwins && seen["field purchase.Status"] == 0:
				t.Errorf("%v", seen)
			}
		})
	}
}

func TestACursorThatCannotBeTrueLosesNothing(t *testing.T) {
	a := anAccount(t, 16, world.Options{Sales: 60}, fake.Options{})
	a.server.Advance(-10 * day)
	a.sync(SyncOptions{})
	a.server.Advance(7 * day)
	for _, cursor := range []string{
		"2999-01-01T00:00:00.000Z in 2026-06-30T00:00:00.000Z from 2026-06-29T00:00:00.000Z", "-1",
		"0001-01-01T00:00:00.000Z in 0001-01-01T00:00:00.000Z from 0001-01-01T00:00:00.000Z", "eyJwYWdlIjoyfQ==",
	} {
		a.server.Advance(day)
		spoilt := model.Batch{Name: "spoilt", Kind: "test", Digest: cursor, Source: model.SourceAPI, Cursors: map[string]string{roundCursor: cursor},
			Read: func(context.Context, func(model.Change) error) (model.Tally, error) { return model.Tally{}, nil }}
		for _, status := range saleStatuses {
			for _, endpoint := range []string{endHistory, endCommissions, endDetails, endUsers} {
				spoilt.Cursors["api/"+endpoint+"/"+status] = cursor
			}
		}
		if _, err := a.Apply(context.Background(), spoilt); err != nil {
			t.Fatal(err)
		}
		s := a.sync(SyncOptions{})
		a.isTrue()
		if len(s.Warnings) == 0 || !strings.Contains(s.Warnings[0], "not plausible") {
			t.Errorf("%s: %q", cursor, s.Warnings)
		}
	}
}

func TestASyncStaysBelowHotmartsLimit(t *testing.T) {
	a := anAccount(t, 17, world.Options{Sales: 250}, fake.Options{PageSize: 1, MaxPageSize: 1, PerMinute: CallsPerMinute})
	a.together = true
	s := a.sync(SyncOptions{})
	for _, e := range a.log {
		if e.Status == 429 {
			t.Fatalf("refused: %s", e)
		}
	}
	if minutes := s.Took.Minutes(); s.Calls < 1000 || minutes < 1 || float64(s.Calls)/minutes > float64(ours(CallsPerMinute)+burst) {
		t.Errorf("%d calls in %.1f minutes", s.Calls, minutes)
	}
	if a.server.MostAtOnce() > 2 {
		t.Errorf("%d at once", a.server.MostAtOnce())
	}
}
