package command

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recoup/model"
	"recoup/store"
	"recoup/store/export"
	"recoup/store/ingest"
)

func (a *app) importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import PATH…",
		Short: "Read files into the snapshot: reports and kept webhooks, in any order, any number of times",
		Long:  importHelp(),
		Example: `  recoup import ~/Downloads/sales_history.csv
  recoup import --dry-run ~/Downloads
  recoup import --downloaded "2026-05-10 14:30" sales_history.xlsx
  recoup import --tz America/Mexico_City --map columns.txt ventas.csv
  recoup import reports.zip hooks/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return model.Usage("For example: recoup import ~/Downloads/sales_history.csv", "Say which file or folder to import.")
			}
			return nil
		},
		RunE: a.importPaths,
	}
	f := cmd.Flags()
	f.String("snapshot", "", "snapshot `FILE` (default: in the XDG data folder)")
	f.String("tz", "", "time `ZONE` of the dates in the files (default: the snapshot's, else "+model.HomeZone+")")
	f.String("kind", "", "what the files are, instead of finding out: "+kindsInWords())
	f.String("map", "", "`FILE` that names columns of an unknown header, one \"header = field\" a line")
	f.String("downloaded", "", "`TIME` at which the reports were downloaded, if later than their latest sale: 2026-05-10 or \"2026-05-10 14:30\"")
	f.Bool("dry-run", false, "say what would happen and change nothing")
	f.Bool("json", false, "print one JSON object per file")
	return cmd
}

// importHelp lists what can be read, which the reader of files knows best.
func importHelp() string {
	var kinds strings.Builder
	for _, k := range ingest.Kinds() {
		fmt.Fprintf(&kinds, "  %-24s %s\n", k.ID, k.Label)
	}
	return `Read files into the snapshot: reports that Hotmart gives out, as CSV, as a spreadsheet (XLSX) or as the .xls of its
pages, and webhook bodies that a tool or a log kept, as JSON. A folder or a zip archive is read whole; what in it cannot
be read is named.

What a report is, its columns tell. These are known:

` + kinds.String() + `
The one that tells most is the detailed sales report: on Hotmart, Sales, Sales history, Export, "Modelo detalhado".

A report does not say when it was made. What it tells counts as seen at its latest sale or payment, unless --downloaded
says better: of two reports that differ on a sale, the one that was seen later is believed.

A file is imported whole or not at all; importing it again changes nothing. Rows that cannot be read go to a file beside
it, with line, column and reason: mend them there and import that file.`
}

// imports is one run of recoup import.
type imports struct {
	*app
	cmd      *cobra.Command
	snapshot *store.Snapshot
	options  ingest.Options
	dryRun   bool
	json     bool
	progress *progress
	rejected bool
}

func (a *app) importPaths(cmd *cobra.Command, args []string) (err error) {
	run := &imports{app: a, cmd: cmd}
	run.dryRun, _ = cmd.Flags().GetBool("dry-run")
	run.json, _ = cmd.Flags().GetBool("json")
	if run.options, err = importOptions(cmd, a.Now()); err != nil {
		return err
	}
	path, err := a.snapshotPath(cmd)
	if err != nil {
		return err
	}
	if run.options.Zone, err = run.zone(path); err != nil {
		return err
	}
	if at, _ := cmd.Flags().GetString("downloaded"); at != "" {
		if run.options.SeenAt, err = model.ParseInstant(at, run.options.Zone); err != nil {
			return err
		}
		if run.options.SeenAt > run.options.Now {
			return model.Usage(`Give the time of day, too: "2026-05-10 14:30".`, "%s is still to come, or is not over.", model.Clean(at))
		}
	}
	paths, err := run.expand(args)
	if err != nil {
		return err
	}
	run.progress = newProgress(a.World)
	defer run.progress.clear()
	// Every file is looked through before the first is applied, so that a wrong one among them changes nothing.
	files, err := run.open(path, paths)
	if err != nil {
		return err
	}
	if run.snapshot, err = run.openSnapshot(path); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, run.snapshot.Close()) }()
	if err := run.all(paths, files); err != nil {
		return err
	}
	if run.rejected {
		return outcome{ExitRejected}
	}
	return nil
}

func importOptions(cmd *cobra.Command, now time.Time) (ingest.Options, error) {
	o := ingest.Options{Now: model.InstantOf(now)}
	o.Kind, _ = cmd.Flags().GetString("kind")
	mapFile, _ := cmd.Flags().GetString("map")
	if mapFile == "" {
		return o, nil
	}
	var err error
	o.Map, err = readMap(mapFile, o.Kind)
	return o, err
}

// kindsInWords lists what --kind may say.
func kindsInWords() string {
	var ids []string
	for _, k := range ingest.Kinds() {
		ids = append(ids, k.ID)
	}
	return list(ids)
}

// readMap reads "header = field" lines; empty lines and those that begin with # are passed over.
func readMap(path, kind string) (map[string]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, model.Failed(err, "Check its name and that you may read it.", "The map %s cannot be read.", model.Clean(path))
	}
	defer file.Close() //nolint:errcheck // read only
	named := map[string]string{}
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		at := strings.LastIndex(line, "=")
		if at < 1 {
			return nil, model.Usage(`Write "header = field", one column a line. The fields are `+list(ingest.Fields(kind)),
				"%s, line %d: no = in %q.", model.Clean(path), n, model.Clean(line))
		}
		named[strings.TrimSpace(line[:at])] = strings.TrimSpace(line[at+1:])
	}
	if err := lines.Err(); err != nil {
		return nil, model.Failed(err, "It is meant to be a short text file.", "The map %s cannot be read.", model.Clean(path))
	}
	return named, nil
}

// zone is the one that the files' dates are read in: asked for, or the account's, or Hotmart's home.
func (run *imports) zone(snapshot string) (*time.Location, error) {
	if name, _ := run.cmd.Flags().GetString("tz"); name != "" {
		return model.LoadZone(name)
	}
	if _, err := os.Stat(snapshot); err != nil {
		return model.LoadZone(model.HomeZone)
	}
	s, err := store.Open(run.cmd.Context(), snapshot, store.ReadOnly)
	if err != nil {
		return nil, err
	}
	defer s.Close() //nolint:errcheck // opened for reading
	// An empty snapshot, such as a first import leaves that was killed, has no zone of its own yet.
	imported, err := s.Imports(run.cmd.Context())
	if err != nil {
		return nil, err
	}
	if len(imported) == 0 {
		return model.LoadZone(model.HomeZone)
	}
	info, err := s.Info(run.cmd.Context())
	if err != nil {
		return nil, err
	}
	return info.Zone, nil
}

// expand turns the arguments into files, and says which files of a folder are left out.
func (run *imports) expand(args []string) ([]string, error) {
	paths, skipped, err := ingest.Expand(args, run.options)
	if err != nil {
		return nil, err
	}
	run.tellSkipped(skipped)
	if len(paths) == 0 {
		return nil, model.Failed(nil, "Download one from Hotmart: Sales, Sales history, Export, \"Modelo detalhado\", CSV.", "There is no report to import there.")
	}
	return paths, nil
}

// tellSkipped names files of a folder that are left out: those that might be reports first, the others as a number.
func (run *imports) tellSkipped(skipped []ingest.Skipped) {
	const shown = 5
	slices.SortStableFunc(skipped, func(a, b ingest.Skipped) int { return cmp.Compare(len(b.Why), len(a.Why)) })
	for i, s := range skipped {
		if i == shown && len(skipped) > shown+1 {
			fmt.Fprintf(run.Err, "left out: %d more files of the folder\n", len(skipped)-shown)
			return
		}
		fmt.Fprintf(run.Err, "left out: %s: %s\n", model.Clean(s.Path), model.Truncate(s.Why, 160))
	}
}

// open looks through the files, but for those of which the snapshot knows that there is nothing to do: they were imported
// before, and no row of them was rejected.
func (run *imports) open(snapshot string, paths []string) ([]*ingest.File, error) {
	if _, err := os.Stat(snapshot); err == nil {
		s, err := store.Open(run.cmd.Context(), snapshot, store.ReadOnly)
		if err != nil {
			return nil, err
		}
		defer s.Close() //nolint:errcheck // opened for reading
		run.options.Known = func(ctx context.Context, digest string) (bool, error) {
			before, found, err := s.Imported(ctx, digest)
			return found && before.Tally.Rejected == 0, err
		}
	}
	files := make([]*ingest.File, len(paths))
	for i, path := range paths {
		o := run.options
		o.Progress = run.progress.reader("Looking through " + model.Clean(path).String())
		f, err := ingest.Open(run.cmd.Context(), path, o)
		if err != nil {
			return nil, err
		}
		files[i] = f
	}
	return files, nil
}

func (run *imports) openSnapshot(path string) (*store.Snapshot, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && run.dryRun {
		return store.OpenMemory(run.cmd.Context())
	}
	return store.Open(run.cmd.Context(), path, store.ReadWrite)
}

// all imports the files one after the other and says what came of each. A dry run goes through all of them before it says
// anything, since each is judged by what those before it would leave.
func (run *imports) all(paths []string, files []*ingest.File) error {
	ctx := run.cmd.Context()
	if run.dryRun {
		batches := make([]model.Batch, len(files))
		for i, f := range files {
			batches[i] = f.Batch()
		}
		receipts, err := run.snapshot.Rehearse(ctx, batches, store.ApplyOptions{})
		for i, receipt := range receipts {
			if err := run.report(paths[i], files[i], receipt); err != nil {
				return err
			}
		}
		return cancelled(ctx, err)
	}
	for i, f := range files {
		receipt, err := run.snapshot.Apply(ctx, f.Batch(), store.ApplyOptions{})
		if err != nil {
			return cancelled(ctx, err)
		}
		if err := run.report(paths[i], f, receipt); err != nil {
			return err
		}
	}
	return nil
}

// report says what came of one file, and writes the rows that could not be read beside it.
func (run *imports) report(path string, f *ingest.File, receipt model.Receipt) (err error) {
	run.progress.clear()
	rejects := ""
	if receipt.Tally.Rejected > 0 {
		run.rejected = true
		if !run.dryRun {
			if rejects, err = f.WriteRejects(run.cmd.Context(), ""); err != nil {
				return err
			}
		}
	}
	if run.json {
		return export.ReceiptJSON(run.out, path, f.Summary().Kind, receipt, rejects)
	}
	run.tell(path, f, receipt, rejects)
	return run.out.Flush()
}

// tell prints the summary of one import: counts that add up, totals, and what needs attention.
func (run *imports) tell(path string, f *ingest.File, r model.Receipt, rejects string) {
	words := model.Formatter{Lang: model.LangEN, Zone: run.options.Zone}
	did := "imported"
	switch {
	case r.Known:
		did = "was imported before: nothing to do"
	case run.dryRun:
		did = "would be imported (dry run: nothing was changed)"
	}
	t := r.Tally
	count := func(n int) string { return words.Count(int64(n)) }
	fmt.Fprintf(run.out, "%s %s\n", model.Clean(path), did)
	fmt.Fprintf(run.out, "  %s lines = %s accepted + %s duplicate + %s rejected + %s blank + %s header\n",
		count(t.Rows), count(t.Accepted), count(t.Duplicate), count(t.Rejected), count(t.Blank), count(t.Header))
	for _, m := range r.Totals {
		fmt.Fprintf(run.out, "  control total %s\n", words.Money(m))
	}
	if !r.Known {
		fmt.Fprintf(run.out, "  %s new or changed%s\n", changes(words, r), speaksUpTo(words, f.Summary().SeenAt))
	}
	for _, note := range f.Summary().Notes {
		fmt.Fprintf(run.out, "  %s\n", words.Phrase(note))
	}
	run.tellRejects(f, rejects)
}

// changes counts what an import brought, by kind of data.
func changes(words model.Formatter, r model.Receipt) string {
	var all []string
	if r.Changed > 0 || len(r.Records) == 0 {
		all = append(all, counted(words, r.Changed, "transactions"))
	}
	for _, fact := range model.DatasetFacts() {
		if n := r.Records[fact.ID]; n > 0 {
			all = append(all, counted(words, n, strings.ToLower(fact.Label)))
		}
	}
	return strings.Join(all, ", ")
}

// counted writes a number of things, one of them without the plural's s.
func counted(words model.Formatter, n int, things string) string {
	if n == 1 {
		things = strings.TrimSuffix(things, "s")
	}
	return words.Count(int64(n)) + " " + things
}

// speaksUpTo says which moment a file's latest row is of; a file without rows speaks of none.
func speaksUpTo(words model.Formatter, seen model.Instant) string {
	if seen == 0 {
		return ""
	}
	return "; the file speaks up to " + words.Instant(seen)
}

// tellRejects shows the first rejected rows and where all of them are.
func (run *imports) tellRejects(f *ingest.File, rejects string) {
	const shown = 5
	all := f.Rejects()
	for i, r := range all {
		if i == shown {
			fmt.Fprintf(run.out, "  … and %d more\n", len(all)-shown)
			break
		}
		fmt.Fprintf(run.out, "  %s\n", r)
	}
	if rejects != "" {
		fmt.Fprintf(run.out, "  The rejected rows are in %s: mend them there and import that file.\n", model.Clean(rejects))
	}
}

// cancelled tells a stop by the user apart from a failure.
func cancelled(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && model.KindOf(err) == model.KindFailed {
		return &model.Error{Kind: model.KindCancelled, Message: "The import was stopped.", Hint: "Nothing of this file was imported.", Cause: err}
	}
	return err
}
