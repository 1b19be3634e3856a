package draw_test

import (
	"testing"

	"github.com/charmbracelet/colorprofile"

	"recoup/tui/draw"
)

func colorful() *draw.Theme { return draw.NewTheme(true, false, colorprofile.TrueColor, false) }

func BenchmarkTableOfAMillionRows(b *testing.B) {
	t, v := colorful(), transactionsView(1_000_000)
	v.Widths = draw.Measure(v)
	v.Cursor = 500_000
	b.ReportAllocs()
	for b.Loop() {
		draw.Table(t, 200, 60, v)
	}
}

func BenchmarkMeasureAMillionRows(b *testing.B) {
	v := transactionsView(1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		draw.Measure(v)
	}
}

func BenchmarkColumns(b *testing.B) {
	t, c, f := colorful(), quarterOfSales(), english()
	b.ReportAllocs()
	for b.Loop() {
		draw.Chart(t, 140, 20, c, f, "BRL")
	}
}

func BenchmarkMenu(b *testing.B) {
	t, v := colorful(), sectionMenu()
	b.ReportAllocs()
	for b.Loop() {
		draw.Menu(t, 100, 20, v)
	}
}

func BenchmarkHomeScreen(b *testing.B) {
	t := colorful()
	b.ReportAllocs()
	for b.Loop() {
		home(t, 200, 60)
	}
}

func BenchmarkReportScreen(b *testing.B) {
	t, v := colorful(), transactionsView(1_000_000)
	v.Widths = draw.Measure(v)
	b.ReportAllocs()
	for b.Loop() {
		report(t, 200, 60, v)
	}
}

// report composes a section's screen as the program does: tabs, numbers, a chart, a table, in a pane.
func report(t *draw.Theme, w, h int, v draw.TableView) []string {
	iw, ih := draw.FrameInner(w, h)
	body := draw.Stack(iw, ih,
		[]string{draw.Tabs(t, iw, []string{"Overview", "Transactions", "Products"}, 1, true)},
		draw.Metrics(t, iw, 2, headlineMetrics(), english(), "BRL"),
		draw.Chart(t, iw, 9, weekOfSales(), english(), "BRL"),
		draw.Table(t, iw, ih-12, v))
	return draw.Frame(t, w, h, "Reports › My sales", "", true, body)
}
