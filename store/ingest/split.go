package ingest

import "strings"

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
	quotes := strings.IndexByte(text, '"') >= 0
	for {
		if len(cells) == maxColumns {
			return cells, splitWide
		}
		if quotes && len(text) > 0 && text[0] == '"' {
			cell, rest, state := quoted(text, sep)
			cells = append(cells, cell)
			if state != splitWhole || rest == "" {
				return cells, state
			}
			text = rest[1:]
			continue
		}
		i := cellEnd(text, sep)
		cell := text[:i]
		cells = append(cells, cell)
		if quotes && strings.HasSuffix(cell, `"`) && strings.Count(cell, `"`)%2 == 1 {
			return cells, splitClosed
		}
		if i == len(text) {
			return cells, splitWhole
		}
		text = text[i+1:]
	}
}

// cellEnd is the place of the first separator, or the end of the text. Most cells are shorter than the call of a search
// that is made for long texts.
func cellEnd(text string, sep byte) int {
	const short = 16
	for i := range min(len(text), short) {
		if text[i] == sep {
			return i
		}
	}
	if len(text) <= short {
		return len(text)
	}
	if i := strings.IndexByte(text[short:], sep); i >= 0 {
		return short + i
	}
	return len(text)
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
