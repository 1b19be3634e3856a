package store

import (
	"net/url"
	"path/filepath"
	"strings"
)

// Every connection gets these. The file may come from someone else, so SQLite is told not to trust what stands in it:
// no functions run from its schema, no writing to its internals, cells are checked when read, "text" in double quotes is
// never a string, deleted content is overwritten, and temporary data stays in memory.
const (
	guards  = "_busy_timeout=5000&_foreign_keys=on&_defensive=1&_dqs=0&_pragma=trusted_schema(0)&_pragma=secure_delete(1)&_pragma=cell_size_check(1)&_pragma=temp_store(2)"
	durable = "_txlock=immediate&_journal_mode=WAL&_synchronous=FULL&"
)

// fileURI names a file for SQLite; whatever characters the path holds, none of them is taken for a parameter.
func fileURI(path, parameters string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive letter
	}
	return "file:" + (&url.URL{Path: slashed}).EscapedPath() + "?" + parameters
}

func dsnForWriting(path string) string { return fileURI(path, durable+guards) }

// dsnForCreating also sets the size of pages, which is only possible before the first one is written.
func dsnForCreating(path string) string {
	return fileURI(path, durable+guards+"&_pragma=page_size(8192)")
}

func dsnForReading(path string) string {
	return fileURI(path, "mode=ro&"+guards+"&_pragma=query_only(1)")
}

// dsnForFrozen reads a file that nobody writes to: it takes no locks and makes no files beside it, and does not see a
// write-ahead log.
func dsnForFrozen(path string) string {
	return fileURI(path, "mode=ro&immutable=1&"+guards+"&_pragma=query_only(1)")
}

const dsnInMemory = "file::memory:?_txlock=immediate&" + guards
