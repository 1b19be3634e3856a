package credentials

import (
	"encoding/json"
	"strings"
	"testing"

	"recoup/model"
)

func TestWhatIsPastedIsReadAsAValue(t *testing.T) {
	for _, c := range []struct {
		name  Name
		typed string
		want  string
	}{
		{ClientID, "b3f1c2d4-0000", "b3f1c2d4-0000"},
		{ClientID, "  b3f1c2d4\r\n", "b3f1c2d4"},
		{ClientSecret, `"s3cret"`, "s3cret"},
		{ClientSecret, `'s3cret'`, "s3cret"},
		{ClientSecret, `“s3cret”`, "s3cret"},
		{ClientSecret, ` " s3cret " `, "s3cret"},
		{ClientSecret, `"s3cret`, `"s3cret`},
		{ClientSecret, "\ufeffs3cret", "s3cret"},
		{ClientSecret, "a=b&c%20+/", "a=b&c%20+/"},
		{Basic, "Basic YTpi", "YTpi"},
		{Basic, "basic  YTpi==", "YTpi=="},
		{Basic, `"Basic YTpi"`, "YTpi"},
		{Basic, "YTpi", "YTpi"},
		{Hottok, "h0tt0k", "h0tt0k"},
	} {
		got, err := Parse(c.name, c.typed)
		if err != nil || got.Reveal() != c.want {
			t.Errorf("%s %q is read as %q, want %q; %v", c.name, c.typed, got.Reveal(), c.want, err)
		}
	}
}

func TestWhatIsNoValueIsRefusedWithoutRepeatingIt(t *testing.T) {
	for _, c := range []struct{ typed, says string }{
		{"", "empty"}, {"  \n", "empty"}, {`""`, "empty"}, {"\u200bX7a9Q", "no value of Hotmart's has"},
		{"X7a9Q X7a9Q", "space"}, {"X7a9Q\nX7a9Q", "line break"}, {"X7a9Q\u00a0X7a9Q", "space"},
		{"X7a9Q\x1b[31m", "control"}, {"X7a9Q\x00", "control"}, {"X7a9Q\u009b", "control"},
		{"X7a9Qé", "no value of Hotmart's has"}, {"X7a9Q\xff", "no value of Hotmart's has"},
		{"••••••••", "dots"}, {"********", "dots"}, {strings.Repeat("X7a9Q", 300), "longer"},
	} {
		got, err := Parse(ClientSecret, c.typed)
		if err == nil || got.IsSet() || model.KindOf(err) != model.KindUsage || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want one that says %q", c.typed, err, c.says)
			continue
		}
		if !strings.Contains(err.Error(), "client_secret") || strings.Contains(err.Error(), "X7a9Q") {
			t.Errorf("%q: %v", c.typed, err)
		}
		if !strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: it does not say what to do: %v", c.typed, err)
		}
	}
}

func TestStandardInputIsReadAsLinesOrJSONOrOneValue(t *testing.T) {
	both := map[Name]string{ClientID: "id-1", ClientSecret: "X7a9Q"}
	for _, c := range []struct {
		name, text string
		bare       Name
		want       map[Name]string
	}{
		{"lines", "client_id=id-1\nclient_secret=X7a9Q\n", "", both},
		{"lines of Windows", "\ufeffclient_id=id-1\r\n\r\n# mine\r\nclient_secret = \"X7a9Q\"\r\n", "", both},
		{"an environment file", "export RECOUP_CLIENT_ID=id-1\nRECOUP_CLIENT_SECRET='X7a9Q'\n", "", both},
		{"other spellings", "Client-ID=id-1\nCLIENT_SECRET=X7a9Q", "", both},
		{"a value with = in it", "basic=YTpi==\n", "", map[Name]string{Basic: "YTpi=="}},
		{"all", "client_id=id-1\nclient_secret=X7a9Q\nbasic=Basic YTpi\nhottok=h0t", "", map[Name]string{ClientID: "id-1", ClientSecret: "X7a9Q", Basic: "YTpi", Hottok: "h0t"}},
		{"JSON", `{"client_id": "id-1", "client_secret": "X7a9Q"}`, "", both},
		{"JSON with other spellings", "\n{\"client-id\":\"id-1\",\n\"CLIENT_SECRET\":\" X7a9Q \"}\n", "", both},
		{"one value", "X7a9Q\n", ClientSecret, map[Name]string{ClientSecret: "X7a9Q"}},
		{"one value with = in it", "YTpi==", Basic, map[Name]string{Basic: "YTpi=="}},
		{"lines although one value is expected", "client_id=id-1\nclient_secret=X7a9Q\n", ClientSecret, both},
	} {
		got, err := ReadValues(strings.NewReader(c.text), c.bare)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		sameValues(t, c.name, got, c.want)
	}
}

func TestStandardInputThatIsNotUnderstoodIsRefusedWithoutRepeatingIt(t *testing.T) {
	for _, c := range []struct{ name, text, says string }{
		{"nothing", " \n", "Nothing"},
		{"a value without a name", "X7a9Q", "which value is which"},
		{"a basic without a name", "WDdhOVE6WDdhOVE=", "which value is which"},
		{"a line without a name", "client_id=id-1\nX7a9Q\n", "Line 2"},
		{"a name that is none", "client_id=id-1\nX7a9Q=1\n", "Line 2"},
		{"a name twice", "client_secret=X7a9Q\nclient_secret=X7a9Q2\n", "client_secret is given twice"},
		{"an empty value", "client_id=\nclient_secret=X7a9Q", "client_id is empty"},
		{"broken JSON", `{"client_secret": "X7a9Q"`, "not a JSON object"},
		{"JSON with more after it", `{"client_secret": "X7a9Q"} X7a9Q`, "not a JSON object"},
		{"a number", `{"client_secret": 7}`, "not a JSON object"},
		{"an object in an object", `{"client_secret": {"X7a9Q": "X7a9Q"}}`, "not a JSON object"},
		{"null", `{"client_secret": null}`, "not a JSON object"},
		{"an empty object", `{}`, "not a JSON object"},
		{"a key twice", `{"client_secret": "X7a9Q", "client_secret": "X7a9Q2"}`, "twice"},
		{"a key that is none", `{"X7a9Q": "id-1"}`, "key"},
		{"far too much", "client_secret=" + strings.Repeat("X7a9Q", 20_000), "too much"},
	} {
		got, err := ReadValues(strings.NewReader(c.text), "")
		if err == nil || got != nil || model.KindOf(err) != model.KindUsage || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want one that says %q", c.name, err, c.says)
		} else if strings.Contains(err.Error(), "X7a9Q") {
			t.Errorf("%s: it repeats what was read: %v", c.name, err)
		}
	}
}

func FuzzReadValues(f *testing.F) {
	for _, seed := range []string{"client_id=a\nclient_secret=b", `{"client_id":"a","basic":"Basic b"}`, "YTpi==", "{", "=", "\ufeff#\n=", `{"a":[`, `""""`, `basic=Basic "x"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		values, err := ReadValues(strings.NewReader(text), ClientSecret)
		if err != nil {
			return
		}
		if values.isEmpty() {
			t.Fatal("nothing was read, and nothing was wrong")
		}
		raw, err := json.Marshal(map[Profile]map[Name]string{Production: encode(values)})
		kept, ok := decode(raw)
		if err != nil || !ok {
			t.Fatalf("what was read cannot be kept: %v", err)
		}
		sameValues(t, "kept", kept[Production], encode(values))
	})
}

// sameValues compares values with what they should be.
func sameValues(t *testing.T, where string, got Values, want map[Name]string) {
	t.Helper()
	for _, n := range Names() {
		if got[n].Reveal() != want[n] {
			t.Errorf("%s: the %s is %q, want %q", where, n, got[n].Reveal(), want[n])
		}
	}
}
