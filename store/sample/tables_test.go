package sample

import (
	"testing"

	"recoup/model"
)

func TestEveryDeckHasAThousandCards(t *testing.T) {
	share, launch := 0, 0
	for _, o := range offers {
		share, launch = share+o.share, launch+o.launch
	}
	declines := 0
	for _, r := range refusals {
		declines += r.share
	}
	decks := map[string]int{"offers": share, "offers in a launch": launch, "refusals": declines}
	for name, weights := range map[string][]int{
		"losses": lossDeck, "losses of the last week": lastWeekLossDeck, "club": clubWeights, "methods in reais": weightsInReais,
		"methods elsewhere": weightsElsewhere, "brands": brandWeights, "instalments": splitWeights,
	} {
		for _, w := range weights {
			decks[name] += w
		}
	}
	for name, cards := range decks {
		if cards != 1000 {
			t.Errorf("%s: %d cards", name, cards)
		}
	}
	hours := 0
	for _, w := range hourWeights {
		hours += w
	}
	if hours != 256 {
		t.Errorf("the hours weigh %d, want 256", hours)
	}
}

func TestTheDeckGoesFromCheapToDear(t *testing.T) {
	inReais := func(o *offer) int64 {
		return o.price * map[model.Currency]int64{"BRL": 1, "USD": 5, "EUR": 6}[o.currency]
	}
	for i := 1; i < deckSize; i++ {
		if inReais(&offers[i]) < inReais(&offers[i-1]) {
			t.Errorf("%s stands after %s, which is dearer", offers[i].code, offers[i-1].code)
		}
	}
	codes := map[string]bool{}
	for _, o := range offers {
		if len(o.code) != 8 || codes[o.code] {
			t.Errorf("offer code %q", o.code)
		}
		codes[o.code] = true
	}
}

func TestEveryRefusalMeansItsReason(t *testing.T) {
	seen := map[model.DeclineReason]bool{}
	for _, r := range refusals {
		seen[r.reason] = true
		for _, words := range r.words {
			if got := model.ParseReason(words); got != r.reason {
				t.Errorf("%q is read as %s, want %s", words, got, r.reason)
			}
		}
	}
	for _, reason := range model.Reasons() {
		if !seen[reason] {
			t.Errorf("no words for %s", reason)
		}
	}
}

func TestEveryStatusWordMeansItsStatus(t *testing.T) {
	for _, s := range append(model.Statuses(), model.StatusUnknown) {
		if got := model.ParseStatus(statusWords[s]); got != s {
			t.Errorf("%q is read as %s, want %s", statusWords[s], got.ID(), s.ID())
		}
	}
}

func TestEveryPaymentWordMeansItsMethod(t *testing.T) {
	for _, p := range []model.PaymentType{
		model.CreditCard, model.GooglePay, model.ApplePay, model.SamsungPay, model.Hybrid, model.Pix, model.Billet, model.Paypal,
		model.Wallet, model.CashPayment, model.HotmartCredit,
	} {
		if got, _ := model.ParsePayment(paymentWords(p)); got != p {
			t.Errorf("%q is read as %s, want %s", paymentWords(p), got, p)
		}
	}
	for _, brand := range brands {
		if got, b := model.ParsePayment(paymentWords(model.CreditCard) + " " + brandWords(brand)); got != model.CreditCard || b != brand {
			t.Errorf("%q is read as %s %q", brandWords(brand), got, b)
		}
	}
}

func TestADealIsExact(t *testing.T) {
	d := newDraw(1)
	for _, n := range []int{0, 1, 7, 30, 41, 130, 1000} {
		hand := d.deal(nil, n, lossDeck)
		if len(hand) != n {
			t.Errorf("%d cards dealt, want %d", len(hand), n)
		}
		got := make([]int, len(lossDeck))
		for _, card := range hand {
			got[card]++
		}
		for card, w := range lossDeck {
			if off := got[card]*1000 - n*w; off > 1000 || off < -1000 {
				t.Errorf("%d of %d are card %d, which has %d in a thousand", got[card], n, card, w)
			}
		}
	}
}

func TestTheRateOfABuyersInterest(t *testing.T) {
	// 997.00 in twelve instalments at 2.89 % a month is 12 × 99.50.
	s := model.Transaction{Price: model.NewMoney(997_00, "BRL")}
	splitPrice(&s, 12)
	if s.Paid != model.NewMoney(1194_00, "BRL") || s.InstallmentFee != model.NewMoney(197_00, "BRL") {
		t.Errorf("paid %d, interest %d", s.Paid.Minor(), s.InstallmentFee.Minor())
	}
}
