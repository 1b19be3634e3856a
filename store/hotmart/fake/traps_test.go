package fake

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// wordOf is the error that an answer names.
func wordOf(body []byte) string {
	var e struct{ Error string }
	_ = json.Unmarshal(body, &e)
	return e.Error
}

func TestTheTokenWantsItsSecretsInTheQueryAndTheHeader(t *testing.T) {
	v := visit(t, Options{})
	good := url.Values{"grant_type": {"client_credentials"}, "client_id": {ClientID}, "client_secret": {ClientSecret}}
	for name, c := range map[string]struct {
		query, form url.Values
		basic       string
		want        int
	}{
		"as documented":           {good, nil, Basic, 200},
		"in a form":               {nil, good, Basic, 401},
		"without the header":      {good, nil, "", 401},
		"with another credential": {url.Values{"grant_type": {"client_credentials"}, "client_id": {ClientID}, "client_secret": {"x"}}, nil, Basic, 401},
	} {
		r, _ := http.NewRequest(http.MethodPost, v.URL+TokenPath+"?"+c.query.Encode(), strings.NewReader(c.form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if c.basic != "" {
			r.Header.Set("Authorization", c.basic)
		}
		if status, _, body := v.do(r); status != c.want {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	for _, r := range v.Log() {
		if strings.Contains(r.Query.Encode(), ClientSecret) {
			t.Errorf("the log holds the secret: %s", r.Query.Encode())
		}
	}
	if v.Tokens() != 2 {
		t.Errorf("%d tokens", v.Tokens())
	}
}

func TestATokenIsCheckedAndExpires(t *testing.T) {
	v := visit(t, Options{TokenLives: 2})
	for i, want := range []int{200, 200, 401} {
		if status, _, body := v.get(history); status != want || status == 401 && wordOf(body) != "token_expired" {
			t.Errorf("call %d: %d %s", i+1, status, body)
		}
	}
	v.login()
	if status, _, _ := v.get(history); status != 200 {
		t.Error("a new token is not taken")
	}
	v.ExpireToken()
	if status, _, body := v.get(history); status != 401 || wordOf(body) != "token_expired" {
		t.Errorf("%d %s", status, body)
	}
	v.token = "nonsense"
	if status, header, body := v.get(history); status != 401 || wordOf(body) != "invalid_token" || header.Get("RateLimit-Limit") != "" {
		t.Errorf("%d %s", status, body)
	}
}

func TestPagesHaveNumbersForTokensAndAMaximum(t *testing.T) {
	v := visit(t, Options{PageSize: 20, MaxPageSize: 40})
	dates := []string{"start_date", ms(v.world.From), "end_date", ms(v.world.To)}
	first := v.page(dates...)
	if len(first.Items) != 20 || first.Info.Rows != 20 || first.Info.Total == nil || *first.Info.Total <= 40 {
		t.Errorf("the first page: %d items, %+v", len(first.Items), first.Info)
	}
	if token, err := base64.StdEncoding.DecodeString(first.Info.Next); err != nil || string(token) != `{"page":2,"rows":20}` {
		t.Errorf("the token is %s", token)
	}
	if cut := v.page(append(dates, "max_results", "500")...); len(cut.Items) != 40 || cut.Info.Rows != 40 {
		t.Errorf("500 were cut to %d", len(cut.Items))
	}
	if status, _, body := v.get(history, "page_token", "???"); status != 400 || wordOf(body) != "invalid_token" {
		t.Errorf("a bad page token: %d %s", status, body)
	}
	codes := v.all()
	slices.Sort(codes)
	if len(slices.Compact(codes)) != *first.Info.Total {
		t.Errorf("%d of %d came", len(codes), *first.Info.Total)
	}
	_, _, body := v.get("/payments/api/v1/subscriptions", "accession_date", "1", "max_results", "5")
	var list answer
	if err := json.Unmarshal(body, &list); err != nil || len(list.Info.Next) != 64 || list.Info.Total != nil {
		t.Errorf("subscriptions: %+v %v", list.Info, err)
	}
}

func TestTheLastPageSaysSoInTwoWays(t *testing.T) {
	for name, c := range map[string]struct {
		opt  Options
		want string
	}{"absent": {Options{}, ""}, "null": {Options{NullTokens: true}, `"next_page_token":null`}} {
		v := visit(t, c.opt)
		_, _, body := v.get("/products/api/v1/products")
		if has := strings.Contains(string(body), "next_page_token"); has != (c.want != "") || !strings.Contains(string(body), c.want) {
			t.Errorf("%s: %s", name, body)
		}
	}
	v := visit(t, Options{NoTotals: true})
	if v.page().Info.Total != nil {
		t.Error("there is a total")
	}
}

func TestAListMovesWhileItIsRead(t *testing.T) {
	for name, shift := range map[string]Shift{
		"rows vanish": {Path: history, Nth: 2, Vanish: 5},
		"rows appear": {Path: history, Nth: 2, Appear: 5},
	} {
		v := visit(t, Options{PageSize: 10, Shifts: []Shift{shift}})
		came := v.all()
		count := map[string]int{}
		for _, code := range came {
			count[code]++
		}
		twice := len(came) - len(count)
		after := v.all()
		missed := 0
		for _, code := range after {
			if count[code] == 0 {
				missed++
			}
		}
		if vanish := shift.Vanish > 0; vanish && (missed != 5 || twice != 0) || !vanish && (twice != 5 || missed != 5) {
			t.Errorf("%s: %d twice, %d missed", name, twice, missed)
		}
	}
}

func TestTooManyCallsAMinuteAreRefusedUntilTheNext(t *testing.T) {
	v := visit(t, Options{PerMinute: 3})
	v.Advance(30 * time.Second) // the world's To is at a full minute
	var header http.Header
	for i, want := range []int{200, 200, 200, 429} {
		var status int
		var body []byte
		status, header, body = v.get(history)
		if left := header.Get("RateLimit-Remaining"); status != want || left != strconv.Itoa(max(0, 2-i)) {
			t.Errorf("call %d: %d, %s left: %s", i+1, status, left, body)
		}
	}
	if header.Get("RateLimit-Limit") != "3" || header.Get("RateLimit-Reset") != "30" {
		t.Errorf("%v", header)
	}
	v.Advance(30 * time.Second)
	if status, _, _ := v.get(history); status != 200 {
		t.Errorf("the next minute: %d", status)
	}
}

func TestTheClockCanGoOnWithEveryCall(t *testing.T) {
	v := visit(t, Options{Ticks: time.Second, PerMinute: 70})
	start := v.Now()
	for range 140 {
		if status, _, _ := v.get("/user/api/v1/me"); status != 200 {
			t.Fatalf("%d after %d ms", status, v.Now()-start)
		}
	}
}

func TestALongWindowTakesTooLong(t *testing.T) {
	v := visit(t, Options{MaxWindow: 7 * 24 * time.Hour})
	to := v.world.To
	for days, want := range map[int]int{7: 200, 8: 502} {
		from := to.Add(-time.Duration(days) * 24 * time.Hour)
		for path, names := range map[string][2]string{
			history:                          {"start_date", "end_date"},
			"/payments/api/v1/subscriptions": {"accession_date", "end_accession_date"},
			"/payments/api/v1/subscriptions/transactions": {"transaction_date", "end_transaction_date"},
		} {
			if status, _, body := v.get(path, names[0], ms(from), names[1], ms(to)); status != want {
				t.Errorf("%s of %d days: %d %s", path, days, status, body)
			}
		}
	}
}

func TestBadParametersAreNamed(t *testing.T) {
	v := visit(t, Options{})
	for _, c := range []struct {
		path, name, value string
	}{
		{history, "transaction_status", "COMPLETED"},
		{history, "start_date", "yesterday"},
		{history, "max_results", "0"},
		{"/payments/api/v1/subscriptions", "status", "CANCELLED_BY_BUYER"},
	} {
		if status, _, body := v.get(c.path, c.name, c.value); status != 400 || wordOf(body) != "invalid_parameter" {
			t.Errorf("%s=%s: %d %s", c.name, c.value, status, body)
		}
	}
	if status, _, _ := v.get("/payments/api/v1/subscriptions", "status", "CANCELLED_BY_CUSTOMER"); status != 200 {
		t.Errorf("CANCELLED_BY_CUSTOMER: %d", status)
	}
}

// list is any answer with items.
type list struct {
	Items []map[string]any
}

func (v *visitor) list(path string, namesAndValues ...string) []map[string]any {
	v.Helper()
	status, _, body := v.get(path, namesAndValues...)
	var l list
	if err := json.Unmarshal(body, &l); err != nil || status != 200 {
		v.Fatalf("%s: %d %s", path, status, body)
	}
	return l.Items
}

func TestTheCatalogueHasItsWays(t *testing.T) {
	v := visit(t, Options{})
	offered, planned, plansRefused, couponed := 0, 0, 0, 0
	all := v.list("/products/api/v1/products")
	for _, p := range all {
		ucode, number := p["ucode"].(string), fmt.Sprintf("%.0f", p["id"])
		offered += len(v.list("/products/api/v1/products/" + ucode + "/offers"))
		if status, _, body := v.get("/products/api/v1/products/" + number + "/offers"); status != 500 {
			t.Errorf("offers by number: %d %s", status, body)
		}
		switch status, _, body := v.get("/products/api/v1/products/" + ucode + "/plans"); {
		case status == 200:
			planned++
		case status == 400 && wordOf(body) == "invalid_parameter":
			plansRefused++
		default:
			t.Errorf("plans: %d %s", status, body)
		}
		if status, header, body := v.get("/products/api/v1/coupon/product/" + number); status != 200 || !strings.Contains(header.Get("Content-Type"), "json") {
			t.Errorf("coupons: %d", status)
		} else if len(body) > 0 {
			couponed++
		}
	}
	if offered < 10 || planned != 1 || plansRefused != len(all)-1 || couponed != 2 {
		t.Errorf("%d offers, %d with plans, %d without, %d with coupons", offered, planned, plansRefused, couponed)
	}
	if status, _, _ := v.get("/products/api/v1/products/no-such-ucode/offers"); status != 404 {
		t.Errorf("an unknown ucode: %d", status)
	}
}

func TestWhatIsNoPathIsAPageOfTheDocumentation(t *testing.T) {
	v := visit(t, Options{})
	for _, path := range []string{"/payments/api/v1/balance", "/payments/api/v1/sales/history/", "/"} {
		status, header, body := v.get(path)
		if status != 200 || !strings.HasPrefix(header.Get("Content-Type"), "text/html") || !bytes.Contains(body, []byte("<html>")) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}

func TestTheMembersAreaHasItsWays(t *testing.T) {
	v := visit(t, Options{})
	club := v.world.Clubs()[0]
	members := v.list("/club/api/v1/users", "subdomain", club)
	if len(members) == 0 || members[0]["purchase_date"].(float64) > 1e11 {
		t.Errorf("%d members, %v", len(members), members)
	}
	var lessons struct{ Lessons []map[string]any }
	_, _, body := v.get("/club/api/v1/users/"+members[0]["user_id"].(string)+"/lessons", "subdomain", club)
	if err := json.Unmarshal(body, &lessons); err != nil || len(lessons.Lessons) < 6 {
		t.Errorf("%s", body)
	}
	var modules, pages []map[string]any
	_, _, body = v.get("/club/api/v1/modules", "subdomain", club)
	if err := json.Unmarshal(body, &modules); err != nil || len(modules) != 3 {
		t.Fatalf("%s", body)
	}
	_, _, body = v.get("/club/api/v2/modules/"+modules[0]["module_id"].(string)+"/pages", "subdomain", club)
	if err := json.Unmarshal(body, &pages); err != nil || len(pages) != int(modules[0]["total_pages"].(float64)) {
		t.Errorf("%s", body)
	}
	if status, _, _ := v.get("/club/api/v1/users"); status != 422 {
		t.Errorf("without a subdomain: %d", status)
	}
	if status, _, body := v.get("/club/api/v1/users", "subdomain", "nobody"); status != 404 || !strings.Contains(string(body), "0006") {
		t.Errorf("an unknown subdomain: %d %s", status, body)
	}
	blind := visit(t, Options{NoClubScope: true})
	if status, _, body := blind.get("/club/api/v1/users", "subdomain", club); status != 200 || len(body) != 0 {
		t.Errorf("without the right: %d %s", status, body)
	}
}

func TestSubscriptionsAnswerWithTheirDelay(t *testing.T) {
	v := visit(t, Options{Lag: 24 * time.Hour})
	prompt := v.list("/payments/api/v1/subscriptions", "accession_date", "1", "max_results", "100")
	all := v.list("/payments/api/v1/subscriptions/transactions", "transaction_date", "1", "max_results", "100")
	for _, charge := range all {
		if at := charge["purchase"].(map[string]any)["order_date"].(float64); at > float64(v.Now().Add(-24*time.Hour)) {
			t.Errorf("a charge of the last day is told: %v", charge)
		}
	}
	if len(prompt) == 0 || len(all) == 0 {
		t.Errorf("%d subscriptions, %d charges", len(prompt), len(all))
	}
	var purchases []map[string]any
	_, _, body := v.get("/payments/api/v1/subscriptions/" + all[0]["subscriber_code"].(string) + "/purchases")
	if err := json.Unmarshal(body, &purchases); err != nil || len(purchases) == 0 {
		t.Errorf("%s", body)
	}
	if status, _, _ := v.get("/payments/api/v1/subscriptions/NOBODY00/purchases"); status != 404 {
		t.Errorf("of nobody: %d", status)
	}
}

func TestTheOtherEndpointsOfSalesAnswer(t *testing.T) {
	v := visit(t, Options{})
	code := v.all()[50]
	for _, path := range []string{"sales/history", "sales/users", "sales/price/details", "sales/commissions"} {
		if items := v.list("/payments/api/v1/"+path, "transaction", code); len(items) != 1 {
			t.Errorf("%s of one sale: %d items", path, len(items))
		}
	}
	if items := v.list("/payments/api/v1/sales/summary", "start_date", ms(v.world.From), "end_date", ms(v.world.To)); len(items) != 3 {
		t.Errorf("a summary of %d currencies", len(items))
	}
	var me struct {
		Ucode string
		Zone  string `json:"time_zone"`
	}
	if _, _, body := v.get("/user/api/v1/me"); json.Unmarshal(body, &me) != nil || me.Ucode != v.world.Account.Ucode || me.Zone != "America/Sao_Paulo" {
		t.Errorf("%s", body)
	}
}

func TestWhatHappensLaterAppearsWhenTheClockPassesIt(t *testing.T) {
	v := visit(t, Options{})
	refunded := func() []string { return v.all("transaction_status", "REFUNDED", "transaction_status", "CHARGEBACK") }
	before := refunded()
	v.Advance(120 * 24 * time.Hour)
	if after := refunded(); len(after) <= len(before) {
		t.Errorf("%d given back, and 120 days later %d", len(before), len(after))
	}
}

func TestShapesDrift(t *testing.T) {
	get := func(d Drift) string {
		v := visit(t, Options{Drift: d})
		_, _, body := v.get(history, "transaction", v.world.Codes()[100])
		return string(body)
	}
	straight := get(Drift{})
	for name, c := range map[string]struct {
		drift Drift
		want  string
	}{
		"unknown words":   {Drift{Words: map[string]string{"PRODUCER": "MAKER", "COPRODUCER": "MAKER", "AFFILIATE": "MAKER"}}, `"commission_as":"MAKER"`},
		"unknown fields":  {Drift{ExtraFields: true}, `"x_experiment"`},
		"numbers as text": {Drift{NumbersAsText: true}, `"installments_number":"`},
		"nulls":           {Drift{Nulls: true}, `"coupon":null`},
		"seconds":         {Drift{Seconds: true}, `"order_date":17`},
		"case twins":      {Drift{CaseTwins: true}, `"Status":"IN_ORBIT"`},
	} {
		bent := get(c.drift)
		if !strings.Contains(bent, c.want) || bent == straight || !json.Valid([]byte(bent)) {
			t.Errorf("%s: %s", name, bent)
		}
	}
}
