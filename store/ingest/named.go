package ingest

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	met        map[uint64]uint64 // by digests; see times and firstOf
}

type oddWord struct{ what, word string }

// byName makes a kind's rows from a function that reads one: what it gives is the change, and what it reports with fail
// rejects the row.
func byName(read func(*row) model.Change) func(*setting) rowReader {
	return func(s *setting) rowReader {
		r := &row{setting: s, targets: make(map[string]target, len(s.layout.columns)), past: map[target]bool{}, met: map[uint64]uint64{}}
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
	return filled(r.cells[column]), column, t
}

// filled gives what a cell carries; a dash alone is how many lists write nothing.
func filled(cell string) string {
	switch cell = present(cell); cell {
	case "-", "--", "–", "—":
		return ""
	}
	return cell
}

// fail rejects the row for what stands in a column, worded to follow the column's name.
func (r *row) fail(name, format string, args ...any) {
	if r.fault == nil {
		r.fault = broken(r.layout.at[r.layout.find(name)], format, args...)
	}
}

// note tells of a word of a column that no rule knows; the row is kept.
func (r *row) note(what, word string) { r.remark(what+notKnown, word) }

// remark tells of a cell that is odd, to follow "Rows whose"; the row is kept.
func (r *row) remark(what, cell string) {
	if r.fault == nil {
		r.odds = append(r.odds, oddWord{what, cell})
	}
}

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
	m, t, ok := r.moment(name)
	if !ok {
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

// deadline is a moment up to which something holds, zero when it is unknown. A day without a time is its last one.
func (r *row) deadline(name string) model.Instant {
	switch m, _, ok := r.moment(name); {
	case !ok:
		return 0
	case m.timed:
		return r.clock.instant(m)
	default:
		return r.clock.endOfDay(m)
	}
}

// moment is a date as it is written.
func (r *row) moment(name string) (m moment, t target, ok bool) {
	cell, column, t := r.at(name, dateCells)
	if cell == "" {
		return m, t, false
	}
	if m, ok = parseMoment(cell); !ok {
		r.fault = notDate(column, cell)
	}
	return m, t, ok
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
	m, bare, known := r.money(name)
	if bare != "" && r.fault == nil {
		r.fail(name, "%s has no currency: %s", quote(bare), r.unpriced(name))
	}
	return m, known
}

// amountIfPriced is an amount that a row can do without: where it has no currency it is unknown, and the summary says so.
func (r *row) amountIfPriced(name string) (m model.Money, known bool) {
	m, bare, known := r.money(name)
	if bare != "" {
		_, column, _ := r.at(name, amountCells)
		r.remark(r.layout.name(column)+" has no currency and is not read", bare)
	}
	return m, known
}

// money reads an amount. One that is not zero and has no currency is given back as it stands.
func (r *row) money(name string) (m model.Money, bare string, known bool) {
	cell, column, t := r.at(name, amountCells)
	if cell == "" || r.layout.lacksCurrency(t) {
		return m, "", false
	}
	currency := r.currencyOf(t, cell)
	if r.fault != nil {
		return m, "", false
	}
	if currency == "" && strings.ContainsAny(cell, "0123456789") {
		if strings.ContainsAny(cell, "123456789") {
			return m, cell, false
		}
		return m, "", false // nothing is worth nothing in any currency
	}
	m, bent, err := parseAmount(cell, currency, r.styles[t], r.looking)
	r.bent = r.bent || bent
	if err != nil {
		r.fault = broken(column, "%s", amountReason(err, currency))
	}
	return m, "", r.fault == nil
}

// currencyOf is the currency of an amount: what the column of currencies says, else its own header or the user's map, else
// the sign beside the number.
func (r *row) currencyOf(t target, cell string) model.Currency {
	named := r.layout.columns[t].currency
	currency, priced := r.currency(named), r.layout.priced[t]
	switch {
	case currency != "" && priced != "" && currency != priced:
		r.fail(named, "%s is not the currency of the column %q, which is %s", currency, r.layout.name(r.layout.at[t]), priced)
	case currency != "":
		return currency
	case priced != "":
		return priced
	case r.layout.stated:
		currency, _ = model.CurrencyIn(cell)
	}
	return currency
}

// unpriced says where the currency of an amount should have been.
func (r *row) unpriced(name string) string {
	if at := r.layout.at[r.layout.find(r.layout.columns[r.targets[name]].currency)]; at != noColumn {
		return fmt.Sprintf("the column %q is empty", r.layout.name(at))
	}
	return fmt.Sprintf(`no column says it, and neither header nor cell names it; a map can, as in "%s = %s BRL"`, r.layout.name(r.layout.at[r.targets[name]]), name)
}

// currency is the currency that a column names.
func (r *row) currency(name string) model.Currency {
	cell, column, _ := r.at(name, currencyCells)
	if cell == "" {
		return ""
	}
	c, ok := model.CurrencyOf(cell)
	if !ok {
		r.fault = broken(column, "%s is not a currency code", quote(cell))
	}
	return c
}

// times counts how often the file has had a text so far, this time included. Each text costs sixteen bytes until the end
// of the file.
func (r *row) times(text string) uint64 {
	if r.fault != nil {
		return 0
	}
	at := digestOf(text)
	r.met[at]++
	return r.met[at]
}

// firstOf tells whether no row before this one has had the same name with another content.
func (r *row) firstOf(name, content string) bool {
	if r.fault != nil {
		return true
	}
	at, is := digestOf(name), digestOf(content)
	if was, ok := r.met[at]; ok {
		return was == is
	}
	r.met[at] = is
	return true
}

// digestOf is a number that no two texts of a file share, also not where somebody tries to make them.
func digestOf(text string) uint64 {
	sum := sha256.Sum256([]byte(text))
	return binary.BigEndian.Uint64(sum[:])
}

// record begins a record of the kind's dataset.
func (r *row) record(key string) *model.Record { return model.NewRecord(r.layout.dataset, key) }

// told is the change that a row of one record is.
func (r *row) told(record *model.Record) model.Change {
	return model.Change{Records: []*model.Record{record}}
}

// numbered is a key that tells equal rows of one file apart: the second and later ones by how many went before. The same
// rows in another export of the same things get the same keys.
func (r *row) numbered(key string) string {
	if n := r.times(key); n > 1 {
		return key + "|" + strconv.FormatUint(n, 10)
	}
	return key
}
