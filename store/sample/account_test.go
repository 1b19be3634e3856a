package sample_test

import (
	"testing"
	"time"

	"recoup/model"
	"recoup/store/sample"
)

// moment is an as-of moment at which the account is looked at.
type moment struct {
	name string
	wall string
	zone string
}

var moments = []moment{
	{"an ordinary Sunday morning", "2026-05-10 09:00:00", "America/Sao_Paulo"},
	{"half a minute into a year", "2026-01-01 00:00:30", "America/Sao_Paulo"},
	{"the last minute of a leap day", "2024-02-29 23:59:00", "America/Sao_Paulo"},
	{"noon of the day the clock goes forward", "2025-03-30 12:00:00", "Europe/Lisbon"},
	{"the hour the clock shows twice", "2025-10-26 01:30:00", "Europe/Lisbon"},
	{"the day without a midnight", "2025-09-07 08:00:00", "America/Santiago"},
	{"the week after New York's clock went back", "2025-11-05 22:10:05", "America/New_York"},
	{"a Monday at the first second", "2025-06-02 00:00:00", "UTC"},
	{"a zone of odd minutes", "2026-02-11 17:45:12", "Asia/Kathmandu"},
}

func (m moment) at(t testing.TB) (model.Instant, *time.Location) {
	t.Helper()
	zone, err := time.LoadLocation(m.zone)
	if err != nil {
		t.Fatal(err)
	}
	wall, err := time.ParseInLocation(time.DateTime, m.wall, zone)
	if err != nil {
		t.Fatal(err)
	}
	return model.InstantOf(wall), zone
}

// account is the sample account as the program would see it.
type account struct {
	asOf    model.Instant
	zone    *time.Location
	changes []model.Change
	history map[string][]model.Change
	now     []model.Transaction // the state of each transaction
}

func newAccount(t testing.TB, m moment) *account {
	t.Helper()
	asOf, zone := m.at(t)
	a := &account{asOf: asOf, zone: zone, changes: sample.Changes(asOf, zone, sample.Seed), history: map[string][]model.Change{}}
	var codes []string
	for _, c := range a.changes {
		if a.history[c.Transaction.Code] == nil {
			codes = append(codes, c.Transaction.Code)
		}
		a.history[c.Transaction.Code] = append(a.history[c.Transaction.Code], c)
	}
	for _, code := range codes {
		seen := a.history[code]
		if len(seen) == 1 {
			a.now = append(a.now, *seen[0].Transaction)
			continue
		}
		observations := make([]model.Observation, len(seen))
		for i, c := range seen {
			observations[i] = model.Observation{Source: c.Source, FirstSeen: c.SeenAt, LastSeen: c.SeenAt, Transaction: *c.Transaction}
		}
		a.now = append(a.now, model.Project(code, observations))
	}
	return a
}

// weeksBack is how many weeks, counted from the as-of day on, an instant lies back; 0 is the last seven days.
func (a *account) weeksBack(i model.Instant) int {
	return int(model.DayOf(a.asOf, a.zone)-model.DayOf(i, a.zone)) / 7
}

// isSale tells whether a transaction counts in Sold.
func isSale(t *model.Transaction) bool {
	return t.Role == model.Producer && t.Status.Sold() && !t.Trial
}

// sold gives the sales of a week.
func (a *account) sold(week int) []*model.Transaction {
	var all []*model.Transaction
	for i := range a.now {
		if t := &a.now[i]; isSale(t) && a.weeksBack(t.ApprovedAt) == week {
			all = append(all, t)
		}
	}
	return all
}

// isLost tells whether a transaction is an attempt that failed, at the as-of moment.
func (a *account) isLost(t *model.Transaction) bool {
	if t.Role != model.Producer || t.Recurrence > 1 || t.IsBump {
		return false
	}
	switch t.Status {
	case model.Cancelled, model.Expired, model.NoFunds, model.Blocked:
		return true
	case model.WaitingPayment, model.PrintedBillet, model.Started, model.Overdue:
		due := t.OrderedAt.Add(3 * 24 * time.Hour)
		switch {
		case t.Has.Has(model.FDueAt):
			due = t.DueAt
		case t.PaymentType == model.Pix:
			due = t.OrderedAt.Add(2 * 24 * time.Hour)
		}
		return due < a.asOf
	}
	return false
}

type wish struct{ buyer, product string }

func wishOf(t *model.Transaction) wish {
	key, _ := t.BuyerKey()
	return wish{key, t.ProductID}
}

// opportunities gives the last failed attempt of each buyer and product in a week, and which of them bought since.
func (a *account) opportunities(week int) (last map[wish]*model.Transaction, bought map[wish]bool) {
	last, bought = map[wish]*model.Transaction{}, map[wish]bool{}
	for i := range a.now {
		t := &a.now[i]
		if !a.isLost(t) || a.weeksBack(t.OrderedAt) != week {
			continue
		}
		if w := wishOf(t); last[w] == nil || last[w].OrderedAt < t.OrderedAt {
			last[w] = t
		}
	}
	for i := range a.now {
		t := &a.now[i]
		if try := last[wishOf(t)]; try != nil && t.Status.Converted() && t.ApprovedAt >= try.OrderedAt {
			bought[wishOf(t)] = true
		}
	}
	return last, bought
}
