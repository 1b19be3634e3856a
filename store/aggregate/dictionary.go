package aggregate

import "recoup/model"

// otherWord stands for every further word of a full dictionary.
const otherWord = "(other)"

// dictionary turns the few different texts of a column into codes. Code 0 is the text that is not known.
type dictionary[C uint16 | uint32] struct {
	words []string
	index map[string]C // dropped once everything is loaded
	last  C            // neighbours in time are often equal
}

func newDictionary[C uint16 | uint32]() dictionary[C] {
	return dictionary[C]{words: []string{""}, index: map[string]C{"": 0}}
}

// code gives the code of a word. A dictionary of 65,535 words that is asked for one more answers with otherWord: no
// account has that many countries or card brands, but a damaged file may.
func (d *dictionary[C]) code(word string) C {
	if d.words[d.last] == word {
		return d.last
	}
	c, known := d.index[word]
	if !known && len(d.words) >= int(^C(0)) {
		word = otherWord
		c, known = d.index[word]
	}
	if !known {
		c = C(len(d.words)) //nolint:gosec // there is room: checked above
		d.words, d.index[word] = append(d.words, word), c
	}
	d.last = c
	return c
}

// seal gives back the memory that only loading needs.
func (d *dictionary[C]) seal() { d.index = nil }

// chosen marks the codes of some words, for testing rows without comparing strings. "" stands for what is not known.
func (d *dictionary[C]) chosen(words []string) []bool {
	wanted := make(map[string]bool, len(words))
	for _, w := range words {
		wanted[w] = true
	}
	marks := make([]bool, len(d.words))
	for c, w := range d.words {
		marks[c] = wanted[w]
	}
	return marks
}

// value is a word as a cell; the unknown word is unknown.
func (d *dictionary[C]) value(c C) model.Value {
	if c == 0 {
		return model.Unknown()
	}
	return model.TextOf(d.words[c])
}
