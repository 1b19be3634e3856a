package hotmart

import (
	"strconv"
	"strings"

	"recoup/model"
)

// maxParties is how many parties of one sale are looked at. A real one has up to seven.
const maxParties = 200

// The roles that a commission can have.
const (
	roleProducer    = "PRODUCER"
	roleCoproducer  = "COPRODUCER"
	roleAffiliate   = "AFFILIATE"
	roleMarketplace = "MARKETPLACE"
	roleAddon       = "ADDON"
)

// party is who received a part of a sale.
type party struct {
	role, ucode, name string
	value             model.Money
	known             bool // the value is
	mine              bool
}

type parties []party

// readParties reads the commissions of a sale, in the API's form or in a webhook's. The account's ucode says which are
// its own; empty means that this is not known.
func readParties(list value, ucode string) parties {
	var all parties
	for _, v := range list.items(maxParties) {
		o := v.object()
		role := commissionRole(o.first("source", "role").text())
		if role == "" {
			continue
		}
		amount := o
		if inner := o.at("commission"); inner.isObject() {
			amount = inner.object()
		}
		user := o.in("user")
		p := party{role: role, ucode: user.at("ucode").code(), name: user.at("name").text()}
		p.value, p.known = amount.money()
		p.mine = ucode != "" && strings.EqualFold(p.ucode, ucode)
		all = append(all, p)
	}
	return all
}

// commissionRole is the one word for a role that Hotmart spells in several; a word that is not known stays as it is.
func commissionRole(word string) string {
	word = strings.ToUpper(word)
	switch word {
	case "CO_PRODUCER", "CO-PRODUCER":
		return roleCoproducer
	case "HOTMART":
		return roleMarketplace
	}
	return word
}

// sum adds up what the parties of a role received; false where there are none, or where it cannot be told because an
// amount is missing or of another currency.
func (p parties) sum(which func(party) bool) (model.Money, bool) {
	var purse model.Purse
	found := false
	for _, one := range p {
		if !which(one) {
			continue
		}
		if found = true; !one.known || purse.Add(one.value) != nil {
			return model.Money{}, false
		}
	}
	if !found || purse.Len() != 1 {
		return model.Money{}, false
	}
	return purse.All()[0], true
}

func (p parties) of(role string) (model.Money, bool) {
	return p.sum(func(one party) bool { return one.role == role })
}

// split takes what the parties received into the sale's own facts.
func (s sale) split(p parties) {
	for _, part := range [...]struct {
		role  string
		field model.Field
	}{
		{roleProducer, model.FProducerNet}, {roleCoproducer, model.FCoproducerCut}, {roleAffiliate, model.FAffiliateCut},
		{roleMarketplace, model.FFee}, {roleAddon, model.FOtherFees},
	} {
		m, ok := p.of(part.role)
		s.money(part.field, m, ok)
	}
}

// gross takes the sum of all parts as the price in the currency of payout: that of a sale whose every part is told, the
// marketplace's among them, in one currency.
func (s sale) gross(p parties) {
	if _, all := p.of(roleMarketplace); all {
		m, ok := p.sum(func(party) bool { return true })
		s.money(model.FGross, m, ok)
	}
}

// mine takes the account's own commission and, from the role it was received in, the account's part in the sale. An
// account that was paid in two roles, as hardly any is, is read in the stronger one.
func (s sale) mine(p parties) {
	for _, role := range [...]string{roleProducer, roleCoproducer, roleAffiliate} {
		m, ok := p.sum(func(one party) bool { return one.mine && one.role == role })
		if ok {
			s.money(model.FMyNet, m, true)
			s.role(role)
			return
		}
	}
}

// records gives what each party received as a record of its own.
func (p parties) records(code, rate string) []*model.Record {
	var all []*model.Record
	seen := map[string]int{}
	for _, one := range p {
		if !one.known {
			continue
		}
		key := code + "|" + one.role + "|" + one.ucode
		if seen[key]++; seen[key] > 1 {
			key += "|" + strconv.Itoa(seen[key]) // two parts of one party in one role
		}
		r := model.NewRecord(model.DataCommissions, key)
		r.Text("transaction", code).Text("role", one.role).Text("party_ucode", one.ucode).Text("party", one.name)
		r.Money("value", one.value).Flag("mine", one.mine).Text("payout_rate", rate)
		all = append(all, r)
	}
	return all
}
