package ingest

import (
	"errors"
	"io"
	"strconv"

	"recoup/model"
)

// maxSheetRows is how many rows a sheet can have.
const maxSheetRows = 1_048_576

// sheetRow is a row of a sheet: its cells from the first column to the last that holds something, as they are written.
type sheetRow struct {
	number int // from 1
	cells  []sheetCell
	text   []byte // of all cells that have a text of their own, and the same
	all    string // when the row is complete
	size   int    // of all cells' texts together
	wide   bool   // a cell beyond maxColumns was left out
}

// sheetCell is a cell that holds something.
type sheetCell struct {
	column     int // from 0
	form       cellForm
	from, to   int    // its text, in the row's
	shared     string // its text where several cells share it
	date       bool   // its style shows dates
	unfinished bool   // a formula whose value was not saved
}

// cellForm is how a cell's value is stored.
type cellForm uint8

const (
	cellNumber cellForm = iota
	cellText
	cellShared
	cellBool
)

func (r *sheetRow) textOf(c *sheetCell) string {
	if c.form == cellShared {
		return c.shared
	}
	return r.all[c.from:c.to]
}

// sheetScan reads the rows of a sheet. What the sheet says of its own size is passed over: some programs write a size of
// one cell.
type sheetScan struct {
	x      *xmlScan
	book   *book
	shared []string
	row    sheetRow
	rich   richText
}

// The faults of a sheet, worded to follow "line N: ".
var (
	errRowNumber = errors.New("the rows are not in order, or go beyond what a sheet can hold")
	errSharedOut = errors.New("a cell refers to a text that is not there")
)

// next reads the next row that is written, or gives io.EOF.
func (s *sheetScan) next() (*sheetRow, error) {
	for {
		token, err := s.x.next()
		if err != nil {
			return nil, err
		}
		switch {
		case token.is(xmlStart, "row"):
			if err := s.begin(token); err != nil {
				return nil, err
			}
			if err := s.cells(); err != nil {
				return nil, err
			}
			s.row.all = string(s.row.text)
			return &s.row, nil
		case token.is(xmlEnd, "sheetData"):
			return nil, io.EOF
		}
	}
}

func (s *sheetScan) begin(token *xmlToken) error {
	number := s.row.number + 1
	if r, ok := token.attr("r"); ok {
		n, err := strconv.Atoi(string(r))
		if err != nil || n < number {
			return errRowNumber
		}
		number = n
	}
	if number > maxSheetRows {
		return errRowNumber
	}
	s.row = sheetRow{number: number, cells: s.row.cells[:0], text: s.row.text[:0]}
	return nil
}

// cells reads to the end of the row.
func (s *sheetScan) cells() error {
	column := -1
	for {
		token, err := s.x.next()
		if errors.Is(err, io.EOF) {
			return errXMLCut
		}
		if err != nil {
			return err
		}
		switch {
		case token.is(xmlEnd, "row"):
			return nil
		case token.is(xmlStart, "c"):
			column++
			if name, ok := token.attr("r"); ok {
				if n := columnNumber(name); n >= 0 {
					column = n
				}
			}
			if err := s.cell(token, column); err != nil {
				return err
			}
		}
	}
}

// cell reads one cell to its end. One that holds nothing is left out.
func (s *sheetScan) cell(token *xmlToken, column int) error {
	c := sheetCell{column: column, from: len(s.row.text)}
	style, _ := token.attr("s")
	c.date = len(style) > 0 && s.book.isDate(style)
	kind, _ := token.attr("t")
	switch string(kind) {
	case "s":
		c.form = cellShared
	case "inlineStr", "str", "d", "e":
		c.form = cellText
	case "b":
		c.form = cellBool
	}
	formula, err := s.value(string(kind) == "inlineStr")
	if err != nil {
		return err
	}
	if c.to = len(s.row.text); c.to == c.from {
		if formula {
			c.unfinished = true
			s.row.cells = append(s.row.cells, c)
		}
		return nil
	}
	if err := s.finish(&c); err != nil {
		return err
	}
	s.row.size += len(c.shared) + c.to - c.from
	if column >= maxColumns || s.row.size > maxLineBytes {
		s.row.wide = s.row.wide || column >= maxColumns
		s.row.text = s.row.text[:c.from]
		return nil
	}
	s.row.cells = append(s.row.cells, c)
	return nil
}

// value adds what stands in the cell's <v>, or in its <is>, to the row's text, and tells whether there is a formula.
func (s *sheetScan) value(inline bool) (formula bool, err error) {
	from := len(s.row.text)
	within := false // <v>
	s.rich.begin()
	for {
		token, err := s.x.next()
		if errors.Is(err, io.EOF) {
			return formula, errXMLCut
		}
		if err != nil {
			return formula, err
		}
		switch {
		case token.kind == xmlText:
			if within && len(s.row.text)-from <= maxFieldBytes && len(s.row.text) <= maxLineBytes {
				s.row.text = append(s.row.text, token.text...)
			}
			s.rich.take(token)
		case token.is(xmlEnd, "c"):
			if inline && len(s.rich.text) > 0 {
				s.row.text = append(s.row.text[:from], s.rich.text...)
			}
			return formula, nil
		case string(token.name) == "v":
			within = token.kind == xmlStart
		case string(token.name) == "f":
			formula = true
		default:
			s.rich.take(token)
		}
	}
}

// finish resolves what the value refers to and how it is escaped.
func (s *sheetScan) finish(c *sheetCell) error {
	raw := s.row.text[c.from:c.to]
	switch c.form {
	case cellShared:
		n, err := strconv.Atoi(string(raw))
		if err != nil || n < 0 || n >= len(s.shared) {
			return errSharedOut
		}
		c.shared = s.shared[n]
		s.row.text, c.to = s.row.text[:c.from], c.from
	case cellText:
		s.row.text = append(s.row.text[:c.from], unescaped(raw)...)
		c.to = len(s.row.text)
	case cellBool:
		value := "FALSE"
		if string(raw) == "1" || string(raw) == "true" {
			value = "TRUE"
		}
		s.row.text = append(s.row.text[:c.from], value...)
		c.to = len(s.row.text)
	}
	return nil
}

// render writes a cell as the column that it stands in reads it. A number is one of days where the column holds dates or
// the cell shows one, unless the column holds amounts or counts, whose number counts however it is shown.
func (s *sheetScan) render(row *sheetRow, c *sheetCell, holds content, known bool, style model.DecimalStyle) (text string, number bool) {
	text = row.textOf(c)
	if c.form != cellNumber {
		return text, false
	}
	counted := known && (holds == amountCells || holds == countCells)
	if !counted && (c.date || known && holds == dateCells) {
		if date, ok := serialDate(text, s.book.from1904); ok {
			return date, true
		}
	}
	plain := plainNumber(text)
	if known && holds == amountCells {
		plain = styledNumber(plain, style)
	}
	return plain, true
}
