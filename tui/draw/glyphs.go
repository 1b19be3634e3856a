package draw

import "strings"

// Glyphs are the signs to draw with. Each is one cell wide.
type Glyphs struct {
	TopLeft, TopRight, BottomLeft, BottomRight, Horizontal, Vertical string

	Cursor   string // before the row under the cursor, and in the title of the pane that has focus
	Resting  string // before the row under the cursor of a pane without focus
	Mark     string // before a marked row
	Ellipsis string // where something was cut
	Up, Down string // a sort order, a change
	Equal    string // no change
	Left     string // columns lie to the left
	Right    string // columns lie to the right
	More     string // lines lie below
	Bullet   string
	Into     string // a menu entry that leads on

	// Rising fills a cell from below in eighths, Running from the left.
	Rising, Running [9]string
	// Hanging fills a cell from above: nothing, a little, half, all.
	Hanging [4]string
	// Shade stands for what is not over yet, Faint for the compared period.
	Shade, Faint string
	Track        string // the part of a progress bar that is not done
}

func unicodeGlyphs() Glyphs {
	return Glyphs{
		TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", Horizontal: "─", Vertical: "│",
		Cursor: "▌", Resting: "›", Mark: "✓", Ellipsis: "…", Up: "▲", Down: "▼", Equal: "=", Left: "«", Right: "»",
		More: "↓", Bullet: "·", Into: "›",
		Rising:  [9]string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		Running: [9]string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
		Hanging: [4]string{" ", "▔", "▀", "█"},
		Shade:   "▒", Faint: "░", Track: "░",
	}
}

func asciiGlyphs() Glyphs {
	return Glyphs{
		TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Horizontal: "-", Vertical: "|",
		Cursor: ">", Resting: "-", Mark: "x", Ellipsis: "~", Up: "^", Down: "v", Equal: "=", Left: "<", Right: ">",
		More: "v", Bullet: "-", Into: ">",
		Rising:  [9]string{" ", "_", "_", ".", ":", ":", "|", "#", "#"},
		Running: [9]string{"", "", "", "", "", "#", "#", "#", "#"},
		Hanging: [4]string{" ", "'", "#", "#"},
		Shade:   "%", Faint: ":", Track: ".",
	}
}

// asciiSigns replaces what stands in sentences and figures and may be two cells wide where ASCII is asked for, each by
// one cell.
func asciiSigns() *strings.Replacer {
	return strings.NewReplacer("·", "-", "–", "-", "—", "-", "…", "~", "•", "*", "›", ">", "‹", "<", "«", "<", "»", ">",
		"▲", "^", "▼", "v", "↑", "^", "↓", "v", "←", "<", "→", ">", "✓", "x")
}
