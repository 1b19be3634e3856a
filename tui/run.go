package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"recoup/model"
)

// Exit is how the program ended when it was not the reader who quit: by a signal or by a defect. Code is the exit status
// that the shell expects: 128 plus the signal's number, or 2.
type Exit struct {
	Code    int
	Message string // for standard error; empty for a signal
}

// Error gives the message, or the code.
func (e *Exit) Error() string {
	if e.Message != "" {
		return e.Message
	}
	return fmt.Sprintf("ended with status %d", e.Code)
}

// exitPanic is the status after a defect, the same that the Go runtime ends with.
const exitPanic = 2

// Run opens the program on the terminal and returns when it ends: nil when the reader quit, *Exit when a signal or a
// defect ended it, *model.Error when there is no terminal to open it on. Whatever ends it, the terminal is as it was.
func Run(ctx context.Context, b Backend, o Options) error {
	if err := checkTerminal(); err != nil {
		return err
	}
	// Found once, before the first frame: the library would ask again, and paint that frame in colours nobody sees.
	profile := colorprofile.Detect(os.Stdout, os.Environ())
	if o.NoColor || os.Getenv("NO_COLOR") != "" {
		profile = colorprofile.ASCII // the library wants a boolean; the convention is any value
	}
	o.Profile = &profile
	if o.Now == nil {
		o.Now = time.Now
	}
	app := New(ctx, b, o)
	defer app.close()
	if w, h, err := term.GetSize(os.Stdout.Fd()); err == nil {
		app.resize(w, h)
	}
	options := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithFPS(120), tea.WithoutSignalHandler(), tea.WithColorProfile(profile),
	}
	p := tea.NewProgram(app, options...)
	signals := watchSignals(p)
	_, err := p.Run()
	signals.stop()
	return exitOf(err, signals.received.Load())
}

// exitOf turns the end of the program into what main returns. A signal explains every error that follows from it.
func exitOf(err error, signal int32) error {
	switch {
	case signal != 0:
		return &Exit{Code: 128 + int(signal)}
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return &Exit{Code: exitPanic, Message: "The program failed; the terminal was restored. What is printed above helps to find the cause."}
	case errors.Is(err, context.Canceled):
		return &model.Error{Kind: model.KindCancelled, Message: "Stopped.", Cause: err}
	}
	return model.Failed(err, "Try another terminal, or use `recoup report`.", "The terminal could not be used: %s", model.Clean(err.Error()))
}
