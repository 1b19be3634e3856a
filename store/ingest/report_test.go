package ingest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

// The 63 columns of today's detailed report, in their usual order.
var allColumns = strings.Split("Código da transação;Status da transação;Data da transação;Confirmação do pagamento;Produtor(a);"+
	"Código do produto;Produto;Código do preço;Nome deste preço;Taxa de conversão (moeda de compra);Moeda de compra;"+
	"Valor de compra com impostos;Impostos locais de compra + Taxa de parcelamento;Valor de compra sem impostos;"+
	"Taxa de conversão (moeda de recebimento);Moeda de recebimento;Faturamento bruto (sem impostos);Faturamento líquido;"+
	"Venda feita como;Faturamento líquido do(a) Produtor(a);Comissão do(a) Afiliado(a);Faturamento do(a) Coprodutor(a);"+
	"Moeda das taxas;Taxa de processamento;Taxa de streaming;Outras taxas;Nome do(a) Afiliado(a);Canal usado para venda;"+
	"Código SRC;Código SCK;Método de pagamento;Tipo de cobrança;Quantidade total de parcelas;Quantidade de cobranças;"+
	"Data de vencimento (vouchers);Código de cupom;Período gratuito (trial);Quantidade de itens;Comprador(a);"+
	"Email do(a) Comprador(a);País;Telefone;Documento;Código postal;Cidade;Estado / Província;Endereço;Bairro;Número;"+
	"Complemento;Instagram;Código do assinante;Tax Solutions;Tax Collected;Tax Jurisdiction;Ferramenta de venda;"+
	"Transação do Produto Principal;Tipo da antecipação de assinatura;Motivo de Recusa de Cartão;"+
	"Imposto sobre Serviço Hotmart;Impostos locais;Taxa de parcelamento;Valor do frete bruto", ";")

// inDetail is the detailed report with its vocabulary.
func inDetail() *speech {
	k := detailedReport()
	return &speech{kind: k, known: k.vocabulary()}
}

// sale is a row by its headers; what is not there is "(none)".
type sale map[string]string

// anaBuys is a plain sale that tests change in one place.
func anaBuys(code string) sale {
	return sale{
		"Código da transação": code, "Status da transação": "Aprovado(a)", "Data da transação": "04/05/2026 10:00:00",
		"Confirmação do pagamento": "04/05/2026 10:02:30", "Produtor(a)": "Escola Exemplo", "Código do produto": "1000001",
		"Produto": "Curso de Pão", "Código do preço": "abc12345", "Moeda de compra": "BRL", "Valor de compra com impostos": "297.00",
		"Valor de compra sem impostos": "297.00", "Moeda de recebimento": "BRL", "Faturamento bruto (sem impostos)": "297.00",
		"Faturamento líquido": "243.04", "Venda feita como": "Produtor", "Faturamento líquido do(a) Produtor(a)": "243.04",
		"Comissão do(a) Afiliado(a)": "0.00", "Faturamento do(a) Coprodutor(a)": "27.01", "Moeda das taxas": "BRL",
		"Taxa de processamento": "24.46", "Taxa de streaming": "2.49", "Outras taxas": "0.00", "Método de pagamento": "Cartão de Crédito",
		"Tipo de cobrança": "Único", "Quantidade total de parcelas": "1", "Quantidade de cobranças": "1", "Quantidade de itens": "1",
		"Comprador(a)": "Ana Conceição", "Email do(a) Comprador(a)": "ana@example.com", "País": "Brasil", "Telefone": "+5511900000000",
		"Ferramenta de venda": "Produto principal", "Impostos locais": "0.00", "Taxa de parcelamento": "0.00",
	}
}

// with changes one cell.
func (s sale) with(header, cell string) sale {
	changed := sale{header: cell}
	for h, c := range s {
		if h != header {
			changed[h] = c
		}
	}
	return changed
}

// row writes the sale in the given columns.
func (s sale) row(columns []string, sep string) string {
	cells := make([]string, len(columns))
	for i, header := range columns {
		cell, ok := s[header]
		if !ok {
			cell = "(none)"
		}
		cells[i] = quoteCell(cell, sep)
	}
	return strings.Join(cells, sep)
}

func quoteCell(cell, sep string) string {
	if strings.ContainsAny(cell, "\"\r\n"+sep) {
		return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
	}
	return cell
}

// report writes sales as a whole report in the usual form.
func report(sales ...sale) string {
	lines := []string{strings.Join(allColumns, ";")}
	for _, s := range sales {
		lines = append(lines, s.row(allColumns, ";"))
	}
	return "\ufeff" + strings.Join(lines, "\r\n") + "\r\n"
}

func saoPaulo(t testing.TB) *time.Location {
	t.Helper()
	zone, err := model.LoadZone("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func writeFile(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// opened opens a report's text.
func opened(t testing.TB, content string) *File {
	t.Helper()
	f, err := Open(context.Background(), writeFile(t, "sales.csv", content), Options{Zone: saoPaulo(t)})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// reading is what comes out of a file.
type reading struct {
	changes []model.Change
	tally   model.Tally
	rejects []Reject
}

func (r reading) codes() []string {
	codes := make([]string, len(r.changes))
	for i, c := range r.changes {
		codes[i] = c.Transaction.Code
	}
	return codes
}

// read reads a whole file and checks what must hold for every file.
func read(t testing.TB, f *File) reading {
	t.Helper()
	var r reading
	var err error
	r.tally, err = f.Batch().Read(context.Background(), func(c model.Change) error {
		r.changes = append(r.changes, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.rejects = f.Rejects()
	counted := r.tally
	counted.Accepted = len(r.changes)
	if !counted.Balanced() {
		t.Fatalf("%d rows are not %d accepted + %d rejected + %d blank + %d header",
			counted.Rows, counted.Accepted, counted.Rejected, counted.Blank, counted.Header)
	}
	if s := f.Summary(); s.Rows != counted.Rows || s.Blank != counted.Blank || s.Header != counted.Header {
		t.Fatalf("the summary counts %d rows, %d blank, %d header; reading counted %+v", s.Rows, s.Blank, s.Header, counted)
	}
	return r
}

// only gives the one transaction of a report with one sale.
func only(t testing.TB, s sale) *model.Transaction {
	t.Helper()
	r := read(t, opened(t, report(s)))
	if len(r.changes) != 1 {
		t.Fatalf("one sale became %d changes; rejected: %v", len(r.changes), r.rejects)
	}
	return r.changes[0].Transaction
}

// rejected gives the one rejection of a report with one sale that is wrong and one that is not.
func rejected(t testing.TB, s sale) Reject {
	t.Helper()
	r := read(t, opened(t, report(anaBuys("HP0000000001"), s)))
	if len(r.changes) != 1 || len(r.rejects) != 1 {
		t.Fatalf("%d changes and rejections %v", len(r.changes), r.rejects)
	}
	return r.rejects[0]
}

// manySales writes a large report, the same for the same seed.
func manySales(seed uint64, n int) string {
	random := rand.New(rand.NewPCG(seed, 0))
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	var b strings.Builder
	b.WriteString("\ufeff" + strings.Join(allColumns, ";") + "\r\n")
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		price := fmt.Sprintf("%d.%02d", 10+random.IntN(2000), random.IntN(100))
		at := start.Add(time.Duration(random.IntN(800*86400)) * time.Second).Format("02/01/2006 15:04:05")
		name := pick("Ana", "João", "Conceição", "Pedro", "Íris", "Zoë") + " " + pick("Silva", "Souza", "Araújo", "Lima")
		s := anaBuys(fmt.Sprintf("HP%010d", i))
		for header, cell := range map[string]string{
			"Status da transação": pick("Aprovado", "Completo", "Cancelado", "Reembolsado", "Expirado"), "Data da transação": at,
			"Confirmação do pagamento": pick(at, "(none)"), "Produto": pick("Curso de Pão", "Clube do Fermento", `Livro "Massa"`),
			"Valor de compra com impostos": price, "Valor de compra sem impostos": price, "Faturamento bruto (sem impostos)": price,
			"Comprador(a)": name, "Email do(a) Comprador(a)": fmt.Sprintf("buyer%d@example.com", random.IntN(n)),
			"Método de pagamento": pick("Cartão de Crédito", "Pix", "Boleto Bancário"), "Código SCK": fmt.Sprintf("campaign-%d", random.IntN(300)),
			"Motivo de Recusa de Cartão": pick("(none)", "(none)", "Saldo insuficiente"), "Cidade": pick("São Paulo", "Belém", "Recife"),
		} {
			s[header] = cell
		}
		b.WriteString(s.row(allColumns, ";") + "\r\n")
	}
	return b.String()
}
