package ingest

import (
	"slices"
	"strings"

	"recoup/model"
)

// layout is what each column of a file is, as a report of one kind.
type layout struct {
	*speech
	header []string
	keys   []string        // of the header
	at     [maxTargets]int // the column of each target, or noColumn
	use    []ColumnUse
	needed int // cells a row must have: up to the last column that is read
	// priced is the currency that the header of an amount, or the user's map, says it is in.
	priced [maxTargets]model.Currency
	// keyAt and datedAt are the columns of the kind's key and date, or noColumn.
	keyAt, datedAt int
}

// newLayout finds the columns of a header. Of two columns for one fact the first is read.
func newLayout(header []string, s *speech) *layout {
	l := &layout{speech: s, header: slices.Clone(header), use: make([]ColumnUse, len(header))}
	for t := range l.at {
		l.at[t] = noColumn
	}
	l.keys = make([]string, len(header))
	times := make(map[string]int, len(header))
	for i, name := range header {
		l.keys[i] = headerKey(name)
		times[l.keys[i]]++
	}
	for i, name := range header {
		t, ok := s.target(name)
		if ok && s.paired && times[l.keys[i]] > 1 && s.strays(header, i, t) {
			t = toLeft
		}
		l.place(i, t, ok)
	}
	for i, use := range l.use {
		if use == ColumnRead {
			l.needed = i + 1
		}
	}
	l.keyAt, l.datedAt = l.at[s.find(s.key)], l.at[s.find(s.dated)]
	l.price()
	return l
}

// price finds the currencies that headers of amounts say. What the user says of a column comes first.
func (l *layout) price() {
	if !l.stated {
		return
	}
	for t := range l.columns {
		at := l.at[t]
		if at == noColumn || l.columns[t].holds != amountCells {
			continue
		}
		_, l.priced[t] = partHeader(l.header[at])
		if said := l.speech.priced[l.keys[at]]; said != "" {
			l.priced[t] = said
		}
	}
}

// target finds what a header's cells are, first of all by the user's word. A header of an amount may end in its currency.
func (s *speech) target(header string) (t target, ok bool) {
	if t, ok = s.mapped[headerKey(header)]; ok {
		return t, true
	}
	if t, ok = columnOf(s.known, header); ok || !s.stated {
		return t, ok
	}
	amount, currency := partHeader(header)
	if currency == "" {
		return 0, false
	}
	t, ok = columnOf(s.known, amount)
	return t, ok && t < maxTargets && s.columns[t].holds == amountCells
}

// satisfied counts what a report of the kind cannot be without and the header has.
func (l *layout) satisfied() int {
	all := len(l.needs)
	if len(l.mark.either) > 0 && !l.forced {
		all++
	}
	return all - len(l.lacking())
}

// lacking names what the header must have to be one of a report of the kind, and has not.
func (l *layout) lacking() []string {
	lacking := l.missing(&l.at)
	if len(l.mark.either) == 0 || l.forced {
		return lacking
	}
	for _, header := range l.mark.either {
		if slices.Contains(l.keys, headerKey(header)) {
			return lacking
		}
	}
	return append(lacking, l.mark.words)
}

// strays tells whether a column of currencies, one of several with its header, belongs to an amount that is not read: the
// next column is none whose currency it is.
func (s *speech) strays(header []string, i int, t target) bool {
	if t >= maxTargets || s.columns[t].holds != currencyCells {
		return false
	}
	if i+1 == len(header) {
		return true
	}
	next, ok := s.target(header[i+1])
	return !ok || next >= maxTargets || s.columns[next].currency != s.columns[t].name
}

// unglue parts two headers that were run together, where the rows show it: they have a cell more than the header.
func (s *speech) unglue(header []string, width int) []string {
	if len(s.glued) == 0 || width != len(header)+1 {
		return header
	}
	at := slices.IndexFunc(header, func(h string) bool { return headerKey(h) == headerKey(strings.Join(s.glued, "")) })
	if at < 0 {
		return header
	}
	return slices.Concat(header[:at], s.glued, header[at+1:])
}

func (l *layout) place(i int, t target, known bool) {
	switch {
	case !known:
		l.use[i] = ColumnUnknown
	case t == toOwn:
		l.use[i] = ColumnOwn
	case t == toLeft:
		l.use[i] = ColumnLeft
	case l.at[t] != noColumn:
		l.use[i] = ColumnDuplicate
	default:
		l.use[i], l.at[t] = ColumnRead, i
	}
}

// targetAt is what the column is read as.
func (l *layout) targetAt(column int) (target, bool) {
	for t, at := range l.at {
		if at == column {
			return target(t), true
		}
	}
	return 0, false
}

// isFreeText tells whether a column may hold several lines: not where a code, a date, an amount or one of a few words
// stands.
func (l *layout) isFreeText(column int) bool {
	t, ok := l.targetAt(column)
	return !ok || l.columns[t].holds == textCells
}

// lacksCurrency tells whether a column of amounts cannot be read because the file does not say their currency.
func (l *layout) lacksCurrency(t target) bool {
	c := &l.columns[t]
	return !l.stated && c.holds == amountCells && l.at[l.find(c.currency)] == noColumn
}

// amounts lists the targets of the columns of amounts that are read.
func (l *layout) amounts() []target {
	var found []target
	for t := range l.columns {
		if l.columns[t].holds == amountCells && l.at[t] != noColumn && !l.lacksCurrency(target(t)) {
			found = append(found, target(t))
		}
	}
	return found
}

// fits tells whether a row has the cells it needs and nothing beyond the header.
func (l *layout) fits(cells []string) bool {
	if len(cells) < l.needed {
		return false
	}
	for i := len(l.header); i < len(cells); i++ {
		if !isNone(cells[i]) {
			return false
		}
	}
	return true
}

// misfit says why a row does not fit.
func (l *layout) misfit(cells []string) *fault {
	if n := len(cells); n < l.needed {
		return broken(n, "the row ends before this column: it has %d of %d cells", n, len(l.header))
	}
	return broken(-1, "the row has %d cells and the header %d: a separator too many, or a text with separators that is not in quotes",
		len(cells), len(l.header))
}

// classify tells what a row of cells is, and checks its width.
func (l *layout) classify(rec record) (record, error) {
	if l.maybeHeader(rec.cells) {
		switch same, other := l.compareHeader(rec.cells); {
		case same:
			rec.kind = rowHeader
			return rec, nil
		case other:
			return rec, otherTableError{rec.line}
		case l.isTotal(rec.cells):
			rec.kind = rowHeader
			return rec, nil
		}
	}
	if allEmpty(rec.cells) {
		rec.kind = rowBlank
		return rec, nil
	}
	if !l.fits(rec.cells) {
		rec.kind, rec.fault = rowBroken, l.misfit(rec.cells)
		return rec, nil
	}
	if len(rec.text) > maxFieldBytes {
		for i, cell := range rec.cells {
			if len(cell) > maxFieldBytes {
				rec.kind, rec.fault = rowBroken, broken(i, "the cell holds more than %d MiB", maxFieldBytes>>20)
			}
		}
	}
	return rec, nil
}

// maybeHeader tells quickly whether a row can be a header or a total: where the key stands there is no digit.
func (l *layout) maybeHeader(cells []string) bool {
	at := l.keyAt
	return at == noColumn || at >= len(cells) || strings.IndexFunc(cells[at], func(r rune) bool { return r >= '0' && r <= '9' }) < 0
}

// compareHeader tells whether a row is the header again, or the header of another table.
func (l *layout) compareHeader(cells []string) (same, other bool) {
	if !l.beginsLikeHeader(cells) {
		return false, false
	}
	cells = l.unglue(cells, len(l.header))
	same = len(cells) >= l.needed
	for i := 0; same && i < l.needed; i++ {
		same = l.use[i] != ColumnRead || headerKey(cells[i]) == l.keys[i]
	}
	if same {
		return true, false
	}
	return false, len(newLayout(cells, l.speech).lacking()) == 0
}

// beginsLikeHeader looks at the first cells that are not empty; in a header they are known, in any other row they are not.
func (l *layout) beginsLikeHeader(cells []string) bool {
	tried := 0
	for _, cell := range cells {
		if isNone(cell) {
			continue
		}
		if _, ok := l.mapped[headerKey(cell)]; ok {
			return true
		}
		if _, ok := columnOf(l.known, cell); ok {
			return true
		}
		if tried++; tried == 3 {
			return false
		}
	}
	return false
}

// isTotal tells whether a row sums up those above it: its first word says so, and it has no date.
func (l *layout) isTotal(cells []string) bool {
	if at := l.datedAt; at != noColumn && at < len(cells) && !isNone(cells[at]) && !isTotalWord(cells[at]) {
		return false
	}
	for _, cell := range cells {
		if !isNone(cell) {
			return isTotalWord(cell)
		}
	}
	return false
}

func isTotalWord(cell string) bool {
	switch strings.TrimRight(model.Fold(strings.TrimSpace(cell)), " :") {
	case "total", "totais", "totales", "totals", "total geral", "total general", "grand total", "subtotal":
		return true
	}
	return false
}

// describe describes the header for the summary.
func (l *layout) describe(styles *styles) []Column {
	all := make([]Column, len(l.header))
	for i, name := range l.header {
		all[i] = Column{Header: model.Clean(name), Use: l.use[i]}
		if l.use[i] != ColumnRead {
			continue
		}
		if t, ok := l.targetAt(i); ok {
			all[i].Field = l.columns[t].name
			all[i].Decimal = styles[t]
		}
	}
	return all
}

// name is a column's header, fit for a message.
func (l *layout) name(column int) string {
	if column < 0 || column >= len(l.header) {
		return ""
	}
	return model.Truncate(model.Clean(l.header[column]).String(), 80)
}
