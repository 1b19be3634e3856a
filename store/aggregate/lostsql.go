package aggregate

// The SQL of lost sales, put together from the same parts that the rules in sets.go and opportunities.go are made of.
const (
	// failedSQL lists the failed attempts ordered in the window, in every currency.
	failedSQL = `failed as (
  select * from v_transaction t
  where account_role = 'PRODUCER' and charge_no = 1 and ordered_at >= :from and ordered_at < :to and ordered_at <= :as_of
    and (status in ('CANCELLED', 'EXPIRED', 'NO_FUNDS', 'BLOCKED')
      or status in ('WAITING_PAYMENT', 'PRINTED_BILLET', 'STARTED', 'OVERDUE')
        and coalesce(due_at, ordered_at + case payment_type when 'PIX' then 2 else 3 end * 86400000) < :as_of)
    and not (coalesce(is_bump, 0) and exists(select 1 from v_transaction m
      where m.code = t.parent_code and m.class in ('sold', 'dispute', 'reversed'))))`
	// lastSQL keeps the last attempt of each buyer and product.
	lastSQL = failedSQL + `,
last as (
  select * from (select *, row_number() over (
      partition by coalesce(buyer_key, code), coalesce(product_id, product) order by ordered_at desc, code desc) as nth
    from failed) where nth = 1)`
	// paidSQL lists which of them were paid for since, and when first.
	paidSQL = lastSQL + `,
paid as materialized (
  select buyer_key, coalesce(product_id, product, '') as item, coalesce(approved_at, ordered_at) as paid_at from v_transaction
  where class in ('sold', 'dispute', 'reversed') and buyer_key is not null),
won as (
  select l.code, min(p.paid_at - l.ordered_at) as delay from last l
  join paid p on p.buyer_key = l.buyer_key and p.item = coalesce(l.product_id, l.product, '')
    and p.paid_at >= l.ordered_at and p.paid_at <= :as_of
  group by l.code)`
)
