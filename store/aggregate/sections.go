package aggregate

import (
	"context"

	"recoup/model"
)

// built is a section that this version of the program has.
type built struct {
	id    model.SectionID
	build func(s *scope) (model.Report, error)
	// number is the metric that stands beside the section's entry in the left pane; empty for those of the right one.
	number string
}

// registry lists the sections: one line for each section's file.
func registry() []built {
	return []built{
		{model.Home, home, ""},
		{model.Sold, sold, "sales"},
		{model.LostSales, lostSales, "opportunities"},
		{model.DeclinedCards, declinedCards, "declines"},
		{model.MySales, mySales, ""},
		{model.Refunds, refunds, ""},
		{model.RecoverSales, recoverSales, ""},
	}
}

// Sections lists every section that the menu names, built or not, in the order of Hotmart's page.
func Sections() []model.Section { return model.Sections() }

// Built tells whether a section's report exists in this version of the program.
func Built(id model.SectionID) bool {
	_, ok := find(id)
	return ok
}

func find(id model.SectionID) (built, bool) {
	for _, b := range registry() {
		if b.id == id {
			return b, true
		}
	}
	return built{}, false
}

// Report computes one section. A name that is no section, and a section that this version does not have, are usage errors.
// A set in the query's filter only chooses transactions, so it acts on the lists of My sales.
func (d *Data) Report(ctx context.Context, id model.SectionID, q model.Query) (model.Report, error) {
	b, ok := find(id)
	if !ok {
		return model.Report{}, noReport(id)
	}
	s, err := newScope(ctx, d, q)
	if err != nil {
		return model.Report{}, err
	}
	return s.answer(b)
}

// answer computes a section; a brief one may lack its tables and charts.
func (s *scope) answer(b built) (model.Report, error) {
	if len(s.has) == 0 {
		r := s.report(b.id)
		r.Empty = model.NoSnapshot
		return r, nil
	}
	r, err := b.build(s)
	if err == nil {
		err = s.err
	}
	if err != nil {
		return model.Report{}, err
	}
	if !s.brief {
		r.Missing = append(append(r.Missing, s.lacking()...), s.partly()...)
	}
	return r, s.ctx.Err()
}

func noReport(id model.SectionID) error {
	if _, known := model.SectionByID(id); known {
		return model.Usage("The menu says which sections are.", "The section %s is not built yet.", id)
	}
	names := []string{string(model.Home)}
	for _, s := range model.Sections() {
		names = append(names, string(s.ID))
	}
	hint := "The sections are listed by recoup report --help."
	if near := model.Nearest(string(id), names); near != "" {
		hint = "Did you mean " + near + "?"
	}
	return model.Usage(hint, "%q is not a section.", model.Clean(string(id)))
}

func unknownSet(set model.Set) error {
	names := []string{
		string(model.SoldSet), string(model.BookedSet), string(model.RefundedSince), string(model.ChargedBackSince),
		string(model.InDisputeSet), string(model.FailedAttempts), string(model.Opportunities), string(model.OpenOpportunities),
		string(model.SinceRecovered), string(model.CardAttempts), string(model.CardDeclines), string(model.LastDeclines),
		string(model.RecoveredSales), string(model.RefundRequests), string(model.RefundedIn), string(model.UnderGuarantee),
		string(model.RecoveryQueue),
		string(model.AwaitingPayment),
	}
	hint := "A filter without a set finds every transaction."
	if near := model.Nearest(string(set), names); near != "" {
		hint = "Did you mean " + near + "?"
	}
	return model.Usage(hint, "%q is not a set of transactions.", model.Clean(string(set)))
}
