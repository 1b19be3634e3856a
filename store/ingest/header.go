package ingest

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"recoup/model"
)

// maxLead is how many lines are looked at for the header: a title or Excel's "sep=;" may stand above it.
const maxLead = 20

// findHeader finds the header, the separator and the columns in the beginning of the file.
func (f *File) findHeader(head []byte) error {
	mapped, err := parseMap(f.opt.Map)
	if err != nil {
		return err
	}
	known := headerKeys()
	best, err := f.bestHeader(head, known, mapped)
	if err != nil {
		return err
	}
	if best == nil {
		return model.Failed(nil, "Export the detailed sales report as CSV.", "%s holds no text.", f.name())
	}
	f.layout = best.layout
	f.form.sep, f.form.lineEnd = best.sep, best.lineEnd
	f.form.headerLine, f.form.lead = best.line, best.line+best.lines-1
	lacking := missing(&f.layout.at)
	if len(lacking) == 0 {
		f.layout.unused = unusedOf(mapped, f.layout.keys)
		return nil
	}
	if isClassic(f.layout) {
		return model.Failed(nil, "Export it again as \"Modelo detalhado\".",
			"%s is Hotmart's classic sales report, which cannot be read yet.", f.name())
	}
	return f.unknownHeader(lacking)
}

// candidate is a line that may be the header, split at one separator.
type candidate struct {
	layout      *layout
	sep         byte
	line, lines int
	lineEnd     string
}

// bestHeader splits the first lines at each separator and takes the one with the most known columns. Where none is
// known, it is the first line, split at what splits it most.
func (f *File) bestHeader(head []byte, known, mapped map[string]target) (*candidate, error) {
	src := newLines(f.form.encoding.decoded(bytes.NewReader(head)))
	var best *candidate
	for line := 1; line <= maxLead; line++ {
		raw, end, err := src.peek(0)
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, errLongLine) || err == nil && len(raw) >= headSize-16 {
			return nil, model.Failed(nil, "Export the detailed sales report as CSV.", "%s has a first line as long as a book: it is no report.", f.name())
		}
		if err != nil {
			return nil, f.unreadable(err)
		}
		lineEnd := string(end)
		for _, sep := range sepBytes() {
			c := headerAt(src, sep, known, mapped)
			if c == nil {
				continue
			}
			c.line, c.lineEnd = line, lineEnd
			if best == nil || c.layout.found() > best.layout.found() || best.line == line && c.layout.found() == best.layout.found() &&
				len(c.layout.header) > len(best.layout.header) {
				best = c
			}
			if len(missing(&c.layout.at)) == 0 {
				return c, nil
			}
		}
		src.advance(1)
	}
	return best, nil
}

// headerAt reads the line at hand as a header; a quoted header may span a few lines.
func headerAt(src *lines, sep byte, known, mapped map[string]target) *candidate {
	var b strings.Builder
	for k := range 5 {
		raw, _, err := src.peek(k)
		if err != nil {
			return nil
		}
		text := lineText(raw)
		b.WriteString(text)
		cells, state := split(b.String(), sep, nil)
		if state == splitOpen {
			b.WriteString(" ")
			continue
		}
		if state != splitWhole || k == 0 && isBlank(text, sep) {
			return nil
		}
		return &candidate{layout: newLayout(cells, known, mapped), sep: sep, lines: k + 1}
	}
	return nil
}

// isClassic recognises the older report by columns that only it has.
func isClassic(l *layout) bool {
	has := func(header string) bool { return slices.Contains(l.keys, headerKey(header)) }
	return (has("Nome do Produto") && has("Data de Venda") && has("Meio de Pagamento")) ||
		(has("Nombre del Producto") && has("Fecha de venta") && has("Transacción"))
}

// maxListed is how many columns of an unknown file a message names.
const maxListed = 80

func (f *File) unknownHeader(lacking []string) error {
	var names []string
	for i := range min(len(f.layout.header), maxListed) {
		if name := f.layout.name(i); name != "" {
			names = append(names, `"`+name+`"`)
		}
	}
	if more := len(f.layout.header) - maxListed; more > 0 {
		names = append(names, "…")
	}
	return model.Failed(nil, "If it is a sales report, name its columns with --map.",
		"%s is not a sales report that can be read: no column gives %s. Its columns are %s.",
		f.name(), strings.Join(lacking, ", "), strings.Join(names, ", "))
}

// unusedOf lists headers of the map that the file does not have.
func unusedOf(mapped map[string]target, keys []string) []string {
	var unused []string
	for key := range mapped {
		if !slices.Contains(keys, key) {
			unused = append(unused, key)
		}
	}
	slices.Sort(unused)
	return unused
}
