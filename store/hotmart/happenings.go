package hotmart

import "recoup/model"

// The kinds of subscription event, as the field kind of model.DataSubscriptionEvents.
const (
	HappenedCancellation = "cancellation"
	HappenedPlanSwitch   = "plan-switch"
	HappenedChargeDay    = "charge-day"
)

// cart reads an abandoned cart. It has no price: that is the offer's.
func cart(r *reading) {
	c := fields{model.NewRecord(model.DataCarts, r.event.ID)}
	buyer := r.data.in("buyer")
	c.At("at", r.event.At)
	c.product(r.data.in("product"))
	c.Text("offer_code", r.data.in("offer").at("code").code())
	c.Text("buyer_name", buyer.at("name").text()).Text("buyer_email", buyer.at("email").text())
	c.Text("buyer_phone", phone(buyer.at("checkout_phone_code").text(), buyer.first("phone", "checkout_phone").text()))
	c.Text("buyer_document", buyer.at("document").text())
	c.Text("buyer_country", r.data.in("checkout_country").first("name", "iso").text())
	c.flag("has_affiliate", r.data.at("affiliate"))
	c.Text("checkout_url", link(r.data.at("checkout_url")))
	origin := r.data.in("origin")
	c.Text("src", origin.at("src").text()).Text("sck", origin.at("sck").text())
	r.add(c.Record)
}

// subscriptionEvent begins the record of something that happened to a subscription, at its own moment where the event
// names one, and of the subscription after it.
func (r *reading) subscriptionEvent(kind, subscriberCode string, at model.Instant) (event, subs fields) {
	if at == 0 {
		at = r.event.At
	}
	r.mention(at)
	event = fields{model.NewRecord(model.DataSubscriptionEvents, r.event.ID)}
	event.At("at", at).Text("kind", kind).Text("subscriber_code", subscriberCode)
	r.add(event.Record)
	if subs = subscription(subscriberCode); subs.Record == nil {
		subs = fields{model.NewRecord(model.DataSubscriptions, "-")} // of nobody: filled in and left behind
		return event, subs
	}
	r.add(subs.Record)
	return event, subs
}

func cancellation(r *reading) {
	subscriber, plan := r.data.in("subscriber"), r.data.in("subscription").in("plan")
	at := r.data.at("cancellation_date").instant()
	event, subs := r.subscriptionEvent(HappenedCancellation, subscriber.at("code").code(), at)
	product, next := r.data.in("product"), r.data.at("date_next_charge").instant()
	event.product(product)
	event.Text("plan", plan.at("name").text()).At("next_charge_at", next)
	event.Text("buyer_name", subscriber.at("name").text()).Text("buyer_email", subscriber.at("email").text())
	event.Text("recurrence_value", r.data.at("actual_recurrence_value").text())
	if at == 0 {
		at = r.event.At
	}
	// The event does not say who cancelled.
	subs.Text("status", string(model.SubscriptionCancelled)).Text("status_raw", r.event.Name).At("cancelled_at", at).At("next_charge_at", next)
	subs.Text("subscription_id", r.data.in("subscription").at("id").code())
	subs.product(product)
	subs.plan(plan)
	subs.Text("buyer_name", subscriber.at("name").text()).Text("buyer_email", subscriber.at("email").text())
	number := subscriber.in("phone")
	subs.Text("buyer_phone", phone(number.at("ddd_cell").text(), number.at("cell").text()))
	if number.at("cell").text() == "" {
		subs.Text("buyer_phone", phone(number.at("ddd_phone").text(), number.at("phone").text()))
	}
}

func planSwitch(r *reading) {
	told := r.data.in("subscription")
	code := told.at("subscriber_code").code()
	if code == "" {
		code = r.data.in("subscriber").at("code").code()
	}
	event, subs := r.subscriptionEvent(HappenedPlanSwitch, code, r.data.at("switch_plan_date").instant())
	status, product, next := told.at("status").text(), told.in("product"), told.at("date_next_charge").instant()
	event.Text("status", string(model.ParseSubscriptionStatus(status))).Text("buyer_email", told.in("user").at("email").text()).At("next_charge_at", next)
	event.product(product)
	for _, v := range r.data.at("plans").items(maxParties) {
		plan := v.object()
		name, offer := plan.at("name").text(), plan.in("offer").first("key", "code").code()
		if current, _ := plan.at("current").flag(); current {
			event.Text("plan", name).Text("offer_code", offer)
			subs.plan(plan)
			subs.Text("offer_code", offer)
		} else {
			event.Text("previous_plan", name).Text("previous_offer_code", offer)
		}
	}
	subs.product(product)
	subs.subscriptionStatus(status)
	subs.Text("buyer_email", told.in("user").at("email").text()).At("next_charge_at", next)
}

func chargeDate(r *reading) {
	told, subscriber, plan := r.data.in("subscription"), r.data.in("subscriber"), r.data.in("plan")
	event, subs := r.subscriptionEvent(HappenedChargeDay, subscriber.at("code").code(), 0)
	status, product, next := told.at("status").text(), told.in("product"), told.at("date_next_charge").instant()
	offer := plan.in("offer").first("code", "key").code()
	event.Text("status", string(model.ParseSubscriptionStatus(status))).At("next_charge_at", next)
	event.product(product)
	event.number("charge_day", told.at("new_charge_day"))
	event.number("previous_charge_day", told.at("old_charge_day"))
	event.Text("plan", plan.at("name").text()).Text("offer_code", offer)
	event.Text("buyer_name", subscriber.at("name").text()).Text("buyer_email", subscriber.at("email").text())
	subs.product(product)
	subs.plan(plan)
	subs.subscriptionStatus(status)
	subs.number("charge_day", told.at("new_charge_day"))
	subs.Text("offer_code", offer).At("next_charge_at", next)
	subs.Text("buyer_name", subscriber.at("name").text()).Text("buyer_email", subscriber.at("email").text())
}

func clubActivity(r *reading) {
	kind := ActivityFirstAccess
	if r.event.Name == "CLUB_MODULE_COMPLETED" {
		kind = ActivityModuleCompleted
	}
	a := fields{model.NewRecord(model.DataClubActivity, r.event.ID)}
	user, module := r.data.in("user"), r.data.in("module")
	a.At("at", r.event.At).Text("kind", kind).Text("name", user.at("name").text()).Text("email", user.at("email").text())
	a.product(r.data.in("product"))
	a.Text("module_id", module.at("id").code()).Text("module", module.at("name").text())
	if kind == ActivityModuleCompleted {
		a.Flag("completed", true)
	}
	r.add(a.Record)
}
