package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"recoup/model"
)

// survey is what the first pass finds out.
type survey struct {
	script   script
	sniffers [model.FieldCount]model.DecimalSniffer
	latest   model.Instant
	any      bool // a row was accepted
	bent     bool
	rows     int
	blank    int
	header   int
	statuses oddities
	billings oddities
}

// oddities collects words of a column that no rule knows.
type oddities struct {
	rows  int
	words []string
}

func (o *oddities) add(word string) {
	o.rows++
	if len(o.words) < 5 && !slices.Contains(o.words, word) {
		o.words = append(o.words, strings.Clone(word))
	}
}

// look goes through the file once.
func (f *File) look(ctx context.Context) error {
	clock := newWallClock(f.opt.Zone)
	digest := sha256.New()
	src, err := f.open(ctx)
	if err != nil {
		return err
	}
	src.digest = digest
	src.progress = f.progressFrom(0)
	s, err := f.survey(src, newLooker(f.layout, clock))
	if err != nil {
		return err
	}
	f.sum = src.sum
	f.settleStyles(s)
	latest, any := s.latest, s.any
	if s.bent {
		// Some amounts could only be read in one of the styles: which rows are accepted depends on the choice.
		if src, err = f.open(ctx); err != nil {
			return err
		}
		again, err := f.survey(src, newConverter(f.layout, clock, f.styles))
		if err != nil {
			return err
		}
		latest, any = again.latest, again.any
	}
	if any {
		f.seenAt = latest
		if f.opt.Now != 0 {
			f.seenAt = min(latest, f.opt.Now)
		}
	}
	f.digest = f.seal(digest.Sum(nil))
	f.summarise(s)
	return nil
}

// survey reads every row, for what the whole file says.
func (f *File) survey(src *source, c *converter) (*survey, error) {
	s := &survey{}
	records := newRecords(src, &f.form, f.layout)
	for {
		rec, err := records.next()
		if errors.Is(err, io.EOF) {
			s.script = records.script
			return s, f.close(src)
		}
		if err != nil {
			src.file.Close() //nolint:errcheck,gosec // only read
			return nil, f.passError(err)
		}
		s.rows++
		switch rec.kind {
		case rowBlank:
			s.blank++
		case rowHeader:
			s.header++
		case rowSale:
			s.sale(rec.cells, c)
		}
	}
}

// sale looks at one row.
func (s *survey) sale(cells []string, c *converter) {
	for i := range c.steps {
		step := &c.steps[i]
		if _, ok := step.to.(*model.Money); ok {
			s.sniff(step.field, trim(cells[step.column]))
		}
	}
	if c.read(cells) != nil {
		return
	}
	s.bent = s.bent || c.bent
	s.any = true
	s.latest = max(s.latest, c.tx.OrderedAt)
	if c.tx.Has.Has(model.FApprovedAt) {
		s.latest = max(s.latest, c.tx.ApprovedAt)
	}
	if c.tx.Status == model.StatusUnknown {
		s.statuses.add(c.tx.StatusRaw)
	}
	if words := c.cell(cells, model.FBilling); words != "" && c.tx.Billing == "" {
		s.billings.add(words)
	}
}

// sniff looks at how an amount writes its decimals. Two digits behind the sign that the column has shown before are the
// same evidence again, which is what nearly every cell is.
func (s *survey) sniff(f model.Field, cell string) {
	if cell == "" {
		return
	}
	sniffer := &s.sniffers[f]
	if len(cell) > 3 {
		style, _ := sniffer.Style()
		sign := cell[len(cell)-3]
		if sign == '.' && style == model.DecimalDot || sign == ',' && style == model.DecimalComma {
			return
		}
	}
	sniffer.Add(cell)
}

// settleStyles decides how each column of amounts writes its decimals: as its own values show, else as the user says.
func (f *File) settleStyles(s *survey) {
	for field := range model.FieldCount {
		style, _ := s.sniffers[field].Style()
		if style == model.DecimalUnknown {
			style = f.opt.Decimal
		}
		f.styles[field] = style
	}
}

// progressFrom tells progress of a pass that begins after so many bytes of all that will be read.
func (f *File) progressFrom(before int64) func(int64) {
	if f.opt.Progress == nil {
		return nil
	}
	return func(done int64) { f.opt.Progress(before+done, 2*f.stat.Size()) }
}

// passError words what stopped a pass.
func (f *File) passError(err error) error {
	var other otherTableError
	switch {
	case errors.As(err, &other):
		return model.Failed(nil, "Put each table into a file of its own.", "%s, line %d: another table begins here, with other columns.",
			f.name(), other.line)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return f.unreadable(err)
}

// seal makes the digest of the content and of all that changes its meaning.
func (f *File) seal(content []byte) string {
	h := sha256.New()
	part := func(s string) { fmt.Fprintf(h, "%d:%s", len(s), s) } //nolint:errcheck // a hash does not fail
	part(readerVersion)
	part(string(content))
	part(f.opt.Zone.String())
	part(fmt.Sprint(f.opt.Decimal))
	for _, header := range slices.Sorted(maps.Keys(f.opt.Map)) {
		part(headerKey(header))
		part(strings.ToLower(strings.TrimSpace(f.opt.Map[header])))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// summarise writes down how the file was understood.
func (f *File) summarise(s *survey) {
	f.summary = Summary{
		Kind: KindDetailed, Encoding: f.form.words(s.script), Separator: sepWord(f.form.sep), Columns: f.layout.columns(&f.styles),
		Rows: s.rows, Blank: s.blank, Header: s.header, SeenAt: f.seenAt,
	}
	for i, column := range f.summary.Columns {
		if t, ok := f.layout.targetAt(i); ok && t < model.FieldCount && f.layout.lacksCurrency(t) {
			f.summary.Columns[i].Use, f.summary.Columns[i].Field = ColumnLeft, ""
			f.note("The amounts in {0} are not read: no column says their currency.", model.TextOf(column.Header.String()))
		}
		if column.Use == ColumnDuplicate {
			f.note("The column {0} is not read: an earlier column gives the same.", model.TextOf(column.Header.String()))
		}
	}
	for _, header := range f.layout.unused {
		f.note("The map names the column {0}, which the file does not have.", model.TextOf(header))
	}
	if s.script.garbledLines > 0 {
		f.note("Lines with garbled accents, such as Ã£ for ã: {0}. The file was saved in the wrong encoding before it came here.",
			model.CountOf(s.script.garbledLines))
	}
	if s.script.latinLines > 0 && s.script.utf8Lines > 0 {
		f.note("Lines that are not UTF-8 and were read as Windows-1252: {0}.", model.CountOf(s.script.latinLines))
	}
	f.noteStyles(s)
	f.noteOddities("status", s.statuses)
	f.noteOddities("kind of charge", s.billings)
}

func (f *File) noteStyles(s *survey) {
	for _, column := range f.summary.Columns {
		for field := range model.FieldCount {
			if column.Field != field.Name() || column.Use != ColumnRead {
				continue
			}
			style, conflicting := s.sniffers[field].Style()
			switch {
			case conflicting:
				f.note("Some amounts in {0} have their decimals after a dot and some after a comma.", model.TextOf(column.Header.String()))
			case style == model.DecimalUnknown && f.opt.Decimal == model.DecimalUnknown && s.sniffers[field].Ambiguous():
				f.note("Amounts such as 1.234 in {0} can be read in two ways, and nothing in the column says which.",
					model.TextOf(column.Header.String()))
			}
		}
	}
}

func (f *File) noteOddities(what string, o oddities) {
	if o.rows > 0 {
		f.note("Rows whose "+what+" is not a known word: {0} ({1}).", model.CountOf(o.rows), model.TextOf(strings.Join(o.words, ", ")))
	}
}

func (f *File) note(words string, args ...model.Value) {
	f.summary.Notes = append(f.summary.Notes, model.Say(words, args...))
}
