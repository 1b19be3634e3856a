package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
)

// The commands that change what is counted. They only change the question; refresh asks it.

func whyNotEarlier(a *App) string {
	switch {
	case a.query.Period.Shift(-1) == a.query.Period:
		return "All time has no period before it."
	case a.query.Period.From <= a.info().FirstDay:
		return "The snapshot has nothing earlier."
	}
	return ""
}

func (a *App) earlier(string) tea.Cmd {
	a.query.Period = a.query.Period.Shift(-1)
	return nil
}

func (a *App) today() model.Day { return model.DayOf(a.query.AsOf, a.query.Zone) }

func whyNotLater(a *App) string {
	if a.query.Period.Next(a.today()) == a.query.Period {
		return "This is the latest period."
	}
	return ""
}

func (a *App) later(string) tea.Cmd {
	a.query.Period = a.query.Period.Next(a.today())
	return nil
}

func whyAlreadyLastWeek(a *App) string {
	if a.query.Period == HomeQuery(a.query).Period {
		return "Those are shown already."
	}
	return ""
}

func (a *App) lastWeek(string) tea.Cmd {
	a.query.Period = HomeQuery(a.query).Period
	return nil
}

// allTime is the period from the first day with data.
func (a *App) allTime() model.Period {
	p, err := model.ResolvePeriod(model.AllTime, a.query.AsOf, a.query.Zone, a.info().FirstDay)
	if err != nil {
		return a.query.Period
	}
	return p
}

func whyOneCurrency(a *App) string {
	if list := a.home.currencies(a.home.leading("")); len(list) < 2 {
		return "There is only one currency."
	}
	return ""
}

// nextCurrency goes through the currencies by name, then all of them side by side.
func (a *App) nextCurrency(string) tea.Cmd {
	list := slices.Clone(a.home.currencies(""))
	slices.Sort(list)
	list = append(list, model.AllCurrencies)
	now := a.query.Currency
	if now == "" {
		now = a.home.leading("")
	}
	a.query.Currency = list[(slices.Index(list, now)+1)%len(list)]
	a.kept.Currency = string(a.query.Currency)
	return nil
}

func (a *App) nextComparison(string) tea.Cmd {
	switch a.query.Comparison {
	case model.WithPrevious:
		a.query.Comparison = model.WithLastYear
		return a.tell(toastInfo, "Compared with the same days last year.")
	case model.WithLastYear:
		a.query.Comparison = model.WithNothing
		return a.tell(toastInfo, "Not compared.")
	}
	a.query.Comparison = model.WithPrevious
	return a.tell(toastInfo, "Compared with the previous period.")
}

func (a *App) nextBasis(string) tea.Cmd {
	if a.query.Basis == model.ByOrder {
		a.query.Basis = model.ByApproval
		return a.tell(toastInfo, "Sales count on the day they were approved.")
	}
	a.query.Basis = model.ByOrder
	return a.tell(toastInfo, "Sales count on the day they were ordered.")
}

func (a *App) nextMeasure(string) tea.Cmd {
	if a.query.Measure == model.Booked {
		a.query.Measure = model.Collected
		return a.tell(toastInfo, "Each charge of a plan counts in its own month.")
	}
	a.query.Measure = model.Booked
	return a.tell(toastInfo, "A plan counts as a whole, at its first charge.")
}

func whyNoFilter(a *App) string {
	g := a.focusedGrid()
	if a.query.Filter.IsZero() && a.menu.filter == "" && (g == nil || g.filter == "") {
		return "No filter is set."
	}
	return ""
}

func (a *App) clearFilters(string) tea.Cmd {
	a.query.Filter = model.Filter{}
	a.menu.filter = ""
	if g := a.focusedGrid(); g != nil && g.filter != "" {
		g.filter = ""
		return g.rearrange(a)
	}
	return nil
}
