package ingest

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
)

// The 59 columns of the classic report, in their order.
var classicColumns = strings.Split("Nome do Produto;Nome do Produtor;Documento do Produtor;Nome do Afiliado;Transação;Meio de Pagamento;"+
	"Origem;Moeda;Preço do Produto;Moeda;Preço da Oferta;Taxa de Câmbio;Moeda;Preço Original;Número da Parcela;Recorrência;"+
	"Data de Venda;Data de Confirmação;Status;Nome;Documento;Email;DDD;Telefone;CEP;Cidade;Estado;Bairro;País;Endereço;Número;"+
	"Complemento;chave;Código do Produto;Código da Afiliação;Código de Oferta;Origem de Checkout;Tipo de Pagamento;Período Grátis;"+
	"Tem co-produção;Venda feita como;Preço Total;Tipo pagamento oferta;Taxa de Câmbio Real;Preço Total Convertido;"+
	"Quantidade de itens;Oferta de Upgrade;Cupom;Moeda;Valor que você recebeu convertido;Taxa de Câmbio do valor recebido;"+
	"Data Vencimento;Instagram;Origem da venda;Moeda de recebimento;Faturamento líquido;Código do assinante;Nota Fiscal;"+
	"Valor do frete bruto", ";")

// old is a row of the classic report by its headers. Of the four columns called "Moeda" each goes by the amount behind
// it: "Moeda: Preço da Oferta".
type old map[string]string

// anaBought is the sale of anaBuys as the classic report writes it.
func anaBought(code string) old {
	return old{
		"Nome do Produto": "Curso de Pão", "Nome do Produtor": "Escola Exemplo", "Documento do Produtor": "11222333000144", "Transação": code,
		"Meio de Pagamento": "Cartão de Crédito", "Origem": "bio", "Moeda: Preço do Produto": "BRL", "Preço do Produto": "397.00",
		"Moeda: Preço da Oferta": "BRL", "Preço da Oferta": "297.00", "Número da Parcela": "1", "Data de Venda": "04/05/2026 10:00:00",
		"Data de Confirmação": "04/05/2026 10:02:30", "Status": "Aprovado", "Nome": "Ana Conceição", "Documento": "00000000191",
		"Email": "ana@example.com", "DDD": "11", "Telefone": "900000000", "Cidade": "São Paulo", "Estado": "SP", "País": "Brasil",
		"Endereço": "canary street", "Número": "77", "chave": "k-" + code, "Código do Produto": "1000001", "Código de Oferta": "abc12345",
		"Origem de Checkout": "stories", "Tipo de Pagamento": "À vista", "Período Grátis": "Não", "Tem co-produção": "Sim",
		"Venda feita como": "Produtor", "Preço Total": "297.00", "Tipo pagamento oferta": "À vista", "Quantidade de itens": "1",
		"Oferta de Upgrade": "Não", "Moeda: Valor que você recebeu convertido": "BRL", "Moeda de recebimento": "BRL", "Faturamento líquido": "243.04",
	}
}

func (o old) with(header, cell string) old { return old(sale(o).with(header, cell)) }

func (o old) row() string {
	s, columns := sale{}, slices.Clone(classicColumns)
	for i, header := range columns {
		if header == "Moeda" {
			columns[i] += ": " + columns[i+1]
		}
		s[columns[i]] = o[columns[i]]
	}
	return s.row(columns, ";")
}

// classic writes sales as a whole classic report.
func classic(sales ...old) string {
	lines := []string{strings.Join(classicColumns, ";")}
	for _, s := range sales {
		lines = append(lines, s.row())
	}
	return "\ufeff" + strings.Join(lines, "\r\n") + "\r\n"
}

func onlyClassic(t *testing.T, s old) *model.Transaction {
	t.Helper()
	r := read(t, opened(t, classic(s)))
	if len(r.changes) != 1 {
		t.Fatalf("one sale became %d changes; rejected: %v", len(r.changes), r.rejects)
	}
	return r.changes[0].Transaction
}

func TestWhatTheColumnsOfAClassicReportMean(t *testing.T) {
	foreign := anaBought("HP0000000001").with("Moeda: Preço da Oferta", "USD").with("Preço da Oferta", "59.43").with("Moeda: Preço Original", "BRL").
		with("Preço Original", "297.15").with("Moeda: Valor que você recebeu convertido", "BRL").with("Valor que você recebeu convertido", "241.85").
		with("Moeda de recebimento", "USD").with("Faturamento líquido", "48.37").with("Taxa de Câmbio Real", "5.00")
	for _, c := range []struct {
		what  string
		sale  old
		field model.Field
		want  string // empty: not known
	}{
		{"the offer's price", anaBought("HP1"), model.FPrice, "29700 BRL"},
		{"the currency of the offer's price, not of the product's", anaBought("HP1").with("Moeda: Preço do Produto", "EUR"), model.FPrice, "29700 BRL"},
		{"a foreign sale's price", foreign, model.FPrice, "5943 USD"},
		{"a foreign sale's net", foreign, model.FMyNet, "4837 USD"},
		{"what the buyer paid is not said", anaBought("HP1"), model.FPaid, ""},
		{"a coupon that leaves the price", anaBought("HP1").with("Cupom", "MAIO"), model.FPrice, "29700 BRL"},
		{"a coupon that lowers it", anaBought("HP1").with("Cupom", "MAIO").with("Preço Total", "197.00"), model.FPrice, ""},
		{"a coupon and no total", anaBought("HP1").with("Cupom", "MAIO").with("Preço Total", "(none)"), model.FPrice, ""},
		{"the coupon itself", anaBought("HP1").with("Cupom", "MAIO"), model.FCoupon, `"MAIO"`},
		{"three items", anaBought("HP1").with("Quantidade de itens", "3").with("Preço Total", "891.00"), model.FPrice, ""},
		{"interest in the total says nothing of the price", anaBought("HP1").with("Preço Total", "350.40"), model.FPrice, "29700 BRL"},
		{"area code and number", anaBought("HP1"), model.FBuyerPhone, `"11900000000"`},
		{"a number with its country", anaBought("HP1").with("Telefone", "+5511900000000"), model.FBuyerPhone, `"+5511900000000"`},
		{"no number", anaBought("HP1").with("Telefone", ""), model.FBuyerPhone, ""},
		{"a means of payment", anaBought("HP1"), model.FPaymentType, "CREDIT_CARD"},
		{"a means of payment in the second column", anaBought("HP1").with("Meio de Pagamento", "Hotmart").with("Tipo de Pagamento", "Pix"), model.FPaymentType, "PIX"},
		{"a means of payment that neither column knows", anaBought("HP1").with("Meio de Pagamento", "Hotmart"), model.FPaymentType, "HOTMART"},
		{"an offer at once", anaBought("HP1"), model.FBilling, ""},
		{"an offer that is a subscription", anaBought("HP1").with("Tipo pagamento oferta", "Assinatura"), model.FBilling, "SUBSCRIPTION"},
		{"a plan", anaBought("HP1").with("Tipo pagamento oferta", "Parcelamento Inteligente"), model.FBilling, "SMART_INSTALLMENT"},
		{"the second charge", anaBought("HP1").with("Recorrência", "2"), model.FRecurrence, "2"},
		{"no charge by number", anaBought("HP1").with("Recorrência", "Única"), model.FRecurrence, ""},
		{"the number of instalments is not said", anaBought("HP1").with("Número da Parcela", "12"), model.FInstallments, ""},
		{"SRC", anaBought("HP1"), model.FSrc, `"bio"`},
		{"SCK", anaBought("HP1"), model.FSck, `"stories"`},
		{"a step of a funnel or another plan", anaBought("HP1").with("Oferta de Upgrade", "Sim"), model.FIsFunnel, ""},
		{"the account's part", anaBought("HP1").with("Venda feita como", "Coprodutor(a)"), model.FRole, "COPRODUCER"},
		{"an unpaid slip", anaBought("HP1").with("Data Vencimento", "07/05/2026"), model.FDueAt, "2026-05-08T02:59:59.999Z"},
	} {
		tx := onlyClassic(t, c.sale)
		got := ""
		if tx.Has.Has(c.field) {
			got = factOf(tx, c.field)
		}
		if got != c.want {
			t.Errorf("%s: %s is %s, want %s", c.what, c.field.Name(), got, c.want)
		}
		for f := range model.FieldCount {
			if strings.Contains(factOf(tx, f), "canary") {
				t.Errorf("%s holds %s", f.Name(), factOf(tx, f))
			}
		}
	}
}

// The two reports of one sale may tell more or less of it, and nothing else. Only a phone is written in two ways.
func TestAClassicAndADetailedReportOfOneSaleDoNotContradictEachOther(t *testing.T) {
	detailed := anaBuys("HP0000000001").with("Código SRC", "bio").with("Código SCK", "stories").with("Documento", "00000000191").
		with("Cidade", "São Paulo").with("Estado / Província", "SP").with("Período gratuito (trial)", "Não")
	earlier := anaBought("HP0000000001")
	for _, c := range []struct {
		what     string
		detailed sale
		classic  old
		least    int // facts that both tell
	}{
		{"a plain sale", detailed, earlier, 20},
		{"in twelve instalments", detailed.with("Tipo de cobrança", "Parcelado").with("Quantidade total de parcelas", "12").with("Valor de compra com impostos", "390.63"),
			earlier.with("Número da Parcela", "12").with("Preço Total", "390.63"), 19},
		{"with a coupon", detailed.with("Código de cupom", "MAIO").with("Valor de compra sem impostos", "197.00").with("Valor de compra com impostos", "197.00"),
			earlier.with("Cupom", "MAIO").with("Preço Total", "197.00"), 19},
		{"a renewal", detailed.with("Tipo de cobrança", "2a cobrança").with("Código do assinante", "ABCD1234"),
			earlier.with("Tipo pagamento oferta", "Assinatura").with("Recorrência", "2").with("Código do assinante", "ABCD1234"), 22},
		{"in dollars", detailed.with("Moeda de compra", "USD").with("Moeda de recebimento", "USD").with("Moeda das taxas", "USD").with("Valor de compra sem impostos", "59.43").
			with("Faturamento líquido", "48.37"),
			earlier.with("Moeda: Preço da Oferta", "USD").with("Preço da Oferta", "59.43").with("Moeda: Preço Original", "BRL").with("Preço Original", "297.15").
				with("Moeda de recebimento", "USD").with("Faturamento líquido", "48.37").with("Moeda: Valor que você recebeu convertido", "BRL"), 20},
	} {
		a, b := only(t, c.detailed), onlyClassic(t, c.classic)
		both := 0
		for f := range model.FieldCount {
			if !a.Has.Has(f) || !b.Has.Has(f) || f == model.FBuyerPhone || f == model.FStatusRaw {
				continue
			}
			both++
			if factOf(a, f) != factOf(b, f) {
				t.Errorf("%s: %s is %s in the detailed report and %s in the classic one", c.what, f.Name(), factOf(a, f), factOf(b, f))
			}
		}
		if both < c.least {
			t.Errorf("%s: only %d facts are told by both", c.what, both)
		}
	}
}

func TestTwoHeadersRunTogetherAreParted(t *testing.T) {
	whole := classic(anaBought("HP0000000001").with("Quantidade de itens", "2").with("Cupom", "MAIO"), anaBought("HP0000000002").with("Email", ""))
	glued := strings.Replace(whole, "Quantidade de itens;Oferta de Upgrade", "Quantidade de itensOferta de Upgrade", 1)
	if glued == whole {
		t.Fatal("nothing was glued")
	}
	want, got := read(t, opened(t, whole)), read(t, opened(t, glued))
	if diff := cmp.Diff(want.changes, got.changes, cmp.AllowUnexported(model.Money{})); diff != "" || len(got.changes) != 2 {
		t.Errorf("(-two headers +one):\n%s", diff)
	}
	head, row, _ := strings.Cut(glued, "\r\n")
	if r := read(t, opened(t, glued+strings.TrimPrefix(head, "\ufeff")+"\r\n"+row)); len(r.changes) != 4 || r.tally.Header != 2 {
		t.Errorf("repeated: %d changes, %+v", len(r.changes), r.tally)
	}
	// Where the rows were run together too, nothing moves.
	short := strings.Replace(glued, ";1;Não;;", ";1Não;;", 1)
	short = strings.Replace(short, ";2;Não;MAIO;", ";2Não;MAIO;", 1)
	f := opened(t, short)
	tx := read(t, f).changes[0].Transaction
	if tx.Has.Has(model.FItems) || tx.Coupon != "MAIO" || tx.MyNet != model.NewMoney(24304, "BRL") || len(unknownColumns(f)) != 1 {
		t.Errorf("rows of 58 cells: %+v", tx)
	}
}

func TestWhichCurrencyBelongsToAnAmountIsNotGuessed(t *testing.T) {
	text := strings.Replace(classic(anaBought("HP1")), "Moeda;Preço da Oferta", "Moeda;Nota;Preço da Oferta", 1)
	_, err := Open(context.Background(), writeFile(t, "s.csv", text), Options{Zone: saoPaulo(t)})
	if err == nil || !strings.Contains(err.Error(), "It resembles the classic sales report most, but no column gives its currency.") {
		t.Errorf("%v", err)
	}
}

func TestASpanishClassicReportIsReadAndAnEnglishOneWithAMap(t *testing.T) {
	spanish := "Transacción;Estatus;Nombre del Producto;Fecha de venta;Moneda;Precio de la Oferta;Moneda;Precio Total Convertido;Email\n" +
		"HP0000000001;Aprobado;Curso de Pan;04/05/2026 10:00:00;MXN;499.00;USD;27.10;ana@example.com\n"
	f := opened(t, spanish)
	if tx := read(t, f).changes[0].Transaction; tx.Price != model.NewMoney(49900, "MXN") || f.Summary().Kind != KindClassic {
		t.Errorf("%s: %+v", f.Summary().Kind, tx)
	}
	english := "Sale;State;Item;Sold on;Currency;Product price;Currency;Offer price\nHP0000000001;Approved;Bread;04/05/2026;EUR;9.00;USD;29.90\n"
	f, err := Open(context.Background(), writeFile(t, "s.csv", english), Options{Zone: saoPaulo(t), Kind: KindClassic, Map: map[string]string{
		"Sale": "code", "State": "status", "Item": "product", "Sold on": "ordered_at", "Currency": "currency", "Offer price": "price"}})
	if err != nil {
		t.Fatal(err)
	}
	if tx := read(t, f).changes[0].Transaction; tx.Price != model.NewMoney(2990, "USD") {
		t.Errorf("%+v", tx)
	}
}

func TestTheRealClassicHeaderIsKnown(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("../../../shared/fixtures/headers", "sales-classic.pt-BR.59cols.header.csv"))
	if err != nil {
		t.Skip("the real header is not at hand")
	}
	columns := strings.Split(strings.TrimSpace(strings.TrimPrefix(string(content), "\ufeff")), ";")
	if diff := cmp.Diff(classicColumns, columns); diff != "" {
		t.Errorf("our own reports have other columns (-ours +real):\n%s", diff)
	}
	f := opened(t, string(content))
	if f.Summary().Kind != KindClassic || len(unknownColumns(f)) > 0 {
		t.Errorf("it is read as %s, and unknown are %v", f.Summary().Kind, unknownColumns(f))
	}
	for i, c := range f.Summary().Columns {
		if c.Header.String() == "Moeda" && (c.Use == ColumnRead) != (columns[i+1] == "Preço da Oferta") {
			t.Errorf("the currency before %q is %s", columns[i+1], c.Use)
		}
	}
}
