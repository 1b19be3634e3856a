package store

import (
	"context"
	"database/sql/driver"
	"errors"
)

// SchemaVersion is the version of the schema that this program writes.
func SchemaVersion() int { return len(migrations()) }

// SQLiteVersion asks the SQLite that is built in which one it is.
func SQLiteVersion(ctx context.Context) (version string, err error) {
	s, err := OpenMemory(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	err = withSession(ctx, s.db, func(se *session) error {
		return se.each(ctx, "SELECT sqlite_version()", nil, func(row []driver.Value) error {
			version, _ = row[0].(string)
			return nil
		})
	})
	return version, err
}
