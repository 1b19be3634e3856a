package ingest

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// xmlScan reads XML of any length as a stream of tags and texts, without checking what does not matter here: a sheet of
// 100,000 rows is 350 MB of it, for which a general decoder takes a minute. Names are given without their prefix. It
// knows no entities but the five of XML itself, and refuses a document that declares some.
type xmlScan struct {
	src       io.Reader
	buf       []byte
	pos, size int // buf[pos:size] has been read and not consumed
	begun     bool
	eof       bool
	empty     bool // the tag given last closes itself, which is still to be told
	token     xmlToken
	plain     []byte // a text whose entities were resolved
}

// xmlKind is what a token is.
type xmlKind uint8

const (
	xmlStart xmlKind = iota
	xmlEnd
	xmlText // a piece of text: a long one comes in several
)

// xmlToken is a tag or a piece of text. It is valid until the next.
type xmlToken struct {
	kind  xmlKind
	name  []byte
	attrs []byte // between the name and the end of a start tag
	text  []byte
}

const xmlBuffer = 64 << 10

// The faults of XML, worded to follow "damaged: ".
var (
	errXMLCut     = errors.New("it ends in the middle")
	errXMLTag     = errors.New("a tag in it is longer than any of a spreadsheet")
	errXMLDoctype = errors.New("it declares entities, which no spreadsheet program writes")
	errXMLCoding  = errors.New("it is not written in UTF-8")
	errXMLSyntax  = errors.New("it is not well-formed")
)

func newXMLScan(src io.Reader) *xmlScan { return &xmlScan{src: src, buf: make([]byte, xmlBuffer)} }

// next gives the next tag or text, or io.EOF.
func (x *xmlScan) next() (*xmlToken, error) {
	if !x.begun {
		x.begun = true
		if head, err := x.atLeast(2); err != nil {
			return nil, err
		} else if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) || bytes.IndexByte(head, 0) >= 0 {
			return nil, errXMLCoding
		}
	}
	if x.empty {
		x.empty = false
		x.token.kind = xmlEnd
		return &x.token, nil
	}
	for {
		if x.pos == x.size {
			if err := x.fill(); err != nil {
				return nil, err
			}
		}
		if x.buf[x.pos] != '<' {
			return x.words()
		}
		told, err := x.tag()
		if err != nil {
			return nil, err
		}
		if told {
			return &x.token, nil
		}
	}
}

// fill reads more behind what is there; at the end it is io.EOF.
func (x *xmlScan) fill() error {
	if x.eof {
		return io.EOF
	}
	if x.pos > 0 {
		x.size = copy(x.buf, x.buf[x.pos:x.size])
		x.pos = 0
	}
	if x.size == len(x.buf) {
		return errXMLTag
	}
	for {
		n, err := x.src.Read(x.buf[x.size:])
		x.size += n
		switch {
		case errors.Is(err, io.EOF):
			x.eof = true
			if n == 0 {
				return io.EOF
			}
			return nil
		case err != nil:
			return err
		case n > 0:
			return nil
		}
	}
}

// words gives the text up to the next tag, or what the buffer has of it.
func (x *xmlScan) words() (*xmlToken, error) {
	end := bytes.IndexByte(x.buf[x.pos:x.size], '<')
	if end < 0 {
		// An entity must not be cut: the longest that matters has ten characters.
		if amp := bytes.LastIndexByte(x.buf[x.pos:x.size], '&'); amp >= 0 && x.size-x.pos-amp < 12 && !x.eof {
			if amp == 0 {
				if err := x.fill(); err != nil && !errors.Is(err, io.EOF) {
					return nil, err
				}
				return x.words()
			}
			end = amp
		} else {
			end = x.size - x.pos
		}
	}
	raw := x.buf[x.pos : x.pos+end]
	x.pos += end
	x.token = xmlToken{kind: xmlText, text: x.resolved(raw)}
	return &x.token, nil
}

// resolved is a text without entities.
func (x *xmlScan) resolved(raw []byte) []byte {
	amp := bytes.IndexByte(raw, '&')
	if amp < 0 {
		return raw
	}
	x.plain = appendResolved(x.plain[:0], raw)
	return x.plain
}

func appendResolved(to, raw []byte) []byte {
	for {
		amp := bytes.IndexByte(raw, '&')
		if amp < 0 {
			return append(to, raw...)
		}
		to = append(to, raw[:amp]...)
		raw = raw[amp:]
		end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		r, ok := rune(0), false
		if end > 0 {
			r, ok = entity(string(raw[1:end]))
		}
		if !ok {
			to = append(to, '&')
			raw = raw[1:]
			continue
		}
		to = utf8.AppendRune(to, r)
		raw = raw[end+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune
}

// tag reads what begins with "<"; told is false for what is passed over.
func (x *xmlScan) tag() (told bool, err error) {
	if x.size-x.pos < 2 {
		if _, err := x.atLeast(2); err != nil {
			return false, err
		}
	}
	if x.size-x.pos > 1 && (x.buf[x.pos+1] == '!' || x.buf[x.pos+1] == '?') {
		return x.aside()
	}
	end, err := x.tagEnd()
	if err != nil {
		return false, err
	}
	inner := x.buf[x.pos+1 : end]
	x.pos = end + 1
	x.token = xmlToken{kind: xmlStart}
	switch n := len(inner); {
	case n > 0 && inner[0] == '/':
		x.token.kind = xmlEnd
		inner = inner[1:]
	case n > 0 && inner[n-1] == '/':
		x.empty = true
		inner = inner[:n-1]
	}
	name := 0
	for name < len(inner) && inner[name] > ' ' {
		name++
	}
	if name == 0 {
		return false, errXMLSyntax
	}
	x.token.name, x.token.attrs = localName(inner[:name]), inner[name:]
	return true, nil
}

// aside reads what is no tag: a comment, an instruction, a literal text.
func (x *xmlScan) aside() (told bool, err error) {
	head, err := x.atLeast(9)
	switch {
	case err != nil:
		return false, err
	case bytes.HasPrefix(head, []byte("<!--")):
		return false, x.passOver(4, "-->")
	case bytes.HasPrefix(head, []byte("<?")):
		return false, x.passOver(2, "?>")
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		return true, x.literal()
	}
	return false, errXMLDoctype
}

// atLeast looks at so many bytes from here on, or at all that are left.
func (x *xmlScan) atLeast(n int) ([]byte, error) {
	for x.size-x.pos < n {
		if err := x.fill(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
	}
	return x.buf[x.pos:min(x.size, x.pos+n)], nil
}

// tagEnd finds the ">" of the tag at hand, which may also stand in the value of an attribute.
func (x *xmlScan) tagEnd() (int, error) {
	for from := 1; ; {
		i := bytes.IndexByte(x.buf[min(x.pos+from, x.size):x.size], '>')
		if i < 0 {
			from = max(from, x.size-x.pos)
			if err := x.fill(); errors.Is(err, io.EOF) {
				return 0, errXMLCut
			} else if err != nil {
				return 0, err
			}
			continue
		}
		from += i + 1
		if !openQuote(x.buf[x.pos : x.pos+from]) {
			return x.pos + from - 1, nil
		}
	}
}

// openQuote tells whether a tag up to here ends within a quoted value.
func openQuote(tag []byte) bool {
	if bytes.IndexByte(tag, '\'') < 0 {
		return bytes.Count(tag, []byte{'"'})%2 == 1
	}
	var quote byte
	for _, c := range tag {
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == c:
			quote = 0
		}
	}
	return quote != 0
}

// passOver goes on behind the next occurrence of what ends the comment or instruction at hand.
func (x *xmlScan) passOver(begin int, end string) error {
	x.pos += begin
	for {
		if i := bytes.Index(x.buf[x.pos:x.size], []byte(end)); i >= 0 {
			x.pos += i + len(end)
			return nil
		}
		x.pos = max(x.pos, x.size-len(end)+1)
		if err := x.fill(); errors.Is(err, io.EOF) {
			return errXMLCut
		} else if err != nil {
			return err
		}
	}
}

// literal gives a CDATA section, which must fit into the buffer.
func (x *xmlScan) literal() error {
	const begin, end = "<![CDATA[", "]]>"
	for {
		if i := bytes.Index(x.buf[x.pos:x.size], []byte(end)); i >= 0 {
			x.token = xmlToken{kind: xmlText, text: x.buf[x.pos+len(begin) : x.pos+i]}
			x.pos += i + len(end)
			return nil
		}
		if err := x.fill(); errors.Is(err, io.EOF) {
			return errXMLCut
		} else if err != nil {
			return err
		}
	}
}

func localName(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// attr gives the value of an attribute by its name without prefix, as it is written; ok is false where it is not there.
func (t *xmlToken) attr(name string) (value []byte, ok bool) {
	rest := t.attrs
	for {
		for len(rest) > 0 && rest[0] <= ' ' {
			rest = rest[1:]
		}
		end := 0
		for end < len(rest) && rest[end] != '=' && rest[end] > ' ' {
			end++
		}
		key := rest[:end]
		for end < len(rest) && (rest[end] == '=' || rest[end] <= ' ') {
			end++
		}
		if end == len(rest) || rest[end] != '"' && rest[end] != '\'' {
			return nil, false
		}
		rest = rest[end:]
		end = bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil, false
		}
		if string(localName(key)) == name {
			return rest[1 : 1+end], true
		}
		rest = rest[end+2:]
	}
}

// is tells whether the token is a tag of a kind and name.
func (t *xmlToken) is(kind xmlKind, name string) bool {
	return t.kind == kind && string(t.name) == name
}
