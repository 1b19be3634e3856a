package model_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"recoup/model"
)

func sighting(source model.Source, at model.Instant, status model.Status, change func(*model.Transaction)) model.Observation {
	t := model.Transaction{Code: "HP1", Status: status, StatusRaw: status.ID()}
	t.Has = t.Has.With(model.FStatus, model.FStatusRaw)
	if change != nil {
		change(&t)
	}
	return model.Observation{Source: source, FirstSeen: at, LastSeen: at, Hash: fmt.Sprint(source, at, status, t.Has), Transaction: t}
}

func TestTheLaterSightingWins(t *testing.T) {
	got := model.Project("HP1", []model.Observation{
		sighting(model.SourceReport, 200, model.Complete, nil),
		sighting(model.SourceReport, 100, model.Approved, nil),
	})
	if got.Status != model.Complete {
		t.Errorf("status %s, want COMPLETE", got.Status.ID())
	}
}

func TestAPaymentThatWentThroughIsNotUndoneByALaterFailure(t *testing.T) {
	got := model.Project("HP1", []model.Observation{
		sighting(model.SourceWebhook, 100, model.Approved, nil),
		sighting(model.SourceReport, 900, model.WaitingPayment, nil),
	})
	if got.Status != model.Approved {
		t.Errorf("status %s, want APPROVED", got.Status.ID())
	}
}

func TestARefundIsFinalButARefundRequestIsNot(t *testing.T) {
	refunded := model.Project("HP1", []model.Observation{
		sighting(model.SourceReport, 100, model.Refunded, nil),
		sighting(model.SourceReport, 900, model.Approved, nil),
	})
	if refunded.Status != model.Refunded {
		t.Errorf("status %s, want REFUNDED", refunded.Status.ID())
	}
	withdrawn := model.Project("HP1", []model.Observation{
		sighting(model.SourceWebhook, 100, model.Protested, nil),
		sighting(model.SourceWebhook, 900, model.Complete, nil),
	})
	if withdrawn.Status != model.Complete {
		t.Errorf("status %s, want COMPLETE: the buyer withdrew the request", withdrawn.Status.ID())
	}
}

func TestAFactThatTheWinnerDoesNotCarryIsKeptFromTheOther(t *testing.T) {
	got := model.Project("HP1", []model.Observation{
		sighting(model.SourceReport, 100, model.Approved, func(t *model.Transaction) {
			t.BuyerPhone, t.Has = "+55 11 90000-0000", t.Has.With(model.FBuyerPhone)
		}),
		sighting(model.SourceWebhook, 200, model.Refunded, func(t *model.Transaction) {
			t.ReversedAt, t.Has = 200, t.Has.With(model.FReversedAt)
		}),
	})
	if got.BuyerPhone == "" || got.ReversedAt != 200 || got.Status != model.Refunded {
		t.Errorf("got %+v: a fact was lost", got)
	}
}

func TestSameCodeTwoRoles(t *testing.T) {
	inRole := func(role model.Role, net int64) model.Observation {
		return sighting(model.SourceReport, 100, model.Approved, func(t *model.Transaction) {
			t.Role, t.MyNet = role, model.NewMoney(net, "BRL")
			t.Has = t.Has.With(model.FRole, model.FMyNet)
		})
	}
	got := model.Project("HP1", []model.Observation{inRole(model.Affiliate, 2446), inRole(model.Producer, 24304)})
	if got.Role != model.Producer || got.MyNet != model.NewMoney(26750, "BRL") {
		t.Errorf("role %s, net %v; want PRODUCER and the sum of both", got.Role.ID(), got.MyNet)
	}
}

func TestAnAmountInAnotherCurrencyThanItsGroupIsUnknown(t *testing.T) {
	got := model.Project("HP1", []model.Observation{
		sighting(model.SourceWebhook, 200, model.Approved, func(t *model.Transaction) {
			t.Price, t.Has = model.NewMoney(562521, "CLP"), t.Has.With(model.FPrice)
		}),
		sighting(model.SourceReport, 100, model.Approved, func(t *model.Transaction) {
			t.Paid, t.Has = model.NewMoney(618, "USD"), t.Has.With(model.FPaid)
		}),
	})
	if got.Has.Has(model.FPaid) || got.Price.Currency() != "CLP" {
		t.Errorf("price %v, paid known %v: two currencies in one sale", got.Price, got.Has.Has(model.FPaid))
	}
}

func TestProjectionDoesNotDependOnTheOrderOfArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seen := make([]model.Observation, rapid.IntRange(1, 6).Draw(t, "n"))
		for i := range seen {
			seen[i] = randomSighting(t)
		}
		want := model.Project("HP1", seen)
		shuffled := rapid.Permutation(seen).Draw(t, "order")
		shuffled = append(shuffled, shuffled[rapid.IntRange(0, len(shuffled)-1).Draw(t, "again")])
		got := model.Project("HP1", shuffled)
		if diff := cmp.Diff(want, got, cmpopts.EquateComparable(model.Money{})); diff != "" {
			t.Fatalf("arrival order changed the state:\n%s", diff)
		}
	})
}

func TestOutranksIsATotalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := randomSighting(t), randomSighting(t), randomSighting(t)
		if a.Outranks(&b) && b.Outranks(&a) {
			t.Fatal("two observations outrank each other")
		}
		if a.Outranks(&b) && b.Outranks(&c) && !a.Outranks(&c) {
			t.Fatal("the order has a cycle")
		}
		if a.Hash != b.Hash && !a.Outranks(&b) && !b.Outranks(&a) {
			t.Fatal("two different observations have no order")
		}
	})
}

func randomSighting(t *rapid.T) model.Observation {
	status := rapid.SampledFrom(model.Statuses()).Draw(t, "status")
	at := model.Instant(rapid.Int64Range(1, 4).Draw(t, "at"))
	source := rapid.SampledFrom([]model.Source{model.SourceReport, model.SourceAPI, model.SourceWebhook}).Draw(t, "source")
	o := sighting(source, at, status, func(tr *model.Transaction) {
		tr.Role = rapid.SampledFrom([]model.Role{model.RoleUnknown, model.Affiliate, model.Producer}).Draw(t, "role")
		if tr.Role != model.RoleUnknown {
			tr.Has = tr.Has.With(model.FRole)
		}
		if rapid.Bool().Draw(t, "carries a price") {
			currency := rapid.SampledFrom([]model.Currency{"BRL", "USD"}).Draw(t, "currency")
			tr.Price, tr.Has = model.NewMoney(rapid.Int64Range(0, 3).Draw(t, "price"), currency), tr.Has.With(model.FPrice)
			tr.Paid, tr.Has = tr.Price, tr.Has.With(model.FPaid)
		}
		if rapid.Bool().Draw(t, "carries a phone") {
			tr.BuyerPhone, tr.Has = rapid.SampledFrom([]string{"1", "2"}).Draw(t, "phone"), tr.Has.With(model.FBuyerPhone)
		}
	})
	o.Hash = fmt.Sprintf("%s %d %s %d %v %s", o.Source.ID(), at, status.ID(), o.Transaction.Role, o.Transaction.Price, o.Transaction.BuyerPhone)
	return o
}

func TestOrderCodeGroupsOneCheckout(t *testing.T) {
	for _, tt := range []struct {
		name string
		t    model.Transaction
		want string
	}{
		{"a plain sale is its own order", model.Transaction{Code: "HP3609747213"}, "HP3609747213"},
		{"items of one checkout share the code before their suffix", model.Transaction{Code: "HP3609747213C2"}, "HP3609747213"},
		{"a bump belongs to its parent", model.Transaction{Code: "HP2", ParentCode: "HP1C1"}, "HP1"},
		{"a renewal is an order of its own", model.Transaction{Code: "HP2", ParentCode: "HP1", Recurrence: 2}, "HP2"},
	} {
		if got := tt.t.OrderCode(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestBuyerKeyTakesTheFirstThatIsKnown(t *testing.T) {
	for _, tt := range []struct {
		t    model.Transaction
		want string
	}{
		{model.Transaction{BuyerEmail: " Ana@Example.com ", BuyerDocument: "123"}, "ana@example.com"},
		{model.Transaction{BuyerDocument: "123.456.789-09", BuyerUcode: "u"}, "doc:12345678909"},
		{model.Transaction{BuyerUcode: "u-1", BuyerPhone: "+55 11"}, "ucode:u-1"},
		{model.Transaction{BuyerPhone: "+55 (11) 90000-0000"}, "tel:5511900000000"},
		{model.Transaction{}, ""},
	} {
		if got, _ := tt.t.BuyerKey(); got != tt.want {
			t.Errorf("BuyerKey = %q, want %q", got, tt.want)
		}
	}
}
