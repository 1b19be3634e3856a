package export

import (
	"encoding/json"
	"io"

	"recoup/model"
)

// receiptJSON is the documented contract of recoup import --json.
type receiptJSON struct {
	File        string      `json:"file"`
	Kind        string      `json:"kind"`
	Rows        int         `json:"rows"`
	Accepted    int         `json:"accepted"`
	Duplicate   int         `json:"duplicate"`
	Rejected    int         `json:"rejected"`
	Blank       int         `json:"blank"`
	Header      int         `json:"header"`
	Totals      []moneyJSON `json:"totals"`
	RejectsFile *string     `json:"rejects_file"`
}

type moneyJSON struct {
	Currency model.Currency `json:"currency"`
	Minor    int64          `json:"minor"`
}

// ReceiptJSON writes what the import of one file did as one JSON object on one line. rejectsFile is the file that the
// rejected lines were written to; empty, which becomes null, when none was.
func ReceiptJSON(w io.Writer, file, kind string, r model.Receipt, rejectsFile string) error {
	t := r.Tally
	out := receiptJSON{
		File: plain(file), Kind: plain(kind), Rows: t.Rows, Accepted: t.Accepted, Duplicate: t.Duplicate,
		Rejected: t.Rejected, Blank: t.Blank, Header: t.Header, Totals: make([]moneyJSON, len(r.Totals)),
	}
	for i, m := range r.Totals {
		out.Totals[i] = moneyJSON{m.Currency(), m.Minor()}
	}
	if rejectsFile != "" {
		name := plain(rejectsFile)
		out.RejectsFile = &name
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(out)
}
