package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"recoup/model"
	"recoup/store/aggregate"
	"recoup/tui/command"
)

// hostile is what somebody could type into a checkout, or name a file, to steer the terminal of whoever reads it.
func hostile() []string {
	var all []string
	for c := range 0x20 {
		all = append(all, fmt.Sprintf("a%cb", c))
	}
	for c := 0x7f; c < 0xa0; c++ {
		all = append(all, fmt.Sprintf("a%cb", c), "a"+string([]byte{byte(c)})+"b")
	}
	for _, steers := range []rune{0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069} {
		all = append(all, fmt.Sprintf("a%cb", steers))
	}
	return append(all,
		"\x1b[31mred", "\x1b[2J\x1b[H", "\x1b]0;title\a", "\x1b]2;title\x1b\\", "\x1b]4;1;red\a", "\x1b]8;;http://x\x1b\\link", "\x1b]10;?\a",
		"\x1b]11;?\a", "\x1b]52;c;YQ==\a", "\x1bP1$r\x1b\\", "\x1b_apc\x1b\\", "\x1b^pm\x1b\\", "\x1bXsos\x1b\\", "\x1b[", "\x1b]52;c;", "\x1bP",
		"ends in \x1b", "\x1b["+strings.Repeat("9", 300)+"m", "\x1b\x1b[31m[31m", "\u009b31m", "\u009d0;t\u009c", "\xff\xfe", "\xc3", "\xed\xa0\x80",
		"\xf8\x88\x80\x80\x80", "\u200b\u200c\u200d\u2060\ufeff", "\U000e0041\U000e007f", "a\ufe0f\U000e0100", "\u115f\u1160\u3164\uffa0",
		"Z"+strings.Repeat("\u0301", 200), "\ufeffa", "\u00ada", "a\u2028b", "a\u2029b", "a\r\nb", "a\n\nb", "\b\b\b\b", "\r\x1b[K", "a\u180eb",
		`=HYPERLINK("http://x","y")`, "=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", "%s%n%d", "{0}", "| a | b |", "`x`", "</td>", `"`, `\`, "$(id)",
	)
}

// marked gives each hostile string a mark in front, by which it is found again in what the program wrote.
func marked() []string {
	all := hostile()
	for i, s := range all {
		all[i] = fmt.Sprintf("k%03d%sz", i, s)
	}
	return all
}

var mark = regexp.MustCompile(`k(\d{3})`)

// canary runs commands in one world, and looks at every byte that they write.
type canary struct {
	*testing.T
	dir     string
	paths   map[string]bool // shapes of commands that wrote at least one of the strings
	strings map[string]int  // how often each string was written
}

// run types a command, and refuses what would steer a terminal.
func (c *canary) run(args ...string) (stdout []byte) {
	c.Helper()
	var written [2][]byte
	var files [2]*os.File
	for i := range files {
		f, err := os.Create(filepath.Join(c.dir, fmt.Sprint("out", i)))
		if err != nil {
			c.Fatal(err)
		}
		defer f.Close()
		files[i] = f
	}
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		c.Fatal(err)
	}
	defer nothing.Close()
	env := map[string]string{"HOME": c.dir, "XDG_DATA_HOME": c.dir + "/data", "XDG_STATE_HOME": c.dir + "/state", "TERM": "dumb"}
	command.Main(args, command.World{
		In: nothing, Out: files[0], Err: files[1],
		Getenv: func(key string) string { return env[key] },
		Now:    func() time.Time { return time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC) },
	})
	for i, f := range files {
		if written[i], err = os.ReadFile(f.Name()); err != nil {
			c.Fatal(err)
		}
	}
	c.inspect(fmt.Sprintf("recoup %q", args), written[0], isExcel(args))
	c.inspect(fmt.Sprintf("recoup %q, standard error", args), written[1], false)
	c.count(args, append(written[0], written[1]...))
	return written[0]
}

// isExcel tells whether a command writes the CSV whose lines end in CR LF.
func isExcel(args []string) bool {
	return slices.Contains(args, "csv") && (args[0] == "report" || slices.Contains(args, "excel"))
}

// count notes which strings came out of a command, and its shape: the command without them.
func (c *canary) count(args []string, written []byte) {
	found := mark.FindAllSubmatch(written, -1)
	for _, m := range found {
		c.strings[string(m[1])]++
	}
	if len(found) == 0 {
		return
	}
	var shape []string
	for _, arg := range args {
		if before, _, hostile := strings.Cut(arg, "k"); hostile && mark.MatchString(arg) {
			arg = before + "…"
		}
		shape = append(shape, arg)
	}
	c.paths[strings.Join(shape, " ")] = true
}

// allOut demands that every string came out of what ran so far, and begins anew.
func (c *canary) allOut(where string, all []string) {
	for i := range all {
		if c.strings[fmt.Sprintf("%03d", i)] == 0 {
			c.Errorf("%s: %q came out nowhere, so nothing is proved about it", where, all[i])
		}
	}
	clear(c.strings)
}

func (c *canary) inspect(where string, raw []byte, excel bool) {
	c.Helper()
	if !utf8.Valid(raw) {
		c.Errorf("%s: not valid UTF-8", where)
	}
	text := string(raw)
	if excel {
		text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	}
	marks := 0
	for i, r := range text {
		if unicode.Is(unicode.Mn, r) {
			marks++
		} else {
			marks = 0
		}
		steers := unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
		if r != '\n' && unicode.IsControl(r) || steers || marks > 4 {
			c.Errorf("%s: %U at byte %d, after %q", where, r, i, text[max(0, i-40):i])
			return
		}
	}
}

// T-01, T-02: nothing that comes from data, names of files or the command line steers the terminal, whichever command and
// format it comes out of.
func TestNoCommandWritesWhatSteersATerminal(t *testing.T) {
	c := &canary{T: t, dir: t.TempDir(), paths: map[string]bool{}, strings: map[string]int{}}
	all := marked()
	if len(all) < 120 {
		t.Fatalf("only %d strings", len(all))
	}
	c.imports(all)
	c.allOut("imports", all)
	c.readings()
	c.allOut("reports and exports", all)
	c.flags(all)
	c.allOut("flags", all)
	c.headers(all)
	c.allOut("headers", all)
	t.Logf("%d paths, %d strings", len(c.paths), len(all))
	if len(c.paths) < 40 {
		t.Errorf("only %d paths wrote one of the strings", len(c.paths))
	}
}

// imports brings in reports whose every text is hostile, under hostile names, with rows that are rejected for each.
func (c *canary) imports(all []string) {
	header, rows := hostileRows(c.T, all)
	folder := filepath.Join(c.dir, "reports")
	c.write(filepath.Join(folder, "all.csv"), header, rows...)
	for i := 0; i < len(all); i += 5 {
		var bad [][]string
		for k, s := range all[i:min(i+5, len(all))] {
			row := slices.Clone(rows[0])
			row[[]int{0, 2, 13, 10}[k%4]] = s // the code, the date, the price, the currency
			bad = append(bad, row)
		}
		c.write(filepath.Join(folder, fileName(all[i])+".csv"), header, bad...)
		c.write(filepath.Join(folder, fileName(all[i])+".txt"), []string{"no", "report"})
	}
	for some := range slices.Chunk(all, together()) {
		c.run("import", filepath.Join(folder, "absent", strings.ReplaceAll(strings.Join(some, ""), "/", "")))
	}
	c.run("import", "--dry-run", folder)
	c.run("import", "--dry-run", "--json", folder)
	c.run("import", folder)
	c.run("import", "--json", folder)
	c.run("doctor")
	c.run("verify")
}

func (c *canary) write(path string, header []string, rows ...[]string) {
	c.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		c.Fatal(err)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = ';'
	if err := w.WriteAll(append([][]string{header}, rows...)); err != nil {
		c.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		c.Fatal(err)
	}
}

// fileName is the string as far as a file can be called so.
func fileName(s string) string {
	s = strings.NewReplacer("/", "", "\x00", "").Replace(s)
	return s[:min(len(s), 120)]
}

// hostileRows gives for every string a sale, a declined card, an open payment, a refund, and a row of unknown words.
func hostileRows(t *testing.T, all []string) (header []string, rows [][]string) {
	f, err := os.Open("testdata/reports/detailed-63-columns.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = ';'
	if header, err = r.Read(); err != nil {
		t.Fatal(err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	base, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	at := func(row []string, column, value string) {
		i := slices.Index(header, column)
		if i < 0 {
			t.Fatalf("no column %q", column)
		}
		row[i] = value
	}
	statuses := []string{"Aprovado(a)", "Cancelado", "Expirado", "Reembolsado", "Completo"}
	for i, s := range all {
		for k, status := range statuses {
			row := slices.Clone(base)
			at(row, "Código da transação", fmt.Sprintf("HP%08d%02d", i, k))
			at(row, "Status da transação", status)
			texts := []string{"Produtor(a)", "Produto", "Nome deste preço", "Nome do(a) Afiliado(a)", "Canal usado para venda", "Código SRC", "Código SCK",
				"Código de cupom", "Comprador(a)", "País", "Telefone", "Documento", "Cidade", "Estado / Província", "Instagram",
				"Tipo da antecipação de assinatura", "Motivo de Recusa de Cartão", "Ferramenta de venda"}
			if !strings.ContainsAny(s, "\r\n") { // a code spans no lines
				texts = append(texts, "Código do produto", "Código do preço", "Email do(a) Comprador(a)", "Código do assinante")
				if k == len(statuses)-1 {
					texts = append(texts, "Status da transação", "Método de pagamento", "Tipo de cobrança", "Venda feita como")
				}
			}
			for _, column := range texts {
				at(row, column, s)
			}
			if status == "Expirado" {
				at(row, "Método de pagamento", "Pix")
			}
			rows = append(rows, row)
		}
	}
	return header, rows
}

// readings prints and exports every section in every format.
func (c *canary) readings() {
	sections := []string{string(model.Home)}
	for _, s := range model.Sections() {
		if aggregate.Built(s.ID) {
			sections = append(sections, string(s.ID))
		}
	}
	for _, section := range sections {
		for _, format := range []string{"table", "json", "csv", "md"} {
			out := c.run("report", section, "--period", "all", "--currency", "all", "--format", format)
			c.run("report", section, "--period", "all", "--format", format, "--redact", "--lang", "pt-BR")
			if format == "json" {
				c.exports(section, out)
			}
		}
	}
	for _, section := range []string{"man", "version"} {
		c.run(section)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		c.run("completion", shell)
	}
}

// exports writes each table of a report to standard output and to a file.
func (c *canary) exports(section string, report []byte) {
	var said struct {
		Tables []struct{ ID string }
	}
	if err := json.Unmarshal(report, &said); err != nil {
		c.Fatal(err)
	}
	for _, table := range said.Tables {
		for _, format := range [][2]string{{"csv", "excel"}, {"csv", "plain"}, {"json", "excel"}, {"ndjson", "excel"}, {"md", "excel"}, {"xlsx", "excel"}} {
			args := []string{"export", section, table.ID, "--period", "all", "--format", format[0], "--profile", format[1]}
			file := filepath.Join(c.dir, "export")
			c.run(append(args, "--force", "-o", file)...)
			if format[0] == "xlsx" {
				continue
			}
			c.run(append(args, "-o", "-")...)
			content, err := os.ReadFile(file)
			if err != nil {
				c.Fatal(err)
			}
			c.inspect("the file of "+strings.Join(args, " "), content, isExcel(args))
			c.count(append(args, "-o", "file"), content)
		}
	}
}

// together is how many strings are tried in one word.
func together() int {
	if testing.Short() {
		return 20
	}
	return 4
}

// flags puts every string wherever the command line takes a word.
func (c *canary) flags(all []string) {
	for some := range slices.Chunk(all, together()) {
		s := strings.ReplaceAll(strings.Join(some, ""), "\x00", "") // no shell can pass it on
		for _, args := range [][]string{
			{s}, {"--" + s}, {"-" + s}, {"report", s}, {"report", "--period", s}, {"report", "--from", s}, {"report", "--to", s}, {"report", "--currency", s},
			{"report", "--tz", s}, {"report", "--as-of", s}, {"report", "--product", s}, {"report", "--basis", s}, {"report", "--measure", s},
			{"report", "--lang", s}, {"report", "--format", s}, {"report", "--snapshot", s}, {"report", "--no-color=" + s}, {"report", "sold", s},
			{"export", s}, {"export", "sold", s}, {"export", "lost-sales", "--scope", s}, {"export", "lost-sales", "--profile", s},
			{"export", "lost-sales", "-o", filepath.Join(c.dir, "absent", s)}, {"export", "lost-sales", "-o", filepath.Join(c.dir, fileName(s))},
			{"import", "--kind", s, c.dir}, {"import", "--map", s, c.dir}, {"import", "--tz", s, c.dir}, {"doctor", s}, {"verify", "--snapshot", s},
			{"completion", s}, {"man", s}, {"version", s}, {"demo", s}, {"help", s},
		} {
			c.run(args...)
		}
	}
}

// headers puts every string into the header of a report and into a map of columns.
func (c *canary) headers(all []string) {
	header, rows := hostileRows(c.T, []string{"plain"})
	report, columns := filepath.Join(c.dir, "headers.csv"), filepath.Join(c.dir, "columns.txt")
	for i, s := range all {
		c.write(report, []string{s, "a book that is no report, with words enough to be taken for text and not for a picture", "colour", s})
		c.run("import", report)
		if i%together() != 0 {
			continue
		}
		named := slices.Concat(header, []string{s, header[i%len(header)]})
		c.write(report, named, append(slices.Clone(rows[0]), s, s))
		for _, line := range []string{s + " = buyer_name", header[6] + " = " + s, s, "k000 = product\n" + s + " = product"} {
			if err := os.WriteFile(columns, []byte(line+"\n"), 0o600); err != nil {
				c.Fatal(err)
			}
			c.run("import", "--dry-run", "--map", columns, report)
		}
	}
}
