package credentials

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"

	"recoup/model"
)

const (
	// maxInput bounds what is read from standard input or a file, in bytes; four values take a few hundred.
	maxInput = 64 << 10
	// maxValue bounds one value, in bytes. Windows keeps 2560 bytes for an item of its keyring.
	maxValue = 1024
)

// flag is how a value is called on the command line.
func (n Name) flag() string { return strings.ReplaceAll(string(n), "_", "-") }

// flag is what chooses a profile on the command line.
func (p Profile) flag() string {
	if p == Sandbox {
		return " --sandbox"
	}
	return ""
}

// ParseName reads a value's name, in any case and with - or _. The word is not repeated in the error: it may be a secret
// that went into the wrong place.
func ParseName(word string) (Name, error) {
	if n, ok := nameOf(word); ok {
		return n, nil
	}
	return "", model.Usage("One of: client-id, client-secret, basic, hottok", "There is no value of that name.")
}

func nameOf(word string) (Name, bool) {
	word = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(word)), "-", "_")
	word = strings.TrimPrefix(strings.TrimPrefix(word, "export "), "recoup_")
	for _, n := range Names() {
		if word == string(n) {
			return n, true
		}
	}
	return "", false
}

// Parse makes a value of what was typed or pasted: white space around it, quotes around that and the word "Basic" before
// a basic are left out. What cannot be a value of Hotmart's is an error of KindUsage, which never repeats any of it.
func Parse(n Name, raw string) (Secret, error) {
	value := unquoted(strings.TrimSpace(strings.TrimPrefix(raw, "\ufeff")))
	if n == Basic && len(value) > len("basic ") && strings.EqualFold(value[:len("basic ")], "basic ") {
		value = strings.TrimSpace(value[len("basic "):])
	}
	if err := check(n, value); err != nil {
		return Secret{}, err
	}
	return NewSecret(value), nil
}

// check says what a value has that none of Hotmart's has.
func check(n Name, value string) error {
	wrong := func(hint, what string) error { return model.Usage(hint, "The %s %s.", n, what) }
	switch {
	case value == "":
		return wrong("Copy it from Hotmart: "+n.origin(), "is empty")
	case len(value) > maxValue:
		return wrong("Copy the value alone, nothing around it.", "is longer than any of Hotmart's")
	case strings.Trim(value, "*•●") == "":
		return wrong("Show the value in Hotmart before you copy it.", "is only the dots that hide it")
	case strings.ContainsFunc(value, unicode.IsSpace):
		return wrong("Copy the value alone, nothing around it.", "has a space or a line break in the middle")
	case strings.ContainsFunc(value, unicode.IsControl):
		return wrong("Copy it again from Hotmart: "+n.origin(), "has a control character in it")
	case strings.ContainsFunc(value, func(r rune) bool { return r < 0x21 || r > 0x7e }):
		return wrong("Copy it again from Hotmart: "+n.origin(), "has a character that no value of Hotmart's has")
	}
	return nil
}

// HottokOrigin is where Hotmart shows the hottok.
const HottokOrigin = "Tools, Webhook, Authentication"

// origin is where Hotmart shows a value.
func (n Name) origin() string {
	if n == Hottok {
		return HottokOrigin
	}
	return "Tools, Developer Credentials"
}

// unquoted drops a pair of quotes around a value.
func unquoted(s string) string {
	for _, pair := range [][2]string{{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"“", "”"}} {
		if len(s) >= len(pair[0])+len(pair[1]) && strings.HasPrefix(s, pair[0]) && strings.HasSuffix(s, pair[1]) {
			return strings.TrimSpace(s[len(pair[0]) : len(s)-len(pair[1])])
		}
	}
	return s
}

// ReadValues reads what a script pipes in: lines "name=value", where empty ones and those that begin with # are passed
// over; or a JSON object of the names; or, where bare is a name, that one value alone. Errors are of KindUsage and repeat
// nothing that was read.
func ReadValues(r io.Reader, bare Name) (Values, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	switch {
	case err != nil:
		return nil, model.Failed(nil, "Try again.", "Standard input could not be read.")
	case len(content) > maxInput:
		return nil, model.Usage("Pipe in only the values.", "There is too much on standard input.")
	}
	text := strings.TrimSpace(strings.TrimPrefix(string(content), "\ufeff"))
	switch {
	case text == "":
		return nil, model.Usage("Pipe in lines like client_id=…, or run recoup auth set in a terminal.", "Nothing came on standard input.")
	case strings.HasPrefix(text, "{"):
		return readObject(text)
	case hasNamedLine(text):
		return readLines(text)
	case bare != "":
		value, err := Parse(bare, text)
		return Values{bare: value}, err
	}
	return nil, model.Usage("Write lines like client_secret=…, or say which value it is: --only client-secret",
		"Standard input does not say which value is which.")
}

// hasNamedLine tells whether the text is of lines "name=value". A basic alone ends in = and is none.
func hasNamedLine(text string) bool {
	for line := range strings.Lines(text) {
		if name, _, found := strings.Cut(line, "="); found {
			if _, known := nameOf(name); known {
				return true
			}
		}
	}
	return false
}

func readLines(text string) (Values, error) {
	values, number := Values{}, 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, raw, _ := strings.Cut(line, "=")
		n, known := nameOf(word)
		if !known {
			return nil, model.Usage("The names are client_id, client_secret, basic, hottok.", "Line %d of standard input does not begin with a name and =.", number)
		}
		if err := values.add(n, raw); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// readObject reads a JSON object by hand, since a key given twice must not silently win.
func readObject(text string) (Values, error) {
	notThat := model.Usage(`Write {"client_id": "…", "client_secret": "…"}; basic and hottok may follow.`,
		"Standard input is not a JSON object of the values.")
	values, d := Values{}, json.NewDecoder(bytes.NewBufferString(text))
	if _, err := d.Token(); err != nil {
		return nil, notThat
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, notThat
		}
		word, _ := key.(string)
		n, known := nameOf(word)
		if !known {
			return nil, model.Usage("The names are client_id, client_secret, basic, hottok.", "The JSON object has a key that is not the name of a value.")
		}
		value, err := d.Token()
		raw, isText := value.(string)
		if err != nil || !isText {
			return nil, notThat
		}
		if err := values.add(n, raw); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, notThat
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) || len(values) == 0 {
		return nil, notThat
	}
	return values, nil
}

// add reads a value into these, once.
func (v Values) add(n Name, raw string) error {
	if v[n].IsSet() {
		return model.Usage("Leave one of the two out.", "The %s is given twice.", n)
	}
	value, err := Parse(n, raw)
	if err == nil {
		v[n] = value
	}
	return err
}
