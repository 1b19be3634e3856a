package tui

import (
	"context"
	"fmt"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"recoup/model"
	"recoup/tui/draw"
)

// App is the program's one Bubble Tea model. Its parts are plain structs that it calls; none of them does I/O: whatever
// takes time is asked for with an inquiry and comes back to Update as an answer.
type App struct {
	ctx     context.Context
	cancel  context.CancelFunc
	backend Backend
	options Options
	now     func() time.Time
	// after sends a message later; tests put their own clock here.
	after func(time.Duration, tea.Msg) tea.Cmd

	commands []Command
	keys     keymap

	w, h    int
	profile colorprofile.Profile
	theme   *draw.Theme
	dark    bool
	format  model.Formatter
	query   model.Query
	kept    kept // what survives the program

	known      model.SnapshotInfo
	generation int // how often the snapshot was read anew
	products   []product

	serial    int  // of the last inquiry
	pulse     int  // moves while something is waited for
	beating   bool // a pulse is on its way
	looking   inquiry
	finding   inquiry
	exporting inquiry

	home    homePane
	menu    menuPane
	preview previewPane
	stack   []*screen // the reports opened one from another; none is the menu

	leftFocus bool
	zoom      bool
	mouseOff  bool
	dialogs   []dialog // the last one has the keys
	toast     toast
	input     textinput.Model // of the filter over the rows
}

// New makes the program's model. It asks nothing of the backend that is not in memory, so its first View is at hand at
// once.
func New(ctx context.Context, b Backend, o Options) *App {
	ctx, cancel := context.WithCancel(ctx)
	q := b.DefaultQuery()
	if q.Comparison == "" {
		q.Comparison = model.WithPrevious
	}
	a := &App{
		ctx: ctx, cancel: cancel, backend: b, options: o, now: o.Now, after: tick,
		commands: Commands(), profile: colorprofile.TrueColor, dark: true, query: q,
		format: model.Formatter{Lang: o.Lang, Zone: q.Zone, Redact: o.Redact},
		known:  b.Info(), leftFocus: true,
	}
	if o.Profile != nil {
		a.profile = *o.Profile
	}
	a.keys = newKeymap(a.commands)
	a.restore()
	a.retheme()
	a.preload(o)
	a.restoreCurrency()
	if o.Welcome {
		a.dialogs = append(a.dialogs, newOwnData(true))
	}
	return a
}

// preload makes the first frame of what the command line found already. Counts that are not of the left pane's seven days
// are left out of it and asked for.
func (a *App) preload(o Options) {
	if o.Home == nil || o.Home.Period != HomeQuery(a.query).Period {
		return
	}
	if a.isWeek() && len(o.Headlines) > 0 {
		a.showWeek(week{*o.Home, o.Headlines})
		a.home.asked = question{query: HomeQuery(a.query)}
		return
	}
	a.home.show(*o.Home, nil)
	if len(o.Headlines) > 0 {
		a.menu.show(o.Headlines)
		a.menu.asked = question{query: a.query}
	}
}

func tick(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

func (a *App) close() { a.cancel() }

// resize takes a new size. Where only one pane fits, the program starts with the figures, else in the menu.
func (a *App) resize(w, h int) {
	if a.w == 0 {
		a.leftFocus = w < splitScreen
	}
	a.w, a.h = w, h
	a.settle()
}

// Init asks the terminal for its background and the backend for what the first frame lacks.
func (a *App) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, a.after(lookEvery, lookAgain{}), a.refresh())
}

// Update takes one message. A panic is passed on with its text cleaned, since it may quote what a buyer typed.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer cleanPanic()
	cmd := a.update(msg)
	cmd = tea.Batch(cmd, a.refresh())
	a.settle()
	return a, cmd
}

func (a *App) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.resize(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		a.dark = msg.IsDark()
		a.retheme()
	case tea.ColorProfileMsg:
		a.profile = msg.Profile
		a.retheme()
	case stopAsked:
		return a.suspend("")
	case goesOn:
		return a.fail(msg.err)
	case answer:
		return msg.settle()
	case late:
		return a.lateAnswer(msg)
	case pulseMsg:
		return a.beat()
	case lookAgain:
		return a.look()
	case rested:
		return a.preview.ask(a, msg)
	case toastOver:
		a.toast.over(msg.serial)
	case tea.KeyPressMsg:
		return a.press(msg)
	case tea.PasteMsg:
		return a.paste(msg)
	case tea.MouseMsg:
		return a.mouse(msg)
	}
	return nil
}

// press hands a key to the dialog on top, to the filter being typed, or to the command it stands for.
func (a *App) press(k tea.KeyPressMsg) tea.Cmd {
	a.toast.dismiss()
	if k.String() == "ctrl+c" {
		return a.quit("")
	}
	if n := len(a.dialogs); n > 0 {
		return a.dialogs[n-1].press(a, k)
	}
	if f := a.filterBeingTyped(); f != nil {
		return a.typeFilter(f, k)
	}
	if c, key := a.keys.of(k); c != nil {
		return a.perform(c, key)
	}
	return nil
}

// View paints the screen from what is in memory.
func (a *App) View() tea.View {
	defer cleanPanic()
	lines, cursor := a.paint()
	v := tea.NewView(joinLines(lines))
	v.AltScreen = true
	v.Cursor = cursor
	v.WindowTitle = "recoup"
	if !a.mouseOff {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// cleanPanic keeps a foreign string in a panic from reaching the terminal as it is.
func cleanPanic() {
	if r := recover(); r != nil {
		panic(model.Clean(fmt.Sprint(r)).String())
	}
}

// top is the report on screen, nil on the home screen.
func (a *App) top() *screen {
	if len(a.stack) == 0 {
		return nil
	}
	return a.stack[len(a.stack)-1]
}
