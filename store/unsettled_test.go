package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

func TestSalesThatMayStillChangeAreAskedForAgain(t *testing.T) {
	ctx := context.Background()
	s := open(t, snapshotPath(t), ReadWrite)
	old := set(model.FOrderedAt, func(t *model.Transaction) { t.OrderedAt = noon.Add(-150 * 24 * time.Hour) })
	apply(t, s, file("may.csv", noon, sale("SOLD"), sale("OLD", old), sale("SLIP", with(model.PrintedBillet)), sale("OLDSLIP", with(model.PrintedBillet), old),
		sale("ASKED", with(model.Protested)), sale("BACK", with(model.Refunded)), sale("FAILED", with(model.Cancelled)), sale("LATE", with(model.Overdue)), sale("TOLD")))
	apply(t, s, told("window", model.SourceAPI, noon.Add(time.Hour), model.Change{Transaction: sale("TOLD", with(model.Complete))}))
	got, err := s.Unsettled(ctx, noon.Add(-180*24*time.Hour), noon.Add(-120*24*time.Hour), noon.Add(time.Hour))
	if err != nil || strings.Join(got, " ") != "ASKED LATE SLIP SOLD OLDSLIP" {
		t.Errorf("%q, %v", got, err)
	}
	if got, _ := s.Unsettled(ctx, noon.Add(time.Hour), noon.Add(-120*24*time.Hour), noon.Add(2*time.Hour)); strings.Join(got, " ") != "SOLD TOLD" {
		t.Errorf("only what was sold was asked for, and it gave %q", got)
	}
}

func TestSalesWhoseCommissionsAreNotThereYetAreAskedForAgain(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", noon, sale("PAID", set(model.FMyNet, func(t *model.Transaction) { t.MyNet = model.NewMoney(1, "BRL") })), sale("FRESH", without(model.FMyNet)),
		sale("BACK", with(model.Refunded), without(model.FMyNet)),
		sale("FAILED", with(model.Cancelled), without(model.FMyNet))))
	got, err := s.WithoutNet(context.Background(), 0)
	if err != nil || strings.Join(got, " ") != "BACK FRESH" {
		t.Errorf("%q, %v", got, err)
	}
}
