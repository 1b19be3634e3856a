package sample_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
	"recoup/store/sample"
)

func TestOneSeedGivesOneAccount(t *testing.T) {
	asOf, zone := moments[0].at(t)
	first, second := sample.Changes(asOf, zone, 7), sample.Changes(asOf, zone, 7)
	if diff := cmp.Diff(first, second, cmp.AllowUnexported(model.Money{})); diff != "" {
		t.Errorf("the account differs from itself:\n%s", diff)
	}
	other := sample.Changes(asOf, zone, 8)
	if first[100].Transaction.Code == other[100].Transaction.Code {
		t.Error("another seed gives the same codes")
	}
}

func TestAnAccountHasExactlyAsManyTransactionsAsAsked(t *testing.T) {
	asOf, zone := moments[0].at(t)
	for _, n := range []int{0, 1, 25, 3000, sample.Transactions, 100_000} {
		codes, oldest := map[string]bool{}, asOf
		for c := range sample.Rows(n, asOf, zone, sample.Seed) {
			codes[c.Transaction.Code] = true
			oldest = min(oldest, c.Transaction.OrderedAt)
		}
		if len(codes) != n {
			t.Errorf("%d transactions, want %d", len(codes), n)
		}
		const years = 365 * 24 * time.Hour
		if age := time.Duration(asOf-oldest) * time.Millisecond; n >= sample.Transactions && (age < 2*years || age > 2*years+150*24*time.Hour) {
			t.Errorf("%d transactions reach back %d days, want about two years", n, int(age.Hours()/24))
		}
	}
}

func TestTheSampleAccountIsTheSmallestOfAKind(t *testing.T) {
	asOf, zone := moments[0].at(t)
	all := sample.Changes(asOf, zone, sample.Seed)
	i := 0
	for c := range sample.Rows(sample.Transactions, asOf, zone, sample.Seed) {
		if c.Transaction.Code != all[i].Transaction.Code {
			t.Fatalf("change %d is about %s, want %s", i, c.Transaction.Code, all[i].Transaction.Code)
		}
		if i++; i == 500 {
			return // the receiver may stop at any time
		}
	}
}

func TestWhatASaleBringsIsSplitToTheCent(t *testing.T) {
	for _, m := range moments[:3] {
		a := newAccount(t, m)
		split := 0
		for _, c := range a.changes {
			s := c.Transaction
			if !s.Has.Has(model.FGross) {
				continue
			}
			split++
			parts := model.Purse{}
			for _, part := range []model.Money{s.Fee, s.StreamingFee, s.OtherFees, s.AffiliateCut, s.CoproducerCut, s.ProducerNet} {
				if part.Sign() < 0 {
					t.Errorf("%s: a part of %d", s.Code, part.Minor())
				}
				if err := parts.Add(part); err != nil {
					t.Fatal(err)
				}
			}
			if sum, _ := parts.Of(s.Gross.Currency()); sum != s.Gross || parts.Len() != 1 {
				t.Errorf("%s: the parts make %d, the gross is %d", s.Code, sum.Minor(), s.Gross.Minor())
			}
			mine := map[model.Role]model.Money{model.Producer: s.ProducerNet, model.Coproducer: s.CoproducerCut, model.Affiliate: s.AffiliateCut}[s.Role]
			if s.MyNet != mine {
				t.Errorf("%s: as %s the account got %d, its part is %d", s.Code, s.Role.Label(), s.MyNet.Minor(), mine.Minor())
			}
		}
		if split < 10_000 {
			t.Errorf("only %d transactions are split", split)
		}
	}
}

func TestWhatABuyerPaysIsPriceInterestAndTax(t *testing.T) {
	a := newAccount(t, moments[0])
	dearer := map[model.Currency]int{}
	for _, c := range a.changes {
		s := c.Transaction
		total := s.Price
		for f, part := range map[model.Field]model.Money{model.FInstallmentFee: s.InstallmentFee, model.FLocalTax: s.LocalTax} {
			if !s.Has.Has(f) {
				continue
			}
			sum, err := total.Add(part)
			if err != nil {
				t.Fatal(err)
			}
			total = sum
		}
		if s.Paid != total {
			t.Errorf("%s: paid %d, price with interest and tax %d", s.Code, s.Paid.Minor(), total.Minor())
		}
		if more, _ := s.Paid.Cmp(s.Price); more > 0 {
			dearer[s.Price.Currency()]++
		}
		if plain := s.Billing == model.CardInstallment; plain != (s.Installments > 1 && s.Billing != model.SmartRecovery && s.Billing != model.SmartInstallment) {
			t.Errorf("%s: %s with %d instalments", s.Code, s.Billing, s.Installments)
		}
	}
	for _, c := range []model.Currency{"BRL", "EUR", "CLP"} {
		if dearer[c] < 100 {
			t.Errorf("%d sales in %s cost more than their price", dearer[c], c)
		}
	}
}

func TestTheFeeComesFirstThenTheAffiliateThenTheProducer(t *testing.T) {
	// 497.00 less 9.9 % and 1.00 is 446.80; the affiliate's 40 % of that are 178.72, the rest is the producer's.
	a := newAccount(t, moments[0])
	for i := range a.now {
		s := &a.now[i]
		if s.OfferCode == "s4b0ar1a" && s.AffiliateName != "" && s.Price == model.NewMoney(497_00, "BRL") && s.Has.Has(model.FGross) {
			got := []int64{s.Gross.Minor(), s.Fee.Minor(), s.AffiliateCut.Minor(), s.ProducerNet.Minor()}
			if diff := cmp.Diff([]int64{497_00, 50_20, 178_72, 268_08}, got); diff != "" {
				t.Errorf("%s:\n%s", s.Code, diff)
			}
			return
		}
	}
	t.Error("no affiliate sold the course")
}

func TestAHistoryIsInOrderAndEndsInThePresent(t *testing.T) {
	for _, m := range moments {
		a := newAccount(t, m)
		long := 0
		for i := range a.now {
			now := &a.now[i]
			history := a.history[now.Code]
			for j, c := range history {
				switch {
				case c.Source != model.SourceSample:
					t.Fatalf("%s: seen by %s", now.Code, c.Source.ID())
				case c.SeenAt > a.asOf || c.Transaction.OrderedAt > a.asOf || c.Transaction.ApprovedAt > a.asOf || c.Transaction.ReversedAt > a.asOf:
					t.Errorf("%s: something happens after the as-of moment", now.Code)
				case c.Transaction.Has.Has(model.FApprovedAt) && c.Transaction.ApprovedAt < c.Transaction.OrderedAt:
					t.Errorf("%s: approved before it was ordered", now.Code)
				case c.Transaction.ApprovedAt > c.SeenAt || c.Transaction.ReversedAt > c.SeenAt:
					t.Errorf("%s: a sighting knows what came after it", now.Code)
				case c.Transaction.Has.Has(model.FRefundedMoney) != (c.Transaction.RefundedMoney.Sign() > 0) ||
					c.Transaction.Has.Has(model.FRefundedMoney) && c.Transaction.Status != model.PartiallyRefunded:
					t.Errorf("%s is %s and knows of a part given back", now.Code, c.Transaction.Status.ID())
				case j > 0 && c.Transaction.Role == history[j-1].Transaction.Role && c.SeenAt <= history[j-1].SeenAt:
					t.Errorf("%s: sightings out of order", now.Code)
				}
			}
			last := history[len(history)-1].Transaction
			if now.Status != last.Status {
				t.Errorf("%s is %s, last seen %s", now.Code, now.Status.ID(), last.Status.ID())
			}
			if len(history) > 2 {
				long++
			}
		}
		if long < 40 {
			t.Errorf("%s: %d transactions with a story", m.name, long)
		}
	}
}

func TestFactsThatAreNotKnownAreZero(t *testing.T) {
	a := newAccount(t, moments[0])
	blank := &model.Transaction{}
	for _, c := range a.changes {
		for f := range model.FieldCount {
			if got := c.Transaction.Ref(f); !c.Transaction.Has.Has(f) && !cmp.Equal(got, blank.Ref(f), cmp.AllowUnexported(model.Money{})) {
				t.Fatalf("%s: %s is not known and yet has a value", c.Transaction.Code, f.Name())
			}
		}
	}
}

func TestNobodyCanBeMistakenForSomebodyElse(t *testing.T) {
	asOf, zone := moments[0].at(t)
	type owner map[string]string
	phone, document := owner{}, owner{}
	codes, shared := map[string]model.Role{}, 0
	for c := range sample.Rows(60_000, asOf, zone, sample.Seed) {
		s := c.Transaction
		key, _ := s.BuyerKey()
		if s.BuyerEmail != "" && !isExample(s.BuyerEmail) {
			t.Fatalf("%s is an address that somebody may have", s.BuyerEmail)
		}
		if _, again := codes[s.Code]; !again {
			codes[s.Code] = s.Role
			if !validCode(s.Code) {
				t.Errorf("%q is no code", s.Code)
			}
		}
		if s.BuyerDocument != "" && validCPF(s.BuyerDocument) {
			t.Errorf("%s may be somebody's document", s.BuyerDocument)
		}
		if other, taken := document[s.BuyerDocument]; taken && other != key && s.BuyerDocument != "" && phone[s.BuyerPhone] != other {
			t.Errorf("%s and %s share a document", key, other)
		}
		document[s.BuyerDocument] = key
		if other, taken := phone[s.BuyerPhone]; taken && other != key {
			if !strings.Contains(key+other, "+loja") {
				t.Errorf("%s and %s share a telephone", key, other)
			}
			shared++
		}
		phone[s.BuyerPhone] = key
	}
	if shared == 0 {
		t.Error("nobody has two addresses and one telephone")
	}
}

func isExample(email string) bool {
	_, domain, _ := strings.Cut(strings.ToLower(email), "@")
	return domain == "example.com" || domain == "example.org" || domain == "example.net"
}

// validCode tells whether a code is HP and ten digits, perhaps with the number of an item.
func validCode(code string) bool {
	digits, ok := strings.CutPrefix(code, "HP")
	if i := strings.IndexByte(digits, 'C'); i == 10 && len(digits) == 12 {
		digits = digits[:i]
	}
	return ok && len(digits) == 10 && strings.Trim(digits, "0123456789") == ""
}

// validCPF tells whether the check digits of a Brazilian taxpayer number are right.
func validCPF(s string) bool {
	if len(s) != 11 {
		return false
	}
	for length := 9; length <= 10; length++ {
		sum := 0
		for i := range length {
			sum += int(s[i]-'0') * (length + 1 - i)
		}
		if check := sum * 10 % 11 % 10; check != int(s[length]-'0') {
			return false
		}
	}
	return true
}
