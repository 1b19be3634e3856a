package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"recoup/model"
	"recoup/store/ingest"
)

func cart(key, email string) *model.Record {
	return model.NewRecord(model.DataCarts, key).At("at", noon).Text("buyer_email", email).Text("product", "Curso")
}

// told makes a batch of changes from one source; each change is a row.
func told(name string, source model.Source, seen model.Instant, changes ...model.Change) model.Batch {
	b := changesFile(name, changes)
	b.Source, b.SeenAt = source, seen
	for i := range changes {
		changes[i].Source, changes[i].SeenAt = source, seen
	}
	return b
}

func records(t *testing.T, r Reader, dataset model.DatasetID) []*model.Record {
	t.Helper()
	var all []*model.Record
	for record, err := range r.Records(context.Background(), dataset) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, record)
	}
	return all
}

func TestACartOfAnEventAndOneOfAReportAreKeptApartAndCounted(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	r := apply(t, s, told("hooks", model.SourceWebhook, noon,
		model.Change{Records: []*model.Record{cart("e1", "ana@example.com")}},
		model.Change{Records: []*model.Record{cart("e2", "bia@example.com")}},
		model.Change{Records: []*model.Record{cart("e1", "ana@example.com")}}))
	if r.Tally.Accepted != 2 || r.Tally.Duplicate != 1 || r.Records[model.DataCarts] != 2 || r.Changed != 0 {
		t.Errorf("%+v", r)
	}
	r = apply(t, s, told("carts.csv", model.SourceReport, noon.Add(time.Hour), model.Change{Records: []*model.Record{cart("r1", "caio@example.com")}}))
	if r.Tally.Accepted != 1 {
		t.Errorf("%+v", r)
	}
	if got := records(t, s, model.DataCarts); len(got) != 3 || got[0].TextOf("buyer_email") != "ana@example.com" || got[2].Key != "r1" {
		t.Errorf("%v", got)
	}
	info, err := s.Info(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	carts := info.Dataset(model.DataCarts)
	if carts.State != model.DatasetLoaded || carts.Rows != 3 || len(carts.Roads) != 2 || carts.Roads[0].Source != model.SourceReport ||
		carts.Roads[0].Rows != 1 || carts.Roads[1].Rows != 2 || carts.Roads[1].Dated.From != noon {
		t.Errorf("%+v", carts)
	}
	if got := listed(t, s, "SELECT buyer_email || ' ' || at FROM v_carts ORDER BY key LIMIT 1"); got != fmt.Sprintf("ana@example.com %d", noon) {
		t.Errorf("SQL says %q", got)
	}
	if v := sound(t, s); v.Records != 3 {
		t.Errorf("%+v", v)
	}
}

func TestWhatIsSeenLaterOfASubscriptionStandsAndWhatItDoesNotSayStays(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	first := model.NewRecord(model.DataSubscriptions, "ABC").Text("status", "ACTIVE").Text("plan", "Monthly").Money("price", model.NewMoney(4990, "BRL")).Number("period_days", 30)
	apply(t, s, told("list", model.SourceAPI, noon, model.Change{Records: []*model.Record{first}}))
	later := model.NewRecord(model.DataSubscriptions, "ABC").Text("status", "CANCELLED_BY_CUSTOMER").At("cancelled_at", noon.Add(time.Hour)).Flag("trial", false)
	r := apply(t, s, told("hook", model.SourceWebhook, noon.Add(time.Hour), model.Change{Records: []*model.Record{later}}))
	if r.Records[model.DataSubscriptions] != 1 {
		t.Errorf("%+v", r)
	}
	// The list of the day before, asked for again, moves nothing back.
	if r := apply(t, s, told("list again", model.SourceAPI, noon.Add(time.Minute), model.Change{Records: []*model.Record{first}})); r.Tally.Duplicate != 1 || len(r.Records) != 0 {
		t.Errorf("%+v", r)
	}
	got := records(t, s, model.DataSubscriptions)[0]
	price, _ := got.MoneyOf("price")
	trial, known := got.FlagOf("trial")
	if got.TextOf("status") != "CANCELLED_BY_CUSTOMER" || got.TextOf("plan") != "Monthly" || price != model.NewMoney(4990, "BRL") || trial || !known {
		t.Errorf("%+v", got)
	}
	history, err := s.RecordHistory(context.Background(), model.DataSubscriptions, "ABC")
	if err != nil || len(history) != 2 || history[0].Source != model.SourceAPI || history[0].LastSeen != noon.Add(time.Minute) ||
		history[1].Record.TextOf("plan") != "" {
		t.Errorf("%+v, %v", history, err)
	}
	sound(t, s)
}

func TestAnyOrderOfEventsReportsAndAnswersGivesOneSnapshot(t *testing.T) {
	var all []model.Batch
	for i := range 40 {
		at := noon.Add(time.Duration(i%7) * time.Hour)
		source := []model.Source{model.SourceReport, model.SourceAPI, model.SourceWebhook}[i%3]
		key := fmt.Sprintf("K%d", i%5)
		status := model.Statuses()[i%17]
		all = append(all, told(fmt.Sprintf("b%d", i), source, at, model.Change{
			Transaction: sale("HP"+key, with(status)),
			Records: []*model.Record{
				cart(key, fmt.Sprintf("%d@example.com", i%4)),
				model.NewRecord(model.DataSubscriptions, key).Text("status", status.ID()).Number("max_cycles", int64(i%3)),
			},
		}))
	}
	var want string
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 6 {
		s, err := OpenMemory(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range append(random.Perm(len(all)), random.Perm(len(all))[:5]...) {
			apply(t, s, all[i])
		}
		got := hash(t, s)
		if round == 0 {
			want = got
		}
		if got != want {
			t.Fatalf("round %d has another hash", round)
		}
		sound(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestARecordChangedFromOutsideIsNoticed(t *testing.T) {
	const lost = "DELETE FROM record_observation WHERE id = 1" // nothing says what it was
	for statement, mends := range map[string]bool{
		"UPDATE record SET facts = replace(facts, 'ana', 'eva')":             false,
		"UPDATE record SET observations = 1, facts = '{}' WHERE key = 'two'": true,
		lost: false,
	} {
		s := open(t, snapshotPath(t), ReadWrite)
		apply(t, s, told("a", model.SourceWebhook, noon, model.Change{Records: []*model.Record{cart("one", "ana@example.com"), cart("two", "bia@example.com")}}))
		apply(t, s, told("b", model.SourceReport, noon, model.Change{Records: []*model.Record{cart("two", "caio@example.com")}}))
		was := hash(t, s)
		tamper(t, s, statement)
		v, err := s.Verify(context.Background())
		if err != nil || v.OK() {
			t.Errorf("%s: %+v, %v", statement, v, err)
		}
		if _, err := s.Rebuild(context.Background()); (err == nil) != mends && statement != lost {
			t.Errorf("%s: rebuilt: %v", statement, err)
		}
		if mends && hash(t, s) != was {
			t.Errorf("%s: the content is another after the rebuilding", statement)
		}
	}
}

func TestWhatWasAskedForJoinsAndLeavesGaps(t *testing.T) {
	day := func(n int) model.Instant { return noon.Add(time.Duration(n) * 24 * time.Hour) }
	window := func(from, to int, statuses ...model.Status) model.Coverage {
		return model.Coverage{Dataset: model.DataTransactions, Span: model.Span{From: day(from), To: day(to)}, Statuses: statuses}
	}
	s := open(t, snapshotPath(t), ReadWrite)
	for i, covers := range [][]model.Coverage{
		{window(0, 10, model.Approved)}, {window(20, 30, model.Approved)}, {window(10, 15, model.Approved)}, {window(5, 12, model.Approved, model.Refunded)}, {window(0, 5)},
	} {
		b := told(fmt.Sprint(i), model.SourceAPI, noon, model.Change{Transaction: sale("HP1")})
		b.Covers, b.Cursors, b.Account = covers, map[string]string{"sales": fmt.Sprint(i)}, "Loja da Ana"
		apply(t, s, b)
	}
	info, err := s.Info(context.Background())
	if err != nil || info.Account != "Loja da Ana" {
		t.Fatal(info.Account, err)
	}
	api := info.Dataset(model.DataTransactions).Roads[0]
	if got := api.Covered[model.Approved]; !slices.Equal(got, []model.Span{{From: day(0), To: day(15)}, {From: day(20), To: day(30)}}) {
		t.Errorf("approved: %v", got)
	}
	if got := api.Covered[model.Refunded]; len(got) != 1 || got[0].To != day(12) {
		t.Errorf("refunded: %v", got)
	}
	if cursor, err := s.Cursor(context.Background(), "sales"); err != nil || cursor != "4" {
		t.Errorf("%q, %v", cursor, err)
	}
}

func TestTheWindowsOfASyncAreOneLineOfTheRegister(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	window := func(n int, name string) {
		b := told(fmt.Sprint(n), model.SourceAPI, noon.Add(time.Duration(n)*time.Hour), model.Change{Transaction: sale("HP1")}, model.Change{Transaction: sale(fmt.Sprintf("HP%d", n))})
		b.Name, b.Continues = name, true
		apply(t, s, b)
	}
	window(2, "monday")
	window(3, "monday")
	window(3, "monday") // nothing new, and counted
	apply(t, s, file("between.csv", noon, sale("HP9")))
	window(4, "monday")
	all, err := s.Imports(context.Background())
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	if got := all[0]; got.Tally != (model.Tally{Rows: 6, Accepted: 3, Duplicate: 3}) || got.SeenAt != noon.Add(3*time.Hour) ||
		got.Totals[0] != model.NewMoney(6*19_700, "BRL") {
		t.Errorf("%+v", got)
	}
	sound(t, s)
}

func TestAnAccountThatNamesNoZoneIsAtHotmartsHome(t *testing.T) {
	for zone, want := range map[string]string{"": model.HomeZone, "UTC": "UTC", "America/Bogota": "America/Bogota"} {
		s := open(t, snapshotPath(t), ReadWrite)
		b := told("hook", model.SourceWebhook, noon, model.Change{Transaction: sale("HP1")})
		b.Zone = zone
		apply(t, s, b)
		if info, err := s.Info(context.Background()); err != nil || info.Zone.String() != want {
			t.Errorf("%q: %v, %v", zone, info.Zone, err)
		}
	}
}

func TestASnapshotThatWasOnlyAskedForSoldSalesIsPartial(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	b := told("window", model.SourceAPI, noon, model.Change{Transaction: sale("HP1")})
	b.Covers = []model.Coverage{{Dataset: model.DataTransactions, Span: model.Span{From: noon, To: noon + 1}, Statuses: []model.Status{model.Approved, model.Complete}}}
	apply(t, s, b)
	info, _ := s.Info(context.Background())
	if d := info.Dataset(model.DataTransactions); d.State != model.DatasetPartial || !strings.Contains(d.Note, "cancelled") || strings.Contains(d.Note, "approved") {
		t.Errorf("%+v", d)
	}
	apply(t, s, file("report.csv", noon, sale("HP1")))
	if info, _ = s.Info(context.Background()); info.Dataset(model.DataTransactions).State != model.DatasetLoaded {
		t.Error("a report holds every status")
	}
}

func TestTheDateOfARefundIsBoundedByTwoImports(t *testing.T) {
	ctx := context.Background()
	s := open(t, snapshotPath(t), ReadWrite)
	at := func(b model.Batch, imported model.Instant) {
		if _, err := s.Apply(ctx, b, ApplyOptions{At: imported}); err != nil {
			t.Fatal(err)
		}
	}
	day := func(n int) model.Instant { return noon.Add(time.Duration(n) * 24 * time.Hour) }
	at(file("may.csv", noon, sale("HP1")), day(1))
	at(file("june.csv", day(30), sale("HP1", with(model.Refunded))), day(31))
	h := history(t, s, "HP1")
	if r, ok := h.Reversal(); !ok || r.Basis != model.ReversalBounded || r.After != noon || r.Before != day(31) || r.At != 0 {
		t.Errorf("%+v", r)
	}
	if h.Observations[1].Import != "june.csv" || h.Observations[1].ImportedAt != day(31) {
		t.Errorf("%+v", h.Observations[1])
	}
	event := sale("HP1", with(model.Refunded), set(model.FReversedAt, func(t *model.Transaction) { t.ReversedAt = day(20) }))
	at(told("hook", model.SourceWebhook, day(20), model.Change{Transaction: event}), day(40))
	h = history(t, s, "HP1")
	if r, _ := h.Reversal(); r.Basis != model.ReversalByEvent || r.At != day(20) {
		t.Errorf("%+v", r)
	}
	h = history(t, s, "HP1")
	if h.Current.Status = model.Approved; func() bool { _, ok := h.Reversal(); return ok }() {
		t.Error("a sale that was kept has no reversal")
	}
}

// TestAReleasedSnapshotIsBroughtUpToDate: the file was made by the program whose snapshots had version 1.
func TestAReleasedSnapshotIsBroughtUpToDate(t *testing.T) {
	ctx := context.Background()
	path := snapshotPath(t)
	if err := os.WriteFile(path, []byte(bytesOf(t, "testdata/snapshot-v1.db")), 0o600); err != nil {
		t.Fatal(err)
	}
	zone, err := model.LoadZone("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	report, err := ingest.Open(ctx, "../testdata/reports/detailed-63-columns.csv", ingest.Options{Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	old, fresh := open(t, path, ReadWrite), open(t, snapshotPath(t), ReadWrite)
	apply(t, fresh, report.Batch())
	sound(t, old)
	if old.Version() != SchemaVersion() || hash(t, old) != hash(t, fresh) {
		t.Error("the content is not that of the report it was made from")
	}
	if info, err := old.Info(ctx); err != nil || len(info.Datasets[0].Roads) != 1 || info.Datasets[0].Roads[0].Rows != info.Rows {
		t.Errorf("%+v, %v", info.Datasets[0], err)
	}
}

func TestWordsNobodyKnowsAreCountedAndEventsWithTwoBodiesFlagged(t *testing.T) {
	event := func(id, name, body string, known bool) model.Change {
		return model.Change{Records: []*model.Record{model.NewRecord(model.DataWebhookEvents, id).At("at", noon).Text("event", name).Text("body_hash", body).Flag("known", known)}}
	}
	s := open(t, snapshotPath(t), ReadWrite)
	odd := sale("HP1", with(model.StatusUnknown), set(model.FStatusRaw, func(t *model.Transaction) { t.StatusRaw = "SETTLING" }))
	apply(t, s, told("hooks", model.SourceWebhook, noon, model.Change{Transaction: odd},
		event("e1", "PURCHASE_APPROVED", "a", true), event("e1", "PURCHASE_APPROVED", "b", true),
		event("e2", "PURCHASE_DREAMT", "c", false), event("e3", "PURCHASE_DREAMT", "d", false)))
	v := sound(t, s)
	if v.UnknownStatuses["SETTLING"] != 1 || v.UnknownEvents["PURCHASE_DREAMT"] != 2 || len(v.UnknownEvents) != 1 {
		t.Errorf("%v %v", v.UnknownStatuses, v.UnknownEvents)
	}
	if !strings.Contains(strings.Join(v.Warnings, " "), "A webhook event came again") {
		t.Errorf("%q", v.Warnings)
	}
}
