package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"recoup/model"
)

func TestJSONHasTheDocumentedKeysInTheirOrder(t *testing.T) {
	d := json.NewDecoder(bytes.NewReader(mustReport(t, lostSales(t), Options{Format: FormatJSON, Formatter: inEnglish(t)})))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key.(string))
		var skip json.RawMessage
		if err := d.Decode(&skip); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"section", "title", "as_of", "time_zone", "period", "basis", "measure", "filters", "metrics", "tables", "charts", "missing", "notes"}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
}

func TestAReportWithNothingInItHasEmptyLists(t *testing.T) {
	var got struct {
		Metrics, Tables, Charts, Missing, Notes []any
		Filters                                 map[string]any
		TimeZone                                string `json:"time_zone"`
	}
	if err := json.Unmarshal(mustReport(t, model.Report{Section: model.Sold}, Options{Format: FormatJSON}), &got); err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string][]any{"metrics": got.Metrics, "tables": got.Tables, "charts": got.Charts, "missing": got.Missing, "notes": got.Notes} {
		if list == nil || len(list) != 0 {
			t.Errorf("%s: got %v, want []", name, list)
		}
	}
	if got.Filters == nil || len(got.Filters) != 0 || got.TimeZone != "UTC" {
		t.Errorf("got filters %v in zone %q, want {} in UTC", got.Filters, got.TimeZone)
	}
}

func TestAnUnknownFigureIsAbsentAndNever0(t *testing.T) {
	m := metricOf(model.Metric{
		Values:   []model.Figure{{Currency: "BRL", Value: model.Unknown()}, {Currency: "USD", Value: usd(0)}},
		Previous: []model.Figure{{Currency: "BRL", Value: model.Unknown()}},
	}, time.UTC)
	got, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"id":"","label":"","unit":"","values":[{"currency":"USD","minor":0}]}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRawCells(t *testing.T) {
	zone := saoPaulo(t)
	for _, c := range []struct {
		story string
		v     model.Value
		want  string
	}{
		{"not known", model.Unknown(), "null"},
		{"text is not escaped for HTML", model.TextOf(`<a href="x">&'`), `"<a href=\"x\">&'"`},
		{"a backslash", model.TextOf(`a\b`), `"a\\b"`},
		{"money in minor units, beyond what a float can hold", brl(math.MaxInt64), "9223372036854775807"},
		{"the smallest amount", brl(math.MinInt64), "-9223372036854775808"},
		{"a ratio", model.RatioOf(312, 10_000), "0.0312"},
		{"a ratio below a millionth", model.RatioOf(1, 1<<40), "9.094947017729282e-13"},
		{"a moment in winter time", model.InstantOfMillis(at(zone, time.May, 4, 23, 59)), `"2026-05-04T23:59:07-03:00"`},
		{"a moment in the years of summer time", model.InstantOfMillis(model.InstantOf(time.Date(2017, 12, 1, 12, 0, 0, 0, time.UTC))), `"2017-12-01T10:00:00-02:00"`},
		{"a moment of local mean time is told in UTC", model.InstantOfMillis(model.InstantOf(time.Date(1900, 1, 1, 12, 0, 0, 0, time.UTC))), `"1900-01-01T12:00:00Z"`},
		{"a day", model.DayOfValue(model.NewDay(2026, time.May, 4)), `"2026-05-04"`},
		{"an enumeration by its id", model.EnumOf("INSUFFICIENT_FUNDS", "not enough limit"), `"INSUFFICIENT_FUNDS"`},
		{"yes", model.FlagOf(true), "true"},
		{"no", model.FlagOf(false), "false"},
		{"a length of time in milliseconds", model.DurationOf(61_000), "61000"},
	} {
		t.Run(c.story, func(t *testing.T) {
			got := string(appendRaw(nil, c.v, zone))
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if !json.Valid([]byte(got)) {
				t.Errorf("%s is not JSON", got)
			}
		})
	}
}

func TestAnyStringIsValidJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := string(rapid.SliceOf(rapid.Byte()).Draw(t, "raw"))
		var back string
		if err := json.Unmarshal(appendString(nil, raw), &back); err != nil {
			t.Fatal(err)
		}
		if want := strings.ToValidUTF8(raw, ""); strings.ReplaceAll(back, "\ufffd", "") != strings.ReplaceAll(want, "\ufffd", "") {
			t.Fatalf("got %q back from %q", back, raw)
		}
	})
}

func TestFiltersNameOnlyWhatIsSet(t *testing.T) {
	period := model.Period{From: 20_000, To: 20_006}
	for _, c := range []struct {
		filter model.Filter
		want   string
	}{
		{model.Filter{}, `{}`},
		{model.Filter{Period: &period}, `{"period":{"from":"2024-10-04","to":"2024-10-10"}}`},
		{model.Filter{Role: model.Producer, Currency: "BRL"}, `{"currency":"BRL","role":"PRODUCER"}`},
		{model.Filter{Codes: []string{"HP1"}, Orders: []string{"HP2"}, Offers: []string{"abc"}, Countries: []string{"Brasil"}},
			`{"codes":["HP1"],"orders":["HP2"],"offers":["abc"],"countries":["Brasil"]}`},
		{model.Filter{Reasons: []model.DeclineReason{model.InsufficientFunds}, Causes: []model.LossCause{model.DeclinedCard}},
			`{"reasons":["INSUFFICIENT_FUNDS"],"causes":["DECLINED_CARD"]}`},
	} {
		got, err := json.Marshal(filtersOf(c.filter, false))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestNDJSONHasOneObjectPerRow(t *testing.T) {
	r := lostSales(t)
	got, result := mustTable(t, r, "opportunities", Options{Format: FormatNDJSON})
	lines := 0
	for s := bufio.NewScanner(bytes.NewReader(got)); s.Scan(); lines++ {
		var row map[string]any
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Tables[0].Columns {
			if _, found := row[c.ID]; !found {
				t.Errorf("row %d has no %q", lines+1, c.ID)
			}
		}
	}
	if lines != result.Rows || lines != r.Tables[0].Rows.Len() {
		t.Errorf("got %d lines and a count of %d for %d rows", lines, result.Rows, r.Tables[0].Rows.Len())
	}
}

func TestATableWithoutRowsIsAnEmptyArray(t *testing.T) {
	r := model.Report{Tables: []model.Table{{ID: "t", Columns: []model.Column{{ID: "a"}}, Rows: model.RowList{}}}}
	if got, _ := mustTable(t, r, "t", Options{Format: FormatJSON}); string(got) != "[]\n" {
		t.Errorf("got %q", got)
	}
	if got, _ := mustTable(t, r, "t", Options{Format: FormatNDJSON}); len(got) != 0 {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestAReceiptIsOneLine(t *testing.T) {
	receipt := model.Receipt{
		Tally:  model.Tally{Rows: 12, Accepted: 6, Duplicate: 2, Rejected: 1, Blank: 2, Header: 1},
		Totals: []model.Money{model.NewMoney(4_122_000, "BRL"), model.NewMoney(9_700, "USD")},
	}
	for _, c := range []struct{ story, rejects, want string }{
		{"with a rejects file", "sales.rejects.csv",
			`{"file":"sa␛les.csv","kind":"sales-report-detailed","rows":12,"accepted":6,"duplicate":2,"rejected":1,"blank":2,"header":1,` +
				`"totals":[{"currency":"BRL","minor":4122000},{"currency":"USD","minor":9700}],"rejects_file":"sales.rejects.csv"}` + "\n"},
		{"without one", "",
			`{"file":"sa␛les.csv","kind":"sales-report-detailed","rows":12,"accepted":6,"duplicate":2,"rejected":1,"blank":2,"header":1,` +
				`"totals":[{"currency":"BRL","minor":4122000},{"currency":"USD","minor":9700}],"rejects_file":null}` + "\n"},
	} {
		t.Run(c.story, func(t *testing.T) {
			var b strings.Builder
			if err := ReceiptJSON(&b, "sa\x1bles.csv", "sales-report-detailed", receipt, c.rejects); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
	var b strings.Builder
	if err := ReceiptJSON(&b, "f", "k", model.Receipt{}, ""); err != nil || !strings.Contains(b.String(), `"totals":[]`) {
		t.Errorf("got %s (%v), want totals to be a list", b.String(), err)
	}
}

func TestAnAmountNeverStandsWithoutItsCurrency(t *testing.T) {
	table := func(columns []model.Column, rows ...[]model.Value) model.Report {
		list := model.RowList{}
		for _, cells := range rows {
			list = append(list, model.Row{Cells: cells})
		}
		return model.Report{Tables: []model.Table{{ID: "t", Columns: columns, Rows: list}}}
	}
	money := func(id string) model.Column { return model.Column{ID: id, Label: id, Type: model.ColMoney} }
	text := func(id string) model.Column { return model.Column{ID: id, Label: id, Type: model.ColText} }
	for _, c := range []struct {
		story string
		r     model.Report
		want  string
	}{
		{"no amounts, no currency", table([]model.Column{text("a")}, []model.Value{model.TextOf("x")}), `{"a":"x"}` + "\n"},
		{"the currency of the amount is added",
			table([]model.Column{money("gross")}, []model.Value{brl(1)}, []model.Value{clp(2)}),
			`{"gross":1,"currency":"BRL"}` + "\n" + `{"gross":2,"currency":"CLP"}` + "\n"},
		{"a currency column that is there is enough",
			table([]model.Column{text("currency"), money("gross")}, []model.Value{model.TextOf("BRL"), brl(1)}),
			`{"currency":"BRL","gross":1}` + "\n"},
		{"a currency column that speaks of something else is not enough",
			table([]model.Column{text("currency"), money("net")}, []model.Value{model.TextOf("BRL"), usd(1)}),
			`{"currency":"BRL","net":1,"net_currency":"USD"}` + "\n"},
		{"an amount in another currency than its row has its own",
			table([]model.Column{money("net"), money("value")}, []model.Value{usd(1), brl(2)}, []model.Value{brl(3), brl(4)}),
			`{"net":1,"value":2,"currency":"BRL","net_currency":"USD"}` + "\n" + `{"net":3,"value":4,"currency":"BRL","net_currency":"BRL"}` + "\n"},
		{"a row's currency is that of its first known amount",
			table([]model.Column{money("value"), money("net")}, []model.Value{model.Unknown(), usd(1)}, []model.Value{brl(2), brl(2)}),
			`{"value":null,"net":1,"currency":"USD"}` + "\n" + `{"value":2,"net":2,"currency":"BRL"}` + "\n"},
		{"a row without amounts has none", table([]model.Column{money("value")}, []model.Value{model.Unknown()}), `{"value":null,"currency":null}` + "\n"},
	} {
		t.Run(c.story, func(t *testing.T) {
			got, _ := mustTable(t, c.r, "t", Options{Format: FormatNDJSON})
			if diff := cmp.Diff(c.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// what the file holds, what its footer says, and what the table says are the same count and the same sums.
func TestTheTotalsOfAFileAreThoseOfTheTable(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		currencies := []model.Currency{"BRL", "USD", "CLP", "KWD"}
		rows := model.RowList{}
		want := map[model.Currency]int64{}
		for range rapid.IntRange(0, 30).Draw(rt, "rows") {
			v := model.Unknown()
			if rapid.Bool().Draw(rt, "known") {
				m := model.NewMoney(rapid.Int64Range(-1e12, 1e12).Draw(rt, "minor"), rapid.SampledFrom(currencies).Draw(rt, "currency"))
				want[m.Currency()] += m.Minor() // summed without model
				v = model.MoneyOf(m)
			}
			rows = append(rows, model.Row{Cells: []model.Value{brl(7), v}})
		}
		r := model.Report{Tables: []model.Table{{ID: "t", Rows: rows, Columns: []model.Column{
			{ID: "fee", Type: model.ColMoney}, {ID: "value", Type: model.ColMoney},
		}}}}
		for _, format := range Formats() {
			var b bytes.Buffer
			result, err := Table(&b, r, "t", Options{Format: format})
			if err != nil {
				rt.Fatal(err)
			}
			if result.Rows != len(rows) {
				rt.Fatalf("%s: %d rows written of %d", format, result.Rows, len(rows))
			}
			got := map[model.Currency]int64{}
			for _, m := range result.Totals {
				got[m.Currency()] = m.Minor()
			}
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("%s: %s", format, diff)
			}
		}
	})
}

func TestATotalThatDoesNotFitIsAnError(t *testing.T) {
	r := model.Report{Tables: []model.Table{{ID: "t", Columns: []model.Column{{ID: "value", Type: model.ColMoney}},
		Rows: model.RowList{{Cells: []model.Value{brl(math.MaxInt64)}}, {Cells: []model.Value{brl(1)}}}}}}
	for _, format := range Formats() {
		if _, err := Table(&bytes.Buffer{}, r, "t", Options{Format: format}); !errors.Is(err, model.ErrOverflow) {
			t.Errorf("%s: got %v, want an overflow", format, err)
		}
	}
}

func TestRedactionHidesPersonsInEveryFormat(t *testing.T) {
	r := lostSales(t)
	persons := []string{"Nina", "HYPERLINK", "José", "東京", "98765", "ana@example.com"}
	hidden := func(t *testing.T, got []byte) {
		t.Helper()
		for _, person := range persons {
			if bytes.Contains(got, []byte(person)) {
				t.Errorf("%q is there", person)
			}
		}
		if !bytes.Contains(got, []byte(Hidden)) {
			t.Error("nothing stands in the place of what was hidden")
		}
	}
	for _, format := range Formats() {
		t.Run(string(format), func(t *testing.T) {
			got, _ := mustTable(t, r, "opportunities", Options{Format: format, Formatter: inEnglish(t), Redact: true})
			if format == FormatXLSX {
				got = sheetXML(t, got)
			}
			hidden(t, got)
			if slices.Contains(ReportFormats(), format) {
				f := inEnglish(t)
				f.Redact = true
				hidden(t, mustReport(t, r, Options{Format: format, Formatter: f}))
			}
		})
	}
}
