package aggregate

import (
	"strconv"
	"strings"

	"recoup/model"
)

// The cells that several tables show of one transaction.

func orderedCell(s *scope, row int32) model.Value {
	if !s.has[row].Has(model.FOrderedAt) && !s.has[row].Has(model.FApprovedAt) {
		return model.Unknown()
	}
	return model.InstantOfMillis(s.orderedAt[row])
}

func approvedCell(s *scope, row int32) model.Value {
	return s.instantValue(row, model.FApprovedAt, s.soldAt[row])
}

func codeCell(s *scope, row int32) model.Value      { return model.TextOf(s.codes.at(row)) }
func orderCell(s *scope, row int32) model.Value     { return model.TextOf(s.orderCode(row)) }
func productCell(s *scope, row int32) model.Value   { return s.products.value(s.product[row]) }
func offerCell(s *scope, row int32) model.Value     { return s.offers.value(s.offer[row]) }
func buyerCell(s *scope, row int32) model.Value     { return textValue(s.buyers.name[s.buyer[row]]) }
func emailCell(s *scope, row int32) model.Value     { return textValue(s.buyers.email[s.buyer[row]]) }
func countryCell(s *scope, row int32) model.Value   { return s.countries.value(s.country[row]) }
func channelCell(s *scope, row int32) model.Value   { return s.channels.value(s.channel[row]) }
func srcCell(s *scope, row int32) model.Value       { return s.srcs.value(s.src[row]) }
func sckCell(s *scope, row int32) model.Value       { return s.scks.value(s.sck[row]) }
func affiliateCell(s *scope, row int32) model.Value { return s.affiliates.value(s.affiliate[row]) }
func currencyCell(s *scope, row int32) model.Value  { return s.currencyValue(s.purchase[row]) }
func payoutCell(s *scope, row int32) model.Value    { return s.currencyValue(s.payout[row]) }
func methodCell(s *scope, row int32) model.Value    { return s.paymentValue(s.payment[row]) }
func statusCell(s *scope, row int32) model.Value    { return s.statusValue(row) }
func netCell(s *scope, row int32) model.Value       { return s.netValue(row) }

func (s *scope) priceCell(row int32) model.Value { return s.priceValue(row) }

func couponCell(s *scope, row int32) model.Value {
	code, _ := s.coupon.at(row)
	return s.coupons.value(code)
}

func roleCell(s *scope, row int32) model.Value {
	if s.role[row] == model.RoleUnknown {
		return model.Unknown()
	}
	return model.EnumOf(s.role[row].ID(), s.role[row].Label())
}

func installmentsCell(s *scope, row int32) model.Value {
	if !s.has[row].Has(model.FInstallments) {
		return model.Unknown()
	}
	return model.CountOf(int(s.installments[row]))
}

func recurrenceCell(s *scope, row int32) model.Value {
	if !s.has[row].Has(model.FRecurrence) {
		return model.Unknown()
	}
	return model.CountOf(int(s.recurrence[row]))
}

// reasonCell is why a card was declined. A reason on a slip is no card's, and a sale has none.
func reasonCell(s *scope, row int32) model.Value {
	if !s.isCard(row) || s.status[row].Converted() {
		return model.Unknown()
	}
	reason := s.declineReason(row)
	return model.EnumOf(string(reason), reason.Label())
}

// flagsCell sums up what is special about a row: B an order bump, F a funnel's upsell, T a trial, S3 a subscription's third
// charge, I2/12 the second instalment of a plan of twelve, R a recovered sale.
func flagsCell(s *scope, row int32) model.Value {
	var words []string
	for _, mark := range [...]struct {
		is     flags
		letter string
	}{{isBump, "B"}, {isFunnel, "F"}, {isTrial, "T"}} {
		if s.flags[row]&mark.is != 0 {
			words = append(words, mark.letter)
		}
	}
	number := strconv.Itoa(int(s.recurrence[row]))
	switch s.billing[row] {
	case subscription:
		words = append(words, "S"+number)
	case smartInstallment, smartRecovery:
		words = append(words, "I"+number+"/"+strconv.Itoa(int(s.installments[row])))
	}
	if s.isRecovered(row) {
		words = append(words, "R")
	}
	if words == nil {
		return model.Unknown()
	}
	return model.TextOf(strings.Join(words, " "))
}
