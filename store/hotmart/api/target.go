package api

import (
	"context"

	"recoup/model"
)

// Target is the snapshot that a sync fills.
//
// Apply brings a batch in, and its Cursors with its rows: all of it or nothing. Cursor gives what was left under a name,
// empty for nothing.
//
// Unsettled lists the codes of sales that may still change: those open, in dispute or overdue that were ordered at or
// after openSince, and those sold, wholly or in part, that were ordered at or after soldSince. Left out are those of which
// the API told at or after seenBefore (an observation of SourceAPI whose LastSeen is not before it): what Hotmart told just
// now need not be asked again.
//
// WithoutNet lists the codes of sales ordered at or after orderedSince that are sold, or were before they were given back,
// and of which it is not known what the account received (FMyNet).
//
// Both give the latest order first, and come from the current states, whatever road brought them.
type Target interface {
	Apply(ctx context.Context, batch model.Batch) (model.Receipt, error)
	Cursor(ctx context.Context, name string) (string, error)
	Unsettled(ctx context.Context, openSince, soldSince, seenBefore model.Instant) ([]string, error)
	WithoutNet(ctx context.Context, orderedSince model.Instant) ([]string, error)
}
