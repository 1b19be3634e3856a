package export

import (
	"io"

	"recoup/model"
)

// stream collects text and passes it on in large pieces. The first error stays; what comes after it goes nowhere.
type stream struct {
	w   io.Writer
	b   []byte
	err error
}

// pieceSize is how much is collected before it is passed on.
const pieceSize = 64 << 10

func newStream(w io.Writer) *stream { return &stream{w: w, b: make([]byte, 0, pieceSize+pieceSize/4)} }

// text adds words of our own.
func (s *stream) text(words string) { s.b = append(s.b, words...) }

// clean adds a string that may be foreign.
func (s *stream) clean(raw string) { s.b = append(s.b, plain(raw)...) }

// endRow passes on what was collected once it is enough, and tells whether to go on.
func (s *stream) endRow() error {
	if len(s.b) >= pieceSize {
		s.pass()
	}
	return s.err
}

// close passes on the rest and gives the first error of all.
func (s *stream) close() error {
	s.pass()
	return s.err
}

func (s *stream) pass() {
	if s.err != nil || len(s.b) == 0 {
		s.b = s.b[:0]
		return
	}
	n, err := s.w.Write(s.b)
	if err == nil && n < len(s.b) {
		err = io.ErrShortWrite
	}
	s.err = err
	s.b = s.b[:0]
}

func plain(raw string) string { return model.Clean(raw).String() }
