package ingest

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"recoup/model"
)

// limited reads a report with a row at a limit between two that are not.
func limited(t *testing.T, row string) reading {
	t.Helper()
	d := draft{columns: few, sep: ";", end: "\n", rows: []string{anaBuys("HP0000000001").row(few, ";"), row, anaBuys("HP0000000002").row(few, ";")}}
	f := opened(t, d.text())
	r := read(t, f)
	if path, content := writeRejects(t, f); path != "" {
		if again := read(t, opened(t, content)); again.tally.Rejected != r.tally.Rejected || len(again.changes) > 0 {
			t.Errorf("of %d rejected rows %d came back from their file", r.tally.Rejected, again.tally.Rejected)
		}
	}
	return r
}

func TestLimits(t *testing.T) {
	huge := anaBuys("HP0000000009")
	for _, c := range []struct {
		what, row string
		accepted  int
		rejected  int
		reason    string
	}{
		{"a cell of a mebibyte", huge.with("Produto", strings.Repeat("x", maxFieldBytes)).row(few, ";"), 3, 0, ""},
		{"a cell over a mebibyte", huge.with("Produto", strings.Repeat("x", maxFieldBytes+1)).row(few, ";"), 2, 1, "the cell holds more than 1 MiB"},
		{"a cell of ten mebibytes", huge.with("Produto", strings.Repeat("x", 10<<20)).row(few, ";"), 2, 1, "the line is longer than 8 MiB and is not repeated here"},
		{"ten mebibytes in quotes", huge.with("Produto", strings.Repeat(`"`, 5<<20)).row(few, ";"), 2, 1, "the line is longer than 8 MiB and is not repeated here"},
		{"a hundred lines in a cell", huge.with("Produto", "x"+strings.Repeat("\n", maxRecordLines-1)+"x").row(few, ";"), 3, 0, ""},
		{"more lines in a cell", huge.with("Produto", "x"+strings.Repeat("\ny", maxRecordLines)+"x").row(few, ";"), 2, maxRecordLines + 1, "a quote opens here and does not close"},
		{"more columns than any report has", strings.Repeat("x;", maxColumns), 2, 1, "the row has more than 10000 cells"},
		{"a whole row in a cell", huge.with("Produto", "x\n"+strings.Repeat(";", len(few))+"\nx").row(few, ";"), 2, 3, "a quote opens here and does not close"},
	} {
		r := limited(t, c.row)
		if len(r.changes) != c.accepted || r.tally.Rejected != c.rejected-r.tally.Blank {
			t.Errorf("%s: %d accepted, %d rejected, %d blank", c.what, len(r.changes), r.tally.Rejected, r.tally.Blank)
		}
		if c.reason != "" && r.rejects[0].Reason != c.reason {
			t.Errorf("%s: %s", c.what, r.rejects[0])
		}
	}
}

func TestAHeaderOfTooManyColumnsIsNoReport(t *testing.T) {
	d := draft{columns: append(append([]string{}, few...), strings.Split(strings.Repeat("x ", maxColumns), " ")...), sep: ";", end: "\n"}
	if _, err := Open(t.Context(), writeFile(t, "wide.csv", d.text()), Options{Zone: time.UTC}); err == nil {
		t.Error("it was read")
	}
	d.columns = append(append([]string{}, few...), strings.Split(strings.Repeat("x ", 2000), " ")...)
	d.rows = []string{anaBuys("HP0000000001").row(d.columns, ";")}
	if r := read(t, opened(t, d.text())); len(r.changes) != 1 {
		t.Errorf("two thousand columns: %v", r.rejects)
	}
}

// Looking for the end of a quote must not make a hostile file cost much more than its size. What is looked at is copied,
// so the memory allocated measures the work.
func TestHostileQuotesCostNoMoreThanTheirSize(t *testing.T) {
	for what, line := range map[string]string{
		"open quotes":                  `HP1;"a;b;c;d;e;f` + "\n",
		"quotes within quotes":         strings.Repeat(`""`, 10) + "\n",
		"quotes that open at the end":  `a;b;c;d;e;f;"` + "\n",
		"an open quote now and then":   `HP1;"a;b` + "\n" + strings.Repeat("plain\n", 50),
		"quotes that never close":      `a;"` + "\n" + strings.Repeat(`""`+"\n", 120),
		"open quotes before long rows": `HP1;"` + strings.Repeat("a", 1000) + "\n",
	} {
		content := strings.Join(few, ";") + "\n" + strings.Repeat(line, 1<<20/len(line))
		f := opened(t, content)
		before := allocated()
		read(t, f)
		if cost := (allocated() - before) / uint64(len(content)); cost > 60 {
			t.Errorf("%s: %d bytes were allocated for each of the file", what, cost)
		}
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	f := opened(t, manySales(5, 20_000))
	r := newHeapWatch()
	if _, err := f.pass(t.Context(), visitor{row: func(model.Change) error { r.look(); return nil }, reject: func(record) error { return nil }}); err != nil {
		t.Fatal(err)
	}
	if r.most > 16<<20 {
		t.Errorf("reading %d MiB held %d MiB", f.stat.Size()>>20, r.most>>20)
	}
}

// heapWatch looks now and then at how much memory is in use beyond what was at first.
type heapWatch struct {
	n           int
	first, most uint64
}

func newHeapWatch() *heapWatch {
	return &heapWatch{first: inUse()}
}

func (h *heapWatch) look() {
	if h.n++; h.n%4000 == 0 {
		if now := inUse(); now > h.first {
			h.most = max(h.most, now-h.first)
		}
	}
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
