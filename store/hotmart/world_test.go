package hotmart

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"recoup/model"
	"recoup/store/world"
)

// project gives the current state of each transaction from changes.
func project(changes []model.Change) map[string]model.Transaction {
	seen := map[string][]model.Observation{}
	for i, c := range changes {
		if t := c.Transaction; t != nil && t.Has != 0 {
			seen[t.Code] = append(seen[t.Code], model.Observation{
				Source: c.Source, FirstSeen: c.SeenAt, LastSeen: c.SeenAt, Hash: fmt.Sprint(i), Transaction: *t})
		}
	}
	current := map[string]model.Transaction{}
	for code, observations := range seen {
		current[code] = model.Project(code, observations)
	}
	return current
}

// agree compares what was read with what the road can tell, fact by fact. What was read beyond that must be true.
func agree(t *testing.T, w *world.World, at model.Instant, got map[string]model.Transaction, told []model.Transaction) {
	t.Helper()
	wrong := map[string]int{}
	for i := range told {
		want := &told[i]
		have, ok := got[want.Code]
		if !ok {
			t.Errorf("%s was not read", want.Code)
			continue
		}
		truth, _ := w.Transaction(want.Code, at)
		for f := model.Field(0); f < model.FieldCount; f++ {
			if f == model.FStatusRaw || !want.Has.Has(f) && !have.Has.Has(f) {
				continue
			}
			if have.Has.Has(f) && (said(want.Ref(f)) == said(have.Ref(f)) || !want.Has.Has(f) && said(truth.Ref(f)) == said(have.Ref(f))) {
				continue
			}
			if wrong[f.Name()]++; wrong[f.Name()] <= 2 {
				t.Errorf("%s %s: read %v %q, told %v %q", want.Code, f.Name(), have.Has.Has(f), said(have.Ref(f)), want.Has.Has(f), said(want.Ref(f)))
			}
		}
	}
	for name, n := range wrong {
		t.Errorf("%s is wrong in %d of %d transactions", name, n, len(told))
	}
	if len(got) != len(told) {
		t.Errorf("%d transactions were read of %d", len(got), len(told))
	}
}

func TestWebhooksOfAWholeAccountSayWhatIsTrue(t *testing.T) {
	w := world.New(7, world.Options{})
	var changes []model.Change
	for _, body := range w.WebhookBodies(0, w.To) {
		event, change, err := ReadEvent(body, w.To)
		if err != nil || !event.Known {
			t.Fatalf("%+v, %v\n%s", event, err, body)
		}
		if strings.Contains(told(change), world.Hottok) {
			t.Fatalf("the secret came out:\n%s", told(change))
		}
		changes = append(changes, change)
	}
	agree(t, w, w.To, project(changes), w.Told(model.SourceWebhook, w.To))
}

func TestTheAPIsAnswersOfAWholeAccountSayWhatIsTrue(t *testing.T) {
	w := world.New(7, world.Options{})
	at, settled := w.To, w.To.Add(world.SettlesWithin)
	account := Account{Ucode: w.Account.Ucode}
	var changes []model.Change
	read := func(items []world.Item, read func(json.RawMessage) (model.Change, error)) {
		t.Helper()
		if len(items) == 0 {
			t.Fatal("nothing to read")
		}
		for _, item := range items {
			text, err := json.Marshal(item)
			if err != nil {
				t.Fatal(err)
			}
			change, err := read(text)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			changes = append(changes, change)
		}
	}
	all := world.Query{At: at, From: w.From, To: at, Statuses: world.APIStatuses()}
	read(w.SalesHistory(all), func(i json.RawMessage) (model.Change, error) { return SalesHistory(i, at) })
	later := all
	later.At = settled
	paid := map[string]bool{}
	for _, tx := range w.Told(model.SourceAPI, at) {
		paid[tx.Code] = tx.Has.Has(model.FMyNet)
	}
	read(slices.DeleteFunc(w.SalesCommissions(later), func(i world.Item) bool { return !paid[i["transaction"].(string)] }), func(i json.RawMessage) (model.Change, error) { return SalesCommissions(i, at, account) })
	read(w.SalesPriceDetails(all), func(i json.RawMessage) (model.Change, error) { return SalesPriceDetails(i, at) })
	read(w.SalesUsers(all), func(i json.RawMessage) (model.Change, error) { return SalesUsers(i, at) })
	charges := world.SubscriptionQuery{At: at, From: w.From, To: at}
	read(w.SubscriptionTransactions(charges), func(i json.RawMessage) (model.Change, error) { return SubscriptionTransactions(i, at) })
	agree(t, w, w.To, project(changes), w.Told(model.SourceAPI, w.To))
}
