package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"recoup/model"
)

// hostileTexts are what a buyer could type into a checkout to steer a terminal (T-01).
func hostileTexts() []string {
	var texts []string
	for c := range 0x20 {
		texts = append(texts, fmt.Sprintf("a%cb", c))
	}
	for c := 0x7f; c < 0xa0; c++ {
		texts = append(texts, fmt.Sprintf("a%cb", c), "a"+string([]byte{byte(c)})+"b")
	}
	texts = append(texts,
		"\x1b[31mred", "\x1b[2J\x1b[H", "\x1b]0;title\a", "\x1b]2;title\x1b\\", "\x1b]4;1;red\a", "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\",
		"\x1b]10;?\a", "\x1b]11;?\a", "\x1b]52;c;YQ==\a", "\x1bP1$r\x1b\\", "\x1b_apc\x1b\\", "\x1b^pm\x1b\\", "\x1bXsos\x1b\\", "\x1b[",
		"ends in \x1b", "\x1b["+strings.Repeat("9", 300)+"m", "\x1b\x1b[31m[31m", "\u009b31m", "\u009d0;t\u009c", "\xc2\x9b31m",
		"\xff\xfe", "\xc3", "\xed\xa0\x80", "\xf8\x88\x80\x80\x80", "a\rb", "a\r\nb", "a\nb", "a\vb", "a\fb", "a\bb", "a\tb", "a\u2028b", "a\u2029b", "a\u0085b",
		"\u202eevil", "\u202aa\u202b\u202c\u202d", "\u2066a\u2067\u2068\u2069", "\u200e\u200f\u061c", "\u200b\u200c\u200d\u2060\ufeff",
		"\U000e0041\U000e007f", "a\ufe0f\U000e0100", "\u115f\u1160\u3164\uffa0", "Z"+strings.Repeat("\u0301", 200), "\ufeffa", "\u00ada",
		"|", "``` x", "</td><script>", "[x](javascript:y)", `"quoted"`, "a\\", strings.Repeat("long ", 2000),
	)
	return texts
}

// hostileReport has a text in every place of a report that a string can come from.
func hostileReport(texts []string) model.Report {
	r := textReport(texts)
	r.Section, r.Period = model.LostSales, model.Period{From: 20_000, To: 20_001}
	r.Tables[0].Totals = []model.Value{model.TextOf(texts[0]), model.Unknown(), model.Unknown()}
	for _, text := range texts {
		label := model.Chart{Label: text, ID: text, Tab: text, Labels: []model.Value{model.TextOf(text)},
			Series: []model.Series{{Label: text, Points: []model.Value{model.EnumOf(text, text)}}}}
		r.Charts = append(r.Charts, label)
		r.Notes = append(r.Notes, model.Say("{0}"+text, model.TextOf(text)))
		r.Missing = append(r.Missing, model.MissingData{Dataset: text, Why: text, How: text})
		r.Metrics = append(r.Metrics, model.Metric{ID: text, Label: text, Values: []model.Figure{{Currency: model.Currency(text), Value: model.TextOf(text)}, {Value: model.CountOf(1)}}})
		r.Tables = append(r.Tables, model.Table{ID: text, Label: text, Empty: model.Say(text), Rows: model.RowList{}, Columns: []model.Column{{ID: text, Label: text}}})
		r.Filter.Products = append(r.Filter.Products, text)
		r.Filter.Text += text
		r.Title += text
	}
	return r
}

// mustBeHarmless refuses every byte that could steer a terminal, whatever it came from, but our own ends of lines.
func mustBeHarmless(t *testing.T, raw []byte, newline string) {
	t.Helper()
	if !utf8.Valid(raw) {
		t.Error("not valid UTF-8")
	}
	text := strings.TrimPrefix(string(raw), "\ufeff")
	if newline != "" {
		text = strings.ReplaceAll(text, newline, "")
	}
	for i, r := range text {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Variation_Selector, r) {
			t.Fatalf("%U at byte %d, after %q", r, i, text[max(0, i-30):i])
		}
	}
}

func TestNothingThatABuyerTypedSteersATerminal(t *testing.T) {
	texts := hostileTexts()
	if len(texts) < 120 {
		t.Fatalf("only %d strings", len(texts))
	}
	r := hostileReport(texts)
	f := inEnglish(t)
	for _, o := range []Options{
		{Format: FormatTable}, {Format: FormatTable, Width: 60}, {Format: FormatMarkdown}, {Format: FormatJSON}, {Format: FormatNDJSON},
		{Format: FormatCSV, Profile: ProfilePlain}, {Format: FormatCSV, Profile: ProfileExcel}, {Format: FormatXLSX},
	} {
		t.Run(string(o.Format)+" "+string(o.Profile), func(t *testing.T) {
			o.Formatter = f
			newline := "\n"
			if o.Profile == ProfileExcel {
				newline = "\r\n"
			}
			raw, _ := mustTable(t, r, "t", o)
			if o.Format == FormatXLSX {
				everyPart(t, raw)
				return
			}
			mustBeHarmless(t, raw, newline)
			if o.Format != FormatNDJSON {
				mustBeHarmless(t, mustReport(t, r, o), newline)
			}
		})
	}
}

func everyPart(t *testing.T, raw []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		f, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		xml, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		mustBeHarmless(t, xml, "\n")
	}
}

func TestAReceiptAndErrorsAreHarmlessToo(t *testing.T) {
	for _, text := range hostileTexts() {
		var b bytes.Buffer
		if err := ReceiptJSON(&b, text, text, model.Receipt{}, text); err != nil {
			t.Fatal(err)
		}
		mustBeHarmless(t, b.Bytes(), "\n")
		_, tableErr := Table(io.Discard, model.Report{}, text, Options{})
		_, formatErr := ParseFormat(text)
		_, profileErr := ParseProfile(text)
		_, fileErr := WriteFile(t.TempDir()+"/no/"+text, FileOptions{}, func(io.Writer) error { return nil })
		for _, err := range []error{tableErr, formatErr, profileErr, fileErr} {
			if err == nil {
				t.Fatalf("%q was taken", text)
			}
			mustBeHarmless(t, []byte(err.Error()), "\n")
		}
	}
}

// T-02: a text changes no other cell. The lines of plain text and Markdown are as many as the rows.
func TestATextStaysInItsCell(t *testing.T) {
	for _, text := range hostileTexts() {
		r := textReport([]string{text, "next"})
		for _, format := range []Format{FormatTable, FormatMarkdown} {
			raw, _ := mustTable(t, r, "t", Options{Format: format})
			want := 3
			if format == FormatMarkdown {
				want = 4
			}
			if got := strings.Count(string(raw), "\n"); got != want {
				t.Errorf("%s: %q takes %d lines, want %d", format, text, got, want)
			}
		}
	}
}
