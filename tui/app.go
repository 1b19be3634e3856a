package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// App is the program's one Bubble Tea model.
type App struct {
	ctx     context.Context
	cancel  context.CancelFunc
	backend Backend
	options Options
	w, h    int

	beforeSuspend, afterResume func()
}

// New makes the program's model. It asks nothing of the backend that is not in memory.
func New(ctx context.Context, b Backend, o Options) *App {
	ctx, cancel := context.WithCancel(ctx)
	return &App{ctx: ctx, cancel: cancel, backend: b, options: o}
}

func (a *App) close() { a.cancel() }

func (a *App) resize(w, h int) { a.w, a.h = w, h }

// Init asks for what the first frame lacks.
func (a *App) Init() tea.Cmd { return nil }

// Update takes one message.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "q" {
		return a, tea.Quit
	}
	return a, nil
}

// View paints the screen.
func (a *App) View() tea.View {
	v := tea.NewView("recoup")
	v.AltScreen = true
	return v
}
