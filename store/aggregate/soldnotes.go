package aggregate

import "recoup/model"

// soldNotes are what a reader of the figures should know beside them.
func (s *scope) soldNotes(now []soldSums) []model.Phrase {
	var free, unpriced, vague, parts int
	for i := range now {
		free += now[i].free
		unpriced += now[i].unpriced
		vague += now[i].vagueRefunds
		parts += now[i].partly.rows
	}
	notes := s.otherRoles()
	say := func(n int, words string) {
		if n > 0 {
			notes = append(notes, model.Say(words, model.CountOf(n)))
		}
	}
	say(free, "{0} of the sales were free.")
	say(parts, "{0} of the sales were refunded in part and still count.")
	say(vague, "{0} partial refunds do not say how much was given back: nothing is taken away for them.")
	say(unpriced, "{0} of the sales have no price: they count as sales, and their amount is in no figure.")
	if !s.showsAll() {
		say(s.nameless(), "{0} further sales name no currency and are in no figure.")
	}
	return notes
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
	var notes []model.Phrase
	for _, role := range []model.Role{model.Coproducer, model.Affiliate} {
		other := s.inRole(role)
		rows := other.rows(model.SoldSet)
		if len(rows) == 0 {
			continue
		}
		words := "As co-producer: {0} sales"
		if role == model.Affiliate {
			words = "As affiliate: {0} sales"
		}
		net := other.sumNet(rows)
		figures := other.netFigures(&net, s.shown[0])
		if len(figures) == 0 {
			notes = append(notes, model.Say(words+"; what you received is not known of all of them.", model.CountOf(len(rows))))
		}
		for i, f := range figures {
			if i > 0 {
				words = "and"
				notes = append(notes, model.Say(words+" {0} net.", f.Value))
				continue
			}
			notes = append(notes, model.Say(words+", {1} net.", model.CountOf(len(rows)), f.Value))
		}
	}
	return notes
}
