package hotmart

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recoup/model"
)

func TestAPageIsReadInEachFormThatHotmartAnswersIn(t *testing.T) {
	for _, c := range []struct {
		what, body, token string
		items, total      int
	}{
		{"items and where the next are", `{"items":[{"a":1},{"a":2}],"page_info":{"next_page_token":"eyJw","total_results":40,"results_per_page":2}}`, "eyJw", 2, 40},
		{"the last page names no next", `{"items":[{}],"page_info":{"results_per_page":1}}`, "", 1, -1},
		{"a token of null is none", `{"items":[],"page_info":{"next_page_token":null,"prev_page_token":"x","total_results":0}}`, "", 0, 0},
		{"camelCase", `{"items":[{}],"pageInfo":{"nextPageToken":"t","totalResults":1}}`, "t", 1, 1},
		{"a bare array", ` [ {"transaction":"HP1"} , {"transaction":"HP2"} ] `, "", 2, -1},
		{"a bare empty array", `[]`, "", 0, -1},
		{"a member's lessons", `{"lessons":[{"page_id":"p"},{"page_id":"q"}]}`, "", 2, -1},
		{"an object without items", `{}`, "", 0, -1},
		{"items of null", `{"items":null}`, "", 0, -1},
		{"null", `null`, "", 0, -1},
		{"nothing at all, as for a product without coupons", "", "", 0, -1},
		{"a line break", "\r\n", "", 0, -1},
		{"a byte order mark", "\xef\xbb\xbf[{}]", "", 1, -1},
		{"a total as a text", `{"items":[],"page_info":{"total_results":"7"}}`, "", 0, 7},
		{"a total of nonsense", `{"items":[],"page_info":{"total_results":-3}}`, "", 0, -1},
	} {
		t.Run(c.what, func(t *testing.T) {
			page, err := ParsePage([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Items) != c.items || page.NextToken != c.token || page.Total != c.total {
				t.Errorf("got %d items, token %q, total %d; want %d, %q, %d", len(page.Items), page.NextToken, page.Total, c.items, c.token, c.total)
			}
		})
	}
}

func TestAnAnswerThatIsNoJSONIsSaidToBeNone(t *testing.T) {
	for _, body := range []string{"<!doctype html><html></html>", "<html>", "upstream error", `{"items":[`, `[{]`, `"items"`, "17", "{}{}", "\x00"} {
		if _, err := ParsePage([]byte(body)); !errors.Is(err, ErrNotJSON) {
			t.Errorf("%q: %v", body, err)
		}
	}
}

func TestABodyNestedTooDeepIsRefused(t *testing.T) {
	for _, depth := range []int{maxDepth + 1, 9_000, 200_000} {
		body := strings.Repeat(`{"items":[`, depth/2+1) + strings.Repeat(`]}`, depth/2+1)
		var known *model.Error
		if _, err := ParsePage([]byte(body)); !errors.As(err, &known) {
			t.Errorf("depth %d: %v", depth, err)
		}
	}
	within := strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth)
	if _, err := ParsePage([]byte(within)); err != nil {
		t.Error(err)
	}
}

func TestAnItemThatNothingTellsApartIsAnErrorAndNeverAPanic(t *testing.T) {
	for name, read := range endpoints {
		for _, item := range []string{`{}`, `[]`, `null`, `"HP1"`, `12`, `{"purchase":"x","transaction":{},"id":[]}`, ``, `{`, `{"transaction":"` + strings.Repeat("H", 101) + `"}`} {
			change, err := read([]byte(item))
			var known *model.Error
			if !errors.As(err, &known) {
				t.Errorf("%s: %q is read as %v, error %v", name, item, change, err)
			}
		}
	}
}

// The answers of Hotmart's documentation, and recorded ones, where they are at hand.
func TestKnownAnswersAreRead(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/fixtures/api/*.json")
	if len(files) == 0 {
		t.Skip("no recorded answers here; testdata/api has their like")
	}
	read := map[string]string{
		"historico-vendas": "sales-history", "sales-history": "sales-history", "comissoes-vendas": "sales-commissions",
		"detalhamento-precos-vendas": "sales-price-details", "participantes-vendas": "sales-users", "sumario-vendas": "sales-summary",
		"obter-assinaturas": "subscriptions", "sumario-assinaturas": "subscriptions-summary", "transacoes-assinatura": "subscriptions-transactions",
		"obter-compras-assinantes": "subscriptions-purchases", "obter-produtos": "products", "obter-ofertas-produto": "offers",
		"obter-planos-produto": "plans", "obter-cupom": "coupons", "obter-alunos": "club-users", "obter-modulos": "club-modules",
		"obter-paginas": "club-pages", "obter-progresso-aluno": "club-lessons",
	}
	changes := 0
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page, err := ParsePage(body)
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
		name := strings.TrimPrefix(strings.Split(filepath.Base(file), ".")[0], "endpoint-")
		for _, item := range page.Items {
			if read[name] == "" {
				continue // of a ticket to an event, which nothing asks for
			}
			change, err := endpoints[read[name]](item)
			if err != nil || change.Transaction == nil && len(change.Records) == 0 {
				t.Errorf("%s: %v", file, err)
			}
			changes++
		}
	}
	if changes < 25 {
		t.Errorf("only %d items were read", changes)
	}
}

func TestWhoseAccountItIs(t *testing.T) {
	body, err := os.ReadFile("testdata/api/me.json")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Me(body)
	want := Account{Ucode: "5b1d0f3e-7a61-4c55-9c58-0e6f6f2a1001", Name: "Ateliê Nogueira", Zone: "America/Sao_Paulo", Currency: "BRL"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, c := range []struct{ body, zone string }{
		{`{"ucode":"u","time_zone":{"id":"America/Bogota"}}`, "America/Bogota"},
		{`{"ucode":"u","timeZone":"America/Lima"}`, "America/Lima"},
		{`{"ucode":"u","time_zone":"Mars/Olympus"}`, ""},
		{`{"ucode":"u","time_zone":7}`, ""},
		{`{"ucode":"u"}`, ""},
	} {
		if got, err := Me([]byte(c.body)); err != nil || got.Zone != c.zone {
			t.Errorf("%s: %q, %v", c.body, got.Zone, err)
		}
	}
	if _, err := Me([]byte(`{"error":"unauthorized"}`)); err == nil {
		t.Error("an answer that names nobody is taken for an account")
	}
	if _, err := Me([]byte(`<html>`)); !errors.Is(err, ErrNotJSON) {
		t.Error(fmt.Sprint("a web page is taken for an account: ", err))
	}
}
