package aggregate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

// lost gives the three counts that the section is about: all opportunities, those open, those bought since.
func lost(t *testing.T, r model.Report) [3]string {
	t.Helper()
	return [3]string{figure(t, r, "opportunities", "BRL"), figure(t, r, "open", "BRL"), figure(t, r, "since_recovered", "BRL")}
}

func TestOpportunityKeepsOnlyTheLastAttempt(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00", price(10000, "BRL")),
		tx("HP2", model.NoFunds, "2026-05-06 10:00", price(20000, "BRL")),
		tx("HP3", model.Expired, "2026-05-07 10:00", price(30000, "BRL"), paidWith(model.Pix)),
	)
	r := report(t, d, model.LostSales)
	if diff := cmp.Diff([3]string{"1", "1", "0"}, lost(t, r)); diff != "" {
		t.Error(diff)
	}
	if got := figure(t, r, "attempts", "BRL") + " " + figure(t, r, "at_stake", "BRL"); got != "3 BRL 30000" {
		t.Errorf("attempts and stake are %s", got)
	}
	want := [][]string{{"HP3", "2026-05-07 10:00", "2026-05-05 10:00", "3", "PIX_EXPIRED"}}
	if diff := cmp.Diff(want, cells(t, r, "open", "code", "last_attempt", "first_attempt", "attempts", "cause")); diff != "" {
		t.Error(diff)
	}
	wantAll := [][]string{{"HP3", "1"}, {"HP2", "1"}, {"HP1", "1"}}
	if diff := cmp.Diff(wantAll, cells(t, r, "attempts", "code", "attempts")); diff != "" {
		t.Error(diff)
	}
}

func TestOpportunityTieIsDecidedByCode(t *testing.T) {
	d := account(t, tx("HP9", model.Cancelled, "2026-05-05 10:00"), tx("HP3", model.Cancelled, "2026-05-05 10:00"))
	if diff := cmp.Diff([][]string{{"HP9"}}, cells(t, report(t, d, model.LostSales), "literal", "code")); diff != "" {
		t.Error(diff)
	}
}

func TestOpportunityTwoProductsTwoRows(t *testing.T) {
	d := account(t, tx("HP1", model.Cancelled, "2026-05-05 10:00"), tx("HP2", model.Cancelled, "2026-05-05 11:00", product("2", "Curso B")))
	r := report(t, d, model.LostSales)
	if diff := cmp.Diff([3]string{"2", "2", "0"}, lost(t, r)); diff != "" {
		t.Error(diff)
	}
	want := [][]string{{"Curso A", "1"}, {"Curso B", "1"}}
	if diff := cmp.Diff(want, cells(t, r, "by_product", "product", "opportunities")); diff != "" {
		t.Error(diff)
	}
}

func TestOpportunityConvertedSplit(t *testing.T) {
	stories := map[string]struct {
		sale *model.Transaction
		want [3]string
	}{
		"bought the same product later":  {tx("HP2", model.Approved, "2026-05-06 10:00"), [3]string{"1", "0", "1"}},
		"bought it and gave it back":     {tx("HP2", model.Refunded, "2026-05-06 10:00"), [3]string{"1", "0", "1"}},
		"asked for the money back":       {tx("HP2", model.Protested, "2026-05-06 10:00"), [3]string{"1", "0", "1"}},
		"bought another product":         {tx("HP2", model.Approved, "2026-05-06 10:00", product("2", "Curso B")), [3]string{"1", "1", "0"}},
		"had bought it before":           {tx("HP2", model.Approved, "2026-05-04 10:00"), [3]string{"1", "1", "0"}},
		"ordered before, paid after":     {tx("HP2", model.Approved, "2026-05-04 10:00", approved("2026-05-05 12:00")), [3]string{"1", "0", "1"}},
		"another buyer bought":           {tx("HP2", model.Approved, "2026-05-06 10:00", buyer("bia@example.com")), [3]string{"1", "1", "0"}},
		"same e-mail in capital letters": {tx("HP2", model.Approved, "2026-05-06 10:00", buyer(" ANA@example.com")), [3]string{"1", "0", "1"}},
		"paid after the as-of moment":    {tx("HP2", model.Approved, "2026-05-09 10:00", approved("2026-05-10 09:01")), [3]string{"1", "1", "0"}},
	}
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			d := account(t, tx("HP1", model.Cancelled, "2026-05-05 10:00"), story.sale)
			if diff := cmp.Diff(story.want, lost(t, report(t, d, model.LostSales))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestConvertedTellsTheSaleAndRatesTellHowSoon(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00"), tx("HP2", model.Approved, "2026-05-06 09:59"),
		tx("HP3", model.Cancelled, "2026-05-05 10:00", buyer("bia@example.com")), tx("HP4", model.Approved, "2026-05-07 10:00", buyer("bia@example.com")),
		tx("HP5", model.Cancelled, "2026-05-05 10:00", buyer("caio@example.com")),
		tx("HP6", model.Cancelled, "2026-05-06 10:00", buyer("davi@example.com")),
	)
	r := report(t, d, model.LostSales)
	want := [][]string{
		{"HP6", "0", "none", "none"}, {"HP5", "0", "none", "none"}, {"HP3", "1", "HP4", "2026-05-07 10:00"}, {"HP1", "1", "HP2", "2026-05-06 09:59"},
	}
	if diff := cmp.Diff(want, cells(t, r, "literal", "code", "converted", "converted_code", "converted_at")); diff != "" {
		t.Error(diff)
	}
	for metric, want := range map[string]string{"recovery_rate": "0.5000", "recovery_rate_24h": "0.2500", "recovery_rate_7d": "0.5000"} {
		if got := figure(t, r, metric, "BRL"); got != want {
			t.Errorf("%s is %s, want %s", metric, got, want)
		}
	}
}

func TestPendingIsNotLostUntilDue(t *testing.T) {
	stories := map[string]struct {
		tx   *model.Transaction
		lost bool
	}{
		"slip due tomorrow":              {tx("HP1", model.PrintedBillet, "2026-05-05 10:00", paidWith(model.Billet), due("2026-05-11 10:00")), false},
		"slip due yesterday":             {tx("HP1", model.PrintedBillet, "2026-05-05 10:00", paidWith(model.Billet), due("2026-05-09 10:00")), true},
		"slip due this very moment":      {tx("HP1", model.PrintedBillet, "2026-05-05 10:00", paidWith(model.Billet), due("2026-05-10 09:00")), false},
		"slip of 71 hours, no due date":  {tx("HP1", model.PrintedBillet, "2026-05-07 10:00", paidWith(model.Billet)), false},
		"slip of 73 hours, no due date":  {tx("HP1", model.PrintedBillet, "2026-05-07 08:00", paidWith(model.Billet)), true},
		"Pix of 47 hours, no due date":   {tx("HP1", model.WaitingPayment, "2026-05-08 10:00", paidWith(model.Pix)), false},
		"Pix of 49 hours, no due date":   {tx("HP1", model.WaitingPayment, "2026-05-08 08:00", paidWith(model.Pix)), true},
		"card being processed for days":  {tx("HP1", model.Processing, "2026-05-04 08:00"), false},
		"started and left for four days": {tx("HP1", model.Started, "2026-05-06 08:00"), true},
		"declined a minute ago":          {tx("HP1", model.Cancelled, "2026-05-10 08:59"), true},
		"a status nobody knows":          {tx("HP1", model.StatusUnknown, "2026-05-05 08:59"), false},
	}
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			d := account(t, story.tx, tx("HP2", model.Cancelled, "2026-01-01 10:00"))
			want := "0"
			if story.lost {
				want = "1"
			}
			if got := figure(t, report(t, d, model.LostSales), "opportunities", "BRL"); got != want {
				t.Errorf("%s opportunities, want %s", got, want)
			}
		})
	}
}

func TestRenewalFailureIsDunning(t *testing.T) {
	d := account(t,
		tx("HP1", model.Overdue, "2026-05-04 10:00", charge(model.Subscription, 2, 1)),
		tx("HP2", model.Cancelled, "2026-05-05 10:00", buyer("bia@example.com"), charge(model.Subscription, 3, 1)),
		tx("HP3", model.Overdue, "2026-05-05 10:00", buyer("caio@example.com"), charge(model.Subscription, 1, 1)),
	)
	if diff := cmp.Diff([][]string{{"HP3"}}, cells(t, report(t, d, model.LostSales), "attempts", "code")); diff != "" {
		t.Error(diff)
	}
}

func TestRefundAndChargebackAreNotLost(t *testing.T) {
	d := account(t,
		tx("HP1", model.Refunded, "2026-05-05 10:00"), tx("HP2", model.Chargeback, "2026-05-05 11:00", buyer("bia@example.com")),
		tx("HP3", model.Cancelled, "2026-01-05 11:00"),
	)
	if diff := cmp.Diff([3]string{"0", "0", "0"}, lost(t, report(t, d, model.LostSales))); diff != "" {
		t.Error(diff)
	}
}

func TestStatusesNotPulledIsNotZero(t *testing.T) {
	d := account(t, tx("HP1", model.Approved, "2026-05-05 10:00"), tx("HP2", model.Complete, "2026-05-05 11:00"))
	for _, id := range []model.SectionID{model.LostSales, model.Home} {
		r := report(t, d, id)
		for _, metric := range []string{"opportunities", "open", "since_recovered", "at_stake"} {
			if got := figure(t, r, metric, "BRL"); got != "none" {
				t.Errorf("%s: %s is %s, though failed transactions were never brought in", id, metric, got)
			}
		}
		if len(r.Missing) != 1 || r.Missing[0].Why != "Statuses in this snapshot: Approved, Complete. None of them is a failed or unpaid one." {
			t.Errorf("%s: missing says %+v", id, r.Missing)
		}
	}
	if r := report(t, d, model.LostSales); r.Empty != model.NeverImported || !r.Headline.IsEmpty() {
		t.Errorf("empty is %d and the headline %q", r.Empty, r.Headline.Words)
	}
}

func TestCancelledBumpKeepsItsParentAndIsNobodysOpportunity(t *testing.T) {
	bump := tx("HP2", model.Cancelled, "2026-05-05 10:00", product("2", "Bump"), bumpOf("HP1"))
	d := account(t, tx("HP1", model.Approved, "2026-05-05 10:00"), bump)
	r := report(t, d, model.LostSales)
	if diff := cmp.Diff([3]string{"0", "0", "0"}, lost(t, r)); diff != "" {
		t.Error(diff)
	}
	if len(r.Notes) != 1 || r.Notes[0].Args[0].Count() != 1 {
		t.Errorf("the bump that was left out is not told of: %+v", r.Notes)
	}
	if got := figure(t, report(t, d, model.Sold), "sales", "BRL"); got != "1" {
		t.Errorf("%s sales: the main product was sold", got)
	}
	both := account(t, tx("HP1", model.Cancelled, "2026-05-05 10:00"), bump)
	if diff := cmp.Diff([3]string{"2", "2", "0"}, lost(t, report(t, both, model.LostSales))); diff != "" {
		t.Error(diff)
	}
}

func TestBuyerWithTwoEmailsIsAHintOnly(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00", phone("+55 (11) 98765-4321")),
		tx("HP2", model.Cancelled, "2026-05-05 11:00", buyer("ana.silva@example.com"), phone("11987654321")),
		tx("HP3", model.Cancelled, "2026-05-05 12:00", buyer("bia@example.com"), phone("11 0000")),
		tx("HP4", model.Cancelled, "2026-05-05 13:00", buyer("caio@example.com"), phone("11 0000")),
	)
	r := report(t, d, model.LostSales)
	want := [][]string{
		{"caio@example.com", "none"}, {"bia@example.com", "none"}, {"ana.silva@example.com", "ana@example.com"},
		{"ana@example.com", "ana.silva@example.com"},
	}
	if diff := cmp.Diff(want, cells(t, r, "open", "email", "also_as")); diff != "" {
		t.Error(diff)
	}
	if len(r.Notes) != 1 || r.Notes[0].Args[0].Count() != 2 {
		t.Errorf("notes are %+v, want two opportunities that may be one person's", r.Notes)
	}
}

func TestBuyersWithoutAnythingToKnowThemByAreNotOnePerson(t *testing.T) {
	d := account(t, tx("HP1", model.Cancelled, "2026-05-05 10:00", noBuyer()), tx("HP2", model.Cancelled, "2026-05-05 11:00", noBuyer()),
		tx("HP3", model.Approved, "2026-05-06 11:00", noBuyer()))
	if diff := cmp.Diff([3]string{"2", "2", "0"}, lost(t, report(t, d, model.LostSales))); diff != "" {
		t.Error(diff)
	}
	if got := figure(t, report(t, d, model.Sold), "buyers", "BRL"); got != "0" {
		t.Errorf("%s buyers, want none that is known", got)
	}
}

func TestLivePixKeepsTheOpportunityWithItsBadge(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-09 10:00"),
		tx("HP2", model.PrintedBillet, "2026-05-09 10:05", paidWith(model.Pix), due("2026-05-11 10:05")),
		tx("HP3", model.Approved, "2026-05-09 12:00", product("2", "Curso B")),
	)
	want := [][]string{{"HP1", "PIX", "2026-05-11 10:05", "Curso B", "2026-05-09 12:00"}}
	got := cells(t, report(t, d, model.LostSales), "open", "code", "live_method", "live_until", "bought_other", "bought_other_at")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReasonBelongsToCardsOnly(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00", refusal("Saldo insuficiente para o cartão informado.")),
		tx("HP2", model.Expired, "2026-05-05 11:00", buyer("bia@example.com"), paidWith(model.Billet), refusal("Boleto expirado")),
		tx("HP3", model.Cancelled, "2026-05-05 12:00", buyer("caio@example.com")),
	)
	want := [][]string{
		{"HP3", "DECLINED_CARD", "UNKNOWN", "none"}, {"HP2", "SLIP_EXPIRED", "none", "Boleto expirado"},
		{"HP1", "DECLINED_CARD", "INSUFFICIENT_FUNDS", "Saldo insuficiente para o cartão informado."},
	}
	if diff := cmp.Diff(want, cells(t, report(t, d, model.LostSales), "literal", "code", "cause", "reason", "reason_raw")); diff != "" {
		t.Error(diff)
	}
}

func TestLostSalesOfAdjacentWindowsOverlap(t *testing.T) {
	d := account(t, tx("HP1", model.Cancelled, "2026-05-03 23:59"), tx("HP2", model.Cancelled, "2026-05-04 00:00"))
	for _, week := range []func(*model.Query){period("2026-04-27", "2026-05-03"), period("2026-05-04", "2026-05-10"), period("2026-04-27", "2026-05-10")} {
		if got := figure(t, report(t, d, model.LostSales, week), "opportunities", "BRL"); got != "1" {
			t.Errorf("%s opportunities, want 1 in each week and 1 in both together", got)
		}
	}
}

func TestOpportunitiesByCurrencyCountEachOnce(t *testing.T) {
	d := account(t, tx("HP1", model.Cancelled, "2026-05-05 10:00", price(500, "USD")), tx("HP2", model.Cancelled, "2026-05-05 11:00"))
	r := report(t, d, model.LostSales, in(model.AllCurrencies))
	if got := figure(t, r, "opportunities", "USD") + " " + figure(t, r, "opportunities", "BRL"); got != "0 1" {
		t.Errorf("opportunities in USD and BRL are %s, want 0 1: the last attempt decides", got)
	}
}

func TestCheaperOpportunitiesComeLater(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-05-05 10:00", price(300, "BRL")), tx("HP2", model.Cancelled, "2026-05-06 10:00", buyer("bia@example.com"), price(900, "BRL")),
		tx("HP3", model.Cancelled, "2026-05-07 10:00", buyer("caio@example.com"), price(300, "BRL")),
	)
	if diff := cmp.Diff([][]string{{"HP2"}, {"HP3"}, {"HP1"}}, cells(t, report(t, d, model.LostSales), "open", "code")); diff != "" {
		t.Error(diff)
	}
}
