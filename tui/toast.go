package tui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
	"recoup/tui/draw"
)

// toast is a sentence in the footer about what just happened. It goes with the next key, or by itself.
type toast struct {
	text   string
	kind   toastKind
	serial int
}

type toastKind uint8

const (
	toastInfo toastKind = iota
	toastDone
)

// toastFor is how long a toast stays.
const toastFor = 5 * time.Second

type toastOver struct{ serial int }

func (t *toast) dismiss() { t.text = "" }

func (t *toast) over(serial int) {
	if t.serial == serial {
		t.dismiss()
	}
}

func (t *toast) role() draw.Role {
	if t.kind == toastDone {
		return draw.Gain
	}
	return draw.Accent
}

// tell says a sentence in the footer.
func (a *App) tell(kind toastKind, text string) tea.Cmd {
	a.serial++
	a.toast = toast{text: text, kind: kind, serial: a.serial}
	return a.after(toastFor, toastOver{a.serial})
}

// report tells what was done; what does not fit in the footer is read in a dialog.
func (a *App) report(text string) tea.Cmd {
	if model.Width(text)+3 <= a.w {
		return a.tell(toastDone, text)
	}
	return a.show(&messageDialog{title: "Done", sentences: []string{text}})
}

// fail shows an error that has no place of its own on the screen, until it is read.
func (a *App) fail(err error) tea.Cmd {
	if err == nil || isCancelled(err) {
		return nil
	}
	message, hint := sentencesOf(err)
	a.dialogs = append(a.dialogs, &messageDialog{title: "That did not work", sentences: []string{message, hint}})
	return nil
}

func contextEnded(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
