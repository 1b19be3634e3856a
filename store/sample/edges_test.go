package sample_test

import (
	"strings"
	"testing"

	"recoup/model"
)

// TestTheAccountHasEveryEdge looks for what programs that read sales must get right, each case by its name.
func TestTheAccountHasEveryEdge(t *testing.T) {
	a := newAccount(t, moments[0])
	one := func(holds func(*model.Transaction) bool) func() bool {
		return func() bool {
			for i := range a.now {
				if holds(&a.now[i]) {
					return true
				}
			}
			return false
		}
	}
	pair := func(holds func(s, other *model.Transaction) bool) func() bool {
		byPhone := map[string][]*model.Transaction{}
		for i := range a.now {
			byPhone[a.now[i].BuyerPhone] = append(byPhone[a.now[i].BuyerPhone], &a.now[i])
		}
		return func() bool {
			for _, group := range byPhone {
				for _, s := range group {
					for _, other := range group {
						if s != other && holds(s, other) {
							return true
						}
					}
				}
			}
			return false
		}
	}
	seenAs := func(statuses ...model.Status) func() bool {
		return func() bool {
			for _, history := range a.history {
				if len(history) != len(statuses) {
					continue
				}
				same := true
				for i, s := range statuses {
					same = same && history[i].Transaction.Status == s
				}
				if same {
					return true
				}
			}
			return false
		}
	}
	name := func(part string) func() bool {
		return one(func(s *model.Transaction) bool { return strings.Contains(s.BuyerName, part) })
	}
	known := func(f model.Field) func() bool {
		return one(func(s *model.Transaction) bool { return s.Has.Has(f) })
	}

	edges := []struct {
		name  string
		found func() bool
	}{
		{"an escape sequence in a name", name("\x1b[31m")},
		{"a window title in a name", name("\x1b]0;")},
		{"a bidi override in a name", name("\u202e")},
		{"a zero-width space and a joined emoji in a name", name("\u200b")},
		{"a formula in a name", name("=HYPERLINK(")},
		{"another formula in a name", name("@SUM(")},
		{"tab, semicolon and line break in a name", name("\tTab;Ponto\r\n")},
		{"a stack of combining marks in a name", name("Z̸̢͍̯̘a̴͚͐")},
		{"wide letters in a name", name("山田")},
		{"SQL in a name", name("DROP TABLE")},
		{"an accent in a name", name("ã")},
		{"300 characters of sck", one(func(s *model.Transaction) bool { return len(s.Sck) >= 300 })},
		{"a packed sck", one(func(s *model.Transaction) bool {
			return strings.HasPrefix(s.Sck, "Meta-Ads|") && strings.Count(s.Sck, "|") == 4
		})},
		{"a macro that nobody replaced", one(func(s *model.Transaction) bool { return s.Src == "{{campaign.name}}" })},
		{"one source in two spellings", one(func(s *model.Transaction) bool { return s.Src == "Facebook" })},
		{"the marketplace", one(func(s *model.Transaction) bool { return s.Sck == "HOTMART_PRODUCT_PAGE" })},
		{"an affiliate and a src together", one(func(s *model.Transaction) bool { return s.AffiliateName != "" && s.Src != "" })},

		{"two addresses, one telephone", pair(func(s, other *model.Transaction) bool {
			return s.BuyerEmail != "" && other.BuyerEmail != "" && s.BuyerEmail != other.BuyerEmail && a.isLost(s) && isSale(other)
		})},
		{"an address in capitals", pair(func(s, other *model.Transaction) bool {
			return s.BuyerEmail != other.BuyerEmail && strings.EqualFold(s.BuyerEmail, other.BuyerEmail)
		})},
		{"a buyer without address, known by document", one(func(s *model.Transaction) bool { return s.BuyerEmail == "" && s.BuyerDocument != "" })},
		{"a buyer without address, known by telephone", one(func(s *model.Transaction) bool { return s.BuyerEmail == "" && s.BuyerDocument == "" })},
		{"another offer of the product bought since", pair(func(s, other *model.Transaction) bool {
			return a.isLost(s) && isSale(other) && s.ProductID == other.ProductID && s.OfferCode == "v3las997" && other.OfferCode == "v3lasb0x" && other.ApprovedAt > s.OrderedAt
		})},
		{"bought since, then given back", pair(func(s, other *model.Transaction) bool {
			return a.isLost(s) && s.ProductID == other.ProductID && other.Status == model.Refunded && other.ApprovedAt > s.OrderedAt
		})},
		{"a failed card, then a slip that is still open", pair(func(s, other *model.Transaction) bool {
			return a.isLost(s) && s.ProductID == other.ProductID && other.Status == model.PrintedBillet && other.DueAt > a.asOf
		})},
		{"declined by card, then paid by Pix", pair(func(s, other *model.Transaction) bool {
			return a.isLost(s) && s.PaymentType.IsCard() && s.ProductID == other.ProductID && isSale(other) && other.PaymentType == model.Pix && other.ApprovedAt > s.OrderedAt
		})},
		{"three attempts at one product", pair(func(s, other *model.Transaction) bool {
			tries := 0
			for i := range a.now {
				if n := &a.now[i]; a.isLost(n) && wishOf(n) == wishOf(s) {
					tries++
				}
			}
			return a.isLost(s) && a.isLost(other) && tries >= 3
		})},
		{"two products of one buyer", pair(func(s, other *model.Transaction) bool {
			return isSale(s) && isSale(other) && s.ProductID != other.ProductID && !other.IsBump
		})},

		{"codes ending in C1 to C3", one(func(s *model.Transaction) bool {
			return strings.HasSuffix(s.Code, "C3") && strings.HasSuffix(s.ParentCode, "C1") && s.OrderCode() == s.Code[:12]
		})},
		{"a bump with the parent's code", one(func(s *model.Transaction) bool { return s.IsBump && s.ParentCode != "" && len(s.Code) == 12 })},
		{"an upsell", one(func(s *model.Transaction) bool { return s.IsFunnel && s.SalesTool == "Upsell" })},
		{"a failed bump beside a main product that passed", one(func(s *model.Transaction) bool {
			return s.IsBump && s.Status == model.Cancelled && a.history[s.ParentCode][0].Transaction.Status.Sold()
		})},
		{"a coupon", known(model.FCoupon)},
		{"a price of nothing", one(func(s *model.Transaction) bool { return s.Price.IsZero() && !s.Trial && isSale(s) })},
		{"a trial", one(func(s *model.Transaction) bool { return s.Trial && s.Subscriber != "" })},
		{"a fee of a fifth", one(func(s *model.Transaction) bool {
			return s.Gross == model.NewMoney(8_00, "BRL") && s.Fee.Minor() == 1_60
		})},
		{"a partial refund of a known amount", one(func(s *model.Transaction) bool {
			return s.Status == model.PartiallyRefunded && s.RefundedMoney.Sign() > 0
		})},
		{"a partial refund of an unknown amount", one(func(s *model.Transaction) bool {
			return s.Status == model.PartiallyRefunded && !s.Has.Has(model.FRefundedMoney)
		})},
		{"pesos without decimals", one(func(s *model.Transaction) bool {
			return s.Price.Currency() == "CLP" && s.Gross.Currency() == "USD" && s.PurchaseRate != ""
		})},
		{"dollars paid out in reais", one(func(s *model.Transaction) bool {
			return s.Price.Currency() == "USD" && s.Gross.Currency() == "BRL" && s.PayoutRate != ""
		})},
		{"euros with tax", one(func(s *model.Transaction) bool { return s.Price.Currency() == "EUR" && s.LocalTax.Sign() > 0 })},

		{"a sale as co-producer", one(func(s *model.Transaction) bool { return s.Role == model.Coproducer && len(a.history[s.Code]) == 1 })},
		{"a sale as affiliate", one(func(s *model.Transaction) bool { return s.Role == model.Affiliate && s.MyNet == s.AffiliateCut })},
		{"two roles in one sale", one(func(s *model.Transaction) bool {
			sum, err := s.CoproducerCut.Add(s.AffiliateCut)
			return err == nil && s.Role == model.Coproducer && len(a.history[s.Code]) == 2 && s.MyNet == sum
		})},
		{"a co-producer's part", one(func(s *model.Transaction) bool { return s.Role == model.Producer && s.CoproducerCut.Sign() > 0 })},

		{"a renewal with the parent filled in", one(func(s *model.Transaction) bool {
			return s.Recurrence == 2 && s.ParentCode != "" && s.OrderCode() == s.Code
		})},
		{"a recurrence paid ahead", one(func(s *model.Transaction) bool { return s.Anticipation != "" && s.Recurrence == 4 })},
		{"a member who came back", pair(func(s, other *model.Transaction) bool {
			return s.Subscriber != "" && other.Subscriber != "" && s.Subscriber != other.Subscriber && s.ProductID == other.ProductID
		})},
		{"a yearly member", one(func(s *model.Transaction) bool { return s.OfferCode == "club3ano" && s.Recurrence == 2 })},
		{"a renewal that is late", one(func(s *model.Transaction) bool {
			return s.Status == model.Overdue && s.Recurrence > 1 && s.OrderedAt > a.asOf-30*24*3600*1000
		})},
		{"a late renewal paid by other means", pair(func(s, other *model.Transaction) bool {
			return s.Status == model.Overdue && isSale(other) && s.Subscriber == other.Subscriber && s.Recurrence == other.Recurrence
		})},
		{"a Smart Recovery plan that was paid in full", one(func(s *model.Transaction) bool {
			return s.Billing == model.SmartRecovery && s.Recurrence == 12 && isSale(s)
		})},
		{"a Smart Recovery plan after a card without limit", pair(func(s, other *model.Transaction) bool {
			return s.Billing == model.SmartRecovery && s.Recurrence == 1 && a.isLost(other) && other.ProductID == s.ProductID
		})},
		{"a Smart Installment in dollars", one(func(s *model.Transaction) bool {
			return s.Billing == model.SmartInstallment && s.Price.Currency() == "USD" && s.Recurrence == 10
		})},
		{"a late Smart Installment", one(func(s *model.Transaction) bool {
			return s.Billing == model.SmartInstallment && s.Status == model.Overdue
		})},
		{"twelve card instalments with interest", one(func(s *model.Transaction) bool {
			return s.Installments == 12 && s.Billing == model.CardInstallment && s.InstallmentFee.Sign() > 0
		})},

		{"a status word that nobody knows", one(func(s *model.Transaction) bool { return s.Status == model.StatusUnknown && s.StatusRaw != "" })},
		{"a slip left open in the books", one(func(s *model.Transaction) bool { return s.Status == model.PrintedBillet && s.DueAt < a.asOf })},
		{"booked last week, given back since", one(func(s *model.Transaction) bool { return s.Status == model.Refunded && a.weeksBack(s.ApprovedAt) == 0 })},
		{"issued, then paid", seenAs(model.WaitingPayment, model.Approved)},
		{"slip printed, then paid", seenAs(model.PrintedBillet, model.Approved)},
		{"issued, then run out", seenAs(model.WaitingPayment, model.Expired)},
		{"paid, asked back, given back", seenAs(model.Approved, model.Protested, model.Refunded)},
		{"a request that was withdrawn", seenAs(model.Approved, model.Protested, model.Complete)},
		{"paid, then disputed at the bank", seenAs(model.Approved, model.Chargeback)},
		{"late, then paid", seenAs(model.Overdue, model.Complete)},

		{"the first second of a day", one(func(s *model.Transaction) bool { return s.OrderedAt.In(a.zone).Format("15:04:05") == "00:00:00" })},
		{"the last second of a day", one(func(s *model.Transaction) bool { return s.ApprovedAt.In(a.zone).Format("15:04:05") == "23:59:59" })},
	}
	for _, e := range edges {
		if !e.found() {
			t.Errorf("missing: %s", e.name)
		}
	}
}

func TestTheAccountHasEveryStatusReasonCauseMethodAndCurrency(t *testing.T) {
	a := newAccount(t, moments[0])
	statuses, reasons, causes := map[model.Status]int{}, map[model.DeclineReason]int{}, map[model.LossCause]int{}
	methods, currencies, countries := map[model.PaymentType]int{}, map[model.Currency]int{}, map[string]int{}
	for i := range a.now {
		s := &a.now[i]
		statuses[s.Status]++
		methods[s.PaymentType]++
		currencies[s.Price.Currency()]++
		countries[s.BuyerCountry]++
		if a.isLost(s) {
			causes[model.CauseOf(s.Status, s.PaymentType)]++
			if s.PaymentType.IsCard() {
				reasons[model.ParseReason(s.RefusalRaw)]++
			}
		}
	}
	for _, s := range model.Statuses() {
		if statuses[s] == 0 {
			t.Errorf("no transaction is %s", s.ID())
		}
	}
	for _, r := range model.Reasons() {
		if reasons[r] == 0 {
			t.Errorf("no card was declined for %s", r)
		}
		if reasons[r] > reasons[model.InsufficientFunds] {
			t.Errorf("%s is more frequent than the lack of limit", r)
		}
	}
	for _, c := range model.LossCauses() {
		if causes[c] == 0 && c != model.OtherLoss {
			t.Errorf("no sale was lost to %s", c)
		}
	}
	for _, m := range []model.PaymentType{
		model.CreditCard, model.GooglePay, model.ApplePay, model.SamsungPay, model.Hybrid, model.Pix, model.Billet, model.Paypal,
		model.Wallet, model.CashPayment, model.HotmartCredit,
	} {
		if methods[m] == 0 {
			t.Errorf("nobody paid by %s", m)
		}
	}
	if len(currencies) != 4 || currencies["BRL"] < currencies["USD"]+currencies["EUR"]+currencies["CLP"] || currencies["CLP"] == 0 {
		t.Errorf("currencies: %v", currencies)
	}
	for _, c := range []string{"Brasil", "Portugal", "Estados Unidos", "México", "Chile", "Argentina"} {
		if countries[c] == 0 {
			t.Errorf("no buyer from %s", c)
		}
	}
}

func TestSalesOnBothSidesOfEveryClockChange(t *testing.T) {
	for _, m := range []moment{moments[3], moments[5], moments[6]} {
		t.Run(m.name, func(t *testing.T) {
			a := newAccount(t, m)
			ordered := map[model.Instant]bool{}
			for i := range a.now {
				ordered[a.now[i].OrderedAt] = true
			}
			change, _ := a.asOf.In(a.zone).ZoneBounds()
			for range 3 {
				at := model.InstantOf(change)
				if !ordered[at] || !ordered[at-1000] {
					t.Errorf("no sale around %s", change)
				}
				change, _ = (at - 1000).In(a.zone).ZoneBounds()
			}
		})
	}
}
