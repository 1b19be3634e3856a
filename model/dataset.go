package model

import "slices"

// DatasetID names a kind of data that a snapshot can hold. The name is the same in Go, in SQL (the view v_<name> with
// underscores), in JSON and on the screen.
type DatasetID string

// The datasets. Transactions are kept as rows of their own; all others are Records.
const (
	DataTransactions       DatasetID = "transactions"
	DataCarts              DatasetID = "carts"               // abandoned carts, one an attempt
	DataSubscriptions      DatasetID = "subscriptions"       // one a subscriber code
	DataSubscriptionEvents DatasetID = "subscription-events" // cancellations, plan switches, changes of the charge day
	DataProducts           DatasetID = "products"
	DataOffers             DatasetID = "offers"
	DataPlans              DatasetID = "plans"
	DataCoupons            DatasetID = "coupons"
	DataCommissions        DatasetID = "commissions" // who received what of a sale, one a party
	DataLedger             DatasetID = "ledger"      // the wallet's statement
	DataInvoices           DatasetID = "invoices"
	DataAffiliates         DatasetID = "affiliates" // one an affiliate and product
	DataVisits             DatasetID = "visits"     // of pages and checkouts, one a day, page and origin
	DataClubMembers        DatasetID = "club-members"
	DataClubActivity       DatasetID = "club-activity" // first accesses, lessons and modules completed
	DataClubModules        DatasetID = "club-modules"
	DataClubPages          DatasetID = "club-pages"
	DataControlTotals      DatasetID = "control-totals" // what Hotmart itself adds up, to compare with
	DataWebhookEvents      DatasetID = "webhook-events" // every event that came, also those no rule knows
)

// RecordField is one fact that records of a dataset can carry.
type RecordField struct {
	Name string
	Kind FieldKind
}

// DatasetFact describes a dataset.
type DatasetFact struct {
	ID    DatasetID
	Label string
	// Key says in words what tells two records apart.
	Key string
	// How is the command or step that brings such data in.
	How string
	// When is the field that dates a record; empty where records are not dated.
	When   string
	Fields []RecordField
}

func text(names ...string) []RecordField     { return fieldsOf(FieldText, names) }
func number(names ...string) []RecordField   { return fieldsOf(FieldNumber, names) }
func instants(names ...string) []RecordField { return fieldsOf(FieldInstant, names) }
func flags(names ...string) []RecordField    { return fieldsOf(FieldFlag, names) }
func amounts(names ...string) []RecordField  { return fieldsOf(FieldMoney, names) }

func fieldsOf(kind FieldKind, names []string) []RecordField {
	fields := make([]RecordField, len(names))
	for i, name := range names {
		fields[i] = RecordField{name, kind}
	}
	return fields
}

const (
	howSync   = "recoup sync brings them from Hotmart's API"
	howEvents = "recoup listen receives them, recoup import reads webhook bodies that were kept"
)

// datasetFacts lists every dataset of records, with its fields in the order in which they are stored and shown. A field
// may be added at the end; the meaning of one is never changed.
var datasetFacts = []DatasetFact{
	{DataCarts, "Abandoned carts", "the event's id; in a report the buyer, the product and the moment",
		"recoup import reads the cart abandonment report; " + howEvents, "at", slices.Concat(
			instants("at"), text("product_id", "product", "offer_code", "buyer_name", "buyer_email", "buyer_phone", "buyer_document",
				"buyer_country"), flags("has_affiliate"), text("checkout_url", "src", "sck"))},
	{DataSubscriptions, "Subscriptions", "the subscriber code", "recoup import reads the list of subscriptions; " + howSync, "started_at", slices.Concat(
		text("subscription_id", "status", "status_raw", "billing", "product_id", "product", "plan_id", "plan", "offer_code", "coupon"),
		number("period_days", "max_cycles"), text("buyer_name", "buyer_email", "buyer_phone", "buyer_ucode"),
		instants("started_at", "ended_at", "requested_at", "cancelled_at", "next_charge_at", "trial_ends_at"), flags("trial"), amounts("price"),
		number("last_charge_no"), instants("last_charge_at"), text("last_charge_status"), number("unpaid_charges", "lifetime_days"),
		text("transaction"), flags("card_changed"), instants("retry_at"), number("charge_day"),
		// The account's own share of a charge, and what only the panel's list tells.
		text("cancel_reason", "payment_type", "buyer_country"), amounts("net"))},
	{DataSubscriptionEvents, "Subscription events", "the event's id", howEvents, "at", slices.Concat(
		instants("at"), text("kind", "subscriber_code", "status", "product_id", "product", "plan", "previous_plan", "offer_code", "previous_offer_code",
			"buyer_name", "buyer_email"), number("charge_day", "previous_charge_day"), instants("next_charge_at"), text("recurrence_value"))},
	{DataProducts, "Products", "the product's number", howSync, "created_at", slices.Concat(
		text("ucode", "name", "status", "format"), flags("is_subscription", "has_coproduction"), number("warranty_days"), instants("created_at"),
		text("support_email"))},
	{DataOffers, "Offers", "the offer's code", howSync, "", slices.Concat(
		text("product_id", "name", "description", "payment_mode"), amounts("price"), flags("is_main", "smart_recovery", "currency_conversion"))},
	{DataPlans, "Subscription plans", "the plan's offer code", howSync, "", slices.Concat(
		text("product_id", "name", "description", "payment_mode", "periodicity"), amounts("price"), number("max_installments", "trial_days"),
		flags("smart_recovery", "can_switch"))},
	{DataCoupons, "Coupons", "the coupon's number", howSync, "starts_at", slices.Concat(
		text("product_id", "code", "status", "discount"), flags("active"), instants("starts_at", "ends_at"), text("offer_codes", "affiliate"))},
	{DataCommissions, "Commissions", "the transaction, the role and the party", howSync, "", slices.Concat(
		text("transaction", "role", "party_ucode", "party"), amounts("value"), flags("mine"), text("payout_rate"))},
	{DataLedger, "Wallet lines", "the entry's number; without one the moment, the category, the transaction and the amount",
		"recoup import reads the wallet's statement, which Hotmart sends by e-mail", "at", slices.Concat(
			instants("at", "available_at"), text("category", "transaction", "description", "status"), amounts("amount", "balance"),
			// The category is one of LedgerCategory where it is known; category_raw is the source's own word.
			text("category_raw"), amounts("fee"))},
	// The direction is sent or received, the month is written 2026-05.
	{DataInvoices, "Invoices", "the direction, the series, the number and the counterpart, as each counts its own",
		"recoup import reads a list of invoices", "issued_at", slices.Concat(
			text("direction", "number", "series", "status"), instants("issued_at"),
			text("month", "counterpart", "counterpart_document", "transaction"), amounts("amount"), text("file", "reject_reason"))},
	{DataAffiliates, "Affiliates", "the affiliate's code or e-mail, and the product", "recoup import reads the list of affiliates", "since", slices.Concat(
		text("affiliate_code", "name", "email", "phone", "country", "product_id", "product", "status"), instants("since"), text("commission_percent"),
		number("clicks", "sales"), amounts("commission"), flags("special"), text("legal_type"), number("leads"))},
	{DataVisits, "Visits", "the day, the product, the page and the origin", "recoup import reads a table of visits, such as Analytics exports", "at",
		slices.Concat(instants("at"), text("day", "product_id", "product", "surface", "page", "src", "sck", "utm_source", "utm_medium", "utm_campaign"),
			number("visits", "visitors", "clicks", "checkouts"))},
	{DataClubMembers, "Club members", "the members area and the member's number", howSync + " with --club", "first_access_at", slices.Concat(
		text("club", "user_id", "name", "email", "role", "type", "status", "engagement", "class_id", "locale", "plus_access"),
		instants("purchased_at", "first_access_at", "last_access_at"), number("access_count", "progress_percent", "pages_completed", "pages_total"))},
	{DataClubActivity, "Club events", "the event's id; of a lesson, the member and the page", howEvents, "at", slices.Concat(
		instants("at"), text("kind", "club", "product_id", "product", "user_id", "name", "email", "module_id", "module", "page_id", "page"),
		flags("completed"))},
	{DataClubModules, "Club modules", "the members area and the module's number", howSync + " with --club", "", slices.Concat(
		text("club", "module_id", "name"), number("sequence", "pages"), flags("is_extra", "is_extra_paid", "is_public"))},
	{DataClubPages, "Club pages", "the members area and the page's number", howSync + " with --club", "", slices.Concat(
		text("club", "module_id", "page_id", "name", "type"), number("sequence", "comments"), text("rating"), flags("published", "has_media"))},
	{DataControlTotals, "Hotmart's own totals", "the status, the period and the currency", howSync, "from_at", slices.Concat(
		text("status"), instants("from_at", "to_at"), number("items"), amounts("value"))},
	{DataWebhookEvents, "Webhook events", "the event's id", howEvents, "at", slices.Concat(
		instants("at"), text("event", "version", "transaction", "body_hash"), flags("known"), text("body"))},
}

// DatasetFacts lists the datasets of records.
func DatasetFacts() []DatasetFact { return slices.Clone(datasetFacts) }

// Fact describes a dataset of records; ok is false for transactions and for a name that is none.
func (d DatasetID) Fact() (fact DatasetFact, ok bool) {
	if f := d.fact(); f != nil {
		return *f, true
	}
	return DatasetFact{}, false
}

func (d DatasetID) fact() *DatasetFact {
	for i := range datasetFacts {
		if datasetFacts[i].ID == d {
			return &datasetFacts[i]
		}
	}
	return nil
}
