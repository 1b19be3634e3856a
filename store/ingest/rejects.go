package ingest

import (
	"bufio"
	"context"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// WriteRejects writes the rows that cannot be read to a file beside the one they came from, to be mended and imported
// again, and gives its path: for sales.csv it is sales.rejected.csv, or sales.rejected-2.csv where that is taken by a
// file with other content. Without such rows nothing is written and the path is empty. The folder may be another one;
// empty means beside the file.
//
// The file has the columns of the original and three more: the line, the column and the reason. They are passed over
// when it is imported. A row that could not be split into its cells stands in the first cell as it came. Of JSON it is
// hooks.rejected.ndjson, with a line for each body. The file is whole or absent, and only its owner may read it.
func (f *File) WriteRejects(ctx context.Context, folder string) (string, error) {
	if f.kept != nil {
		return f.kept.writeRejects(ctx, folder)
	}
	if folder == "" {
		folder = filepath.Dir(f.disk)
	}
	return rejectsFile{of: f.name(), base: filepath.Base(filepath.FromSlash(f.title())), ext: ".csv"}.write(ctx, folder, f.writeRejects)
}

// writeRejects writes the file's content and counts its rows.
func (f *File) writeRejects(ctx context.Context, to io.Writer) (int, error) {
	w := sheet{w: bufio.NewWriter(to)}
	if w.sep, w.end = f.format.delimiters(); w.end == "" {
		w.end = "\r\n"
	}
	kept := f.layout.keptColumns()
	w.w.Write(utf8BOM) //nolint:errcheck // a bufio.Writer keeps its first error
	for _, i := range kept {
		w.cell(f.layout.header[i])
	}
	w.row(ownLine, ownColumn, ownReason)
	count := 0
	_, err := f.pass(ctx, visitor{
		reject: func(rec record) error {
			count++
			f.writeReject(&w, kept, rec)
			return nil
		},
	})
	if err != nil {
		return count, err
	}
	return count, w.w.Flush()
}

func (f *File) writeReject(w *sheet, kept []int, rec record) {
	whole := rec.cells != nil && f.layout.fits(rec.cells)
	for n, i := range kept {
		switch {
		case whole && i < len(rec.cells):
			w.cell(rec.cells[i])
		case !whole && n == 0:
			w.cell(rec.text)
		default:
			w.cell("")
		}
	}
	reject := f.reject(rec)
	w.row(strconv.Itoa(reject.Line), plainCell(reject.Column), plainCell(reject.Reason))
}

// plainCell keeps a spreadsheet program from taking a header that begins like a formula for one.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(s)[0]) {
		return `"` + s + `"`
	}
	return s
}

// keptColumns are those of the file itself: what an earlier WriteRejects added is replaced.
func (l *layout) keptColumns() []int {
	var kept []int
	for i, use := range l.use {
		if use != ColumnOwn {
			kept = append(kept, i)
		}
	}
	return kept
}

// sheet writes delimited text.
type sheet struct {
	w     *bufio.Writer
	sep   byte
	end   string
	begun bool // the row has a cell
}

// cell writes one cell, in quotes where it would be read as something else without them.
func (s *sheet) cell(text string) {
	if s.begun {
		s.w.WriteByte(s.sep) //nolint:errcheck,gosec // the writer keeps its first error
	}
	s.begun = true
	if strings.IndexByte(text, s.sep) >= 0 || strings.ContainsAny(text, "\"\r\n") {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	s.w.WriteString(text) //nolint:errcheck,gosec // the writer keeps its first error
}

// row writes the last cells of a row and ends it.
func (s *sheet) row(cells ...string) {
	for _, cell := range cells {
		s.cell(cell)
	}
	s.begun = false
	s.w.WriteString(s.end) //nolint:errcheck,gosec // the writer keeps its first error
}

var rejectedName = regexp.MustCompile(`\.rejected(-\d+)?$`)

// isRejects tells whether a file's name is one that WriteRejects gives.
func isRejects(path string) bool {
	name := filepath.Base(path)
	return rejectedName.MatchString(strings.TrimSuffix(name, filepath.Ext(name)))
}
