package world

import (
	"slices"
	"testing"

	"recoup/model"
)

func TestAWindowIsOfTheDateOfTheOrder(t *testing.T) {
	w := New(6, Options{})
	from, to := w.From.Add(40*day), w.From.Add(70*day)
	var want, got []string
	for _, tx := range w.Truth(w.To) {
		if tx.OrderedAt >= from && tx.OrderedAt <= to {
			want = append(want, tx.Code)
		}
	}
	for _, item := range w.SalesHistory(Query{At: w.To, From: from, To: to, Statuses: APIStatuses()}) {
		got = append(got, item["purchase"].(Item)["transaction"].(string))
	}
	slices.Reverse(got)
	if !slices.Equal(got, want) || len(want) < 20 {
		t.Errorf("%d sales instead of %d", len(got), len(want))
	}
	recent := w.SalesHistory(Query{At: w.To, Statuses: APIStatuses()})
	for _, item := range recent {
		if at := item["purchase"].(Item)["order_date"].(int64); at < int64(w.To.Add(-30*day)) {
			t.Errorf("without dates, a sale of %d is told", at)
		}
	}
	if len(recent) == 0 || len(recent) >= w.Sales() {
		t.Errorf("without dates, %d sales", len(recent))
	}
}

func TestTheAPISpellsStatusesItsOwnWay(t *testing.T) {
	all := APIStatuses()
	for _, word := range []string{"UNDER_ANALISYS", "PROCESSING_TRANSACTION", "PRINTED_BILLET", "CANCELLED", "COMPLETE", "OVERDUE"} {
		if !slices.Contains(all, word) {
			t.Errorf("there is no %s in %v", word, all)
		}
	}
	charges := map[any]bool{}
	w := New(6, Options{})
	for _, item := range w.SubscriptionTransactions(SubscriptionQuery{At: w.To, From: 1, To: w.To}) {
		charges[item["purchase"].(Item)["status"]] = true
	}
	if !charges["DELAYED"] || charges["OVERDUE"] {
		t.Errorf("charges are %v", charges)
	}
}

func TestEventsOfTwoPeriodsAreThoseOfBoth(t *testing.T) {
	w := New(6, Options{Sales: 100})
	all := w.Webhooks(w.From, w.To)
	cut := all[len(all)/2].At
	before, after := w.Webhooks(w.From, cut), w.Webhooks(cut, w.To)
	if len(before)+len(after) != len(all) || len(before) != len(all)/2 {
		t.Errorf("%d and %d of %d", len(before), len(after), len(all))
	}
}

func TestAPaymentIsKnownFromItsApprovalOn(t *testing.T) {
	w := New(6, Options{})
	waiting := 0
	for _, code := range w.Codes() {
		for i, st := range w.Life(code) {
			paid := slices.ContainsFunc(w.Life(code)[:i+1], func(s State) bool { return s.Status == model.Approved })
			tx, _ := w.Transaction(code, st.At)
			if tx.Has.Has(model.FApprovedAt) != paid || tx.Has.Has(model.FWarrantyUntil) != paid || (tx.ApprovedAt != 0) != paid {
				t.Errorf("%s is %s and paid %t, approved at %d", code, st.Status.ID(), paid, tx.ApprovedAt)
			}
			if !paid {
				waiting++
			}
		}
	}
	if waiting < 100 {
		t.Errorf("only %d states before a payment", waiting)
	}
}

func TestEventsTellWhenAPixIsDueAndNotWhenASlipIs(t *testing.T) {
	w := New(6, Options{})
	told := map[model.PaymentType]int{}
	dated := map[model.PaymentType]int{}
	for _, e := range readEvents(t, w, 0, w.To) {
		payment := e.purchase["payment"].(map[string]any)
		if _, ok := payment["pix_expiration_date"]; ok {
			dated[model.PaymentType(payment["type"].(string))]++
		}
	}
	for _, tx := range w.Told(model.SourceWebhook, w.To) {
		if tx.Has.Has(model.FDueAt) {
			told[tx.PaymentType]++
		}
	}
	if told[model.Pix] == 0 || told[model.Billet] != 0 || dated[model.Pix] == 0 || len(dated) != 1 {
		t.Errorf("told %v, in events %v", told, dated)
	}
}

func TestRoadsTogetherTellWhatAnyOfThemDoes(t *testing.T) {
	w := New(6, Options{})
	all := w.ToldTogether(w.To, model.SourceReport, model.SourceAPI, model.SourceWebhook)
	if len(all) != w.Sales() {
		t.Fatalf("%d of %d sales", len(all), w.Sales())
	}
	for i, truth := range w.Truth(w.To) {
		tx := all[i]
		if tx.Code != truth.Code || tx.Status != truth.Status || tx.BuyerUcode != truth.BuyerUcode || tx.Channel != truth.Channel {
			t.Errorf("%s is not told as it is", truth.Code)
		}
		if tx.Has&^truth.Has != 0 {
			t.Errorf("%s: more is told than is true", tx.Code)
		}
	}
	alone, webhooks := w.Told(model.SourceWebhook, w.To), w.ToldTogether(w.To, model.SourceWebhook)
	if !slices.Equal(alone, webhooks) {
		t.Error("one road together with none tells something else than alone")
	}
	for _, roads := range [][]model.Source{{model.SourceWebhook, model.SourceReport}, {model.SourceReport, model.SourceWebhook}} {
		truths := w.Truth(w.To)
		for i, tx := range w.ToldTogether(w.To, roads...) {
			if truth := truths[i]; tx.Status != truth.Status {
				t.Fatalf("%s is %s, not %s", tx.Code, tx.Status.ID(), truth.Status.ID())
			}
		}
	}
}

func BenchmarkTellings(b *testing.B) {
	w := New(1, Options{})
	for b.Loop() {
		w.DetailedCSV(w.To, ReportOptions{})
		w.WebhookBodies(w.From, w.To)
		w.SalesHistory(Query{At: w.To, From: w.From, To: w.To, Statuses: APIStatuses()})
	}
}
