package fake

import (
	"net/http"
	"slices"

	"recoup/store/world"
)

// sales reads the query of an endpoint of sales.
func (c *call) sales() (world.Query, *problem) {
	from, to, problem := c.window("start_date", "end_date")
	if problem != nil {
		return world.Query{}, problem
	}
	statuses := c.query["transaction_status"]
	for _, s := range statuses {
		if !slices.Contains(world.APIStatuses(), s) {
			return world.Query{}, badParameter("transaction_status is not valid: " + s)
		}
	}
	return world.Query{
		At: c.at, From: from, To: to, Statuses: statuses, Transaction: c.query.Get("transaction"), Product: c.query.Get("product_id"),
		Role: c.query.Get("commission_as"), Email: c.query.Get("buyer_email"), Offer: c.query.Get("offer_code"),
		Payment: c.query.Get("payment_type"), Source: c.query.Get("sales_source"),
	}, nil
}

// ofSales answers with the items that a query of sales gives.
func (c *call) ofSales(w http.ResponseWriter, items func(world.Query) []world.Item) {
	q, problem := c.sales()
	if problem != nil {
		problem.write(w)
		return
	}
	c.list(w, items(q), pageNumbers)
}

func salesHistory(c *call, w http.ResponseWriter)      { c.ofSales(w, c.world.SalesHistory) }
func salesUsers(c *call, w http.ResponseWriter)        { c.ofSales(w, c.world.SalesUsers) }
func salesCommissions(c *call, w http.ResponseWriter)  { c.ofSales(w, c.world.SalesCommissions) }
func salesPriceDetails(c *call, w http.ResponseWriter) { c.ofSales(w, c.world.SalesPriceDetails) }
func salesSummary(c *call, w http.ResponseWriter)      { c.ofSales(w, c.world.SalesSummary) }

func me(c *call, w http.ResponseWriter) { c.send(w, c.world.Me()) }
