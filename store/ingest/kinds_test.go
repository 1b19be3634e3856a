package ingest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

// listOf opens a small file under the given options.
func listOf(t testing.TB, o Options, lines ...string) (*File, error) {
	t.Helper()
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return Open(context.Background(), writeFile(t, "list.csv", strings.Join(lines, "\n")+"\n"), o)
}

// listed opens a small file that must be readable, and reads it.
func listed(t testing.TB, o Options, lines ...string) (*File, reading) {
	t.Helper()
	f, err := listOf(t, o, lines...)
	if err != nil {
		t.Fatal(err)
	}
	return f, read(t, f)
}

// recordsOf gives the records of a reading.
func recordsOf(r reading) []*model.Record {
	var all []*model.Record
	for _, c := range r.changes {
		all = append(all, c.Records...)
	}
	return all
}

// facts lists some facts of a record, to compare.
func facts(r *model.Record, names ...string) []string {
	var all []string
	for i, field := range r.Fields() {
		if slices.Contains(names, field.Name) && r.Fact(i) != nil {
			all = append(all, field.Name+" "+recordFact(r.Fact(i)))
		}
	}
	return all
}

// What a report is, is found out from its header alone, in every language.
func TestAKindIsNeverTakenForAnother(t *testing.T) {
	entries, err := os.ReadDir(reportsFolder)
	if err != nil {
		t.Fatal(err)
	}
	prefixes := map[string]string{"declines": KindDeclines, "lost-sales": KindLostSales, "carts": KindCarts, "subscriptions": KindSubscriptions,
		"wallet": KindWallet, "invoices": KindInvoices, "affiliates": KindAffiliates, "visits": KindVisits, "detailed": KindDetailed,
		"older": KindDetailed, "spanish": KindDetailed, "english": KindDetailed, "six": KindDetailed}
	tried := map[string]int{}
	for _, entry := range entries {
		for prefix, kind := range prefixes {
			if !strings.HasPrefix(entry.Name(), prefix) {
				continue
			}
			f, err := Open(context.Background(), filepath.Join(reportsFolder, entry.Name()), Options{Zone: time.UTC})
			if err != nil {
				t.Error(err)
				continue
			}
			if tried[kind]++; f.Summary().Kind != kind {
				t.Errorf("%s is taken for %s", entry.Name(), f.Summary().Kind)
			}
		}
	}
	for _, k := range kinds() {
		if k.id != KindClassic && k.dataset != "" && len(k.columns) > 1 && tried[k.id] < 3 {
			t.Errorf("of %s only %d reports are tried", k.id, tried[k.id])
		}
	}
	for kind, header := range map[string]string{KindDetailed: strings.Join(allColumns, ";"), KindClassic: strings.Join(classicColumns, ";")} {
		if f, err := listOf(t, Options{}, header); err != nil || f.Summary().Kind != kind {
			t.Errorf("the header of %s: %v", kind, err)
		}
	}
}

// drawHeader draws a header of a kind: all that it cannot be without, and of its other columns some, by any of their words.
func drawHeader(rt *rapid.T, k *kind) []string {
	var header []string
	wanted := map[string]bool{}
	for _, n := range k.needs {
		wanted[rapid.SampledFrom(n.either).Draw(rt, "needed")] = true
	}
	mark := ""
	if len(k.mark.either) > 0 {
		mark = rapid.SampledFrom(k.mark.either).Draw(rt, "mark")
		header = append(header, mark)
	}
	for _, c := range k.columns {
		marked := slices.ContainsFunc(c.headers, func(h string) bool { return headerKey(h) == headerKey(mark) })
		if marked || len(c.headers) == 0 || !wanted[c.name] && !rapid.Bool().Draw(rt, c.name) {
			continue
		}
		header = append(header, rapid.SampledFrom(c.headers).Draw(rt, "header of "+c.name))
	}
	return rapid.Permutation(header).Draw(rt, "order")
}

// Any columns of a kind, by any of their words, make a report of that kind; only of sales there may be another report that
// says the same.
func TestAnyColumnsOfAKindMakeOne(t *testing.T) {
	f := &File{path: "list.csv"}
	all, err := f.opt.speeches()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		if k.id == KindDetailed || k.id == KindClassic || len(k.columns) < 2 {
			continue
		}
		t.Run(k.id, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				header := drawHeader(rt, k.kind)
				s := search{speeches: all}
				s.try(1, header, 0)
				got, err := f.settle(s)
				if err != nil {
					rt.Fatal(err)
				}
				if got.id != k.id && (got.dataset != k.dataset || k.dataset != model.DataTransactions) {
					rt.Fatalf("%q is taken for %s", header, got.label)
				}
			})
		})
	}
}

func TestAListThatCouldBeAnythingIsNone(t *testing.T) {
	for _, header := range []string{"Nome;Email;Telefone", "Nome;Email;Telefone;Data", "Name;Email;Product;Status;Date", "Data;Descrição;Valor;Saldo",
		"Data;Histórico;Categoria;Valor", "Código do assinante;Status;Produto", "Afiliado;Produto;Status", "Número;Data;Valor;Cliente",
		"Data;Visitas", "Produto;Valor;Data"} {
		if f, err := listOf(t, Options{}, header); err == nil {
			t.Errorf("%q is taken for %s", header, f.layout.label)
		}
	}
}

// A sales report that lost columns it cannot be without is not taken for a list that happens to share a few.
func TestAReportWithColumnsTakenOutIsStillThatReport(t *testing.T) {
	without := slices.DeleteFunc(slices.Clone(allColumns), func(h string) bool { return strings.HasPrefix(h, "Valor de compra") })
	_, err := listOf(t, Options{}, strings.Join(without, ";"))
	if err == nil || !strings.Contains(err.Error(), "It resembles the detailed sales report most, but no column gives the price.") {
		t.Errorf("without prices: %v", err)
	}
	if f, err := listOf(t, Options{Kind: KindDeclines}, strings.Join(without, ";")); err != nil || f.layout.id != KindDeclines {
		t.Errorf("by the user's word: %v", err)
	}
}

func TestWhatTheUserSaysItIsNeedsNoMark(t *testing.T) {
	for kind, lines := range map[string][]string{
		KindCarts:         {"Nome;Email;Data", "Ana;ana@example.com;04/05/2026"},
		KindSubscriptions: {"Código do assinante;Status;Valor (BRL)", "ABCD1234;Ativa;10,00"},
		KindWallet:        {"Data;Categoria;Valor (BRL)", "04/05/2026;Venda;10,00"},
		KindAffiliates:    {"Nome;Desde", "Ana;04/05/2026"},
		KindLostSales:     {"Transação;Data da transação;Status;Produto", "HP1;04/05/2026;Expirado;Pão"},
	} {
		if _, err := listOf(t, Options{}, lines...); err == nil {
			t.Errorf("%s is known without a word", kind)
		}
		if _, r := listed(t, Options{Kind: kind, SeenAt: 1_800_000_000_000}, lines...); len(r.changes) != 1 {
			t.Errorf("%s: rejected %v", kind, r.rejects)
		}
	}
}

func TestUnknownColumnsOfEveryKindCanBeMapped(t *testing.T) {
	for _, c := range []struct {
		kind, header, row string
		named             map[string]string
	}{
		{KindDeclines, "a;b;c;d", "HP1;04/05/2026;Pão;Sem saldo", map[string]string{"a": "code", "b": "ordered_at", "c": "product", "d": "refusal_raw"}},
		{KindLostSales, "a;b;c;d", "HP1;04/05/2026;Pão;Expirado", map[string]string{"a": "code", "b": "ordered_at", "c": "product", "d": "status"}},
		{KindCarts, "a;b", "ana@example.com;04/05/2026", map[string]string{"a": "buyer_email", "b": "at"}},
		{KindSubscriptions, "a;b;c;d", "ABCD1234;ACTIVE;04/05/2026;9,90", map[string]string{"a": "subscriber_code", "b": "status", "c": "requested_at", "d": "price brl"}},
		{KindWallet, "a;b;c", "04/05/2026;Sale;10,00", map[string]string{"a": "at", "b": "category", "c": "Amount BRL"}},
		{KindInvoices, "a;b;c;d", "1;04/05/2026;Ana;10,00", map[string]string{"a": "number", "b": "issued_at", "c": "issuer", "d": "amount R$"}},
		{KindAffiliates, "a;b", "Ana;04/05/2026", map[string]string{"a": "name", "b": "since"}},
		{KindVisits, "a;b;c", "04/05/2026;/pao;7", map[string]string{"a": "day", "b": "page", "c": "visits"}},
	} {
		f, r := listed(t, Options{Kind: c.kind, Map: c.named}, c.header, c.row)
		if len(r.changes) != 1 || f.Summary().Kind != c.kind {
			t.Errorf("%s: %v", c.kind, r.rejects)
		}
		for _, record := range recordsOf(r) {
			if money := facts(record, "amount", "price"); len(money) != strings.Count(c.row, ",") {
				t.Errorf("%s: %v", c.kind, money)
			}
		}
		for _, name := range Fields(c.kind) {
			if name == ignoredField {
				continue
			}
			if _, err := listOf(t, Options{Kind: c.kind, Map: map[string]string{"x": name}}, "x"); err != nil && model.KindOf(err) == model.KindUsage {
				t.Errorf("%s: %s cannot be mapped: %v", c.kind, name, err)
			}
		}
	}
}

func TestAMapGivesACurrencyToAmountsOnly(t *testing.T) {
	for name, kind := range map[string]string{"description brl": KindWallet, "amount xyz": KindWallet, "price brl": KindDetailed, "amount brl usd": KindWallet} {
		if _, err := listOf(t, Options{Kind: kind, Map: map[string]string{"Valor": name}}, "Valor"); model.KindOf(err) != model.KindUsage {
			t.Errorf("%s of %s: %v", name, kind, err)
		}
	}
	o := Options{Map: map[string]string{"Valor (USD)": "amount BRL"}}
	_, r := listed(t, o, "Data;Categoria;Transação;Valor (USD)", "04/05/2026;Venda;HP1;10,00")
	if got := facts(recordsOf(r)[0], "amount"); !slices.Equal(got, []string{"amount 1000 BRL"}) {
		t.Errorf("what the user says of a column comes first: %v", got)
	}
}

func TestTheCurrencyOfAnAmountStandsInAColumnTheHeaderOrTheCell(t *testing.T) {
	for _, c := range []struct{ header, row, want string }{
		{"Valor;Moeda", "10,00;BRL", "1000 BRL"},
		{"Valor;Moeda", "10,00;R$", "1000 BRL"},
		{"Valor;Moeda", "R$ 10,00;brl", "1000 BRL"},
		{"Valor;Moeda", "R$ 10,00;", "1000 BRL"},
		{"Valor (BRL)", "10,00", "1000 BRL"},
		{"Valor R$", "-10,00", "-1000 BRL"},
		{"Valor em BRL", "(10,00)", "-1000 BRL"},
		{"VALOR [usd]", "US$ 10.00", "1000 USD"},
		{"Importe en CLP", "1500", "1500 CLP"},
		{"Valor", "€ 10,00", "1000 EUR"},
		{"Valor", "0,00", `"0,00" is missing`},
		{"Valor", "$ 10,00", `"$ 10,00" has no currency: no column says it, and neither header nor cell names it; a map can, as in "Valor = amount BRL"`},
		{"Valor;Moeda", "10,00;", `"10,00" has no currency: the column "Moeda" is empty`},
		{"Valor;Moeda", "10,00;dinheiro", `"dinheiro" is not a currency code`},
		{"Valor (BRL)", "US$ 10,00", `"US$ 10,00" is not an amount in BRL: it names another currency`},
		{"Valor (BRL);Moeda", "10,00;USD", `USD is not the currency of the column "Valor (BRL)", which is BRL`},
		{"Valor;Moeda", "dez;BRL", `"dez" is not an amount in BRL: it has no digits`},
		{"Valor", "dez", `"dez" is not an amount: it has no digits`},
	} {
		_, r := listed(t, Options{}, "Data;Categoria;Transação;"+c.header, "04/05/2026;Venda;HP1;"+c.row)
		got := ""
		if len(r.changes) == 1 {
			got = strings.TrimPrefix(facts(recordsOf(r)[0], "amount")[0], "amount ")
		} else {
			got = r.rejects[0].Reason
		}
		if c.want == `"0,00" is missing` {
			c.want = "the amount is missing"
		}
		if got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.header, c.row, got, c.want)
		}
	}
}

func TestAFileWithoutDatesMustBeDated(t *testing.T) {
	lines := []string{"Nome;Email;Produto;Link", "Ana;ana@example.com;Pão;https://example.com/1", "Ana;ana@example.com;Pão;https://example.com/1",
		"Ana;ana@example.com;Pão;https://example.com/2"}
	_, err := listOf(t, Options{}, lines...)
	var e *model.Error
	if !errors.As(err, &e) || e.Message != "list.csv does not tell when it is of: none of its rows carries a date." || !strings.Contains(e.Hint, "--downloaded") {
		t.Errorf("undated: %v", err)
	}
	f, r := listed(t, Options{SeenAt: 5000}, lines...)
	if f.Batch().SeenAt != 5000 || f.Batch().Covers != nil {
		t.Errorf("seen at %s, covers %v", when(f.Batch().SeenAt), f.Batch().Covers)
	}
	keys := map[string]bool{}
	for _, record := range recordsOf(r) {
		keys[record.Key] = true
	}
	if len(keys) != 3 {
		t.Errorf("three carts have the keys %v", keys)
	}
	if _, again := listed(t, Options{SeenAt: 6000}, lines...); recordsOf(again)[1].Key != recordsOf(r)[1].Key {
		t.Error("the same row has another key in another download")
	}
}

// What a file vouches for is the latest moment of which its rows tell news, not what lies ahead of them.
func TestWhatAReportVouchesForAndHolds(t *testing.T) {
	instant := func(s string) model.Instant {
		at, err := time.Parse("02/01/2006 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return model.InstantOf(at)
	}
	for _, c := range []struct{ header, row, seen, from, to string }{
		{"Código do assinante;Status;Plano;Data de adesão;Próxima cobrança;Data de cancelamento", "ABCD1234;Ativa;M;01/03/2026;01/07/2026;02/05/2026 10:00",
			"02/05/2026 10:00", "01/03/2026 00:00", "02/03/2026 00:00"},
		{"Data;Categoria;Transação;Valor (BRL);Disponível em", "04/05/2026 09:00;Venda;HP1;10,00;03/06/2026", "04/05/2026 09:00", "04/05/2026 00:00", "05/05/2026 00:00"},
		{"Nota fiscal;Data;Afiliado;Valor (BRL)", "7;04/05/2026;Ana;10,00", "04/05/2026 00:00", "04/05/2026 00:00", "05/05/2026 00:00"},
		{"Afiliado;Afiliado desde", "Ana;04/05/2026", "04/05/2026 00:00", "04/05/2026 00:00", "05/05/2026 00:00"},
		{"Data;Página;Visitas", "04/05/2026;/pao;7", "04/05/2026 00:00", "04/05/2026 00:00", "05/05/2026 00:00"},
		{"Email;Link;Data", "ana@example.com;https://example.com;04/05/2026 09:00", "04/05/2026 09:00", "", ""},
		{"HP;Data;Produto;Motivo da recusa;Data de vencimento", "HP1;04/05/2026 09:00;Pão;x;03/06/2026", "04/05/2026 09:00", "", ""},
	} {
		f, _ := listed(t, Options{}, c.header, c.row)
		var covers []model.Coverage
		if c.from != "" {
			covers = []model.Coverage{{Dataset: f.layout.dataset, Span: model.Span{From: instant(c.from), To: instant(c.to)}}}
		}
		if b := f.Batch(); b.SeenAt != instant(c.seen) || !cmp.Equal(b.Covers, covers) {
			t.Errorf("%s: seen at %s, covers %v", f.layout.label, when(b.SeenAt), b.Covers)
		}
	}
}

func TestWhatAnEntryDidToTheBalance(t *testing.T) {
	for _, c := range []struct{ header, row, want string }{
		{"Valor (BRL)", "10,00", "1000 BRL"},
		{"Valor (BRL)", "-10,00", "-1000 BRL"},
		{"Tipo;Valor (BRL)", "Saída;10,00", "-1000 BRL"},
		{"Tipo;Valor (BRL)", "Saída;-10,00", "-1000 BRL"},
		{"Tipo;Valor (BRL)", "Entrada;10,00", "1000 BRL"},
		{"Tipo;Valor (BRL)", "Entrada;-10,00", "the amount is negative, but the row says that it came in"},
		{"Tipo;Valor (BRL)", "Saque;10,00", "1000 BRL"},
		{"Entrada (BRL);Saída (BRL)", "10,00;", "1000 BRL"},
		{"Entrada (BRL);Saída (BRL)", ";10,00", "-1000 BRL"},
		{"Entrada (BRL);Saída (BRL)", "0,00;10,00", "-1000 BRL"},
		{"Entrada (BRL);Saída (BRL)", "10,00;0,00", "1000 BRL"},
		{"Entrada (BRL);Saída (BRL)", ";-10,00", "-1000 BRL"},
		{"Entrada (BRL);Saída (BRL)", "-10,00;", "-1000 BRL"},
		{"Entrada (BRL);Saída (BRL)", "10,00;10,00", `the row has another amount in "Entrada (BRL)"`},
		{"Entrada (BRL);Saída (BRL)", ";", "the amount is missing"},
		{"Tipo;Entrada (BRL);Saída (BRL)", "Saída;;10,00", "-1000 BRL"},
		{"Tipo;Entrada (BRL);Saída (BRL)", "Entrada;;10,00", "the amount stands in this column, but the row says that it went the other way"},
		{"Tipo;Entrada (BRL);Saída (BRL)", "Saída;10,00;", "the amount stands in this column, but the row says that it went the other way"},
	} {
		_, r := listed(t, Options{}, "Data;Categoria;Transação;"+c.header, "04/05/2026;Venda;HP1;"+c.row)
		got := ""
		if len(r.changes) == 1 {
			got = strings.TrimPrefix(facts(recordsOf(r)[0], "amount")[0], "amount ")
		} else {
			got = r.rejects[0].Reason
		}
		if got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.header, c.row, got, c.want)
		}
	}
}

// A name that holds the sign between the parts of a key must not make it the key of something else.
func TestKeysOfDifferentPartsDiffer(t *testing.T) {
	parts := rapid.SliceOfN(rapid.StringMatching(`[a|\\]{0,3}`), 3, 3)
	rapid.Check(t, func(rt *rapid.T) {
		a, b := parts.Draw(rt, "a"), parts.Draw(rt, "b")
		if (keyOf(a...) == keyOf(b...)) != slices.Equal(a, b) {
			rt.Fatalf("%q and %q have the keys %s and %s", a, b, keyOf(a...), keyOf(b...))
		}
	})
	if keyOf("a|", "b") == keyOf("a", "|b") || keyOf(`a\`, "b") == keyOf("a", `\b`) {
		t.Error("a sign at the edge of a part wanders")
	}
}

func TestAMonthIsReadHoweverItIsWritten(t *testing.T) {
	for cell, want := range map[string]string{"05/2026": "2026-05", "2026-05": "2026-05", "5/2026": "2026-05", "maio de 2026": "2026-05", "Maio/2026": "2026-05",
		"mayo 2026": "2026-05", "May 2026": "2026-05", "mayo del 2026": "2026-05", "01/05/2026": "2026-05", "2026/05": "2026-05", "dez/2025": "2025-12",
		"Febrero 2026": "2026-02", "maio": "", "13/2026": "", "05/26": "", "2026": "", "x 2026": "", "abc": ""} {
		f, r := listed(t, Options{}, "Nota fiscal;Data;Afiliado;Valor (BRL);Mês", "7;04/05/2026;Ana;10,00;"+cell)
		if got := recordsOf(r)[0].TextOf("month"); got != want || (want == "") != (len(f.Summary().Notes) == 1) {
			t.Errorf("%s is %q; notes %v", cell, got, f.Summary().Notes)
		}
	}
}

func TestAShareOfTheCommissionIsANumber(t *testing.T) {
	for cell, want := range map[string]string{"40": "40", "40%": "40", "37,50 %": "37.5", "12.25%": "12.25", "100,0": "100", "0": "0", "": "",
		"101": "rejected", "100,5": "rejected", "-1": "rejected", "40%%": "rejected", "R$ 4": "rejected", "4,": "rejected", "1.000,00": "rejected"} {
		_, r := listed(t, Options{}, "Afiliado;Afiliado desde;Comissão (%)", "Ana;04/05/2026;"+cell)
		got := "rejected"
		if len(r.changes) == 1 {
			got = recordsOf(r)[0].TextOf("commission_percent")
		}
		if got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
}

// FuzzKinds reads any bytes behind the header of each kind; every row is accounted for, reading twice gives the same, and what
// is accepted is told by a key of its own.
func FuzzKinds(f *testing.F) {
	for _, row := range []string{"a;b;c;d;e;f;g;h", "04/05/2026;Venda;HP1;10,00;BRL", "ABCD1234;Ativa;;1,00;;;;;;;;;;04/05/2026;", ";;;\n\n\"x\ny\";1;2\r\n-;-;-",
		"ana@example.com;04/05/2026 10:00:00;R$ 1.234,56;(1,00);40%;maio de 2026;https://x/?off=%zz"} {
		for n := range kinds() {
			f.Add(uint8(n), []byte(row))
		}
	}
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, n uint8, content []byte) {
		all := kinds()
		k := all[int(n)%len(all)]
		var header []string
		for _, c := range k.columns {
			if len(c.headers) > 0 {
				header = append(header, c.headers[0])
			}
		}
		if len(header) == 0 {
			return
		}
		path := filepath.Join(folder, "kinds.csv")
		if err := os.WriteFile(path, append([]byte(strings.Join(header, ";")+"\n"), bytes.Clone(content)...), 0o600); err != nil {
			t.Fatal(err)
		}
		accountFor(t, path)
	})
}
