package ingest

import (
	"context"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"recoup/model"
)

// Options says how a file is to be read.
type Options struct {
	// Zone is where the report's clock hangs: its dates carry no zone. It must be given.
	Zone *time.Location
	// Kind forces the kind of report, one of Kinds; empty means find out.
	Kind string
	// Map names the field of columns whose header is not known, or overrides a known one: header → a name of Fields.
	// Headers are compared without case and accents.
	Map map[string]string
	// Decimal settles the columns that do not show by themselves how their decimals are written.
	Decimal model.DecimalStyle
	// SeenAt is when the report was downloaded, for who knows it. A report does not say it, so what it tells otherwise
	// counts as seen at the latest moment that its rows mention. It must not be before that. Zero is not known.
	SeenAt model.Instant
	// Now bounds what rows say of SeenAt: a row dated in the future does not carry the file there. Zero means no bound.
	Now model.Instant
	// Known tells whether there is nothing to read in a file, by the digest that its Batch would have: it was imported
	// before. Such a file is not looked through: its Batch is good for nothing but telling its digest, and its Summary
	// for its Kind. Known is called on a goroutine of its own, while the look has begun. It may be nil.
	Known func(ctx context.Context, digest string) (bool, error)
	// Progress is called about once in a mebibyte, on the reading goroutine, with the bytes read so far and the bytes to
	// read in all. The total is twice the file's size, since the file is read twice. It may be nil.
	Progress func(done, total int64)
}

// File is a report that was recognised and looked through once. It holds no open file. It is for one goroutine.
type File struct {
	path     string
	disk     string // the file on the disk, and the member of it where that is an archive
	member   string
	size     int64 // of the file or member
	opt      Options
	speeches []*speech // the kinds that it may be of
	stat     fs.FileInfo
	sum      uint32 // checksum of the content as Open saw it
	format   format
	layout   *layout
	styles   styles
	seenAt   model.Instant
	covers   []model.Coverage
	digest   string
	known    bool // by Options.Known; then nothing was looked at
	summary  Summary
	rejects  []Reject
	kept     *kept // JSON that was kept, which has no table; all else but the path is then empty
}

// Open finds out what a file is and looks through it once. What is no readable report is an error that says what it is
// instead. A folder of files of JSON, such as webhook bodies, is one import too. The context stops it within one buffer's
// reading.
func Open(ctx context.Context, path string, opt Options) (*File, error) {
	if isKept(path, opt) {
		k, err := openKept(ctx, path, opt)
		if err != nil {
			return nil, err
		}
		return &File{path: path, kept: k}, nil
	}
	f, err := recognised(path, opt)
	if err != nil {
		return nil, err
	}
	if err := f.look(ctx); err != nil {
		return nil, err
	}
	return f, nil
}

// recognised finds out what a file is, from the options and its beginning.
func recognised(path string, opt Options) (*File, error) {
	if opt.Zone == nil {
		return nil, model.Usage("Name it with --tz, for example America/Sao_Paulo.", "The time zone of the report's dates is not given.")
	}
	speeches, err := opt.speeches()
	if err != nil {
		return nil, err
	}
	f := &File{path: path, opt: opt, speeches: speeches}
	f.disk, f.member = locate(path)
	return f, f.recognise()
}

// recognise reads the beginning of the file: what it is, how it is written, and its header.
func (f *File) recognise() error {
	stat, err := os.Stat(f.disk)
	if err != nil {
		return f.unreadable(err)
	}
	if err := f.checkIsFile(stat); err != nil {
		return err
	}
	f.stat = stat
	src, err := f.open(context.Background())
	if err != nil {
		return err
	}
	f.size = src.size
	head, err := readHead(src)
	src.close()
	if err != nil {
		return f.passError(err)
	}
	return f.findTable(head)
}

func (f *File) checkIsFile(stat fs.FileInfo) error {
	switch {
	case stat.IsDir():
		return model.Failed(nil, "Name the files in it.", "%s is a folder.", f.name())
	case !stat.Mode().IsRegular():
		return model.Failed(nil, "Save what it gives to a file and import that.", "%s is not a regular file, and a report is read twice.", f.name())
	}
	return nil
}

// title is the file's own name; a member's, behind that of its archive.
func (f *File) title() string {
	if f.member != "" {
		return filepath.Base(f.disk) + "/" + f.member
	}
	return filepath.Base(f.disk)
}

// name is the file's own name, fit for a message.
func (f *File) name() string { return model.Clean(f.title()).String() }

func (f *File) unreadable(err error) error {
	return model.Failed(err, "Check its name and that you may read it.", "%s cannot be read: %s.", f.name(), cause(err))
}

// cause is what went wrong with a file without its path, which the message names already.
func cause(err error) string {
	if p, ok := err.(*fs.PathError); ok { //nolint:errorlint // os returns it bare
		err = p.Err
	}
	return model.Clean(err.Error()).String()
}

func (f *File) changed() error {
	return model.Failed(nil, "Import it again when nothing writes to it any more.", "%s changed while it was read.", f.name())
}

// Batch is the file as one import. Its Read may be called again, and gives the same changes each time as long as the
// file stays the same; when it does not, Read is an error.
func (f *File) Batch() model.Batch {
	if f.kept != nil {
		return f.kept.batch()
	}
	return model.Batch{
		Name: f.title(), Kind: f.layout.id, Digest: f.digest, Source: model.SourceReport,
		Zone: f.opt.Zone.String(), SeenAt: f.seenAt, Covers: f.covers, Read: f.read,
	}
}

// Summary says how the file was understood.
func (f *File) Summary() Summary {
	if f.kept != nil {
		return f.kept.summary
	}
	return f.summary
}

// checkSame tells whether the file is still the one that Open looked through.
func (f *File) checkSame(stat fs.FileInfo) error {
	if stat.Size() != f.stat.Size() || !stat.ModTime().Equal(f.stat.ModTime()) || !os.SameFile(stat, f.stat) {
		return f.changed()
	}
	return nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Encoding is how a file writes its characters.
type Encoding uint8

// The encodings.
const (
	UTF8 Encoding = iota // lines that are not valid UTF-8 are read as Windows-1252
	UTF16LE
	UTF16BE
)

// Summary says how a file was understood, for the user to see before and after an import.
type Summary struct {
	Kind      string
	Encoding  string // in words, such as "UTF-8 with BOM"
	Separator string // ";", ",", "|" or "tab"; empty where cells need none
	Columns   []Column
	Rows      int // records, header and blank lines included
	Blank     int
	Header    int // header lines, also repeated ones, what stands above the header, and total lines
	SeenAt    model.Instant
	// Notes are things worth knowing that are no reason to refuse the file.
	Notes []model.Phrase
}

func (s *Summary) note(words string, args ...model.Value) {
	s.Notes = append(s.Notes, model.Say(words, args...))
}

// Column is one column of the file's header.
type Column struct {
	Header  model.Text
	Use     ColumnUse
	Field   string // what its cells are read as, a name of Fields; empty unless read
	Decimal model.DecimalStyle
}

// ColumnUse says what becomes of a column.
type ColumnUse uint8

// The uses of a column.
const (
	ColumnUnknown   ColumnUse = iota // its header is not known
	ColumnRead                       // its cells are read
	ColumnLeft                       // known, and deliberately not read
	ColumnDuplicate                  // an earlier column gives the same fact
	ColumnOwn                        // one that WriteRejects added
)

// String is the use in a word.
func (u ColumnUse) String() string {
	switch u {
	case ColumnRead:
		return "read"
	case ColumnLeft:
		return "left"
	case ColumnDuplicate:
		return "duplicate"
	case ColumnOwn:
		return "own"
	}
	return "unknown"
}

// Reject is a row that could not be read.
type Reject struct {
	Line   int    // physical line of the file on which the row begins, from 1
	Column string // header of the column at fault; empty when the row as a whole is
	Reason string // what is wrong, a sentence without its first words: "x" is not a date
}

// String is the rejection as one line.
func (r Reject) String() string {
	if r.Column == "" {
		return fmt.Sprintf("line %d: %s", r.Line, r.Reason)
	}
	return fmt.Sprintf("line %d, column %q: %s", r.Line, r.Column, r.Reason)
}
