package model

import "time"

// Report is what a section has to say for one query. The screen, the command line, JSON, the exports and the home
// screen's headlines all read this one value.
type Report struct {
	Section    SectionID
	Title      string
	AsOf       Instant
	Zone       *time.Location
	Period     Period
	Basis      Basis
	Measure    Measure
	Comparison Comparison
	Currency   Currency // the one shown; AllCurrencies when each is
	Filter     Filter

	// Headline is the section's one line in the menu; it is empty when data is missing.
	Headline Phrase
	Metrics  []Metric
	Tables   []Table
	Charts   []Chart
	Missing  []MissingData
	Notes    []Phrase
	Empty    EmptyKind
}

// EmptyKind tells apart why a report has nothing to show.
type EmptyKind uint8

// The kinds of empty.
const (
	NotEmpty       EmptyKind = iota
	NoSnapshot               // nothing was imported yet
	NoSaleEver               // a snapshot without one sale
	NothingMatches           // rows exist, none pass the period and filters
	NeverImported            // the data this section reads was never imported; see Missing
)

// Unit says how a metric's figures read.
type Unit string

// The units of a metric.
const (
	UnitCount    Unit = "count"
	UnitMoney    Unit = "money"
	UnitRatio    Unit = "ratio"
	UnitDuration Unit = "duration"
)

// Metric is one number a report is about, per currency where it is bound to one.
type Metric struct {
	ID    string
	Label string
	Unit  Unit
	// Values holds one figure per currency; a metric that is not bound to a currency has one with no currency. A figure
	// that cannot be computed is absent, and Missing of the report says why.
	Values []Figure
	// Previous holds the same for the compared period; it is empty when the snapshot does not cover that period.
	Previous []Figure
	// Definition says in words what is counted, SQL how to count it again over the snapshot's documented views.
	Definition string
	SQL        string
	// Behind finds the transactions that were counted.
	Behind *Filter
	// Better says whether more is good (1), bad (-1) or neither (0): a colour's and a sign's meaning on screen.
	Better int
}

// Figure is a metric's value in one currency.
type Figure struct {
	Currency Currency // empty when the metric is not bound to a currency
	Value    Value
}

// In gives the metric's figure for a currency, or the one without a currency; ok is false if there is none.
func (m Metric) In(c Currency) (Value, bool) { return figureIn(m.Values, c) }

// PreviousIn is In for the compared period.
func (m Metric) PreviousIn(c Currency) (Value, bool) { return figureIn(m.Previous, c) }

func figureIn(figures []Figure, c Currency) (Value, bool) {
	for _, f := range figures {
		if f.Currency == c || f.Currency == "" {
			return f.Value, true
		}
	}
	return Unknown(), false
}

// Metric finds a metric by id; ok is false if the report has none.
func (r Report) Metric(id string) (m Metric, ok bool) {
	for _, m := range r.Metrics {
		if m.ID == id {
			return m, true
		}
	}
	return Metric{}, false
}

// Table finds a table by id; ok is false if the report has none.
func (r Report) Table(id string) (t Table, ok bool) {
	for _, t := range r.Tables {
		if t.ID == id {
			return t, true
		}
	}
	return Table{}, false
}

// Table is a grid of values: one tab of a report.
type Table struct {
	ID      string
	Label   string
	Columns []Column
	Rows    Rows
	// Totals is a row of the same width under the table, or nil.
	Totals []Value
	// SortBy is the column the rows come sorted by, -1 for an order of their own.
	SortBy     int
	Descending bool
	// Empty says what to tell when there are no rows.
	Empty Phrase
}

// ColumnType says what a column's cells are; it is also the "type" in JSON.
type ColumnType string

// The column types.
const (
	ColText     ColumnType = "text"
	ColCount    ColumnType = "count"
	ColMoney    ColumnType = "money"
	ColRatio    ColumnType = "ratio"
	ColInstant  ColumnType = "instant"
	ColDay      ColumnType = "day"
	ColEnum     ColumnType = "enum"
	ColFlag     ColumnType = "flag"
	ColDuration ColumnType = "duration"
)

// Column describes one column of a table.
type Column struct {
	ID    string
	Label string
	Type  ColumnType
	// Personal marks what identifies a buyer: hidden by --redact.
	Personal bool
	// Wide marks a column that a narrow screen leaves for horizontal scrolling.
	Wide bool
	// Implied marks a column that a reader sees in the cells beside it, such as the currency of amounts: files have it,
	// screens and printed tables leave it out.
	Implied bool
}

// Rows is a table's content, which may be computed cell by cell. It does no I/O and may be read from several goroutines.
type Rows interface {
	Len() int
	Cell(row, column int) Value
	// Behind gives the filter that finds the transactions a row stands for; ok is false for a row that stands for none.
	Behind(row int) (f Filter, ok bool)
}

// RowList is Rows held in memory.
type RowList []Row

// Row is one line of a RowList.
type Row struct {
	Cells []Value
	Find  *Filter // the transactions behind the row, or nil
}

// Len is the number of rows.
func (l RowList) Len() int { return len(l) }

// Cell is one value.
func (l RowList) Cell(row, column int) Value { return l[row].Cells[column] }

// Behind is the filter of the row.
func (l RowList) Behind(row int) (Filter, bool) {
	if l[row].Find == nil {
		return Filter{}, false
	}
	return *l[row].Find, true
}

// ChartKind says how a chart is drawn.
type ChartKind string

// The kinds of chart.
const (
	Columns   ChartKind = "columns"
	Bars      ChartKind = "bars"
	Sparkline ChartKind = "sparkline"
)

// Chart is a small picture with its numbers.
type Chart struct {
	ID    string
	Label string
	Kind  ChartKind
	// Tab is the id of the table it stands beside; empty for every tab.
	Tab    string
	Unit   Unit
	Labels []Value // one per point: days, enumerations, texts
	Series []Series
	// Partial marks a last point that is not over yet.
	Partial bool
}

// Series is one line of a chart; Points holds one value per label.
type Series struct {
	Label    string
	Currency Currency
	Points   []Value
}

// MissingData says which data a report would need, why it is not here and how to get it.
type MissingData struct {
	Dataset string
	Why     string
	How     string // the command that brings it
}
