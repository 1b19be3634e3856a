package store

import (
	"errors"
	"strconv"
	"strings"

	"recoup/model"
)

// errBody is the cause of every error about a body that appendBody cannot have written.
var errBody = errors.New("not an observation's body")

// readBody reads what appendBody wrote into t, whose Code it leaves alone. Strings share the body's memory.
func readBody(body string, words *vocabulary, t *model.Transaction) error {
	r := bodyReader{rest: body, words: words}
	r.expect('{')
	next := model.Field(0)
	for !r.failed && !r.accept('}') {
		if next > 0 {
			r.expect(',')
		}
		name := r.text()
		r.expect(':')
		f := next
		for f < model.FieldCount && f.Name() != name {
			f++
		}
		if r.failed || f == model.FieldCount {
			return errBody
		}
		r.fact(t.Ref(f))
		t.Has = t.Has.With(f)
		next = f + 1
	}
	if r.failed || r.rest != "" {
		return errBody
	}
	return nil
}

// bodyReader takes a body apart from the left. Once something does not fit it has failed for good.
type bodyReader struct {
	rest   string
	words  *vocabulary
	keep   bool // strings get memory of their own, see own
	failed bool
}

// own gives a string that was cut out of the body memory of its own, or the memory of the one it replaces when that says
// the same.
func (r *bodyReader) own(s, before string) string {
	switch {
	case !r.keep:
		return s
	case s == before:
		return before
	}
	return strings.Clone(s)
}

// null tells whether null comes next, and passes it.
func (r *bodyReader) null() bool {
	rest, found := strings.CutPrefix(r.rest, "null")
	if found {
		r.rest = rest
	}
	return found
}

func (r *bodyReader) accept(b byte) bool {
	if r.rest == "" || r.rest[0] != b {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

func (r *bodyReader) expect(b byte) {
	if !r.accept(b) {
		r.failed, r.rest = true, ""
	}
}

func (r *bodyReader) fact(place any) {
	switch v := place.(type) {
	case *string:
		*v = r.own(r.text(), *v)
	case *int64:
		*v = r.number()
	case *model.Instant:
		*v = model.Instant(r.number())
	case *bool:
		*v = r.flag()
	case *model.Money:
		r.expect('[')
		minor := r.number()
		r.expect(',')
		*v = model.NewMoney(minor, model.Currency(r.text()))
		r.expect(']')
	case *model.Role:
		*v = r.words.role(r.text())
	case *model.Status:
		*v = r.words.status(r.text())
	case *model.PaymentType:
		*v = model.PaymentType(r.own(r.text(), string(*v)))
	case *model.Billing:
		*v = model.Billing(r.own(r.text(), string(*v)))
	}
}

func (r *bodyReader) number() int64 {
	end := 0
	for end < len(r.rest) && (r.rest[end] == '-' || r.rest[end] >= '0' && r.rest[end] <= '9') {
		end++
	}
	n, err := strconv.ParseInt(r.rest[:end], 10, 64)
	if err != nil {
		r.failed, r.rest = true, ""
		return 0
	}
	r.rest = r.rest[end:]
	return n
}

// flag reads true and false, which a body holds, and 1 and 0, which a row does.
func (r *bodyReader) flag() bool {
	for _, word := range [...]string{"true", "false", "1", "0"} {
		if rest, ok := strings.CutPrefix(r.rest, word); ok {
			r.rest = rest
			return word == "true" || word == "1"
		}
	}
	r.failed, r.rest = true, ""
	return false
}

func (r *bodyReader) text() string {
	r.expect('"')
	for i := 0; i < len(r.rest); i++ {
		switch r.rest[i] {
		case '"':
			s := r.rest[:i]
			r.rest = r.rest[i+1:]
			return s
		case '\\':
			return r.escapedText()
		}
	}
	r.failed, r.rest = true, ""
	return ""
}

// escapedText reads on to the end of a string that holds escapes. SQLite writes the short ones that appendString does
// not use.
func (r *bodyReader) escapedText() string {
	const short, meant = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	var b strings.Builder
	for i := 0; i < len(r.rest); i++ {
		c := r.rest[i]
		if c == '"' {
			r.rest = r.rest[i+1:]
			return b.String()
		}
		if c != '\\' {
			b.WriteByte(c)
			continue
		}
		i++
		if i+4 < len(r.rest) && r.rest[i] == 'u' {
			n, err := strconv.ParseUint(r.rest[i+1:i+5], 16, 7)
			if err != nil {
				break
			}
			b.WriteByte(byte(n))
			i += 4
			continue
		}
		at := strings.IndexByte(short, r.rest[min(i, len(r.rest)-1)])
		if at < 0 || i == len(r.rest) {
			break
		}
		b.WriteByte(meant[at])
	}
	r.failed, r.rest = true, ""
	return ""
}

// vocabulary finds enumerations by the identifiers that the file holds.
type vocabulary struct {
	statuses map[string]model.Status
	roles    map[string]model.Role
}

func newVocabulary() *vocabulary {
	v := &vocabulary{statuses: map[string]model.Status{}, roles: map[string]model.Role{}}
	for _, s := range model.Statuses() {
		v.statuses[s.ID()] = s
	}
	for r := model.Affiliate; r <= model.Producer; r++ {
		v.roles[r.ID()] = r
	}
	return v
}

// status is the status with an identifier; StatusUnknown for the identifier of none.
func (v *vocabulary) status(id string) model.Status { return v.statuses[id] }

// role is the role with an identifier; RoleUnknown for the identifier of none.
func (v *vocabulary) role(id string) model.Role { return v.roles[id] }
