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
	s := &signals{stop: func() { signal.Stop(caught); close(done) }}
	signal.Notify(caught, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTSTP)
	safeGo(p, func() {
		for {
			select {
			case <-done:
				return
			case got := <-caught:
				if got == syscall.SIGTSTP {
					p.Send(stopAsked{})
					continue
				}
				s.received.CompareAndSwap(0, int32(got.(syscall.Signal)))
				p.Kill()
			}
		}
	})
	return s
}

// stopProcess stops the process and what it shares a pipe with, and returns when it goes on. Once a Go program has
// listened to SIGTSTP that signal no longer stops it, so it is SIGSTOP that does.
func stopProcess() error {
	goOn := make(chan os.Signal, 1)
	signal.Notify(goOn, syscall.SIGCONT)
	defer signal.Stop(goOn)
	if err := syscall.Kill(0, syscall.SIGSTOP); err != nil {
		return err
	}
	<-goOn
	return nil
}
