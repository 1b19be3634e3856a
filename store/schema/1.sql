
CREATE TABLE meta(
  key   TEXT PRIMARY KEY NOT NULL,
  value ANY NOT NULL) STRICT, WITHOUT ROWID;

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
  totals      TEXT NOT NULL,
  CHECK(rows = accepted + duplicate + rejected + blank + header)) STRICT;

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
  observations INTEGER NOT NULL) STRICT;

CREATE TABLE status(
  id TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, class TEXT NOT NULL, rank INTEGER NOT NULL,
  transactions INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE TABLE payment_type(
  id TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, is_card INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE decline_reason(
  id TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, retryable INTEGER NOT NULL, in_rates INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX transaction_code ON transaction_(code);
CREATE UNIQUE INDEX observation_sighting ON observation(code, source, hash);

CREATE VIEW v_transaction AS
SELECT t.id, t.code, t.parent_code, t.role, t.status, t.status_raw, t.ordered_at, t.approved_at, t.due_at, t.reversed_at, t.warranty_until, t.product_id, t.product, t.offer_code, t.offer, t.producer, t.payment_type, t.card_brand, t.installments, t.billing, t.recurrence_no, t.subscriber_code, t.trial, t.items, t.anticipation, t.price_minor, t.paid_minor, t.refunded_minor, t.gross_minor, t.my_net_minor, t.producer_net_minor, t.affiliate_commission_minor, t.coproducer_commission_minor, t.fee_minor, t.streaming_fee_minor, t.other_fees_minor, t.installment_fee_minor, t.local_tax_minor, t.purchase_rate, t.payout_rate, t.refusal_raw, t.src, t.sck, t.xcod, t.channel, t.sales_tool, t.coupon, t.is_bump, t.is_funnel, t.affiliate, t.buyer_name, t.buyer_email, t.buyer_phone, t.buyer_document, t.buyer_ucode, t.buyer_country, t.buyer_state, t.buyer_city, t.currency, t.payout_currency, t.fee_currency,
  coalesce(t.order_code, t.code) AS order_code,
  coalesce(t.buyer_key, t.buyer_email) AS buyer_key,
  t.buyer_key_kind, t.refusal_reason, t.observations,
  coalesce(s.class, 'unknown') AS class, coalesce(s.label, 'Unknown') AS status_label,
  coalesce(p.is_card, 0) AS is_card,
  coalesce(nullif(t.role, 'UNKNOWN'), 'PRODUCER') AS account_role,
  coalesce(t.recurrence_no, 1) AS charge_no
FROM transaction_ t LEFT JOIN status s ON s.id = t.status LEFT JOIN payment_type p ON p.id = t.payment_type;

CREATE VIEW v_sold AS
SELECT *, coalesce(approved_at, ordered_at) AS at, price_minor - coalesce(refunded_minor, 0) AS gross_minor_kept
FROM v_transaction WHERE class = 'sold' AND account_role = 'PRODUCER';

CREATE VIEW v_failed AS
SELECT *, coalesce(due_at, ordered_at + CASE payment_type WHEN 'PIX' THEN 2 ELSE 3 END * 86400000) AS due
FROM v_transaction
WHERE charge_no = 1 AND account_role = 'PRODUCER' AND (class = 'failed'
  OR (status IN ('WAITING_PAYMENT', 'PRINTED_BILLET', 'STARTED', 'OVERDUE')
    AND coalesce(due_at, ordered_at + CASE payment_type WHEN 'PIX' THEN 2 ELSE 3 END * 86400000)
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
  CASE WHEN v.class = 'failed' THEN coalesce(v.refusal_reason, 'UNKNOWN') END AS decline_reason
FROM v_transaction v
WHERE v.is_card AND v.charge_no = 1 AND v.account_role = 'PRODUCER' AND v.class IN ('sold', 'dispute', 'reversed', 'failed');

CREATE VIEW v_refund AS
SELECT *, CASE WHEN class = 'reversed' THEN price_minor ELSE refunded_minor END AS returned_minor
FROM v_transaction
WHERE account_role = 'PRODUCER' AND (class IN ('reversed', 'dispute') OR status = 'PARTIALLY_REFUNDED');
