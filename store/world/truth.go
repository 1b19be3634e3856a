package world

import "recoup/model"

// Truth is every transaction that was ordered by a moment, as it then truly is, by the date of the order. Their Has names
// all that is true of them, and so more than any one road tells; StatusRaw, which is each road's own word, is never set.
func (w *World) Truth(at model.Instant) []model.Transaction {
	var all []model.Transaction
	for _, s := range w.sales {
		if tx, ok := s.asOf(at); ok {
			all = append(all, tx)
		}
	}
	return all
}

// Transaction is one transaction as it truly is at a moment; ok is false when it is not there yet.
func (w *World) Transaction(code string, at model.Instant) (tx model.Transaction, ok bool) {
	if s := w.byCode[code]; s != nil {
		return s.asOf(at)
	}
	return tx, false
}

// Told is every transaction that a road can tell of at a moment, with no more than the facts that this road carries of
// it: of a report, one made then; of the API, all its answers put together, once commissions are settled; of webhooks, all
// events that were sent by then. A transaction that a road knows nothing of is left out. The status is what the road says,
// which lags behind the truth where webhooks have no event for it.
func (w *World) Told(road model.Source, at model.Instant) []model.Transaction {
	var all []model.Transaction
	for _, s := range w.sales {
		if tx, ok := s.told(road, at); ok {
			all = append(all, tx)
		}
	}
	return all
}

// What every road carries.
var everyRoad = model.FieldSet(0).With(model.FStatus, model.FOrderedAt, model.FApprovedAt, model.FProductID, model.FProductName,
	model.FOfferCode, model.FProducer, model.FPaymentType, model.FInstallments, model.FRecurrence, model.FPrice, model.FPaid, model.FFee,
	model.FProducerNet, model.FAffiliateCut, model.FCoproducerCut, model.FRefusalRaw, model.FSrc, model.FSck, model.FCoupon, model.FAffiliateName,
	model.FBuyerName, model.FBuyerEmail, model.FBuyerPhone, model.FBuyerDocument, model.FBuyerCountry, model.FBuyerState, model.FBuyerCity,
	model.FSubscriber, model.FDueAt)

// CarriedBy is which facts a road can carry at all: those that Told leaves to the transactions that have them.
func CarriedBy(road model.Source) model.FieldSet {
	switch road {
	case model.SourceReport:
		return everyRoad.With(model.FParentCode, model.FOfferName, model.FRole, model.FBilling, model.FTrial, model.FItems, model.FAnticipation, model.FGross,
			model.FMyNet, model.FStreamingFee, model.FOtherFees, model.FInstallmentFee, model.FLocalTax, model.FPurchaseRate, model.FPayoutRate,
			model.FChannel, model.FSalesTool, model.FIsBump, model.FIsFunnel)
	case model.SourceAPI:
		return everyRoad.With(model.FGross, model.FOtherFees, model.FPurchaseRate, model.FPayoutRate, model.FAnticipation, model.FRole, model.FWarrantyUntil, model.FReversedAt, model.FCardBrand, model.FBilling, model.FMyNet,
			model.FInstallmentFee, model.FLocalTax, model.FXcod, model.FBuyerUcode, model.FPaymentLink)
	case model.SourceWebhook:
		return everyRoad.With(model.FGross, model.FOtherFees, model.FOfferName, model.FAnticipation, model.FParentCode, model.FWarrantyUntil, model.FReversedAt, model.FItems, model.FXcod, model.FIsBump, model.FIsFunnel,
			model.FPaymentLink)
	}
	return 0
}

// What the API tells of charges alone, and what nobody is told before the money came in.
var (
	ofCharges = model.FieldSet(0).With(model.FBilling, model.FSubscriber, model.FRefusalRaw, model.FReversedAt, model.FDueAt,
		model.FPaymentLink, model.FGross, model.FAnticipation)
	ofSplits = model.FieldSet(0).With(model.FGross, model.FMyNet, model.FProducerNet, model.FAffiliateCut, model.FCoproducerCut, model.FFee,
		model.FStreamingFee, model.FOtherFees, model.FPayoutRate)
)

func (s *sale) told(road model.Source, at model.Instant) (tx model.Transaction, ok bool) {
	if tx, ok = s.asOf(at); !ok {
		return tx, false
	}
	carried := CarriedBy(road)
	switch road {
	case model.SourceReport:
		if !s.paidBy(at) {
			carried &^= ofSplits
		}
	case model.SourceAPI:
		if s.sub == nil {
			carried &^= ofCharges
		}
		if !s.paidBy(at) {
			carried &^= ofSplits.Without(model.FFee)
		}
		carried = s.withoutZeroes(carried, model.FAffiliateCut, model.FCoproducerCut, model.FMyNet, model.FProducerNet,
			model.FOtherFees)
	case model.SourceWebhook:
		st, sent := s.lastEvent(at)
		if !sent {
			return tx, false
		}
		tx.Status = st.Status
		if st.Status.Class() != model.ClassReversed {
			carried = carried.Without(model.FReversedAt)
		}
		if s.tx.PaymentType != model.Pix {
			carried = carried.Without(model.FDueAt) // of a slip, events do not tell it
		}
		if s.product.format != "ETICKET" {
			carried = carried.Without(model.FItems)
		}
		if s.tx.Recurrence > 1 {
			carried = carried.Without(model.FParentCode) // only reports fill it in there
		}
		carried = s.withoutZeroes(carried, model.FAffiliateCut, model.FCoproducerCut, model.FProducerNet, model.FOtherFees)
	}
	for f := range model.FieldCount {
		if tx.Has.Has(f) && !carried.Has(f) {
			forget(&tx, f)
		}
	}
	return tx, true
}

// withoutZeroes leaves out amounts that are nothing: who receives nothing is not listed.
func (s *sale) withoutZeroes(set model.FieldSet, fields ...model.Field) model.FieldSet {
	for _, f := range fields {
		if s.tx.Ref(f).(*model.Money).IsZero() {
			set = set.Without(f)
		}
	}
	return set
}

// lastEvent is the latest state that a webhook told by a moment; ok is false when there was none.
func (s *sale) lastEvent(at model.Instant) (last State, ok bool) {
	for _, st := range s.states {
		if st.At > at {
			break
		}
		if eventOf(st.Status) != "" {
			last, ok = st, true
		}
	}
	return last, ok
}

// CarriedByClassic is which facts the classic report can carry: fewer than the detailed one.
func CarriedByClassic() model.FieldSet {
	return model.FieldSet(0).With(model.FRole, model.FStatus, model.FOrderedAt, model.FApprovedAt, model.FDueAt, model.FProductID,
		model.FProductName, model.FOfferCode, model.FProducer, model.FPaymentType, model.FRecurrence, model.FSubscriber, model.FTrial, model.FItems,
		model.FPrice, model.FMyNet, model.FSrc, model.FSck, model.FCoupon, model.FAffiliateName, model.FBuyerName, model.FBuyerEmail,
		model.FBuyerPhone, model.FBuyerDocument, model.FBuyerCountry, model.FBuyerState, model.FBuyerCity)
}

// ToldByClassic is Told for the classic report. Its price is that of one item before any coupon, so it is no fact of a sale
// with either.
func (w *World) ToldByClassic(at model.Instant) []model.Transaction {
	all := w.Told(model.SourceReport, at)
	for i := range all {
		tx := &all[i]
		for f := range model.FieldCount {
			if !CarriedByClassic().Has(f) || f == model.FPrice && (tx.Coupon != "" || tx.Items > 1) {
				forget(tx, f)
			}
		}
	}
	return all
}

// ToldTogether is what several roads tell of the account between them at a moment: the truth, as far as any of them carries
// it. It is what a snapshot must hold into which all of them were brought, in whatever order.
func (w *World) ToldTogether(at model.Instant, roads ...model.Source) []model.Transaction {
	var all []model.Transaction
	for _, s := range w.sales {
		together, ok := model.Transaction{}, false
		for _, road := range roads {
			tx, told := s.told(road, at)
			if !told {
				continue
			}
			ok, together.Code = true, tx.Code
			for f := range model.FieldCount {
				if tx.Has.Has(f) && !(f == model.FStatus && road == model.SourceWebhook && together.Has.Has(f)) {
					together.Copy(&tx, f)
				}
			}
		}
		if ok {
			all = append(all, together)
		}
	}
	return all
}
