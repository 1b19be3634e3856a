package tui

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"recoup/model"
)

// checkTerminal refuses what the program could not be used on, before anything is written to it.
func checkTerminal() error {
	const hint = "Use `recoup report` for the same numbers as text."
	switch {
	case !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()):
		return model.Usage(hint, "There is no terminal to open the program on.")
	case os.Getenv("TERM") == "dumb" || os.Getenv("TERM") == "":
		return model.Usage(hint, "This terminal cannot move its cursor (TERM is %q).", os.Getenv("TERM"))
	}
	return nil
}

// signals ends the program in order when the system asks for it. Bubble Tea's own handler knows neither a closed terminal
// nor SIGQUIT, and ends on SIGTERM as if all were well.
type signals struct {
	received atomic.Int32
	stop     func()
}

// stopAsked tells the model that another process wants this one to stop.
type stopAsked struct{}

// stopping is the program's own stop, run while the terminal is handed back.
type stopping struct{}

// Run stops the process until it goes on.
func (stopping) Run() error { return stopProcess() }

// SetStdin is not needed: nothing is run.
func (stopping) SetStdin(io.Reader) {}

// SetStdout is not needed: nothing is run.
func (stopping) SetStdout(io.Writer) {}

// SetStderr is not needed: nothing is run.
func (stopping) SetStderr(io.Writer) {}

// safeGo runs f in a goroutine of its own. A panic in it would leave the terminal raw, so it is caught, the terminal is
// restored, and the program ends.
func safeGo(p *tea.Program, f func()) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				p.Kill()
				fmt.Fprintln(os.Stderr, model.Clean(fmt.Sprint(r)))
				os.Exit(exitPanic)
			}
		}()
		f()
	}()
}
