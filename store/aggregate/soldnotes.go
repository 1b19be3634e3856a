package aggregate

import (
	"strconv"
	"strings"

	"recoup/model"
)

// soldNotes are what a reader of the figures should know beside them.
func (s *scope) soldNotes(now []soldSums) []model.Phrase {
	var free, unpriced, vague, parts int
	for i := range now {
		free += now[i].free
		unpriced += now[i].unpriced
		vague += now[i].vagueRefunds
		parts += now[i].partly.rows
	}
	list := notes(s.otherRoles())
	list.tell(free, "{0} of the sales was free.", "{0} of the sales were free.")
	list.tell(s.trialStarts(), "{0} free trial started: it is no sale until its first charge.", "{0} free trials started: they are no sales until their first charge.")
	list.tell(parts, "{0} of the sales was refunded in part and still counts.", "{0} of the sales were refunded in part and still count.")
	list.tell(vague, "{0} partial refund does not say how much was given back: nothing is taken away for it.",
		"{0} partial refunds do not say how much was given back: nothing is taken away for them.")
	list.tell(unpriced, "{0} of the sales has no price: it counts as a sale, and its amount is in no figure.",
		"{0} of the sales have no price: they count as sales, and their amount is in no figure.")
	if !s.showsAll() {
		list.tell(s.nameless(), "{0} further sale names no currency and is in no figure.", "{0} further sales name no currency and are in no figure.")
	}
	return list
}

// trialStarts counts the trials that started in the window.
func (s *scope) trialStarts() int {
	count, pass := 0, s.passes(false)
	for _, row := range s.trials {
		if s.status[row].Sold() && s.window.contains(s.saleDate(row)) && pass(row) {
			count++
		}
	}
	return count
}

// nameless counts the sales that no currency's figures hold, because they name none.
func (s *scope) nameless() int {
	count := 0
	if s.hasNameless {
		for _, row := range s.inEveryCurrency().rows(model.SoldSet) {
			if s.purchase[row] == 0 {
				count++
			}
		}
	}
	return count
}

// otherRoles tells what the account sold as another producer's partner: it is not its own gross.
func (s *scope) otherRoles() []model.Phrase {
	if !s.hasPartners || s.q.Filter.Role != model.RoleUnknown || len(s.shown) == 0 {
		return nil
	}
	var list []model.Phrase
	for _, role := range []model.Role{model.Coproducer, model.Affiliate} {
		other := s.inRole(role)
		rows := other.rows(model.SoldSet)
		if len(rows) == 0 {
			continue
		}
		list = append(list, other.roleNote(role, rows))
	}
	return list
}

// roleNote tells how many sales the account had in a role and what it received for them, in each currency of payout.
func (s *scope) roleNote(role model.Role, rows []int32) model.Phrase {
	words := "As " + strings.ToLower(role.Label()) + forms(len(rows), ": {0} sale", ": {0} sales")
	args := []model.Value{model.CountOf(len(rows))}
	net := s.sumNet(rows)
	figures := s.netFigures(&net, s.shown[0])
	if len(figures) == 0 {
		return model.Say(words+"; what you received is not known of all of them.", args...)
	}
	for i, f := range figures {
		join := ", "
		if i > 0 && i == len(figures)-1 {
			join = " and "
		}
		args = append(args, f.Value)
		words += join + "{" + strconv.Itoa(i+1) + "}"
	}
	return model.Say(words+" net.", args...)
}
