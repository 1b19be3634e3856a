package model

import "time"

// Basis says which moment puts a sale into a period.
type Basis string

// The date bases. Sold counts by approval unless asked otherwise; attempts and lost sales always go by order.
const (
	ByApproval Basis = "approval"
	ByOrder    Basis = "order"
)

// Measure says how the charges of a plan count.
type Measure string

// The measures: every charge in its own month, or the whole contract once, at its first charge.
const (
	Collected Measure = "collected"
	Booked    Measure = "booked"
)

// Comparison says what a period is compared with.
type Comparison string

// The comparisons.
const (
	WithPrevious Comparison = "previous"
	WithLastYear Comparison = "last-year"
	WithNothing  Comparison = "off"
)

// AllCurrencies asks a report for every currency side by side; nothing is ever added across them.
const AllCurrencies Currency = "all"

// Query is what a reader asks of a report. The zero Currency means the one with most sales; AllCurrencies means each.
type Query struct {
	AsOf       Instant
	Zone       *time.Location
	Period     Period
	Comparison Comparison
	Currency   Currency
	Basis      Basis
	Measure    Measure
	Filter     Filter
}

// Set names a group of transactions that a rule decides, so that a row or a number can point at what it counted.
type Set string

// The sets. Each is defined by the report it belongs to and computed by the same code.
const (
	AnyTransaction    Set = ""                   // ordered in the period
	SoldSet           Set = "sold"               // sold in the period, by the query's basis
	BookedSet         Set = "booked"             // approved in the period, whatever happened later
	RefundedSince     Set = "refunded-since"     // booked in the period, now refunded
	ChargedBackSince  Set = "charged-back-since" // booked in the period, now charged back
	InDisputeSet      Set = "in-dispute"         // booked in the period, refund asked for
	FailedAttempts    Set = "failed-attempts"    // attempts in the period that did not convert
	Opportunities     Set = "opportunities"      // the last failed attempt of each buyer and product
	OpenOpportunities Set = "open-opportunities" // those not bought since
	SinceRecovered    Set = "since-recovered"    // those bought since
	CardAttempts      Set = "card-attempts"      // first charges tried by card in the period
	CardDeclines      Set = "card-declines"      // those that failed
	LastDeclines      Set = "last-declines"      // the last of them of each buyer and product
	RecoveredSales    Set = "recovered-sales"    // sales that follow a failed attempt, or were charged by Smart Recovery
	RefundRequests    Set = "refund-requests"    // refund asked for and not decided
	RefundedIn        Set = "refunded-in"        // given back in the period, whenever sold
	UnderGuarantee    Set = "under-guarantee"    // sold, and the buyer may still ask for a refund
	RecoveryQueue     Set = "recovery-queue"     // the open opportunity of each person that is most worth a message
	AwaitingPayment   Set = "awaiting-payment"   // open and may still be paid
)

// Filter narrows a report to some transactions. Empty fields let everything pass; values within a field are
// alternatives, fields add up. It is what a row carries to find the transactions behind it.
type Filter struct {
	Set          Set
	Period       *Period // instead of the query's, where a row stands for a shorter one
	Codes        []string
	Orders       []string
	Buyers       []string // buyer keys
	Products     []string // product ids
	Offers       []string
	Statuses     []Status
	PaymentTypes []PaymentType
	Reasons      []DeclineReason
	Causes       []LossCause
	Countries    []string
	Currency     Currency
	Role         Role
	Text         string // anywhere in a row's text, folded
}

// IsZero tells whether the filter lets everything pass.
func (f Filter) IsZero() bool {
	return f.Set == AnyTransaction && f.Period == nil && len(f.Codes) == 0 && len(f.Orders) == 0 && len(f.Buyers) == 0 &&
		len(f.Products) == 0 && len(f.Offers) == 0 && len(f.Statuses) == 0 && len(f.PaymentTypes) == 0 && len(f.Reasons) == 0 &&
		len(f.Causes) == 0 && len(f.Countries) == 0 && f.Currency == "" && f.Role == RoleUnknown && f.Text == ""
}

// LossCause says why an attempt did not convert.
type LossCause string

// The causes of a lost sale.
const (
	DeclinedCard   LossCause = "DECLINED_CARD"
	SlipExpired    LossCause = "SLIP_EXPIRED"
	PixExpired     LossCause = "PIX_EXPIRED"
	NotPaid        LossCause = "STARTED_NOT_PAID"
	BlockedAttempt LossCause = "BLOCKED"
	OtherLoss      LossCause = "OTHER"
)

var causeLabels = map[LossCause]string{
	DeclinedCard: "card declined", SlipExpired: "slip expired", PixExpired: "Pix expired", NotPaid: "started, not paid",
	BlockedAttempt: "blocked", OtherLoss: "other",
}

// Label is the cause in a creator's words.
func (c LossCause) Label() string { return causeLabels[c] }

// LossCauses lists the causes in the order they are shown.
func LossCauses() []LossCause {
	return []LossCause{DeclinedCard, SlipExpired, PixExpired, NotPaid, BlockedAttempt, OtherLoss}
}

// CauseOf says why a failed transaction did not convert. It is only meaningful for failed attempts.
func CauseOf(s Status, p PaymentType) LossCause {
	switch {
	case s == Blocked:
		return BlockedAttempt
	case p.IsCard() && (s == Cancelled || s == NoFunds):
		return DeclinedCard
	case p == Billet:
		return SlipExpired
	case p == Pix:
		return PixExpired
	case s == Started || s == WaitingPayment || s == Expired || s == Overdue || s == PrintedBillet:
		return NotPaid
	}
	return OtherLoss
}
