package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"recoup/tui/draw"
)

// helpDialog lists the keys, group by group, with the reason of those that do nothing here.
type helpDialog struct {
	groups []draw.HelpGroup
	top    int
	height int
	tall   int
}

func (a *App) openHelp(string) tea.Cmd {
	d := &helpDialog{}
	for _, g := range Groups() {
		if g == GroupGo {
			continue // those have names and no keys: the palette lists them
		}
		group := draw.HelpGroup{Title: string(g)}
		for i := range a.commands {
			c := &a.commands[i]
			if c.Group != g || c.Shown == "" {
				continue
			}
			why := c.why(a)
			group.Hints = append(group.Hints, draw.Hint{Key: c.Shown, Title: c.Title, Disabled: why != "", Reason: brief(why)})
		}
		d.groups = append(d.groups, group)
	}
	return a.show(d)
}

// brief is a reason for a list in which what it is about stands beside it.
func brief(why string) string {
	const unbuilt = "not built yet"
	if strings.HasSuffix(why, unbuilt+".") {
		return unbuilt
	}
	return strings.TrimSuffix(why, ".")
}

func (d *helpDialog) press(a *App, k tea.KeyPressMsg) tea.Cmd {
	c, _ := a.keys.of(k)
	id := ""
	if c != nil {
		id = c.ID
	}
	switch id {
	case "up":
		d.scroll(-1)
	case "down":
		d.scroll(1)
	case "page-up", "half-up":
		d.scroll(-d.height)
	case "page-down", "half-down":
		d.scroll(d.height)
	case "first":
		d.scroll(-farAway)
	case "last":
		d.scroll(farAway)
	case "back", "help", "quit", "open":
		a.closeDialog()
	}
	return nil
}

func (d *helpDialog) keys() []draw.Hint {
	return []draw.Hint{{Key: "↑↓", Title: "scroll"}, {Key: "esc", Title: "close"}}
}

func (d *helpDialog) scroll(by int) { d.top = clamp(d.top+by, 0, max(d.tall-d.height, 0)) }

func (d *helpDialog) paint(a *App, w, h int) ([]string, *tea.Position) {
	width := boxWidth(150, w)
	innerW, innerH := draw.FrameInner(width, h)
	d.tall = draw.HelpHeight(a.theme, innerW, d.groups)
	d.height = min(d.tall, innerH-1)
	d.scroll(0)
	lines := draw.Help(a.theme, innerW, d.height, d.groups, d.top)
	hints := []draw.Hint{{Key: "esc", Title: "close"}}
	if d.tall > d.height {
		hints = append([]draw.Hint{{Key: "↑↓", Title: "scroll"}}, hints...)
	}
	lines = append(lines, draw.Hints(a.theme, innerW, hints))
	return draw.Frame(a.theme, width, d.height+3, "Keys", "", true, lines), nil
}
