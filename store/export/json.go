package export

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"recoup/model"
)

// writeReportJSON writes the documented contract. Rows go out one by one and one per line, so that a table of any size
// costs no memory and two reports can be compared line by line.
func writeReportJSON(w io.Writer, r model.Report, o Options) error {
	zone := zoneOf(r)
	j := &jsonStream{stream: newStream(w)}
	j.text("{")
	j.member("section", plain(string(r.Section)))
	j.member("title", plain(r.Title))
	j.member("as_of", string(appendInstant(nil, r.AsOf, zone)))
	j.member("time_zone", plain(zone.String()))
	j.member("period", periodJSON{r.Period.From.String(), r.Period.To.String()})
	j.member("basis", string(r.Basis))
	j.member("measure", string(r.Measure))
	j.member("filters", filtersOf(r.Filter, o.redact()))
	j.list("metrics", len(r.Metrics), func(i int) { j.value(metricOf(r.Metrics[i], zone)) })
	j.list("tables", len(r.Tables), func(i int) { j.table(newSheet(r, r.Tables[i], o).withCurrencies()) })
	j.list("charts", len(r.Charts), func(i int) { j.value(chartOf(r.Charts[i], zone)) })
	j.list("missing", len(r.Missing), func(i int) {
		m := r.Missing[i]
		j.value(missingJSON{plain(m.Dataset), plain(m.Why), plain(m.How)})
	})
	j.list("notes", len(r.Notes), func(i int) { j.value(plain(o.Formatter.Phrase(r.Notes[i]))) })
	j.text("}\n")
	return j.close()
}

type periodJSON struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type missingJSON struct {
	Dataset string `json:"dataset"`
	Why     string `json:"why"`
	How     string `json:"how"`
}

type columnJSON struct {
	ID    string           `json:"id"`
	Label string           `json:"label"`
	Type  model.ColumnType `json:"type"`
}

type metricJSON struct {
	ID       string       `json:"id"`
	Label    string       `json:"label"`
	Unit     model.Unit   `json:"unit"`
	Values   []figureJSON `json:"values"`
	Previous []figureJSON `json:"previous,omitempty"`
}

// figureJSON has "minor" for an amount of money and "value" for anything else.
type figureJSON struct {
	Currency model.Currency `json:"currency,omitempty"`
	Value    *rawJSON       `json:"value,omitempty"`
	Minor    *int64         `json:"minor,omitempty"`
}

func metricOf(m model.Metric, zone *time.Location) metricJSON {
	return metricJSON{
		ID: plain(m.ID), Label: plain(m.Label), Unit: m.Unit,
		Values: figuresOf(m.Values, zone), Previous: figuresOf(m.Previous, zone),
	}
}

// figuresOf leaves out what is not known.
func figuresOf(figures []model.Figure, zone *time.Location) []figureJSON {
	known := make([]figureJSON, 0, len(figures))
	for _, f := range figures {
		switch f.Value.Kind() {
		case model.Missing:
		case model.MoneyValue:
			minor := f.Value.Int()
			known = append(known, figureJSON{Currency: plainCode(f.Value.Money().Currency()), Minor: &minor})
		default:
			known = append(known, figureJSON{Currency: plainCode(f.Currency), Value: &rawJSON{f.Value, zone}})
		}
	}
	return known
}

func plainCode(c model.Currency) model.Currency { return model.Currency(plain(string(c))) }

type chartJSON struct {
	ID      string          `json:"id"`
	Kind    model.ChartKind `json:"kind"`
	Series  []seriesJSON    `json:"series"`
	Label   string          `json:"label"`
	Tab     string          `json:"tab,omitempty"`
	Unit    model.Unit      `json:"unit"`
	Labels  []rawJSON       `json:"labels"`
	Partial bool            `json:"partial"`
}

type seriesJSON struct {
	Label    string         `json:"label"`
	Currency model.Currency `json:"currency,omitempty"`
	Points   []rawJSON      `json:"points"`
}

func chartOf(c model.Chart, zone *time.Location) chartJSON {
	series := make([]seriesJSON, len(c.Series))
	for i, s := range c.Series {
		series[i] = seriesJSON{plain(s.Label), plainCode(s.Currency), rawList(s.Points, zone)}
	}
	return chartJSON{
		ID: plain(c.ID), Kind: c.Kind, Series: series, Label: plain(c.Label), Tab: plain(c.Tab), Unit: c.Unit,
		Labels: rawList(c.Labels, zone), Partial: c.Partial,
	}
}

// rawJSON is a value on its way into a JSON document.
type rawJSON struct {
	v    model.Value
	zone *time.Location
}

// MarshalJSON writes the raw value.
func (r rawJSON) MarshalJSON() ([]byte, error) { return appendRaw(nil, r.v, r.zone), nil }

func rawList(values []model.Value, zone *time.Location) []rawJSON {
	list := make([]rawJSON, len(values))
	for i, v := range values {
		list[i] = rawJSON{v, zone}
	}
	return list
}

// jsonStream writes one JSON object member by member.
type jsonStream struct {
	*stream
	begun bool
}

func (j *jsonStream) key(name string) {
	if j.begun {
		j.text(",")
	}
	j.begun = true
	j.text("\n\"" + name + "\": ")
}

func (j *jsonStream) member(name string, v any) {
	j.key(name)
	j.value(v)
}

// list writes a member that is an array, an item per line.
func (j *jsonStream) list(name string, n int, item func(i int)) {
	j.key(name)
	j.items(n, item)
}

func (j *jsonStream) items(n int, item func(i int)) {
	j.text("[")
	for i := 0; i < n && j.err == nil; i++ {
		if i > 0 {
			j.text(",")
		}
		j.text("\n  ")
		item(i)
		_ = j.endRow() // j.err stops the loop
	}
	j.text("]")
}

// value writes anything small.
func (j *jsonStream) value(v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil && j.err == nil {
		j.err = err
	}
	j.b = append(j.b, bytes.TrimRight(b.Bytes(), "\n")...)
}

func (j *jsonStream) table(s *sheet) {
	columns := make([]columnJSON, len(s.Columns))
	for i, c := range s.Columns {
		columns[i] = columnJSON{plain(c.ID), plain(c.Label), c.Type}
	}
	j.text(`{"id":`)
	j.value(plain(s.ID))
	j.text(`,"label":`)
	j.value(plain(s.Label))
	j.text(`,"columns":`)
	j.value(columns)
	j.text(`,"rows":`)
	j.items(s.limit, func(i int) {
		j.text("[")
		for column, v := range s.look(i) {
			if column > 0 {
				j.text(",")
			}
			j.b = appendRaw(j.b, v, s.zone)
		}
		j.text("]")
	})
	j.text(`,"total_rows":`)
	j.value(s.Rows.Len())
	j.text("}")
}
