package hotmart

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

// told writes a change out, one fact a line.
func told(c model.Change) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s\n", c.Source.ID(), moment(c.SeenAt))
	if t := c.Transaction; t != nil {
		fmt.Fprintf(&b, "transaction %s\n", t.Code)
		for f := model.Field(0); f < model.FieldCount; f++ {
			if t.Has.Has(f) {
				fmt.Fprintf(&b, "  %s: %s\n", f.Name(), said(t.Ref(f)))
			}
		}
	}
	for _, r := range c.Records {
		fmt.Fprintf(&b, "%s %s\n", r.Dataset, r.Key)
		for i, f := range r.Fields() {
			if v := r.Fact(i); v != nil {
				fmt.Fprintf(&b, "  %s: %s\n", f.Name, said(v))
			}
		}
	}
	return b.String()
}

func said(v any) string {
	switch v := v.(type) {
	case *string:
		return said(*v)
	case *int64:
		return said(*v)
	case *bool:
		return said(*v)
	case *model.Instant:
		return moment(*v)
	case model.Instant:
		return moment(v)
	case *model.Money:
		return said(*v)
	case model.Money:
		return fmt.Sprintf("%d %s", v.Minor(), v.Currency())
	case *model.Status:
		return v.ID()
	case *model.Role:
		return v.ID()
	case *model.PaymentType:
		return string(*v)
	case *model.Billing:
		return string(*v)
	}
	return fmt.Sprint(v)
}

func moment(at model.Instant) string { return at.In(time.UTC).Format("2006-01-02T15:04:05.999Z") }

// golden compares with what is kept, or keeps it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

const asked = model.Instant(1768000000000)

var ourAccount = Account{Ucode: "5B1D0F3E-7A61-4C55-9C58-0E6F6F2A1001"}

// endpoints reads an item of the answer that each file holds.
var endpoints = map[string]func(json.RawMessage) (model.Change, error){
	"sales-history": func(i json.RawMessage) (model.Change, error) { return SalesHistory(i, asked) },
	"sales-commissions": func(i json.RawMessage) (model.Change, error) {
		return SalesCommissions(i, asked, ourAccount)
	},
	"sales-price-details": func(i json.RawMessage) (model.Change, error) { return SalesPriceDetails(i, asked) },
	"sales-users":         func(i json.RawMessage) (model.Change, error) { return SalesUsers(i, asked) },
	"sales-summary": func(i json.RawMessage) (model.Change, error) {
		return SalesSummary(i, asked, "APPROVED", model.Span{From: 1767225600000, To: 1767830400000})
	},
	"subscriptions":              func(i json.RawMessage) (model.Change, error) { return Subscriptions(i, asked) },
	"subscriptions-summary":      func(i json.RawMessage) (model.Change, error) { return SubscriptionSummary(i, asked) },
	"subscriptions-transactions": func(i json.RawMessage) (model.Change, error) { return SubscriptionTransactions(i, asked) },
	"subscriptions-purchases": func(i json.RawMessage) (model.Change, error) {
		return SubscriberPurchases(i, asked, "K7BARRO1")
	},
	"products":     func(i json.RawMessage) (model.Change, error) { return Products(i, asked) },
	"offers":       func(i json.RawMessage) (model.Change, error) { return Offers(i, asked, "3311207") },
	"plans":        func(i json.RawMessage) (model.Change, error) { return Plans(i, asked, "3311950") },
	"coupons":      func(i json.RawMessage) (model.Change, error) { return Coupons(i, asked, "3311207") },
	"club-users":   func(i json.RawMessage) (model.Change, error) { return ClubMembers(i, asked, "atelie") },
	"club-modules": func(i json.RawMessage) (model.Change, error) { return ClubModules(i, asked, "atelie") },
	"club-pages":   func(i json.RawMessage) (model.Change, error) { return ClubPages(i, asked, "atelie", "m0dUlo1") },
	"club-lessons": func(i json.RawMessage) (model.Change, error) { return ClubLessons(i, asked, "atelie", "aB3cD4eF5g") },
}

func TestEachEndpointsAnswerIsRead(t *testing.T) {
	for name, read := range endpoints {
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join("testdata", "api", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			page, err := ParsePage(body)
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, item := range page.Items {
				change, err := read(item)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, told(change))
			}
			golden(t, "api/"+name, strings.Join(all, "\n"))
		})
	}
}
