package ingest

import (
	"slices"

	"recoup/model"
)

// row is the row at hand of a kind that reads its cells by the names of their columns. What a cell does not carry, or the
// file has no column for, is empty and unknown. The first cell that cannot be read costs the row; what is asked after it
// is unknown too, so a kind need not check in between.
type row struct {
	*setting
	cells      []string
	fault      *fault
	bent       bool
	on, latest model.Instant
	odds       []oddWord
	targets    map[string]target
	past       map[target]bool
}

type oddWord struct{ what, word string }

// byName makes a kind's rows from a function that reads one: what it gives is the change, and what it reports with fail
// rejects the row.
func byName(read func(*row) model.Change) func(*setting) rowReader {
	return func(s *setting) rowReader {
		r := &row{setting: s, targets: make(map[string]target, len(s.layout.columns)), past: map[target]bool{}}
		for t := range s.layout.columns {
			c := &s.layout.columns[t]
			r.targets[c.name] = target(t)
			r.past[target(t)] = c.name == s.layout.dated || slices.Contains(s.layout.past, c.name)
		}
		return &namedRows{row: r, readRow: read}
	}
}

// namedRows reads rows with a function that takes their cells by name.
type namedRows struct {
	*row
	readRow func(*row) model.Change
	made    model.Change
}

func (n *namedRows) read(cells []string) *fault {
	r := n.row
	r.cells, r.fault, r.bent, r.on, r.latest, r.odds = cells, nil, false, 0, 0, r.odds[:0]
	n.made = n.readRow(r)
	return r.fault
}

func (n *namedRows) change() model.Change              { return n.made }
func (n *namedRows) dates() (on, latest model.Instant) { return n.on, n.latest }
func (n *namedRows) isBent() bool                      { return n.bent }
func (n *namedRows) odd(o *oddities) {
	for _, w := range n.odds {
		o.add(w.what, w.word)
	}
}

// at gives a column's place, its target, and the trimmed cell. A name that the kind does not list is a mistake in the
// program and panics.
func (r *row) at(name string, holds ...content) (cell string, column int, t target) {
	t, ok := r.targets[name]
	if !ok || !slices.Contains(holds, r.layout.columns[t].holds) {
		panic("no such column of " + r.layout.id + ": " + name)
	}
	if column = r.layout.at[t]; column == noColumn || r.fault != nil {
		return "", column, t
	}
	return present(r.cells[column]), column, t
}

// fail rejects the row for what stands in a column, worded to follow the column's name.
func (r *row) fail(name, format string, args ...any) {
	if r.fault == nil {
		r.fault = broken(r.layout.at[r.layout.find(name)], format, args...)
	}
}

// note tells of a word of a column that no rule knows; the row is kept.
func (r *row) note(what, word string) { r.odds = append(r.odds, oddWord{what, word}) }

// has tells whether the file has a column for the name, whatever its cells hold.
func (r *row) has(name string) bool { return r.layout.at[r.layout.find(name)] != noColumn }

// text is what people wrote, as it came.
func (r *row) text(name string) string {
	cell, column, _ := r.at(name, textCells)
	if cell == "" {
		return ""
	}
	return r.cells[column]
}

// word is a code, an address or one of a few words, without the spaces around it.
func (r *row) word(name string) string {
	cell, _, _ := r.at(name, wordCells, textCells)
	return cell
}

// count is a whole number that is not negative.
func (r *row) count(name string) (n int64, known bool) {
	cell, column, _ := r.at(name, countCells)
	if cell == "" {
		return 0, false
	}
	n, known = parseCount(cell)
	if !known {
		r.fault = broken(column, "%s is not a whole number", quote(cell))
	}
	return n, known
}

// date is a moment, zero when it is unknown. A day without a time is its first moment in the account's zone.
func (r *row) date(name string) model.Instant {
	cell, column, t := r.at(name, dateCells)
	if cell == "" {
		return 0
	}
	m, ok := parseMoment(cell)
	if !ok {
		r.fault = notDate(column, cell)
		return 0
	}
	at := r.clock.instant(m)
	if r.past[t] {
		r.latest = max(r.latest, at)
	}
	if r.layout.columns[t].name == r.layout.dated {
		r.on = at
	}
	return at
}

// flag is a yes or no. A word that is neither is unknown.
func (r *row) flag(name string) (value, known bool) {
	cell, _, _ := r.at(name, flagCells)
	if cell == "" {
		return false, false
	}
	read := readFlag(cell)
	return read == yes, read != unclear
}

// amount is money in the currency that the row names for the column. One that has no currency is unknown where it is
// nothing at all, and else costs the row.
func (r *row) amount(name string) (m model.Money, known bool) {
	cell, column, t := r.at(name, amountCells)
	if cell == "" || r.layout.lacksCurrency(t) {
		return m, false
	}
	named := r.layout.columns[t].currency
	currency := r.currency(named)
	if r.fault != nil {
		return m, false
	}
	m, bent, err := parseAmount(cell, currency, r.styles[t], r.looking)
	r.bent = r.bent || bent
	switch {
	case err != nil:
		r.fault = broken(column, "%s", amountReason(err, currency))
	case currency == "" && !m.IsZero():
		r.fault = broken(column, "%s has no currency: the column %q is empty", quote(cell), r.layout.name(r.layout.at[r.layout.find(named)]))
	}
	return m, r.fault == nil && currency != ""
}

// currency is the currency that a column names.
func (r *row) currency(name string) model.Currency {
	cell, column, _ := r.at(name, currencyCells)
	if cell == "" {
		return ""
	}
	c, err := model.ParseCurrency(cell)
	if err != nil {
		r.fault = broken(column, "%s is not a currency code", quote(cell))
	}
	return c
}

// record begins a record of the kind's dataset.
func (r *row) record(key string) *model.Record { return model.NewRecord(r.layout.dataset, key) }
