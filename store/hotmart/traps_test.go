package hotmart

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

// facts writes out what an event says, without the record of the event itself, which differs with the body.
func facts(c model.Change) string {
	var others []*model.Record
	for _, r := range c.Records {
		if r.Dataset != model.DataWebhookEvents {
			others = append(others, r)
		}
	}
	c.Records = others
	return told(c)
}

func readFacts(t testing.TB, body []byte) string {
	t.Helper()
	_, change, err := ReadEvent(body, 0)
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	return facts(change)
}

// rewrite goes through JSON and lets every member be written in another way.
func rewrite(t testing.TB, body []byte, as func(key string, v any) (string, any)) []byte {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var root any
	if err := decoder.Decode(&root); err != nil {
		t.Fatal(err)
	}
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			out := map[string]any{}
			for key, inner := range v {
				name, what := as(key, walk(inner))
				out[name] = what
			}
			return out
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		}
		return v
	}
	out, err := json.Marshal(walk(root))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func camel(key string) string {
	words := strings.Split(key, "_")
	for i, word := range words[1:] {
		if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

func TestAnEventSaysTheSameHoweverItIsSpelt(t *testing.T) {
	spellings := map[string]func(string, any) (string, any){
		"camelCase":       func(key string, v any) (string, any) { return camel(key), v },
		"other case":      func(key string, v any) (string, any) { return strings.ToUpper(key), v },
		"numbers as text": func(key string, v any) (string, any) { return key, asText(v) },
		"dates in seconds": func(key string, v any) (string, any) {
			if n, ok := v.(json.Number); ok && len(n) == 13 && strings.HasSuffix(string(n), "000") {
				return key, n[:10]
			}
			return key, v
		},
		"amounts with a fraction": func(key string, v any) (string, any) {
			if n, ok := v.(json.Number); ok && key == "value" && !strings.Contains(string(n), ".") {
				return key, json.Number(string(n) + ".0")
			}
			return key, v
		},
	}
	for name, body := range webhooks(t) {
		want := readFacts(t, body)
		for how, as := range spellings {
			if diff := cmp.Diff(want, readFacts(t, rewrite(t, body, as))); diff != "" {
				t.Errorf("%s with %s (-want +got):\n%s", name, how, diff)
			}
		}
	}
}

func asText(v any) any {
	if n, ok := v.(json.Number); ok {
		return string(n)
	}
	return v
}

func TestOfTwoMembersWithOneNameTheFirstCountsAndTheExactOneMost(t *testing.T) {
	const event = `{"id":"e","creation_date":1767276000000,"event":"PURCHASE_APPROVED","data":{"purchase":{%s}}}`
	for _, c := range []struct{ purchase, code, status string }{
		{`"transaction":"HP1","transaction":"HP2","status":"APPROVED","status":"REFUNDED"`, "HP1", "APPROVED"},
		{`"Transaction":"HP2","transaction":"HP1","Status":"REFUNDED","status":"APPROVED"`, "HP1", "APPROVED"},
		{`"TRANSACTION":"HP1","Status":"APPROVED"`, "HP1", "APPROVED"},
	} {
		_, change, err := ReadEvent(fmt.Appendf(nil, event, c.purchase), 0)
		if err != nil {
			t.Fatal(err)
		}
		if s := change.Transaction; s.Code != c.code || s.StatusRaw != c.status {
			t.Errorf("%s: %s is %s", c.purchase, s.Code, s.StatusRaw)
		}
	}
}

// Whatever a value of an event is replaced by, the event is read, and what does not hang on that value stays.
func TestNonsenseCostsOnlyItsOwnPlace(t *testing.T) {
	bodies := webhooks(t)
	nonsense := []any{nil, "203.0.113.57", "", json.Number("-1"), json.Number("1e400"), true, []any{}, []any{nil, "x"}, map[string]any{}, map[string]any{"value": []any{}}, "\u202e\x00", "NaN"}
	tried := 0
	for name, body := range bodies {
		keys := map[string]bool{}
		rewrite(t, body, func(key string, v any) (string, any) { keys[key] = true; return key, v })
		for key := range keys {
			if key == "event" || key == "data" {
				continue // without these it may be no event
			}
			instead := nonsense[tried%len(nonsense)]
			tried++
			spoilt := rewrite(t, body, func(k string, v any) (string, any) {
				if k == key {
					return k, instead
				}
				return k, v
			})
			event, change, err := ReadEvent(spoilt, 0)
			if err != nil || event.ID == "" || len(change.Records) == 0 {
				t.Fatalf("%s with %q as %v is not kept: %v", name, key, instead, err)
			}
		}
	}
}

func TestAPriceThatIsNonsenseLeavesTheStatus(t *testing.T) {
	body := rewrite(t, webhook(t, "purchase-refunded"), func(key string, v any) (string, any) {
		if key == "price" || key == "commissions" || key == "buyer" || key == "payment" {
			return key, "203.0.113.57"
		}
		return key, v
	})
	_, change, err := ReadEvent(body, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := change.Transaction
	if s.Status != model.Refunded || s.ReversedAt != 1767708000123 || s.Has.Has(model.FPrice) || s.Has.Has(model.FGross) || s.Paid != model.NewMoney(29700, "BRL") {
		t.Error(told(change))
	}
}

func TestTheStatusIsThatOfTheEventWhereThePurchaseHasNone(t *testing.T) {
	for _, c := range []struct {
		event, status string
		want          model.Status
	}{
		{"PURCHASE_APPROVED", `"APPROVED"`, model.Approved},
		{"PURCHASE_COMPLETE", `"COMPLETED"`, model.Complete},
		{"PURCHASE_COMPLETE", `null`, model.Complete},
		{"PURCHASE_CANCELED", `null`, model.Cancelled},
		{"purchase_cancelled", `null`, model.Cancelled},
		{"PURCHASE_BILLET_PRINTED", `null`, model.PrintedBillet},
		{"PURCHASE_PROTEST", `null`, model.Protested},
		{"PURCHASE_PROTEST", `"DISPUTE"`, model.Protested},
		{"PURCHASE_REFUNDED", `"GIVEN_BACK"`, model.Refunded},
		{"PURCHASE_REFUNDED", `"PARTIALLY_REFUNDED"`, model.PartiallyRefunded},
		{"PURCHASE_CHARGEBACK", `{}`, model.Chargeback},
		{"PURCHASE_EXPIRED", `null`, model.Expired},
		{"PURCHASE_DELAYED", `"DELAYED"`, model.Overdue},
	} {
		body := fmt.Sprintf(`{"id":"e","event":%q,"creation_date":1767276000000,"data":{"purchase":{"transaction":"HP1","status":%s}}}`, c.event, c.status)
		_, change, err := ReadEvent([]byte(body), 0)
		if err != nil {
			t.Fatal(err)
		}
		s := change.Transaction
		if s.Status != c.want {
			t.Errorf("%s with %s is %s", c.event, c.status, s.Status.ID())
		}
		dated := strings.Contains(c.event, "REFUNDED") || strings.Contains(c.event, "CHARGEBACK")
		if s.Has.Has(model.FReversedAt) != dated {
			t.Errorf("%s: given back at %d", c.event, s.ReversedAt)
		}
	}
}

func TestAnEventHoldsFromWhenItWasMade(t *testing.T) {
	const made, ordered, approved = `"creation_date":1767300000000,`, `"order_date":1767276000000`, `"approved_date":1767276003000`
	for _, c := range []struct {
		what, body string
		now, want  model.Instant
	}{
		{"as it says", `{` + made + `"id":"e","event":"PURCHASE_APPROVED","data":{"purchase":{"transaction":"HP1",` + ordered + `}}}`, 0, 1767300000000},
		{"never later than now", `{` + made + `"id":"e","event":"PURCHASE_APPROVED","data":{"purchase":{"transaction":"HP1"}}}`, 1767200000000, 1767200000000},
		{"without a date, from the purchase's own", `{"id":"e","event":"PURCHASE_APPROVED","data":{"purchase":{"transaction":"HP1",` + ordered + `,` + approved + `}}}`, 0, 1767276003000},
		{"with a date that cannot be", `{"creation_date":12345678,"id":"e","event":"PURCHASE_APPROVED","data":{"purchase":{"transaction":"HP1",` + ordered + `}}}`, 1767280000000, 1767276000000},
		{"a purchase of tomorrow", `{"id":"e","event":"PURCHASE_APPROVED","data":{"purchase":{"transaction":"HP1",` + ordered + `,` + approved + `}}}`, 1767276001000, 1767276000000},
		{"without any date", `{"id":"e","event":"CLUB_FIRST_ACCESS","data":{}}`, 1767276001000, 1767276001000},
		{"without any date or clock", `{"id":"e","event":"CLUB_FIRST_ACCESS","data":{}}`, 0, 0},
	} {
		_, change, err := ReadEvent([]byte(c.body), c.now)
		if err != nil || change.SeenAt != c.want {
			t.Errorf("%s: %d, want %d, %v", c.what, change.SeenAt, c.want, err)
		}
	}
}

// One event told twice has one id and one hash; with another body it has the id and another hash.
func TestAnEventIsTheSameHoweverItsBodyIsLaidOut(t *testing.T) {
	for name, body := range webhooks(t) {
		first, change, _ := ReadEvent(body, 0)
		laidOut := rewrite(t, body, func(key string, v any) (string, any) { return key, v }) // by name, without space
		second, again, err := ReadEvent(laidOut, 0)
		if err != nil || first != second || told(change) != told(again) {
			t.Errorf("%s: %+v, %+v, %v", name, first, second, err)
		}
		withSecret := append([]byte(`{"X-Hotmart-Hottok":"canary",`), bytes.TrimSpace(body)[1:]...)
		if _, again, err = ReadEvent(withSecret, 0); err != nil || told(change) != told(again) {
			t.Errorf("%s is another event with the secret in it", name)
		}
		changed := rewrite(t, body, func(key string, v any) (string, any) {
			if key == "version" {
				v = "2.0.1"
			}
			return key, v
		})
		third, other, _ := ReadEvent(changed, 0)
		if third.ID != first.ID || told(other) == told(change) {
			t.Errorf("%s: a changed body is not seen", name)
		}
	}
}

func TestABodyWithoutAnIDIsToldApartByItsContent(t *testing.T) {
	body := func(at int) []byte {
		return fmt.Appendf(nil, `{"event":"CLUB_FIRST_ACCESS","creation_date":%d,"data":{"user":{"email":"a@example.com"}}}`, at)
	}
	a, _, _ := ReadEvent(body(1767276000000), 0)
	b, _, _ := ReadEvent(append([]byte(" "), body(1767276000000)...), 0)
	c, _, _ := ReadEvent(body(1767276000001), 0)
	if a.ID == "" || a.ID != b.ID || a.ID == c.ID {
		t.Errorf("ids %q, %q and %q", a.ID, b.ID, c.ID)
	}
}

func TestABodyThatIsNoEventIsSaidToBeNone(t *testing.T) {
	for _, body := range []string{
		``, ` `, `null`, `17`, `[]`, `{}`, `"PURCHASE_APPROVED"`, `{"event":"PURCHASE_APPROVED"}`, `{"event":7,"data":[]}`, `{"id":"e"`, `<html>`,
		`{"items":[{"purchase":{"transaction":"HP1","price":{"value":10,"currency_code":"BRL"}}}]}`,
		strings.Repeat(`{"data":`, 70) + `1` + strings.Repeat(`}`, 70),
		`{"id":"e","event":"CLUB_FIRST_ACCESS","data":{"user":{"name":"` + strings.Repeat("a", MaxEventBody) + `"}}}`,
		`[{"id":"a","event":"E","data":{}},{"id":"b","event":"E","data":{}}]`,
	} {
		event, change, err := ReadEvent([]byte(body), 0)
		if _, known := err.(*model.Error); !known { //nolint:errorlint // returned bare
			t.Errorf("%.60q: %+v, %d records, %v", body, event, len(change.Records), err)
		}
	}
}

func TestABumpOfItselfIsTheMainProduct(t *testing.T) {
	for _, c := range []struct {
		bump   string
		isBump bool
		parent string
	}{
		{`{"is_order_bump":false}`, false, ""},
		{`{"is_order_bump":true,"parent_purchase_transaction":"HP1"}`, true, "HP1"},
		{`{"is_order_bump":true,"parent_purchase_transaction":""}`, false, ""},
		{`{"is_order_bump":true}`, false, ""},
		{`{"is_order_bump":true,"parent_purchase_transaction":"HP2"}`, false, ""},
		{`{"isOrderBump":"true","parentPurchaseTransaction":"HP1"}`, true, "HP1"},
	} {
		body := `{"id":"e","event":"PURCHASE_APPROVED","data":{"purchase":{"transaction":"HP2","order_bump":` + c.bump + `}}}`
		_, change, err := ReadEvent([]byte(body), 0)
		if err != nil {
			t.Fatal(err)
		}
		if s := change.Transaction; s.IsBump != c.isBump || s.ParentCode != c.parent || !s.Has.Has(model.FIsBump) {
			t.Errorf("%s: bump %v of %q", c.bump, s.IsBump, s.ParentCode)
		}
	}
}

// Any JSON at all, event or not, is read or refused with a sentence.
func TestNoBodyIsTooStrange(t *testing.T) {
	keys := []string{"event", "data", "purchase", "transaction", "price", "value", "currency_value", "creationDate", "id", "subscription", "subscriber", "code", "items", "hottok", "headers", "body", ""}
	var piece func(depth int) *rapid.Generator[any]
	piece = func(depth int) *rapid.Generator[any] {
		return rapid.Custom(func(t *rapid.T) any {
			switch kind := rapid.IntRange(0, 7).Draw(t, "kind"); {
			case kind >= 5 && depth > 0:
				o := map[string]any{}
				for range rapid.IntRange(0, 4).Draw(t, "members") {
					o[rapid.SampledFrom(keys).Draw(t, "key")] = piece(depth-1).Draw(t, "value")
				}
				return o
			case kind == 4 && depth > 0:
				return []any{piece(depth-1).Draw(t, "first"), piece(depth-1).Draw(t, "second")}
			case kind == 0:
				return nil
			case kind == 1:
				return rapid.Float64().Draw(t, "number")
			case kind == 2:
				return rapid.Bool().Draw(t, "flag")
			}
			return rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"PURCHASE_APPROVED", "SWITCH_PLAN", "HP1", "BRL", `{"event":"X","data":{}}`})).Draw(t, "text")
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		body, err := json.Marshal(piece(6).Draw(t, "body"))
		if err != nil {
			t.Skip("a number that JSON does not have")
		}
		if _, _, err := ReadEvent(body, 0); err != nil && model.KindOf(err) != model.KindFailed {
			t.Fatal(err)
		}
	})
}

// The parts of a sale make its price only when all of them are there, the marketplace's among them, in one currency.
func TestAGrossIsMadeOfAllPartsOrOfNone(t *testing.T) {
	part := func(source, value, currency string) string {
		return `{"source":"` + source + `","value":` + value + `,"currency_value":"` + currency + `"}`
	}
	for _, c := range []struct{ what, parts, want string }{
		{"all", part("MARKETPLACE", "10", "BRL") + "," + part("PRODUCER", "80", "BRL") + "," + part("AFFILIATE", "10", "BRL"),
			"gross 10000 BRL, producer_net 8000 BRL, affiliate_commission 1000 BRL, fee 1000 BRL"},
		{"the marketplace under its other name", part("HOTMART", "10", "BRL") + "," + part("PRODUCER", "90", "BRL"),
			"gross 10000 BRL, producer_net 9000 BRL, fee 1000 BRL"},
		{"without the marketplace", part("PRODUCER", "90", "BRL"), "producer_net 9000 BRL"},
		{"in two currencies", part("MARKETPLACE", "10", "BRL") + "," + part("PRODUCER", "18", "USD"), "producer_net 1800 USD, fee 1000 BRL"},
		{"with one that is nonsense", part("MARKETPLACE", "10", "BRL") + "," + part("PRODUCER", `"?"`, "BRL"), "fee 1000 BRL"},
		{"of an add-on", part("MARKETPLACE", "10", "BRL") + "," + part("PRODUCER", "80", "BRL") + "," + part("ADDON", "10", "BRL"),
			"gross 10000 BRL, producer_net 8000 BRL, fee 1000 BRL, other_fees 1000 BRL"},
	} {
		body := `{"id":"e","event":"PURCHASE_APPROVED","data":{"purchase":{"transaction":"HP1"},"commissions":[` + c.parts + `]}}`
		_, change, err := ReadEvent([]byte(body), 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := amounts(change.Transaction); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}
