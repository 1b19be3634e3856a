package ingest

import (
	"math/bits"
	"strings"
)

// splitting is how the attempt to split a text into cells ended.
type splitting uint8

const (
	splitWhole  splitting = iota // every cell is closed
	splitOpen                    // the last cell began with a quote that does not close
	splitStray                   // something stands between a closing quote and the separator
	splitClosed                  // a quote ends a cell that did not begin with one
	splitWide                    // more cells than any report has
)

// split cuts a text into cells at the separator. A cell may be put in double quotes, and then holds separators and line
// breaks, and quotes written twice. A quote inside a cell that does not begin with one is only a quote, as in 15" x 4;
// but where such a cell ends in the second half of a pair, its first half was lost, and nothing after it can be trusted.
// The cells are appended to those given, of which the first to be at fault is the last.
func split(text string, sep byte, cells []string) ([]string, splitting) {
	if strings.IndexByte(text, '"') < 0 {
		return splitPlain(text, sep, cells)
	}
	for {
		if len(cells) == maxColumns {
			return cells, splitWide
		}
		if len(text) > 0 && text[0] == '"' {
			cell, rest, state := quoted(text, sep)
			cells = append(cells, cell)
			if state != splitWhole || rest == "" {
				return cells, state
			}
			text = rest[1:]
			continue
		}
		i := strings.IndexByte(text, sep)
		if i < 0 {
			i = len(text)
		}
		cell := text[:i]
		cells = append(cells, cell)
		if strings.HasSuffix(cell, `"`) && strings.Count(cell, `"`)%2 == 1 {
			return cells, splitClosed
		}
		if i == len(text) {
			return cells, splitWhole
		}
		text = text[i+1:]
	}
}

// splitPlain splits a text without quotes. Cells are short, so it looks for separators in eight bytes at a time.
func splitPlain(text string, sep byte, cells []string) ([]string, splitting) {
	const each, top = 0x0101010101010101, 0x8080808080808080
	pattern := uint64(sep) * each
	start, i := 0, 0
	for ; i+8 <= len(text); i += 8 {
		s := text[i : i+8]
		x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		x ^= pattern
		// Of each byte that is 0 now, the top bit and no other: no carry leaves a byte.
		found := ^((x&^top + (top - each)) | x) & top
		for ; found != 0; found &= found - 1 {
			at := i + bits.TrailingZeros64(found)/8
			if len(cells) == maxColumns {
				return cells, splitWide
			}
			cells = append(cells, text[start:at])
			start = at + 1
		}
	}
	for ; i < len(text); i++ {
		if text[i] != sep {
			continue
		}
		if len(cells) == maxColumns {
			return cells, splitWide
		}
		cells = append(cells, text[start:i])
		start = i + 1
	}
	if len(cells) == maxColumns {
		return cells, splitWide
	}
	return append(cells, text[start:]), splitWhole
}

// quoted reads a cell that begins with a quote. The rest begins with the separator, or is empty at the end of the text.
func quoted(text string, sep byte) (cell, rest string, state splitting) {
	end, doubled := 1, false
	for {
		i := strings.IndexByte(text[end:], '"')
		if i < 0 {
			return text[1:], "", splitOpen
		}
		end += i
		if end+1 < len(text) && text[end+1] == '"' {
			doubled = true
			end += 2
			continue
		}
		break
	}
	cell, rest = text[1:end], text[end+1:]
	if doubled {
		cell = strings.ReplaceAll(cell, `""`, `"`)
	}
	if rest != "" && rest[0] != sep {
		return cell, rest, splitStray
	}
	return cell, rest, splitWhole
}

// sepBytes gives the separators that are tried, the most likely first.
func sepBytes() []byte { return []byte{';', ',', '\t', '|'} }

func sepWord(sep byte) string {
	if sep == '\t' {
		return "tab"
	}
	return string(sep)
}
