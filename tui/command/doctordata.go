package command

import (
	"slices"
	"strings"

	"recoup/model"
)

// datasets prints what is here and what is not: for each kind of data the roads by which it came, what each covers, and
// what lies in between. Data that is absent comes last, with the way to bring it in.
func (d *diagnosis) datasets(info model.SnapshotInfo) {
	d.line("\nData")
	var absent []model.Dataset
	for _, set := range info.Datasets {
		if set.State == model.DatasetAbsent {
			absent = append(absent, set)
			continue
		}
		note := ""
		if set.Note != "" {
			note = "  " + model.Clean(set.Note).String()
		}
		d.line("  %s %s %s%s", model.Pad(string(set.ID), 20), model.Pad(string(set.State), 8), model.PadLeft(d.count(set.Rows), 9), note)
		for _, road := range set.Roads {
			d.road(&road)
		}
	}
	for _, set := range absent {
		d.line("  %s %s %s", model.Pad(string(set.ID), 20), model.Pad(string(set.State), 8), model.Clean(set.Note))
	}
}

// road prints one road of a dataset, then the periods it covers.
func (d *diagnosis) road(r *model.Road) {
	line := "    " + model.Pad(r.Source.Label(), 18) + " " + model.Pad("", 8) + " " + model.PadLeft(d.count(r.Rows), 9)
	if r.Dated.From != 0 {
		line += "  dated " + d.days(model.Span{From: r.Dated.From, To: r.Dated.To + 1})
	}
	if r.ImportedAt != 0 {
		line += ", last brought in " + d.words.Instant(r.ImportedAt)
	}
	d.line("%s", line)
	for _, c := range coverings(r) {
		d.line("      covers %s: %s", strings.Join(c.statuses, ", "), d.spans(c.spans))
	}
}

// covering is a list of periods with the statuses that were asked for in all of them.
type covering struct {
	statuses []string
	spans    []model.Span
}

// coverings puts statuses with the same periods together, in the order of a sale's life.
func coverings(r *model.Road) []covering {
	var all []covering
	for _, status := range append([]model.Status{model.StatusUnknown}, model.Statuses()...) {
		spans := r.Covered[status]
		if len(spans) == 0 {
			continue
		}
		name := strings.ToLower(status.Label())
		if status == model.StatusUnknown {
			name = "everything"
		}
		i := slices.IndexFunc(all, func(c covering) bool { return slices.Equal(c.spans, spans) })
		if i < 0 {
			all = append(all, covering{spans: spans})
			i = len(all) - 1
		}
		all[i].statuses = append(all[i].statuses, name)
	}
	if len(all) == 1 && len(all[0].statuses) == len(model.Statuses()) {
		all[0].statuses = []string{"every status"}
	}
	return all
}

// spans writes periods, and what is missing between them.
func (d *diagnosis) spans(spans []model.Span) string {
	whole := d.days(model.Span{From: spans[0].From, To: spans[len(spans)-1].To})
	var gaps []string
	for i := 1; i < len(spans); i++ {
		gaps = append(gaps, d.days(model.Span{From: spans[i-1].To, To: spans[i].From}))
	}
	const shown = 5
	if more := len(gaps) - shown; more > 0 {
		gaps = append(gaps[:shown], d.count(more)+" more")
	}
	if len(gaps) > 0 {
		return whole + ", but not " + strings.Join(gaps, "; ")
	}
	return whole
}

// days writes a half-open period by its first and last local day.
func (d *diagnosis) days(s model.Span) string {
	from, to := model.DayOf(s.From, d.words.Zone), model.DayOf(s.To-1, d.words.Zone)
	if from == to {
		return from.String()
	}
	return from.String() + " to " + to.String()
}
