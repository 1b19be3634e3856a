package ingest

import (
	"errors"
	"io"
	"strings"
)

// records splits a file into records. Every line of the file belongs to exactly one record.
//
// A quoted cell may span lines, so an unclosed quote could swallow what follows. It does not: lines are tied together
// only when the result is a whole row of the right width, spans lines only in free text, and has no other row in it. In
// all other cases the one line with the open quote is broken and reading goes on at the next.
type records struct {
	lines  *lines
	form   *delimited
	layout *layout
	script script // of the records so far
	line   int    // lines consumed
	cells  []string
	probe  []string // cells of what is only tried
}

func newRecords(src io.Reader, form *delimited, layout *layout) *records {
	return &records{lines: newLines(form.encoding.decoded(src)), form: form, layout: layout}
}

// next gives the next record, or io.EOF after the last one.
func (r *records) next() (record, error) {
	raw, _, err := r.lines.peek(0)
	if errors.Is(err, errLongLine) {
		return r.tooLong()
	}
	if err != nil {
		return record{}, err
	}
	text := r.script.text(raw)
	rec := record{line: r.line + 1, text: text}
	if r.line < r.form.lead {
		return r.lead(rec), nil
	}
	if isBlank(text, r.form.sep) {
		rec.kind = rowBlank
		r.consume(1)
		return rec, nil
	}
	var state splitting
	r.cells, state = split(text, r.form.sep, r.cells[:0])
	count := 1
	if state == splitOpen {
		if joined, n := r.join(text); n > 0 {
			rec.text, count, state = joined, n, splitWhole
		}
	}
	r.consume(count)
	if state != splitWhole {
		rec.kind, rec.fault = rowBroken, r.unsplit(state)
		return rec, nil
	}
	rec.cells = r.cells
	return r.layout.classify(rec)
}

// consume goes on by n lines. Those after the first are counted here, as they were only looked at.
func (r *records) consume(n int) {
	for k := 1; k < n; k++ {
		if raw, _, err := r.lines.peek(k); err == nil {
			r.script.text(raw)
		}
	}
	r.lines.advance(n)
	r.line += n
}

// lead gives the records from the beginning of the file to its header.
func (r *records) lead(rec record) record {
	rec.kind = rowHeader
	count := 1
	switch {
	case r.line+1 == r.form.headerLine:
		count = r.form.lead - r.line
	case isBlank(rec.text, r.form.sep):
		rec.kind = rowBlank
	}
	r.consume(count)
	return rec
}

func (r *records) tooLong() (record, error) {
	rec := record{kind: rowBroken, line: r.line + 1,
		fault: broken(-1, "the line is longer than %d MiB and is not repeated here", maxLineBytes>>20)}
	r.line++
	return rec, r.lines.skip()
}

// unsplit says why the cells of a line could not be told apart.
func (r *records) unsplit(state splitting) *fault {
	column := len(r.cells) - 1
	switch state {
	case splitOpen:
		return broken(column, "a quote opens here and does not close")
	case splitStray:
		return broken(column, "something stands between the closing quote and the separator; a quote inside a quoted cell is written twice")
	case splitClosed:
		return broken(column, "a quote closes here that was not opened")
	}
	return broken(-1, "the row has more than %d cells", maxColumns)
}

// tied is a record made of several lines.
type tied struct {
	text  string
	lines int
	held  int // separators within the cells that span lines
}

// join tries to read the record that begins on the line at hand, whose last cell is open, together with the lines that
// follow. It gives the text and the number of lines, or 0 when they are no record.
//
// Another row may begin within those lines: then the quote at hand may never have been meant to span lines, and what looks
// like its end begins a quoted cell of that row. Of the two, the one whose cells had to swallow fewer separators is
// believed; with as many, the one at hand.
func (r *records) join(text string) (joined string, n int) {
	record, ok := r.extend(0, text)
	if !ok {
		return "", 0
	}
	for k := 1; k < record.lines; k++ {
		if other, ok := r.rowAt(k); ok && other.held < record.held {
			return "", 0
		}
	}
	r.cells, _ = split(record.text, r.form.sep, r.cells[:0])
	return record.text, record.lines
}

// extend adds lines to the one k lines ahead until its open quote closes, and checks that the result is a whole row.
func (r *records) extend(k int, text string) (tied, bool) {
	var b strings.Builder
	b.WriteString(text)
	for n := 1; n < maxRecordLines && b.Len() <= maxLineBytes; n++ {
		_, end, err := r.lines.peek(k + n - 1)
		if err != nil {
			return tied{}, false
		}
		b.Write(end)
		raw, _, err := r.lines.peek(k + n)
		if err != nil {
			return tied{}, false
		}
		next := lineText(raw)
		b.WriteString(next)
		if strings.IndexByte(next, '"') < 0 {
			continue
		}
		var state splitting
		r.probe, state = split(b.String(), r.form.sep, r.probe[:0])
		if state == splitOpen {
			continue
		}
		record := tied{text: b.String(), lines: n + 1}
		ok := state == splitWhole && r.layout.fits(r.probe)
		if ok {
			record.held, ok = r.spanning(r.probe)
		}
		return record, ok
	}
	return tied{}, false
}

// spanning looks at the cells that span lines. They must be of columns that hold free text, and hold fewer separators
// than a row does, or else they hold a row.
func (r *records) spanning(cells []string) (held int, ok bool) {
	for i, cell := range cells {
		if strings.ContainsAny(cell, "\r\n") {
			if !r.layout.isFreeText(i) {
				return 0, false
			}
			held += strings.Count(cell, string(r.form.sep))
		}
	}
	return held, held < r.layout.needed-1
}

// rowAt tells whether a row begins on the line k lines ahead.
func (r *records) rowAt(k int) (tied, bool) {
	raw, _, err := r.lines.peek(k)
	if err != nil {
		return tied{}, false
	}
	text := lineText(raw)
	var state splitting
	r.probe, state = split(text, r.form.sep, r.probe[:0])
	switch state {
	case splitWhole:
		return tied{lines: 1}, r.layout.fits(r.probe)
	case splitOpen:
		return r.extend(k, text)
	}
	return tied{}, false
}

// isBlank tells whether a line holds nothing but separators and spaces.
func isBlank(text string, sep byte) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c != sep && c != ' ' && c != '\t' {
			return false
		}
	}
	return true
}
