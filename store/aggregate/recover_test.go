package aggregate

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

func TestANewAccountStartsAtFivePercent(t *testing.T) {
	d := account(t, tx("HP0", model.Approved, "2026-05-05 09:00", buyer("zoe@example.com")), tx("HP1", model.Cancelled, "2026-05-09 21:15", refusal("sem saldo")))
	r := report(t, d, model.RecoverSales)
	figuresAre(t, r, map[string]string{"queue": "1", "queue_value": "BRL 10000", "expected": "BRL 500", "recovered": "0", "time_to_recover": "none"})
	want := [][]string{{"BRL 500", "0.0500", "21:00", "INSTALLMENTS", "DECLINED_CARD", "INSUFFICIENT_FUNDS", "0"}}
	if diff := cmp.Diff(want, cells(t, r, "queue", "expected", "chance", "best_hour", "tool", "cause", "reason", "cases")); diff != "" {
		t.Error(diff)
	}
	if got := plain(r.Headline.Args[0]); got != "BRL 500" {
		t.Errorf("the headline expects %s", got)
	}
}

// history tells of n declined buyers of the past, of whom some bought a number of hours later.
func history(n, bought, hoursLater int) []*model.Transaction {
	var list []*model.Transaction
	for i := range n {
		who := buyer(fmt.Sprintf("past%d@example.com", i))
		list = append(list, tx(fmt.Sprintf("HA%03d", i), model.Cancelled, "2026-03-01 10:00", who, refusal("sem saldo")))
		if i < bought {
			sale := tx(fmt.Sprintf("HB%03d", i), model.Approved, "2026-03-01 10:00", who)
			sale.ApprovedAt = at("2026-03-01 10:00") + model.Instant(hoursLater)*3600_000
			list = append(list, sale)
		}
	}
	return list
}

func TestChanceLeansOnTheCellAndItsWell(t *testing.T) {
	list := append(history(40, 10, 5),
		tx("HP1", model.Cancelled, "2026-05-10 08:00", refusal("sem saldo")),                                            // under a day old
		tx("HP2", model.Cancelled, "2026-05-08 08:00", refusal("sem saldo"), buyer("bia@example.com")),                  // older than all recoveries took
		tx("HP3", model.Cancelled, "2026-05-10 08:00", refusal("CARD EXPIRED"), buyer("caio@example.com")),              // a reason never seen
		tx("HP4", model.Cancelled, "2026-05-10 08:00", refusal("sem saldo"), buyer("d@example.com"), price(999, "BRL")), // of another size
		tx("HP5", model.Expired, "2026-05-05 08:00", paidWith(model.Pix), buyer("eva@example.com")),                     // another well
	)
	r := report(t, account(t, list...), model.RecoverSales)
	got := map[string]string{}
	for _, row := range cells(t, r, "queue", "code", "chance") {
		got[row[0]] = row[1]
	}
	well := (10 + 2.5) / (40 + 50.0)
	want := map[string]string{
		"HP1": fmt.Sprintf("%.4f", (10+20*well)/(40+20)), "HP2": fmt.Sprintf("%.4f", 20*well/(30+20)),
		"HP3": fmt.Sprintf("%.4f", well), "HP4": fmt.Sprintf("%.4f", well), "HP5": "0.0500",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	decay := cells(t, r, "decay", "recovered", "share")
	if diff := cmp.Diff([]string{"0", "0.0000"}, decay[1]); diff != "" {
		t.Errorf("within 3 hours: %s", diff)
	}
	if diff := cmp.Diff([]string{"10", "1.0000"}, decay[2]); diff != "" {
		t.Errorf("within 6 hours: %s", diff)
	}
}

func TestYoungCasesAndLatePurchasesDoNotTeach(t *testing.T) {
	late := append(history(20, 20, 31*24), tx("HP1", model.Cancelled, "2026-05-10 08:00", refusal("sem saldo")))
	r := report(t, account(t, late...), model.RecoverSales)
	if diff := cmp.Diff([][]string{{"20", "0"}}, cells(t, r, "by_well", "cases", "recovered")); diff != "" {
		t.Error(diff)
	}
	young := append(history(0, 0, 0),
		tx("HP1", model.Cancelled, "2026-04-10 09:01", buyer("bia@example.com")),  // 30 days less a minute
		tx("HP2", model.Cancelled, "2026-04-10 09:00", buyer("caio@example.com")), // 30 days
		tx("HP3", model.Cancelled, "2026-05-10 08:00"),
	)
	r = report(t, account(t, young...), model.RecoverSales)
	if diff := cmp.Diff([][]string{{"1", "0"}}, cells(t, r, "by_well", "cases", "recovered")); diff != "" {
		t.Error(diff)
	}
}

func TestNobodyIsQueuedWhoMustNotBeWrittenTo(t *testing.T) {
	d := account(t,
		tx("HP01", model.Cancelled, "2026-05-05 10:00", refusal("CARTAO ROUBADO")),
		tx("HP02", model.Cancelled, "2026-05-05 10:00", refusal("suspeita de fraude"), buyer("bia@example.com")),
		tx("HP03", model.Blocked, "2026-05-05 10:00", buyer("caio@example.com")),
		tx("HP04", model.Cancelled, "2026-05-05 10:00", refusal("CARTAO ROUBADO"), buyer("davi@example.com")),
		tx("HP05", model.Cancelled, "2026-05-05 11:00", refusal("sem saldo"), buyer("davi@example.com")), // a thief tries again
		tx("HP06", model.Cancelled, "2026-05-05 11:00", refusal("sem saldo"), buyer("eva@example.com")),
		tx("HP07", model.WaitingPayment, "2026-05-09 11:00", paidWith(model.Pix), due("2026-05-11 11:00"), buyer("eva@example.com")),
		tx("HP08", model.Cancelled, "2026-05-05 11:00", noBuyer()),
		tx("HP09", model.Cancelled, "2026-05-05 11:00", buyer("fabio@example.com")),
		tx("HP10", model.Approved, "2026-05-06 11:00", buyer("fabio@example.com")),
		tx("HP11", model.Cancelled, "2026-05-05 11:00", refusal("sem saldo"), buyer("gil@example.com")),
	)
	r := report(t, d, model.RecoverSales)
	if diff := cmp.Diff([][]string{{"HP11"}}, cells(t, r, "queue", "code")); diff != "" {
		t.Error(diff)
	}
	said := map[string]int{}
	for _, n := range r.Notes[:3] {
		said[n.Words] = n.Args[0].Count()
	}
	want := map[string]int{
		"{0} open opportunity is not queued: the buyer has a slip or Pix that can still be paid.":       1,
		"{0} open opportunities are not queued: blocked, suspected of fraud, or a card lost or stolen.": 4,
		"{0} open opportunity is not queued: no e-mail or phone is known.":                              1,
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}

func TestAPersonStandsInTheQueueOnce(t *testing.T) {
	list := []*model.Transaction{
		tx("HP1", model.Cancelled, "2026-05-05 10:00", refusal("sem saldo"), price(5000, "BRL")),
		tx("HP2", model.Expired, "2026-05-04 10:00", paidWith(model.Billet), product("2", "Curso B"), price(9000, "BRL")),
		tx("HP3", model.Cancelled, "2026-05-06 10:00", refusal("sem saldo"), product("3", "Curso C"), price(900000, "CLP")),
		tx("HP4", model.Approved, "2026-05-04 10:00", buyer("zoe@example.com")),
	}
	d := account(t, list...)
	want := [][]string{{"HP2", "BRL 450", "2", "NEW_SLIP"}}
	all := report(t, d, model.RecoverSales, in(model.AllCurrencies))
	if diff := cmp.Diff(want, cells(t, all, "queue", "code", "expected", "others", "tool")); diff != "" {
		t.Error(diff)
	}
	cards := report(t, d, model.RecoverSales, func(q *model.Query) { q.Filter.Causes = []model.LossCause{model.DeclinedCard} })
	if rows := cells(t, cards, "queue", "code"); len(rows) != 0 {
		t.Errorf("looked at cards alone, the person stands there with %v", rows)
	}
}

func TestTimeToRecoverAndWhatWasRecovered(t *testing.T) {
	var list []*model.Transaction
	for i := range 10 {
		who := buyer(fmt.Sprintf("b%d@example.com", i))
		sale := tx(fmt.Sprintf("HS%d", i), model.Approved, "2026-05-05 08:00", who)
		sale.ApprovedAt = at("2026-05-05 08:00") + model.Instant(i+1)*3600_000
		list = append(list, tx(fmt.Sprintf("HF%d", i), model.Cancelled, "2026-05-05 08:00", who), sale)
	}
	r := report(t, account(t, list...), model.RecoverSales)
	figuresAre(t, r, map[string]string{
		"recovered": "10", "recovered_value": "BRL 100000", "time_to_recover": fmt.Sprint(5 * 3600_000), "time_to_recover_p90": fmt.Sprint(9 * 3600_000),
		"queue": "0", "expected": "BRL 0",
	})
}

func TestQueueWithoutFailedStatusesIsNotZero(t *testing.T) {
	r := report(t, account(t, tx("HP1", model.Approved, "2026-05-05 10:00")), model.RecoverSales)
	if r.Empty != model.NeverImported || len(r.Missing) != 1 || !r.Headline.IsEmpty() {
		t.Errorf("empty %v, missing %+v, headline %v", r.Empty, r.Missing, r.Headline)
	}
	figuresAre(t, r, map[string]string{"queue": "none", "expected": "none"})
}

func TestACaseTeachesOfAnAgeOnceThirtyDaysFollowedIt(t *testing.T) {
	d := account(t,
		tx("HP1", model.Cancelled, "2026-04-09 10:00", buyer("bia@example.com")), // an hour less than 31 days
		tx("HP2", model.Cancelled, "2026-05-10 08:00"),
		tx("HP3", model.Cancelled, "2026-05-08 08:00", buyer("caio@example.com")),
	)
	want := [][]string{{"HP3", "0"}, {"HP2", "1"}}
	if diff := cmp.Diff(want, cells(t, report(t, d, model.RecoverSales), "queue", "code", "cases")); diff != "" {
		t.Error(diff)
	}
}

func TestTheOfferFollowsFromTheCause(t *testing.T) {
	for _, c := range []struct {
		offer string
		lost  *model.Transaction
	}{
		{"INSTALLMENTS", tx("HP1", model.NoFunds, "2026-05-05 10:00", refusal("sem saldo"))},
		{"SMART_RECOVERY", tx("HP1", model.Cancelled, "2026-05-05 10:00", refusal("sem saldo"), price(100, "MXN"))},
		{"ANOTHER_CARD", tx("HP1", model.Cancelled, "2026-05-05 10:00", refusal("sem saldo"), price(100, "USD"))},
		{"FOR_EXPIRED_CARD", tx("HP1", model.Cancelled, "2026-05-05 10:00", refusal("CARD EXPIRED"))},
		{"ANOTHER_METHOD", tx("HP1", model.Cancelled, "2026-05-05 10:00")},
		{"NEW_SLIP", tx("HP1", model.Expired, "2026-05-05 10:00", paidWith(model.Billet))},
		{"NEW_PIX", tx("HP1", model.PrintedBillet, "2026-05-05 10:00", paidWith(model.Pix))},
		{"CHECKOUT_LINK", tx("HP1", model.Started, "2026-05-05 10:00")},
		{"ANOTHER_METHOD", tx("HP1", model.Cancelled, "2026-05-05 10:00", paidWith(model.Paypal))},
	} {
		r := report(t, account(t, c.lost), model.RecoverSales, in(model.AllCurrencies))
		if diff := cmp.Diff([][]string{{c.offer}}, cells(t, r, "queue", "tool")); diff != "" {
			t.Errorf("%s: %s", c.offer, diff)
		}
	}
}
