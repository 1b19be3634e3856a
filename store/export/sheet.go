package export

import (
	"slices"
	"time"

	"recoup/model"
)

// Hidden stands for what tells who a person is, where that is not to be shown.
const Hidden = "•••"

// sheet is a table on its way out: persons hidden where that is asked for, currencies beside their amounts, and what was
// written counted.
type sheet struct {
	model.Table // Columns may have grown at the end; Rows and Totals have not
	zone        *time.Location
	lang        model.Lang
	limit       int // the most rows that are written
	redact      bool

	given    int   // how many columns the table came with
	currency int   // the column among them that gives a row's currency, or -1
	money    []int // the columns of amounts, the one that is summed first
	added    []int // for each column that was added, the amounts whose currency it gives; -1 for the row's

	cells []model.Value
	rows  int
	purse model.Purse
}

func newSheet(r model.Report, t model.Table, o Options) *sheet {
	s := &sheet{
		Table: t, zone: zoneOf(r), lang: o.Formatter.Lang, limit: t.Rows.Len(), redact: o.redact(),
		given: len(t.Columns), currency: slices.IndexFunc(t.Columns, func(c model.Column) bool { return c.ID == "currency" }),
	}
	if o.Limit > 0 {
		s.limit = min(s.limit, o.Limit)
	}
	for i, c := range t.Columns {
		if c.Type != model.ColMoney {
			continue
		}
		if c.ID == "value" {
			s.money = slices.Insert(s.money, 0, i)
		} else {
			s.money = append(s.money, i)
		}
	}
	return s
}

func zoneOf(r model.Report) *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

// withCurrencies adds the columns without which an amount would stand alone once it is a bare number.
func (s *sheet) withCurrencies() *sheet {
	if len(s.money) == 0 {
		return s
	}
	label := wordsOf(s.lang).currency
	s.Columns = slices.Clone(s.Columns)
	if s.currency < 0 {
		s.addCurrency(-1, model.Column{ID: "currency", Label: label, Type: model.ColText})
	}
	for i, differs := range s.differing() {
		if differs {
			c := s.Columns[i]
			s.addCurrency(i, model.Column{ID: c.ID + "_currency", Label: c.Label + ", " + label, Type: model.ColText})
		}
	}
	return s
}

func (s *sheet) addCurrency(of int, c model.Column) {
	s.Columns, s.added = append(s.Columns, c), append(s.added, of)
}

// differing tells which columns have an amount in another currency than that of its row, in any row: the columns do not
// depend on how many rows are asked for.
func (s *sheet) differing() []bool {
	differs := make([]bool, s.given)
	for row := range s.Rows.Len() {
		ofRow := s.currencyOf(func(column int) model.Value { return s.Rows.Cell(row, column) })
		for _, column := range s.money {
			v := s.Rows.Cell(row, column)
			if v.Kind() == model.MoneyValue && v.Money().Currency() != ofRow {
				differs[column] = true
			}
		}
	}
	return differs
}

// currencyOf is what the row's column "currency" says, else the currency of its first known amount.
func (s *sheet) currencyOf(cell func(column int) model.Value) model.Currency {
	if s.currency >= 0 {
		return model.Currency(cell(s.currency).Text().String())
	}
	for _, column := range s.money {
		if v := cell(column); v.Kind() == model.MoneyValue {
			return v.Money().Currency()
		}
	}
	return ""
}

// row gives a row's cells, good until the next call, and counts it as written.
func (s *sheet) row(i int) ([]model.Value, error) {
	cells := s.look(i)
	s.rows++
	if len(s.money) == 0 {
		return cells, nil
	}
	if v := cells[s.money[0]]; v.Kind() == model.MoneyValue {
		return cells, s.purse.Add(v.Money())
	}
	return cells, nil
}

// look gives a row's cells, good until the next call, without counting it.
func (s *sheet) look(i int) []model.Value {
	s.cells = s.cells[:0]
	for column, c := range s.Columns[:s.given] {
		v := s.Rows.Cell(i, column)
		if s.redact && c.Personal && !v.IsMissing() {
			v = model.TextOf(Hidden)
		}
		s.cells = append(s.cells, v)
	}
	for _, of := range s.added {
		s.cells = append(s.cells, s.currencyCell(of))
	}
	return s.cells
}

// currencyCell is the value of an added column for the row in s.cells.
func (s *sheet) currencyCell(of int) model.Value {
	code := model.Currency("")
	if of < 0 {
		code = s.currencyOf(func(column int) model.Value { return s.cells[column] })
	} else if v := s.cells[of]; v.Kind() == model.MoneyValue {
		code = v.Money().Currency()
	}
	if code == "" {
		return model.Unknown()
	}
	return model.TextOf(string(code))
}

func (s *sheet) result() Result { return Result{Rows: s.rows, Totals: s.purse.All()} }

// countAll counts the rows that a writer has only looked at.
func (s *sheet) countAll() error {
	for i := range s.limit {
		if _, err := s.row(i); err != nil {
			return err
		}
	}
	return nil
}
