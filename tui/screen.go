package tui

import (
	"context"
	"reflect"
	"strings"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
)

// question is what a part of the screen was last asked: when it differs from what the reader asks now, the part is out
// of date. The generation counts how often the snapshot was read anew.
type question struct {
	query      model.Query
	generation int
}

func (q question) differs(o question) bool {
	return q.generation != o.generation || !reflect.DeepEqual(q.query, o.query)
}

// screen is one report, one list of transactions or one transaction, opened from another. It keeps its place while
// others are opened on top of it.
type screen struct {
	section model.SectionID
	crumb   string
	// find gets the report; history is for the screen of one transaction, which has no report.
	find    func(context.Context, model.Query) (model.Report, error)
	code    string
	asked   question
	loaded  bool
	err     error
	report  model.Report
	page    page
	tab     int
	grids   map[string]*grid
	inquiry inquiry
}

func (s *screen) isPage() bool { return s.code != "" }

// grid is the table on screen, nil where there is none.
func (s *screen) grid() *grid {
	if s == nil || s.isPage() || s.tab >= len(s.report.Tables) {
		return nil
	}
	return s.grids[s.report.Tables[s.tab].ID]
}

// show takes a report in and keeps what the reader did to each of its tables.
func (s *screen) show(a *App, r model.Report) tea.Cmd {
	s.report, s.loaded, s.err = r, true, nil
	s.tab = min(s.tab, max(len(r.Tables)-1, 0))
	if s.grids == nil {
		s.grids = map[string]*grid{}
	}
	var cmds []tea.Cmd
	for _, t := range r.Tables {
		if s.grids[t.ID] == nil {
			s.grids[t.ID] = &grid{}
		}
		cmds = append(cmds, s.grids[t.ID].adopt(a, t))
	}
	return tea.Batch(cmds...)
}

// leave cancels what the screen still waits for.
func (s *screen) leave() {
	s.inquiry.stop()
	for _, g := range s.grids {
		g.inquiry.stop()
	}
}

// load asks for what the screen shows.
func (a *App) load(s *screen) tea.Cmd {
	s.asked = question{a.query, a.generation}
	if s.isPage() {
		return ask(a, &s.inquiry,
			func(ctx context.Context) (model.History, error) { return a.backend.History(ctx, s.code) },
			func(h model.History, err error) tea.Cmd {
				if s.err = err; err == nil {
					s.loaded = true
					s.page.show(a, h)
				}
				return nil
			})
	}
	q := a.query
	return ask(a, &s.inquiry,
		func(ctx context.Context) (model.Report, error) { return s.find(ctx, q) },
		func(r model.Report, err error) tea.Cmd {
			if err != nil {
				s.err = err
				return nil
			}
			return s.show(a, r)
		})
}

// refresh asks anew for every part on screen that answers another question than the reader's. What is shown meanwhile is
// the last answer.
func (a *App) refresh() tea.Cmd {
	var cmds []tea.Cmd
	if now := (question{HomeQuery(a.query), a.generation}); a.home.asked.differs(now) {
		a.home.asked = now
		cmds = append(cmds, a.loadHome())
	}
	now := question{a.query, a.generation}
	if s := a.top(); s != nil {
		if s.asked.differs(now) {
			cmds = append(cmds, a.load(s))
		}
	} else if a.menu.asked.differs(now) && !(a.isWeek() && a.home.inquiry.pending()) {
		a.menu.asked = now
		cmds = append(cmds, a.loadHeadlines())
	}
	cmds = append(cmds, a.preview.follow(a))
	return tea.Batch(cmds...)
}

// isWeek tells whether the reports are about the same seven days as the left pane, so that one answer does for both.
func (a *App) isWeek() bool { return a.query.Period == HomeQuery(a.query).Period }

// week is what the left pane shows.
type week struct {
	report    model.Report
	headlines []Headline
}

func (a *App) loadHome() tea.Cmd {
	q := HomeQuery(a.query)
	return ask(a, &a.home.inquiry,
		func(ctx context.Context) (week, error) {
			r, err := a.backend.Report(ctx, model.Home, q)
			if err != nil {
				return week{}, err
			}
			headlines, err := a.backend.Headlines(ctx, q)
			return week{r, headlines}, err
		},
		func(found week, err error) tea.Cmd {
			a.known = a.backend.Info() // more is known once the snapshot has been read
			if a.home.err = err; err == nil {
				a.showWeek(found)
			}
			return nil
		})
}

func (a *App) showWeek(w week) {
	a.home.show(w.report, w.headlines)
	if a.isWeek() {
		a.menu.show(w.headlines)
		a.menu.asked = question{a.query, a.generation}
	}
}

func (a *App) loadHeadlines() tea.Cmd {
	q := a.query
	return ask(a, &a.menu.inquiry,
		func(ctx context.Context) ([]Headline, error) { return a.backend.Headlines(ctx, q) },
		func(h []Headline, err error) tea.Cmd {
			if err != nil {
				return a.fail(err)
			}
			a.menu.show(h)
			return nil
		})
}

// open puts a screen on top of the others.
func (a *App) open(s *screen) tea.Cmd {
	a.stack = append(a.stack, s)
	a.leftFocus = false
	return nil // refresh asks for its content
}

// openSection opens a section's report.
func (a *App) openSection(id model.SectionID) tea.Cmd {
	section, known := model.SectionByID(id)
	switch {
	case !known:
		return nil
	case !a.backend.Built(id):
		return a.tell(toastInfo, section.Title+" is not built yet.")
	}
	a.leaveAll()
	return a.open(&screen{
		section: id, crumb: section.Title,
		find: func(ctx context.Context, q model.Query) (model.Report, error) { return a.backend.Report(ctx, id, q) },
	})
}

// openRows opens the transactions that a filter finds.
func (a *App) openRows(section model.SectionID, crumb string, f model.Filter) tea.Cmd {
	return a.open(&screen{
		section: section, crumb: crumb,
		find: func(ctx context.Context, q model.Query) (model.Report, error) {
			return a.backend.Transactions(ctx, q, f)
		},
	})
}

// openTransaction opens one transaction's page.
func (a *App) openTransaction(section model.SectionID, code string) tea.Cmd {
	return a.open(&screen{section: section, crumb: model.Clean(code).String(), code: code})
}

func (a *App) leaveAll() {
	for _, s := range a.stack {
		s.leave()
	}
	a.stack = nil
}

// trail is the breadcrumb of the right pane.
func (a *App) trail() string {
	crumbs := []string{"Reports"}
	for _, s := range a.stack {
		crumbs = append(crumbs, s.crumb)
	}
	if s := a.top(); s != nil && !s.isPage() && len(s.report.Tables) > 1 {
		crumbs = append(crumbs, s.report.Tables[s.tab].Label)
	}
	return strings.Join(crumbs, " › ")
}

// shortTrail drops the beginning of a breadcrumb that is too long, since its end says where one is.
func shortTrail(trail string, w int) string {
	for model.Width(trail) > w {
		_, rest, found := strings.Cut(strings.TrimPrefix(trail, "… › "), " › ")
		if !found {
			break
		}
		trail = "… › " + rest
	}
	return model.Truncate(trail, w)
}
