package store

import (
	"encoding/json"
	"strings"
	"testing"
)

// Texts are looked at eight bytes at a time; what has to be escaped is found wherever it stands among them.
func TestEveryTextIsOneJSONString(t *testing.T) {
	for _, odd := range []string{"", "\"", "\\", "\n", "\x00", "\x1f", " ", "!", "#", "[", "]", "\x7f", "é", "¢", "\u2028", "日", "\U0001f600"} {
		for before := range 20 {
			for _, behind := range []string{"", "a", "ção é", strings.Repeat("b", 17)} {
				text := strings.Repeat("x", before) + odd + behind
				written := appendString([]byte("["), text)
				var back []string
				if err := json.Unmarshal(append(written, ']'), &back); err != nil || back[0] != text {
					t.Fatalf("%q was written as %s: %v", text, written[1:], err)
				}
			}
		}
	}
}

// The hash of an observation is in every snapshot there is: equal facts give equal bytes in every version.
func TestWhatIsEscapedStaysAsItIs(t *testing.T) {
	got := string(appendString(nil, "a\"b\\c\td\x01 é"))
	if want := `"a\"b\\c\u0009d\u0001 é"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
