package model

import "time"

// Instant is a moment in UTC milliseconds since 1970, the unit of Hotmart's API and of the snapshot. Whether a moment is
// known is said beside it (FieldSet), never by its value.
type Instant int64

// InstantOf converts a time.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMilli()) }

// In gives the wall clock of the instant in a zone.
func (i Instant) In(zone *time.Location) time.Time { return time.UnixMilli(int64(i)).In(zone) }

// Add moves the instant by a duration, in whole milliseconds.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Milliseconds()) }
