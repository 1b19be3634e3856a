package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
)

// Command is one thing the program can do. The same table feeds the keys, the footer, the help, the palette and the
// manual page, so that none of them can promise what another does not know.
type Command struct {
	ID    string
	Keys  []string // as the terminal names them: "ctrl+p", "shift+tab", "space"
	Shown string   // the keys as a reader knows them; empty when it has none
	Title string
	Short string // the word for the footer; empty for what the footer leaves out
	Group Group

	// why says in a sentence why it cannot run now, or nothing.
	why func(*App) string
	run func(a *App, key string) tea.Cmd
}

// Group is a heading of the help.
type Group string

// The groups, in the order of the help.
const (
	GroupMove    Group = "Moving"
	GroupPeriod  Group = "What is counted"
	GroupRows    Group = "Rows"
	GroupOut     Group = "Taking it along"
	GroupProgram Group = "Program"
	GroupGo      Group = "Go to"
)

// Groups lists the groups in the order of the help.
func Groups() []Group {
	return []Group{GroupMove, GroupPeriod, GroupRows, GroupOut, GroupProgram, GroupGo}
}

// Commands lists everything the program can do, group by group.
func Commands() []Command {
	return slices.Concat(moveCommands(), periodCommands(), rowCommands(), outCommands(), programCommands(), goCommands())
}

// KeyLine is a key and what it does.
type KeyLine struct{ Keys, Title string }

// KeyHelp gives the keys and what they do, in the order of the help: what a manual page needs.
func KeyHelp() []KeyLine {
	var lines []KeyLine
	for _, c := range Commands() {
		if c.Shown != "" {
			lines = append(lines, KeyLine{c.Shown, c.Title})
		}
	}
	return lines
}

// always is the reason of a command that can run at any time.
func always(*App) string { return "" }

// notBuilt is the reason of a command whose part of the program is still to come.
func notBuilt(what string) func(*App) string {
	return func(*App) string { return what + " is not built yet." }
}

func moveCommands() []Command {
	return []Command{
		{ID: "up", Keys: []string{"up", "k"}, Shown: "↑ k", Title: "One up", Group: GroupMove, why: always, run: moveBy(-1)},
		{ID: "down", Keys: []string{"down", "j"}, Shown: "↓ j", Title: "One down", Group: GroupMove, why: always, run: moveBy(1)},
		{ID: "page-up", Keys: []string{"pgup"}, Shown: "PgUp", Title: "A page up", Group: GroupMove, why: always, run: movePages(-2)},
		{ID: "page-down", Keys: []string{"pgdown"}, Shown: "PgDn", Title: "A page down", Group: GroupMove, why: always, run: movePages(2)},
		{ID: "half-up", Keys: []string{"ctrl+u"}, Shown: "ctrl+u", Title: "Half a page up", Group: GroupMove, why: always, run: movePages(-1)},
		{ID: "half-down", Keys: []string{"ctrl+d"}, Shown: "ctrl+d", Title: "Half a page down", Group: GroupMove, why: always, run: movePages(1)},
		{ID: "first", Keys: []string{"g", "home"}, Shown: "g", Title: "To the first", Group: GroupMove, why: always, run: moveBy(-farAway)},
		{ID: "last", Keys: []string{"G", "end"}, Shown: "G", Title: "To the last", Group: GroupMove, why: always, run: moveBy(farAway)},
		{ID: "left", Keys: []string{"left", "h"}, Shown: "← h", Title: "Column or pane to the left", Group: GroupMove, why: always, run: sideways(-1)},
		{ID: "right", Keys: []string{"right", "l"}, Shown: "→ l", Title: "Column or pane to the right", Group: GroupMove, why: always, run: sideways(1)},
		{ID: "pane", Keys: []string{"tab", "shift+tab"}, Shown: "⇥", Title: "The other pane", Short: "pane", Group: GroupMove, why: always, run: (*App).switchPane},
		{ID: "open", Keys: []string{"enter"}, Shown: "⏎", Title: "Open, or see the transactions behind", Short: "open", Group: GroupMove, why: whyNothingToOpen, run: (*App).openSelected},
		{ID: "back", Keys: []string{"esc", "backspace"}, Shown: "esc", Title: "Back", Short: "back", Group: GroupMove, why: whyNoWayBack, run: (*App).back},
		{ID: "tab", Keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, Shown: "1…9", Title: "Tab of a report", Group: GroupMove, why: whyNoTabs, run: (*App).chooseTab},
		{ID: "zoom", Keys: []string{"z"}, Shown: "z", Title: "The whole width for this pane", Short: "zoom", Group: GroupMove, why: always, run: (*App).toggleZoom},
	}
}

func periodCommands() []Command {
	return []Command{
		{ID: "period", Keys: []string{"p"}, Shown: "p", Title: "Choose the period", Short: "period", Group: GroupPeriod, why: always, run: (*App).openPeriods},
		{ID: "earlier", Keys: []string{"["}, Shown: "[", Title: "One period back", Group: GroupPeriod, why: whyNotEarlier, run: (*App).earlier},
		{ID: "later", Keys: []string{"]"}, Shown: "]", Title: "One period forward", Group: GroupPeriod, why: whyNotLater, run: (*App).later},
		{ID: "last-7-days", Keys: []string{"0"}, Shown: "0", Title: "Back to the last 7 days", Group: GroupPeriod, why: whyAlreadyLastWeek, run: (*App).lastWeek},
		{ID: "currency", Keys: []string{"c"}, Shown: "c", Title: "Next currency", Short: "currency", Group: GroupPeriod, why: whyOneCurrency, run: (*App).nextCurrency},
		{ID: "compare", Keys: []string{"v"}, Shown: "v", Title: "Compare: previous, last year, nothing", Group: GroupPeriod, why: always, run: (*App).nextComparison},
		{ID: "basis", Keys: []string{"b"}, Shown: "b", Title: "Date of a sale: approval or order", Group: GroupPeriod, why: always, run: (*App).nextBasis},
		{ID: "measure", Keys: []string{"m"}, Shown: "m", Title: "Charges of a plan: collected or booked", Group: GroupPeriod, why: always, run: (*App).nextMeasure},
		{ID: "filter-form", Keys: []string{"f"}, Shown: "f", Title: "Only some statuses, products, methods", Group: GroupPeriod, why: always, run: (*App).openFilterForm},
		{ID: "clear-filters", Keys: []string{"F"}, Shown: "F", Title: "Clear all filters", Group: GroupPeriod, why: whyNoFilter, run: (*App).clearFilters},
		{ID: "explain", Keys: []string{"i"}, Shown: "i", Title: "What is this number", Short: "what is this", Group: GroupPeriod, why: whyNoNumber, run: (*App).explain},
	}
}

func rowCommands() []Command {
	return []Command{
		{ID: "filter", Keys: []string{"/"}, Shown: "/", Title: "Filter the rows by typing", Short: "filter", Group: GroupRows, why: whyNoRows, run: (*App).startFilter},
		{ID: "sort", Keys: []string{"s"}, Shown: "s", Title: "Sort by this column", Short: "sort", Group: GroupRows, why: whyNoTable, run: (*App).sortByColumn},
		{ID: "reverse", Keys: []string{"S"}, Shown: "S", Title: "Reverse the order", Group: GroupRows, why: whyNoTable, run: (*App).reverseOrder},
		{ID: "mark", Keys: []string{"space"}, Shown: "space", Title: "Mark the row", Group: GroupRows, why: whyNoTable, run: (*App).markRow},
		{ID: "mark-all", Keys: []string{"*"}, Shown: "*", Title: "Mark all rows, or none", Group: GroupRows, why: whyNoTable, run: (*App).markAll},
		{ID: "search", Keys: []string{"ctrl+f"}, Shown: "ctrl+f", Title: "Search everything", Group: GroupRows, why: notBuilt("Searching everything"), run: nothing},
		{ID: "recovery-state", Keys: []string{"r"}, Shown: "r", Title: "Recovery state of the row", Group: GroupRows, why: notBuilt("The recovery state"), run: nothing},
		{ID: "note", Keys: []string{"n"}, Shown: "n", Title: "Note on the row", Group: GroupRows, why: notBuilt("The note on a row"), run: nothing},
		{ID: "message", Keys: []string{"w"}, Shown: "w", Title: "Message from a template, copied", Group: GroupRows, why: notBuilt("The message from a template"), run: nothing},
	}
}

func outCommands() []Command {
	return []Command{
		{ID: "export", Keys: []string{"e"}, Shown: "e", Title: "Export what is on the screen", Short: "export", Group: GroupOut, why: whyNothingToExport, run: (*App).openExport},
		{ID: "copy-cell", Keys: []string{"y"}, Shown: "y", Title: "Copy the cell", Group: GroupOut, why: whyNothingToCopy, run: (*App).copyCell},
		{ID: "copy-row", Keys: []string{"Y"}, Shown: "Y", Title: "Copy the row", Group: GroupOut, why: whyNothingToCopy, run: (*App).copyRow},
	}
}

func programCommands() []Command {
	return []Command{
		{ID: "palette", Keys: []string{":", "ctrl+p"}, Shown: ": ctrl+p", Title: "All commands", Short: "command", Group: GroupProgram, why: always, run: (*App).openPalette},
		{ID: "help", Keys: []string{"?"}, Shown: "?", Title: "Help", Short: "help", Group: GroupProgram, why: always, run: (*App).openHelp},
		{ID: "hide-amounts", Keys: []string{"$"}, Shown: "$", Title: "Hide or show amounts", Group: GroupProgram, why: always, run: (*App).toggleAmounts},
		{ID: "settings", Keys: []string{","}, Shown: ",", Title: "Settings: language, time zone", Group: GroupProgram, why: notBuilt("The settings screen"), run: nothing},
		{ID: "theme-auto", Title: "Theme: as the terminal", Group: GroupProgram, why: always, run: chooseTheme("auto")},
		{ID: "theme-light", Title: "Theme: light", Group: GroupProgram, why: always, run: chooseTheme("light")},
		{ID: "theme-dark", Title: "Theme: dark", Group: GroupProgram, why: always, run: chooseTheme("dark")},
		{ID: "theme-contrast", Title: "Theme: high contrast", Group: GroupProgram, why: always, run: chooseTheme("contrast")},
		{ID: "mouse", Title: "Mouse: free it, or take it back", Group: GroupProgram, why: always, run: (*App).toggleMouse},
		{ID: "reload", Keys: []string{"ctrl+r"}, Shown: "ctrl+r", Title: "Read the snapshot again", Group: GroupProgram, why: always, run: (*App).reload},
		{ID: "own-data", Title: "How to bring in your own data", Group: GroupProgram, why: always, run: (*App).openOwnData},
		{ID: "suspend", Keys: []string{"ctrl+z"}, Shown: "ctrl+z", Title: "Suspend", Group: GroupProgram, why: always, run: (*App).suspend},
		{ID: "quit", Keys: []string{"q", "ctrl+c"}, Shown: "q ctrl+c", Title: "Quit", Short: "quit", Group: GroupProgram, why: always, run: (*App).quit},
	}
}

// goCommands opens each section by name from the palette.
func goCommands() []Command {
	commands := []Command{{ID: "go-home", Title: "Home", Group: GroupGo, why: always, run: (*App).goHome}}
	for _, s := range model.Sections() {
		commands = append(commands, Command{
			ID: "go-" + string(s.ID), Title: s.Title, Group: GroupGo,
			why: func(a *App) string {
				if !a.backend.Built(s.ID) {
					return s.Title + " is not built yet."
				}
				return ""
			},
			run: func(a *App, _ string) tea.Cmd { return a.openSection(s.ID) },
		})
	}
	return commands
}

func nothing(*App, string) tea.Cmd { return nil }

// keymap finds a command by a key.
type keymap map[string]*Command

func newKeymap(commands []Command) keymap {
	m := keymap{}
	for i := range commands {
		for _, k := range commands[i].Keys {
			m[k] = &commands[i]
		}
	}
	return m
}

// of finds the command of a key as it was typed; on a keyboard of another script, by the place of the key, where the
// terminal tells it.
func (m keymap) of(k tea.KeyPressMsg) (*Command, string) {
	for _, name := range []string{k.String(), k.Keystroke(), baseKey(k)} {
		if c, ok := m[name]; ok {
			return c, name
		}
	}
	return nil, ""
}

func baseKey(k tea.KeyPressMsg) string {
	if k.BaseCode == 0 || k.Mod&^tea.ModShift != 0 {
		return ""
	}
	if k.Mod.Contains(tea.ModShift) {
		return strings.ToUpper(string(k.BaseCode))
	}
	return string(k.BaseCode)
}

// perform runs a command, or says why it cannot run.
func (a *App) perform(c *Command, key string) tea.Cmd {
	if why := c.why(a); why != "" {
		return a.tell(toastInfo, why)
	}
	return c.run(a, key)
}
