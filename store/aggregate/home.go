package aggregate

import (
	"context"
	"slices"

	"recoup/model"
)

// home reports the first screen's left half: what was sold and what was lost in the last seven days of the as-of moment,
// whatever period the query names; and the line of every section. An account that never sold anything gets no figures.
func home(s *scope) (model.Report, error) {
	week := DefaultQuery(model.SnapshotInfo{TakenAt: s.q.AsOf, Zone: s.q.Zone}).Period
	menu := s.q
	s = s.during(week)
	s.asked.Period = &week
	r := s.report(model.Home)
	r.Filter.Period = nil
	if !s.hasSale {
		r.Empty = model.NoSaleEver
		return r, nil
	}
	sales := s.rows(model.SoldSet)
	sold, soldBefore := s.sumSold(sales, nil), s.soldBefore()
	r.Metrics = metrics(s, chosen(soldMeasures(), "sales", "gross"), sold, soldBefore)
	var list []opportunity
	missing, never := s.failuresMissing()
	lostNow, lostBefore := []lostSums(nil), []lostSums(nil)
	if never {
		r.Missing = []model.MissingData{missing}
	} else {
		list = s.opportunities()
		lostNow, lostBefore = s.sumLost(list, nil), s.lostBefore()
	}
	r.Metrics = append(r.Metrics, metrics(s, chosen(lostMeasures(), "opportunities", "open", "since_recovered", "at_stake"), lostNow, lostBefore)...)
	r.Charts = []model.Chart{s.salesChart(sales)}
	r.Headline = s.soldHeadline(sold)
	headlines, err := s.Headlines(s.ctx, menu)
	if err != nil {
		return model.Report{}, err
	}
	r.Tables = []model.Table{s.homeByCurrency(), headlineTable(headlines)}
	return r, nil
}

func chosen[T any](list []measure[T], ids ...string) []measure[T] {
	return slices.DeleteFunc(list, func(m measure[T]) bool { return !slices.Contains(ids, m.id) })
}

// homeByCurrency has a line for every currency with a sale or a lost sale, now or before.
func (s *scope) homeByCurrency() model.Table {
	t := model.Table{
		ID: "by_currency", Label: "By currency", SortBy: 1, Descending: true, Empty: nothingSold(),
		Columns: []model.Column{
			column("currency", "Currency", model.ColText), column("sales", "Sales", model.ColCount), column("gross", "Gross", model.ColMoney),
			column("gross_before", "Gross before", model.ColMoney), column("opportunities", "Opportunities", model.ColCount),
			column("open", "Open", model.ColCount), column("at_stake", "At stake", model.ColMoney),
		},
	}
	all := s.inEveryCurrency()
	sold, before, lost := all.sumSold(all.rows(model.SoldSet), nil), all.soldBefore(), []lostSums(nil)
	if _, never := s.failuresMissing(); !never {
		lost = all.sumLost(all.opportunities(), nil)
	}
	var list model.RowList
	for i, code := range all.shown {
		c := all.currencyOf(code)
		cells := []model.Value{
			all.currencyValue(code), model.CountOf(sold[i].sales), all.money(sold[i].gross, c), model.Unknown(), model.Unknown(),
			model.Unknown(), model.Unknown(),
		}
		quiet := sold[i].sales == 0
		if before != nil {
			cells[3] = all.money(before[i].gross, c)
			quiet = quiet && before[i].sales == 0
		}
		if lost != nil {
			cells[4], cells[5], cells[6] = model.CountOf(lost[i].opportunities), model.CountOf(lost[i].open), all.money(lost[i].atStake, c)
			quiet = quiet && lost[i].opportunities == 0
		}
		if !quiet {
			list = append(list, model.Row{Cells: cells, Find: all.behind(model.SoldSet, inCurrency(c))})
		}
	}
	if all.err != nil {
		s.fail(all.err)
	}
	slices.SortStableFunc(list, func(a, b model.Row) int { return b.Cells[1].Count() - a.Cells[1].Count() })
	t.Rows = list
	return t
}

// Headline is the line of one section in the menu.
type Headline struct {
	Section model.Section
	Built   bool // this version of the program has the section
	Missing bool // the snapshot does not hold what the section reads
	// Phrase is the line, also where the section is not built or its data missing.
	Phrase model.Phrase
	// Count is the number beside a section of the left pane; unknown for the others and where it is missing.
	Count model.Value
}

// Headlines gives the line of every section, in the order of the menu.
func (d *Data) Headlines(ctx context.Context, q model.Query) ([]Headline, error) {
	s, err := newScope(ctx, d, q)
	if err != nil {
		return nil, err
	}
	s.brief = true
	var list []Headline
	for _, section := range model.Sections() {
		h := Headline{Section: section}
		b, ok := find(section.ID)
		if !ok {
			h.Phrase, h.Missing = d.notBuilt(section.ID)
			list = append(list, h)
			continue
		}
		own := *s // which shares what was found before: several sections read the same sets
		r, err := own.answer(b)
		if err != nil {
			return nil, err
		}
		h.Built, h.Phrase = true, r.Headline
		if r.Empty == model.NeverImported {
			h.Missing, h.Phrase = true, model.Say("— not in this snapshot")
		} else if m, ok := r.Metric(b.number); ok {
			h.Count, _ = m.In(r.Currency)
		}
		list = append(list, h)
	}
	return list, nil
}

// headlineTable is the menu for readers of the report as data. Its lines are in English, as the ids are.
func headlineTable(list []Headline) model.Table {
	t := model.Table{
		ID: "headlines", Label: "Reports", SortBy: -1,
		Columns: []model.Column{column("section", "Section", model.ColEnum), column("headline", "Headline", model.ColText)},
	}
	english := model.Formatter{Lang: model.LangEN}
	rows := make(model.RowList, len(list))
	for i, h := range list {
		rows[i] = model.Row{Cells: []model.Value{model.EnumOf(string(h.Section.ID), h.Section.Title), textValue(english.Phrase(h.Phrase))}}
	}
	t.Rows = rows
	return t
}
