//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

const listenToken = "CANARYhottok7d1f4c2b9e8a"

// receiver is recoup listen as a process of its own.
type receiver struct {
	t       *testing.T
	cmd     *exec.Cmd
	address string
	begins  string        // what it said before the first event
	said    *bufio.Reader // what it says from then on: its sentences, and its lines where those are not JSON
	other   bytes.Buffer  // the other one of standard output and standard error
}

// listens starts recoup listen on a free port. Where it prints its lines as JSON, its sentences go to standard error.
func (u *user) listens(args ...string) *receiver {
	u.t.Helper()
	r := &receiver{t: u.t, cmd: u.command(u.t.Context(), append([]string{"listen", "--addr", "127.0.0.1:0"}, args...)...)}
	r.cmd.Env = append(r.cmd.Env, "RECOUP_KEYRING=off", "RECOUP_HOTTOK="+listenToken)
	open := r.cmd.StdoutPipe
	r.cmd.Stderr = &r.other
	if slices.Contains(args, "--json") {
		r.cmd.Stdout, r.cmd.Stderr, open = &r.other, nil, r.cmd.StderrPipe
	}
	said, err := open()
	if err != nil {
		u.t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		u.t.Fatal(err)
	}
	r.said = bufio.NewReader(said)
	for !strings.HasSuffix(r.begins, "ends it.\n") {
		line, err := r.said.ReadString('\n')
		if r.begins += line; err != nil {
			u.t.Fatalf("it ended: %s", r.begins)
		}
	}
	r.address = regexp.MustCompile(`http://(\S+)`).FindStringSubmatch(r.begins)[1]
	return r
}

func (r *receiver) post(body string, spoil ...string) int {
	r.t.Helper()
	q, err := http.NewRequest(http.MethodPost, "http://"+r.address+"/hotmart", strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("X-HOTMART-HOTTOK", listenToken+strings.Join(spoil, ""))
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		r.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, a.Body)
	_ = a.Body.Close()
	return a.StatusCode
}

// ends asks it to end and gives what it printed since it began.
func (r *receiver) ends(signal syscall.Signal) string {
	r.t.Helper()
	http.DefaultClient.CloseIdleConnections()
	if err := r.cmd.Process.Signal(signal); err != nil {
		r.t.Fatal(err)
	}
	rest, err := io.ReadAll(r.said)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := r.cmd.Wait(); err != nil {
		r.t.Errorf("it ended with %v: %s", err, r.other.String())
	}
	return string(rest)
}

func eventBody(id, name, code, status string, price float64) string {
	return fmt.Sprintf(`{"id":%q,"creation_date":1778414400000,"event":%q,"version":"2.0.0","hottok":%q,"data":{"product":{"id":1,"name":"Curso"},`+
		`"buyer":{"email":"canary.person@example.com","name":"Ana Canary\u001b[31m"},"purchase":{"transaction":%q,"order_date":1778414400000,`+
		`"approved_date":1778414400000,"status":%q,"price":{"value":%.2f,"currency_value":"BRL"},"full_price":{"value":%.2f,"currency_value":"BRL"},`+
		`"payment":{"type":"PIX"}}}}`, id, name, listenToken, code, status, price, price)
}

// A day with recoup listen: a sale comes, comes again, is refunded; somebody without the token tries; it is ended, and the
// figures are there.
func TestADayOfListening(t *testing.T) {
	u := newUser(t)
	r := u.listens()
	if !strings.Contains(r.begins, "127.0.0.1") || !strings.Contains(r.begins, "https") || !strings.Contains(r.begins, "Tools, Webhook") {
		t.Errorf("it begins with %q", r.begins)
	}
	approved := eventBody("e-1", "PURCHASE_APPROVED", "HP1", "APPROVED", 297)
	for _, post := range []struct {
		body, spoil string
		want        int
	}{
		{approved, "", 200},
		{approved, "", 200},
		{approved, "x", 401},
		{eventBody("e-2", "PURCHASE_REFUNDED", "HP1", "REFUNDED", 297), "", 200},
		{eventBody("e-3", "PURCHASE_APPROVED", "HP2", "APPROVED", 100), "", 200},
		{eventBody("e-4\x1b]0;t\a", "PURCHASE_\x1b[31mTELEPORTED", "HP3\x1b[2J", "GONE", 100), "", 200},
		{"not JSON", "", 200},
	} {
		if got := r.post(post.body, post.spoil); got != post.want {
			t.Errorf("%d; want %d for %s", got, post.want, post.body)
		}
	}
	told := r.ends(syscall.SIGINT)
	for _, want := range []string{"PURCHASE_APPROVED", "HP1", "  new\n", "  duplicate\n", "PURCHASE_REFUNDED", "could not be read", "6 events stored = 5 new + 1 duplicate", "refused: 1 with 401"} {
		if !strings.Contains(told, want) {
			t.Errorf("nowhere %q in\n%s", want, told)
		}
	}
	all := r.begins + told + r.other.String() + u.must("doctor") + u.must("report", "my-sales", "--period", "all", "--tz", "America/Sao_Paulo")
	for _, never := range []string{listenToken, "canary.person", "Ana Canary", "\x1b", "\a"} {
		if strings.Contains(told+r.begins+r.other.String(), never) || never == listenToken && strings.Contains(all, never) {
			t.Errorf("%q is told:\n%s", never, all)
		}
	}
	if sold := u.must("report", "sold", "--period", "all", "--tz", "America/Sao_Paulo", "--format", "json"); !strings.Contains(sold, `"minor":10000`) {
		t.Errorf("the sale that was kept is not in the report: %s", sold)
	}
}

// Lines for scripts: one JSON object an event, and nothing else on standard output.
func TestListeningForScripts(t *testing.T) {
	u := newUser(t)
	r := u.listens("--json")
	r.post(eventBody("e-1", "PURCHASE_APPROVED", "HP1", "APPROVED", 297))
	r.post("not JSON")
	if sentences := r.ends(syscall.SIGTERM); !strings.Contains(sentences, "2 events stored") {
		t.Errorf("standard error: %s", sentences)
	}
	type line struct {
		At, Event, Code, Outcome string
		Known                    bool
	}
	var lines []line
	for decoder := json.NewDecoder(&r.other); ; {
		var l line
		if err := decoder.Decode(&l); err != nil {
			if err != io.EOF {
				t.Errorf("standard output holds something else: %v", err)
			}
			break
		}
		l.At = ""
		lines = append(lines, l)
	}
	want := []line{{"", "PURCHASE_APPROVED", "HP1", "new", true}, {"", "", "", "unread", false}}
	if len(lines) != 2 || lines[0] != want[0] || lines[1] != want[1] {
		t.Errorf("%+v; want %+v", lines, want)
	}
}
