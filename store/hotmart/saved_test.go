package hotmart

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestAKeptAnswerIsKnownByItsKeys(t *testing.T) {
	untold := map[string]bool{"sales-summary": true, "club-users": true, "club-modules": true, "club-pages": true, "club-lessons": true}
	for name, read := range endpoints {
		body, err := os.ReadFile(filepath.Join("testdata", "api", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		page, err := ParsePage(body)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Items {
			endpoint, change, err := ReadItem(item, asked)
			if untold[name] {
				if err == nil {
					t.Errorf("%s does not say what it is of, and is read as %s", name, endpoint)
				}
				continue
			}
			if err != nil || endpoint != name {
				t.Errorf("%s is taken for %q: %v", name, endpoint, err)
				continue
			}
			if want, _ := read(item); name == "sales-history" && told(change) != told(want) {
				t.Errorf("%s says %s", name, told(change))
			}
		}
	}
}

func TestAnEventIsNoItemAndAnItemNoEvent(t *testing.T) {
	for name, body := range webhooks(t) {
		if endpoint, _, err := ReadItem(body, asked); err == nil {
			t.Errorf("the event %s is taken for an item of %s", name, endpoint)
		}
	}
	for name := range endpoints {
		body, err := os.ReadFile(filepath.Join("testdata", "api", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if bodies, err := Unwrap(body); err == nil {
			t.Errorf("%s is taken for %d events", name, len(bodies))
		}
		page, _ := ParsePage(body)
		for _, item := range page.Items {
			if bodies, err := Unwrap(json.RawMessage(item)); err == nil {
				t.Errorf("an item of %s is taken for %d events", name, len(bodies))
			}
		}
	}
}
