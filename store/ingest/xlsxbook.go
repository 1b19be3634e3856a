package ingest

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// maxPart bounds the parts of a workbook that are read at once: all but the sheets and the shared texts.
const maxPart = 8 << 20

// book is a spreadsheet's list of sheets and what their cells refer to.
type book struct {
	parts    map[string]*zip.File // by entryName
	sheets   []sheetPart
	shared   string // the part of the shared texts; empty for none
	dates    []bool // by style: its numbers are dates
	from1904 bool   // days are counted from 1904
	macros   bool
}

// sheetPart is a sheet and the part that holds it.
type sheetPart struct{ name, part string }

// The faults of a spreadsheet, worded to follow its name.
var (
	errNoBook = errors.New("is a zip file without a spreadsheet in it")
	errBinary = errors.New("is a binary spreadsheet (XLSB), which cannot be read")
	errODS    = errors.New("is an OpenDocument file, which cannot be read")
	errOther  = errors.New("is a document and not a spreadsheet")
	errParts  = errors.New("is a damaged spreadsheet: a part that it names is missing or cannot be read")
)

// relation is a link from one part to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// readBook reads all of a workbook but its cells.
func readBook(z *zip.Reader) (*book, error) {
	b := &book{parts: make(map[string]*zip.File, len(z.File))}
	for _, entry := range z.File {
		name := strings.ToLower(entryName(entry.Name))
		b.parts[name] = entry
		b.macros = b.macros || strings.HasSuffix(name, "vbaproject.bin")
	}
	main, err := b.mainPart()
	if err != nil {
		return nil, err
	}
	links, err := b.relations(main)
	if err != nil {
		return nil, err
	}
	if err := b.readSheets(main, links); err != nil {
		return nil, err
	}
	for _, link := range links {
		switch path.Base(link.Type) {
		case "sharedStrings":
			b.shared = link.Target
		case "styles":
			if b.dates, err = b.readStyles(link.Target); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// mainPart finds the workbook, or says what the zip file is instead.
func (b *book) mainPart() (string, error) {
	links, err := b.relations("")
	if err != nil {
		return "", err
	}
	main := "xl/workbook.xml"
	for _, link := range links {
		if path.Base(link.Type) == "officeDocument" {
			main = link.Target
		}
	}
	switch {
	case strings.HasSuffix(main, ".bin"):
		return "", errBinary
	case strings.HasPrefix(main, "word/"), strings.HasPrefix(main, "ppt/"):
		return "", errOther
	case b.parts[main] != nil:
		return main, nil
	case b.parts["mimetype"] != nil && b.parts["content.xml"] != nil:
		return "", errODS
	}
	return "", errNoBook
}

// relations reads the links of a part; their targets are names of parts. A part without links has none.
func (b *book) relations(part string) ([]relation, error) {
	folder, name := path.Split(part)
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	err := b.decode(path.Join(folder, "_rels", name+".rels"), &list)
	if errors.Is(err, errParts) && part == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for i := range list.Relations {
		r := &list.Relations[i]
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join("/", folder, r.Target)
		}
		r.Target = strings.ToLower(entryName(r.Target))
	}
	return list.Relations, nil
}

// decode reads a small part of XML.
func (b *book) decode(part string, to any) error {
	entry := b.parts[strings.ToLower(part)]
	if entry == nil || entry.UncompressedSize64 > maxPart {
		return errParts
	}
	r, err := unpack(entry)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // only read
	if err := xml.NewDecoder(io.LimitReader(r, maxPart)).Decode(to); err != nil {
		return errParts
	}
	return nil
}

func (b *book) readSheets(main string, links []relation) error {
	var list struct {
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(main, &list); err != nil {
		return err
	}
	b.from1904 = list.Properties.From1904 == "1" || list.Properties.From1904 == "true"
	targets := make(map[string]string, len(links))
	for _, link := range links {
		if path.Base(link.Type) == "worksheet" {
			targets[link.ID] = link.Target
		}
	}
	for _, s := range list.Sheets {
		for _, a := range s.Attrs {
			if part := targets[a.Value]; a.Name.Local == "id" && b.parts[part] != nil {
				b.sheets = append(b.sheets, sheetPart{s.Name, part})
			}
		}
	}
	if len(b.sheets) == 0 {
		return errParts
	}
	return nil
}

// readStyles finds out which styles show a number as a date.
func (b *book) readStyles(part string) ([]bool, error) {
	var list struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(part, &list); err != nil {
		return nil, err
	}
	custom := make(map[int]bool, len(list.Formats))
	for _, f := range list.Formats {
		custom[f.ID] = isDateFormat(f.Code)
	}
	dates := make([]bool, len(list.Styles))
	for i, s := range list.Styles {
		dates[i] = custom[s.Format] || isDateFormatID(s.Format)
	}
	return dates, nil
}

// isDateFormatID knows the formats that are never written out, also those of East Asian Excels.
func isDateFormatID(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// isDateFormat tells whether a format shows days, months, years or hours, outside of texts and colours in it.
func isDateFormat(code string) bool {
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return false
			}
			i += end + 1
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return false
			}
			if strings.Trim(strings.ToLower(code[i+1:i+end]), "hms") == "" {
				return true
			}
			i += end
		case '\\', '_', '*':
			i++
		case 'd', 'D', 'm', 'M', 'y', 'Y', 'h', 'H':
			return true
		}
	}
	return false
}

// isDate tells whether a cell's style, by its number, shows dates.
func (b *book) isDate(style []byte) bool {
	n, err := strconv.Atoi(string(style))
	return err == nil && n >= 0 && n < len(b.dates) && b.dates[n]
}
