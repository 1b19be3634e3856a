package store

import (
	"context"
	"testing"
	"time"

	"recoup/model"
)

func TestMemoryTellsWhatASnapshotWould(t *testing.T) {
	saoPaulo, err := model.LoadZone("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	// 02:30 UTC of the 10th is still the 9th in São Paulo.
	early := set(model.FOrderedAt, func(t *model.Transaction) {
		t.OrderedAt = model.NewDay(2026, 5, 10).Start(time.UTC).Add(150 * time.Minute)
	})
	m := NewMemory(model.SnapshotInfo{Sample: true, Zone: saoPaulo}, []model.Change{
		{Source: model.SourceSample, SeenAt: noon, Transaction: sale("HP2")},
		{Source: model.SourceSample, SeenAt: noon, Transaction: sale("HP1", early)},
		{Source: model.SourceSample, SeenAt: noon + 9, Transaction: sale("HP1", early, with(model.Refunded))},
		{Source: model.SourceSample, SeenAt: noon + 5, Transaction: sale("HP1", early, with(model.Protested))},
		{Source: model.SourceSample, SeenAt: noon + 7, Transaction: sale("HP1", early)},
	})
	info, err := m.Info(context.Background())
	if err != nil || !info.Sample || info.Rows != 2 || info.TakenAt != noon+9 || info.FirstDay.String() != "2026-05-09" ||
		info.Statuses[model.Refunded] != 1 || info.Statuses[model.Approved] != 1 || len(info.Statuses) != 2 {
		t.Errorf("%+v, %v", info, err)
	}
	if info.Datasets[0].ID != model.DataTransactions || info.Datasets[0].State != model.DatasetLoaded || info.Datasets[1].State != model.DatasetAbsent {
		t.Errorf("%+v", info.Datasets)
	}
	h := history(t, m, "HP1")
	if h.Current.Status != model.Refunded || len(h.Observations) != 3 || h.Observations[0].LastSeen != noon+7 || h.Observations[2].FirstSeen != noon+9 {
		t.Errorf("%+v", h)
	}
	if got := codes(t, m); got != "HP1 HP2" && got != "HP2 HP1" {
		t.Errorf("%s", got)
	}
	if changed, err := m.Changed(context.Background()); changed || err != nil {
		t.Errorf("%v, %v", changed, err)
	}
}
