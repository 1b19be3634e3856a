package aggregate

import (
	"slices"
	"strings"

	"recoup/model"
)

// tell says a sentence about a number of things, in the words for one or for several. {0} is the number; the other values
// follow it.
func tell(n int, one, several string, more ...model.Value) model.Phrase {
	return model.Say(forms(n, one, several), append([]model.Value{model.CountOf(n)}, more...)...)
}

// forms chooses between the words for one thing and for any other number.
func forms(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}

// notes collects the sentences beside a report's figures; those about no thing at all are left out.
type notes []model.Phrase

func (l *notes) tell(n int, one, several string, more ...model.Value) {
	if n > 0 {
		*l = append(*l, tell(n, one, several, more...))
	}
}

// lack is a figure that cannot be computed in one currency, because there is nothing to compute it from.
type lack struct {
	id, label, needs string
	currency         model.Currency
}

// lacking words which figures are absent for want of something in the period, one entry for each thing that is wanted.
func (s *scope) lacking() []model.MissingData {
	var list []model.MissingData
	var told []string
	for _, l := range s.lacks {
		if slices.Contains(told, l.needs) {
			continue
		}
		told = append(told, l.needs)
		var labels, currencies []string
		for _, other := range s.lacks {
			if other.needs != l.needs {
				continue
			}
			labels, currencies = appendNew(labels, other.label), appendNew(currencies, string(other.currency))
		}
		where := ""
		if len(currencies) < len(s.shown) || len(s.shown) == 1 {
			where = " in " + listed(currencies)
		}
		list = append(list, model.MissingData{
			Dataset: "transactions",
			Why:     "This period has no " + l.needs + where + ", so there is nothing to compute " + listed(labels) + " from.",
			How:     "Choose a longer period.",
		})
	}
	return list
}

// without drops the lacks of a figure that something else is to blame for.
func without(lacks []lack, id string) []lack {
	return slices.DeleteFunc(lacks, func(l lack) bool { return l.id == id })
}

func appendNew(list []string, word string) []string {
	if slices.Contains(list, word) {
		return list
	}
	return append(list, word)
}

// listed writes words as a list: "a", "a and b", "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
