package model_test

import (
	"testing"

	"recoup/model"
)

func TestAReaderSeesTheCurrencyInTheAmount(t *testing.T) {
	table := model.Table{
		Columns: []model.Column{{ID: "product"}, {ID: "currency", Implied: true}, {ID: "value"}},
		Rows: model.RowList{{Cells: []model.Value{model.TextOf("Aquarela"), model.TextOf("BRL"), model.MoneyOf(model.NewMoney(100, "BRL"))},
			Find: &model.Filter{Products: []string{"1"}}}},
		Totals: []model.Value{model.TextOf("Total"), model.Unknown(), model.CountOf(3)},
		SortBy: 2,
	}
	got := table.Readable()
	if len(got.Columns) != 2 || got.Columns[1].ID != "value" || got.SortBy != 1 || got.Totals[1].Count() != 3 {
		t.Errorf("columns %v, sorted by %d, totals %v", got.Columns, got.SortBy, got.Totals)
	}
	if cell := got.Rows.Cell(0, 1); cell.Kind() != model.MoneyValue {
		t.Errorf("the second cell is %v, not the amount", cell)
	}
	if find, ok := got.Rows.Behind(0); !ok || len(find.Products) != 1 {
		t.Error("the row lost what is behind it")
	}
	if table.Columns[1].ID != "currency" || table.SortBy != 2 {
		t.Error("the table itself was changed")
	}
}
