package model_test

import (
	"testing"

	"recoup/model"
)

// The nineteen values that Hotmart's API documents for refusal_message each land in one reason.
func TestEveryDocumentedRefusalHasAReason(t *testing.T) {
	for raw, want := range map[string]model.DeclineReason{
		"INSUFFICIENT FUNDS":                            model.InsufficientFunds,
		"TRANSACTION DECLINED":                          model.GenericDecline,
		"CARD ISSUER UNAVAILABLE":                       model.IssuerOrNetwork,
		"CARD HAS NOT BEEN UNBLOCKED BY THE CARDHOLDER": model.CardNotUnblocked,
		"CARD DETAILS NOT PROVIDED":                     model.InvalidData,
		"INVALID SECURITY CODE":                         model.InvalidData,
		"INVALID CARD EXPIRY DATE":                      model.InvalidData,
		"INVALID CARD NUMBER":                           model.InvalidData,
		"INVALID CARD DATA":                             model.InvalidData,
		"INVALID CARD":                                  model.InvalidData,
		"INVALID AMOUNT":                                model.DuplicateAttempt,
		"RESTRICTED CARD":                               model.RestrictedCard,
		"ERROR NOT IDENTIFIED":                          model.GenericDecline,
		"CARD EXPIRED":                                  model.ExpiredCard,
		"DEBIT CARD IS NOT ENABLED FOR THE OPERATION":   model.NotPermitted,
		"CARD DOES NOT SUPPORT INSTALLMENT PURCHASES":   model.InstallmentInvalid,
		"INVALID NUMBER OF INSTALLMENTS":                model.InstallmentInvalid,
		"THIS SESSION HAS ALREADY BEEN STARTED":         model.DuplicateAttempt,
		"DUPLICATE TRANSACTION":                         model.DuplicateAttempt,
	} {
		if got := model.ParseReason(raw); got != want {
			t.Errorf("ParseReason(%q) = %s, want %s", raw, got, want)
		}
	}
}

func TestFreeTextsInThreeLanguages(t *testing.T) {
	for raw, want := range map[string]model.DeclineReason{
		"Saldo insuficiente para o cartão informado. Entre em contato com a operadora.": model.InsufficientFunds,
		"Saldo insuficiente.":                model.InsufficientFunds,
		"Fondos insuficientes en la tarjeta": model.InsufficientFunds,
		"Existe algum tipo de restrição no cartão. Tente realizar a compra novamente com outro cartão ou meio de pagamento.": model.RestrictedCard,
		"Transaction refused":                   model.GenericDecline,
		"Transação não autorizada pelo emissor": model.GenericDecline,
		"Cartão vencido":                        model.ExpiredCard,
		"Código de segurança inválido":          model.InvalidData,
		"Suspeita de fraude":                    model.SuspectedFraud,
		"Cartão perdido ou roubado":             model.LostStolen,
		"Falha na autenticação 3DS":             model.Authentication,
		"Falha de comunicação com a operadora":  model.IssuerOrNetwork,
		"Conta encerrada":                       model.ClosedAccount,
		"UNKNOWN":                               model.UnknownReason,
		"":                                      model.UnknownReason,
		"Zorglub 42":                            model.OtherReason,
	} {
		if got := model.ParseReason(raw); got != want {
			t.Errorf("ParseReason(%q) = %s, want %s", raw, got, want)
		}
	}
}

func TestEveryReasonHasWordsForACreator(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range model.Reasons() {
		f := r.Fact()
		if f.Reason != r || f.Label == "" || f.Retry == "" || f.NextStep == "" {
			t.Errorf("%s: incomplete fact %+v", r, f)
		}
		if seen[f.Label] {
			t.Errorf("%s: label %q used twice", r, f.Label)
		}
		seen[f.Label] = true
	}
}
