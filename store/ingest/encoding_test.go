package ingest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

// names are what creators in Brazil and their neighbours sell to. Each can be written in Windows-1252.
var names = []string{"Ana Conceição", "João D'Ávila", "Íris Araújo", "Zoë Müller", "Nicolás Peña", "Thaís Brandão", "Luís Inácio Gonçalves",
	"Ângela Antônia", "Jürgen Groß", "François Lefèvre", "Søren Ærø", "Mário \"Zé\" Simões", "Über & Söhne; GmbH", "Ñandú Gómez", "Œuvre Ltda",
	"100 % – Café", "Štefan Žák", "R$ 5…", "Fernão Capêlo Gaivota", "ÀÁÂÃÄÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ"}

func TestNamesAreTheSameInEveryEncoding(t *testing.T) {
	var sales []sale
	for i, name := range names {
		sales = append(sales, anaBuys(fmt.Sprintf("HP%010d", i)).with("Comprador(a)", name))
	}
	text := strings.TrimPrefix(report(sales...), "\ufeff")
	for _, c := range []struct {
		encoding string
		content  []byte
	}{
		{"UTF-8", []byte(text)},
		{"UTF-8 with BOM", append([]byte("\xef\xbb\xbf"), text...)},
		{"UTF-16 LE", inUTF16(text, false, true)},
		{"UTF-16 LE", inUTF16(text, false, false)},
		{"UTF-16 BE", inUTF16(text, true, true)},
		{"UTF-16 BE", inUTF16(text, true, false)},
		{"Windows-1252", inWindows1252(t, text)},
		{"UTF-8 and Windows-1252", mixedLines(t, text)},
	} {
		f := opened(t, string(c.content))
		if got := f.Summary().Encoding; got != c.encoding {
			t.Errorf("%s was taken for %s", c.encoding, got)
		}
		r := read(t, f)
		var got []string
		for _, change := range r.changes {
			got = append(got, change.Transaction.BuyerName)
		}
		if diff := cmp.Diff(names, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.encoding, diff)
		}
	}
}

func inUTF16(text string, bigEndian, bom bool) []byte {
	if bom {
		text = "\ufeff" + text
	}
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune(text)) {
		if bigEndian {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.Bytes()
}

func inWindows1252(t *testing.T, text string) []byte {
	t.Helper()
	b, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(b)
}

// mixedLines writes every other line in Windows-1252.
func mixedLines(t *testing.T, text string) []byte {
	lines := strings.SplitAfter(text, "\r\n")
	for i := range lines {
		if i%2 == 1 {
			lines[i] = string(inWindows1252(t, lines[i]))
		}
	}
	return []byte(strings.Join(lines, ""))
}

func TestGarbledAccentsAreToldAndLeftAsTheyAre(t *testing.T) {
	garbled, err := charmap.Windows1252.NewDecoder().String("Ana Conceição")
	if err != nil {
		t.Fatal(err)
	}
	f := opened(t, report(anaBuys("HP0000000001").with("Comprador(a)", garbled), anaBuys("HP0000000002").with("Comprador(a)", "ANTÃO ÃÃ")))
	notes := f.Summary().Notes
	if len(notes) != 1 || !strings.HasPrefix(sentence(notes[0]), "Lines with garbled accents, such as Ã£ for ã: 1.") {
		t.Errorf("notes: %v", notes)
	}
	if got := read(t, f).changes[0].Transaction.BuyerName; got != garbled {
		t.Errorf("the name became %q", got)
	}
}

func TestAHeaderWithGarbledAccentsIsStillKnown(t *testing.T) {
	garbled, err := charmap.Windows1252.NewDecoder().String(strings.TrimPrefix(report(anaBuys("HP0000000001")), "\ufeff"))
	if err != nil {
		t.Fatal(err)
	}
	f := opened(t, garbled)
	if unknown := unknownColumns(f); len(unknown) > 0 {
		t.Errorf("unknown columns %v", unknown)
	}
	if r := read(t, f); len(r.changes) != 1 {
		t.Errorf("rejected %v", r.rejects)
	}
}

func unknownColumns(f *File) []string {
	var unknown []string
	for _, c := range f.Summary().Columns {
		if c.Use == ColumnUnknown {
			unknown = append(unknown, c.Header.String())
		}
	}
	return unknown
}

func TestBrokenUTF16StopsNothing(t *testing.T) {
	whole := inUTF16(report(anaBuys("HP0000000001")), false, false)
	lone := append(bytes.Clone(whole[:len(whole)-4]), 0x00, 0xd8, '\n') // half a surrogate pair, then half a character
	path := filepath.Join(t.TempDir(), "sales.csv")
	if err := os.WriteFile(path, lone, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(context.Background(), path, Options{Zone: saoPaulo(t)})
	if err != nil {
		t.Fatal(err)
	}
	if r := read(t, f); len(r.changes) != 1 {
		t.Errorf("rejected %v", r.rejects)
	}
}

func TestSeparatorsAndLineEnds(t *testing.T) {
	sales := []sale{anaBuys("HP0000000001"), anaBuys("HP0000000002").with("Produto", "a;b,c\td|e")}
	for _, sep := range []string{";", ",", "\t", "|"} {
		for _, end := range []string{"\r\n", "\n", "\r"} {
			d := draft{columns: allColumns, sep: sep, end: end}
			for _, s := range sales {
				d.rows = append(d.rows, s.row(d.columns, d.sep))
			}
			f := opened(t, d.text())
			r := read(t, f)
			if len(r.changes) != 2 || r.changes[1].Transaction.ProductName != "a;b,c\td|e" || f.format.(*delimited).lineEnd != end || string(f.format.(*delimited).sep) != sep {
				t.Errorf("separator %q and line end %q: %d changes, rejected %v, summary %+v", sep, end, len(r.changes), r.rejects, f.format.(*delimited))
			}
		}
	}
	mixed := strings.Join(few, ";") + "\r\n" + sales[0].row(few, ";") + "\n" + sales[1].row(few, ";") + "\r" + anaBuys("HP0000000003").row(few, ";")
	if r := read(t, opened(t, mixed)); len(r.changes) != 3 || r.tally.Rows != 4 {
		t.Errorf("mixed line ends: %d changes in %d rows, rejected %v", len(r.changes), r.tally.Rows, r.rejects)
	}
}
