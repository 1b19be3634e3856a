package tui

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"recoup/model"
)

// The tests look at a small made-up account through this backend: fixed reports, no clock, no file.

var saoPaulo = time.FixedZone("America/Sao_Paulo", -3*3600)

func noon(day int) model.Instant {
	return model.InstantOf(time.Date(2026, time.May, day, 9, 0, 0, 0, saoPaulo))
}

func brl(minor int64) model.Value { return model.MoneyOf(model.NewMoney(minor, "BRL")) }

// shop is the account of the tests: Loja da Ana.
type shop struct {
	info     model.SnapshotInfo
	query    model.Query
	rows     int // transactions in lists
	asked    []model.Query
	found    []model.Filter
	exports  []ExportRequest
	exists   map[string]bool
	fail     error
	changed  bool
	noSales  bool
	notBuilt map[model.SectionID]bool
	block    chan struct{} // when set, reports wait for it
}

func newShop() *shop {
	week := model.Period{From: model.NewDay(2026, 5, 4), To: model.NewDay(2026, 5, 10), Key: model.Last7Days}
	s := &shop{
		rows: 340, exists: map[string]bool{}, notBuilt: map[model.SectionID]bool{},
		info: model.SnapshotInfo{
			Account: "Loja da Ana", Zone: saoPaulo, TakenAt: noon(10), Rows: 1204, FirstDay: model.NewDay(2025, 1, 3),
		},
		query: model.Query{
			AsOf: noon(10), Zone: saoPaulo, Period: week, Comparison: model.WithPrevious, Basis: model.ByApproval, Measure: model.Collected,
		},
	}
	for _, id := range []model.SectionID{
		model.Strategies, model.MyInsights, model.MarketplaceAnalytics, model.Affiliations, model.RecoveryTools,
	} {
		s.notBuilt[id] = true
	}
	return s
}

func (s *shop) Info() model.SnapshotInfo { return s.info }

func (s *shop) DefaultQuery() model.Query { return s.query }

func (s *shop) Built(id model.SectionID) bool { return !s.notBuilt[id] }

func (s *shop) wait(ctx context.Context) error {
	if s.block != nil {
		select {
		case <-s.block:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return s.fail
}

func (s *shop) Report(ctx context.Context, id model.SectionID, q model.Query) (model.Report, error) {
	s.asked = append(s.asked, q)
	if err := s.wait(ctx); err != nil {
		return model.Report{}, err
	}
	r := model.Report{
		Section: id, AsOf: q.AsOf, Zone: q.Zone, Period: q.Period, Basis: q.Basis, Measure: q.Measure,
		Comparison: q.Comparison, Currency: "BRL", Filter: q.Filter,
	}
	if q.Currency != "" {
		r.Currency = q.Currency
	}
	if section, ok := model.SectionByID(id); ok {
		r.Title = section.Title
	}
	switch id {
	case model.Home:
		s.home(&r)
	case model.Sold:
		s.sold(&r)
	case model.DeclinedCards:
		s.declined(&r)
	case model.Club:
		r.Empty = model.NeverImported
		r.Missing = []model.MissingData{{Dataset: "club", Why: "Who opened which lesson is in the Club's own export.", How: "recoup import FILE"}}
	case model.Refunds:
		r.Empty = model.NothingMatches
	case model.LostSales:
		s.lost(&r)
	default:
		s.transactions(&r)
	}
	return r, nil
}

func figures(brl, usd model.Value) []model.Figure {
	return []model.Figure{{Currency: "BRL", Value: brl}, {Currency: "USD", Value: usd}}
}

func usd(minor int64) model.Value { return model.MoneyOf(model.NewMoney(minor, "USD")) }

func (s *shop) home(r *model.Report) {
	if s.noSales {
		r.Empty = model.NoSaleEver
		return
	}
	lost := &model.Filter{Set: model.Opportunities}
	r.Metrics = []model.Metric{
		{
			ID: "sales", Label: "Sales", Unit: model.UnitCount, Values: inBRL(model.CountOf(212)),
			Definition: "Transactions that were paid and kept, by the day of approval.", SQL: "select count(*) from v_sold",
			Behind: &model.Filter{Set: model.SoldSet},
		},
		{
			ID: "gross", Label: "Gross", Unit: model.UnitMoney, Better: 1, Values: inBRL(brl(4_122_000)),
			Previous: inBRL(brl(3_813_135)), Definition: "The prices of the sales, before fees.", SQL: "select sum(price) from v_sold",
			Behind: &model.Filter{Set: model.SoldSet},
		},
		{
			ID: "opportunities", Label: "Opportunities", Unit: model.UnitCount, Values: inBRL(model.CountOf(41)),
			Definition: "The last failed attempt of each buyer for each product.", Behind: lost,
		},
		{ID: "open", Label: "Open", Unit: model.UnitCount, Values: inBRL(model.CountOf(37))},
		{ID: "since_recovered", Label: "Since recovered", Unit: model.UnitCount, Values: inBRL(model.CountOf(4))},
		{ID: "at_stake", Label: "At stake", Unit: model.UnitMoney, Values: inBRL(brl(987_000)), Better: -1},
		{ID: "attempts", Label: "Attempts", Unit: model.UnitCount, Values: inBRL(model.CountOf(63))},
	}
	r.Charts = []model.Chart{perDay("")}
	r.Tables = []model.Table{{
		ID: "by_currency", Label: "By currency",
		Columns: []model.Column{
			{ID: "currency", Label: "Currency", Type: model.ColText}, {ID: "sales", Label: "Sales", Type: model.ColCount},
			{ID: "gross", Label: "Gross", Type: model.ColMoney}, {ID: "gross_before", Label: "Gross before", Type: model.ColMoney},
		},
		Rows: model.RowList{
			{Cells: []model.Value{model.TextOf("BRL"), model.CountOf(212), brl(4_122_000), brl(3_813_135)}},
			{Cells: []model.Value{model.TextOf("USD"), model.CountOf(12), usd(54_000), usd(55_102)}},
		},
	}}
}

func inBRL(v model.Value) []model.Figure { return []model.Figure{{Currency: "BRL", Value: v}} }

func perDay(tab string) model.Chart {
	c := model.Chart{ID: "per_day", Label: "Gross per day", Kind: model.Columns, Tab: tab, Unit: model.UnitMoney, Partial: true}
	now := model.Series{Label: "4–10 May", Currency: "BRL"}
	before := model.Series{Label: "27 Apr – 3 May", Currency: "BRL"}
	for i, minor := range []int64{412_200, 488_050, 701_000, 433_000, 902_345, 989_900, 195_505} {
		c.Labels = append(c.Labels, model.DayOfValue(model.NewDay(2026, 5, 4+i)))
		now.Points = append(now.Points, brl(minor))
		before.Points = append(before.Points, brl(minor*int64(12-i)/10+40_000))
	}
	c.Series = []model.Series{now, before}
	return c
}

var products = []string{"Curso de Aquarela", "Mentoria de Fotografia", "Comunidade Ateliê", "Ebook: Luz & Sombra"}

func (s *shop) sold(r *model.Report) {
	r.Metrics = []model.Metric{
		{
			ID: "gross", Label: "Gross", Unit: model.UnitMoney, Better: 1, Values: figures(brl(4_122_000), usd(54_000)), Previous: figures(brl(3_813_135), usd(55_102)),
			Definition: "The prices of the sales, before fees.", SQL: "select sum(price) from v_sold", Behind: &model.Filter{Set: model.SoldSet},
		},
		{
			ID: "sales", Label: "Sales", Unit: model.UnitCount, Better: 1, Values: figures(model.CountOf(212), model.CountOf(12)), Previous: figures(model.CountOf(216), model.CountOf(9)),
			Definition: "Transactions that were paid and kept.", SQL: "select count(*) from v_sold", Behind: &model.Filter{Set: model.SoldSet},
		},
		{ID: "average_ticket", Label: "Average ticket", Unit: model.UnitMoney, Better: 1, Values: figures(brl(19_443), usd(4_500))},
		{ID: "net", Label: "Net", Unit: model.UnitMoney, Better: 1, Values: []model.Figure{{Currency: "BRL", Value: model.Unknown()}}},
	}
	byProduct := model.Table{
		ID: "by_product", Label: "By product", SortBy: 2, Descending: true,
		Columns: []model.Column{
			{ID: "product", Label: "Product", Type: model.ColText}, {ID: "sales", Label: "Sales", Type: model.ColCount},
			{ID: "gross", Label: "Gross", Type: model.ColMoney}, {ID: "share", Label: "Share", Type: model.ColRatio},
		},
		Totals: []model.Value{model.Unknown(), model.CountOf(212), brl(4_122_000), model.Unknown()},
	}
	var list model.RowList
	for i, name := range products {
		n := int64(4 - i)
		list = append(list, model.Row{
			Cells: []model.Value{model.TextOf(name), model.CountOf(int(21 * n)), brl(412_200 * n), model.RatioOf(n, 10)},
			Find:  &model.Filter{Set: model.SoldSet, Products: []string{fmt.Sprint(1000 + i)}},
		})
	}
	byProduct.Rows = list
	byDay := model.Table{
		ID: "by_day", Label: "By day", SortBy: 0,
		Columns: []model.Column{{ID: "day", Label: "Day", Type: model.ColDay}, {ID: "gross", Label: "Gross", Type: model.ColMoney}},
	}
	days := model.RowList{}
	for i, p := range perDay("").Series[0].Points {
		day := model.NewDay(2026, 5, 4+i)
		days = append(days, model.Row{Cells: []model.Value{model.DayOfValue(day), p}})
	}
	byDay.Rows = days
	r.Tables = []model.Table{byProduct, byDay}
	r.Charts = []model.Chart{perDay("")}
	r.Notes = []model.Phrase{model.Say("{0} refunded since are not counted.", model.CountOf(3))}
}

func (s *shop) declined(r *model.Report) {
	r.Metrics = []model.Metric{{ID: "declines", Label: "Declines", Unit: model.UnitCount, Better: -1, Values: []model.Figure{{Value: model.CountOf(23)}}}}
	t := model.Table{
		ID: "by_reason", Label: "By reason", SortBy: 1, Descending: true,
		Columns: []model.Column{
			{ID: "reason", Label: "Reason", Type: model.ColEnum}, {ID: "declines", Label: "Declines", Type: model.ColCount},
			{ID: "value", Label: "Value", Type: model.ColMoney}, {ID: "retry", Label: "Same card again", Type: model.ColText, Wide: true},
		},
	}
	chart := model.Chart{ID: "reasons", Label: "Reasons", Kind: model.Bars, Tab: "by_reason", Unit: model.UnitCount}
	var list model.RowList
	series := model.Series{}
	for i, reason := range []model.DeclineReason{model.InsufficientFunds, model.RestrictedCard, model.InvalidData, model.ExpiredCard} {
		n := 11 - 3*i
		list = append(list, model.Row{
			Cells: []model.Value{model.EnumOf(string(reason), reason.Label()), model.CountOf(n), brl(int64(n) * 45_180), model.TextOf(reason.Fact().Retry)},
			Find:  &model.Filter{Set: model.CardDeclines, Reasons: []model.DeclineReason{reason}},
		})
		chart.Labels = append(chart.Labels, model.EnumOf(string(reason), reason.Label()))
		series.Points = append(series.Points, model.CountOf(n))
	}
	chart.Series = []model.Series{series}
	t.Rows = list
	r.Tables, r.Charts = []model.Table{t}, []model.Chart{chart}
}

func (s *shop) lost(r *model.Report) {
	s.home(r)
	r.Metrics, r.Charts = r.Metrics[2:], nil
	r.Tables = []model.Table{s.table("lost", "Lost sales", s.rows)}
}

func (s *shop) transactions(r *model.Report) {
	r.Tables = []model.Table{s.table("transactions", "Transactions", s.rows)}
}

func (s *shop) table(id, label string, n int) model.Table {
	return model.Table{
		ID: id, Label: label, SortBy: 1, Descending: true, Rows: sales{n},
		Columns: []model.Column{
			{ID: "code", Label: "Code", Type: model.ColText}, {ID: "date", Label: "Date", Type: model.ColInstant},
			{ID: "status", Label: "Status", Type: model.ColEnum}, {ID: "buyer", Label: "Buyer", Type: model.ColText, Personal: true},
			{ID: "product", Label: "Product", Type: model.ColText}, {ID: "price", Label: "Price", Type: model.ColMoney},
			{ID: "net", Label: "Net", Type: model.ColMoney}, {ID: "method", Label: "Method", Type: model.ColEnum},
		},
		Empty: model.Say("No transaction is in these days."),
	}
}

var buyers = []string{"José João Conceição", "Ana Souza", "水彩 太郎", "Maria de Lourdes dos Santos Albuquerque", "Łukasz Żak"}

// sales are rows made up cell by cell.
type sales struct{ n int }

func (r sales) Len() int { return r.n }

func (r sales) Cell(row, column int) model.Value {
	switch column {
	case 0:
		return model.TextOf(fmt.Sprintf("HP%010d", 1_000_000-row))
	case 1:
		return model.InstantOfMillis(noon(10).Add(-time.Duration(row) * 29 * time.Minute))
	case 2:
		status := model.Statuses()[row*7%len(model.Statuses())]
		return model.EnumOf(status.ID(), status.Label())
	case 3:
		return model.TextOf(buyers[row%len(buyers)])
	case 4:
		return model.TextOf(products[row%len(products)])
	case 5:
		return brl(int64(row%37)*3_190 + 9_700)
	case 6:
		if row%5 == 0 {
			return model.Unknown()
		}
		return brl(int64(row%37)*2_800 + 7_100)
	}
	return model.EnumOf("PIX", "Pix")
}

func (r sales) Behind(row int) (model.Filter, bool) {
	return model.Filter{Codes: []string{r.Cell(row, 0).Text().String()}}, true
}

func (s *shop) Headlines(ctx context.Context, q model.Query) ([]Headline, error) {
	if err := s.wait(ctx); err != nil {
		return nil, err
	}
	say := func(id model.SectionID, words string, args ...model.Value) Headline {
		return Headline{Section: id, Words: model.Say(words, args...)}
	}
	return []Headline{
		{Section: model.DeclinedCards, Count: model.CountOf(23)},
		{Section: model.CartAbandonment, Count: model.CountOf(57)},
		say(model.MySales, "{0} transactions · {1} awaiting payment", model.CountOf(1204), model.CountOf(38)),
		say(model.Balance, "{0} available · next {1}", brl(1_830_000), model.DayOfValue(model.NewDay(2026, 5, 22))),
		say(model.SalesOrigin, "{0} untracked", model.RatioOf(61, 100)),
		say(model.SmartInstallments, "{0} plans with issues", model.CountOf(9)),
		{Section: model.Club, Missing: true},
		say(model.Invoices, "{0} missing for April", model.CountOf(3)),
		say(model.Refunds, "{0} expire within 24 h", model.CountOf(2)),
		say(model.Subscriptions, "MRR {0} · churn {1}", brl(641_000), model.RatioOf(31, 1000)),
		say(model.Analytics, "funnel {0}", model.RatioOf(34, 1000)),
		say(model.RecoverSales, "{0} expected in 30 days", brl(324_000)),
		say(model.ChargebackSection, "{0} · room for {1}", model.RatioOf(42, 10000), model.CountOf(6)),
	}, nil
}

func (s *shop) Transactions(ctx context.Context, q model.Query, f model.Filter) (model.Report, error) {
	s.found = append(s.found, f)
	if err := s.wait(ctx); err != nil {
		return model.Report{}, err
	}
	return model.Report{Section: model.MySales, Title: "Transactions", Period: q.Period, Currency: "BRL", Tables: []model.Table{s.table("transactions", "Transactions", 12)}}, nil
}

func (s *shop) History(ctx context.Context, code string) (model.History, error) {
	if err := s.wait(ctx); err != nil {
		return model.History{}, err
	}
	t := model.Transaction{
		Code: code, Role: model.Producer, Status: model.NoFunds, StatusRaw: "Sem saldo", OrderedAt: noon(9),
		ProductID: "1000", ProductName: "Curso de Aquarela", PaymentType: model.CreditCard, CardBrand: "visa", Installments: 12,
		Price: model.NewMoney(199_700, "BRL"), Paid: model.NewMoney(262_656, "BRL"), InstallmentFee: model.NewMoney(62_956, "BRL"),
		Fee: model.NewMoney(14_878, "BRL"), RefusalRaw: "Saldo insuficiente para o cartão informado.",
		BuyerName: "José João Conceição", BuyerEmail: "jose@example.com", BuyerCountry: "Brasil", Channel: "Instagram",
	}
	t.Has = t.Has.With(model.FRole, model.FStatus, model.FStatusRaw, model.FOrderedAt, model.FProductID, model.FProductName, model.FPaymentType, model.FCardBrand,
		model.FInstallments, model.FPrice, model.FPaid, model.FInstallmentFee, model.FFee, model.FRefusalRaw, model.FBuyerName, model.FBuyerEmail, model.FBuyerCountry, model.FChannel)
	earlier := t
	earlier.Status = model.Started
	return model.History{Current: t, Observations: []model.Observation{
		{Source: model.SourceWebhook, FirstSeen: noon(9), LastSeen: noon(9), Transaction: earlier},
		{Source: model.SourceReport, FirstSeen: noon(9).Add(time.Hour), LastSeen: noon(10), Transaction: t},
	}}, nil
}

func (s *shop) Export(_ context.Context, r ExportRequest) (ExportResult, error) {
	s.exports = append(s.exports, r)
	if s.fail != nil {
		return ExportResult{}, s.fail
	}
	if s.exists[r.Path] && !r.Force {
		return ExportResult{}, model.Failed(fs.ErrExist, "Choose another name.", "%s is there already.", r.Path)
	}
	n := 37
	if r.Scope == ScopeTable {
		n = r.Table.Rows.Len()
	}
	return ExportResult{Path: "/home/ana/" + strings.TrimPrefix(r.Path, "/"), Rows: n, Totals: []model.Money{model.NewMoney(987_000, "BRL")}}, nil
}

func (s *shop) Reload(context.Context) (bool, error) { return s.changed, s.fail }
