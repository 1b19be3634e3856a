package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"recoup/model"
	"recoup/tui/draw"
)

// choice is one entry of a chooser.
type choice struct {
	title, value, key string
	also              string // other words that it is found by
	why               string // why it cannot be chosen now
	current           bool
	do                func() tea.Cmd
}

// chooser is a dialog with a list to choose from. With a search line, typing narrows the list, best match first.
type chooser struct {
	title   string
	choices []choice
	search  bool
	input   textinput.Model
	shown   []found
	cursor  int
	top     int
	height  int
	width   int
}

// found is a choice that the search let through.
type found struct {
	choice
	matches []int
}

func newChooser(title string, width int, search bool, choices []choice) *chooser {
	c := &chooser{title: title, choices: choices, search: search, width: width, input: newInput("")}
	c.find()
	for i, s := range c.shown {
		if s.current {
			c.cursor = i
		}
	}
	return c
}

// find narrows the list to what was typed.
func (c *chooser) find() {
	c.shown, c.cursor, c.top = nil, 0, 0
	typed := c.input.Value()
	if typed == "" {
		for _, one := range c.choices {
			c.shown = append(c.shown, found{choice: one})
		}
		return
	}
	titles := make([]string, len(c.choices))
	for i, one := range c.choices {
		titles[i] = one.title + " " + one.also
	}
	for _, m := range fuzzy.Find(typed, titles) {
		one := c.choices[m.Index]
		inTitle := slices.DeleteFunc(m.MatchedIndexes, func(at int) bool { return at >= len(one.title) })
		c.shown = append(c.shown, found{one, inTitle})
	}
}

func (c *chooser) press(a *App, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		a.closeDialog()
		return nil
	case "up", "ctrl+k":
		c.move(-1)
		return nil
	case "down", "ctrl+j":
		c.move(1)
		return nil
	case "pgup":
		c.move(-c.height)
		return nil
	case "pgdown":
		c.move(c.height)
		return nil
	case "enter":
		return c.choose(a)
	}
	if c.search {
		return c.typed(a, k)
	}
	return c.pressLetter(a, k.String())
}

// pressLetter is for a list without a search line: letters move, or choose at once.
func (c *chooser) pressLetter(a *App, key string) tea.Cmd {
	for i, s := range c.shown {
		if s.key == key {
			c.cursor = i
			return c.choose(a)
		}
	}
	switch key {
	case "k":
		c.move(-1)
	case "j":
		c.move(1)
	case "g", "home":
		c.move(-farAway)
	case "G", "end":
		c.move(farAway)
	case "q":
		a.closeDialog()
	}
	return nil
}

func (c *chooser) typed(_ *App, msg tea.Msg) tea.Cmd {
	if !c.search {
		return nil
	}
	before := c.input.Value()
	c.input, _ = c.input.Update(msg)
	if c.input.Value() != before {
		c.find()
	}
	return nil
}

func (c *chooser) move(by int) { c.cursor = clamp(c.cursor+by, 0, max(len(c.shown)-1, 0)) }

func (c *chooser) choose(a *App) tea.Cmd {
	if c.cursor >= len(c.shown) {
		return nil
	}
	chosen := c.shown[c.cursor]
	if chosen.why != "" {
		return a.tell(toastInfo, chosen.why)
	}
	a.closeDialog()
	return chosen.do()
}

func (c *chooser) paint(a *App, w, h int) ([]string, *tea.Position) {
	menu := draw.MenuView{Cursor: c.cursor, Focused: true}
	for _, s := range c.shown {
		item := draw.Item{Title: s.title, Matches: s.matches, Value: s.value, ValueRole: draw.Muted, Key: s.key, Current: s.current}
		if s.why != "" {
			item.State, item.Reason = draw.ItemDisabled, s.why
		}
		menu.Items = append(menu.Items, item)
	}
	v := draw.DialogView{Title: c.title, Menu: &menu}
	if c.search {
		input := inputView("› ", c.input, "type to find")
		v.Input = &input
		v.Lines = nil
	}
	// The box keeps its height while typing narrows the list.
	height := min(2+asInt(c.search)+max(len(c.choices), 1), h, 24)
	c.height = max(height-2-asInt(c.search), 1)
	c.top = draw.MenuTop(c.height, draw.MenuView{Items: menu.Items, Cursor: c.cursor, Top: c.top})
	menu.Top = c.top
	box := draw.Dialog(a.theme, boxWidth(c.width, w), height, v)
	if !c.search {
		return box, nil
	}
	_, x := draw.InputLine(a.theme, dialogText(c.width, w), *v.Input)
	return box, &tea.Position{X: 2 + x, Y: 1}
}

func (c *chooser) keys() []draw.Hint {
	return []draw.Hint{{Key: "↑↓", Title: "move"}, {Key: "⏎", Title: "choose"}, {Key: "esc", Title: "close"}}
}

// openPalette lists every command by name, also those that cannot run now, with the reason.
func (a *App) openPalette(string) tea.Cmd {
	var choices []choice
	for i := range a.commands {
		c := &a.commands[i]
		if c.ID == "palette" || c.ID == "tab" || c.Group == GroupMove && c.Short == "" && c.ID != "zoom" {
			continue // movements are done by their keys
		}
		title := c.Title
		if c.Group == GroupGo {
			title = "Go to " + c.Title
		}
		choices = append(choices, choice{
			title: title, value: c.Shown, why: c.why(a), also: strings.ReplaceAll(strings.TrimPrefix(c.ID, "go-"), "-", " "),
			do: func() tea.Cmd { return a.perform(c, "") },
		})
	}
	// What can be done comes first.
	slices.SortStableFunc(choices, func(x, y choice) int { return asInt(x.why != "") - asInt(y.why != "") })
	return a.show(newChooser("Commands", 78, true, choices))
}

// openPeriods lists the periods with their days.
func (a *App) openPeriods(string) tea.Cmd {
	var choices []choice
	for i, key := range model.PeriodKeys() {
		p, err := model.ResolvePeriod(key, a.query.AsOf, a.query.Zone, a.info().FirstDay)
		if err != nil {
			return a.fail(err)
		}
		letter := ""
		if i < 9 {
			letter = string(rune('1' + i))
		}
		choices = append(choices, choice{
			title: p.Name(a.format.Lang), value: p.Range(a.format.Lang), key: letter, current: a.query.Period == p,
			do: func() tea.Cmd { a.query.Period = p; return nil },
		})
	}
	choices = append(choices, choice{
		title: "days of your choice", value: "from … to …", key: "c", current: a.query.Period.Key == model.Custom,
		do: func() tea.Cmd { return a.show(newDaysForm(a)) },
	})
	return a.show(newChooser("Period", 62, false, choices))
}
