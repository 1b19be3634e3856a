package store

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	sqlite3 "modernc.org/sqlite/lib"

	"recoup/model"
)

// The causes of errors about a snapshot file, for errors.Is.
var (
	// ErrMissing: there is no file at the path.
	ErrMissing = errors.New("no snapshot there")
	// ErrForeign: the file is not one of this program's.
	ErrForeign = errors.New("not a snapshot")
	// ErrNewer: a newer version of the program made the file.
	ErrNewer = errors.New("a newer snapshot")
	// ErrDamaged: the file is one of this program's, but its content contradicts itself.
	ErrDamaged = errors.New("a damaged snapshot")
	// ErrReplaced: the file was deleted, or another one put in its place, while it was open.
	ErrReplaced = errors.New("the file is no longer the one that was opened")
	// ErrOrphan: there is no file at the path, but the log of one that was there.
	ErrOrphan = errors.New("a log without its file")
	// ErrReadOnly: writing was asked for where only reading is possible.
	ErrReadOnly = errors.New("read-only")
	// ErrBusy: another process held the file for longer than the wait.
	ErrBusy = errors.New("in use by another process")
	// ErrUnbalanced: what was stored does not add up to what was read.
	ErrUnbalanced = errors.New("the control total differs")
)

// cancelled is the error of work that the user stopped.
func cancelled(cause error) error {
	return &model.Error{Kind: model.KindCancelled, Message: "Stopped. Nothing was changed.", Cause: cause}
}

// explain turns an error of SQLite or of the operating system about the file at path into two sentences. An error that
// is a model.Error already stays as it is.
func explain(err error, path string) error {
	var told *model.Error
	name := model.Clean(path)
	switch {
	case err == nil || errors.As(err, &told):
		return err
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return cancelled(err)
	case codeOf(err) != sqlite3.SQLITE_OK:
		return explainSQLite(err, codeOf(err), name)
	case errors.Is(err, fs.ErrNotExist):
		return model.Failed(errors.Join(ErrMissing, err), "Check the path, or run recoup import with a sales report first.", "There is no snapshot at %s.", name)
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return model.Failed(errors.Join(ErrReadOnly, err), "Check who owns the file and its folder, and that the disk can be written to.", "%s cannot be opened: no permission.", name)
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		return diskFull(err, name)
	}
	return model.Failed(err, "Check the disk and the path, then try again.", "%s cannot be used: %s.", name, model.Clean(err.Error()))
}

func diskFull(err error, name model.Text) error {
	return model.Failed(err, "Free some space and run it again; the snapshot is as it was.", "The disk is full: %s could not be written.", name)
}

func explainSQLite(err error, code int, name model.Text) error {
	switch code {
	case sqlite3.SQLITE_INTERRUPT:
		return cancelled(err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return model.Failed(errors.Join(ErrBusy, err), "Wait until it has finished, then run it again.", "%s is in use by another recoup that is writing to it.", name)
	case sqlite3.SQLITE_FULL:
		return diskFull(err, name)
	case sqlite3.SQLITE_NOTADB:
		return notOurs(err, name, "file")
	case sqlite3.SQLITE_CORRUPT:
		return damaged(err, name, "its pages do not fit together")
	case sqlite3.SQLITE_READONLY:
		return model.Failed(errors.Join(ErrReadOnly, err), "Check who owns the file and its folder, and that the disk can be written to.", "%s cannot be written to.", name)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return model.Failed(err, "Check that the file and its folder may be read and written by you.", "%s cannot be opened.", name)
	case sqlite3.SQLITE_IOERR:
		return model.Failed(err, "Check the disk and its free space, then run it again; a snapshot is never left half written.", "Reading or writing %s failed on the disk.", name)
	case sqlite3.SQLITE_NOMEM:
		return model.Failed(err, "Close other programs and try again.", "There is not enough memory to work on %s.", name)
	}
	return model.Failed(err, "Run recoup doctor to check the file.", "%s could not be used: %s.", name, model.Clean(err.Error()))
}

func notOurs(cause error, name model.Text, kind string) error {
	return model.Failed(errors.Join(ErrForeign, cause), "Choose another path; this file was not touched.", "%s is not a recoup %s.", name, kind)
}

func damaged(cause error, name model.Text, why string) error {
	return model.Failed(errors.Join(ErrDamaged, cause), "Move it away with the files named after it, then import your files again or put a backup in its place.", "%s is damaged: %s.", name, why)
}

func newer(name model.Text) error {
	return model.Failed(ErrNewer, "Update recoup to open it.", "%s was made by a newer recoup.", name)
}

func readOnly(name model.Text) error {
	return model.Failed(ErrReadOnly, "Open it for writing.", "%s is open for reading only.", name)
}
