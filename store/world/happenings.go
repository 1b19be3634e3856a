package world

import (
	"time"

	"recoup/model"
)

// cart is a checkout that somebody left. Many come back.
type cart struct {
	id        string
	at        model.Instant
	buyer     *buyer
	offer     *offer
	affiliate bool
}

// abandon leaves carts: some by buyers who came back later, some by those who did not.
func (m *maker) abandon() {
	for range max(3, m.opt.Sales/10) {
		c := cart{id: m.uuid(), at: m.moment() + model.Instant(m.below(1000)), buyer: pick(m.chance, m.buyers), offer: m.find(0, m.below(2)), affiliate: m.percent(20)}
		if s := pick(m.chance, m.sales); m.percent(50) && s.sub == nil && s.tx.OrderedAt > m.From.Add(day) {
			c.at, c.buyer, c.offer = s.tx.OrderedAt.Add(-m.lasting(30*time.Minute, 20*time.Hour, time.Millisecond)), s.buyer, s.offer
		}
		m.carts = append(m.carts, c)
	}
}

func (c *cart) event() Item {
	data := Item{
		"affiliate": c.affiliate, "product": Item{"id": c.offer.product.id, "name": c.offer.product.name}, "offer": Item{"code": c.offer.code},
		"buyer":            texts("name", c.buyer.name, "email", c.buyer.email, "phone", c.buyer.areaCode+c.buyer.phone),
		"checkout_country": Item{"name": c.buyer.country, "iso": c.buyer.iso},
	}
	if c.affiliate {
		data["buyer_ip"] = "192.0.2.1"
	}
	return data
}

// Carts is how many carts were left by a moment.
func (w *World) Carts(at model.Instant) int {
	n := 0
	for i := range w.carts {
		if w.carts[i].at <= at {
			n++
		}
	}
	return n
}

// send tells what happened to a subscription: the ends that somebody chose, another plan, another charge day.
func (b *subscription) send(send func(model.Instant, string, string, func() Item)) {
	if b.cancelledBy != "" {
		send(b.cancelledAt, b.eventIDs[0], "SUBSCRIPTION_CANCELLATION", b.cancellation)
	}
	if b.switchedAt != 0 && !b.endedBefore(b.switchedAt) {
		send(b.switchedAt, b.eventIDs[1], "SWITCH_PLAN", b.planSwitch)
	}
	if b.movedAt != 0 && !b.endedBefore(b.movedAt) {
		send(b.movedAt, b.eventIDs[2], "UPDATE_SUBSCRIPTION_CHARGE_DATE", b.chargeDay)
	}
}

func (b *subscription) endedBefore(at model.Instant) bool {
	return b.cancelledBy != "" && b.cancelledAt <= at
}

func (b *subscription) cancellation() Item {
	plan := b.plan(b.cancelledAt)
	data := Item{
		"actual_recurrence_value": amount(plan.price), "cancellation_date": int64(b.cancelledAt),
		"product": Item{"id": plan.product.id, "name": plan.product.name},
		"subscriber": Item{
			"code": b.code, "name": b.buyer.name, "email": b.buyer.email,
			"phone": Item{"dddPhone": "", "phone": "", "dddCell": b.buyer.areaCode, "cell": b.buyer.phone},
		},
		"subscription": Item{"id": b.id, "plan": Item{"id": plan.planID, "name": plan.name}},
	}
	if next := b.nextCharge(b.cancelledAt - 1); next != 0 {
		data["date_next_charge"] = int64(next)
	}
	return data
}

func (b *subscription) planSwitch() Item {
	return Item{
		"switch_plan_date": int64(b.switchedAt),
		"subscription": Item{
			"subscriber_code": b.code, "status": "ACTIVE", "date_next_charge": int64(b.nextCharge(b.switchedAt)),
			"product": Item{"id": b.offer.product.id, "name": b.offer.product.name}, "user": texts("email", b.buyer.email),
		},
		"plans": []Item{
			{"id": b.offer.planID, "name": b.offer.name, "offer": Item{"key": b.offer.code}, "current": false},
			{"id": b.switchedTo.planID, "name": b.switchedTo.name, "offer": Item{"key": b.switchedTo.code}, "current": true},
		},
	}
}

// chargeDay spells its names in one of the two ways that were seen.
func (b *subscription) chargeDay() Item {
	plan := b.plan(b.movedAt)
	next := b.nextCharge(b.movedAt)
	days := []int{b.nextCharge(b.movedAt - 1).In(time.UTC).Day(), next.In(time.UTC).Day()}
	text := next.In(time.UTC).Format("2006-01-02T15:04:05.000Z")
	told := Item{"product": Item{"id": plan.product.id, "name": plan.product.name}, "status": b.status(b.movedAt)}
	if b.id%2 == 0 {
		told["oldChargeDay"], told["newChargeDay"], told["dateNextCharge"] = days[0], days[1], text
	} else {
		told["old_charge_day"], told["new_charge_day"], told["date_next_charge"] = days[0], days[1], text
	}
	return Item{
		"subscriber":   texts("code", b.code, "name", b.buyer.name, "email", b.buyer.email),
		"subscription": told,
		"plan":         Item{"id": plan.planID, "name": plan.name, "offer": Item{"code": plan.code}},
	}
}
