package model

import "testing"

func TestAnAmountOfNoCurrencyGivesWayToOneThatHasIt(t *testing.T) {
	fee := Transaction{Code: "HP1", Fee: NewMoney(0, ""), OtherFees: NewMoney(50, "BRL")}
	fee.Has = FieldSet(0).With(FFee, FOtherFees)
	got := Project("HP1", []Observation{{Transaction: fee}})
	if got.Has.Has(FFee) || !got.Has.Has(FOtherFees) || got.OtherFees != NewMoney(50, "BRL") {
		t.Errorf("%+v", got)
	}
}
