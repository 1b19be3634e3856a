package fake

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"recoup/model"
	"recoup/store/world"
)

// visitor is a client with none of the virtues that a real one needs.
type visitor struct {
	*testing.T
	*Server
	token string
}

// visit starts a server and gets an access token.
func visit(t *testing.T, opt Options) *visitor {
	t.Helper()
	s := New(world.New(5, world.Options{}), opt)
	t.Cleanup(s.Close)
	v := &visitor{T: t, Server: s}
	v.login()
	return v
}

func (v *visitor) login() {
	v.Helper()
	q := url.Values{"grant_type": {"client_credentials"}, "client_id": {ClientID}, "client_secret": {ClientSecret}}
	r, _ := http.NewRequest(http.MethodPost, v.URL+TokenPath+"?"+q.Encode(), nil)
	r.Header.Set("Authorization", Basic)
	status, _, body := v.do(r)
	var answer struct {
		Token   string `json:"access_token"`
		Expires int    `json:"expires_in"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || status != 200 || answer.Expires <= 0 {
		v.Fatalf("token: %d %s", status, body)
	}
	v.token = answer.Token
}

func (v *visitor) do(r *http.Request) (int, http.Header, []byte) {
	v.Helper()
	answer, err := v.Client().Do(r)
	if err != nil {
		v.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.Fatal(err)
	}
	return answer.StatusCode, answer.Header, body
}

func (v *visitor) get(path string, namesAndValues ...string) (int, http.Header, []byte) {
	v.Helper()
	q := url.Values{}
	for i := 0; i < len(namesAndValues); i += 2 {
		q.Add(namesAndValues[i], namesAndValues[i+1])
	}
	r, _ := http.NewRequest(http.MethodGet, v.URL+path+"?"+q.Encode(), nil)
	r.Header.Set("Authorization", "Bearer "+v.token)
	return v.do(r)
}

type answer struct {
	Items []struct {
		Purchase struct {
			Transaction string
			Status      string
		}
	}
	Info struct {
		Total *int   `json:"total_results"`
		Next  string `json:"next_page_token"`
		Rows  int    `json:"results_per_page"`
	} `json:"page_info"`
}

func (v *visitor) page(namesAndValues ...string) answer {
	v.Helper()
	status, _, body := v.get(history, namesAndValues...)
	var a answer
	if err := json.Unmarshal(body, &a); err != nil || status != 200 {
		v.Fatalf("%d %s", status, body)
	}
	return a
}

const history = "/payments/api/v1/sales/history"

func ms(i model.Instant) string { b, _ := json.Marshal(i); return string(b) }

func (v *visitor) all(extra ...string) []string {
	v.Helper()
	var codes []string
	token := ""
	for {
		q := append([]string{"start_date", ms(v.world.From), "end_date", ms(v.world.To)}, extra...)
		if token != "" {
			q = append(q, "page_token", token)
		}
		a := v.page(q...)
		for _, i := range a.Items {
			codes = append(codes, i.Purchase.Transaction)
		}
		if token = a.Info.Next; token == "" {
			return codes
		}
	}
}

func TestWithoutStatusesOnlySoldOnesAreTold(t *testing.T) {
	v := visit(t, Options{})
	byDefault := v.all()
	for _, tx := range v.world.Truth(v.Now()) {
		sold := tx.Status == model.Approved || tx.Status == model.Complete
		if slices.Contains(byDefault, tx.Code) != sold {
			t.Errorf("%s is %s: told by default %t", tx.Code, tx.Status.ID(), !sold)
		}
	}
	var every []string
	for _, s := range world.APIStatuses() {
		every = append(every, v.all("transaction_status", s)...)
	}
	if want := v.world.Codes(); len(every) != len(want) || len(byDefault) >= len(want) {
		t.Errorf("status by status %d of %d, by default %d", len(every), len(want), len(byDefault))
	}
	if got := v.StatusesAsked(); len(got) != 17 {
		t.Errorf("asked for %v", got)
	}
}
