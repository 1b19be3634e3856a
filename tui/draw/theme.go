package draw

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// Role says what a piece of text means; the theme decides how that looks. Nothing outside this package names a colour.
type Role uint8

// The roles.
const (
	Plain         Role = iota
	Muted              // labels, units, what may be overlooked
	Strong             // the number a screen is about
	Heading            // the name of a group
	Accent             // what has focus
	Gain               // money gained, a change for the better
	Loss               // money lost, a change for the worse
	Warning            // what wants attention soon
	Error              // what went wrong
	Border             // the frame of a pane
	FocusBorder        // the frame of the pane that has focus
	KeyHint            // a key in the footer, a menu or help
	Match              // the letters that a filter matched
	Selected           // the row under the cursor where the focus is
	SelectedDim        // the row under the cursor of a pane without focus
	Marked             // the sign of a marked row
	ChartNow           // a chart's points
	ChartPrevious      // the points of the compared period
	Disabled           // what cannot be done now
	Input              // what the user is typing
	roleCount
)

// Ground is what a whole line, or one cell of it, is painted on. It shines through every segment of the line.
type Ground uint8

// The grounds.
const (
	OnPlain       Ground = iota
	OnSelected           // the line under the cursor, in the pane that has focus
	OnSelectedDim        // the line under the cursor, in another pane
	OnCell               // the cell under the cursor, within the selected line
	groundCount
)

const reset = "\x1b[m"

// Theme holds the escape sequence of every role on every ground, and the signs to draw with. It is never changed after
// NewTheme and may be used from several goroutines.
type Theme struct {
	Glyphs Glyphs
	prefix [groundCount][roleCount]string
	// inks tells which of them also show on a blank, as an underline does.
	inks [groundCount][roleCount]bool
	// signs replaces the program's own signs where line drawing is not wanted; nil keeps them.
	signs *strings.Replacer
	// hatched draws the compared period's points with a pattern, where neither colour nor half a cell would tell it apart.
	hatched bool
}

// NewTheme makes the theme for a terminal: dark says how its background looks, profile what colours it has (ASCII keeps
// bold, underline and reverse, NoTTY nothing), ascii that it should be sent no line drawing, blocks or arrows.
func NewTheme(dark, highContrast bool, profile colorprofile.Profile, ascii bool) *Theme {
	t := &Theme{Glyphs: unicodeGlyphs(), hatched: highContrast || ascii || profile <= colorprofile.ANSI}
	if ascii {
		t.Glyphs, t.signs = asciiGlyphs(), asciiSigns()
	}
	if profile <= colorprofile.NoTTY {
		return t
	}
	p := paletteFor(dark, highContrast)
	for g := range groundCount {
		for r := range roleCount {
			style := roleStyle(r, g, p, profile, highContrast)
			t.prefix[g][r] = prefixOf(style)
			t.inks[g][r] = style.GetUnderline() || style.GetReverse()
		}
	}
	return t
}

// Paint gives text the look of a role, and resets after it. The text is the program's own or has been cleaned.
func (t *Theme) Paint(role Role, s string) string { return t.PaintOn(OnPlain, role, s) }

// PaintOn is Paint on a ground.
func (t *Theme) PaintOn(ground Ground, role Role, s string) string {
	prefix := t.prefix[ground][role]
	if prefix == "" || s == "" {
		return s
	}
	return prefix + s + reset
}

// prefixOf takes the escape sequence out of a style, once, so that a cell costs an append and not a rendering.
func prefixOf(style lipgloss.Style) string {
	prefix, _, _ := strings.Cut(style.Render("x"), "x")
	return prefix
}

// roleStyle is how a role looks on a ground.
func roleStyle(role Role, ground Ground, p palette, profile colorprofile.Profile, highContrast bool) lipgloss.Style {
	switch role {
	case Selected:
		role, ground = Plain, OnSelected
	case SelectedDim:
		role, ground = Plain, OnSelectedDim
	}
	style := weigh(lipgloss.NewStyle(), role, ground)
	fewColors := profile <= colorprofile.ANSI
	if (fewColors || highContrast) && (ground == OnSelected || ground == OnCell) {
		// Swapping the terminal's own two colours is visible in every theme there is; any colour of the sixteen is the
		// background of somebody's.
		return style.Reverse(true).Underline(ground == OnCell || role == Match)
	}
	if profile <= colorprofile.ASCII {
		return style
	}
	if profile == colorprofile.ANSI && isGrey(role) && !highContrast {
		return style.Faint(true) // each of the sixteen greys is invisible somewhere
	}
	if c := p.ink(role, ground).in(profile); c != nil {
		style = style.Foreground(c)
	}
	if c := p.ground(ground).in(profile); c != nil {
		style = style.Background(c)
	}
	if profile == colorprofile.ANSI && role == Gain {
		style = style.Bold(true)
	}
	return style
}

// weigh sets what shows without colour.
func weigh(style lipgloss.Style, role Role, ground Ground) lipgloss.Style {
	switch role {
	case Strong, Heading, KeyHint, Error, FocusBorder, Accent, Marked:
		style = style.Bold(true)
	case Match:
		style = style.Bold(true).Underline(true)
	case Input:
		style = style.Underline(true)
	case Plain:
		style = style.Bold(ground != OnPlain)
	}
	return style
}

func isGrey(role Role) bool {
	switch role {
	case Muted, Border, ChartPrevious, Disabled:
		return true
	}
	return false
}

// hue is one colour in the three depths of terminals; the zero value is the terminal's own.
type hue struct {
	basic   string // of 16, by number
	indexed string // of 256, by number
	full    string // #rrggbb
}

// in gives the hue in a terminal's depth, nil for the terminal's own colour.
func (h hue) in(profile colorprofile.Profile) color.Color {
	name := h.full
	switch profile {
	case colorprofile.ANSI:
		name = h.basic
	case colorprofile.ANSI256:
		name = h.indexed
	}
	if name == "" {
		return nil
	}
	return lipgloss.Color(name)
}
