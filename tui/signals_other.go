//go:build !unix

package tui

import (
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
)

// watchSignals kills the program on the signals that this system has.
func watchSignals(p *tea.Program) *signals {
	caught := make(chan os.Signal, 4)
	done := make(chan struct{})
	s := &signals{stop: func() { signal.Stop(caught); close(done) }}
	signal.Notify(caught, os.Interrupt, syscall.SIGTERM)
	safeGo(p, func() {
		select {
		case <-done:
		case got := <-caught:
			s.received.CompareAndSwap(0, int32(got.(syscall.Signal)))
			p.Kill()
		}
	})
	return s
}

// stopProcess does nothing: this system has no jobs.
func stopProcess() error { return nil }
