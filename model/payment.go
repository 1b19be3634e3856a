package model

import "strings"

// PaymentType is how the buyer paid or tried to pay, in the API's spelling (payment.type).
type PaymentType string

// The payment types that rules speak of; other values of the API are kept as they are.
const (
	CreditCard    PaymentType = "CREDIT_CARD"
	GooglePay     PaymentType = "GOOGLE_PAY"
	ApplePay      PaymentType = "APPLE_PAY"
	SamsungPay    PaymentType = "SAMSUNG_PAY"
	Hybrid        PaymentType = "HYBRID"
	Pix           PaymentType = "PIX"
	Billet        PaymentType = "BILLET"
	Paypal        PaymentType = "PAYPAL"
	Wallet        PaymentType = "WALLET"
	DirectDebit   PaymentType = "DIRECT_DEBIT"
	CashPayment   PaymentType = "CASH_PAYMENT"
	BankTransfer  PaymentType = "DIRECT_BANK_TRANSFER"
	HotmartCredit PaymentType = "HOTMART_BALANCE"
	OtherPayment  PaymentType = "OTHER"
)

// IsCard tells whether a card issuer decides over the payment, so that it can be declined.
func (p PaymentType) IsCard() bool {
	switch p {
	case CreditCard, GooglePay, ApplePay, SamsungPay, Hybrid:
		return true
	}
	return false
}

var paymentLabels = map[PaymentType]string{
	CreditCard: "Credit card", GooglePay: "Google Pay", ApplePay: "Apple Pay", SamsungPay: "Samsung Pay", Hybrid: "Two methods",
	Pix: "Pix", Billet: "Bank slip", Paypal: "PayPal", Wallet: "Wallet", DirectDebit: "Direct debit", CashPayment: "Cash voucher",
	BankTransfer: "Bank transfer", HotmartCredit: "Hotmart balance", OtherPayment: "Other",
}

// Label is the payment type in a creator's words; an unknown one is shown as it came, cleaned.
func (p PaymentType) Label() string {
	if l, ok := paymentLabels[p]; ok {
		return l
	}
	return Clean(string(p)).String()
}

// ParsePayment reads a payment method in any of Hotmart's spellings (the API's type or method, a report's words) and
// gives the type and, for cards, the brand in lower case ("visa"), which only some sources carry.
func ParsePayment(raw string) (t PaymentType, brand string) {
	w := strings.ReplaceAll(fold(raw), "_", " ")
	switch {
	case w == "":
		return "", ""
	case strings.Contains(w, "google pay"):
		return GooglePay, ""
	case strings.Contains(w, "apple pay"):
		return ApplePay, ""
	case strings.Contains(w, "samsung pay"):
		return SamsungPay, ""
	case strings.Contains(w, "paypal"):
		return Paypal, ""
	case strings.Contains(w, "pix"):
		return Pix, ""
	case strings.Contains(w, "boleto"), strings.Contains(w, "billet"), strings.Contains(w, "slip"):
		return Billet, ""
	case strings.Contains(w, "hibrido"), strings.Contains(w, "hybrid"), strings.Contains(w, "dois cartoes"), strings.Contains(w, "cartao + "):
		return Hybrid, ""
	case strings.Contains(w, "saldo"), strings.Contains(w, "hotmart balance"), strings.Contains(w, "balance hotmart"):
		return HotmartCredit, ""
	case strings.Contains(w, "wallet"), strings.Contains(w, "picpay"), strings.Contains(w, "carteira"):
		return Wallet, ""
	case strings.Contains(w, "debit"), strings.Contains(w, "debito"):
		return DirectDebit, ""
	case strings.Contains(w, "cart"), strings.Contains(w, "card"), strings.Contains(w, "tarjeta"), strings.HasPrefix(w, "parcelado"):
		return CreditCard, cardBrand(w)
	case strings.Contains(w, "transfer"), strings.Contains(w, "sofort"):
		return BankTransfer, ""
	case strings.Contains(w, "oxxo"), strings.Contains(w, "efecty"), strings.Contains(w, "baloto"), strings.Contains(w, "pago efectivo"),
		strings.Contains(w, "cash"), strings.Contains(w, "multibanco"):
		return CashPayment, ""
	}
	if b := cardBrand(w); b != "" {
		return CreditCard, b
	}
	return PaymentType(strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(raw), " ", "_"))), ""
}

func cardBrand(folded string) string {
	for _, b := range []string{"visa", "mastercard", "elo", "american express", "hipercard", "diners", "discover", "aura"} {
		if strings.Contains(folded, b) {
			return b
		}
	}
	return ""
}

// Billing says how a transaction is charged (reports: "Tipo de cobrança"; API: billing_type).
type Billing string

// The kinds of billing.
const (
	OneTime          Billing = "ONE_TIME"
	CardInstallment  Billing = "CARD_INSTALLMENT"
	Subscription     Billing = "SUBSCRIPTION"
	SmartInstallment Billing = "SMART_INSTALLMENT"
	SmartRecovery    Billing = "SMART_RECOVERY"
)

// Role is the part the account played in a sale.
type Role uint8

// The roles, weakest first: of two rows with one code, the transaction takes the stronger role.
const (
	RoleUnknown Role = iota
	Affiliate
	Coproducer
	Producer
)

// ID is the role as Hotmart's API spells it.
func (r Role) ID() string {
	return [...]string{"UNKNOWN", "AFFILIATE", "COPRODUCER", "PRODUCER"}[min(r, Producer)]
}

// Label is the role in words.
func (r Role) Label() string {
	return [...]string{"Unknown", "Affiliate", "Co-producer", "Producer"}[min(r, Producer)]
}

// ParseRole reads the role in any of Hotmart's spellings. A word that is not a role (one variant of the report puts the
// kind of product in this column) is RoleUnknown.
func ParseRole(raw string) Role {
	w := fold(raw)
	switch {
	case strings.HasPrefix(w, "coprod"), strings.HasPrefix(w, "co-prod"), strings.HasPrefix(w, "co_prod"):
		return Coproducer
	case strings.HasPrefix(w, "produtor"), strings.HasPrefix(w, "productor"), w == "producer":
		return Producer
	case strings.HasPrefix(w, "afiliad"), w == "affiliate":
		return Affiliate
	}
	return RoleUnknown
}
