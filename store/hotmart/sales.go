package hotmart

import (
	"encoding/json"
	"strconv"
	"strings"

	"recoup/model"
)

// Account is whose data it is, as Hotmart's API tells it.
type Account struct {
	Ucode    string
	Name     string
	Zone     string         // IANA name; empty where the API names none that is known
	Currency model.Currency // of the payout
}

// SalesHistory reads an item of payments/api/v1/sales/history. Its price is what the buyer paid; the fee's base is the
// price without interest and tax, where both are in one currency. The number of the charge counts only where charges
// repeat: a single payment carries one too, and what is more than 1 there leaves its billing open.
func SalesHistory(item json.RawMessage, at model.Instant) (model.Change, error) {
	o, err := parseItem(item)
	if err != nil {
		return model.Change{}, err
	}
	purchase := o.in("purchase")
	code := purchase.at("transaction").code()
	if code == "" {
		return model.Change{}, nameless("transaction code")
	}
	s := newSale(code)
	s.product(o.in("product"))
	s.buyer(o.in("buyer"))
	s.text(model.FProducer, o.in("producer").at("name").text())
	s.status(purchase.at("status").text())
	s.role(purchase.at("commission_as").text())
	s.at(model.FOrderedAt, purchase.at("order_date").instant())
	s.at(model.FApprovedAt, purchase.at("approved_date").instant())
	s.at(model.FWarrantyUntil, purchase.at("warranty_expire_date").instant())
	payment := purchase.in("payment")
	s.payment(payment.at("type").text(), payment.at("method").text())
	s.count(model.FInstallments, payment.at("installments_number"))
	s.historyBilling(purchase)
	s.text(model.FOfferCode, purchase.in("offer").at("code").code())
	tracking := purchase.in("tracking")
	s.text(model.FSrc, tracking.at("source").text())
	s.text(model.FSck, tracking.at("source_sck").text())
	s.text(model.FXcod, tracking.at("external_code").text())
	s.historyMoney(purchase)
	return fromAPI(at, s), nil
}

// buyer takes what the API tells of a buyer.
func (s sale) buyer(b object) {
	s.text(model.FBuyerName, b.at("name").text())
	s.text(model.FBuyerEmail, b.at("email").text())
	s.text(model.FBuyerUcode, b.at("ucode").code())
}

// historyBilling reads the offer's payment mode. One payment that the buyer splits, or that was charged before, may be on
// a card or a plan of Smart Recovery, which the history does not tell apart.
func (s sale) historyBilling(purchase object) {
	billing := billingOf(purchase.in("offer").at("payment_mode").text())
	if yes, _ := purchase.at("is_subscription").flag(); yes && !repeats(billing) {
		billing = model.Subscription
	}
	number := purchase.first("recurrency_number", "recurrence_number")
	if repeats(billing) {
		s.count(model.FRecurrence, number)
	} else if n, _ := number.number(); n > 1 || s.Installments > 1 {
		return
	}
	s.billing(billing)
}

func (s sale) historyMoney(purchase object) {
	price := purchase.in("price")
	paid, ok := price.money()
	s.money(model.FPaid, paid, ok)
	fee := purchase.in("hotmart_fee")
	currency := fee.currency()
	total, ok := fee.at("total").amount(currency)
	s.money(model.FFee, total, ok)
	if currency == price.currency() {
		base, ok := fee.at("base").amount(currency)
		s.money(model.FPrice, base, ok)
	}
}

// SalesCommissions reads an item of payments/api/v1/sales/commissions: who received what. The account's own commission
// is that of the party with the account's ucode; of several, those of its strongest role. For a fresh sale the answer has
// no commissions yet: the change then has no records, and the item is to be asked for again.
func SalesCommissions(item json.RawMessage, at model.Instant, account Account) (model.Change, error) {
	o, code, err := namedItem(item, "transaction code", "transaction")
	if err != nil {
		return model.Change{}, err
	}
	s := newSale(code)
	s.product(o.in("product"))
	rate := o.at("exchange_rate_currency_payout").text()
	s.text(model.FPayoutRate, rate)
	parties := readParties(o.at("commissions"), account.Ucode)
	s.split(parties)
	s.mine(parties)
	return fromAPI(at, s, parties.records(code, rate)...), nil
}

// SalesPriceDetails reads an item of payments/api/v1/sales/price/details: base is the price, total what the buyer paid.
// Amounts in another currency than the base's are left unknown.
func SalesPriceDetails(item json.RawMessage, at model.Instant) (model.Change, error) {
	o, code, err := namedItem(item, "transaction code", "transaction")
	if err != nil {
		return model.Change{}, err
	}
	s := newSale(code)
	s.product(o.in("product"))
	currency := o.in("base").currency()
	for _, part := range [...]struct {
		name  string
		field model.Field
	}{
		{"base", model.FPrice}, {"total", model.FPaid}, {"vat", model.FLocalTax}, {"fee", model.FInstallmentFee},
	} {
		m, ok := o.in(part.name).money()
		s.money(part.field, m, ok && m.Currency() == currency)
	}
	s.text(model.FCoupon, o.in("coupon").at("code").text())
	s.text(model.FPurchaseRate, o.at("real_conversion_rate").text())
	return fromAPI(at, s), nil
}

// SalesUsers reads an item of payments/api/v1/sales/users: the only place of the API with the buyer's document, phone
// and country. Of an address, the city, the state and the country are read and nothing else.
func SalesUsers(item json.RawMessage, at model.Instant) (model.Change, error) {
	o, code, err := namedItem(item, "transaction code", "transaction")
	if err != nil {
		return model.Change{}, err
	}
	s := newSale(code)
	s.product(o.in("product"))
	for _, v := range o.at("users").items(maxParties) {
		party := v.object()
		user := party.in("user")
		switch strings.ToUpper(party.at("role").text()) {
		case "BUYER":
			s.buyer(user)
			s.text(model.FBuyerPhone, user.first("cellphone", "phone").text())
			s.text(model.FBuyerDocument, document(user.at("documents")))
			s.address(user.in("address"))
		case "PRODUCER":
			s.text(model.FProducer, user.at("name").text())
		case "AFFILIATE":
			s.text(model.FAffiliateName, user.at("name").text())
		}
	}
	return fromAPI(at, s), nil
}

func (s sale) address(a object) {
	s.text(model.FBuyerCountry, a.first("country", "country_iso").text())
	s.text(model.FBuyerState, a.at("state").text())
	s.text(model.FBuyerCity, a.at("city").text())
}

// document picks the taxpayer's number among a person's documents, else the first that there is.
func document(list value) string {
	best, bestRank := "", 0
	for _, v := range list.items(maxParties) {
		d := v.object()
		number, rank := d.at("value").text(), 1
		switch strings.ToUpper(d.at("type").text()) {
		case "CPF", "CNPJ":
			rank = 3
		case "DNI", "CIF":
			rank = 2
		}
		if number != "" && rank > bestRank {
			best, bestRank = number, rank
		}
	}
	return best
}

// SalesSummary reads an item of payments/api/v1/sales/summary: Hotmart's own total of the account's commissions in one
// currency. The item says neither the status nor the period that were asked for; the caller does.
func SalesSummary(item json.RawMessage, at model.Instant, status string, asked model.Span) (model.Change, error) {
	o, err := parseItem(item)
	if err != nil {
		return model.Change{}, err
	}
	total, ok := o.in("total_value").money()
	if !ok {
		return model.Change{}, nameless("total")
	}
	key := strings.Join([]string{status, strconv.FormatInt(int64(asked.From), 10), strconv.FormatInt(int64(asked.To), 10), string(total.Currency())}, "|")
	r := fields{model.NewRecord(model.DataControlTotals, key)}
	r.Text("status", status).At("from_at", asked.From).At("to_at", asked.To).Money("value", total)
	r.number("items", o.at("total_items"))
	return recordsOf(at, r.Record), nil
}

// Me reads the answer of user/api/v1/me.
func Me(body []byte) (Account, error) {
	o, err := parseItem(body)
	if err != nil {
		return Account{}, err
	}
	account := Account{Ucode: o.at("ucode").code(), Name: o.first("name", "login", "email").text()}
	if c, err := model.ParseCurrency(o.first("currency_code_commission", "currency_code").text()); err == nil {
		account.Currency = c
	}
	zone := o.at("time_zone")
	if zone.isObject() {
		zone = zone.object().first("id", "name")
	}
	if _, err := model.LoadZone(zone.text()); err == nil {
		account.Zone = zone.text()
	}
	if account.Ucode == "" {
		return account, model.Failed(nil, "", "Hotmart's answer does not say whose account it is.")
	}
	return account, nil
}
