package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/charmap"

	"recoup/model"
)

// page is how a file of HTML, which some programs give the name of a spreadsheet, holds its table: as one of those on it.
type page struct {
	encoding Encoding
	table_   int // from 1, in the order in which they begin
	header   int // row of the table
}

// The limits of a page.
const (
	maxTables = 200
	maxNested = 50
	maxSpan   = 1000 // columns that a cell can span, as in a browser, and cells of a row that can reach down
)

var errPage = errors.New("is a damaged page: a tag or text in it is longer than any of a report")

// isPage tells a page from its beginning. A spreadsheet as XML is none.
func isPage(head []byte) bool {
	if encoding, _ := detectEncoding(head); encoding != UTF8 {
		head, _ = io.ReadAll(encoding.decoded(bytes.NewReader(head)))
	}
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n"))
	if !bytes.HasPrefix(text, []byte("<")) {
		return false
	}
	return bytes.Contains(text, []byte("<table")) && !bytes.Contains(text, []byte("<workbook")) || bytes.HasPrefix(text, []byte("<html")) ||
		bytes.HasPrefix(text, []byte("<!doctype html"))
}

// openPage finds the table and the row of the header. A whole header is taken wherever it stands.
func (f *File) openPage(head []byte) error {
	src, err := f.open(context.Background())
	if err != nil {
		return err
	}
	defer src.close()
	form := &page{}
	form.encoding, _ = detectEncoding(head)
	scan := newPageScan(form.encoding.decoded(src))
	best := search{speeches: f.speeches}
	tables := map[int]*firstRows{}
	for !best.complete {
		row, table, err := scan.next()
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return f.passError(err)
		}
		for n := range scan.tables {
			known := tables[n+1]
			if known != nil && !known.tried && (last || n+1 == table && len(known.rows) > maxLead) {
				known.tried = true
				found := best
				if header := known.search(&found); found.best != best.best {
					best, form.table_, form.header = found, n+1, header
				}
			}
		}
		if last {
			break
		}
		if tables[table] == nil {
			tables[table] = &firstRows{}
		}
		tables[table].add(row)
	}
	if best.best == nil {
		return model.Failed(nil, exportAgain, "%s is a web page without a table.", f.name())
	}
	f.format = form
	f.layout, err = f.settle(best)
	return err
}

func (p *page) delimiters() (sep byte, lineEnd string) { return ';', "\r\n" }

func (p *page) table(src *source, l *layout, styles *styles) (table, error) {
	rows := &pageRows{scan: newPageScan(p.encoding.decoded(src)), table: p.table_}
	return &grid{gridRows: rows, layout: l, styles: styles, header: p.header}, nil
}

// pageRows gives the rows of one table of a page.
type pageRows struct {
	scan  *pageScan
	table int
}

func (r *pageRows) next(*layout, *styles) (gridRow, error) {
	for {
		row, table, err := r.scan.next()
		if err != nil || table == r.table {
			return row, err
		}
	}
}

func (r *pageRows) describe(s *Summary) {
	s.Encoding = fmt.Sprintf("HTML, table %d", r.table)
}

// pageScan reads the rows of all tables of a page. A table within a cell of another one is a table of its own, and no part
// of that cell.
type pageScan struct {
	z      *html.Tokenizer
	open   []*openTable // the innermost last
	done   []doneRow    // rows that are complete and not yet given
	tables int          // that have begun
	mute   int          // within a script or a style
	ended  bool
}

type doneRow struct {
	row   gridRow
	table int
}

func newPageScan(src io.Reader) *pageScan {
	z := html.NewTokenizer(src)
	z.SetMaxBuf(maxLineBytes)
	return &pageScan{z: z}
}

// next gives the next row that is complete, and its table.
func (p *pageScan) next() (gridRow, int, error) {
	for len(p.done) == 0 {
		if p.ended {
			return gridRow{}, 0, io.EOF
		}
		if err := p.step(); err != nil {
			return gridRow{}, 0, err
		}
	}
	first := p.done[0]
	p.done = p.done[1:]
	return first.row, first.table, nil
}

// step reads one token.
func (p *pageScan) step() error {
	switch p.z.Next() {
	case html.ErrorToken:
		switch err := p.z.Err(); {
		case errors.Is(err, io.EOF):
			for len(p.open) > 0 {
				p.endTable()
			}
			p.ended = true
		case errors.Is(err, html.ErrBufferExceeded):
			return formatError{errPage.Error(), exportAgain}
		default:
			return err
		}
	case html.TextToken:
		if p.mute == 0 && len(p.open) > 0 {
			p.open[len(p.open)-1].write(p.z.Text())
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := p.z.TagName()
		return p.begin(atom.Lookup(name), more)
	case html.EndTagToken:
		name, _ := p.z.TagName()
		p.end(atom.Lookup(name))
	}
	return nil
}

func (p *pageScan) begin(tag atom.Atom, attrs bool) error {
	if tag == atom.Table {
		if p.tables == maxTables || len(p.open) == maxNested {
			return formatError{"is a page of more tables than a report has", exportAgain}
		}
		p.tables++
		p.open = append(p.open, &openTable{number: p.tables, spans: map[int]rowSpan{}})
		return nil
	}
	if tag == atom.Script || tag == atom.Style {
		p.mute++
	}
	if len(p.open) == 0 {
		return nil
	}
	t := p.open[len(p.open)-1]
	switch tag {
	case atom.Tr:
		p.endRow(t)
		t.begun = true
	case atom.Td, atom.Th:
		t.begun = true
		t.endCell()
		t.beginCell(p.z, attrs)
	case atom.Br:
		t.breakLine()
	}
	return nil
}

func (p *pageScan) end(tag atom.Atom) {
	if (tag == atom.Script || tag == atom.Style) && p.mute > 0 {
		p.mute--
	}
	if len(p.open) == 0 {
		return
	}
	switch t := p.open[len(p.open)-1]; tag {
	case atom.Table:
		p.endTable()
	case atom.Tr:
		p.endRow(t)
	case atom.Td, atom.Th:
		t.endCell()
	}
}

func (p *pageScan) endTable() {
	p.endRow(p.open[len(p.open)-1])
	p.open = p.open[:len(p.open)-1]
}

func (p *pageScan) endRow(t *openTable) {
	t.endCell()
	if t.begun {
		t.rows++
		p.done = append(p.done, doneRow{t.take(), t.number})
	}
	t.begun = false
}

// openTable is a table whose end has not been seen.
type openTable struct {
	number, rows  int
	begun, within bool // a row; a cell
	text          []byte
	space         bool // a space stands between what was written and what follows
	columns, down int  // that the cell spans
	cells         []string
	size          int
	fault         *fault
	spans         map[int]rowSpan // by column, what stands there from a row above
	spoilt        bool            // too many cells reach down for the rows below to be told apart
}

// rowSpan is a cell that reaches down into further rows.
type rowSpan struct {
	text string
	rows int
}

func (t *openTable) beginCell(z *html.Tokenizer, attrs bool) {
	t.within, t.space, t.text, t.columns, t.down = true, false, t.text[:0], 1, 1
	for attrs {
		var key, value []byte
		key, value, attrs = z.TagAttr()
		n, err := strconv.Atoi(strings.TrimSpace(string(value)))
		if err != nil || n < 1 {
			continue
		}
		switch string(key) {
		case "colspan":
			t.columns = min(n, maxSpan)
		case "rowspan":
			t.down = min(n, maxSheetRows)
		}
	}
}

// write adds text to the cell, any run of white space in it being one space, as a page shows it.
func (t *openTable) write(text []byte) {
	if !t.within {
		return
	}
	for _, c := range text {
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' {
			t.space = true
			continue
		}
		if t.space && len(t.text) > 0 && t.text[len(t.text)-1] != '\n' {
			t.text = append(t.text, ' ')
		}
		t.space = false
		if len(t.text) <= maxFieldBytes {
			t.text = append(t.text, c)
		}
	}
}

func (t *openTable) breakLine() {
	if t.within && len(t.text) <= maxFieldBytes {
		t.text, t.space = append(t.text, '\n'), false
	}
}

func (t *openTable) endCell() {
	if !t.within {
		return
	}
	t.within = false
	t.fill()
	text := decodedCell(t.text)
	at := len(t.cells)
	if t.size += len(text) + 16*t.columns; at+t.columns > maxColumns || t.size > maxLineBytes {
		t.fail(broken(-1, "the row has more than %d cells or is longer than %d MiB", maxColumns, maxLineBytes>>20))
		return
	}
	if len(text) > maxFieldBytes {
		t.fail(broken(at, "the cell holds more than %d MiB", maxFieldBytes>>20))
	}
	for i := range t.columns {
		if i > 0 {
			text = ""
		}
		t.cells = append(t.cells, text)
		if t.down > 1 {
			t.spans[at+i] = rowSpan{text, t.down}
			t.spoilt = t.spoilt || len(t.spans) > maxSpan
		}
	}
}

func (t *openTable) fail(f *fault) {
	if t.fault == nil {
		t.fault = f
	}
}

// fill puts in what stands in the next columns from rows above.
func (t *openTable) fill() {
	for {
		span, ok := t.spans[len(t.cells)]
		if !ok || len(t.cells) == maxColumns {
			return
		}
		t.size += len(span.text)
		t.cells = append(t.cells, span.text)
	}
}

// take gives the row and begins the next.
func (t *openTable) take() gridRow {
	t.fill()
	if t.spoilt {
		t.fail(broken(-1, "too many cells of the table span several rows"))
		clear(t.spans)
	}
	row := gridRow{number: t.rows, cells: t.cells, fault: t.fault}
	for column, span := range t.spans {
		if span.rows--; span.rows <= 0 {
			delete(t.spans, column)
		} else {
			t.spans[column] = span
		}
	}
	t.cells, t.fault, t.size = nil, nil, 0
	return row
}

// decodedCell is a cell's text. As in delimited text, what is not UTF-8 is Windows-1252.
func decodedCell(text []byte) string {
	if utf8.Valid(text) {
		return string(text)
	}
	var b strings.Builder
	for _, c := range text {
		b.WriteRune(charmap.Windows1252.DecodeByte(c))
	}
	return b.String()
}
