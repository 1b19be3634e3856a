package sample_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"recoup/model"
	"recoup/store/ingest"
	"recoup/store/sample"
)

// notInAReport is what the detailed sales report has no column for.
var notInAReport = model.FieldSet(0).With(model.FReversedAt, model.FWarrantyUntil, model.FRefundedMoney, model.FXcod, model.FBuyerUcode)

func TestTheAccountComesBackThroughItsOwnReport(t *testing.T) {
	for _, m := range []moment{moments[0], moments[4], moments[5]} {
		t.Run(m.name, func(t *testing.T) {
			a := newAccount(t, m)
			want := map[string]*model.Transaction{} // by code and role, as seen last
			for _, c := range a.changes {
				want[c.Transaction.Code+c.Transaction.Role.ID()] = c.Transaction
			}
			got, tally := importReport(t, a)
			if tally.Rejected != 0 || tally.Rows != len(want)+1 || tally.Header != 1 || len(got) != len(want) {
				t.Fatalf("%d rows, %d rejected, %d transactions; want %d rows and a header", tally.Rows, tally.Rejected, len(got), len(want))
			}
			for _, s := range got {
				expected := want[s.Code+s.Role.ID()]
				if expected == nil {
					t.Fatalf("%s was never in the account", s.Code)
				}
				compareFacts(t, a, expected, s)
			}
		})
	}
}

// importReport writes the account as a report and reads it as a user's file is read.
func importReport(t *testing.T, a *account) ([]*model.Transaction, model.Tally) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sales_history.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(sample.WriteReport(file, a.changes, a.zone), file.Close()); err != nil {
		t.Fatal(err)
	}
	report, err := ingest.Open(context.Background(), path, ingest.Options{Zone: a.zone, Now: a.asOf})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Summary().Columns {
		if c.Use == ingest.ColumnUnknown || c.Use == ingest.ColumnDuplicate {
			t.Errorf("the column %q is %s", c.Header.String(), c.Use)
		}
	}
	var all []*model.Transaction
	tally, err := report.Batch().Read(context.Background(), func(c model.Change) error {
		all = append(all, c.Transaction)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Rejects() {
		t.Error(r)
	}
	return all, tally
}

// compareFacts checks that a fact is read exactly where the account knows it, and as the account knows it.
func compareFacts(t *testing.T, a *account, want, got *model.Transaction) {
	t.Helper()
	for f := range model.FieldCount {
		if notInAReport.Has(f) {
			continue
		}
		if want.Has.Has(f) != got.Has.Has(f) {
			t.Errorf("%s: %s: known to the account %t, to the report %t", want.Code, f.Name(), want.Has.Has(f), got.Has.Has(f))
			continue
		}
		if want.Has.Has(f) && !sameFact(a, want, got, f) {
			t.Errorf("%s: %s: %v, the report says %v", want.Code, f.Name(), want.Ref(f), got.Ref(f))
		}
	}
}

func sameFact(a *account, want, got *model.Transaction, f model.Field) bool {
	switch w := want.Ref(f).(type) {
	case *string:
		g := *got.Ref(f).(*string)
		return *w == g || strings.ReplaceAll(*w, "\r\n", "\n") == g // the end of a line inside a cell
	case *int64:
		return *w == *got.Ref(f).(*int64)
	case *bool:
		return *w == *got.Ref(f).(*bool)
	case *model.Money:
		return *w == *got.Ref(f).(*model.Money)
	case *model.Role:
		return *w == *got.Ref(f).(*model.Role)
	case *model.Status:
		return *w == *got.Ref(f).(*model.Status)
	case *model.PaymentType:
		return *w == *got.Ref(f).(*model.PaymentType)
	case *model.Billing:
		return *w == *got.Ref(f).(*model.Billing)
	case *model.Instant:
		g := *got.Ref(f).(*model.Instant)
		// In the hour that the clock shows twice, a report cannot tell which of the two it means.
		return *w == g || w.In(a.zone).Format("15:04:05 02/01") == g.In(a.zone).Format("15:04:05 02/01")
	}
	return false
}

func TestTheReportIsWrittenAsHotmartWritesIt(t *testing.T) {
	a := newAccount(t, moments[0])
	var out bytes.Buffer
	if err := sample.WriteReport(&out, a.changes, a.zone); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(out.String(), "\ufeff")
	if !marked || !utf8.ValidString(text) {
		t.Error("the report is not UTF-8 with a byte order mark")
	}
	lines := strings.Split(text, "\r\n")
	header := strings.Split(lines[0], ";")
	if len(header) != 63 || header[0] != "Código da transação" || header[58] != "Motivo de Recusa de Cartão" || header[62] != "Valor do frete bruto" {
		t.Errorf("%d columns: %s", len(header), lines[0])
	}
	for _, line := range lines[1:] {
		cells := strings.Split(line, ";")
		if len(cells) != 63 || !strings.HasPrefix(line, "HP") {
			continue // one buyer's name has separators in it
		}
		for i, cell := range cells {
			if cell == "" {
				t.Fatalf("an empty cell under %s: %s", header[i], line)
			}
		}
	}
	if lines[len(lines)-1] != "" {
		t.Error("the last line is not ended")
	}
}

var errFull = errors.New("the disk is full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestAReportOnAFullDiskFails(t *testing.T) {
	asOf, zone := moments[0].at(t)
	if err := sample.WriteReport(fullDisk{}, nil, zone); !errors.Is(err, errFull) {
		t.Errorf("an empty report: %v", err)
	}
	if err := sample.StreamReport(fullDisk{}, sample.Rows(2000, asOf, zone, 1), zone); !errors.Is(err, errFull) {
		t.Errorf("a long report: %v", err)
	}
}
