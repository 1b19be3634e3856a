package model

import "strings"

// LedgerCategory is what an entry of the wallet's statement is about. A word that is not known stays as it is, in upper
// case.
type LedgerCategory string

// The categories of the wallet's filter, with sales parted into what they came to.
const (
	LedgerSale       LedgerCategory = "SALE"        // a commission, of whatever role
	LedgerRefund     LedgerCategory = "REFUND"      // taken back as the buyer got the money back
	LedgerChargeback LedgerCategory = "CHARGEBACK"  // taken back as the buyer disputes the charge at the bank
	LedgerDispute    LedgerCategory = "DISPUTE"     // held as a refund is asked for
	LedgerAdvance    LedgerCategory = "ADVANCE"     // paid out before its time, and its cost
	LedgerWithdrawal LedgerCategory = "WITHDRAWAL"  // to the bank, also one that came back
	LedgerPurchase   LedgerCategory = "PURCHASE"    // something bought with the balance or the card
	LedgerCardRefund LedgerCategory = "CARD_REFUND" // of a purchase with the card
	LedgerGeneral    LedgerCategory = "GENERAL"     // an entry that Hotmart made by hand
	LedgerOpening    LedgerCategory = "OPENING"     // of an account
	LedgerBlocking   LedgerCategory = "BLOCKING"    // of an amount
)

var ledgerWords = map[string]LedgerCategory{
	"sale": LedgerSale, "sales": LedgerSale, "commission": LedgerSale, "sale commission": LedgerSale, "venda": LedgerSale, "vendas": LedgerSale,
	"comissao": LedgerSale, "comissao de venda": LedgerSale, "venta": LedgerSale, "ventas": LedgerSale, "comision": LedgerSale, "comision de venta": LedgerSale,
	"refund": LedgerRefund, "sale refund": LedgerRefund, "refunded": LedgerRefund, "reembolso": LedgerRefund, "reembolso de venda": LedgerRefund,
	"reembolso de venta": LedgerRefund, "venda reembolsada": LedgerRefund, "venta reembolsada": LedgerRefund,
	"chargeback": LedgerChargeback, "contestacao": LedgerChargeback, "contracargo": LedgerChargeback,
	"dispute": LedgerDispute, "disputed": LedgerDispute, "disputed sale": LedgerDispute, "disputa": LedgerDispute, "em disputa": LedgerDispute,
	"venda em disputa": LedgerDispute, "en disputa": LedgerDispute, "venta en disputa": LedgerDispute, "reclamacao": LedgerDispute,
	"advance": LedgerAdvance, "advance payout": LedgerAdvance, "anticipation": LedgerAdvance, "antecipacao": LedgerAdvance,
	"antecipacao de recebiveis": LedgerAdvance, "anticipo": LedgerAdvance, "anticipacion": LedgerAdvance, "adelanto": LedgerAdvance,
	"withdrawal": LedgerWithdrawal, "withdraw": LedgerWithdrawal, "payout": LedgerWithdrawal, "saque": LedgerWithdrawal, "resgate": LedgerWithdrawal,
	"retirada": LedgerWithdrawal, "retiro": LedgerWithdrawal,
	"purchase": LedgerPurchase, "purchase with card or balance": LedgerPurchase, "purchase with balance": LedgerPurchase, "compra": LedgerPurchase,
	"compra com cartao ou saldo": LedgerPurchase, "compra com saldo": LedgerPurchase, "compra con tarjeta o saldo": LedgerPurchase,
	"compra con saldo":    LedgerPurchase,
	"hotmart card refund": LedgerCardRefund, "card refund": LedgerCardRefund, "estorno do cartao hotmart": LedgerCardRefund,
	"reembolso do cartao hotmart": LedgerCardRefund, "reembolso cartao hotmart": LedgerCardRefund, "reembolso de la tarjeta hotmart": LedgerCardRefund,
	"reembolso tarjeta hotmart": LedgerCardRefund,
	"general entry":             LedgerGeneral, "general": LedgerGeneral, "lancamento geral": LedgerGeneral, "lancamento": LedgerGeneral,
	"lanzamiento general": LedgerGeneral, "asiento general": LedgerGeneral,
	"opening an account": LedgerOpening, "account opening": LedgerOpening, "abertura de conta": LedgerOpening, "apertura de cuenta": LedgerOpening,
	"blocking": LedgerBlocking, "block": LedgerBlocking, "bloqueio": LedgerBlocking, "bloqueo": LedgerBlocking,
}

var ledgerCategories = func() map[LedgerCategory]bool {
	known := map[LedgerCategory]bool{}
	for _, c := range ledgerWords {
		known[c] = true
	}
	return known
}()

// Known tells whether the category is one of those above.
func (c LedgerCategory) Known() bool { return ledgerCategories[c] }

// ParseLedgerCategory reads a category in Portuguese, Spanish or English, or as this program spells it.
func ParseLedgerCategory(raw string) LedgerCategory {
	word := strings.ReplaceAll(fold(raw), "_", " ")
	if c, ok := ledgerWords[word]; ok {
		return c
	}
	return LedgerCategory(strings.ToUpper(strings.TrimSpace(raw)))
}
