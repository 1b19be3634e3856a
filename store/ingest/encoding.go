package ingest

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var utf8BOM = []byte("\xef\xbb\xbf")

// detectEncoding finds a file's encoding from its beginning. Between UTF-8 and Windows-1252 nothing is decided here:
// that is seen line by line.
func detectEncoding(head []byte) (e Encoding, bom bool) {
	switch {
	case bytes.HasPrefix(head, utf8BOM):
		return UTF8, true
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return UTF16LE, true
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return UTF16BE, true
	}
	even, odd := 0, 0
	for i, b := range head {
		if b != 0 {
			continue
		}
		if i%2 == 0 {
			even++
		} else {
			odd++
		}
	}
	// Western text in UTF-16 has a zero in nearly every pair of bytes, always on the same side.
	switch pairs := len(head) / 2; {
	case odd > pairs/2 && even < pairs/20+1:
		return UTF16LE, false
	case even > pairs/2 && odd < pairs/20+1:
		return UTF16BE, false
	}
	return UTF8, false
}

// decoded turns the bytes of a file into ones whose line ends and separators are ASCII.
func (e Encoding) decoded(r io.Reader) io.Reader {
	switch e {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder().Reader(r)
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder().Reader(r)
	}
	return r
}

// script counts how the lines of a file turned out to be written.
type script struct {
	utf8Lines, latinLines, garbledLines int
}

// lineText decodes one line. A line that is not valid UTF-8 is Windows-1252: programs that put both into one file do so
// line by line. A byte order mark at its beginning, as where files were joined, is dropped.
func lineText(line []byte) string { return new(script).text(line) }

// text decodes a line and counts how it is written.
func (s *script) text(line []byte) string {
	line = bytes.TrimPrefix(line, utf8BOM)
	switch {
	case isASCII(line):
		return string(line)
	case utf8.Valid(line):
		s.utf8Lines++
		if isGarbled(line) {
			s.garbledLines++
		}
		return string(line)
	}
	s.latinLines++
	var b strings.Builder
	b.Grow(len(line) + len(line)/8)
	for _, c := range line {
		b.WriteRune(charmap.Windows1252.DecodeByte(c))
	}
	return b.String()
}

func isASCII(b []byte) bool {
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b)&0x8080808080808080 != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isGarbled tells whether a line of UTF-8 shows the marks of having been taken for Windows-1252 and encoded again: an Ã
// before a character that is the second byte of an accented letter. No Portuguese or Spanish word has one.
func isGarbled(line []byte) bool {
	for {
		i := bytes.Index(line, []byte("Ã"))
		if i < 0 {
			return false
		}
		line = line[i+len("Ã"):]
		r, _ := utf8.DecodeRune(line)
		if c, ok := charmap.Windows1252.EncodeRune(r); ok && r >= utf8.RuneSelf && c >= 0x80 && c < 0xc0 {
			return true
		}
	}
}

// ungarble undoes a double encoding, where it was one.
func ungarble(s string) (string, bool) {
	if !isGarbled([]byte(s)) {
		return s, false
	}
	b := make([]byte, 0, len(s))
	for _, r := range s {
		c, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			return s, false
		}
		b = append(b, c)
	}
	if !utf8.Valid(b) {
		return s, false
	}
	return string(b), true
}

// words names the encoding of a file whose lines were counted.
func (f *delimited) words(s script) string {
	switch {
	case f.encoding == UTF16LE:
		return "UTF-16 LE"
	case f.encoding == UTF16BE:
		return "UTF-16 BE"
	case s.latinLines > 0 && s.utf8Lines > 0:
		return "UTF-8 and Windows-1252"
	case s.latinLines > 0:
		return "Windows-1252"
	case f.bom:
		return "UTF-8 with BOM"
	}
	return "UTF-8"
}
