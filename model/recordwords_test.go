package model_test

import (
	"testing"

	"recoup/model"
)

func TestASubscriptionHasOneStatusInEverySpelling(t *testing.T) {
	for want, words := range map[model.SubscriptionStatus][]string{
		model.SubscriptionStarted:             {"STARTED", "Iniciada", "iniciado"},
		model.SubscriptionInactive:            {"INACTIVE", "Inativa", "Inactiva", "Inactive"},
		model.SubscriptionActive:              {"ACTIVE", "Ativa", "ativo", "Ativo(a)", "Activa", " Active "},
		model.SubscriptionDelayed:             {"DELAYED", "PAST_DUE", "Atrasada", "Atrasado(a)", "Em atraso", "Retrasada", "Inadimplente"},
		model.SubscriptionOverdue:             {"OVERDUE", "EXPIRED", "Vencida", "Expirada", "Expired"},
		model.SubscriptionCancelled:           {"CANCELLED", "canceled", "Cancelada", "Cancelado(a)"},
		model.SubscriptionCancelledByCustomer: {"CANCELLED_BY_CUSTOMER", "CANCELED_BY_CUSTOMER", "Cancelada pelo cliente", "Cancelada por el cliente", "Cancelado pelo(a) comprador(a)", "Canceled by customer"},
		model.SubscriptionCancelledBySeller:   {"CANCELLED_BY_SELLER", "CANCELED_BY_VENDOR", "Cancelada pelo vendedor", "Cancelada por el productor", "Cancelada pelo(a) Produtor(a)", "Canceled by seller"},
		model.SubscriptionCancelledByAdmin:    {"CANCELLED_BY_ADMIN", "CANCELED_BY_ADMIN", "Cancelada pelo administrador", "Cancelada pela Hotmart", "Canceled by administrator"},
		"PAUSADA":                             {"pausada", " Pausada "},
		"CANCELAMENTO AGENDADO":               {"Cancelamento agendado"},
		"CANCELADA PELO BANCO":                {"Cancelada pelo banco"},
		"":                                    {"", " "},
	} {
		for _, word := range words {
			if got := model.ParseSubscriptionStatus(word); got != want {
				t.Errorf("%q is %s, want %s", word, got, want)
			}
		}
		if known := want != "" && want != "PAUSADA" && want != "CANCELAMENTO AGENDADO" && want != "CANCELADA PELO BANCO"; want.Known() != known {
			t.Errorf("%s is known: %v", want, want.Known())
		}
	}
}

func TestAnEntryOfTheWalletHasOneCategoryInEveryLanguage(t *testing.T) {
	for want, words := range map[model.LedgerCategory][]string{
		model.LedgerSale:       {"Sale", "Venda", "VENTA", "comissão", "SALE"},
		model.LedgerRefund:     {"Refund", "Reembolso"},
		model.LedgerChargeback: {"Chargeback", "Contracargo"},
		model.LedgerDispute:    {"Em disputa", "Dispute"},
		model.LedgerAdvance:    {"Advance", "Antecipação", "Anticipo"},
		model.LedgerWithdrawal: {"Withdrawal", "Saque", "Retiro"},
		model.LedgerPurchase:   {"Purchase with card or balance", "Compra com cartão ou saldo", "Compra con tarjeta o saldo"},
		model.LedgerCardRefund: {"Hotmart card refund", "CARD_REFUND", "Reembolso do cartão Hotmart"},
		model.LedgerGeneral:    {"General entry", "Lançamento geral"},
		model.LedgerOpening:    {"Opening an account", "Abertura de conta", "Apertura de cuenta"},
		model.LedgerBlocking:   {"Blocking", "Bloqueio", "Bloqueo"},
		"TAXA EXTRA":           {"Taxa extra"},
		"":                     {""},
	} {
		for _, word := range words {
			if got := model.ParseLedgerCategory(word); got != want {
				t.Errorf("%q is %s, want %s", word, got, want)
			}
		}
		if known := want != "" && want != "TAXA EXTRA"; want.Known() != known {
			t.Errorf("%s is known: %v", want, want.Known())
		}
		if known := want.Known(); known && model.ParseLedgerCategory(string(want)) != want {
			t.Errorf("%s is not read back", want)
		}
	}
}
