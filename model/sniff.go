package model

import "iter"

// DecimalSniffer finds the decimal style of a column from its values, one at a time and without allocating. The zero
// value has seen nothing. Only values that can be read in one way are evidence; 1.234 and whole numbers are none, and
// what is no number at all is passed over.
type DecimalSniffer struct{ dot, comma, ambiguous bool }

// Add looks at one value of the column.
func (d *DecimalSniffer) Add(s string) {
	first, last := digitSpan(s)
	if first < 0 {
		return
	}
	f, ok := figuresOf(s[first:last])
	if !ok {
		return
	}
	style, ambiguous := f.guess()
	if style == DecimalUnknown {
		return
	}
	if _, fault := f.units(style, maxExponent); fault != "" {
		return
	}
	switch {
	case ambiguous:
		d.ambiguous = true
	case style == DecimalDot:
		d.dot = true
	default:
		d.comma = true
	}
}

// Style is the column's style so far. It is DecimalUnknown when no value was evidence, and also, with conflicting true,
// when some values can only be read one way and some only the other.
func (d *DecimalSniffer) Style() (style DecimalStyle, conflicting bool) {
	switch {
	case d.dot && d.comma:
		return DecimalUnknown, true
	case d.dot:
		return DecimalDot, false
	case d.comma:
		return DecimalComma, false
	}
	return DecimalUnknown, false
}

// Ambiguous tells whether a value like 1.234 was seen, which only a style can decide.
func (d *DecimalSniffer) Ambiguous() bool { return d.ambiguous }

// SniffDecimal finds the decimal style of a whole column. Values that contradict each other are an error; a column
// without evidence is DecimalUnknown.
func SniffDecimal(values iter.Seq[string]) (DecimalStyle, error) {
	var d DecimalSniffer
	for v := range values {
		d.Add(v)
	}
	style, conflicting := d.Style()
	if conflicting {
		return DecimalUnknown, Failed(nil, "Correct the file so that all its amounts are written in the same way.",
			"Some amounts of the column have their decimals after a dot and some after a comma.")
	}
	return style, nil
}
