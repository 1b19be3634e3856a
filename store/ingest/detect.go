package ingest

import (
	"bytes"
	"errors"
	"io"

	"recoup/model"
)

// headSize is how much of a file is looked at to find out what it is and to find its header.
const headSize = 256 << 10

// readHead reads the beginning of a file.
func readHead(src io.Reader) ([]byte, error) {
	head := make([]byte, headSize)
	n, err := io.ReadFull(src, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return head[:n], nil
}

// stranger is a kind of file that is no delimited text.
type stranger struct {
	magic string
	is    string // what it is, to follow the file's name
	hint  string
	hard  bool // not even --kind can make it text
}

const saveAsCSV = "Open it in a spreadsheet program and save it as CSV."

// strangers are known by their first bytes.
var strangers = [...]stranger{
	{"PK\x05\x06", "is an empty zip file", "Export the report again.", true},
	{"\xd0\xcf\x11\xe0", "is an old spreadsheet (XLS), which cannot be read", "Open it in a spreadsheet program and save it as XLSX or CSV.", true},
	{"%PDF", "is a PDF document, not a sales report", "Export the report as CSV.", true},
	{"\x1f\x8b", "is a compressed file", "Unpack it and import what is inside.", true},
	{"SQLite format 3\x00", "is a database, not a sales report", "Open a snapshot with --snapshot; import the files it was made from.", true},
	{"{", "holds JSON and no table", "Import it without --kind, or as webhook-events.", false},
	{"[", "holds JSON and no table", "Import it without --kind, or as webhook-events.", false},
	{"<", "holds a web page or XML, not delimited text", saveAsCSV, false},
}

// opener is one way of holding records: how a file that does is told from its beginning, and what finds the records in it.
type opener struct {
	fits func(head []byte) bool
	open func(f *File, head []byte) error // sets the file's format and layout, or says what is wrong
}

// openers lists the formats, most telling first; what fits none of them is delimited text or nothing at all.
func openers() []opener {
	return []opener{
		{isZip, (*File).openWorkbook},
		{isPage, (*File).openPage},
	}
}

// findTable finds out what the file is from its beginning.
func (f *File) findTable(head []byte) error {
	if len(head) == 0 {
		return model.Failed(nil, exportAgain, "%s is empty.", f.name())
	}
	for _, o := range openers() {
		if o.fits(head) {
			return o.open(f, head)
		}
	}
	if what := foreign(head); what != nil && (f.opt.Kind == "" || what.hard) {
		return model.Failed(nil, what.hint, "%s %s.", f.name(), what.is)
	}
	return f.openDelimited(head)
}

// encryptedPackage is the name, in UTF-16, of what a spreadsheet with a password is wrapped in.
var encryptedPackage = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")

// foreign tells what a file is that is no delimited text, from its beginning; nil when it may be one.
func foreign(head []byte) *stranger {
	if bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")) && bytes.Contains(head, encryptedPackage) {
		return &stranger{is: "is a spreadsheet with a password, which cannot be read", hint: "Open it in a spreadsheet program and save it without one.", hard: true}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n")
	for i := range strangers {
		s := &strangers[i]
		if s.hard && bytes.HasPrefix(head, []byte(s.magic)) || !s.hard && bytes.HasPrefix(text, []byte(s.magic)) {
			return s
		}
	}
	if len(text) == 0 {
		return &stranger{is: "holds nothing but blank lines", hint: "Export the report again.", hard: true}
	}
	if isBinary(head) {
		return &stranger{is: "is not text", hint: "Export the detailed sales report as CSV.", hard: true}
	}
	return nil
}

// isBinary tells whether a tenth of the file's beginning is control characters, UTF-16 apart.
func isBinary(head []byte) bool {
	if encoding, _ := detectEncoding(head); encoding != UTF8 {
		return false
	}
	controls := 0
	for _, b := range head {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' {
			controls++
		}
	}
	return controls > len(head)/10
}
