package hook

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// The token is in the headers of every event and sometimes in its body. It is in nothing that is kept, told or answered.
func TestTheTokenIsNowhere(t *testing.T) {
	folder := t.TempDir()
	sink := openSnapshot(t, filepath.Join(folder, "snapshot.db"))
	var out bytes.Buffer
	o := Options{Sink: sink, Hottok: secret(hottok), Addr: "127.0.0.1:0"}
	r := start(t, o)
	fmt.Fprintf(&out, "%v %+v %#v\n", r.Receiver.server.Handler, r.Receiver.server.Handler, r.Receiver)
	wide := func(s string) string { // UTF-16
		var b []byte
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return string(b)
	}
	member := `"hottok":"` + hottok + `"`
	for _, body := range []string{
		`{` + member + `,` + approved(1).body()[1:],
		`{"id":"e-1","event":"PURCHASE_TELEPORTED",` + member + `,"data":{"deep":{` + member + `,"note":"` + hottok + `"}}}`,
		`{"id":"` + hottok + `","event":"` + hottok + `","data":{"purchase":{"transaction":"` + hottok + `"}}}`,
		`{"id":"e-2",` + member, // cut off
		`{` + member + `,"id":`,
		`hottok=` + hottok + `&transaction=HP1`,
		`HOTTOK: ` + hottok,
		hottok,
		wide(`{"id":"e-3",` + member + `}`),
		"\xff" + hottok + "\xff",
		`"` + hottok[:12] + "\x00" + hottok[12:] + `"`,
	} {
		q := r.request(strings.NewReader(body))
		ask(t, r, q, &out)
		q = r.request(strings.NewReader(body))
		q.Header.Set("X-HOTMART-HOTTOK", hottok+"x")
		ask(t, r, q, &out)
	}
	ask(t, r, withPath(r, "/"+hottok), &out)
	ask(t, r, withPath(r, "/health"), &out)
	fmt.Fprintf(&out, "%+v %+v\n", r.stop(), r.told)
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	for _, e := range readAll(t, folder) {
		out.Write(e)
	}
	for name, form := range map[string]string{
		"plain": hottok, "base64": base64.StdEncoding.EncodeToString([]byte(hottok)), "hex": hex.EncodeToString([]byte(hottok)), "UTF-16": wide(hottok), "UTF-16 in JSON": strings.Join(strings.Split(hottok, ""), `\u0000`),
	} {
		if at := bytes.Index(out.Bytes(), []byte(form)); at >= 0 {
			t.Errorf("the token is there (%s): %q", name, out.Bytes()[max(0, at-80):at+len(form)])
		}
	}
	if !bytes.Contains(out.Bytes(), []byte("HP0000000001")) {
		t.Error("the looking itself is broken: not even the sale is found")
	}
}

func withPath(r *running, path string) *http.Request {
	q, _ := http.NewRequest(http.MethodGet, r.url(path), nil)
	return q
}

func ask(t *testing.T, r *running, q *http.Request, out io.Writer) {
	t.Helper()
	a, err := r.client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close() //nolint:errcheck // read only
	_ = a.Header.Write(out)
	if _, err := io.Copy(out, a.Body); err != nil {
		t.Fatal(err)
	}
}

func readAll(t *testing.T, folder string) (contents [][]byte) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		contents = append(contents, content)
	}
	return contents
}
