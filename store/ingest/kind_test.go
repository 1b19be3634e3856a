package ingest

import (
	"slices"
	"testing"
)

// What a kind says of itself must fit together: names that other names refer to exist, and no header means two things.
func TestEachKindIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range kinds() {
		if k.id == "" || k.label == "" || k.version == "" || k.dataset == "" || k.rows == nil || seen[k.id] {
			t.Errorf("%q lacks an id of its own, a label, a version, a dataset or a reader", k.id)
		}
		seen[k.id] = true
		if len(k.columns) >= int(noTarget) {
			t.Errorf("%s has %d columns, of at most %d", k.id, len(k.columns), noTarget)
		}
		names := k.names()
		if slices.Sort(names); len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Errorf("%s has a column twice: %v", k.id, names)
		}
		refers := append([]string{k.dated, k.key}, k.past...)
		for _, n := range k.needs {
			refers = append(refers, n.either...)
		}
		for _, c := range k.columns {
			if refers = append(refers, c.currency); c.holds == amountCells && c.currency == "" {
				t.Errorf("%s does not say which column holds the currency of %q", k.id, c.name)
			}
		}
		for _, name := range refers {
			if name != "" && k.find(name) == noTarget {
				t.Errorf("%s speaks of a column %q, which it does not have", k.id, name)
			}
		}
		for _, c := range k.columns {
			for _, header := range c.headers {
				if at, ok := columnOf(k.vocabulary(), header); !ok || k.columns[at].name != c.name {
					t.Errorf("%s: the header %q of %q means something else too", k.id, header, c.name)
				}
			}
		}
	}
}
