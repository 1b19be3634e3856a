package export

import (
	"bytes"
	"testing"
	"time"

	"recoup/model"
)

// saoPaulo is the account's zone in these tests.
func saoPaulo(t testing.TB) *time.Location {
	t.Helper()
	zone, err := model.LoadZone("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func at(zone *time.Location, month time.Month, day, hour, minute int) model.Instant {
	return model.InstantOf(time.Date(2026, month, day, hour, minute, 7, 0, zone))
}

func brl(minor int64) model.Value { return model.MoneyOf(model.NewMoney(minor, "BRL")) }

func usd(minor int64) model.Value { return model.MoneyOf(model.NewMoney(minor, "USD")) }

func clp(minor int64) model.Value { return model.MoneyOf(model.NewMoney(minor, "CLP")) }

// lostSales is a report with every kind of value, more than one currency, and things that are not known.
func lostSales(t testing.TB) model.Report {
	zone := saoPaulo(t)
	return model.Report{
		Section: model.LostSales, Title: "Recovery Opportunities", AsOf: at(zone, time.May, 10, 9, 0), Zone: zone,
		Period: model.Period{From: model.NewDay(2026, time.May, 4), To: model.NewDay(2026, time.May, 10), Key: model.Last7Days},
		Basis:  model.ByOrder, Measure: model.Collected, Currency: model.AllCurrencies,
		Filter: model.Filter{
			Set: model.OpenOpportunities, Products: []string{"123"}, Buyers: []string{"ana@example.com"},
			Statuses: []model.Status{model.NoFunds}, PaymentTypes: []model.PaymentType{model.CreditCard}, Text: "ana",
		},
		Metrics: []model.Metric{
			{ID: "opportunities", Label: "Opportunities", Unit: model.UnitCount,
				Values:   []model.Figure{{Value: model.CountOf(1041)}},
				Previous: []model.Figure{{Value: model.CountOf(1000)}}},
			{ID: "open", Label: "Open", Unit: model.UnitCount, Values: []model.Figure{
				{Currency: "BRL", Value: model.CountOf(3)}, {Currency: "USD", Value: model.CountOf(1)}}},
			{ID: "at_stake", Label: "At stake", Unit: model.UnitMoney,
				Values:   []model.Figure{{Currency: "BRL", Value: brl(149_100)}, {Currency: "USD", Value: usd(9_700)}},
				Previous: []model.Figure{{Currency: "BRL", Value: brl(298_200)}, {Currency: "USD", Value: usd(0)}}},
			{ID: "recovery_rate", Label: "Recovery rate", Unit: model.UnitRatio,
				Values:   []model.Figure{{Value: model.RatioOf(312, 10_000)}},
				Previous: []model.Figure{{Value: model.RatioOf(512, 10_000)}}},
			{ID: "expected", Label: "Expected recovery", Unit: model.UnitMoney, Values: []model.Figure{{Currency: "BRL", Value: model.Unknown()}}},
		},
		Tables: []model.Table{opportunities(zone), byReason()},
		Charts: []model.Chart{{
			ID: "per_day", Label: "Per day", Kind: model.Columns, Unit: model.UnitCount, Partial: true,
			Labels: []model.Value{model.DayOfValue(model.NewDay(2026, time.May, 9)), model.DayOfValue(model.NewDay(2026, time.May, 10))},
			Series: []model.Series{{Label: "Opportunities", Points: []model.Value{model.CountOf(3), model.Unknown()}}},
		}},
		Missing: []model.MissingData{{Dataset: "carts", Why: "Abandoned carts were never imported.", How: "recoup import FOLDER"}},
		Notes:   []model.Phrase{model.Say("{0} are <open>, worth {1} & more.", model.CountOf(1037), brl(149_100))},
	}
}

func opportunities(zone *time.Location) model.Table {
	noFunds := model.EnumOf("INSUFFICIENT_FUNDS", "not enough limit")
	card := model.EnumOf("CREDIT_CARD", "Credit card")
	row := func(cells ...model.Value) model.Row { return model.Row{Cells: cells} }
	return model.Table{
		ID: "opportunities", Label: "Opportunities",
		Columns: []model.Column{
			{ID: "last_attempt", Label: "Last attempt", Type: model.ColInstant},
			{ID: "buyer", Label: "Buyer", Type: model.ColText, Personal: true},
			{ID: "phone", Label: "Phone", Type: model.ColText, Personal: true},
			{ID: "product", Label: "Product", Type: model.ColText},
			{ID: "value", Label: "Value", Type: model.ColMoney},
			{ID: "attempts", Label: "Attempts", Type: model.ColCount},
			{ID: "reason", Label: "Reason", Type: model.ColEnum},
			{ID: "method", Label: "Method", Type: model.ColEnum},
			{ID: "chance", Label: "Chance", Type: model.ColRatio},
			{ID: "due", Label: "Due", Type: model.ColDay},
			{ID: "age", Label: "Age", Type: model.ColDuration},
			{ID: "converted", Label: "Converted", Type: model.ColFlag},
		},
		Rows: model.RowList{
			row(model.InstantOfMillis(at(zone, time.May, 9, 22, 15)), model.TextOf("Ana \"Nina\" Souza"), model.TextOf("+5511987654321"), model.TextOf("Curso A; módulo 1"),
				brl(49_700), model.CountOf(3), noFunds, card, model.RatioOf(1, 8), model.DayOfValue(model.NewDay(2026, time.May, 12)), model.DurationOf(38_700_000), model.FlagOf(false)),
			row(model.InstantOfMillis(at(zone, time.May, 8, 0, 5)+250), model.TextOf("=HYPERLINK(\"http://x\")"), model.Unknown(), model.TextOf("Curso B, básico | 2"),
				usd(9_700), model.CountOf(1), noFunds, card, model.Unknown(), model.Unknown(), model.DurationOf(205_000_000), model.FlagOf(true)),
			row(model.InstantOfMillis(at(zone, time.May, 5, 12, 0)), model.TextOf("José da Conceição"), model.TextOf("(11) 98765-4321"), model.TextOf("Curso A; módulo 1"),
				brl(-5), model.CountOf(12_345), model.EnumOf("UNKNOWN", ""), model.EnumOf("PIX", "Pix"), model.RatioOf(1, 3), model.DayOfValue(model.NewDay(2026, time.May, 4)), model.DurationOf(61_000), model.FlagOf(false)),
			row(model.Unknown(), model.TextOf("東京 太郎"), model.TextOf(""), model.TextOf("Curso C"),
				model.Unknown(), model.CountOf(0), model.Unknown(), model.EnumOf("BILLET", "Bank slip"), model.RatioOf(0, 5), model.Unknown(), model.Unknown(), model.Unknown()),
		},
		Totals: []model.Value{
			model.Unknown(), model.Unknown(), model.Unknown(), model.Unknown(), brl(49_695), model.CountOf(12_349),
			model.Unknown(), model.Unknown(), model.Unknown(), model.Unknown(), model.Unknown(), model.Unknown(),
		},
		SortBy: 0, Descending: true,
	}
}

// byReason has a column for the currency, and amounts whose currency is another one.
func byReason() model.Table {
	return model.Table{
		ID: "by_reason", Label: "By reason",
		Columns: []model.Column{
			{ID: "reason", Label: "Reason", Type: model.ColEnum},
			{ID: "currency", Label: "Currency", Type: model.ColText},
			{ID: "value", Label: "Value", Type: model.ColMoney},
			{ID: "payout", Label: "Payout", Type: model.ColMoney},
		},
		Rows: model.RowList{
			{Cells: []model.Value{model.EnumOf("INSUFFICIENT_FUNDS", "not enough limit"), model.TextOf("BRL"), brl(49_700), brl(40_000)}},
			{Cells: []model.Value{model.EnumOf("GENERIC", "declined, no reason given"), model.TextOf("CLP"), clp(90_000), brl(40_000)}},
		},
		SortBy: -1,
	}
}

func inEnglish(t testing.TB) model.Formatter {
	return model.Formatter{Lang: model.LangEN, Zone: saoPaulo(t)}
}

func mustTable(t testing.TB, r model.Report, id string, o Options) ([]byte, Result) {
	t.Helper()
	var b bytes.Buffer
	result, err := Table(&b, r, id, o)
	if err != nil {
		t.Fatalf("%s as %s: %v", id, o.Format, err)
	}
	return b.Bytes(), result
}

func mustReport(t testing.TB, r model.Report, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Report(&b, r, o); err != nil {
		t.Fatalf("report as %s: %v", o.Format, err)
	}
	return b.Bytes()
}
