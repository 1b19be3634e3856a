package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"

	"recoup/model"
)

// workbook is how a spreadsheet (XLSX) holds its table: on one of its sheets. It is read as it streams by, since a general
// library takes a minute and a temporary file for a sheet of 100,000 rows.
type workbook struct {
	sheet  sheetPart
	header int // row
}

// isZip tells a zip file, which every XLSX is, whatever its name.
func isZip(head []byte) bool { return string(head[:min(len(head), 4)]) == "PK\x03\x04" }

// openWorkbook finds the sheet and the row of the header. A sheet with a whole header is taken before one that comes
// first, so that a summary before the report does no harm.
func (f *File) openWorkbook([]byte) error {
	src, err := f.open(context.Background())
	if err != nil {
		return err
	}
	defer src.close()
	best := search{speeches: f.speeches}
	form := &workbook{}
	at, size, err := src.whole()
	if err != nil {
		return f.passError(err)
	}
	book, shared, err := openBook(at, size)
	if err != nil {
		return f.passError(err)
	}
	for _, sheet := range book.sheets[:min(len(book.sheets), maxSheets)] {
		header, found := 0, best
		rows, err := book.rows(sheet, shared)
		if err == nil {
			header, err = searchRows(rows, &found)
			rows.close()
		}
		if err != nil {
			return f.passError(err)
		}
		if found.best != best.best {
			best, form.sheet, form.header = found, sheet, header
		}
		if best.complete {
			break
		}
	}
	f.format = form
	f.layout, err = f.settle(best)
	return err
}

// maxSheets is how many sheets are looked at for the report.
const maxSheets = 100

func (w *workbook) delimiters() (sep byte, lineEnd string) { return ';', "\r\n" }

func (w *workbook) table(src *source, l *layout, styles *styles) (table, error) {
	at, size, err := src.whole()
	if err != nil {
		return nil, err
	}
	book, shared, err := openBook(at, size)
	if err != nil {
		return nil, err
	}
	rows, err := book.rows(w.sheet, shared)
	if err != nil {
		return nil, err
	}
	return &grid{gridRows: rows, layout: l, styles: styles, header: w.header}, nil
}

// formatError says that a file is not what it looks like, or damaged, worded to follow its name.
type formatError struct {
	is   string
	hint string
}

func (e formatError) Error() string { return e.is }

func (f *File) refused(e formatError) error {
	return model.Failed(nil, e.hint, "%s %s.", f.name(), e.is)
}

// damaged makes a refusal of what the reading of a spreadsheet stopped at, unless that was the disk or the user.
func damaged(err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, errRowNumber), errors.Is(err, errSharedOut), errors.Is(err, errXMLCut), errors.Is(err, errXMLTag),
		errors.Is(err, errXMLDoctype), errors.Is(err, errXMLCoding), errors.Is(err, errXMLSyntax):
		return formatError{"is a damaged spreadsheet: " + err.Error(), exportAgain}
	case isPacking(err):
		return formatError{"is a damaged spreadsheet: it cannot be unpacked", exportAgain}
	}
	for _, known := range []error{errNoZip, errManyEntries, errBomb, errZipMethod, errNoBook, errBinary, errODS, errOther, errParts, errShared} {
		if errors.Is(err, known) {
			return formatError{known.Error(), "Export the report again, or open it in a spreadsheet program and save it as CSV."}
		}
	}
	return err
}

const exportAgain = "Export the report again."

// openBook reads a spreadsheet's parts but for its sheets.
func openBook(at io.ReaderAt, size int64) (*book, []string, error) {
	z, err := openZip(at, size)
	if err != nil {
		return nil, nil, damaged(err)
	}
	b, err := readBook(z)
	if err != nil {
		return nil, nil, damaged(err)
	}
	shared, err := b.readShared()
	return b, shared, damaged(err)
}

// sheetRows gives the rows of a sheet as a grid.
type sheetRows struct {
	scan      sheetScan
	part      io.ReadCloser
	name      string
	cells     []string
	native    []bool
	cut       int // cells that are as long as a cell can be
	columns   *layout
	holds     []content // of the layout's columns
	read      []bool
	formatted []model.DecimalStyle
}

// rows begins to read a sheet.
func (b *book) rows(sheet sheetPart, shared []string) (*sheetRows, error) {
	part, err := unpack(b.parts[sheet.part])
	if err != nil {
		return nil, damaged(err)
	}
	return &sheetRows{scan: sheetScan{x: newXMLScan(part), book: b, shared: shared}, part: part, name: sheet.name}, nil
}

func (r *sheetRows) close() { r.part.Close() } //nolint:errcheck,gosec // only read

func (r *sheetRows) describe(s *Summary) {
	r.close()
	s.Encoding = fmt.Sprintf("XLSX, sheet %q", model.Clean(r.name))
	if r.cut > 0 {
		s.note("Cells with 32,767 characters, the most that a spreadsheet holds, so that more may have been cut off: {0}.", model.CountOf(r.cut))
	}
	if r.scan.book.macros {
		s.note("The spreadsheet has macros in it. They were not run.")
	}
}

// know looks up once what each column of the layout holds.
func (r *sheetRows) know(l *layout, styles *styles) {
	r.columns = l
	r.holds, r.read = make([]content, len(l.header)), make([]bool, len(l.header))
	r.formatted = make([]model.DecimalStyle, len(l.header))
	for i, use := range l.use {
		if t, ok := l.targetAt(i); ok && use == ColumnRead {
			r.holds[i], r.read[i], r.formatted[i] = l.columns[t].holds, true, styles[t]
		}
	}
}

// next gives the next row that holds something.
func (r *sheetRows) next(l *layout, styles *styles) (gridRow, error) {
	if l != nil && r.columns != l {
		r.know(l, styles)
	}
	row, err := r.scan.next()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			err = damaged(err)
		}
		return gridRow{}, err
	}
	got := gridRow{number: row.number}
	r.cells, r.native = r.cells[:0], r.native[:0]
	for i := range row.cells {
		if f := r.place(row, &row.cells[i], l != nil); f != nil && got.fault == nil {
			got.fault = f
		}
	}
	switch {
	case row.wide:
		got.fault = broken(-1, "the row has more than %d cells", maxColumns)
	case row.size > maxLineBytes:
		got.fault = broken(-1, "the row is longer than %d MiB and is not repeated here", maxLineBytes>>20)
	}
	if l != nil {
		r.pad(len(l.header))
	}
	got.cells, got.native = r.cells, r.native
	return got, nil
}

// pad makes the row so wide.
func (r *sheetRows) pad(width int) {
	for len(r.cells) < width {
		r.cells, r.native = append(r.cells, ""), append(r.native, false)
	}
}

// place puts a cell into its column. What stands right of the header is kept where it is only if it is the row's fault.
func (r *sheetRows) place(row *sheetRow, c *sheetCell, known bool) *fault {
	at, read := c.column, known && c.column < len(r.read) && r.read[c.column]
	var holds content
	var style model.DecimalStyle
	if read {
		holds, style = r.holds[at], r.formatted[at]
	}
	text, native := r.scan.render(row, c, holds, read, style)
	if known && at >= len(r.columns.header) {
		if isNone(text) && !c.unfinished {
			return nil
		}
		r.pad(len(r.columns.header))
		r.cells, r.native = append(r.cells, text), append(r.native, native)
		return besideTable(at)
	}
	r.pad(at)
	if at == len(r.cells) {
		r.cells, r.native = append(r.cells, text), append(r.native, native)
	} else if r.cells[at] == "" {
		r.cells[at], r.native[at] = text, native
	} else {
		return broken(at, "the cell is there twice")
	}
	switch {
	case c.unfinished && read:
		return broken(at, "the formula has no saved value: open the file in a spreadsheet program and save it")
	case len(text) > maxFieldBytes:
		return broken(at, "the cell holds more than %d MiB", maxFieldBytes>>20)
	case isCut(text):
		r.cut++
	}
	return nil
}
