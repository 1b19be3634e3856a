package store

import (
	"context"
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
	err = s.db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version)
	return version, err
}
