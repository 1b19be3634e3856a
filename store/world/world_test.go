package world

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

var sameMoney = cmp.Comparer(func(a, b model.Money) bool { return a == b })

func TestASeedGivesTheSameAccount(t *testing.T) {
	a, b := New(7, Options{}), New(7, Options{})
	if diff := cmp.Diff(a.Truth(a.To), b.Truth(b.To), sameMoney); diff != "" {
		t.Errorf("one seed gave two accounts:\n%s", diff)
	}
	if other := New(8, Options{}); slices.Equal(a.Codes(), other.Codes()) {
		t.Error("two seeds gave the same codes")
	}
}

func TestAnAccountHasAsManySalesAsAskedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 400).Draw(t, "sales")
		w := New(rapid.Uint64().Draw(t, "seed"), Options{Sales: n})
		if w.Sales() != n {
			t.Fatalf("%d sales instead of %d", w.Sales(), n)
		}
		codes := w.Codes()
		slices.Sort(codes)
		if len(slices.Compact(codes)) != n {
			t.Fatal("two sales have one code")
		}
	})
}

func TestEveryStatusOfTheAPIIsSomeSalesCurrentOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		to := model.InstantOf(time.Date(2026, 3, 1, 15, 4, 5, 0, time.UTC))
		w := New(rapid.Uint64().Draw(t, "seed"), Options{Sales: 40, From: to.Add(-30 * day), To: to})
		have := map[model.Status]bool{}
		for _, tx := range w.Truth(w.To) {
			have[tx.Status] = true
		}
		for _, s := range model.Statuses() {
			if !have[s] {
				t.Errorf("no sale is %s", s.ID())
			}
		}
	})
}

// follows is what may come after each status.
var follows = map[model.Status][]model.Status{
	model.Started: {model.WaitingPayment, model.PrintedBillet, model.Processing, model.UnderAnalysis, model.PreOrder, model.Approved,
		model.Cancelled, model.NoFunds, model.Blocked, model.Overdue},
	model.WaitingPayment:    {model.Approved, model.Expired},
	model.PrintedBillet:     {model.Approved, model.Expired},
	model.Processing:        {model.Approved},
	model.UnderAnalysis:     {model.Approved, model.Cancelled},
	model.PreOrder:          {model.Approved},
	model.Overdue:           {model.Approved},
	model.Approved:          {model.Complete, model.Protested, model.Refunded, model.Chargeback, model.PartiallyRefunded},
	model.Complete:          {model.Refunded, model.Chargeback},
	model.Protested:         {model.Refunded, model.Approved},
	model.Chargeback:        {model.Approved},
	model.Refunded:          {},
	model.PartiallyRefunded: {},
	model.Cancelled:         {},
	model.NoFunds:           {},
	model.Blocked:           {},
	model.Expired:           {},
}

func TestEverySaleLivesALegalLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := New(rapid.Uint64().Draw(t, "seed"), Options{})
		for _, code := range w.Codes() {
			life := w.Life(code)
			tx, _ := w.Transaction(code, w.To.Add(400*day))
			if life[0] != (State{tx.OrderedAt, model.Started}) || tx.OrderedAt < w.From || tx.OrderedAt >= w.To {
				t.Fatalf("%s begins with %+v, ordered at %d", code, life[0], tx.OrderedAt)
			}
			for i := 1; i < len(life); i++ {
				if life[i].At <= life[i-1].At || !slices.Contains(follows[life[i-1].Status], life[i].Status) {
					t.Fatalf("%s goes from %s at %d to %s at %d", code, life[i-1].Status.ID(), life[i-1].At, life[i].Status.ID(), life[i].At)
				}
				if s := life[i].Status; (s == model.Refunded || s == model.Chargeback) && life[i].At > tx.OrderedAt.Add(165*day) {
					t.Fatalf("%s is given back after %d days", code, (life[i].At-tx.OrderedAt)/86_400_000)
				}
			}
		}
	})
}

func TestMoneyObeysTheIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := New(rapid.Uint64().Draw(t, "seed"), Options{})
		currencies := map[model.Currency]bool{}
		for _, tx := range w.Truth(w.To) {
			currencies[tx.Price.Currency()] = true
			sumIs(t, tx.Code+": price + tax + interest = paid", tx.Paid, tx.Price, tx.LocalTax, tx.InstallmentFee)
			sumIs(t, tx.Code+": fees + shares = gross", tx.Gross, tx.Fee, tx.StreamingFee, tx.OtherFees, tx.ProducerNet, tx.AffiliateCut, tx.CoproducerCut)
			if tx.Price.Currency() == "BRL" && tx.Gross != tx.Price {
				t.Errorf("%s: gross %v is not the price %v", tx.Code, tx.Gross, tx.Price)
			}
			if tx.InstallmentFee.Sign() > 0 && (tx.Installments < 2 || !tx.PaymentType.IsCard()) {
				t.Errorf("%s: interest on %d instalments by %s", tx.Code, tx.Installments, tx.PaymentType)
			}
			if tx.ProducerNet.Sign() <= 0 || tx.MyNet.Sign() <= 0 {
				t.Errorf("%s: somebody receives %v, the account %v", tx.Code, tx.ProducerNet, tx.MyNet)
			}
		}
		if len(currencies) != 5 {
			t.Errorf("the account sells in %v", currencies)
		}
	})
}

func sumIs(t *rapid.T, what string, want model.Money, parts ...model.Money) {
	var purse model.Purse
	for _, p := range parts {
		if err := purse.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := purse.Of(want.Currency()); got != want || purse.Len() != 1 {
		t.Errorf("%s: %v, not %v", what, purse.All(), want)
	}
}

func TestInterestIsThatOfEqualInstalments(t *testing.T) {
	for _, c := range []struct {
		times int64
		price model.Money
		paid  string
	}{{2, brl(10000), "105.88"}, {12, brl(99700), "1266.72"}} {
		each, err := c.price.MulRatio(interest(c.times), 1_000_000*c.times)
		if err != nil {
			t.Fatal(err)
		}
		paid, _ := each.Times(c.times)
		if got := decimal(paid); got != c.paid {
			t.Errorf("%s in %d instalments is %s, not %s", decimal(c.price), c.times, got, c.paid)
		}
	}
}

func TestAnAccountHasWhatMakesAccountsHard(t *testing.T) {
	w := New(3, Options{})
	has := map[string]bool{}
	for _, tx := range w.Truth(w.To) {
		has["role "+tx.Role.ID()] = true
		has["billing "+string(tx.Billing)] = true
		has["a renewal"] = has["a renewal"] || tx.Recurrence > 1
		has["a bump with its item's suffix"] = has["a bump with its item's suffix"] || tx.IsBump && strings.HasSuffix(tx.Code, "C2")
		has["a bump with a code of its own"] = has["a bump with a code of its own"] || tx.IsBump && !strings.Contains(tx.Code, "C")
		has["an upsell"] = has["an upsell"] || tx.IsFunnel && tx.ParentCode != ""
		has["an affiliate"] = has["an affiliate"] || tx.AffiliateCut.Sign() > 0
		has["a co-producer"] = has["a co-producer"] || tx.CoproducerCut.Sign() > 0
		has["a coupon"] = has["a coupon"] || tx.Coupon != ""
		has["interest"] = has["interest"] || tx.InstallmentFee.Sign() > 0
		has["a trial"] = has["a trial"] || tx.Trial
		has["a terminal sequence in a name"] = has["a terminal sequence in a name"] || strings.Contains(tx.BuyerName, "\x1b[")
		has["a name that runs the other way"] = has["a name that runs the other way"] || strings.Contains(tx.BuyerName, "\u202e")
		has["a formula for a name"] = has["a formula for a name"] || strings.HasPrefix(tx.BuyerName, "=")
		has["a decomposed accent"] = has["a decomposed accent"] || strings.Contains(tx.BuyerName, "o\u0303") || strings.Contains(tx.BuyerName, "a\u0303")
		has["a very long name"] = has["a very long name"] || len(tx.BuyerName) > 2000
		has["several items"] = has["several items"] || tx.Items > 1
		has["a buyer without an address"] = has["a buyer without an address"] || tx.BuyerEmail == ""
	}
	for what, there := range has {
		if !there {
			t.Errorf("the account has no %s", what)
		}
	}
	for _, what := range []string{"role PRODUCER", "role COPRODUCER", "role AFFILIATE", "billing ONE_TIME", "billing CARD_INSTALLMENT",
		"billing SUBSCRIPTION", "billing SMART_INSTALLMENT", "billing SMART_RECOVERY"} {
		if !has[what] {
			t.Errorf("the account has no %s", what)
		}
	}
}

func TestAPlainAccountHasNamesThatAnyFileCanHold(t *testing.T) {
	w := New(3, Options{Plain: true})
	for _, tx := range w.Truth(w.To) {
		if i := strings.IndexFunc(tx.BuyerName, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }); i >= 0 {
			t.Errorf("%q", tx.BuyerName)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(1, Options{})
	}
}
