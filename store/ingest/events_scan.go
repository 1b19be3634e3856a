package ingest

import (
	"bytes"
	"errors"
	"io"
)

// The limits of a file of JSON.
const (
	// maxPiece is how long one value may be: an event, or an array of them in a wrapping that a tool put round it.
	maxPiece = 32 << 20
	// maxJSONDepth is how deep values may stand in each other.
	maxJSONDepth = 64
)

// piece is a part of a file of JSON: a value, a blank line, or what was found in the place of one.
type piece struct {
	text  []byte // valid until the next piece
	line  int    // on which it begins, from 1
	blank bool
	fault string // why it is no value; empty when it is
}

// pieces takes a file of JSON apart, value by value: one body; an array, which is never held whole; values line by line
// or over several lines, with or without what a log writes before them. A broken value costs its own line and not those
// after it: where a value runs on over the end of its line and turns out to be none, reading goes on at the next line.
type pieces struct {
	src     io.Reader
	buf     []byte
	pos     int // buf[pos:] is read and not consumed
	eof     bool
	err     error
	line    int
	array   bool // within an array at the top
	midline bool // behind a value, on its line
	indent  int  // of the array's elements, where each begins a line
}

func newPieces(src io.Reader) *pieces { return &pieces{src: src, line: 1} }

// more reads on behind what is there; false when there is no more.
func (p *pieces) more() bool {
	if p.eof {
		return false
	}
	if len(p.buf) == cap(p.buf) {
		p.buf = append(p.buf, make([]byte, max(64<<10, len(p.buf)))...)[:len(p.buf)]
	}
	for range 100 {
		n, err := p.src.Read(p.buf[len(p.buf):cap(p.buf)])
		p.buf = p.buf[:len(p.buf)+n]
		if err != nil {
			p.eof = true
			if !errors.Is(err, io.EOF) {
				p.err = err
			}
		}
		if n > 0 || p.eof {
			return n > 0
		}
	}
	p.eof, p.err = true, io.ErrNoProgress
	return false
}

// has makes sure that there is a byte at a place.
func (p *pieces) has(at int) bool { return at < len(p.buf) || p.more() && at < len(p.buf) }

// advance consumes all up to a place.
func (p *pieces) advance(to int) {
	p.line += bytes.Count(p.buf[p.pos:to], []byte("\n"))
	p.pos = to
}

// next gives the next piece, or io.EOF after the last.
func (p *pieces) next() (piece, error) {
	if p.pos > 0 && p.pos >= len(p.buf)/2 {
		p.buf = p.buf[:copy(p.buf, p.buf[p.pos:])]
		p.pos = 0
	}
	for {
		if p.array {
			if found, ok := p.element(); ok {
				return found, nil
			}
		}
		at := p.skip(p.pos, " \t\r")
		if !p.has(at) {
			if at == p.pos || p.midline {
				return piece{}, p.end()
			}
			return p.blank(at)
		}
		switch b := p.buf[at]; {
		case b == '\n' && p.midline:
			p.advance(at + 1)
			p.midline = false
		case b == '\n':
			return p.blank(at + 1)
		case b == '[' && p.beginsArray(at+1):
			p.advance(at + 1)
			p.array, p.indent = true, -1
		default:
			if found, ok := p.value(at); ok {
				return found, nil
			}
		}
	}
}

// end is the error with which a file ends.
func (p *pieces) end() error {
	if p.err != nil {
		return p.err
	}
	return io.EOF
}

func (p *pieces) blank(end int) (piece, error) {
	found := piece{line: p.line, blank: true}
	p.advance(end)
	return found, nil
}

// skip is the first place from here on that holds none of these bytes.
func (p *pieces) skip(at int, these string) int {
	for p.has(at) && bytes.IndexByte([]byte(these), p.buf[at]) >= 0 {
		at++
	}
	return at
}

// beginsArray tells an array of values from the bracket that a log writes round its time.
func (p *pieces) beginsArray(at int) bool {
	at = p.skip(at, " \t\r\n")
	return !p.has(at) || bytes.IndexByte([]byte(`{["]`), p.buf[at]) >= 0
}

// value reads what begins here on a line: JSON, or JSON behind what a log writes before it. What is left of a line behind
// its last value is passed over, and is no piece.
func (p *pieces) value(at int) (piece, bool) {
	if p.buf[at] == '{' {
		if end := scan(p, at); end > 0 {
			return p.take(at, end), true
		}
	}
	end := p.lineEnd(at)
	if p.buf[at] != '{' {
		tries := 0
		for open := at; tries < 8; tries++ {
			step := bytes.IndexByte(p.buf[open:end], '{')
			if step < 0 {
				break
			}
			open += step
			if close := scan(p, open); close > 0 {
				return p.take(open, close), true
			}
			open++
		}
		if p.midline {
			p.advance(end)
			return piece{}, false
		}
	}
	fault := "there is no JSON in it"
	if bytes.IndexByte(p.buf[at:end], '{') >= 0 {
		fault = "its JSON is broken or cut off"
	}
	found := piece{text: p.buf[at:end], line: p.line, fault: fault}
	p.advance(end)
	p.midline = true
	return found, true
}

func (p *pieces) take(from, to int) piece {
	line := p.line + bytes.Count(p.buf[p.pos:from], []byte("\n"))
	found := piece{text: p.buf[from:to], line: line}
	p.advance(to)
	p.midline = true
	return found
}

// lineEnd is the place of the next line feed, or the end of the file or of what is looked at.
func (p *pieces) lineEnd(at int) int {
	for {
		if i := bytes.IndexByte(p.buf[at:], '\n'); i >= 0 {
			return at + i
		}
		if len(p.buf)-at > maxPiece || !p.more() {
			return len(p.buf)
		}
	}
}

// element reads the next element of the array; false at its end.
func (p *pieces) element() (piece, bool) {
	at := p.skip(p.pos, " \t\r\n,")
	if !p.has(at) || p.buf[at] == ']' {
		p.array, p.midline = false, true
		p.advance(min(at+1, len(p.buf)))
		return piece{}, false
	}
	if p.indent < 0 {
		p.indent = p.indentAt(at)
	}
	if end := scan(p, at); end > 0 {
		return p.take(at, end), true
	}
	end := p.nextElement(at)
	found := piece{text: bytes.TrimRight(p.buf[at:end], " \t\r\n,"), line: p.line + bytes.Count(p.buf[p.pos:at], []byte("\n")),
		fault: "its JSON is broken or cut off"}
	p.advance(end)
	return found, true
}

// indentAt is how far in a place on its line is, -1 where something else stands before it.
func (p *pieces) indentAt(at int) int {
	start := bytes.LastIndexByte(p.buf[:at], '\n') + 1
	if len(bytes.Trim(p.buf[start:at], " \t")) > 0 {
		return -1
	}
	return at - start
}

// nextElement is where reading goes on after a broken element: at the next line that begins as the elements do, or where
// the array ends.
func (p *pieces) nextElement(at int) int {
	for {
		end := p.lineEnd(at)
		if !p.has(end) || end-p.pos > maxPiece {
			return end
		}
		at = end + 1
		open := p.skip(at, " \t")
		if p.has(open) && (p.buf[open] == '{' && (p.indent < 0 || open-at == p.indent) || p.buf[open] == ']' && open-at < max(1, p.indent)) {
			return open
		}
	}
}

// scan gives the place behind the JSON value that begins at a place, 0 where there is none that is whole.
func scan(p *pieces, at int) int {
	var s scanner
	for i := at; i-at <= maxPiece; i++ {
		if !p.has(i) {
			break
		}
		switch s.step(p.buf[i]) {
		case scanDone:
			return i + 1
		case scanBefore:
			return i
		case scanBad:
			return 0
		}
	}
	return 0
}
