package model

// ValueKind says what a Value is, and so how it is shown, sorted and written to a file.
type ValueKind uint8

// The kinds of value.
const (
	Missing       ValueKind = iota // not known: shown as a dash, absent or null in files, never 0
	TextValue                      // cleaned text
	CountValue                     // a number of things
	MoneyValue                     // integer minor units of a currency
	RatioValue                     // 0.0312 is 3.12 %
	InstantValue                   // UTC milliseconds, shown in the account's zone
	DayValue                       // a local calendar day
	EnumValue                      // an identifier with a label in words
	FlagValue                      // yes or no
	DurationValue                  // milliseconds
)

// Value is one cell, one metric's figure, or one number inside a sentence.
type Value struct {
	kind     ValueKind
	n        int64
	f        float64
	currency Currency
	text     Text // of an enumeration: its identifier
	label    Text // of an enumeration: its words
}

// Unknown is the value of what is not known.
func Unknown() Value { return Value{} }

// TextOf makes a value of foreign text, which it cleans.
func TextOf(raw string) Value { return Value{kind: TextValue, text: Clean(raw)} }

// CountOf makes a value of a number of things.
func CountOf(n int) Value { return Value{kind: CountValue, n: int64(n)} }

// MoneyOf makes a value of an amount.
func MoneyOf(m Money) Value { return Value{kind: MoneyValue, n: m.Minor(), currency: m.Currency()} }

// RatioOf makes a value of part ÷ whole; it is unknown when whole is 0.
func RatioOf(part, whole int64) Value {
	if whole == 0 {
		return Unknown()
	}
	return Value{kind: RatioValue, f: float64(part) / float64(whole)}
}

// InstantOfMillis makes a value of a moment.
func InstantOfMillis(i Instant) Value { return Value{kind: InstantValue, n: int64(i)} }

// DayOfValue makes a value of a local day.
func DayOfValue(d Day) Value { return Value{kind: DayValue, n: int64(d)} }

// EnumOf makes a value of an identifier and the words for it.
func EnumOf(id, label string) Value {
	return Value{kind: EnumValue, text: Clean(id), label: Clean(label)}
}

// FlagOf makes a value of yes or no.
func FlagOf(yes bool) Value {
	if yes {
		return Value{kind: FlagValue, n: 1}
	}
	return Value{kind: FlagValue}
}

// DurationOf makes a value of a length of time in milliseconds.
func DurationOf(ms int64) Value { return Value{kind: DurationValue, n: ms} }

// Kind says what the value is.
func (v Value) Kind() ValueKind { return v.kind }

// IsMissing tells whether the value is not known.
func (v Value) IsMissing() bool { return v.kind == Missing }

// Count is the number of a count, 0 otherwise.
func (v Value) Count() int { return int(v.n) }

// Int is the integer behind a count, money (minor units), instant, day, flag or duration.
func (v Value) Int() int64 { return v.n }

// Money is the amount of a money value.
func (v Value) Money() Money { return NewMoney(v.n, v.currency) }

// Ratio is the fraction of a ratio value.
func (v Value) Ratio() float64 { return v.f }

// Text is the cleaned text of a text value, the identifier of an enumeration.
func (v Value) Text() Text { return v.text }

// Label is the words of an enumeration.
func (v Value) Label() Text { return v.label }

// Phrase is a sentence with numbers in it, kept apart so that the numbers follow the language and can be hidden. Words
// holds {0}, {1} … where the values go.
type Phrase struct {
	Words string
	Args  []Value
}

// Say makes a Phrase.
func Say(words string, args ...Value) Phrase { return Phrase{Words: words, Args: args} }

// IsEmpty tells whether there is nothing to say.
func (p Phrase) IsEmpty() bool { return p.Words == "" }
