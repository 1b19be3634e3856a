package model

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func anyMinor() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1_000_000, 1_000_000),
		rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64 - 1, math.MaxInt64}))
}

// exactly compares a result with the one of unbounded integers: equal, or refused when that does not fit.
func exactly(t *rapid.T, what string, got Money, err error, want *big.Int) {
	t.Helper()
	switch {
	case want.IsInt64() && err != nil:
		t.Fatalf("%s: %v, want %v", what, err, want)
	case want.IsInt64() && got.Minor() != want.Int64():
		t.Fatalf("%s = %d, want %v", what, got.Minor(), want)
	case !want.IsInt64() && !errors.Is(err, ErrOverflow):
		t.Fatalf("%s = %d, %v; want an overflow of %v", what, got.Minor(), err, want)
	}
}

func TestMoneyArithmeticIsExactOrRefused(t *testing.T) {
	cases(t, 20_000, func(t *rapid.T) {
		a, b := anyMinor().Draw(t, "a"), anyMinor().Draw(t, "b")
		m, o := NewMoney(a, "BRL"), NewMoney(b, "BRL")
		x, y := big.NewInt(a), big.NewInt(b)

		sum, err := m.Add(o)
		exactly(t, "sum", sum, err, new(big.Int).Add(x, y))
		diff, err := m.Sub(o)
		exactly(t, "difference", diff, err, new(big.Int).Sub(x, y))
		neg, err := m.Neg()
		exactly(t, "opposite", neg, err, new(big.Int).Neg(x))
		abs, err := m.Abs()
		exactly(t, "magnitude", abs, err, new(big.Int).Abs(x))
		times, err := m.Times(b)
		exactly(t, "product", times, err, new(big.Int).Mul(x, y))
		if got, err := m.Cmp(o); err != nil || got != x.Cmp(y) {
			t.Fatalf("Cmp = %d, %v", got, err)
		}
	})
}

// rounded is a·num/den to the nearest integer, a half away from zero, by unbounded integers.
func rounded(a, num, den int64) *big.Int {
	n := new(big.Int).Mul(big.NewInt(a), big.NewInt(num))
	d := big.NewInt(den)
	if d.Sign() < 0 {
		n.Neg(n)
		d.Neg(d)
	}
	sign := n.Sign()
	n.Abs(n).Mul(n, big.NewInt(2)).Add(n, d)
	n.Quo(n, d.Mul(d, big.NewInt(2)))
	return n.Mul(n, big.NewInt(int64(sign)))
}

func TestRatioRoundsOnceAHalfAwayFromZero(t *testing.T) {
	cases(t, 20_000, func(t *rapid.T) {
		a, num, den := anyMinor().Draw(t, "a"), anyMinor().Draw(t, "num"), anyMinor().Draw(t, "den")
		got, err := NewMoney(a, "BRL").MulRatio(num, den)
		if den == 0 {
			if err == nil {
				t.Fatal("a division by zero went through")
			}
			return
		}
		exactly(t, "ratio", got, err, rounded(a, num, den))
	})
	for _, c := range []struct{ minor, n, want int64 }{{5, 2, 3}, {-5, 2, -3}, {4, 3, 1}, {10, 4, 3}, {100, 3, 33}, {200, 3, 67}, {0, 7, 0}, {7, -2, -4}} {
		if got, err := NewMoney(c.minor, "CLP").Div(c.n); err != nil || got.Minor() != c.want {
			t.Errorf("%d / %d = %d, %v; want %d", c.minor, c.n, got.Minor(), err, c.want)
		}
	}
}

func TestSplitLosesNothingAndGivesEachItsShare(t *testing.T) {
	cases(t, 20_000, func(t *rapid.T) {
		amount := anyMinor().Draw(t, "amount")
		weights := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 100), rapid.Int64Range(0, math.MaxInt64/8)), 1, 8).Draw(t, "weights")
		total := new(big.Int)
		for _, w := range weights {
			total.Add(total, big.NewInt(w))
		}
		parts, err := NewMoney(amount, "BRL").Split(weights)
		if total.Sign() == 0 || !total.IsInt64() {
			if err == nil {
				t.Fatal("weights without a sum were accepted")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		sum := new(big.Int)
		for i, p := range parts {
			sum.Add(sum, big.NewInt(p.Minor()))
			// Each part is within one unit of its exact share: |part·total − amount·weight| < total.
			off := new(big.Int).Mul(big.NewInt(p.Minor()), total)
			off.Sub(off, new(big.Int).Mul(big.NewInt(amount), big.NewInt(weights[i]))).Abs(off)
			if off.Cmp(total) >= 0 || p.Currency() != "BRL" {
				t.Fatalf("part %d of %d by %v is %d", i, amount, weights, p.Minor())
			}
		}
		if sum.Cmp(big.NewInt(amount)) != 0 {
			t.Fatalf("%d by %v gives parts of %v in all", amount, weights, sum)
		}
	})
}

func TestSplitGivesTheOddCentToTheLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		amount        int64
		weights, want []int64
	}{
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{5240, []int64{35, 65}, []int64{1834, 3406}},
		{10, []int64{0, 3, 7}, []int64{0, 3, 7}},
		{1, []int64{1, 9}, []int64{0, 1}},
	} {
		parts, err := NewMoney(c.amount, "USD").Split(c.weights)
		if err != nil {
			t.Fatal(err)
		}
		for i := range parts {
			if parts[i].Minor() != c.want[i] {
				t.Errorf("%d by %v = %v, want %v", c.amount, c.weights, parts, c.want)
				break
			}
		}
	}
	for _, bad := range [][]int64{nil, {0}, {1, -1}, {math.MaxInt64, math.MaxInt64}, {math.MaxInt64, math.MaxInt64, 2}} {
		if _, err := NewMoney(1, "BRL").Split(bad); err == nil {
			t.Errorf("Split(%v) was accepted", bad)
		}
	}
}

func TestCurrenciesNeverMix(t *testing.T) {
	brl, usd := NewMoney(1, "BRL"), NewMoney(1, "USD")
	_, add := brl.Add(usd)
	_, sub := brl.Sub(usd)
	_, compare := brl.Cmp(usd)
	_, none := brl.Add(NewMoney(0, ""))
	for what, err := range map[string]error{"Add": add, "Sub": sub, "Cmp": compare, "Add of no currency": none} {
		if !errors.Is(err, ErrCurrencyMix) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestSumEqualsTheSumOrSaysThatItIsNot(t *testing.T) {
	cases(t, 10_000, func(t *rapid.T) {
		var whole, left, right Sum
		exact, spilt := new(big.Int), false
		for i, n := range rapid.SliceOfN(anyMinor(), 0, 12).Draw(t, "rows") {
			part := &left
			if i%2 == 1 {
				part = &right
			}
			if i%3 == 0 {
				whole.Sub(n)
				part.Sub(n)
				exact.Sub(exact, big.NewInt(n))
			} else {
				whole.Add(n)
				part.Add(n)
				exact.Add(exact, big.NewInt(n))
			}
			spilt = spilt || !exact.IsInt64()
		}
		got, err := whole.Money("BRL")
		if spilt != (err != nil) || err == nil && got.Minor() != exact.Int64() {
			t.Fatalf("sum = %d, %v; want %v", got.Minor(), err, exact)
		}
		if n, ok := whole.Minor(); ok == spilt || ok && n != exact.Int64() {
			t.Fatalf("sum = %d, %v; want %v", n, ok, exact)
		}
		left.Merge(right)
		if n, ok := left.Minor(); ok && (!exact.IsInt64() || n != exact.Int64()) {
			t.Fatalf("merged sum = %d; want %v", n, exact)
		}
	})
}

func TestPurseKeepsEachCurrencyApart(t *testing.T) {
	var p Purse
	for _, m := range []Money{NewMoney(3, "USD"), NewMoney(5, "BRL"), NewMoney(4, "USD"), NewMoney(-5, "BRL")} {
		if err := p.Add(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Sub(NewMoney(2, "EUR")); err != nil {
		t.Fatal(err)
	}
	all := p.All()
	want := []Money{NewMoney(0, "BRL"), NewMoney(-2, "EUR"), NewMoney(7, "USD")}
	if len(all) != 3 || p.Len() != 3 || all[0] != want[0] || all[1] != want[1] || all[2] != want[2] {
		t.Errorf("purse = %v, want %v", all, want)
	}
	if m, ok := p.Of("USD"); !ok || m != want[2] {
		t.Errorf("dollars = %v, %v", m, ok)
	}
	if m, ok := p.Of("CLP"); ok || m != NewMoney(0, "CLP") {
		t.Errorf("pesos = %v, %v", m, ok)
	}
	if err := p.Add(NewMoney(math.MaxInt64, "USD")); !errors.Is(err, ErrOverflow) {
		t.Errorf("overflow: %v", err)
	}
	if err := p.Sub(NewMoney(math.MinInt64, "USD")); !errors.Is(err, ErrOverflow) {
		t.Errorf("overflow: %v", err)
	}
}

// Every partition of the rows gives the same totals (day, product, status… are all a label to money).
func TestAnyPartitionSumsToTheTotal(t *testing.T) {
	type row struct {
		Minor int64
		Label int
		In    Currency
	}
	rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) row {
		return row{
			rapid.Int64Range(-1e12, 1e12).Draw(t, "minor"), rapid.IntRange(0, 5).Draw(t, "label"),
			rapid.SampledFrom([]Currency{"BRL", "USD", "CLP"}).Draw(t, "in"),
		}
	}), 0, 40)
	cases(t, 10_000, func(t *rapid.T) {
		var total, again Purse
		parts := map[int]*Purse{}
		for _, r := range rows.Draw(t, "rows") {
			if parts[r.Label] == nil {
				parts[r.Label] = &Purse{}
			}
			if total.Add(NewMoney(r.Minor, r.In)) != nil || parts[r.Label].Add(NewMoney(r.Minor, r.In)) != nil {
				t.Fatal("overflow")
			}
		}
		for _, part := range parts {
			for _, m := range part.All() {
				if err := again.Add(m); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, m := range total.All() {
			if got, _ := again.Of(m.Currency()); got != m {
				t.Fatalf("parts give %v, total is %v", got, m)
			}
		}
		if again.Len() != total.Len() {
			t.Fatal("a currency came from nowhere")
		}
	})
}

func BenchmarkSum(b *testing.B) {
	var s Sum
	for b.Loop() {
		s.Add(1234)
	}
}
