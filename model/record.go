package model

import (
	"cmp"
	"fmt"
	"strings"
)

// Record is what was seen of one thing that is no transaction: a cart, a subscription, an entry of the wallet. Which
// facts it can carry, its dataset says; a fact that is not set is unknown, which is different from zero. Strings are kept
// as they came.
type Record struct {
	Dataset DatasetID
	Key     string // what tells it from the others of its dataset; see DatasetFact.Key
	facts   []any  // by the dataset's fields: string, int64, Instant, bool, Money, or nil
}

// NewRecord begins a record without facts. The dataset must be one of DatasetFacts; any other is a mistake in the
// program and panics.
func NewRecord(dataset DatasetID, key string) *Record {
	fact := dataset.fact()
	if fact == nil {
		panic(fmt.Sprintf("no dataset %q", dataset))
	}
	return &Record{Dataset: dataset, Key: key, facts: make([]any, len(fact.Fields))}
}

// Text sets a text; an empty one is left unknown. Like all setters it panics for a field that the dataset does not have
// or that is of another kind.
func (r *Record) Text(name, value string) *Record { return r.put(name, FieldText, value, value != "") }

// Number sets a whole number.
func (r *Record) Number(name string, value int64) *Record {
	return r.put(name, FieldNumber, value, true)
}

// At sets a moment; zero is left unknown.
func (r *Record) At(name string, value Instant) *Record {
	return r.put(name, FieldInstant, value, value != 0)
}

// Flag sets a yes or no.
func (r *Record) Flag(name string, value bool) *Record { return r.put(name, FieldFlag, value, true) }

// Money sets an amount; one without a currency is left unknown.
func (r *Record) Money(name string, value Money) *Record {
	return r.put(name, FieldMoney, value, value.Currency() != "")
}

func (r *Record) put(name string, kind FieldKind, value any, known bool) *Record {
	at := r.place(name)
	if fields := r.Fields(); fields[at].Kind != kind {
		panic(fmt.Sprintf("%s of %s is of another kind", name, r.Dataset))
	}
	if known {
		r.facts[at] = value
	}
	return r
}

func (r *Record) place(name string) int {
	for i, f := range r.Fields() {
		if f.Name == name {
			return i
		}
	}
	panic(fmt.Sprintf("%s has no field %q", r.Dataset, name))
}

// Fields lists the fields of the record's dataset, in the order of Fact's index.
func (r *Record) Fields() []RecordField { return r.Dataset.fact().Fields }

// Fact gives the value of the i-th field: string, int64, Instant, bool or Money; nil when it is unknown.
func (r *Record) Fact(i int) any { return r.facts[i] }

// SetFact sets the i-th field to a value of its kind, or with nil to unknown. A value of another kind is an error.
func (r *Record) SetFact(i int, value any) error {
	field := r.Fields()[i]
	ok := value == nil
	switch value.(type) {
	case string:
		ok = field.Kind == FieldText
	case int64:
		ok = field.Kind == FieldNumber
	case Instant:
		ok = field.Kind == FieldInstant
	case bool:
		ok = field.Kind == FieldFlag
	case Money:
		ok = field.Kind == FieldMoney
	}
	if !ok {
		return fmt.Errorf("%s of %s cannot be %v", field.Name, r.Dataset, value)
	}
	r.facts[i] = value
	return nil
}

// TextOf is a text fact, empty when unknown.
func (r *Record) TextOf(name string) string { s, _ := r.facts[r.place(name)].(string); return s }

// NumberOf is a number and whether it is known.
func (r *Record) NumberOf(name string) (int64, bool) {
	n, ok := r.facts[r.place(name)].(int64)
	return n, ok
}

// TimeOf is a moment and whether it is known.
func (r *Record) TimeOf(name string) (Instant, bool) {
	at, ok := r.facts[r.place(name)].(Instant)
	return at, ok
}

// FlagOf is a yes or no and whether it is known.
func (r *Record) FlagOf(name string) (value, known bool) {
	value, known = r.facts[r.place(name)].(bool)
	return value, known
}

// MoneyOf is an amount and whether it is known.
func (r *Record) MoneyOf(name string) (Money, bool) {
	m, ok := r.facts[r.place(name)].(Money)
	return m, ok
}

// RecordObservation is a Record as it was seen; see Observation.
type RecordObservation struct {
	Source              Source
	FirstSeen, LastSeen Instant
	Hash                string // of the content
	Record              *Record
}

// Outranks is the total order that decides which of two observations of one record is believed, fact by fact: the later
// one, then the stronger source, then the content's hash.
func (o *RecordObservation) Outranks(p *RecordObservation) bool {
	return cmp.Or(cmp.Compare(o.LastSeen, p.LastSeen), cmp.Compare(o.Source, p.Source), strings.Compare(o.Hash, p.Hash)) > 0
}

// ProjectRecord gives the current state of one record from all that was seen of it, which must not be nothing. The result
// depends on the set of observations alone, not on their order.
func ProjectRecord(seen []RecordObservation) *Record {
	merged := NewRecord(seen[0].Record.Dataset, seen[0].Record.Key)
	for i := range merged.facts {
		var best *RecordObservation
		for j := range seen {
			o := &seen[j]
			if o.Record.facts[i] != nil && (best == nil || o.Outranks(best)) {
				best = o
			}
		}
		if best != nil {
			merged.facts[i] = best.Record.facts[i]
		}
	}
	return merged
}
