package api

import (
	"encoding/json"
	"strings"

	"recoup/model"
)

// knownFields lists, by endpoint, the fields of an item that are read or known not to be needed, an object's before its
// own: "purchase{price status}". A field that is not listed is counted and named in the summary, so that a change of
// Hotmart's answers is seen; it harms nothing.
func knownFields(endpoint string) string {
	const user = "ucode locale name trade_name cellphone phone email documents address"
	switch endpoint {
	case endHistory:
		return "product{id name} buyer{name ucode email} producer{name ucode} purchase{transaction order_date approved_date status " +
			"recurrency_number is_subscription commission_as price payment tracking warranty_expire_date offer hotmart_fee}"
	case endCommissions:
		return "transaction product exchange_rate_currency_payout commissions"
	case endDetails:
		return "transaction product base total vat fee coupon real_conversion_rate"
	case endUsers:
		return "transaction product users{role user{" + user + "}}"
	case endSummary:
		return "total_items total_value"
	case endSubscriptions:
		return "subscriber_code subscription_id status accession_date end_accession_date request_date date_next_charge trial transaction " +
			"plan product price subscriber"
	case endSubSummary:
		return "subscriber_code subscription_id status lifetime accession_date end_accession_date date_next_charge trial plan product offer " +
			"last_recurrency unpaid_recurrencies subscriber"
	case endCharges:
		return "subscription_id subscriber_code status billing_type adoption_date last_update date_next_charge last_recurrency_start_date " +
			"last_recurrency_number cancellation_date max_cycles has_unpaid_recurrency has_credit_card_change is_paid_anticipation " +
			"is_paid_negotiation producer product subscriber trial_info plan recurrency purchase{transaction order_date approved_date status " +
			"payment installment price commission}"
	case endProducts:
		return "id ucode name status is_subscription format created_at warranty_period"
	}
	return ""
}

// fieldTree is what knownFields says, to look up in; a leaf is nil.
type fieldTree map[string]fieldTree

func parseFields(text string) fieldTree {
	root := fieldTree{}
	open := []fieldTree{root}
	for len(text) > 0 {
		end := strings.IndexAny(text, " {}")
		if end < 0 {
			end = len(text)
		}
		top := open[len(open)-1]
		name := text[:end]
		if name != "" {
			top[name] = nil
		}
		if end == len(text) {
			break
		}
		switch text[end] {
		case '{':
			top[name] = fieldTree{}
			open = append(open, top[name])
		case '}':
			open = open[:len(open)-1]
		}
		text = text[end+1:]
	}
	return root
}

// strangers counts what an item has that is not known: fields, and the word of its status.
func (r *run) strangers(found *look, endpoint string, item json.RawMessage, change model.Change) {
	if t := change.Transaction; t != nil && t.Has.Has(model.FStatus) && t.Status == model.StatusUnknown {
		r.note(found, "status", t.StatusRaw, endpoint)
	}
	tree, parsed := r.fields[endpoint]
	if !parsed {
		tree = parseFields(knownFields(endpoint))
		r.fields[endpoint] = tree
	}
	if len(tree) > 0 {
		r.unknownFields(found, endpoint, "", item, tree)
	}
}

func (r *run) unknownFields(found *look, endpoint, above string, item json.RawMessage, known fieldTree) {
	var list []json.RawMessage
	if json.Unmarshal(item, &list) == nil {
		for _, one := range list {
			r.unknownFields(found, endpoint, above, one, known)
		}
		return
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(item, &object) != nil {
		return
	}
	for name, value := range object {
		below, ok := known[name]
		switch {
		case !ok:
			r.note(found, "field", above+name, endpoint)
		case below != nil:
			r.unknownFields(found, endpoint, above+name+".", value, below)
		}
	}
}
