package store

import (
	"context"
	"database/sql/driver"
	"slices"
	"time"

	"recoup/model"
)

var _ Reader = (*Snapshot)(nil)

// Info says what the snapshot holds. It reads a few small tables, whatever the number of transactions.
func (s *Snapshot) Info(ctx context.Context) (model.SnapshotInfo, error) {
	info := model.SnapshotInfo{Path: s.path, Zone: time.UTC, Statuses: map[model.Status]int{}, SchemaNow: s.version}
	var firstOrdered *model.Instant
	err := reading(ctx, s.db, func(se *session) error {
		err := se.each(ctx, "SELECT id, transactions FROM status WHERE transactions <> 0", nil, func(row []driver.Value) error {
			id, _ := row[0].(string)
			n, _ := row[1].(int64)
			info.Statuses[s.words.status(id)] += int(n)
			info.Rows += int(n)
			return nil
		})
		if err != nil {
			return err
		}
		if err := se.each(ctx, "SELECT key, value FROM meta", nil, func(row []driver.Value) error {
			return readMeta(row, &info, &firstOrdered)
		}); err != nil {
			return err
		}
		if info.Datasets, err = se.datasets(ctx, s.words); err != nil || info.Zone != time.UTC || info.TakenAt == 0 {
			return err
		}
		return se.zoneUnlessNamed(ctx, &info)
	})
	if err != nil {
		return model.SnapshotInfo{}, explain(err, s.path)
	}
	if firstOrdered != nil {
		info.FirstDay = model.DayOf(*firstOrdered, info.Zone)
	}
	info.Datasets[0].Rows = info.Rows // transactions have their own count
	describeDatasets(info.Datasets)
	return info, nil
}

// zoneUnlessNamed gives an account that nobody named a zone for, as events do not, Hotmart's own.
func (s *session) zoneUnlessNamed(ctx context.Context, info *model.SnapshotInfo) error {
	named := false
	err := s.each(ctx, "SELECT 1 FROM meta WHERE key = ?", []any{metaZone}, func([]driver.Value) error { named = true; return nil })
	if err != nil || named {
		return err
	}
	info.Zone, err = model.LoadZone(model.HomeZone)
	return err
}

func readMeta(row []driver.Value, info *model.SnapshotInfo, firstOrdered **model.Instant) error {
	key, _ := row[0].(string)
	number, _ := row[1].(int64)
	text, _ := row[1].(string)
	switch key {
	case metaTakenAt:
		info.TakenAt = model.Instant(number)
	case metaFirstOrdered:
		at := model.Instant(number)
		*firstOrdered = &at
	case metaAccount:
		info.Account = text
	case metaZone:
		zone, err := model.LoadZone(text)
		if err != nil {
			return err
		}
		info.Zone = zone
	}
	return nil
}

// History gives one transaction with everything that was seen of it, oldest first.
func (s *Snapshot) History(ctx context.Context, code string) (model.History, error) {
	var history model.History
	err := reading(ctx, s.db, func(se *session) (err error) {
		history, err = se.history(ctx, s.words, code)
		return err
	})
	return history, explain(err, s.path)
}

func (s *session) history(ctx context.Context, words *vocabulary, code string) (model.History, error) {
	var h model.History
	found := false
	err := s.each(ctx, "SELECT "+rowJSON("t")+" FROM transaction_ t WHERE code = ?", []any{code}, func(row []driver.Value) error {
		text, _ := row[0].(string)
		found = true
		_, err := readRow(text, words, &h.Current)
		return err
	})
	if err != nil {
		return h, err
	}
	if !found {
		return h, unknownCode(code)
	}
	err = s.each(ctx, observationColumns+" FROM observation o JOIN import i ON i.id = o.import_id WHERE o.code = ?", []any{code}, func(row []driver.Value) error {
		o, err := readObservation(row, words, &h.Current)
		h.Observations = append(h.Observations, o)
		return err
	})
	slices.SortFunc(h.Observations, oldestFirst)
	return h, err
}

// observationColumns reads an observation with its facts.
const observationColumns = "SELECT o.id, o.source, o.hash, o.first_seen, o.last_seen, o.body IS NOT NULL, o.body, i.imported_at, i.name"

// readObservation reads a row of observationColumns. The facts of one without a body are those of its transaction's row.
func readObservation(row []driver.Value, words *vocabulary, current *model.Transaction) (model.Observation, error) {
	o, err := readStored(row)
	if err != nil {
		return model.Observation{}, err
	}
	o.transaction = current
	if o.hasBody {
		body, _ := row[6].(string)
		o.transaction = &model.Transaction{Code: current.Code}
		if err := readBody(body, words, o.transaction); err != nil {
			return model.Observation{}, damagedObservation(current.Code)
		}
	}
	observed := o.observation()
	at, _ := row[7].(int64)
	observed.ImportedAt = model.Instant(at)
	observed.Import, _ = row[8].(string)
	return observed, nil
}

// Imports lists what was brought in, oldest first.
func (s *Snapshot) Imports(ctx context.Context) ([]Import, error) {
	var all []Import
	err := withSession(ctx, s.db, func(se *session) (err error) {
		all, err = se.imports(ctx, "")
		return err
	})
	return all, explain(err, s.path)
}

// Imported gives the register's line on the import of a digest; found is false where there was none.
func (s *Snapshot) Imported(ctx context.Context, digest string) (line Import, found bool, err error) {
	err = withSession(ctx, s.db, func(se *session) error {
		lines, err := se.imports(ctx, "WHERE digest = ?", digest)
		if len(lines) > 0 {
			line, found = lines[0], true
		}
		return err
	})
	return line, found, explain(err, s.path)
}

func (s *session) imports(ctx context.Context, where string, args ...any) ([]Import, error) {
	var all []Import
	query := "SELECT digest,name,kind,source,zone,seen_at,imported_at,rows,accepted,duplicate,rejected,blank,header,totals FROM import " + where + " ORDER BY id"
	err := s.each(ctx, query, args, func(row []driver.Value) error {
		text := func(i int) string { t, _ := row[i].(string); return t }
		number := func(i int) int { n, _ := row[i].(int64); return int(n) }
		totals, err := readTotals(text(13))
		all = append(all, Import{
			Digest: text(0), Name: text(1), Kind: text(2), Source: model.ParseSource(text(3)), Zone: text(4),
			SeenAt: model.Instant(number(5)), ImportedAt: model.Instant(number(6)), Totals: totals,
			Tally: model.Tally{Rows: number(7), Accepted: number(8), Duplicate: number(9), Rejected: number(10), Blank: number(11), Header: number(12)},
		})
		return err
	})
	return all, err
}

// Changed tells whether another connection has committed something since the last call, in a few microseconds. It is an
// error when the file was deleted or replaced.
func (s *Snapshot) Changed(ctx context.Context) (bool, error) {
	if s.opened == nil {
		return false, nil
	}
	if err := s.checkInPlace(); err != nil {
		return false, err
	}
	s.watching.Lock()
	defer s.watching.Unlock()
	defer s.watch.follow(context.Background())
	version, err := s.watch.number(ctx, "PRAGMA data_version")
	if err != nil {
		return false, explain(err, s.path)
	}
	changed := version != s.seen
	s.seen = version
	return changed, nil
}
