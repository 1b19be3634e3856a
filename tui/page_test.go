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
