package aggregate

import (
	"cmp"
	"slices"

	"recoup/model"
)

// declineTables are the tabs of the section: why, who, the cross cuts, and the words that no rule knows.
func (s *scope) declineTables(attempts, declines []int32, last []opportunity) []model.Table {
	tables := []model.Table{s.declinesByReason(declines, last), s.declinedPeople(last)}
	for _, c := range s.declineCuts() {
		tables = append(tables, s.declineCut(c, attempts))
	}
	return append(tables, s.unreadReasons(declines))
}

func nothingDeclined() model.Phrase { return model.Say("No card was declined in this period.") }

// declinedPeople lists the last decline of each buyer and product with the columns of a lost sale.
func (s *scope) declinedPeople(last []opportunity) model.Table {
	rows := &lazyRows[opportunity]{s: s, items: s.byValue(last), columns: lostColumns(), find: findDecline}
	return rows.fill(model.Table{ID: "people", Label: "People", SortBy: lostValueColumn, Descending: true, Empty: nothingDeclined()})
}

// findDecline finds all declines of the window behind a buyer's last one.
func findDecline(s *scope, o opportunity) model.Filter {
	f := findAttempts(s, o)
	if len(f.Codes) == 0 {
		f.Set = model.CardDeclines
	}
	return f
}

// reasonSums is what the declines of one reason and currency add up to.
type reasonSums struct {
	reason               int // place among model.Reasons
	declines, buyers     int
	cases                int // pairs of a buyer and a product
	byCard, byOther      int // of them, bought later
	before               int
	value                model.Sum // of the last declines of buyers and products
	retryable, worthless bool
}

func (t *reasonSums) bought() int { return t.byCard + t.byOther }

// declinesByReason is the table that the section is named after. Where no decline says why it is empty.
func (s *scope) declinesByReason(declines []int32, last []opportunity) model.Table {
	t := model.Table{
		ID: "by_reason", Label: "By reason", SortBy: 1, Descending: true, Empty: nothingDeclined(),
		Columns: []model.Column{
			column("reason", "Reason", model.ColEnum), column("declines", "Declines", model.ColCount), column("buyers", "Buyers", model.ColCount),
			column("value", "Value", model.ColMoney), currencyColumn(), column("share", "Share", model.ColRatio),
			column("bought_later", "Bought later", model.ColRatio), wide("cases", "Buyers and products", model.ColCount),
			wide("bought", "Of them bought", model.ColCount), wide("bought_by_card", "Bought by card", model.ColCount),
			wide("bought_otherwise", "Bought otherwise", model.ColCount), wide("declines_before", "Declines before", model.ColCount),
			column("change", "Change", model.ColRatio), column("retryable", "Worth another try", model.ColFlag),
			wide("retry", "Same card again", model.ColText), wide("next_step", "Next step", model.ColText),
		},
	}
	var before [][]int32
	base, compared := s.before()
	if compared {
		before = base.split(base.rows(model.CardDeclines))
	}
	var list model.RowList
	for i, part := range s.split(declines) {
		if !s.someWorded(part) {
			t.Empty = model.Say("No declined card of this period says why. Import the detailed sales report, which has the reasons.")
			continue
		}
		groups := s.groupByReason(part, last, s.shown[i])
		total := len(part)
		var earlier [len19]int
		if compared {
			earlier = base.countReasons(before[i])
		}
		for _, g := range groups {
			g.before = earlier[g.reason]
			list = append(list, model.Row{Cells: s.reasonCells(&g, s.shown[i], total, compared), Find: s.findReason(g.reason, s.shown[i])})
		}
	}
	t.Rows = list
	return t
}
