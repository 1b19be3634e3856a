package tui

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"recoup/model"
	"recoup/tui/draw"
)

// attacks are texts that a buyer, or whoever writes a file, could put into a transaction to take the terminal over.
func attacks() map[string]string {
	return map[string]string{
		"C0":                "a\x00\x01\x02\x05\x07\x0e\x0f\x1a\x7fz",
		"C1 as UTF-8":       "a\u0080\u0085\u008d\u0090\u009b31m\u009d0;t\u009cz",
		"C1 raw":            "a\x9b31m\x9d0;title\x9c\x90q\x84z",
		"colour":            "\x1b[31mred\x1b[0m\x1b[7m",
		"cursor and screen": "\x1b[2J\x1b[H\x1b[?1049l\x1b[9999;9999H\x1bc\x1b[6n\x1b[?25l",
		"title":             "\x1b]0;owned\x07\x1b]2;owned\x1b\\",
		"link":              "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
		"clipboard":         "\x1b]52;c;cm0gLXJmIH4=\x07",
		"DCS unterminated":  "\x1bP+q544e",
		"APC unterminated":  "\x1b_Gi=1;AAAA",
		"escape at the end": "name\x1b",
		"line ends":         "a\r\nb\rc\nd\ve\ff\u2028g\u2029h",
		"tab and backspace": "a\tb\b\b\bc",
		"bidi":              "a\u202egpj.exe\u202c\u2066x\u2069\u200f\u061cz",
		"zero width":        "a\u200b\u200c\u200d\ufeff\u2060z",
		"family":            "👩\u200d👩\u200d👧\u200d👦 and 👩🏽\u200d💻",
		"tags":              "a\U000e0041\U000e0042\U000e007fz",
		"marks":             "e" + strings.Repeat("\u0301", 200) + "z",
		"invalid":           "a\xff\xfe\xc3\x28\xed\xa0\x80\xf0\x9f\x98z",
		"formula":           `=HYPERLINK("https://evil.example","click")`,
		"wide":              strings.Repeat("水", 300),
	}
}

// besieged is the account of the tests with one text in every field that a file could have brought in.
type besieged struct {
	*shop
	text string
}

func (b *besieged) Info() model.SnapshotInfo {
	info := b.shop.Info()
	info.Account = b.text
	return info
}

func (b *besieged) Report(ctx context.Context, id model.SectionID, q model.Query) (model.Report, error) {
	r, err := b.shop.Report(ctx, id, q)
	return b.besiege(r), err
}

func (b *besieged) Transactions(ctx context.Context, q model.Query, f model.Filter) (model.Report, error) {
	r, err := b.shop.Transactions(ctx, q, f)
	return b.besiege(r), err
}

// besiege puts the text into every word of a report that can come from data.
func (b *besieged) besiege(r model.Report) model.Report {
	for i := range r.Tables {
		r.Tables[i].Rows = besiegedRows{r.Tables[i].Rows, b.text}
	}
	for i := range r.Charts {
		for k, label := range r.Charts[i].Labels {
			if label.Kind() != model.DayValue {
				r.Charts[i].Labels[k] = model.TextOf(b.text)
			}
		}
	}
	for i := range r.Missing {
		r.Missing[i].Why, r.Missing[i].How = b.text, b.text
	}
	r.Notes = append(r.Notes, model.Say("{0} has the most.", model.TextOf(b.text)))
	return r
}

type besiegedRows struct {
	model.Rows
	text string
}

func (r besiegedRows) Len() int { return rowsOf(model.Table{Rows: r.Rows}) }

func (r besiegedRows) Cell(row, column int) model.Value {
	v := r.Rows.Cell(row, column)
	switch v.Kind() {
	case model.TextValue:
		if _, err := model.ParseCurrency(v.Text().String()); err == nil {
			return v
		}
		return model.TextOf(r.text)
	case model.EnumValue:
		return model.EnumOf(r.text, r.text)
	}
	return v
}

func (r besiegedRows) Behind(row int) (model.Filter, bool) {
	f, ok := r.Rows.Behind(row)
	if len(f.Codes) > 0 {
		f.Codes = []string{r.text}
	}
	if len(f.Products) > 0 {
		f.Products = []string{r.text}
	}
	return f, ok
}

func (b *besieged) History(_ context.Context, _ string) (model.History, error) {
	h, err := b.shop.History(context.Background(), "HP1")
	t := &h.Current
	for _, field := range []*string{
		&t.Code, &t.StatusRaw, &t.ProductID, &t.ProductName, &t.OfferCode, &t.OfferName, &t.CardBrand, &t.RefusalRaw, &t.PayoutRate,
		&t.BuyerName, &t.BuyerEmail, &t.BuyerPhone, &t.BuyerDocument, &t.BuyerCountry, &t.BuyerState, &t.BuyerCity,
		&t.AffiliateName, &t.Producer, &t.Channel, &t.SalesTool, &t.Src, &t.Sck, &t.Xcod, &t.Coupon,
	} {
		*field = b.text
	}
	t.Has = t.Has.With(model.FOfferCode, model.FOfferName, model.FPayoutRate, model.FBuyerPhone, model.FBuyerDocument, model.FBuyerState, model.FBuyerCity,
		model.FAffiliateName, model.FProducer, model.FSalesTool, model.FSrc, model.FSck, model.FXcod, model.FCoupon)
	return h, err
}

func (b *besieged) Export(_ context.Context, r ExportRequest) (ExportResult, error) {
	if b.fail != nil {
		return ExportResult{}, b.fail
	}
	return ExportResult{Path: "/home/" + b.text, Rows: 3, Totals: []model.Money{model.NewMoney(100, "BRL")}}, nil
}

// ownSequence is what the renderer itself writes: a change of colour or weight, and nothing else.
var ownSequence = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// withstands fails unless the screen, its window title and what was copied hold no byte that a terminal would obey except
// the renderer's own, and every line has its width.
func (r *reader) withstands(where string) {
	r.t.Helper()
	r.fits(where)
	v := r.app.View()
	for i, line := range strings.Split(v.Content, "\n") {
		if bad, at := obeyed(ownSequence.ReplaceAllString(line, "")); bad {
			r.t.Fatalf("%s: line %d obeys its data at %d:\n%q", where, i, at, line)
		}
	}
	if strings.Contains(v.Content, "\x1b[31m") {
		r.t.Fatalf("%s: the screen wears a colour of its data", where)
	}
	if n := strings.Count(v.Content, "\n") + 1; n != r.app.h {
		r.t.Fatalf("%s: %d lines on a screen of %d", where, n, r.app.h)
	}
	for _, text := range append(r.copied, v.WindowTitle) {
		if bad, _ := obeyed(strings.ReplaceAll(text, "\t", "")); bad {
			r.t.Fatalf("%s: %q was copied", where, text)
		}
	}
}

// obeyed tells whether a text holds what a terminal acts on: controls, what is not UTF-8, or marks that turn the direction
// of writing or hide characters.
func obeyed(s string) (bool, int) {
	if !utf8.ValidString(s) {
		return true, 0
	}
	for i, c := range s {
		switch {
		case unicode.IsControl(c), c == '\u2028', c == '\u2029', unicode.Is(unicode.Bidi_Control, c), c >= 0xe0000 && c <= 0xe007f:
			return true, i
		}
	}
	return false, 0
}

// walk goes through every screen, tab, page and dialog.
func walk(r *reader, name string) {
	step := func(keys ...string) {
		r.press(keys...)
		r.pass()
		r.withstands(fmt.Sprintf("%s, after %v", name, keys))
	}
	r.withstands(name + ", home")
	step("tab")
	for range homeItems() {
		step("down")
	}
	step("tab", "i")
	step("esc", "p", "c")
	step("esc", "f")
	for range 6 {
		step("right")
	}
	step("down", "right")
	step("enter")
	step("F", "?")
	step("esc", ":")
	step("esc", "e", "enter")
	step("esc")
	for _, id := range []model.SectionID{model.Sold, model.DeclinedCards, model.LostSales, model.MySales, model.Club, model.Refunds} {
		r.to(id)
		for _, tab := range []string{"1", "2"} {
			step(tab)
			step("y")
			step("Y")
			step("right", "y", "s")
		}
		step("/", "a", "e", "enter")
		step("esc", "space", "*")
		step("i")
		step("esc", "e")
		step("enter")
		step("esc", "enter")
		step("y")
		step("enter")
		step("Y")
		step("down", "enter")
		step("z")
		step("z", "pgdown")
		step("esc", "esc", "esc", "esc")
	}
	r.shop.fail = model.Failed(nil, name, "%s", model.Clean(attacks()[name]))
	step("p", "3")
	step("e", "enter")
	step("esc")
	r.shop.fail = fmt.Errorf("raw: %s", attacks()[name])
	step("ctrl+r")
	step("esc", "[")
	step("e", "enter")
}

func TestNoTextOfATransactionReachesTheTerminalAsACommand(t *testing.T) {
	for name, text := range attacks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, size := range [][2]int{{120, 36}, {40, 12}} {
				s := newShop()
				s.rows = 12
				r := besiege(t, size[0], size[1], &besieged{s, text})
				walk(r, name)
				r.send(tea.PasteMsg{Content: text})
				r.press("/")
				r.send(tea.PasteMsg{Content: text})
				r.withstands(name + ", pasted")
			}
		})
	}
}

func besiege(t *testing.T, w, h int, b *besieged) *reader {
	t.Helper()
	colours := colorprofile.TrueColor
	r := &reader{t: t, shop: b.shop, app: New(t.Context(), b, Options{Profile: &colours})}
	r.app.after = later(r)
	r.send(tea.WindowSizeMsg{Width: w, Height: h})
	r.run(r.app.Init())
	return r
}

func TestThePenShowsWhatItShouldNotObey(t *testing.T) {
	theme := draw.NewTheme(true, false, colorprofile.TrueColor, false)
	for name, text := range attacks() {
		line := draw.Line(theme, 40, draw.Span{Role: draw.Strong, Text: model.Clean(text).String()})
		if bad, at := obeyed(ownSequence.ReplaceAllString(line, "")); bad || draw.Cells(line) != 40 {
			t.Errorf("%s: %d cells, obeys its data at %d: %q", name, draw.Cells(line), at, line)
		}
	}
}
