package api

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"recoup/model"
	"recoup/store/hotmart/fake"
	"recoup/store/world"
)

const salesPath = "/payments/api/v1/sales/"

func TestAListThatTheCredentialsMayNotReadIsNamedAndTheOthersCome(t *testing.T) {
	a := anAccount(t, 30, world.Options{Sales: 60}, fake.Options{Faults: []fake.Fault{
		{Path: salesPath + "users", Times: -1, What: fake.Answer, Status: 403},
		{Path: "/payments/api/v1/subscriptions*", Times: -1, What: fake.HTML},
		{Path: salesPath + "price/details", When: ofStatus("EXPIRED"), Times: -1, What: fake.Answer, Status: 400},
	}})
	s := a.sync(SyncOptions{Club: "no-such-club"})
	a.isTrue()
	missing := map[string]string{}
	for _, m := range s.Missing {
		missing[m.Endpoint] += m.Why
	}
	for endpoint, why := range map[string]string{
		endUsers: "may not read", endSubscriptions: "failed", endSubSummary: "failed", endCharges: "failed", endDetails: "refuses",
		endClubModules: "does not find", endClubUsers: "does not find",
	} {
		if !strings.Contains(missing[endpoint], why) {
			t.Errorf("%s: %q", endpoint, missing[endpoint])
		}
	}
	if n := a.server.Calls(salesPath + "users"); n != 1 || len(missing) != 7 {
		t.Errorf("asked %d times; %v", n, missing)
	}
	if l := s.list(endDetails); l.Items < 40 {
		t.Errorf("one status that is refused took the others along: %+v", l)
	}
}

func TestAListThatIsADayBehindDoesNotUndoWhatIsKnown(t *testing.T) {
	a := anAccount(t, 38, world.Options{Sales: 300}, fake.Options{Lag: 24 * time.Hour})
	a.server.Advance(-20 * day)
	a.sync(SyncOptions{})
	a.isTrue()
	for range 3 {
		a.server.Advance(4 * day)
		a.sync(SyncOptions{})
		a.isTrue()
	}
}

func TestWhatNeedNotBeAskedForCountsAsRead(t *testing.T) {
	a := anAccount(t, 39, world.Options{Sales: 3}, fake.Options{}) // most statuses have no sale
	a.sync(SyncOptions{})
	info, err := a.snapshot.Info(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, road := range info.Dataset(model.DataCommissions).Roads {
		for _, s := range model.Statuses() {
			if got := road.Covered[s]; len(got) != 1 || got[0].From != hotmartsFirstDay || got[0].To < a.server.Now() {
				t.Errorf("%s is covered %v", s.ID(), got)
			}
		}
	}
	if n := a.server.Calls(salesPath + "commissions"); n > 4 {
		t.Errorf("%d questions about the commissions of 3 sales", n)
	}
	for _, status := range saleStatuses {
		name := a.newSync(SyncOptions{}).newRun().salesList(endCommissions, status).cursor()
		if kept, _ := a.Cursor(context.Background(), name); kept == "" {
			t.Errorf("%s has no cursor", name)
		}
	}
}

func TestCommissionsThatComeLaterAreAskedForAgain(t *testing.T) {
	nets := func(a *account) (with, without int) {
		for tx, err := range a.snapshot.Transactions(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case !tx.Status.Converted() || a.world.SettledAt(tx.Code) > a.server.Now():
			case tx.Has.Has(model.FMyNet):
				with++
			default:
				without++
			}
		}
		return with, without
	}
	// By window they are never there; by code they are, from the second sync on.
	empty := fake.Fault{Path: salesPath + "commissions", Times: -1, What: fake.Empty}
	a := anAccount(t, 31, world.Options{Sales: 60}, fake.Options{Faults: []fake.Fault{empty}})
	a.sync(SyncOptions{})
	if with, without := nets(a); with != 0 || without == 0 {
		t.Fatalf("%d with a net, %d without", with, without)
	}
	a.server.Heal()
	empty.When = func(q url.Values) bool { return !q.Has("transaction") }
	a.server.Script(empty)
	a.sync(SyncOptions{})
	if with, without := nets(a); with == 0 || without != 0 {
		t.Errorf("%d with a net, %d without", with, without)
	}
}

func TestWhatWasNotAskedForSinceADayIsNotCountedAsRead(t *testing.T) {
	a := anAccount(t, 32, world.Options{Sales: 120}, fake.Options{})
	a.server.Advance(-60 * day)
	a.sync(SyncOptions{})
	a.server.Advance(60 * day)
	recent := model.DayOf(a.server.Now().Add(-5*day), a.world.Zone)
	a.sync(SyncOptions{Since: recent})
	name := a.newSync(SyncOptions{}).newRun().salesList(endHistory, "COMPLETE").cursor()
	kept, _ := a.Cursor(context.Background(), name)
	if c, sound := parseCursor(kept); !sound || c.until > a.server.Now().Add(-50*day) {
		t.Errorf("the cursor went over what was not asked for: %s", kept)
	}
	a.sync(SyncOptions{})
	a.isTrue()
}

func TestAFullSyncThatWasInterruptedStaysFull(t *testing.T) {
	a := anAccount(t, 33, world.Options{Sales: 60}, fake.Options{})
	a.sync(SyncOptions{})
	ctx, stop := context.WithCancel(context.Background())
	s := a.newSync(SyncOptions{Full: true})
	s.Client.options.Log = func(e Entry) {
		if e.Endpoint == endHistory {
			stop()
		}
	}
	if _, err := s.Run(ctx); model.KindOf(err) != model.KindCancelled {
		t.Fatal(err)
	}
	a.server.Forget()
	if s := a.sync(SyncOptions{}); !s.Resumed {
		t.Errorf("%+v", s)
	}
	for _, r := range a.server.Log() {
		if ofStatus("REFUNDED")(r.Query) && r.Path == historyPath {
			if from := r.Query.Get("start_date"); from != "1293840000000" {
				t.Errorf("from %s", from)
			}
		}
	}
}

func TestAnUnfinishedSyncOfLongAgoIsBegunAnew(t *testing.T) {
	a := anAccount(t, 34, world.Options{Sales: 40}, fake.Options{})
	a.sync(SyncOptions{})
	for _, c := range []struct {
		later   time.Duration
		resumed bool
	}{{time.Hour, true}, {3 * day, false}} {
		ctx, stop := context.WithCancel(context.Background())
		s := a.newSync(SyncOptions{})
		s.Client.options.Log = func(e Entry) {
			if e.Endpoint == endUsers {
				stop()
			}
		}
		if _, err := s.Run(ctx); err == nil {
			t.Fatal("it was not stopped")
		}
		a.server.Advance(c.later)
		if s := a.sync(SyncOptions{}); s.Resumed != c.resumed {
			t.Errorf("%s later: resumed is %v", c.later, s.Resumed)
		}
		a.isTrue()
	}
}

func TestTheTotalsOfHotmartAreCompared(t *testing.T) {
	a := anAccount(t, 35, world.Options{Sales: 60}, fake.Options{})
	for _, total := range a.sync(SyncOptions{}).Totals {
		if !total.Agrees() || total.Ours != total.Theirs && model.ParseStatus(total.Status).Converted() {
			t.Errorf("%+v", total)
		}
	}
	a.server.Script(fake.Fault{Path: salesPath + "summary", When: ofStatus("COMPLETE"), What: fake.Answer, Status: 200,
		Body: `{"items":[{"total_items":7777,"total_value":{"value":1.5,"currency_code":"BRL"}}]}`})
	disagree := 0
	for _, total := range a.sync(SyncOptions{}).Totals {
		if !total.Agrees() {
			if disagree++; total.Status != "COMPLETE" || total.Theirs != 7777 || len(total.Values) != 1 || total.Values[0] != model.NewMoney(150, "BRL") {
				t.Errorf("%+v", total)
			}
		}
	}
	if disagree != 1 {
		t.Errorf("%d disagree", disagree)
	}
}

func TestProgressOnlyGoesOn(t *testing.T) {
	a := anAccount(t, 36, world.Options{Sales: 60}, fake.Options{})
	last, doing := Progress{}, map[string]bool{}
	a.sync(SyncOptions{Club: a.world.Clubs()[0], Progress: func(p Progress) {
		if p.Part < last.Part || p.Part > 1 || p.Calls < last.Calls || p.Items < last.Items {
			t.Errorf("after %+v: %+v", last, p)
		}
		last, doing[p.Doing] = p, true
	}})
	if last.Part < 0.9 || len(doing) < 20 {
		t.Errorf("%+v, %d things were done", last, len(doing))
	}
}

func TestTheMomentOfAnAnswerIsHotmarts(t *testing.T) {
	ours := newTestClock().Now()
	for name, c := range map[string]struct {
		date string
		want time.Duration // from ours
	}{
		"an hour ahead":   {ours.Add(time.Hour).Format(http.TimeFormat), time.Hour},
		"a day behind":    {ours.Add(-day).Format(http.TimeFormat), -day},
		"another century": {"Sat, 01 Jan 2124 00:00:00 GMT", 0},
		"no date":         {"yesterday", 0},
	} {
		p := stage(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Date", c.date)
			_, _ = io.WriteString(w, page())
		})
		answer, err := client(t, p.options(newTestClock())).Get(context.Background(), aRequest)
		if err != nil || answer.At != model.InstantOf(ours.Add(c.want)) {
			t.Errorf("%s: %s, %v", name, stamp(answer.At), err)
		}
	}
}

func TestTheUsersClockDoesNotDateTheSales(t *testing.T) {
	theirs := newTestClock().Now().Add(3 * time.Hour)
	p := stage(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		w.Header().Set("Date", theirs.Format(http.TimeFormat))
		_, _ = io.WriteString(w, `{"ucode":"me","name":"Nina","time_zone":"America/Sao_Paulo"}`)
	})
	a := anAccount(t, 37, world.Options{Sales: 20}, fake.Options{})
	r := (&Sync{Client: client(t, p.options(newTestClock())), Target: a}).newRun()
	if err := r.begin(context.Background()); err != nil {
		t.Fatal(err)
	}
	if r.now != model.InstantOf(theirs) || len(r.summary.Warnings) != 1 || !strings.Contains(r.summary.Warnings[0], "clock") {
		t.Errorf("%s, %q", stamp(r.now), r.summary.Warnings)
	}
}

func TestWidthsHalveAndGrow(t *testing.T) {
	w := newWidth(usualLimits())
	for range 20 {
		w.shrink()
	}
	if w.now != time.Hour || w.shrink() {
		t.Errorf("%s", w.now)
	}
	w = newWidth(usualLimits())
	w.shrink()
	for range patience - 1 {
		if w.grow(false); w.now > 45*day {
			t.Fatalf("%s again before patience is used up", w.now)
		}
	}
	for range 2 * patience {
		w.grow(false)
	}
	if w.now != 90*day {
		t.Errorf("%s, not as wide as before", w.now)
	}
	w = newWidth(usualLimits())
	for range 3 {
		w.grow(true)
	}
	if w.now != 2880*day {
		t.Errorf("%s of emptiness", w.now)
	}
	if w.grow(false); w.now != 90*day {
		t.Errorf("%s where something is", w.now)
	}
}
