package export

import (
	"io"
	"strconv"
	"strings"

	"recoup/model"
)

// csvWriter writes one dialect of CSV.
type csvWriter struct {
	*stream
	sheetlike bool // for spreadsheets: words, defused texts, and the conventions below
	separator byte
	newline   string
	point     byte
	lang      model.Formatter
	column    int
	first     int // where the row's first field starts in the stream's buffer
}

func newCSV(w io.Writer, o Options) *csvWriter {
	c := &csvWriter{stream: newStream(w), lang: o.Formatter}
	if o.Profile == ProfilePlain {
		c.separator, c.newline, c.point = ',', "\n", '.'
		return c
	}
	c.sheetlike, c.separator, c.newline, c.point = true, ';', "\r\n", ','
	c.text("\ufeff")
	return c
}

func writeCSVTable(w io.Writer, s *sheet, o Options) error {
	c := newCSV(w, o)
	if err := c.table(s); err != nil {
		return err
	}
	return c.close()
}

// table writes a header and the rows.
func (c *csvWriter) table(s *sheet) error {
	for _, column := range s.Columns {
		if c.sheetlike {
			c.foreign(column.Label)
		} else {
			c.foreign(column.ID)
		}
	}
	if err := c.endRow(); err != nil {
		return err
	}
	for i := range s.limit {
		cells, err := s.row(i)
		if err != nil {
			return err
		}
		for _, v := range cells {
			c.value(v, s)
		}
		if err := c.endRow(); err != nil {
			return err
		}
	}
	return nil
}

// writeReportCSV writes the metrics as a block and each table as another.
func writeReportCSV(w io.Writer, r model.Report, o Options) error {
	c := newCSV(w, o)
	blocks := 0
	if len(r.Metrics) > 0 {
		if err := c.table(newSheet(r, metricsTable(r, o), o)); err != nil {
			return err
		}
		blocks++
	}
	for _, t := range r.Tables {
		if blocks++; blocks > 1 {
			c.text(c.newline)
		}
		if err := c.table(newSheet(r, t, o).withCurrencies()); err != nil {
			return err
		}
	}
	return c.close()
}

// metricsTable lays the figures of a report out as rows, one per metric and currency. An amount stands in units of its
// currency; a metric that cannot be computed has a row without a value.
func metricsTable(r model.Report, o Options) model.Table {
	w := wordsOf(o.Formatter.Lang)
	rows := model.RowList{}
	for _, m := range r.Metrics {
		for _, f := range figuresOrNone(m) {
			before, _ := m.PreviousIn(f.Currency)
			rows = append(rows, model.Row{Cells: []model.Value{
				model.EnumOf(m.ID, m.Label), model.TextOf(string(currencyOfFigure(f))), f.Value, before,
			}})
		}
	}
	return model.Table{ID: "metrics", Rows: rows, Columns: []model.Column{
		{ID: "metric", Label: w.metric}, {ID: "currency", Label: w.currency}, {ID: "value", Label: w.value}, {ID: "previous", Label: w.previous},
	}}
}

// figuresOrNone gives a metric's figures, or one that is not known.
func figuresOrNone(m model.Metric) []model.Figure {
	if len(m.Values) == 0 {
		return []model.Figure{{}}
	}
	return m.Values
}

func currencyOfFigure(f model.Figure) model.Currency {
	if f.Currency == "" && f.Value.Kind() == model.MoneyValue {
		return f.Value.Money().Currency()
	}
	return f.Currency
}

// value writes a cell in the dialect's conventions. What is not known is an empty field.
func (c *csvWriter) value(v model.Value, s *sheet) {
	switch v.Kind() {
	case model.TextValue:
		c.foreign(v.Text().String())
	case model.EnumValue:
		c.foreign(c.enum(v))
	case model.MoneyValue:
		c.begin()
		c.b = appendDecimal(c.b, v.Money(), c.point)
	case model.RatioValue:
		c.own(c.ratio(v.Ratio()))
	case model.InstantValue:
		c.own(c.instant(model.Instant(v.Int()), s))
	case model.DayValue:
		c.own(c.day(dayOf(v)))
	case model.FlagValue:
		c.own(c.flag(v.Int() != 0))
	case model.DurationValue:
		c.own(c.duration(v.Int()))
	case model.CountValue:
		c.begin()
		c.b = strconv.AppendInt(c.b, v.Int(), 10)
	default:
		c.begin()
	}
}

func (c *csvWriter) enum(v model.Value) string {
	if c.sheetlike && !v.Label().IsEmpty() {
		return v.Label().String()
	}
	return v.Text().String()
}

func (c *csvWriter) ratio(ratio float64) string {
	s := string(appendRatio(nil, ratio))
	switch {
	case s == "null":
		return ""
	case c.sheetlike:
		return strings.Replace(s, ".", string(c.point), 1)
	}
	return s
}

func (c *csvWriter) instant(i model.Instant, s *sheet) string {
	if c.sheetlike {
		return i.In(s.zone).Format("02/01/2006 15:04:05")
	}
	return string(appendInstant(nil, i, s.zone))
}

func (c *csvWriter) day(d model.Day) string {
	if !c.sheetlike {
		return d.String()
	}
	y, m, day := d.Date()
	b := append(twoDigits(nil, int64(day)), '/')
	b = append(twoDigits(b, int64(m)), '/')
	return string(strconv.AppendInt(b, int64(y), 10))
}

func (c *csvWriter) flag(yes bool) string {
	if c.sheetlike {
		return c.lang.Flag(yes)
	}
	return strconv.FormatBool(yes)
}

// duration is what a spreadsheet reads as a length of time, H:MM:SS, or milliseconds.
func (c *csvWriter) duration(ms int64) string {
	if !c.sheetlike {
		return strconv.FormatInt(ms, 10)
	}
	var b []byte
	if ms < 0 {
		b = append(b, '-')
	}
	seconds := ms / 1000
	seconds = max(seconds, -seconds)
	b = append(strconv.AppendInt(b, seconds/3600, 10), ':')
	b = append(twoDigits(b, seconds/60%60), ':')
	return string(twoDigits(b, seconds%60))
}

func twoDigits(b []byte, n int64) []byte {
	if n < 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, n, 10)
}

// begin starts a field.
func (c *csvWriter) begin() {
	if c.column == 0 {
		c.first = len(c.b)
	} else {
		c.b = append(c.b, c.separator)
	}
	c.column++
}

// own writes a field of digits and words of our own, which needs no quotes.
func (c *csvWriter) own(s string) {
	c.begin()
	c.b = append(c.b, s...)
}

// foreign writes a field that somebody else may have written.
func (c *csvWriter) foreign(raw string) {
	s := plain(raw)
	if c.sheetlike {
		s = defuse(s)
	}
	c.begin()
	if !needsQuotes(s) {
		c.b = append(c.b, s...)
		return
	}
	c.b = append(c.b, '"')
	c.b = append(c.b, strings.ReplaceAll(s, `"`, `""`)...)
	c.b = append(c.b, '"')
}

// needsQuotes tells whether a field could be read as anything but itself, by a program that parts fields by commas, by
// semicolons or by tabs.
func needsQuotes(s string) bool {
	return s != "" && (strings.ContainsAny(s, "\",;\t|\r\n") || s[0] == ' ' || s[len(s)-1] == ' ' || s == `\.`)
}

// endRow ends the line. A row of one empty field is written as "", since readers skip an empty line.
func (c *csvWriter) endRow() error {
	if c.column == 1 && len(c.b) == c.first {
		c.text(`""`)
	}
	c.column = 0
	c.text(c.newline)
	return c.stream.endRow()
}
