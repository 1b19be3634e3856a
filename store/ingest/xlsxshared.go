package ingest

import (
	"errors"
	"io"
	"strings"
)

// The limits of the texts that cells share, which are held in memory while the sheet is read.
const (
	maxSharedTexts = 4_000_000
	maxSharedBytes = 160 << 20
	sharedChunk    = 64 << 10
)

var errShared = errors.New("is a spreadsheet with more text in it than a report has")

// readShared reads the texts that cells refer to by number.
func (b *book) readShared() ([]string, error) {
	if b.shared == "" {
		return nil, nil
	}
	entry := b.parts[b.shared]
	if entry == nil {
		return nil, errParts
	}
	r, err := unpack(entry)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read
	var shelf textShelf
	x := newXMLScan(r)
	var item richText
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			shelf.flush()
			return shelf.texts, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case token.is(xmlStart, "si"):
			item.begin()
		case token.is(xmlEnd, "si"):
			if err := shelf.add(unescaped(item.text)); err != nil {
				return nil, err
			}
		default:
			item.take(token)
		}
	}
}

// richText collects the text of an item from its runs, without what tells how its signs are spoken.
type richText struct {
	text           []byte
	within, spoken bool // within <t>; within <rPh>
}

func (r *richText) begin() { r.text, r.within, r.spoken = r.text[:0], false, false }

func (r *richText) take(token *xmlToken) {
	switch {
	case token.kind == xmlText:
		if r.within && !r.spoken && len(r.text) <= maxFieldBytes {
			r.text = append(r.text, token.text...)
		}
	case string(token.name) == "t":
		r.within = token.kind == xmlStart
	case string(token.name) == "rPh":
		r.spoken = token.kind == xmlStart
	}
}

// textShelf holds many short texts in few large ones.
type textShelf struct {
	texts []string
	chunk strings.Builder
	ends  []int // of the texts in the chunk
	bytes int
}

func (s *textShelf) add(text []byte) error {
	if s.bytes += len(text); s.bytes > maxSharedBytes || len(s.texts)+len(s.ends) >= maxSharedTexts {
		return errShared
	}
	s.chunk.Write(text)
	s.ends = append(s.ends, s.chunk.Len())
	if s.chunk.Len() >= sharedChunk {
		s.flush()
	}
	return nil
}

func (s *textShelf) flush() {
	all, from := s.chunk.String(), 0
	for _, end := range s.ends {
		s.texts = append(s.texts, all[from:end])
		from = end
	}
	s.chunk.Reset()
	s.ends = s.ends[:0]
}
