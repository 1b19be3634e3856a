package export

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"recoup/model"
)

// What a worksheet can hold. The library would cut a longer text without saying so.
const (
	maxSheetRows  = excelize.TotalRows
	maxCellUnits  = excelize.TotalCellChars // UTF-16 units
	maxSheetDigit = 15                      // significant digits of a number
)

// writeXLSX writes a table as a workbook of one worksheet: a header that stays in place, texts as texts (never formulas),
// amounts with the decimals of their currency, moments as the wall clock of the report's zone. The same table gives the
// same bytes: the workbook's dates are the report's own.
//
// A number keeps 15 digits in a worksheet and a date lies between 1900 and 9999: an amount or a moment beyond that is
// written as text, whole. More rows than a worksheet has, or a text longer than a cell, is an error.
func writeXLSX(w io.Writer, s *sheet, r model.Report) (err error) {
	if s.limit > maxSheetRows-1 {
		return model.Failed(nil, "Choose a shorter period, or write it as CSV.",
			"%s has %s rows, more than the %s that a worksheet holds.", plain(s.Label), count(s.limit), count(maxSheetRows-1))
	}
	f := excelize.NewFile()
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	name := sheetName(s.Label)
	if err := describeBook(f, r, name); err != nil {
		return bookError(err)
	}
	if err := fillSheet(f, name, s); err != nil {
		return bookError(err)
	}
	out := bufio.NewWriterSize(w, pieceSize)
	if err := f.Write(out); err != nil {
		return err
	}
	return out.Flush()
}

// bookError puts an error of the library into words; it may have run out of room for its own temporary file.
func bookError(err error) error {
	var known *model.Error
	if errors.As(err, &known) {
		return err
	}
	return model.Failed(err, "Make room in the folder for temporary files, or write it as CSV.", "The workbook could not be made: %s.", plain(cause(err)))
}

func count(n int) string { return model.Formatter{}.Count(int64(n)) }

func describeBook(f *excelize.File, r model.Report, name string) error {
	if err := f.SetSheetName(f.GetSheetName(0), name); err != nil {
		return err
	}
	if err := f.SetAppProps(&excelize.AppProperties{Application: "recoup"}); err != nil {
		return err
	}
	asOf := r.AsOf.In(time.UTC).Format(time.RFC3339)
	return f.SetDocProps(&excelize.DocProperties{Creator: "recoup", Title: plain(r.Title), Created: asOf, Modified: asOf})
}

// sheetName makes a worksheet's name: at most 31 UTF-16 units, without []:*?/\ and without an apostrophe at either end.
func sheetName(label string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return '-'
		}
		return r
	}, plain(label))
	units := 0
	for i, r := range name {
		if units += utf16.RuneLen(r); units > 31 {
			name = name[:i]
			break
		}
	}
	if name = strings.Trim(name, "' "); name == "" {
		return "Table"
	}
	return name
}

// fillSheet writes the header and the rows.
func fillSheet(f *excelize.File, name string, s *sheet) error {
	sw, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	styles := &sheetStyles{f: f, byFormat: map[string]int{}}
	if err := layOut(sw, s); err != nil {
		return err
	}
	if err := writeHeader(f, sw, s); err != nil {
		return err
	}
	line := make([]any, len(s.Columns))
	for i := range s.limit {
		cells, err := s.row(i)
		if err != nil {
			return err
		}
		for column, v := range cells {
			if line[column], err = styles.cell(v, s.zone); err != nil {
				return err
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := sw.SetRow(at, line); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// layOut sets the columns' widths and freezes the header.
func layOut(sw *excelize.StreamWriter, s *sheet) error {
	for column, width := range sheetWidths(s) {
		if err := sw.SetColWidth(column+1, column+1, width); err != nil {
			return err
		}
	}
	return sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// sheetWidths looks at the first rows for how wide the columns should be, in characters.
func sheetWidths(s *sheet) []float64 {
	const sample, narrow, wide = 200, 8, 48
	f := model.Formatter{Zone: s.zone}
	widths := make([]float64, len(s.Columns))
	for column, c := range s.Columns {
		widths[column] = float64(min(max(narrow, model.Width(plain(c.Label))), wide))
	}
	for i := range min(s.limit, sample) {
		for column, v := range s.look(i) {
			widths[column] = max(widths[column], float64(min(model.Width(f.Value(v)), wide)))
		}
	}
	for column, c := range s.Columns {
		if c.Type == model.ColInstant {
			widths[column] = max(widths[column], float64(len("2006-01-02 15:04:05")))
		}
		widths[column] += 2
	}
	return widths
}

func writeHeader(f *excelize.File, sw *excelize.StreamWriter, s *sheet) error {
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	line := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		label, err := cellText(plain(c.Label))
		if err != nil {
			return err
		}
		line[i] = excelize.Cell{StyleID: bold, Value: label}
	}
	return sw.SetRow("A1", line)
}

// cellText makes sure that a text fits in a cell. A text that spells an escape of the file format, such as _x000D_, is
// kept as it is: the library writes it as _x005F_x000D_.
func cellText(s string) (string, error) {
	if len(s) <= maxCellUnits {
		return s, nil
	}
	units := 0
	for _, r := range s {
		units += utf16.RuneLen(r)
	}
	if units > maxCellUnits {
		return "", model.Failed(nil, "Write it as CSV or JSON.",
			"A text of %s characters is longer than the %s that a cell of a worksheet holds.", count(units), count(maxCellUnits))
	}
	return s, nil
}
