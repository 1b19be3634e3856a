package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"recoup/model"
)

// account makes n transactions of one busy creator with every field that a detailed report fills.
func account(n int) []model.Transaction {
	all := make([]model.Transaction, n)
	brl := func(minor int64) model.Money { return model.NewMoney(minor, "BRL") }
	for i := range all {
		t := &all[i]
		x := uint64(i+1) * 0x9e3779b97f4a7c15
		at := model.Instant(1_700_000_000_000 + int64(i)*90_000)
		*t = model.Transaction{
			Code: fmt.Sprintf("HP%010d", x%10_000_000_000), Role: model.Producer,
			Status: model.Approved, StatusRaw: "Aprovado", OrderedAt: at, ApprovedAt: at + 35_000, DueAt: at + 172_800_000,
			WarrantyUntil: at + 604_800_000, ProductID: fmt.Sprint(1_000_000 + x%48), ProductName: fmt.Sprintf("Curso completo de tema %d", x%48),
			OfferCode: fmt.Sprintf("of%06x", x%170), OfferName: fmt.Sprintf("Oferta %d", x%170), Producer: "Escola Exemplo Ltda",
			PaymentType: model.CreditCard, CardBrand: "visa", Installments: int64(x%12) + 1, Billing: model.OneTime, Recurrence: 1,
			Items: 1, Anticipation: "Não", Price: brl(19_700 + int64(x%9)*100), Paid: brl(21_000 + int64(x%9)*100),
			Gross: brl(19_700), MyNet: brl(17_000), ProducerNet: brl(17_000), AffiliateCut: brl(0), CoproducerCut: brl(0),
			Fee: brl(2_050), StreamingFee: brl(0), OtherFees: brl(0), InstallmentFee: brl(1_300), LocalTax: brl(0),
			PurchaseRate: "1", PayoutRate: "1", Src: "instagram", Sck: fmt.Sprintf("campanha-%d|anuncio-%d", x%40, x%267_000),
			Channel: "Checkout", SalesTool: "Produto principal", Coupon: "", AffiliateName: "",
			BuyerName: fmt.Sprintf("Maria da Silva %d", i), BuyerEmail: fmt.Sprintf("maria.silva%d@example.com", i),
			BuyerPhone: fmt.Sprintf("5511%09d", x%1_000_000_000), BuyerDocument: fmt.Sprintf("%011d", x%100_000_000_000),
			BuyerCountry: "Brasil", BuyerState: "SP", BuyerCity: "São Paulo",
		}
		if i%7 == 0 {
			t.Status, t.StatusRaw, t.RefusalRaw = model.Cancelled, "Cancelado", "Saldo insuficiente para o cartão informado."
		}
		t.Has = allFields.Without(model.FParentCode).Without(model.FReversedAt).Without(model.FRefundedMoney).Without(model.FSubscriber).
			Without(model.FTrial).Without(model.FBuyerUcode).Without(model.FXcod).Without(model.FIsBump).Without(model.FIsFunnel)
		if i%7 != 0 {
			t.Has = t.Has.Without(model.FRefusalRaw)
		}
	}
	return all
}

func batchOf(digest string, seen model.Instant, all []model.Transaction) model.Batch {
	return model.Batch{
		Name: digest + ".csv", Kind: "sales-report-detailed", Digest: digest, Source: model.SourceReport, Zone: "America/Sao_Paulo", SeenAt: seen,
		Read: func(_ context.Context, emit func(model.Change) error) (model.Tally, error) {
			for i := range all {
				if err := emit(model.Change{Source: model.SourceReport, SeenAt: seen, Transaction: &all[i]}); err != nil {
					return model.Tally{}, err
				}
			}
			return model.Tally{Rows: len(all) + 1, Header: 1}, nil
		},
	}
}

func BenchmarkApply100k(b *testing.B) {
	all := account(100_000)
	b.ReportAllocs()
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "snapshot.db")
		s, err := Open(b.Context(), path, ReadWrite)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Apply(b.Context(), batchOf("a", 1_800_000_000_000, all), ApplyOptions{}); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(sizeOf(path))/float64(len(all)), "file-B/tx")
	}
}

func filled(b *testing.B, n int) *Snapshot {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "snapshot.db"), ReadWrite)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	if _, err := s.Apply(b.Context(), batchOf("a", 1_800_000_000_000, account(n)), ApplyOptions{}); err != nil {
		b.Fatal(err)
	}
	return s
}

func BenchmarkApplyAgain100k(b *testing.B) {
	for _, moved := range []struct {
		name string
		each int
	}{{"nothing new", 1 << 30}, {"every tenth moved on", 10}, {"all moved on", 1}} {
		b.Run(moved.name, func(b *testing.B) {
			s := filled(b, 100_000)
			all := account(100_000)
			for i := range all {
				if i%moved.each == 0 && i > 0 {
					all[i].Status, all[i].StatusRaw = model.Complete, "Completo"
				}
			}
			n := 0
			for b.Loop() {
				n++
				batch := batchOf(fmt.Sprint("b", n), 1_900_000_000_000, all)
				if _, err := s.Apply(b.Context(), batch, ApplyOptions{DryRun: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkApply1000Over100k(b *testing.B) {
	s := filled(b, 100_000)
	all := account(100_000)
	for i := range all {
		all[i].StatusRaw = "Completo"
	}
	n := 0
	for b.Loop() {
		from := n % 100 * 1000
		n++
		batch := batchOf(fmt.Sprint("b", n), model.Instant(1_900_000_000_000+n/100), all[from:from+1000])
		if _, err := s.Apply(b.Context(), batch, ApplyOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHash100k(b *testing.B) {
	s := filled(b, 100_000)
	for b.Loop() {
		if _, err := s.Hash(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify100k(b *testing.B) {
	s := filled(b, 100_000)
	for b.Loop() {
		if v, err := s.Verify(b.Context()); err != nil || !v.OK() {
			b.Fatal(v.Problems, err)
		}
	}
}

func BenchmarkTransactions100k(b *testing.B) {
	s := filled(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range s.Transactions(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 100_000 {
			b.Fatal(n)
		}
	}
}

func BenchmarkMemory20k(b *testing.B) {
	all := account(20_000)
	changes := make([]model.Change, len(all))
	for i := range all {
		changes[i] = model.Change{Source: model.SourceSample, SeenAt: 1_800_000_000_000, Transaction: &all[i]}
	}
	b.ReportAllocs()
	for b.Loop() {
		NewMemory(model.SnapshotInfo{}, changes)
	}
}

func BenchmarkOpen(b *testing.B) {
	s := filled(b, 20_000)
	for b.Loop() {
		r, err := Open(b.Context(), s.Path(), ReadOnly)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Info(b.Context()); err != nil {
			b.Fatal(err)
		}
		r.Close()
	}
}
