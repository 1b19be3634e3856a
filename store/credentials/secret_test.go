package credentials

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log"
	"log/slog"
	"strings"
	"testing"
)

// canary is a value that must not be seen anywhere.
const canary = "CANARY+7f/3Qd9==x"

// Whoever prints, logs or marshals a secret, alone or deep inside of something else, sees that there is one and no more.
func TestASecretIsNotShown(t *testing.T) {
	type client struct {
		name   string
		secret Secret // fmt reads unexported fields without asking their methods
	}
	type public struct {
		Secret Secret
		List   []Secret
		Map    map[Name]Secret
		Any    any
	}
	s := NewSecret(canary)
	things := map[string]any{
		"secret": s, "pointer": &s, "unexported": client{"x", s}, "pointer to unexported": &client{"x", s},
		"public": public{s, []Secret{s}, Values{Basic: s}, s}, "values": Values{ClientSecret: s},
		"API": API{ClientID: s, ClientSecret: s, Basic: s}, "redactor": NewRedactor(s), "error": fmt.Errorf("refused: %w", fmt.Errorf("%s", s)),
	}
	for name, thing := range things {
		for _, verb := range []string{"%v", "%+v", "%s", "%q", "%x", "%X", "%d", "%T", "%10.3s", "%-5v", "%#v", "%#x"} {
			noneOf(t, name+" as "+verb, fmt.Sprintf(verb, thing))
		}
		var out bytes.Buffer
		log.New(&out, "", 0).Println(thing)
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "it", thing)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "it", thing)
		if j, err := json.Marshal(thing); err == nil {
			out.Write(j)
		}
		if x, err := xml.Marshal(thing); err == nil {
			out.Write(x)
		}
		noneOf(t, name+" in a log", out.String())
	}
	if got := fmt.Sprintf("%s %v %#v", s, s, s); got != "[secret] [secret] [secret]" {
		t.Errorf("a secret shows as %s", got)
	}
	if s.Reveal() != canary {
		t.Error("Reveal does not give the value")
	}
}

func TestASecretIsNotReadFromJSON(t *testing.T) {
	var held struct{ Secret Secret }
	if err := json.Unmarshal([]byte(`{"Secret": "[secret]"}`), &held); err == nil {
		t.Error("what was marshalled comes back as a value")
	}
}

func TestTwoSecretsCompare(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{{canary, canary, true}, {canary, canary + "x", false}, {"", "", true}, {"", canary, false}} {
		if NewSecret(c.a).Equal(NewSecret(c.b)) != c.same {
			t.Errorf("of %d and %d bytes: want %v", len(c.a), len(c.b), c.same)
		}
	}
	if NewSecret("").IsSet() || !NewSecret(" ").IsSet() {
		t.Error("only an empty value is not set")
	}
}

// noneOf demands that no form of the canary is in a text.
func noneOf(t *testing.T, where, text string) {
	t.Helper()
	for _, form := range canaryForms("the-id", canary) {
		if strings.Contains(text, form) {
			t.Errorf("%s shows the secret: %s", where, strings.ReplaceAll(text, canary, "<CANARY>"))
		}
	}
}
