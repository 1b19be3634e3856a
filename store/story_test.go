package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recoup/model"
)

// The stories of these tests happen in May 2026; noon is a moment of it, in ms.
const noon = model.Instant(1_778_400_000_000)

func snapshotPath(t testing.TB) string { return filepath.Join(t.TempDir(), "snapshot.db") }

func open(t testing.TB, path string, mode Mode) *Snapshot {
	t.Helper()
	s, err := Open(context.Background(), path, mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// sale is a transaction of the producer's; change says what is special about it.
func sale(code string, change ...func(*model.Transaction)) *model.Transaction {
	t := &model.Transaction{
		Code: code, Role: model.Producer, Status: model.Approved, StatusRaw: "Aprovado", OrderedAt: noon, ApprovedAt: noon + 60_000,
		ProductID: "4001", ProductName: "Curso de Violão", PaymentType: model.CreditCard, Recurrence: 1,
		Price: model.NewMoney(19_700, "BRL"), BuyerEmail: "ana@example.com", BuyerName: "Ana",
	}
	t.Has = model.FieldSet(0).With(model.FRole, model.FStatus, model.FStatusRaw, model.FOrderedAt, model.FApprovedAt, model.FProductID,
		model.FProductName, model.FPaymentType, model.FRecurrence, model.FPrice, model.FBuyerEmail, model.FBuyerName)
	for _, c := range change {
		c(t)
	}
	return t
}

func with(s model.Status) func(*model.Transaction) {
	return func(t *model.Transaction) { t.Status, t.StatusRaw = s, s.ID() }
}

func set(f model.Field, put func(*model.Transaction)) func(*model.Transaction) {
	return func(t *model.Transaction) { put(t); t.Has = t.Has.With(f) }
}

func without(f model.Field) func(*model.Transaction) {
	return func(t *model.Transaction) { forget(t.Ref(f)); t.Has = t.Has.Without(f) }
}

// file is a report that was seen at a moment; its name is its digest.
func file(name string, seen model.Instant, sales ...*model.Transaction) model.Batch {
	return model.Batch{
		Name: name, Kind: "sales-report-detailed", Digest: name, Source: model.SourceReport, Zone: "America/Sao_Paulo", SeenAt: seen,
		Read: func(_ context.Context, emit func(model.Change) error) (model.Tally, error) {
			for _, s := range sales {
				if err := emit(model.Change{Transaction: s}); err != nil {
					return model.Tally{}, err
				}
			}
			return model.Tally{Rows: len(sales) + 1, Header: 1}, nil
		},
	}
}

func apply(t testing.TB, s *Snapshot, b model.Batch) model.Receipt {
	t.Helper()
	r, err := s.Apply(context.Background(), b, ApplyOptions{At: noon})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func hash(t testing.TB, s *Snapshot) string {
	t.Helper()
	h, err := s.Hash(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func history(t testing.TB, r Reader, code string) model.History {
	t.Helper()
	h, err := r.History(context.Background(), code)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func codes(t testing.TB, r Reader) string {
	t.Helper()
	var all []string
	for sale, err := range r.Transactions(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, sale.Code)
	}
	return strings.Join(all, " ")
}

func sound(t testing.TB, s *Snapshot) Verification {
	t.Helper()
	v, err := s.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !v.OK() {
		t.Fatalf("not sound: %q", v.Problems)
	}
	return v
}

// refused checks that an error is two sentences for a reader, and has a cause.
func refused(t testing.TB, err, cause error) {
	t.Helper()
	var told *model.Error
	if !errors.As(err, &told) {
		t.Fatalf("%v (%T) is no error for a reader", err, err)
	}
	if told.Message == "" || told.Hint == "" && told.Kind != model.KindCancelled {
		t.Errorf("%q says not what is wrong and what to do", told)
	}
	if cause != nil && !errors.Is(err, cause) {
		t.Errorf("%v, want the cause %v", err, cause)
	}
}

func bytesOf(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// tamper runs SQL on a snapshot's file behind the program's back.
func tamper(t testing.TB, s *Snapshot, statement string, args ...any) {
	t.Helper()
	if err := execute(s, statement, args...); err != nil {
		t.Fatal(err)
	}
}
