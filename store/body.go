package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"

	"recoup/model"
)

// allFields is the set of every field there is.
const allFields = model.FieldSet(1)<<model.FieldCount - 1

// hashSize is the length in bytes of an observation's hash: the start of a SHA-256, enough to keep any two contents of
// one transaction apart.
const hashSize = 16

type contentHash [hashSize]byte

func (h contentHash) String() string { return hex.EncodeToString(h[:]) }

// compare gives hashes the order of their hexadecimal form, which model.Observation compares.
func (h contentHash) compare(o contentHash) int { return bytes.Compare(h[:], o[:]) }

func hashOf(body []byte) contentHash {
	sum := sha256.Sum256(body)
	return contentHash(sum[:hashSize])
}

// appendBody writes the known facts of a transaction as one JSON object: the field's name and its value in the order of
// model.Field, without the code. Text is a string, instants are milliseconds, money is [minor units, "currency"],
// enumerations are their identifiers. Equal facts give equal bytes.
func appendBody(dst []byte, t *model.Transaction) []byte {
	dst = append(dst, '{')
	start := len(dst)
	for left := t.Has & allFields; left != 0; left &= left - 1 {
		f := model.Field(bits.TrailingZeros64(uint64(left)))
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(dst, '"')
		dst = append(dst, f.Name()...)
		dst = append(dst, '"', ':')
		dst = appendFact(dst, t.Ref(f))
	}
	return append(dst, '}')
}

func appendFact(dst []byte, fact any) []byte {
	switch v := fact.(type) {
	case *string:
		return appendString(dst, *v)
	case *int64:
		return strconv.AppendInt(dst, *v, 10)
	case *model.Instant:
		return strconv.AppendInt(dst, int64(*v), 10)
	case *bool:
		return strconv.AppendBool(dst, *v)
	case *model.Money:
		dst = append(dst, '[')
		dst = strconv.AppendInt(dst, v.Minor(), 10)
		dst = append(dst, ',')
		dst = appendString(dst, string(v.Currency()))
		return append(dst, ']')
	case *model.Role:
		return appendString(dst, v.ID())
	case *model.Status:
		return appendString(dst, v.ID())
	case *model.PaymentType:
		return appendString(dst, string(*v))
	case *model.Billing:
		return appendString(dst, string(*v))
	}
	return append(dst, "null"...)
}

const hexDigits = "0123456789abcdef"

// appendString writes a JSON string. The text is valid UTF-8 already (see normalise).
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := len(dst)
	dst = append(dst, s...)
	if !isPlain(dst[start:]) {
		dst = appendEscaped(dst[:start], s)
	}
	return append(dst, '"')
}

// isPlain tells whether a text holds nothing that JSON escapes. It looks at eight bytes at a time, and may take a text for
// one that does when it does not.
func isPlain(b []byte) bool {
	const each, top = 0x0101010101010101, 0x8080808080808080
	for ; len(b) >= 8; b = b[8:] {
		x := binary.LittleEndian.Uint64(b)
		quotes, slashes := x^('"'*each), x^('\\'*each)
		if ((x-0x20*each)&^x|(quotes-each)&^quotes|(slashes-each)&^slashes)&top != 0 {
			return false
		}
	}
	for _, c := range b {
		if c < 0x20 || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b >= 0x20 && b != '"' && b != '\\' {
			continue
		}
		dst = append(dst, s[from:i]...)
		from = i + 1
		if b < 0x20 {
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[b>>4], hexDigits[b&15])
		} else {
			dst = append(dst, '\\', b)
		}
	}
	return append(dst, s[from:]...)
}

// normalise makes a transaction storable without loss: what is not known is empty, what is not a field is not known, and bytes that are no UTF-8,
// which neither SQL nor JSON can carry, become U+FFFD.
func normalise(t *model.Transaction) {
	empty(t)
	mend(t)
}

func empty(t *model.Transaction) {
	t.Has &= allFields
	for left := allFields &^ t.Has; left != 0; left &= left - 1 {
		forget(t.Ref(firstOf(left)))
	}
}

func mend(t *model.Transaction) {
	mendText(&t.Code)
	for left := t.Has; left != 0; left &= left - 1 {
		switch v := t.Ref(model.Field(bits.TrailingZeros64(uint64(left)))).(type) {
		case *string:
			mendText(v)
		case *model.PaymentType:
			mendText((*string)(v))
		case *model.Billing:
			mendText((*string)(v))
		case *model.Money:
			if c := v.Currency(); !utf8.ValidString(string(c)) {
				*v = model.NewMoney(v.Minor(), model.Currency(strings.ToValidUTF8(string(c), "\uFFFD")))
			}
		}
	}
}

func mendText(s *string) {
	if !utf8.ValidString(*s) {
		*s = strings.ToValidUTF8(*s, "\uFFFD")
	}
}
