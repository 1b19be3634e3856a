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
	s := &signals{letStop: func() {}, catchStop: func() {}}
	signal.Notify(caught, os.Interrupt, syscall.SIGTERM)
	s.stop = func() { signal.Stop(caught); close(done) }
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
