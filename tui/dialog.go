package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// dialog is a small window over the screen. The one opened last has the keys.
type dialog interface {
	// press takes a key. A dialog closes itself with App.closeDialog.
	press(a *App, k tea.KeyPressMsg) tea.Cmd
	// paint gives its box, at most w by h, and the place of the cursor in it where something is typed.
	paint(a *App, w, h int) (box []string, cursor *tea.Position)
	// keys are what the footer says while the dialog is open.
	keys() []draw.Hint
}

// typist is a dialog into which one types, and so pastes.
type typist interface {
	typed(a *App, msg tea.Msg) tea.Cmd
}

func (a *App) show(d dialog) tea.Cmd {
	a.dialogs = append(a.dialogs, d)
	return nil
}

func (a *App) closeDialog() {
	if n := len(a.dialogs); n > 0 {
		a.dialogs = a.dialogs[:n-1]
	}
}

func (a *App) closeDialogs() { a.dialogs = nil }

// longestPaste is how much of a paste is looked at: a name, not a book.
const longestPaste = 1000

// paste types a paste where something is being typed, as one line.
func (a *App) paste(msg tea.PasteMsg) tea.Cmd {
	if len(msg.Content) > longestPaste {
		msg.Content = strings.ToValidUTF8(msg.Content[:longestPaste], "")
	}
	msg.Content = model.Clean(msg.Content).String()
	if n := len(a.dialogs); n > 0 {
		if d, ok := a.dialogs[n-1].(typist); ok {
			return d.typed(a, msg)
		}
		return nil
	}
	if f := a.filterBeingTyped(); f != nil {
		a.input, _ = a.input.Update(msg)
		return a.filterTo(f, a.input.Value())
	}
	return nil
}

// boxWidth is how wide a dialog is that would like to be want cells wide. Where only a sliver of the screen would be left
// beside it, it takes the whole width.
func boxWidth(want, w int) int {
	if w-want < 6 {
		return w
	}
	return want
}

// boxed draws a dialog as tall as it needs to be.
func boxed(a *App, want, w, h int, v draw.DialogView) []string {
	return draw.Dialog(a.theme, boxWidth(want, w), min(draw.DialogHeight(v), h), v)
}

// wrapped breaks a text into lines of a dialog.
func wrapped(role draw.Role, text string, w int) [][]draw.Span {
	var lines [][]draw.Span
	for _, line := range draw.Wrap(text, w) {
		lines = append(lines, []draw.Span{{Role: role, Text: line}})
	}
	return lines
}

// dialogText is the width of a dialog's text.
func dialogText(want, w int) int { return max(boxWidth(want, w)-4, 1) }

// messageDialog says something that has to be read: any key closes it.
type messageDialog struct {
	title     string
	sentences []string
}

func (d *messageDialog) press(a *App, _ tea.KeyPressMsg) tea.Cmd {
	a.closeDialog()
	return nil
}

func (d *messageDialog) paint(a *App, w, h int) ([]string, *tea.Position) {
	v := draw.DialogView{Title: d.title, Buttons: []draw.Button{{Key: "⏎", Title: "close", Focused: true}}}
	for i, s := range d.sentences {
		role := draw.Plain
		if i > 0 {
			role = draw.Muted
		}
		v.Lines = append(v.Lines, wrapped(role, s, dialogText(60, w))...)
	}
	return boxed(a, 60, w, h, v), nil
}

func (d *messageDialog) keys() []draw.Hint { return []draw.Hint{{Key: "⏎", Title: "close"}} }

// confirmDialog asks before something that cannot be undone.
type confirmDialog struct {
	title, question, verb string
	yes                   func() tea.Cmd
}

func (d *confirmDialog) press(a *App, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "y":
		a.closeDialog()
		return d.yes()
	case "n", "esc", "q", "enter":
		a.closeDialog()
	}
	return nil
}

func (d *confirmDialog) paint(a *App, w, h int) ([]string, *tea.Position) {
	v := draw.DialogView{
		Title: d.title, Lines: wrapped(draw.Plain, d.question, dialogText(60, w)),
		Buttons: []draw.Button{{Key: "y", Title: d.verb}, {Key: "n", Title: "keep it", Focused: true}},
	}
	return boxed(a, 60, w, h, v), nil
}

func (d *confirmDialog) keys() []draw.Hint {
	return []draw.Hint{{Key: "y", Title: d.verb}, {Key: "n", Title: "keep it"}}
}

// newOwnData tells the three ways to bring in one's own sales. It greets a reader who has no snapshot yet.
func newOwnData(welcome bool) dialog {
	d := &messageDialog{title: "Your own data", sentences: []string{
		"There are three ways to bring in your own sales. Nothing leaves this machine.",
		"1  The reports that Hotmart lets you download, CSV or XLSX, or a folder of them: recoup import FILE",
		"2  Hotmart's API: recoup auth set, then recoup sync",
		"3  Hotmart's webhooks: recoup listen, or recoup import of bodies that were kept",
	}}
	if welcome {
		d.title = "This is sample data"
		d.sentences = append(d.sentences, "Until then this made-up account shows what the program does.")
	}
	return d
}

func (a *App) openOwnData(string) tea.Cmd { return a.show(newOwnData(false)) }

// newInput is a line to type into.
func newInput(value string) textinput.Model {
	in := textinput.New()
	in.CharLimit = longestPaste
	in.SetValue(value)
	in.CursorEnd()
	_ = in.Focus()
	return in
}
