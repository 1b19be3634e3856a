package command

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"recoup/model"
	"recoup/store"
	"recoup/store/aggregate"
	"recoup/store/sample"
)

// readingFlag is the annotation of the flags that every reading command shares.
const readingFlag = "recoup_reading"

// addReadingFlags gives a command the flags that every reading command shares.
func addReadingFlags(cmd *cobra.Command) {
	f := pflag.NewFlagSet("reading", pflag.ContinueOnError)
	f.String("snapshot", "", "the snapshot's `FILE` (default: in the XDG data folder)")
	f.Bool("demo", false, "the built-in sample account instead of a snapshot")
	f.String("as-of", "", "the `TIME` to look from, or \"now\" for the clock's (default: the latest that the snapshot knows)")
	f.String("tz", "", "the `ZONE` of days and times, such as America/Sao_Paulo (default: the account's)")
	f.String("period", "", "the `PERIOD`: 7d (default), 28d, 30d, 90d, today, yesterday, this-month, last-month, this-year, last-year, all")
	f.String("from", "", "instead of a period, the first `DAY`, YYYY-MM-DD, included")
	f.String("to", "", "and the last `DAY`, YYYY-MM-DD, included")
	f.String("currency", "", "a `CURRENCY` such as BRL, or all, side by side (default: the one with most sales)")
	f.StringSlice("product", nil, "only the product with this `ID`; may be repeated")
	f.String("basis", "", "the `MOMENT` that puts a sale into the period: approval (default) or order")
	f.String("measure", "", "how a plan's charges `COUNT`: collected (default), each in its month, or booked, all at the first")
	f.String("lang", "", "the `LANGUAGE` in which numbers and dates are written: en, pt-BR, es (the words are English)")
	f.Bool("redact", false, "leave out what identifies buyers")
	f.Bool("no-color", false, "no colours")
	f.VisitAll(func(flag *pflag.Flag) {
		flag.Annotations = map[string][]string{readingFlag: {"yes"}}
		cmd.Flags().AddFlag(flag)
	})
}

// contradiction is an error where flags were given that exclude each other.
func contradiction(cmd *cobra.Command) error {
	for _, pair := range [][2]string{{"snapshot", "demo"}, {"period", "from"}, {"period", "to"}} {
		if cmd.Flags().Changed(pair[0]) && cmd.Flags().Changed(pair[1]) {
			return model.Usage("Leave one of the two out.", "--%s and --%s do not go together.", pair[0], pair[1])
		}
	}
	return nil
}

// reading is an opened account and the question the flags ask of it.
type reading struct {
	source store.Reader
	query  model.Query
	format model.Formatter
	sample bool
	close  func() error

	// What was read is replaced as a whole when the snapshot changes, so that a report sees the state from before an
	// import or the one from after it, and never waits for a reading that it does not need.
	info    atomic.Pointer[model.SnapshotInfo]
	columns atomic.Pointer[aggregate.Data]
	loading sync.Mutex
}

// about says what is being looked at, as it was last read.
func (r *reading) about() model.SnapshotInfo { return *r.info.Load() }

// data gives the columns that reports are computed from, which the first call reads.
func (r *reading) data(ctx context.Context) (*aggregate.Data, error) {
	if data := r.columns.Load(); data != nil {
		return data, nil
	}
	r.loading.Lock()
	defer r.loading.Unlock()
	if data := r.columns.Load(); data != nil {
		return data, nil
	}
	return r.load(ctx)
}

// reload reads the columns again if somebody else changed the snapshot.
func (r *reading) reload(ctx context.Context) (changed bool, err error) {
	r.loading.Lock()
	defer r.loading.Unlock()
	if changed, err = r.source.Changed(ctx); err != nil || !changed {
		return false, err
	}
	_, err = r.load(ctx)
	return err == nil, err
}

func (r *reading) load(ctx context.Context) (*aggregate.Data, error) {
	data, err := aggregate.Load(ctx, r.source)
	if err != nil {
		return nil, err
	}
	info := data.Info()
	r.info.Store(&info)
	r.columns.Store(data)
	return data, nil
}

// snapshotPath is where the snapshot is, by flag or by default.
func (a *app) snapshotPath(cmd *cobra.Command) (string, error) {
	if path, _ := cmd.Flags().GetString("snapshot"); path != "" {
		return path, nil
	}
	places, err := store.DefaultPlaces(a.Getenv)
	return places.Snapshot, err
}

// open opens the account that the flags name. Without a snapshot it is an error, unless orSample is set: then the sample
// account stands in.
func (a *app) open(cmd *cobra.Command, orSample bool) (*reading, error) {
	if err := contradiction(cmd); err != nil {
		return nil, err
	}
	demo, _ := cmd.Flags().GetBool("demo")
	if demo {
		return a.openSample(cmd)
	}
	path, err := a.snapshotPath(cmd)
	if err != nil {
		return nil, err
	}
	r, err := a.openSnapshot(cmd, path)
	if errors.Is(err, fs.ErrNotExist) && orSample && !cmd.Flags().Changed("snapshot") {
		return a.openSample(cmd)
	}
	return r, err
}

// mustExist is an error when there is no snapshot at the path.
func (a *app) mustExist(path string) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return noSnapshot(path)
	}
	return nil
}

// noSnapshot is the error where nothing was imported yet.
func noSnapshot(path string) error {
	return model.Failed(fs.ErrNotExist, "Bring in a report with: recoup import FILE. Or look at the sample account: recoup demo",
		"There is no snapshot yet at %s.", model.Clean(path))
}

func (a *app) openSnapshot(cmd *cobra.Command, path string) (*reading, error) {
	if err := a.mustExist(path); err != nil {
		return nil, err
	}
	snapshot, err := store.Open(cmd.Context(), path, store.ReadOnly)
	if err != nil {
		return nil, err
	}
	r := &reading{source: snapshot, close: snapshot.Close}
	err = a.ask(cmd, r)
	if err == nil && r.about().Rows == 0 {
		err = somethingImported(cmd.Context(), snapshot)
	}
	if err != nil {
		return nil, errors.Join(err, snapshot.Close())
	}
	return r, nil
}

// somethingImported is an error for an empty file, which an import that was killed leaves behind: it is no snapshot yet.
func somethingImported(ctx context.Context, snapshot *store.Snapshot) error {
	imports, err := snapshot.Imports(ctx)
	if err == nil && len(imports) == 0 {
		err = noSnapshot(snapshot.Path())
	}
	return err
}

// openSample makes the sample account and reads it. It is small and short-lived, so collecting garbage meanwhile would
// only make the first screen later.
func (a *app) openSample(cmd *cobra.Command) (*reading, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	zone, err := zoneFlag(cmd, model.HomeZone)
	if err != nil {
		return nil, err
	}
	asOf, err := a.asOf(cmd, model.InstantOf(a.Now()), zone)
	if err != nil {
		return nil, err
	}
	account := store.NewMemory(sample.Info(asOf, zone), sample.Changes(asOf, zone, sample.Seed))
	r := &reading{source: account, sample: true, close: func() error { return nil }}
	if err := a.ask(cmd, r); err != nil {
		return nil, err
	}
	_, err = r.data(cmd.Context())
	return r, err
}

// ask fills in the query that the flags describe.
func (a *app) ask(cmd *cobra.Command, r *reading) error {
	info, err := r.source.Info(cmd.Context())
	if err != nil {
		return err
	}
	r.info.Store(&info)
	q := aggregate.DefaultQuery(info)
	if info.TakenAt == 0 { // nothing seen speaks of any moment
		q.AsOf = model.InstantOf(a.Now())
	}
	if q.Zone, err = zoneFlag(cmd, q.Zone.String()); err != nil {
		return err
	}
	if q.AsOf, err = a.asOf(cmd, q.AsOf, q.Zone); err != nil {
		return err
	}
	if q.Period, err = periodFlags(cmd, q, info.FirstDay); err != nil {
		return err
	}
	if q.Currency, err = currencyFlag(cmd); err != nil {
		return err
	}
	if err := choice(cmd, "basis", (*string)(&q.Basis), string(model.ByApproval), string(model.ByOrder)); err != nil {
		return err
	}
	if err := choice(cmd, "measure", (*string)(&q.Measure), string(model.Collected), string(model.Booked)); err != nil {
		return err
	}
	q.Filter.Products, _ = cmd.Flags().GetStringSlice("product")
	r.query = q
	r.format, err = formatter(cmd, q.Zone)
	return err
}

func formatter(cmd *cobra.Command, zone *time.Location) (model.Formatter, error) {
	f := model.Formatter{Lang: model.LangEN, Zone: zone}
	f.Redact, _ = cmd.Flags().GetBool("redact")
	if lang, _ := cmd.Flags().GetString("lang"); lang != "" {
		var err error
		if f.Lang, err = model.ParseLang(lang); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (a *app) asOf(cmd *cobra.Command, otherwise model.Instant, zone *time.Location) (model.Instant, error) {
	switch s, _ := cmd.Flags().GetString("as-of"); s {
	case "":
		return otherwise, nil
	case "now":
		return model.InstantOf(a.Now()), nil
	default:
		return model.ParseInstant(s, zone)
	}
}

func zoneFlag(cmd *cobra.Command, otherwise string) (*time.Location, error) {
	name, _ := cmd.Flags().GetString("tz")
	if name == "" {
		name = otherwise
	}
	return model.LoadZone(name)
}

func periodFlags(cmd *cobra.Command, q model.Query, first model.Day) (model.Period, error) {
	key, _ := cmd.Flags().GetString("period")
	from, _ := cmd.Flags().GetString("from")
	to, _ := cmd.Flags().GetString("to")
	if from == "" && to == "" {
		if key == "" {
			key = string(model.Last7Days)
		}
		return model.ResolvePeriod(model.PeriodKey(key), q.AsOf, q.Zone, first)
	}
	start, end := first, model.DayOf(q.AsOf, q.Zone)
	var err error
	if from != "" {
		if start, err = model.ParseDay(from); err != nil {
			return model.Period{}, err
		}
	}
	if to != "" {
		if end, err = model.ParseDay(to); err != nil {
			return model.Period{}, err
		}
	}
	return model.CustomPeriod(start, end)
}

func currencyFlag(cmd *cobra.Command) (model.Currency, error) {
	s, _ := cmd.Flags().GetString("currency")
	switch s {
	case "":
		return "", nil
	case string(model.AllCurrencies):
		return model.AllCurrencies, nil
	}
	return model.ParseCurrency(s)
}

// choice reads a flag that takes one of a few words.
func choice(cmd *cobra.Command, flag string, into *string, words ...string) error {
	s, _ := cmd.Flags().GetString(flag)
	if s == "" {
		return nil
	}
	for _, w := range words {
		if s == w {
			*into = s
			return nil
		}
	}
	return unknownWord("--"+flag, s, words)
}

// unknownWord is the error for a word that is none of those a flag or argument takes.
func unknownWord(what, got string, words []string) error {
	hint := "It takes: " + list(words)
	if near := model.Nearest(got, words); near != "" {
		hint = "Did you mean " + near + "? " + hint
	}
	return model.Usage(hint, "%s does not know %q.", what, model.Clean(got))
}

func list(words []string) string {
	s := ""
	for i, w := range words {
		if i > 0 {
			s += ", "
		}
		s += w
	}
	return s + "."
}
