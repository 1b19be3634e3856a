package store

import (
	"context"
	"database/sql/driver"

	"recoup/model"
)

// Unsettled lists the codes of sales that may still change: those open, in dispute or overdue that were ordered at or
// after openSince, and those sold, wholly or in part, that were ordered at or after soldSince. Left out are those of which
// the API told at or after seenBefore: what Hotmart told just now need not be asked again. The latest order comes first.
func (s *Snapshot) Unsettled(ctx context.Context, openSince, soldSince, seenBefore model.Instant) ([]string, error) {
	const moving = `
SELECT code FROM v_transaction t
WHERE (class IN ('open', 'dispute', 'dunning') AND ordered_at >= ?1 OR class = 'sold' AND ordered_at >= ?2)
  AND NOT EXISTS(SELECT 1 FROM observation o WHERE o.code = t.code AND o.source = ?4 AND o.last_seen >= ?3)
ORDER BY ordered_at DESC, code`
	return s.codesOf(ctx, moving, int64(openSince), int64(soldSince), int64(seenBefore), model.SourceAPI.ID())
}

// WithoutNet lists the codes of sales ordered at or after a moment whose money came in, also if it went back, and of which
// no source tells what the account received. The latest order comes first.
func (s *Snapshot) WithoutNet(ctx context.Context, orderedSince model.Instant) ([]string, error) {
	const lacking = `
SELECT t.code FROM transaction_ t JOIN status s ON s.id = t.status
WHERE s.class IN ('sold', 'dispute', 'reversed') AND t.ordered_at >= ?1 AND t.my_net_minor IS NULL
ORDER BY t.ordered_at DESC, t.code`
	return s.codesOf(ctx, lacking, int64(orderedSince))
}

func (s *Snapshot) codesOf(ctx context.Context, query string, args ...any) ([]string, error) {
	var codes []string
	err := reading(ctx, s.db, func(se *session) error {
		return se.each(ctx, query, args, func(row []driver.Value) error {
			code, _ := row[0].(string)
			codes = append(codes, code)
			return nil
		})
	})
	return codes, explain(err, s.path)
}
