package aggregate

import "recoup/model"

// named is a dictionary of identifiers with the name last seen for each.
type named struct {
	ids   dictionary[uint32]
	names []string
}

func newNamed() named { return named{ids: newDictionary[uint32](), names: []string{""}} }

func (n *named) code(id, name string) uint32 {
	c := n.ids.code(id)
	if int(c) == len(n.names) {
		n.names = append(n.names, name)
	}
	if name != "" && c != 0 {
		n.names[c] = name
	}
	return c
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
