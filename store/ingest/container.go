package ingest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"
)

// The limits of a zip file, be it a spreadsheet or an archive of reports.
const (
	maxEntries  = 10_000
	maxUnpacked = 4 << 30 // bytes of one entry
	// An entry may unpack to this many times its size once it is larger than freelyUnpacked. Sheets of reports unpack to
	// ten to forty times.
	maxRatio       = 200
	freelyUnpacked = 64 << 20
)

// The faults of a zip file, worded to follow its name.
var (
	errNoZip       = errors.New("is damaged: its list of contents is missing or cannot be read")
	errManyEntries = errors.New("is a zip file of more than 10,000 files")
	errBomb        = errors.New("unpacks to far more than a report holds")
	errZipMethod   = errors.New("is packed with a password or in a way that cannot be read")
)

// openZip reads the list of contents. How many entries there are is looked up before memory is given to them.
func openZip(at io.ReaderAt, size int64) (*zip.Reader, error) {
	n, err := countEntries(at, size)
	if err != nil {
		return nil, err
	}
	if n > maxEntries {
		return nil, errManyEntries
	}
	z, err := zip.NewReader(at, size)
	switch {
	case errors.Is(err, zip.ErrInsecurePath): // names are looked up and never written to
	case err != nil && (errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)):
		return nil, errNoZip
	case err != nil:
		return nil, err
	}
	if len(z.File) > maxEntries {
		return nil, errManyEntries
	}
	return z, nil
}

// countEntries reads how many entries the zip file says it has, from the record at its end.
func countEntries(at io.ReaderAt, size int64) (int, error) {
	tail := make([]byte, min(size, 66<<10))
	if _, err := at.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < 22 {
		return 0, errNoZip
	}
	// 65,535 stands for any number above it, too.
	return int(binary.LittleEndian.Uint16(tail[i+10:])), nil
}

// checkEntry holds an entry against the limits.
func checkEntry(entry *zip.File) error {
	packed, plain := entry.CompressedSize64, entry.UncompressedSize64
	if plain > maxUnpacked || plain > freelyUnpacked && plain/maxRatio > packed {
		return errBomb
	}
	if entry.Flags&1 != 0 || entry.Method != zip.Store && entry.Method != zip.Deflate {
		return errZipMethod
	}
	return nil
}

// unpack opens an entry that is within the limits.
func unpack(entry *zip.File) (io.ReadCloser, error) {
	if err := checkEntry(entry); err != nil {
		return nil, err
	}
	r, err := entry.Open()
	if errors.Is(err, zip.ErrFormat) {
		err = errNoZip
	}
	return r, err
}

// isPacking tells whether reading an entry stopped at its packing.
func isPacking(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) ||
		errors.Is(err, io.ErrUnexpectedEOF)
}

// entryName is the name of an entry by which it is looked up and shown: with slashes, from the archive's root, and never
// out of it.
func entryName(name string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
}
