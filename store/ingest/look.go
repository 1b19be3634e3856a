package ingest

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"recoup/model"
)

// survey is what the first pass finds out.
type survey struct {
	sniffers [maxTargets]model.DecimalSniffer
	any      bool // a row was accepted
	bent     bool
	rows     int
	blank    int
	header   int
	odd      oddities
	// first and last are the earliest and the latest date of accepted rows; latest is the latest moment they vouch for.
	first, last, latest model.Instant
	described           Summary
}

// oddities collects words that could not be made use of, by what is odd about them.
type oddities struct{ about []oddity }

type oddity struct {
	what  string // to follow "Rows whose"
	rows  int
	words []string
}

// notKnown is what is odd about a word that no rule knows.
const notKnown = " is not a known word"

func (o *oddities) add(what, word string) {
	at := slices.IndexFunc(o.about, func(a oddity) bool { return a.what == what })
	if at < 0 {
		at = len(o.about)
		o.about = append(o.about, oddity{what: what})
	}
	a := &o.about[at]
	a.rows++
	if len(a.words) < 5 && !slices.Contains(a.words, word) {
		a.words = append(a.words, strings.Clone(word))
	}
}

// look goes through the file once, and beside that makes its digest.
func (f *File) look(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	clock := newWallClock(f.opt.Zone)
	src, err := f.open(ctx)
	if err != nil {
		return err
	}
	src.progress = f.progressFrom(0)
	beside := f.digestBeside(ctx, stop)
	s, err := f.survey(src, f.layout.rows(&setting{layout: f.layout, clock: clock, looking: true}))
	if err != nil {
		stop()
	}
	<-beside.done
	f.digest = beside.digest
	switch {
	case beside.known:
		f.known = true
		f.summary = Summary{Kind: f.layout.id}
		return nil
	case err != nil:
		return err
	case beside.err != nil:
		return beside.err
	case beside.sum != src.sum:
		return f.changed()
	}
	f.sum = src.sum
	f.settleStyles(s)
	told := s
	if s.bent {
		// Some amounts could only be read in one of the styles: which rows are accepted depends on the choice.
		if src, err = f.open(ctx); err != nil {
			return err
		}
		told, err = f.survey(src, f.layout.rows(&setting{layout: f.layout, clock: clock, styles: f.styles}))
		if err != nil {
			return err
		}
	}
	if err := f.date(told); err != nil {
		return err
	}
	f.summarise(s)
	return nil
}

// date says when the file is of, and what period it holds: from the first moment of its earliest day to the end of its
// latest.
func (f *File) date(s *survey) error {
	if s.any {
		f.seenAt = s.latest
		if s.latest == 0 && f.opt.SeenAt == 0 {
			return model.Failed(nil, "Say when it was downloaded, with --downloaded.",
				"%s does not tell when it is of: none of its rows carries a date.", f.name())
		}
		if f.opt.Now != 0 {
			f.seenAt = min(f.seenAt, f.opt.Now)
		}
	}
	if f.opt.SeenAt != 0 {
		if f.opt.SeenAt < f.seenAt {
			words := model.Formatter{Lang: model.LangEN, Zone: f.opt.Zone}
			return model.Failed(nil, "Say when it was downloaded, or leave that out.", "%s was not downloaded at %s: it tells of %s.",
				f.name(), words.Instant(f.opt.SeenAt), words.Instant(f.seenAt))
		}
		f.seenAt = f.opt.SeenAt
	}
	if s.first != 0 && !f.layout.partial {
		zone := f.opt.Zone
		f.covers = []model.Coverage{{Dataset: f.layout.dataset, Span: model.Span{
			From: model.DayOf(s.first, zone).Start(zone), To: (model.DayOf(s.last, zone) + 1).Start(zone)}}}
	}
	return nil
}

// survey reads every row, for what the whole file says.
func (f *File) survey(src *source, reader rowReader) (*survey, error) {
	s := &survey{}
	records, err := f.format.table(src, f.layout, &f.styles)
	if err != nil {
		src.close()
		return nil, f.passError(err)
	}
	amounts := f.layout.amounts()
	for {
		rec, err := records.next()
		if errors.Is(err, io.EOF) {
			records.describe(&s.described)
			return s, f.finish(src)
		}
		if err != nil {
			src.close()
			return nil, f.passError(err)
		}
		s.rows++
		switch rec.kind {
		case rowBlank:
			s.blank++
		case rowHeader:
			s.header++
		case rowData:
			for _, t := range amounts {
				if at := f.layout.at[t]; rec.native == nil || !rec.native[at] {
					s.sniff(t, trim(rec.cells[at]))
				}
			}
			s.row(rec.cells, reader)
		}
	}
}

// row looks at one row.
func (s *survey) row(cells []string, reader rowReader) {
	if reader.read(cells) != nil {
		return
	}
	on, latest := reader.dates()
	s.bent = s.bent || reader.isBent()
	s.any = true
	s.latest, s.last = max(s.latest, latest), max(s.last, on)
	if on != 0 && (s.first == 0 || on < s.first) {
		s.first = on
	}
	reader.odd(&s.odd)
}

// sniff looks at how an amount writes its decimals. Two digits behind the sign that the column has shown before are the
// same evidence again, which is what nearly every cell is.
func (s *survey) sniff(t target, cell string) {
	if cell == "" {
		return
	}
	sniffer := &s.sniffers[t]
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
	for t := range f.layout.columns {
		style, _ := s.sniffers[t].Style()
		if style == model.DecimalUnknown {
			style = f.opt.Decimal
		}
		f.styles[t] = style
	}
}

// progressFrom tells progress of a pass that begins after so many bytes of all that will be read.
func (f *File) progressFrom(before int64) func(int64) {
	if f.opt.Progress == nil {
		return nil
	}
	return func(done int64) { f.opt.Progress(before+done, 2*f.size) }
}

// passError words what stopped a pass.
func (f *File) passError(err error) error {
	var other otherTableError
	var damaged formatError
	switch {
	case errors.As(err, &damaged):
		return f.refused(damaged)
	case errors.As(err, &other):
		return model.Failed(nil, "Put each table into a file of its own.", "%s, line %d: another table begins here, with other columns.",
			f.name(), other.line)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return f.unreadable(err)
}

// summarise writes down how the file was understood.
func (f *File) summarise(s *survey) {
	f.summary = s.described
	notes := s.described.Notes
	f.summary.Kind, f.summary.Columns, f.summary.Notes = f.layout.id, f.layout.describe(&f.styles), nil
	f.summary.Rows, f.summary.Blank, f.summary.Header, f.summary.SeenAt = s.rows, s.blank, s.header, f.seenAt
	for i, column := range f.summary.Columns {
		if t, ok := f.layout.targetAt(i); ok && f.layout.lacksCurrency(t) {
			f.summary.Columns[i].Use, f.summary.Columns[i].Field = ColumnLeft, ""
			f.summary.note("The amounts in {0} are not read: no column says their currency.", model.TextOf(column.Header.String()))
		}
		if column.Use == ColumnDuplicate {
			f.summary.note("The column {0} is not read: an earlier column gives the same.", model.TextOf(column.Header.String()))
		}
	}
	for _, header := range f.layout.unused() {
		f.summary.note("The map names the column {0}, which the file does not have.", model.TextOf(header))
	}
	f.summary.Notes = append(f.summary.Notes, notes...)
	f.noteStyles(s)
	for _, o := range s.odd.about {
		f.summary.note("Rows whose "+o.what+": {0} ({1}).", model.CountOf(o.rows), model.TextOf(strings.Join(o.words, ", ")))
	}
}

func (f *File) noteStyles(s *survey) {
	for i, column := range f.summary.Columns {
		t, ok := f.layout.targetAt(i)
		if !ok || column.Use != ColumnRead {
			continue
		}
		style, conflicting := s.sniffers[t].Style()
		switch {
		case conflicting:
			f.summary.note("Some amounts in {0} have their decimals after a dot and some after a comma.", model.TextOf(column.Header.String()))
		case style == model.DecimalUnknown && f.opt.Decimal == model.DecimalUnknown && s.sniffers[t].Ambiguous():
			f.summary.note("Amounts such as 1.234 in {0} can be read in two ways, and nothing in the column says which.",
				model.TextOf(column.Header.String()))
		}
	}
}
