package fake

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"recoup/store/world"
)

// subscriptionStatuses are those that the API takes in a query. CANCELLED_BY_BUYER, which its pages speak of, is none.
func subscriptionStatuses() []string {
	return []string{"ACTIVE", "INACTIVE", "DELAYED", "CANCELLED_BY_CUSTOMER", "CANCELLED_BY_SELLER", "CANCELLED_BY_ADMIN", "STARTED", "OVERDUE"}
}

// ofSubscriptions reads the query of an endpoint of subscriptions, whose dates have other names on each, and answers it.
// late is how far behind the endpoint is.
func (c *call) ofSubscriptions(w http.ResponseWriter, from, to, status string, late time.Duration, items func(world.SubscriptionQuery) []world.Item) {
	start, end, problem := c.window(from, to)
	if problem != nil {
		problem.write(w)
		return
	}
	var statuses []string
	for _, s := range c.query[status] {
		statuses = append(statuses, strings.Split(s, ",")...)
	}
	for _, s := range statuses {
		if !slices.Contains(subscriptionStatuses(), s) {
			badParameter(status + " is not valid: " + s).write(w)
			return
		}
	}
	c.list(w, items(world.SubscriptionQuery{
		At: c.at.Add(-late), From: start, To: end, Statuses: statuses, Product: c.query.Get("product_id"), Code: c.query.Get("subscriber_code"),
		Email: c.query.Get("subscriber_email"), Transaction: c.query.Get("transaction"), Billing: c.query.Get("billing_type"),
		PurchaseStatus: c.query.Get("purchase_status"), ChargeStatus: c.query.Get("recurrency_status"),
	}), hashes)
}

func subscriptions(c *call, w http.ResponseWriter) {
	c.ofSubscriptions(w, "accession_date", "end_accession_date", "status", 0, c.world.Subscriptions)
}

func subscriptionSummaries(c *call, w http.ResponseWriter) {
	c.ofSubscriptions(w, "accession_date", "end_accession_date", "status", c.opt.Lag, c.world.SubscriptionSummaries)
}

func subscriptionTransactions(c *call, w http.ResponseWriter) {
	c.ofSubscriptions(w, "transaction_date", "end_transaction_date", "subscription_status", c.opt.Lag, c.world.SubscriptionTransactions)
}

func notFound(what string) *problem {
	return &problem{status: http.StatusNotFound, word: "not_found", what: what}
}

// purchases answers with a bare list, without pages.
func purchases(c *call, w http.ResponseWriter) {
	items, ok := c.world.Purchases(c.parts[0], c.at)
	if !ok {
		notFound("Subscriber not found.").write(w)
		return
	}
	c.send(w, bare(items))
}

// bare makes a list of items what JSON calls one, also when there are none.
func bare(items []world.Item) []any {
	list := make([]any, len(items))
	for i := range items {
		list[i] = items[i]
	}
	return list
}
