package model

import (
	"regexp"
	"strings"
)

// Transaction is one product in one payment: the unit of every report. Has says which fields are known; a field that is
// not in Has is unknown, which is different from zero. Strings are kept as they came and pass through Clean before they
// are shown. Times are UTC milliseconds.
type Transaction struct {
	Has FieldSet

	Code       string // HP…, an opaque string
	ParentCode string // the main product's transaction, for order bumps and upsells
	Role       Role   // the account's part in this sale

	Status    Status
	StatusRaw string // the source's own word

	OrderedAt     Instant
	ApprovedAt    Instant // payment confirmed
	DueAt         Instant // a slip's or Pix's last moment to be paid
	ReversedAt    Instant // refunded or charged back; most sources do not tell
	WarrantyUntil Instant // end of the guarantee

	ProductID   string // Hotmart's number
	ProductName string
	OfferCode   string
	OfferName   string
	Producer    string

	PaymentType  PaymentType
	CardBrand    string
	Installments int64 // times the buyer splits this payment; in Smart Recovery, the number of charges of the plan
	Billing      Billing
	Recurrence   int64 // number of the charge; 1 is the first
	Subscriber   string
	Trial        bool
	Items        int64
	Anticipation string

	Price          Money // offer value without buyer's interest and tax, in the currency of purchase
	Paid           Money // what the buyer pays, interest and tax included, in the currency of purchase
	RefundedMoney  Money // the part given back of a partial refund, in the currency of purchase
	Gross          Money // price in the currency of payout
	MyNet          Money // the account's own commission, in the currency of payout
	ProducerNet    Money // the producer's commission, in the currency of payout
	AffiliateCut   Money // the affiliate's commission, in the currency of payout
	CoproducerCut  Money // the co-producer's commission, in the currency of payout
	Fee            Money // Hotmart's processing fee, in the fee's currency
	StreamingFee   Money
	OtherFees      Money
	InstallmentFee Money // the interest the buyer pays for instalments, in the currency of purchase
	LocalTax       Money

	PurchaseRate string // exchange rates as the source writes them: shown, never computed with
	PayoutRate   string

	RefusalRaw string // the issuer's or Hotmart's words for a declined card

	Src, Sck, Xcod string
	Channel        string // "Canal usado para venda", as it came
	SalesTool      string // "Ferramenta de venda", as it came
	Coupon         string
	IsBump         bool
	IsFunnel       bool
	AffiliateName  string

	BuyerName     string
	BuyerEmail    string
	BuyerPhone    string
	BuyerDocument string
	BuyerUcode    string
	BuyerCountry  string
	BuyerState    string
	BuyerCity     string

	PaymentLink string // where a slip or a Pix that is open can still be paid
}

// Net is what the account itself received, in the currency of payout. Where a source tells only the shares by role, as
// webhooks do, it is the share of the account's role; an unknown role counts as the producer's. A co-producer's own share
// cannot be told from those of other co-producers.
func (t *Transaction) Net() (net Money, known bool) {
	switch {
	case t.Has.Has(FMyNet):
		return t.MyNet, true
	case (t.Role == Producer || t.Role == RoleUnknown) && t.Has.Has(FProducerNet):
		return t.ProducerNet, true
	case t.Role == Affiliate && t.Has.Has(FAffiliateCut):
		return t.AffiliateCut, true
	}
	return Money{}, false
}

// OrderCode groups the items of one checkout: the parent's code for a bump or upsell, the code without its item suffix
// (C1, C2 …) otherwise. A renewal is always an order of its own, even where Hotmart fills in the parent.
func (t *Transaction) OrderCode() string {
	if t.Recurrence > 1 {
		return t.Code
	}
	if t.ParentCode != "" {
		return itemSuffix.ReplaceAllString(t.ParentCode, "")
	}
	if !strings.Contains(t.Code, "C") {
		return t.Code
	}
	return itemSuffix.ReplaceAllString(t.Code, "")
}

var itemSuffix = regexp.MustCompile(`C\d+$`)

// BuyerKeyKind says what identifies a buyer.
type BuyerKeyKind uint8

// What a buyer's key was made of, best first.
const (
	BuyerKeyNone BuyerKeyKind = iota
	BuyerKeyEmail
	BuyerKeyDocument
	BuyerKeyUcode
	BuyerKeyPhone
)

// BuyerKey identifies the buyer: the e-mail folded to lower case, else the document's digits, else Hotmart's ucode, else
// the phone's digits, else nothing. One person with two e-mails stays two buyers; merging them is the user's decision.
func (t *Transaction) BuyerKey() (string, BuyerKeyKind) {
	if e := strings.ToLower(strings.TrimSpace(t.BuyerEmail)); e != "" {
		return e, BuyerKeyEmail
	}
	if d := digits(t.BuyerDocument); d != "" {
		return "doc:" + d, BuyerKeyDocument
	}
	if u := strings.TrimSpace(t.BuyerUcode); u != "" {
		return "ucode:" + u, BuyerKeyUcode
	}
	if p := digits(t.BuyerPhone); p != "" {
		return "tel:" + p, BuyerKeyPhone
	}
	return "", BuyerKeyNone
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
