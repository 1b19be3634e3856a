package world

import (
	"encoding/json"
	"slices"

	"recoup/model"
)

// SalesCommissions answers GET /payments/api/v1/sales/commissions: who received what, in the currency of payout, but not
// what Hotmart kept. Sales that never were paid are left out. A fresh one has no commissions yet: some of those come with
// an empty list, and some do not come at all.
func (w *World) SalesCommissions(q Query) []Item {
	return w.tell(q, func(s *sale) Item {
		settled := s.settled(q.At)
		if !s.paidBy(q.At) || !settled && s.product.id%2 == 0 {
			return nil
		}
		shares := []Item{}
		for _, p := range s.parties {
			if settled && p.source != "MARKETPLACE" {
				shares = append(shares, Item{
					"source": p.source, "commission": priced(p.value, "currency_value"), "user": texts("ucode", p.ucode, "name", p.name),
				})
			}
		}
		return Item{
			"transaction": s.tx.Code, "product": s.product.short(), "exchange_rate_currency_payout": json.Number(s.payoutRate), "commissions": shares,
		}
	})
}

func (p *product) short() Item { return Item{"id": p.id, "name": p.name} }

// SalesPriceDetails answers GET /payments/api/v1/sales/price/details: how what the buyer paid came about.
func (w *World) SalesPriceDetails(q Query) []Item {
	return w.tell(q, func(s *sale) Item {
		item := Item{
			"transaction": s.tx.Code, "product": s.product.short(), "base": priced(s.tx.Price, "currency_code"),
			"total": priced(s.tx.Paid, "currency_code"), "vat": priced(s.tx.LocalTax, "currency_code"),
			"fee": priced(s.tx.InstallmentFee, "currency_code"), "real_conversion_rate": json.Number(s.tx.PurchaseRate),
		}
		if s.coupon != nil {
			item["coupon"] = Item{"code": s.coupon.code, "value": s.coupon.fraction()}
		}
		return item
	})
}

// fraction is a discount as the API writes it, 0.1 for a tenth.
func (c *coupon) fraction() json.Number {
	return json.Number(plain(decimal(model.NewMoney(c.percent, "BRL"))))
}

// SalesUsers answers GET /payments/api/v1/sales/users: everyone who has to do with a sale.
func (w *World) SalesUsers(q Query) []Item {
	return w.tell(q, func(s *sale) Item {
		p := s.product
		users := []Item{
			{"role": "PRODUCER", "user": texts("name", p.producer, "ucode", p.producerUcode, "email", p.support, "locale", "PT_BR")},
			{"role": "BUYER", "user": s.buyer.ofUsers()},
		}
		if p.coproducer != "" {
			users = append(users, Item{"role": "COPRODUCER", "user": texts("name", p.coproducer, "ucode", p.coproducerUcode)})
		}
		if s.tx.AffiliateName != "" {
			users = append(users, Item{"role": "AFFILIATE", "user": texts("name", s.tx.AffiliateName, "trade_name", s.tx.AffiliateName)})
		}
		return Item{"transaction": s.tx.Code, "product": p.short(), "users": users}
	})
}

func (b *buyer) ofUsers() Item {
	item := texts("name", b.name, "ucode", b.ucode, "email", b.email, "locale", b.locale, "cellphone", b.areaCode+b.phone)
	item["documents"] = []Item{{"type": "RG", "value": "00000"}, {"type": b.documentType, "value": b.document}}
	if b.documentType == "DOCUMENT" {
		item["documents"] = []Item{{"type": b.documentType, "value": b.document}}
	}
	item["address"] = texts("city", b.city, "state", b.state, "country", b.country, "zip_code", b.zip, "address", b.street,
		"complement", b.extra, "neighborhood", b.district, "number", b.number)
	return item
}

// SalesSummary answers GET /payments/api/v1/sales/summary: what the account itself received, per currency.
func (w *World) SalesSummary(q Query) []Item {
	var purse model.Purse
	count := map[model.Currency]int{}
	for _, s := range w.asked(q) {
		if err := purse.Add(s.tx.MyNet); err != nil {
			panic(err)
		}
		count[s.tx.MyNet.Currency()]++
	}
	items := []Item{}
	for _, m := range purse.All() {
		items = append(items, Item{"total_items": count[m.Currency()], "total_value": priced(m, "currency_code")})
	}
	slices.SortFunc(items, func(a, b Item) int { return b["total_items"].(int) - a["total_items"].(int) })
	return items
}

// Me answers GET /user/api/v1/me.
func (w *World) Me() Item {
	a := w.Account
	return Item{
		"id": a.ID, "name": a.Name, "email": a.Email, "login": a.Email, "ucode": a.Ucode, "entity_type": "LEGAL", "locale": "PT_BR",
		"time_zone": a.TZ, "currency_code_commission": a.Currency, "address": Item{"country": "Brasil", "city": "Belém"},
	}
}
