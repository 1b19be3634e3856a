package hotmart

import (
	"encoding/json"

	"recoup/model"
)

// ReadItem reads an item of an answer of the API that somebody kept, and gives the name of the endpoint that it is known
// for by its keys. An item that no answer has is an error; so is one that means nothing without what was asked for, which
// a file does not tell: a total without its period, a member without the members area.
//
// Whose account it is, is not told either: the account's own commission is left unknown.
func ReadItem(item json.RawMessage, at model.Instant) (endpoint string, change model.Change, err error) {
	o, err := parseItem(item)
	if err != nil {
		return "", model.Change{}, err
	}
	endpoint, read := readerFor(o)
	if read == nil {
		return endpoint, model.Change{}, model.Failed(nil, "", "This JSON is neither an event nor an answer of Hotmart that can be read.")
	}
	change, err = read(item, at)
	return endpoint, change, err
}

type itemReader func(json.RawMessage, model.Instant) (model.Change, error)

// readerFor tells whose item an object is. Each is known by keys that no other has together.
func readerFor(o object) (string, itemReader) {
	has := func(names ...string) bool {
		for _, name := range names {
			if !o.at(name).isThere() {
				return false
			}
		}
		return true
	}
	switch {
	case has("subscriber_code", "purchase", "recurrency"):
		return "subscriptions-transactions", SubscriptionTransactions
	case has("subscriber_code", "last_recurrency"), has("subscriber_code", "lifetime"):
		return "subscriptions-summary", SubscriptionSummary
	case has("subscriber_code", "accession_date"):
		return "subscriptions", Subscriptions
	case o.in("purchase").at("transaction").isThere() && !has("event"):
		return "sales-history", SalesHistory
	case has("transaction", "commissions"):
		return "sales-commissions", func(item json.RawMessage, at model.Instant) (model.Change, error) {
			return SalesCommissions(item, at, Account{})
		}
	case has("transaction", "base", "total"):
		return "sales-price-details", SalesPriceDetails
	case has("transaction", "users"):
		return "sales-users", SalesUsers
	case has("transaction", "payment_engine"):
		return "subscriptions-purchases", func(item json.RawMessage, at model.Instant) (model.Change, error) {
			return SubscriberPurchases(item, at, "")
		}
	case has("id", "ucode", "format"):
		return "products", Products
	case has("code", "is_main_offer"):
		return "offers", func(item json.RawMessage, at model.Instant) (model.Change, error) { return Offers(item, at, "") }
	case has("code", "periodicity"):
		return "plans", func(item json.RawMessage, at model.Instant) (model.Change, error) { return Plans(item, at, "") }
	case has("coupon_code", "discount"):
		return "coupons", func(item json.RawMessage, at model.Instant) (model.Change, error) { return Coupons(item, at, "") }
	}
	return "", nil
}
