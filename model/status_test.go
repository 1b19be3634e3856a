package model_test

import (
	"testing"

	"recoup/model"
)

func TestStatusSynonymsAllSources(t *testing.T) {
	for _, tt := range []struct {
		want  model.Status
		words []string
	}{
		{model.Approved, []string{"APPROVED", "Aprovado", "Aprovado(a)", "Aprovada", "aprovado/a", "Aprobado", " approved "}},
		{model.Complete, []string{"COMPLETE", "COMPLETED", "Completo", "Completo(a)", "Completo/a"}},
		{model.Cancelled, []string{"CANCELLED", "CANCELED", "Cancelado(a)", "Recusado"}},
		{model.PrintedBillet, []string{"PRINTED_BILLET", "BILLET_PRINTED", "Boleto Gerado", "Boleto Impresso", "Solicitud de pago generada"}},
		{model.Protested, []string{"PROTESTED", "DISPUTE", "Reclamado(a)", "Disputa", "CLAIMED"}},
		{model.Refunded, []string{"REFUNDED", "Reembolsado(a)", "Reembolsado", "Estornado"}},
		{model.PartiallyRefunded, []string{"PARTIALLY_REFUNDED", "Parcialmente reembolsada", "Reembolsado parcialmente", "Parcialmente reembolsado(a)"}},
		{model.Chargeback, []string{"CHARGEBACK", "Chargeback", "Contestação"}},
		{model.Overdue, []string{"OVERDUE", "DELAYED", "Atrasado(a)", "ATRASADO"}},
		{model.UnderAnalysis, []string{"UNDER_ANALISYS", "UNDER_ANALYSIS", "Em análise", "Em Analise", "En análisis"}},
		{model.Processing, []string{"PROCESSING_TRANSACTION", "Em processamento", "Processando"}},
		{model.WaitingPayment, []string{"WAITING_PAYMENT", "Aguardando pagamento", "AGUARDANDO  PAGAMENTO"}},
		{model.Expired, []string{"EXPIRED", "Expirado(a)", "Vencido"}},
		{model.Blocked, []string{"BLOCKED", "Bloqueado"}},
		{model.NoFunds, []string{"NO_FUNDS", "Sem saldo"}},
		{model.Started, []string{"STARTED", "Iniciado(a)", "Iniciada"}},
		{model.PreOrder, []string{"PRE_ORDER", "Pré-venda"}},
		{model.StatusUnknown, []string{"", "Em órbita", "(none)"}},
	} {
		for _, word := range tt.words {
			if got := model.ParseStatus(word); got != tt.want {
				t.Errorf("ParseStatus(%q) = %s, want %s", word, got.ID(), tt.want.ID())
			}
		}
	}
}

func TestEveryStatusReadsItsOwnID(t *testing.T) {
	for _, s := range model.Statuses() {
		if got := model.ParseStatus(s.ID()); got != s {
			t.Errorf("ParseStatus(%q) = %s", s.ID(), got.ID())
		}
	}
}

func TestRefundAndChargebackAreNotLost(t *testing.T) {
	for _, s := range []model.Status{model.Refunded, model.Chargeback, model.Protested} {
		if s.Class() == model.ClassFailed || !s.Converted() {
			t.Errorf("%s: class %d, converted %v: it did convert", s.ID(), s.Class(), s.Converted())
		}
		if s.Sold() {
			t.Errorf("%s counts in Sold", s.ID())
		}
	}
}

func TestParsePayment(t *testing.T) {
	for _, tt := range []struct {
		raw   string
		want  model.PaymentType
		brand string
	}{
		{"Cartão de Crédito", model.CreditCard, ""},
		{"CREDIT_CARD_VISA", model.CreditCard, "visa"},
		{"Cartão de Crédito - Mastercard", model.CreditCard, "mastercard"},
		{"CREDIT_CARD_AMERICAN_EXPRESS", model.CreditCard, "american express"},
		{"Tarjeta de crédito", model.CreditCard, ""},
		{"PIX", model.Pix, ""}, {"Pix", model.Pix, ""},
		{"Boleto Bancário", model.Billet, ""}, {"BILLET", model.Billet, ""},
		{"PayPal", model.Paypal, ""}, {"PAYPAL_INTERNACIONAL", model.Paypal, ""},
		{"Google Pay", model.GooglePay, ""},
		{"HYBRID", model.Hybrid, ""},
		{"BALANCE_HOTMART", model.HotmartCredit, ""}, {"HOTMART_BALANCE", model.HotmartCredit, ""},
		{"Carteira digital", model.Wallet, ""}, {"PICPAY", model.Wallet, ""},
		{"", "", ""},
		{"MANUAL_TRANSFER", model.BankTransfer, ""},
		{"FINANCED_INSTALLMENT", "FINANCED_INSTALLMENT", ""},
	} {
		got, brand := model.ParsePayment(tt.raw)
		if got != tt.want || brand != tt.brand {
			t.Errorf("ParsePayment(%q) = %s, %q; want %s, %q", tt.raw, got, brand, tt.want, tt.brand)
		}
	}
}

func TestParseRole(t *testing.T) {
	for raw, want := range map[string]model.Role{
		"Produtor": model.Producer, "Produtor(a)": model.Producer, "PRODUCER": model.Producer,
		"Coprodutor(a)": model.Coproducer, "Co-produtor": model.Coproducer, "CO_PRODUCER": model.Coproducer,
		"Afiliado(a)": model.Affiliate, "AFFILIATE": model.Affiliate, "Curso online": model.RoleUnknown, "": model.RoleUnknown,
	} {
		if got := model.ParseRole(raw); got != want {
			t.Errorf("ParseRole(%q) = %s, want %s", raw, got.ID(), want.ID())
		}
	}
}
