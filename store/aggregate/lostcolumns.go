package aggregate

import (
	"strings"

	"recoup/model"
)

// lostValueColumn is the place of the value among lostColumns.
const lostValueColumn = 2

// lostColumns are what Export details tells of a lost sale: who wanted what, why it failed and how to reach them first,
// since that is what fits on a screen. The three tables of the section share them.
func lostColumns() []lazyColumn[opportunity] {
	return append(lostPeople(), lostOutcome()...)
}

// lostPeople are the columns on who tried to buy what, why it failed and how to reach them.
func lostPeople() []lazyColumn[opportunity] {
	row := func(cell func(s *scope, row int32) model.Value) func(*scope, opportunity) model.Value {
		return func(s *scope, o opportunity) model.Value { return cell(s, o.row) }
	}
	return []lazyColumn[opportunity]{
		{personal("buyer", "Buyer", model.ColText), row(buyerCell)},
		{column("product", "Product", model.ColText), row(productCell)},
		{column("value", "Value", model.ColMoney), row((*scope).priceCell)},
		{currencyColumn(), row(currencyCell)},
		{column("cause", "Cause", model.ColEnum), row(func(s *scope, row int32) model.Value {
			return model.EnumOf(string(s.cause(row)), s.cause(row).Label())
		})},
		{column("reason", "Reason", model.ColEnum), row(reasonCell)},
		{column("last_attempt", "Last attempt", model.ColInstant), row(orderedCell)},
		{column("attempts", "Attempts", model.ColCount), func(_ *scope, o opportunity) model.Value { return model.CountOf(int(o.attempts)) }},
		{personal("phone", "Phone", model.ColText), row(func(s *scope, row int32) model.Value { return textValue(s.buyers.phone[s.buyer[row]]) })},
		{personal("email", "E-mail", model.ColText), row(emailCell)},
		{column("converted", "Bought since", model.ColFlag), func(_ *scope, o opportunity) model.Value { return model.FlagOf(!o.isOpen()) }},
		{column("age", "Age", model.ColDuration), row(func(s *scope, row int32) model.Value { return model.DurationOf(int64(s.q.AsOf - s.orderedAt[row])) })},
		{wide("first_attempt", "First attempt", model.ColInstant), func(s *scope, o opportunity) model.Value { return orderedCell(s, o.first) }},
		{wide("country", "Country", model.ColText), row(countryCell)},
		{wide("offer", "Offer", model.ColText), row(offerCell)},
		{column("method", "Method", model.ColEnum), row(methodCell)},
		{wide("installments", "Instalments", model.ColCount), row(installmentsCell)},
	}
}

// lostOutcome are the columns on the issuer's words, where the attempt came from and what happened since.
func lostOutcome() []lazyColumn[opportunity] {
	row := func(cell func(s *scope, row int32) model.Value) func(*scope, opportunity) model.Value {
		return func(s *scope, o opportunity) model.Value { return cell(s, o.row) }
	}
	return []lazyColumn[opportunity]{
		{wide("reason_raw", "Reason in the issuer's words", model.ColText), row(func(s *scope, row int32) model.Value { return s.reasons.value(s.reason[row]) })},
		{wide("due", "Due", model.ColInstant), row(func(s *scope, row int32) model.Value { return s.instantValue(row, model.FDueAt, s.dueAt[row]) })},
		{wide("channel", "Channel", model.ColText), row(channelCell)},
		{wide("src", "SRC", model.ColText), row(srcCell)},
		{wide("sck", "SCK", model.ColText), row(sckCell)},
		{wide("affiliate", "Affiliate", model.ColText), row(affiliateCell)},
		{wide("converted_code", "Bought as", model.ColText), func(s *scope, o opportunity) model.Value {
			if o.isOpen() {
				return model.Unknown()
			}
			return codeCell(s, o.sale)
		}},
		{wide("converted_at", "Bought on", model.ColInstant), func(s *scope, o opportunity) model.Value {
			if o.isOpen() {
				return model.Unknown()
			}
			return model.InstantOfMillis(s.soldAt[o.sale])
		}},
		{wide("live_method", "Still payable by", model.ColEnum), func(s *scope, o opportunity) model.Value {
			if live := s.liveSince(o.row); live != none {
				return methodCell(s, live)
			}
			return model.Unknown()
		}},
		{wide("live_until", "Payable until", model.ColInstant), func(s *scope, o opportunity) model.Value {
			if live := s.liveSince(o.row); live != none {
				return model.InstantOfMillis(s.dueBy(live))
			}
			return model.Unknown()
		}},
		{wide("bought_other", "Bought something else", model.ColText), func(s *scope, o opportunity) model.Value {
			if other := s.otherSaleSince(o.row); other != none {
				return productCell(s, other)
			}
			return model.Unknown()
		}},
		{wide("bought_other_at", "Bought that on", model.ColInstant), func(s *scope, o opportunity) model.Value {
			if other := s.otherSaleSince(o.row); other != none {
				return model.InstantOfMillis(s.soldAt[other])
			}
			return model.Unknown()
		}},
		{personalWide("also_as", "Perhaps also"), func(s *scope, o opportunity) model.Value { return textValue(s.buyers.email[o.twin]) }},
		{wide("code", "Transaction", model.ColText), row(codeCell)},
	}
}

// liveSince finds an attempt of the same buyer at the same product, as late as this one, that may still be paid: a Pix or a
// slip in the buyer's hands. Writing to them now would only disturb. It is none when there is none.
func (s *scope) liveSince(attempt int32) int32 {
	for _, row := range s.byBuyer.ofPair(s.byBuyer.pair[attempt]) {
		if row == attempt || s.orderedAt[row] < s.orderedAt[attempt] || s.orderedAt[row] > s.q.AsOf {
			continue
		}
		switch s.status[row] {
		case model.Started, model.WaitingPayment, model.PrintedBillet:
			if s.dueBy(row) >= s.q.AsOf {
				return row
			}
		}
	}
	return none
}

// otherSaleSince finds the same buyer's first purchase of another product at or after an attempt, or none.
func (s *scope) otherSaleSince(attempt int32) int32 {
	if s.buyer[attempt] == 0 {
		return none
	}
	sale := none
	for _, row := range s.byBuyer.ofBuyer(s.buyer[attempt]) {
		if s.product[row] == s.product[attempt] || !s.status[row].Converted() || s.soldAt[row] < s.orderedAt[attempt] || s.soldAt[row] > s.q.AsOf {
			continue
		}
		if sale == none || s.soldAt[row] < s.soldAt[sale] {
			sale = row
		}
	}
	return sale
}

// Numbers shorter than this are placeholders and not somebody's.
const (
	phoneDigits    = 8
	documentDigits = 6
)

// findTwins marks opportunities of different buyers who share a phone or a document. It is a hint that two e-mails may be
// one person's; merging them is for the user to decide.
func (s *scope) findTwins(list []opportunity) {
	seen := map[string]int{}
	for i := range list {
		b := s.buyer[list[i].row]
		if b == 0 {
			continue
		}
		phone, document := lastDigits(s.buyers.phone[b], 10), lastDigits(s.buyers.document[b], 20)
		for _, number := range [...]struct {
			is   string
			long bool
		}{{"tel:" + phone, len(phone) >= phoneDigits}, {"doc:" + document, len(document) >= documentDigits}} {
			if !number.long {
				continue
			}
			first, known := seen[number.is]
			if !known {
				seen[number.is] = i
				continue
			}
			if other := s.buyer[list[first].row]; other != b {
				list[i].twin = other
				if list[first].twin == 0 {
					list[first].twin = b
				}
			}
		}
	}
}

// lastDigits are the digits at the end of a number, at most n: a country code or a trunk zero in front may be missing.
func lastDigits(s string, n int) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	return digits[max(0, len(digits)-n):]
}
