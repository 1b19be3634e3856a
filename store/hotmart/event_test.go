package hotmart

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"recoup/model"
)

func webhook(t *testing.T, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", "webhooks", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func webhooks(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "webhooks", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no webhooks to read", err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		all[name] = webhook(t, name)
	}
	return all
}

func TestEachEventIsRead(t *testing.T) {
	names := map[string]bool{}
	for name, body := range webhooks(t) {
		event, change, err := ReadEvent(body, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if event.Known {
			names[event.Name] = true
		}
		golden(t, "webhooks/"+name, event.ID+" "+event.Name+" "+event.Transaction+"\n"+told(change))
	}
	if len(names) != 16 {
		t.Errorf("%d of Hotmart's sixteen events were read: %v", len(names), names)
	}
}

var misplaced = regexp.MustCompile(`203\.0\.113\.|que fica no corpo|canary`)

func TestWhatNoReportNeedsStaysInTheBody(t *testing.T) {
	for name, body := range webhooks(t) {
		_, change, err := ReadEvent(body, 0)
		if err != nil {
			t.Fatal(err)
		}
		if found := misplaced.FindString(told(change)); found != "" {
			t.Errorf("%s: %q came out of it", name, found)
		}
	}
}

// Recorded and documented bodies, where they are at hand.
func TestKnownEventsAreRead(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/fixtures/webhooks*/*.json")
	if len(files) == 0 {
		t.Skip("no recorded events here; testdata/webhooks has their like")
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		event, change, err := ReadEvent(body, 0)
		if err != nil || !event.Known {
			t.Errorf("%s: %+v, %v", file, event, err)
			continue
		}
		if strings.Contains(told(change), "hottok_") || strings.Contains(told(change), "192.168.") {
			t.Errorf("%s: %s", file, told(change))
		}
		if s := change.Transaction; s != nil && (s.Status == model.StatusUnknown || !s.Has.Has(model.FPrice) || !s.Has.Has(model.FPaid) || !s.Has.Has(model.FProductID)) {
			t.Errorf("%s: %s", file, told(change))
		}
		if strings.HasPrefix(event.Name, "PURCHASE_") && event.Name != "PURCHASE_OUT_OF_SHOPPING_CART" && change.Transaction == nil {
			t.Errorf("%s: no transaction", file)
		}
	}
}

// In every purchase recorded in one currency the commissions add up to the price, and to nothing else.
func TestThePartsOfAPurchaseAddUpToItsPrice(t *testing.T) {
	bodies := webhooks(t)
	files, _ := filepath.Glob("../../../shared/fixtures/webhooks/purchase-*.json")
	for _, file := range files {
		bodies[file], _ = os.ReadFile(file)
	}
	checked := 0
	for name, body := range bodies {
		if strings.HasSuffix(name, "foreign") || strings.HasSuffix(name, "documented") {
			continue
		}
		_, change, err := ReadEvent(body, 0)
		if err != nil {
			t.Fatal(err)
		}
		s := change.Transaction
		if s == nil || !s.Has.Has(model.FGross) {
			continue
		}
		checked++
		if s.Gross != s.Price {
			t.Errorf("%s: gross %v, price %v", name, s.Gross, s.Price)
		}
		if more, err := s.Paid.Cmp(s.Price); err != nil || more < 0 {
			t.Errorf("%s: paid %v for a price of %v, %v", name, s.Paid, s.Price, err)
		}
		if s.Has.Has(model.FMyNet) {
			t.Errorf("%s tells the account's own net", name)
		}
	}
	if checked < 15 {
		t.Errorf("only %d purchases were checked", checked)
	}
}
