package store

import (
	"net/url"
	"path/filepath"
	"strings"
)

// source is a database and how it is opened.
type source struct {
	uri   string
	setup string // SQL that every connection begins with
}

// Every connection gets these, and what open configures. The file may come from someone else, so SQLite is told not to
// trust what stands in it: no functions run from its schema, cells are checked when read, deleted content is overwritten,
// and temporary data stays in memory.
const (
	guards   = "PRAGMA foreign_keys=on; PRAGMA trusted_schema=0; PRAGMA secure_delete=1; PRAGMA cell_size_check=1; PRAGMA temp_store=2;"
	durable  = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	noWrites = "PRAGMA query_only=1;"
)

// fileURI names a file for SQLite; whatever characters the path holds, none of them is taken for a parameter.
func fileURI(path, parameters string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive letter
	}
	return "file:" + (&url.URL{Path: slashed}).EscapedPath() + "?" + parameters
}

func forWriting(path string) source { return source{fileURI(path, ""), guards + durable} }

// forCreating also sets the size of pages, which is only possible before the first one is written.
func forCreating(path string) source {
	return source{fileURI(path, ""), "PRAGMA page_size=8192;" + guards + durable}
}

func forReading(path string) source { return source{fileURI(path, "mode=ro"), guards + noWrites} }

// forFrozen reads a file that nobody writes to: it takes no locks and makes no files beside it, and does not see a
// write-ahead log.
func forFrozen(path string) source {
	return source{fileURI(path, "mode=ro&immutable=1"), guards + noWrites}
}

func inMemory() source { return source{"file::memory:", guards} }
