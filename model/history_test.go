package model

import "testing"

func observed(source Source, seen Instant, fill func(*Transaction), known ...Field) Observation {
	o := Observation{Source: source, FirstSeen: seen, LastSeen: seen, Transaction: Transaction{Code: "HP1"}}
	fill(&o.Transaction)
	o.Transaction.Has = o.Transaction.Has.With(known...)
	return o
}

func TestSourcesThatTellOfDifferentAmountsDisagree(t *testing.T) {
	h := History{Observations: []Observation{
		observed(SourceReport, 1, func(t *Transaction) { t.Price, t.BuyerName, t.Status = NewMoney(100, "BRL"), "JOÃO", Approved }, FPrice, FBuyerName, FStatus),
		observed(SourceReport, 3, func(t *Transaction) { t.Price = NewMoney(120, "BRL") }, FPrice),
		observed(SourceWebhook, 2, func(t *Transaction) { t.Price, t.BuyerName, t.Status = NewMoney(110, "BRL"), "João", Refunded }, FPrice, FBuyerName, FStatus),
		observed(SourceAPI, 5, func(t *Transaction) { t.BuyerCountry = "BR" }, FBuyerCountry),
	}}
	all := h.Disagreements()
	if len(all) != 1 || all[0].Field != FPrice {
		t.Fatalf("%+v", all)
	}
	// A refund is final: the webhook's word outranks the later report's.
	if d := all[0]; d.Believed.Source != SourceWebhook || d.Other.Transaction.Price.Minor() != 120 {
		t.Errorf("believed %v, other %v", d.Believed.Source, d.Other.Transaction.Price)
	}
	h.Observations[1].Transaction.Price = NewMoney(110, "BRL")
	if all := h.Disagreements(); len(all) != 0 {
		t.Errorf("the report's latest word is the same: %+v", all)
	}
}

func TestTheAccountsNetIsTheShareOfItsRole(t *testing.T) {
	for name, c := range map[string]struct {
		fill  func(*Transaction)
		known []Field
		want  int64
		ok    bool
	}{
		"told":             {func(t *Transaction) { t.MyNet, t.ProducerNet = NewMoney(5, "BRL"), NewMoney(9, "BRL") }, []Field{FMyNet, FProducerNet}, 5, true},
		"of the producer":  {func(t *Transaction) { t.Role, t.ProducerNet = Producer, NewMoney(9, "BRL") }, []Field{FRole, FProducerNet}, 9, true},
		"of no known role": {func(t *Transaction) { t.ProducerNet = NewMoney(9, "BRL") }, []Field{FProducerNet}, 9, true},
		"of an affiliate":  {func(t *Transaction) { t.Role, t.AffiliateCut = Affiliate, NewMoney(3, "BRL") }, []Field{FRole, FAffiliateCut}, 3, true},
		"of a co-producer": {func(t *Transaction) {
			t.Role, t.ProducerNet, t.CoproducerCut = Coproducer, NewMoney(9, "BRL"), NewMoney(3, "BRL")
		}, []Field{FRole, FProducerNet, FCoproducerCut}, 0, false},
	} {
		o := observed(SourceWebhook, 1, c.fill, c.known...)
		if net, ok := o.Transaction.Net(); ok != c.ok || net.Minor() != c.want {
			t.Errorf("%s: %v, %v", name, net, ok)
		}
	}
}
