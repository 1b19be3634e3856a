package store

import (
	"fmt"
	"strings"

	"recoup/model"
)

// views makes the documented way to read a snapshot with SQL. Amounts are integer minor units of the currency beside
// them, times are milliseconds since 1970 in UTC, unknown is NULL.
//
//	v_transaction   every transaction with its class (open, sold, dispute, reversed, failed, dunning, unknown), its
//	                order code and its buyer key
//	v_sold          what the account sold as producer and kept, wholly or in part, the starts of free trials left out; at is the moment of approval, or of
//	                the order where that is unknown; gross_minor_kept is the price less what was given back
//	v_failed        first charges of the account's own sales that did not convert: failed ones, and open ones whose due
//	                date is before the snapshot's as-of moment
//	v_lost_sale     of those, the last one of each buyer and product, with the number of attempts and whether the buyer
//	                has paid for the product since
//	v_card_attempt  first charges of the account's own sales by card: converted says whether the money came in
//	v_refund        what was given back or is asked to be: refunds, chargebacks, open requests and partial refunds
//	v_carts …       one view for each dataset of records, by its name with underscores and the fields of model.DatasetFacts
//
// The role column of older reports is missing; a sale of unknown role counts as the producer's.
func views() string {
	return fmt.Sprintf(`
CREATE VIEW v_transaction AS
SELECT t.id, t.code, %s,
  coalesce(t.order_code, t.code) AS order_code,
  coalesce(t.buyer_key, nullif(t.buyer_email, '')) AS buyer_key,
  t.buyer_key_kind, t.refusal_reason, t.observations,
  coalesce(s.class, 'unknown') AS class, coalesce(s.label, 'Unknown') AS status_label,
  coalesce(p.is_card, 0) AS is_card,
  coalesce(nullif(t.role, 'UNKNOWN'), 'PRODUCER') AS account_role,
  coalesce(t.recurrence_no, 1) AS charge_no
FROM transaction_ t LEFT JOIN status s ON s.id = t.status LEFT JOIN payment_type p ON p.id = t.payment_type;

CREATE VIEW v_sold AS
SELECT *, coalesce(approved_at, ordered_at) AS at, price_minor - coalesce(refunded_minor, 0) AS gross_minor_kept
FROM v_transaction
WHERE class = 'sold' AND account_role = 'PRODUCER' AND NOT (coalesce(trial, 0) AND charge_no = 1 AND coalesce(price_minor, 0) = 0);

CREATE VIEW v_failed AS
SELECT *, coalesce(due_at, ordered_at + CASE payment_type WHEN '%s' THEN 2 ELSE 3 END * 86400000) AS due
FROM v_transaction
WHERE charge_no = 1 AND account_role = 'PRODUCER' AND (class = 'failed'
  OR (status IN (%s)
    AND coalesce(due_at, ordered_at + CASE payment_type WHEN '%s' THEN 2 ELSE 3 END * 86400000)
      < (SELECT value FROM meta WHERE key = 'taken_at')));

CREATE VIEW v_lost_sale AS
SELECT f.*, coalesce(b.bought_at >= f.ordered_at, 0) AS since_recovered
FROM (SELECT *,
    row_number() OVER (PARTITION BY coalesce(buyer_key, code), product_id ORDER BY ordered_at DESC, code DESC) AS from_last,
    count(*) OVER (PARTITION BY coalesce(buyer_key, code), product_id) AS attempts
  FROM v_failed) f
LEFT JOIN (SELECT buyer_key, product_id, max(coalesce(approved_at, ordered_at)) AS bought_at
  FROM v_transaction WHERE class IN ('sold', 'dispute', 'reversed') GROUP BY buyer_key, product_id) b
ON b.buyer_key = f.buyer_key AND b.product_id IS f.product_id
WHERE f.from_last = 1;

CREATE VIEW v_card_attempt AS
SELECT v.*, v.class IN ('sold', 'dispute', 'reversed') AS converted,
  CASE WHEN v.class = 'failed' THEN coalesce(v.refusal_reason, '%s') END AS decline_reason
FROM v_transaction v
WHERE v.is_card AND v.charge_no = 1 AND v.account_role = 'PRODUCER' AND v.class IN ('sold', 'dispute', 'reversed', 'failed');

CREATE VIEW v_refund AS
SELECT *, CASE WHEN class = 'reversed' THEN price_minor ELSE refunded_minor END AS returned_minor
FROM v_transaction
WHERE account_role = 'PRODUCER' AND (class IN ('reversed', 'dispute') OR status = '%s');
`, strings.Join(viewColumns(), ", "), model.Pix, overdueStatuses(), model.Pix, model.UnknownReason, model.PartiallyRefunded.ID()) + recordViews()
}

// recordViews makes the views of the datasets of records.
func recordViews() string {
	var b strings.Builder
	for _, fact := range model.DatasetFacts() {
		columns := []string{`key`}
		for _, f := range fact.Fields {
			if f.Kind == model.FieldMoney {
				columns = append(columns, fmt.Sprintf(`facts ->> '$.%s[0]' AS "%[1]s_minor", facts ->> '$.%[1]s[1]' AS "%[1]s_currency"`, f.Name))
			} else {
				columns = append(columns, fmt.Sprintf(`facts ->> '$.%s' AS "%[1]s"`, f.Name))
			}
		}
		fmt.Fprintf(&b, "\nCREATE VIEW %s AS\nSELECT %s, observations FROM record WHERE dataset = '%s';\n",
			viewOf(fact.ID), strings.Join(columns, ", "), fact.ID)
	}
	return b.String()
}

// viewOf is the name of a dataset's view.
func viewOf(id model.DatasetID) string { return "v_" + strings.ReplaceAll(string(id), "-", "_") }

func viewColumns() []string {
	var names []string
	for _, c := range factColumns() {
		if c.name == columnName(model.FMyNet) {
			names = append(names, netSQL)
			continue
		}
		names = append(names, "t."+c.name)
	}
	return names
}

// netSQL is model.Transaction.Net.
const netSQL = `coalesce(t.my_net_minor, CASE coalesce(t.role, 'UNKNOWN')
    WHEN 'PRODUCER' THEN t.producer_net_minor WHEN 'UNKNOWN' THEN t.producer_net_minor WHEN 'AFFILIATE' THEN t.affiliate_commission_minor END) AS my_net_minor`

// overdueStatuses are the open statuses that count as failed once the due date has passed, quoted for SQL.
func overdueStatuses() string {
	var quoted []string
	for _, s := range []model.Status{model.WaitingPayment, model.PrintedBillet, model.Started, model.Overdue} {
		quoted = append(quoted, "'"+s.ID()+"'")
	}
	return strings.Join(quoted, ", ")
}
