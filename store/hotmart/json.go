package hotmart

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"recoup/model"
)

// ErrNotJSON is the cause of an error about a body that is something else, such as the page of a web site, which
// Hotmart answers with status 200 for a path that it does not know.
var ErrNotJSON = errors.New("not JSON")

const (
	// maxDepth is how deep objects and arrays may stand in each other. Hotmart's own go to 7.
	maxDepth = 64
	// maxMembers is how many members of one object are looked at. Hotmart's own have up to 30.
	maxMembers = 2000
)

// value is a piece of JSON that was found valid, without space around it. The zero value stands for what is not there.
type value struct{ raw []byte }

// parse checks a whole body once; everything below it trusts that.
func parse(body []byte) (value, error) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if !json.Valid(body) {
		return value{}, notJSON(body)
	}
	if depthOf(body) > maxDepth {
		return value{}, model.Failed(nil, "Hotmart's own bodies are not; look at where this one comes from.",
			"The body is nested deeper than %d levels.", maxDepth)
	}
	return value{body}, nil
}

func notJSON(body []byte) error {
	switch {
	case len(body) == 0:
		return model.Failed(ErrNotJSON, "Look at where it comes from.", "The body is empty.")
	case body[0] == '<':
		return model.Failed(ErrNotJSON, "Look at the address it comes from.", "The body is a web page, not JSON.")
	case body[0] == '{' || body[0] == '[':
		return model.Failed(ErrNotJSON, "It may have been cut off.", "The body is not valid JSON.")
	}
	return model.Failed(ErrNotJSON, "Look at where it comes from.", "The body is not JSON.")
}

// depthOf is how deep the objects and arrays of valid JSON stand in each other.
func depthOf(body []byte) int {
	depth, deepest := 0, 0
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '"':
			i = endOfString(body, i) - 1
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth--
		}
	}
	return deepest
}

// endOfString is the place behind the string that begins at i.
func endOfString(b []byte, i int) int {
	for i++; b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// endOfValue is the place behind the value that begins at i.
func endOfValue(b []byte, i int) int {
	switch b[i] {
	case '"':
		return endOfString(b, i)
	case '{', '[':
		for depth := 0; ; {
			switch b[i] {
			case '"':
				i = endOfString(b, i)
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			}
			if i++; depth == 0 {
				return i
			}
		}
	}
	for i < len(b) && !isSpace(b[i]) && b[i] != ',' && b[i] != '}' && b[i] != ']' {
		i++
	}
	return i
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

func skipSpace(b []byte, i int) int {
	for isSpace(b[i]) {
		i++
	}
	return i
}

func (v value) isObject() bool { return len(v.raw) > 0 && v.raw[0] == '{' }
func (v value) isArray() bool  { return len(v.raw) > 0 && v.raw[0] == '[' }
func (v value) isString() bool { return len(v.raw) > 0 && v.raw[0] == '"' }
func (v value) isNumber() bool {
	return len(v.raw) > 0 && (v.raw[0] == '-' || v.raw[0] >= '0' && v.raw[0] <= '9')
}
func (v value) isThere() bool { return len(v.raw) > 0 }

// items gives the elements of an array, at most so many; nothing for what is no array.
func (v value) items(most int) []value {
	if !v.isArray() {
		return nil
	}
	var all []value
	for i := skipSpace(v.raw, 1); v.raw[i] != ']' && len(all) < most; {
		end := endOfValue(v.raw, i)
		all = append(all, value{v.raw[i:end]})
		if i = skipSpace(v.raw, end); v.raw[i] == ',' {
			i = skipSpace(v.raw, i+1)
		}
	}
	return all
}

// object is a JSON object's members, in their order, without those that are null and without the secret of a webhook.
// The zero value is an object without members, which is what anything else counts as.
type object struct{ members []member }

type member struct {
	key   []byte
	value value
}

func (v value) object() object {
	if !v.isObject() {
		return object{}
	}
	o := object{make([]member, 0, 12)}
	for i := skipSpace(v.raw, 1); v.raw[i] != '}' && len(o.members) < maxMembers; {
		end := endOfString(v.raw, i)
		key := keyOf(v.raw[i:end])
		i = skipSpace(v.raw, skipSpace(v.raw, end)+1) // behind the colon
		end = endOfValue(v.raw, i)
		if v.raw[i] != 'n' && !isSecret(key) {
			o.members = append(o.members, member{key, value{v.raw[i:end]}})
		}
		if i = skipSpace(v.raw, end); v.raw[i] == ',' {
			i = skipSpace(v.raw, i+1)
		}
	}
	return o
}

func keyOf(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	return []byte(unquote(raw))
}

// isSecret tells whether a key is that of a webhook's secret, however it is spelt (hottok, X-HOTMART-HOTTOK).
func isSecret(key []byte) bool { return mentionsSecret(key) }

// at gives the member with this name, which is written in snake_case. Another spelling of it (camelCase, other case,
// hyphens) counts where the exact one is not there. Of members with one name the first counts.
func (o object) at(name string) value {
	for _, m := range o.members {
		if string(m.key) == name {
			return m.value
		}
	}
	for _, m := range o.members {
		if sameKey(m.key, name) {
			return m.value
		}
	}
	return value{}
}

// in gives the object that is the member with this name; an empty one where it is something else.
func (o object) in(name string) object { return o.at(name).object() }

// first gives the first of these members that is there.
func (o object) first(names ...string) value {
	for _, name := range names {
		if v := o.at(name); v.isThere() {
			return v
		}
	}
	return value{}
}

// sameKey compares a key with a name without case, underscores and hyphens.
func sameKey(key []byte, name string) bool {
	i := 0
	for _, b := range key {
		if b == '_' || b == '-' {
			continue
		}
		for i < len(name) && name[i] == '_' {
			i++
		}
		if i == len(name) || lower(b) != name[i] {
			return false
		}
		i++
	}
	for i < len(name) && name[i] == '_' {
		i++
	}
	return i == len(name)
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b - 'A' + 'a'
	}
	return b
}

// unquote gives what a JSON string says. Bytes that are not UTF-8 and halves of surrogate pairs become U+FFFD.
func unquote(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 {
		return strings.ToValidUTF8(string(raw[1:len(raw)-1]), "\uFFFD")
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "" // cannot be: the body was found valid
	}
	return s
}
