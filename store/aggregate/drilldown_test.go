package aggregate

import (
	"context"
	"fmt"
	"testing"

	"recoup/model"
)

// found asks for the transactions behind a filter, in a currency.
func found(t *testing.T, d *Data, q model.Query, f model.Filter, c model.Currency) (count int, value int64) {
	t.Helper()
	if f.Currency == "" {
		q.Currency = c
	}
	r, err := d.Transactions(context.Background(), q, f)
	if err != nil {
		t.Fatalf("%+v: %v", f, err)
	}
	tab, _ := r.Table("transactions")
	column := columnOf(t, tab, "value")
	var sum model.Sum
	for i := range tab.Rows.Len() {
		sum.Add(tab.Rows.Cell(i, column).Int())
	}
	value, _ = sum.Minor()
	return tab.Rows.Len(), value
}

// distinct are the counts of something other than transactions; their rows are the transactions they are told apart in.
var distinct = map[string]bool{"orders": true, "buyers": true, "buyers_declined": true}

// pricedOnly are the amounts that add up the prices of the rows behind them.
var pricedOnly = map[string]bool{"booked": true, "charged_back_since": true, "in_dispute": true, "at_stake": true, "declined_value": true, "open_value": true,
	"refunded_value_by_event": true, "queue_value": true,
}

// counts is the column of a table that counts the transactions behind a row; a table that is not named has one for each row.
var counts = map[string]string{
	"sold by_product": "sales", "sold by_day": "sales", "sold bridge": "transactions", "sold by_payment": "sales", "sold by_currency": "sales",
	"lost-sales open": "attempts", "lost-sales literal": "attempts", "lost-sales by_cause": "opportunities", "lost-sales by_product": "opportunities",
	"my-sales buyers": "purchases", "my-sales by_status": "transactions", "home by_currency": "sales",
	"declined-cards by_reason": "declines", "declined-cards raw": "declines", "declined-cards people": "attempts",
	"declined-cards by_product": "declines", "declined-cards by_brand": "declines", "declined-cards by_installments": "declines",
	"declined-cards by_country": "declines", "declined-cards by_hour": "declines",
	"refunds by_product": "returned", "refunds by_method": "returned", "refunds by_affiliate": "returned", "refunds by_week": "returned",
	"recover-sales queue": "attempts", "recover-sales by_well": "people",
}

// TestANumberAndItsRowsAgree asks, for every number and every row of every section that can be opened, for the transactions
// behind it, and finds as many as the number says.
func TestANumberAndItsRowsAgree(t *testing.T) {
	d := account(t, generated(11, 1500, 120)...)
	all := func(q *model.Query) { q.Currency = model.AllCurrencies }
	queries := map[string][]func(*model.Query){
		"last week":    {all},
		"four months":  {all, period("2026-01-10", "2026-05-10")},
		"one currency": {period("2026-04-01", "2026-05-10")},
		"by order":     {all, period("2026-04-01", "2026-05-10"), func(q *model.Query) { q.Basis = model.ByOrder }},
		"booked":       {all, period("2026-03-01", "2026-05-10"), func(q *model.Query) { q.Measure = model.Booked }},
		"filtered": {all, period("2026-03-01", "2026-05-10"), func(q *model.Query) {
			q.Filter.Products = []string{"101", "102", "103"}
			q.Filter.PaymentTypes = []model.PaymentType{model.CreditCard, model.Pix}
		}},
	}
	for name, change := range queries {
		q := DefaultQuery(d.Info())
		for _, c := range change {
			c(&q)
		}
		for _, b := range registry() {
			r, err := d.Report(context.Background(), b.id, q)
			if err != nil {
				t.Fatal(err)
			}
			where := fmt.Sprintf("%s, %s", name, b.id)
			opened := agreeOnMetrics(t, d, q, r, where) + agreeOnRows(t, d, q, r, where)
			if opened < 10 {
				t.Errorf("%s: only %d numbers could be opened", where, opened)
			}
		}
	}
}

func agreeOnMetrics(t *testing.T, d *Data, q model.Query, r model.Report, where string) (opened int) {
	t.Helper()
	for _, m := range r.Metrics {
		if m.Behind == nil {
			continue
		}
		for _, figure := range m.Values {
			count, value := found(t, d, q, *m.Behind, figure.Currency)
			opened++
			switch {
			case m.Unit == model.UnitCount && distinct[m.ID]:
				if (count == 0) != (figure.Value.Count() == 0) || count < figure.Value.Count() {
					t.Errorf("%s: %s says %d, of %d transactions", where, m.ID, figure.Value.Count(), count)
				}
			case m.Unit == model.UnitCount && count != figure.Value.Count():
				t.Errorf("%s: %s in %s says %d, %d transactions are behind it", where, m.ID, figure.Currency, figure.Value.Count(), count)
			case pricedOnly[m.ID] && q.Measure == model.Collected && value != figure.Value.Int():
				t.Errorf("%s: %s in %s says %d, the rows behind it add up to %d", where, m.ID, figure.Currency, figure.Value.Int(), value)
			}
		}
	}
	return opened
}

func agreeOnRows(t *testing.T, d *Data, q model.Query, r model.Report, where string) (opened int) {
	t.Helper()
	for _, tab := range r.Tables {
		column, counted := -1, counts[string(r.Section)+" "+tab.ID]
		if counted != "" {
			column = columnOf(t, tab, counted)
		}
		for i := 0; i < tab.Rows.Len(); i += 1 + tab.Rows.Len()/60 {
			f, ok := tab.Rows.Behind(i)
			if !ok {
				continue
			}
			opened++
			want := 1
			if column >= 0 {
				want = tab.Rows.Cell(i, column).Count()
			}
			if count, _ := found(t, d, q, f, ""); count != want {
				t.Errorf("%s: row %d of %s says %d, %d transactions are behind it: %+v", where, i, tab.ID, want, count, f)
			}
		}
	}
	return opened
}
