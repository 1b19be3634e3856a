package ingest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

func TestHeadersAreKnownWithoutCaseAccentsAndGender(t *testing.T) {
	known := detailedReport().vocabulary()
	for header, want := range map[string]target{
		"CODIGO DA TRANSACAO": toCode, "  Código   da transação ": toCode, "Co\u0301digo da transac\u0327a\u0303o": toCode,
		"Faturamento líquido do Produtor": model.FProducerNet, "Faturamento líquido do(a) Produtor(a)": model.FProducerNet,
		"Faturamento líquido": model.FMyNet, "Minha comissão": model.FMyNet, "Moeda da comissão": toPayoutCurrency,
		"Outras Taxas": model.FOtherFees, "Tarifa de processamento": model.FFee, "Transação do ordem bump": model.FParentCode,
		"Ferramenta de Venda": model.FSalesTool, "Moneda en la que recibirás los valores": toPayoutCurrency,
		"Transaction status": model.FStatus, "recoup_reason": toOwn, "Endereço": toLeft, "Instagram": toLeft,
	} {
		if got, ok := columnOf(known, header); !ok || got != want {
			t.Errorf("%q is %d, want %d", header, got, want)
		}
	}
	for _, header := range []string{"", "Valor", "Moeda", "Código", "Data", "Taxa de conversão"} {
		if got, ok := columnOf(known, header); ok {
			t.Errorf("%q is taken for %q", header, detailedReport().columns[got].name)
		}
	}
}

// What is personal and serves no report must not get in by any header.
func TestAddressesAreNotRead(t *testing.T) {
	s := anaBuys("HP0000000001")
	for _, header := range []string{"Endereço", "Número", "Complemento", "Bairro", "Código postal", "Instagram"} {
		s = s.with(header, "canary street 77")
	}
	tx := only(t, s)
	for f := range model.FieldCount {
		if strings.Contains(factOf(tx, f), "canary") {
			t.Errorf("%s holds %s", f.Name(), factOf(tx, f))
		}
	}
}

func TestAnUnknownHeaderIsExplainedAndCanBeMapped(t *testing.T) {
	path := writeFile(t, "vendas.csv", "Pedido,Quando,Situação,Curso,Valor,Divisa,Notas\nHP0000000001,04/05/2026,Aprovado,Pão,29.90,BRL,x\n")
	_, err := Open(context.Background(), path, Options{Zone: time.UTC})
	var e *model.Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	for _, word := range []string{"vendas.csv", "none of its columns tells what it is", "Pedido", "Situação", "Notas"} {
		if !strings.Contains(e.Message, word) {
			t.Errorf("%s is not in %q", word, e.Message)
		}
	}
	if !strings.Contains(e.Hint, "--map") || !strings.Contains(e.Hint, "--kind") || !strings.Contains(e.Hint, KindDetailed) {
		t.Errorf("hint %q", e.Hint)
	}
	_, err = Open(context.Background(), path, Options{Zone: time.UTC, Kind: KindDetailed})
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	for _, word := range []string{"vendas.csv", "is not the detailed sales report", "the transaction's code", "its status", "its date", "the product",
		"the price", "the currency of purchase", `"Pedido"`, `"Situação"`, `"Notas"`} {
		if !strings.Contains(e.Message, word) {
			t.Errorf("%s is not in %q", word, e.Message)
		}
	}
	half := writeFile(t, "half.csv", "Código da transação;Produto;Valor\n")
	_, err = Open(context.Background(), half, Options{Zone: time.UTC})
	if err == nil || !strings.Contains(err.Error(), "It resembles the detailed sales report most, but no column gives its status, its date, the price, the currency of purchase. ") {
		t.Errorf("half a header: %v", err)
	}
	f, err := Open(context.Background(), path, Options{Zone: time.UTC, Map: map[string]string{"PEDIDO": "code", "quando": "ordered_at",
		"Situacao": "status", "Curso": "product", "Valor": "price", "Divisa": "currency", "Notas": "ignore", "Fehlt": "offer"}})
	if err != nil {
		t.Fatal(err)
	}
	if r := read(t, f); len(r.changes) != 1 || r.changes[0].Transaction.Price != model.NewMoney(2990, "BRL") {
		t.Errorf("read %+v", r)
	}
	if notes := f.Summary().Notes; len(notes) != 1 || sentence(notes[0]) != "The map names the column fehlt, which the file does not have." {
		t.Errorf("notes %v", notes)
	}
	if c := f.Summary().Columns[6]; c.Use != ColumnLeft {
		t.Errorf("the ignored column is %s", c.Use)
	}
}

func TestAMapThatNamesNoFieldIsRefused(t *testing.T) {
	_, err := Open(context.Background(), "missing.csv", Options{Zone: time.UTC, Map: map[string]string{"Valor": "prices"}})
	if model.KindOf(err) != model.KindUsage || !strings.Contains(err.Error(), "Did you mean price?") {
		t.Error(err)
	}
	if names := Fields(KindDetailed); slices.Contains(names, "") || slices.Contains(names, "status_raw") || !slices.Contains(names, "buyer_email") {
		t.Errorf("fields %v", names)
	}
}

func TestEveryFieldCanBeMapped(t *testing.T) {
	for _, name := range Fields(KindDetailed) {
		o := Options{Map: map[string]string{"X": name}, Kind: KindDetailed}
		read, err := o.speeches()
		if err != nil || name != ignoredField && read[0].columns[read[0].mapped["x"]].name != name {
			t.Errorf("%s: %v, %v", name, read, err)
		}
	}
	s := sale{"w": "05/06/2026", "r": "06/06/2026 10:00:00", "p": "10.00", "x": "XC", "u": "U-1", "b": "elo", "f": "sim"}
	columns := append(slices.Clone(few), "w", "r", "p", "x", "u", "b", "f")
	d := draft{columns: columns, sep: ";", end: "\n"}
	for h, c := range anaBuys("HP0000000001") {
		if slices.Contains(few, h) {
			s[h] = c
		}
	}
	d.rows = []string{s.row(columns, ";")}
	f, err := Open(context.Background(), writeFile(t, "s.csv", d.text()), Options{Zone: time.UTC, Map: map[string]string{
		"w": "warranty_until", "r": "reversed_at", "p": "refunded", "x": "xcod", "u": "buyer_ucode", "b": "card_brand", "f": "is_funnel"}})
	if err != nil {
		t.Fatal(err)
	}
	tx := read(t, f).changes[0].Transaction
	var got []string
	for _, field := range []model.Field{model.FWarrantyUntil, model.FReversedAt, model.FRefundedMoney, model.FXcod, model.FBuyerUcode, model.FCardBrand, model.FIsFunnel} {
		if tx.Has.Has(field) {
			got = append(got, factOf(tx, field))
		}
	}
	want := []string{"2026-06-05T00:00:00Z", "2026-06-06T10:00:00Z", "1000 BRL", `"XC"`, `"U-1"`, `"elo"`, "true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOfTwoColumnsForOneFactTheFirstIsRead(t *testing.T) {
	d := draft{columns: append(slices.Clone(few), "Product name", "Faturamento líquido"), sep: ";", end: "\n"}
	d.rows = []string{anaBuys("HP0000000001").with("Product name", "Other").row(d.columns, ";")}
	f := opened(t, d.text())
	if tx := read(t, f).changes[0].Transaction; tx.ProductName != "Curso de Pão" || tx.Has.Has(model.FMyNet) {
		t.Errorf("%+v", tx)
	}
	var notes []string
	for _, n := range f.Summary().Notes {
		notes = append(notes, sentence(n))
	}
	want := []string{"The column Product name is not read: an earlier column gives the same.",
		"The amounts in Faturamento líquido are not read: no column says their currency."}
	if diff := cmp.Diff(want, notes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheDigestFollowsTheContentAndWhatChangesItsMeaning(t *testing.T) {
	content := report(anaBuys("HP0000000001"))
	base := Options{Zone: saoPaulo(t)}
	digest := func(content string, o Options) string {
		f, err := Open(context.Background(), writeFile(t, "any name.csv", content), o)
		if err != nil {
			t.Fatal(err)
		}
		return f.Batch().Digest
	}
	want := digest(content, base)
	same := base
	same.Now, same.Kind, same.Progress = 5, KindDetailed, func(int64, int64) {}
	if digest(content, same) != want {
		t.Error("what does not change the meaning changes the digest")
	}
	zone, dec, mapped := base, base, base
	zone.Zone = time.UTC
	dec.Decimal = model.DecimalDot
	mapped.Map = map[string]string{"Instagram": "xcod"}
	for name, d := range map[string]string{"zone": digest(content, zone), "decimal": digest(content, dec), "map": digest(content, mapped),
		"content": digest(content+"\r\n", base)} {
		if d == want {
			t.Errorf("another %s has the same digest", name)
		}
	}
}

func TestTheFirstHeaderThatSufficesIsTheHeader(t *testing.T) {
	small := strings.Join(few, ";") + "\n" + anaBuys("HP0000000001").row(few, ";") + "\n"
	large := strings.TrimPrefix(report(anaBuys("HP0000000002")), "\ufeff")
	_, err := Open(context.Background(), writeFile(t, "s.csv", small+large), Options{Zone: time.UTC})
	if err == nil || !strings.HasPrefix(err.Error(), "s.csv, line 3: another table begins here") {
		t.Errorf("a second table with more columns: %v", err)
	}
}
