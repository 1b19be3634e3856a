package world

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

// table reads a report that was written, by the names of its columns; of several with one name the last one counts.
func table(t *testing.T, report []byte) map[string]map[string]string {
	t.Helper()
	text, bom := bytes.CutPrefix(report, []byte("\ufeff"))
	if !bom {
		t.Error("the report does not begin with a byte order mark")
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	code := slices.IndexFunc(rows[0], func(name string) bool { return name == "Código da transação" || name == "Transação" })
	sales := map[string]map[string]string{}
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, name := range rows[0] {
			cells[name] = row[i]
		}
		sales[row[code]] = cells
	}
	if len(sales) != len(rows)-1 {
		t.Errorf("%d rows of %d sales", len(rows)-1, len(sales))
	}
	return sales
}

func TestTheReportsHaveTheirColumns(t *testing.T) {
	w := New(2, Options{})
	for name, c := range map[string]struct {
		rows    [][]string
		columns int
	}{"detailed": {w.DetailedRows(w.To, ReportOptions{}), 63}, "classic": {w.ClassicRows(w.To, ReportOptions{}), 59}} {
		if len(c.rows) != w.Sales()+1 {
			t.Errorf("%s: %d rows", name, len(c.rows))
		}
		for _, row := range c.rows {
			if len(row) != c.columns {
				t.Fatalf("%s: a row of %d cells: %q", name, len(row), row)
			}
		}
	}
}

func TestAReportIsWrittenAsItsReaderWantsIt(t *testing.T) {
	w := New(2, Options{Sales: 60})
	plain := w.DetailedCSV(w.To, ReportOptions{})
	bent := w.DetailedCSV(w.To, ReportOptions{Comma: '\t', NoBOM: true, CRLF: true, DecimalComma: true})
	if bytes.HasPrefix(bent, []byte("\ufeff")) || !bytes.Contains(bent, []byte("\t")) || bytes.Count(bent, []byte("\r\n")) != 61 {
		t.Error("the options are not kept")
	}
	if !regexp.MustCompile(`;\d+\.\d\d;`).Match(plain) || !regexp.MustCompile(`\t\d+,\d\d\t`).Match(bent) {
		t.Error("the decimals are not as asked for")
	}
	half := w.To.Add(-60 * day)
	early, late := w.DetailedRows(w.To, ReportOptions{To: half}), w.DetailedRows(w.To, ReportOptions{From: half})
	if len(early)+len(late) != 62 || len(early) == 1 || len(late) == 1 {
		t.Errorf("%d and %d rows of two periods", len(early), len(late))
	}
}

// TestAllTellingsOfOneSaleAgree holds the amounts, the dates and the people of every sale against each other as the detailed
// report, the classic one, the API and the last webhook have them.
func TestAllTellingsOfOneSaleAgree(t *testing.T) {
	w := New(4, Options{})
	detailed, classic := table(t, w.DetailedCSV(w.To, ReportOptions{})), table(t, w.ClassicCSV(w.To, ReportOptions{}))
	byAPI := map[string]Item{}
	for _, item := range w.SalesHistory(Query{At: w.To, From: w.From, To: w.To, Statuses: APIStatuses()}) {
		byAPI[item["purchase"].(Item)["transaction"].(string)] = item
	}
	events := lastEvents(t, w)
	told := 0
	for _, tx := range w.Truth(w.To) {
		row, old, item := detailed[tx.Code], classic[tx.Code], byAPI[tx.Code]["purchase"].(Item)
		same := func(what string, values ...any) {
			for _, v := range values[1:] {
				if v != values[0] {
					t.Errorf("%s %s: %v", tx.Code, what, values)
				}
			}
		}
		wall := tx.OrderedAt.In(w.Zone).Format("02/01/2006 15:04:05")
		same("order", wall, row["Data da transação"], old["Data de Venda"])
		same("order", int64(tx.OrderedAt), item["order_date"])
		same("paid", decimal(tx.Paid), row["Valor de compra com impostos"], old["Preço Total"])
		same("paid", amount(tx.Paid), item["price"].(Item)["value"])
		same("price", decimal(tx.Price), row["Valor de compra sem impostos"])
		same("status", tx.Status, model.ParseStatus(row["Status da transação"]), model.ParseStatus(old["Status"]), model.ParseStatus(item["status"].(string)))
		same("role", tx.Role, model.ParseRole(row["Venda feita como"]), model.ParseRole(old["Venda feita como"]), model.ParseRole(item["commission_as"].(string)))
		same("name", tx.BuyerName, row["Comprador(a)"], old["Nome"], byAPI[tx.Code]["buyer"].(Item)["name"])
		if e, ok := events[tx.Code]; ok {
			told++
			same("order", float64(tx.OrderedAt), e.purchase["order_date"])
			same("name", tx.BuyerName, e.buyer["name"])
			same("paid", number(tx.Paid), e.purchase["full_price"].(map[string]any)["value"])
		}
	}
	if told < w.Sales()*9/10 {
		t.Errorf("webhooks tell of %d sales only", told)
	}
}

func number(m model.Money) float64 {
	f, _ := strconv.ParseFloat(decimal(m), 64)
	return f
}

type purchaseEvent struct {
	event, status   string
	purchase, buyer map[string]any
	commissions     []any
}

func readEvents(t *testing.T, w *World, from, to model.Instant) []purchaseEvent {
	t.Helper()
	var all []purchaseEvent
	for _, body := range w.WebhookBodies(from, to) {
		var e struct {
			Event string
			Data  struct {
				Purchase, Buyer map[string]any
				Commissions     []any
			}
		}
		if err := json.Unmarshal(body, &e); err != nil {
			t.Fatal(err)
		}
		if e.Data.Purchase != nil {
			all = append(all, purchaseEvent{e.Event, e.Data.Purchase["status"].(string), e.Data.Purchase, e.Data.Buyer, e.Data.Commissions})
		}
	}
	return all
}

func lastEvents(t *testing.T, w *World) map[string]purchaseEvent {
	last := map[string]purchaseEvent{}
	for _, e := range readEvents(t, w, 0, w.To) {
		last[e.purchase["transaction"].(string)] = e
	}
	return last
}

func TestWebhooksSpellStatusesTheirOwnWay(t *testing.T) {
	want := map[string]string{
		"PURCHASE_APPROVED": "APPROVED", "PURCHASE_COMPLETE": "COMPLETED", "PURCHASE_CANCELED": "CANCELED", "PURCHASE_BILLET_PRINTED": "BILLET_PRINTED",
		"PURCHASE_PROTEST": "DISPUTE", "PURCHASE_REFUNDED": "REFUNDED", "PURCHASE_CHARGEBACK": "CHARGEBACK", "PURCHASE_EXPIRED": "EXPIRED",
		"PURCHASE_DELAYED": "DELAYED",
	}
	w := New(4, Options{})
	got := map[string]string{}
	for _, e := range readEvents(t, w, 0, w.To.Add(200*day)) {
		got[e.event] = e.status
	}
	for event, status := range want {
		if got[event] != status {
			t.Errorf("%s is %q and not %q", event, got[event], status)
		}
	}
}

// TestCommissionsAddUpToThePrice is the identity that every recorded event in reais obeys.
func TestCommissionsAddUpToThePrice(t *testing.T) {
	w := New(4, Options{})
	checked := 0
	for _, e := range readEvents(t, w, 0, w.To) {
		price := e.purchase["price"].(map[string]any)
		if price["currency_value"] != "BRL" {
			continue
		}
		left := model.NewMoney(0, "BRL")
		for _, c := range e.commissions {
			left = exact(left.Add(exact(model.ParseMoney(strconv.FormatFloat(c.(map[string]any)["value"].(float64), 'f', 2, 64), "BRL", model.DecimalDot))))
		}
		if number(left) != price["value"] {
			t.Errorf("%v: %s of %v", e.purchase["transaction"], decimal(left), price["value"])
		}
		checked++
	}
	if checked < 100 {
		t.Errorf("only %d events in reais", checked)
	}
}

func TestEveryKindOfEventIsSent(t *testing.T) {
	w := New(4, Options{})
	kinds, ids, secrets := map[string]int{}, map[string]bool{}, 0
	camel, snake := false, false
	var before model.Instant
	for _, e := range w.Webhooks(w.From, w.To) {
		kinds[e.Event]++
		if ids[e.ID] || e.At < before {
			t.Errorf("%s twice, or out of order", e.ID)
		}
		ids[e.ID], before = true, e.At
		if strings.Contains(string(e.Body), Hottok) {
			secrets++
		}
		camel = camel || strings.Contains(string(e.Body), `"newChargeDay"`)
		snake = snake || strings.Contains(string(e.Body), `"new_charge_day"`)
		if dated := strings.Contains(string(e.Body), `"creationDate"`); dated != (e.Event == "CLUB_FIRST_ACCESS") {
			t.Errorf("%s spells its date otherwise: %t", e.Event, dated)
		}
	}
	for _, kind := range []string{"PURCHASE_OUT_OF_SHOPPING_CART", "SUBSCRIPTION_CANCELLATION", "SWITCH_PLAN", "UPDATE_SUBSCRIPTION_CHARGE_DATE",
		"CLUB_FIRST_ACCESS", "CLUB_MODULE_COMPLETED"} {
		if kinds[kind] == 0 {
			t.Errorf("no %s in %v", kind, kinds)
		}
	}
	if secrets == 0 || secrets > len(ids)/2 || !camel || !snake {
		t.Errorf("%d of %d events carry the secret; camel %t, snake %t", secrets, len(ids), camel, snake)
	}
}

func TestWhatARoadTellsIsTrueAndNoMoreThanItCarries(t *testing.T) {
	w := New(6, Options{})
	at := w.To.Add(-20 * day)
	for _, road := range []model.Source{model.SourceReport, model.SourceAPI, model.SourceWebhook} {
		var all model.FieldSet
		for _, tx := range w.Told(road, at) {
			truth, _ := w.Transaction(tx.Code, at)
			for f := range model.FieldCount {
				if !tx.Has.Has(f) || f == model.FStatus && road == model.SourceWebhook {
					continue
				}
				var a, b model.Transaction
				a.Copy(&tx, f)
				b.Copy(&truth, f)
				if a != b || !truth.Has.Has(f) {
					t.Errorf("%s tells %s of %s otherwise than it is", road.Label(), f.Name(), tx.Code)
				}
			}
			all |= tx.Has
		}
		if all != CarriedBy(road) {
			for f := range model.FieldCount {
				if all.Has(f) != CarriedBy(road).Has(f) {
					t.Errorf("%s: %s is told %t, carried %t", road.Label(), f.Name(), all.Has(f), CarriedBy(road).Has(f))
				}
			}
		}
	}
}

func TestNothingIsToldBeforeItHappens(t *testing.T) {
	w := New(6, Options{})
	at := w.To.Add(-45 * day)
	for _, tx := range w.Truth(at) {
		for _, moment := range []model.Instant{tx.OrderedAt, tx.ApprovedAt, tx.ReversedAt} {
			if moment > at {
				t.Errorf("%s knows of %v at %v", tx.Code, moment, at)
			}
		}
		if tx.Has.Has(model.FReversedAt) != (tx.Status.Class() == model.ClassReversed) {
			t.Errorf("%s is %s; given back at %d", tx.Code, tx.Status.ID(), tx.ReversedAt)
		}
	}
	if w.Carts(at) == 0 || w.Carts(at) >= w.Carts(w.To) {
		t.Errorf("%d carts, then %d", w.Carts(at), w.Carts(w.To))
	}
	for _, moment := range w.Turns(at, w.To)[:10] {
		before, after := w.Truth(moment-1), w.Truth(moment)
		if slices.EqualFunc(before, after, func(a, b model.Transaction) bool { return a == b }) {
			t.Errorf("nothing changed at %d", moment)
		}
	}
}

func TestCommissionsAreEmptyUntilTheyAreSettled(t *testing.T) {
	w := New(6, Options{})
	for _, code := range w.Codes() {
		settled := w.SettledAt(code)
		if settled == 0 {
			continue
		}
		if got := commissionsOf(w, code, settled-1); got != 0 {
			t.Errorf("%s has %d commissions before it is settled", code, got)
		}
		if got := commissionsOf(w, code, settled); got == 0 {
			t.Errorf("%s has no commissions when it is settled", code)
		}
		tx, _ := w.Transaction(code, w.To.Add(100*day))
		if wait := time.Duration(settled-tx.ApprovedAt) * time.Millisecond; wait > SettlesWithin {
			t.Errorf("%s waits %s", code, wait)
		}
	}
}

func commissionsOf(w *World, code string, at model.Instant) int {
	n := 0
	for _, item := range w.SalesCommissions(Query{At: at, Transaction: code}) {
		n += len(item["commissions"].([]Item))
	}
	return n
}

func TestTheSummaryIsTheSumOfWhatTheAccountReceived(t *testing.T) {
	w := New(6, Options{})
	q := Query{At: w.To, From: w.From, To: w.To}
	var purse model.Purse
	n := 0
	for _, tx := range w.Truth(w.To) {
		if tx.Status == model.Approved || tx.Status == model.Complete {
			n++
			if err := purse.Add(tx.MyNet); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, item := range w.SalesSummary(q) {
		total := item["total_value"].(Item)
		want, _ := purse.Of(model.Currency(total["currency_code"].(string)))
		if total["value"] != amount(want) {
			t.Errorf("%v instead of %s", total, decimal(want))
		}
		n -= item["total_items"].(int)
	}
	if n != 0 {
		t.Errorf("%d sales are not in the summary", n)
	}
}

func TestSubscriptionsChargeByTheirPlan(t *testing.T) {
	w := New(6, Options{})
	charges := map[string][]int64{}
	for _, tx := range w.Truth(w.To) {
		if tx.Subscriber != "" {
			charges[tx.Subscriber] = append(charges[tx.Subscriber], tx.Recurrence)
		}
	}
	several := 0
	for code, numbers := range charges {
		for i := 1; i < len(numbers); i++ {
			if numbers[i] != numbers[i-1]+1 {
				t.Errorf("%s charges %v", code, numbers)
			}
		}
		if len(numbers) > 1 {
			several++
		}
		if items, ok := w.Purchases(code, w.To); !ok || len(items) != len(numbers) {
			t.Errorf("%s: %d purchases of %d", code, len(items), len(numbers))
		}
	}
	if several < 10 {
		t.Errorf("%d subscriptions were charged again", several)
	}
	seconds, statuses := 0, map[any]bool{}
	list := w.Subscriptions(SubscriptionQuery{At: w.To, From: 1, To: w.To})
	for _, item := range list {
		if item["accession_date"].(int64) < 100_000_000_000 {
			seconds++
		}
		statuses[item["status"]] = true
	}
	if seconds == 0 || seconds == len(list) || !statuses["ACTIVE"] || !statuses["DELAYED"] || !statuses["CANCELLED_BY_CUSTOMER"] {
		t.Errorf("%d of %d dates in seconds; statuses %v", seconds, len(list), statuses)
	}
	if recent := w.Subscriptions(SubscriptionQuery{At: w.To}); len(recent) == 0 || len(recent) >= len(list) {
		t.Errorf("by default %d of %d", len(recent), len(list))
	}
}
