package ingest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// writeRejects writes the rejected rows of a file and gives what was written.
func writeRejects(t testing.TB, f *File) (path, content string) {
	t.Helper()
	path, err := f.WriteRejects(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	if path == "" {
		return "", ""
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, string(b)
}

func TestRejectedRowsStandBesideTheirFileReadyToBeMended(t *testing.T) {
	good := anaBuys("HP0000000001")
	text := strings.Join([]string{
		strings.Join(few, ";") + ";Notes",
		good.row(few, ";") + ";x",
		good.with("Código da transação", "HP0000000002").with("Valor de compra sem impostos", "12,3,4").with("Comprador(a)", "=1+2").row(few, ";") + `;"say ""hi"""`,
		good.with("Código da transação", "HP0000000003").with("Produto", `"Pão`).row(few[:1], ";") + `;"Pão;Aprovado;04/05/2026;BRL;29.90;Bia;`,
		"HP0000000004;Pão;Aprovado",
	}, "\n") + "\n"
	f := opened(t, text)
	path, content := writeRejects(t, f)
	if filepath.Base(path) != "sales.rejected.csv" || filepath.Dir(path) != filepath.Dir(f.path) {
		t.Errorf("written to %s", path)
	}
	want := "\ufeff" + strings.Join(few, ";") + ";Notes;recoup_line;recoup_column;recoup_reason\n" +
		`HP0000000002;Curso de Pão;Aprovado(a);04/05/2026 10:00:00;BRL;12,3,4;=1+2;"say ""hi""";3;Valor de compra sem impostos;` +
		`"""12,3,4"" is not an amount in BRL: its thousands are not in groups of three"` + "\n" +
		`"HP0000000003;""Pão;Aprovado;04/05/2026;BRL;29.90;Bia;";;;;;;;;4;Produto;a quote opens here and does not close` + "\n" +
		`HP0000000004;Pão;Aprovado;;;;;;5;Data da transação;the row ends before this column: it has 3 of 8 cells` + "\n"
	want = strings.Replace(want, "HP0000000004;Pão;Aprovado;;;;;;5", `"HP0000000004;Pão;Aprovado";;;;;;;;5`, 1)
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(content, "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	stat, err := os.Stat(path)
	if err != nil || stat.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", stat.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".recoup-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestUnmendedRejectsAreRejectedAgainAndMendedOnesAccepted(t *testing.T) {
	f := opened(t, report(anaBuys("HP0000000001"), anaBuys("HP0000000002").with("Data da transação", "nunca"),
		anaBuys("HP0000000003").with("Moeda de compra", "BRX").with("Produto", "Pão;\r\n\"e\" mais"), anaBuys("HP0000000004").with("Quantidade de itens", "um")))
	_, content := writeRejects(t, f)
	again := opened(t, content)
	if r := read(t, again); len(r.changes) != 0 || r.tally.Rejected != 3 || len(unknownColumns(again)) > 0 {
		t.Fatalf("unmended: %+v", r)
	}
	_, second := writeRejects(t, again)
	header, _, _ := strings.Cut(second, "\r\n")
	if strings.Count(header, "recoup_line") != 1 || strings.Count(header, ";") != 65 {
		t.Errorf("the header of rejects of rejects is %s", header)
	}
	mended := strings.NewReplacer("nunca", "04/05/2026", ";BRX;", ";BRL;", ";um;", ";1;").Replace(second)
	r := read(t, opened(t, mended))
	if diff := cmp.Diff([]string{"HP0000000002", "HP0000000003", "HP0000000004"}, r.codes()); diff != "" {
		t.Fatalf("mended, but rejected %v", r.rejects)
	}
	if got := r.changes[1].Transaction.ProductName; got != "Pão;\r\n\"e\" mais" {
		t.Errorf("the product came back as %q", got)
	}
}

func TestRejectsOfAnyReportCanBeReadAndLoseNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := anyDraft(rt, "x")
		for i := range d.rows {
			if rapid.Bool().Draw(rt, "spoilt") {
				d.rows[i] = damage(rt, d.rows[i], d.sep)
			}
		}
		f := opened(t, d.text())
		first := read(t, f)
		path, content := writeRejects(t, f)
		if (path == "") != (first.tally.Rejected == 0) {
			rt.Fatalf("%d rejected, written to %q", first.tally.Rejected, path)
		}
		if path == "" {
			return
		}
		second := read(t, opened(t, content))
		if len(second.changes) != 0 || second.tally.Rejected != first.tally.Rejected {
			rt.Fatalf("of %d rejected rows %d came back, %v accepted\n%q\n%q", first.tally.Rejected, second.tally.Rejected, second.codes(), d.text(), content)
		}
	})
}

func TestTheRejectsFileNeverTakesTheNameOfAnother(t *testing.T) {
	f := opened(t, report(anaBuys("HP0000000001").with("Data da transação", "nunca")))
	folder := filepath.Dir(f.path)
	if err := os.WriteFile(filepath.Join(folder, "sales.rejected.csv"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(folder, "sales.rejected-2.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "sales.rejected-3.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time the same content is there already
		path, _ := writeRejects(t, f)
		if filepath.Base(path) != "sales.rejected-4.csv" {
			t.Errorf("written to %s", path)
		}
	}
	if b, _ := os.ReadFile(filepath.Join(folder, "sales.rejected.csv")); string(b) != "mine" {
		t.Errorf("the other file holds %q now", b)
	}
	if _, err := os.Lstat(filepath.Join(folder, "nowhere")); err == nil {
		t.Error("the link was followed")
	}
}

func TestRejectsOfRejectsKeepTheName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sales.rejected-2.csv")
	if err := os.WriteFile(path, []byte(report(anaBuys("HP0000000001").with("Data da transação", "nunca"))), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(context.Background(), path, Options{Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := writeRejects(t, f); filepath.Base(got) != "sales.rejected.csv" {
		t.Errorf("written to %s", got)
	}
}

func TestNothingRejectedWritesNothing(t *testing.T) {
	f := opened(t, report(anaBuys("HP0000000001")))
	if path, _ := writeRejects(t, f); path != "" {
		t.Errorf("written to %s", path)
	}
	if entries, _ := os.ReadDir(filepath.Dir(f.path)); len(entries) != 1 {
		t.Errorf("the folder holds %v", entries)
	}
}

func TestRejectsGoToAnotherFolderWhereAsked(t *testing.T) {
	f := opened(t, report(anaBuys("HP0000000001").with("Data da transação", "nunca")))
	other := t.TempDir()
	path, err := f.WriteRejects(context.Background(), other)
	if err != nil || path != filepath.Join(other, "sales.rejected.csv") {
		t.Errorf("%s, %v", path, err)
	}
	_, err = f.WriteRejects(context.Background(), filepath.Join(other, "gone"))
	if err == nil || !strings.Contains(err.Error(), "The rejected rows of sales.csv cannot be written to") {
		t.Errorf("into a folder that is not there: %v", err)
	}
}

func TestNoCellOfOursBeginsAFormula(t *testing.T) {
	columns := slices.Clone(few)
	columns[5] = "=HYPERLINK(1)"
	s := anaBuys("HP0000000001")
	d := draft{columns: columns, sep: ";", end: "\n", rows: []string{s.with("=HYPERLINK(1)", "=1+1").row(columns, ";"), s.with("Data da transação", "@x").row(columns, ";")}}
	path := writeFile(t, "s.csv", d.text())
	f, err := Open(context.Background(), path, Options{Zone: time.UTC, Map: map[string]string{"=HYPERLINK(1)": "price"}})
	if err != nil {
		t.Fatal(err)
	}
	_, content := writeRejects(t, f)
	lines := strings.Split(strings.TrimSpace(content), "\n")
	for _, line := range lines[1:] {
		cells, state := split(line, ';', nil)
		if state != splitWhole || len(cells) != len(columns)+3 {
			t.Fatalf("%q", line)
		}
		for _, cell := range cells[len(columns):] {
			if strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("%q begins a formula", cell)
			}
		}
	}
	if len(lines) != 3 {
		t.Errorf("%q", lines)
	}
}

func TestOnlySomeOfManyRejectsAreRememberedAndAllAreWritten(t *testing.T) {
	const rows = MaxRejectsKept + 500
	var b bytes.Buffer
	b.WriteString(strings.Join(few, ";") + "\n")
	for i := range rows {
		b.WriteString(anaBuys(fmt.Sprintf("HP%d", i)).with("Data da transação", "nunca").row(few, ";") + "\n")
	}
	f := opened(t, b.String())
	if r := read(t, f); len(r.rejects) != MaxRejectsKept || r.tally.Rejected != rows {
		t.Errorf("%d remembered of %d", len(r.rejects), r.tally.Rejected)
	}
	if _, content := writeRejects(t, f); strings.Count(content, "\n") != rows+1 {
		t.Errorf("%d lines were written", strings.Count(content, "\n"))
	}
}
