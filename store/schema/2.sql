ALTER TABLE transaction_ ADD COLUMN payment_link TEXT;

-- accepted counts rows; one row may bring facts of a transaction, of other things, or of both.
ALTER TABLE import ADD COLUMN observed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import ADD COLUMN recorded INTEGER NOT NULL DEFAULT 0;
UPDATE import SET observed = accepted;

-- A cart, a subscription, an entry of the wallet: its current state, and all that was seen of it.
CREATE TABLE record(
  id           INTEGER PRIMARY KEY,
  dataset      TEXT NOT NULL,
  key          TEXT NOT NULL,
  facts        TEXT NOT NULL,
  observations INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX record_key ON record(dataset, key);

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
CREATE UNIQUE INDEX record_sighting ON record_observation(record_id, source, hash);

-- What each source has told of each dataset, and which periods were asked for in full.
CREATE TABLE road(
  dataset     TEXT NOT NULL,
  source      TEXT NOT NULL,
  rows        INTEGER NOT NULL,
  first_at    INTEGER,
  last_at     INTEGER,
  last_seen   INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  PRIMARY KEY(dataset, source)) STRICT, WITHOUT ROWID;

CREATE TABLE covered(
  dataset TEXT NOT NULL,
  source  TEXT NOT NULL,
  status  TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at   INTEGER NOT NULL,
  CHECK(from_at < to_at)) STRICT;

-- How far a sync has come.
CREATE TABLE cursor(
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL) STRICT, WITHOUT ROWID;

INSERT INTO road(dataset, source, rows, first_at, last_at, last_seen, imported_at)
SELECT 'transactions', o.source, count(DISTINCT o.code), min(t.ordered_at), max(t.ordered_at), max(o.last_seen), max(i.imported_at)
FROM observation o JOIN import i ON i.id = o.import_id JOIN transaction_ t ON t.code = o.code GROUP BY o.source;
