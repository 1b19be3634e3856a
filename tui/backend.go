package tui

import (
	"context"
	"time"

	"github.com/charmbracelet/colorprofile"

	"recoup/model"
)

// Backend answers what the screen asks. Its methods are called from several goroutines at once, never from the one that
// draws; they give up soon after ctx is cancelled. Errors are shown as they read, so they are *model.Error where a user
// can do something about them.
type Backend interface {
	// Info says what is being looked at. It answers at once, with what is known by then.
	Info() model.SnapshotInfo
	// DefaultQuery is what the program opens with: the last seven days unless the command line says otherwise.
	DefaultQuery() model.Query
	// Built tells whether a section's report exists in this version of the program.
	Built(id model.SectionID) bool
	// Report gives a section's report. The one of model.Home holds the figures of the left pane.
	Report(ctx context.Context, id model.SectionID, q model.Query) (model.Report, error)
	// Headlines gives the one line of every section; of those that are not built, what is known of their data.
	Headlines(ctx context.Context, q model.Query) ([]Headline, error)
	// Transactions lists the transactions that pass a filter: the rows behind a number or a row. Their table's rows carry
	// filters with one code each, which History takes.
	Transactions(ctx context.Context, q model.Query, f model.Filter) (model.Report, error)
	// History gives one transaction with all that was seen of it.
	History(ctx context.Context, code string) (model.History, error)
	// Export writes a file. An existing file is left alone unless Force is set: the error then wraps fs.ErrExist.
	Export(ctx context.Context, r ExportRequest) (ExportResult, error)
	// Reload looks whether the snapshot's file changed since it was read and, if so, reads it again. It is asked every few
	// seconds and must cost next to nothing when nothing changed.
	Reload(ctx context.Context) (changed bool, err error)
}

// Headline is a section's line in a menu.
type Headline struct {
	Section model.SectionID
	Words   model.Phrase
	// Count is the number beside the entries of the left pane; it is missing where there is none.
	Count model.Value
	// Missing is set when the snapshot does not hold what the section reads.
	Missing bool
}

// ExportScope says which lost sales an export holds.
type ExportScope string

// The scopes of an export of lost sales; they are the values of the command line's --scope.
const (
	ScopeTable   ExportScope = ""        // the table as it stands on the screen
	ScopeOpen    ExportScope = "open"    // the opportunities not bought since
	ScopeLiteral ExportScope = "literal" // the last failed attempt of each buyer and product
	ScopeAll     ExportScope = "all"     // every failed attempt
)

// ExportFormat is a kind of file.
type ExportFormat string

// The formats an export can be written in.
const (
	FormatCSV    ExportFormat = "csv"
	FormatXLSX   ExportFormat = "xlsx"
	FormatJSON   ExportFormat = "json"
	FormatNDJSON ExportFormat = "ndjson"
)

// ExportProfile says for whom a CSV file is written.
type ExportProfile string

// The profiles of CSV.
const (
	ProfileExcel ExportProfile = "excel" // opens with a double click in a spreadsheet
	ProfilePlain ExportProfile = "plain" // for other programs
)

// ExportRequest asks for a file.
type ExportRequest struct {
	Query model.Query
	Scope ExportScope
	// Report and Table are what is on the screen: with ScopeTable, Table holds exactly the rows to write, filtered and
	// ordered as the reader sees them. With another scope the backend finds the rows.
	Report  model.Report
	Table   model.Table
	Format  ExportFormat
	Profile ExportProfile
	// Path is the file's name; a relative one is relative to the working directory. A leading ~ stands for the home folder.
	Path   string
	Force  bool // overwrite
	Redact bool // leave out what identifies a buyer
}

// ExportResult says what was written.
type ExportResult struct {
	Path   string // absolute
	Rows   int    // without the header
	Totals []model.Money
}

// Options is what the command line decides about the screen.
type Options struct {
	// Home (for HomeQuery of the default query) and Headlines (for the default query) make the first frame complete; they
	// are asked for when they are not given.
	Home      *model.Report
	Headlines []Headline
	Lang      model.Lang
	Redact    bool
	NoColor   bool
	ASCII     bool // no line drawing, blocks or arrows
	// Profile is what colours the terminal has, where it is known already.
	Profile *colorprofile.Profile
	// StatePath is the file that keeps theme, currency and hidden amounts between runs; empty keeps nothing.
	StatePath string
	// Welcome shows the three ways to bring in one's own data: there is no snapshot yet and the sample account is open.
	Welcome bool
	// Now is the clock that tells how old the snapshot is. Run takes the system's where it is nil.
	Now     func() time.Time
	Version string
}

// HomeQuery is the question that the left pane of the home screen asks: that of the reports, but always for the last
// seven days.
func HomeQuery(q model.Query) model.Query {
	if week, err := model.ResolvePeriod(model.Last7Days, q.AsOf, q.Zone, 0); err == nil {
		q.Period = week
	}
	return q
}
