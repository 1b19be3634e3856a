package aggregate_test

import (
	"context"
	"testing"

	"recoup/model"
	"recoup/store"
	"recoup/store/aggregate"
	"recoup/store/sample"
)

// A column may only be left out for a reader where an amount in the same row says what it says.
func TestAnImpliedCurrencyStandsBesideAnAmount(t *testing.T) {
	zone, err := model.LoadZone("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	asOf := model.NewDay(2026, 5, 10).Start(zone)
	data, err := aggregate.Load(context.Background(), store.NewMemory(sample.Info(asOf, zone), sample.Changes(asOf, zone, sample.Seed)))
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, section := range append(aggregate.Sections(), model.Section{ID: model.Home}) {
		if !aggregate.Built(section.ID) {
			continue
		}
		report, err := data.Report(context.Background(), section.ID, aggregate.DefaultQuery(data.Info()))
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range report.Tables {
			tables++
			implied, amounts := 0, 0
			for _, c := range table.Columns {
				if c.Implied {
					implied++
				}
				if c.Type == model.ColMoney {
					amounts++
				}
			}
			if implied > 0 && amounts == 0 {
				t.Errorf("%s, %s: the currency is left out and nothing says it", section.ID, table.ID)
			}
			if table.Columns[0].Implied {
				t.Errorf("%s, %s: what the rows are about is left out", section.ID, table.ID)
			}
		}
	}
	if tables < 20 {
		t.Errorf("only %d tables were looked at", tables)
	}
}
