package command

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"recoup/model"
	"recoup/store/hotmart/api"
)

// writeSync prints what a sync did: what was asked and what came, list by list, and all that is not as it should be.
func writeSync(w io.Writer, path string, s *api.Summary) error {
	words := model.Formatter{Lang: model.LangEN, Zone: time.UTC}
	var b strings.Builder
	if len(s.Lists) == 0 {
		return nil // nothing came at all; the error says why
	}
	fmt.Fprintf(&b, "%s %s\n", model.Clean(path), syncedWith(s))
	writeLists(&b, words, s)
	writeControlTotals(&b, words, s)
	writeStrange(&b, words, s)
	fmt.Fprintf(&b, "  %s calls in %s%s\n", words.Count(int64(s.Calls)), words.Duration(s.Took.Round(time.Second)), perMinute(s))
	_, err := io.WriteString(w, b.String())
	return err
}

// writeLists tells list by list what came: how many rows, how many that told something new, how many sales and other
// things are different for it.
func writeLists(b *strings.Builder, words model.Formatter, s *api.Summary) {
	width := 0
	for _, l := range s.Lists {
		width = max(width, len(l.Endpoint))
	}
	fmt.Fprintf(b, "  %-*s  %9s  %9s  %9s  %7s\n", width, "", "rows", "new", "changed", "pages")
	for _, l := range s.Lists {
		if l.Pages == 0 {
			continue
		}
		b.WriteString("  " + l.Endpoint + strings.Repeat(" ", width-len(l.Endpoint)))
		for i, n := range []int{l.Items, l.New, l.Changed, l.Pages} {
			b.WriteString("  " + model.PadLeft(words.Count(int64(n)), [...]int{9, 9, 9, 7}[i]))
		}
		if l.Repeated > 0 {
			fmt.Fprintf(b, "  %s came twice", words.Count(int64(l.Repeated)))
		}
		if l.Rejected > 0 {
			fmt.Fprintf(b, "  %s could not be read", words.Count(int64(l.Rejected)))
		}
		b.WriteByte('\n')
	}
}

func syncedWith(s *api.Summary) string {
	account := ""
	if s.Account != "" {
		account = " of " + model.Clean(s.Account).String()
	}
	switch {
	case !s.Finished:
		return "holds a part of the account" + account + ": the sync did not finish"
	case s.Resumed:
		return "holds the account" + account + "; an interrupted sync was gone on with"
	}
	return "holds the account" + account
}

func perMinute(s *api.Summary) string {
	if s.Took < 10*time.Second {
		return ""
	}
	return fmt.Sprintf(", %.0f a minute", float64(s.Calls)/s.Took.Minutes())
}

// writeControlTotals compares with what Hotmart counts itself.
func writeControlTotals(b *strings.Builder, words model.Formatter, s *api.Summary) {
	agree, compared := 0, 0
	for _, t := range s.Totals {
		if t.Ours < 0 {
			continue
		}
		compared++
		if t.Agrees() {
			agree++
			continue
		}
		fmt.Fprintf(b, "  control total of %s: Hotmart counts %s, %s came\n", t.Status, words.Count(t.Theirs), words.Count(t.Ours))
	}
	if agree > 0 {
		fmt.Fprintf(b, "  control totals: %d of %d statuses agree with Hotmart's own count\n", agree, compared)
	}
}

// writeStrange names what is not as it should be.
func writeStrange(b *strings.Builder, words model.Formatter, s *api.Summary) {
	for _, u := range s.Unknown {
		fmt.Fprintf(b, "  unknown %s %s, %s times in %s: kept as it came\n", u.Kind, u.Name, words.Count(int64(u.Count)), u.Where)
	}
	for _, m := range s.Missing {
		fmt.Fprintf(b, "  without %s: %s\n", m.Endpoint, m.Why)
	}
	if s.Gone > 0 {
		fmt.Fprintf(b, "  %s sales were asked for by their code, and Hotmart does not know them\n", words.Count(int64(s.Gone)))
	}
	for _, sentence := range s.Warnings {
		fmt.Fprintf(b, "  %s\n", sentence)
	}
	for _, reason := range s.Rejected {
		fmt.Fprintf(b, "  not read: %s\n", strings.ReplaceAll(reason, "\n", " "))
	}
}

// syncJSON is the documented contract of recoup sync --json.
type syncJSON struct {
	Snapshot string          `json:"snapshot"`
	Account  string          `json:"account"`
	Began    string          `json:"began"`
	Finished bool            `json:"finished"`
	Resumed  bool            `json:"resumed"`
	Lists    []syncListJSON  `json:"lists"`
	Totals   []syncTotalJSON `json:"control_totals"`
	Unknown  []syncWordJSON  `json:"unknown"`
	Missing  []syncGapJSON   `json:"missing"`
	Gone     int             `json:"not_at_hotmart"`
	Warnings []string        `json:"warnings"`
	Rejected []string        `json:"rejected"`
	Calls    int             `json:"calls"`
	Seconds  float64         `json:"seconds"`
}

type syncListJSON struct {
	List     string `json:"list"`
	Asked    int    `json:"asked"`
	Pages    int    `json:"pages"`
	Items    int    `json:"items"`
	New      int    `json:"new"`
	Changed  int    `json:"changed"`
	Repeated int    `json:"repeated"`
	Rejected int    `json:"rejected"`
}

type syncTotalJSON struct {
	Status  string          `json:"status"`
	From    string          `json:"from"`
	To      string          `json:"to"`
	Hotmart int64           `json:"hotmart"`
	Came    *int64          `json:"came"` // null where an earlier run read a part
	Agrees  bool            `json:"agrees"`
	Values  []syncMoneyJSON `json:"values"`
}

type syncMoneyJSON struct {
	Currency model.Currency `json:"currency"`
	Minor    int64          `json:"minor"`
}

type syncWordJSON struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	List  string `json:"list"`
	Count int    `json:"count"`
}

type syncGapJSON struct {
	List string `json:"list"`
	Why  string `json:"why"`
}

// writeSyncJSON writes the summary as one JSON object on one line.
func writeSyncJSON(w io.Writer, path string, s *api.Summary) error {
	out := syncJSON{
		Snapshot: model.Clean(path).String(), Account: model.Clean(s.Account).String(), Began: rfc3339(s.Began), Finished: s.Finished, Resumed: s.Resumed,
		Lists: []syncListJSON{}, Totals: []syncTotalJSON{}, Unknown: []syncWordJSON{}, Missing: []syncGapJSON{}, Gone: s.Gone,
		Warnings: append([]string{}, s.Warnings...), Rejected: append([]string{}, s.Rejected...), Calls: s.Calls, Seconds: s.Took.Seconds(),
	}
	for _, l := range s.Lists {
		out.Lists = append(out.Lists, syncListJSON{l.Endpoint, l.Asked, l.Pages, l.Items, l.New, l.Changed, l.Repeated, l.Rejected})
	}
	for _, t := range s.Totals {
		total := syncTotalJSON{Status: t.Status, From: rfc3339(t.Span.From), To: rfc3339(t.Span.To), Hotmart: t.Theirs, Agrees: t.Agrees(), Values: []syncMoneyJSON{}}
		if came := t.Ours; came >= 0 {
			total.Came = &came
		}
		for _, m := range t.Values {
			total.Values = append(total.Values, syncMoneyJSON{m.Currency(), m.Minor()})
		}
		out.Totals = append(out.Totals, total)
	}
	for _, u := range s.Unknown {
		out.Unknown = append(out.Unknown, syncWordJSON{u.Kind, u.Name, u.Where, u.Count})
	}
	for _, m := range s.Missing {
		out.Missing = append(out.Missing, syncGapJSON{m.Endpoint, m.Why})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

func rfc3339(i model.Instant) string { return i.In(time.UTC).Format(time.RFC3339) }
