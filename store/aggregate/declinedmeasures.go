package aggregate

import "recoup/model"

// The SQL of declined cards.
const (
	// cardSQL lists the card attempts of the window in one currency, with what tells the buyer and product apart.
	cardSQL = `attempt as materialized (
  select *, coalesce(ordered_at, approved_at) as at, coalesce(buyer_key, code) || char(10) || coalesce(product_id, product, '') as pair
  from v_card_attempt
  where currency = :currency and coalesce(decline_reason, '') <> 'DUPLICATE'
    and coalesce(ordered_at, approved_at) >= :from and coalesce(ordered_at, approved_at) < :to)`
	// visitSQL numbers the sessions of each buyer and product.
	visitSQL = cardSQL + `,
visit as (
  select *, sum(starts) over (partition by pair order by at, code) as nth from (
    select *, coalesce(at - lag(at) over (partition by pair order by at, code) > 1800000, 1) as starts from attempt))`
	// lastDeclineSQL keeps the last decline of each buyer and product, whatever currency it was in.
	lastDeclineSQL = `declined as (
  select *, coalesce(ordered_at, approved_at) as at from v_card_attempt
  where not converted and decline_reason <> 'DUPLICATE'
    and coalesce(ordered_at, approved_at) >= :from and coalesce(ordered_at, approved_at) < :to),
last as (
  select * from (select *, row_number() over (
      partition by coalesce(buyer_key, code), coalesce(product_id, product) order by at desc, code desc) as nth
    from declined) where nth = 1 and currency = :currency)`
	boughtLaterSQL = "with " + lastDeclineSQL + `,
paid as materialized (
  select buyer_key, coalesce(product_id, product, '') as item, coalesce(approved_at, ordered_at) as paid_at from v_transaction
  where class in ('sold', 'dispute', 'reversed') and buyer_key is not null)
select 1.0 * sum(exists(select 1 from paid p where p.buyer_key = l.buyer_key and p.item = coalesce(l.product_id, l.product, '')
  and p.paid_at >= l.at and p.paid_at <= :as_of)) / nullif(count(*), 0) from last l`
	triesSQL = `with sale as materialized (
  select code, buyer_key, coalesce(product_id, product, '') as item, coalesce(approved_at, ordered_at) as paid_at from v_card_attempt
  where converted and currency = :currency
    and coalesce(ordered_at, approved_at) >= :from and coalesce(ordered_at, approved_at) < :to and buyer_key is not null),
paid as materialized (
  select code, buyer_key, coalesce(product_id, product, '') as item, coalesce(approved_at, ordered_at) as paid_at from v_transaction
  where class in ('sold', 'dispute', 'reversed') and buyer_key is not null),
tried as materialized (
  select t.buyer_key, coalesce(t.product_id, t.product, '') as item, coalesce(t.ordered_at, t.approved_at) as at from v_transaction t
  where t.is_card and t.charge_no = 1 and t.account_role = 'PRODUCER' and t.class = 'failed' and coalesce(t.refusal_reason, '') <> 'DUPLICATE' and t.buyer_key is not null),
tries as (
  select s.code, count(*) as n from sale s
  join tried t on t.buyer_key = s.buyer_key and t.item = s.item and t.at between s.paid_at - 2592000000 and s.paid_at
  where not exists(select 1 from paid b where b.buyer_key = s.buyer_key and b.item = s.item
    and b.code <> s.code and b.paid_at < s.paid_at and b.paid_at >= t.at)
  group by s.code)
select max(n) from (select n, row_number() over (order by n) as place, count(*) over () as all_ from tries) where place = (all_ + 1) / 2`
)

func declineMeasures() []measure[declineSums] {
	return append(approvalMeasures(), declinedMeasures()...)
}

func declineCount(n func(t *declineSums) int) func(*scope, *declineSums, model.Currency) model.Value {
	return func(_ *scope, t *declineSums, _ model.Currency) model.Value { return model.CountOf(n(t)) }
}

func declineRatio(part, whole func(t *declineSums) int) func(*scope, *declineSums, model.Currency) model.Value {
	return func(_ *scope, t *declineSums, _ model.Currency) model.Value {
		return model.RatioOf(int64(part(t)), int64(whole(t)))
	}
}

// approvalMeasures are the counts of attempts and three rates of approval: of attempts, of visits, and of buyers.
func approvalMeasures() []measure[declineSums] {
	return []measure[declineSums]{
		{
			id: "card_attempts", label: "Card attempts", unit: model.UnitCount, set: model.CardAttempts, behind: true,
			definition: "First charges tried by card in the period that an issuer decided: sold, given back later, or declined. Renewals and double clicks are left out.",
			sql:        "with " + cardSQL + "\nselect count(*) from attempt",
			value:      declineCount(func(t *declineSums) int { return t.attempts }),
		},
		{
			id: "approval_rate_attempts", label: "Approved, of attempts", unit: model.UnitRatio, better: 1, set: model.CardAttempts, behind: true, needs: "card attempt",
			definition: "Card attempts that were approved, also when the money went back later, divided by all card attempts.",
			sql:        "with " + cardSQL + "\nselect 1.0 * sum(converted) / nullif(count(*), 0) from attempt",
			value:      declineRatio(func(t *declineSums) int { return t.converted }, func(t *declineSums) int { return t.attempts }),
		},
		{
			id: "approval_rate_buyers", label: "Approved, of buyers", unit: model.UnitRatio, better: 1, set: model.CardAttempts, behind: true, needs: "card attempt",
			definition: "Buyers with a product they got by card in the period, divided by buyers with a product they tried to get by card. Trying again does not lower it.",
			sql:        "with " + cardSQL + "\nselect 1.0 * count(distinct case when converted then pair end) / nullif(count(distinct pair), 0) from attempt",
			value:      declineRatio(func(t *declineSums) int { return t.approved }, func(t *declineSums) int { return t.tried }),
		},
		{
			id: "card_sessions", label: "Visits with a card", unit: model.UnitCount,
			definition: "Card attempts with the tries of one buyer at one product counted as one visit, as long as each follows the one before within 30 minutes.",
			sql:        "with " + visitSQL + "\nselect count(*) from visit where starts",
			value:      declineCount(func(t *declineSums) int { return t.sessions }),
		},
		{
			id: "approval_rate_sessions", label: "Approved, of visits", unit: model.UnitRatio, better: 1, needs: "card attempt",
			definition: "Visits in which a card was approved at last, divided by all visits.",
			sql:        "with " + visitSQL + "\nselect 1.0 * count(distinct case when converted then pair || char(10) || nth end) / nullif(sum(starts), 0) from visit",
			value:      declineRatio(func(t *declineSums) int { return t.approvedSessions }, func(t *declineSums) int { return t.sessions }),
		},
	}
}

func declinedMeasures() []measure[declineSums] {
	return []measure[declineSums]{
		{
			id: "declines", label: "Declines", unit: model.UnitCount, better: -1, set: model.CardDeclines, behind: true,
			definition: "Card attempts that were declined.",
			sql:        "with " + cardSQL + "\nselect count(*) from attempt where not converted",
			value:      declineCount(func(t *declineSums) int { return t.declines }),
		},
		{
			id: "buyers_declined", label: "Buyers declined", unit: model.UnitCount, better: -1, set: model.CardDeclines, behind: true,
			definition: "Different people among the declines. A decline that says nothing of its buyer adds none.",
			sql:        "with " + cardSQL + "\nselect count(distinct buyer_key) from attempt where not converted",
			value:      declineCount(func(t *declineSums) int { return t.buyers }),
		},
		{
			id: "declined_value", label: "Declined value", unit: model.UnitMoney, better: -1, set: model.LastDeclines, behind: true,
			definition: "The prices of the last decline of each buyer and product, so that trying five times does not count five times.",
			sql:        "with " + lastDeclineSQL + "\nselect coalesce(sum(price_minor), 0) from last",
			value:      func(s *scope, t *declineSums, c model.Currency) model.Value { return s.money(t.value, c) },
		},
		{
			id: "bought_later", label: "Bought later", unit: model.UnitRatio, better: 1, set: model.LastDeclines, behind: true, onlyNow: true, needs: "declined card",
			definition: "Of the last declines of each buyer and product, the share whose buyer paid for the product at or after it, by card or otherwise.",
			sql:        boughtLaterSQL,
			value:      declineRatio(func(t *declineSums) int { return t.bought }, func(t *declineSums) int { return t.people }),
		},
		{
			id: "reversible_share", label: "Worth another try", unit: model.UnitRatio, set: model.CardDeclines, behind: true, needs: "declined card that says why",
			definition: "Of the declines that say why, the share whose reason lets the same card be tried again.",
			sql: "with " + cardSQL + "\nselect 1.0 * sum(r.retryable) / nullif(count(*), 0) from attempt a\n" +
				"left join decline_reason r on r.id = a.decline_reason where not converted and decline_reason <> 'UNKNOWN'",
			value: declineRatio(func(t *declineSums) int { return t.retryable }, func(t *declineSums) int { return t.worded }),
		},
		{
			id: "median_tries", label: "Declines before a sale", unit: model.UnitCount, needs: "card sale after a decline",
			definition: "Of the period's card sales that followed a decline of the same buyer and product within 30 days, the number of declines before the one in the middle; the lower one of two.",
			sql:        triesSQL,
			value: func(_ *scope, t *declineSums, _ model.Currency) model.Value {
				if n, ok := middle(t.tries); ok {
					return model.CountOf(n)
				}
				return model.Unknown()
			},
		},
	}
}
