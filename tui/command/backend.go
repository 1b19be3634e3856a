package command

import (
	"context"
	"io"
	"path/filepath"

	"recoup/model"
	"recoup/store/aggregate"
	"recoup/store/export"
	"recoup/tui"
)

// backend answers the screen from an opened account.
type backend struct{ *reading }

// Info says what is being looked at.
func (b backend) Info() model.SnapshotInfo { return b.about() }

// DefaultQuery is what the command line's flags ask for.
func (b backend) DefaultQuery() model.Query { return b.query }

// Built tells whether a section's report exists.
func (b backend) Built(id model.SectionID) bool { return aggregate.Built(id) }

// Report computes a section.
func (b backend) Report(ctx context.Context, id model.SectionID, q model.Query) (model.Report, error) {
	data, err := b.data(ctx)
	if err != nil {
		return model.Report{}, err
	}
	return data.Report(ctx, id, q)
}

// Headlines computes the menu's lines.
func (b backend) Headlines(ctx context.Context, q model.Query) ([]tui.Headline, error) {
	data, err := b.data(ctx)
	if err != nil {
		return nil, err
	}
	lines, err := data.Headlines(ctx, q)
	if err != nil {
		return nil, err
	}
	shown := make([]tui.Headline, 0, len(lines))
	for _, l := range lines {
		shown = append(shown, tui.Headline{Section: l.Section.ID, Words: l.Phrase, Count: l.Count, Missing: l.Missing})
	}
	return shown, nil
}

// Transactions lists what a filter finds.
func (b backend) Transactions(ctx context.Context, q model.Query, f model.Filter) (model.Report, error) {
	data, err := b.data(ctx)
	if err != nil {
		return model.Report{}, err
	}
	return data.Transactions(ctx, q, f)
}

// History gives one transaction's whole story.
func (b backend) History(ctx context.Context, code string) (model.History, error) {
	return b.source.History(ctx, code)
}

// Export writes a file.
func (b backend) Export(ctx context.Context, r tui.ExportRequest) (tui.ExportResult, error) {
	report, table := r.Report, r.Table.ID
	if r.Scope == tui.ScopeTable {
		report.Tables = []model.Table{r.Table}
	} else {
		var err error
		if report, err = b.Report(ctx, model.LostSales, r.Query); err != nil {
			return tui.ExportResult{}, err
		}
		table = lostSalesScopes[string(r.Scope)]
	}
	path, err := filepath.Abs(expandHome(r.Path))
	if err != nil {
		return tui.ExportResult{}, err
	}
	o := export.Options{Format: export.Format(r.Format), Profile: export.Profile(r.Profile), Formatter: b.format, Redact: r.Redact}
	o.Formatter.Zone = r.Query.Zone
	var result export.Result
	written, err := export.WriteFile(path, export.FileOptions{Force: r.Force}, func(w io.Writer) (err error) {
		result, err = export.Table(w, report, table, o)
		return err
	})
	return tui.ExportResult{Path: written.Path, Rows: result.Rows, Totals: result.Totals}, err
}

// Reload reads the snapshot again if somebody else changed it.
func (b backend) Reload(ctx context.Context) (bool, error) { return b.reload(ctx) }
