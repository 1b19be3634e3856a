//go:build unix

package tui

import (
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
)

// watchSignals kills the program on the signals that end a process, and suspends it properly when another process stops
// it. Kill restores the terminal, even one whose other side is gone.
func watchSignals(p *tea.Program) *signals {
	caught := make(chan os.Signal, 4)
	done := make(chan struct{})
	s := &signals{
		letStop:   func() { signal.Reset(syscall.SIGTSTP) },
		catchStop: func() { signal.Notify(caught, syscall.SIGTSTP) },
	}
	signal.Notify(caught, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTSTP)
	s.stop = func() { signal.Stop(caught); close(done) }
	safeGo(p, func() {
		for {
			select {
			case <-done:
				return
			case got := <-caught:
				if got == syscall.SIGTSTP {
					s.letStop()
					p.Send(tea.SuspendMsg{})
					continue
				}
				s.received.CompareAndSwap(0, int32(got.(syscall.Signal)))
				p.Kill()
			}
		}
	})
	return s
}
