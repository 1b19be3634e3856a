package export

import (
	"io"

	"recoup/model"
)

// Table writes one table of a report, all of its rows. A table that the report does not have, or a format that cannot
// hold it, is a usage error.
//
//   - FormatJSON is an array of objects, FormatNDJSON the same objects one per line: keys are column ids, values raw.
//   - FormatCSV and FormatXLSX have a header and one line per row.
//   - FormatTable and FormatMarkdown are for readers, in the words of the Formatter.
//
// Data formats add a column "currency" at the end where the table has amounts and no such column, and "<id>_currency"
// for a column of amounts that differs from it in some row: an amount never stands without its currency.
func Table(w io.Writer, r model.Report, tableID string, o Options) (Result, error) {
	t, ok := r.Table(tableID)
	if !ok {
		return Result{}, unknownTable(r, tableID)
	}
	o.Limit, o.Formatter.Zone = 0, zoneOf(r)
	s := newSheet(r, t, o)
	var err error
	switch o.Format {
	case FormatJSON:
		err = writeRows(w, s.withCurrencies(), true)
	case FormatNDJSON:
		err = writeRows(w, s.withCurrencies(), false)
	case FormatCSV:
		err = writeCSVTable(w, s.withCurrencies(), o)
	case FormatXLSX:
		err = writeXLSX(w, s.withCurrencies(), r)
	case FormatMarkdown:
		err = writeMarkdownTable(w, s, o)
	case FormatTable:
		err = writeTextTable(w, s, o)
	default:
		_, err = ParseFormat(string(o.Format))
	}
	if err != nil {
		return Result{}, err
	}
	return s.result(), nil
}

// Report writes a whole report: what it is about, its metrics with the period before, its tables up to the limit,
// charts as numbers, missing data and notes. In CSV each of these is a block of its own with a header, and an empty line
// between two blocks. A format that holds only tables is a usage error.
func Report(w io.Writer, r model.Report, o Options) error {
	o.Formatter.Zone = zoneOf(r)
	switch o.Format {
	case FormatJSON:
		return writeReportJSON(w, r, o)
	case FormatCSV:
		return writeReportCSV(w, r, o)
	case FormatMarkdown:
		return writeReportMarkdown(w, r, o)
	case FormatTable:
		return writeReportText(w, r, o)
	default:
		_, err := ParseFormat(string(o.Format), ReportFormats()...)
		return err
	}
}

func unknownTable(r model.Report, id string) error {
	names := make([]string, len(r.Tables))
	list := ""
	for i, t := range r.Tables {
		names[i] = t.ID
		if i > 0 {
			list += ", "
		}
		list += t.ID
	}
	hint := "Its tables are " + list + "."
	if len(names) == 0 {
		hint = "It has no tables."
	}
	if near := model.Nearest(id, names); near != "" {
		hint = "Did you mean " + near + "? " + hint
	}
	return model.Usage(hint, "%s has no table %q.", model.Clean(string(r.Section)), model.Clean(id))
}
