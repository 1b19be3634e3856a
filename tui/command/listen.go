package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recoup/model"
	"recoup/store"
	"recoup/store/credentials"
	"recoup/store/hotmart/hook"
)

func (a *app) listenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "listen",
		Short: "Receive Hotmart's webhooks: every sale, refund and abandoned cart as it happens",
		Long: `Receive Hotmart's webhooks: every sale, refund and abandoned cart as it happens. It runs until ctrl+c.

An event is answered 200 once it is in the snapshot and on the disk, and not before. Events may come in any order and any
number of times; those that recoup cannot read yet are kept as they came.

It listens on this machine only. Hotmart needs an address that begins with https://, so put a tunnel or a reverse proxy in
front; recoup itself speaks no TLS. A tunnel without an account, which rewrites the Host header:

  cloudflared tunnel --url http://127.0.0.1:8787 --http-host-header 127.0.0.1:8787

A server of yours with Caddy, which gets the certificate, and ssh from here to there. Caddy passes the public name on, so
recoup is told of it:

  Caddyfile there:  events.example.com { reverse_proxy 127.0.0.1:8787 }
  here:             ssh -N -R 8787:127.0.0.1:8787 you@events.example.com
  here:             recoup listen --host events.example.com

Then, in Hotmart: Tools, Webhook: enter the https address, version 2.0.0, and choose all events. The hottok is shown there
too; keep it once with recoup auth set --only hottok. Hotmart's history goes back 60 days: what was sent while recoup did
not listen can be sent again from there.

GET /health answers 200 while events can be stored. It needs no hottok and tells nothing about them but how many.`,
		Example: `  recoup listen
  recoup listen --addr 127.0.0.1:9000 --host events.example.com
  recoup listen --json >> events.ndjson`,
		Args: noArgs,
		RunE: a.listen,
	}
	f := cmd.Flags()
	f.String("snapshot", "", "snapshot `FILE` (default: in the XDG data folder)")
	f.String("addr", hook.DefaultAddr, "`HOST:PORT` to listen on")
	f.StringArray("host", nil, "public `NAME` that the tunnel or proxy in front passes on; may be given again")
	f.Bool("i-know", false, "listen on an address that other machines can reach, without encryption")
	f.Bool("json", false, "print one JSON object per event")
	f.Bool("quiet", false, "print no line per event")
	return cmd
}

// snapshotSink is the snapshot as the receiver needs it.
type snapshotSink struct{ *store.Snapshot }

// Apply brings a batch in for good.
func (s *snapshotSink) Apply(ctx context.Context, b model.Batch) (model.Receipt, error) {
	return s.Snapshot.Apply(ctx, b, store.ApplyOptions{})
}

func (a *app) listen(cmd *cobra.Command, _ []string) (err error) {
	ctx := cmd.Context()
	path, err := a.snapshotPath(cmd)
	if err != nil {
		return err
	}
	hottok, from, err := a.credentialStore().Hottok(ctx)
	if err != nil {
		return err
	}
	l := &listening{app: a}
	l.json, _ = cmd.Flags().GetBool("json")
	l.quiet, _ = cmd.Flags().GetBool("quiet")
	sink := &snapshotSink{}
	o := hook.Options{Hottok: hottok, Sink: sink, Now: a.Now, Tell: l.tell, Trouble: l.trouble}
	o.Addr, _ = cmd.Flags().GetString("addr")
	o.Hosts, _ = cmd.Flags().GetStringArray("host")
	o.AllowPublic, _ = cmd.Flags().GetBool("i-know")
	receiver, err := hook.Listen(ctx, o) // before a snapshot is made that nothing would come into
	if err != nil {
		return err
	}
	if sink.Snapshot, err = store.Open(ctx, path, store.ReadWrite); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sink.Close()) }()
	if err := l.begin(receiver, path, from); err != nil {
		return err
	}
	context.AfterFunc(ctx, a.letSignals) // a second ctrl+c does not wait
	summary, err := receiver.Serve(ctx)
	l.end(summary)
	return err
}

// listening is one run of recoup listen. Its methods are called one at a time.
type listening struct {
	*app
	json, quiet bool
}

// aside is where sentences go: beside the events, where those are JSON.
func (l *listening) aside() io.Writer {
	if l.json {
		return l.Err
	}
	return l.out
}

// begin says where it listens and what is left to do.
func (l *listening) begin(r *hook.Receiver, path string, from credentials.Place) error {
	at := r.Address()
	fmt.Fprintf(l.aside(), `Listening on http://%s for Hotmart's webhooks, for %s
  It accepts POST / and /hotmart with the hottok kept in the %s, JSON of up to 1 MiB. GET /health tells how it goes.
  Hotmart needs an https address: put a tunnel or a reverse proxy in front (recoup listen --help shows how), for example
    cloudflared tunnel --url http://%s --http-host-header %s
  Then enter that address in Hotmart: Tools, Webhook, version 2.0.0. The hottok is shown there too.
  ctrl+c ends it.
`, at, model.Clean(path), from, at, at)
	if !at.Addr().IsLoopback() {
		fmt.Fprintf(l.Err, "recoup: Other machines can reach %s, and the hottok comes to it unencrypted unless something in front speaks TLS.\n", at)
	}
	return l.out.Flush()
}

// outcomeWords is what came of an event, in words.
func outcomeWords(t hook.Told) string {
	switch {
	case t.Outcome == hook.Unread:
		return "kept as it came: it could not be read"
	case t.Outcome == hook.Differing:
		return "new; another event has its id, both are kept"
	case t.Outcome == hook.New && !t.Known:
		return "new; kept as it came: no rule reads this kind yet"
	}
	return string(t.Outcome)
}

// tell prints an event, and nothing of the buyer.
func (l *listening) tell(t hook.Told) {
	if l.quiet {
		return
	}
	at := t.At.In(l.Now().Location())
	if l.json {
		_ = json.NewEncoder(l.out).Encode(struct {
			At      string `json:"at"`
			Event   string `json:"event,omitempty"`
			Code    string `json:"code,omitempty"`
			Known   bool   `json:"known"`
			Outcome string `json:"outcome"`
		}{at.Format(time.RFC3339), t.Event.String(), t.Code.String(), t.Known, string(t.Outcome)})
	} else {
		fmt.Fprintf(l.out, "%s  %-31s  %-16s  %s\n", at.Format(time.TimeOnly), dashed(t.Event), dashed(t.Code), outcomeWords(t))
	}
	_ = l.out.Flush() // an error stays with the writer and is told at the end; events go on being stored
}

func dashed(t model.Text) string {
	if t.IsEmpty() {
		return "-"
	}
	return t.String()
}

// trouble says that events cannot be stored, or that they can again.
func (l *listening) trouble(err error) {
	if err == nil {
		fmt.Fprintln(l.Err, "recoup: Events are stored again.")
		return
	}
	l.complain(err)
	fmt.Fprintln(l.Err, "        Hotmart is answered 503 meanwhile and sends the events again.")
}

// end says what was received.
func (l *listening) end(s hook.Summary) {
	words := model.Formatter{Lang: model.LangEN}
	count := func(n int) string { return words.Count(int64(n)) }
	fmt.Fprintf(l.aside(), "%s events stored = %s new + %s duplicate, in %s transactions\n", count(s.Stored()), count(s.New), count(s.Duplicate), count(s.Groups))
	for _, line := range []struct {
		n    int
		what string
	}{
		{s.Unknown, "of a kind that no rule reads yet, kept as they came"},
		{s.Unread, "that could not be read, kept as they came"},
		{s.Differing, "with the id of another event, both kept"},
		{s.Failed, "could not be stored and were answered 503"},
		{s.Untold, "lines were left out, because nothing took them"},
	} {
		if line.n > 0 {
			fmt.Fprintf(l.aside(), "  %s %s\n", count(line.n), line.what)
		}
	}
	var refused []string
	for _, status := range slices.Sorted(maps.Keys(s.Refused)) {
		refused = append(refused, fmt.Sprintf("%s with %d", count(s.Refused[status]), status))
	}
	if len(refused) > 0 {
		fmt.Fprintf(l.aside(), "  refused: %s\n", strings.Join(refused, ", "))
	}
}
