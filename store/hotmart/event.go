package hotmart

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"recoup/model"
)

// MaxEventBody is how long the body of one event may be, in bytes. Hotmart's own have up to 8 KiB.
const MaxEventBody = 1 << 20

// Event is what a webhook's body says of itself.
type Event struct {
	// ID is Hotmart's; for a body without one it is made of its content, so that the same body stays the same event.
	ID   string
	Name string // PURCHASE_APPROVED and so on; in Hotmart's own word where it is not known
	// At is when Hotmart made the event; zero where it does not say.
	At model.Instant
	// Known tells whether there are rules for such an event. One without is kept as it came, without the secret.
	Known       bool
	Transaction string // the code of the transaction it speaks of; empty for none
}

// ReadEvent reads the body of one event, bare or wrapped as tools keep it (see Unwrap). What the event says is a change
// that holds from the moment the event was made, and never from later than now (zero is no bound); to it belongs a record
// of the event itself. The account's own net is not in it: a body does not say whose account it was sent to.
func ReadEvent(body []byte, now model.Instant) (Event, model.Change, error) {
	if len(body) > MaxEventBody {
		return Event{}, model.Change{}, model.Failed(nil, "Hotmart's own have a few KiB; look at where this one comes from.",
			"The body has %d bytes, more than the %d that one event may have.", len(body), MaxEventBody)
	}
	root, err := parse(body)
	if err != nil {
		return Event{}, model.Change{}, err
	}
	found := eventsIn(root, nil, 0)
	switch {
	case len(found) == 0:
		return Event{}, model.Change{}, noEvent()
	case len(found) > 1:
		return Event{}, model.Change{}, model.Failed(nil, "Give them one by one, or import them as a file.",
			"The body holds %d events and not one.", len(found))
	}
	r := newReading(found[0])
	r.read()
	return r.event, r.done(now), nil
}

func noEvent() error {
	return model.Failed(nil, "A webhook's body names its event and carries its data.", "This JSON is no event of Hotmart.")
}

// reading is one event being read.
type reading struct {
	event   Event
	body    value
	root    object
	data    object
	sale    sale // its Transaction is nil where the event speaks of none
	records []*model.Record
	moments []model.Instant // that the event mentions, for one that does not say when it was made
}

func newReading(body value) *reading {
	r := &reading{body: body, root: body.object()}
	r.data = r.root.in("data")
	if !r.root.at("data").isObject() {
		r.data = r.root // some tools keep the data alone
	}
	r.event.At = r.root.first("creation_date", "created_at").instant()
	r.event.Name = r.root.at("event").code()
	r.event.ID = r.root.at("id").code()
	return r
}

// read applies the rules of the event, and adds the record of the event itself.
func (r *reading) read() {
	canonical := r.body.canonical()
	sum := sha256.Sum256(canonical)
	hash := hex.EncodeToString(sum[:])
	if r.event.ID == "" {
		r.event.ID = "sha256:" + hash
	}
	if name, rules := rulesFor(r.event.Name); rules != nil {
		r.event.Name, r.event.Known = name, true
		rules(r)
	} else if r.event.Name == "" {
		purchase(r) // without a name, but with a purchase: see isEvent
	}
	if r.sale.Transaction != nil {
		r.event.Transaction = r.sale.Code
	} else {
		r.event.Transaction = r.data.in("purchase").at("transaction").code()
	}
	record := model.NewRecord(model.DataWebhookEvents, r.event.ID)
	record.At("at", r.event.At).Text("event", r.event.Name).Text("version", r.root.at("version").text())
	record.Text("transaction", r.event.Transaction).Text("body_hash", hash).Flag("known", r.event.Known)
	if !r.event.Known {
		record.Text("body", string(canonical))
	}
	r.records = append(r.records, record)
}

// rulesFor finds the rules for an event, and its name as Hotmart spells it.
func rulesFor(name string) (string, func(*reading)) {
	name = strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r == ' ' {
			return '_'
		}
		return r
	}, strings.ToUpper(name))
	switch name {
	case "PURCHASE_CANCELLED":
		name = "PURCHASE_CANCELED"
	case "PURCHASE_COMPLETED":
		name = "PURCHASE_COMPLETE"
	}
	if _, ok := statusOfEvent(name); ok {
		return name, purchase
	}
	switch name {
	case "PURCHASE_OUT_OF_SHOPPING_CART":
		return name, cart
	case "SUBSCRIPTION_CANCELLATION":
		return name, cancellation
	case "SWITCH_PLAN":
		return name, planSwitch
	case "UPDATE_SUBSCRIPTION_CHARGE_DATE":
		return name, chargeDate
	case "CLUB_FIRST_ACCESS", "CLUB_MODULE_COMPLETED":
		return name, clubActivity
	case "ORDER_FULFILLMENT":
		return name, fulfilment
	}
	return "", nil
}

// statusOfEvent is the status that an event of a purchase means.
func statusOfEvent(name string) (model.Status, bool) {
	switch name {
	case "PURCHASE_APPROVED":
		return model.Approved, true
	case "PURCHASE_COMPLETE":
		return model.Complete, true
	case "PURCHASE_CANCELED":
		return model.Cancelled, true
	case "PURCHASE_BILLET_PRINTED":
		return model.PrintedBillet, true
	case "PURCHASE_PROTEST":
		return model.Protested, true
	case "PURCHASE_REFUNDED":
		return model.Refunded, true
	case "PURCHASE_CHARGEBACK":
		return model.Chargeback, true
	case "PURCHASE_EXPIRED":
		return model.Expired, true
	case "PURCHASE_DELAYED":
		return model.Overdue, true
	}
	return model.StatusUnknown, false
}

// done gives the change. It holds from when the event was made; else from the latest moment that it mentions.
func (r *reading) done(now model.Instant) model.Change {
	seen := r.event.At
	if seen == 0 {
		for _, at := range r.moments {
			if now == 0 || at <= now {
				seen = max(seen, at)
			}
		}
	}
	if now != 0 && (seen == 0 || seen > now) {
		seen = now
	}
	return model.Change{Source: model.SourceWebhook, SeenAt: seen, Transaction: r.sale.Transaction, Records: r.records}
}

func (r *reading) add(record *model.Record) { r.records = append(r.records, record) }

// mention notes a moment that the event speaks of, and gives it back.
func (r *reading) mention(at model.Instant) model.Instant {
	if at != 0 {
		r.moments = append(r.moments, at)
	}
	return at
}

// Unwrap finds the events in what a tool has kept of webhooks: the body itself; an array of them; an object that holds
// them under whatever name, as n8n (body), Make (data) and logs do, also as JSON in a text. Headers are never looked
// into. JSON without an event is an error.
func Unwrap(kept []byte) ([]json.RawMessage, error) {
	root, err := parse(kept)
	if err != nil {
		return nil, err
	}
	found := eventsIn(root, nil, 0)
	if len(found) == 0 {
		return nil, noEvent()
	}
	bodies := make([]json.RawMessage, len(found))
	for i, v := range found {
		bodies[i] = json.RawMessage(v.raw)
	}
	return bodies, nil
}

// maxWraps is how many times JSON may stand in a text in JSON.
const maxWraps = 4

func eventsIn(v value, found []value, wraps int) []value {
	switch {
	case v.isObject():
		o := v.object()
		if isEvent(o) {
			return append(found, v)
		}
		if inner := eventsInside(o, wraps); len(inner) > 0 {
			return append(found, inner...)
		}
		if isBareEvent(o) {
			return append(found, v)
		}
	case v.isArray():
		for _, item := range v.items(len(v.raw)) {
			found = eventsIn(item, found, wraps)
		}
	case v.isString():
		if inner, ok := v.inner(wraps); ok {
			return eventsIn(inner, found, wraps+1)
		}
	}
	return found
}

func eventsInside(o object, wraps int) (found []value) {
	for _, m := range o.members {
		if !isHeader(m.key) {
			found = eventsIn(m.value, found, wraps)
		}
	}
	return found
}

// isHeader tells whether a member holds headers, where the secret stands.
func isHeader(key []byte) bool { return mentions(key, "header") }

// isEvent tells whether an object is an event: it names one and carries its data, which is no event itself; or it is the
// purchase alone, as some tools keep it.
func isEvent(o object) bool {
	data := o.in("data")
	if o.at("event").code() != "" && o.at("data").isObject() {
		return data.at("event").code() == "" || !data.at("data").isObject()
	}
	return hasPurchase(data) || hasPurchase(o)
}

// hasPurchase tells whether an object holds a purchase as a webhook writes it. An item of the API's answers looks much
// the same and means something else by its price, but spells its currency differently.
func hasPurchase(o object) bool {
	purchase := o.in("purchase")
	return purchase.at("transaction").code() != "" &&
		(purchase.at("full_price").isObject() || purchase.in("price").at("currency_value").isThere())
}

// isBareEvent tells whether an object is an event without data.
func isBareEvent(o object) bool {
	return o.at("event").code() != "" && (o.at("id").code() != "" || o.at("creation_date").isThere())
}
