package ingest

import (
	"context"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

func TestHowATransactionIsCharged(t *testing.T) {
	for _, c := range []struct {
		words, charges string
		kind           model.Billing
		recurrence     int64 // 0 is not known
	}{
		{"Único", "1", model.OneTime, 0},
		{"Único", "4", model.OneTime, 0}, // the report counts charges also where there is one
		{"Apenas à vista", "1", model.OneTime, 0},
		{"Parcelado", "1", model.CardInstallment, 0},
		{"Parcelado sem juros", "3", model.CardInstallment, 0},
		{"1a cobrança", "1", model.Subscription, 1},
		{"3 cobrança", "(none)", model.Subscription, 3},
		{"3 meses", "(none)", "", 0},
		{"2ª cobrança", "(none)", model.Subscription, 2},
		{"12a cobrança", "7", model.Subscription, 12}, // the words are about this charge
		{"Assinatura", "5", model.Subscription, 5},
		{"Parcelamento Inteligente", "3", model.SmartInstallment, 3},
		{"Recuperador Inteligente", "2", model.SmartRecovery, 2},
		{"SMART_RECOVERY", "2", model.SmartRecovery, 2},
		{"Suscripción", "(none)", model.Subscription, 0},
		{"(none)", "6", "", 6},
		{"A combinar", "6", "", 6},
	} {
		tx := only(t, anaBuys("HP0000000001").with("Tipo de cobrança", c.words).with("Quantidade de cobranças", c.charges))
		if tx.Billing != c.kind || tx.Has.Has(model.FBilling) != (c.kind != "") {
			t.Errorf("%s: billing %q", c.words, tx.Billing)
		}
		if tx.Recurrence != c.recurrence || tx.Has.Has(model.FRecurrence) != (c.recurrence > 0) {
			t.Errorf("%s, %s charges: recurrence %d", c.words, c.charges, tx.Recurrence)
		}
	}
}

func TestWhatTheWordsOfASaleMean(t *testing.T) {
	base := anaBuys("HP0000000001")
	for _, c := range []struct {
		header, cell string
		field        model.Field
		want         string // empty: not known
	}{
		{"Status da transação", "reembolsado parcialmente", model.FStatus, "PARTIALLY_REFUNDED"},
		{"Status da transação", "Em quarentena", model.FStatus, "UNKNOWN"},
		{"Status da transação", "Em quarentena", model.FStatusRaw, `"Em quarentena"`},
		{"Venda feita como", "Coprodutor(a)", model.FRole, "COPRODUCER"},
		{"Venda feita como", "Curso online", model.FRole, ""},
		{"Venda feita como", "(none)", model.FRole, ""},
		{"Método de pagamento", "Cartão de Crédito Visa", model.FCardBrand, `"visa"`},
		{"Método de pagamento", "PIX", model.FPaymentType, "PIX"},
		{"Método de pagamento", "(NONE)", model.FPaymentType, ""},
		{"Ferramenta de venda", "Produto order bump", model.FIsBump, "true"},
		{"Ferramenta de venda", "Produto principal", model.FIsBump, "false"},
		{"Ferramenta de venda", "Downsell", model.FIsFunnel, "true"},
		{"Ferramenta de venda", "(none)", model.FIsFunnel, ""},
		{"Transação do Produto Principal", "HP0000000009", model.FParentCode, `"HP0000000009"`},
		{"Transação do Produto Principal", "HP0000000001", model.FParentCode, ""},
		{"Período gratuito (trial)", "Sim", model.FTrial, "true"},
		{"Período gratuito (trial)", "0", model.FTrial, "false"},
		{"Período gratuito (trial)", "7 dias", model.FTrial, "true"},
		{"Período gratuito (trial)", "talvez", model.FTrial, ""},
		{"Quantidade total de parcelas", "12x", model.FInstallments, "12"},
		{"Quantidade total de parcelas", "12,0", model.FInstallments, "12"},
		{"Taxa de conversão (moeda de compra)", "5.123456789", model.FPurchaseRate, `"5.123456789"`},
		{"Comissão do(a) Afiliado(a)", "0.00", model.FAffiliateCut, "0 BRL"},
		{"Comissão do(a) Afiliado(a)", "(none)", model.FAffiliateCut, ""},
		{"Comprador(a)", " Ana  ", model.FBuyerName, `" Ana  "`},
		{"Comprador(a)", " \u00a0 ", model.FBuyerName, ""},
		{"Email do(a) Comprador(a)", " ana@example.com ", model.FBuyerEmail, `"ana@example.com"`},
		{"Valor de compra sem impostos", "(none)", model.FPrice, ""},
		{"Valor de compra sem impostos", "(12,50)", model.FPrice, "-1250 BRL"},
		{"Valor de compra sem impostos", "R$ 1.234,50", model.FPrice, "123450 BRL"},
	} {
		tx := only(t, base.with(c.header, c.cell))
		got := ""
		if tx.Has.Has(c.field) {
			got = factOf(tx, c.field)
		}
		if got != c.want {
			t.Errorf("%s %q: %s is %s, want %s", c.header, c.cell, c.field.Name(), got, c.want)
		}
	}
}

func TestWhyARowIsRejected(t *testing.T) {
	base := anaBuys("HP0000000002")
	for _, c := range []struct{ header, cell, reason string }{
		{"Código da transação", "(none)", "the transaction's code is missing"},
		{"Código da transação", "HP 2", `"HP 2" is not a transaction's code`},
		{"Status da transação", " ", "the status is missing"},
		{"Data da transação", "", "the date is missing"},
		{"Data da transação", "05/13/2026", `"05/13/2026" is not a date such as 31/12/2026 23:59:59, between 1995 and 2100`},
		{"Confirmação do pagamento", "ontem", `"ontem" is not a date such as 31/12/2026 23:59:59, between 1995 and 2100`},
		{"Moeda de compra", "BRX", `"BRX" is not a currency code`},
		{"Moeda das taxas", "reais", `"reais" is not a currency code`},
		{"Valor de compra sem impostos", "12,3,4", `"12,3,4" is not an amount in BRL: its thousands are not in groups of three`},
		{"Valor de compra sem impostos", "US$ 12.00", `"US$ 12.00" is not an amount in BRL: it names another currency`},
		{"Quantidade de itens", "-1", `"-1" is not a whole number`},
		{"Quantidade total de parcelas", "doze", `"doze" is not a whole number`},
		{"Valor de compra sem impostos", "\x1b[31m12", `"␛[31m12" is not an amount in BRL: there is something other than a number in it`},
	} {
		got := rejected(t, base.with(c.header, c.cell))
		if want := (Reject{Line: 3, Column: c.header, Reason: c.reason}); got != want {
			t.Errorf("%s %q:\n got %v\nwant %v", c.header, c.cell, got, want)
		}
	}
	got := rejected(t, base.with("Moeda de compra", "(none)"))
	if got.Column != "Valor de compra sem impostos" || got.Reason != `"297.00" has no currency: the column "Moeda de compra" is empty` {
		t.Errorf("an amount without a currency: %v", got)
	}
	got = rejected(t, base.with("Produto", "").with("Código do produto", ""))
	if got.Reason != "the product is missing" {
		t.Errorf("no product: %v", got)
	}
}

func TestNothingIsWorthNothingInAnyCurrency(t *testing.T) {
	tx := only(t, anaBuys("HP0000000001").with("Moeda das taxas", "(none)").with("Taxa de processamento", "0.00").
		with("Taxa de streaming", "0").with("Outras taxas", "(none)"))
	for _, f := range []model.Field{model.FFee, model.FStreamingFee, model.FOtherFees} {
		if tx.Has.Has(f) {
			t.Errorf("%s is known to be %s", f.Name(), factOf(tx, f))
		}
	}
}

func TestEachAmountIsInTheCurrencyOfItsColumn(t *testing.T) {
	tx := only(t, anaBuys("HP0000000001").with("Moeda de compra", "usd").with("Moeda de recebimento", "EUR").with("Moeda das taxas", "BRL"))
	for f := range model.FieldCount {
		if f.Kind() != model.FieldMoney || !tx.Has.Has(f) {
			continue
		}
		want := map[target]model.Currency{toCurrency: "USD", toPayoutCurrency: "EUR", toFeeCurrency: "BRL"}[currencyOf(f)]
		if got := tx.Ref(f).(*model.Money).Currency(); got != want {
			t.Errorf("%s is in %s, want %s", f.Name(), got, want)
		}
	}
}

// prices writes a report whose column of prices holds these.
func prices(currency string, amounts ...string) string {
	d := draft{columns: few, sep: ";", end: "\n"}
	for i, amount := range amounts {
		s := anaBuys("HP000000000"+string(rune('0'+i))).with("Valor de compra sem impostos", amount).with("Moeda de compra", currency)
		d.rows = append(d.rows, s.row(d.columns, d.sep))
	}
	return d.text()
}

func TestAColumnDecidesHowItsDecimalsAreWritten(t *testing.T) {
	for _, c := range []struct {
		what, currency string
		amounts        []string
		forced         model.DecimalStyle
		want           string // minor units, - for rejected
	}{
		{"dots", "BRL", []string{"29.90", "1,234.56", "297"}, 0, "2990 123456 29700"},
		{"commas", "BRL", []string{"29,90", "1.234,56", "297"}, 0, "2990 123456 29700"},
		{"thousands among commas", "BRL", []string{"29,90", "1.234"}, 0, "2990 123400"},
		{"thousands before the comma that shows it", "BRL", []string{"1.234", "29,90"}, 0, "123400 2990"},
		{"thousands among dots", "BRL", []string{"29.90", "1,234"}, 0, "2990 123400"},
		{"nothing decides", "BRL", []string{"1.234", "297", "5.000"}, 0, "- 29700 -"},
		{"the user decides for a comma", "BRL", []string{"1.234", "297"}, model.DecimalComma, "123400 29700"},
		{"the user decides for a dot", "BRL", []string{"1,234", "297"}, model.DecimalDot, "123400 29700"},
		{"the column knows better than the user", "BRL", []string{"1.234", "29,90"}, model.DecimalDot, "123400 2990"},
		{"both in one column, each read where it is clear", "BRL", []string{"29,90", "29.90", "1.234"}, 0, "2990 2990 -"},
		{"pesos without decimals", "CLP", []string{"29.990", "15.500"}, 0, "- -"},
		{"pesos whose millions show it", "CLP", []string{"29.990", "1.029.990"}, 0, "29990 1029990"},
		{"pesos where a comma shows", "CLP", []string{"29.990", "1.029,00"}, 0, "29990 1029"},
	} {
		path := writeFile(t, "sales.csv", prices(c.currency, c.amounts...))
		f, err := Open(context.Background(), path, Options{Zone: time.UTC, Decimal: c.forced})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, change := range read(t, f).changes {
			got[change.Transaction.Code] = strings.Fields(factOf(change.Transaction, model.FPrice))[0]
		}
		var words []string
		for i := range c.amounts {
			minor, ok := got["HP000000000"+string(rune('0'+i))]
			if !ok {
				minor = "-"
			}
			words = append(words, minor)
		}
		if s := strings.Join(words, " "); s != c.want {
			t.Errorf("%s: %v became %s, want %s", c.what, c.amounts, s, c.want)
		}
	}
}

func TestTheMomentAFileVouchesFor(t *testing.T) {
	sales := report(
		anaBuys("HP0000000001").with("Data da transação", "04/05/2026 10:00:00").with("Confirmação do pagamento", "06/05/2026 08:00:00"),
		anaBuys("HP0000000002").with("Data da transação", "05/05/2026 10:00:00").with("Confirmação do pagamento", "(none)"),
		anaBuys("HP0000000003").with("Data da transação", "09/05/2026 10:00:00").with("Valor de compra sem impostos", "nada"),
		anaBuys("HP0000000004").with("Data de vencimento (vouchers)", "30/05/2026"))
	f := opened(t, sales)
	if got := when(f.Batch().SeenAt); got != "2026-05-06T11:00:00Z" {
		t.Errorf("the latest confirmation of an accepted row is not %s", got)
	}
	now := model.InstantOf(time.Date(2026, 5, 5, 0, 0, 0, 0, time.UTC))
	g, err := Open(context.Background(), f.path, Options{Zone: saoPaulo(t), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if g.Batch().SeenAt != now {
		t.Errorf("a file vouches for %s, after now", when(g.Batch().SeenAt))
	}
	// Which row is accepted can depend on how the whole column writes its decimals.
	undecided := strings.Replace(prices("BRL", "297", "1.234"), "HP0000000001;Curso de Pão;Aprovado(a);04/", "HP0000000001;Curso de Pão;Aprovado(a);05/", 1)
	if got := when(opened(t, undecided).Batch().SeenAt); got != "2026-05-04T13:00:00Z" {
		t.Errorf("seen at %s, the date of a rejected row", got)
	}
}
