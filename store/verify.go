package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"slices"

	"recoup/model"
)

// Verification is what Verify found.
type Verification struct {
	Transactions int
	Observations int
	Records      int // carts, subscriptions and everything else that is no transaction
	Imports      int
	Statuses     map[model.Status]int
	// Totals is the control total: the sum of the price of all transactions, per currency.
	Totals []model.Money
	// UnknownStatuses counts the transactions whose status no rule knows, by the source's own word; UnknownEvents the
	// webhook events, by name. At most maxUnknown words each.
	UnknownStatuses, UnknownEvents map[string]int
	// Problems says what is wrong, one sentence each; empty when all is well.
	Problems []string
	// Warnings says what is not wrong but should be looked at, such as a file that others can read.
	Warnings []string
}

// OK tells whether nothing is wrong.
func (v Verification) OK() bool { return len(v.Problems) == 0 }

// Verify checks the whole snapshot without changing it: the pages of the file, its references, every observation against
// its hash, every transaction against the projection of its observations, the counts against the rows, the register of
// imports against the log, and who may read the file. The error says that it could not be carried out; what it found
// wrong is in the result.
func (s *Snapshot) Verify(ctx context.Context) (Verification, error) {
	v := Verification{Statuses: map[model.Status]int{}, Warnings: Exposed(s.path)}
	err := reading(ctx, s.db, func(se *session) error {
		for _, check := range []func(context.Context, *session, *Snapshot) error{
			v.checkFile, v.checkProjection, v.checkRecords, v.checkCounts, v.checkRegister, v.checkWords,
		} {
			if err := v.note(check(ctx, se, s)); err != nil {
				return err
			}
		}
		return nil
	})
	return v, explain(err, s.path)
}

// note keeps an error about the content as a problem and passes every other one on.
func (v *Verification) note(err error) error {
	var told *model.Error
	if err == nil || model.KindOf(err) == model.KindCancelled {
		return err
	}
	if explained := explain(err, "the snapshot"); errors.Is(explained, ErrDamaged) && errors.As(explained, &told) {
		v.problem("%s", told.Message)
		return nil
	}
	return err
}

func (v *Verification) problem(format string, args ...any) {
	v.Problems = append(v.Problems, fmt.Sprintf(format, args...))
}

func (v *Verification) checkFile(ctx context.Context, se *session, s *Snapshot) error {
	if err := se.checkPages(ctx, "integrity_check", s.path); err != nil {
		return err
	}
	loose := 0
	err := se.each(ctx, "PRAGMA foreign_key_check", nil, func([]driver.Value) error { loose++; return nil })
	if loose > 0 {
		v.problem("%d observations refer to an import that is not registered.", loose)
	}
	return err
}

// checkProjection compares every transaction with what its observations say.
func (v *Verification) checkProjection(ctx context.Context, se *session, s *Snapshot) error {
	var totals model.Purse
	var scratch []byte
	damagedCode, differingCode := "", ""
	broken, differing := 0, 0
	var check rowCheck
	err := se.walk(ctx, s.words, func(w *walked) error {
		v.Transactions++
		v.Observations += len(w.seen)
		v.Statuses[w.current.Status]++
		if w.current.Has.Has(model.FPrice) {
			if err := totals.Add(w.current.Price); err != nil {
				return err
			}
		}
		var intact bool
		if scratch, intact = w.intact(scratch); !intact {
			if broken++; broken == 1 {
				damagedCode = w.current.Code
			}
		} else if !check.matches(w) {
			if differing++; differing == 1 {
				differingCode = w.current.Code
			}
		}
		return nil
	})
	v.Totals = totals.All()
	if broken > 0 {
		v.problem("The history of %d transactions was changed from outside, first of %s.", broken, model.Clean(damagedCode))
	}
	if differing > 0 {
		v.problem("%d transactions are not what their history says, first %s.", differing, model.Clean(differingCode))
	}
	return err
}

// checkRecords compares every record with what its observations say.
func (v *Verification) checkRecords(ctx context.Context, se *session, _ *Snapshot) error {
	broken, differing := 0, 0
	var first string
	err := se.eachRecord(ctx, "", nil, func(e *recordEntry) error {
		v.Records++
		current, err := e.project()
		switch {
		case err != nil || !e.intact():
			broken++
		case current != e.current:
			differing++
		default:
			return nil
		}
		if first == "" {
			first = string(e.name.dataset) + " " + e.name.key
		}
		return nil
	})
	if broken+differing > 0 {
		v.problem("%d records are not what their history says, first %s.", broken+differing, model.Clean(first))
	}
	return err
}

func (v *Verification) checkCounts(ctx context.Context, se *session, s *Snapshot) error {
	kept := map[model.Status]int{}
	err := se.each(ctx, "SELECT id, transactions FROM status WHERE transactions <> 0", nil, func(row []driver.Value) error {
		id, _ := row[0].(string)
		n, _ := row[1].(int64)
		kept[s.words.status(id)] += int(n)
		return nil
	})
	if err != nil {
		return err
	}
	if !maps.Equal(kept, v.Statuses) {
		v.problem("The number of transactions kept for each status is not that of the rows.")
	}
	orphans, err := se.number(ctx, "SELECT count(*) FROM observation o WHERE NOT EXISTS(SELECT 1 FROM transaction_ t WHERE t.code = o.code)")
	if err != nil {
		return err
	}
	if orphans > 0 {
		v.problem("%d observations belong to no transaction.", orphans)
	}
	takenAt, _, err := se.meta(ctx, metaTakenAt)
	if err != nil {
		return err
	}
	latest, err := se.number(ctx, "SELECT max(last_seen) FROM observation")
	if err == nil && latest > takenAt {
		v.problem("The snapshot is said to be older than what was seen.")
	}
	return err
}

// checkRegister compares what each import says it accepted with the log.
func (v *Verification) checkRegister(ctx context.Context, se *session, _ *Snapshot) error {
	imports, err := se.imports(ctx, "")
	v.Imports = len(imports)
	if err != nil {
		return err
	}
	// Where an import brought no records, each accepted row is one new observation.
	const grouped = `SELECT i.name, iif(i.recorded = 0, i.accepted, i.observed + i.recorded), coalesce(k.n, 0) FROM import i
LEFT JOIN (SELECT import_id, count(*) AS n FROM (SELECT import_id FROM observation UNION ALL SELECT import_id FROM record_observation)
  GROUP BY import_id) k ON k.import_id = i.id 
WHERE i.observed + i.recorded <> coalesce(k.n, 0) OR i.recorded = 0 AND i.accepted <> i.observed`
	err = se.each(ctx, grouped, nil, func(row []driver.Value) error {
		name, _ := row[0].(string)
		v.problem("%s brought %v new facts, but %v of them are here.", model.Clean(name), row[1], row[2])
		return nil
	})
	if err != nil {
		return err
	}
	return se.each(ctx, roadCounts+" HAVING road.rows IS NOT n", nil, func(row []driver.Value) error {
		dataset, _ := row[0].(string)
		v.problem("The register says that %v %s came by %v, but %v did.", row[2], model.Clean(dataset), row[1], row[3])
		return nil
	})
}

// roadCounts counts again what the register of roads says.
const roadCounts = `
WITH told AS (
  SELECT 'transactions' AS dataset, source, code AS thing FROM observation UNION
  SELECT r.dataset, o.source, r.key FROM record_observation o JOIN record r ON r.id = o.record_id UNION
  SELECT dataset, '', key FROM record)
SELECT road.dataset, road.source, road.rows, count(told.thing) AS n FROM road
LEFT JOIN told ON told.dataset = road.dataset AND told.source = road.source GROUP BY road.dataset, road.source`

// intact tells whether every observation still says what its hash was made of.
func (e *recordEntry) intact() bool {
	for i := range e.seen {
		if hashOf([]byte(e.seen[i].facts)) != e.seen[i].hash || !e.seen[i].hasFacts && len(e.seen) > 1 {
			return false
		}
	}
	return true
}

// maxUnknown is how many unknown words of a kind are told.
const maxUnknown = 20

// checkWords counts what came and no rule knows, and events that came again with their id and another body.
func (v *Verification) checkWords(ctx context.Context, se *session, _ *Snapshot) error {
	counted := func(words *map[string]int) func([]driver.Value) error {
		return func(row []driver.Value) error {
			if *words == nil {
				*words = map[string]int{}
			}
			word, _ := row[0].(string)
			n, _ := row[1].(int64)
			(*words)[word] = int(n)
			return nil
		}
	}
	const statuses = "SELECT coalesce(status_raw, ''), count(*) AS n FROM transaction_ WHERE status = 'UNKNOWN' GROUP BY 1 ORDER BY n DESC LIMIT ?"
	if err := se.each(ctx, statuses, []any{maxUnknown}, counted(&v.UnknownStatuses)); err != nil {
		return err
	}
	const events = "SELECT coalesce(event, ''), count(*) AS n FROM v_webhook_events WHERE NOT known GROUP BY 1 ORDER BY n DESC LIMIT ?"
	if err := se.each(ctx, events, []any{maxUnknown}, counted(&v.UnknownEvents)); err != nil {
		return err
	}
	twins, err := se.number(ctx, "SELECT count(*) FROM v_webhook_events WHERE observations > 1")
	if twins > 0 {
		v.Warnings = append(v.Warnings, webhookTwins(int(twins)))
	}
	return err
}

// rowCheck compares stored rows with the rows that would be written now.
type rowCheck struct{ want rowValues }

// matches tells whether a transaction's row, derived columns included, is the projection of its observations.
func (c *rowCheck) matches(w *walked) bool {
	current := w.projection()
	if !slices.Equal(appendBody(nil, current), appendBody(nil, &w.current)) {
		return false
	}
	c.want.fill(current, len(w.seen), model.ParseReason)
	return slices.Equal(c.want.values(rowDerived), w.derived)
}

func (w *walked) projection() *model.Transaction {
	return project(&entry{code: w.current.Code, seen: w.seen})
}

// Rebuild works out every transaction again from its observations and writes those that differ, with all that is kept
// about the whole. It gives the number of rows that were wrong. An observation that does not say what its hash was made
// of cannot be rebuilt: then nothing is changed and the error is ErrDamaged.
func (s *Snapshot) Rebuild(ctx context.Context) (mended int, err error) {
	if s.mode != ReadWrite {
		return 0, readOnly(model.Clean(s.path))
	}
	s.applying.Lock()
	defer s.applying.Unlock()
	err = writing(ctx, s.db, func(se *session) (bool, error) {
		if mended, err = s.rebuild(ctx, se); err != nil {
			return false, err
		}
		return true, s.checkInPlace()
	})
	if err != nil {
		return 0, explain(err, s.path)
	}
	return mended, nil
}

func (s *Snapshot) rebuild(ctx context.Context, se *session) (mended int, err error) {
	w, err := newRowWriter(ctx, se)
	if err != nil {
		return 0, err
	}
	defer w.close()
	last, err := se.number(ctx, "SELECT max(id) FROM transaction_")
	if err != nil {
		return 0, err
	}
	var check rowCheck
	for from := int64(0); from <= last; from += walkSpan {
		wrong := map[int64]*rowValues{}
		err := se.walkSpan(ctx, s.words, from, from+walkSpan, func(row *walked) error {
			if _, intact := row.intact(nil); !intact {
				return damagedObservation(row.current.Code)
			}
			if !check.matches(row) {
				mended := new(rowValues)
				mended.fill(row.projection(), len(row.seen), model.ParseReason)
				wrong[row.id] = mended
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		for id, values := range wrong {
			if err := w.updateRow(ctx, id, values); err != nil {
				return 0, err
			}
		}
		mended += len(wrong)
	}
	records, err := se.rebuildRecords(ctx)
	if err != nil {
		return 0, err
	}
	return mended + records, se.recount(ctx)
}

// rebuildRecords works out every record again from its observations and writes those that differ.
func (s *session) rebuildRecords(ctx context.Context) (mended int, err error) {
	wrong := map[int64]string{}
	err = s.eachRecord(ctx, "", nil, func(e *recordEntry) error {
		current, err := e.project()
		if err != nil || !e.intact() {
			return damagedRecord(e.name.dataset, e.name.key)
		}
		if current != e.current {
			wrong[e.id] = current
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for id, facts := range wrong {
		if err := s.exec(ctx, "UPDATE record SET facts = ? WHERE id = ?", facts, id); err != nil {
			return 0, err
		}
	}
	return len(wrong), nil
}

// recount works out what is kept about the whole snapshot.
func (s *session) recount(ctx context.Context) error {
	const counts = `UPDATE status SET transactions = (SELECT count(*) FROM transaction_ t WHERE coalesce(t.status, 'UNKNOWN') = status.id)`
	if err := s.exec(ctx, counts); err != nil {
		return err
	}
	const latest = `INSERT INTO meta(key,value) SELECT ?, max(last_seen) FROM observation HAVING count(*) > 0 ON CONFLICT DO UPDATE SET value=max(value,excluded.value)`
	if err := s.exec(ctx, latest, metaTakenAt); err != nil {
		return err
	}
	const roads = "UPDATE road SET rows = c.n FROM (" + roadCounts + ") c WHERE c.dataset = road.dataset AND c.source = road.source"
	if err := s.exec(ctx, roads); err != nil {
		return err
	}
	return s.exec(ctx, firstOrderedSQL, metaFirstOrdered)
}

func webhookTwins(n int) string {
	if n == 1 {
		return "A webhook event came again with the same id and another body; both are kept."
	}
	return fmt.Sprintf("%d webhook events came again with the same id and another body; both are kept.", n)
}
