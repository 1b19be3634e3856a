package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recoup/model"
)

func TestRejectedBodiesWaitToBeMended(t *testing.T) {
	const canary = "s3cr3t-canary"
	content := strings.Join([]string{
		event(1),
		`{"id":"x","event":"PURCHASE_APPROVED","data":{"purchase":{"transaction":"HP2","status":"APPROVED"`, // cut off
		`{"hottok":"` + canary + `","id":"y","data":`,
		`{"hottok":"` + canary + `","note":"no event","nested":{"X-HOTMART-HOTTOK":"` + canary + `","kept":1}}`,
		"listening on 8080, hottok " + canary,
		"listening on 8080",
		event(3),
	}, "\n")
	k, err := keptOf(t, "hooks.ndjson", content)
	if err != nil {
		t.Fatal(err)
	}
	if changes, tally := k.all(t); codes(changes) != "HP1 HP3" || tally.Rejected != 5 {
		t.Fatalf("%s, %+v", codes(changes), tally)
	}
	path, err := k.writeRejects(context.Background(), "")
	if err != nil || filepath.Base(path) != "hooks.rejected.ndjson" {
		t.Fatal(path, err)
	}
	written, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(written, []byte(canary)) {
		t.Fatalf("the secret is in\n%s", written)
	}
	var lines []keptReject
	for line := range bytes.Lines(written) {
		var reject keptReject
		if err := json.Unmarshal(line, &reject); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, reject)
	}
	if len(lines) != 5 || lines[0].Line != 2 || lines[0].File != "hooks.ndjson" || !strings.Contains(lines[0].Body.(string), "HP2") ||
		lines[1].Body != nil || lines[3].Body != nil || lines[4].Body != "listening on 8080" {
		t.Errorf("%+v", lines)
	}
	if !isRejects(path) {
		t.Error("the file of rejected rows is not known as one")
	}
	if stat, _ := os.Stat(path); stat.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v", stat.Mode())
	}
	again, err := k.writeRejects(context.Background(), "")
	if err != nil || again != path {
		t.Errorf("written again it is %s, %v", again, err)
	}

	mended := strings.Replace(string(written), `\"APPROVED\"`, `\"APPROVED\"}}}`, 1)
	if err := os.WriteFile(path, []byte(mended), 0o600); err != nil {
		t.Fatal(err)
	}
	k, err = openKept(context.Background(), path, keptOptions)
	if err != nil {
		t.Fatal(err)
	}
	if changes, tally := k.all(t); codes(changes) != "HP2" || tally.Rejected != 4 {
		t.Errorf("mended: %s, %+v", codes(changes), tally)
	}
}

func TestWithoutRejectedBodiesNothingIsWritten(t *testing.T) {
	k, err := keptOf(t, "hooks.ndjson", event(1))
	if err != nil {
		t.Fatal(err)
	}
	path, err := k.writeRejects(context.Background(), "")
	left, _ := os.ReadDir(k.folder)
	if path != "" || err != nil || len(left) != 1 {
		t.Errorf("%q, %v, %v", path, err, left)
	}
}

func TestBodiesFromProgramsWithoutUTF8AreRead(t *testing.T) {
	body := strings.Replace(event(1), `"purchase":`, `"buyer":{"name":"Jo`+"\xe3"+`o Concei`+"\xe7\xe3"+`o"},"purchase":`, 1)
	k, err := keptOf(t, "hooks.json", body)
	if err != nil {
		t.Fatal(err)
	}
	if changes, _ := k.all(t); changes[0].Transaction.BuyerName != "João Conceição" {
		t.Errorf("%q", changes[0].Transaction.BuyerName)
	}
}

// What a hostile file costs is bounded by its size, not by what it pretends to be.
func TestAHostileFileOfJSONCostsLittle(t *testing.T) {
	long := strings.Repeat("a", 10<<20)
	for _, c := range []struct {
		how, content   string
		read, rejected int
	}{
		{"a field of ten megabytes", `{"id":"x","event":"PURCHASE_APPROVED","data":{"note":"` + long + `"}}`, 0, 1},
		{"a line of ten megabytes that is nothing", long, 0, 1},
		{"a string that does not end", `{"id":"` + long, 0, 1},
		{"a hundred thousand brackets", strings.Repeat("[", 100_000), 0, 1},
		{"a hundred thousand objects in each other", strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000), 0, 1},
		{"ten thousand lines that do not end", strings.Repeat("{\"a\":[1,\n", 10_000), 0, 10_000},
		{"lines that go on", "{\"a\":[\n" + strings.Repeat("1,\n", 300_000), 0, 300_001},
		{"ten thousand members", `{"id":"x","event":"NEW","data":{` + strings.TrimSuffix(strings.Repeat(`"k":1,`, 10_000), ",") + `}}`, 1, 0},
		{"an array of numbers", "[[1]," + strings.TrimSuffix(strings.Repeat("1,", 100_000), ",") + "]", 0, 100_001},
	} {
		t.Run(c.how, func(t *testing.T) {
			k, err := keptOf(t, "hostile.ndjson", event(1)+"\n"+c.content+"\n"+event(2)+"\n")
			if err != nil {
				t.Fatal(err)
			}
			changes, tally := k.all(t)
			if c.rejected > 0 && tally.Rejected > 2*c.rejected+100 || len(changes) < 1+c.read {
				t.Errorf("%d changes, %d rejected", len(changes), tally.Rejected)
			}
		})
	}
}

func FuzzEventFile(f *testing.F) {
	for _, content := range []string{
		event(1), pretty(1), "[" + event(1) + "," + event(2) + "]", "[\n" + pretty(1) + ",\n" + pretty(2) + "\n]\n", event(1) + "\n\n" + event(2),
		"INFO " + event(1) + " 200\n[2026] " + event(2), "\xef\xbb\xbf" + event(1), utf16of(event(1)),
		`{"id":"x",` + "\n" + event(1), `{"items":[{"purchase":{"transaction":"HP1"}}],"page_info":{}}`, `[{"hottok":"s3cr3t-canary"},`, "{\"a\":[\n1,\n2",
	} {
		f.Add([]byte(content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, err := newKeptRows(bytes.NewReader(content), keptOptions.Now)
		if err != nil {
			t.Skip()
		}
		lines := 0
		for {
			r, err := rows.next()
			if err != nil {
				break
			}
			if r.line < 1 || r.line < lines {
				t.Fatalf("line %d comes after line %d", r.line, lines)
			}
			lines = r.line
		}
		if lines > bytes.Count(content, []byte("\n"))+1 && !bytes.Contains(content, []byte{0}) {
			t.Fatalf("line %d of %q", lines, content)
		}
		inMemory := &keptSource{name: "kept.json", size: int64(len(content)), open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(content)), nil
		}}
		k := &kept{name: "kept.json", opt: keptOptions, sources: []*keptSource{inMemory}}
		if err := k.look(context.Background()); err != nil {
			if model.KindOf(err) != model.KindFailed {
				t.Fatal(err)
			}
			return
		}
		k.all(t)
		var written bytes.Buffer
		if _, err := k.writeRejectsTo(context.Background(), &written); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(bytes.ToLower(written.Bytes()), []byte("hottok")) {
			t.Fatalf("%s", written.Bytes())
		}
	})
}
