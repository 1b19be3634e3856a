package command

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"recoup/model"
	"recoup/store"
	"recoup/store/hotmart/api"
	"recoup/tui/draw"
)

func (a *app) syncCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sync",
		Short: "Bring in what changed at Hotmart since the last time, through its API",
		Long: `Bring in what changed at Hotmart since the last time, through its API: sales in every status with their commissions and
buyers, subscriptions and their charges, products, offers, plans and coupons. The first time that is everything there is.

It needs a credential, which Hotmart makes under Tools, Developer Credentials; keep it with recoup auth set. Only questions
are asked: nothing changes at Hotmart. Each finished part is kept, so a sync can be stopped at any moment and goes on where
it was.

Sales of the last 120 days are asked for again each time, because refunds and chargebacks come late.`,
		Example: `  recoup sync
  recoup sync --since 2026-01-01
  recoup sync --club my-school`,
		Args: noArgs,
		RunE: a.sync,
	}
	f := cmd.Flags()
	f.String("snapshot", "", "snapshot `FILE` (default: in the XDG data folder; for the sandbox, sandbox.db beside it)")
	f.String("since", "", "ask for sales from this `DAY` on, such as 2026-01-31; without it a sync goes on where the last one ended")
	f.Bool("full", false, "ask for everything again")
	f.String("club", "", "also read the members area of this `SUBDOMAIN`: modules, members and what they completed")
	f.Bool("json", false, "print a JSON object")
	addSandboxFlag(cmd)
	return cmd
}

func (a *app) sync(cmd *cobra.Command, _ []string) (err error) {
	ctx := cmd.Context()
	options, err := syncOptions(cmd)
	if err != nil {
		return err
	}
	path, err := a.syncPath(cmd)
	if err != nil {
		return err
	}
	client, err := a.apiClient(cmd)
	if err != nil {
		return err
	}
	defer client.Close()
	target := &syncTarget{path: path}
	defer func() {
		if closed := target.close(); err == nil {
			err = closed
		}
	}()
	progress := newProgress(a.World)
	defer progress.clear()
	options.Progress = progress.sync()
	run := &api.Sync{Client: client, Target: target, Options: options}
	summary, failed := run.Run(ctx)
	progress.clear()
	asJSON, _ := cmd.Flags().GetBool("json")
	err = a.print(func(w io.Writer) error {
		if asJSON {
			return writeSyncJSON(w, path, summary)
		}
		return writeSync(w, path, summary)
	})
	switch _, _, rejected := summary.Rows(); {
	case failed != nil:
		_ = a.out.Flush()
		return failed
	case err == nil && rejected > 0:
		return outcome{ExitRejected}
	}
	return err
}

func syncOptions(cmd *cobra.Command) (o api.SyncOptions, err error) {
	o.Full, _ = cmd.Flags().GetBool("full")
	o.Club, _ = cmd.Flags().GetString("club")
	since, _ := cmd.Flags().GetString("since")
	if since == "" {
		return o, nil
	}
	if o.Full {
		return o, model.Usage("Leave one out: --full asks for everything, --since for what is after a day.", "--since and --full contradict each other.")
	}
	o.Since, err = model.ParseDay(since)
	return o, err
}

// syncPath is the snapshot to fill. What the sandbox tells is made up, and never goes into the account's own snapshot unless
// that is asked for.
func (a *app) syncPath(cmd *cobra.Command) (string, error) {
	path, err := a.snapshotPath(cmd)
	if sandbox, _ := cmd.Flags().GetBool("sandbox"); sandbox && err == nil && !cmd.Flags().Changed("snapshot") {
		path = filepath.Join(filepath.Dir(path), "sandbox.db")
	}
	return path, err
}

// apiClient makes a client with the kept credential. RECOUP_API_BASE puts another server of this machine in Hotmart's place,
// for tests; a server elsewhere would be given the credential, so it is refused.
func (a *app) apiClient(cmd *cobra.Command) (*api.Client, error) {
	profile := profileOf(cmd)
	credential, err := a.credentialStore().API(cmd.Context(), profile)
	if err != nil {
		return nil, err
	}
	o := api.Options{
		Credentials: api.Credentials{ID: credential.ClientID.Reveal(), Secret: credential.ClientSecret, Basic: credential.Authorization()},
		Clock:       worldClock{a.Now},
	}
	if credential.Sandbox {
		o.BaseURL = api.SandboxURL
	}
	if base := a.Getenv("RECOUP_API_BASE"); base != "" {
		u, err := url.Parse(base)
		if err != nil || !api.IsLoopback(u.Hostname()) {
			return nil, model.Usage("Unset it: it is for tests, and names a server of this machine.", "RECOUP_API_BASE names a server that is not on this machine.")
		}
		o.PerMinute = 1_000_000
		o.BaseURL, o.TokenURL = base, strings.TrimSuffix(base, "/")+"/security/oauth/token"
	}
	return api.New(o)
}

// worldClock tells the time of a World, and sleeps on the machine's.
type worldClock struct{ now func() time.Time }

func (c worldClock) Now() time.Time { return c.now() }

func (c worldClock) Sleep(ctx context.Context, d time.Duration) error {
	return api.SystemClock{}.Sleep(ctx, d)
}

// syncTarget is a snapshot that is opened, and made, only when the first answer has come: a sync that cannot begin leaves
// nothing behind.
type syncTarget struct {
	path     string
	snapshot *store.Snapshot
}

func (t *syncTarget) open(ctx context.Context) (err error) {
	if t.snapshot == nil {
		t.snapshot, err = store.Open(ctx, t.path, store.ReadWrite)
	}
	return err
}

func (t *syncTarget) close() error {
	if t.snapshot == nil {
		return nil
	}
	return t.snapshot.Close()
}

// Apply brings a batch in; see api.Target, as for the others.
func (t *syncTarget) Apply(ctx context.Context, batch model.Batch) (model.Receipt, error) {
	if err := t.open(ctx); err != nil {
		return model.Receipt{}, err
	}
	return t.snapshot.Apply(ctx, batch, store.ApplyOptions{})
}

// Cursor gives what was left under a name.
func (t *syncTarget) Cursor(ctx context.Context, name string) (string, error) {
	if err := t.open(ctx); err != nil {
		return "", err
	}
	return t.snapshot.Cursor(ctx, name)
}

// Unsettled lists the codes of sales that may still change.
func (t *syncTarget) Unsettled(ctx context.Context, openSince, soldSince, seenBefore model.Instant) ([]string, error) {
	if err := t.open(ctx); err != nil {
		return nil, err
	}
	return t.snapshot.Unsettled(ctx, openSince, soldSince, seenBefore)
}

// WithoutNet lists the codes of sales of which it is not known what the account received.
func (t *syncTarget) WithoutNet(ctx context.Context, orderedSince model.Instant) ([]string, error) {
	if err := t.open(ctx); err != nil {
		return nil, err
	}
	return t.snapshot.WithoutNet(ctx, orderedSince)
}

var _ api.Target = (*syncTarget)(nil)

// sync gives a callback for a sync: which list is being read, at which rate, and for how long.
func (p *progress) sync() func(api.Progress) {
	if p.to == nil {
		return nil
	}
	return func(at api.Progress) {
		elapsed := p.now().Sub(p.started)
		figures := fmt.Sprintf("%d rows", at.Items)
		if minutes := elapsed.Minutes(); minutes > 0.1 {
			figures = fmt.Sprintf("%d rows  %.0f calls/min", at.Items, float64(at.Calls)/minutes)
		}
		p.part("Asking Hotmart for "+at.Doing, at.Part, figures)
	}
}

// part draws how much of a whole is done, and how long the rest will take if it goes on like this.
func (p *progress) part(title string, part float64, figures string) {
	now := p.now()
	if now.Sub(p.started) < progressDelay || now.Sub(p.drawn) < progressEvery {
		return
	}
	p.drawn, p.shown = now, true
	words := model.Formatter{Lang: model.LangEN}
	if part > 0 {
		left := time.Duration(float64(now.Sub(p.started)) * (1 - part) / part)
		figures += "  " + words.Duration(left.Round(time.Second)) + " left"
	}
	width, _, err := term.GetSize(p.to.Fd())
	if err != nil || width < 20 {
		width = 80
	}
	fmt.Fprintf(p.to, "\r\x1b[K%s", draw.Progress(p.theme, width-1, words, draw.ProgressView{Label: title, Part: part, Figures: figures}))
}
