package aggregate

import "strings"

// causeSQL is why an attempt did not convert.
const causeSQL = `case when status = 'BLOCKED' then 'BLOCKED' when is_card and status in ('CANCELLED', 'NO_FUNDS') then 'DECLINED_CARD'
      when payment_type = 'BILLET' then 'SLIP_EXPIRED' when payment_type = 'PIX' then 'PIX_EXPIRED'
      when status in ('STARTED', 'WAITING_PAYMENT', 'EXPIRED', 'OVERDUE', 'PRINTED_BILLET') then 'STARTED_NOT_PAID' else 'OTHER' end`

// alikeSQL says which opportunities are alike.
const alikeSQL = causeSQL + ` as cause,
    case when is_card and status in ('CANCELLED', 'NO_FUNDS') then coalesce(refusal_reason, 'UNKNOWN') else '' end
      || char(10) || coalesce(payment_type, '') || char(10) || coalesce(currency, '') || char(10) || length(coalesce(price_minor, 0)) as alike`

// queueSQL makes best, the recovery queue: see scope.queue and experience.chanceOf.
func queueSQL() string {
	past := strings.NewReplacer(
		"failed as (", "past_failed as (",
		"ordered_at >= :from and ordered_at < :to and ordered_at <= :as_of", "ordered_at > 0 and ordered_at <= :as_of - 2592000000",
	).Replace(failedSQL)
	return paidSQL + ",\n" + past + `,
past as materialized (
  select code, buyer_key, coalesce(product_id, product, '') as item, ordered_at, ` + alikeSQL + ` from (
    select *, row_number() over (partition by coalesce(buyer_key, code), coalesce(product_id, product) order by ordered_at desc, code desc) as nth
    from past_failed) where nth = 1),
seen as materialized (
  select l.cause, l.alike, :as_of - l.ordered_at as age, min(p.paid_at - l.ordered_at) as delay from past l
  left join paid p on p.buyer_key = l.buyer_key and p.item = l.item and p.paid_at >= l.ordered_at and p.paid_at <= :as_of
  group by l.code),
band(start) as (values (0), (86400000), (259200000), (604800000), (2592000000)),
well as materialized (select cause, count(*) as n, sum(coalesce(delay < 2592000000, 0)) as won from seen group by cause),
cell as materialized (
  select cause, alike, start, count(*) as n, sum(coalesce(delay < start + 2592000000, 0)) as won from seen
  join band on age >= start + 2592000000 and (delay is null or delay >= start) group by cause, alike, start),
barred as materialized (
  select distinct buyer_key, coalesce(product_id, product, '') as item from failed
  where status = 'BLOCKED' or is_card and refusal_reason in ('LOST_STOLEN', 'SUSPECTED_FRAUD', 'BLOCKED_BY_PLATFORM')),
reachable as materialized (
  select distinct buyer_key from v_transaction where trim(coalesce(buyer_email, '')) <> '' or trim(coalesce(buyer_phone, '')) <> ''),
live as materialized (
  select code, buyer_key, coalesce(product_id, product, '') as item, ordered_at from v_transaction
  where status in ('WAITING_PAYMENT', 'PRINTED_BILLET', 'STARTED') and ordered_at <= :as_of
    and coalesce(due_at, ordered_at + case payment_type when 'PIX' then 2 else 3 end * 86400000) >= :as_of),
ranked as (
  select currency, row_number() over (
    order by sum(class = 'sold' and account_role = 'PRODUCER' and ` + paidForSQL + `) desc, count(*) desc, currency) as rank
  from v_transaction where currency is not null group by currency),
open_ as materialized (
  select code, buyer_key, coalesce(product_id, product, '') as item, ordered_at, currency, coalesce(price_minor, 0) as price, ` + alikeSQL + `,
    (select max(start) from band where start <= :as_of - ordered_at) as start
  from last where code not in (select code from won) and buyer_key in (select buyer_key from reachable)),
lead as (
  select o.*, round(o.price * (coalesce(c.won, 0) * (2.0 * coalesce(w.n, 0) + 100) + 20 * (2.0 * coalesce(w.won, 0) + 5))
      / ((coalesce(c.n, 0) + 20.0) * (2.0 * coalesce(w.n, 0) + 100))) as expected, coalesce(r.rank, 1000) as rank
  from open_ o left join cell c on c.cause = o.cause and c.alike = o.alike and c.start = o.start
  left join well w on w.cause = o.cause left join ranked r on r.currency = o.currency
  where not exists(select 1 from barred b where b.buyer_key = o.buyer_key and b.item = o.item)
    and not exists(select 1 from live v where v.buyer_key = o.buyer_key and v.item = o.item and v.ordered_at >= o.ordered_at and v.code <> o.code)),
best as (
  select * from (select *, row_number() over (partition by buyer_key order by rank, expected desc, ordered_at desc, code desc) as choice
    from lead) where choice = 1 and currency = :currency)`
}

// recoveredValueSQL adds up what recoveredSQL counts.
func recoveredValueSQL() string {
	return strings.Replace(recoveredSQL, "select count(*) from sales where",
		"select coalesce(sum({gross}), 0) from v_transaction where code in (select code from sales where", 1) + ")"
}

// recoveryDelaySQL is the time that a recovered sale took, at a place when they are sorted.
func recoveryDelaySQL(place string) string {
	stories := strings.NewReplacer(
		"select distinct s.code from sales s", "select s.code, s.paid_at - min(f.ordered_at) as delay from sales s",
		"b.paid_at >= f.ordered_at))", "b.paid_at >= f.ordered_at) group by s.code)",
	).Replace(recoveredSQL)
	with, _, _ := strings.Cut(stories, "\nselect count(*) from sales")
	return with + "\nselect max(delay) from (select delay, row_number() over (order by delay) as nth, count(*) over () as n from won)\nwhere nth = " + place
}
