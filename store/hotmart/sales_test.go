package hotmart

import (
	"fmt"
	"strings"
	"testing"

	"recoup/model"
)

// amounts writes a transaction's amounts on one line.
func amounts(t *model.Transaction) string {
	var all []string
	for f := model.FPrice; f <= model.FLocalTax; f++ {
		if t.Has.Has(f) {
			all = append(all, f.Name()+" "+said(t.Ref(f)))
		}
	}
	return strings.Join(all, ", ")
}

func TestThePriceOfTheHistoryIsWhatTheBuyerPaid(t *testing.T) {
	for _, c := range []struct{ what, purchase, want string }{
		{"in twelve instalments with interest", `"price":{"value":2626.56,"currency_code":"BRL"},"hotmart_fee":{"total":148.78,"base":1997,"currency_code":"BRL"}`,
			"price 199700 BRL, paid 262656 BRL, fee 14878 BRL"},
		{"without a fee yet", `"price":{"value":2626.56,"currency_code":"BRL"}`, "paid 262656 BRL"},
		{"with the fee in another currency", `"price":{"value":235.76,"currency_code":"USD"},"hotmart_fee":{"total":36.75,"base":11.12,"currency_code":"EUR"}`,
			"paid 23576 USD, fee 3675 EUR"},
		{"given away", `"price":{"value":0,"currency_code":"BRL"},"hotmart_fee":{"total":0,"base":0,"currency_code":"BRL"}`, "price 0 BRL, paid 0 BRL, fee 0 BRL"},
		{"as texts", `"price":{"value":"97.00","currencyCode":"brl"}`, "paid 9700 BRL"},
		{"without a currency", `"price":{"value":97},"hotmart_fee":{"total":7.21,"base":97}`, ""},
		{"in a currency that nobody knows", `"price":{"value":97,"currency_code":"XQX"}`, ""},
		{"as something else", `"price":"97 BRL","hotmart_fee":[7.21]`, ""},
	} {
		change, err := SalesHistory([]byte(`{"purchase":{"transaction":"HP1",`+c.purchase+`}}`), asked)
		if err != nil {
			t.Fatal(err)
		}
		if got := amounts(change.Transaction); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

func TestAChargeHasANumberOnlyWhereChargesRepeat(t *testing.T) {
	for _, c := range []struct {
		mode         string
		subscription bool
		billing      model.Billing
		charge       int64
	}{
		{"UNIQUE_PAYMENT", false, "", 0},
		{"PAY_IN_FULL", false, "", 0},
		{"SUBSCRIPTION", true, model.Subscription, 4},
		{"SMART_INSTALLMENT", false, model.SmartInstallment, 4},
		{"MULTIPLE_PAYMENTS", false, model.SmartInstallment, 4},
		{"BILLET_INSTALLMENT", false, model.SmartInstallment, 4},
		{"NOT_DEFINED", true, model.Subscription, 4},
		{"UNIQUE_PAYMENT", true, model.Subscription, 4},
		{"NOT_DEFINED", false, "", 0},
		{"INVOICE", false, "", 0},
		{"", false, "", 0},
	} {
		item := fmt.Sprintf(`{"purchase":{"transaction":"HP1","recurrency_number":4,"is_subscription":%v,"offer":{"payment_mode":%q},
			"payment":{"type":"CREDIT_CARD","installments_number":12}}}`, c.subscription, c.mode)
		change, err := SalesHistory([]byte(item), asked)
		if err != nil {
			t.Fatal(err)
		}
		s := change.Transaction
		if s.Billing != c.billing || s.Recurrence != c.charge || s.Has.Has(model.FRecurrence) != (c.charge > 0) {
			t.Errorf("%s, subscription %v: %q, charge %d; want %q, %d", c.mode, c.subscription, s.Billing, s.Recurrence, c.billing, c.charge)
		}
	}
}

func TestASplitPaymentMayBeAPlan(t *testing.T) {
	for _, c := range []struct {
		payment string
		want    model.Billing
	}{
		{`{"type":"CREDIT_CARD","installments_number":12}`, ""},
		{`{"type":"CREDIT_CARD","installments_number":1}`, model.OneTime},
		{`{"type":"PIX","installments_number":1}`, model.OneTime},
		{`{"type":"PIX"}`, model.OneTime},
	} {
		item := `{"purchase":{"transaction":"HP1","recurrency_number":1,"is_subscription":false,"offer":{"payment_mode":"UNIQUE_PAYMENT"},"payment":` + c.payment + `}}`
		change, err := SalesHistory([]byte(item), asked)
		if err != nil || change.Transaction.Billing != c.want || change.Transaction.Has.Has(model.FRecurrence) {
			t.Errorf("%s: %s, %v", c.payment, told(change), err)
		}
	}
}

func TestAnAccountsOwnCommissionIsThatOfItsUcode(t *testing.T) {
	const sale = `{"transaction":"HP1","commissions":[
		{"source":"MARKETPLACE","commission":{"value":10,"currency_value":"BRL"}},
		{"source":"PRODUCER","commission":{"value":60,"currency_value":"BRL"},"user":{"ucode":"P"}},
		{"source":"CO_PRODUCER","commission":{"value":15,"currency_value":"BRL"},"user":{"ucode":"C"}},
		{"source":"COPRODUCER","commission":{"value":5,"currency_value":"BRL"},"user":{"ucode":"D"}},
		{"source":"AFFILIATE","commission":{"value":10,"currency_value":"BRL"},"user":{"ucode":"A"}}]}`
	const split = "producer_net 6000 BRL, affiliate_commission 1000 BRL, coproducer_commission 2000 BRL, fee 1000 BRL"
	for _, c := range []struct {
		ucode, want string
		role        model.Role
	}{
		{"p", "my_net 6000 BRL, " + split, model.Producer},
		{"D", "my_net 500 BRL, " + split, model.Coproducer},
		{"A", "my_net 1000 BRL, " + split, model.Affiliate},
		{"X", split, model.RoleUnknown},
		{"", split, model.RoleUnknown},
	} {
		change, err := SalesCommissions([]byte(sale), asked, Account{Ucode: c.ucode})
		if err != nil {
			t.Fatal(err)
		}
		if got := amounts(change.Transaction); got != c.want || change.Transaction.Role != c.role {
			t.Errorf("%q: %s as %v; want %s as %v", c.ucode, got, change.Transaction.Role.ID(), c.want, c.role.ID())
		}
		if len(change.Records) != 5 {
			t.Errorf("%d commissions were kept of 5", len(change.Records))
		}
	}
}

func TestCommissionsInTwoCurrenciesAreNotAdded(t *testing.T) {
	change, err := SalesCommissions([]byte(`{"transaction":"HP1","commissions":[
		{"source":"COPRODUCER","commission":{"value":15,"currency_value":"BRL"},"user":{"ucode":"C"}},
		{"source":"COPRODUCER","commission":{"value":5,"currency_value":"USD"},"user":{"ucode":"C"}},
		{"source":"PRODUCER","commission":{"value":"?","currency_value":"USD"},"user":{"ucode":"P"}},
		"nonsense",{"source":null}]}`), asked, Account{Ucode: "P"})
	if err != nil {
		t.Fatal(err)
	}
	if got := amounts(change.Transaction); got != "" {
		t.Errorf("got %s", got)
	}
	if len(change.Records) != 2 || change.Records[0].Key == change.Records[1].Key {
		t.Errorf("two parts of one party are kept as %v", change.Records)
	}
}

func TestSalesThatAreNotSettledYetCarryNoCommission(t *testing.T) {
	for _, item := range []string{`{"transaction":"HP1","commissions":[]}`, `{"transaction":"HP1"}`, `{"transaction":"HP1","commissions":null}`} {
		change, err := SalesCommissions([]byte(item), asked, ourAccount)
		if err != nil || len(change.Records) != 0 || amounts(change.Transaction) != "" {
			t.Errorf("%s: %s, %v", item, told(change), err)
		}
	}
}

func TestPriceDetailsInAnotherCurrencyAreLeftUnknown(t *testing.T) {
	change, err := SalesPriceDetails([]byte(`{"transaction":"HP1","base":{"value":930,"currency_code":"MXN"},"total":{"value":986.25,"currency_code":"MXN"},
		"vat":{"value":193.25,"currency_code":"BRL"},"fee":{"value":56.25,"currency_code":"MXN"}}`), asked)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := amounts(change.Transaction), "price 93000 MXN, paid 98625 MXN, installment_fee 5625 MXN"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestStatusesThatNobodyKnowsAreKeptInTheirOwnWords(t *testing.T) {
	change, err := SalesHistory([]byte(`{"purchase":{"transaction":"HP1","status":"TELEPORTED","payment":{"type":"SHELLS"},"commission_as":"WIZARD"}}`), asked)
	if err != nil {
		t.Fatal(err)
	}
	s := change.Transaction
	if s.Status != model.StatusUnknown || s.StatusRaw != "TELEPORTED" || !s.Has.Has(model.FStatus) || s.PaymentType != "SHELLS" || s.Has.Has(model.FRole) {
		t.Error(told(change))
	}
}
