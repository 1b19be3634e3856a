package draw

import (
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// The backgrounds that people's terminals have, from black to a soft dark, and from white to paper.
var (
	darkGrounds  = []string{"#000000", "#1e1e1e", "#1a1b26"}
	lightGrounds = []string{"#ffffff", "#f5f5f5", "#fdf6e3"}
)

func TestEveryRoleCanBeReadOnItsGround(t *testing.T) {
	for _, dark := range []bool{true, false} {
		for _, contrast := range []bool{true, false} {
			p := paletteFor(dark, contrast)
			for _, profile := range []colorprofile.Profile{colorprofile.ANSI256, colorprofile.TrueColor} {
				for g := range groundCount {
					if contrast && (g == OnSelected || g == OnCell) {
						continue // the terminal's own colours, swapped
					}
					for _, role := range []Role{Plain, Muted, Accent, Gain, Loss, Warning, Match, Marked, ChartNow, ChartPrevious} {
						checkReadable(t, p, profile, g, role, dark, contrast)
					}
				}
			}
		}
	}
}

func checkReadable(t *testing.T, p palette, profile colorprofile.Profile, g Ground, role Role, dark, contrast bool) {
	t.Helper()
	ink := p.ink(role, g).in(profile)
	if ink == nil {
		return // the terminal's own text on its own background
	}
	least := 4.5
	switch {
	case role == ChartNow:
		least = 3 // blocks need less than letters
	case role == ChartPrevious:
		least = 2
	case contrast:
		least = 7
	}
	grounds := lightGrounds
	if dark {
		grounds = darkGrounds
	}
	for _, name := range grounds {
		ground := lipgloss.Color(name)
		if c := p.ground(g).in(profile); c != nil {
			ground = c
		}
		if got := contrastOf(ink, ground); got < least {
			t.Errorf("dark=%t contrast=%t %s: role %d on ground %d (terminal %s) has a contrast of %.1f, want %.1f", dark, contrast, profile, role, g, name, got, least)
		}
	}
}

func TestSelectionIsVisibleWithoutHue(t *testing.T) {
	for _, profile := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor} {
		for bits := range 4 {
			theme := NewTheme(bits&1 > 0, bits&2 > 0, profile, false)
			plain, selected := theme.Paint(Plain, "Ana"), theme.Paint(Selected, "Ana")
			if plain == selected {
				t.Errorf("%s: a selected row looks like any other", profile)
			}
			if selected == theme.Paint(SelectedDim, "Ana") {
				t.Errorf("%s: the focus cannot be told from the selected row", profile)
			}
		}
	}
}

func TestATerminalWithoutStylesGetsNone(t *testing.T) {
	theme := NewTheme(true, false, colorprofile.NoTTY, false)
	for role := range roleCount {
		if got := theme.Paint(role, "R$ 3.00"); got != "R$ 3.00" {
			t.Errorf("role %d: %q", role, got)
		}
	}
}

// contrastOf is WCAG's contrast ratio, 1 to 21.
func contrastOf(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
