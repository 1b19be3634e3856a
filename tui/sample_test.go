package tui

import (
	"context"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"recoup/model"
	"recoup/store"
	"recoup/store/aggregate"
	"recoup/store/sample"
)

// real answers from the sample account's own columns, as the program does.
type real struct {
	*aggregate.Data
	query model.Query
}

func (r *real) DefaultQuery() model.Query { return r.query }

func (r *real) Built(id model.SectionID) bool { return aggregate.Built(id) }

func (r *real) Headlines(ctx context.Context, q model.Query) ([]Headline, error) {
	lines, err := r.Data.Headlines(ctx, q)
	var shown []Headline
	for _, l := range lines {
		shown = append(shown, Headline{Section: l.Section.ID, Words: l.Phrase, Count: l.Count, Missing: l.Missing})
	}
	return shown, err
}

func (r *real) Export(context.Context, ExportRequest) (ExportResult, error) {
	return ExportResult{}, fs.ErrPermission
}

func (r *real) Reload(context.Context) (bool, error) { return false, nil }

func sampleAccount(t testing.TB) *real {
	t.Helper()
	zone, err := model.LoadZone("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	asOf := model.InstantOf(time.Date(2026, 5, 10, 9, 0, 0, 0, zone))
	data, err := aggregate.Load(t.Context(), store.NewMemory(sample.Info(asOf, zone), sample.Changes(asOf, zone, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return &real{data, aggregate.DefaultQuery(data.Info())}
}

func visit(t testing.TB, b Backend, w, h int) *reader {
	t.Helper()
	r := &reader{t: t, app: New(t.Context(), b, Options{})}
	r.app.after = later(r)
	r.resize(w, h)
	r.run(r.app.Init())
	return r
}

// TestTheSampleAccountIsReadableFromEndToEnd opens every section there is, every tab, a row of each, and what stands behind
// it, at every size.
func TestTheSampleAccountIsReadableFromEndToEnd(t *testing.T) {
	account := sampleAccount(t)
	for _, size := range sizes {
		r := visit(t, account, size[0], size[1])
		r.fits("home")
		r.sees("sample data")
		for _, section := range model.Sections() {
			if !aggregate.Built(section.ID) {
				continue
			}
			where := fmt.Sprintf("%s %dx%d", section.ID, size[0], size[1])
			r.run(r.app.openSection(section.ID))
			r.send(nil)
			r.fits(where)
			if r.app.top().err != nil {
				t.Fatalf("%s: %v", where, r.app.top().err)
			}
			for tab := range r.app.top().report.Tables {
				r.press(fmt.Sprint(tab + 1))
				r.fits(where + fmt.Sprint(" tab ", tab+1))
				r.press("right", "right", "s", "G", "enter")
				r.fits(where + " drilled")
				r.press("enter")
				r.fits(where + " drilled twice")
				for len(r.app.stack) > 1 {
					r.press("esc")
				}
			}
			r.press("i", "down", "esc")
			r.fits(where + " explained")
		}
	}
}

// TestTheNumbersOnTheHomeScreenAreThoseOfTheirReports opens Sold from the left pane and compares.
func TestTheNumbersOnTheHomeScreenAreThoseOfTheirReports(t *testing.T) {
	r := visit(t, sampleAccount(t), 120, 36)
	for entry, ids := range map[int][]string{0: {"sales", "gross"}, 1: {"opportunities", "open", "since_recovered", "at_stake"}} {
		r.app.leftFocus, r.app.home.cursor = true, entry
		r.press("enter")
		for _, id := range ids {
			c := r.app.home.leading("")
			m, _ := r.app.top().report.Metric(id)
			v, _ := m.In(c)
			if home := r.app.home.figure(id, c); r.app.format.Value(v) != r.app.format.Value(home) {
				t.Errorf("%s is %s on the home screen and %s in its report", id, r.app.format.Value(home), r.app.format.Value(v))
			}
		}
		r.press("esc")
	}
}

// TestARowLeadsToAsManyTransactionsAsItSays drills into the causes of lost sales: what a row counts is what it shows.
func TestARowLeadsToAsManyTransactionsAsItSays(t *testing.T) {
	r := visit(t, sampleAccount(t), 160, 45)
	r.run(r.app.openSection(model.LostSales))
	r.send(nil)
	s := r.app.top()
	for tab, table := range s.report.Tables {
		if table.ID != "by_cause" {
			continue
		}
		r.press(fmt.Sprint(tab + 1))
		for row := range table.Rows.Len() {
			count := 0
			for c, column := range table.Columns {
				if column.ID == "opportunities" {
					count = table.Rows.Cell(row, c).Count()
				}
			}
			s.grid().cursor = row
			r.press("enter")
			got := 0
			if list := r.app.top(); list != s && len(list.report.Tables) > 0 {
				got = list.report.Tables[0].Rows.Len()
			}
			if got != count {
				t.Errorf("%s: %d opportunities, %d transactions behind them", r.app.format.Value(table.Rows.Cell(row, 0)), count, got)
			}
			for r.app.top() != s {
				r.press("esc")
			}
		}
		return
	}
	t.Error("lost sales have no table by cause")
}

func BenchmarkHomeToReport(b *testing.B) {
	r := visit(b, sampleAccount(b), 200, 60)
	b.ReportAllocs()
	for b.Loop() {
		r.press("enter")
		_ = r.app.View()
		r.press("esc")
		_ = r.app.View()
	}
}
