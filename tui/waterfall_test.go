package tui

import (
	"strings"
	"testing"

	"recoup/model"
)

// pageOf opens the page of a transaction that is like the usual one but for a change.
func pageOf(t *testing.T, change func(*model.Transaction)) *reader {
	t.Helper()
	r := open(t, 120, 36)
	r.to(model.MySales).press("enter")
	p := &r.app.top().page
	change(&p.history.Current)
	p.write(r.app)
	return r
}

func (r *reader) lineWith(text string) string {
	r.t.Helper()
	_, y := r.place(text)
	if y < 0 {
		r.t.Fatalf("%q is not on the screen:\n%s", text, r.screen())
	}
	_, line, _ := strings.Cut(r.line(y), "││")
	return line
}

func TestWhatIsTakenHangsUnderWhatItIsTakenFrom(t *testing.T) {
	r := pageOf(t, func(t *model.Transaction) {
		t.Status, t.MyNet = model.Approved, model.NewMoney(184_822, "BRL")
		t.Has = t.Has.With(model.FMyNet)
	})
	end := func(label, sign string) (first, last int) {
		line := []rune(r.lineWith(label))
		first, last = -1, -1
		for i, c := range line {
			if string(c) == sign {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
		return first, last
	}
	_, paid := end("Buyer paid", "█")
	interestFrom, interestTo := end("Interest", "░")
	_, price := end("Price", "█")
	feeFrom, feeTo := end("Hotmart's fee", "░")
	_, mine := end("Mine", "█")
	if interestTo != paid || interestFrom != price+1 || feeTo != price || feeFrom != mine+1 {
		t.Errorf("the bars do not follow one from another:\n%s", r.screen())
	}
	r.sees("-R$ 629.56", "-R$ 148.78", "R$ 1,848.22")
	if !strings.Contains(r.lineWith("Mine"), "R$ 1,848.22  █") {
		t.Errorf("the amounts do not line up: %q", r.lineWith("Mine"))
	}
}

func TestASharePaidInAnotherCurrencyIsMeasuredByThatCurrency(t *testing.T) {
	r := pageOf(t, func(t *model.Transaction) {
		t.Paid, t.Price = model.NewMoney(10_000, "USD"), model.NewMoney(10_000, "USD")
		t.InstallmentFee = model.NewMoney(0, "USD")
		t.Gross, t.PayoutRate = model.NewMoney(50_000, "BRL"), "5.00"
		t.Fee, t.MyNet = model.NewMoney(5_000, "BRL"), model.NewMoney(45_000, "BRL")
		t.Has = t.Has.With(model.FGross, model.FPayoutRate, model.FMyNet)
	})
	r.sees("USD 100.00", "R$ 500.00", "-R$ 50.00", "R$ 450.00").misses("Interest")
	whole, mine := strings.Count(r.lineWith("R$ 500.00"), "█"), strings.Count(r.lineWith("R$ 450.00"), "█")
	if mine >= whole || mine < whole*8/10 {
		t.Errorf("mine is 9 parts of 10, its bar is %d of %d cells", mine, whole)
	}
}

func TestWhatASaleDoesNotHaveIsLeftOutAndWhatIsUnknownIsADash(t *testing.T) {
	r := pageOf(t, func(t *model.Transaction) {
		t.AffiliateName = "Parceiro"
		t.Has = t.Has.With(model.FAffiliateName)
	})
	r.misses("Co-producer", "Streaming fee", "Tax ")
	for _, label := range []string{"Affiliate ", "Mine"} {
		if !strings.Contains(r.lineWith(label), model.Unavailable) {
			t.Errorf("%q is unknown and has no dash", r.lineWith(label))
		}
	}
	if strings.ContainsAny(r.lineWith("Mine"), "█░") {
		t.Error("an unknown amount has a bar")
	}
}

func TestTheGuaranteeTellsTheDaysLeft(t *testing.T) {
	for _, c := range []struct {
		until model.Instant
		want  string
	}{{noon(17), "7 days left"}, {noon(11), "1 day left"}, {noon(10), "ends today"}, {noon(9), ""}} {
		r := pageOf(t, func(t *model.Transaction) {
			t.Status, t.WarrantyUntil = model.Approved, c.until
			t.Has = t.Has.With(model.FWarrantyUntil)
		})
		line := r.lineWith("Guarantee until")
		if c.want == "" && strings.Contains(line, "left") || !strings.Contains(line, c.want) {
			t.Errorf("until %s: %q, want %q", r.app.format.Instant(c.until), line, c.want)
		}
	}
}
