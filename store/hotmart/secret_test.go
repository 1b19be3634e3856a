package hotmart

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const canary = "s3cr3t-canary-0b1c"

// kept writes one event in the ways in which tools keep it.
func kept(event string) map[string]string {
	quoted := strconv.Quote(event)
	headers := `{"host":"example.com","x-hotmart-hottok":"` + canary + `"}`
	return map[string]string{
		"bare":                       event,
		"n8n":                        `{"headers":` + headers + `,"params":{},"query":{},"body":` + event + `,"webhookUrl":"https://example.com/hook","executionMode":"production"}`,
		"n8n, a run":                 `[{"headers":` + headers + `,"body":` + event + `}]`,
		"n8n, items":                 `[{"json":` + event + `,"pairedItem":{"item":0}}]`,
		"n8n, items of requests":     `[{"json":{"headers":` + headers + `,"body":` + event + `}}]`,
		"Make":                       `{"data":` + event + `}`,
		"a log with a text":          `{"time":"2026-01-01T14:00:00Z","level":"info","msg":"hook","payload":` + quoted + `}`,
		"a log of a log":             `{"log":` + strconv.Quote(`{"message":`+quoted+`}`) + `}`,
		"headers as pairs":           `{"request":{"headers":[{"name":"X-HOTMART-HOTTOK","value":"` + canary + `"}]},"body":` + event + `}`,
		"headers as a list":          `{"rawHeaders":["X-HOTMART-HOTTOK","` + canary + `"],"rawBody":` + quoted + `}`,
		"the secret beside the body": `{"hottok":"` + canary + `","HOTTOK":["` + canary + `"],"event_body":` + event + `}`,
		"an envelope with an event":  `{"event":"webhook.received","data":` + event + `}`,
	}
}

func TestAnEventIsFoundHoweverAToolKeptIt(t *testing.T) {
	body := string(webhook(t, "purchase-approved-instalments"))
	_, want, err := ReadEvent([]byte(body), 0)
	if err != nil {
		t.Fatal(err)
	}
	for how, whole := range kept(body) {
		_, got, err := ReadEvent([]byte(whole), 0)
		if err != nil {
			t.Errorf("%s: %v", how, err)
			continue
		}
		if told(got) != told(want) {
			t.Errorf("%s: got\n%s", how, told(got))
		}
	}
}

func TestEventsOfOneTextAreTakenApart(t *testing.T) {
	all := webhooks(t)
	var parts []string
	for _, body := range all {
		parts = append(parts, `{"json":`+string(body)+`}`)
	}
	bodies, err := Unwrap([]byte("[" + strings.Join(parts, ",") + "]"))
	if err != nil || len(bodies) != len(all) {
		t.Fatalf("%d of %d, %v", len(bodies), len(all), err)
	}
	for _, body := range bodies {
		if _, _, err := ReadEvent(body, 0); err != nil {
			t.Error(err)
		}
	}
	if _, err := Unwrap([]byte(`[{"a":1},{"b":2}]`)); err == nil {
		t.Error("a list of other things is taken for events")
	}
}

func TestAPurchaseKeptWithoutItsEnvelopeIsASale(t *testing.T) {
	var whole struct{ Data json.RawMessage }
	if err := json.Unmarshal(webhook(t, "purchase-refunded"), &whole); err != nil {
		t.Fatal(err)
	}
	event, change, err := ReadEvent(whole.Data, 0)
	if err != nil || event.Known || event.Transaction != "HP4100000002" || change.Transaction.Status.ID() != "REFUNDED" {
		t.Errorf("%+v, %v\n%s", event, err, told(change))
	}
}

// The secret goes into a body wherever it may and comes out nowhere.
func TestTheSecretOfAWebhookComesOutNowhere(t *testing.T) {
	names := []string{"hottok", "HOTTOK", "Hottok", "hot_tok", "X-HOTMART-HOTTOK", "x-hotmart-hottok", "xHotmartHottok", `hot\u0074ok`, `\u0068ottok`}
	values := []string{`"` + canary + `"`, `["` + canary + `"]`, `{"value":"` + canary + `"}`, `"` + canary + `\n"`}
	tried := 0
	for name, body := range webhooks(t) {
		for how := range kept("") {
			key, secret := names[tried%len(names)], values[tried%len(values)]
			withSecret := strings.ReplaceAll(string(body), "{\n", `{"`+key+`":`+secret+`,`) // at every depth
			noSecret(t, name+", "+how+", "+key, []byte(kept(withSecret)[how]))
			tried++
		}
	}
}

func noSecret(t testing.TB, what string, whole []byte) {
	t.Helper()
	event, change, err := ReadEvent(whole, 0)
	if out := fmt.Sprintf("%+v\n%s\n%v", event, told(change), err); strings.Contains(out, canary) {
		t.Fatalf("%s: the secret came out:\n%s", what, out)
	}
	if out := string(WithoutSecret(whole)); strings.Contains(out, canary) {
		t.Fatalf("%s: the secret is still in\n%s", what, out)
	}
}

func TestABrokenBodyThatNamesTheSecretIsNotWrittenDown(t *testing.T) {
	for _, broken := range []string{
		`{"hottok":"` + canary + `","event":"PURCHASE_APP`,
		`2026-01-01 hook X-HOTMART-HOTTOK: ` + canary,
		"h\x00o\x00t\x00t\x00o\x00k\x00:\x00" + canary,
		`["hottok=` + canary + `"]`,
		`"a text with hottok ` + canary + `"`,
		`{"url":"https://example.com/?hottok=` + canary + `"}`,
	} {
		noSecret(t, broken, []byte(broken))
	}
	const harmless = `{"id":"e","event":"PURCHASE_APP`
	if got := string(WithoutSecret([]byte(harmless))); got != harmless {
		t.Errorf("a broken body without the secret is kept as %q", got)
	}
}

func TestTheSecretOfAWebhookComesOutOfNoText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.StringMatching(`[ -~]{0,20}`).Draw(t, "before")
		after := rapid.StringMatching(`[ -~]{0,20}`).Draw(t, "after")
		whole, err := json.Marshal(map[string]any{"id": "e", "event": "SOMETHING_NEW", "creation_date": 1767276000000, "data": map[string]any{
			"note": before + "hottok" + after + canary, "list": []any{before + "HOTTOK", canary}, "pair": map[string]any{"key": "x-hotmart-hottok", "value": canary}}})
		if err != nil {
			t.Fatal(err)
		}
		event, change, err := ReadEvent(whole, 0)
		if err != nil {
			t.Fatal(err)
		}
		if out := fmt.Sprintf("%+v%s%s", event, told(change), WithoutSecret(whole)); strings.Contains(out, canary) {
			t.Fatal(out)
		}
	})
}

func TestHeadersAreNotLookedInto(t *testing.T) {
	inside := `{"id":"h","event":"CLUB_FIRST_ACCESS","data":{"user":{"name":"of the headers"}}}`
	for _, key := range []string{"headers", "Headers", "request_headers", "rawHeaders", "multiValueHeaders"} {
		if bodies, err := Unwrap([]byte(`{"` + key + `":` + inside + `}`)); err == nil {
			t.Errorf("%s were looked into: %s", key, bodies)
		}
		event := `{"id":"e","event":"SOMETHING_NEW","creation_date":1767276000000,"data":{"a":1,"b":2,"c":3,"d":4,"` + key + `":{"authorization":"Bearer ` + canary + `"}}}`
		noSecret(t, key, []byte(event))
	}
}
