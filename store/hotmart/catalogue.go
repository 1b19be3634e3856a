package hotmart

import (
	"encoding/json"
	"strings"

	"recoup/model"
)

// Products reads an item of products/api/v1/products.
func Products(item json.RawMessage, at model.Instant) (model.Change, error) {
	o, err := parseItem(item)
	if err != nil {
		return model.Change{}, err
	}
	r := product(o)
	if r.Record == nil {
		return model.Change{}, nameless("product number")
	}
	r.Text("status", o.at("status").text())
	r.flag("is_subscription", o.at("is_subscription"))
	r.number("warranty_days", o.at("warranty_period"))
	r.At("created_at", o.at("created_at").instant())
	return recordsOf(at, r.Record), nil
}

// product begins the record of a product with what every source may tell of it; nil where its number is missing.
func product(o object) fields {
	id := o.at("id").code()
	if id == "" {
		return fields{}
	}
	r := fields{model.NewRecord(model.DataProducts, id)}
	r.Text("ucode", o.at("ucode").code()).Text("name", o.at("name").text()).Text("format", o.at("format").text())
	r.Text("support_email", o.at("support_email").text())
	r.flag("has_coproduction", o.first("has_co_production", "has_coproduction"))
	return r
}

// Offers reads an item of products/api/v1/products/{ucode}/offers. The item does not name the product; the caller does,
// by its number.
func Offers(item json.RawMessage, at model.Instant, productID string) (model.Change, error) {
	o, code, err := namedItem(item, "offer code", "code", "key")
	if err != nil {
		return model.Change{}, err
	}
	r := fields{model.NewRecord(model.DataOffers, code)}
	r.offered(o, productID)
	r.flag("is_main", o.at("is_main_offer"))
	r.flag("smart_recovery", o.at("is_smart_recovery_enabled"))
	r.flag("currency_conversion", o.at("is_currency_conversion_enabled"))
	return recordsOf(at, r.Record), nil
}

// Plans reads an item of products/api/v1/products/{ucode}/plans; see Offers.
func Plans(item json.RawMessage, at model.Instant, productID string) (model.Change, error) {
	o, code, err := namedItem(item, "plan code", "code", "key")
	if err != nil {
		return model.Change{}, err
	}
	r := fields{model.NewRecord(model.DataPlans, code)}
	r.offered(o, productID)
	r.Text("periodicity", o.at("periodicity").text())
	r.number("max_installments", o.at("max_installments"))
	r.number("trial_days", o.at("trial_period"))
	r.flag("smart_recovery", o.first("is_subscription_recovery_enabled", "is_smart_recovery_enabled"))
	r.flag("can_switch", o.at("is_switch_plan_enabled"))
	return recordsOf(at, r.Record), nil
}

// offered takes what offers and plans have in common.
func (r fields) offered(o object, productID string) {
	r.Text("product_id", productID).Text("name", o.at("name").text()).Text("description", o.at("description").text())
	r.Text("payment_mode", strings.ToUpper(o.at("payment_mode").text()))
	price, ok := o.in("price").money()
	r.money("price", price, ok)
}

// Coupons reads an item of products/api/v1/coupon/product/{product_id}. The discount is kept as it is written: Hotmart
// documents a fraction, 0.1 for a tenth.
func Coupons(item json.RawMessage, at model.Instant, productID string) (model.Change, error) {
	o, key, err := namedItem(item, "coupon number", "id", "coupon_code")
	if err != nil {
		return model.Change{}, err
	}
	r := fields{model.NewRecord(model.DataCoupons, key)}
	r.Text("product_id", productID).Text("code", o.first("coupon_code", "code").text()).Text("status", o.at("status").text())
	r.Text("discount", o.at("discount").text())
	r.flag("active", o.at("active"))
	r.At("starts_at", o.at("start_date").instant()).At("ends_at", o.at("end_date").instant())
	r.Text("offer_codes", list(o.first("offer_codes", "offers", "offer_ids")))
	affiliate := o.at("affiliate")
	if affiliate.isObject() {
		affiliate = affiliate.object().first("name", "affiliate_code", "code", "id")
	}
	r.Text("affiliate", affiliate.text())
	return recordsOf(at, r.Record), nil
}

// list writes an array of codes, or of things that have one, in one text.
func list(v value) string {
	var codes []string
	for _, one := range v.items(maxParties) {
		if one.isObject() {
			one = one.object().first("code", "key", "id")
		}
		if code := one.code(); code != "" {
			codes = append(codes, code)
		}
	}
	return strings.Join(codes, ",")
}
