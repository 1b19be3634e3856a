package world

import (
	"recoup/model"
)

// Products answers GET /products/api/v1/products.
func (w *World) Products() []Item {
	items := []Item{}
	for _, p := range w.products {
		if p.role != model.Producer { // what others own is not in the account's catalogue
			continue
		}
		items = append(items, Item{
			"id": p.id, "ucode": p.ucode, "name": p.name, "status": p.status, "format": p.format, "is_subscription": p.subscription,
			"created_at": int64(p.createdAt), "warranty_period": p.warrantyDays,
		})
	}
	return items
}

func (w *World) productByUcode(ucode string) *product {
	for _, p := range w.products {
		if p.ucode == ucode && p.role == model.Producer {
			return p
		}
	}
	return nil
}

// Offers answers GET /products/api/v1/products/{ucode}/offers; ok is false for a ucode that is none.
func (w *World) Offers(ucode string) (items []Item, ok bool) {
	p := w.productByUcode(ucode)
	if p == nil {
		return nil, false
	}
	items = []Item{}
	for _, o := range p.offers {
		items = append(items, Item{
			"code": o.code, "name": o.name, "description": "", "payment_mode": o.mode, "price": priced(o.price, "currency_code"),
			"is_main_offer": o.main, "is_currency_conversion_enabled": o.checkout != "", "is_smart_recovery_enabled": o.recovery,
		})
	}
	return items, true
}

// Plans answers GET /products/api/v1/products/{ucode}/plans: no items for a product without plans, which the API takes for
// a mistake; ok is false for a ucode that is none.
func (w *World) Plans(ucode string) (items []Item, ok bool) {
	p := w.productByUcode(ucode)
	if p == nil {
		return nil, false
	}
	for _, o := range p.offers {
		if o.billing != model.Subscription {
			continue
		}
		item := Item{
			"code": o.code, "name": o.name, "description": "Plano " + o.name, "payment_mode": "ASSINATURA", "price": priced(o.price, "currency_code"),
			"periodicity": periodicity(o.periodDays), "max_installments": o.maxInstallments, "is_subscription_recovery_enabled": o.recovery,
			"is_switch_plan_enabled": true,
		}
		if o.trialDays > 0 {
			item["trial_period"] = o.trialDays
		}
		items = append(items, item)
	}
	return items, true
}

func periodicity(days int64) string {
	switch days {
	case 7:
		return "WEEKLY"
	case 30:
		return "MONTHLY"
	}
	return "ANNUAL"
}

// Coupons answers GET /products/api/v1/coupon/product/{product_id}: nothing at all, not even JSON, for a product without
// coupons, which is told by no items.
func (w *World) Coupons(product string, at model.Instant) []Item {
	var items []Item
	for _, p := range w.products {
		if decimalInt(p.id) != product {
			continue
		}
		for _, c := range p.coupons {
			items = append(items, c.item(at))
		}
	}
	return items
}

func (c *coupon) item(at model.Instant) Item {
	item := Item{
		"id": c.id, "coupon_code": c.code, "active": true, "status": "valid", "discount": c.fraction(), "start_date": int64(c.start),
		"time_zone": Item{"id": "America/Sao_Paulo", "name": "AMERICA_SAO_PAULO", "offset": "-03:00", "description": "Fuso horário de Brasília"},
	}
	if c.end != 0 {
		item["end_date"] = int64(c.end)
		if c.end <= at {
			item["active"], item["status"] = false, "expired"
		}
	}
	if c.affiliate != "" {
		item["affiliate"] = Item{"name": c.affiliate}
	}
	return item
}
