package model

// Weekday writes the day of the week in short, "Mon", "seg", "lun".
func (f Formatter) Weekday(d Day) string {
	names := "SunMonTueWedThuFriSat"
	switch f.Lang {
	case LangPT:
		names = "domsegterquaquisexsáb"
	case LangES:
		names = "domlunmarmiéjueviesáb"
	}
	return string([]rune(names)[3*int(d.Weekday()):][:3])
}
