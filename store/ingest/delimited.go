package ingest

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"recoup/model"
)

// delimited is how a file of delimited text is written.
type delimited struct {
	encoding   Encoding
	bom        bool
	sep        byte
	lineEnd    string // of the header line
	headerLine int    // physical line, from 1, on which the header begins
	lead       int    // physical lines from the start of the file to the end of the header
}

func (d *delimited) table(src *source, l *layout, _ *styles) (table, error) {
	return newRecords(src, d, l), nil
}

func (d *delimited) delimiters() (sep byte, lineEnd string) { return d.sep, d.lineEnd }

// describe names the encoding, which only all lines together show, and what is odd about it.
func (r *records) describe(s *Summary) {
	s.Encoding, s.Separator = r.form.words(r.script), sepWord(r.form.sep)
	if r.script.garbledLines > 0 {
		s.note("Lines with garbled accents, such as Ã£ for ã: {0}. The file was saved in the wrong encoding before it came here.",
			model.CountOf(r.script.garbledLines))
	}
	if r.script.latinLines > 0 && r.script.utf8Lines > 0 {
		s.note("Lines that are not UTF-8 and were read as Windows-1252: {0}.", model.CountOf(r.script.latinLines))
	}
}

// maxLead is how many lines are looked at for the header: a title or Excel's "sep=;" may stand above it.
const maxLead = 20

// openDelimited finds the encoding, the header, the separator and the columns in the beginning of a file of delimited text.
func (f *File) openDelimited(head []byte) error {
	form := &delimited{}
	form.encoding, form.bom = detectEncoding(head)
	best, err := f.bestLine(head, form.encoding)
	if err != nil {
		return err
	}
	if f.layout, err = f.settle(best.search); err != nil {
		return err
	}
	form.sep, form.lineEnd = best.sep, best.lineEnd
	form.headerLine, form.lead = best.line, best.line+best.lines-1
	f.format = form
	return nil
}

// headerLine is the line that is the header best, split at its separator.
type headerLine struct {
	search
	sep         byte
	line, lines int
	lineEnd     string
}

// bestLine splits the first lines at each separator. The first line that is the whole header of a report is the header;
// where none is, the one that resembles one most.
func (f *File) bestLine(head []byte, encoding Encoding) (headerLine, error) {
	best := headerLine{search: search{speeches: f.speeches}}
	src := newLines(encoding.decoded(bytes.NewReader(head)))
	for line := 1; line <= maxLead; line++ {
		raw, end, err := src.peek(0)
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, errLongLine) || err == nil && len(raw) >= headSize-16 {
			return best, model.Failed(nil, "Export the detailed sales report as CSV.", "%s has a first line as long as a book: it is no report.", f.name())
		}
		if err != nil {
			return best, f.unreadable(err)
		}
		lineEnd := string(end)
		for _, sep := range sepBytes() {
			cells, lines := headerAt(src, sep)
			if cells != nil && best.try(line, cells, widthBelow(src, lines, sep)) {
				best.sep, best.line, best.lines, best.lineEnd = sep, line, lines, lineEnd
			}
		}
		if best.complete {
			break
		}
		src.advance(1)
	}
	return best, nil
}

// headerAt splits the line at hand as a header; a quoted header may span a few lines.
func headerAt(src *lines, sep byte) (cells []string, lines int) {
	var b strings.Builder
	for k := range 5 {
		raw, _, err := src.peek(k)
		if err != nil {
			return nil, 0
		}
		text := lineText(raw)
		b.WriteString(text)
		cells, state := split(b.String(), sep, nil)
		if state == splitOpen {
			b.WriteString(" ")
			continue
		}
		if state != splitWhole || k == 0 && isBlank(text, sep) {
			return nil, 0
		}
		return cells, k + 1
	}
	return nil, 0
}

// widthBelow is how many cells the first row has that stands k lines ahead or below, 0 where there is none.
func widthBelow(src *lines, k int, sep byte) int {
	for end := k + 5; k < end; k++ {
		raw, _, err := src.peek(k)
		if err != nil {
			return 0
		}
		if text := lineText(raw); !isBlank(text, sep) {
			if cells, state := split(text, sep, nil); state == splitWhole {
				return len(cells)
			}
		}
	}
	return 0
}
