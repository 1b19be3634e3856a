package ingest

import (
	"bytes"
	"errors"
	"io"
)

// The limits of a file. They are far above any report and bound what a hostile file can cost.
const (
	maxFieldBytes  = 1 << 20
	maxLineBytes   = 8 << 20
	maxRecordLines = 100
	maxColumns     = 10_000
)

// errLongLine is what peek gives for a line over maxLineBytes.
var errLongLine = errors.New("line too long")

// lines gives the physical lines of a file, with a view of those that follow, from a buffer that is no larger than what
// is looked at. A line ends with LF, CR LF or CR, whichever comes.
type lines struct {
	src       io.Reader
	buf       []byte
	pos, size int // buf[pos:size] has been read and not consumed
	lf, cr    int // the first of its kind at or after the place searched last; size when there is none
	found     []span
	eof       bool
	err       error
}

// span is a line within the buffer, as offsets from pos: its text is [start,end) and the next one begins at next.
type span struct{ start, end, next int }

const firstBuffer = 256 << 10

func newLines(src io.Reader) *lines {
	return &lines{src: src, buf: make([]byte, firstBuffer)}
}

// peek gives the k-th line from here and the bytes that end it, both valid until the next call. After the last line it
// is io.EOF; a line that is too long is errLongLine, and can only be skipped.
func (l *lines) peek(k int) (text, end []byte, err error) {
	for len(l.found) <= k {
		if err := l.find(); err != nil {
			return nil, nil, err
		}
	}
	s := l.found[k]
	return l.buf[l.pos+s.start : l.pos+s.end], l.buf[l.pos+s.end : l.pos+s.next], nil
}

// advance consumes n lines that were peeked at.
func (l *lines) advance(n int) {
	gone := l.found[n-1].next
	l.pos += gone
	rest := l.found[:0]
	for _, s := range l.found[n:] {
		rest = append(rest, span{s.start - gone, s.end - gone, s.next - gone})
	}
	l.found = rest
}

// find looks for the end of the first line that is not found yet.
func (l *lines) find() error {
	start := 0
	if n := len(l.found); n > 0 {
		start = l.found[n-1].next
	}
	for {
		at := l.lineEnd(l.pos + start)
		switch {
		case at < l.size && (l.buf[at] == '\n' || at+1 < l.size || l.eof):
			end := at - l.pos
			if end-start > maxLineBytes {
				return errLongLine
			}
			next := end + 1
			if l.buf[at] == '\r' && at+1 < l.size && l.buf[at+1] == '\n' {
				next++
			}
			l.found = append(l.found, span{start, end, next})
			return nil
		case l.eof:
			if l.err != nil {
				return l.err
			}
			if l.pos+start == l.size {
				return io.EOF
			}
			if l.size-l.pos-start > maxLineBytes {
				return errLongLine
			}
			l.found = append(l.found, span{start, l.size - l.pos, l.size - l.pos})
			return nil
		case l.size-l.pos-start > maxLineBytes:
			return errLongLine
		}
		l.fill()
	}
}

// lineEnd is the place of the first CR or LF at or after from, or size. Each byte is searched once for each of the two.
func (l *lines) lineEnd(from int) int {
	if l.lf < from {
		l.lf = l.search(from, '\n')
	}
	if l.cr < from {
		l.cr = l.search(from, '\r')
	}
	return min(l.lf, l.cr)
}

func (l *lines) search(from int, b byte) int {
	if i := bytes.IndexByte(l.buf[from:l.size], b); i >= 0 {
		return from + i
	}
	return l.size
}

// fill reads more of the file behind what is there.
func (l *lines) fill() {
	if l.pos > 0 && l.size == len(l.buf) {
		l.size = copy(l.buf, l.buf[l.pos:l.size])
		l.lf, l.cr = l.lf-l.pos, l.cr-l.pos // one that lies behind becomes negative and is searched again
		l.pos = 0
	}
	if l.size == len(l.buf) {
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	old := l.size
	n, err := l.src.Read(l.buf[l.size:])
	l.size += n
	if l.lf == old {
		l.lf = l.search(old, '\n')
	}
	if l.cr == old {
		l.cr = l.search(old, '\r')
	}
	if err != nil {
		l.eof = true
		if !errors.Is(err, io.EOF) {
			l.err = err
		}
	}
}

// skip consumes the rest of a line that is too long, without keeping it.
func (l *lines) skip() error {
	for {
		at := l.lineEnd(l.pos)
		if at < l.size && (l.buf[at] == '\n' || at+1 < l.size || l.eof) {
			l.pos = at + 1
			if l.buf[at] == '\r' && l.pos < l.size && l.buf[l.pos] == '\n' {
				l.pos++
			}
			return nil
		}
		if l.eof {
			l.pos = l.size
			return l.err
		}
		l.pos = at // keep a CR whose LF may follow
		l.fill()
	}
}
