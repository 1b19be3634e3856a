package draw

// palette is the hues of a theme. A field left out is the terminal's own colour.
type palette struct {
	text, textOnGround                         hue
	muted, mutedOnGround                       hue
	accent, gain, loss, warning                hue
	border, chart, chartPrevious               hue
	selected, selectedDim, selectedCell        hue
	accentOnGround, gainOnGround, lossOnGround hue
}

func paletteFor(dark, highContrast bool) palette {
	switch {
	case dark && highContrast:
		return palette{
			accent: hue{"14", "153", "#a8ccff"}, gain: hue{"10", "157", "#9dffab"}, loss: hue{"9", "217", "#ffb0b0"},
			warning: hue{"11", "229", "#ffe89a"}, chart: hue{"14", "153", "#a8ccff"}, selectedDim: hue{"", "238", "#444444"},
		}
	case highContrast:
		return palette{
			accent: hue{"4", "19", "#00339a"}, gain: hue{"2", "22", "#00551c"}, loss: hue{"1", "88", "#870000"},
			warning: hue{"5", "53", "#5a4300"}, chart: hue{"4", "19", "#00339a"}, selectedDim: hue{"", "252", "#d0d0d0"},
		}
	case dark:
		return palette{
			textOnGround: hue{"", "255", "#eef1f6"},
			muted:        hue{"", "246", "#979eaa"}, mutedOnGround: hue{"", "253", "#c0c6d0"},
			accent: hue{"14", "111", "#86b1ff"}, gain: hue{"10", "114", "#83cf92"}, loss: hue{"9", "210", "#f59090"},
			accentOnGround: hue{"14", "153", "#b5d0ff"}, gainOnGround: hue{"10", "157", "#a4e3af"}, lossOnGround: hue{"9", "224", "#ffb3b3"},
			warning: hue{"11", "222", "#e8c47e"}, border: hue{"", "240", "#555b66"},
			chart: hue{"6", "110", "#7fa3d6"}, chartPrevious: hue{"", "242", "#666d79"},
			selected: hue{"", "238", "#2c3b5a"}, selectedDim: hue{"", "236", "#292d35"}, selectedCell: hue{"", "24", "#364a78"},
		}
	}
	return palette{
		textOnGround: hue{"", "232", "#10151d"},
		muted:        hue{"", "241", "#5b6270"}, mutedOnGround: hue{"", "238", "#434a56"},
		accent: hue{"4", "25", "#2156bd"}, gain: hue{"2", "22", "#166b31"}, loss: hue{"1", "124", "#ad211a"},
		accentOnGround: hue{"4", "18", "#123a8a"}, gainOnGround: hue{"2", "22", "#0e4f23"}, lossOnGround: hue{"1", "88", "#8c1611"},
		warning: hue{"5", "94", "#825400"}, border: hue{"", "248", "#a9afb9"},
		chart: hue{"4", "67", "#4673bd"}, chartPrevious: hue{"", "247", "#9aa1ad"},
		selected: hue{"", "153", "#d3e2ff"}, selectedDim: hue{"", "254", "#e9ecf1"}, selectedCell: hue{"", "117", "#a8c6ff"},
	}
}

// ink is the colour that a role writes with on a ground.
func (p palette) ink(role Role, ground Ground) hue {
	raised := ground != OnPlain
	switch role {
	case Muted, Disabled:
		return choose(raised, p.mutedOnGround, p.muted)
	case Accent, FocusBorder, Match, Marked:
		return choose(raised, p.accentOnGround, p.accent)
	case Gain:
		return choose(raised, p.gainOnGround, p.gain)
	case Loss, Error:
		return choose(raised, p.lossOnGround, p.loss)
	case Warning:
		return choose(raised, p.textOnGround, p.warning)
	case Border:
		return choose(raised, p.mutedOnGround, p.border)
	case ChartNow:
		return choose(raised, p.accentOnGround, p.chart)
	case ChartPrevious:
		return choose(raised, p.mutedOnGround, p.chartPrevious)
	}
	return choose(raised, p.textOnGround, p.text)
}

func choose(raised bool, on, off hue) hue {
	if raised {
		return on
	}
	return off
}

func (p palette) ground(g Ground) hue {
	switch g {
	case OnSelected:
		return p.selected
	case OnSelectedDim:
		return p.selectedDim
	case OnCell:
		return p.selectedCell
	}
	return hue{}
}
