package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// lookEvery is how often the program looks whether the snapshot has changed.
const lookEvery = 2 * time.Second

type (
	lookAgain struct{}
	pulseMsg  struct{}
)

// pulseEvery is the beat of what is shown while something is waited for.
const pulseEvery = 300 * time.Millisecond

func (a *App) info() model.SnapshotInfo { return a.known }

// look asks whether the snapshot's file has changed.
func (a *App) look() tea.Cmd {
	if a.known.Sample {
		return nil
	}
	return ask(a, &a.looking, a.backend.Reload, func(changed bool, err error) tea.Cmd {
		again := a.after(lookEvery, lookAgain{})
		switch {
		case isCancelled(err):
			return nil
		case err != nil && a.toast.text != "":
			return again // what was done is read first; this is said again soon
		case err != nil:
			message, hint := sentencesOf(err)
			return tea.Batch(again, a.tell(toastInfo, message+" "+hint))
		case changed:
			return tea.Batch(again, a.readAgain("The snapshot has new data."))
		}
		return again
	})
}

// reload is look when the reader asks for it.
func (a *App) reload(string) tea.Cmd {
	return ask(a, &a.looking, func(ctx context.Context) (bool, error) { return a.backend.Reload(ctx) },
		func(_ bool, err error) tea.Cmd {
			again := a.after(lookEvery, lookAgain{})
			if err != nil {
				return tea.Batch(again, a.fail(err))
			}
			return tea.Batch(again, a.readAgain("Read again."))
		})
}

// readAgain makes every part of the screen out of date.
func (a *App) readAgain(say string) tea.Cmd {
	a.known = a.backend.Info()
	a.generation++
	return a.tell(toastInfo, say)
}

// lateAnswer shows that something is being waited for.
func (a *App) lateAnswer(msg late) tea.Cmd {
	if msg.of.id != msg.id || msg.of == &a.looking {
		return nil
	}
	msg.of.slow = true
	if a.beating {
		return nil
	}
	a.beating = true
	return a.after(pulseEvery, pulseMsg{})
}

// beat moves the sign of waiting, as long as something is waited for.
func (a *App) beat() tea.Cmd {
	a.pulse++
	waited := a.home.inquiry.slow || a.menu.inquiry.slow
	if s := a.top(); s != nil {
		waited = waited || s.inquiry.slow
		if g := s.grid(); g != nil {
			waited = waited || g.inquiry.slow
		}
	}
	a.beating = waited
	if !waited {
		return nil
	}
	return a.after(pulseEvery, pulseMsg{})
}

func (a *App) toggleMouse(string) tea.Cmd {
	a.mouseOff = !a.mouseOff
	if a.mouseOff {
		return a.tell(toastInfo, "The mouse selects text now. The same command takes it back.")
	}
	return a.tell(toastInfo, "The mouse clicks and scrolls again.")
}

// toggleAmounts hides every amount, or shows them again.
func (a *App) toggleAmounts(string) tea.Cmd {
	a.format.HideAmounts = !a.format.HideAmounts
	a.rewrite()
	if a.format.HideAmounts {
		return a.tell(toastInfo, "Amounts are hidden. $ shows them.")
	}
	return nil
}

// rewrite forgets what was made of the old way of writing values.
func (a *App) rewrite() {
	for _, s := range a.stack {
		for _, g := range s.grids {
			g.widths, g.hay = nil, nil
		}
		if s.isPage() && s.loaded {
			s.page.write(a)
		}
	}
}

func chooseTheme(name string) func(*App, string) tea.Cmd {
	return func(a *App, _ string) tea.Cmd {
		a.kept.Theme = name
		a.retheme()
		return nil
	}
}

// retheme makes the theme for what the terminal is and the reader chose.
func (a *App) retheme() {
	dark, contrast := a.dark, false
	switch a.kept.Theme {
	case "light":
		dark = false
	case "dark":
		dark = true
	case "contrast":
		contrast = true
	}
	a.theme = draw.NewTheme(dark, contrast, a.profile, a.options.ASCII)
}

// quit ends the program after keeping what is to be kept.
func (a *App) quit(string) tea.Cmd {
	return tea.Sequence(a.remember(), tea.Quit)
}

// suspend hands the terminal back and stops the process, until the shell lets it go on.
func (a *App) suspend(string) tea.Cmd {
	return tea.Exec(stopping{}, func(err error) tea.Msg { return goesOn{err} })
}

// goesOn tells that the process was stopped and goes on.
type goesOn struct{ err error }
