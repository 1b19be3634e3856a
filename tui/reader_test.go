package tui

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"recoup/model"
)

// reader sits before the program: presses keys, and sees the screen without its colours.
type reader struct {
	t      testing.TB
	app    *App
	shop   *shop
	held   []tea.Cmd // background work, when it is held back
	hold   bool
	later  []tea.Msg // what the clock would send
	copied []string
	quit   bool
}

// sit opens the program on the account of the tests.
func sit(t testing.TB, w, h int, s *shop, o Options) *reader {
	t.Helper()
	noTTY := colorprofile.NoTTY
	if o.Profile == nil {
		o.Profile = &noTTY
	}
	if o.Now == nil {
		o.Now = func() time.Time { return time.Date(2026, 5, 10, 15, 0, 0, 0, time.UTC) }
	}
	r := &reader{t: t, shop: s, app: New(context.Background(), s, o)}
	r.app.after = later(r)
	r.send(tea.WindowSizeMsg{Width: w, Height: h})
	r.run(r.app.Init())
	return r
}

// later is a clock that waits until the reader lets it pass.
func later(r *reader) func(time.Duration, tea.Msg) tea.Cmd {
	return func(_ time.Duration, msg tea.Msg) tea.Cmd {
		r.later = append(r.later, msg)
		return nil
	}
}

// open is sit with the account of the tests as it is.
func open(t testing.TB, w, h int) *reader {
	t.Helper()
	return sit(t, w, h, newShop(), Options{})
}

func (r *reader) send(msg tea.Msg) {
	_, cmd := r.app.Update(msg)
	r.run(cmd)
}

// run does the work that Bubble Tea would do in the background, at once unless it is held back.
func (r *reader) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if r.hold {
		r.held = append(r.held, cmd)
		return
	}
	r.take(cmd())
}

func (r *reader) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			r.run(cmd)
		}
	case tea.QuitMsg:
		r.quit = true
	default:
		v := reflect.ValueOf(msg)
		switch {
		case v.Kind() == reflect.Slice && v.Type().Name() == "sequenceMsg":
			for i := range v.Len() {
				r.run(v.Index(i).Interface().(tea.Cmd))
			}
		case v.Kind() == reflect.String && v.Type().Name() == "setClipboardMsg":
			r.copied = append(r.copied, v.String())
		case strings.HasPrefix(v.Type().PkgPath(), "charm.land/") && v.Type().Name() == "backgroundColorMsg":
		default:
			r.send(msg)
		}
	}
}

// release lets the work go on that was held back.
func (r *reader) release() {
	r.hold = false
	held := r.held
	r.held = nil
	for _, cmd := range held {
		r.run(cmd)
	}
}

// pass lets the clock go on to everything that waits for it.
func (r *reader) pass() {
	later := r.later
	r.later = nil
	for _, msg := range later {
		r.send(msg)
	}
}

var specialKeys = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"space": {Code: tea.KeySpace, Text: " "}, "backspace": {Code: tea.KeyBackspace},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+p": {Code: 'p', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
	"ctrl+d": {Code: 'd', Mod: tea.ModCtrl}, "ctrl+z": {Code: 'z', Mod: tea.ModCtrl}, "ctrl+f": {Code: 'f', Mod: tea.ModCtrl},
	"ctrl+r": {Code: 'r', Mod: tea.ModCtrl},
}

func keyOf(name string) tea.KeyPressMsg {
	if k, ok := specialKeys[name]; ok {
		return k
	}
	char := []rune(name)[0]
	k := tea.KeyPressMsg{Code: char, Text: name}
	if strings.ToLower(name) != name {
		k.Code, k.ShiftedCode, k.Mod = []rune(strings.ToLower(name))[0], char, tea.ModShift
	}
	return k
}

// press presses keys one after another.
func (r *reader) press(keys ...string) *reader {
	for _, k := range keys {
		r.send(keyOf(k))
	}
	return r
}

// types types a text letter by letter.
func (r *reader) types(text string) *reader {
	for _, c := range text {
		if c == ' ' {
			r.press("space")
			continue
		}
		r.press(string(c))
	}
	return r
}

func (r *reader) resize(w, h int) *reader {
	r.send(tea.WindowSizeMsg{Width: w, Height: h})
	return r
}

func (r *reader) click(x, y int) *reader {
	r.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	return r
}

// screen is what the reader sees, without colours.
func (r *reader) screen() string { return ansi.Strip(r.app.View().Content) }

func (r *reader) line(n int) string { return strings.Split(r.screen(), "\n")[n] }

// footer is the last line.
func (r *reader) footer() string {
	lines := strings.Split(r.screen(), "\n")
	return lines[len(lines)-1]
}

// sees fails unless every text is on the screen.
func (r *reader) sees(texts ...string) *reader {
	r.t.Helper()
	screen := r.screen()
	for _, s := range texts {
		if !strings.Contains(screen, s) {
			r.t.Errorf("%q is not on the screen:\n%s", s, screen)
		}
	}
	return r
}

// misses fails if one of the texts is on the screen.
func (r *reader) misses(texts ...string) *reader {
	r.t.Helper()
	screen := r.screen()
	for _, s := range texts {
		if strings.Contains(screen, s) {
			r.t.Errorf("%q is on the screen:\n%s", s, screen)
		}
	}
	return r
}

// place is the line on which a text stands, -1 if it stands nowhere.
func (r *reader) place(text string) (x, y int) {
	for y, line := range strings.Split(r.screen(), "\n") {
		if i := strings.Index(line, text); i >= 0 {
			return model.Width(line[:i]), y
		}
	}
	return -1, -1
}
