package model

import (
	"errors"
	"fmt"
)

// ErrorKind says what sort of failure an Error is; the command line turns it into an exit code.
type ErrorKind uint8

// The kinds of failure.
const (
	// KindFailed: the work was tried and did not succeed; nothing changed. Exit code 1.
	KindFailed ErrorKind = iota
	// KindUsage: the request itself is wrong (an unknown period, section, flag value). Exit code 2.
	KindUsage
	// KindCancelled: the user stopped it; nothing changed. Exit code 130.
	KindCancelled
)

// Error is a failure that a user can read: one sentence on what is wrong and one on what to do about it.
type Error struct {
	Kind    ErrorKind
	Message string // what is wrong, with the file, line and column it is about
	Hint    string // what to do; may be empty
	Cause   error  // the error underneath, for errors.Is; never printed
}

// Error returns the message and the hint. Foreign text in it has been cleaned by whoever built it.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + "\n" + e.Hint
}

// Unwrap gives the error underneath.
func (e *Error) Unwrap() error { return e.Cause }

// Failed builds an Error of KindFailed. Foreign strings are passed through Clean first, by the caller.
func Failed(cause error, hint, format string, args ...any) *Error {
	return &Error{Kind: KindFailed, Message: fmt.Sprintf(format, args...), Hint: hint, Cause: cause}
}

// Usage builds an Error of KindUsage.
func Usage(hint, format string, args ...any) *Error {
	return &Error{Kind: KindUsage, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// KindOf returns the kind of the first Error in err's chain, or KindFailed.
func KindOf(err error) ErrorKind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindFailed
}
