package aggregate

import "recoup/model"

// named is a dictionary of identifiers with the name last seen for each.
type named struct {
	ids   dictionary[uint32]
	names []string
	in    []int32 // while loading: the row that each name is from
}

func newNamed() named {
	return named{ids: newDictionary[uint32](), names: []string{""}, in: []int32{0}}
}

// code finds or adds an identifier and learns the name that a row being loaded has for it.
func (n *named) code(id, name string, row int32, later laterRow) uint32 {
	c := n.ids.code(id)
	if int(c) == len(n.names) {
		n.names, n.in = append(n.names, name), append(n.in, row)
	} else if c != 0 {
		learn(&n.names[c], &n.in[c], name, row, later)
	}
	return c
}

func (n *named) seal() { n.ids.seal(); n.in = nil }

// laterRow tells whether one row being loaded stands after another, by the time of the order and then by code: what is
// known of a buyer or a product does not depend on the order of arrival.
type laterRow func(row, than int32) bool

// learn takes a fact if its row is later than that of the one that is there, or fills a gap.
func learn(fact *string, in *int32, seen string, row int32, later laterRow) {
	if seen != "" && (*fact == "" || later(row, *in)) {
		*fact, *in = seen, row
	}
}

// name is the name last seen, or the identifier where none was.
func (n *named) name(c uint32) string {
	if n.names[c] != "" {
		return n.names[c]
	}
	return n.ids.words[c]
}

// value is the name as a cell; what is not known stays so.
func (n *named) value(c uint32) model.Value {
	if c == 0 {
		return model.Unknown()
	}
	return model.TextOf(n.name(c))
}
