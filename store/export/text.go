package export

import (
	"io"

	"recoup/model"
)

// Plain text is what a screen reader reads and a pipe carries: no escape sequence, no lines or blocks drawn, columns two
// spaces apart. Charts are given as their numbers.

func writeTextTable(w io.Writer, s *sheet, o Options) error {
	out := newStream(w)
	if err := textTable(out, s, o); err != nil {
		return err
	}
	return out.close()
}

// textTable writes a table, or why it is empty, and counts its rows.
func textTable(out *stream, s *sheet, o Options) error {
	if s.limit == 0 {
		out.text(emptyWords(s, o.Formatter) + "\n")
		return out.endRow()
	}
	if err := gridOf(s, o.Formatter).write(out, o.Width); err != nil {
		return err
	}
	if more := s.Rows.Len() - s.limit; more > 0 {
		out.text(moreWords(more, o.Formatter) + "\n")
	}
	return s.countAll()
}

func emptyWords(s *sheet, f model.Formatter) string {
	if s.Empty.IsEmpty() {
		return wordsOf(f.Lang).noRows
	}
	return plain(f.Phrase(s.Empty))
}

func moreWords(more int, f model.Formatter) string {
	return f.Phrase(model.Say(wordsOf(f.Lang).moreRows, model.CountOf(more)))
}

func writeReportText(w io.Writer, r model.Report, o Options) error {
	out := newStream(w)
	out.clean(r.Title)
	out.text("\n")
	for _, line := range about(r, o.Formatter) {
		out.text(line + "\n")
	}
	if r.Empty != model.NotEmpty && int(r.Empty) < len(wordsOf(o.Formatter.Lang).empty) {
		out.text("\n" + wordsOf(o.Formatter.Lang).empty[r.Empty] + "\n")
	}
	if err := textBody(out, r, o); err != nil {
		return err
	}
	textRemarks(out, r, o.Formatter)
	return out.close()
}

// textBody writes the figures of a report: its metrics, its tables, the numbers of its charts.
func textBody(out *stream, r model.Report, o Options) error {
	if len(r.Metrics) > 0 {
		out.text("\n")
		lines, compared := metricLines(r, o.Formatter)
		if err := metricsGrid(lines, compared, wordsOf(o.Formatter.Lang)).write(out, o.Width); err != nil {
			return err
		}
	}
	for _, t := range r.Tables {
		textHeading(out, t.Label, t.Rows.Len(), o.Formatter)
		if err := textTable(out, newSheet(r, t.Readable(), o), o); err != nil {
			return err
		}
	}
	for _, c := range r.Charts {
		if len(c.Labels) == 0 {
			continue
		}
		textHeading(out, c.Label, 0, o.Formatter)
		if err := gridOf(newSheet(r, chartTable(c), Options{}), o.Formatter).write(out, o.Width); err != nil {
			return err
		}
	}
	return nil
}

func textHeading(out *stream, label string, rows int, f model.Formatter) {
	out.text("\n")
	out.clean(label)
	if rows > 0 {
		out.text(" (" + f.Count(int64(rows)) + ")")
	}
	out.text("\n")
}

// textRemarks writes what data is missing and the notes.
func textRemarks(out *stream, r model.Report, f model.Formatter) {
	if len(r.Missing) > 0 {
		out.text("\n" + wordsOf(f.Lang).missing + "\n")
	}
	for _, m := range r.Missing {
		out.text(missingLine(m) + "\n")
	}
	if len(r.Notes) > 0 {
		out.text("\n" + wordsOf(f.Lang).notes + "\n")
	}
	for _, n := range r.Notes {
		out.text(plain(f.Phrase(n)) + "\n")
	}
}
