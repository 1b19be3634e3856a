package ingest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recoup/model"
	"recoup/store"
	"recoup/store/ingest"
)

// shelf is a snapshot that files are imported into.
type shelf struct {
	*store.Snapshot
	folder string
}

func newShelf(t *testing.T) shelf {
	t.Helper()
	folder := t.TempDir()
	s, err := store.Open(context.Background(), filepath.Join(folder, "s.db"), store.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return shelf{s, folder}
}

// bring imports a file of some lines.
func (s shelf) bring(t *testing.T, lines ...string) model.Receipt {
	t.Helper()
	path := filepath.Join(s.folder, "list.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := ingest.Open(context.Background(), path, ingest.Options{Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := s.Apply(context.Background(), f.Batch(), store.ApplyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

func (s shelf) hash(t *testing.T) string {
	t.Helper()
	hash, err := s.Hash(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func (s shelf) records(t *testing.T, dataset model.DatasetID) []*model.Record {
	t.Helper()
	var all []*model.Record
	for r, err := range s.Records(context.Background(), dataset) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// Every kind of report brought in twice, the second time under other bytes and with a row more, has each thing once.
func TestTheSameRowsInAnotherExportAreTheSameThings(t *testing.T) {
	for _, c := range []struct {
		name, header string
		rows         []string
		more         string
	}{
		{ingest.KindDeclines, "HP;Data;Produto;Motivo da recusa", []string{"HP1;04/05/2026;Pão;Sem saldo", "HP2;04/05/2026;Pão;Sem saldo"}, "HP3;04/05/2026;Pão;x"},
		{ingest.KindLostSales, "HP;Última tentativa;Produto;Status", []string{"HP1;04/05/2026;Pão;Expirado", "HP2;04/05/2026;Pão;Expirado"}, "HP3;04/05/2026;Pão;Expirado"},
		{ingest.KindCarts, "Email;Data;Produto;Link", []string{"a@x.y;04/05/2026 10:00;Pão;https://x.y/1", "a@x.y;04/05/2026 10:05;Pão;https://x.y/1", "a@x.y;;Pão;https://x.y/1", "a@x.y;;Pão;https://x.y/1"},
			"b@x.y;04/05/2026;Pão;https://x.y/1"},
		{ingest.KindSubscriptions, "Código do assinante;Status;Data de adesão", []string{"ABCD1234;Ativa;04/05/2026", "EFGH1234;Ativa;04/05/2026"}, "IJKL1234;Ativa;04/05/2026"},
		{ingest.KindWallet, "Data;Categoria;Transação;Valor (BRL)", []string{"04/05/2026;Venda;HP1;10,00", "04/05/2026;Venda;HP1;10,00", "04/05/2026;Venda;HP2;10,00"}, "04/05/2026;Venda;HP1;10,00"},
		{ingest.KindInvoices, "Nota fiscal;Data;Afiliado;Valor (BRL)", []string{"1;04/05/2026;Ana;10,00", "1;04/05/2026;Bia;10,00"}, "2;04/05/2026;Bia;10,00"},
		{ingest.KindAffiliates, "Email do afiliado;Afiliado;Produto;Desde", []string{"a@x.y;Ana;Pão;04/05/2026", "a@x.y;Ana;Bolo;04/05/2026", ";Ana;Bolo;04/05/2026"}, "b@x.y;Ana;Pão;04/05/2026"},
		{ingest.KindVisits, "Data;Página;SRC;Visitas", []string{"04/05/2026;/pao;;7", "04/05/2026;/pao;insta;7", "04/05/2026;/bolo;;7"}, "03/05/2026;/pao;;9"},
	} {
		s := newShelf(t)
		first := s.bring(t, append([]string{c.header}, c.rows...)...)
		if first.Tally.Accepted != len(c.rows) || first.Tally.Rejected != 0 {
			t.Errorf("%s: at first %+v", c.name, first.Tally)
		}
		if again := s.bring(t, append([]string{c.header}, c.rows...)...); !again.Known {
			t.Errorf("%s: the same file again: %+v", c.name, again.Tally)
		}
		before := s.hash(t)
		if again := s.bring(t, append(append([]string{c.header, ""}, c.rows...), "")...); again.Tally.Accepted != 0 || again.Tally.Duplicate != len(c.rows) || s.hash(t) != before {
			t.Errorf("%s: the same rows in another file: %+v", c.name, again.Tally)
		}
		if more := s.bring(t, append(append([]string{c.header}, c.rows...), c.more)...); more.Tally.Accepted != 1 || more.Tally.Duplicate != len(c.rows) {
			t.Errorf("%s: a row more: %+v", c.name, more.Tally)
		}
	}
}

// A declined payment that a report tells of joins what the sales report says of it, and does not undo a sale that went through.
func TestADeclineJoinsItsSale(t *testing.T) {
	s := newShelf(t)
	s.bring(t, "Código da transação;Status da transação;Data da transação;Produto;Moeda de compra;Valor de compra sem impostos",
		"HP1;Cancelado;04/05/2026 10:00:00;Pão;BRL;10.00", "HP2;Aprovado;04/05/2026 11:00:00;Pão;BRL;10.00")
	s.bring(t, "HP;Data;Produto;Motivo da recusa", "HP1;04/05/2026 10:00:00;Pão;Saldo insuficiente", "HP2;05/05/2026 11:00:00;Pão;Saldo insuficiente",
		"HP3;05/05/2026 12:00:00;Pão;Cartão vencido")
	var got []string
	for tx, err := range s.Transactions(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.Join([]string{tx.Code, tx.Status.ID(), string(tx.PaymentType), string(model.ParseReason(tx.RefusalRaw)), string(tx.Price.Currency())}, " "))
	}
	want := []string{"HP1 CANCELLED CREDIT_CARD INSUFFICIENT_FUNDS BRL", "HP2 APPROVED CREDIT_CARD INSUFFICIENT_FUNDS BRL", "HP3 CANCELLED CREDIT_CARD EXPIRED_CARD "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A later list of subscriptions changes what it tells of and leaves what it does not.
func TestALaterListOfSubscriptionsStands(t *testing.T) {
	s := newShelf(t)
	s.bring(t, "Código do assinante;Status;Data de adesão;Valor (BRL);Cancelada em", "ABCD1234;Cancelada pelo cliente;04/03/2026;49,90;06/05/2026")
	s.bring(t, "Código do assinante;Status;Data de adesão;Plano", "ABCD1234;Ativa;04/03/2026;Mensal", "EFGH5678;Ativa;05/05/2026;Mensal")
	r := s.records(t, model.DataSubscriptions)
	if len(r) != 2 {
		t.Fatalf("%d subscriptions", len(r))
	}
	price, _ := r[0].MoneyOf("price")
	if r[0].TextOf("status") != "CANCELLED_BY_CUSTOMER" || r[0].TextOf("plan") != "Mensal" || price != model.NewMoney(4990, "BRL") {
		t.Errorf("it is %s of %s at %v", r[0].TextOf("status"), r[0].TextOf("plan"), price)
	}
}
