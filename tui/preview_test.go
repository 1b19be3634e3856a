package tui

import (
	"context"
	"testing"

	"recoup/model"
)

func TestTheRoomUnderTheMenuPreviewsTheSectionUnderTheCursor(t *testing.T) {
	r := open(t, 120, 36)
	before := len(r.shop.asked)
	r.press("tab", "tab").misses("Average ticket")
	if len(r.shop.asked) != before {
		t.Error("a preview was asked for before the cursor came to rest")
	}
	r.press("tab") // the left pane, on SOLD
	r.pass()
	r.sees("Sold  last 7 days", "Average ticket", "Gross per day")
	r.press("tab") // My sales has no figures in this account
	r.pass()
	r.misses("Average ticket")
	asked := len(r.shop.asked)
	r.press("tab").sees("Average ticket")
	if len(r.shop.asked) != asked {
		t.Error("a section that was previewed already was asked for again")
	}
	r.press("enter").sees("By product")
	r.press("[", "esc", "tab").sees("Sold  last 7 days").misses("Average ticket")
	r.pass()
	r.sees("Average ticket")
}

func TestAPreviewOfASectionLeftByThenIsDropped(t *testing.T) {
	r := open(t, 120, 36)
	r.press("tab")
	r.hold = true
	r.pass() // SOLD is asked for, and not answered yet
	r.press("down")
	r.release()
	r.sees("Recovery Opportunities  last 7 days").misses("Average ticket")
	if _, kept := r.app.preview.seen[model.Sold]; kept {
		t.Error("the late answer was taken in")
	}
}

func TestWithoutRoomOrReportNothingIsPreviewed(t *testing.T) {
	for _, size := range [][2]int{{120, 24}, {80, 36}, {40, 12}} {
		r := open(t, size[0], size[1])
		asked := len(r.shop.asked)
		r.pass()
		r.press("down").pass()
		if len(r.shop.asked) != asked {
			t.Errorf("%d×%d: a preview was asked for that has no room", size[0], size[1])
		}
	}
	r := open(t, 120, 36)
	r.shop.notBuilt[model.Club] = true
	r.press("down", "down", "down", "down")
	asked := len(r.shop.asked)
	r.pass()
	if len(r.shop.asked) != asked {
		t.Error("a section that is not built was asked for")
	}
	r.misses("Club  last 7 days")
}

func TestAPreviewOfWhatIsNotInTheSnapshotTellsHowToGetIt(t *testing.T) {
	r := open(t, 120, 36)
	r.press("down", "down", "down", "down")
	r.pass()
	r.sees("Club  last 7 days", "recoup import FILE")
	r.shop.fail = context.DeadlineExceeded
	r.press("down")
	r.pass()
	r.sees("Invoices  last 7 days")
}
