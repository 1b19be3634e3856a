package tui

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
)

func whyNothingToExport(a *App) string {
	s := a.top()
	switch {
	case s == nil && !a.backend.Built(model.LostSales):
		return "The lost sales are not built yet."
	case s == nil || s.section == model.LostSales && !s.isPage():
		return ""
	case s.isPage():
		return "One transaction is not exported by itself; go back to its list."
	case !s.loaded || s.grid() == nil:
		return "There is no table to export here."
	}
	return ""
}

// openExport exports what is on the screen; on the home screen that is the export details of the lost sales.
func (a *App) openExport(string) tea.Cmd {
	s := a.top()
	switch {
	case s == nil:
		return a.openLostSalesExport()
	case !s.loaded || s.grid() == nil:
		return a.tell(toastInfo, "There is no table to export here.")
	}
	request := ExportRequest{Query: a.query, Report: s.report, Table: s.grid().asShown()}
	n := request.Table.Rows.Len()
	intro := a.format.Count(int64(n)) + " rows of " + s.report.Tables[s.tab].Label + ", as they stand on the screen"
	if marked := len(s.grid().marks); marked > 0 {
		intro = a.format.Count(int64(n)) + " marked rows of " + s.report.Tables[s.tab].Label
	}
	scopes := []option(nil)
	if s.section == model.LostSales && len(a.stack) == 1 {
		scopes = append([]option{{string(ScopeTable), "the table on the screen", a.format.Count(int64(n)) + " rows"}}, a.lostSalesScopes(s.report)...)
	}
	return a.show(a.newExportForm(request, intro, scopes))
}

// openLostSalesExport is Hotmart's Export details: the last failed attempt of each buyer for each product.
func (a *App) openLostSalesExport() tea.Cmd {
	if !a.backend.Built(model.LostSales) {
		return a.tell(toastInfo, "The lost sales are not built yet.")
	}
	q := HomeQuery(a.query)
	request := ExportRequest{Query: q, Report: model.Report{Section: model.LostSales, Period: q.Period}, Table: model.Table{ID: "lost-sales"}}
	return a.show(a.newExportForm(request, "The lost sales of the last 7 days, one line each", a.lostSalesScopes(a.home.report)))
}

// lostSalesScopes are the three readings of "lost sale", with how many each holds.
func (a *App) lostSalesScopes(r model.Report) []option {
	count := func(id string) string {
		m, _ := r.Metric(id)
		v, ok := m.In(a.home.leading(a.query.Currency))
		if !ok || v.IsMissing() {
			return ""
		}
		return a.format.Value(v)
	}
	return []option{
		{string(ScopeOpen), "open: not bought since", count("open")},
		{string(ScopeLiteral), "last failed attempt of each buyer and product", count("opportunities")},
		{string(ScopeAll), "every failed attempt", count("attempts")},
	}
}

func (a *App) newExportForm(request ExportRequest, intro string, scopes []option) *form {
	f := &form{title: "Export", intro: []string{intro}, verb: "write the file"}
	scope := &field{label: "Which", options: scopes}
	format := &field{label: "Format", options: []option{
		{string(FormatCSV), "CSV", ""}, {string(FormatXLSX), "Excel", ""}, {string(FormatJSON), "JSON", ""}, {string(FormatNDJSON), "NDJSON", "one object a line"},
	}}
	profile := &field{label: "For", options: []option{
		{string(ProfileExcel), "a spreadsheet", ""}, {string(ProfilePlain), "another program", ""},
	}, asked: func() bool { return format.value() == string(FormatCSV) }}
	name := exportName(request)
	path := newInput(name + ".csv")
	file := &field{label: "File", input: &path, hint: "the file's name"}
	if len(scopes) > 0 {
		f.fields = append(f.fields, scope)
	}
	f.fields = append(f.fields, format, profile, file)
	f.changed = func(*form) {
		// The name's ending follows the format as long as it is one of ours.
		if old := filepath.Ext(path.Value()); isExportEnding(old) {
			path.SetValue(strings.TrimSuffix(path.Value(), old) + "." + format.value())
			path.CursorEnd()
		}
	}
	f.submit = func(a *App, f *form) tea.Cmd {
		request.Scope = ExportScope(scope.value())
		request.Format = ExportFormat(format.value())
		request.Profile = ExportProfile(profile.value())
		request.Path = strings.TrimSpace(path.Value())
		request.Redact = a.options.Redact
		if request.Path == "" {
			f.err = "Give the file a name."
			return nil
		}
		return a.export(f, request)
	}
	return f
}

func isExportEnding(ending string) bool {
	switch ExportFormat(strings.TrimPrefix(ending, ".")) {
	case FormatCSV, FormatXLSX, FormatJSON, FormatNDJSON:
		return true
	}
	return false
}

// exportName proposes a name that tells the section, the table and the days.
func exportName(r ExportRequest) string {
	parts := []string{"recoup", string(r.Report.Section)}
	if id := strings.ReplaceAll(r.Table.ID, "_", "-"); id != "" && id != string(r.Report.Section) {
		parts = append(parts, id)
	}
	p := r.Query.Period
	parts = append(parts, p.From.String())
	if p.To != p.From {
		parts = append(parts, p.To.String())
	}
	return strings.Map(func(c rune) rune {
		if c == '/' || c == '\\' || c < 0x21 || c == 0x7f {
			return '-'
		}
		return c
	}, strings.Join(parts, "-"))
}

// export writes the file in the background. A file that is there already is overwritten only after asking.
func (a *App) export(f *form, request ExportRequest) tea.Cmd {
	f.err = ""
	return ask(a, &a.exporting,
		func(ctx context.Context) (ExportResult, error) { return a.backend.Export(ctx, request) },
		func(done ExportResult, err error) tea.Cmd {
			switch {
			case errors.Is(err, fs.ErrExist) && !request.Force:
				return a.show(&confirmDialog{
					title: "Overwrite?", question: model.Clean(request.Path).String() + " is there already.", verb: "overwrite it",
					yes: func() tea.Cmd {
						request.Force = true
						return a.export(f, request)
					},
				})
			case err != nil:
				message, hint := sentencesOf(err)
				f.err = strings.TrimSpace(message + " " + hint)
				return nil
			}
			a.closeDialogs()
			return a.report(a.exported(done))
		})
}

// exported says what was written, so that it can be compared with the screen: how many rows, what they add up to, where.
func (a *App) exported(done ExportResult) string {
	words := "Wrote " + a.format.Count(int64(done.Rows)) + " rows"
	for i, m := range done.Totals {
		if i == 3 {
			words += ", …"
			break
		}
		words += ", " + a.format.Money(m)
	}
	return words + " to " + model.Clean(done.Path).String()
}
