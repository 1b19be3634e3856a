package sample_test

import (
	"testing"

	"recoup/model"
)

func TestTheLastSevenDaysAreLivelyWheneverOneLooks(t *testing.T) {
	for _, m := range moments {
		t.Run(m.name, func(t *testing.T) {
			a := newAccount(t, m)
			var sales, gross, renewals [2]int64
			for week := range sales {
				for _, s := range a.sold(week) {
					sales[week]++
					if s.Recurrence > 1 {
						renewals[week]++
					}
					if s.Price.Currency() == "BRL" {
						gross[week] += s.Price.Minor()
					}
				}
			}
			within(t, "sales", sales[0], 200, 225)
			within(t, "renewals", renewals[0], 20, 75)
			within(t, "gross in cents", gross[0], 28_000_00, 45_000_00)
			if sales[0] <= sales[1] || sales[0] > sales[1]*5/4 {
				t.Errorf("%d sales after %d the week before, want slightly more", sales[0], sales[1])
			}
			if gross[0] <= gross[1] {
				t.Errorf("gross %d after %d the week before, want more", gross[0], gross[1])
			}

			last, bought := a.opportunities(0)
			within(t, "opportunities", int64(len(last)), 40, 43)
			within(t, "since recovered", int64(len(bought)), 3, 6)
			before, _ := a.opportunities(1)
			within(t, "opportunities the week before", int64(len(before)), 34, 41)
		})
	}
}

func within(t *testing.T, what string, got, low, high int64) {
	t.Helper()
	if got < low || got > high {
		t.Errorf("%s: %d, want %d to %d", what, got, low, high)
	}
}

func TestElevenBuyersHadNoLimitYesterdayAndHaveNotBoughtSince(t *testing.T) {
	for _, m := range moments {
		t.Run(m.name, func(t *testing.T) {
			a := newAccount(t, m)
			last, bought := a.opportunities(0)
			buyers, worth := map[string]bool{}, model.Purse{}
			yesterday := model.DayOf(a.asOf, a.zone) - 1
			for w, try := range last {
				if model.DayOf(try.OrderedAt, a.zone) != yesterday || bought[w] || !try.PaymentType.IsCard() ||
					model.ParseReason(try.RefusalRaw) != model.InsufficientFunds {
					continue
				}
				buyers[w.buyer] = true
				if err := worth.Add(try.Price); err != nil {
					t.Fatal(err)
				}
			}
			if len(buyers) != 11 || worth.Len() != 1 {
				t.Errorf("%d buyers, %d currencies, want 11 and one", len(buyers), worth.Len())
			}
			if got, _ := worth.Of("BRL"); got != model.NewMoney(4970_00, "BRL") {
				t.Errorf("worth %d cents, want 4,970.00", got.Minor())
			}
		})
	}
}

func TestSomethingIsOpenAtTheAsOfMoment(t *testing.T) {
	for _, m := range moments {
		t.Run(m.name, func(t *testing.T) {
			a := newAccount(t, m)
			var awaiting, requests, expiring int64
			for i := range a.now {
				switch s := &a.now[i]; s.Status {
				case model.WaitingPayment, model.PrintedBillet:
					if s.DueAt > a.asOf {
						awaiting++
					}
				case model.Protested:
					requests++
					asked := a.asked(s.Code)
					const fiveDays = 5 * 24 * 3600 * 1000
					if left := asked + fiveDays - a.asOf; left <= 0 {
						t.Errorf("%s: the answer to the request has been due since %d ms", s.Code, -left)
					} else if left < fiveDays/5 {
						expiring++
					}
				}
			}
			within(t, "payments that may still come", awaiting, 24, 28)
			within(t, "open requests", requests, 6, 6)
			within(t, "requests that expire within a day", expiring, 2, 2)
		})
	}
}

// asked is when the account first saw that a refund was asked for.
func (a *account) asked(code string) model.Instant {
	for _, c := range a.history[code] {
		if c.Transaction.Status == model.Protested {
			return c.SeenAt
		}
	}
	return 0
}

func TestSixOfThirtyOneAffiliatesStillSell(t *testing.T) {
	a := newAccount(t, moments[0])
	ever, active := map[string]bool{}, map[string]bool{}
	for i := range a.now {
		s := &a.now[i]
		if s.Role != model.Producer || s.AffiliateName == "" || !isSale(s) {
			continue
		}
		ever[s.AffiliateName] = true
		if s.ApprovedAt > a.asOf-90*24*3600*1000 && s.Recurrence <= 1 {
			active[s.AffiliateName] = true
		}
	}
	if len(ever) != 31 || len(active) != 6 {
		t.Errorf("%d affiliates, %d of them active, want 31 and 6", len(ever), len(active))
	}
}

func TestMostSalesLeaveNoTrace(t *testing.T) {
	a := newAccount(t, moments[0])
	var all, untracked int64
	for i := range a.now {
		if s := &a.now[i]; isSale(s) && s.Recurrence <= 1 {
			all++
			if s.Src == "" && s.Sck == "" && s.AffiliateName == "" {
				untracked++
			}
		}
	}
	within(t, "untracked in a hundred", untracked*100/all, 55, 65)
}

func TestTheBusinessGrewAndHadLaunches(t *testing.T) {
	a := newAccount(t, moments[0])
	if ordinary, launch := len(a.sold(5)), len(a.sold(8)); launch < ordinary*3/2 {
		t.Errorf("%d sales in a launch, %d in an ordinary week", launch, ordinary)
	}
	if now, then := len(a.sold(0)), len(a.sold(98)); then >= now*6/10 {
		t.Errorf("%d sales a week two years ago, %d now", then, now)
	}
}
