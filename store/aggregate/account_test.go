package aggregate

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"recoup/model"
	"recoup/store"
)

var saoPaulo = func() *time.Location {
	zone, err := model.LoadZone("America/Sao_Paulo")
	if err != nil {
		panic(err)
	}
	return zone
}()

// at reads a wall clock in São Paulo, "2026-05-10 09:00".
func at(clock string) model.Instant {
	t, err := time.ParseInLocation("2006-01-02 15:04", clock, saoPaulo)
	if err != nil {
		panic(err)
	}
	return model.InstantOf(t)
}

// asOf is the moment that the stories of these tests look from: a Sunday morning.
var asOf = at("2026-05-10 09:00")

// fact changes one thing about a transaction of a story.
type fact func(t *model.Transaction)

// tx tells a transaction: sold in BRL unless the facts say otherwise. Its buyer is "ana" and its product "1".
func tx(code string, status model.Status, ordered string, facts ...fact) *model.Transaction {
	t := &model.Transaction{
		Code: code, Status: status, OrderedAt: at(ordered), ProductID: "1", ProductName: "Curso A", Price: model.NewMoney(10000, "BRL"),
		BuyerEmail: "ana@example.com", BuyerName: "Ana", PaymentType: model.CreditCard, Role: model.Producer,
	}
	t.Has = t.Has.With(model.FStatus, model.FOrderedAt, model.FProductID, model.FProductName, model.FPrice, model.FBuyerEmail,
		model.FBuyerName, model.FPaymentType, model.FRole)
	if status.Converted() {
		approved(ordered)(t)
	}
	for _, f := range facts {
		f(t)
	}
	return t
}

func approved(clock string) fact {
	return func(t *model.Transaction) { t.ApprovedAt = at(clock); t.Has = t.Has.With(model.FApprovedAt) }
}

func due(clock string) fact {
	return func(t *model.Transaction) { t.DueAt = at(clock); t.Has = t.Has.With(model.FDueAt) }
}

func buyer(email string) fact { return func(t *model.Transaction) { t.BuyerEmail = email } }

func noBuyer() fact {
	return func(t *model.Transaction) {
		t.BuyerEmail, t.BuyerName = "", ""
		t.Has = t.Has.Without(model.FBuyerEmail).Without(model.FBuyerName)
	}
}

func phone(number string) fact {
	return func(t *model.Transaction) { t.BuyerPhone = number; t.Has = t.Has.With(model.FBuyerPhone) }
}

func product(id, name string) fact {
	return func(t *model.Transaction) { t.ProductID, t.ProductName = id, name }
}

func price(minor int64, c model.Currency) fact {
	return func(t *model.Transaction) { t.Price = model.NewMoney(minor, c) }
}

func noPrice() fact {
	return func(t *model.Transaction) { t.Price = model.Money{}; t.Has = t.Has.Without(model.FPrice) }
}

func givenBack(minor int64, c model.Currency) fact {
	return func(t *model.Transaction) {
		t.RefundedMoney = model.NewMoney(minor, c)
		t.Has = t.Has.With(model.FRefundedMoney)
	}
}

func net(minor int64, c model.Currency) fact {
	return func(t *model.Transaction) { t.MyNet = model.NewMoney(minor, c); t.Has = t.Has.With(model.FMyNet) }
}

func paidWith(p model.PaymentType) fact { return func(t *model.Transaction) { t.PaymentType = p } }

func as(r model.Role) fact { return func(t *model.Transaction) { t.Role = r } }

func charge(b model.Billing, number, of int64) fact {
	return func(t *model.Transaction) {
		t.Billing, t.Recurrence, t.Installments = b, number, of
		t.Has = t.Has.With(model.FBilling, model.FRecurrence, model.FInstallments)
	}
}

func bumpOf(parent string) fact {
	return func(t *model.Transaction) {
		t.ParentCode, t.IsBump = parent, true
		t.Has = t.Has.With(model.FParentCode, model.FIsBump)
	}
}

func refusal(words string) fact {
	return func(t *model.Transaction) { t.RefusalRaw = words; t.Has = t.Has.With(model.FRefusalRaw) }
}

// changes are the transactions as one source saw them at the as-of moment.
func changes(list []*model.Transaction) []model.Change {
	all := make([]model.Change, len(list))
	for i, t := range list {
		all[i] = model.Change{Source: model.SourceReport, SeenAt: asOf, Transaction: t}
	}
	return all
}

// account loads a story.
func account(t testing.TB, list ...*model.Transaction) *Data {
	t.Helper()
	return loaded(list)
}

func loaded(list []*model.Transaction) *Data {
	d, err := Load(context.Background(), store.NewMemory(model.SnapshotInfo{Zone: saoPaulo, TakenAt: asOf}, changes(list)))
	if err != nil {
		panic(err)
	}
	return d
}

// report asks for a section, with the default query changed.
func report(t testing.TB, d *Data, id model.SectionID, change ...func(*model.Query)) model.Report {
	t.Helper()
	q := DefaultQuery(d.Info())
	for _, c := range change {
		c(&q)
	}
	r, err := d.Report(context.Background(), id, q)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return r
}

func period(from, to string) func(*model.Query) {
	return func(q *model.Query) {
		a, err := model.ParseDay(from)
		if err != nil {
			panic(err)
		}
		b, err := model.ParseDay(to)
		if err != nil {
			panic(err)
		}
		q.Period = model.Period{From: a, To: b, Key: model.Custom}
	}
}

func in(c model.Currency) func(*model.Query) { return func(q *model.Query) { q.Currency = c } }

// figure is a metric's count, minor units or ratio as a text; "none" where it is absent.
func figure(t testing.TB, r model.Report, metric string, c model.Currency) string {
	t.Helper()
	m, ok := r.Metric(metric)
	if !ok {
		t.Fatalf("%s has no metric %s", r.Section, metric)
	}
	v, ok := m.In(c)
	if !ok {
		return "none"
	}
	return plain(v)
}

func plain(v model.Value) string {
	switch v.Kind() {
	case model.Missing:
		return "none"
	case model.MoneyValue:
		return fmt.Sprintf("%s %d", v.Money().Currency(), v.Int())
	case model.RatioValue:
		return fmt.Sprintf("%.4f", v.Ratio())
	case model.TextValue, model.EnumValue:
		return v.Text().String()
	case model.InstantValue:
		return model.Instant(v.Int()).In(saoPaulo).Format("2006-01-02 15:04")
	case model.DayValue:
		return model.Day(v.Int()).String()
	}
	return fmt.Sprint(v.Int())
}

// cells are a table's rows as texts, of the named columns only.
func cells(t testing.TB, r model.Report, table string, columns ...string) [][]string {
	t.Helper()
	tab, ok := r.Table(table)
	if !ok {
		t.Fatalf("%s has no table %s", r.Section, table)
	}
	rows := [][]string{}
	for i := range tab.Rows.Len() {
		var row []string
		for _, id := range columns {
			row = append(row, plain(tab.Rows.Cell(i, columnOf(t, tab, id))))
		}
		rows = append(rows, row)
	}
	return rows
}

func columnOf(t testing.TB, tab model.Table, id string) int {
	t.Helper()
	for i, c := range tab.Columns {
		if c.ID == id {
			return i
		}
	}
	t.Fatalf("table %s has no column %s", tab.ID, id)
	return -1
}

// generated makes a busy account of n transactions over days, from a seed: retries, renewals, plans, bumps, refunds,
// several currencies, roles and gaps in what is known.
func generated(seed uint64, n, days int) []*model.Transaction {
	g := &generator{rand.New(rand.NewPCG(seed, 7)), days}
	list := make([]*model.Transaction, 0, n)
	for len(list) < n {
		list = append(list, g.next(len(list), list))
	}
	return list
}

type generator struct {
	*rand.Rand
	days int
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func (g *generator) next(i int, before []*model.Transaction) *model.Transaction {
	statuses := []model.Status{
		model.Approved, model.Approved, model.Complete, model.Complete, model.Complete, model.Complete, model.Cancelled, model.Cancelled,
		model.Expired, model.NoFunds, model.Blocked, model.PrintedBillet, model.WaitingPayment, model.Started, model.Overdue,
		model.Refunded, model.Chargeback, model.Protested, model.PartiallyRefunded, model.UnderAnalysis, model.StatusUnknown,
	}
	payments := []model.PaymentType{model.CreditCard, model.CreditCard, model.CreditCard, model.Pix, model.Pix, model.Billet, model.GooglePay, model.Paypal}
	currencies := []model.Currency{"BRL", "BRL", "BRL", "BRL", "USD", "EUR", "CLP"}
	ordered := asOf.Add(-time.Duration(g.Int64N(int64(g.days)*86400)) * time.Second)
	c := currencies[g.IntN(len(currencies))]
	t := &model.Transaction{
		Code: fmt.Sprintf("HP%08d", i), Status: statuses[g.IntN(len(statuses))], OrderedAt: ordered,
		ProductID: fmt.Sprint(100 + g.IntN(12)), OfferCode: fmt.Sprintf("of%d", g.IntN(30)), PaymentType: payments[g.IntN(len(payments))],
		Price: model.NewMoney(int64(g.IntN(200000)), c), Src: fmt.Sprintf("ads%d", g.IntN(5)),
		BuyerEmail: fmt.Sprintf("buyer%d@example.com", g.IntN(len(before)/12+10)), BuyerCountry: []string{"Brasil", "Portugal", "Chile"}[g.IntN(3)],
	}
	t.ProductName = "Produto " + t.ProductID
	t.Has = t.Has.With(model.FStatus, model.FOrderedAt, model.FProductID, model.FProductName, model.FOfferCode, model.FPaymentType, model.FPrice,
		model.FSrc, model.FBuyerEmail, model.FBuyerCountry)
	g.embellish(t, c, before)
	return t
}

func (g *generator) embellish(t *model.Transaction, c model.Currency, before []*model.Transaction) {
	known := func(f model.Field) { t.Has = t.Has.With(f) }
	if t.Status.Converted() && g.chance(95) {
		t.ApprovedAt = t.OrderedAt.Add(time.Duration(g.IntN(4*86400)) * time.Second)
		t.ApprovedAt = min(t.ApprovedAt, asOf)
		known(model.FApprovedAt)
	}
	if g.chance(60) {
		t.Role = []model.Role{model.Producer, model.Producer, model.Producer, model.Producer, model.Coproducer, model.Affiliate}[g.IntN(6)]
		known(model.FRole)
	}
	if g.chance(30) {
		t.DueAt = t.OrderedAt.Add(time.Duration(g.IntN(6*86400)) * time.Second)
		known(model.FDueAt)
	}
	if g.chance(97) {
		t.MyNet = model.NewMoney(int64(g.IntN(100000)), []model.Currency{"BRL", c}[g.IntN(2)])
		known(model.FMyNet)
	}
	if g.chance(25) {
		t.Billing, t.Recurrence = []model.Billing{model.Subscription, model.SmartInstallment, model.SmartRecovery}[g.IntN(3)], int64(1+g.IntN(4))
		t.Installments = int64(2 + g.IntN(11))
		t.Has = t.Has.With(model.FBilling, model.FRecurrence, model.FInstallments)
	}
	if g.chance(6) {
		t.Trial = true
		known(model.FTrial)
		if g.chance(70) {
			t.Price = model.NewMoney(0, c)
			known(model.FPrice)
		}
	}
	if t.Status == model.PartiallyRefunded && g.chance(70) {
		t.RefundedMoney = model.NewMoney(int64(g.IntN(5000)), c)
		known(model.FRefundedMoney)
	}
	if len(before) > 20 && g.chance(10) {
		main := before[g.IntN(len(before))]
		t.ParentCode, t.IsBump, t.OrderedAt, t.BuyerEmail = main.Code, true, main.OrderedAt, main.BuyerEmail
		t.Has = t.Has.With(model.FParentCode, model.FIsBump)
		if main.BuyerEmail == "" {
			t.Has = t.Has.Without(model.FBuyerEmail)
		}
	}
	if g.chance(3) {
		t.BuyerEmail = ""
		t.Has = t.Has.Without(model.FBuyerEmail)
	}
	if g.chance(40) {
		t.BuyerPhone = fmt.Sprintf("+55 11 9%07d", g.IntN(500))
		known(model.FBuyerPhone)
	}
	if g.chance(2) {
		t.Price, t.Has = model.Money{}, t.Has.Without(model.FPrice).Without(model.FRefundedMoney)
		t.RefundedMoney = model.Money{}
	}
	if !t.Status.Converted() && t.PaymentType.IsCard() && g.chance(70) {
		t.RefusalRaw = []string{"Saldo insuficiente", "RESTRICTED CARD", "DUPLICATE TRANSACTION", "???"}[g.IntN(4)]
		known(model.FRefusalRaw)
	}
	if g.chance(5) {
		t.Price = model.NewMoney(0, c)
		known(model.FPrice)
	}
}
