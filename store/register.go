package store

import (
	"context"
	"database/sql/driver"
	"maps"
	"slices"
	"strings"

	"recoup/model"
)

// roadName is one source's part of a dataset; with no source, the whole dataset.
type roadName struct {
	dataset model.DatasetID
	source  model.Source
}

// roadNews is what an import adds to a road.
type roadNews struct {
	rows        int // records or transactions it had not told of before
	first, last model.Instant
	seen        model.Instant
}

// roads gathers what an import tells of each dataset.
type roads map[roadName]*roadNews

func (r roads) of(name roadName) *roadNews {
	news := r[name]
	if news == nil {
		news = &roadNews{}
		r[name] = news
	}
	return news
}

// saw notes one sighting: whether its road had not told of the thing before, the date of the thing, zero where it has
// none, and when it was seen.
func (r roads) saw(name roadName, isNew bool, at, seen model.Instant) {
	news := r.of(name)
	if isNew {
		news.rows++
	}
	if at != 0 {
		if news.first == 0 || at < news.first {
			news.first = at
		}
		news.last = max(news.last, at)
	}
	news.seen = max(news.seen, seen)
}

// write brings the register up to date.
func (r roads) write(ctx context.Context, s *session, importedAt model.Instant) error {
	const upsert = `
INSERT INTO road(dataset, source, rows, first_at, last_at, last_seen, imported_at) VALUES(?1, ?2, ?3, nullif(?4, 0), nullif(?5, 0), ?6, ?7)
ON CONFLICT DO UPDATE SET rows = rows + excluded.rows,
  first_at = coalesce(min(first_at, excluded.first_at), first_at, excluded.first_at),
  last_at = coalesce(max(last_at, excluded.last_at), last_at, excluded.last_at),
  last_seen = max(last_seen, excluded.last_seen), imported_at = max(imported_at, excluded.imported_at)`
	for name, news := range r {
		err := s.exec(ctx, upsert, string(name.dataset), sourceColumn(name.source), news.rows, int64(news.first), int64(news.last),
			int64(news.seen), int64(importedAt))
		if err != nil {
			return err
		}
	}
	return nil
}

// sourceColumn is a source as the register spells it; the whole dataset has none.
func sourceColumn(s model.Source) string {
	if s == model.SourceUnknown {
		return ""
	}
	return s.ID()
}

// writeCoverage adds the parts that an import covers, and joins what touches.
func (s *session) writeCoverage(ctx context.Context, source model.Source, covers []model.Coverage) error {
	for _, c := range covers {
		if c.From >= c.To {
			continue
		}
		statuses := []string{""}
		if c.Statuses != nil {
			statuses = statuses[:0]
			for _, status := range c.Statuses {
				statuses = append(statuses, status.ID())
			}
		}
		for _, status := range statuses {
			if err := s.cover(ctx, c.Dataset, source, status, c.Span); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *session) cover(ctx context.Context, dataset model.DatasetID, source model.Source, status string, span model.Span) error {
	const touching = " FROM covered WHERE dataset = ?1 AND source = ?2 AND status = ?3 AND from_at <= ?5 AND to_at >= ?4"
	args := []any{string(dataset), source.ID(), status, int64(span.From), int64(span.To)}
	from, to := span.From, span.To
	err := s.each(ctx, "SELECT min(from_at), max(to_at)"+touching, args, func(row []driver.Value) error {
		if first, ok := row[0].(int64); ok {
			from = min(from, model.Instant(first))
		}
		if last, ok := row[1].(int64); ok {
			to = max(to, model.Instant(last))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.exec(ctx, "DELETE"+touching, args...); err != nil {
		return err
	}
	args[3], args[4] = int64(from), int64(to)
	return s.exec(ctx, "INSERT INTO covered(dataset, source, status, from_at, to_at) VALUES(?,?,?,?,?)", args...)
}

// writeCursors keeps how far a sync has come.
func (s *session) writeCursors(ctx context.Context, cursors map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(cursors)) {
		err := s.exec(ctx, "INSERT INTO cursor(name, value) VALUES(?,?) ON CONFLICT DO UPDATE SET value = excluded.value", name, cursors[name])
		if err != nil {
			return err
		}
	}
	return nil
}

// Cursor gives the value that a batch left under a name; empty when there is none.
func (s *Snapshot) Cursor(ctx context.Context, name string) (value string, err error) {
	err = reading(ctx, s.db, func(se *session) error {
		return se.each(ctx, "SELECT value FROM cursor WHERE name = ?", []any{name}, func(row []driver.Value) error {
			value, _ = row[0].(string)
			return nil
		})
	})
	return value, explain(err, s.path)
}

// datasets reads the register.
func (s *session) datasets(ctx context.Context, words *vocabulary) ([]model.Dataset, error) {
	all := emptyRegister()
	find := func(id string) *model.Dataset {
		i := slices.IndexFunc(all, func(d model.Dataset) bool { return string(d.ID) == id })
		if i < 0 {
			return nil
		}
		return &all[i]
	}
	err := s.each(ctx, "SELECT dataset, source, rows, first_at, last_at, last_seen, imported_at FROM road ORDER BY dataset", nil, func(row []driver.Value) error {
		id, _ := row[0].(string)
		source, _ := row[1].(string)
		number := func(i int) int64 { n, _ := row[i].(int64); return n }
		d := find(id)
		switch {
		case d == nil: // of a newer program
		case source == "":
			d.Rows = int(number(2))
		default:
			d.Roads = append(d.Roads, model.Road{
				Source: model.ParseSource(source), Rows: int(number(2)), Dated: model.Span{From: model.Instant(number(3)), To: model.Instant(number(4))},
				LastSeen: model.Instant(number(5)), ImportedAt: model.Instant(number(6)),
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = s.each(ctx, "SELECT dataset, source, status, from_at, to_at FROM covered ORDER BY from_at", nil, func(row []driver.Value) error {
		id, _ := row[0].(string)
		source, _ := row[1].(string)
		status, _ := row[2].(string)
		from, _ := row[3].(int64)
		to, _ := row[4].(int64)
		if d := find(id); d != nil {
			road := roadOf(d, model.ParseSource(source))
			if road.Covered == nil {
				road.Covered = map[model.Status][]model.Span{}
			}
			covered := words.status(status)
			road.Covered[covered] = append(road.Covered[covered], model.Span{From: model.Instant(from), To: model.Instant(to)})
		}
		return nil
	})
	return all, err
}

// roadOf finds a dataset's road, or adds it: what was asked for may have had no rows.
func roadOf(d *model.Dataset, source model.Source) *model.Road {
	i := slices.IndexFunc(d.Roads, func(r model.Road) bool { return r.Source == source })
	if i < 0 {
		d.Roads = append(d.Roads, model.Road{Source: source})
		i = len(d.Roads) - 1
	}
	return &d.Roads[i]
}

// emptyRegister lists the datasets that a snapshot could hold, without any.
func emptyRegister() []model.Dataset {
	all := []model.Dataset{{ID: model.DataTransactions}}
	for _, fact := range model.DatasetFacts() {
		all = append(all, model.Dataset{ID: fact.ID})
	}
	return all
}

// describeDatasets says of each dataset how much of it is here.
func describeDatasets(all []model.Dataset) {
	for i := range all {
		d := &all[i]
		slices.SortFunc(d.Roads, func(a, b model.Road) int { return int(a.Source) - int(b.Source) })
		d.State, d.Note = stateOf(d)
	}
}

// stateOf tells how much of a dataset is here. What only events told of is partial: they tell of what happened since
// they were received.
func stateOf(d *model.Dataset) (model.DatasetState, string) {
	if d.Rows == 0 {
		if slices.ContainsFunc(d.Roads, func(r model.Road) bool { return len(r.Covered) > 0 }) {
			return model.DatasetLoaded, "asked for; there are none"
		}
		fact, _ := d.ID.Fact()
		return model.DatasetAbsent, fact.How
	}
	strongest := d.Roads[len(d.Roads)-1]
	if len(d.Roads) == 1 && strongest.Source == model.SourceWebhook && !onlyEvents(d.ID) {
		return model.DatasetPartial, "only what events told of"
	}
	if lacking := notAsked(d); len(lacking) > 0 {
		return model.DatasetPartial, "the API was not asked for: " + strings.Join(lacking, ", ")
	}
	return model.DatasetLoaded, ""
}

// onlyEvents tells whether a dataset consists of events.
func onlyEvents(id model.DatasetID) bool {
	switch id {
	case model.DataCarts, model.DataSubscriptionEvents, model.DataClubActivity, model.DataWebhookEvents:
		return true
	}
	return false
}

// notAsked lists the statuses that the API was never asked for, where no report fills the gap. Without being asked, the
// API gives only approved and complete sales.
func notAsked(d *model.Dataset) []string {
	if d.ID != model.DataTransactions {
		return nil
	}
	var api *model.Road
	for i := range d.Roads {
		switch d.Roads[i].Source {
		case model.SourceAPI:
			api = &d.Roads[i]
		case model.SourceReport, model.SourceSample:
			return nil
		}
	}
	if api == nil || api.Covered[model.StatusUnknown] != nil {
		return nil
	}
	var lacking []string
	for _, s := range model.Statuses() {
		if api.Covered[s] == nil {
			lacking = append(lacking, strings.ToLower(s.Label()))
		}
	}
	return lacking
}
