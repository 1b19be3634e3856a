package model

import "strings"

// DeclineReason is why a card was declined, normalised from the issuers' and Hotmart's many wordings.
type DeclineReason string

// The reasons. UnknownReason is a decline without words; OtherReason one whose words no rule knows.
const (
	InsufficientFunds  DeclineReason = "INSUFFICIENT_FUNDS"
	LimitCountOrAmount DeclineReason = "LIMIT_COUNT_OR_AMOUNT"
	RestrictedCard     DeclineReason = "RESTRICTED_CARD"
	CardNotUnblocked   DeclineReason = "CARD_NOT_UNBLOCKED"
	ExpiredCard        DeclineReason = "EXPIRED_CARD"
	InvalidData        DeclineReason = "INVALID_DATA"
	NotPermitted       DeclineReason = "NOT_PERMITTED"
	SuspectedFraud     DeclineReason = "SUSPECTED_FRAUD"
	LostStolen         DeclineReason = "LOST_STOLEN"
	ClosedAccount      DeclineReason = "CLOSED_ACCOUNT"
	TooManyTries       DeclineReason = "TOO_MANY_TRIES"
	IssuerOrNetwork    DeclineReason = "ISSUER_OR_NETWORK"
	InstallmentInvalid DeclineReason = "INSTALLMENT_INVALID"
	Authentication     DeclineReason = "AUTHENTICATION"
	BlockedByPlatform  DeclineReason = "BLOCKED_BY_PLATFORM"
	DuplicateAttempt   DeclineReason = "DUPLICATE"
	GenericDecline     DeclineReason = "GENERIC"
	OtherReason        DeclineReason = "OTHER"
	UnknownReason      DeclineReason = "UNKNOWN"
)

// ReasonFact is what is known of a reason: its words, whether the same card may be tried again, and the next step.
type ReasonFact struct {
	Reason DeclineReason
	Label  string
	// Retry says whether and when the same card may pass.
	Retry string
	// Retryable counts the reason as reversible: the card networks allow another try.
	Retryable bool
	NextStep  string
	// Words are folded fragments of the texts that mean this reason; the first reason with a match wins.
	Words []string
}

// The order of the table is the order of matching: narrow wordings stand before wide ones.
var reasonFacts = []ReasonFact{
	{DuplicateAttempt, "Duplicate attempt", "no: look for the sale that passed", false, "nothing to do",
		[]string{"duplicate", "duplicad", "session has already been started", "sessao ja foi iniciada", "invalid amount", "valor invalido"}},
	{BlockedByPlatform, "Blocked by Hotmart", "no", false, "ask Hotmart's support",
		[]string{"termos", "terms violated", "bloqueio da plataforma", "bloqueada pela hotmart", "blocked by hotmart"}},
	{LostStolen, "Card lost or stolen", "never; do not write about it", false, "none",
		[]string{"perdid", "roubad", "robad", "lost", "stolen", "extraviad"}},
	{SuspectedFraud, "Suspected fraud", "no", false, "the buyer calls the bank, or pays by Pix",
		[]string{"fraude", "fraud", "suspeita", "sospech", "risk", "risco", "security violation"}},
	{TooManyTries, "Too many tries", "after 24 h", true, "another card",
		[]string{"excedeu tentativas", "excedeu o numero de tentativas", "tentativas excedid", "too many", "exceeded attempts", "intentos", "senha excedid"}},
	{CardNotUnblocked, "Card not unblocked yet", "yes, after the holder unblocks it in the bank's app", true, "tell the buyer",
		[]string{"not been unblocked", "cartao bloqueado", "desbloque", "tarjeta bloqueada", "card blocked"}},
	{InstallmentInvalid, "Instalments not accepted", "no", false, "offer another plan",
		[]string{"installment", "instalment", "parcela", "cuotas"}},
	{NotPermitted, "Card not allowed for this purchase", "no", false, "Pix, or debit where the card allows it",
		[]string{"debit card is not enabled", "nao permitid", "not permitted", "not allowed", "no permitid", "nao habilitad", "funcao debito"}},
	{ExpiredCard, "Card expired", "no", false, "update the card",
		[]string{"card expired", "expired card", "cartao vencido", "cartao expirado", "vencid", "tarjeta vencida", "expirad"}},
	{InvalidData, "Card details wrong", "no: type them again", false, "send a new checkout link",
		[]string{"invalid security code", "invalid card", "card details not provided", "invalid expiry", "codigo de seguranca", "cvv", "dados invalidos",
			"dados do cartao", "numero do cartao", "cartao invalido", "validade", "datos de la tarjeta", "invalid number", "tarjeta invalida"}},
	{LimitCountOrAmount, "Over the card's limit of uses or amount", "after 24 h", true, "another card",
		[]string{"excede", "frequencia", "exceeds", "frequency", "limite de saque", "withdrawal limit"}},
	{InsufficientFunds, "Not enough limit", "yes, later: after the 5th or on payday", true, "Smart Recovery, more instalments, or Pix",
		[]string{"saldo insuficiente", "insufficient", "insuficiente", "sem saldo", "sem limite", "limite", "no funds", "sin fondos"}},
	{RestrictedCard, "Card restricted", "no", false, "another card or Pix",
		[]string{"restricted", "restricao", "restrito", "restriccion", "restringid"}},
	{ClosedAccount, "Account closed", "no", false, "another card",
		[]string{"conta encerrada", "account closed", "closed account", "cuenta cerrada", "conta cancelada"}},
	{Authentication, "Bank's confirmation missing", "yes", true, "try again with the bank's app at hand",
		[]string{"3ds", "autentica", "authentication"}},
	{IssuerOrNetwork, "Bank or network unavailable", "yes, soon", true, "send the link again",
		[]string{"unavailable", "indisponivel", "comunicacao", "communication", "timeout", "time out", "tempo esgotado", "problem communicating", "no disponible", "emissor fora"}},
	{GenericDecline, "Declined without a reason", "one more time", true, "another method",
		[]string{"transaction declined", "transaction refused", "not identified", "nao identificado", "nao autorizad", "no autorizad", "recusad", "negad",
			"rechazad", "denied", "declined", "refused", "entre em contato"}},
}

// ParseReason normalises the words of a decline. Words no rule knows are OtherReason: they are kept and counted, so that
// a rule can be added. No words at all, or the word "unknown", is UnknownReason.
func ParseReason(raw string) DeclineReason {
	w := fold(raw)
	if w == "" || w == "unknown" || w == "(none)" || w == "desconhecido" {
		return UnknownReason
	}
	for i := range reasonFacts {
		for _, fragment := range reasonFacts[i].Words {
			if strings.Contains(w, fragment) {
				return reasonFacts[i].Reason
			}
		}
	}
	return OtherReason
}

// Fact gives what is known of the reason.
func (r DeclineReason) Fact() ReasonFact {
	for i := range reasonFacts {
		if reasonFacts[i].Reason == r {
			return reasonFacts[i]
		}
	}
	if r == OtherReason {
		return ReasonFact{Reason: r, Label: "Another reason", Retry: "not known", NextStep: "read the raw words"}
	}
	return ReasonFact{Reason: UnknownReason, Label: "No reason given", Retry: "not known", NextStep: "none"}
}

// Label is the reason in a creator's words.
func (r DeclineReason) Label() string { return r.Fact().Label }

// CountsInRates tells whether a decline of this reason belongs in approval rates: a double click does not.
func (r DeclineReason) CountsInRates() bool { return r != DuplicateAttempt }

// Reasons lists every reason in the order of the table of rules, then OtherReason and UnknownReason.
func Reasons() []DeclineReason {
	all := make([]DeclineReason, 0, len(reasonFacts)+2)
	for i := range reasonFacts {
		all = append(all, reasonFacts[i].Reason)
	}
	return append(all, OtherReason, UnknownReason)
}
