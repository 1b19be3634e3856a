package model

import "math/bits"

// Field names one fact of a Transaction. The names are the same in Go, in SQL and in what an observation stores.
type Field uint8

// FieldKind is how a field's value is held.
type FieldKind uint8

// The kinds of field.
const (
	FieldText    FieldKind = iota // string
	FieldNumber                   // int64
	FieldInstant                  // Instant, UTC milliseconds
	FieldFlag                     // bool
	FieldMoney                    // Money
)

// The fields of a Transaction, in the order of the snapshot's columns.
const (
	FParentCode Field = iota
	FRole
	FStatus
	FStatusRaw
	FOrderedAt
	FApprovedAt
	FDueAt
	FReversedAt
	FWarrantyUntil
	FProductID
	FProductName
	FOfferCode
	FOfferName
	FProducer
	FPaymentType
	FCardBrand
	FInstallments
	FBilling
	FRecurrence
	FSubscriber
	FTrial
	FItems
	FAnticipation
	FPrice
	FPaid
	FRefundedMoney
	FGross
	FMyNet
	FProducerNet
	FAffiliateCut
	FCoproducerCut
	FFee
	FStreamingFee
	FOtherFees
	FInstallmentFee
	FLocalTax
	FPurchaseRate
	FPayoutRate
	FRefusalRaw
	FSrc
	FSck
	FXcod
	FChannel
	FSalesTool
	FCoupon
	FIsBump
	FIsFunnel
	FAffiliateName
	FBuyerName
	FBuyerEmail
	FBuyerPhone
	FBuyerDocument
	FBuyerUcode
	FBuyerCountry
	FBuyerState
	FBuyerCity
	FPaymentLink
	FieldCount
)

type fieldFact struct {
	name string
	kind FieldKind
}

var fieldFacts = [FieldCount]fieldFact{
	FParentCode: {"parent_code", FieldText}, FRole: {"role", FieldText}, FStatus: {"status", FieldText}, FStatusRaw: {"status_raw", FieldText},
	FOrderedAt: {"ordered_at", FieldInstant}, FApprovedAt: {"approved_at", FieldInstant}, FDueAt: {"due_at", FieldInstant},
	FReversedAt: {"reversed_at", FieldInstant}, FWarrantyUntil: {"warranty_until", FieldInstant},
	FProductID: {"product_id", FieldText}, FProductName: {"product", FieldText}, FOfferCode: {"offer_code", FieldText},
	FOfferName: {"offer", FieldText}, FProducer: {"producer", FieldText},
	FPaymentType: {"payment_type", FieldText}, FCardBrand: {"card_brand", FieldText}, FInstallments: {"installments", FieldNumber},
	FBilling: {"billing", FieldText}, FRecurrence: {"recurrence_no", FieldNumber}, FSubscriber: {"subscriber_code", FieldText},
	FTrial: {"trial", FieldFlag}, FItems: {"items", FieldNumber}, FAnticipation: {"anticipation", FieldText},
	FPrice: {"price", FieldMoney}, FPaid: {"paid", FieldMoney}, FRefundedMoney: {"refunded", FieldMoney}, FGross: {"gross", FieldMoney},
	FMyNet: {"my_net", FieldMoney}, FProducerNet: {"producer_net", FieldMoney}, FAffiliateCut: {"affiliate_commission", FieldMoney},
	FCoproducerCut: {"coproducer_commission", FieldMoney}, FFee: {"fee", FieldMoney}, FStreamingFee: {"streaming_fee", FieldMoney},
	FOtherFees: {"other_fees", FieldMoney}, FInstallmentFee: {"installment_fee", FieldMoney}, FLocalTax: {"local_tax", FieldMoney},
	FPurchaseRate: {"purchase_rate", FieldText}, FPayoutRate: {"payout_rate", FieldText},
	FRefusalRaw: {"refusal_raw", FieldText}, FSrc: {"src", FieldText}, FSck: {"sck", FieldText}, FXcod: {"xcod", FieldText},
	FChannel: {"channel", FieldText}, FSalesTool: {"sales_tool", FieldText}, FCoupon: {"coupon", FieldText},
	FIsBump: {"is_bump", FieldFlag}, FIsFunnel: {"is_funnel", FieldFlag}, FAffiliateName: {"affiliate", FieldText},
	FBuyerName: {"buyer_name", FieldText}, FBuyerEmail: {"buyer_email", FieldText}, FBuyerPhone: {"buyer_phone", FieldText},
	FBuyerDocument: {"buyer_document", FieldText}, FBuyerUcode: {"buyer_ucode", FieldText}, FBuyerCountry: {"buyer_country", FieldText},
	FBuyerState: {"buyer_state", FieldText}, FBuyerCity: {"buyer_city", FieldText},
	FPaymentLink: {"payment_link", FieldText},
}

// Name is the field's name in SQL and in observations; a money field's column adds "_minor" and has its currency beside.
func (f Field) Name() string { return fieldFacts[f].name }

// Kind is how the field's value is held.
func (f Field) Kind() FieldKind { return fieldFacts[f].kind }

// FieldSet is a set of fields.
type FieldSet uint64

// With returns the set with the fields added.
func (s FieldSet) With(fields ...Field) FieldSet {
	for _, f := range fields {
		s |= 1 << f
	}
	return s
}

// Without returns the set with the field taken out.
func (s FieldSet) Without(f Field) FieldSet { return s &^ (1 << f) }

// Has tells whether a field is in the set.
func (s FieldSet) Has(f Field) bool { return s&(1<<f) != 0 }

// Count is the number of fields in the set.
func (s FieldSet) Count() int { return bits.OnesCount64(uint64(s)) }

// Ref points at a field's place in the transaction: *string, *int64, *Instant, *bool, *Money, *Role, *Status,
// *PaymentType or *Billing.
func (t *Transaction) Ref(f Field) any {
	switch f {
	case FParentCode:
		return &t.ParentCode
	case FRole:
		return &t.Role
	case FStatus:
		return &t.Status
	case FStatusRaw:
		return &t.StatusRaw
	case FOrderedAt:
		return &t.OrderedAt
	case FApprovedAt:
		return &t.ApprovedAt
	case FDueAt:
		return &t.DueAt
	case FReversedAt:
		return &t.ReversedAt
	case FWarrantyUntil:
		return &t.WarrantyUntil
	case FProductID:
		return &t.ProductID
	case FProductName:
		return &t.ProductName
	case FOfferCode:
		return &t.OfferCode
	case FOfferName:
		return &t.OfferName
	case FProducer:
		return &t.Producer
	case FPaymentType:
		return &t.PaymentType
	case FCardBrand:
		return &t.CardBrand
	case FInstallments:
		return &t.Installments
	case FBilling:
		return &t.Billing
	case FRecurrence:
		return &t.Recurrence
	case FSubscriber:
		return &t.Subscriber
	case FTrial:
		return &t.Trial
	case FItems:
		return &t.Items
	case FAnticipation:
		return &t.Anticipation
	default:
		return t.moneyOrOriginRef(f)
	}
}

func (t *Transaction) moneyOrOriginRef(f Field) any {
	switch f {
	case FPrice:
		return &t.Price
	case FPaid:
		return &t.Paid
	case FRefundedMoney:
		return &t.RefundedMoney
	case FGross:
		return &t.Gross
	case FMyNet:
		return &t.MyNet
	case FProducerNet:
		return &t.ProducerNet
	case FAffiliateCut:
		return &t.AffiliateCut
	case FCoproducerCut:
		return &t.CoproducerCut
	case FFee:
		return &t.Fee
	case FStreamingFee:
		return &t.StreamingFee
	case FOtherFees:
		return &t.OtherFees
	case FInstallmentFee:
		return &t.InstallmentFee
	case FLocalTax:
		return &t.LocalTax
	case FPurchaseRate:
		return &t.PurchaseRate
	case FPayoutRate:
		return &t.PayoutRate
	case FRefusalRaw:
		return &t.RefusalRaw
	case FSrc:
		return &t.Src
	case FSck:
		return &t.Sck
	case FXcod:
		return &t.Xcod
	case FChannel:
		return &t.Channel
	case FSalesTool:
		return &t.SalesTool
	case FCoupon:
		return &t.Coupon
	case FIsBump:
		return &t.IsBump
	case FIsFunnel:
		return &t.IsFunnel
	default:
		return t.partyRef(f)
	}
}

func (t *Transaction) partyRef(f Field) any {
	switch f {
	case FAffiliateName:
		return &t.AffiliateName
	case FBuyerName:
		return &t.BuyerName
	case FBuyerEmail:
		return &t.BuyerEmail
	case FBuyerPhone:
		return &t.BuyerPhone
	case FBuyerDocument:
		return &t.BuyerDocument
	case FBuyerUcode:
		return &t.BuyerUcode
	case FBuyerCountry:
		return &t.BuyerCountry
	case FBuyerState:
		return &t.BuyerState
	case FBuyerCity:
		return &t.BuyerCity
	case FPaymentLink:
		return &t.PaymentLink
	}
	return nil
}

// Copy takes one field's value from another transaction and marks it known.
func (t *Transaction) Copy(from *Transaction, f Field) {
	switch src := from.Ref(f).(type) {
	case *string:
		*t.Ref(f).(*string) = *src
	case *int64:
		*t.Ref(f).(*int64) = *src
	case *Instant:
		*t.Ref(f).(*Instant) = *src
	case *bool:
		*t.Ref(f).(*bool) = *src
	case *Money:
		*t.Ref(f).(*Money) = *src
	case *Role:
		*t.Ref(f).(*Role) = *src
	case *Status:
		*t.Ref(f).(*Status) = *src
	case *PaymentType:
		*t.Ref(f).(*PaymentType) = *src
	case *Billing:
		*t.Ref(f).(*Billing) = *src
	}
	t.Has = t.Has.With(f)
}
