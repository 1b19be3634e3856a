package ingest

// scanner follows the grammar of JSON byte by byte, so that a value that is none is found out where it stops being one.
// Literals are only known by their letters; they are checked when the value is read.
type scanner struct {
	stack  [maxJSONDepth]byte
	depth  int
	expect expectation
	key    bool // the string at hand is a member's name
}

// verdict is what a byte means for the value.
type verdict uint8

const (
	scanMore   verdict = iota
	scanDone           // the value ends with this byte
	scanBefore         // the value ended before this byte
	scanBad            // it is no value
)

type expectation uint8

const (
	expectValue expectation = iota
	expectElement
	expectFirstElement
	expectFirstKey
	expectKey
	expectColon
	expectAfter
	inString
	inEscape
	inLiteral
)

func (s *scanner) step(b byte) verdict {
	switch s.expect {
	case inString:
		switch {
		case b == '"':
			return s.endString()
		case b == '\\':
			s.expect = inEscape
		case b < 0x20:
			return scanBad
		}
		return scanMore
	case inEscape:
		if b < 0x20 {
			return scanBad
		}
		s.expect = inString
		return scanMore
	case inLiteral:
		if isLiteral(b) {
			return scanMore
		}
		if s.depth == 0 {
			return scanBefore
		}
		s.expect = expectAfter
	}
	if b == ' ' || b == '\t' || b == '\n' || b == '\r' {
		return scanMore
	}
	return s.structure(b)
}

func (s *scanner) endString() verdict {
	if s.key {
		s.key, s.expect = false, expectColon
		return scanMore
	}
	return s.endValue()
}

func (s *scanner) endValue() verdict {
	if s.depth == 0 {
		return scanDone
	}
	s.expect = expectAfter
	return scanMore
}

func (s *scanner) structure(b byte) verdict {
	switch s.expect {
	case expectValue, expectElement, expectFirstElement:
		if b == ']' && s.expect == expectFirstElement {
			return s.close('[')
		}
		return s.begin(b)
	case expectFirstKey, expectKey:
		if b == '}' && s.expect == expectFirstKey {
			return s.close('{')
		}
		if b != '"' {
			return scanBad
		}
		s.key, s.expect = true, inString
		return scanMore
	case expectColon:
		if b != ':' {
			return scanBad
		}
		s.expect = expectValue
		return scanMore
	}
	switch open := s.stack[s.depth-1]; {
	case b == ',' && open == '{':
		s.expect = expectKey
	case b == ',':
		s.expect = expectElement
	case b == '}':
		return s.close('{')
	case b == ']':
		return s.close('[')
	default:
		return scanBad
	}
	return scanMore
}

func (s *scanner) begin(b byte) verdict {
	switch {
	case b == '{' || b == '[':
		if s.depth == maxJSONDepth {
			return scanBad
		}
		s.stack[s.depth] = b
		s.depth++
		if s.expect = expectFirstKey; b == '[' {
			s.expect = expectFirstElement
		}
	case b == '"':
		s.expect = inString
	case isLiteral(b):
		s.expect = inLiteral
	default:
		return scanBad
	}
	return scanMore
}

func (s *scanner) close(open byte) verdict {
	if s.depth == 0 || s.stack[s.depth-1] != open {
		return scanBad
	}
	s.depth--
	return s.endValue()
}

func isLiteral(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-' || b == '+' || b == '.'
}
