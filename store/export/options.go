package export

import (
	"slices"
	"strings"

	"recoup/model"
)

// Format is a way to write a report or a table, by the name that --format takes.
type Format string

// The formats.
const (
	FormatTable    Format = "table"  // aligned plain text, to be read or heard
	FormatJSON     Format = "json"   // the documented contract, raw values
	FormatNDJSON   Format = "ndjson" // one object per row, raw values
	FormatCSV      Format = "csv"    // see Profile
	FormatXLSX     Format = "xlsx"   // one worksheet with typed cells
	FormatMarkdown Format = "md"     // GitHub's tables
)

// Formats lists every format.
func Formats() []Format {
	return []Format{FormatTable, FormatJSON, FormatNDJSON, FormatCSV, FormatXLSX, FormatMarkdown}
}

// ReportFormats lists the formats that a whole report can be written in.
func ReportFormats() []Format {
	return []Format{FormatTable, FormatJSON, FormatCSV, FormatMarkdown}
}

// ParseFormat reads a format's name in any case. A name that is not among the allowed ones (all of them, when none is
// given) is a usage error with the nearest name and the list.
func ParseFormat(word string, allowed ...Format) (Format, error) {
	if len(allowed) == 0 {
		allowed = Formats()
	}
	return parseName(word, allowed, "format", "Formats are")
}

// Extension is the ending of a file's name in this format, without the dot.
func (f Format) Extension() string {
	if f == FormatTable {
		return "txt"
	}
	return string(f)
}

// Profile says whom a CSV file is for.
type Profile string

// The profiles of CSV.
const (
	// ProfileExcel is for spreadsheets set up for Brazil and most of Europe: UTF-8 with a byte order mark, semicolons,
	// CR LF, decimal commas, DD/MM/YYYY HH:MM:SS in the report's zone, words instead of identifiers. A cell that a
	// spreadsheet would take for a formula gets an apostrophe in front.
	ProfileExcel Profile = "excel"
	// ProfilePlain is for programs: UTF-8, commas, LF, decimal points, RFC 3339, identifiers, and every text as it is. A
	// spreadsheet that opens it may run a buyer's name as a formula.
	ProfilePlain Profile = "plain"
)

// Profiles lists the profiles of CSV.
func Profiles() []Profile { return []Profile{ProfileExcel, ProfilePlain} }

// ParseProfile reads a profile's name in any case; another name is a usage error with the nearest one and the list.
func ParseProfile(word string) (Profile, error) {
	return parseName(word, Profiles(), "profile", "Profiles are")
}

func parseName[T ~string](word string, known []T, what, list string) (T, error) {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	if i := slices.Index(names, strings.ToLower(strings.TrimSpace(word))); i >= 0 {
		return known[i], nil
	}
	hint := list + " " + strings.Join(names, ", ") + "."
	if near := model.Nearest(word, names); near != "" {
		hint = "Did you mean " + near + "? " + hint
	}
	return "", model.Usage(hint, "%q is not a %s here.", model.Clean(word), what)
}

// Options say how to write.
type Options struct {
	Format Format
	// Profile is that of CSV; the zero value is ProfileExcel.
	Profile Profile
	// Formatter writes words and figures in the formats that people read. Its HideAmounts has no effect on data formats
	// (JSON, NDJSON, CSV, XLSX), which nobody asks for without wanting the amounts.
	Formatter model.Formatter
	// Redact hides what tells who a person is, in every format. Formatter.Redact asks for the same.
	Redact bool
	// Limit is the most rows of each table in a report that are written; 0 writes all. Plain text and Markdown say how many
	// more there are, JSON has them in total_rows.
	Limit int
	// Width is how many cells wide plain text may be: the widest text columns are shortened with "…", figures never are. 0 is
	// as wide as it takes.
	Width int
}

func (o Options) redact() bool { return o.Redact || o.Formatter.Redact }

// Result says what was written, so that a reader can tell that the file holds what the screen showed.
type Result struct {
	Rows int
	// Totals is the sum, per currency, of the table's money column "value", or of its first one if there is none by that
	// name. It is empty for a table without money.
	Totals []model.Money
}

// DefaultName proposes a file's name for a table: the section, the table unless it is the report's first, and the
// period, as in recoup-lost-sales-2026-05-04-2026-05-10.csv.
func DefaultName(r model.Report, tableID string, format Format) string {
	parts := []string{"recoup", string(r.Section)}
	if tableID != "" && (len(r.Tables) == 0 || r.Tables[0].ID != tableID) {
		parts = append(parts, tableID)
	}
	parts = append(parts, r.Period.From.String(), r.Period.To.String())
	return strings.Map(nameRune, strings.Join(parts, "-")) + "." + format.Extension()
}

// nameRune keeps what every file system and shell takes for part of a name.
func nameRune(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return r
	}
	return '-'
}
