package tui

import (
	"strings"
	"testing"

	"recoup/model"
)

func TestOnANarrowScreenAdviceIsBrokenAndNotCut(t *testing.T) {
	fact := model.InsufficientFunds.Fact()
	for _, w := range []int{160, 80, 44} {
		r := open(t, w, 60)
		r.to(model.MySales).press("enter")
		words := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "\n", " ").Replace(r.right())), " ")
		for _, advice := range []string{fact.Retry, fact.NextStep} {
			if !strings.Contains(words, advice) {
				t.Errorf("at %d columns %q cannot be read:\n%s", w, advice, r.screen())
			}
		}
	}
}

// right is what the right pane shows.
func (r *reader) right() string {
	from := r.app.layout().right.x
	var pane strings.Builder
	for line := range strings.Lines(r.screen()) {
		cells := []rune(line)
		pane.WriteString(string(cells[min(from, len(cells)):]))
	}
	return pane.String()
}

func TestThePaletteListsWhatCanBeDoneFirst(t *testing.T) {
	r := open(t, 120, 36)
	r.press(":")
	choices := r.app.dialogs[0].(*chooser).choices
	for i := 1; i < len(choices); i++ {
		if choices[i-1].why != "" && choices[i].why == "" {
			t.Errorf("%q can be done and stands after %q", choices[i].title, choices[i-1].title)
		}
	}
}

func TestTheFooterTellsTheKeysOfTheDialogOnTop(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string
	}{
		{[]string{":"}, "⏎ choose"}, {[]string{"?"}, "↑↓ scroll"}, {[]string{"i"}, "y copy the SQL"}, {[]string{"f"}, "⏎ apply"},
		{[]string{"p", "c"}, "⏎ show"}, {[]string{"e"}, "⏎ write the file"},
	} {
		r := open(t, 120, 36)
		r.press("tab").to(model.Sold)
		r.press(c.keys...)
		if !strings.Contains(r.footer(), c.want) {
			t.Errorf("after %v the footer says %q, want %q in it", c.keys, r.footer(), c.want)
		}
	}
}

func TestEnterKeepsAFileThatIsThereAlready(t *testing.T) {
	r := open(t, 120, 36)
	r.press("e")
	r.shop.exists[r.app.dialogs[0].(*form).fields[3].value()] = true
	r.press("enter").sees("Overwrite?", "y overwrite it")
	r.press("enter").misses("Overwrite?")
	if last := r.shop.exports[len(r.shop.exports)-1]; last.Force {
		t.Error("the file was overwritten by ⏎, which the dialog marks as keeping it")
	}
}
