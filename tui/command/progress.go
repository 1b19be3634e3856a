package command

import (
	"fmt"
	"os"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"recoup/model"
	"recoup/tui/draw"
)

// progress is a line on standard error that says how far long work is, at which rate, and how long it will take. Where
// standard error is no terminal it says nothing.
type progress struct {
	to      *os.File
	now     func() time.Time
	started time.Time
	drawn   time.Time
	shown   bool
	theme   *draw.Theme
}

// progressDelay keeps short work quiet, progressEvery keeps the line from flickering.
const (
	progressDelay = 150 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

func newProgress(w World) *progress {
	p := &progress{now: w.Now, started: w.Now()}
	if kind := w.Getenv("TERM"); term.IsTerminal(w.Err.Fd()) && kind != "" && kind != "dumb" {
		p.to = w.Err
		p.theme = draw.NewTheme(true, false, colorprofile.ASCII, false)
	}
	return p
}

// reader gives a callback for work that is measured in bytes.
func (p *progress) reader(title string) func(done, total int64) {
	if p.to == nil {
		return nil
	}
	return func(done, total int64) {
		now := p.now()
		if now.Sub(p.started) < progressDelay || now.Sub(p.drawn) < progressEvery || total == 0 {
			return
		}
		p.drawn, p.shown = now, true
		elapsed := now.Sub(p.started)
		left := time.Duration(float64(elapsed) * float64(total-done) / float64(max(done, 1)))
		width, _, err := term.GetSize(p.to.Fd())
		if err != nil || width < 20 {
			width = 80
		}
		words := model.Formatter{Lang: model.LangEN}
		line := draw.Progress(p.theme, width-1, words, draw.ProgressView{
			Label: title, Part: float64(done) / float64(total),
			Figures: fmt.Sprintf("%.0f MB/s  %s left", float64(done)/1e6/elapsed.Seconds(), words.Duration(left.Round(time.Second))),
		})
		fmt.Fprintf(p.to, "\r\x1b[K%s", line)
	}
}

// clear takes the line away.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.to, "\r\x1b[K")
		p.shown = false
	}
}
