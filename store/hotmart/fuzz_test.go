package hotmart

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"recoup/model"
)

// seeds adds all files of a folder to a fuzz target's corpus.
func seeds(f *testing.F, folder string) {
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
}

// sane checks what holds of every change, whatever it was read from.
func sane(t *testing.T, change model.Change) {
	t.Helper()
	if s := change.Transaction; s != nil {
		if s.Code == "" || len(s.Code) > maxCode {
			t.Fatalf("a transaction's code is %q", s.Code)
		}
		for f := model.Field(0); f < model.FieldCount; f++ {
			switch v := s.Ref(f).(type) {
			case *string:
				if !utf8.ValidString(*v) || len(*v) > maxText || s.Has.Has(f) == (*v == "") {
					t.Fatalf("%s is %q", f.Name(), *v)
				}
			case *model.Instant:
				if s.Has.Has(f) != (*v != 0) || *v != 0 && (*v < earliest || *v > latest) {
					t.Fatalf("%s is %d", f.Name(), *v)
				}
			case *model.Money:
				if s.Has.Has(f) != (v.Currency() != "") {
					t.Fatalf("%s is %v", f.Name(), *v)
				}
			}
		}
	}
	for _, r := range change.Records {
		if r.Key == "" || r.Key == "-" {
			t.Fatalf("a record of %s has the key %q", r.Dataset, r.Key)
		}
	}
}

func FuzzEvent(f *testing.F) {
	seeds(f, "webhooks")
	for _, whole := range kept(`{"id":"e","event":"PURCHASE_APPROVED","data":{}}`) {
		f.Add([]byte(whole))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		event, change, err := ReadEvent(body, 1767276000000)
		if err != nil {
			return
		}
		sane(t, change)
		if event.ID == "" || change.SeenAt > 1767276000000 {
			t.Fatalf("%+v seen at %d", event, change.SeenAt)
		}
		again, _, err := ReadEvent(body, 1767276000000)
		if err != nil || again != event {
			t.Fatalf("read again: %+v, %v", again, err)
		}
		clean := WithoutSecret(body)
		if clean != nil && strings.Contains(strings.ToLower(string(clean)), "hottok") {
			t.Fatalf("%s", clean)
		}
	})
}

func FuzzPage(f *testing.F) {
	seeds(f, "api")
	f.Fuzz(func(t *testing.T, body []byte) {
		page, err := ParsePage(body)
		if err != nil {
			return
		}
		for _, item := range page.Items {
			if !json.Valid(item) {
				t.Fatalf("an item is no JSON: %q", item)
			}
			for _, read := range endpoints {
				if change, err := read(item); err == nil {
					sane(t, change)
				}
			}
		}
		if account, err := Me(body); err == nil && account.Ucode == "" {
			t.Fatal("nobody's account")
		}
	})
}
