package hotmart

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// canonical writes a piece of JSON in one way for every way to write it: members by name, no space, no needless escapes,
// nothing that is null. The secret of a webhook is not in it: neither its member, nor headers, nor a text that names it
// with what stands beside it.
func (v value) canonical() []byte { return v.appendCanonical(nil, 0) }

// appendCanonical counts how often JSON stood in a text on the way here.
func (v value) appendCanonical(to []byte, wraps int) []byte {
	switch {
	case v.isObject():
		return v.object().appendCanonical(to, wraps)
	case v.isArray():
		items := v.items(len(v.raw))
		if slices.ContainsFunc(items, func(item value) bool { return item.namesSecret(wraps) }) {
			return append(to, "[]"...) // a header's name and, next to it, its value
		}
		to = append(to, '[')
		for i, item := range items {
			if i > 0 {
				to = append(to, ',')
			}
			to = item.appendCanonical(to, wraps)
		}
		return append(to, ']')
	case v.isString():
		if v.isPlain() && !bytes.ContainsAny(v.raw, "{[") {
			return append(to, v.raw...)
		}
		if inner, ok := v.inner(wraps); ok {
			return appendText(to, string(inner.appendCanonical(nil, wraps+1)))
		}
		return appendText(to, unquote(v.raw))
	}
	return append(to, v.raw...)
}

func (o object) appendCanonical(to []byte, wraps int) []byte {
	members := slices.Clone(o.members)
	slices.SortStableFunc(members, func(a, b member) int { return bytes.Compare(a.key, b.key) })
	secret := slices.ContainsFunc(members, func(m member) bool { return m.value.namesSecret(wraps) })
	if secret && len(members) <= 4 {
		return append(to, "{}"...) // {"name": "X-Hotmart-Hottok", "value": …}
	}
	to = append(to, '{')
	first := true
	for _, m := range members {
		if m.value.namesSecret(wraps) || isHeader(m.key) {
			continue
		}
		if !first {
			to = append(to, ',')
		}
		first = false
		to = appendText(to, string(m.key))
		to = append(to, ':')
		to = m.value.appendCanonical(to, wraps)
	}
	return append(to, '}')
}

// inner gives the JSON that stands in a text.
func (v value) inner(wraps int) (value, bool) {
	if !v.isString() || wraps >= maxWraps {
		return value{}, false
	}
	text := strings.TrimSpace(unquote(v.raw))
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return value{}, false
	}
	inner, err := parse([]byte(text))
	return inner, err == nil
}

// namesSecret tells whether a text speaks of the secret, so that the secret may stand in it or beside it. JSON in a text
// is looked into instead.
func (v value) namesSecret(wraps int) bool {
	if !v.isString() || v.isPlain() && !mentionsSecret(v.raw) || !mentionsSecret(unquote(v.raw)) {
		return false
	}
	_, ok := v.inner(wraps)
	return !ok
}

// isPlain tells whether a string says what stands between its quotes.
func (v value) isPlain() bool { return bytes.IndexByte(v.raw, '\\') < 0 && utf8.Valid(v.raw) }

// mentionsSecret looks for the secret's name in any spelling, also in text of two bytes a character.
func mentionsSecret[T string | []byte](s T) bool { return mentions(s, "hottok") }

// mentions looks for a word without regard to case, underscores and hyphens.
func mentions[T string | []byte](s T, word string) bool {
	for i := 0; i < len(s); i++ {
		if lower(s[i]) == word[0] && begins(s[i:], word) {
			return true
		}
	}
	return false
}

func begins[T string | []byte](s T, word string) bool {
	matched := 0
	for i := 0; i < len(s); i++ {
		switch b := lower(s[i]); {
		case b == word[matched]:
			if matched++; matched == len(word) {
				return true
			}
		case b != 0 && b != '_' && b != '-':
			return false
		}
	}
	return false
}

func appendText(to []byte, s string) []byte {
	const hex = "0123456789abcdef"
	to = append(to, '"')
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b == '"' || b == '\\':
			to = append(to, '\\', b)
		case b < 0x20:
			to = append(to, '\\', 'u', '0', '0', hex[b>>4], hex[b&15])
		default:
			to = append(to, b)
		}
	}
	return append(to, '"')
}

// WithoutSecret gives what was kept of a webhook in a form that may be written down: JSON without the webhook's secret
// and without headers. Of what is no JSON nothing is left if it mentions the secret, since nothing says where that ends.
func WithoutSecret(kept []byte) []byte {
	if root, err := parse(kept); err == nil {
		if text := root.canonical(); !mentionsSecret(string(text)) {
			return text
		}
		return nil
	}
	if mentionsSecret(string(kept)) {
		return nil
	}
	return kept
}
