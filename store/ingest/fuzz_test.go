package ingest

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// FuzzRows splits and converts any bytes as the rows of a small report, without a file, so that many can be tried. Every
// line of the input belongs to exactly one record, in order, however the bytes arrive; an accepted row has what it needs.
func FuzzRows(f *testing.F) {
	for _, rows := range []string{
		"HP1;Curso;Aprovado;04/05/2026;BRL;1,00;Ana\r\nHP2;Curso;Aprovado;04/05/2026;BRL;1,00;Bia",
		"HP1;\"Curso\r\nde \"\"Pão\"\"\";Aprovado;04/05/2026;BRL;1,00;\"Ana\"\nHP2;\"Curso;Aprovado;04/05/2026;BRL;1,00;Bia\n",
		"HP1;Curso;Aprovado;04/05/2026;BRL;1.234,00;\"Ana\r\nHP2;Curso;Aprovado;04/05/2026;BRL;1,00;Bia\"\r",
		strings.Join(few, ";") + "\n\n;;;\nTotal;;;;;1,00\nHP\xe9;\x00;;;\n",
		"\"\n\"\n\"\"\n\"\"\"\n;\"\n\";\"\n\";;;;;;\n",
		"HP1;Curso;Aprovado;2026-05-04T10:00:00-03:00;usd;(1,234.56);Ana;;;\nHP2;C;A;1/1/1995 0:00;CLP;1.234;Z;x",
	} {
		f.Add([]byte(rows))
	}
	l := newLayout(few, inDetail())
	clock := newWallClock(time.UTC)
	f.Fuzz(func(t *testing.T, content []byte) {
		whole := walk(t, bytes.NewReader(content), l, clock)
		if broken := walk(t, iotest.OneByteReader(bytes.NewReader(content)), l, clock); broken != whole {
			t.Fatalf("byte by byte it is\n%s\nand at once\n%s", broken, whole)
		}
		if n := countLines(content); !strings.HasSuffix(whole, "lines "+strings.Repeat("|", n)) {
			t.Fatalf("%d lines became %q", n, whole)
		}
	})
}

// walk reads all records and writes down what each is, and at last a stroke for each line consumed.
func walk(t *testing.T, src io.Reader, l *layout, clock *wallClock) string {
	r := newRecords(src, &delimited{sep: ';'}, l)
	c := newConverter(l, clock, styles{})
	var b strings.Builder
	for line := 0; ; {
		rec, err := r.next()
		var other otherTableError
		switch {
		case errors.As(err, &other):
			return "another table lines " + strings.Repeat("|", r.line+r.rest(t))
		case errors.Is(err, io.EOF):
			return b.String() + "lines " + strings.Repeat("|", r.line)
		case err != nil:
			t.Fatal(err)
		case rec.line != line+1:
			t.Fatalf("a record begins on line %d after line %d", rec.line, line)
		case (rec.kind == rowBroken) != (rec.fault != nil):
			t.Fatalf("%+v", rec)
		}
		line = r.line
		b.WriteByte("SBHX"[rec.kind])
		if rec.kind == rowData {
			if fault := c.read(rec.cells); fault != nil {
				b.WriteByte('-')
			} else if tx := c.take(); tx.Code == "" || tx.Price.Currency() == "" && !tx.Price.IsZero() {
				t.Fatalf("accepted: %+v", tx)
			}
		}
	}
}

// rest counts the lines that are left.
func (r *records) rest(t *testing.T) int {
	for n := 0; ; n++ {
		if _, _, err := r.lines.peek(0); errors.Is(err, io.EOF) {
			return n
		} else if err != nil {
			t.Fatal(err)
		}
		r.lines.advance(1)
	}
}

// countLines counts lines in the plainest way: what CR LF, CR or LF ends, and what is left.
func countLines(content []byte) int {
	text := strings.ReplaceAll(strings.ReplaceAll(string(content), "\r\n", "\n"), "\r", "\n")
	n := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		n++
	}
	return n
}
