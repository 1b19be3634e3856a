package aggregate

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

func TestSoldCountsWhatWasPaidAndKept(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00"),
		tx("HP2", model.Complete, "2026-05-06 10:00", buyer("bia@example.com"), price(5001, "BRL")),
		tx("HP3", model.PartiallyRefunded, "2026-05-07 10:00", givenBack(2500, "BRL")),
		tx("HP4", model.Cancelled, "2026-05-07 10:00"),
		tx("HP5", model.Approved, "2026-05-08 10:00", price(700, "USD")),
		tx("HP6", model.Approved, "2026-05-03 23:59"),
	)
	r := report(t, d, model.Sold)
	for metric, want := range map[string]string{
		"sales": "3", "gross": "BRL 22501", "orders": "3", "buyers": "2", "average_ticket": "BRL 7500", "booked": "BRL 25001",
		"refunded_since": "BRL 2500", "new_buyers": "1",
	} {
		if got := figure(t, r, metric, "BRL"); got != want {
			t.Errorf("%s is %s, want %s", metric, got, want)
		}
	}
	if got := figure(t, r, "gross", "USD"); got != "none" {
		t.Errorf("with BRL shown, USD says %s", got)
	}
	all := report(t, d, model.Sold, in(model.AllCurrencies))
	if got := figure(t, all, "gross", "USD"); got != "USD 700" {
		t.Errorf("gross in USD is %s", got)
	}
	want := [][]string{{"BRL", "3", "BRL 22501"}, {"USD", "1", "USD 700"}}
	if diff := cmp.Diff(want, cells(t, r, "by_currency", "currency", "sales", "gross")); diff != "" {
		t.Error(diff)
	}
}

func TestSoldDropsWhenRefundedButTheBridgeHolds(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00", price(10000, "BRL")),
		tx("HP2", model.Refunded, "2026-05-05 10:00", price(7001, "BRL")),
		tx("HP3", model.Chargeback, "2026-05-05 10:00", price(3002, "BRL")),
		tx("HP4", model.Protested, "2026-05-05 10:00", price(2003, "BRL")),
		tx("HP5", model.PartiallyRefunded, "2026-05-05 10:00", price(5000, "BRL"), givenBack(1004, "BRL")),
		tx("HP6", model.Refunded, "2026-05-05 10:00", price(999, "USD")),
	)
	r := report(t, d, model.Sold)
	want := [][]string{
		{"booked", "5", "5", "BRL 27006"}, {"refunded_since", "1", "-1", "BRL -7001"}, {"partly_refunded", "1", "0", "BRL -1004"},
		{"charged_back_since", "1", "-1", "BRL -3002"}, {"in_dispute", "1", "-1", "BRL -2003"}, {"sold", "2", "2", "BRL 13996"},
	}
	if diff := cmp.Diff(want, cells(t, r, "bridge", "step", "transactions", "sales", "value")); diff != "" {
		t.Error(diff)
	}
	for metric, want := range map[string]string{
		"gross": "BRL 13996", "booked": "BRL 27006", "refunded_since": "BRL 8005", "charged_back_since": "BRL 3002", "in_dispute": "BRL 2003",
	} {
		if got := figure(t, r, metric, "BRL"); got != want {
			t.Errorf("%s is %s, want %s", metric, got, want)
		}
	}
}

// TestTheBridgeAddsUpToTheCent: booked − refunded − charged back − in dispute = sold, in sales and in money, whatever
// the account, period, basis, measure and currency.
func TestTheBridgeAddsUpToTheCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := loaded(generated(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 300).Draw(t, "transactions"), 60))
		q := DefaultQuery(d.Info())
		q.Period.From -= model.Day(rapid.IntRange(0, 60).Draw(t, "days"))
		q.Basis = rapid.SampledFrom([]model.Basis{model.ByApproval, model.ByOrder}).Draw(t, "basis")
		q.Measure = rapid.SampledFrom([]model.Measure{model.Collected, model.Booked}).Draw(t, "measure")
		q.Currency = model.AllCurrencies
		r, err := d.Report(context.Background(), model.Sold, q)
		if err != nil {
			t.Fatal(err)
		}
		if r.Empty == model.NoSaleEver {
			return
		}
		bridge, _ := r.Table("bridge")
		sales, value := map[string]int{}, map[string]*model.Sum{}
		for i := range bridge.Rows.Len() {
			step, c := bridge.Rows.Cell(i, 0).Text().String(), bridge.Rows.Cell(i, 4).Text().String()
			if value[c] == nil {
				value[c] = &model.Sum{}
			}
			minor := bridge.Rows.Cell(i, 3).Int()
			if step != "sold" {
				sales[c] += bridge.Rows.Cell(i, 2).Count()
				value[c].Add(minor)
				continue
			}
			if left, _ := value[c].Minor(); left != minor || sales[c] != bridge.Rows.Cell(i, 2).Count() {
				t.Fatalf("%s: the steps leave %d sales and %d, sold says %d and %d", c, sales[c], left, bridge.Rows.Cell(i, 2).Count(), minor)
			}
			gross, _ := r.Metrics[1].In(model.Currency(c))
			if gross.Int() != minor {
				t.Fatalf("%s: gross is %d, the bridge ends at %d", c, gross.Int(), minor)
			}
		}
	})
}

func TestNoCrossCurrencySum(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00", price(100, "BRL")), tx("HP2", model.Approved, "2026-05-05 11:00", price(200, "USD")),
		tx("HP3", model.Approved, "2026-05-05 12:00", price(300, "USD")),
	)
	r := report(t, d, model.Sold)
	if r.Currency != "USD" {
		t.Errorf("shown is %s, want the currency with most sales", r.Currency)
	}
	all := report(t, d, model.Sold, in(model.AllCurrencies))
	if got := figure(t, all, "gross", "USD") + ", " + figure(t, all, "gross", "BRL"); got != "USD 500, BRL 100" {
		t.Errorf("gross is %s", got)
	}
	want := [][]string{{"Curso A", "2", "USD 500"}, {"Curso A", "1", "BRL 100"}}
	if diff := cmp.Diff(want, cells(t, all, "by_product", "product", "sales", "gross")); diff != "" {
		t.Error(diff)
	}
	if got := figure(t, report(t, d, model.Sold, in("EUR")), "gross", "EUR"); got != "none" {
		t.Errorf("a currency that no sale is in has gross %s", got)
	}
}

func TestWindowIsLocalDaysUpToTheAsOfMoment(t *testing.T) {
	list := []*model.Transaction{
		tx("HP1", model.Approved, "2026-05-03 23:59"), tx("HP2", model.Approved, "2026-05-04 00:00"), tx("HP3", model.Approved, "2026-05-10 09:00"),
		tx("HP4", model.Approved, "2026-05-10 09:01"), tx("HP5", model.Approved, "2026-05-04 00:30"),
	}
	d := account(t, list...)
	if got := figure(t, report(t, d, model.Sold), "sales", "BRL"); got != "3" {
		t.Errorf("%s sales, want those from midnight of 4 May in São Paulo to the as-of moment", got)
	}
	utc := func(q *model.Query) { q.Zone = time.UTC }
	if got := cells(t, report(t, d, model.Sold, utc), "by_day", "day", "sales")[0]; got[0] != "2026-05-04" || got[1] != "3" {
		t.Errorf("in UTC the week starts with %v, want all three of that night on the 4th", got)
	}
}

func TestMidnightAndClockChanges(t *testing.T) {
	santiago, err := model.LoadZone("America/Santiago")
	if err != nil {
		t.Fatal(err)
	}
	moment := func(clock string) model.Instant {
		at, err := time.Parse(time.RFC3339, clock)
		if err != nil {
			t.Fatal(err)
		}
		return model.InstantOf(at)
	}
	sale := func(code, clock string) *model.Transaction {
		x := tx(code, model.Approved, "2025-09-01 00:00")
		x.OrderedAt, x.ApprovedAt = moment(clock), moment(clock)
		return x
	}
	// On 7 September 2025 clocks in Chile went from 24:00 of the 6th (UTC-4) straight to 01:00 (UTC-3).
	d := account(t, sale("HP1", "2025-09-07T03:59:59Z"), sale("HP2", "2025-09-07T04:00:00Z"), sale("HP3", "2025-09-08T02:59:59Z"), sale("HP4", "2025-09-08T03:00:00Z"))
	r := report(t, d, model.Sold, period("2025-09-06", "2025-09-08"), func(q *model.Query) { q.Zone = santiago })
	want := [][]string{{"2025-09-06", "1"}, {"2025-09-07", "2"}, {"2025-09-08", "1"}}
	if diff := cmp.Diff(want, cells(t, r, "by_day", "day", "sales")); diff != "" {
		t.Error(diff)
	}
}

func TestBasisOfDate(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2026-05-03 23:00", approved("2026-05-04 08:00")), tx("HP2", model.Complete, "2026-05-05 10:00", unapproved))
	if got := figure(t, report(t, d, model.Sold), "sales", "BRL"); got != "2" {
		t.Errorf("by approval: %s sales, want 2: one approved in the week, one whose approval no source tells", got)
	}
	byOrder := func(q *model.Query) { q.Basis = model.ByOrder }
	if got := figure(t, report(t, d, model.Sold, byOrder), "sales", "BRL"); got != "1" {
		t.Errorf("by order: %s sales, want 1", got)
	}
}

func unapproved(t *model.Transaction) { t.ApprovedAt, t.Has = 0, t.Has.Without(model.FApprovedAt) }

func TestBumpCountsInSalesNotOrders(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Approved, "2026-05-05 10:00", product("2", "Bump"), bumpOf("HP1")),
		tx("HP7C1", model.Approved, "2026-05-06 10:00"), tx("HP7C2", model.Approved, "2026-05-06 10:00", product("2", "Bump")),
		tx("HP8", model.Approved, "2026-05-06 11:00", charge(model.Subscription, 2, 1), bumpOf("HP1")),
	)
	r := report(t, d, model.Sold)
	if got := figure(t, r, "sales", "BRL") + " " + figure(t, r, "orders", "BRL"); got != "5 3" {
		t.Errorf("sales and orders are %s, want 5 3: two checkouts of two items, and a renewal", got)
	}
	ofOrder, err := d.Transactions(context.Background(), DefaultQuery(d.Info()), model.Filter{Orders: []string{"hp1"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"HP2"}, {"HP1"}}, cells(t, ofOrder, "transactions", "code")); diff != "" {
		t.Error(diff)
	}
}

func TestSmartRecoveryCollectedAndBooked(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-04 10:00", price(1000, "BRL"), charge(model.SmartRecovery, 1, 12)),
		tx("HP2", model.Approved, "2026-05-05 10:00", price(1000, "BRL"), charge(model.SmartRecovery, 2, 12)),
		tx("HP3", model.Approved, "2026-05-05 10:00", price(2000, "BRL"), charge(model.SmartInstallment, 1, 3)),
		tx("HP4", model.Approved, "2026-05-06 10:00", price(700, "BRL"), charge(model.Subscription, 4, 1)),
		tx("HP5", model.Approved, "2026-05-06 10:00", price(900, "BRL"), charge(model.CardInstallment, 1, 12)),
	)
	if r := report(t, d, model.Sold); figure(t, r, "sales", "BRL")+" "+figure(t, r, "gross", "BRL") != "5 BRL 5600" {
		t.Errorf("collected: %s sales of %s", figure(t, r, "sales", "BRL"), figure(t, r, "gross", "BRL"))
	}
	booked := report(t, d, model.Sold, func(q *model.Query) { q.Measure = model.Booked })
	if got := figure(t, booked, "sales", "BRL") + " " + figure(t, booked, "gross", "BRL"); got != "4 BRL 19600" {
		t.Errorf("booked: %s, want 12×10.00 + 3×20.00 + 7.00 + 9.00 in 4 sales", got)
	}
}

func TestPartialRefundAmountKnownAndUnknown(t *testing.T) {
	d := account(t,
		tx("HP1", model.PartiallyRefunded, "2026-05-05 10:00", givenBack(2500, "BRL")),
		tx("HP2", model.PartiallyRefunded, "2026-05-05 10:00"),
	)
	r := report(t, d, model.Sold)
	if got := figure(t, r, "gross", "BRL"); got != "BRL 17500" {
		t.Errorf("gross is %s", got)
	}
	told := false
	for _, n := range r.Notes {
		told = told || n.Words == "{0} partial refund does not say how much was given back: nothing is taken away for it." && n.Args[0].Count() == 1
	}
	if !told {
		t.Errorf("the refund of unknown size is not told of: %+v", r.Notes)
	}
}

func TestRoleAffiliateIsNotMyGross(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00", net(9000, "BRL")),
		tx("HP2", model.Approved, "2026-05-05 10:00", as(model.Affiliate), net(3000, "BRL")),
		tx("HP3", model.Approved, "2026-05-05 10:00", as(model.Coproducer), net(4000, "BRL")),
		tx("HP4", model.Approved, "2026-05-05 10:00", as(model.RoleUnknown), net(9000, "BRL")),
	)
	r := report(t, d, model.Sold)
	if got := figure(t, r, "gross", "BRL") + " " + figure(t, r, "net", "BRL"); got != "BRL 20000 BRL 18000" {
		t.Errorf("gross and net are %s", got)
	}
	english := model.Formatter{}
	want := []string{"As co-producer: 1 sale, R$ 40.00 net.", "As affiliate: 1 sale, R$ 30.00 net."}
	var got []string
	for _, n := range r.Notes {
		got = append(got, english.Phrase(n))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	affiliate := report(t, d, model.Sold, func(q *model.Query) { q.Filter.Role = model.Affiliate })
	if got := figure(t, affiliate, "net", "BRL"); got != "BRL 3000" {
		t.Errorf("asked for as affiliate, net is %s", got)
	}
}

func TestSameCodeTwoRoles(t *testing.T) {
	producer := tx("HP1", model.Approved, "2026-05-05 10:00", as(model.Producer), net(5000, "BRL"))
	partner := tx("HP1", model.Approved, "2026-05-05 10:00", as(model.Coproducer), net(2000, "BRL"))
	r := report(t, account(t, producer, partner), model.Sold)
	if got := figure(t, r, "sales", "BRL") + " " + figure(t, r, "net", "BRL"); got != "1 BRL 7000" {
		t.Errorf("sales and net are %s, want one sale and both parts", got)
	}
}

func TestZeroPriceIsASale(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2026-05-05 10:00", price(0, "BRL")), tx("HP2", model.Approved, "2026-05-05 10:00", net(9000, "BRL")))
	r := report(t, d, model.Sold)
	if got := figure(t, r, "sales", "BRL") + " " + figure(t, r, "average_ticket", "BRL") + " " + figure(t, r, "net", "BRL"); got != "2 BRL 5000 BRL 9000" {
		t.Errorf("sales, ticket and net are %s", got)
	}
	if len(r.Notes) != 1 || r.Notes[0].Words != "{0} of the sales was free." {
		t.Errorf("notes are %+v", r.Notes)
	}
}

func TestCurrenciesWithoutDecimals(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2026-05-05 10:00", price(100, "CLP")), tx("HP2", model.Approved, "2026-05-05 10:00", price(101, "CLP")))
	if got := figure(t, report(t, d, model.Sold), "average_ticket", "CLP"); got != "CLP 101" {
		t.Errorf("the average of 100 and 101 pesos is %s, want a half rounded up", got)
	}
}

func TestComparisonIsHiddenWhereTheSnapshotDoesNotReach(t *testing.T) {
	list := []*model.Transaction{tx("HP1", model.Approved, "2026-04-30 10:00"), tx("HP2", model.Approved, "2026-05-05 10:00", price(15000, "BRL"))}
	m, _ := report(t, account(t, list...), model.Sold).Metric("gross")
	if len(m.Previous) != 0 {
		t.Errorf("compared with %s, though the week before was not imported whole", plain(m.Previous[0].Value))
	}
	list = append(list, tx("HP3", model.Cancelled, "2026-04-27 00:00"))
	d := account(t, list...)
	m, _ = report(t, d, model.Sold).Metric("gross")
	if v, ok := m.PreviousIn("BRL"); !ok || v.Int() != 10000 {
		t.Errorf("the week before has %s", plain(v))
	}
	off, _ := report(t, d, model.Sold, func(q *model.Query) { q.Comparison = model.WithNothing }).Metric("gross")
	if len(off.Previous) != 0 {
		t.Error("compared, though the comparison is off")
	}
}

func TestNewBuyersHadNeverBought(t *testing.T) {
	d := account(t,
		tx("HP1", model.Approved, "2025-01-05 10:00", product("9", "Old")), tx("HP2", model.Approved, "2026-05-05 10:00"),
		tx("HP3", model.Approved, "2026-05-05 10:00", buyer("bia@example.com")), tx("HP4", model.Approved, "2026-05-06 10:00", buyer("bia@example.com")),
		tx("HP5", model.Refunded, "2025-01-05 10:00", buyer("caio@example.com")), tx("HP6", model.Approved, "2026-05-06 10:00", buyer("caio@example.com")),
	)
	r := report(t, d, model.Sold)
	if got := figure(t, r, "buyers", "BRL") + " " + figure(t, r, "new_buyers", "BRL"); got != "3 2" {
		t.Errorf("buyers and new ones are %s, want 3 2: Ana bought before, Caio's old purchase was refunded", got)
	}
}

func TestLastPointOfAChartIsPartialWhileItLasts(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Approved, "2025-05-05 10:00"))
	points := func(r model.Report) int { return len(r.Charts[0].Labels) }
	week := report(t, d, model.Sold)
	if !week.Charts[0].Partial || points(week) != 7 || len(week.Charts[0].Series) != 2 {
		t.Errorf("the week's chart is %+v", week.Charts[0])
	}
	before := report(t, d, model.Sold, period("2026-05-03", "2026-05-09"))
	if before.Charts[0].Partial {
		t.Error("a week that is over is not partial")
	}
	if n := points(report(t, d, model.Sold, period("2026-02-10", "2026-05-10"))); n != 13 {
		t.Errorf("90 days have %d points, want 13 weeks", n)
	}
	if n := points(report(t, d, model.Sold, period("2025-05-05", "2026-05-10"))); n != 13 {
		t.Errorf("a year and some days have %d points, want 13 months", n)
	}
}

func TestSalesWithoutAPriceOrACurrencyAreToldOf(t *testing.T) {
	priceUnknown := func(t *model.Transaction) {
		noPrice()(t)
		t.Paid, t.Has = model.NewMoney(12000, "BRL"), t.Has.With(model.FPaid)
	}
	d := account(t,
		tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Approved, "2026-05-05 10:00", priceUnknown),
		tx("HP3", model.Approved, "2026-05-05 10:00", noPrice()),
	)
	r := report(t, d, model.Sold)
	if got := figure(t, r, "sales", "BRL") + " " + figure(t, r, "gross", "BRL"); got != "2 BRL 10000" {
		t.Errorf("sales and gross are %s", got)
	}
	var got []string
	for _, n := range r.Notes {
		got = append(got, model.Formatter{}.Phrase(n))
	}
	want := []string{
		"1 of the sales has no price: it counts as a sale, and its amount is in no figure.",
		"1 further sale names no currency and is in no figure.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := cells(t, report(t, d, model.MySales, in(model.AllCurrencies)), "transactions", "code"); len(got) != 3 {
		t.Errorf("all currencies list %v: a sale without a currency must not vanish", got)
	}
}
