CREATE UNIQUE INDEX observation_sighting ON observation(code, source, hash);
 CREATE UNIQUE INDEX record_key ON record(dataset, key);
 CREATE UNIQUE INDEX record_sighting ON record_observation(record_id, source, hash);
 CREATE UNIQUE INDEX transaction_code ON transaction_(code);
 CREATE TABLE covered(
  dataset TEXT NOT NULL,
  source  TEXT NOT NULL,
  status  TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at   INTEGER NOT NULL,
  CHECK(from_at < to_at)) STRICT;
 CREATE TABLE cursor(
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL) STRICT, WITHOUT ROWID;
 CREATE TABLE decline_reason(
  id TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, retryable INTEGER NOT NULL, in_rates INTEGER NOT NULL) STRICT, WITHOUT ROWID;
 CREATE TABLE import(
  id          INTEGER PRIMARY KEY,
  digest      TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  source      TEXT NOT NULL,
  zone        TEXT NOT NULL,
  seen_at     INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  rows        INTEGER NOT NULL,
  accepted    INTEGER NOT NULL,
  duplicate   INTEGER NOT NULL,
  rejected    INTEGER NOT NULL,
  blank       INTEGER NOT NULL,
  header      INTEGER NOT NULL,
  totals      TEXT NOT NULL, observed INTEGER NOT NULL DEFAULT 0, recorded INTEGER NOT NULL DEFAULT 0,
  CHECK(rows = accepted + duplicate + rejected + blank + header)) STRICT;
 CREATE TABLE meta(
  key   TEXT PRIMARY KEY NOT NULL,
  value ANY NOT NULL) STRICT, WITHOUT ROWID;
 CREATE TABLE observation(
  id         INTEGER PRIMARY KEY,
  code       TEXT NOT NULL,
  source     TEXT NOT NULL,
  hash       BLOB NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  import_id  INTEGER NOT NULL REFERENCES import(id),
  body       TEXT,
  CHECK(first_seen <= last_seen)) STRICT;
 CREATE TABLE payment_type(
  id TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, is_card INTEGER NOT NULL) STRICT, WITHOUT ROWID;
 CREATE TABLE record(
  id           INTEGER PRIMARY KEY,
  dataset      TEXT NOT NULL,
  key          TEXT NOT NULL,
  facts        TEXT NOT NULL,
  observations INTEGER NOT NULL) STRICT;
 CREATE TABLE record_observation(
  id         INTEGER PRIMARY KEY,
  record_id  INTEGER NOT NULL REFERENCES record(id),
  source     TEXT NOT NULL,
  hash       BLOB NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  import_id  INTEGER NOT NULL REFERENCES import(id),
  facts      TEXT,
  CHECK(first_seen <= last_seen)) STRICT;
 CREATE TABLE road(
  dataset     TEXT NOT NULL,
  source      TEXT NOT NULL,
  rows        INTEGER NOT NULL,
  first_at    INTEGER,
  last_at     INTEGER,
  last_seen   INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  PRIMARY KEY(dataset, source)) STRICT, WITHOUT ROWID;
 CREATE TABLE status(
  id TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, class TEXT NOT NULL, rank INTEGER NOT NULL,
  transactions INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
 CREATE TABLE transaction_(
  id   INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  parent_code TEXT,
  role TEXT,
  status TEXT,
  status_raw TEXT,
  ordered_at INTEGER,
  approved_at INTEGER,
  due_at INTEGER,
  reversed_at INTEGER,
  warranty_until INTEGER,
  product_id TEXT,
  product TEXT,
  offer_code TEXT,
  offer TEXT,
  producer TEXT,
  payment_type TEXT,
  card_brand TEXT,
  installments INTEGER,
  billing TEXT,
  recurrence_no INTEGER,
  subscriber_code TEXT,
  trial INTEGER,
  items INTEGER,
  anticipation TEXT,
  price_minor INTEGER,
  paid_minor INTEGER,
  refunded_minor INTEGER,
  gross_minor INTEGER,
  my_net_minor INTEGER,
  producer_net_minor INTEGER,
  affiliate_commission_minor INTEGER,
  coproducer_commission_minor INTEGER,
  fee_minor INTEGER,
  streaming_fee_minor INTEGER,
  other_fees_minor INTEGER,
  installment_fee_minor INTEGER,
  local_tax_minor INTEGER,
  purchase_rate TEXT,
  payout_rate TEXT,
  refusal_raw TEXT,
  src TEXT,
  sck TEXT,
  xcod TEXT,
  channel TEXT,
  sales_tool TEXT,
  coupon TEXT,
  is_bump INTEGER,
  is_funnel INTEGER,
  affiliate TEXT,
  buyer_name TEXT,
  buyer_email TEXT,
  buyer_phone TEXT,
  buyer_document TEXT,
  buyer_ucode TEXT,
  buyer_country TEXT,
  buyer_state TEXT,
  buyer_city TEXT,
  currency TEXT,
  payout_currency TEXT,
  fee_currency TEXT,
  order_code TEXT,
  buyer_key TEXT,
  buyer_key_kind TEXT,
  refusal_reason TEXT,
  observations INTEGER NOT NULL, payment_link TEXT) STRICT;
 CREATE VIEW v_affiliates AS
SELECT key, facts ->> '$.affiliate_code' AS "affiliate_code", facts ->> '$.name' AS "name", facts ->> '$.email' AS "email", facts ->> '$.phone' AS "phone", facts ->> '$.country' AS "country", facts ->> '$.product_id' AS "product_id", facts ->> '$.product' AS "product", facts ->> '$.status' AS "status", facts ->> '$.since' AS "since", facts ->> '$.commission_percent' AS "commission_percent", facts ->> '$.clicks' AS "clicks", facts ->> '$.sales' AS "sales", facts ->> '$.commission[0]' AS "commission_minor", facts ->> '$.commission[1]' AS "commission_currency", facts ->> '$.special' AS "special", facts ->> '$.legal_type' AS "legal_type", facts ->> '$.leads' AS "leads", observations FROM record WHERE dataset = 'affiliates';
 CREATE VIEW v_card_attempt AS
SELECT v.*, v.class IN ('sold', 'dispute', 'reversed') AS converted,
  CASE WHEN v.class = 'failed' THEN coalesce(v.refusal_reason, 'UNKNOWN') END AS decline_reason
FROM v_transaction v
WHERE v.is_card AND v.charge_no = 1 AND v.account_role = 'PRODUCER' AND v.class IN ('sold', 'dispute', 'reversed', 'failed');
 CREATE VIEW v_carts AS
SELECT key, facts ->> '$.at' AS "at", facts ->> '$.product_id' AS "product_id", facts ->> '$.product' AS "product", facts ->> '$.offer_code' AS "offer_code", facts ->> '$.buyer_name' AS "buyer_name", facts ->> '$.buyer_email' AS "buyer_email", facts ->> '$.buyer_phone' AS "buyer_phone", facts ->> '$.buyer_document' AS "buyer_document", facts ->> '$.buyer_country' AS "buyer_country", facts ->> '$.has_affiliate' AS "has_affiliate", facts ->> '$.checkout_url' AS "checkout_url", facts ->> '$.src' AS "src", facts ->> '$.sck' AS "sck", observations FROM record WHERE dataset = 'carts';
 CREATE VIEW v_club_activity AS
SELECT key, facts ->> '$.at' AS "at", facts ->> '$.kind' AS "kind", facts ->> '$.club' AS "club", facts ->> '$.product_id' AS "product_id", facts ->> '$.product' AS "product", facts ->> '$.user_id' AS "user_id", facts ->> '$.name' AS "name", facts ->> '$.email' AS "email", facts ->> '$.module_id' AS "module_id", facts ->> '$.module' AS "module", facts ->> '$.page_id' AS "page_id", facts ->> '$.page' AS "page", facts ->> '$.completed' AS "completed", observations FROM record WHERE dataset = 'club-activity';
 CREATE VIEW v_club_members AS
SELECT key, facts ->> '$.club' AS "club", facts ->> '$.user_id' AS "user_id", facts ->> '$.name' AS "name", facts ->> '$.email' AS "email", facts ->> '$.role' AS "role", facts ->> '$.type' AS "type", facts ->> '$.status' AS "status", facts ->> '$.engagement' AS "engagement", facts ->> '$.class_id' AS "class_id", facts ->> '$.locale' AS "locale", facts ->> '$.plus_access' AS "plus_access", facts ->> '$.purchased_at' AS "purchased_at", facts ->> '$.first_access_at' AS "first_access_at", facts ->> '$.last_access_at' AS "last_access_at", facts ->> '$.access_count' AS "access_count", facts ->> '$.progress_percent' AS "progress_percent", facts ->> '$.pages_completed' AS "pages_completed", facts ->> '$.pages_total' AS "pages_total", observations FROM record WHERE dataset = 'club-members';
 CREATE VIEW v_club_modules AS
SELECT key, facts ->> '$.club' AS "club", facts ->> '$.module_id' AS "module_id", facts ->> '$.name' AS "name", facts ->> '$.sequence' AS "sequence", facts ->> '$.pages' AS "pages", facts ->> '$.is_extra' AS "is_extra", facts ->> '$.is_extra_paid' AS "is_extra_paid", facts ->> '$.is_public' AS "is_public", observations FROM record WHERE dataset = 'club-modules';
 CREATE VIEW v_club_pages AS
SELECT key, facts ->> '$.club' AS "club", facts ->> '$.module_id' AS "module_id", facts ->> '$.page_id' AS "page_id", facts ->> '$.name' AS "name", facts ->> '$.type' AS "type", facts ->> '$.sequence' AS "sequence", facts ->> '$.comments' AS "comments", facts ->> '$.rating' AS "rating", facts ->> '$.published' AS "published", facts ->> '$.has_media' AS "has_media", observations FROM record WHERE dataset = 'club-pages';
 CREATE VIEW v_commissions AS
SELECT key, facts ->> '$.transaction' AS "transaction", facts ->> '$.role' AS "role", facts ->> '$.party_ucode' AS "party_ucode", facts ->> '$.party' AS "party", facts ->> '$.value[0]' AS "value_minor", facts ->> '$.value[1]' AS "value_currency", facts ->> '$.mine' AS "mine", facts ->> '$.payout_rate' AS "payout_rate", observations FROM record WHERE dataset = 'commissions';
 CREATE VIEW v_control_totals AS
SELECT key, facts ->> '$.status' AS "status", facts ->> '$.from_at' AS "from_at", facts ->> '$.to_at' AS "to_at", facts ->> '$.items' AS "items", facts ->> '$.value[0]' AS "value_minor", facts ->> '$.value[1]' AS "value_currency", observations FROM record WHERE dataset = 'control-totals';
 CREATE VIEW v_coupons AS
SELECT key, facts ->> '$.product_id' AS "product_id", facts ->> '$.code' AS "code", facts ->> '$.status' AS "status", facts ->> '$.discount' AS "discount", facts ->> '$.active' AS "active", facts ->> '$.starts_at' AS "starts_at", facts ->> '$.ends_at' AS "ends_at", facts ->> '$.offer_codes' AS "offer_codes", facts ->> '$.affiliate' AS "affiliate", observations FROM record WHERE dataset = 'coupons';
 CREATE VIEW v_failed AS
SELECT *, coalesce(due_at, ordered_at + CASE payment_type WHEN 'PIX' THEN 2 ELSE 3 END * 86400000) AS due
FROM v_transaction
WHERE charge_no = 1 AND account_role = 'PRODUCER' AND (class = 'failed'
  OR (status IN ('WAITING_PAYMENT', 'PRINTED_BILLET', 'STARTED', 'OVERDUE')
    AND coalesce(due_at, ordered_at + CASE payment_type WHEN 'PIX' THEN 2 ELSE 3 END * 86400000)
      < (SELECT value FROM meta WHERE key = 'taken_at')));
 CREATE VIEW v_invoices AS
SELECT key, facts ->> '$.direction' AS "direction", facts ->> '$.number' AS "number", facts ->> '$.series' AS "series", facts ->> '$.status' AS "status", facts ->> '$.issued_at' AS "issued_at", facts ->> '$.month' AS "month", facts ->> '$.counterpart' AS "counterpart", facts ->> '$.counterpart_document' AS "counterpart_document", facts ->> '$.transaction' AS "transaction", facts ->> '$.amount[0]' AS "amount_minor", facts ->> '$.amount[1]' AS "amount_currency", facts ->> '$.file' AS "file", facts ->> '$.reject_reason' AS "reject_reason", observations FROM record WHERE dataset = 'invoices';
 CREATE VIEW v_ledger AS
SELECT key, facts ->> '$.at' AS "at", facts ->> '$.available_at' AS "available_at", facts ->> '$.category' AS "category", facts ->> '$.transaction' AS "transaction", facts ->> '$.description' AS "description", facts ->> '$.status' AS "status", facts ->> '$.amount[0]' AS "amount_minor", facts ->> '$.amount[1]' AS "amount_currency", facts ->> '$.balance[0]' AS "balance_minor", facts ->> '$.balance[1]' AS "balance_currency", facts ->> '$.category_raw' AS "category_raw", facts ->> '$.fee[0]' AS "fee_minor", facts ->> '$.fee[1]' AS "fee_currency", observations FROM record WHERE dataset = 'ledger';
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
 CREATE VIEW v_offers AS
SELECT key, facts ->> '$.product_id' AS "product_id", facts ->> '$.name' AS "name", facts ->> '$.description' AS "description", facts ->> '$.payment_mode' AS "payment_mode", facts ->> '$.price[0]' AS "price_minor", facts ->> '$.price[1]' AS "price_currency", facts ->> '$.is_main' AS "is_main", facts ->> '$.smart_recovery' AS "smart_recovery", facts ->> '$.currency_conversion' AS "currency_conversion", observations FROM record WHERE dataset = 'offers';
 CREATE VIEW v_plans AS
SELECT key, facts ->> '$.product_id' AS "product_id", facts ->> '$.name' AS "name", facts ->> '$.description' AS "description", facts ->> '$.payment_mode' AS "payment_mode", facts ->> '$.periodicity' AS "periodicity", facts ->> '$.price[0]' AS "price_minor", facts ->> '$.price[1]' AS "price_currency", facts ->> '$.max_installments' AS "max_installments", facts ->> '$.trial_days' AS "trial_days", facts ->> '$.smart_recovery' AS "smart_recovery", facts ->> '$.can_switch' AS "can_switch", observations FROM record WHERE dataset = 'plans';
 CREATE VIEW v_products AS
SELECT key, facts ->> '$.ucode' AS "ucode", facts ->> '$.name' AS "name", facts ->> '$.status' AS "status", facts ->> '$.format' AS "format", facts ->> '$.is_subscription' AS "is_subscription", facts ->> '$.has_coproduction' AS "has_coproduction", facts ->> '$.warranty_days' AS "warranty_days", facts ->> '$.created_at' AS "created_at", facts ->> '$.support_email' AS "support_email", observations FROM record WHERE dataset = 'products';
 CREATE VIEW v_refund AS
SELECT *, CASE WHEN class = 'reversed' THEN price_minor ELSE refunded_minor END AS returned_minor
FROM v_transaction
WHERE account_role = 'PRODUCER' AND (class IN ('reversed', 'dispute') OR status = 'PARTIALLY_REFUNDED');
 CREATE VIEW v_sold AS
SELECT *, coalesce(approved_at, ordered_at) AS at, price_minor - coalesce(refunded_minor, 0) AS gross_minor_kept
FROM v_transaction
WHERE class = 'sold' AND account_role = 'PRODUCER' AND NOT (coalesce(trial, 0) AND charge_no = 1 AND coalesce(price_minor, 0) = 0);
 CREATE VIEW v_subscription_events AS
SELECT key, facts ->> '$.at' AS "at", facts ->> '$.kind' AS "kind", facts ->> '$.subscriber_code' AS "subscriber_code", facts ->> '$.status' AS "status", facts ->> '$.product_id' AS "product_id", facts ->> '$.product' AS "product", facts ->> '$.plan' AS "plan", facts ->> '$.previous_plan' AS "previous_plan", facts ->> '$.offer_code' AS "offer_code", facts ->> '$.previous_offer_code' AS "previous_offer_code", facts ->> '$.buyer_name' AS "buyer_name", facts ->> '$.buyer_email' AS "buyer_email", facts ->> '$.charge_day' AS "charge_day", facts ->> '$.previous_charge_day' AS "previous_charge_day", facts ->> '$.next_charge_at' AS "next_charge_at", facts ->> '$.recurrence_value' AS "recurrence_value", observations FROM record WHERE dataset = 'subscription-events';
 CREATE VIEW v_subscriptions AS
SELECT key, facts ->> '$.subscription_id' AS "subscription_id", facts ->> '$.status' AS "status", facts ->> '$.status_raw' AS "status_raw", facts ->> '$.billing' AS "billing", facts ->> '$.product_id' AS "product_id", facts ->> '$.product' AS "product", facts ->> '$.plan_id' AS "plan_id", facts ->> '$.plan' AS "plan", facts ->> '$.offer_code' AS "offer_code", facts ->> '$.coupon' AS "coupon", facts ->> '$.period_days' AS "period_days", facts ->> '$.max_cycles' AS "max_cycles", facts ->> '$.buyer_name' AS "buyer_name", facts ->> '$.buyer_email' AS "buyer_email", facts ->> '$.buyer_phone' AS "buyer_phone", facts ->> '$.buyer_ucode' AS "buyer_ucode", facts ->> '$.started_at' AS "started_at", facts ->> '$.ended_at' AS "ended_at", facts ->> '$.requested_at' AS "requested_at", facts ->> '$.cancelled_at' AS "cancelled_at", facts ->> '$.next_charge_at' AS "next_charge_at", facts ->> '$.trial_ends_at' AS "trial_ends_at", facts ->> '$.trial' AS "trial", facts ->> '$.price[0]' AS "price_minor", facts ->> '$.price[1]' AS "price_currency", facts ->> '$.last_charge_no' AS "last_charge_no", facts ->> '$.last_charge_at' AS "last_charge_at", facts ->> '$.last_charge_status' AS "last_charge_status", facts ->> '$.unpaid_charges' AS "unpaid_charges", facts ->> '$.lifetime_days' AS "lifetime_days", facts ->> '$.transaction' AS "transaction", facts ->> '$.card_changed' AS "card_changed", facts ->> '$.retry_at' AS "retry_at", facts ->> '$.charge_day' AS "charge_day", facts ->> '$.cancel_reason' AS "cancel_reason", facts ->> '$.payment_type' AS "payment_type", facts ->> '$.buyer_country' AS "buyer_country", facts ->> '$.net[0]' AS "net_minor", facts ->> '$.net[1]' AS "net_currency", observations FROM record WHERE dataset = 'subscriptions';
 CREATE VIEW v_transaction AS
SELECT t.id, t.code, t.parent_code, t.role, t.status, t.status_raw, t.ordered_at, t.approved_at, t.due_at, t.reversed_at, t.warranty_until, t.product_id, t.product, t.offer_code, t.offer, t.producer, t.payment_type, t.card_brand, t.installments, t.billing, t.recurrence_no, t.subscriber_code, t.trial, t.items, t.anticipation, t.price_minor, t.paid_minor, t.refunded_minor, t.gross_minor, coalesce(t.my_net_minor, CASE coalesce(t.role, 'UNKNOWN')
    WHEN 'PRODUCER' THEN t.producer_net_minor WHEN 'UNKNOWN' THEN t.producer_net_minor WHEN 'AFFILIATE' THEN t.affiliate_commission_minor END) AS my_net_minor, t.producer_net_minor, t.affiliate_commission_minor, t.coproducer_commission_minor, t.fee_minor, t.streaming_fee_minor, t.other_fees_minor, t.installment_fee_minor, t.local_tax_minor, t.purchase_rate, t.payout_rate, t.refusal_raw, t.src, t.sck, t.xcod, t.channel, t.sales_tool, t.coupon, t.is_bump, t.is_funnel, t.affiliate, t.buyer_name, t.buyer_email, t.buyer_phone, t.buyer_document, t.buyer_ucode, t.buyer_country, t.buyer_state, t.buyer_city, t.payment_link, t.currency, t.payout_currency, t.fee_currency,
  coalesce(t.order_code, t.code) AS order_code,
  coalesce(t.buyer_key, nullif(t.buyer_email, '')) AS buyer_key,
  t.buyer_key_kind, t.refusal_reason, t.observations,
  coalesce(s.class, 'unknown') AS class, coalesce(s.label, 'Unknown') AS status_label,
  coalesce(p.is_card, 0) AS is_card,
  coalesce(nullif(t.role, 'UNKNOWN'), 'PRODUCER') AS account_role,
  coalesce(t.recurrence_no, 1) AS charge_no
FROM transaction_ t LEFT JOIN status s ON s.id = t.status LEFT JOIN payment_type p ON p.id = t.payment_type;
 CREATE VIEW v_visits AS
SELECT key, facts ->> '$.at' AS "at", facts ->> '$.day' AS "day", facts ->> '$.product_id' AS "product_id", facts ->> '$.product' AS "product", facts ->> '$.surface' AS "surface", facts ->> '$.page' AS "page", facts ->> '$.src' AS "src", facts ->> '$.sck' AS "sck", facts ->> '$.utm_source' AS "utm_source", facts ->> '$.utm_medium' AS "utm_medium", facts ->> '$.utm_campaign' AS "utm_campaign", facts ->> '$.visits' AS "visits", facts ->> '$.visitors' AS "visitors", facts ->> '$.clicks' AS "clicks", facts ->> '$.checkouts' AS "checkouts", observations FROM record WHERE dataset = 'visits';
 CREATE VIEW v_webhook_events AS
SELECT key, facts ->> '$.at' AS "at", facts ->> '$.event' AS "event", facts ->> '$.version' AS "version", facts ->> '$.transaction' AS "transaction", facts ->> '$.body_hash' AS "body_hash", facts ->> '$.known' AS "known", facts ->> '$.body' AS "body", observations FROM record WHERE dataset = 'webhook-events';
